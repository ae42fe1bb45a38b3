package jades_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
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
	suite, env := jades.Suites()[0], vc.Env{Clock: func() time.Time { return now }}
	f.Fuzz(func(t *testing.T, file []byte) {
		secured, err := proof.Open(file, vc.Limits{})
		if err != nil {
			return
		}
		for _, p := range secured.Proofs() {
			if p.Signature == nil {
				continue
			}
			evidence, err := suite.Verify(context.Background(), env, proof.Job{File: secured, Proof: p, Policy: lenient(anchors())})
			require.NoError(t, err)
			if vc.VerdictOf(evidence.Findings) == vc.Valid {
				require.True(t, known[covered{p.Signature.Protected, p.Signature.Payload}])
			}
		}
	})
}

// FuzzEtsiU gives any bytes to the reader of the unsigned part of a seal that
// is right: nothing panics, nobody doubts who signed, and a seal that has
// expired is in force only if a real token of ours proves that it is older.
func FuzzEtsiU(f *testing.F) {
	sealer := brief()
	var parts testkit.SealParts
	real := ca.LongTerm(sealer, testkit.LongTerm{Archive: stampedAt.Add(time.Hour)})
	for _, lt := range []testkit.LongTerm{{}, {Clear: true}, {Lists: true}, {Archive: stampedAt.Add(time.Hour), Revoked: now}} {
		file := seal(testkit.SealOptions{Sealer: sealer, Late: func(p testkit.SealParts) string {
			parts = p
			return ca.LongTerm(sealer, lt)(p)
		}})
		require.NotEmpty(f, file)
		f.Add(ca.LongTerm(sealer, lt)(parts))
	}
	f.Add(real(parts))
	f.Add(`{"etsiU":[{"sigTst":{"tstTokens":[{"val":"MAA="}]}},{"rVals":{"crlVals":{"val":"MAA="},"ocspVals":[{"val":"MAMKAQE="}]}},{"tstVD":{"xVals":[{}]}}]}`)
	env := vc.Env{Clock: func() time.Time { return now }}
	f.Fuzz(func(t *testing.T, unprotected string) {
		file := seal(testkit.SealOptions{Sealer: sealer, Unsigned: unprotected})
		secured, err := proof.Open(file, vc.Limits{})
		if err != nil {
			return
		}
		evidence, err := jades.Suites()[0].Verify(context.Background(), env, proof.Job{File: secured, Proof: secured.Proofs()[0], Policy: lenient(anchors())})
		require.NoError(t, err)
		axes := vc.AxesOf(evidence.Findings)
		if secured.Proofs()[0].Suite == "JAdES" && evidence.Signer.Name != "" {
			require.Equal(t, vc.Valid, axes[vc.Authentic])
		}
		if axes[vc.InForce] == vc.Valid {
			require.Contains(t, summary(evidence.Findings), "JADES-TIMESTAMP pass")
		}
	})
}

// Whatever the file, extending never panics, and inserts into it or refuses.
func FuzzExtend(f *testing.F) {
	ca := testkit.NewCA()
	clock := func() time.Time { return testkit.SealTime }
	for _, late := range []testkit.LongTerm{{}, {Clear: true}, {Archive: testkit.SealTime}, {NoStamp: true}} {
		f.Add(testkit.Seal([]byte(draft), testkit.SealOptions{Late: ca.LongTerm(ca.RSA, late)}))
	}
	f.Add(testkit.Seal([]byte(draft), testkit.SealOptions{Flattened: true, Unsigned: `{ }`}))
	f.Fuzz(func(t *testing.T, file []byte) {
		out, err := jades.Extend(t.Context(), vc.Env{Clock: clock}, file, jades.LTA,
			jades.ExtendOptions{Services: &testkit.Services{CA: ca, Clock: clock}, Anchors: trust.NewAnchors(ca.Root)})
		if err == nil && len(out.File) > len(file) {
			requireInserted(t, file, out.File)
		}
	})
}
