package edc

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// certified is what the certificate of a seal says about who seals.
type certified struct {
	names      []string
	identifier string
	commonName string
	country    mc.Country
}

// CheckCertificate says why no organisation can seal a Europass credential with a
// certificate, or nil. [PrepareSeal] asks the same; it serves those who seal many.
func CheckCertificate(c *x509.Certificate) error {
	_, err := readCertified(c)
	return err
}

// readCertified reads the certificate of an organisation.
func readCertified(c *x509.Certificate) (certified, error) {
	fault := func(text string) (certified, error) {
		return certified{}, fmt.Errorf("%w: the certificate %s", ErrCertificate, text)
	}
	if c == nil {
		return certified{}, fmt.Errorf("%w: there is no certificate to take the issuer from", ErrCertificate)
	}
	s := trust.SubjectOf(c)
	out := certified{names: s.Names, identifier: s.Organisation, commonName: s.CommonName}
	country, known := out.countryOf(s)
	switch {
	case s.Person:
		return fault("is that of a person, and a Europass credential is sealed by an organisation; use a certificate for electronic seals")
	case s.Several:
		return fault("holds several organisation identifiers, so it is not clear who seals; use one that holds a single one")
	case len(s.Names) == 0 || strings.TrimSpace(s.Names[0]) == "":
		return fault("names no organisation; use a certificate for electronic seals")
	case s.Organisation == "":
		return fault("holds no organisation identifier, with which a reader compares the issuer; use a certificate for electronic seals")
	case !known:
		return fault("names no country of the organisation; use a certificate for electronic seals")
	}
	out.country = country
	return out, nil
}

// countryOf returns the country of the organisation: the one that the subject
// states, or else that of its identifier.
func (c *certified) countryOf(s trust.Subject) (mc.Country, bool) {
	for _, code := range s.Countries {
		if country, ok := mc.CountryOf(code); ok {
			return country, true
		}
	}
	_, code, _, _ := trust.ParseIdentifier(c.identifier)
	return mc.CountryOf(code)
}

// countryConcept returns the country as a concept of the authority table.
func (c *certified) countryConcept() vocabulary.Concept {
	concept, known := vocabulary.Lookup(c.country.Concept.IRI)
	if !known {
		concept = vocabulary.Concept{IRI: c.country.Concept.IRI, Scheme: vocabulary.Country}
	}
	return concept
}

// nameIssuer completes the issuer from the certificate.
func (p *preparation) nameIssuer() {
	at := "/issuer"
	if p.doc.Get("issuer").Kind() == jsontree.Array && p.doc.Get("issuer").Len() == 1 {
		at = "/issuer/0"
	}
	switch issuer := p.doc.Lookup(at); {
	case issuer.IsObject():
	case issuer.Text() != "":
		p.set(at, `{"id":`+quote(issuer.Text())+`,"type":"Organisation"}`, "The issuer is described, not only named.")
	default:
		p.set(at, `{"id":`+quote("urn:epass:org:"+p.uuid())+`,"type":"Organisation"}`, "The draft had no issuer; whoever seals issues.")
	}
	before := p.doc.Lookup(at).Raw()
	p.legalName(at)
	p.altLabel(at)
	p.eidasIdentifier(at)
	p.location(at)
	if p.err == nil && p.doc.Lookup(at).Raw() != before {
		p.distinguish(at)
	}
}

// legalName compares the name of the issuer with that of the certificate.
func (p *preparation) legalName(at string) {
	raw := `{` + quote(p.language) + `:` + quote(p.names[0]) + `}`
	stated := textsIn(p.doc.Lookup(at + "/legalName"))
	same := slices.ContainsFunc(stated, func(name string) bool {
		return slices.ContainsFunc(p.names, func(own string) bool { return sameName(own, name) })
	})
	switch {
	case len(stated) == 0:
		p.set(at+"/legalName", raw, "It is the name of the organisation in the certificate.")
	case !same, p.options.Overwrite && len(stated) > 1:
		p.settle(EffectKept, at+"/legalName", raw, "It is the name of the organisation in the certificate, which alone is proven.",
			"The certificate names another organisation than the draft calls its issuer; readers are shown the name in the certificate.")
	}
}

// altLabel adds the common name of the certificate, if it says more than the name
// of the organisation.
func (p *preparation) altLabel(at string) {
	stated := textsIn(p.doc.Lookup(at + "/altLabel"))
	switch {
	case p.commonName == "" || slices.Contains(stated, p.commonName):
	case len(stated) == 0 && !sameName(p.commonName, p.names[0]):
		p.set(at+"/altLabel", `{`+quote(p.language)+`:`+quote(p.commonName)+`}`, "It is the common name in the certificate.")
	case len(stated) > 0 && p.options.Overwrite && p.doc.Lookup(at+"/altLabel").IsObject():
		p.set(at+"/altLabel/"+p.language, quote(p.commonName), "It is the common name in the certificate.")
	}
}

