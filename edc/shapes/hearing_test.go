package shapes

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const example = "../../examples/data/vestre-aas-micro-credential.payload.json"

// choices are the ways in which documents are checked here.
var choices = []Options{{}, {Version: V31, Profiles: order}, {Stage: Draft, Profiles: order}, {Stage: Written, Version: V31}}

// requireEqual checks a document in the short way and by its statements.
func requireEqual(t *testing.T, v jsontree.Value, opt Options, name string) {
	t.Helper()
	want, wantErr := check(t.Context(), v, opt, true)
	got, err := Check(t.Context(), v, opt)
	require.Equal(t, wantErr, err, name)
	want.unsure, got.unsure = false, false
	require.Equal(t, want, got, name)
	require.Equal(t, want.Problems(), got.Problems(), name)
}

// isHeard reports whether a document is read in the short way.
func isHeard(t testing.TB, v jsontree.Value) bool {
	g := hear(t.Context(), v, contextsOf(Options{Version: V32}))
	if g == nil {
		return false
	}
	g.release()
	return true
}

// whole returns the values of a sample that can be credentials.
func whole(t testing.TB, text []byte) (out []jsontree.Value) {
	root, err := jsontree.Parse(text, jsontree.Limits{})
	require.NoError(t, err)
	out = append(out, root)
	if inner := root.Get("credential"); inner.Exists() {
		out = append(out, inner)
	}
	return out
}

// TestShortWaySamples: both ways find the same in all samples, in the same order, and
// those of the Commission are read in the short way.
func TestShortWaySamples(t *testing.T) {
	files, err := filepath.Glob(filepath.FromSlash("../../examples/data/*.json"))
	require.NoError(t, err)
	if testkit.HasShared() {
		for _, pattern := range []string{"*.json", "*.jsonld"} {
			more, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data", "samples"), "e*", pattern))
			require.NoError(t, err)
			files = append(files, more...)
		}
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Clean(file))
		require.NoError(t, err)
		if _, err := jsontree.Parse(text, jsontree.Limits{}); err != nil {
			continue
		}
		for _, v := range whole(t, text) {
			for _, opt := range choices {
				if requireEqual(t, v, opt, file); len(text) > 1<<17 {
					break
				}
			}
			named := strings.Contains(v.Get("@context").Raw(), "http://data.europa.eu/snb/model/context/edc-ap")
			if named && strings.Contains(filepath.ToSlash(file), "/elm/") {
				require.True(t, isHeard(t, v), file)
			}
		}
	}
	text, err := os.ReadFile(filepath.FromSlash(example))
	require.NoError(t, err)
	require.True(t, isHeard(t, whole(t, text)[0]))
}

// someMutants is how many mutants there are for each that is checked.
const someMutants = 31

// TestShortWayMutants: the same for documents with one change.
func TestShortWayMutants(t *testing.T) {
	text, err := os.ReadFile(filepath.FromSlash(example))
	require.NoError(t, err)
	heard, n := 0, 0
	for m := range testkit.Mutants(text) {
		if n++; n%someMutants != 0 {
			continue
		}
		v, err := jsontree.Parse(m.Text, jsontree.Limits{})
		if err != nil {
			continue
		}
		requireEqual(t, v, choices[n/someMutants%len(choices)], m.String())
		if isHeard(t, v) {
			heard++
		}
	}
	require.Greater(t, heard, n/someMutants/2, "most changes do not leave the short way")
}

