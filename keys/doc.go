// Package keys makes, reads and writes the keys that issuers sign with.
//
// A key file is one JSON object in the Multikey form of Controlled
// Identifiers 1.0 section 2.2.2, with the secret in secretKeyMultibase:
//
//	{
//	  "id": "did:key:z6Mk...#z6Mk...",
//	  "type": "Multikey",
//	  "controller": "did:key:z6Mk...",
//	  "publicKeyMultibase": "z6Mk...",
//	  "secretKeyMultibase": "z3u2..."
//	}
//
// Keep such a file readable by its owner only. A key that never leaves an HSM
// or KMS needs no file: package proof signs with any crypto.Signer.
package keys
