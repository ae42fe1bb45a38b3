// Package dataintegrity makes and checks embedded proofs by W3C Verifiable
// Credential Data Integrity 1.0 with the EdDSA and ECDSA cryptosuites 1.0,
// selective disclosure among them, and reads Ed25519Signature2020.
//
// # What is signed
//
// The proof configuration is the proof as it was received less its
// proofValue: every other member, known or not, is signed. Under the suites
// that canonicalise RDF any member that JSON-LD would drop is an error, and so
// is any number that would change; under the JCS suites the JSON itself is
// signed, and contexts that were appended after signing are cut off from the
// document that counts as verified.
//
// A signature over statements says nothing about how they are written down. So
// what a reader of JSON sees of the members that decide must be exactly what is
// stated, whatever the spelling (PROOF-PLAIN). Contexts that are not built in may
// add names. One that gives a known name another meaning, or something known
// another name, leaves a right signature indeterminate and is not signed.
//
// # Security
//
// The verification method must be listed for the proof's purpose by its
// controller, and must not have been revoked or expired. Keys of small order
// and non-canonical keys are refused. Whether the key belongs to the issuer
// of the credential is reported apart from the signature; package proof turns
// it into a finding of its own.
package dataintegrity
