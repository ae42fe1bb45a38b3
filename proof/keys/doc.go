// Package keys makes, reads and writes the keys that issuers sign with.
//
// A key file is one JSON object. Ed25519, P-256, P-384 and BLS12-381 keys have the
// Multikey form of Controlled Identifiers 1.0 section 2.2.2, with the secret
// in secretKeyMultibase:
//
//	{
//	  "id": "did:key:z6Mk...#z6Mk...",
//	  "type": "Multikey",
//	  "controller": "did:key:z6Mk...",
//	  "publicKeyMultibase": "z6Mk...",
//	  "secretKeyMultibase": "z3u2..."
//	}
//
// RSA and P-521 keys have no Multikey form here; their file is a JSON Web Key (RFC
// 7517) whose kid is the URL of the verification method. [Private.JWK] and
// [Private.PEM] write the other forms. A BLS12-381 key has none: its JSON Web Key
// is unfinished (draft-ietf-cose-bls-key-representations), and no object identifier
// names it in PEM.
//
// [Read] reads these and the forms that other tools write: verification methods with
// privateKeyMultibase, privateKeyBase58, secretKeyJwk or privateKeyJwk, JSON Web
// Keys and sets of them, PEM, and PKCS#12 files, of which [ParsePKCS12] returns the
// certificates too and [ReadPKCS12] all keys.
//
// # Addresses
//
// A signature names the URL of a verification method, at which others find the
// public key. A key that has no such URL is its own address: a did:key, or for RSA
// and P-521 a did:jwk. To sign as an institution, choose a did:web or https identifier,
// publish there what [ControllerDocument] returns, and give the key that address
// with [Private.WithAddress].
//
// A BLS12-381 key signs credentials with bbs-2023 and nothing else, neither
// presentations nor status lists (see [Type.Presents]). So an institution publishes
// it beside another key.
//
// # Security
//
// Only its owner should be able to read a key file. A key that never leaves an HSM
// or KMS needs no file: [New] takes any [crypto.Signer], for BLS12-381 any
// [bbs.Signer]. Weak keys (RSA below 2,048 bits, points of small order or outside
// their group) are always refused.
package keys
