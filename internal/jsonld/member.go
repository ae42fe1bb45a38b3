package jsonld

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// memberWriter writes the statements of one member of a node directly. Its
// methods return false to give up, as [direct] does.
type memberWriter struct {
	*direct
	scope     *scope
	property  *name
	subject   rdf.Ref
	predicate rdf.Ref
	graph     rdf.Ref
	member    *Member // nil: the member is not decisive
	sight     *sight  // shows the statements of a decisive member
	count     int     // the statements written so far
}

func (w *memberWriter) addObject(object rdf.Ref) {
	w.draft.Add(w.subject, w.predicate, object, w.graph)
	w.count++
	if w.sight != nil {
		w.sight.shown = append(w.sight.shown, int32(w.draft.Len()-1))
	}
}

// addLiteral adds a literal, which has a datatype, or a language, or neither.
func (w *memberWriter) addLiteral(t rdf.Term) bool {
	object, ok := w.draft.Literal(t)
	if ok {
		w.addObject(object)
	}
	return ok
}

// write writes a value by the type and the containers of the property.
func (w *memberWriter) write(v jsontree.Value) bool {
	p := w.property
	switch {
	case p.containers&inMap != 0 || p.containers&inGraph != 0 && p.containers&(inList|inLanguage) != 0:
		return false
	case p.coercion == toJSON:
		return p.containers == 0 && w.writeJSON(v)
	case p.containers&inLanguage != 0 && v.IsObject():
		return p.containers == inLanguage && w.writeLanguages(v)
	case p.containers&inList != 0:
		return w.writeList(v)
	}
	for i := range lenOf(v) {
		e := elementOf(v, i)
		if e.Kind() == jsontree.Null {
			if w.reading != nil {
				return false
			}
			continue
		}
		object, ok := w.objectTerm(e)
		if !ok {
			return false
		}
		w.addObject(object)
	}
	return true
}

func (w *memberWriter) writeJSON(v jsontree.Value) bool {
	form, err := v.Canonical()
	if err != nil {
		return false
	}
	return w.addLiteral(rdf.NewLiteral(string(form), rdfJSON))
}

// writeLanguages writes a language map.
func (w *memberWriter) writeLanguages(v jsontree.Value) bool {
	if w.property.unclear {
		return false
	}
	for i := range v.Len() {
		texts := v.At(i)
		language := ""
		if !w.isNone(texts.Name()) {
			if language = strings.ToLower(texts.Name()); !isLanguageTag(language) {
				return false
			}
		}
		for j := range lenOf(texts) {
			text := elementOf(texts, j)
			switch {
			case text.Kind() == jsontree.Null && w.reading == nil:
			case text.Kind() != jsontree.String:
				return false
			case language == "":
				if !w.addLiteral(rdf.NewLiteral(text.Text(), "")) {
					return false
				}
			default:
				if !w.addLiteral(rdf.NewLangLiteral(text.Text(), language)) {
					return false
				}
			}
		}
	}
	return true
}

// isNone reports whether a name in a language map is @none or an alias of it.
func (w *memberWriter) isNone(key string) bool {
	if term := w.scope.terms[key]; term == nil && !strings.HasPrefix(key, "@") {
		return false
	}
	expanded, _ := w.scope.expandIRI(key, true, false)
	return expanded == "@none"
}

// writeList writes an RDF collection. See [quadWriter.writeList].
func (w *memberWriter) writeList(v jsontree.Value) bool {
	if v.Kind() == jsontree.Null {
		return w.reading == nil
	}
	n := lenOf(v)
	if n == 0 {
		w.addObject(w.draft.Name(nilName))
		return true
	}
	for i := range n {
		if elementOf(v, i).Kind() == jsontree.Null {
			return false
		}
	}
	head := w.blankTerm(cellSign, elementOf(v, 0))
	cell := head
	for i := range n {
		object, ok := w.objectTerm(elementOf(v, i))
		if !ok {
			return false
		}
		w.draft.Add(cell, w.draft.Name(firstName), object, w.graph)
		rest := w.draft.Name(nilName)
		if i < n-1 {
			rest = w.blankTerm(cellSign, elementOf(v, i+1))
		}
		w.draft.Add(cell, w.draft.Name(restName), rest, w.graph)
		cell = rest
	}
	w.addObject(head)
	return true
}

