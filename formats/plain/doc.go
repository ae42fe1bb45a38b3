// Package plain reads and writes plain W3C Verifiable Credentials 2.0: credentials of
// no other format of this library.
//
// What the data model has a member for stands there: name and description with their
// languages, the issuer, the period of validity, the learner's name, evidence and
// related resources. All else that a European micro-credential says stands in the terms
// of [ExtensionContext], which every reader of JSON-LD can expand, and what no term
// holds in its residue. So a document that [Encode] wrote comes back as it was, but for
// what belongs to the source alone.
//
// A credential of somebody else is read for what the data model says of it. Members
// that nobody here knows are residue of the model, each under its pointer.
package plain
