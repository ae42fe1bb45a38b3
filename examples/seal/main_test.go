package main

import (
	"bytes"
	"crypto/x509"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// A draft and a badge become seals that are valid offline, for years.
func TestSeal(t *testing.T) {
	ca := testkit.NewCA()
	key, err := pkcs12.Modern.Encode(ca.RSA.Key, ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate}, "secret")
	require.NoError(t, err)
	env := vc.Env{Clock: func() time.Time { return time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC) }}
	anchors := trust.NewAnchors(ca.Root)
	o := mikromerit.SealOptions{Env: env, Seal: jades.SealOptions{
		Level: jades.LTA, Anchors: anchors, Services: &testkit.Services{CA: ca, Clock: env.Clock},
	}}
	for name, effect := range map[string]string{
		"vestre-aas-micro-credential.payload.json": "set /issued: It is the moment of sealing.",
		"vestre-aas-badge.signed.json":             "set /issuer/altLabel: It is the common name in the certificate.",
	} {
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile("../data/" + name)
			require.NoError(t, err)
			var out, notes bytes.Buffer
			require.NoError(t, run(t.Context(), &out, &notes, key, "secret", file, o))
			require.Contains(t, notes.String(), effect)
			require.Contains(t, notes.String(), "sealed at level LTA\n")
			verifier := mikromerit.NewVerifier(mikromerit.Trust{Anchors: anchors})
			verifier.Env.Clock = func() time.Time { return env.Clock().AddDate(9, 0, 0) }
			found, err := verifier.Verify(t.Context(), out.Bytes())
			require.NoError(t, err)
			require.Equal(t, vc.Valid, found.Verdict, "%+v", found.Decisive())
		})
	}
	require.ErrorContains(t, run(t.Context(), &bytes.Buffer{}, &bytes.Buffer{}, key, "wrong", nil, o), "password")
}
