package rdf

// IRIs of the datatypes that the RDF 1.1 abstract syntax itself names.
const (
	XSDString  = "http://www.w3.org/2001/XMLSchema#string"
	LangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// Kind tells the kinds of term apart.
type Kind uint8

// The kinds of term. KindDefault is the kind of the zero Term, which names
// the default graph and may stand only in the graph position.
const (
	KindDefault Kind = iota
	KindIRI
	KindBlank
	KindLiteral
)

// Term is an IRI, a blank node of one dataset, a literal, or (zero value) the
// name of the default graph. Terms are comparable with ==, which is RDF 1.1
// term equality for terms of the same dataset.
type Term struct {
	value string // IRI or lexical form
	note  string // literal: language tag if lang, else datatype ("" = xsd:string)
	node  uint32 // blank node: number in its dataset
	kind  Kind
	lang  bool
}

// NewIRI returns the IRI as a term. Whether it is one is checked when the
// dataset is written or canonicalized; see [IsIRI].
func NewIRI(iri string) Term { return Term{kind: KindIRI, value: iri} }

// NewLiteral returns a literal with a datatype; the empty datatype is
// xsd:string. The datatype rdf:langString belongs to [NewLangLiteral] and is
// refused when the dataset is written.
func NewLiteral(lexical, datatype string) Term {
	if datatype == XSDString {
		datatype = ""
	}
	return Term{kind: KindLiteral, value: lexical, note: datatype}
}

// NewLangLiteral returns a language-tagged string. The tag keeps its letter
// case: RDFC-1.0 does not normalize literals.
func NewLangLiteral(lexical, language string) Term {
	return Term{kind: KindLiteral, value: lexical, note: language, lang: true}
}

// Kind returns the kind of the term.
func (t Term) Kind() Kind { return t.kind }

// Value returns the IRI or the lexical form; it is empty for blank nodes,
// which have a number (Node) and a label in their dataset.
func (t Term) Value() string { return t.value }

// Node returns the number of a blank node in its dataset, or -1.
func (t Term) Node() int {
	if t.kind != KindBlank {
		return -1
	}
	return int(t.node)
}

// Datatype returns the datatype IRI of a literal, also when it is implied;
// it is empty for other terms.
func (t Term) Datatype() string {
	switch {
	case t.kind != KindLiteral:
		return ""
	case t.lang:
		return LangString
	case t.note == "":
		return XSDString
	}
	return t.note
}

// Language returns the language tag of a language-tagged string, else "".
func (t Term) Language() string {
	if !t.lang {
		return ""
	}
	return t.note
}
