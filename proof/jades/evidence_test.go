package jades_test

import (
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func evidenceOf(t *testing.T, o testkit.SealOptions, policy proof.Policy, at time.Time) proof.Evidence {
	t.Helper()
	file, err := proof.Open(seal(o), vc.Limits{})
	require.NoError(t, err)
	return checkWith(t, file, policy, at)[0]
}

// The evidence says in the terms of EN 319 102-1 what the findings say in words: the
// level, the times, each time stamp, what the certificate claims, and the end.
func TestEvidence(t *testing.T) {
	o := testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{Archive: stampedAt.Add(time.Hour)})}
	seal := evidenceOf(t, o, strict(anchors()), now).Seal
	require.Equal(t, "JAdES-BASELINE-LTA", seal.Level)
	require.Equal(t, proof.TotalPassed, seal.Indication)
	require.Empty(t, seal.SubIndication)
	require.Equal(t, testkit.SealTime, seal.ClaimedTime)
	require.Equal(t, stampedAt, seal.BestTime)
	require.True(t, seal.Statements.Compliance && seal.Statements.Seal && !seal.Statements.Device)
	require.Len(t, seal.Chain, 3)
	require.Nil(t, seal.Qualified, "no trusted list was given")
	require.Equal(t, []proof.TimestampEvidence{
		{Kind: "sigTst", Pointer: "/signatures/0/header/etsiU/0", Time: stampedAt, Imprint: true, Signature: true, Authority: "mikromerit TEST ONLY", Indication: proof.TotalPassed},
		{Kind: "arcTst", Pointer: "/signatures/0/header/etsiU/3", Time: stampedAt.Add(time.Hour), Imprint: true, Signature: true, Authority: "mikromerit TEST ONLY", Indication: proof.TotalPassed},
	}, seal.Timestamps)
}

// A verifier hands the evidence on, so that a report can show it.
func TestEvidenceReachesTheResult(t *testing.T) {
	registry, err := proof.NewRegistry(jades.Suites()...)
	require.NoError(t, err)
	verifier := proof.NewVerifier(vc.Env{Clock: func() time.Time { return now }}, registry)
	result, err := verifier.Verify(t.Context(), seal(testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{})}), strict(anchors()))
	require.NoError(t, err)
	require.Equal(t, proof.TotalPassed, result.Proofs[0].Seal.Indication)
}

// What trusted lists say is asked for the proven time, and stands in the evidence and
// in a finding.
func TestQualified(t *testing.T) {
	status := trust.ServiceStatus{Status: trust.Granted, From: time.Date(2020, 5, 1, 0, 0, 0, 0, time.UTC), Uses: []string{trust.UseSeals}}
	services := trust.NewServices(trust.Service{
		Name: "Seals", Provider: "Test Trust", Territory: "NO", Type: trust.ServiceCertificate,
		Certificates: []*x509.Certificate{ca.Intermediate}, History: []trust.ServiceStatus{status},
	})
	policy := proof.NewPolicy(proof.Trust{Anchors: anchors(), Services: services})
	evidence := evidenceOf(t, testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{})}, policy, now)
	require.Equal(t, trust.LevelAdvancedSeal, evidence.Seal.Qualified.Level, evidence.Seal.Qualified.Reason)
	require.Equal(t, stampedAt, evidence.Seal.Qualified.At)
	require.Equal(t, vc.Pass, finding(t, evidence.Findings, "SEAL-QUALIFIED").Status)
	require.Contains(t, finding(t, evidence.Findings, "SEAL-QUALIFIED").Detail, "Test Trust")

	// The certificates of what was granted are anchors by themselves.
	evidence = evidenceOf(t, testkit.SealOptions{}, lenient(nil), now)
	require.Equal(t, vc.Unknown, finding(t, evidence.Findings, "SEAL-TRUST").Status)
	policy = lenient(nil)
	policy.Trust.Services = services
	evidence = evidenceOf(t, testkit.SealOptions{}, policy, now)
	require.Equal(t, vc.Pass, finding(t, evidence.Findings, "SEAL-TRUST").Status)
}

