package microcredential

import (
	"slices"
	"strings"
)

// ReasonPersonal is the reason in reports why personal data was not written.
const ReasonPersonal = "personal data that the document does not need; it is only written on request"

// The beginnings of other reasons why a fact about the learner was not written; the
// name of the field follows, as in "withheld as asked: email".
const (
	ReasonWithheld = "withheld as asked: "
	ReasonConsent  = "the learner did not agree to share it: "
)

// ReasonRendered is the reason why a page of the source was not written beside other
// facts that were withheld.
const ReasonRendered = "a page that was rendered for the source, which may show what is withheld"

// birthFields are what formats know of a person beyond names.
var birthFields = []string{"birthName", "birthDate", "birthInstant", "birthPlace", "citizenship", "gender"}

// learnerFields are what a credential needs of its learner.
var learnerFields = []string{"id", "kind", "name", "altName", "person", "identifiers", "contacts"}

// IsPersonal reports whether what stands at a path or below says more of a person
// than a credential needs: of the learner all but names, identifiers and e-mail
// addresses; of anyone the details of birth, gender and citizenship. Encoders write
// it on request only. For identifiers, see [Identifier.IsPersonal] too.
func IsPersonal(p Path) bool {
	text := string(p)
	if i := strings.Index(text, ".person."); i >= 0 && slices.Contains(birthFields, firstField(text[i+len(".person."):])) {
		return true
	}
	if p.Under("residue") {
		return isPersonalResidue(text)
	}
	rest, ok := strings.CutPrefix(text, "learner.party.")
	if !ok {
		return false
	}
	field := firstField(rest)
	if field != "contacts" {
		return !slices.Contains(learnerFields, field)
	}
	_, inside, found := strings.Cut(rest, ".")
	return found && firstField(inside) != "email"
}

// IsPersonal reports whether an identifier says more of the learner than a
// credential needs: it is a number that the state gave, or of a phone.
func (i *Identifier) IsPersonal() bool {
	return i.Hash == nil && slices.Contains([]IdentifierScheme{IdentNationalID, IdentTax, IdentPhone}, i.Scheme)
}

// firstField returns the first field of a path, without index.
func firstField(path string) string {
	if end := strings.IndexAny(path, ".["); end >= 0 {
		return path[:end]
	}
	return path
}

// personalMembers are the members of a learner, in lower case, that no part of a
// credential needs.
var personalMembers = []string{
	"dateofbirth", "birthdate", "placeofbirth", "birthplace", "birthname", "gender", "citizenshipcountry", "citizenship",
	"nationalid", "taxidentifier", "location", "address", "phone", "contactpoint", "homepage", "url", "image", "description", "bday", "currentaddress",
}

// isPersonalResidue reports whether a residue, residue[format][/pointer], is of such a
// member of the subject of a credential.
func isPersonalResidue(path string) bool {
	_, pointer, ok := strings.Cut(path, "/credentialSubject/")
	if !ok {
		if _, pointer, ok = strings.Cut(path, "[elmo][/learner/"); !ok {
			return false
		}
	}
	for step := range strings.SplitSeq(strings.TrimSuffix(pointer, "]"), "/") {
		if strings.Trim(step, "0123456789") != "" {
			return slices.Contains(personalMembers, strings.ToLower(step))
		}
	}
	return false
}
