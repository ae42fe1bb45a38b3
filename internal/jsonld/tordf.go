package jsonld

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const (
	rdfNS    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfType  = rdfNS + "type"
	rdfFirst = rdfNS + "first"
	rdfRest  = rdfNS + "rest"
	rdfNil   = rdfNS + "nil"
	rdfJSON  = rdfNS + "JSON"
	i18n     = "https://www.w3.org/ns/i18n#"
)

// quadWriter writes the expanded form as quads (JSON-LD 1.1 API section 8).
// It needs no node map: a dataset is a set, so nodes that share an id merge
// of themselves.
type quadWriter struct {
	*expander
	ds    *rdf.Dataset
	name  func(at jsontree.Value) string
	watch *watch // nil: nothing decides
}

// The signs in front of the labels of unnamed blank nodes, none of which can
// begin a label in a document.
const (
	nodeSign  = "="
	graphSign = "@"
	cellSign  = "+"
)

// blank returns a blank node that the document does not name.
func (w *quadWriter) blank(sign string, at jsontree.Value) rdf.Term {
	if w.name == nil {
		return w.ds.NewBlank()
	}
	return w.ds.Blank(sign + w.name(at))
}

// place is a term that a quad can have, or not: where loss is allowed, quads
// with a malformed term are left out.
type place struct {
	term rdf.Term
	ok   bool
}

var defaultGraph = place{ok: true}

func (w *quadWriter) document(doc jsontree.Value, items []*item) error {
	w.watchRoot(doc, items)
	for _, it := range items {
		if err := w.root(it, defaultGraph); err != nil {
			return err
		}
	}
	w.finishWatch()
	if w.ds.Len() == 0 {
		return w.lose(CodeEmpty, doc, "the document yields no statement")
	}
	return nil
}

// root writes an item that no statement refers to, so that it must yield one
// itself.
func (w *quadWriter) root(it *item, graph place) error {
	if it.kind != nodeItem {
		return w.lose(CodeValueDropped, it.at, "a value that is no node yields no statement here")
	}
	if n := it.node; !n.speaks() && (n.hasID || len(n.included) == 0) {
		if err := w.lose(CodeValueDropped, it.at, "the object itself yields no statement"); err != nil {
			return err
		}
	}
	_, err := w.node(it, graph)
	return err
}

// node writes the statements of a node and returns its name.
func (w *quadWriter) node(it *item, graph place) (place, error) {
	n := it.node
	subject := place{ok: true}
	var err error
	switch {
	case n.hasID:
		subject, err = w.resource(n.id, n.idAt, CodeIRIRelative)
	case n.container:
		subject.term = w.blank(graphSign, it.at)
	default:
		subject.term = w.blank(nodeSign, it.at)
	}
	if err != nil {
		return subject, err
	}
	var at []*watched
	if graph == defaultGraph {
		at = w.watch.find(n)
	}
	if err := w.types(it, subject, graph, at); err != nil {
		return subject, err
	}
	for _, p := range n.members {
		if err := w.members(it, p, subject, graph, at); err != nil {
			return subject, err
		}
	}
	for _, p := range n.reverse {
		if err := w.reverse(p, subject, graph); err != nil {
			return subject, err
		}
	}
	for _, inner := range n.graph {
		if err := w.root(inner, subject); err != nil {
			return subject, err
		}
	}
	for _, other := range n.included {
		if err := w.root(other, graph); err != nil {
			return subject, err
		}
	}
	return subject, nil
}

func (w *quadWriter) types(it *item, subject, graph place, at []*watched) error {
	for _, t := range it.node.types {
		object := place{}
		var err error
		switch {
		case isKeywordLike(t.iri) || !t.ok && isKeywordLike(t.at.Text()):
			err = w.lose(CodeKeyword, t.at, "the type has the form of a keyword")
		case !t.ok:
			err = w.lose(CodeTypeUndefined, t.at, "the context defines the type as null")
		default:
			object, err = w.resource(t.iri, t.at, CodeTypeUndefined)
		}
		if err != nil {
			return err
		}
		w.add(subject, place{rdf.NewIRI(rdfType), true}, object, graph)
		for _, watched := range at {
			watched.stateType(it, t, object)
		}
	}
	return nil
}

func (w *quadWriter) members(it *item, p property, subject, graph place, at []*watched) error {
	predicate, err := w.predicate(p)
	if err != nil {
		return err
	}
	for _, value := range p.values {
		object, err := w.object(value, graph)
		if err != nil {
			return err
		}
		w.add(subject, predicate, object, graph)
		for _, watched := range at {
			watched.stateMember(it, p, object)
		}
	}
	return nil
}

func (w *quadWriter) reverse(p property, object, graph place) error {
	predicate, err := w.predicate(p)
	if err != nil {
		return err
	}
	for _, it := range p.values {
		subject, err := w.node(it, graph)
		if err != nil {
			return err
		}
		w.add(subject, predicate, object, graph)
		if graph != defaultGraph {
			continue
		}
		for _, watched := range w.watch.find(it.node) {
			watched.stateMember(it, p, object)
		}
	}
	return nil
}

func (w *quadWriter) predicate(p property) (place, error) {
	if strings.HasPrefix(p.iri, "_:") {
		return place{}, w.lose(CodeBlankPredicate, p.at, "the property is a blank node")
	}
	return w.resource(p.iri, p.at, CodeTermUndefined)
}

