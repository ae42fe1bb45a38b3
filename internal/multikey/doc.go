// Package multikey reads and writes public and secret keys in the Multikey
// form of Controlled Identifiers 1.0 section 2.2.2: a multicodec prefix and
// the key, in multibase base58btc; keys of BLS12-381 are those of vc-di-bbs
// section 2.1.1. It also holds the strict checks that the standard library leaves
// out: Ed25519 keys of small order and keys in a non-canonical encoding are refused.
package multikey
