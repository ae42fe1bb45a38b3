// Package dataintegrity makes and checks embedded proofs by W3C Verifiable
// Credential Data Integrity 1.0 with the EdDSA cryptosuites 1.0.
//
// # What is signed
//
// The proof configuration is the proof as it was received less its
// proofValue: every other member, known or not, is signed. Under
// eddsa-rdfc-2022 any member that JSON-LD would drop is an error, and so is
// any number that would change; under eddsa-jcs-2022 the JSON itself is
// signed, and contexts that were appended after signing are cut off from the
// document that counts as verified.
//
// # Security
//
// The verification method must be listed for the proof's purpose by its
// controller, and must not have been revoked or expired. Keys of small order
// and non-canonical keys are refused. Whether the key belongs to the issuer
// of the credential is reported apart from the signature; package proof turns
// it into a finding of its own.
package dataintegrity
