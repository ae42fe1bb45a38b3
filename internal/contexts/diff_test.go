package contexts

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// firstDifference names, by JSON Pointer, the first place in member order
// where two decoded JSON values differ; it returns "" if they do not.
func firstDifference(pointer string, want, got any) string {
	w, isObject := want.(map[string]any)
	g, both := got.(map[string]any)
	if isObject && both {
		names := maps.Clone(w)
		maps.Copy(names, g)
		for _, name := range slices.Sorted(maps.Keys(names)) {
			at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			wv, inWant := w[name]
			gv, inGot := g[name]
			switch {
			case !inGot:
				return at + ": missing"
			case !inWant:
				return at + ": not in the published file"
			}
			if d := firstDifference(at, wv, gv); d != "" {
				return d
			}
		}
		return ""
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Sprintf("%s: published %v, ours %v", pointer, want, got)
	}
	return ""
}

func TestFirstDifference(t *testing.T) {
	a := map[string]any{"a": map[string]any{"b/c": "x", "d": nil}}
	require.Empty(t, firstDifference("", a, map[string]any{"a": map[string]any{"b/c": "x", "d": nil}}))
	require.Equal(t, "/a/b~1c: published x, ours y",
		firstDifference("", a, map[string]any{"a": map[string]any{"b/c": "y", "d": nil}}))
	require.Equal(t, "/a/d: missing", firstDifference("", a, map[string]any{"a": map[string]any{"b/c": "x"}}))
	require.Equal(t, "/e: not in the published file",
		firstDifference("", map[string]any{}, map[string]any{"e": "x"}))
}
