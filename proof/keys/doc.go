// Package keys makes, reads and writes the keys that issuers sign with.
//
// A key file is one JSON object. Ed25519, P-256 and P-384 keys have the
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
// RSA keys have no Multikey form; their file is a JSON Web Key (RFC 7517)
// whose kid is the URL of the verification method. [Private.JWK] and
// [Private.PEM] write the other forms.
//
// [ParseAny] reads these and what other tools write: verification methods with
// privateKeyMultibase, privateKeyBase58, secretKeyJwk or privateKeyJwk, JSON Web
// Keys of every kind and sets with one, and PEM. [Read] also opens a PKCS#12
// file with its password and chooses from a set of several keys;
// [ParsePKCS12] returns the certificates too.
//
// # Addresses
//
// A signature names the URL of a verification method, under which others find
// the public key. A key without a home of its own is its own address: a
// did:key, or for RSA a did:jwk. To sign as an institution, publish the text
// that [ControllerDocument] makes, at the place that a did:web or https
// identifier stands for, and give the key that address with
// [Private.WithAddress].
//
// # Security
//
// Keep a key file readable by its owner only. A key that never leaves an HSM
// or KMS needs no file: [New] takes any [crypto.Signer]. Weak keys (RSA below
// 2,048 bits, points of small order) are refused wherever they come from.
package keys
