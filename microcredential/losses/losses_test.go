package losses_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
)

// sample is a report with a leaf of each carrier, and one that has no content.
func sample() mc.Report {
	return mc.Report{From: "edc", To: "ob3", Leaves: []mc.Leaf{
		{Source: "/type", Kind: mc.KindScaffold, CarriedBy: mc.CarriedNatively},
		{Source: "/credentialSubject/hasClaim/title/nb", Canonical: []mc.Path{"award.title[nb]"}, Element: 2, Kind: mc.KindExact, CarriedBy: mc.CarriedNatively},
		{Source: "/credentialSubject/hasClaim/title/sv", Canonical: []mc.Path{"award.title[sv]"}, Element: 2, Kind: mc.KindResidue, CarriedBy: mc.CarriedByResidue, Severity: mc.SeverityInfo, Reason: "one language only"},
		{Source: "/credentialSubject/hasClaim/awardedBy/awardingBody/0/legalName/en", Canonical: []mc.Path{"award.awarding.bodies[0].name[en]"}, Element: 4, Kind: mc.KindDropped, CarriedBy: mc.CarriedByNothing, Severity: mc.SeverityError, Reason: "no term"},
		{Source: "/credentialSubject/hasClaim/awardedBy/awardingBody/0/legalName/nb", Canonical: []mc.Path{"award.awarding.bodies[0].name[nb]"}, Element: 4, Kind: mc.KindDropped, CarriedBy: mc.CarriedByNothing, Severity: mc.SeverityError, Reason: "no term"},
		{Source: "/credentialSubject/hasClaim/entryRequirement", Element: 12, Kind: mc.KindExtension, CarriedBy: mc.CarriedByExtension, Severity: mc.SeverityWarning},
		{Source: "/proof/proofValue", Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo},
		{Source: "/x", Kind: mc.KindEmbedded, CarriedBy: mc.CarriedByOriginal, Severity: mc.SeverityInfo},
		{Target: []string{"/id"}, Kind: mc.KindSynthesised, CarriedBy: mc.CarriedNatively, Added: true},
	}}
}

func write(t *testing.T, f losses.Format, o losses.Options, files ...string) string {
	t.Helper()
	var out bytes.Buffer
	w, err := losses.New(f, &out, o)
	require.NoError(t, err)
	require.NoError(t, w.Begin())
	for _, file := range files {
		require.NoError(t, w.Add(file, sample()))
	}
	require.NoError(t, w.End())
	return out.String()
}

// Every leaf with content is counted once, by where it is, and elements before and after.
func TestTotals(t *testing.T) {
	sum := losses.TotalsOf(sample())
	require.Equal(t, sum.Leaves, sum.Native+sum.Extension+sum.Residue+sum.Original+sum.Described+sum.Dropped)
	require.Equal(t, "1 of 7 leaves native, 1 extension, 1 residue, 1 only in the original, 1 described, 2 dropped; mandatory elements 2 of 11 -> 1, optional 1 of 5 -> 0", sum.String())
	sum.Add(sum)
	require.Equal(t, losses.Elements{Before: 4, After: 2, Of: 22}, sum.Mandatory)
	require.Equal(t, 14, sum.Leaves)
}

// A list has each lost leaf once; with All, each leaf that has content.
func TestRowsOnce(t *testing.T) {
	require.Len(t, losses.Rows("", sample(), false), 6)
	require.Len(t, losses.Rows("", sample(), true), 7)
	require.Equal(t, "awardedBy (awardingBody)", losses.Rows("", sample(), false)[1].Name)
	require.Equal(t, "in members of the extension", losses.Rows("", sample(), false)[3].Reason)
}

// The JSON of one document keeps the members of a report and adds to them; that of
// several is an array.
func TestJSON(t *testing.T) {
	plain, err := json.Marshal(sample())
	require.NoError(t, err)
	var old, one map[string]any
	require.NoError(t, json.Unmarshal(plain, &old))
	require.NoError(t, json.Unmarshal([]byte(write(t, losses.JSON, losses.Options{}, "")), &one))
	for name, was := range old {
		if name != "leaves" {
			require.Equal(t, was, one[name], name)
		}
	}
	for i, leaf := range old["leaves"].([]any) {
		for name, was := range leaf.(map[string]any) {
			require.Equal(t, was, one["leaves"].([]any)[i].(map[string]any)[name], name)
		}
	}
	require.Equal(t, "awardedBy (awardingBody)", one["leaves"].([]any)[3].(map[string]any)["name"])
	var many []map[string]any
	require.NoError(t, json.Unmarshal([]byte(write(t, losses.JSON, losses.Options{Several: true}, "a.json", "b.json")), &many))
	require.Len(t, many, 2)
	require.Equal(t, "b.json", many[1]["file"])
	require.NoError(t, json.Unmarshal([]byte(write(t, losses.JSON, losses.Options{Several: true})), &many))
	require.Empty(t, many)
}

