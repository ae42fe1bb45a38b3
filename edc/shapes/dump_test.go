package shapes

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// TestDump writes what is found in the documents of MIKROMERIT_SHAPES, one JSON
// text a line, beside it, so that another engine's findings can be compared.
func TestDump(t *testing.T) {
	file := os.Getenv("MIKROMERIT_SHAPES")
	if file == "" {
		t.Skip("MIKROMERIT_SHAPES names no file of documents")
	}
	in, err := os.Open(filepath.Clean(file))
	require.NoError(t, err)
	defer in.Close()
	out, err := os.Create(file + ".found")
	require.NoError(t, err)
	defer out.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<26)
	w := bufio.NewWriter(out)
	for lines.Scan() {
		doc, err := jsontree.Parse(lines.Bytes(), jsontree.Limits{})
		require.NoError(t, err)
		all := map[string]any{}
		for _, version := range []Version{V31, V32} {
			for _, p := range order {
				r, err := Check(t.Context(), doc, Options{Version: version, Profiles: []Profile{p}})
				require.NoError(t, err)
				all[string(version)+" "+string(p)] = rowsOf(r)
			}
		}
		for _, version := range []Version{V31, V32} {
			r, err := Check(t.Context(), doc, Options{Version: version, Profiles: order})
			require.NoError(t, err)
			all[string(version)+" all"] = rowsOf(r)
		}
		r, err := Check(t.Context(), doc, Options{Stage: Draft, Profiles: []Profile{GenericFull}})
		require.NoError(t, err)
		all["draft"] = rowsOf(r)
		text, err := json.Marshal(all)
		require.NoError(t, err)
		w.Write(append(text, '\n'))
	}
	require.NoError(t, lines.Err())
	require.NoError(t, w.Flush())
}

// rowsOf returns the violations as an engine counts them, sorted.
func rowsOf(r *Report) []string {
	out := []string{}
	if len(r.Malformed) > 0 || r.Assumed {
		return []string{"no JSON-LD"}
	}
	for _, v := range r.Violations {
		out = append(out, strings.Join([]string{v.Focus, v.Path, string(v.Constraint)}, " "))
	}
	slices.Sort(out)
	return out
}
