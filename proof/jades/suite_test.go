package jades_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

func TestSuite(t *testing.T) {
	suite := jades.Suites()[0]
	require.Equal(t, []string{"JAdES"}, suite.Names())
	_, err := suite.Verify(t.Context(), vc.Env{}, proof.Job{})
	require.ErrorContains(t, err, "JADES-JOB")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = suite.Verify(cancelled, vc.Env{}, proof.Job{})
	require.ErrorIs(t, err, context.Canceled)
}

// TestShared uses one suite from many goroutines at once.
func TestShared(t *testing.T) {
	suite := jades.Suites()[0]
	file, err := proof.Open(seal(testkit.SealOptions{}), vc.Limits{})
	require.NoError(t, err)
	env := vc.Env{Clock: func() time.Time { return now }}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			evidence, err := suite.Verify(context.Background(), env, proof.Job{File: file, Proof: file.Proofs()[0], Policy: lenient(anchors())})
			if err != nil || vc.VerdictOf(evidence.Findings) != vc.Valid {
				t.Error(err, faults(evidence.Findings))
			}
		})
	}
	group.Wait()
}

func BenchmarkVerify(b *testing.B) {
	big := `{"issuer":{},"image":"` + fmt.Sprintf("%0100000d", 0) + `"}`
	for name, file := range map[string][]byte{
		"small": seal(testkit.SealOptions{}),
		"P-256": seal(testkit.SealOptions{Sealer: ca.EC}),
		"100KB": testkit.Seal([]byte(big), testkit.SealOptions{}),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				require.Empty(b, faults(check(b, file, anchors(), now)[0].Findings))
			}
		})
	}
}

func ExampleNew() {
	ca := testkit.NewCA()
	anchors, err := trust.ParsePEM(testkit.PEM(ca.Root))
	if err != nil {
		panic(err)
	}
	credential := `{"issuer":{"eIDASIdentifier":{"notation":"NTRNO-000000017"}}}`
	seal := testkit.Seal([]byte(credential), testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{})})
	file, err := proof.Open(seal, vc.Limits{})
	if err != nil {
		panic(err)
	}
	env := vc.Env{Clock: func() time.Time { return testkit.SealTime.Add(time.Hour) }}
	policy := proof.NewPolicy(proof.Trust{Anchors: anchors})
	for _, p := range file.Proofs() {
		evidence, err := jades.Suites()[0].Verify(context.Background(), env, proof.Job{File: file, Proof: p, Policy: policy})
		if err != nil {
			panic(err)
		}
		fmt.Println(vc.VerdictOf(evidence.Findings), evidence.Signer.Controller, evidence.Signer.Name)
		fmt.Println(evidence.Signer.Reason)
	}
	// Output:
	// valid NTRNO-000000017 Vestre Ås høgskole
	// The organisation identifier of the certificate is the issuer's eIDASIdentifier.
}
