package proof_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"

	"github.com/mikromerit/mikromerit"
)

// FuzzVerify gives any bytes to the verifier of everything. Nobody but the
// school and the learner of the tests has the keys of their names, so what is
// valid under a policy that trusts the school is something that one of them
// signed: the very same text, or under a canonical form the same content in
// another spelling.
func FuzzVerify(f *testing.F) {
	signed := make(map[string]bool) // the canonical form of each document that was signed
	remember := func(r *proof.Result) {
		signed[string(must(r.Document.Canonical()))] = true
	}
	e := world(f)
	policy := only(school.id, schoolEC.id, schoolP3.id, schoolRSA.id, "urn:epass:org:1", "NTRNO-000000017")
	v := proof.NewVerifier(e, must(mikromerit.Registry()))
	for name, file := range everyForm(f) {
		r, err := v.Verify(f.Context(), []byte(file), policy)
		require.NoError(f, err, name)
		require.Equal(f, vc.Valid, r.Verdict, "%s: %v", name, r.Findings)
		remember(r)
		f.Add([]byte(file))
		f.Add([]byte(file[:len(file)/2]))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		r, err := v.Verify(t.Context(), src, policy)
		if err != nil {
			var format *proof.FormatError
			require.True(t, errors.As(err, &format) || errors.Is(err, vc.ErrLimit) || errors.Is(err, context.Canceled), "%v", err)
			require.Nil(t, r)
			return
		}
		require.Equal(t, vc.AxesOf(r.Findings), r.Axes)
		require.Equal(t, r.Axes.Verdict(r.Required), r.Verdict)
		require.Equal(t, r.Verdict == vc.Valid, r.Err() == nil)
		for _, finding := range r.Findings {
			require.NotEmpty(t, finding.Code)
			require.NotEmpty(t, finding.Detail)
		}
		if r.Verdict != vc.Valid {
			return
		}
		require.NotEmpty(t, r.Proofs)
		require.NotEqual(t, proof.Unsecured, r.Format)
		if party := r.Document.Get("holder"); party.Exists() {
			return // whoever presents may be anybody with a key of one's own
		}
		again, err := v.Verify(t.Context(), src, policy)
		require.NoError(t, err)
		require.Equal(t, report(r, nil), report(again, nil), "the same file, the same findings")
		if r.Format == proof.JWS || r.Format == proof.Enveloped || r.Format == proof.JAdES || r.Proofs[0].Suite == "eddsa-jcs-2022" || r.Proofs[0].Suite == "ecdsa-jcs-2019" {
			require.True(t, signed[string(must(r.Document.Canonical()))], "nobody signed %s", r.Document)
		}
	})
}