// resource returns the term of an IRI or a blank node identifier. The code
// is for a name that no context made an IRI.
func (w *quadWriter) resource(iri string, at jsontree.Value, relative string) (place, error) {
	if label, blank := strings.CutPrefix(iri, "_:"); blank {
		if !rdf.IsBlankLabel(label) {
			return place{}, w.lose(CodeIRIInvalid, at, "the blank node identifier is malformed")
		}
		return place{w.ds.Blank(label), true}, nil
	}
	if rdf.IsIRI(iri) {
		return place{rdf.NewIRI(iri), true}, nil
	}
	return place{}, w.malformed(iri, at, relative)
}

func (w *quadWriter) malformed(iri string, at jsontree.Value, relative string) error {
	switch {
	case hasScheme(iri):
		return w.lose(CodeIRIInvalid, at, "the IRI has a character that no IRI can have")
	case relative == CodeTypeUndefined:
		return w.lose(relative, at, "no context defines the type")
	case relative == CodeTermUndefined:
		return w.lose(relative, at, "no context makes the member name an IRI")
	}
	return w.lose(relative, at, "the IRI is relative and there is no base to resolve it against")
}

// object returns the term of a value in a graph, and writes what it consists of.
func (w *quadWriter) object(it *item, graph place) (place, error) {
	switch it.kind {
	case nodeItem:
		return w.node(it, graph)
	case listItem:
		return w.list(it, graph)
	case jsonItem:
		form, err := it.value.Canonical()
		if err != nil {
			return place{}, &Error{Code: CodeNumber, Pointer: it.at.Pointer(), Detail: "the JSON literal has a number that would become another one; write it as a string", Err: err}
		}
		return place{rdf.NewLiteral(string(form), rdfJSON), true}, nil
	}
	return w.literal(it)
}

// list writes an RDF collection.
func (w *quadWriter) list(it *item, graph place) (place, error) {
	next := place{rdf.NewIRI(rdfNil), true}
	if len(it.list) == 0 {
		return next, nil
	}
	head := place{w.blank(cellSign, it.list[0].at), true}
	cell := head
	for i, element := range it.list {
		object, err := w.object(element, graph)
		if err != nil {
			return place{}, err
		}
		w.add(cell, place{rdf.NewIRI(rdfFirst), true}, object, graph)
		rest := next
		if i < len(it.list)-1 {
			rest = place{w.blank(cellSign, it.list[i+1].at), true}
		}
		w.add(cell, place{rdf.NewIRI(rdfRest), true}, rest, graph)
		cell = rest
	}
	return head, nil
}

// literal returns the term of a value object.
func (w *quadWriter) literal(it *item) (place, error) {
	datatype := it.datatype
	switch {
	case datatype == rdf.LangString:
		return place{}, w.lose(CodeLanguage, it.at, "the datatype rdf:langString needs a language")
	case datatype != "" && !rdf.IsIRI(datatype):
		return place{}, w.malformed(datatype, it.at, CodeTypeUndefined)
	}
	if it.direction != "" && !w.i18n {
		if err := w.lose(CodeDirection, it.at, "RDF cannot hold the base direction of the string"); err != nil {
			return place{}, err
		}
	}
	switch it.value.Kind() {
	case jsontree.Bool:
		if datatype == "" {
			datatype = xsdBoolean
		}
		return place{rdf.NewLiteral(it.value.Raw(), datatype), true}, nil
	case jsontree.Number:
		return w.number(it, datatype)
	case jsontree.String:
		return w.text(it, it.value.Text(), datatype)
	}
	return w.text(it, it.text, datatype)
}

func (w *quadWriter) number(it *item, datatype string) (place, error) {
	f, ok := it.value.Float()
	lexical, kind, exact := number(f, datatype)
	if !exact {
		w.remark(Rounded, it.value)
	}
	if !ok {
		if err := w.lose(CodeNumber, it.value, "the number would become another one; write it as a string"); err != nil {
			return place{}, err
		}
	}
	return place{rdf.NewLiteral(lexical, kind), true}, nil
}

func (w *quadWriter) text(it *item, text, datatype string) (place, error) {
	switch {
	case it.direction != "" && w.i18n:
		return w.directed(it, text)
	case it.language == "":
		return place{rdf.NewLiteral(text, datatype), true}, nil
	case !isLanguageTag(it.language):
		return place{}, w.lose(CodeLanguage, it.at, "the language tag is malformed")
	}
	return place{rdf.NewLangLiteral(text, it.language), true}, nil
}

// directed returns the term of a string with a base direction (JSON-LD 1.1
// API section 8.2.2, rdfDirection "i18n-datatype"): what the current
// implementations of the cryptosuites sign.
func (w *quadWriter) directed(it *item, text string) (place, error) {
	if it.language != "" && !isLanguageTag(it.language) {
		return place{}, w.lose(CodeLanguage, it.at, "the language tag is malformed")
	}
	return place{rdf.NewLiteral(text, i18n+strings.ToLower(it.language)+"_"+it.direction), true}, nil
}

// isLanguageTag reports whether s has the form that RFC 5646 gives every
// language tag: subtags of one to eight letters or digits, letters at first.
func isLanguageTag(s string) bool {
	length, first := 0, true
	for _, c := range []byte(s) {
		switch letter := c | 0x20; {
		case c == '-':
			if length == 0 {
				return false
			}
			length, first = 0, false
			continue
		case letter >= 'a' && letter <= 'z':
		case c >= '0' && c <= '9' && !first:
		default:
			return false
		}
		if length++; length > 8 {
			return false
		}
	}
	return length > 0
}

// add writes a quad unless one of its terms is malformed.
func (w *quadWriter) add(subject, predicate, object, graph place) {
	if subject.ok && predicate.ok && object.ok && graph.ok {
		w.ds.Add(rdf.Quad{Subject: subject.term, Predicate: predicate.term.Value(), Object: object.term, Graph: graph.term})
	}
}
