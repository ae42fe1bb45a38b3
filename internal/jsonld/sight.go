package jsonld

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// sight is a decisive node, in an object where a reader of JSON looks for it.
type sight struct {
	*Decisive
	subject rdf.Ref
	shown   []int32 // the numbers of the decisive quads that the object shows
}

// allows reports whether a value may have this shape, as far as one can tell
// without its elements. See [Shape.fits].
func (s Shape) allows(v jsontree.Value, p *name) bool {
	if s == AnyShape {
		return true
	}
	if p.containers != 0 || p.coercion == toJSON {
		return false
	}
	switch s {
	case OneText, OneTerm:
		return v.Kind() == jsontree.String
	case OneScalar:
		return !v.IsObject() && v.Kind() != jsontree.Array
	case OneNode:
		return v.Kind() != jsontree.Array
	}
	return true
}

// The bounds of comparing statements with one another: decisive nodes that are
// looked for in all statements, and pairs of statements.
const (
	maxSights   = 16
	maxCompared = 1 << 16
)

// showsAll reports whether every statement about a decisive node is shown by
// each object where a reader looks for it. It gives up where that takes long.
func (f *direct) showsAll() bool {
	sights, budget := 0, maxCompared
	for _, w := range f.sights[:f.watched] {
		if w.types == NoTypes && len(w.byIRI) == 0 {
			continue
		}
		if sights++; sights > maxSights {
			return false
		}
		for j := range f.draft.Len() {
			s, p, o, g := f.draft.Quad(j)
			if s != w.subject || g != 0 {
				continue
			}
			predicate := f.draft.Value(p)
			if w.byIRI[predicate] == "" && !(predicate == rdfType && w.decidesType(f.draft.Value(o))) {
				continue
			}
			if budget -= len(w.shown); budget < 0 || !f.shows(w, j) {
				return false
			}
		}
	}
	return true
}

// shows reports whether the object shows a statement, which may come more than
// once.
func (f *direct) shows(s *sight, statement int) bool {
	for _, i := range s.shown {
		if int(i) == statement {
			return true
		}
	}
	_, predicate, object, _ := f.draft.Quad(statement)
	for _, i := range s.shown {
		if _, p, o, _ := f.draft.Quad(int(i)); p == predicate && f.draft.Same(o, object) {
			return true
		}
	}
	return false
}

// decidesType reports whether a type must be shown; see [quadWriter.finishWatch].
func (s *sight) decidesType(iri string) bool {
	return s != nil && (s.types == AllTypes || s.types == NamedTypes && isNamedType(iri))
}

// isReference reports whether a text of a member is what a reader takes the IRI
// for.
func (m *Member) isReference(text, iri string) bool {
	switch {
	case m == nil || m.Shape == AnyShape:
		return true
	case m.Shape == OneTerm:
		return strings.HasSuffix(strings.TrimSuffix(iri, "Method"), "#"+strings.TrimSuffix(text, "Method"))
	}
	return text == iri
}
