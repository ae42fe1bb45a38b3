package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// A file to which proofs are added is what its bytes are read as, and holds the
// limits that its bytes are read with.
func TestWithProofIsAsRead(t *testing.T) {
	const one, two = `{"type":"DataIntegrityProof","cryptosuite":"a","x":[{"y":1}]}`, `{"type":"B"}`
	for _, text := range []string{`{"a":1}`, " {\n \"a\" : {\"b\":[]} \n} \n", `{"a":"\u00e6","\u0062":[1]}`, `{ }`, `{"a":{"proof":1}}`} {
		for _, array := range []bool{false, true} {
			file, err := proof.Open([]byte(text), vc.Limits{})
			require.NoError(t, err)
			for _, added := range []string{one, two, one} {
				file, err = file.WithProof(added, array, vc.Limits{})
				require.NoError(t, err)
				read, err := proof.Open(file.Bytes(), vc.Limits{})
				require.NoError(t, err)
				require.Equal(t, proof.DataIntegrity, file.Format())
				require.JSONEq(t, read.Document().String(), file.Document().String())
				require.Len(t, file.Proofs(), len(read.Proofs()))
				for i, p := range read.Proofs() {
					got := file.Proofs()[i]
					require.Equal(t, p.Pointer, got.Pointer)
					require.Equal(t, p.Suite, got.Suite)
					require.Equal(t, p.Value.Raw(), got.Value.Raw())
					require.Equal(t, p.Value.Pointer(), got.Value.Pointer())
				}
			}
		}
	}
	file, err := proof.Open([]byte(`{"a":[1]}`), vc.Limits{})
	require.NoError(t, err)
	whole, err := file.WithProof(one, true, vc.Limits{})
	require.NoError(t, err)
	size := len(whole.Bytes())
	for _, fits := range []vc.Limits{{Bytes: size}, {Depth: 5}, {Values: 10}} {
		_, err = file.WithProof(one, true, fits)
		require.NoError(t, err, "%+v", fits)
	}
	for _, less := range []vc.Limits{{Bytes: size - 1}, {Depth: 4}, {Values: 9}} {
		_, err = file.WithProof(one, true, less)
		require.Error(t, err, "%+v", less)
		_, err = proof.Open(whole.Bytes(), less)
		require.Error(t, err, "%+v", less)
	}
	for _, bad := range []string{`{`, `{}{}`, ``} {
		_, err = file.WithProof(bad, false, vc.Limits{})
		require.Error(t, err)
	}
}
