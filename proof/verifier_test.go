package proof_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// fake is a suite whose findings a test chooses.
type fake struct {
	name     string
	evidence proof.Evidence
	err      error
}

func (f fake) Kind() proof.Kind { return proof.Embedded }
func (f fake) Names() []string  { return []string{f.name} }
func (f fake) Verify(context.Context, vc.Env, proof.Job) (proof.Evidence, error) {
	return f.evidence, f.err
}

const credential = `{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "type": ["VerifiableCredential"],
  "issuer": "did:web:vestre-aas.example",
  "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2027-01-01T00:00:00Z",
  "credentialSubject": {"id": "urn:uuid:6f1c6e8f-4f43-4ac7-9d1c-3c8b3f3ad7c1"},
  "proof": {"type": "DataIntegrityProof", "cryptosuite": "fake"}
}`

func good() proof.Evidence {
	return proof.Evidence{
		Findings: []vc.Finding{{Code: "PROOF-SIGNATURE", Status: vc.Pass}},
		Signer:   proof.Signer{Key: ed25519.PublicKey{}, Controller: "did:web:vestre-aas.example", Issues: vc.Pass},
	}
}

func inYear(year int) vc.Env {
	return vc.Env{Clock: func() time.Time { return time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC) }}
}

func verify(t *testing.T, env vc.Env, suite proof.Suite, policy proof.Policy, src string) *proof.Result {
	t.Helper()
	registry, err := proof.NewRegistry(suite)
	require.NoError(t, err)
	result, err := proof.NewVerifier(env, registry).Verify(t.Context(), []byte(src), policy)
	require.NoError(t, err)
	return result
}

// Each question has its own finding, and the verdict follows from them.
func TestVerdicts(t *testing.T) {
	foreign := good()
	foreign.Signer.Issues, foreign.Signer.Controller = vc.Fail, "did:web:other.example"
	unknownKey := proof.Evidence{Findings: []vc.Finding{{Code: "PROOF-METHOD", Status: vc.Unknown}}}
	lax := anyone()
	lax.UnsafeAllowForeignKeys = true
	named := proof.NewPolicy(proof.Issuers("did:web:vestre-aas.example"))
	strict := anyone()
	strict.Require = vc.AllAxes()[vc.Conformant:]
	status := change(credential, "/credentialStatus", `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://example.org/1"}`)
	tests := []struct {
		name          string
		env           vc.Env
		evidence      proof.Evidence
		policy        proof.Policy
		src           string
		verdict       vc.Verdict
		code, outcome string
	}{
		{"all is well", inYear(2026), good(), anyone(), credential, vc.Valid, "ISSUER-TRUST", "not-asked"},
		{"a trusted issuer", inYear(2026), good(), proof.NewPolicy(proof.Issuers("did:web:vestre-aas.example")), credential, vc.Valid, "ISSUER-TRUST", "pass"},
		{"another issuer", inYear(2026), good(), proof.NewPolicy(proof.Issuers("did:web:other.example")), credential, vc.Invalid, "ISSUER-TRUST", "fail"},
		{"nobody was named", inYear(2026), good(), proof.Policy{}, credential, vc.Indeterminate, "ISSUER-TRUST", "unknown"},
		{"nobody is believed who lent the key", inYear(2026), foreign, func() proof.Policy { p := named; p.UnsafeAllowForeignKeys = true; return p }(), credential, vc.Invalid, "ISSUER-TRUST", "fail"},
		{"a trusted issuer, and nobody knows who signed", inYear(2026), unknownKey, named, credential, vc.Indeterminate, "ISSUER-TRUST", "unknown"},
		{"a trusted issuer, and a suite nobody knows", inYear(2026), good(), named, change(credential, "/proof/cryptosuite", `"other-2030"`), vc.Indeterminate, "ISSUER-TRUST", "unknown"},
		{"a start that cannot be read", inYear(2026), good(), anyone(), change(credential, "/validFrom", `"soon"`), vc.Indeterminate, "VALID-FROM", "unknown"},
		{"an end that cannot be read", inYear(2026), good(), anyone(), change(credential, "/validUntil", `{"@value":"2025-01-01T00:00:00Z"}`), vc.Indeterminate, "VALID-UNTIL", "unknown"},
		{"an end in a list", inYear(2026), good(), anyone(), change(credential, "/validUntil", `["2025-01-01T00:00:00Z"]`), vc.Indeterminate, "VALID-UNTIL", "unknown"},
		{"an end that is null", inYear(2026), good(), anyone(), change(credential, "/validUntil", "null"), vc.Valid, "VALID-UNTIL", "pass"},
		{"not yet in force", inYear(2025), good(), anyone(), credential, vc.Invalid, "VALID-FROM", "fail"},
		{"no longer in force", inYear(2028), good(), anyone(), credential, vc.Invalid, "VALID-UNTIL", "fail"},
		{"a foreign key", inYear(2026), foreign, anyone(), credential, vc.Invalid, "ISSUER-KEY", "fail"},
		{"a foreign key allowed", inYear(2026), foreign, lax, credential, vc.Valid, "ISSUER-KEY", "warn"},
		{"the key cannot be found", inYear(2026), unknownKey, anyone(), credential, vc.Indeterminate, "PROOF-METHOD", "unknown"},
		{"no proof", inYear(2026), good(), anyone(), change(credential, "/proof", ""), vc.Invalid, "PROOF-NONE", "fail"},
		{"an empty list of proofs", inYear(2026), good(), anyone(), change(credential, "/proof", "[]"), vc.Invalid, "PROOF-NONE", "fail"},
		{"an unknown suite", inYear(2026), good(), anyone(), change(credential, "/proof/cryptosuite", `"other-2030"`), vc.Indeterminate, "PROOF-SUITE", "unknown"},
		{"a suite beside an unknown one", inYear(2026), good(), anyone(), change(credential, "/proof", `[{"type":"DataIntegrityProof","cryptosuite":"fake"},{"type":"Other"}]`), vc.Indeterminate, "PROOF-SUITE", "unknown"},
		{"a proof that is null", inYear(2026), good(), anyone(), change(credential, "/proof", "null"), vc.Invalid, "PROOF-FORM", "fail"},
		{"a proof that is text", inYear(2026), good(), anyone(), change(credential, "/proof", `["x"]`), vc.Invalid, "PROOF-FORM", "fail"},
		{"a broken rule is another question", inYear(2026), good(), anyone(), change(credential, "/issuer", ""), vc.Valid, "VCDM2-ISSUER", "fail"},
		{"a broken rule where that is asked", inYear(2026), good(), strict, change(credential, "/issuer", ""), vc.Invalid, "VCDM2-ISSUER", "fail"},
		{"a signed thing that is no credential", inYear(2026), good(), anyone(), `{"issuer":"did:web:vestre-aas.example","proof":{"type":"DataIntegrityProof","cryptosuite":"fake"}}`, vc.Indeterminate, "VC-CREDENTIAL", "unknown"},
		{"a status nobody looked up", inYear(2026), good(), anyone(), status, vc.Indeterminate, "STATUS", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, tt.env, fake{"fake", tt.evidence, nil}, tt.policy, tt.src)
			require.Equal(t, tt.verdict, r.Verdict, "%v", r.Findings)
			require.Equal(t, tt.outcome, finding(r, tt.code), "%v", r.Findings)
		})
	}
}

