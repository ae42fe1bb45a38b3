// Package mikromerit verifies, inspects, converts and issues European learning
// credentials: Open Badges and other W3C Verifiable Credentials, Europass EDC with its
// JAdES seals, the EUDI Learning Credential and EMREX ELMO. Between them stands the
// European micro-credential data model. The command mikromerit is a thin shell over this
// package.
//
//	v := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{"did:web:vestre-aas.example"}})
//	r, err := v.Verify(ctx, file) // an error: it is no credential
//	if err == nil {
//		err = r.Err() // nil exactly when the verdict is valid; errors.Is(err, proof.ErrExpired)
//	}
//
// A [Result] answers five separate questions: is it authentic, in force, trusted,
// bound and conformant? The verdict is over those that the policy requires. Only
// those whom [Trust] names are trusted, and nothing is fetched unless the Env of
// the [Verifier] has the means to.
//
// [Verifier.Inspect] shows what a file says, [Convert] turns what was verified
// into another format, [Issue] and [IssueDocument] sign, and [Seal] and [Extend] seal
// Europass credentials.
//
// The packages of the module, from the ground up:
//
//	vc/jsontree               strict JSON, RFC 8785, JSON Pointer
//	proof/{keys,trust}        key files: Multikey, JWK, PEM; X.509 anchors, time stamps
//	proof/trust/{lists,online}  trusted lists of the EU; services of authorities
//	vc                        documents, credentials, rules, findings, the environment
//	vc/{did,fetch,status}     controller documents, guarded https, status lists
//	vc/bundle                 files instead of what would be fetched
//	microcredential           the canonical model, Annex I
//	microcredential/{vocabulary,policy}  code lists; what countries ask for, as data
//	microcredential/{template,stacking,losses}  as people write it; sums; loss reports
//	proof                     who secured a file, and can you rely on it
//	proof/dataintegrity       embedded proofs, made and checked
//	proof/jose                JSON Web Tokens and SD-JWT, made and checked
//	proof/jades               JAdES seals, made, extended and checked
//	edc, badge                the two large families of formats
//	edc/{shapes,legacy}       the profiles of the European Learning Model; older XML
//	badge/{ob3,ob2}           the classes of Open Badges 3.0, older badges
//	badge/{clr,bake}          learner records, pictures
//	formats/{plain,eudi,elmo}  plain W3C credentials, the European wallet, EMREX results
//	mikromerit                this package: bytes in, answers or bytes out
//	batch                     many documents, in bounded memory
//	bulk, bulk/rows           a credential for each row of a table
//	passport                  credentials of several issuers, and what they add up to
//	conformance               judges documents, issuers, verifiers and hosts
//	conformance/vectors       good documents and spoilt copies, for any verifier
//	conformance/target        services, programs and Go values to judge
//	conformance/report        what was found, for people and programs
//	conformance/{vcapi,ob3api,state}  the services over HTTP, and their database
//	web                       credentials shown to people, as a page
//	cmd/mikromerit            the command, a thin shell
//
// Imports point down only, which the tests in internal/house check.
package mikromerit
