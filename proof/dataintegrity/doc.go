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
// A signature over statements says nothing about how they are written down.
// So a document must be plain: names are terms and not IRIs, keywords stand
// only in value objects, and what decides on its validity stands in the
// document itself (PROOF-PLAIN). One that brings a context of its own along
// cannot be signed here, and leaves a right signature indeterminate.
//
// # Security
//
// The verification method must be listed for the proof's purpose by its
// controller, and must not have been revoked or expired. Keys of small order
// and non-canonical keys are refused. Whether the key belongs to the issuer
// of the credential is reported apart from the signature; package proof turns
// it into a finding of its own.
package dataintegrity
