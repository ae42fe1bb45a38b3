// Package bundle answers from files what would otherwise be fetched: DID
// documents, keys, JSON-LD contexts, status lists, and the issuers and classes
// of older badges. With it a credential can be verified without the public
// web, before anything is published, and for as long as the files are kept.
//
//	b, err := bundle.OpenDir("issuer-files", bundle.Limits{})
//	env := b.Env(vc.Env{})
//
// # What a file stands for
//
// A [Bundle] finds the files of a folder in three ways:
//
//   - by index.json, an object that names a file for each URL or DID, or null
//     for a document that is gone for good: {"https://example.org/v1": "v1.json"};
//   - by the file's own id: a DID or controller document, a JSON Web Key whose
//     kid is an https URL, a status or revocation list (JSON, JWT or sealed),
//     and the profile, the class, the key or the revocation list of Open
//     Badges 2;
//   - by its path, for folders named by host and path as wget writes them:
//     example.org/people/jane/did.json is https://example.org/people/jane/did.json.
//
// A file that index.json names stands for that URL alone. A did:web and the
// https URL of its document count as the same. The file trust.json and files of
// certificates (PEM or DER) are handed out as they are. Everything else is
// ignored.
//
// A [Recorder] writes such a folder from what an online verification fetched. It
// does not write down whom you trust: add certificates and trust.json to the
// folder yourself.
//
// # Security
//
// Whoever can write into the folder speaks for every issuer in it, as if they
// ran the issuers' web servers. So do not use a folder of files that others sent
// you. A credential, a presentation or a hosted assertion never stands for the
// address that it gives as its own id, because a hosted badge would then prove
// itself; only index.json, the path or [Bundle.Add] can give it an address.
//
// Reading is bounded ([Limits]) and does not leave the folder. The folder is as
// old as its files: a status list tells by its dates whether it still counts, a
// DID document does not.
package bundle
