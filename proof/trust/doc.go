// Package trust makes trust in X.509 certificates an argument: you give the
// certificates that you trust as [Anchors], and [Anchors.Chain] says whether a
// certificate leads to one of them at a given time. The system's certificate
// store is never consulted, and nothing is fetched.
//
// [Revocations] holds the revocation data that came with a document and says
// whether a certificate was revoked according to the authority that issued it.
// [ParseTimestamp] reads a time-stamp token, [ReadTimestamp] also one that is not
// sound, and [ParseCertificates] what authorities publish. All of these read data
// that anybody may have made, so all are bounded: in bytes, in the number of parts
// and of signatures that are checked, and in what is allocated. A revocation list is
// searched where it lies. Signatures over MD5 and SHA-1 digests are refused, and
// [Weakness] says since when an algorithm or a key is too weak.
//
// [ReadStatements] reads what a certificate says about itself being qualified; only a
// trusted list of Regulation (EU) 910/2014 can confirm that. [Services] holds what the
// lists say, which package lists reads, and [Services.Qualify] compares the two.
package trust
