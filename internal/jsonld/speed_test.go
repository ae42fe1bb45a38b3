package jsonld

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// specDocument is one of the documents that the specifications show, made ready
// to be signed.
type specDocument struct {
	name string
	text []byte
}

// specDocuments returns a minimal credential of the data model, the complete
// badge of Open Badges 3.0 without and with its endorsements, and a sample of the
// European Digital Credentials without and with its images.
func specDocuments(tb testing.TB) []specDocument {
	compact := func(data []byte) []byte {
		var out bytes.Buffer
		require.NoError(tb, json.Compact(&out, data))
		return out.Bytes()
	}
	replace := func(data []byte, pattern, by string) []byte {
		return regexp.MustCompile(pattern).ReplaceAll(data, []byte(by))
	}
	badge := compact(testkit.ReadShared(tb, "data", "samples", "ob3-spec", "Complete_OpenBadgeCredential.json"))
	sample := compact(testkit.ReadShared(tb, "data", "samples", "elm", "Sample-MC-Annex1-unsigned.jsonld"))
	return []specDocument{
		{"minimal", []byte(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"https://example.no/1","type":"VerifiableCredential",` +
			`"issuer":"did:example:issuer","validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:example:learner"}}`)},
		{"ob4k", withoutMembers(tb, badge, "endorsement", "endorsementJwt", "evidence", "source", "proof")},
		{"ob16k", badge},
		{"elm24k", replace(sample, `("content":"[^"]{64})[^"]*"`, `$1"`)},
		{"elm111k", sample},
	}
}

// withoutMembers removes members, wherever they stand.
func withoutMembers(tb testing.TB, data []byte, names ...string) []byte {
	var doc any
	require.NoError(tb, json.Unmarshal(data, &doc))
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, name := range names {
				delete(v, name)
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(doc)
	out, err := json.Marshal(doc)
	require.NoError(tb, err)
	return out
}

// BenchmarkWays measures from a parsed document to its quads, and to its canonical
// form, with the question that a verifier asks: directly, and through the expanded
// form.
func BenchmarkWays(b *testing.B) {
	for _, d := range specDocuments(b) {
		doc := parseDocument(b, d.text)
		requireSameWays(b, doc, nil, d.name)
		for _, w := range []struct {
			name string
			set  settings
		}{{"direct", settings{}}, {"stepwise", settings{stepwise: true}}} {
			b.Run(d.name+"/"+w.name, func(b *testing.B) { benchmarkWay(b, doc, w.set) })
		}
	}
}

func benchmarkWay(b *testing.B, doc jsontree.Value, set settings) {
	b.ReportAllocs()
	for b.Loop() {
		reading := Reading{Root: testDecisive, Vocabularies: []string{testCredentials, testStatus, "https://purl.imsglobal.org/spec/"}}
		if _, err := dataset(b.Context(), doc, Options{Reading: &reading}, set); err != nil {
			b.Fatal(err)
		}
	}
}
