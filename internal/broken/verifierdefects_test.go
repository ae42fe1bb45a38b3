package broken

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// verifierDefect is a defect of a verifier.
type verifierDefect struct {
	defect
	// Ignores are the findings that it takes for good, by their codes; "CODE?" is only
	// what could not be found out, "CODE*" every code that begins so. Follows are
	// those that it takes for good where it ignored something.
	Ignores, Follows []string
	Asks             func(r *conformance.Request)                       // what it makes of the request
	Repairs          func(text []byte) []byte                           // what it makes of the text before it reads it
	Takes            func(r conformance.Request) bool                   // what it takes without a look
	Answers          func(answer conformance.Answer) conformance.Answer // what it makes of the answer
}

// careless returns which findings about a document with these flaws do not count.
func (d *verifierDefect) careless(flaws []vc.Finding) func(vc.Finding) bool {
	names := d.Ignores
	for _, f := range flaws {
		if matches(d.Ignores, f) {
			names = append(names[:len(names):len(names)], d.Follows...)
			break
		}
	}
	return func(f vc.Finding) bool { return matches(names, f) }
}

// A verifier that is right passes every check; otherwise the suite is stricter than
// the specifications, or this library is wrong. One that is wrong in one way fails
// the checks about that, and no others.
func TestVerifiers(t *testing.T) {
	b, m := newBench(conformance.VerifierRole), newMemory(t)
	t.Run("the reference", func(t *testing.T) {
		for _, profile := range b.profiles { // side by side, for they verify thousands of documents
			t.Run(profile.ID, func(t *testing.T) {
				t.Parallel()
				require.Empty(t, b.judge(t, verifier{m, new(verifierDefect)}, conformance.Options{}, profile))
			})
		}
	})
	t.Run("defects", func(t *testing.T) {
		for _, d := range some(verifierDefects) {
			t.Run(d.Says, func(t *testing.T) {
				t.Parallel()
				b.try(t, d.defect, verifier{m, &d}, conformance.Options{})
			})
		}
	})
	require.Empty(t, b.tell(t, len(verifierDefects)), "a check that no defect fails is perhaps one that cannot fail")
}

