package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// shape says how the nodes of one class stand in the type T of the model. It
// is data: the tables of shapes are the mapping back, as the encoder's
// functions are the mapping.
type shape[T any] struct {
	names  []string                                 // values of the type member that are expected
	terms  []term[T]                                // in the order in which they are read
	id     func(*T) *string                         // where an id goes; nil: it has no place in T
	idName string                                   // its path
	known  map[string]bool                          // the terms, made by [shape.ready]
	types  typeReader[T]                            // takes a value of the type member that T tells
	text   func(*decoder, jsontree.Value, *T, path) // reads a node that is given as a string; nil: as its id
	after  func(*decoder, jsontree.Value, *T, path) // sees the whole node once its members are read
}

// typeReader takes a value of a type member; false leaves it to the names.
type typeReader[T any] func(d *decoder, name jsontree.Value, to *T, at path) bool

// term says where one member goes. The value may be one or an array of what
// the member holds.
//
// The terms of the extension stand before the native members that say the same
// with less: what comes second confirms or completes what came first.
type term[T any] struct {
	name string
	ext  bool // a term of the extension
	read func(d *decoder, v jsontree.Value, to *T, at path)
}

// ext marks terms as those of the extension.
func ext[T any](terms ...term[T]) []term[T] {
	for i := range terms {
		terms[i].ext = true
	}
	return terms
}

// lift turns the terms of a part of T into terms of T.
func lift[T, F any](name string, get func(*T) *F, terms []term[F]) []term[T] {
	out := make([]term[T], len(terms))
	for i, f := range terms {
		out[i] = term[T]{f.name, f.ext, func(d *decoder, v jsontree.Value, to *T, at path) {
			f.read(d, v, get(to), step(at, name))
		}}
	}
	return out
}

// step is the path of a field of at, which may be at itself.
func step(at path, name string) path {
	if name == "" {
		return at
	}
	return at.Dot(name)
}

// read reads one node, which is an object or text, and reports whether it was
// any of them. Every leaf below the node is accounted for when it returns.
func (s *shape[T]) read(d *decoder, v jsontree.Value, to *T, at path) bool {
	switch v.Kind() {
	case jsontree.Object:
		s.readObject(d, v, to, at)
		return true
	case jsontree.String:
		switch {
		case s.text != nil:
			s.text(d, v, to, at)
		case s.id != nil && v.Text() != "":
			s.readID(d, v, to, at)
		default:
			d.residue(v, "a reference to a node that the model keeps whole")
			return false
		}
		return true
	}
	d.residue(v, "not a node")
	return false
}

func (s *shape[T]) readObject(d *decoder, v jsontree.Value, to *T, at path) {
	for _, name := range []string{"id", "@id"} {
		if id := v.Get(name); id.Exists() && !s.has(name) {
			s.readID(d, id, to, at)
		}
	}
	for _, t := range s.terms {
		m := v.Get(t.name)
		if !m.Exists() {
			continue
		}
		d.within(t.ext, func() { t.read(d, m, to, at) })
		d.nothing(m)
	}
	for name, m := range v.Members() {
		switch {
		case s.has(name) || name == "id" || name == "@id":
		case name == "type" || name == "@type":
			for t := range m.Each() {
				s.readType(d, t, to, at)
			}
			d.nothing(m)
		default:
			d.residue(m, "the model has no place for this member")
		}
	}
	if s.after != nil {
		s.after(d, v, to, at)
	}
}

func (s *shape[T]) has(name string) bool {
	if s.known != nil {
		return s.known[name]
	}
	return slices.ContainsFunc(s.terms, func(t term[T]) bool { return t.name == name })
}

// ready makes the index of the terms; a shape that is never made ready is
// searched.
func (s *shape[T]) ready() {
	s.known = make(map[string]bool, len(s.terms))
	for _, t := range s.terms {
		s.known[t.name] = true
	}
}

func (s *shape[T]) readID(d *decoder, v jsontree.Value, to *T, at path) {
	switch {
	case v.Kind() != jsontree.String || v.Text() == "":
		d.residue(v, "not an identifier")
	case localID(v.Text()):
		d.scaffold(v)
	case s.id == nil:
		d.residue(v, "the model keeps no id here")
	default:
		fill(d, v, s.id(to), v.Text(), step(at, s.idName))
	}
}

func (s *shape[T]) readType(d *decoder, v jsontree.Value, to *T, at path) {
	switch {
	case d.nothing(v):
	case v.Kind() != jsontree.String:
		d.residue(v, "not the name of a type")
	case s.types != nil && s.types(d, v, to, at):
	case slices.Contains(s.names, v.Text()):
		d.scaffold(v)
	default:
		d.residue(v, "not a type that is expected here")
	}
}

// one is a member that holds one node, read into a part of T.
func one[T, F any](name, field string, get func(*T) *F, s *shape[F]) term[T] {
	return term[T]{name: name, read: func(d *decoder, v jsontree.Value, to *T, at path) {
		if v, ok := d.single(v); ok {
			s.read(d, v, get(to), step(at, field))
		}
	}}
}

// opt is a member that holds one node, read into a pointer.
func opt[T, F any](name, field string, get func(*T) **F, s *shape[F]) term[T] {
	return term[T]{name: name, read: func(d *decoder, v jsontree.Value, to *T, at path) {
		v, ok := d.single(v)
		if !ok {
			return
		}
		into := get(to)
		if *into == nil {
			*into = new(F)
		}
		s.read(d, v, *into, at.Dot(field))
	}}
}

// many is a member that holds nodes, appended to a list.
func many[T, F any](name, field string, get func(*T) *[]F, s *shape[F]) term[T] {
	return manyWith(name, field, get, s, nil)
}

// manyWith is many for nodes that tell something more than their members: tell
// sees each of them.
func manyWith[T, F any](name, field string, get func(*T) *[]F, s *shape[F], tell func(*decoder, jsontree.Value, *F, path)) term[T] {
	return term[T]{name: name, read: func(d *decoder, v jsontree.Value, to *T, at path) {
		for e := range v.Each() {
			if d.nothing(e) {
				continue
			}
			list := get(to)
			here := step(at, field).At(len(*list))
			var node F
			if !s.read(d, e, &node, here) {
				continue
			}
			if tell != nil {
				tell(d, e, &node, here)
			}
			*list = append(*list, node)
		}
	}}
}

// custom is a member that a function of its own reads.
func custom[T any](name string, read func(d *decoder, v jsontree.Value, to *T, at path)) term[T] {
	return term[T]{name: name, read: read}
}
