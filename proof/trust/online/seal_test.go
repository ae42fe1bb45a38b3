package online_test

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/online"
	"github.com/mikromerit/mikromerit/vc"
)

// With nothing but a key, its certificate and a root, a seal of level LTA is made
// over HTTP: the authority in between, the time stamps and the answers about
// revocation are fetched. Each fault of the server leaves a lower level that says
// which.
func TestSealOverHTTP(t *testing.T) {
	server := serve(t)
	sealer := server.Certified(server.CA.RSA.Key, 720, "/ca.p7c")
	anchors := trust.NewAnchors(server.CA.Root)
	seal := func() (jades.Sealed, error) {
		client := open(t, server, func(o *online.Options) { o.OCSP, o.Timeout = server.URL+"/ocsp", 2*time.Second })
		return jades.Seal(t.Context(), vc.Env{}, []byte(`{"title":"Kurs"}`), jades.Sealer{Key: sealer.Key, Chain: []*x509.Certificate{sealer.Certificate}},
			jades.SealOptions{Level: jades.LTA, Services: client, Anchors: anchors})
	}
	out, err := seal()
	require.NoError(t, err)
	require.Equal(t, jades.LTA, out.Level, out.Findings)
	file, err := proof.Open(out.File, vc.Limits{})
	require.NoError(t, err)
	evidence, err := jades.Suites()[0].Verify(t.Context(), vc.Env{}, proof.Job{File: file, Proof: file.Proofs()[0], Policy: proof.NewPolicy(proof.Trust{Anchors: anchors})})
	require.NoError(t, err)
	require.Equal(t, vc.Valid, vc.AxesOf(evidence.Findings).Verdict([]vc.Axis{vc.Authentic, vc.InForce, vc.Trusted}), evidence.Findings)

	for fault, why := range map[string]string{"html": "it is a web page; check the URL", "huge": "its answer has more than", "nonce": "another question", "cut": "the connection failed or was cut off"} {
		server.Fail(fault)
		out, err := seal()
		require.NoError(t, err)
		require.Equal(t, jades.B, out.Level)
		require.Contains(t, out.Findings[0].Detail, why)
	}
}
