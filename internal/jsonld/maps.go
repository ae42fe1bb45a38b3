package jsonld

import (
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// expandLanguageMap expands an object under a term with the container @language
// (section 5.1.2, step 13.7).
func (x *expander) expandLanguageMap(s *scope, key string, v jsontree.Value) (result, error) {
	out := result{array: true, items: make([]*item, 0, v.Len())}
	direction := s.directionOf(s.terms[key])
	for i := range v.Len() {
		texts := v.At(i)
		language := strings.ToLower(texts.Name())
		if expanded, _ := s.expandIRI(texts.Name(), true, false); expanded == "@none" {
			language = ""
		} else if language == "" {
			if err := x.reportLoss(CodeLanguage, texts, "the language tag is empty"); err != nil {
				return result{}, err
			}
		}
		for j := range lenOf(texts) {
			text := elementOf(texts, j)
			switch text.Kind() {
			case jsontree.Null:
				x.addRemark(NullDropped, text)
				continue
			case jsontree.String:
			default:
				return result{}, newSyntaxError(text, "a value of a language map is not a string")
			}
			it := x.newItem(literalItem, text)
			it.value, it.language, it.direction = text, language, direction
			out.items = append(out.items, it)
		}
	}
	return out, nil
}

// expandIndexMap expands an object under a term with the container @index, @id or
// @type (step 13.8).
func (x *expander) expandIndexMap(s *scope, term *ld.TermDefinition, key string, v jsontree.Value) (result, error) {
	b := indexBy{term: term, expander: x, scope: s}
	inner := s
	switch {
	case hasContainer(term, "@index"):
		b.kind = "@index"
		if term.Index != "" && term.Index != "@index" {
			b.kind = "property"
			b.property, _ = s.expandIRI(term.Index, true, false)
		}
	case hasContainer(term, "@id"):
		b.kind = "@id"
	default:
		b.kind = "@type"
	}
	if b.kind == "@id" || b.kind == "@type" {
		if s.previous != nil {
			inner = s.previous
		}
	}
	out := result{array: true}
	for index, value := range v.Members() {
		r, err := x.expandIndexed(inner, b, key, index, value)
		if err != nil {
			return result{}, err
		}
		out.items = append(out.items, r...)
	}
	return out, nil
}

// indexBy says how the names in a map become part of its values.
type indexBy struct {
	*expander
	kind     string // @index, @id, @type, or "property" for a property-valued index
	property string
	scope    *scope // of the map
	term     *ld.TermDefinition
}

// expandIndexed expands one member of a map.
func (x *expander) expandIndexed(s *scope, b indexBy, key, index string, v jsontree.Value) ([]*item, error) {
	var err error
	if b.kind == "@type" {
		if s, err = x.typeScope(s, s, index, v); err != nil {
			return nil, err
		}
	}
	r, err := x.expandIndexedValues(s, b, key, v)
	if err != nil {
		return nil, err
	}
	expanded, ok := b.scope.expandIRI(index, true, false)
	if index == "@none" || ok && expanded == "@none" {
		return r, nil
	}
	if len(r) == 0 {
		return nil, x.reportLoss(CodeValueDropped, v, "the name in a map is lost, as it has no value")
	}
	for _, it := range r {
		if err := b.apply(it, index, v); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (x *expander) expandIndexedValues(s *scope, b indexBy, key string, v jsontree.Value) ([]*item, error) {
	r, err := x.expandElement(s, key, v, true)
	if err != nil {
		return nil, err
	}
	if !hasContainer(b.term, "@graph") {
		return r.items, nil
	}
	out := make([]*item, len(r.items))
	for i, it := range r.items {
		out[i] = it
		if it.kind != nodeItem || !it.node.isGraph() {
			out[i] = x.wrapInGraph(it)
		}
	}
	return out, nil
}

// apply makes the name in a map part of a value.
func (b indexBy) apply(it *item, index string, at jsontree.Value) error {
	if b.kind == "@index" {
		return b.reportLoss(CodeValueDropped, at, "the name in an index map yields no statement")
	}
	if it.kind != nodeItem {
		return newSyntaxError(it.at, "a value in a map by id, type or property is not a node")
	}
	switch b.kind {
	case "@id":
		return b.applyID(it.node, index, at)
	case "@type":
		iri, ok := b.scope.expandIRI(index, true, false)
		it.node.types = append(it.node.types, nodeType{iri: iri, ok: ok, at: at})
	default:
		value, err := b.indexValue(index, at)
		if value == nil || err != nil {
			return err
		}
		it.node.members = append(it.node.members, property{b.property, at, []*item{value}})
	}
	return nil
}

func (b indexBy) applyID(n *node, index string, at jsontree.Value) error {
	id, ok := b.scope.expandIRI(index, false, true)
	switch {
	case !ok || ld.IsKeyword(id):
		return b.reportLoss(CodeKeyword, at, "the id has the form of a keyword")
	case n.hasID && n.id != id:
		return b.reportLoss(CodeValueDropped, at, "the name in an id map differs from the id of its value")
	case !n.hasID:
		n.id, n.idAt, n.hasID = id, at, true
	}
	return nil
}

// indexValue expands the name in a property-valued index map as a string
// value of that property.
func (b indexBy) indexValue(index string, at jsontree.Value) (*item, error) {
	if !strings.Contains(b.property, ":") {
		return nil, b.reportLoss(CodeTermUndefined, at, "no context defines the property that the map is indexed by")
	}
	term := b.scope.terms[b.term.Index]
	kind := ""
	if term != nil {
		kind = term.Type
	}
	if kind == "@id" || kind == "@vocab" {
		id, ok := b.scope.expandIRI(index, kind == "@vocab", true)
		if !ok || ld.IsKeyword(id) {
			return nil, b.reportLoss(CodeKeyword, at, "the name in a map has the form of a keyword")
		}
		return b.newReference(at, id), nil
	}
	it := b.newItem(literalItem, at)
	it.text = index
	if kind != "" && kind != "@none" {
		it.datatype = kind
	} else {
		it.language, it.direction = b.scope.languageOf(term), b.scope.directionOf(term)
	}
	return it, nil
}
