// Package jsonld turns a JSON-LD 1.1 document into an RDF dataset and its
// RDFC-1.0 canonical form, or into an error. Data loss is always an error:
// what the canonical form does not hold, a signature over it does not
// protect.
//
// # How a document is read
//
// The document is expanded (JSON-LD 1.1 API, section 5.1) and written as
// quads (section 8) by this package, on the strict tree of package jsontree.
// Every expanded value keeps its place in the source, so that an error names
// a JSON Pointer, a number keeps its lexical form and a JSON literal is the
// RFC 8785 form of what was written. Only the processing of a context
// definition (section 4.1 and 4.2: terms, prefixes, containers, protection)
// is left to json-gold, which is never given a URL and whose document loader
// refuses everything. Each context is first checked against the grammar of
// JSON-LD 1.1, because json-gold accepts some invalid ones and panics on others.
//
// Most documents do not need all that. What the names of an active context stand
// for is worked out once, and a single walk over the tree writes the quads of
// nodes, references, scalars, lists, language maps and graph containers. At
// anything else, at every error and wherever there is something to remark, it
// gives up, and the document is expanded as above: refusals and remarks are those
// of the expansion, and both ways lead to the same quads.
//
// # Offline
//
// Contexts come from a [Loader], by default the tables of package contexts.
// The base IRI is empty, so a relative reference is an error unless the
// document itself sets @base.
//
// # What counts as loss
//
// Everything that the JSON-LD algorithms would drop or ignore: see the Code
// constants. The safe mode of jsonld.js is less strict and lets some of it
// vanish: an empty reference, an @index annotation, the key of an id map whose
// node has another @id, an array inside a @list that has no list container. A
// base direction is kept as the datatype that JSON-LD calls i18n-datatype.
//
// Two documents with one canonical form may still differ in what JSON-LD and RDF
// take to be the same: the order of members and sets, repetitions, empty arrays
// and nulls, the letter case of language tags, the form of a number and its
// seventeenth digit, the labels of blank nodes, and how contexts abbreviate.
//
// # What a reader of JSON sees
//
// How contexts abbreviate matters to a reader who takes the document for plain
// JSON and goes by its names. A [Reading] asks whether such a reader reads what
// is stated.
package jsonld
