// Package trust makes trust in X.509 certificates an argument: the caller
// gives the certificates to believe in as [Anchors], and [Anchors.Chain] says
// whether a certificate leads to one of them at a given time. The system's
// certificate store is never consulted, and nothing is fetched.
//
// [Revocations] says whether the authorities themselves say, in what came with a
// document, that a certificate was revoked, and [ParseTimestamp] reads a
// time-stamp token. Both are bounded: what they read is anybody's.
//
// The trusted lists of Regulation (EU) 910/2014 are not part of this package.
// [ReadStatements] reads what a certificate says of itself about
// being a qualified one; only a trusted list can confirm that.
package trust
