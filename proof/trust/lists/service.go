package lists

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // for its size; see trust.KeyID
	"crypto/x509"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// provider reads the services of one provider (TS 119 612 clauses 5.4 to 5.6).
func (l *List) provider(e *xmldsig.Element) {
	name := english(e.Path("TSPInformation", "TSPName"))
	for service := range e.Path("TSPServices").Named("TSPService") {
		l.service(service, name)
	}
}

func (l *List) service(e *xmldsig.Element, provider string) {
	now := e.Path("ServiceInformation")
	s := trust.Service{
		Name: english(now.Path("ServiceName")), Provider: provider, Territory: l.Territory,
		Type: now.Path("ServiceTypeIdentifier").Text(),
	}
	where := "the service " + s.Name
	s.Certificates, s.KeyIDs = l.identities(now, where)
	if !l.addStatus(&s, now, where) {
		return
	}
	for past := range e.Path("ServiceHistory").Named("ServiceHistoryInstance") {
		certificates, ids := l.identities(past, where)
		for _, c := range certificates {
			if !slices.ContainsFunc(s.Certificates, c.Equal) {
				s.Certificates = append(s.Certificates, c)
			}
		}
		s.KeyIDs = append(s.KeyIDs, ids...)
		if past.Path("ServiceTypeIdentifier").Text() != s.Type {
			continue // it was another service then
		}
		if !l.addStatus(&s, past, where) {
			return
		}
	}
	s.KeyIDs = newKeyIDs(s)
	if len(s.Certificates) == 0 && len(s.KeyIDs) == 0 {
		l.note("%s is not used, as neither a certificate nor a key identifies it", where)
		return
	}
	slices.SortStableFunc(s.History, func(a, b trust.ServiceStatus) int { return b.From.Compare(a.From) })
	l.Services = append(l.Services, s)
}

// addStatus reads what a service was from a time on. It reports false for a service
// that cannot be used because it is not understood.
func (l *List) addStatus(s *trust.Service, e *xmldsig.Element, where string) bool {
	from, err := timeOf(e.Path("StatusStartingTime"))
	if err != nil {
		l.note("%s is not used, as one of its statuses has no time", where)
		return false
	}
	status := trust.ServiceStatus{Status: e.Path("ServiceStatus").Text(), From: from}
	for extension := range e.Path("ServiceInformationExtensions").Named("Extension") {
		critical := slices.Contains([]string{"true", "1"}, extension.Attr("Critical"))
		for kid := range extension.Children() {
			switch kid.Local {
			case "AdditionalServiceInformation":
				status.Uses = append(status.Uses, lastPart(kid.Path("URI").Text()))
			case "Qualifications":
				status.Qualifiers = append(status.Qualifiers, qualifiers(kid)...)
			case "ExpiredCertsRevocationInfo", "TakenOverBy": // nothing that a seal depends on
			default:
				if critical {
					l.note("%s is not used, as it has the critical extension %.60q", where, kid.Local)
					return false
				}
			}
		}
	}
	s.History = append(s.History, status)
	return true
}

