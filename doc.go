// Package mikromerit is the front door of a library that joins two worlds of
// European learning credentials: W3C Verifiable Credentials and Open Badges
// on one side, Europass EDC with its JAdES seals on the other, and the European
// micro-credential data model between them.
//
// It verifies, inspects, converts and issues files of every format, and is what
// the command stands on:
//
//	v := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{"did:web:vestre-aas.example"}})
//	r, err := v.Verify(ctx, file) // an error: it is no credential
//	if err == nil {
//		err = r.Err() // nil exactly when the verdict is valid; errors.Is(err, proof.ErrExpired)
//	}
//
// A [Result] answers five questions apart: authentic, in force, trusted, bound
// and conformant. The verdict is over those that the policy requires. Nobody is
// trusted unless [Trust] names him, and nothing is fetched unless the Env of the
// [Verifier] has the means.
//
// The rooms of the house are, from the ground up:
//
//	vc/jsontree               strict JSON, RFC 8785, JSON Pointer
//	proof/{keys,trust}        key files: Multikey, JWK, PEM; X.509 anchors
//	vc                        documents, credentials, rules, findings, the environment
//	vc/{did,fetch,status}     controller documents, guarded https, status lists
//	vc/bundle                 what would be fetched, from files
//	microcredential           the canonical model, Annex I, loss reports
//	proof                     who secured a file, and may it be relied upon
//	proof/dataintegrity       embedded proofs: made and checked
//	proof/jose                JSON Web Tokens and SD-JWT: made and checked
//	proof/jades               JAdES seals
//	edc, badge                the two formats
//	badge/{ob3,ob2}           the classes of Open Badges 3.0, older badges
//	badge/{clr,bake}          learner records, pictures
//	mikromerit                this package: bytes in, answers or bytes out
//	cmd/mikromerit            the command, a thin shell
//
// Imports point down only; the tests in internal/house hold every room to that.
package mikromerit
