package microcredential

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// EncodeError says why a credential cannot be written in a format: which value
// of the model is missing or not allowed, and what to supply. Encoders join
// one for each such value. It unwraps to the [vc.Problem] of the same rule and
// path.
type EncodeError struct {
	Path   Path     // the value to supply or correct
	Rule   *vc.Rule // the rule that the document would break
	Detail string   // what is required, what was found and what to do, without personal data
}

// Error returns code, path and detail.
func (e *EncodeError) Error() string { return e.Rule.Code + " at " + string(e.Path) + ": " + e.Detail }

// Unwrap returns the broken rule.
func (e *EncodeError) Unwrap() error { return e.Rule.At(string(e.Path), "") }

// Finding returns the error as a finding about the model.
func (e *EncodeError) Finding() vc.Finding {
	return e.Rule.Finding(vc.Fail, string(e.Path), e.Detail)
}

// IsUnusableID reports whether an id is stated that cannot be written: it is
// neither a URL nor a blank node identifier, which only links nodes within one
// document.
func IsUnusableID(id string) bool {
	return id != "" && !vc.IsURL(id) && !strings.HasPrefix(id, "_:")
}

// CheckIDs finds ids of the learner, the definition and the evidence that must
// be URLs and are not. A converted credential is not checked: there, such an
// id is what the source says, and the report accounts for it.
func CheckIDs(c *Credential, rule *vc.Rule) []*EncodeError {
	if len(c.Provenance) > 0 {
		return nil
	}
	var found []*EncodeError
	check := func(at Path, id, instead string) {
		if IsUnusableID(id) {
			found = append(found, &EncodeError{at, rule, "It must be a URL; found text that is not one. Supply a URL, or " + instead + "."})
		}
	}
	const identifier = "leave it out and put the text into "
	check("learner.id", c.Learner.ID, identifier+"learner.party.identifiers")
	check("learner.party.id", c.Learner.Party.ID, identifier+"learner.party.identifiers")
	for _, claim := range c.Claims() {
		at := Path("definition")
		if claim.Prefix != "" {
			at = claim.Prefix.Dot("definition")
		}
		check(at.Dot("id"), claim.Definition.ID, identifier+string(at.Dot("identifiers")))
	}
	for i, e := range c.Envelope.Evidence {
		at := Path("envelope.evidence").At(i)
		check(at.Dot("id"), e.ID, "leave it out")
		check(at.Dot("url"), e.URL, "leave it out and say where it is in "+string(at.Dot("description")))
	}
	return found
}

// CheckPeriod finds a validity period that ends before it begins.
func CheckPeriod(c *Credential, rule *vc.Rule) []*EncodeError {
	from, until := c.Envelope.ValidFrom, c.Envelope.ValidUntil
	if from.IsZero() || until.IsZero() || until.Compare(from) >= 0 {
		return nil
	}
	return []*EncodeError{{"envelope.validUntil", rule, "The validity must not end before it begins; it ends at " + until.String() + " and begins at " + from.String() + ". Supply a later envelope.validUntil."}}
}
