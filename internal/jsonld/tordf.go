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

// quadWriter writes the expanded form as quads (JSON-LD 1.1 API section 8). It
// needs no node map: a dataset is a set, so nodes with the same id merge by
// themselves.
type quadWriter struct {
	*expander
	ds    *rdf.Dataset
	name  func(at jsontree.Value) string
	state func(Statement) // takes the statements instead of ds, or nil
	watch *watch          // nil: no node is decisive
}

// The signs in front of the names of unnamed blank nodes. No label in a document
// can begin with one.
const (
	nodeSign  = "="
	graphSign = "@"
	cellSign  = "+"
)

// blankTerm returns a blank node that the document does not name.
func (w *quadWriter) blankTerm(sign string, at jsontree.Value) rdf.Term {
	if w.name == nil {
		return w.ds.NewBlank()
	}
	return w.ds.Blank(sign + w.name(at))
}

// optionalTerm is a term, or nothing in the place of a malformed one: where loss
// is allowed, quads without one of their terms are left out.
type optionalTerm struct {
	term rdf.Term
	ok   bool
}

var defaultGraph = optionalTerm{ok: true}

func (w *quadWriter) writeDocument(doc jsontree.Value, items []*item) error {
	w.watchRoot(doc, items)
	for _, it := range items {
		if err := w.writeRoot(it, defaultGraph); err != nil {
			return err
		}
	}
	w.finishWatch()
	if w.state == nil && w.ds.Len() == 0 {
		return w.reportLoss(CodeEmpty, doc, "the document yields no statement")
	}
	return nil
}

// writeRoot writes an item that no statement refers to, so that it must yield one
// itself.
func (w *quadWriter) writeRoot(it *item, graph optionalTerm) error {
	if it.kind != nodeItem {
		return w.reportLoss(CodeValueDropped, it.at, "a value that is no node yields no statement here")
	}
	if n := it.node; !n.hasStatements() && (n.hasID || len(n.included) == 0) {
		if err := w.reportLoss(CodeValueDropped, it.at, "the object itself yields no statement"); err != nil {
			return err
		}
	}
	_, err := w.writeNode(it, graph)
	return err
}

// writeNode writes the statements of a node and returns its name.
func (w *quadWriter) writeNode(it *item, graph optionalTerm) (optionalTerm, error) {
	n := it.node
	subject := optionalTerm{ok: true}
	var err error
	switch {
	case n.hasID:
		subject, err = w.resourceTerm(n.id, n.idAt, CodeIRIRelative)
	case n.container:
		subject.term = w.blankTerm(graphSign, it.at)
	default:
		subject.term = w.blankTerm(nodeSign, it.at)
	}
	if err != nil {
		return subject, err
	}
	var all []*watched
	if graph == defaultGraph {
		all = w.watch.find(n)
	}
	if err := w.writeTypes(it, subject, graph, all); err != nil {
		return subject, err
	}
	for _, p := range n.members {
		if err := w.writeMembers(it, p, subject, graph, all); err != nil {
			return subject, err
		}
	}
	for _, p := range n.reverse {
		if err := w.writeReverse(p, subject, graph); err != nil {
			return subject, err
		}
	}
	for _, inner := range n.graph {
		if err := w.writeRoot(inner, subject); err != nil {
			return subject, err
		}
	}
	for _, other := range n.included {
		if err := w.writeRoot(other, graph); err != nil {
			return subject, err
		}
	}
	return subject, nil
}

func (w *quadWriter) writeTypes(it *item, subject, graph optionalTerm, all []*watched) error {
	for _, t := range it.node.types {
		object := optionalTerm{}
		var err error
		switch {
		case isKeywordLike(t.iri) || !t.ok && isKeywordLike(t.at.Text()):
			err = w.reportLoss(CodeKeyword, t.at, "the type has the form of a keyword")
		case !t.ok:
			err = w.reportLoss(CodeTypeUndefined, t.at, "the context defines the type as null")
		default:
			object, err = w.resourceTerm(t.iri, t.at, CodeTypeUndefined)
		}
		if err != nil {
			return err
		}
		w.add(it.at, t.at, subject, optionalTerm{rdf.NewIRI(rdfType), true}, object, graph)
		for _, wn := range all {
			wn.addType(it, t, object)
		}
	}
	return nil
}

