// Package proof says who secured a document and whether that may be relied
// upon. [Open] recognises how a file is secured, a [Suite] checks one kind of
// proof, and a [Verifier] brings the findings of all suites together with the
// rules of the credential and the caller's [Policy] in one [Result].
//
// # What is kept apart
//
// "The signature is right", "the key belongs to the issuer", "the issuer is
// trusted", "it is within its validity period" and "it is not revoked" are
// separate findings. The verdict is invalid when one of them fails,
// indeterminate when one could not be found out, and valid only when all that
// were asked for hold. Every proof of a document must verify.
//
// # Security
//
// What is signed is computed from the bytes that were received, never from a
// structure that was filled from them. The algorithm follows from the key,
// not from what the document claims. Nothing is fetched from a network unless
// the caller's [vc.Env] holds something that fetches.
package proof