// A counter signature is checked and bound to the signature of the seal. Anybody may
// add one, so a wrong one only warns.
func TestCounterSignatures(t *testing.T) {
	counterOf := func(covered string, change func(protected, signature string) (string, string)) string {
		made := string(testkit.Seal([]byte("x"), testkit.SealOptions{Sealer: ca.EC, Compact: true}))
		protected := strings.Split(made, ".")[0]
		signature := base64.RawURLEncoding.EncodeToString(testkit.SignJWS(ca.EC.Key, "ES256", []byte(protected+"."+covered)))
		if change != nil {
			protected, signature = change(protected, signature)
		}
		return protected + ".." + signature
	}
	other := base64.RawURLEncoding.EncodeToString([]byte("another signature"))
	for name, c := range map[string]struct {
		value  func(p testkit.SealParts) string
		status vc.Status
		detail string
	}{
		"right":      {func(p testkit.SealParts) string { return `"` + counterOf(p.Signature, nil) + `"` }, vc.Pass, "Vestre Ås høgskole"},
		"of another": {func(testkit.SealParts) string { return `"` + counterOf(other, nil) + `"` }, vc.Warn, "does not verify"},
		"with another inside": {func(testkit.SealParts) string {
			return `"` + strings.Replace(counterOf(other, nil), "..", "."+other+".", 1) + `"`
		}, vc.Warn, "something else"},
		"in JSON": {func(p testkit.SealParts) string {
			part := strings.Split(counterOf(p.Signature, nil), ".")
			return `{"protected":"` + part[0] + `","signature":"` + part[2] + `"}`
		}, vc.Pass, "is right"},
		"in general JSON": {func(p testkit.SealParts) string {
			part := strings.Split(counterOf(p.Signature, nil), ".")
			return `{"payload":"` + p.Signature + `","signatures":[{"protected":"` + part[0] + `","signature":"` + part[2] + `"}]}`
		}, vc.Pass, "is right"},
		"a number": {func(testkit.SealParts) string { return `7` }, vc.Warn, "cannot be read"},
		"rubbish":  {func(testkit.SealParts) string { return `"a.b.c"` }, vc.Warn, "cannot be read"},
		"no certificate": {func(p testkit.SealParts) string {
			return `"` + counterOf(p.Signature, func(_, s string) (string, string) {
				return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256"}`)), s
			}) + `"`
		}, vc.Warn, "whose it is"},
	} {
		o := testkit.SealOptions{Late: func(p testkit.SealParts) string {
			return `{"etsiU":[` + component(`{"cSig":`+c.value(p)+`}`) + `]}`
		}}
		evidence := evidenceOf(t, o, lenient(anchors()), now)
		found := finding(t, evidence.Findings, "JADES-COUNTER-SIGNATURE")
		require.Equal(t, c.status, found.Status, "%s: %s", name, found.Detail)
		require.Contains(t, found.Detail, c.detail, name)
		require.Equal(t, vc.Valid, vc.VerdictOf(evidence.Findings), name)
	}
}

// Components in plain JSON are covered by an archive time stamp in their canonical
// form, if the seal says so.
func TestPlainComponents(t *testing.T) {
	for algorithm, want := range map[string]proof.SubIndication{
		`,"canonAlg":"http://json-canonicalization.org/algorithm"`: "",
		`,"canonAlg":"urn:x"`: proof.SignedDataNotFound,
		``:                    proof.SignedDataNotFound,
	} {
		evidence := evidenceOf(t, testkit.SealOptions{Late: func(p testkit.SealParts) string {
			first := `{"z": 1, "a":[ ]}`
			token := ca.Timestamp(stampedAt, p.Payload+"."+p.Protected+"."+p.Signature+`.{"a":[],"z":1}`)
			return `{"etsiU":[` + first + `,{"arcTst":{"tstTokens":[` + value(token) + `]` + algorithm + `}}]}`
		}}, lenient(anchors()), now)
		require.Equal(t, want, evidence.Seal.Timestamps[0].SubIndication, algorithm)
	}
}