func (w *quadWriter) writeMembers(it *item, p property, subject, graph optionalTerm, all []*watched) error {
	predicate, err := w.predicateTerm(p)
	if err != nil {
		return err
	}
	for _, value := range p.values {
		object, err := w.writeObject(value, graph)
		if err != nil {
			return err
		}
		w.add(it.at, value.at, subject, predicate, object, graph)
		for _, wn := range all {
			wn.addMember(it, p, object)
		}
	}
	return nil
}

func (w *quadWriter) writeReverse(p property, object, graph optionalTerm) error {
	predicate, err := w.predicateTerm(p)
	if err != nil {
		return err
	}
	for _, it := range p.values {
		subject, err := w.writeNode(it, graph)
		if err != nil {
			return err
		}
		w.add(it.at, it.at, subject, predicate, object, graph)
		if graph != defaultGraph {
			continue
		}
		for _, wn := range w.watch.find(it.node) {
			wn.addMember(it, p, object)
		}
	}
	return nil
}

func (w *quadWriter) predicateTerm(p property) (optionalTerm, error) {
	if strings.HasPrefix(p.iri, "_:") {
		return optionalTerm{}, w.reportLoss(CodeBlankPredicate, p.at, "the property is a blank node")
	}
	return w.resourceTerm(p.iri, p.at, CodeTermUndefined)
}

// resourceTerm returns the term of an IRI or a blank node identifier. relative
// is the error code for a name that no context made an IRI.
func (w *quadWriter) resourceTerm(iri string, at jsontree.Value, relative string) (optionalTerm, error) {
	if label, blank := strings.CutPrefix(iri, "_:"); blank {
		if !rdf.IsBlankLabel(label) {
			return optionalTerm{}, w.reportLoss(CodeIRIInvalid, at, "the blank node identifier is malformed")
		}
		return optionalTerm{w.ds.Blank(label), true}, nil
	}
	if rdf.IsIRI(iri) {
		return optionalTerm{rdf.NewIRI(iri), true}, nil
	}
	return optionalTerm{}, w.reportMalformed(iri, at, relative)
}

func (w *quadWriter) reportMalformed(iri string, at jsontree.Value, relative string) error {
	switch {
	case hasScheme(iri):
		return w.reportLoss(CodeIRIInvalid, at, "the IRI has a character that no IRI can have")
	case relative == CodeTypeUndefined:
		return w.reportLoss(relative, at, "no context defines the type")
	case relative == CodeTermUndefined:
		return w.reportLoss(relative, at, "no context makes the member name an IRI")
	}
	return w.reportLoss(relative, at, "the IRI is relative and there is no base to resolve it against")
}

// writeObject returns the term of a value, after writing the statements of which
// it consists into a graph.
func (w *quadWriter) writeObject(it *item, graph optionalTerm) (optionalTerm, error) {
	switch it.kind {
	case nodeItem:
		return w.writeNode(it, graph)
	case listItem:
		return w.writeList(it, graph)
	case jsonItem:
		form, err := it.value.Canonical()
		if err != nil {
			return optionalTerm{}, &Error{Code: CodeNumber, Pointer: it.at.Pointer(), Detail: "the JSON literal has a number that would become another one; write it as a string", Err: err}
		}
		return optionalTerm{rdf.NewLiteral(string(form), rdfJSON), true}, nil
	}
	return w.literalTerm(it)
}

