package jsonld

import (
	"context"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A Listener takes what [Tell] says of a document, with nodes and values by the
// numbers that it gives them.
type Listener interface {
	// Node numbers a node with an IRI, which may come more than once.
	Node(iri string, at jsontree.Value) (number int32, isNew bool)
	Blank(at jsontree.Value) int32 // numbers a node without an IRI
	Literal(t rdf.Term) int32      // numbers a value
	// Class says that a node is of a class, and Edge that it has a property; both are
	// of the Lexicon.
	Class(node, class int32)
	Edge(node, property, value int32, at jsontree.Value)
	Lost(l Loss)
}

// Tell tells the statements of a document, as far as a Lexicon asks about them and
// they are in the default graph, without making them: what [Statements] says, but a
// text that two statements have in common is told twice. It returns false if the
// document has anything that is not for its short way; what was told is of no use
// then.
func Tell(ctx context.Context, doc jsontree.Value, known *Contexts, l *Lexicon, to Listener) bool {
	if known == nil {
		known = builtin()
	}
	f := tellers.Get().(*teller)
	defer f.giveBack()
	f.expander = expander{ctx: ctx, contexts: known, unsafeAllowLoss: true}
	f.direct.expander = &f.expander
	f.lexicon, f.to = l, to
	if !doc.IsObject() {
		return false
	}
	root, ok := f.tellObject(known.start(""), nil, doc)
	return ok && root.count > 0 && !f.malformed
}

// teller walks over the tree of a document as [direct] does, and gives up where that
// does, at lists, and at every loss but that of members without meaning.
type teller struct {
	expander
	direct    direct
	lexicon   *Lexicon
	to        Listener
	inGraph   int      // how many graph containers are around
	malformed bool     // an IRI is none
	literal   rdf.Term // what the last value is, if it is one
	members   []member // of the objects around and of the one at hand

	recent   [256]member // names that were asked for
	language scopedName  // the last one of a text
	scheme   scopedName  // the last one of a reference
}

// member is a name of a scope, and what it is in the Lexicon.
type member struct {
	*name
	scope *scope
	entry *entry
}

// scopedName is a text that was understood in a scope.
type scopedName struct {
	scope *scope
	text  string
}

// tellers keeps working memory, which refers to no document.
var tellers = sync.Pool{New: func() any { return new(teller) }}

// maxMembers bounds the members for which working memory is kept.
const maxMembers = 1 << 10

func (f *teller) giveBack() {
	members := f.members
	if cap(members) > maxMembers {
		members = nil
	}
	clear(members[:cap(members)])
	*f = teller{members: members[:0]}
	tellers.Put(f)
}

// spoken is a node or literal that may be the value of a statement.
type spoken struct {
	kind   spokenKind
	number int32 // of a node that was told, or -1
	count  int   // of the statements that an object makes itself
	iri    string
	at     jsontree.Value
}

type spokenKind uint8

const (
	spokenIRI spokenKind = iota
	spokenBlank
	spokenLiteral // teller.literal
)

// numberOf tells a node or literal, a node only once.
func (f *teller) numberOf(v *spoken) int32 {
	if v.number >= 0 {
		return v.number
	}
	switch v.kind {
	case spokenIRI:
		var isNew bool
		if v.number, isNew = f.to.Node(v.iri, v.at); isNew {
			f.check(v.iri)
		}
	case spokenBlank:
		v.number = f.to.Blank(v.at)
	default:
		v.number = f.to.Literal(f.literal)
	}
	return v.number
}

func (f *teller) check(iri string) { f.malformed = f.malformed || !rdf.IsIRI(iri) }

// memberOf returns what a name is in a scope.
func (f *teller) memberOf(s *scope, key string) *member {
	i := uint8(len(key))
	if len(key) > 0 {
		i += key[0]*29 + key[len(key)-1]*13 + key[len(key)/2]*5
	}
	m := &f.recent[i]
	if m.scope != s || m.key != key {
		n := s.nameOf(key)
		*m = member{n, s, s.entryOf(n, f.lexicon)}
	}
	return m
}

// object is an object with its members told apart.
type object struct {
	jsontree.Value
	scope, written                *scope // of its members, and of its types
	id, types, value, lang, local jsontree.Value
	names                         int // where those of the members begin in teller.members
}

// sort tells the members of an object apart.
func (f *teller) sort(s *scope, o *object) (ok bool) {
	*o = object{Value: o.Value, scope: s, written: s, names: o.names}
	f.members = f.members[:o.names]
	for i := range o.Len() {
		v := o.At(i)
		m := f.memberOf(s, v.Name())
		f.members = append(f.members, *m)
		var place *jsontree.Value
		switch m.entry.role {
		case propertyRole, lostRole:
			continue
		case idRole:
			place = &o.id
		case typeRole:
			place = &o.types
		case valueRole:
			place = &o.value
		case languageRole:
			place = &o.lang
		case contextRole:
			place = &o.local
		default:
			return false
		}
		if place.Exists() {
			return false
		}
		*place = v
	}
	return true
}

// enter sorts the members of an object in the scope that its property, its context
// and its types make. See [expander.enterObject].
func (f *teller) enter(s *scope, p *name, o *object) (ok bool) {
	outer, v := s, o.Value
	if s.previous != nil {
		if !f.direct.admits(s) {
			return false
		}
		if !s.keepsTypes(v) {
			s = s.previous
		}
	}
	if p != nil && p.scoped {
		if s, ok = f.direct.enterProperty(s, outer, p, v); !ok {
			return false
		}
	}
	if local := v.Get("@context"); local.Exists() {
		var err error
		if s, err = f.localScope(s, local); err != nil {
			return false
		}
	}
	if !f.direct.admits(s) || !f.sort(s, o) {
		return false
	}
	if !f.isScoped(s, o.types) {
		return true
	}
	types := o.types
	inner, ok := f.direct.enterTypes(s, types, v)
	if !ok || inner == s {
		return ok
	}
	ok = f.direct.admits(inner) && f.sort(inner, o)
	o.written = s
	return ok && o.types == types
}

// isScoped reports whether a type has a context for its nodes, or is no text.
func (f *teller) isScoped(s *scope, types jsontree.Value) bool {
	for i := range lenOf(types) {
		e := elementOf(types, i)
		if e.Kind() != jsontree.String || f.memberOf(s, e.Text()).scoped {
			return true
		}
	}
	return false
}

// tellObject tells an object. p is the property that it is a value of, or nil.
func (f *teller) tellObject(s *scope, p *name, v jsontree.Value) (out spoken, ok bool) {
	if f.objects++; f.objects%checkEvery == 0 && f.ctx.Err() != nil {
		return out, false
	}
	o := object{Value: v, names: len(f.members)}
	out = spoken{kind: spokenBlank, at: v, number: -1}
	ok = f.enter(s, p, &o)
	switch {
	case !ok:
	case o.value.Exists():
		out.kind = spokenLiteral
		f.literal, ok = f.direct.valueTerm(o.scope, o.written, v, o.value, o.types)
	default:
		ok = f.tellNode(&o, &out)
	}
	f.members = f.members[:o.names]
	return out, ok
}

func (f *teller) tellNode(o *object, out *spoken) (ok bool) {
	if o.lang.Exists() {
		return false
	}
	if o.id.Exists() {
		if out.kind = spokenIRI; o.id.Kind() != jsontree.String {
			return false
		}
		if out.iri, ok = f.reference(o.scope, o.id.Text()); !ok {
			return false
		}
	}
	if !f.tellTypes(o, out) {
		return false
	}
	for i := range o.Len() {
		switch m := &f.members[o.names+i]; m.entry.role {
		case propertyRole:
			if !f.tellMember(o.scope, m.name, m.entry.property, o.At(i), out) {
				return false
			}
		case lostRole:
			f.to.Lost(Loss{CodeTermUndefined, m.entry.lost, o.At(i)})
		}
	}
	if out.kind == spokenIRI && out.number < 0 {
		f.check(out.iri)
	}
	return true
}

// reference is [scope.reference], with a memory for the scheme.
func (f *teller) reference(s *scope, text string) (iri string, ok bool) {
	known := f.scheme.text
	if s == f.scheme.scope && len(text) > len(known) && text[:len(known)] == known {
		return text, true
	}
	if iri, ok = s.reference(text); ok && iri == text {
		colon := strings.IndexByte(text, ':')
		if colon > 0 && text[0] != '@' && !s.namesOf().colonAlias {
			f.scheme = scopedName{s, text[:colon+1]}
		}
	}
	return iri, ok
}

func (f *teller) tellTypes(o *object, of *spoken) bool {
	for i := range lenOf(o.types) {
		e := elementOf(o.types, i)
		if e.Kind() != jsontree.String {
			return false
		}
		m := f.memberOf(o.written, e.Text())
		if m.kind != plainName {
			return false
		}
		of.count++
		if f.inGraph > 0 {
			continue
		}
		if node := f.numberOf(of); m.entry.class >= 0 {
			f.to.Class(node, m.entry.class)
		}
	}
	return true
}
