// Package jades makes and checks JAdES seals: JSON Web Signatures with an X.509
// certificate (ETSI TS 119 182-1), in any serialisation, as Europass digital
// credentials have them. [Suites] returns the suite that checks, [Seal] makes a
// seal, and [Extend] raises one to a higher level.
//
// # Making
//
// [Seal] writes the payload exactly as given. Above level B it asks the [Services]
// that you give for time stamps and revocation data, and checks each answer before
// it goes in. A service that fails leaves the seal at the level that it reached; the
// findings say why. [Extend] only inserts into a file and changes none of its bytes.
//
// # What is checked
//
// The protected header, the binding of the certificate to it, the claimed
// signing time, the certificate's key usage, the signature over the payload
// exactly as it was received, whether the certificate leads to an anchor that
// you trust, and whether it names the same issuer as the credential. Each is a
// finding of its own; [Rules] lists them.
//
// The signature does not cover the unprotected header, so what stands there
// counts only for what it proves itself. Time stamps of authorities that you
// trust prove when the seal existed. Responses and revocation lists say whether
// a certificate was revoked, when they are from the authority that issued it.
// The validity and revocation of certificates are judged at the earliest time at
// which the seal is proven to have existed, or now if nothing proves that.
//
// # What is not checked
//
// Nothing is fetched. A seal without revocation data leaves open whether it is
// in force. Of a counter signature the value and what it signs are checked, but not
// its chain of certificates. Archive time stamps over components in plain JSON are
// evaluated only if these are canonicalised by RFC 8785. Objects outside the file are
// not read.
package jades