// writeList writes an RDF collection.
func (w *quadWriter) writeList(it *item, graph optionalTerm) (optionalTerm, error) {
	next := optionalTerm{rdf.NewIRI(rdfNil), true}
	if len(it.list) == 0 {
		return next, nil
	}
	head := optionalTerm{w.blankTerm(cellSign, it.list[0].at), true}
	cell := head
	for i, element := range it.list {
		object, err := w.writeObject(element, graph)
		if err != nil {
			return optionalTerm{}, err
		}
		w.add(element.at, element.at, cell, optionalTerm{rdf.NewIRI(rdfFirst), true}, object, graph)
		rest := next
		if i < len(it.list)-1 {
			rest = optionalTerm{w.blankTerm(cellSign, it.list[i+1].at), true}
		}
		w.add(element.at, element.at, cell, optionalTerm{rdf.NewIRI(rdfRest), true}, rest, graph)
		cell = rest
	}
	return head, nil
}

// literalTerm returns the term of a value object.
func (w *quadWriter) literalTerm(it *item) (optionalTerm, error) {
	datatype := it.datatype
	switch {
	case datatype == rdf.LangString:
		return optionalTerm{}, w.reportLoss(CodeLanguage, it.at, "the datatype rdf:langString needs a language")
	case datatype != "" && !rdf.IsIRI(datatype):
		return optionalTerm{}, w.reportMalformed(datatype, it.at, CodeTypeUndefined)
	}
	if it.direction != "" && !w.i18n {
		if err := w.reportLoss(CodeDirection, it.at, "RDF cannot hold the base direction of the string"); err != nil {
			return optionalTerm{}, err
		}
	}
	switch it.value.Kind() {
	case jsontree.Bool:
		if datatype == "" {
			datatype = xsdBoolean
		}
		return optionalTerm{rdf.NewLiteral(it.value.Raw(), datatype), true}, nil
	case jsontree.Number:
		return w.numberTerm(it, datatype)
	case jsontree.String:
		return w.textTerm(it, it.value.Text(), datatype)
	}
	return w.textTerm(it, it.text, datatype)
}

func (w *quadWriter) numberTerm(it *item, datatype string) (optionalTerm, error) {
	f, ok := it.value.Float()
	lexical, kind, exact := formatNumber(f, datatype)
	if !exact {
		w.addRemark(Rounded, it.value)
	}
	if !ok {
		if err := w.reportLoss(CodeNumber, it.value, "the number would become another one; write it as a string"); err != nil {
			return optionalTerm{}, err
		}
	}
	return optionalTerm{rdf.NewLiteral(lexical, kind), true}, nil
}

func (w *quadWriter) textTerm(it *item, text, datatype string) (optionalTerm, error) {
	switch {
	case it.direction != "" && w.i18n:
		return w.directedTerm(it, text)
	case it.language == "":
		return optionalTerm{rdf.NewLiteral(text, datatype), true}, nil
	case !isLanguageTag(it.language):
		return optionalTerm{}, w.reportLoss(CodeLanguage, it.at, "the language tag is malformed")
	}
	return optionalTerm{rdf.NewLangLiteral(text, it.language), true}, nil
}

// directedTerm returns the term of a string with a base direction (JSON-LD 1.1
// API section 8.2.2, rdfDirection "i18n-datatype"): what the current
// implementations of the cryptosuites sign.
func (w *quadWriter) directedTerm(it *item, text string) (optionalTerm, error) {
	if it.language != "" && !isLanguageTag(it.language) {
		return optionalTerm{}, w.reportLoss(CodeLanguage, it.at, "the language tag is malformed")
	}
	return optionalTerm{rdf.NewLiteral(text, i18n+strings.ToLower(it.language)+"_"+it.direction), true}, nil
}

// isLanguageTag reports whether s has the form that RFC 5646 gives every
// language tag: subtags of one to eight letters or digits, the first one of
// letters.
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
func (w *quadWriter) add(from, at jsontree.Value, subject, predicate, object, graph optionalTerm) {
	if !subject.ok || !predicate.ok || !object.ok || !graph.ok {
		return
	}
	q := rdf.Quad{Subject: subject.term, Predicate: predicate.term.Value(), Object: object.term, Graph: graph.term}
	if w.state != nil {
		w.state(Statement{q, from, at})
		return
	}
	w.ds.Add(q)
}