// others stand in the place of values and members: what the short way understands, what
// it leaves to the other one, and what both refuse.
var others = []string{
	`null`, `true`, `7`, `-0.5`, `1e400`, `""`, `"x"`, `"a b"`, `"2026-01-02T03:04:05Z"`, `"PT5H"`, `"_:b"`, `"@id"`, `"urn:x:1"`, `"urn:x:1 2"`, `"dc:title"`, `"//x"`,
	`[]`, `[[]]`, `[null]`, `["a","a"]`, `["a",{"id":"urn:x:1"}]`, `{}`, `[{},{}]`, `{"id":"urn:x:1"}`, `{"id":"_:b"}`, `{"@id":"urn:x:1","id":"urn:x:1"}`,
	`{"id":"urn:x:1","type":"Note","noteLiteral":{"en":"a"}}`, `{"type":["Note","Person"],"noteLiteral":{"en":["a","a","b"],"nb":"a"}}`, `{"id":"urn:x:1","type":"Address","id2":1}`,
	`{"id":"urn:x:2","type":"Concept","inScheme":{"id":"urn:x:3","type":"ConceptScheme"}}`, `{"id":"urn:x:2","inScheme":["urn:x:3","urn:x:4","urn:x:3"]}`,
	`{"id":"urn:x:1","title":{"en":"a"},"hasPart":{"id":"urn:x:1","title":{"en":"a","nb":"b"}}}`, `{"@type":"Note","type":"Note"}`, `{"type":null}`, `{"type":[1]}`, `{"type":"Unknown"}`,
	`{"en":"a","nb":"b"}`, `{"en":["a","b"]}`, `{"EN-gb":"a","en-GB":"b"}`, `{"@none":"a"}`, `{"e_n":"a"}`, `{"en":5}`, `{"title":"a"}`, `{"en":null}`,
	`{"@value":"x"}`, `{"@value":"x","@language":"en"}`, `{"@value":"x","@language":"EN"}`, `{"@value":5,"@type":"xsd:integer"}`, `{"@value":"x","@type":"@json"}`, `{"@value":null}`,
	`{"@value":"x","en":"y"}`, `{"@value":"x","@direction":"rtl"}`, `{"@list":["a"]}`, `{"@set":["a"]}`, `{"@graph":{"id":"urn:x:1","type":"Note"}}`, `{"@reverse":{"dc:title":{"id":"urn:x:5"}}}`,
	`{"@context":{"title":"urn:x:t"},"title":"x","type":"Note"}`, `{"@context":null,"@id":"urn:x:1","urn:x:p":"x"}`, `{"@context":{"@vocab":"urn:x:"},"a":{"b":"c"}}`, `{"@context":{"@language":"nb"},"title":"x"}`,
	`{"@context":{"T":{"@id":"urn:x:T","@context":{"title":{"@id":"http://purl.org/dc/terms/title"}}}},"type":["T","Note"],"title":"x"}`,
	`{"@context":{"title":null,"x:y":"dc:title"},"title":"x","x:y":"y"}`, `{"@context":"https://www.w3.org/2018/credentials/v1","type":"VerifiableCredential","issuer":"urn:x:1"}`,
	`{"@context":{"t":{"@id":"http://www.w3.org/1999/02/22-rdf-syntax-ns#type","@type":"@id"}},"t":"http://data.europa.eu/snb/model/elm/Note"}`, `{"@language":"nb"}`, `{"@index":"a","type":"Note"}`,
	`{"type":"VerifiableCredential","proof":{"type":"Note","title":1,"nothing":2}}`,
}

var otherNames = []string{
	"id", "@id", "type", "@type", "@value", "@language", "@context", "@graph", "@nest", "@unknown", "", "unknown", "dc:title", "urn:x:p", "_:p", "title", "proof", "holder", "issuer",
	"hasClaim", "credentialSubject", "prefLabel", "inScheme", "dateIssued", "verifiableCredential", "evidence", "noteLiteral", "http://data.europa.eu/snb/model/elm/holder",
}

// vary changes a few places of a document, mostly one.
func vary(r *rand.Rand, text []byte) []byte {
	for range 1 + r.IntN(6)/4 {
		root, err := jsontree.Parse(text, jsontree.Limits{})
		if err != nil {
			return text
		}
		var all []jsontree.Value
		var walk func(v jsontree.Value)
		walk = func(v jsontree.Value) {
			all = append(all, v)
			for i := range v.Len() {
				walk(v.At(i))
			}
		}
		walk(root)
		v := all[r.IntN(len(all))]
		switch r.IntN(6) {
		case 0, 1:
			text = v.Replace(others[r.IntN(len(others))])
		case 2: // the same value in another place
			text = v.Replace(all[r.IntN(len(all))].Raw())
		case 3:
			text = v.Replace("[" + v.Raw() + "," + others[r.IntN(len(others))] + "]")
		default:
			if !v.IsObject() {
				v = v.Parent()
			}
			if name := otherNames[r.IntN(len(otherNames))]; v.IsObject() && !v.Get(name).Exists() {
				text = v.Insert(name, others[r.IntN(len(others))])
			}
		}
	}
	return text
}

