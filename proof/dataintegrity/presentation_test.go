package dataintegrity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// presentation returns a signed presentation of a credential by a holder.
func presentation(t *testing.T, holder *keys.Private, credentials ...string) *proof.Secured {
	t.Helper()
	doc, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],
		"holder":"`+holder.Controller()+`","verifiableCredential":[`+strings.Join(credentials, ",")+`]}`), vc.Limits{})
	require.NoError(t, err)
	file, err := dataintegrity.Sign(t.Context(), clockAt(2026), doc, dataintegrity.EdDSARDFC2022, keyOf(holder),
		dataintegrity.Options{Purpose: vc.Authentication, Domain: []string{"verifier.example"}, Challenge: "c1"})
	require.NoError(t, err)
	return file
}

func TestPresentation(t *testing.T) {
	issuer, holder := newKey(t, keys.Ed25519), newKey(t, keys.Ed25519)
	own, err := badge(t, issuer.Controller()).With("/credentialSubject/id", `"`+holder.Controller()+`"`)
	require.NoError(t, err)
	credential, err := dataintegrity.Sign(t.Context(), clockAt(2026), own, dataintegrity.EdDSARDFC2022, keyOf(issuer), dataintegrity.Options{})
	require.NoError(t, err)
	someone := signed(t, dataintegrity.EdDSAJCS2022, issuer, dataintegrity.Options{})

	policy := anyIssuer()
	policy.Domain, policy.Challenge = []string{"verifier.example"}, "c1"
	file := presentation(t, holder, string(credential.Bytes()), string(someone.Bytes()))
	r := verify(t, clockAt(2026), file, policy)
	// Nothing ties the second credential to anybody: it names no subject.
	require.Equal(t, []vc.Verdict{vc.Valid, vc.Indeterminate, vc.Indeterminate}, []vc.Verdict{r.Axes[vc.Authentic], r.Axes[vc.Bound], r.Verdict}, "%v", r.Findings)
	require.Len(t, r.Credentials, 2)
	require.Equal(t, "/verifiableCredential/1", r.Credentials[1].Pointer)
	f, _ := find(r, "PRESENTATION-HOLDER")
	require.Equal(t, vc.Pass, f.Status)
	f, _ = find(r, "HOLDER-KEY")
	require.Equal(t, vc.Pass, f.Status)

	t.Run("a replay to another verifier", func(t *testing.T) {
		other := policy
		other.Challenge = "c2"
		require.Equal(t, vc.Invalid, verify(t, clockAt(2026), file, other).Verdict)
	})
	t.Run("a purpose for issuing", func(t *testing.T) {
		other := policy
		other.Purpose = vc.AssertionMethod
		require.Equal(t, vc.Invalid, verify(t, clockAt(2026), file, other).Verdict)
	})
	t.Run("a holder who is somebody else", func(t *testing.T) {
		thief := newKey(t, keys.Ed25519)
		r := verify(t, clockAt(2026), presentation(t, thief, string(credential.Bytes())), policy)
		f, _ := find(r, "PRESENTATION-HOLDER")
		require.Equal(t, vc.Fail, f.Status)
		require.Equal(t, vc.Invalid, r.Verdict)
	})
	t.Run("a credential without proof inside", func(t *testing.T) {
		r := verify(t, clockAt(2026), presentation(t, holder, own.String()), policy)
		require.Equal(t, vc.Invalid, r.Verdict)
		f, _ := find(r, "NESTED-CREDENTIAL")
		require.Equal(t, vc.Fail, f.Status)
	})
	t.Run("a changed credential inside", func(t *testing.T) {
		changed := strings.Replace(string(credential.Bytes()), `"creditsEarned": 2.5`, `"creditsEarned": 25`, 1)
		require.NotEqual(t, string(credential.Bytes()), changed)
		r := verify(t, clockAt(2026), presentation(t, holder, changed), policy)
		require.Equal(t, vc.Invalid, r.Verdict)
	})
}
