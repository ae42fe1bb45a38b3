package jades_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/vc"
)

// FuzzSeal gives any bytes to the reader of envelopes and to the suite:
// nothing panics, and only what was really sealed is ever valid.
func FuzzSeal(f *testing.F) {
	// What a seal covers. Nobody can make another pair without our keys.
	type covered struct{ protected, payload string }
	known := make(map[covered]bool)
	for _, o := range []testkit.SealOptions{
		{}, {Sealer: ca.EC}, {SigT: true}, {Flattened: true}, {Encoded: true}, {DigestO: true},
		{Unsigned: `{"etsiU":[{"sigTst":{}}]}`}, {Unsigned: `{"etsiU":["e30"],"x":1}`},
		{Header: set("sigX5ts", "[]")}, {Header: drop("x5c")}, {Header: set("crit", `["b64","sigD"]`)},
	} {
		file := testkit.Seal([]byte(payload), o)
		f.Add(file)
		secured, err := proof.Open(file, vc.Limits{})
		require.NoError(f, err)
		signature := secured.Proofs()[0].Signature
		known[covered{signature.Protected, signature.Payload}] = true
	}
	f.Add([]byte(`{"payload":"","signatures":[{"protected":"e30","signature":""}]}`))
	f.Add([]byte("e30.e30."))
	suite, env := jades.New(), vc.Env{Clock: func() time.Time { return now }}
	f.Fuzz(func(t *testing.T, file []byte) {
		secured, err := proof.Open(file, vc.Limits{})
		if err != nil {
			return
		}
		for _, p := range secured.Proofs() {
			if p.Signature == nil {
				continue
			}
			evidence, err := suite.Verify(context.Background(), env, proof.Job{File: secured, Proof: p, Policy: proof.NewPolicy(proof.Trust{Anchors: anchors()})})
			require.NoError(t, err)
			if vc.VerdictOf(evidence.Findings) == vc.Valid {
				require.True(t, known[covered{p.Signature.Protected, p.Signature.Payload}])
			}
		}
	})
}
