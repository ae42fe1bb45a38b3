package contexts

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"
)

// staticLoader serves the contexts of a set and nothing else.
type staticLoader struct {
	t   testing.TB
	set *Set
}

func (l staticLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	c, ok := l.set.Lookup(url)
	if !ok {
		return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, url)
	}
	var document any
	require.NoError(l.t, json.Unmarshal(c.JSON(), &document))
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, nil
}

func expand(t testing.TB, document any) ([]any, error) {
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = staticLoader{t, Builtin()}
	options.ProcessingMode = ld.JsonLd_1_1
	return ld.NewJsonLdProcessor().Expand(document, options)
}

func sample(t testing.TB) map[string]any {
	t.Helper()
	text, err := os.ReadFile("testdata/eumc.json")
	require.NoError(t, err)
	var document map[string]any
	require.NoError(t, json.Unmarshal(text, &document))
	return document
}

// sourceLeaves counts the scalars of a document outside its context, and
// notes the names of its members; residue is one scalar.
func sourceLeaves(value any, names map[string]bool) int {
	total := 0
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			names[name] = true
			switch name {
			case "@context":
			case "residue":
				total++
			default:
				total += sourceLeaves(member, names)
				noteClasses(name, member, names)
			}
		}
	case []any:
		for _, item := range v {
			total += sourceLeaves(item, names)
		}
	default:
		total = 1
	}
	return total
}

func noteClasses(name string, member any, names map[string]bool) {
	if name != "type" {
		return
	}
	if class, ok := member.(string); ok {
		names[class] = true
		return
	}
	for _, class := range member.([]any) {
		names[class.(string)] = true
	}
}

// expandedLeaves counts what the scalars of a source become: values, node
// ids and types. Names of properties and types must be absolute IRIs.
func expandedLeaves(t testing.TB, value any) int {
	total := 0
	switch v := value.(type) {
	case map[string]any:
		if _, ok := v["@value"]; ok {
			return 1
		}
		for name, member := range v {
			switch name {
			case "@id":
				total++
			case "@type":
				for _, class := range member.([]any) {
					require.Contains(t, class, "://")
					total++
				}
			case "@list", "@graph":
				total += expandedLeaves(t, member)
			default:
				require.Contains(t, name, "://")
				total += expandedLeaves(t, member)
			}
		}
	case []any:
		for _, item := range v {
			total += expandedLeaves(t, item)
		}
	default:
		t.Errorf("a scalar %v where a node or value is expected", v)
	}
	return total
}

// termNames collects the names of all terms of a scope and those inside.
func termNames(s *scope, names map[string]bool) {
	for _, t := range s.terms {
		names[t.name] = true
		if t.scope != nil {
			termNames(t.scope, names)
		}
	}
}

func namesOf(t *testing.T, tables ...string) map[string]bool {
	sub, _ := tableFiles(t)
	names := map[string]bool{}
	for _, table := range tables {
		d, _, err := (&reader{files: sub}).readTable(table + ".terms")
		require.NoError(t, err)
		termNames(d.parts[0].scope, names)
	}
	return names
}

// A document that uses every term, together with the contexts of VC 2.0 and Open
// Badges 3.0.3, loses nothing in expansion.
func TestEumcExpands(t *testing.T) {
	document := sample(t)
	used := map[string]bool{}
	want := sourceLeaves(document, used)
	for name := range namesOf(t, "eumc-v1") {
		require.True(t, used[name], "the sample does not use %s", name)
	}
	expanded, err := expand(t, document)
	require.NoError(t, err)
	require.Equal(t, want, expandedLeaves(t, expanded))
	text, err := json.Marshal(expanded, json.Deterministic(true))
	require.NoError(t, err)
	for _, once := range []string{
		`"https://mikromerit.github.io/ns/eumc/v1#residue":[{"@type":"@json","@value":{"edc"`,
		`{"@language":"se","@value":"Plánet vuovdečuohppama"}`,
		`"http://data.europa.eu/snb/model/elm/point":[{"@type":"http://www.w3.org/2001/XMLSchema#decimal","@value":"2.5"}]`,
		`"https://purl.imsglobal.org/spec/vc/ob/vocab.html#level":[{"@value":"5"}]`,
	} {
		require.True(t, bytes.Contains(text, []byte(once)), "missing in the expansion: %s", once)
	}
}

// Without our types the terms mean nothing: a plain badge stays a plain badge.
func TestEumcIsTypeScoped(t *testing.T) {
	text, err := os.ReadFile("testdata/eumc.json")
	require.NoError(t, err)
	plain := strings.NewReplacer(
		`, "EuMicroCredential"]`, `]`, `, "EuMicroCredentialProfile"]`, `]`,
		`, "EuMicroCredentialSubject"]`, `]`, `, "EuMicroCredentialAchievement"]`, `]`,
	).Replace(string(text))
	var document any
	require.NoError(t, json.Unmarshal([]byte(plain), &document))
	expanded, err := expand(t, document)
	require.NoError(t, err)
	out, err := json.Marshal(expanded, json.Deterministic(true))
	require.NoError(t, err)
	require.NotContains(t, string(out), "https://mikromerit.github.io/ns/eumc/v1#")
}

// A document cannot give our terms another meaning.
func TestEumcIsProtected(t *testing.T) {
	document := sample(t)
	document["@context"] = append(document["@context"].([]any),
		map[string]any{"prefLabel": "https://attacker.example/label"})
	_, err := expand(t, document)
	require.ErrorContains(t, err, string(ld.ProtectedTermRedefinition))
}

// No name is shared with the contexts that stand before ours, whose terms
// are protected too, and no name means two things in ours.
func TestEumcNames(t *testing.T) {
	theirs := namesOf(t, "credentials-v2", "ob-3.0.3-2026-06")
	shared := map[string]bool{}
	for name := range namesOf(t, "eumc-v1") {
		if theirs[name] {
			shared[name] = true
		}
	}
	require.Equal(t, []string{"id", "level", "type"}, slices.Sorted(maps.Keys(shared)))

	sub, _ := tableFiles(t)
	d, _, err := (&reader{files: sub}).readTable("eumc-v1.terms")
	require.NoError(t, err)
	requireOneMeaning(t, d.parts[0].scope, map[string]string{})
}

func requireOneMeaning(t *testing.T, s *scope, seen map[string]string) {
	for _, term := range s.terms {
		var out bytes.Buffer
		w := newWriter(&out)
		w.term(term)
		require.NoError(t, w.err)
		if old, ok := seen[term.name]; ok {
			require.Equal(t, old, out.String(), "two definitions of %s", term.name)
		}
		seen[term.name] = out.String()
		if term.scope != nil {
			requireOneMeaning(t, term.scope, seen)
		}
	}
}

func BenchmarkExpandSample(b *testing.B) {
	document := sample(b)
	for b.Loop() {
		if _, err := expand(b, document); err != nil {
			b.Fatal(err)
		}
	}
}
