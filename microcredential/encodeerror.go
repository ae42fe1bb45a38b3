package microcredential

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// EncodeError says why a credential cannot be written in a format: which value
// of the model is missing or cannot stand there, and what to supply. Encoders
// join one for each such value. It unwraps to the [vc.Problem] of the same
// rule and path.
type EncodeError struct {
	Path   Path     // the value that is to be supplied or corrected
	Rule   *vc.Rule // the rule that the document would break
	Detail string   // what must be, what was found and what to do, without personal data
}

// Error returns code, path and sentence.
func (e *EncodeError) Error() string { return e.Rule.Code + " at " + string(e.Path) + ": " + e.Detail }

// Unwrap returns the broken rule.
func (e *EncodeError) Unwrap() error { return e.Rule.At(string(e.Path), "") }

// Finding returns the error as a finding about the model.
func (e *EncodeError) Finding() vc.Finding {
	return e.Rule.Finding(vc.Fail, string(e.Path), e.Detail)
}

// Misnamed reports whether an id is stated that can name nothing outside its
// document, though it is not one of those that only link nodes within a
// document: it is no URL.
func Misnamed(id string) bool {
	return id != "" && !vc.IsURL(id) && !strings.HasPrefix(id, "_:")
}

// CheckIDs finds ids that must be URLs and are not: of the learner, the
// definition and the evidence. Of a converted credential it asks nothing:
// there, such an id is what the source says, and the report accounts for it.
func CheckIDs(c *Credential, rule *vc.Rule) []*EncodeError {
	if len(c.Provenance) > 0 {
		return nil
	}
	var found []*EncodeError
	check := func(at Path, id, instead string) {
		if Misnamed(id) {
			found = append(found, &EncodeError{at, rule, "It must be a URL; found a text that is none. Supply a URL, or " + instead + "."})
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

// CheckPeriod finds that the validity of a credential ends before it begins.
func CheckPeriod(c *Credential, rule *vc.Rule) []*EncodeError {
	from, until := c.Envelope.ValidFrom, c.Envelope.ValidUntil
	if from.IsZero() || until.IsZero() || until.Compare(from) >= 0 {
		return nil
	}
	return []*EncodeError{{"envelope.validUntil", rule, "The validity must not end before it begins; it ends at " + until.String() + " and begins at " + from.String() + ". Supply a later envelope.validUntil."}}
}
