package jsonld

import (
	"context"
	"crypto"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/testkit"
)

// vectorLoader knows the built-in contexts and those of the official vectors.
type vectorLoader struct{ testkit.VectorContexts }

func (l vectorLoader) LoadContext(ctx context.Context, url string) ([]byte, error) {
	if c, ok := contexts.Builtin().Lookup(url); ok {
		return c.JSON(), nil
	}
	return l.VectorContexts.LoadContext(ctx, url)
}

// TestDataIntegrityVectors compares the canonical document and the canonical
// proof configuration of the official vectors, byte for byte.
func TestDataIntegrityVectors(t *testing.T) {
	known := newRootContexts(vectorLoader{})
	for _, v := range []struct {
		folder, suffix string
		hash           crypto.Hash
	}{
		{"vc-di-eddsa/eddsa-rdfc-2022", "DataInt", crypto.SHA256},
		{"vc-di-eddsa/eddsa-rdfc-2022/employ", "DataInt", crypto.SHA256},
		{"vc-di-eddsa/Ed25519Signature2020", "EdSig", crypto.SHA256},
		{"vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", crypto.SHA256},
		{"vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256", crypto.SHA256},
		{"vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384", crypto.SHA384},
		{"vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384", crypto.SHA384},
	} {
		t.Run(strings.ReplaceAll(v.folder, "/", "_"), func(t *testing.T) {
			read := func(name string) []byte {
				return testkit.ReadShared(t, "data", "vectors", path.Join(v.folder, name))
			}
			signed := parseDocument(t, read("signed"+v.suffix+".json"))
			for want, text := range map[string][]byte{
				"canonDoc" + v.suffix + ".txt":   signed.Get("proof").Remove(),
				"proofCanon" + v.suffix + ".txt": read("proofConfig" + v.suffix + ".json"),
			} {
				c, err := Canonicalize(t.Context(), parseDocument(t, text), Options{Contexts: known, Hash: v.hash})
				require.NoError(t, err)
				require.Equal(t, string(read(want)), string(c.Bytes()))
			}
		})
	}
}

// TestSelectiveDisclosureVectors compares the canonical proof configurations
// of the ecdsa-sd-2023 vectors.
func TestSelectiveDisclosureVectors(t *testing.T) {
	for _, folder := range []string{"employ", "prc"} {
		folder = "vc-di-ecdsa/ecdsa-sd-2023/" + folder
		config := testkit.ReadShared(t, "data", "vectors", path.Join(folder, "addProofConfig.json"))
		c, err := Canonicalize(t.Context(), parseDocument(t, config), Options{Contexts: newRootContexts(vectorLoader{})})
		require.NoError(t, err)
		want := testkit.ReadShared(t, "data", "vectors", path.Join(folder, "addProofConfigCanon.txt"))
		require.Equal(t, string(want), string(c.Bytes()))
	}
}
