package dataintegrity

import (
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// plain checks that a document whose statements are signed can be read as
// JSON, member by member, without anything being missed.
//
// A signature over statements says nothing about how they are written: the
// member validUntil could stand there under its IRI, under a name that a
// context in the document itself defines, in a second object with the same id
// or under @included, and no reader of JSON would find it, whereas the
// signature stays right. So the document must be in compacted form, as the
// data model demands (2.0 section 6.1): all names are terms, and their
// meaning is not of the document's own making (2.0 section 4.3, "Context
// Validation" of Data Integrity 1.0 section 4.6).
//
// A context that is written out in the document is no fault as such: the
// first result tells of one, or is nil.
func plain(doc vc.Document, inProof bool) (*InputError, error) {
	p := &plainness{id: doc.Get("id").Text()}
	err := p.object(doc.Root())
	if input, ok := err.(*InputError); ok {
		input.inProof = inProof
	}
	return p.own, err
}

type plainness struct {
	id  string
	own *InputError
}

func notPlain(v jsontree.Value, detail string) error {
	return &InputError{Code: "PROOF-PLAIN", Pointer: v.Pointer(), Detail: detail}
}

// ownContext remembers that nobody can tell: a context of the document's own
// making may be harmless, and it may give known names another meaning.
func (p *plainness) ownContext(v jsontree.Value) {
	p.own = &InputError{Code: "PROOF-PLAIN", Pointer: v.Pointer(),
		Detail: "A context is written out in the document, so its names mean what the document says, and whoever reads them by name could be misled."}
}

func (p *plainness) value(v jsontree.Value) error {
	switch v.Kind() {
	case jsontree.Object:
		return p.object(v)
	case jsontree.Array:
		for element := range v.Elements() {
			if err := p.value(element); err != nil {
				return err
			}
		}
	}
	return nil
}

// decisive are the members that decide on whether a credential is in force.
var decisive = [...]string{"validFrom", "validUntil", "credentialStatus", "issuanceDate", "issued", "expirationDate"}

// inValue are the keywords of a value object, which has no other members.
var inValue = map[string]bool{"@value": true, "@type": true, "@language": true, "@direction": true}

func (p *plainness) object(v jsontree.Value) error {
	isValue := v.Get("@value").Exists()
	if v.Parent().Exists() && p.id != "" && v.Get("id").IsText(p.id) {
		for _, name := range decisive {
			if member := v.Get(name); member.Exists() {
				return notPlain(member, "What decides on the validity of the document stands at a second object with its id, so a reader of JSON would miss it.")
			}
		}
	}
	for name, member := range v.Members() {
		switch {
		case name == "@context":
			for c := range member.Each() {
				switch c.Kind() {
				case jsontree.String:
				case jsontree.Object:
					p.ownContext(c)
				default:
					return notPlain(c, "A context must be a URL or an object.")
				}
			}
			continue
		case isValue && inValue[name]:
		case strings.HasPrefix(name, "@"):
			return notPlain(member, "A keyword of JSON-LD stands where a term belongs, so a reader of JSON would miss what it holds.")
		case strings.Contains(name, ":"):
			return notPlain(member, "A member is named by an IRI instead of a term, so a reader of JSON would miss it.")
		}
		if err := p.value(member); err != nil {
			return err
		}
	}
	return nil
}
