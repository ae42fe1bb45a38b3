package dataintegrity

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// Whatever of the published samples the other suites sign, with ordered lists and all,
// can be revealed as a whole and as little as possible.
func TestBBSSamples(t *testing.T) {
	if testing.Short() {
		t.Skip("many documents, one after the other")
	}
	root := testkit.Shared(t, "data", "samples")
	plain, s := newSDSigner(t), newBBSSigner(t)
	signed := 0
	for _, pattern := range []string{"ob3/*.json", "ob3-spec/*.json", "elm/*.jsonld", "elm-ebsi/*.json", "pair/*.json", "clr/*.json", "probes/*.json"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(t, err)
		for _, name := range files {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			doc, err := vc.ParseDocument(text, vc.Limits{})
			if err != nil || len(text) > 20_000 {
				continue
			}
			doc, err = doc.Without("/proof")
			require.NoError(t, err)
			if _, err := Sign(t.Context(), sdEnv(), doc, ECDSARDFC2019, plain.key, Options{}); err != nil {
				continue
			}
			signed++
			base := s.sign(t, doc, SelectiveOptions{})
			for _, reveal := range [][]string{nil, {""}} {
				derived, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: reveal})
				require.NoError(t, err, "%s %v", name, reveal)
				e := evidenceOf(t, derived)
				require.Equal(t, vc.Pass, findingOf(e, "PROOF-SIGNATURE").Status, "%s %v %v", name, reveal, e.Findings)
				require.True(t, e.Derived)
			}
		}
	}
	t.Logf("%d samples", signed)
	require.Greater(t, signed, 10)
}
