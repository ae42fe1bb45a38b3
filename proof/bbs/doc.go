// Package bbs makes and checks BBS signatures: one signature over a list of
// messages, from which its holder can make any number of proofs that disclose
// some of the messages. The proofs cannot be linked with the signature or with
// one another, but by what they disclose. It is the scheme of
// draft-irtf-cfrg-bbs-signatures with the ciphersuite
// BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_ and the interface H2G_HM2S_; the
// cryptosuite bbs-2023 is built on it.
//
// A proof does not hide how many messages were signed, nor at which places the
// disclosed ones stood (section "Total Number and Index of Signed Messages").
//
// Every point is checked for its encoding, its subgroup and the identity, and
// every scalar for its range: there is one encoding of each signature, proof and
// key.
//
// # Constant time
//
// The time of all operations, and the memory they touch, depend on the number of
// messages, on their lengths and on which of them are disclosed, never on secret
// values: the private key, the messages, the scalar e of a signature and the random
// scalars of a proof. One function multiplies points, [sum], by complete formulas
// and by tables that are read whole. Scalars are reduced, inverted and multiplied
// by fixed sequences of operations. The arithmetic of the fields and the pairing,
// which sees public points only, are those of cloudflare/circl.
package bbs
