// Package jades checks JAdES seals: JSON Web Signatures with an X.509
// certificate (ETSI TS 119 182-1), of any serialisation, as they stand around
// Europass digital credentials. [New] returns the suite.
//
// # What is checked
//
// The protected header, the binding of the certificate to it, the claimed
// signing time, the certificate's key usage, the signature over the payload
// exactly as it was received, whether the certificate leads to an anchor that
// you trust, and whether it names the issuer whom the credential names. Each
// is a finding of its own; [Rules] lists them.
//
// Whatever stands in the unprotected header is not covered by the signature
// and counts only for what it proves itself. Time stamps of authorities that
// you trust prove when the seal existed; answers and lists of the authorities
// say whether a certificate was revoked. Certificates, their expiry and their
// revocation are judged at the earliest time at which the seal is proven to
// have existed, and else now.
//
// # What is not
//
// Nothing is fetched. A seal that brings no revocation data leaves open
// whether it is in force. Counter signatures, time stamps over references and
// archive time stamps over components in plain JSON are named and not
// evaluated, and objects outside the file are not looked at.
package jades
