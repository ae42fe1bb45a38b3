package trust

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
)

// Subject is whom a certificate names, in the attributes that the profiles for
// electronic seals demand (ETSI EN 319 412-3 clause 4.2.1).
type Subject struct {
	// Organisation is the organizationIdentifier, such as "NTRNO-000000017"; "" when
	// there is none, or when there are several that differ, which Several says.
	Organisation string
	Several      bool
	Names        []string // organisation names
	Countries    []string // as they stand there
	CommonName   string
	// Person says that the certificate is that of a natural person, who may belong to
	// the organisation (ETSI EN 319 412-2 clause 4.2.4).
	Person bool
}

// Attributes of a subject (X.520) that the standard library does not name.
var (
	oidOrganisation = asn1.ObjectIdentifier{2, 5, 4, 97} // organizationIdentifier
	oidSurname      = asn1.ObjectIdentifier{2, 5, 4, 4}
	oidGivenName    = asn1.ObjectIdentifier{2, 5, 4, 42}
)

// SubjectOf returns whom a certificate names.
func SubjectOf(c *x509.Certificate) Subject {
	s := Subject{Names: c.Subject.Organization, Countries: c.Subject.Country, CommonName: c.Subject.CommonName, Person: isPersonal(c)}
	for _, attribute := range c.Subject.Names {
		text, _ := attribute.Value.(string)
		switch {
		case !attribute.Type.Equal(oidOrganisation) || text == "" || text == s.Organisation:
		case s.Organisation == "":
			s.Organisation = text
		default:
			s.Several = true
		}
	}
	if s.Several {
		s.Organisation = ""
	}
	return s
}

// isPersonal reports whether a certificate is a natural person's, which may
// name an organisation too: the one that the person belongs to (ETSI EN 319
// 412-2 clause 4.2.4).
func isPersonal(c *x509.Certificate) bool {
	statements, _ := ReadStatements(c)
	if statements.Signature && !statements.Seal {
		return true
	}
	for _, attribute := range c.Subject.Names {
		if attribute.Type.Equal(oidSurname) || attribute.Type.Equal(oidGivenName) {
			return true
		}
	}
	// Identity types of persons (ETSI EN 319 412-1 clause 5.1.3).
	scheme, _, _, ok := ParseIdentifier(c.Subject.SerialNumber)
	return ok && slices.Contains([]string{"PAS", "IDC", "PNO", "TIN"}, scheme)
}

// ParseIdentifier splits an identifier of a certificate: "NTRNO-000000017" has the
// scheme NTR, the country NO and the number 000000017 (ETSI EN 319 412-1 clause
// 5.1.4). The country may be no country, as in international schemes.
func ParseIdentifier(text string) (scheme, country, number string, ok bool) {
	prefix, number, found := strings.Cut(text, "-")
	if !found || len(prefix) < 5 || number == "" || strings.ContainsFunc(prefix[:2], notUpper) || strings.ContainsFunc(prefix[3:5], notUpper) {
		return "", "", "", false
	}
	return prefix[:3], prefix[3:5], number, true
}

func notUpper(r rune) bool { return r < 'A' || r > 'Z' }
