package shapes

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// mutants returns a document and variants of it that a fixed procedure makes: each
// with one object or member removed, emptied, doubled or made something else.
func mutants(t testing.TB, text string) []string {
	root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	var places []jsontree.Value
	var walk func(v jsontree.Value)
	walk = func(v jsontree.Value) {
		for i := range v.Len() {
			if m := v.At(i); m.Name() != "@context" {
				places = append(places, m)
				walk(m)
			}
		}
	}
	walk(root)
	out := []string{text}
	for i, v := range places {
		if i%13 != 0 { // some of the places, each in one way
			continue
		}
		switch changes := i / 13 % 8; {
		case changes == 0:
			out = append(out, string(v.Remove()))
		case changes == 1:
			out = append(out, string(v.Replace("{}")))
		case changes == 2 && v.Kind() == jsontree.Object:
			out = append(out, string(v.Replace("["+v.Raw()+`,{"id":"urn:x:1","type":"Note","noteLiteral":{"en":"a"}}]`)))
		case changes == 3:
			out = append(out, string(v.Replace(`"text"`)))
		case changes == 4:
			out = append(out, string(v.Replace(`{"en":["a","b"],"nb":"c"}`)))
		case changes == 5:
			out = append(out, string(v.Replace("7")))
		case changes == 6:
			out = append(out, string(v.Replace(`{"id":"urn:x:2","type":"Concept","inScheme":{"id":"urn:x:3","type":"ConceptScheme"}}`)))
		default:
			out = append(out, string(v.Replace(`"2026-02-30T00:00:00Z"`)))
		}
	}
	return out
}

// verdicts holds what another engine, pySHACL, found in the statements of each
// mutant: by version and profiles, the focus nodes, paths and constraints.
const verdicts = "testdata/pyshacl.jsonl"

// TestRecorded compares what is found in our example credential and in mutants of
// it with the recorded verdicts of another engine. With MIKROMERIT_RECORD, it writes
// the documents into the file of that name, to be judged anew (see TestDump).
func TestRecorded(t *testing.T) {
	text, err := os.ReadFile(filepath.FromSlash("../../examples/data/vestre-aas-micro-credential.payload.json"))
	require.NoError(t, err)
	all := mutants(t, strings.TrimSpace(string(text)))
	if file := os.Getenv("MIKROMERIT_RECORD"); file != "" {
		var out strings.Builder
		for _, m := range all {
			root, err := jsontree.Parse([]byte(m), jsontree.Limits{})
			require.NoError(t, err)
			line, err := root.Canonical()
			require.NoError(t, err)
			out.WriteString(string(line) + "\n")
		}
		require.NoError(t, os.WriteFile(file, []byte(out.String()), 0o600))
		t.Skip("wrote the documents")
	}
	in, err := os.Open(filepath.FromSlash(verdicts))
	require.NoError(t, err)
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	n, found := 0, 0
	for ; lines.Scan(); n++ {
		want := map[string][]string{}
		require.NoError(t, json.Unmarshal(lines.Bytes(), &want))
		require.Less(t, n, len(all))
		root, err := jsontree.Parse([]byte(all[n]), jsontree.Limits{})
		require.NoError(t, err)
		for key, rows := range want {
			require.Equal(t, rows, foundFor(t, root, key), "mutant %d, %s", n, key)
			found += len(rows)
		}
	}
	require.NoError(t, lines.Err())
	require.Equal(t, len(all), n, "the example credential has changed: have its mutants judged anew")
	require.Greater(t, found, 100)
}

// foundFor returns what is found for a key of the verdicts: a version and a profile,
// or all of them, or a draft.
func foundFor(t *testing.T, root jsontree.Value, key string) []string {
	opt := Options{Profiles: order}
	version, profile, _ := strings.Cut(key, " ")
	switch {
	case key == "draft":
		opt = Options{Stage: Draft, Profiles: []Profile{GenericFull}}
	case profile != "all":
		opt.Profiles = []Profile{Profile(profile)}
		fallthrough
	default:
		opt.Version = Version(version)
	}
	r, err := Check(t.Context(), root, opt)
	require.NoError(t, err)
	return rowsOf(r)
}
