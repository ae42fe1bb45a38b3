package mikromerit_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A Europass credential that is made of an ordinary badge states what the badge does in
// members and notes that every reader of ELM shows, without the residue.
func TestNativeShareOfEuropass(t *testing.T) {
	var files []string
	for _, pattern := range []string{"data/samples/ob3/*", "data/samples/ob3-spec/*.json", "data/samples/pair/open-badge.json", "cases/*.json"} {
		found, err := filepath.Glob(testkit.Shared(t) + "/" + pattern)
		require.NoError(t, err)
		files = append(files, found...)
	}
	o := options()
	o.UnsafeInvalidSource, o.WithoutResidue, o.PersonalData, o.IssuerCountry = true, true, true, "NO"
	v := mikromerit.NewVerifier(mikromerit.Trust{})
	var shares []float64
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil { // a folder
			continue
		}
		found, err := v.Verify(t.Context(), src)
		if err != nil {
			continue
		}
		out, err := mikromerit.Convert(t.Context(), found, mikromerit.Europass, o)
		if err != nil || out.From.Format != mikromerit.OpenBadge {
			continue
		}
		counts := out.Report.Summary()
		shares = append(shares, float64(counts.Native)/float64(counts.Read-counts.Scaffold))
		_, back, _, err := mikromerit.Formats().Read(out.Document)
		require.NoError(t, err)
		for i, row := range mc.AnnexI(out.Credential)[1:11] { // hashed learners cannot be named
			if row.Status == mc.Present {
				require.Equal(t, mc.Present, mc.AnnexI(back)[1+i].Status, "%s: %s", filepath.Base(file), row.Title)
			}
		}
	}
	slices.Sort(shares)
	require.Greater(t, len(shares), 40)
	t.Log(len(shares), shares[0], shares[len(shares)/2])
	require.GreaterOrEqual(t, shares[len(shares)/2], 0.90)
}
