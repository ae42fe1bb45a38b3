// Package wycheproof_test runs the vectors of Project Wycheproof against the
// signature code of the module. It is a module of its own, because the vectors
// are a hundred megabytes that nobody else should have to download.
package wycheproof_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/hex"
	"io/fs"
	"testing"

	"github.com/c2sp/wycheproof"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Every signature that Wycheproof calls invalid is refused and every valid
// one accepted. An "acceptable" one would have to be decided here; these files
// have none.
func TestSignatures(t *testing.T) {
	for _, file := range []struct {
		name, algorithm string
		key             func(group jsontree.Value) (crypto.PublicKey, error)
	}{
		{"ed25519_test.json", "EdDSA", ed25519Key},
		{"ecdsa_secp256r1_sha256_p1363_test.json", "ES256", ecdsaKey(elliptic.P256())},
		{"ecdsa_secp384r1_sha384_p1363_test.json", "ES384", ecdsaKey(elliptic.P384())},
		{"ecdsa_secp521r1_sha512_p1363_test.json", "ES512", ecdsaKey(elliptic.P521())},
	} {
		t.Run(file.name, func(t *testing.T) {
			root := read(t, file.name)
			algorithm, ok := jws.Lookup(file.algorithm)
			require.True(t, ok)
			counts := make(map[string]int)
			for group := range root.Get("testGroups").Each() {
				key, keyErr := file.key(group)
				for test := range group.Get("tests").Each() {
					accepted := keyErr == nil && algorithm.Verify(key, raw(t, test.Get("msg")), raw(t, test.Get("sig")))
					result := test.Get("result").Text()
					counts[result]++
					require.Contains(t, []string{"valid", "invalid"}, result)
					require.Equal(t, result == "valid", accepted, "%s %s", test.Get("tcId").Raw(), test.Get("comment").Text())
				}
			}
			t.Logf("%d valid accepted, %d invalid refused", counts["valid"], counts["invalid"])
			require.Equal(t, root.Get("numberOfTests").Raw(), num(counts["valid"]+counts["invalid"]))
		})
	}
}

func read(t *testing.T, name string) jsontree.Value {
	t.Helper()
	text, err := fs.ReadFile(wycheproof.TestVectors, name)
	require.NoError(t, err)
	root, err := jsontree.Parse(text, jsontree.Limits{})
	require.NoError(t, err)
	return root
}

func ed25519Key(group jsontree.Value) (crypto.PublicKey, error) {
	key, err := hex.DecodeString(group.Lookup("/publicKey/pk").Text())
	if err != nil {
		return nil, err
	}
	return ed25519.PublicKey(key), multikey.CheckEd25519(key)
}

func ecdsaKey(curve elliptic.Curve) func(jsontree.Value) (crypto.PublicKey, error) {
	return func(group jsontree.Value) (crypto.PublicKey, error) {
		point, err := hex.DecodeString(group.Lookup("/publicKey/uncompressed").Text())
		if err != nil {
			return nil, err
		}
		return ecdsa.ParseUncompressedPublicKey(curve, point)
	}
}

func raw(t *testing.T, v jsontree.Value) []byte {
	t.Helper()
	data, err := hex.DecodeString(v.Text())
	require.NoError(t, err)
	return data
}

func num(n int) string { return string(jsontree.AppendFloat(nil, float64(n))) }
