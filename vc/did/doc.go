// Package did finds the controller document of an identifier, and the
// verification method that a proof names in it (Controlled Identifiers 1.0
// section 3.3).
//
// did:key and did:jwk hold their key, so they are resolved here without any
// network. Every other identifier is left to the resolver in the [vc.Env];
// [Web] makes the one for did:web and https.
//
// # Security
//
// A controller document is believed because of where it was found: the
// identifier asked for, the document's id and the place that it came from must
// agree. Documents are read strictly, so that they have one meaning; a document
// that gives away a private key is refused.
//
// Whether a method may be used for a purpose, is revoked or has expired, and
// whether its controller is the issuer, is not checked here; see
// [vc.Controller.Allows] and the fields of [vc.Method].
package did
