package badge

import (
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

// publishedBadges says what becomes of the published badges: how many leaves they
// have, how many of them say something, and of those how many the model
// carries, how many are residue and how many are dropped, which are those of
// the proof; then how many mandatory and optional elements of Annex I they have.
var publishedBadges = map[string]string{
	"ob3/complete.json":                  "383 leaves, 335 said: 325 model, 4 residue, 6 dropped; 5 of 11 mandatory and 1 of 5 optional, 3 partial",
	"ob3/complete_v1.json":               "376 leaves, 328 said: 319 model, 4 residue, 5 dropped; 5 of 11 mandatory and 1 of 5 optional, 3 partial",
	"ob3/credential-status-revoked.json": "38 leaves, 29 said: 24 model, 0 residue, 5 dropped; 5 of 11 mandatory and 0 of 5 optional, 1 partial",
	"ob3/simple-context-alias.json":      "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-context-version.json":    "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-did-key-method.json":     "25 leaves, 19 said: 13 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-did-web-method.json":     "26 leaves, 21 said: 15 model, 0 residue, 6 dropped; 4 of 11 mandatory and 0 of 5 optional, 1 partial",
	"ob3/simple-eddsa-2022.json":         "23 leaves, 17 said: 11 model, 0 residue, 6 dropped; 2 of 11 mandatory and 0 of 5 optional, 3 partial",
	"ob3/simple-err-context.json":        "17 leaves, 14 said: 8 model, 0 residue, 6 dropped; 2 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-credential-subject-achievement-result-description-type.json": "108 leaves, 87 said: 80 model, 1 residue, 6 dropped; 3 of 11 mandatory and 1 of 5 optional, 3 partial",
	"ob3/simple-err-credential-subject-identifier-type.json":                     "26 leaves, 21 said: 11 model, 4 residue, 6 dropped; 2 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-credential-subject-profile-type.json":                        "26 leaves, 21 said: 15 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-credential-subject-result-type.json":                         "46 leaves, 37 said: 30 model, 1 residue, 6 dropped; 3 of 11 mandatory and 1 of 5 optional, 3 partial",
	"ob3/simple-err-credential-subject-type.json":                                "23 leaves, 18 said: 11 model, 1 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-evidence-type.json":                                          "36 leaves, 30 said: 24 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-expired.json":                                                "24 leaves, 19 said: 13 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-issued.json":                                                 "19 leaves, 15 said: 9 model, 0 residue, 6 dropped; 2 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-issuer-otheridentifier-type.json":                            "29 leaves, 23 said: 16 model, 1 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-issuer-parentorg-type.json":                                  "26 leaves, 21 said: 15 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-issuer-type.json":                                            "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-issuer.json":                                                 "15 leaves, 11 said: 5 model, 0 residue, 6 dropped; 1 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-proof-method-no-scheme.json":                                 "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-proof-method-unknown-did-method.json":                        "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-proof-method-unknown-scheme.json":                            "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-proof-method.json":                                           "26 leaves, 20 said: 14 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-err-proof-value.json":                                            "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-multiple-proofs.json":                                            "26 leaves, 21 said: 12 model, 0 residue, 9 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple-noproof.json":                                                    "13 leaves, 8 said: 8 model, 0 residue, 0 dropped; 2 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple.json":                                                            "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/simple_v1.json":                                                         "23 leaves, 17 said: 12 model, 0 residue, 5 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3/bit-string-list/credential-status-revoked-blank-nodes.json":             "38 leaves, 31 said: 25 model, 0 residue, 6 dropped; 5 of 11 mandatory and 0 of 5 optional, 1 partial",
	"ob3/bit-string-list/credential-status-revoked.json":                         "34 leaves, 29 said: 23 model, 0 residue, 6 dropped; 4 of 11 mandatory and 0 of 5 optional, 1 partial",
	"ob3/sd/derivedcredential.json":                                              "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3-spec/Achievement_Alignment.json":                                        "29 leaves, 22 said: 16 model, 0 residue, 6 dropped; 4 of 11 mandatory and 0 of 5 optional, 1 partial",
	"ob3-spec/Basic_OpenBadgeCredential.json":                                    "23 leaves, 18 said: 12 model, 0 residue, 6 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
	"ob3-spec/Complete_OpenBadgeCredential.json":                                 "383 leaves, 335 said: 325 model, 4 residue, 6 dropped; 5 of 11 mandatory and 1 of 5 optional, 3 partial",
	"ob3-spec/Skill_Assertion.json":                                              "54 leaves, 43 said: 37 model, 0 residue, 6 dropped; 4 of 11 mandatory and 0 of 5 optional, 1 partial",
	"ob3-spec/sample_A.json":                                                     "18 leaves, 12 said: 12 model, 0 residue, 0 dropped; 3 of 11 mandatory and 0 of 5 optional, 2 partial",
}

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

func TestDecodePublishedBadges(t *testing.T) {
	root := testkit.Shared(t, "data/samples")
	seen := 0
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
				require.NotContains(t, publishedBadges, name)
				continue
			}
			seen++
			t.Run(name, func(t *testing.T) {
				c, report := decodeOf(t, doc)
				require.Equal(t, publishedBadges[name], accountOf(c, report))
				requireFactsKept(t, doc, c, report)
			})
		}
	}
	require.Equal(t, len(publishedBadges), seen)
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
