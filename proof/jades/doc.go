// Package jades checks JAdES seals: JSON Web Signatures with an X.509
// certificate, by the baseline level B of ETSI TS 119 182-1, as they stand
// around Europass digital credentials. [New] returns the suite.
//
// # What is checked
//
// The protected header, the binding of the certificate to it, the claimed
// signing time, the certificate's key usage, the signature over the payload
// exactly as it was received, and whether the certificate leads to an anchor
// that the caller trusts. Each is a finding of its own; [Rules] lists them.
//
// # What is not
//
// Time stamps, archive levels, counter signatures and revocation data are
// named in the findings but not evaluated, and objects outside the file are
// not fetched. A seal whose certificate has expired therefore stays
// indeterminate: without an evaluated time stamp nothing proves that it was
// made before.
//
// Whatever stands in the unprotected header is not covered by the signature.
// Certificates found there help to build a chain, and none is believed.
package jades
