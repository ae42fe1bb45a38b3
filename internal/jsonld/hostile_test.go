package jsonld

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var raised = Options{Limits: rdf.Limits{Quads: 1 << 20, BlankNodes: 1 << 20, Bytes: 1 << 28}, MaxWork: 1 << 28}

// TestLargeDocuments shows that the time for documents far beyond the default
// limits grows about as they do. The bound is loose, but a quadratic step would
// break it by far.
func TestLargeDocuments(t *testing.T) {
	nested := func(n int) string {
		return strings.Repeat(`{"urn:p":`, n) + `1` + strings.Repeat(`}`, n)
	}
	distinct := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `{"@id":"urn:n:%d","urn:p":%d},`, i, i)
		}
		return `{"@graph":[` + strings.TrimSuffix(b.String(), ",") + `]}`
	}
	anonymous := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `{"urn:p":%d},`, i)
		}
		return `[` + strings.TrimSuffix(b.String(), ",") + `]`
	}
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"urn:p:%d":%d,`, i, i)
		}
		return `{` + strings.TrimSuffix(b.String(), ",") + `}`
	}
	for _, d := range []struct {
		name string
		make func(int) string
		n    int
	}{
		{"nested", nested, 1_000},
		{"distinct", distinct, 5_000}, {"distinct", distinct, 20_000},
		{"anonymous", anonymous, 20_000}, {"members", members, 20_000},
	} {
		doc, err := jsontree.Parse([]byte(d.make(d.n)), jsontree.Limits{Depth: 9_999})
		require.NoError(t, err)
		begin := time.Now()
		ds, err := Dataset(t.Context(), doc, raised)
		require.NoError(t, err)
		dataset := time.Since(begin)
		require.Equal(t, d.n, ds.Len())
		_, err = rdf.Canonicalize(t.Context(), ds, rdf.Options{Limits: raised.Limits, MaxWork: raised.MaxWork})
		require.NoError(t, err)
		took := time.Since(begin)
		t.Logf("%s %d: %v, of it %v to the dataset", d.name, d.n, took, dataset)
		require.Less(t, took, time.Minute) // with the race detector on a busy machine
	}
}

// clique is a document of n unnamed nodes that all point at each other.
func clique(n int) string {
	var nodes []string
	for i := range n {
		var to []string
		for j := range n {
			if i != j {
				to = append(to, fmt.Sprintf(`{"@id":"_:n%d"}`, j))
			}
		}
		nodes = append(nodes, fmt.Sprintf(`{"@id":"_:n%d","urn:p":[%s]}`, i, strings.Join(to, ",")))
	}
	return `[` + strings.Join(nodes, ",") + `]`
}

func TestPoison(t *testing.T) {
	doc := parseDocument(t, []byte(clique(10)))
	_, err := Canonicalize(t.Context(), doc, Options{})
	require.ErrorIs(t, err, rdf.ErrBudget) // whose work is counted in package rdf
}

// TestContextWork shows that contexts cannot cause endless work: here each of
// many small ones would copy a large one.
func TestContextWork(t *testing.T) {
	var terms, nodes []string
	for i := range 4_000 {
		terms = append(terms, fmt.Sprintf(`"t%d":"urn:t:%d"`, i, i))
		nodes = append(nodes, fmt.Sprintf(`{"@context":{"x%d":"urn:x"},"x%d":1}`, i, i))
	}
	doc := parseDocument(t, []byte(`{"@context":{`+strings.Join(terms, ",")+`},"t0":[`+strings.Join(nodes, ",")+`]}`))
	begin := time.Now()
	_, err := Canonicalize(t.Context(), doc, raised)
	var fault *Error
	require.True(t, errors.As(err, &fault), "%v", err)
	require.Equal(t, CodeLimit, fault.Code)
	t.Logf("refused after %v", time.Since(begin))
}

// mapLoader answers from a map.
type mapLoader map[string]string

func (l mapLoader) LoadContext(_ context.Context, url string) ([]byte, error) {
	if text, ok := l[url]; ok {
		return []byte(text), nil
	}
	return nil, ErrUnknownContext
}

func TestContextDocuments(t *testing.T) {
	loader := mapLoader{
		"https://x.example/self":    `{"@context":"https://x.example/self"}`,
		"https://x.example/a":       `{"@context":["https://x.example/b",{"a":"urn:a"}]}`,
		"https://x.example/b":       `{"@context":["https://x.example/a",{"b":"urn:b"}]}`,
		"https://x.example/none":    `{"name":"urn:n"}`,
		"https://x.example/text":    `not JSON`,
		"https://x.example/bad":     `{"@context":{"name":{"@id":7}}}`,
		"https://x.example/deep":    `{"@context":"https://x.example/bad"}`,
		"https://x.example/base":    `{"@context":{"@base":"https://y.example/","name":"urn:n"}}`,
		"https://x.example/import":  `{"@context":{"@version":1.1,"@import":"terms","extra":"urn:e"}}`,
		"https://x.example/terms":   `{"@context":{"name":"urn:n","part":{"@id":"urn:p","@context":"scoped"}}}`,
		"https://x.example/scoped":  `{"@context":{"inner":"urn:i"}}`,
		"https://x.example/missing": `{"@context":["https://x.example/terms","https://x.example/nowhere"]}`,
	}
	for _, tc := range []struct{ doc, code, pointer, url string }{
		{`{"@context":"https://x.example/self","a":1}`, CodeContextInvalid, "/@context", "https://x.example/self"},
		{`{"@context":"https://x.example/a","a":1}`, CodeContextInvalid, "/@context", "https://x.example/b"},
		{`{"@context":"https://x.example/none","a":1}`, CodeContextInvalid, "/@context", "https://x.example/none"},
		{`{"@context":"https://x.example/text","a":1}`, CodeContextInvalid, "/@context", "https://x.example/text"},
		{`{"@context":["https://x.example/bad"],"a":1}`, CodeContextInvalid, "/@context/0", "https://x.example/bad"},
		{`{"@context":"https://x.example/deep","a":1}`, CodeContextInvalid, "/@context", "https://x.example/bad"},
		{`{"@context":["https://x.example/missing"],"a":1}`, CodeContextUnknown, "/@context/0", "https://x.example/nowhere"},
		{`{"@context":"https://x.example/base","@id":"a","name":1}`, CodeIRIRelative, "/@id", ""},
		{`{"@context":"https://x.example/import","name":1,"extra":2}`, "", "", ""},
		{`{"@context":"https://x.example/terms","part":{"inner":1,"name":2}}`, "", "", ""},
		{`{"@context":"https://x.example/terms","inner":1}`, CodeTermUndefined, "/inner", ""},
	} {
		_, err := Canonicalize(t.Context(), parseDocument(t, []byte(tc.doc)), Options{Contexts: newRootContexts(loader)})
		if tc.code == "" {
			require.NoError(t, err, tc.doc)
			continue
		}
		var fault *Error
		require.True(t, errors.As(err, &fault), "%s: %v", tc.doc, err)
		require.Equal(t, tc.code, fault.Code, tc.doc)
		require.Equal(t, tc.pointer, fault.Pointer, tc.doc)
		require.Equal(t, tc.url, fault.URL, tc.doc)
		require.NotEmpty(t, err.Error())
	}
}

type failingLoader struct{ err error }

func (l failingLoader) LoadContext(context.Context, string) ([]byte, error) { return nil, l.err }

func TestLoaderFails(t *testing.T) {
	cause := errors.New("no line")
	doc := parseDocument(t, []byte(`{"@context":"https://x.example/","a":1}`))
	_, err := Canonicalize(t.Context(), doc, Options{Contexts: newRootContexts(failingLoader{cause})})
	var fault *Error
	require.True(t, errors.As(err, &fault))
	require.Equal(t, CodeContextUnavailable, fault.Code)
	require.ErrorIs(t, err, cause)
	require.NotErrorIs(t, err, ErrDataLoss)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	doc := parseDocument(t, []byte(`[`+strings.Repeat(`{"urn:p":1},`, 2*checkEvery)+`{"urn:p":1}]`))
	_, err := Canonicalize(ctx, doc, Options{})
	require.ErrorIs(t, err, context.Canceled)
	doc = parseDocument(t, badgeDocument())
	_, err = Canonicalize(ctx, doc, Options{Contexts: newRootContexts(newSetLoader(contexts.Builtin()))})
	require.ErrorIs(t, err, context.Canceled)
}

// TestShared shows, under the race detector, that a Contexts can be shared,
// and that what it remembers does not depend on which document came first.
func TestShared(t *testing.T) {
	var texts [][]byte
	for _, d := range benchDocuments {
		texts = append(texts, d.text)
	}
	for _, tc := range lossCases {
		texts = append(texts, []byte(tc.doc))
	}
	fresh := make([]string, len(texts))
	for i, text := range texts {
		fresh[i] = outcome(t, text, newRootContexts(newSetLoader(contexts.Builtin())))
	}
	shared := newRootContexts(newSetLoader(contexts.Builtin()))
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for i := range texts {
				i = (i*7 + g*31) % len(texts)
				if got := outcome(t, texts[i], shared); got != fresh[i] {
					t.Errorf("document %d: %s instead of %s", i, got, fresh[i])
				}
			}
		})
	}
	group.Wait()
}

func outcome(t *testing.T, text []byte, known *Contexts) string {
	doc, err := jsontree.Parse(text, jsontree.Limits{})
	if err != nil {
		return err.Error()
	}
	c, err := Canonicalize(t.Context(), doc, Options{Contexts: known})
	if err != nil {
		return err.Error()
	}
	return string(c.Bytes())
}

// TestForgetting shows that the number of remembered contexts is bounded.
func TestForgetting(t *testing.T) {
	loader := mapLoader{}
	for i := range maxScopes + maxDocuments {
		loader[fmt.Sprintf("https://x.example/%d", i)] = `{"@context":{"name":"urn:n"}}`
	}
	known := newRootContexts(loader)
	for i := range maxScopes + maxDocuments {
		doc := parseDocument(t, fmt.Appendf(nil, `{"@context":"https://x.example/%d","name":1}`, i))
		_, err := Canonicalize(t.Context(), doc, Options{Contexts: known})
		require.NoError(t, err)
	}
	require.LessOrEqual(t, len(known.documents), maxDocuments)
	require.Less(t, known.scopes.Load(), int64(maxScopes))
}
