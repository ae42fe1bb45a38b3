package dss_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Of every mutant of every part of a seal we say how its validation ends as DSS does,
// but for those kinds that we mean to end otherwise.
func TestMutantsBesideDSS(t *testing.T) {
	table, other := readTable(t, mutantTable), make(map[string]int)
	count := 0
	for _, g := range groups(t) {
		row := table[g.name]
		require.NotEmpty(t, row, g.name)
		require.Len(t, row[0], len(g.mutants), g.name)
		for i, s := range g.mutants {
			all, axes := verdicts(t, s)
			count++
			for j, v := range all {
				checkAxes(t, s.name, v.Indication, axes[min(j, len(axes)-1)])
			}
			if ours, theirs := code(t, all), row[0][i:i+1]; ours != theirs {
				kind := fmt.Sprintf("%s not %s", ours, theirs)
				_, known := meant[kind]
				if !known {
					t.Errorf("%s: %s (%s)", s.name, kind, strings.Join(axes, "; "))
				}
				other[kind]++
			}
		}
	}
	t.Logf("%d mutants, of which we end otherwise: %v", count, other)
	for kind := range meant {
		require.NotZero(t, other[kind], "%s: there is no such difference any more", kind)
	}
}

// meant says why a mutant ends otherwise here than in DSS: "ours not theirs", in the
// letters of codes.
var meant = map[string]string{}
