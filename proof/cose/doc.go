// Package cose makes and checks credentials and presentations that are secured as
// COSE_Sign1 messages (RFC 9052): the vc+cose and vp+cose of Securing Verifiable
// Credentials using JOSE and COSE, section 3.3. The payload of the message is the
// document as it is.
//
// ES256, ES384, ES512, EdDSA and the three PS algorithms are known, and the names of
// RFC 9864 for the same. The issuer's key is named by kid, as in a token of package
// jose: the URL of a verification method, or a hint at one of the issuer's keys. The
// claims of a CBOR Web Token in the header (RFC 9597) are read: who signed, for
// whom, when, and which challenge is answered.
//
// # Security
//
// The message is read strictly, and the bytes that the signature covers are written
// anew from what was read. What decides must stand in the protected header: the
// algorithm, the type, crit and the claims; elsewhere they are refused. A critical
// parameter that is not understood is a failure. Keys and certificates that come
// with a message are not used.
package cose
