package jsonld

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ownContexts supplies contexts of an issuer: terms, types with contexts of their
// own, and names that known contexts use too.
type ownContexts struct{}

func (ownContexts) LoadContext(_ context.Context, url string) ([]byte, error) {
	switch url {
	case "https://own.example/v1":
		return []byte(`{"@context":{"own":"https://own.example/ns#","grade":"own:grade","Course":{"@id":"own:Course","@context":{"level":"own:level","near":{"@id":"own:near","@type":"@id"}}},
			"parts":{"@id":"own:parts","@container":"@list"},"label":{"@id":"own:label","@container":"@language"}}}`), nil
	case "https://own.example/refers":
		return []byte(`{"@context":["https://own.example/v1",{"extra":"own:extra"}]}`), nil
	case "https://own.example/scoped":
		return []byte(`{"@context":{"inside":{"@id":"urn:ex:inside","@context":"https://own.example/v1"}}}`), nil
	case "https://own.example/lossy":
		return []byte(`{"@context":{"@unknown":"urn:ex:x","grade":"urn:ex:grade"}}`), nil
	}
	return nil, ErrUnknownContext
}

func (ownContexts) Known(string) bool { return false }

// ownDocument is a badge with contexts of its own.
func ownDocument(contexts string) []byte {
	return []byte(strings.Replace(string(badgeDocument()), `context-3.0.3.json"]`, `context-3.0.3.json",`+contexts+`]`, 1))
}

var ownSeeds = [][]byte{
	ownDocument(`"https://own.example/v1"`), ownDocument(`"https://own.example/refers"`), ownDocument(`"https://own.example/scoped"`),
	ownDocument(`"https://own.example/lossy"`), ownDocument(`"https://own.example/absent"`), ownDocument(`{"own":"https://own.example/ns#"}`),
	[]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://own.example/v1"],"id":"urn:x:1","type":["VerifiableCredential","Course"],"issuer":"did:example:a","validFrom":"2026-01-01T00:00:00Z",
		"credentialSubject":{"type":"Course","level":5,"near":"urn:x:2","grade":"A","parts":["x",1,{"grade":"B"}],"label":{"nb":"x"}}}`),
}

// TestOwnContextsEqual shows that contexts that a loader supplies are read alike
// in both ways, however often and by whom they were read before.
func TestOwnContextsEqual(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of documents, one after the other")
	}
	direct, all := 0, 0
	r := rand.New(rand.NewPCG(4, 2))
	for _, text := range ownSeeds {
		for turn := range 60 {
			changed := text
			if turn > 0 {
				changed = mutate(r, text)
			}
			doc, err := jsontree.Parse(changed, jsontree.Limits{})
			if err != nil {
				continue
			}
			cold := takeWay(doc, newRootContexts(bothLoaders{}), true, true)
			got := takeWay(doc, NewContexts(ownContexts{}), true, false)
			all++
			if got.direct {
				direct++
			}
			got.direct = false
			require.Equal(t, cold, got, string(changed))
			requireSameWays(t, doc, NewContexts(ownContexts{}), string(changed))
		}
	}
	t.Logf("%d documents, %d read directly", all, direct)
	require.Greater(t, direct, all/10)
}

// bothLoaders answers for the built-in contexts too, so that nothing is shared.
type bothLoaders struct{ ownContexts }

func (l bothLoaders) LoadContext(ctx context.Context, url string) ([]byte, error) {
	if c, err := builtin().loader.LoadContext(ctx, url); err == nil {
		return c, nil
	}
	return l.ownContexts.LoadContext(ctx, url)
}

func (bothLoaders) Known(url string) bool { return builtin().isKnown(url) }

// TestOwnContextsCostLittle shows that a document with contexts of a loader is
// read with about as little memory as one without, although the Contexts is new
// each time.
func TestOwnContextsCostLittle(t *testing.T) {
	cost := func(text []byte) float64 {
		doc := parseDocument(t, text)
		return testing.AllocsPerRun(20, func() {
			_, err := Canonicalize(t.Context(), doc, Options{Contexts: NewContexts(ownContexts{})})
			require.NoError(t, err)
		})
	}
	require.Less(t, cost(ownSeeds[0]), cost(badgeDocument())+20)
}

// TestChangedContextIsFollowed shows that a context is remembered by its text: when
// a loader supplies another one, that one counts.
func TestChangedContextIsFollowed(t *testing.T) {
	text := `{"@context":"https://own.example/v1","@id":"urn:x:1","grade":"A"}`
	for _, iri := range []string{"urn:ex:first", "urn:ex:second", "urn:ex:first"} {
		loader := documents{map[string]string{"https://own.example/v1": `{"@context":{"grade":"` + iri + `"}}`}, map[string]int{}}
		got, err := quads(t, text, NewContexts(loader))
		require.NoError(t, err)
		require.Contains(t, got, "<"+iri+">")
	}
}

// TestRememberedTextsAreBounded shows that contexts of loaders do not pile up.
func TestRememberedTextsAreBounded(t *testing.T) {
	for i := range 3 * maxTexts {
		iri := "urn:ex:" + strings.Repeat("x", i)
		loader := documents{map[string]string{"https://own.example/v1": `{"@context":{"grade":"` + iri + `"}}`}, map[string]int{}}
		_, err := quads(t, `{"@context":"https://own.example/v1","@id":"urn:x:1","grade":"A"}`, NewContexts(loader))
		require.NoError(t, err)
	}
	require.LessOrEqual(t, len(builtin().texts), maxTexts)
	require.LessOrEqual(t, builtin().textBytes, maxTextBytes)
	require.LessOrEqual(t, builtin().terms.Load(), int64(2*maxTerms))
}
