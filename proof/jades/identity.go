package jades

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"strings"
	"unicode"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// identity is whom a certificate names.
type identity struct {
	organisation string   // organizationIdentifier; "" when there is none, or several
	hasSeveral   bool     // whether there are several that differ
	names        []string // organisation names
	countries    []string // alpha-2, of the organisation identifier or else of the subject
	isPerson     bool     // whether it is the certificate of a natural person
	commonName   string
	subject      *pkix.Name
}

func identityOf(c *x509.Certificate) identity {
	s := trust.SubjectOf(c)
	id := identity{
		organisation: s.Organisation, hasSeveral: s.Several, names: s.Names, isPerson: s.Person,
		commonName: s.CommonName, subject: &c.Subject,
	}
	if _, country, _, ok := parseIdentifier(id.organisation); ok && country != "" {
		id.countries = []string{country}
		return id
	}
	for _, code := range s.Countries {
		if country, ok := mc.CountryOf(code); ok {
			id.countries = append(id.countries, country.Alpha2)
		}
	}
	return id
}

// controller names whom the certificate speaks for.
func (id identity) controller() string {
	if id.organisation != "" {
		return id.organisation
	}
	return id.subject.String() // in the form of RFC 4514
}

// name returns a name for whom the certificate names. A person is not called by
// the name of an organisation.
func (id identity) name() string {
	name := strings.Join(id.names, " / ")
	if name == "" || id.isPerson {
		name = id.commonName
	}
	visible := func(r rune) rune {
		if unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r) {
			return r
		}
		return -1
	}
	return strings.TrimSpace(strings.Map(visible, name))
}

// parseIdentifier splits an organisation identifier as [trust.ParseIdentifier] does.
// The country is alpha-2, or "" when the code is not that of a country.
func parseIdentifier(text string) (scheme, country, number string, ok bool) {
	scheme, code, number, ok := trust.ParseIdentifier(text)
	if known, found := mc.CountryOf(code); found {
		country = known.Alpha2
	}
	return scheme, country, number, ok
}
