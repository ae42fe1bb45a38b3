package rdf

import (
	"context"
	"crypto"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// TestSuite runs the RDFC-1.0 test suite of the W3C.
func TestSuite(t *testing.T) {
	root := testkit.Shared(t, "data/vectors/rdf-canon")
	var manifest struct {
		Entries []struct {
			ID, Type, Name, Action, Result, HashAlgorithm string
		}
	}
	text, err := os.ReadFile(filepath.Join(root, "manifest.jsonld"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &manifest))
	read := func(t *testing.T, name string) []byte {
		data, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		return data
	}
	passed := map[string]int{}
	for _, entry := range manifest.Entries {
		ok := t.Run(entry.ID, func(t *testing.T) {
			ds, err := ParseNQuads(read(t, entry.Action), Limits{})
			require.NoError(t, err)
			opt := Options{}
			if entry.HashAlgorithm == "SHA384" {
				opt.Hash = crypto.SHA384
			}
			got, err := Canonicalize(context.Background(), ds, opt)
			switch entry.Type {
			case "rdfc:RDFC10NegativeEvalTest":
				require.ErrorIs(t, err, ErrBudget)
			case "rdfc:RDFC10MapTest":
				require.NoError(t, err)
				var want map[string]string
				require.NoError(t, json.Unmarshal(read(t, entry.Result), &want))
				require.Equal(t, want, got.Issued(ds))
			case "rdfc:RDFC10EvalTest":
				require.NoError(t, err)
				require.Equal(t, string(read(t, entry.Result)), string(got.Bytes()))
			default:
				require.Fail(t, "unknown test type")
			}
		})
		if ok {
			passed[entry.Type]++
		}
	}
	t.Logf("passed %v of %d entries", passed, len(manifest.Entries))
	require.Equal(t, map[string]int{
		"rdfc:RDFC10EvalTest": 64, "rdfc:RDFC10MapTest": 21, "rdfc:RDFC10NegativeEvalTest": 1,
	}, passed)
}
