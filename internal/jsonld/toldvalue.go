package jsonld

import (
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// tellValue tells that a node has a value.
func (f *teller) tellValue(of *spoken, property int32, value *spoken) {
	of.count++
	if f.inGraph == 0 {
		node := f.numberOf(of)
		if property >= 0 {
			f.to.Edge(node, property, f.numberOf(value), value.at)
		}
	}
	if value.kind == spokenIRI && value.number < 0 {
		f.check(value.iri)
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

// valueOf says what a value is, after telling the statements that it makes.
func (f *teller) valueOf(s *scope, p *name, v jsontree.Value) (out spoken, ok bool) {
	switch kind := v.Kind(); {
	case kind == jsontree.Array:
		return out, false
	case p.containers&inGraph != 0:
		return f.graphOf(s, p, v)
	case kind == jsontree.Object:
		return f.tellObject(s, p, v)
	}
	if p.scoped {
		if s, ok = f.direct.enterProperty(s, s, p, v); !ok || !f.direct.admits(s) {
			return out, false
		}
		p = s.nameOf(p.key)
	}
	if v.Kind() == jsontree.String && (p.coercion == toReference || p.coercion == toVocabulary) {
		return f.referenceOf(s, p, v)
	}
	f.literal, ok = f.direct.scalarTerm(p, v)
	return spoken{kind: spokenLiteral, at: v, number: -1}, ok
}

// referenceOf says which node a text stands for.
func (f *teller) referenceOf(s *scope, p *name, v jsontree.Value) (out spoken, ok bool) {
	out = spoken{kind: spokenIRI, at: v, number: -1}
	if p.coercion == toVocabulary {
		out.iri, ok = s.expandIRI(v.Text(), true, true)
	} else {
		out.iri, ok = f.reference(s, v.Text())
	}
	return out, ok && !ld.IsKeyword(out.iri)
}

// graphOf says how a graph is called that holds one node.
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
		language, ok := f.languageOf(s, texts.Name())
		if !ok {
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
			f.literal = rdf.NewLangLiteral(text.Text(), language)
			f.tellValue(of, property, &spoken{kind: spokenLiteral, at: text, number: -1})
		}
	}
	return true
}

// languageOf returns the language that a name in a language map stands for. A term may
// be an alias of @none.
func (f *teller) languageOf(s *scope, key string) (language string, ok bool) {
	if f.language.scope == s && f.language.text == key {
		return key, true
	}
	if _, isTerm := s.terms[key]; isTerm {
		return "", false
	}
	language = strings.ToLower(key)
	if ok = isLanguageTag(language); ok && language == key {
		f.language = scopedName{s, key}
	}
	return language, ok
}