func TestErrorsOfTheJob(t *testing.T) {
	boom := errors.New("boom")
	registry, err := proof.NewRegistry(fake{"fake", good(), boom})
	require.NoError(t, err)
	_, err = proof.NewVerifier(inYear(2026), registry).Verify(t.Context(), []byte(credential), proof.Policy{})
	require.ErrorIs(t, err, boom)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = proof.NewVerifier(inYear(2026), registry).Verify(ctx, []byte(credential), proof.Policy{})
	require.ErrorIs(t, err, context.Canceled)

	_, err = proof.NewRegistry(fake{name: "a"}, fake{name: "a"})
	require.ErrorContains(t, err, "PROOF-REGISTRY")
}

// What a holder was free to withhold is not asked of a derived document; what
// stands there is.
func TestDerivedDocuments(t *testing.T) {
	derived := good()
	derived.Derived = true
	strict := proof.Policy{Trust: proof.AnyIssuer(), Require: []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}}
	for _, tt := range []struct {
		name, src      string
		whole, derived vc.Verdict
	}{
		{"all is there", credential, vc.Valid, vc.Valid},
		{"no issuer", change(credential, "/issuer", ""), vc.Invalid, vc.Valid},
		{"no subject", change(credential, "/credentialSubject", ""), vc.Invalid, vc.Valid},
		{"an issuer that is a number", change(credential, "/issuer", "7"), vc.Invalid, vc.Invalid},
		{"a subject that is text", change(credential, "/credentialSubject", `"x"`), vc.Invalid, vc.Invalid},
		{"a context that is no URL", change(credential, "/@context", `["x"]`), vc.Invalid, vc.Invalid},
	} {
		require.Equal(t, tt.whole, verify(t, inYear(2026), fake{"fake", good(), nil}, strict, tt.src).Verdict, tt.name)
		r := verify(t, inYear(2026), fake{"fake", derived, nil}, strict, tt.src)
		require.Equal(t, tt.derived, r.Verdict, "%s: %v", tt.name, r.Findings)
		require.True(t, r.Derived)
	}
	r := verify(t, inYear(2026), fake{"fake", derived, nil}, strict, change(credential, "/credentialSubject", ""))
	require.Equal(t, "not-asked", finding(r, "VCDM2-SUBJECT"))
}

