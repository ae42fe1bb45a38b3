// Package dataintegrity makes and checks embedded proofs as defined by W3C
// Verifiable Credential Data Integrity 1.0, with the EdDSA and ECDSA
// cryptosuites 1.0 including selective disclosure. It also supports the older
// Ed25519Signature2020, and bbs-2023 of the BBS cryptosuites 1.0, which are a
// Candidate Recommendation on a draft of BBS: what is signed today may not verify
// with later versions. Of its optional features, anonymous holder binding and
// pseudonyms, none is supported: whether such a proof is right is not known.
//
// # What is signed
//
// The proof configuration is the received proof without its proofValue: every
// other member, known or not, is signed. Under the suites that canonicalise RDF,
// a member that JSON-LD would drop is an error, and so is a number that would
// change. Under the JCS suites the JSON itself is signed; contexts that were
// appended after signing are cut off from the document that counts as verified.
//
// A signature over RDF statements says nothing about how they are written in
// JSON. So for the members that decide, what a reader of the JSON sees must be
// exactly what the statements say (PROOF-PLAIN). Contexts that are not built in
// may add names. A context that gives a known name another meaning, or a known
// meaning another name, makes a right signature indeterminate, and no document
// that uses one is signed.
//
// # Security
//
// The controller must list the verification method for the proof's purpose, and
// the method must be neither revoked nor expired. Keys of small order and
// non-canonical keys are refused. Whether the key belongs to the issuer of the
// credential is reported apart from the signature; package proof makes a finding
// of its own out of that.
package dataintegrity
