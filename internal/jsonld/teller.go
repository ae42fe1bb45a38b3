package jsonld

import (
	"context"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A Listener takes what [Tell] says of a document, with nodes and values by the
// numbers that it gives them.
type Listener interface {
	Node(iri string, at jsontree.Value) int32            // has an IRI; it may come more than once
	Blank(at jsontree.Value) int32                       // has none
	Literal(t rdf.Term) int32                            // a value
	Class(node, class int32)                             // a node is of a class
	Edge(node, property, value int32, at jsontree.Value) // a statement with a property of the Lexicon
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
	f := teller{expander: expander{ctx: ctx, contexts: known, unsafeAllowLoss: true}, lexicon: l, to: to}
	f.direct.expander = &f.expander
	if !doc.IsObject() {
		return false
	}
	value, ok := f.tellObject(known.start(""), nil, doc)
	return ok && value.count > 0
}

// teller walks over the tree of a document as [direct] does, and gives up where that
// does, at lists, and at every loss but that of members without meaning.
type teller struct {
	expander
	direct  direct
	lexicon *Lexicon
	to      Listener
	inGraph int     // how many graph containers are around
	members []*name // of the objects around and of the one at hand
	recent  [64]struct {
		scope *scope
		name  *name
	}
}

// spoken is a node or literal that may be the value of a statement.
type spoken struct {
	kind   spokenKind
	iri    string
	at     jsontree.Value
	term   rdf.Term // of a literal
	number int32    // of a node that was told, or -1
	count  int      // of the statements that an object makes itself
}

type spokenKind uint8

const (
	spokenIRI spokenKind = iota
	spokenBlank
	spokenLiteral
)

// numberOf tells a node or literal, a node only once.
func (f *teller) numberOf(v *spoken) int32 {
	if v.number < 0 {
		switch v.kind {
		case spokenIRI:
			v.number = f.to.Node(v.iri, v.at)
		case spokenBlank:
			v.number = f.to.Blank(v.at)
		default:
			v.number = f.to.Literal(v.term)
		}
	}
	return v.number
}

// nameOf is [scope.nameOf], with a memory for the names at hand.
func (f *teller) nameOf(s *scope, key string) *name {
	i := len(key)
	if i > 0 {
		i += int(key[0])*7 + int(key[len(key)-1])*3 + int(key[len(key)/2])
	}
	r := &f.recent[i%len(f.recent)]
	if r.scope == s && r.name.key == key {
		return r.name
	}
	r.scope, r.name = s, s.nameOf(key)
	return r.name
}

// object is an object with its members told apart.
type object struct {
	jsontree.Value
	scope, written                *scope // of its members, and of its types
	id, types, value, lang, local jsontree.Value
	names                         int // where those of the members begin in teller.members
}

// sort tells the members of an object apart.
func (f *teller) sort(s *scope, v jsontree.Value, at int) (o object, ok bool) {
	o = object{Value: v, scope: s, written: s, names: at}
	f.members = f.members[:at]
	for i := range v.Len() {
		m := v.At(i)
		n := f.nameOf(s, m.Name())
		f.members = append(f.members, n)
		var place *jsontree.Value
		switch s.entryOf(n, f.lexicon).role {
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
			return o, false
		}
		if place.Exists() {
			return o, false
		}
		*place = m
	}
	return o, true
}

// enter sorts the members of an object in the scope that its property, its context
// and its types make. See [expander.enterObject].
func (f *teller) enter(s *scope, p *name, v jsontree.Value) (o object, ok bool) {
	outer, at := s, len(f.members)
	if s.previous != nil {
		if !f.direct.admits(s) {
			return o, false
		}
		if !s.keepsTypes(v) {
			s = s.previous
		}
	}
	if p != nil && p.scoped {
		if s, ok = f.direct.enterProperty(s, outer, p, v); !ok {
			return o, false
		}
	}
	if local := v.Get("@context"); local.Exists() {
		var err error
		if s, err = f.localScope(s, local); err != nil {
			return o, false
		}
	}
	if !f.direct.admits(s) {
		return o, false
	}
	if o, ok = f.sort(s, v, at); !ok || !o.types.Exists() || !f.isScoped(s, o.types) {
		return o, ok
	}
	inner, ok := f.direct.enterTypes(s, o.types, v)
	if !ok || inner == s || !f.direct.admits(inner) {
		return o, ok && inner == s
	}
	types := o.types
	o, ok = f.sort(inner, v, at)
	o.written = s
	return o, ok && o.types == types
}

// isScoped reports whether a type has a context for its nodes, or is no text.
func (f *teller) isScoped(s *scope, types jsontree.Value) bool {
	for i := range lenOf(types) {
		e := elementOf(types, i)
		if e.Kind() != jsontree.String || f.nameOf(s, e.Text()).scoped {
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
	at := len(f.members)
	o, ok := f.enter(s, p, v)
	switch {
	case !ok:
	case o.value.Exists():
		var t rdf.Term
		t, ok = f.direct.valueTerm(o.scope, o.written, v, o.value, o.types)
		out = spoken{kind: spokenLiteral, at: v, term: t, number: -1}
	default:
		out, ok = f.tellNode(&o)
	}
	f.members = f.members[:at]
	return out, ok
}

func (f *teller) tellNode(o *object) (out spoken, ok bool) {
	out = spoken{kind: spokenBlank, at: o.Value, number: -1}
	if o.lang.Exists() {
		return out, false
	}
	if o.id.Exists() {
		if out.kind = spokenIRI; o.id.Kind() != jsontree.String {
			return out, false
		}
		if out.iri, ok = o.scope.reference(o.id.Text()); !ok || !rdf.IsIRI(out.iri) {
			return out, false
		}
	}
	if !f.tellTypes(o, &out) {
		return out, false
	}
	for i := range o.Len() {
		n := f.members[o.names+i]
		switch e := o.scope.entryOf(n, f.lexicon); e.role {
		case propertyRole:
			if !f.tellMember(o.scope, n, e.property, o.At(i), &out) {
				return out, false
			}
		case lostRole:
			f.to.Lost(Loss{CodeTermUndefined, e.lost, o.At(i)})
		}
	}
	return out, true
}

func (f *teller) tellTypes(o *object, of *spoken) bool {
	for i := range lenOf(o.types) {
		e := elementOf(o.types, i)
		if e.Kind() != jsontree.String {
			return false
		}
		n := f.nameOf(o.written, e.Text())
		if n.kind != plainName {
			return false
		}
		of.count++
		if f.inGraph > 0 {
			continue
		}
		if node, class := f.numberOf(of), o.written.entryOf(n, f.lexicon).class; class >= 0 {
			f.to.Class(node, class)
		}
	}
	return true
}

// tellValue tells that a node has a value.
func (f *teller) tellValue(of *spoken, property int32, value *spoken) {
	of.count++
	if f.inGraph > 0 {
		return
	}
	node := f.numberOf(of)
	if property >= 0 {
		f.to.Edge(node, property, f.numberOf(value), value.at)
	}
}

// tellMember tells the values of a member. See [memberWriter.write].
func (f *teller) tellMember(s *scope, p *name, property int32, v jsontree.Value, of *spoken) bool {
	switch {
	case p.containers&(inMap|inList) != 0 || p.coercion == toJSON || p.containers&inGraph != 0 && p.containers != inGraph:
		return false
	case p.containers&inLanguage != 0 && v.IsObject():
		return f.tellLanguages(s, p, property, v, of)
	}
	for i := range lenOf(v) {
		e := elementOf(v, i)
		if e.Kind() == jsontree.Null {
			continue
		}
		value, ok := f.valueOf(s, p, e)
		if !ok {
			return false
		}
		f.tellValue(of, property, &value)
	}
	return true
}

// valueOf returns what a value is, after telling the statements that it makes.
func (f *teller) valueOf(s *scope, p *name, v jsontree.Value) (out spoken, ok bool) {
	switch {
	case v.Kind() == jsontree.Array:
		return out, false
	case p.containers&inGraph != 0:
		return f.graphOf(s, p, v)
	case v.IsObject():
		return f.tellObject(s, p, v)
	}
	if p.scoped {
		if s, ok = f.direct.enterProperty(s, s, p, v); !ok || !f.direct.admits(s) {
			return out, false
		}
		p = s.nameOf(p.key)
	}
	if v.Kind() == jsontree.String && (p.coercion == toReference || p.coercion == toVocabulary) {
		return referenceOf(s, p, v)
	}
	out = spoken{kind: spokenLiteral, at: v, number: -1}
	out.term, ok = f.direct.scalarTerm(p, v)
	return out, ok
}

// referenceOf returns the node that a text stands for.
func referenceOf(s *scope, p *name, v jsontree.Value) (out spoken, ok bool) {
	out = spoken{kind: spokenIRI, at: v, number: -1}
	if p.coercion == toVocabulary {
		out.iri, ok = s.expandIRI(v.Text(), true, true)
	} else {
		out.iri, ok = s.reference(v.Text())
	}
	return out, ok && !ld.IsKeyword(out.iri) && rdf.IsIRI(out.iri)
}

// graphOf returns the name of a graph that holds one node.
func (f *teller) graphOf(s *scope, p *name, v jsontree.Value) (out spoken, ok bool) {
	if !v.IsObject() {
		return out, false
	}
	f.inGraph++
	root, ok := f.tellObject(s, p, v)
	f.inGraph--
	return spoken{kind: spokenBlank, at: v, number: -1}, ok && root.count > 0
}

// tellLanguages tells the texts of a language map.
func (f *teller) tellLanguages(s *scope, p *name, property int32, v jsontree.Value, of *spoken) bool {
	if p.unclear {
		return false
	}
	for i := range v.Len() {
		texts := v.At(i)
		language := texts.Name()
		if _, isTerm := s.terms[language]; isTerm {
			return false // it may be an alias of @none
		}
		if language = strings.ToLower(language); !isLanguageTag(language) {
			return false
		}
		for j := range lenOf(texts) {
			text := elementOf(texts, j)
			switch text.Kind() {
			case jsontree.Null:
				continue
			case jsontree.String:
			default:
				return false
			}
			f.tellValue(of, property, &spoken{kind: spokenLiteral, at: text, term: rdf.NewLangLiteral(text.Text(), language), number: -1})
		}
	}
	return true
}