// CSV has a row for each loss and one for each file; no cell is a formula.
func TestCSV(t *testing.T) {
	hostile := "=HYPERLINK(\"x\"),\n1.json"
	text := write(t, losses.CSV, losses.Options{ByteOrderMark: true}, hostile, "@b", "ok.json")
	require.True(t, strings.HasPrefix(text, "\ufefffile,row,"))
	require.Contains(t, text, "\r\n")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+3*7)
	for _, row := range rows[1:] {
		for _, cell := range row {
			require.NotContains(t, "=+-@\t\r\n＝", string([]rune(cell + "x")[:1]))
		}
	}
	require.Equal(t, "'@b", rows[8][0])
	require.Equal(t, []string{"ok.json", "total"}, rows[21][:2])
	require.Equal(t, []string{"7", "1", "1", "1", "1", "1", "2", "2", "1", "1", "0"}, rows[21][14:])
}

// SARIF keeps its schema, with hostile names of files and with nothing at all.
func TestSARIF(t *testing.T) {
	schema := os.Getenv("MIKROMERIT_SARIF_SCHEMA") // the published one; without it the log is only read
	for _, files := range [][]string{{}, {""}, {"a b/ü%.json", "c:\\x.json", "\u202e<script>"}} {
		text := write(t, losses.SARIF, losses.Options{Tool: mc.Tool{Name: "mikromerit", Version: "1"}}, files...)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		require.NoError(t, err)
		if schema != "" {
			compiled, err := jsonschema.NewCompiler().Compile(schema)
			require.NoError(t, err)
			require.NoError(t, compiled.Validate(value))
		}
		run := value.(map[string]any)["runs"].([]any)[0].(map[string]any)
		require.Len(t, run["results"], 6*len(files))
		for _, r := range run["results"].([]any) {
			r := r.(map[string]any)
			index, _ := r["ruleIndex"].(json.Number).Int64()
			rule := run["tool"].(map[string]any)["driver"].(map[string]any)["rules"].([]any)[index].(map[string]any)
			require.Equal(t, rule["id"], r["ruleId"])
		}
	}
}

// What others chose cannot leave its place in a table or a page.
func TestHostileNames(t *testing.T) {
	r := sample()
	r.Leaves[3].Source = "/<script>alert(1)</script>\x1b[2J\u202e\n" + strings.Repeat("x", 1<<16)
	for _, f := range []losses.Format{losses.Text, losses.HTML} {
		var out bytes.Buffer
		require.NoError(t, losses.Write(f, &out, "a\n\x1b[31mb.json", r, losses.Options{}))
		require.NotContains(t, out.String(), "\x1b")
		require.NotContains(t, out.String(), "\u202e")
		require.NotContains(t, out.String(), strings.Repeat("x", 1000))
		if f == losses.HTML {
			require.NotContains(t, out.String(), "<script")
		}
	}
}

// Methods out of turn, a second document where one was announced, a format that is
// none, and a writer that fails are errors.
func TestMisuse(t *testing.T) {
	w, err := losses.New(losses.JSON, &bytes.Buffer{}, losses.Options{})
	require.NoError(t, err)
	require.Error(t, w.Add("", mc.Report{}))
	require.Error(t, w.End())
	require.NoError(t, w.Begin())
	require.Error(t, w.Begin())
	require.NoError(t, w.Add("", mc.Report{}))
	require.Error(t, w.Add("", mc.Report{}))
	_, err = losses.New("xml", &bytes.Buffer{}, losses.Options{})
	require.ErrorContains(t, err, "json, text, csv, sarif, html")
	for _, f := range losses.Formats() {
		require.Error(t, losses.Write(f, failing{}, "a", sample(), losses.Options{Several: true}), f)
		require.Equal(t, f, losses.FormatOf("x/losses."+map[losses.Format]string{losses.Text: "TXT"}[f]+strings.Repeat(string(f), map[bool]int{true: 1}[f != losses.Text])))
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

// A report of nothing is a whole file in every format.
func TestEmpty(t *testing.T) {
	for _, f := range losses.Formats() {
		var out bytes.Buffer
		require.NoError(t, losses.Write(f, &out, "", mc.Report{From: "edc", To: "ob3"}, losses.Options{}))
		require.NotEmpty(t, out.String())
	}
	require.Contains(t, write(t, losses.HTML, losses.Options{Several: true}), "No document was converted")
}
