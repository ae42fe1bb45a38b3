package edc

import (
	"fmt"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const typeEDP = "EuropeanDigitalPresentation"

// Presentation is a European Digital Presentation: credentials, and what whoever made
// it says that checks on them found. Nothing proves these checks; what can be verified
// are the sealed credentials inside.
type Presentation struct {
	ID string
	// Credentials are the sealed files as they are, in JSON.
	Credentials [][]byte
	Checks      []VerificationCheck
}

// VerificationCheck is the stated outcome of one check on one credential.
type VerificationCheck struct {
	Check       CheckKind
	Colour      Colour
	Description mc.LangString
	Subject     string // the id of the credential
}

// IsPresentation reports whether a document is a European Digital Presentation.
func IsPresentation(doc vc.Document) bool { return hasText(doc.Get("type"), typeEDP) }

// Encode writes the presentation. A sealed file stands in it as it is, as an object
// of the JSON form of JSON Web Signature (RFC 7515 section 7.2), so that its seal can
// still be verified: the VC Data Model 1.1 has credentials in a presentation that are
// secured in a way of their own (section 4.10). Readers who expect the bare credential
// take it from the member payload.
func (p *Presentation) Encode() (vc.Document, error) {
	var credentials, checks []string
	for i, file := range p.Credentials {
		text := strings.TrimSpace(string(file))
		root, err := jsontree.Parse([]byte(text), jsontree.Limits{Bytes: len(text) + 1})
		if err != nil || root.Get("payload").Text() == "" {
			return vc.Document{}, fmt.Errorf("ELM-PRESENTATION: credential %d is no sealed file in JSON; a compact seal has no place in a presentation", i+1)
		}
		credentials = append(credentials, text)
	}
	for i, c := range p.Checks {
		text := `{"id":"urn:epass:verificationCheck:` + strconv.Itoa(i+1) + `","type":"VerificationCheck","dcType":` + conceptJSON(c.Check.Concept()) +
			`,"verificationStatus":` + conceptJSON(c.Colour.Concept())
		if len(c.Description) > 0 {
			text += `,"description":` + langJSON(c.Description)
		}
		checks = append(checks, text+`,"elmSubject":{"id":`+quote(c.Subject)+`,"type":"`+typeEDC+`"}}`)
	}
	id := p.ID
	if id == "" {
		id = "urn:epass:presentation:1"
	}
	out := `{"@context":["` + contextVC + `","` + contextEDC + `"],"id":` + quote(id) + `,"type":["` + vc.TypePresentation + `","` + typeEDP + `"],"verifiableCredential":[` +
		strings.Join(credentials, ",") + `]`
	if len(checks) > 0 {
		out += `,"verificationCheck":[` + strings.Join(checks, ",") + `]`
	}
	return vc.ParseDocument([]byte(out+"}"), vc.Limits{Bytes: len(out) + 2})
}

// ReadPresentation reads a presentation. A check or an outcome that is not in the
// lists of the Commission is left out.
func ReadPresentation(doc vc.Document) Presentation {
	p := Presentation{ID: doc.Get("id").Text()}
	for credential := range doc.Get("verifiableCredential").Each() {
		p.Credentials = append(p.Credentials, []byte(credential.Raw()))
	}
	for check := range doc.Get("verificationCheck").Each() {
		kind, ok := codeIn(check.Get("dcType"), vocabulary.Verification)
		colour, known := codeIn(check.Get("verificationStatus"), vocabulary.VerificationStatus)
		if !ok || !known {
			continue
		}
		one := VerificationCheck{Check: CheckKind(kind), Colour: Colour(colour), Subject: nodeID(check.Get("elmSubject"))}
		for lang, text := range check.Get("description").Members() {
			one.Description.Add(lang, firstOf(text).Text())
		}
		p.Checks = append(p.Checks, one)
	}
	return p
}

// codeIn returns the code of a concept in a list of the Commission.
func codeIn(concept jsontree.Value, scheme vocabulary.Scheme) (string, bool) {
	return strings.CutPrefix(nodeID(concept), scheme.Base())
}

// nodeID returns the id of a node, or of a reference to one.
func nodeID(v jsontree.Value) string {
	v = firstOf(v)
	if v.IsObject() {
		return v.Get("id").Text()
	}
	return v.Text()
}
