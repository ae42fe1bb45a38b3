package jsonld

import (
	"strings"

	"github.com/piprate/json-gold/ld"
)

// A Lexicon numbers the properties and classes that a reader asks about. The scopes
// remember the numbers of their names for the last one who asked, so a reader should
// keep its Lexicon.
type Lexicon struct {
	property, class func(iri string) int32
}

// NewLexicon returns a Lexicon. The functions return the number of an IRI, or a
// negative one for what is not asked about; they must always return the same.
func NewLexicon(property, class func(iri string) int32) *Lexicon {
	return &Lexicon{property, class}
}

// entry is what a name of a scope is in a Lexicon.
type entry struct {
	lexicon         *Lexicon
	role            role
	property, class int32
	lost            string // what is said of an undefinedName
}

// role is what a member name makes of its value.
type role uint8

const (
	unclearRole role = iota
	propertyRole
	idRole
	typeRole
	valueRole
	languageRole
	contextRole
	lostRole // the member is dropped
)

// entryOf returns what a name is in a Lexicon.
func (s *scope) entryOf(n *name, l *Lexicon) *entry {
	if e := n.entry.Load(); e != nil && e.lexicon == l {
		return e
	}
	e := &entry{lexicon: l, property: -1, class: -1}
	e.role, e.lost = s.roleOf(n)
	if n.kind == plainName {
		e.property, e.class = l.property(n.iri), l.class(n.iri)
	}
	n.entry.Store(e)
	return e
}

// roleOf follows [expander.expandMembers].
func (s *scope) roleOf(n *name) (r role, lost string) {
	iri, ok := s.expandIRI(n.key, true, false)
	switch {
	case n.key == "@context":
		return contextRole, ""
	case !ok && isKeywordLike(n.key):
		return unclearRole, ""
	case !ok:
		return lostRole, "the context defines the member name as null"
	case ld.IsKeyword(iri):
		return keywordRoles[iri], ""
	case !strings.Contains(iri, ":"):
		return lostRole, "no context defines the member name"
	case n.kind != plainName || n.iri == rdfType:
		return unclearRole, ""
	}
	return propertyRole, ""
}

// keywordRoles are the keywords that a [teller] understands.
var keywordRoles = map[string]role{"@id": idRole, "@type": typeRole, "@value": valueRole, "@language": languageRole}
