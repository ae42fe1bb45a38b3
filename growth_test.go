//go:build !race

package mikromerit_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
)

// withMany is a badge with many alignments, or with many results and their
// descriptions.
func withMany(t *testing.T, kind string, n int) []byte {
	t.Helper()
	doc, err := vc.ParseDocument(ownFile(t, "vestre-aas-badge.json"), vc.Limits{})
	require.NoError(t, err)
	put := func(at, format string) {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(format, i)
		}
		doc, err = doc.With(at, "["+strings.Join(all, ",")+"]")
		require.NoError(t, err)
	}
	if kind == "alignments" {
		put("/credentialSubject/achievement/alignment", `{"type":["Alignment"],"targetName":"Skill %[1]d","targetUrl":"https://skills.example/%[1]d","targetFramework":"Own"}`)
		return doc.Bytes()
	}
	put("/credentialSubject/result", `{"type":["Result"],"resultDescription":"urn:x:d%[1]d","value":"%[1]d"}`)
	put("/credentialSubject/achievement/resultDescription", `{"id":"urn:x:d%[1]d","type":["ResultDescription"],"name":"Test %[1]d","resultType":"Percent"}`)
	return doc.Bytes()
}

// Four times the document costs four times the work, and no more: neither the number
// of allocations nor their bytes grow with the square.
func TestConversionGrowsWithTheDocument(t *testing.T) {
	if testing.Short() {
		t.Skip("counts allocations of large documents")
	}
	for _, kind := range []string{"alignments", "results"} {
		for _, to := range []string{mikromerit.Europass, mikromerit.OpenBadge} {
			cost := func(n int) (allocations, bytes float64) {
				found, o := verified(t, withMany(t, kind, n), false), nativeOptions()
				o.WithoutResidue = false
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				_, err := mikromerit.Convert(t.Context(), found, to, o)
				runtime.ReadMemStats(&after)
				require.NoError(t, err)
				return float64(after.Mallocs - before.Mallocs), float64(after.TotalAlloc - before.TotalAlloc)
			}
			cost(10) // the tables are made
			few, fewBytes := cost(500)
			many, manyBytes := cost(2000)
			require.Less(t, many/few, 5.0, "%s to %s", kind, to)
			require.Less(t, manyBytes/fewBytes, 5.0, "%s to %s", kind, to)
		}
	}
}