// objectTerm returns the term of a value that is neither null nor an array, after
// writing the statements of which it consists.
func (w *memberWriter) objectTerm(v jsontree.Value) (rdf.Ref, bool) {
	var d *Decisive
	if w.member != nil && w.property.containers == 0 {
		d = w.member.Node
	}
	switch {
	case v.Kind() == jsontree.Array:
		return 0, false
	case w.property.containers&inGraph != 0:
		return w.graphTerm(v)
	case v.IsObject():
		object, _, ok := w.writeObject(w.scope, w.property, v, w.graph, d)
		return object, ok && !(w.member != nil && w.draft.IsLiteral(object))
	}
	s, p := w.scope, w.property
	if p.scoped {
		var ok bool
		if s, ok = w.enterProperty(s, s, p, v); !ok || !w.admits(s) {
			return 0, false
		}
		p = s.nameOf(p.key)
	}
	if v.Kind() == jsontree.String && (p.coercion == toReference || p.coercion == toVocabulary) {
		return w.referenceTerm(s, p, v, d)
	}
	if w.member != nil && w.member.Shape == OneTerm {
		return 0, false
	}
	literal, ok := w.scalarTerm(p, v)
	if !ok {
		return 0, false
	}
	return w.draft.Literal(literal)
}

func (w *memberWriter) referenceTerm(s *scope, p *name, v jsontree.Value, d *Decisive) (rdf.Ref, bool) {
	term, iri, ok := w.expandReference(s, p, v.Text())
	if !ok || !w.member.isReference(v.Text(), iri) {
		return 0, false
	}
	if d != nil {
		w.watch(d, term)
	}
	return term, true
}

// graphTerm writes a node into a graph of its own.
func (w *memberWriter) graphTerm(v jsontree.Value) (rdf.Ref, bool) {
	if !v.IsObject() || w.member != nil && w.member.Node != nil {
		return 0, false
	}
	graph := w.blankTerm(graphSign, v)
	_, count, ok := w.writeObject(w.scope, w.property, v, graph, nil)
	return graph, ok && count > 0
}

// scalarTerm returns the term of a string, number or boolean.
func (f *direct) scalarTerm(p *name, v jsontree.Value) (rdf.Term, bool) {
	if p.unclear {
		return rdf.Term{}, false
	}
	switch v.Kind() {
	case jsontree.Bool:
		datatype := p.datatype
		if datatype == "" {
			datatype = xsdBoolean
		}
		return rdf.NewLiteral(v.Raw(), datatype), true
	case jsontree.Number:
		number, ok := v.Float()
		lexical, kind, exact := formatNumber(number, p.datatype)
		return rdf.NewLiteral(lexical, kind), ok && (exact || f.reading == nil)
	}
	if p.language != "" && p.datatype == "" {
		return rdf.NewLangLiteral(v.Text(), p.language), true
	}
	return rdf.NewLiteral(v.Text(), p.datatype), true
}

// valueTerm returns the term of a value object: a scalar with a type or a
// language, or with neither.
func (f *direct) valueTerm(s, typesIn *scope, v, value, types jsontree.Value) (rdf.Term, bool) {
	language, ok := only(v, s.namesOf().languages)
	if !ok || !f.isRead(s, value) || language.Exists() && (types.Exists() || !f.isRead(s, language)) {
		return rdf.Term{}, false
	}
	for i := range v.Len() {
		if m := v.At(i); m != value && m != types && m != language && m.Name() != "@context" {
			return rdf.Term{}, false
		}
	}
	p := name{}
	switch {
	case types.Exists():
		if p.datatype, ok = f.datatypeOf(typesIn, types); !ok {
			return rdf.Term{}, false
		}
	case language.Exists():
		p.language = strings.ToLower(language.Text())
		if value.Kind() != jsontree.String || !isLanguageTag(p.language) {
			return rdf.Term{}, false
		}
	}
	switch value.Kind() {
	case jsontree.String, jsontree.Number, jsontree.Bool:
		return f.scalarTerm(&p, value)
	}
	return rdf.Term{}, false
}

// datatypeOf returns the only type of a value object.
func (f *direct) datatypeOf(s *scope, types jsontree.Value) (string, bool) {
	if lenOf(types) != 1 {
		return "", false
	}
	text := elementOf(types, 0).Text()
	iri, ok := s.expandIRI(text, true, true)
	if !ok || iri == rdf.LangString || !rdf.IsIRI(iri) {
		return "", false
	}
	if f.reading != nil && text != iri {
		if misleads, _ := f.typeMisleads(s, text, iri); misleads {
			return "", false
		}
	}
	return iri, true
}
