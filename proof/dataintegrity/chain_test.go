package dataintegrity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Where two proofs have one id, nobody can say on which of them a third one
// builds: it is neither made nor believed.
func TestTwoProofsWithOneID(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	first := signed(t, dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{ID: "urn:x:1"})
	add := func(file *proof.Secured, o dataintegrity.Options) (*proof.Secured, error) {
		return dataintegrity.Add(t.Context(), clockAt(2026), file, dataintegrity.EdDSAJCS2022, keyOf(key), o)
	}
	twice, err := add(first, dataintegrity.Options{ID: "urn:x:1"})
	require.NoError(t, err)
	_, err = add(twice, dataintegrity.Options{Previous: []string{"urn:x:1"}})
	require.ErrorContains(t, err, "PROOF-CHAIN")
	require.ErrorContains(t, err, "Two proofs have the same id.")

	second, err := add(first, dataintegrity.Options{ID: "urn:x:2"})
	require.NoError(t, err)
	third, err := add(second, dataintegrity.Options{Previous: []string{"urn:x:2"}})
	require.NoError(t, err)
	changed, err := proof.Open([]byte(strings.Replace(string(third.Bytes()), `"id":"urn:x:1"`, `"id":"urn:x:2"`, 1)), vc.Limits{})
	require.NoError(t, err)
	registry, err := mikromerit.Registry()
	require.NoError(t, err)
	for _, file := range []*proof.Secured{third, changed} {
		p := file.Proofs()[2]
		suite, _ := registry.Suite(p.Kind, p.Suite)
		evidence, err := suite.Verify(t.Context(), clockAt(2026), proof.Job{File: file, Proof: p})
		require.NoError(t, err)
		if file == third {
			require.Equal(t, vc.Valid, vc.VerdictOf(evidence.Findings), "%v", evidence.Findings)
			continue
		}
		last := evidence.Findings[len(evidence.Findings)-1]
		require.Equal(t, "PROOF-CHAIN", last.Code)
		require.Equal(t, vc.Fail, last.Status)
	}
}
