package jose

import (
	"slices"
	"strings"
)

// Form is a way to secure a document as a token.
type Form string

// The forms. All but the first and the last are the names of the media types of
// VC-JOSE-COSE section 6.1.
const (
	VCJWT   Form = "vc-jwt"    // a credential with registered claims beside its members (Open Badges 3.0 section 8.2)
	VCJOSE  Form = "vc+jwt"    // a credential as it is (VC-JOSE-COSE section 3.1.1)
	VPJOSE  Form = "vp+jwt"    // a presentation as it is (VC-JOSE-COSE section 3.1.2)
	VCSDJWT Form = "vc+sd-jwt" // a credential with selective disclosure (VC-JOSE-COSE section 3.2.1)
	VPSDJWT Form = "vp+sd-jwt" // a presentation with selective disclosure (VC-JOSE-COSE section 3.2.2)
	SDJWTVC Form = "dc+sd-jwt" // claims of a type, which are no W3C credential (SD-JWT VC section 2)

	statusList Form = "statuslist+jwt" // a list of the status of tokens (Token Status List section 5.1)
)

// definition says what belongs to a form.
type definition struct {
	name         Form
	types        []string // values of typ: first the one to write, then those of drafts
	selective    bool     // whether it is an SD-JWT
	presentation bool     // whether it holds a presentation; a VC-JWT may hold either
}

var definitions = [...]definition{
	{VCJWT, []string{"JWT"}, false, false},
	{VCJOSE, []string{"vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt"}, false, false},
	{VPJOSE, []string{"vp+jwt", "vp+ld+jwt", "vp-ld+jwt", "vp+ld+json+jwt"}, false, true},
	{VCSDJWT, []string{"vc+sd-jwt", "vc+ld+sd-jwt", "vc-ld+sd-jwt", "vc+ld+json+sd-jwt"}, true, false},
	{VPSDJWT, []string{"vp+sd-jwt", "vp+ld+sd-jwt", "vp-ld+sd-jwt", "vp+ld+json+sd-jwt"}, true, true},
	{SDJWTVC, []string{string(SDJWTVC)}, true, false},
}

func definitionOf(name Form) (*definition, bool) {
	for i := range definitions {
		if definitions[i].name == name {
			return &definitions[i], true
		}
	}
	return nil, false
}

// definitionOfType returns the form with a media type, or nil. The prefix
// "application/" may be missing, and case does not matter (RFC 7515 section
// 4.1.9).
func definitionOfType(media string) *definition {
	media = trimType(media)
	for i := range definitions {
		if slices.ContainsFunc(definitions[i].types, func(t string) bool { return strings.EqualFold(t, media) }) {
			return &definitions[i]
		}
	}
	return nil
}

// isType compares media types as definitionOfType does.
func isType(media, want string) bool { return strings.EqualFold(trimType(media), want) }

// trimType removes the prefix "application/" (RFC 7515 section 4.1.9).
func trimType(media string) string {
	const prefix = "application/"
	if len(media) > len(prefix) && strings.EqualFold(media[:len(prefix)], prefix) {
		return media[len(prefix):]
	}
	return media
}
