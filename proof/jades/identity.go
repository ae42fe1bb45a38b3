package jades

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
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
	subject      string // the whole subject, in the form of RFC 4514
}

// Attributes of a subject (X.520) that the standard library does not name.
var (
	oidOrganisation = asn1.ObjectIdentifier{2, 5, 4, 97} // organizationIdentifier, which seal certificates must carry (ETSI EN 319 412-3 clause 4.2.1)
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42}
)

func identityOf(c *x509.Certificate) identity {
	id := identity{names: c.Subject.Organization, commonName: c.Subject.CommonName, subject: c.Subject.String(), isPerson: isPersonal(c)}
	for _, attribute := range c.Subject.Names {
		text, _ := attribute.Value.(string)
		switch {
		case !attribute.Type.Equal(oidOrganisation) || text == "" || text == id.organisation:
		case id.organisation == "":
			id.organisation = text
		default:
			id.hasSeveral = true
		}
	}
	if id.hasSeveral {
		id.organisation = ""
	}
	if _, country, _, ok := parseIdentifier(id.organisation); ok && country != "" {
		id.countries = []string{country}
		return id
	}
	for _, code := range c.Subject.Country {
		if country, ok := mc.CountryOf(code); ok {
			id.countries = append(id.countries, country.Alpha2)
		}
	}
	return id
}

// isPersonal reports whether a certificate is a natural person's, which may
// name an organisation too: the one that the person belongs to (ETSI EN 319
// 412-2 clause 4.2.4).
func isPersonal(c *x509.Certificate) bool {
	statements, _ := trust.ReadStatements(c)
	if statements.Signature && !statements.Seal {
		return true
	}
	for _, attribute := range c.Subject.Names {
		if attribute.Type.Equal(oidSurname) || attribute.Type.Equal(oidGivenName) {
			return true
		}
	}
	// Identity types of persons (ETSI EN 319 412-1 clause 5.1.3).
	scheme, _, _, ok := parseIdentifier(c.Subject.SerialNumber)
	return ok && slices.Contains([]string{"PAS", "IDC", "PNO", "TIN"}, scheme)
}

// controller names whom the certificate speaks for.
func (id identity) controller() string {
	if id.organisation != "" {
		return id.organisation
	}
	return id.subject
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

// parseIdentifier splits an organisation identifier: "NTRNO-000000017" has the
// scheme NTR, the country NO and the number 000000017 (ETSI EN 319 412-1 clause
// 5.1.4). The country is alpha-2, or "" when the code is not that of a country, as
// in international schemes.
func parseIdentifier(text string) (scheme, country, number string, ok bool) {
	prefix, number, found := strings.Cut(text, "-")
	if !found || len(prefix) < 5 || number == "" || strings.ContainsFunc(prefix[:2], notUpper) || strings.ContainsFunc(prefix[3:5], notUpper) {
		return "", "", "", false
	}
	if code, ok := mc.CountryOf(prefix[3:5]); ok {
		country = code.Alpha2
	}
	return prefix[:3], country, number, true
}

func notUpper(r rune) bool { return r < 'A' || r > 'Z' }
