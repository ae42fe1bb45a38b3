package rdf

// IRIs of the datatypes that the RDF 1.1 abstract syntax itself names.
const (
	xsdString  = "http://www.w3.org/2001/XMLSchema#string"
	LangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// kind is the kind of a term.
type kind uint8

// The kinds of term. kindDefault is the kind of the zero Term, which names
// the default graph and may stand only in the graph position.
const (
	kindDefault kind = iota
	kindIRI
	kindBlank
	kindLiteral
)

// Term is an IRI, a blank node of one dataset, a literal, or (zero value) the
// name of the default graph. Terms are comparable with ==, which is RDF 1.1
// term equality for terms of the same dataset.
type Term struct {
	value string // IRI or lexical form
	note  string // literal: language tag if lang, else datatype ("" = xsd:string)
	node  uint32 // blank node: number in its dataset
	kind  kind
	lang  bool
}

// NewIRI returns the IRI as a term. Whether it is one is checked when the
// dataset is written or canonicalized; see [IsIRI].
func NewIRI(iri string) Term { return Term{kind: kindIRI, value: iri} }

// NewLiteral returns a literal with a datatype; the empty datatype is
// xsd:string. The datatype rdf:langString belongs to [NewLangLiteral] and is
// refused when the dataset is written.
func NewLiteral(lexical, datatype string) Term {
	if datatype == xsdString {
		datatype = ""
	}
	return Term{kind: kindLiteral, value: lexical, note: datatype}
}

// NewLangLiteral returns a language-tagged string. The tag keeps its letter
// case: RDFC-1.0 does not normalize literals.
func NewLangLiteral(lexical, language string) Term {
	return Term{kind: kindLiteral, value: lexical, note: language, lang: true}
}

// Value returns the IRI or the lexical form; it is empty for blank nodes, which
// have a number and a label in their dataset.
func (t Term) Value() string { return t.value }

// IsIRI, IsBlank and IsLiteral report what the term is.
func (t Term) IsIRI() bool     { return t.kind == kindIRI }
func (t Term) IsBlank() bool   { return t.kind == kindBlank }
func (t Term) IsLiteral() bool { return t.kind == kindLiteral }

// Language returns the language tag of a literal, "" if it has none.
func (t Term) Language() string {
	if t.lang {
		return t.note
	}
	return ""
}

// Datatype returns the IRI of the datatype of a literal, "" for other terms.
func (t Term) Datatype() string {
	switch {
	case t.kind != kindLiteral:
		return ""
	case t.lang:
		return LangString
	case t.note == "":
		return xsdString
	}
	return t.note
}
