package jose

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// Form is a way of securing a document as a token.
type Form string

// The forms. All but the first are the names of the media types of
// VC-JOSE-COSE section 6.1.
const (
	VCJWT   Form = "vc-jwt"    // a credential with registered claims beside its members (Open Badges 3.0 section 8.2)
	VCJOSE  Form = "vc+jwt"    // a credential as it is (VC-JOSE-COSE section 3.1.1)
	VPJOSE  Form = "vp+jwt"    // a presentation as it is (VC-JOSE-COSE section 3.1.2)
	VCSDJWT Form = "vc+sd-jwt" // a credential with selective disclosure (VC-JOSE-COSE section 3.2.1)
	VPSDJWT Form = "vp+sd-jwt" // a presentation with selective disclosure (VC-JOSE-COSE section 3.2.2)
)

// definition is one row of the table of forms.
type definition struct {
	name         Form
	types        []string // values of typ, the one to write first; those of drafts after it
	selective    bool
	presentation bool // a VC-JWT may be either; its content says which
}

var definitions = [...]definition{
	{VCJWT, []string{"JWT"}, false, false},
	{VCJOSE, []string{"vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt"}, false, false},
	{VPJOSE, []string{"vp+jwt", "vp+ld+jwt", "vp-ld+jwt", "vp+ld+json+jwt"}, false, true},
	{VCSDJWT, []string{"vc+sd-jwt", "vc+ld+sd-jwt", "vc-ld+sd-jwt", "vc+ld+json+sd-jwt"}, true, false},
	{VPSDJWT, []string{"vp+sd-jwt", "vp+ld+sd-jwt", "vp-ld+sd-jwt", "vp+ld+json+sd-jwt"}, true, true},
}

func definitionOf(name Form) (*definition, bool) {
	for i := range definitions {
		if definitions[i].name == name {
			return &definitions[i], true
		}
	}
	return nil, false
}

// definitionOfType returns the form that a media type names, or nil. The
// prefix "application/" may be left out and case does not count (RFC 7515
// section 4.1.9).
func definitionOfType(media string) *definition {
	media = trimType(media)
	for i := range definitions {
		if slices.ContainsFunc(definitions[i].types, func(t string) bool { return strings.EqualFold(t, media) }) {
			return &definitions[i]
		}
	}
	return nil
}

// purposeOf returns what a token of this content is signed for.
func purposeOf(presentation bool) string {
	if presentation {
		return vc.Authentication
	}
	return vc.AssertionMethod
}

// isPresentation reports whether a document is a verifiable presentation.
func isPresentation(doc vc.Document) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText("VerifiablePresentation") {
			return true
		}
	}
	return false
}

// party returns the identifier of whoever should have signed: the issuer of a
// credential, the holder of a presentation.
func party(doc vc.Document, presentation bool) string {
	value := doc.Get("issuer")
	if presentation {
		value = doc.Get("holder")
	}
	if value.IsObject() {
		value = value.Get("id")
	}
	return value.Text()
}
