// Package proof says who secured a document and whether you can rely on it.
// [Open] recognises how a file is secured, a [Suite] checks one kind of proof,
// and a [Verifier] combines the findings of all suites with the rules of the
// credential and your [Policy] in one [Result].
//
// # Findings and verdict
//
// "The signature is right", "the key belongs to the issuer", "the issuer is
// trusted", "it is within its validity period" and "it is not revoked" are
// separate findings. The verdict is over the questions that the policy requires:
// invalid when one of them is answered with no, indeterminate when one could not
// be answered, and valid otherwise. Every proof of a document must verify, unless
// the policy says that one is enough.
//
// # Security
//
// The signed bytes are computed from the received bytes, never from a structure
// that was filled from them. The algorithm follows from the key, not from what
// the document claims. Nothing is fetched from a network unless your [vc.Env] has
// something that fetches.
package proof
