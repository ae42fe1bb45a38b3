//go:build !race

package mikromerit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Issuing and verifying a badge must not begin to allocate again what it does not
// need: to read a text twice, to expand a document twice, to look after findings
// that nobody asked for.
func TestAllocationsOfABadge(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	doc, secret := smallBadge(t, key), key.Key()
	sign := func() []byte {
		signed, err := dataintegrity.Sign(t.Context(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, secret, dataintegrity.Options{Array: true})
		require.NoError(t, err)
		return signed.Bytes()
	}
	file := sign()
	v := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{key.Controller()}})
	verify := func() {
		r, err := v.Verify(t.Context(), file)
		require.NoError(t, err)
		require.Equal(t, vc.Valid, r.Verdict)
	}
	require.LessOrEqual(t, testing.AllocsPerRun(20, func() { sign() }), maxSignAllocs)
	require.LessOrEqual(t, testing.AllocsPerRun(20, verify), maxVerifyAllocs)
}

// What is allocated for the small badge, with some room.
const (
	maxSignAllocs   = 42.0
	maxVerifyAllocs = 72.0
)
