// Package mikromerit is the front door of a library that joins two worlds of
// European learning credentials: W3C Verifiable Credentials and Open Badges
// 3.0 on one side, Europass EDC with its JAdES seals on the other, and the
// European micro-credential data model between them.
//
// There is no code here. The rooms are, from the ground up:
//
//	jsontree                  strict JSON, RFC 8785, JSON Pointer
//	keys                      key files: Multikey, JWK, PEM
//	vc                        documents, credentials, problems, the environment
//	vc/{did,fetch,status}     controller documents, guarded https, status lists
//	microcredential           the canonical model, Annex I, loss reports
//	proof                     who secured a file, and may it be relied upon
//	proof/dataintegrity       embedded proofs: made and checked
//	proof/jose                JSON Web Tokens and SD-JWT: made and checked
//	proof/{jades,trust}       JAdES seals, and the X.509 anchors that the caller gives
//	proof/standard            all of them together
//	edc, badge                the two formats
//	badge/{bake,clr,ob2}      pictures, learner records, older badges
//	microcredential/convert   bytes in one format to bytes in another
//	cmd/mikromerit            the command
//
// Imports point down only; a test of this package holds every room to that.
package mikromerit
