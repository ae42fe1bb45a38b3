package proof_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// reasons are all the errors that a verdict can be.
var reasons = map[string]error{
	"invalid": proof.ErrInvalid, "undecided": proof.ErrUndecided,
	"not authentic": proof.ErrNotAuthentic, "not in force": proof.ErrNotInForce, "not trusted": proof.ErrNotTrusted, "not bound": proof.ErrNotBound, "not conformant": proof.ErrNotConformant,
	"unsigned": proof.ErrUnsigned, "signature": proof.ErrSignature, "expired": proof.ErrExpired, "not yet valid": proof.ErrNotYetValid, "revoked": proof.ErrRevoked, "suspended": proof.ErrSuspended,
}

func requireReasons(t *testing.T, err error, want ...string) {
	t.Helper()
	for name, reason := range reasons {
		expected := false
		for _, w := range want {
			expected = expected || w == name
		}
		require.Equal(t, expected, errors.Is(err, reason), "%s: %v", name, err)
	}
}

// The error of a result tells by its kind why the verdict is not valid, and
// only of what the policy asked.
func TestReasons(t *testing.T) {
	other := proof.NewPolicy(proof.Issuers("did:web:other.example"))
	somebody := anyone()
	somebody.Recipients = []string{"did:example:somebody"}
	everything := anyone()
	everything.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	onlyForm := anyone()
	onlyForm.Require = []vc.Axis{vc.Conformant}
	bad := good()
	bad.Findings[0].Status = vc.Fail
	lost := proof.Evidence{Findings: []vc.Finding{{Code: "PROOF-METHOD", Status: vc.Unknown, Detail: "It could not be looked up."}}}
	for _, tt := range []struct {
		name     string
		env      vc.Env
		evidence proof.Evidence
		policy   proof.Policy
		src      string
		want     []string
	}{
		{"changed", inYear(2026), bad, anyone(), credential, []string{"invalid", "not authentic", "signature"}},
		{"unsigned", inYear(2026), good(), anyone(), change(credential, "/proof", ""), []string{"invalid", "not authentic", "unsigned"}},
		{"too early", inYear(2025), good(), anyone(), credential, []string{"invalid", "not in force", "not yet valid"}},
		{"too late", inYear(2028), good(), anyone(), credential, []string{"invalid", "not in force", "expired"}},
		{"too late and changed", inYear(2028), bad, anyone(), credential, []string{"invalid", "not authentic", "signature", "not in force", "expired"}},
		{"of another", inYear(2026), good(), other, credential, []string{"invalid", "not trusted"}},
		{"nobody was named", inYear(2026), good(), proof.Policy{}, credential, []string{"undecided"}},
		{"somebody else's", inYear(2026), good(), somebody, credential, []string{"invalid", "not bound"}},
		{"in breach of a rule", inYear(2026), good(), everything, change(credential, "/issuer", ""), []string{"invalid", "not conformant"}},
		{"too late, which is not asked", inYear(2028), good(), onlyForm, change(credential, "/issuer", ""), []string{"invalid", "not conformant"}},
		{"undecided", inYear(2026), lost, anyone(), credential, []string{"undecided"}},
		{"undecided and too late", inYear(2028), lost, anyone(), credential, []string{"invalid", "not in force", "expired"}},
		{"nothing asked", inYear(2026), good(), proof.Policy{Require: []vc.Axis{}}, credential, []string{"undecided"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, tt.env, fake{"fake", tt.evidence, nil}, tt.policy, tt.src)
			requireReasons(t, r.Err(), tt.want...)
			var verdict *proof.VerdictError
			require.ErrorAs(t, r.Err(), &verdict)
			require.Equal(t, r.Verdict, verdict.Verdict)
			require.Contains(t, r.Err().Error(), r.Verdict.String())
		})
	}
	require.NoError(t, verify(t, inYear(2026), fake{"fake", good(), nil}, anyone(), credential).Err())
}

// A list that was verified gives its reason, too.
func TestReasonsOfStatus(t *testing.T) {
	for purpose, want := range map[string]string{status.Revocation: "revoked", status.Suspension: "suspended"} {
		s := newListKeeper(t, purpose)
		doc, index := s.issue()
		require.NoError(t, s.list.Set(t.Context(), index, 1))
		s.publish()
		requireReasons(t, s.check(s.sign(doc), anyone()).Err(), "invalid", "not in force", want)
	}
}

// What decided about a document may stand in a credential in a credential. It
// is told with its place, and only where it counted.
func TestReasonsInside(t *testing.T) {
	inner := change(credential, "/id", `"urn:x:1"`)
	ended := func(credential string) string {
		return strings.Replace(credential, "2027-01-01", "2026-02-01", 1)
	}
	presented := func(credentials ...string) string {
		return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[%s]}`, strings.Join(credentials, ","))
	}
	folder := func(inside string) string { return change(credential, "/inside", inside) }
	registry, err := proof.NewRegistry(fake{"fake", good(), nil})
	require.NoError(t, err)
	verifier := proof.NewVerifier(inYear(2026), registry.With(proof.Family{
		Name: "folders", Is: func(doc vc.Document) bool { return doc.Get("inside").Exists() }, Rules: &vc.Rule{Code: "FOLDER-RULES", Axis: vc.Conformant, Text: "It must be a folder."},
		Parts: func(doc vc.Document) []proof.Part { return []proof.Part{{At: doc.Get("inside")}} },
	}))
	judge := func(file string, policy proof.Policy) *proof.Result {
		r, err := verifier.Verify(t.Context(), []byte(file), policy)
		require.NoError(t, err)
		return r
	}
	r := judge(presented(folder(inner)), anyone())
	require.NoError(t, r.Err())
	r = judge(presented(inner, folder(ended(inner))), anyone())
	requireReasons(t, r.Err(), "invalid", "not in force", "expired")
	require.Len(t, r.Decisive(), 1)
	require.Equal(t, []string{"VALID-UNTIL", "/verifiableCredential/1/inside"}, []string{r.Decisive()[0].Code, r.Decisive()[0].Pointer})
	require.NotContains(t, r.Err().Error(), "NESTED-CREDENTIAL")

	lenient := anyone()
	lenient.UnsafeAllowFailedCredentials = true
	require.NoError(t, judge(presented(inner, ended(inner)), lenient).Err())
	early := judge(strings.Replace(folder(ended(inner)), `"did:web:vestre-aas.example"`, `"did:web:other.example"`, 1), func() proof.Policy { p := lenient; p.Recipients = []string{"x"}; return p }())
	requireReasons(t, early.Err(), "invalid", "not bound") // that the inner one ended was allowed
}
