// Package convert turns a file in one credential format into a document in
// another: it verifies the source, decodes it into the canonical model of
// package microcredential, writes down where it came from, encodes it in the
// target format, and accounts for every leaf of the source.
//
// A converted document is a new statement. The proof, status and schema of
// the source are never copied; the new document links the original, states
// its digest and what its verification found, and is unsecured until somebody
// signs it.
package convert
