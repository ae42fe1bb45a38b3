package jsonld

import (
	"bytes"
	"testing"

	"github.com/piprate/json-gold/ld"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// goldLoader gives json-gold the built-in contexts, parsed beforehand.
type goldLoader map[string]*ld.RemoteDocument

func (l goldLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if doc, ok := l[url]; ok {
		return doc, nil
	}
	return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, url)
}

func newGoldLoader(tb testing.TB) goldLoader {
	loader := goldLoader{}
	for _, url := range []string{contexts.CredentialsV1, contexts.CredentialsV2, contexts.OpenBadges303, contexts.EuropassEDC} {
		c, ok := contexts.Builtin().Lookup(url)
		require.True(tb, ok, url)
		doc, err := ld.DocumentFromReader(bytes.NewReader(c.JSON()))
		require.NoError(tb, err)
		loader[url] = &ld.RemoteDocument{DocumentURL: url, Document: doc}
	}
	return loader
}

// goldCanonicalize canonicalizes with json-gold alone.
func goldCanonicalize(loader ld.DocumentLoader, text []byte) (string, error) {
	doc, err := ld.DocumentFromReader(bytes.NewReader(text))
	if err != nil {
		return "", err
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = loader
	options.Algorithm = ld.AlgorithmURDNA2015
	options.Format = "application/n-quads"
	out, err := ld.NewJsonLdProcessor().Normalize(doc, options)
	if err != nil {
		return "", err
	}
	return out.(string), nil
}

var benchDocuments = []struct {
	name string
	text []byte
}{{"badge", badgeDocument()}, {"europass", europassDocument()}}

// TestAgainstJSONGold shows that both ways lead to the same bytes.
func TestAgainstJSONGold(t *testing.T) {
	loader := newGoldLoader(t)
	for _, d := range benchDocuments {
		c, err := Canonicalize(t.Context(), parseDocument(t, d.text), Options{})
		require.NoError(t, err, d.name)
		want, err := goldCanonicalize(loader, d.text)
		require.NoError(t, err)
		require.Equal(t, want, string(c.Bytes()))
		t.Logf("%s: %d bytes, %d quads", d.name, len(d.text), c.Len())
	}
}

// BenchmarkCanonicalize measures from JSON text to canonical N-Quads.
func BenchmarkCanonicalize(b *testing.B) {
	for _, d := range benchDocuments {
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				benchmarked(b, d.text, nil)
			}
		})
	}
}

// BenchmarkCold measures the same without any remembered context.
func BenchmarkCold(b *testing.B) {
	for _, d := range benchDocuments {
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				benchmarked(b, d.text, newRootContexts(newSetLoader(contexts.Builtin())))
			}
		})
	}
}

func benchmarked(b *testing.B, text []byte, known *Contexts) {
	doc, err := jsontree.Parse(text, jsontree.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := Canonicalize(b.Context(), doc, Options{Contexts: known}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkParse and BenchmarkDataset measure the first steps alone.
func BenchmarkParse(b *testing.B) {
	for _, d := range benchDocuments {
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jsontree.Parse(d.text, jsontree.Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDataset(b *testing.B) {
	for _, d := range benchDocuments {
		doc := parseDocument(b, d.text)
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Dataset(b.Context(), doc, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkJSONGold is the baseline.
func BenchmarkJSONGold(b *testing.B) {
	loader := newGoldLoader(b)
	for _, d := range benchDocuments {
		b.Run(d.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := goldCanonicalize(loader, d.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
