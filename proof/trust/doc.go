// Package trust makes trust in X.509 certificates an argument: the caller
// gives the certificates to believe in as [Anchors], and [Anchors.Chain] says
// whether a certificate leads to one of them at a given time. The system's
// certificate store is never consulted, and nothing is fetched.
//
// Revocation and the trusted lists of Regulation (EU) 910/2014 are not part of
// this package. [ReadStatements] reads what a certificate says of itself about
// being a qualified one; only a trusted list can confirm that.
package trust
