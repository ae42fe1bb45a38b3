//go:build !race

package rdf

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// A large dataset takes memory once: its parts do not grow step by step.
func TestMemory(t *testing.T) {
	for name, ds := range map[string]*Dataset{"named": namedGraph(10_000), "tree": treeGraph(10_000)} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := new(canonicalizer).canonicalize(context.Background(), ds, Options{})
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		require.Less(t, (after.TotalAlloc-before.TotalAlloc)/uint64(ds.Len()), uint64(300), "bytes a quad, %s", name)
	}
}