// eidasIdentifier compares the identifier of the issuer with that of the
// certificate.
func (p *preparation) eidasIdentifier(at string) {
	raw := `{"id":"urn:certificateIdentifier:1","type":"LegalIdentifier","notation":` + quote(p.identifier) + `,"spatial":` + p.concept(p.countryConcept()) + `}`
	const reason = "It is the organisation identifier in the certificate."
	for _, term := range []string{"eIDASIdentifier", "eidasLegalIdentifier"} { // the latter is EBSI's
		stated := p.doc.Lookup(at).Get(term)
		if count(stated) == 0 {
			continue
		}
		_, _, number, _ := trust.ParseIdentifier(p.identifier)
		notation := firstOf(firstOf(stated).Get("notation"))
		pointer := firstOf(stated).Pointer()
		switch text := notation.Text(); {
		case count(stated) > 1 || text != p.identifier && text != number:
			p.settle(EffectClash, stated.Pointer(), raw, reason,
				"The issuer in the draft is another organisation than the one in the certificate, by its identifier. Seal with the issuer's own certificate, or let the certificate overwrite the issuer.")
		case text != p.identifier:
			p.settle(EffectKept, pointer+"/notation", quote(p.identifier), reason, "The identifier in the draft lacks the prefix that it has in the certificate.")
		case count(firstOf(stated).Get("spatial")) == 0:
			p.set(pointer+"/spatial", p.concept(p.countryConcept()), "It is the country in the certificate.")
		}
		return
	}
	p.set(at+"/eIDASIdentifier", raw, reason)
}

// location adds the country of the certificate to the places of the issuer, if none
// of them is there.
func (p *preparation) location(at string) {
	for place := range p.doc.Lookup(at + "/location").Each() {
		for address := range place.Get("address").Each() {
			for code := range address.Get("countryCode").Each() {
				if country, ok := mc.CountryOf(code.Get("id").Text()); ok && country.Alpha2 == p.country.Alpha2 {
					return
				}
			}
		}
	}
	p.add(at+"/location", `{"id":"urn:certificateLocation:1","type":"Location","address":{"id":"urn:certificateAddress:1","type":"Address","countryCode":`+
		p.concept(p.countryConcept())+`}}`, "It is the country in the certificate.")
}

// distinguish gives the issuer a new id when another node has the same one: RDF would
// merge the two, and the other did not become what the issuer is now.
func (p *preparation) distinguish(at string) {
	id := p.doc.Lookup(at + "/id").Text()
	switch {
	case id == "":
		p.set(at+"/id", quote("urn:epass:org:"+p.uuid()), "Every node of a Europass credential has an id.")
	case !p.hasOtherBody(p.doc.Root(), at, id):
	case isLocalID(id):
		p.set(at+"/id", quote(id+p.uuid()), "The id is also that of another node, which is no longer the same.")
	default:
		p.set(at+"/id", quote("urn:epass:org:"+p.uuid()), "The id is also that of another node, which is no longer the same.")
	}
}

// hasOtherBody reports whether a node other than the one at a pointer has an id, and
// says more than a reference to it.
func (p *preparation) hasOtherBody(v jsontree.Value, at, id string) bool {
	if v.IsObject() && v.Get("id").IsText(id) && !isReference(v) && v.Pointer() != at {
		return true
	}
	for i := range v.Len() {
		if p.hasOtherBody(v.At(i), at, id) {
			return true
		}
	}
	return false
}

// textsIn returns the texts of a language map, or of a text without language.
func textsIn(v jsontree.Value) (all []string) {
	for value := range v.Each() {
		if text := strings.TrimSpace(value.Text()); text != "" {
			all = append(all, text)
		}
		for _, inner := range value.Members() {
			all = append(all, textsIn(inner)...)
		}
	}
	return all
}

// sameName reports whether two names differ at most in letter case, white space and
// how an accent is encoded.
func sameName(a, b string) bool {
	plain := func(s string) string { return norm.NFC.String(strings.Join(strings.Fields(s), " ")) }
	return strings.EqualFold(plain(a), plain(b))
}

// firstOf returns the value itself, or the first element of an array.
func firstOf(v jsontree.Value) jsontree.Value {
	for one := range v.Each() {
		return one
	}
	return jsontree.Value{}
}
