package jsonld

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// sight is a decisive node, in an object where a reader of JSON looks for it.
type sight struct {
	*Decisive
	subject rdf.Term
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
	quads, sights, budget := f.ds.Quads(), 0, maxCompared
	for i := range f.watched {
		w := &f.watched[i]
		if w.types == NoTypes && len(w.byIRI) == 0 {
			continue
		}
		if sights++; sights > maxSights {
			return false
		}
		for j := range quads {
			q := &quads[j]
			if q.Subject != w.subject || q.Graph != (rdf.Term{}) {
				continue
			}
			if w.byIRI[q.Predicate] == "" && !(q.Predicate == rdfType && w.decidesType(q.Object.Value())) {
				continue
			}
			if budget -= len(w.shown); budget < 0 || !w.shows(quads, j) {
				return false
			}
		}
	}
	return true
}

// shows reports whether the object shows a statement, which may come more than
// once.
func (s *sight) shows(quads []rdf.Quad, statement int) bool {
	for _, i := range s.shown {
		if int(i) == statement {
			return true
		}
	}
	for _, i := range s.shown {
		if quads[i].Predicate == quads[statement].Predicate && quads[i].Object == quads[statement].Object {
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