// identities reads the certificates and key identifiers of a digital identity (clause
// 5.5.3). A name alone identifies nobody, because anybody can write it.
func (l *List) identities(e *xmldsig.Element, where string) ([]*x509.Certificate, [][]byte) {
	identity := e.Path("ServiceDigitalIdentity")
	var ids [][]byte
	for id := range identity.Named("DigitalId") {
		text := id.Path("X509SKI").Text()
		if text == "" {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		if err != nil || len(raw) != sha1.Size {
			l.note("a key identifier of %s is not the SHA-1 digest of a key", where)
			continue
		}
		ids = append(ids, raw)
	}
	return l.certificates(identity, where), ids
}

// newKeyIDs returns the key identifiers that say more than the certificates beside
// them, each once.
func newKeyIDs(s trust.Service) [][]byte {
	var out [][]byte
	for _, id := range s.KeyIDs {
		same := func(other []byte) bool { return bytes.Equal(id, other) }
		known := slices.ContainsFunc(s.Certificates, func(c *x509.Certificate) bool { return same(c.SubjectKeyId) || same(trust.KeyID(c)) })
		if !known && !slices.ContainsFunc(out, same) {
			out = append(out, id)
		}
	}
	return out
}

// certificates reads those of a digital identity.
func (l *List) certificates(e *xmldsig.Element, where string) []*x509.Certificate {
	var out []*x509.Certificate
	for id := range e.Named("DigitalId") {
		text := id.Path("X509Certificate").Text()
		if text == "" {
			continue
		}
		der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		if err != nil {
			l.note("a certificate of %s is not base64", where)
			continue
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			l.note("a certificate of %s cannot be read", where)
			continue
		}
		if !slices.ContainsFunc(out, c.Equal) {
			out = append(out, c)
		}
	}
	return out
}

// qualifiers reads the qualifications extension (clause 5.5.9.2).
func qualifiers(e *xmldsig.Element) []trust.Qualifier {
	var out []trust.Qualifier
	for element := range e.Named("QualificationElement") {
		q := trust.Qualifier{Criteria: criteria(element.Path("CriteriaList"))}
		for name := range element.Path("Qualifiers").Named("Qualifier") {
			q.Names = append(q.Names, lastPart(name.Attr("uri")))
		}
		out = append(out, q)
	}
	return out
}

// usages are the names of the bits of a key usage (clause 5.5.9.2.2.2).
var usages = map[string]x509.KeyUsage{
	"digitalSignature": x509.KeyUsageDigitalSignature, "nonRepudiation": x509.KeyUsageContentCommitment,
	"keyEncipherment": x509.KeyUsageKeyEncipherment, "dataEncipherment": x509.KeyUsageDataEncipherment,
	"keyAgreement": x509.KeyUsageKeyAgreement, "keyCertSign": x509.KeyUsageCertSign, "crlSign": x509.KeyUsageCRLSign,
	"encipherOnly": x509.KeyUsageEncipherOnly, "decipherOnly": x509.KeyUsageDecipherOnly,
}

func criteria(e *xmldsig.Element) trust.Criteria {
	c := trust.Criteria{Assert: e.Attr("assert")}
	for kid := range e.Children() {
		switch kid.Local {
		case "Description":
		case "KeyUsage":
			mask, ok := keyUsage(kid)
			if !ok {
				c.Unknown++
				continue
			}
			c.KeyUsage = append(c.KeyUsage, mask)
		case "PolicySet":
			c.Policies = append(c.Policies, identifiers(kid, "PolicyIdentifier"))
		case "CriteriaList":
			c.Nested = append(c.Nested, criteria(kid))
		case "otherCriteriaList":
			for other := range kid.Children() {
				switch other.Local {
				case "ExtendedKeyUsage":
					c.Purposes = append(c.Purposes, identifiers(other, "KeyPurposeId"))
				case "CertSubjectDNAttribute":
					c.Attributes = append(c.Attributes, identifiers(other, "AttributeOID"))
				default:
					c.Unknown++
				}
			}
		default:
			c.Unknown++
		}
	}
	return c
}

func keyUsage(e *xmldsig.Element) (trust.KeyUsageMask, bool) {
	var mask trust.KeyUsageMask
	for bit := range e.Named("KeyUsageBit") {
		usage, ok := usages[bit.Attr("name")]
		if !ok {
			return mask, false
		}
		switch bit.Text() {
		case "true", "1":
			mask.Set |= usage
		case "false", "0":
			mask.Clear |= usage
		default:
			return mask, false
		}
	}
	return mask, mask != trust.KeyUsageMask{}
}

// identifiers returns OIDs, which stand as such or as URNs.
func identifiers(e *xmldsig.Element, name string) []string {
	var out []string
	for kid := range e.Named(name) {
		out = append(out, strings.TrimPrefix(strings.ToLower(kid.Path("Identifier").Text()), "urn:oid:"))
	}
	return out
}

func lastPart(uri string) string { return uri[strings.LastIndexByte(uri, '/')+1:] }
