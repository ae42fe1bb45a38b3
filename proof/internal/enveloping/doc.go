// Package enveloping has what the proofs around a document have in common,
// whether they are JSON Web Tokens or COSE messages (data model 2.0 section 4.12):
// whose key must have signed, how it is found, and what may stand in an envelope.
//
// # Security
//
// A key is only ever taken from the document of its controller. One that comes with
// the signature shows that the signature is right, and nothing about whose it is.
package enveloping
