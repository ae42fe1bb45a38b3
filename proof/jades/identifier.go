package jades

import (
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// registers says which scheme of an organisation identifier (ETSI EN 319 412-1
// clause 5.1.4) a bare number under a member belongs to. Under "identifier" that
// is not known, so there only a number of the same shape is compared.
var registers = []struct{ member, scheme string }{
	{"registration", "NTR"},
	{"vatIdentifier", "VAT"},
	{"taxIdentifier", "VAT"},
	{"identifier", ""},
}

// checkIdentifiers looks for another organisation among the further identifiers
// of the issuer. It only warns: they come from registers of their own, so one
// that differs may still be right.
func (v *verification) checkIdentifiers(id identity, issuer jsontree.Value) {
	if id.organisation == "" {
		return
	}
	for _, register := range registers {
		for _, member := range membersOf(issuer, register.member) {
			for identifier := range member.Each() {
				for _, c := range readClaims(identifier) {
					if isContradicted(c.notation, id.organisation, register.scheme) {
						v.add(&ruleIdentifiers, vc.Warn, member.Pointer(), "This identifier of the issuer is not that of the organisation in the certificate. The seal does not prove it.")
						return // one warning is enough
					}
				}
			}
		}
	}
}

// isContradicted reports whether a notation names another organisation in the
// same register as an organisation identifier.
func isContradicted(notation, organisation, scheme string) bool {
	own, country, number, ok := parseIdentifier(organisation)
	if !ok || notation == "" || notation == organisation {
		return false
	}
	if other, _, _, prefixed := parseIdentifier(notation); prefixed {
		return other == own
	}
	bare := func(text string) string {
		text = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToUpper(r)
			}
			return -1
		}, text)
		return strings.TrimPrefix(text, country)
	}
	if bare(notation) == bare(number) {
		return false
	}
	return own == scheme || scheme == "" && shape(notation) == shape(number)
}

// shape writes digits as 0 and letters as A.
func shape(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '0'
		case unicode.IsLetter(r):
			return 'A'
		}
		return r
	}, text)
}
