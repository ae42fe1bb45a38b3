// Package rdf holds RDF 1.1 datasets, a strict N-Quads reader, the canonical
// N-Quads writer and RDF Dataset Canonicalization (RDFC-1.0, W3C
// Recommendation of 21 May 2024).
//
// A signature over linked data is a signature over the canonical N-Quads of
// its dataset, so two rules govern the package: different datasets never share
// a canonical form, and no input makes canonicalization spin. The first is why
// every term is checked again when it is written; the second is why quads,
// blank nodes, bytes and the work of telling symmetric blank nodes apart are
// all bounded.
//
// RDFC-1.0 itself has a weakness that callers should know: its N-degree hash
// ignores graph names that are IRIs, and which related nodes stand in one quad.
// If quads of named graphs link blank nodes that first-degree hashes cannot tell
// apart, a dataset can have more than one canonical form, and the order of quads
// decides. Then a verifier may fail to reproduce a signature; it cannot be made
// to accept another dataset.
//
// Blank nodes are small integers inside a [Dataset]; labels are kept only to
// be given back. Strings are shared with the input, never copied.
package rdf