// verifierDefects are ways in which verifiers are wrong. Some are those of real ones,
// others do without a single rule.
var verifierDefects = []verifierDefect{
	// Signatures and the keys of them.
	{defect: defect{Says: "does not compute signatures", Rules: []string{"NESTED-CREDENTIAL", "PROOF-SIGNATURE"}},
		Ignores: []string{"PROOF-SIGNATURE"}},
	{defect: defect{Says: "takes what carries no proof", Rules: []string{"NESTED-CREDENTIAL", "PROOF-NONE", "VCDM2-CREDENTIAL-SECURED"}},
		Ignores: []string{"PROOF-NONE"}, Follows: []string{"VCDM2-CREDENTIAL-SECURED"}},
	{defect: defect{Says: "does not compare whose key it is with the issuer", Rules: []string{"ISSUER-KEY", "NESTED-CREDENTIAL"}},
		Ignores: []string{"ISSUER-KEY"}},
	{defect: defect{Says: "does not compare whose key it is with the holder", Rules: []string{"HOLDER-KEY"}},
		Ignores: []string{"HOLDER-KEY"}},
	{defect: defect{Says: "does not look at the purpose of a proof", Rules: []string{"PROOF-PURPOSE"}},
		Ignores: []string{"PROOF-PURPOSE"}},
	{defect: defect{Says: "takes the key although nothing says that it may sign", Rules: []string{"PROOF-METHOD"}},
		Ignores: []string{"PROOF-METHOD"}},
	{defect: defect{Says: "takes a key of another kind than the suite has", Rules: []string{"PROOF-KEY"}},
		Ignores: []string{"PROOF-KEY"}},
	{defect: defect{Says: "passes over proofs of suites that it does not know", Rules: []string{"PROOF-SUITE"}},
		Ignores: []string{"PROOF-SUITE"}},
	{defect: defect{Says: "decodes a value of the proof however it is written", Rules: []string{"NESTED-CREDENTIAL", "PROOF-SIGNATURE", "PROOF-VALUE"}},
		Ignores: []string{"PROOF-VALUE"}},
	{defect: defect{Says: "does not look at the form of proofs", Rules: []string{"PROOF-FORM"}},
		Ignores: []string{"PROOF-FORM"}},
	{defect: defect{Says: "does not look at the date of a proof", Rules: []string{"PROOF-CREATED"}},
		Ignores: []string{"PROOF-CREATED"}},
	{defect: defect{Says: "does not look whether a proof has ended", Rules: []string{"PROOF-EXPIRES"}},
		Ignores: []string{"PROOF-EXPIRES"}},
	{defect: defect{Says: "does not look for the proofs on which a proof builds", Rules: []string{"PROOF-CHAIN"}},
		Ignores: []string{"PROOF-CHAIN"}},
	{defect: defect{Says: "does not compare the contexts of a proof with those of the document", Rules: []string{"PROOF-CONTEXT", "PROOF-SIGNATURE"}},
		Ignores: []string{"PROOF-CONTEXT"}},
	{defect: defect{Says: "verifies the first proof of several", Rules: []string{"ISSUER-KEY", "PROOF-CHAIN", "PROOF-FORM", "PROOF-SIGNATURE", "PROOF-SUITE"}},
		Repairs: firstProof},
	{defect: defect{Says: "verifies the last proof of several", Rules: []string{"PROOF-CHAIN", "PROOF-FORM", "PROOF-SIGNATURE"}},
		Repairs: lastProof},

	// Presentations.
	{defect: defect{Says: "does not compare the challenge", Rules: []string{"NESTED-CREDENTIAL", "PROOF-CHALLENGE"}},
		Ignores: []string{"PROOF-CHALLENGE"}},
	{defect: defect{Says: "does not compare the domain", Rules: []string{"PROOF-DOMAIN"}},
		Ignores: []string{"PROOF-DOMAIN"}},
	{defect: defect{Says: "asks a holder for nothing", Rules: []string{"NESTED-CREDENTIAL", "PROOF-CHALLENGE", "PROOF-DOMAIN", "SDJWT-BINDING"}},
		Ignores: []string{"PROOF-CHALLENGE", "PROOF-DOMAIN", "PRESENTATION-UNSIGNED", "SDJWT-BINDING"}},
	{defect: defect{Says: "takes presentations that nobody signed", Rules: []string{"PROOF-CHALLENGE"}},
		Ignores: []string{"PRESENTATION-UNSIGNED"}},
	{defect: defect{Says: "does not verify the credentials inside", Rules: []string{"ISSUER-KEY", "JWS-ALG", "NESTED-CREDENTIAL", "PROOF-NONE", "PROOF-SIGNATURE", "VALID-UNTIL", "VCDM2-CREDENTIAL", "VCDM2-CREDENTIAL-SECURED"}},
		Ignores: []string{"NESTED-CREDENTIAL", "NESTED-FORMAT"}, Follows: []string{"PROOF-NONE", "VCDM2-CREDENTIAL-SECURED", "PRESENTATION-HOLDER", "VCDM2-CREDENTIAL"}},
	{defect: defect{Says: "takes badges from whoever presents them", Rules: []string{"PRESENTATION-HOLDER"}},
		Ignores: []string{"PRESENTATION-HOLDER"}},

	// JSON and JSON-LD.
	{defect: defect{Says: "takes the last of several members of one name", Rules: []string{"JSON-DUPLICATE-NAME", "PROOF-SIGNATURE"}},
		Repairs: lastMember},
	{defect: defect{Says: "takes members of one name as they come", Rules: []string{"COSE-PAYLOAD", "HOLDER-KEY", "ISSUER-KEY", "JSON-DUPLICATE-NAME", "JWS-PAYLOAD", "PROOF-SIGNATURE", "VALID-UNTIL"}},
		Ignores: []string{"JSON-DUPLICATE-NAME"}},
	{defect: defect{Says: "does not look at what follows the document", Rules: []string{"JSON-TRAILING"}},
		Repairs: onlyFirstValue},
	{defect: defect{Says: "puts a sign in the place of what is no UTF-8", Rules: []string{"JSON-ENCODING"}},
		Repairs: mendEncoding},
	{defect: defect{Says: "reads comments in JSON", Rules: []string{"JSON-SYNTAX"}},
		Repairs: withoutComments},
	{defect: defect{Says: "drops members that no context defines", Rules: []string{"JSONLD-TERM-UNDEFINED", "PROOF-SIGNATURE"}},
		Ignores: []string{"JSONLD-TERM-UNDEFINED", "OB3-JSONLD"}},
	{defect: defect{Says: "drops types that no context defines", Rules: []string{"JSONLD-TYPE-UNDEFINED", "PROOF-SIGNATURE"}},
		Ignores: []string{"JSONLD-TYPE-UNDEFINED"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "lets a context redefine what another protects", Rules: []string{"JSONLD-PROTECTED"}},
		Ignores: []string{"JSONLD-PROTECTED"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "drops members whose name is a blank node", Rules: []string{"JSONLD-BLANK-PREDICATE"}},
		Ignores: []string{"JSONLD-BLANK-PREDICATE"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "drops addresses that are relative", Rules: []string{"JSONLD-IRI-RELATIVE"}},
		Ignores: []string{"JSONLD-IRI-RELATIVE"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "goes on without a context that it cannot get", Rules: []string{"JSONLD-CONTEXT-UNKNOWN", "PROOF-SIGNATURE"}},
		Ignores: []string{"JSONLD-CONTEXT-UNKNOWN"}},
	{defect: defect{Says: "reads members by names which a context gave to something else", Rules: []string{"PROOF-PLAIN"}},
		Ignores: []string{"PROOF-PLAIN"}},
	{defect: defect{Says: "passes over a byte order mark", Rules: []string{"FORMAT-BOM", "JWS-FORM"}},
		Repairs: withoutMark},
	{defect: defect{Says: "reads UTF-16", Rules: []string{"FORMAT-UTF16", "JSON-ENCODING"}},
		Repairs: fromUTF16},
	{defect: defect{Says: "rounds numbers", Rules: []string{"JSON-NUMBER"}},
		Ignores: []string{"JSON-NUMBER"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "signs numbers as they are rounded", Rules: []string{"JSONLD-NUMBER"}},
		Ignores: []string{"JSONLD-NUMBER"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "drops members that look like keywords", Rules: []string{"JSONLD-KEYWORD"}},
		Ignores: []string{"JSONLD-KEYWORD"}, Follows: []string{"OB3-JSONLD"}},
	{defect: defect{Says: "drops values that JSON-LD drops", Rules: []string{"JSONLD-VALUE-DROPPED"}},
		Ignores: []string{"JSONLD-VALUE-DROPPED"}, Follows: []string{"OB3-JSONLD"}},

	// Tokens.
	{defect: defect{Says: "takes the algorithm that the header names", Rules: []string{"JWS-ALG"}},
		Ignores: []string{"JWS-ALG"}, Follows: []string{"JWS-HEADER", "ISSUER-KEY", "ISSUER-TRUST"}},
	{defect: defect{Says: "does not look at what a header makes critical", Rules: []string{"JWS-CRIT"}},
		Ignores: []string{"JWS-CRIT"}},
	{defect: defect{Says: "takes the key in the header", Rules: []string{"JWS-JWK"}},
		Ignores: []string{"JWS-JWK"}},
	{defect: defect{Says: "does not look at the form of headers", Rules: []string{"JWS-HEADER"}},
		Ignores: []string{"JWS-HEADER"}},
	{defect: defect{Says: "reads a header that is no JSON as far as it goes", Rules: []string{"JWS-FORM", "JWS-HEADER", "JWS-PAYLOAD", "PROOF-SIGNATURE"}},
		Ignores: []string{"JWS-HEADER", "JWS-FORM"}},
	{defect: defect{Says: "takes payloads that are not encoded", Rules: []string{"JWS-B64"}},
		Takes: unencoded},
	{defect: defect{Says: "does not look at the type of a token", Rules: []string{"JWS-TYP"}},
		Ignores: []string{"JWS-TYP"}, Follows: []string{"ISSUER-KEY?", "VCDM2-EVIDENCE-TYPE"}},
	{defect: defect{Says: "takes a token of one kind for one of another", Rules: []string{"JWT-CONTENT"}},
		Ignores: []string{"JWT-CONTENT"}, Follows: []string{"ISSUER-KEY?", "HOLDER-KEY?", "VC-CREDENTIAL", "VCDM2-*", "OB3-*"}},
	{defect: defect{Says: "does not look whether a token has ended", Rules: []string{"JWT-EXP"}},
		Ignores: []string{"JWT-EXP"}},
	{defect: defect{Says: "does not look whether a token counts already", Rules: []string{"JWT-NBF"}},
		Ignores: []string{"JWT-NBF"}},
	{defect: defect{Says: "does not compare iss with the issuer", Rules: []string{"JWT-ISS"}},
		Ignores: []string{"JWT-ISS"}},
	{defect: defect{Says: "does not compare jti with the id", Rules: []string{"JWT-JTI"}},
		Ignores: []string{"JWT-JTI"}},
	{defect: defect{Says: "does not compare sub with the subject", Rules: []string{"JWT-SUB"}},
		Ignores: []string{"JWT-SUB"}},
	{defect: defect{Says: "does not look at the form of COSE messages", Rules: []string{"COSE-FORM", "COSE-HEADER"}},
		Ignores: []string{"COSE-FORM", "COSE-HEADER"}},
	{defect: defect{Says: "does not look where the algorithm of a COSE message comes from", Rules: []string{"COSE-ALG"}},
		Ignores: []string{"COSE-ALG"}},
	{defect: defect{Says: "passes over critical parameters of COSE messages", Rules: []string{"COSE-CRIT"}},
		Ignores: []string{"COSE-CRIT"}},
	{defect: defect{Says: "takes a COSE message of one kind for one of another", Rules: []string{"COSE-CONTENT"}},
		Ignores: []string{"COSE-CONTENT"}},
	{defect: defect{Says: "does not read the claims of COSE messages", Rules: []string{"COSE-EXP", "COSE-ISS", "COSE-NBF"}},
		Ignores: []string{"COSE-EXP", "COSE-ISS", "COSE-NBF"}},
	{defect: defect{Says: "passes over white space and padding in tokens", Rules: []string{"PROOF-SIGNATURE", "SDJWT-DISCLOSURE"}},
		Repairs: trimmedToken},
	{defect: defect{Says: "takes tokens with any number of parts", Rules: []string{"JWS-FORM", "JWS-HEADER", "JWS-PAYLOAD", "PROOF-SIGNATURE"}},
		Ignores: []string{"JWS-FORM"}},
	{defect: defect{Says: "does not read what a token holds", Rules: []string{"COSE-PAYLOAD", "JWS-PAYLOAD", "PROOF-SIGNATURE"}},
		Ignores: []string{"JSON-EMPTY", "VC-OBJECT", "JWS-PAYLOAD"}},
	{defect: defect{Says: "takes signatures in JSON that lack members", Rules: []string{"JWS-SERIALISATION"}},
		Ignores: []string{"JWS-SERIALISATION", "FORMAT-TEXT"}},
	{defect: defect{Says: "takes whatever is in an envelope", Rules: []string{"FORMAT-ENVELOPE"}},
		Ignores: []string{"FORMAT-ENVELOPE"}},
	{defect: defect{Says: "takes an envelope of another kind than it holds", Rules: []string{"ENVELOPE-CONTENT"}},
		Ignores: []string{"ENVELOPE-CONTENT"}, Follows: []string{"VCDM2-ENVELOPE-TYPE"}},
	{defect: defect{Says: "takes an envelope without context", Rules: []string{"VCDM2-ENVELOPE-CONTEXT"}},
		Ignores: []string{"VCDM2-ENVELOPE-CONTEXT"}},
	{defect: defect{Says: "does not compare disclosures with their digests", Rules: []string{"SDJWT-DISCLOSURE"}},
		Ignores: []string{"SDJWT-DISCLOSURE"}, Follows: []string{"ISSUER-KEY?", "VCDM2-EVIDENCE-TYPE"}},
	{defect: defect{Says: "does not look at the digests in an SD-JWT", Rules: []string{"SDJWT-DIGEST"}},
		Ignores: []string{"SDJWT-DIGEST"}, Follows: []string{"ISSUER-KEY?", "VCDM2-EVIDENCE-TYPE"}},
	{defect: defect{Says: "does not verify the key binding of an SD-JWT", Rules: []string{"SDJWT-BINDING"}},
		Ignores: []string{"SDJWT-BINDING"}},

	// Selective disclosure.
	{defect: defect{Says: "takes base proofs", Rules: []string{"PROOF-VALUE"}},
		Repairs: derivedOrAsItIs},
	{defect: defect{Says: "takes the key in a base proof", Rules: []string{"PROOF-VALUE"}},
		Takes: holdsByOwnKey},
	{defect: defect{Says: "takes the numbers of mandatory statements as a set", Rules: []string{"PROOF-VALUE"}},
		Repairs: valuesWith(asSet)},
	{defect: defect{Says: "takes a proof with holder binding or a pseudonym for one without", Rules: []string{"PROOF-VALUE"}},
		Repairs: valuesWith(asBaseline)},
	{defect: defect{Says: "does not look at the presentation header", Rules: []string{"PROOF-CHALLENGE"}},
		Asks: unchallenged},
	{defect: defect{Says: "computes no pairing", Rules: []string{"PROOF-SIGNATURE"}},
		Takes: beginsWith(generatorPoint)},
	{defect: defect{Says: "takes the identity for a point of a BBS proof", Rules: []string{"PROOF-SIGNATURE"}},
		Takes: beginsWith(identityPoint, identityPoint)},
	{defect: defect{Says: "calculates with scalars of a BBS proof that are out of range", Rules: []string{"PROOF-SIGNATURE"}},
		Repairs: valuesWith(reduced)},

	// Seals.
	{defect: defect{Says: "does not compare the digest of the certificate", Rules: []string{"JADES-CERT-DIGEST"}},
		Ignores: []string{"JADES-CERT-DIGEST"}, Follows: []string{"ISSUER-TRUST?"}},
	{defect: defect{Says: "takes seals from the future", Rules: []string{"JADES-SIGNING-TIME", "SEAL-PERIOD"}},
		Ignores: []string{"JADES-SIGNING-TIME"}, Follows: []string{"SEAL-PERIOD", "SEAL-REVOCATION?"}},
	{defect: defect{Says: "takes seals without certificate", Rules: []string{"JWS-X5C", "SEAL-CERTIFICATE"}},
		Ignores: []string{"SEAL-CERTIFICATE", "JWS-X5C"}, Follows: []string{"ISSUER-TRUST?"}},
	{defect: defect{Says: "takes certificates that are not for signing", Rules: []string{"SEAL-KEY-USAGE"}},
		Ignores: []string{"SEAL-KEY-USAGE"}},
	{defect: defect{Says: "does not look whether a certificate is in force", Rules: []string{"SEAL-PERIOD"}},
		Ignores: []string{"SEAL-PERIOD"}, Follows: []string{"JADES-SIGNING-TIME", "SEAL-REVOCATION?"}},
	{defect: defect{Says: "does not look whether a certificate is revoked", Rules: []string{"SEAL-REVOCATION"}},
		Ignores: []string{"SEAL-REVOCATION"}},
	{defect: defect{Says: "takes certificates of any authority", Rules: []string{"SEAL-TRUST"}},
		Ignores: []string{"SEAL-TRUST"}, Follows: []string{"ISSUER-TRUST?", "SEAL-REVOCATION?", "ISSUER-KEY?"}},

	// Validity and status.
	{defect: defect{Says: "does not look whether a credential has ended", Rules: []string{"JWT-EXP", "NESTED-CREDENTIAL", "VALID-UNTIL"}},
		Ignores: []string{"VALID-UNTIL", "JWT-EXP"}},
	{defect: defect{Says: "does not look whether a credential counts already", Rules: []string{"JWT-NBF", "VALID-FROM"}},
		Ignores: []string{"VALID-FROM", "JWT-NBF"}},
	{defect: defect{Says: "never looks at the status", Rules: []string{"STATUS-*"}},
		Ignores: []string{"STATUS*"}},
	{defect: defect{Says: "takes a status list that cannot be had for one that revokes nothing", Rules: []string{"STATUS-UNREACHABLE"}},
		Ignores: []string{"STATUS-UNREACHABLE", "STATUS?"}},
	{defect: defect{Says: "answers yes when it cannot find out", Rules: []string{"COSE-TYP", "JSONLD-CONTEXT-UNKNOWN", "JWS-ALG", "JWT-STATUS", "PROOF-METHOD", "PROOF-SIGNATURE", "PROOF-SUITE", "PROOF-VALUE", "SEAL-CERTIFICATE", "SEAL-TRUST", "STATUS-LENGTH", "STATUS-LIST-ENCODED", "STATUS-LIST-FORMAT", "STATUS-LIST-ID", "STATUS-LIST-ISSUER", "STATUS-LIST-LIMIT", "STATUS-LIST-PERIOD", "STATUS-LIST-PROOF", "STATUS-LIST-PURPOSES", "STATUS-LIST-SUBJECT", "STATUS-LIST-TYPE", "STATUS-PURPOSE", "STATUS-RANGE", "STATUS-UNREACHABLE"}},
		Answers: undecidedIsYes},
	{defect: defect{Says: "takes a place in a list without purpose", Rules: []string{"STATUS-ENTRY-PURPOSE"}},
		Ignores: []string{"STATUS-ENTRY-PURPOSE"}, Follows: []string{"STATUS?"}},
	{defect: defect{Says: "takes a place that names no list", Rules: []string{"STATUS-ENTRY-LIST"}},
		Ignores: []string{"STATUS-ENTRY-LIST"}, Follows: []string{"STATUS?"}},
	{defect: defect{Says: "takes a place that is no number", Rules: []string{"STATUS-ENTRY-INDEX"}},
		Ignores: []string{"STATUS-ENTRY-INDEX"}, Follows: []string{"STATUS?"}},
	{defect: defect{Says: "takes a status of several bits without messages", Rules: []string{"STATUS-ENTRY-MESSAGES", "STATUS-ENTRY-SIZE"}},
		Ignores: []string{"STATUS-ENTRY-MESSAGES", "STATUS-ENTRY-SIZE"}, Follows: []string{"STATUS?"}},
	{defect: defect{Says: "takes a list that another than the issuer signed", Rules: []string{"STATUS-LIST-ISSUER"}},
		Ignores: []string{"STATUS-LIST-ISSUER"}},
	{defect: defect{Says: "does not verify lists", Rules: []string{"STATUS-LIST-PROOF"}},
		Ignores: []string{"STATUS-LIST-PROOF"}},
	{defect: defect{Says: "takes a list that has ended", Rules: []string{"STATUS-LIST-PERIOD"}},
		Ignores: []string{"STATUS-LIST-PERIOD"}},
	{defect: defect{Says: "takes a list with another id than was asked for", Rules: []string{"STATUS-LIST-ID"}},
		Ignores: []string{"STATUS-LIST-ID"}},
	{defect: defect{Says: "takes any credential for a list", Rules: []string{"STATUS-LIST-FORMAT", "STATUS-LIST-SUBJECT", "STATUS-LIST-TYPE"}},
		Ignores: []string{"STATUS-LIST-TYPE", "STATUS-LIST-SUBJECT", "STATUS-LIST-FORMAT"}},
	{defect: defect{Says: "does not compare the purpose of a list", Rules: []string{"STATUS-LIST-PURPOSES", "STATUS-PURPOSE"}},
		Ignores: []string{"STATUS-PURPOSE", "STATUS-LIST-PURPOSES"}},
	{defect: defect{Says: "takes a list that it cannot unpack for one that revokes nothing", Rules: []string{"STATUS-LIST-ENCODED"}},
		Ignores: []string{"STATUS-LIST-ENCODED"}},
	{defect: defect{Says: "takes a list of any length", Rules: []string{"STATUS-LENGTH"}},
		Ignores: []string{"STATUS-LENGTH"}},
	{defect: defect{Says: "unpacks a list of any size", Rules: []string{"STATUS-LIST-LIMIT"}},
		Ignores: []string{"STATUS-LIST-LIMIT"}},
	{defect: defect{Says: "takes a place after the end of the list for a good one", Rules: []string{"STATUS-RANGE"}},
		Ignores: []string{"STATUS-RANGE"}},
	{defect: defect{Says: "takes a suspended credential", Rules: []string{"STATUS-SUSPENDED"}},
		Ignores: []string{"STATUS-SUSPENDED"}},
	{defect: defect{Says: "takes a revoked credential", Rules: []string{"STATUS-REVOKED"}},
		Ignores: []string{"STATUS-REVOKED"}},

	// The data model.
	{defect: defect{Says: "does not check the data model at all", Rules: []string{"VCDM1-CONTEXT-FIRST", "VCDM1-EXPIRATION-DATE", "VCDM1-ID", "VCDM1-ISSUANCE-DATE", "VCDM1-SUBJECT", "VCDM1-TYPE", "VCDM1-TYPE-CREDENTIAL", "VCDM2-CONTEXT", "VCDM2-CONTEXT-FIRST", "VCDM2-ENVELOPE-CONTEXT", "VCDM2-EVIDENCE-TYPE", "VCDM2-HOLDER", "VCDM2-ID", "VCDM2-REFRESH-TYPE", "VCDM2-RELATED-DIGEST", "VCDM2-RELATED-UNIQUE", "VCDM2-SCHEMA-ID", "VCDM2-SCHEMA-TYPE", "VCDM2-STATUS-TYPE", "VCDM2-SUBJECT", "VCDM2-TERMS-TYPE", "VCDM2-TEXT", "VCDM2-TYPE", "VCDM2-TYPE-CREDENTIAL", "VCDM2-VALID-FROM", "VCDM2-VALID-UNTIL"}},
		Ignores: []string{"VCDM1-*", "VCDM2-*"}, Follows: []string{"VALID-FROM?", "VALID-UNTIL?", "STATUS?"}},
	{defect: defect{Says: "does not look for types", Rules: []string{"VCDM1-TYPE", "VCDM2-TYPE"}},
		Ignores: []string{"VCDM1-TYPE", "VCDM2-TYPE"}},
	{defect: defect{Says: "takes what is of any type for a credential", Rules: []string{"VCDM1-TYPE-CREDENTIAL", "VCDM2-TYPE-CREDENTIAL"}},
		Ignores: []string{"VCDM1-TYPE-CREDENTIAL", "VCDM2-TYPE-CREDENTIAL"}},
	{defect: defect{Says: "takes a credential without contexts", Rules: []string{"VCDM2-CONTEXT"}},
		Ignores: []string{"VCDM2-CONTEXT"}},
	{defect: defect{Says: "does not look which context is the first", Rules: []string{"VCDM1-CONTEXT-FIRST", "VCDM2-CONTEXT-FIRST"}},
		Ignores: []string{"VCDM1-CONTEXT-FIRST", "VCDM2-CONTEXT-FIRST"}, Follows: []string{"OB3-CONTEXT"}},
	{defect: defect{Says: "takes an id that is no address", Rules: []string{"VCDM1-ID", "VCDM2-ID"}},
		Ignores: []string{"VCDM1-ID", "VCDM2-ID"}},
	{defect: defect{Says: "takes a credential that names no issuer", Rules: []string{"VCDM1-ISSUER", "VCDM2-ISSUER"}},
		Ignores: []string{"VCDM1-ISSUER", "VCDM2-ISSUER"}, Follows: []string{"ISSUER-KEY"}},
	{defect: defect{Says: "takes an issuer whose id is no address", Rules: []string{"VCDM1-ISSUER-ID", "VCDM2-ISSUER-ID"}},
		Ignores: []string{"VCDM1-ISSUER-ID", "VCDM2-ISSUER-ID"}, Follows: []string{"ISSUER-KEY"}},
	{defect: defect{Says: "takes a holder whose id is no address", Rules: []string{"VCDM2-HOLDER-ID"}},
		Ignores: []string{"VCDM2-HOLDER-ID"}, Follows: []string{"HOLDER-KEY", "PRESENTATION-HOLDER"}},
	{defect: defect{Says: "takes a holder that is no object and no address", Rules: []string{"VCDM2-HOLDER"}},
		Ignores: []string{"VCDM2-HOLDER"}},
	{defect: defect{Says: "takes a credential that is about nobody", Rules: []string{"VCDM1-SUBJECT", "VCDM2-SUBJECT"}},
		Ignores: []string{"VCDM1-SUBJECT", "VCDM2-SUBJECT"}, Follows: []string{"OB3-REQUIRED"}},
	{defect: defect{Says: "takes a badge that does not say who got it", Rules: []string{"OB3-SUBJECT"}},
		Ignores: []string{"OB3-SUBJECT"}},
	{defect: defect{Says: "takes a start that is no date with a time", Rules: []string{"VCDM1-ISSUANCE-DATE", "VCDM2-VALID-FROM"}},
		Ignores: []string{"VCDM1-ISSUANCE-DATE", "VCDM2-VALID-FROM"}, Follows: []string{"VALID-FROM?"}},
	{defect: defect{Says: "takes an end that is no date with a time", Rules: []string{"VCDM1-EXPIRATION-DATE", "VCDM2-VALID-UNTIL"}},
		Ignores: []string{"VCDM1-EXPIRATION-DATE", "VCDM2-VALID-UNTIL"}, Follows: []string{"VALID-UNTIL?"}},
	{defect: defect{Says: "does not compare the end with the start", Rules: []string{"VCDM2-PERIOD"}},
		Ignores: []string{"VCDM2-PERIOD"}, Follows: []string{"VALID-UNTIL"}},
	{defect: defect{Says: "takes names that are no texts", Rules: []string{"VCDM2-TEXT"}},
		Ignores: []string{"VCDM2-TEXT"}},
	{defect: defect{Says: "takes parts of a credential that have no type", Rules: []string{"VCDM2-EVIDENCE-TYPE", "VCDM2-REFRESH-TYPE", "VCDM2-SCHEMA-TYPE", "VCDM2-STATUS-TYPE", "VCDM2-TERMS-TYPE"}},
		Ignores: []string{"VCDM2-EVIDENCE-TYPE", "VCDM2-REFRESH-TYPE", "VCDM2-SCHEMA-TYPE", "VCDM2-STATUS-TYPE", "VCDM2-TERMS-TYPE"}, Follows: []string{"STATUS?"}},
	{defect: defect{Says: "takes a schema that cannot be found", Rules: []string{"VCDM2-SCHEMA-ID"}},
		Ignores: []string{"VCDM2-SCHEMA-ID"}},
	{defect: defect{Says: "takes related resources without digest", Rules: []string{"VCDM2-RELATED-DIGEST"}},
		Ignores: []string{"VCDM2-RELATED-DIGEST"}},
	{defect: defect{Says: "takes related resources that are named twice", Rules: []string{"VCDM2-RELATED-UNIQUE"}},
		Ignores: []string{"VCDM2-RELATED-UNIQUE"}},
}
