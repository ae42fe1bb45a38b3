package jsonld

import (
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// direct writes the quads of a document in one walk over its tree, without the
// expanded form between. It understands what credentials are made of: nodes,
// references, scalars, lists, language maps and graph containers, in any scope.
// At anything else, at every error, and where there is something to remark, it
// gives up, and the expander starts from the beginning: what it says is what
// counts. The quads, their order and the numbers of their blank nodes are the
// same in both ways.
type direct struct {
	*expander
	*room
	name     func(at jsontree.Value) string
	foreign  bool
	compiled int // terms of the scopes whose names were worked out
}

// The names that the direct way needs besides those of the contexts.
var (
	typesName = mustName(rdfType)
	firstName = mustName(rdfFirst)
	restName  = mustName(rdfRest)
	nilName   = mustName(rdfNil)
)

func mustName(iri string) rdf.Name {
	n, ok := rdf.NewName(iri)
	if !ok {
		panic("jsonld: " + iri + " is not an IRI")
	}
	return n
}

// writeDirectly writes a document into a room, or returns false and leaves there
// what is of no use.
func (x *expander) writeDirectly(s *scope, doc jsontree.Value, r *room, name func(at jsontree.Value) string) bool {
	f := &direct{expander: x, room: r, name: name}
	x.names = r.names[:0]
	defer func() { r.names = x.names }()
	var root *Decisive
	if x.reading != nil {
		root = x.reading.Root
	}
	written := false
	if doc.IsObject() {
		_, count, ok := f.writeObject(s, nil, doc, 0, root)
		written = ok && count > 0 && f.showsAll()
	}
	if !written {
		return false
	}
	if x.reading != nil {
		x.reading.Foreign = x.reading.Foreign || f.foreign
	}
	return true
}

// blankTerm is [quadWriter.blankTerm].
func (f *direct) blankTerm(sign string, at jsontree.Value) rdf.Ref {
	if f.name == nil {
		return f.draft.NewBlank()
	}
	return f.draft.Blank(sign + f.name(at))
}

// writeObject writes an object and returns its term and how many statements are
// its own. p is the property that the object is a value of, or nil.
func (f *direct) writeObject(s *scope, p *name, v jsontree.Value, graph rdf.Ref, d *Decisive) (subject rdf.Ref, count int, ok bool) {
	if f.objects++; f.objects%checkEvery == 0 && f.ctx.Err() != nil {
		return subject, 0, false
	}
	s, types, typesIn, ok := f.enter(s, p, v)
	if !ok {
		return subject, 0, false
	}
	value, ok := only(v, s.namesOf().values)
	switch {
	case !ok:
		return subject, 0, false
	case value.Exists():
		literal, ok := f.valueTerm(s, typesIn, v, value, types)
		if ok {
			subject, ok = f.draft.Literal(literal)
		}
		return subject, 0, ok
	}
	return f.writeNode(s, v, types, typesIn, graph, d)
}

// enter returns the scope for the members of an object, its member for types, and
// the scope for these. See [expander.enterObject].
func (f *direct) enter(s *scope, p *name, v jsontree.Value) (inner *scope, types jsontree.Value, written *scope, ok bool) {
	outer := s
	if s.previous != nil {
		if !f.admits(s) {
			return nil, types, nil, false
		}
		if !s.keepsTypes(v) {
			s = s.previous
		}
	}
	if p != nil && p.scoped {
		if s, ok = f.enterProperty(s, outer, p, v); !ok {
			return nil, types, nil, false
		}
	}
	if local := v.Get("@context"); local.Exists() {
		var err error
		if s, err = f.localScope(s, local); err != nil {
			return nil, types, nil, false
		}
	}
	f.foreign = f.foreign || s.known != nil
	if written = s; !f.admits(written) {
		return nil, types, nil, false
	}
	if types, ok = only(v, written.namesOf().types); !ok {
		return nil, types, nil, false
	}
	if s, ok = f.enterTypes(written, types, v); !ok || !f.admits(s) {
		return nil, types, nil, false
	}
	if s != written { // where the member could be another keyword or a property
		if again, ok := only(v, s.namesOf().types); !ok || again != types {
			return nil, types, nil, false
		}
	}
	return s, types, written, !types.Exists() || v.Get("@value").Exists() || f.isRead(s, types)
}

// admits reports whether the names of a scope can be worked out: they take no
// more room in a document than its contexts may.
func (f *direct) admits(s *scope) bool {
	if s.names.Load() == nil {
		if f.compiled += len(s.terms); f.compiled > contextBudget {
			return false
		}
	}
	return !s.namesOf().odd
}

// only returns the only member that has one of the names, if there is one, and
// false if there are several.
func only(v jsontree.Value, keys []string) (found jsontree.Value, ok bool) {
	for _, key := range keys {
		if m := v.Get(key); m.Exists() {
			if found.Exists() {
				return found, false
			}
			found = m
		}
	}
	return found, true
}

// keepsTypes is [scope.keepsTypeScope].
func (s *scope) keepsTypes(v jsontree.Value) bool {
	known := s.namesOf()
	for _, key := range known.values {
		if v.Get(key).Exists() {
			return true
		}
	}
	return v.Len() == 1 && slices.Contains(known.ids, v.At(0).Name())
}

func (f *direct) enterProperty(s, outer *scope, p *name, at jsontree.Value) (*scope, bool) {
	if s == outer {
		if inner := p.inner.Load(); inner != nil {
			return inner, true
		}
	}
	inner, err := f.propertyScope(s, outer, p.key, at)
	if err != nil {
		return nil, false
	}
	if s == outer {
		p.inner.Store(inner)
	}
	return inner, true
}

// enterTypes applies the scoped contexts of the types.
func (f *direct) enterTypes(written *scope, types, v jsontree.Value) (*scope, bool) {
	f.expander.names = f.expander.names[:0]
	for i := range lenOf(types) {
		e := elementOf(types, i)
		if e.Kind() != jsontree.String {
			return nil, false
		}
		if term := written.terms[e.Text()]; term != nil && term.HasContext {
			f.expander.names = append(f.expander.names, e.Text())
		}
	}
	if len(f.expander.names) > 1 {
		slices.Sort(f.expander.names)
	}
	s := written
	for _, key := range f.expander.names {
		n := written.nameOf(key)
		if s == written {
			if inner := n.typed.Load(); inner != nil {
				s = inner
				continue
			}
		}
		inner, err := f.typeScope(s, written, key, v)
		if err != nil {
			return nil, false
		}
		if s == written {
			n.typed.Store(inner)
		}
		s = inner
	}
	return s, true
}

// isRead reports whether a reader who knows the known contexts knows a member
// name for what it is.
func (f *direct) isRead(s *scope, m jsontree.Value) bool {
	return f.reading == nil || f.readsName(s, s.nameOf(m.Name()), m.Name())
}

func (f *direct) readsName(s *scope, n *name, key string) bool {
	switch {
	case f.reading == nil || n.reading == readsSame:
		return true
	case n.reading == readsOther:
		return false
	}
	iri, _ := s.expandIRI(key, true, false)
	return !f.misleads(s, key, iri)
}

// writeNode writes the statements of a node. s is the scope of its members.
func (f *direct) writeNode(s *scope, v, types jsontree.Value, written *scope, graph rdf.Ref, d *Decisive) (subject rdf.Ref, count int, ok bool) {
	id, ok := only(v, s.namesOf().ids)
	if !ok || id.Exists() && !f.isRead(s, id) {
		return subject, 0, false
	}
	if !id.Exists() {
		subject = f.blankTerm(nodeSign, v)
	} else if subject, ok = f.idTerm(s, id, d); !ok {
		return subject, 0, false
	}
	var shown *sight
	if d != nil {
		shown = f.watch(d, subject)
	}
	if d != nil && (id != v.Get("id") || d.types != NoTypes && types != v.Get("type")) {
		return subject, 0, false
	}
	if d == nil && id.Exists() {
		if count, ok := f.repeat(subject, v, s, written, graph); ok {
			return subject, count, true
		}
	}
	from, nodes := f.draft.Len(), f.draft.BlankNodes()
	if !f.writeTypes(written, types, subject, graph, shown) {
		return subject, 0, false
	}
	n, ok := f.writeMembers(s, v, id, types, subject, graph, shown)
	count = lenOf(types) + n
	if d == nil && ok && count > 0 && id.Exists() && nodes == f.draft.BlankNodes() {
		f.keep(subject, v, s, written, graph, from, count)
	}
	return subject, count, ok
}

// writeMembers writes the members of a node that are properties.
func (f *direct) writeMembers(s *scope, v, id, types jsontree.Value, subject, graph rdf.Ref, shown *sight) (count int, ok bool) {
	for i := range v.Len() {
		m := v.At(i)
		if m == id || m == types || m.Name() == "@context" {
			continue
		}
		n, ok := f.writeMember(s, m, subject, graph, shown)
		if !ok {
			return 0, false
		}
		count += n
	}
	return count, true
}

// idTerm returns the term of an id. The id of a decisive node must be what is
// written.
func (f *direct) idTerm(s *scope, v jsontree.Value, d *Decisive) (rdf.Ref, bool) {
	if v.Kind() != jsontree.String {
		return 0, false
	}
	iri, ok := s.reference(v.Text())
	if !ok || d != nil && iri != v.Text() || f.referenceMisleads(s, "", v.Text(), iri, false) {
		return 0, false
	}
	return f.nodeTerm(iri)
}

// nodeTerm returns the term of an IRI or a blank node identifier.
func (f *direct) nodeTerm(iri string) (rdf.Ref, bool) {
	if label, blank := strings.CutPrefix(iri, "_:"); blank {
		if !rdf.IsBlankLabel(label) {
			return 0, false
		}
		return f.draft.Blank(label), true
	}
	return f.draft.IRI(iri)
}

func (f *direct) writeTypes(s *scope, types jsontree.Value, subject, graph rdf.Ref, shown *sight) bool {
	for i := range lenOf(types) {
		text := elementOf(types, i).Text()
		n := s.nameOf(text)
		if f.reading != nil && n.reading != readsSame {
			if misleads, _ := f.typeMisleads(s, text, n.iri); misleads {
				return false
			}
		}
		if n.kind != plainName {
			return false
		}
		f.draft.Add(subject, f.draft.Name(typesName), f.draft.Name(n.checked), graph)
		if shown.decidesType(n.iri) {
			shown.shown = append(shown.shown, int32(f.draft.Len()-1))
		}
	}
	return true
}

// writeMember writes the statements of a member that is a property, and returns
// how many there are.
func (f *direct) writeMember(s *scope, v jsontree.Value, subject, graph rdf.Ref, shown *sight) (count int, ok bool) {
	key := v.Name()
	p := s.nameOf(key)
	if p.kind != plainName || !f.readsName(s, p, key) {
		return 0, false
	}
	w := memberWriter{direct: f, scope: s, property: p, subject: subject, predicate: f.draft.Name(p.checked), graph: graph}
	if shown != nil {
		decides := shown.entries[key] != nil
		if name := shown.byIRI[p.iri]; name != key && (name != "" || decides) {
			return 0, false
		}
		if decides {
			if w.member, w.sight = shown.entries[key], shown; !w.member.Shape.allows(v, p) {
				return 0, false
			}
		}
	}
	if !w.write(v) {
		return 0, false
	}
	return w.count, true
}

// expandReference expands a string under a property whose values are references.
func (f *direct) expandReference(s *scope, p *name, text string) (rdf.Ref, string, bool) {
	vocab := p.coercion == toVocabulary
	var iri string
	var ok bool
	if vocab {
		iri, ok = s.expandIRI(text, true, true)
	} else {
		iri, ok = s.reference(text)
	}
	if !ok || ld.IsKeyword(iri) || f.referenceMisleads(s, p.key, text, iri, vocab) {
		return 0, "", false
	}
	t, ok := f.nodeTerm(iri)
	return t, iri, ok
}
