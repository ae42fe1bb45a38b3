package edc

import (
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// class says how the nodes of one ELM class stand in the type T of the model.
// It is data: the tables of classes are the mapping.
type class[T any] struct {
	names  []string // values of the type member that are expected
	fields fieldSet[T]
	id     func(*T) *string     // where an id goes that means something outside the document
	idName string               // its path; empty: such an id has no place in T
	kept   func(id string) bool // ids that mean something outside; nil: all but local ones

	// onType takes a value of the type member that T tells; false leaves it
	// to names.
	onType func(d *decoder, name jsontree.Value, to *T, at mc.Path) bool

	// fromText reads a node that is given as a string; nil: as its id.
	fromText func(d *decoder, v jsontree.Value, to *T, at mc.Path)

	// after sees the whole node once its members are read.
	after func(d *decoder, node jsontree.Value, to *T, at mc.Path)

	// typeOf is the class under which a node is written as a member of its
	// parent, "" when it cannot be one; nil: the first of names.
	typeOf func(parent *object, term string, from *T) string
}

// field says where one member of an ELM class goes. When reading, the value
// may be one or an array of what the member holds. A field without write is
// for reading only: another term says the same, or JSON-LD loses it.
type field[T any] struct {
	term  string
	read  func(d *decoder, v jsontree.Value, to *T, at mc.Path)
	write func(e *encoder, n *object, from *T, at mc.Path)
}

// fieldSet is the fields of a class, in the order in which they are written.
type fieldSet[T any] struct {
	list   []field[T]
	byTerm map[string]field[T]
}

func fieldsOf[T any](lists ...[]field[T]) fieldSet[T] {
	out := fieldSet[T]{byTerm: map[string]field[T]{}}
	for _, list := range lists {
		for _, f := range list {
			out.list = append(out.list, f)
			out.byTerm[f.term] = f
		}
	}
	return out
}

// lift turns the fields of a part of T into fields of T.
func lift[T, F any](name string, get func(*T) *F, fields []field[F]) []field[T] {
	out := make([]field[T], len(fields))
	for i, f := range fields {
		out[i] = field[T]{term: f.term, read: func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
			f.read(d, v, get(to), step(at, name))
		}}
		if f.write != nil {
			out[i].write = func(e *encoder, n *object, from *T, at mc.Path) { f.write(e, n, get(from), step(at, name)) }
		}
	}
	return out
}

// step is the path of a field of at, which may be at itself.
func step(at mc.Path, name string) mc.Path {
	if name == "" {
		return at
	}
	return at.Dot(name)
}

// read reads one node, which is an object or text, and reports whether it was
// any of them. Every leaf below the node is accounted for when it returns.
func (c *class[T]) read(d *decoder, v jsontree.Value, to *T, at mc.Path) bool {
	if node, ok := d.follow(v); ok {
		defer d.leave()
		v = node
	}
	switch v.Kind() {
	case jsontree.Object:
		c.readObject(d, v, to, at)
		return true
	case jsontree.String:
		return c.readText(d, v, to, at)
	}
	d.residue(v, "not a node")
	return false
}

func (c *class[T]) readObject(d *decoder, v jsontree.Value, to *T, at mc.Path) {
	for name, m := range v.Members() {
		switch name {
		case "id", "@id":
			c.readID(d, m, to, at)
		case "type", "@type":
			for t := range m.Each() {
				c.readType(d, t, to, at)
			}
			d.nothing(m)
		default:
			if f, ok := c.fields.byTerm[name]; ok {
				f.read(d, m, to, at)
				d.nothing(m)
				continue
			}
			d.residue(m, "the model has no place for this member")
		}
	}
	if c.after != nil {
		c.after(d, v, to, at)
	}
}

// readText reads a node that is given as text: the id of a node that is not in
// the document, unless the class knows better.
func (c *class[T]) readText(d *decoder, v jsontree.Value, to *T, at mc.Path) bool {
	switch {
	case c.fromText != nil:
		c.fromText(d, v, to, at)
		return true
	case c.id == nil || localID(v.Text()) || v.Text() == "":
		d.residue(v, "a reference to a node that is not in the document")
		return false
	}
	c.readID(d, v, to, at)
	return true
}

func (c *class[T]) readID(d *decoder, v jsontree.Value, to *T, at mc.Path) {
	kept := c.kept
	if kept == nil {
		kept = func(id string) bool { return !localID(id) }
	}
	switch {
	case v.Kind() != jsontree.String || v.Text() == "":
		d.residue(v, "not an identifier")
	case !kept(v.Text()):
		d.scaffold(v)
	case c.id == nil || *c.id(to) != "":
		d.residue(v, "the model keeps no id here")
	default:
		*c.id(to) = v.Text()
		d.keep(v, step(at, c.idName))
	}
}

func (c *class[T]) readType(d *decoder, v jsontree.Value, to *T, at mc.Path) {
	switch {
	case v.Kind() != jsontree.String:
		d.residue(v, "not the name of a type")
	case c.onType != nil && c.onType(d, v, to, at):
	case slices.Contains(c.names, v.Text()):
		d.scaffold(v)
	default:
		d.residue(v, "not a type that is expected here")
	}
}

// one is a member that holds one node, read into a part of T.
func one[T, F any](term, name string, get func(*T) *F, c *class[F]) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		if v, ok := d.single(v); ok {
			c.read(d, v, get(to), step(at, name))
		}
	}, func(e *encoder, n *object, from *T, at mc.Path) {
		e.put(n, term, c.write(e, n, term, get(from), step(at, name)))
	}}
}

// opt is a member that holds one node, read into a pointer. When two terms
// share the pointer, the first one found wins.
func opt[T, F any](term, name string, get func(*T) **F, c *class[F]) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		v, ok := d.single(v)
		switch into := get(to); {
		case !ok:
		case *into != nil:
			d.residue(v, "the model has room for one value")
		default:
			node := new(F)
			if c.read(d, v, node, at.Dot(name)) {
				*into = node
			}
		}
	}, func(e *encoder, n *object, from *T, at mc.Path) {
		if node := *get(from); node != nil {
			e.put(n, term, c.write(e, n, term, node, at.Dot(name)))
		}
	}}
}

// many is a member that holds nodes, appended to a list.
func many[T, F any](term, name string, get func(*T) *[]F, c *class[F]) field[T] {
	return manyWith(term, name, get, c, nil, nil)
}

// manyWith is many for nodes about which the term itself, or a code, tells
// something: tell sets it and returns the path of what it set, or "". When
// several terms share the list, pick says which entries the term is for.
func manyWith[T, F any](term, name string, get func(*T) *[]F, c *class[F], tell func(*F) string, pick func(*F) bool) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		for e := range v.Each() {
			if d.nothing(e) {
				continue
			}
			list := get(to)
			here := step(at, name).At(len(*list))
			var node F
			if !c.read(d, e, &node, here) {
				continue
			}
			if tell != nil {
				if name := tell(&node); name != "" {
					d.derive(e, here.Dot(name))
				}
			}
			*list = append(*list, node)
		}
	}, func(e *encoder, n *object, from *T, at mc.Path) {
		writeList(e, n, term, *get(from), step(at, name), c, pick)
	}}
}