// small are documents to vary beside the example.
var small = []string{
	start + `"holder": {"id": "urn:x:1", "type": "Person", "fullName": {"nb": "A", "sv": "B"}, "hasClaim": [{"id": "urn:x:2", "type": "LearningAchievement", "title": {"en": "a"}}, {"id": "urn:x:1"}]}}`,
	start + `"validFrom": "2026-01-01T00:00:00Z", "evidence": {"type": "Evidence", "dcType": {"id": "urn:x:5", "type": "Concept", "inScheme": {"id": "urn:x:6", "type": "ConceptScheme"}}}}`,
	start + `"proof": {"type": "Ed25519Signature2018", "created": "2026-01-01T00:00:00Z", "jws": "x"}, "issuer": {"id": "urn:x:3", "type": "Organisation", "legalName": {"nb": ["a", "b"]}}}`,
}

// TestShortWayVariants: both ways find the same whatever a document is made of.
func TestShortWayVariants(t *testing.T) {
	const rounds = 2_000
	heard := 0
	for seed := range rounds {
		text := vary(rand.New(rand.NewPCG(uint64(seed), 1)), []byte(small[seed%len(small)]))
		v, err := jsontree.Parse(text, jsontree.Limits{})
		if err != nil {
			continue
		}
		requireEqual(t, v, choices[seed%len(choices)], string(text))
		if isHeard(t, v) {
			heard++
		}
	}
	require.Greater(t, heard, rounds/4)
	require.Less(t, heard, rounds)
}

// FuzzShapesFastEqualsSlow does the same with documents of any kind, and with variants of
// the example.
func FuzzShapesFastEqualsSlow(f *testing.F) {
	text, err := os.ReadFile(filepath.FromSlash(example))
	require.NoError(f, err)
	f.Add(text, uint64(0))
	for i, s := range small {
		f.Add([]byte(s), uint64(i))
	}
	for _, o := range others {
		f.Add([]byte(start+`"title": `+o+`, "holder": [`+o+`, "urn:x:1"]}`), uint64(0))
	}
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		if len(text) > 1<<16 {
			return
		}
		if seed > 0 {
			text = vary(rand.New(rand.NewPCG(seed, 2)), text)
		}
		v, err := jsontree.Parse(text, jsontree.Limits{})
		if err != nil {
			return
		}
		requireEqual(t, v, choices[seed%uint64(len(choices))], string(text))
	})
}

// TestLargeAndMany: what has very many nodes or values is found the same, too, and no
// working memory is kept that refers to a document.
func TestLargeAndMany(t *testing.T) {
	many := strings.Repeat(`{"id": "urn:x:7", "type": "Note"},`, 1_000)
	for _, text := range []string{
		start + `"holder": [` + many + `"urn:x:1"]}`,
		start + `"title": {"en": ["` + strings.Join(strings.Split(strings.Repeat("abc", 700), ""), `","`) + `"]}, "evidence": [` + many + `1]}`,
	} {
		for _, opt := range choices {
			requireEqual(t, parse(t, text), opt, text[:100])
		}
	}
	h := hear(t.Context(), parse(t, small[0]), contextsOf(Options{Version: V32})).heard
	require.NotEmpty(t, h.terms)
	terms := h.terms
	h.giveBack()
	require.Equal(t, make([]term, len(terms)), terms)
}

// TestFewAllocations: a check costs few allocations, whatever the document is like.
func TestFewAllocations(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	text, err := os.ReadFile(filepath.FromSlash(example))
	require.NoError(t, err)
	v := whole(t, text)[0]
	per := testing.AllocsPerRun(50, func() { _, _ = Check(t.Context(), v, Options{}) })
	require.LessOrEqual(t, per, 60.)
}

func BenchmarkCheck(b *testing.B) {
	samples := map[string]string{"example": example}
	if testkit.HasShared() {
		samples["elm111k"] = filepath.Join(testkit.Shared(b, "data", "samples", "elm"), "Sample-MC-Annex1-unsigned.jsonld")
	}
	for name, file := range samples {
		text, err := os.ReadFile(filepath.Clean(file))
		require.NoError(b, err)
		v := whole(b, text)[0]
		for way, byStatements := range map[string]bool{"short": false, "statements": true} {
			b.Run(name+"/"+way, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					_, _ = check(b.Context(), v, Options{}, byStatements)
				}
			})
		}
	}
}
