package badge

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var update = flag.Bool("update", false, "write anew what becomes of the published badges")

// accountOf is what became of the leaves of a badge, in numbers.
func accountOf(c *mc.Credential, r *mc.Report) string {
	kinds := map[mc.Kind]int{}
	for _, l := range r.Leaves {
		kinds[l.Kind]++
	}
	said := len(r.Leaves) - kinds[mc.KindScaffold]
	elements := strings.TrimSuffix(strings.ReplaceAll(mc.AnnexISummary(mc.AnnexI(c)), " elements present", ""), ",")
	return fmt.Sprintf("%d leaves, %d said: %d model, %d residue, %d dropped; %s", len(r.Leaves), said,
		said-kinds[mc.KindResidue]-kinds[mc.KindDropped], kinds[mc.KindResidue], kinds[mc.KindDropped], elements)
}

// The file testdata/published.txt says what becomes of the published badges: how
// many leaves they have, how many of them say something, and of those how many the
// model carries, how many are residue and how many are dropped, which are those of
// the proof; then how many mandatory and optional elements of Annex I they have.
// Look at what is different before you write it anew with -update.
func TestDecodePublishedBadges(t *testing.T) {
	root := testkit.Shared(t, "data/samples")
	var lines strings.Builder
	for _, pattern := range []string{"ob3/*.json", "ob3/*/*.json", "ob3-spec/*.json"} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		require.NoError(t, err)
		for _, file := range files {
			name, err := filepath.Rel(root, file)
			require.NoError(t, err)
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			doc, err := vc.ParseDocument(text, vc.Limits{})
			if err != nil || !ob3.Is(doc) {
				continue
			}
			t.Run(name, func(t *testing.T) {
				c, report := decodeOf(t, doc)
				fmt.Fprintf(&lines, "%s: %s\n", filepath.ToSlash(name), accountOf(c, report))
				requireFactsKept(t, doc, c, report)
			})
		}
	}
	const golden = "testdata/published.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(lines.String()), 0o666))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), lines.String())
}

// requireFactsKept checks that whatever a badge says is in the badge that is
// made of it, and that the law holds for it.
func requireFactsKept(t *testing.T, doc vc.Document, c *mc.Credential, report *mc.Report) {
	t.Helper()
	again, _, err := Encode(c, EncodeOptions{Extension: true, PersonalData: true})
	if err != nil {
		t.Logf("no badge can be made of it: %v", err)
		require.NotEmpty(t, ob3.Check(doc), "only what is no good badge cannot be written")
		return
	}
	require.True(t, requireLaw(t, c, EncodeOptions{Extension: true, PersonalData: true}))
	everything := textOf(again)
	for _, l := range report.Leaves {
		if l.Kind == mc.KindDropped {
			require.True(t, strings.HasPrefix(l.Source, "/proof"), l.Source)
			continue
		}
		leaf := doc.Lookup(l.Source)
		if l.Kind == mc.KindScaffold || leaf.Kind() == jsontree.Bool {
			continue
		}
		fact := leaf.Text()
		if leaf.Kind() != jsontree.String {
			fact = leaf.Raw()
		}
		require.Contains(t, everything, strings.TrimSpace(strings.Trim(string(jsontree.AppendString(nil, fact)), `"`)), l.Source)
	}
}

// textOf is every string of a document, those in other texts included.
func textOf(doc vc.Document) string {
	return doc.String() + strings.ReplaceAll(strings.ReplaceAll(doc.String(), `\\`, `\`), `\"`, `"`)
}

// Our own example has all 16 elements of Annex I, and nothing of it is left
// over.
func TestDecodeOwnExample(t *testing.T) {
	text, err := os.ReadFile("../examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	doc := documentOf(t, string(text))
	c, report := decodeOf(t, doc)
	require.Equal(t, "11 of 11 mandatory and 5 of 5 optional elements present", mc.AnnexISummary(mc.AnnexI(c)))
	require.Empty(t, c.Residue)
	for _, l := range report.Leaves {
		require.NotEqual(t, mc.SeverityWarning, l.Severity, l.Source)
	}
	requireFactsKept(t, doc, c, report)
}