// The rules of W3C credentials are not asked of what is none, and neither is
// its validity period, which it states in a way of its own.
func TestForeignDocuments(t *testing.T) {
	foreign := good()
	foreign.Foreign = "an SD-JWT VC of type urn:example:1"
	strict := proof.Policy{Trust: proof.AnyIssuer(), Require: []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}}
	foreign.Findings = append(foreign.Findings, vc.Finding{Code: "EXP", Axis: vc.InForce, Status: vc.Unknown})
	r := verify(t, inYear(2026), fake{"fake", foreign, nil}, proof.NewPolicy(proof.AnyIssuer()), `{"vct":"urn:example:1","proof":{"type":"DataIntegrityProof","cryptosuite":"fake"}}`)
	require.Equal(t, vc.Valid, r.Axes[vc.Authentic])
	require.Equal(t, vc.Indeterminate, r.Verdict, "its own suite says when it holds, and here it does not know")
	require.Equal(t, vc.Unasked, r.Axes[vc.Conformant])
	require.Equal(t, "not-asked", finding(r, "VC-FOREIGN"))
	require.Equal(t, vc.Indeterminate, verify(t, inYear(2026), fake{"fake", foreign, nil}, strict, credential).Verdict)
}

// A document may carry only so many proofs, since each costs as much as the
// whole document.
func TestTooManyProofs(t *testing.T) {
	one := `{"type": "DataIntegrityProof", "cryptosuite": "fake"}`
	registry, err := proof.NewRegistry(fake{"fake", good(), nil})
	require.NoError(t, err)
	for n, want := range map[int]error{16: nil, 17: vc.ErrLimit} {
		src := change(credential, "/proof", "["+strings.TrimSuffix(strings.Repeat(one+",", n), ",")+"]")
		_, err := proof.NewVerifier(inYear(2026), registry).Verify(t.Context(), []byte(src), proof.NewPolicy(proof.AnyIssuer()))
		require.ErrorIs(t, err, want, n)
	}
}

// opener is a suite that finds something else in a document than what stands
// there to be read, as that of a token with disclosures does.
type opener struct {
	fake
	finds func(vc.Document) vc.Document
}

func (o opener) Verify(_ context.Context, _ vc.Env, job proof.Job) (proof.Evidence, error) {
	evidence := o.evidence
	evidence.Verified = o.finds(job.File.Document())
	return evidence, nil
}

// What turns out to be a presentation when its proof is checked must not stand
// for a credential: nobody asks who issued it, or what stands in it.
func TestPresentationThatShowsInside(t *testing.T) {
	dressed := func(doc vc.Document) vc.Document {
		if doc.Get("verifiableCredential").Exists() {
			return doc // the outer one
		}
		doc, err := doc.With("/type", `["VerifiablePresentation"]`)
		require.NoError(t, err)
		doc, err = doc.Without("/credentialSubject")
		require.NoError(t, err)
		return doc
	}
	outer := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[` + credential + `]}`
	r := verify(t, inYear(2026), opener{fake{"fake", good(), nil}, func(doc vc.Document) vc.Document { return doc }}, proof.NewPolicy(proof.AnyIssuer()), outer)
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	r = verify(t, inYear(2026), opener{fake{"fake", good(), nil}, dressed}, proof.NewPolicy(proof.AnyIssuer()), outer)
	require.Equal(t, vc.Invalid, r.Verdict)
	require.Equal(t, "fail", finding(r.Credentials[0], "NESTED-TYPE"), "%v", r.Credentials[0].Findings)
}

// What counts is the document that the proofs cover, with the fewest contexts.
// A proof that nobody could check covers none and takes nothing away.
func TestDocumentThatProofsCover(t *testing.T) {
	const one, other = `{"type":"DataIntegrityProof","cryptosuite":"fake"}`, `{"type":"DataIntegrityProof","cryptosuite":"other-2030"}`
	covered, err := vc.ParseDocument([]byte(change(credential, "/proof", "")), vc.Limits{})
	require.NoError(t, err)
	suite := opener{fake{"fake", good(), nil}, func(vc.Document) vc.Document { return covered }}
	for _, proofs := range []string{one, "[" + one + "," + other + "]", "[" + other + "," + one + "]"} {
		doc, err := vc.ParseDocument([]byte(change(credential, "/proof", proofs)), vc.Limits{})
		require.NoError(t, err)
		doc, err = doc.With("/@context", `["https://www.w3.org/ns/credentials/v2","https://example.org/more"]`)
		require.NoError(t, err)
		r := verify(t, inYear(2026), suite, proof.NewPolicy(proof.AnyIssuer()), doc.String())
		require.Equal(t, covered.String(), r.Document.String(), proofs)
	}
}

// An end that cannot be read is not the same as no end.
func TestUnreadableEnd(t *testing.T) {
	r := verify(t, inYear(2026), fake{"fake", good(), nil}, proof.NewPolicy(proof.AnyIssuer()), change(credential, "/validUntil", `"some day"`))
	for _, f := range r.Findings {
		if f.Code == "VALID-UNTIL" {
			require.Equal(t, vc.Unknown, f.Status, f.Detail)
		}
	}
	require.Equal(t, vc.Indeterminate, r.Axes[vc.InForce])
}
