package jsonld

import (
	"strings"
	"sync/atomic"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/internal/rdf"
)

// name is what a member name or a type stands for in a scope, worked out once:
// its IRI is checked, and its definition is in the form that [direct] asks for.
type name struct {
	key     string
	iri     string
	checked rdf.Name // the IRI, if kind is plainName
	kind    nameKind
	reading nameReading

	coercion   coercion
	containers container
	scoped     bool   // there is a context for what is inside
	datatype   string // of every scalar, or ""
	language   string // of strings, or ""
	unclear    bool   // scalars need a closer look: a base direction, a datatype that is none

	inner atomic.Pointer[scope] // inside the value of the property
	typed atomic.Pointer[scope] // inside a node of the type
	entry atomic.Pointer[entry] // in the Lexicon of the last one who asked
}

// nameKind says whether a name can be written without a closer look.
type nameKind uint8

const (
	unclearName nameKind = iota // nothing, a keyword, a relative reference, a blank node, a reverse property
	plainName                   // an IRI
)

// nameReading says what a reader who knows the known contexts makes of a name.
type nameReading uint8

const (
	readsSame  nameReading = iota
	readsOther             // they give it another meaning
	readsNone              // they do not define it: it depends on the IRI
)

// coercion is what a term makes of its scalars.
type coercion uint8

const (
	noCoercion coercion = iota
	toReference
	toVocabulary
	toJSON
)

// container is a set of the containers of a term.
type container uint8

const (
	inList container = 1 << iota
	inLanguage
	inGraph
	inMap // by index, id or type
)

// names holds what the names of a scope stand for. The places of all terms are
// made at once, and filled when they are first asked for. It is never changed in
// a way that one can see, so goroutines may share it.
type names struct {
	places map[string]int32
	all    []atomic.Pointer[name]

	ids, types, values, languages []string // the keywords and their aliases

	colonAlias bool // an alias has a colon, so it may look like an IRI
	odd        bool // names can become keywords in an unusual way
}

// namesOf returns the names of a scope.
func (s *scope) namesOf() *names {
	if n := s.names.Load(); n != nil {
		return n
	}
	n := &names{places: make(map[string]int32, len(s.terms)), all: make([]atomic.Pointer[name], len(s.terms)),
		ids: []string{"@id"}, types: []string{"@type"}, values: []string{"@value"}, languages: []string{"@language"}}
	for key, term := range s.terms {
		n.places[key] = int32(len(n.places))
		if term == nil {
			continue
		}
		if isPrefix(term) && strings.HasPrefix(term.ID, "@") {
			n.odd = true
		}
		if ld.IsKeyword(term.ID) {
			n.addAlias(key, term.ID)
		}
	}
	if s.values.Vocab != nil && strings.HasPrefix(*s.values.Vocab, "@") {
		n.odd = true
	}
	s.names.Store(n)
	return n
}

func (n *names) addAlias(key, keyword string) {
	n.colonAlias = n.colonAlias || strings.Contains(key, ":")
	if key == keyword {
		return // @type may be given a container
	}
	switch keyword {
	case "@id":
		n.ids = append(n.ids, key)
	case "@type":
		n.types = append(n.types, key)
	case "@value":
		n.values = append(n.values, key)
	case "@language":
		n.languages = append(n.languages, key)
	}
}

// nameOf returns what a name stands for in a scope.
func (s *scope) nameOf(key string) *name {
	all := s.namesOf()
	i, ok := all.places[key]
	if !ok {
		return s.newName(key)
	}
	place := &all.all[i]
	if n := place.Load(); n != nil {
		return n
	}
	n := s.newName(strings.Clone(key)) // or the whole document would stay in memory
	if !place.CompareAndSwap(nil, n) {
		n = place.Load() // another goroutine was faster
	}
	return n
}

// newName works out what a name stands for.
func (s *scope) newName(key string) *name {
	n := &name{key: key, reading: s.readingOf(key)}
	term := s.terms[key]
	iri, ok := s.expandIRI(key, true, false)
	n.iri = iri
	if ok && key != "" && (term == nil || !term.Reverse) {
		if n.checked, ok = rdf.NewName(iri); ok {
			n.kind = plainName
		}
	}
	n.readTerm(s, term)
	return n
}

// readTerm takes from the definition what it makes of values.
func (n *name) readTerm(s *scope, term *ld.TermDefinition) {
	n.language = s.languageOf(term)
	n.unclear = s.directionOf(term) != "" || n.language != "" && !isLanguageTag(n.language)
	if term == nil {
		return
	}
	n.scoped = term.HasContext
	switch term.Type {
	case "", "@none":
	case "@id":
		n.coercion = toReference
	case "@vocab":
		n.coercion = toVocabulary
	case "@json":
		n.coercion = toJSON
		n.unclear = true // where only a scoped context says so
	default:
		n.datatype = term.Type
		n.unclear = term.Type == rdf.LangString || !rdf.IsIRI(term.Type)
	}
	for _, c := range term.Container {
		switch c {
		case "@list":
			n.containers |= inList
		case "@language":
			n.containers |= inLanguage
		case "@graph":
			n.containers |= inGraph
		case "@set":
		default:
			n.containers |= inMap
		}
	}
}

// readingOf compares a name with the known contexts.
func (s *scope) readingOf(key string) nameReading {
	term, known := s.counterpart().terms[key]
	switch {
	case !known:
		return readsNone
	case s.known != nil && !sameMeaning(term, s.terms[key]):
		return readsOther
	}
	return readsSame
}

// reference expands an IRI that stands for a node. It is [scope.expandIRI] with
// a short way for what has a colon.
func (s *scope) reference(text string) (iri string, ok bool) {
	colon := strings.IndexByte(text, ':')
	if colon <= 0 || text[0] == '@' || s.namesOf().colonAlias {
		return s.expandIRI(text, false, true)
	}
	prefix, suffix := text[:colon], text[colon+1:]
	if prefix == "_" || strings.HasPrefix(suffix, "//") {
		return text, true
	}
	if p := s.terms[prefix]; isPrefix(p) && p.ID != "" {
		return p.ID + suffix, true
	}
	if hasScheme(text) {
		return text, true
	}
	return s.expandIRI(text, false, true)
}
