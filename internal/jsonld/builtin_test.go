package jsonld

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Every built-in context can be applied to a document, except one that was
// published with an entry that JSON-LD does not allow.
func TestBuiltinContextsApply(t *testing.T) {
	for _, url := range contexts.Builtin().URLs() {
		_, err := quads(t, fmt.Sprintf(`{"@context":%q,"@id":"urn:x:1","urn:x:p":"v"}`, url), nil)
		if url != contexts.Educredential {
			require.NoError(t, err, url)
			continue
		}
		var fault *Error
		require.ErrorAs(t, err, &fault)
		require.Equal(t, CodeContextInvalid, fault.Code)
	}
}

func quads(t *testing.T, text string, c *Contexts) (string, error) {
	t.Helper()
	doc, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	canonical, err := Canonicalize(t.Context(), doc, Options{Contexts: c})
	if err != nil {
		return "", err
	}
	return string(canonical.Bytes()), nil
}

// documents is a caller's loader that counts what it is asked for.
type documents struct {
	byURL map[string]string
	asked map[string]int
}

func (d documents) LoadContext(_ context.Context, url string) ([]byte, error) {
	d.asked[url]++
	if text, ok := d.byURL[url]; ok {
		return []byte(text), nil
	}
	return nil, ErrUnknownContext
}

// A caller's context joins the built-in ones for this caller only: no other
// caller sees what it made of a document.
func TestOverBuiltinKeepsApart(t *testing.T) {
	const text = `{"@context":["https://www.w3.org/ns/credentials/v2","https://own.example/v1"],"id":"urn:x:1","type":"VerifiableCredential","grade":"A"}`
	own := func(iri string) documents {
		return documents{map[string]string{"https://own.example/v1": `{"@context":{"grade":"` + iri + `"}}`}, map[string]int{}}
	}
	first, second := own("https://own.example/first"), own("https://own.example/second")
	for range 2 {
		for iri, loader := range map[string]documents{"<https://own.example/first>": first, "<https://own.example/second>": second} {
			got, err := quads(t, text, NewContexts(loader))
			require.NoError(t, err)
			require.Contains(t, got, iri)
		}
		_, err := quads(t, text, nil)
		var fault *Error
		require.True(t, errors.As(err, &fault) && fault.Code == CodeContextUnknown, "%v", err)
	}
	require.Equal(t, map[string]int{"https://own.example/v1": 2}, first.asked, "nobody is asked for a built-in context")
}

// A replaced built-in context is the caller's everywhere, even where another
// built-in context refers to it, and stays as it was for other callers.
func TestOverBuiltinReplaces(t *testing.T) {
	const text = `{"@context":"https://w3id.org/security/v2","id":"urn:x:1","nonce":"n"}`
	plain, err := quads(t, text, nil)
	require.NoError(t, err)
	require.Contains(t, plain, "<https://w3id.org/security#nonce>")
	v2, _ := contexts.Builtin().Lookup(contexts.SecurityV2)
	loader := documents{map[string]string{
		contexts.SecurityV2: string(v2.JSON()),
		contexts.SecurityV1: `{"@context":{"id":"@id","sec":"https://w3id.org/security#","xsd":"http://www.w3.org/2001/XMLSchema#","nonce":"urn:x:nonce"}}`,
	}, map[string]int{}}
	got, err := quads(t, text, NewContexts(loader, contexts.SecurityV1))
	require.NoError(t, err)
	require.Contains(t, got, "<urn:x:nonce>")
	again, err := quads(t, text, nil)
	require.NoError(t, err)
	require.Equal(t, plain, again)
	require.Equal(t, map[string]int{contexts.SecurityV1: 1, contexts.SecurityV2: 1}, loader.asked)
}

// A Contexts that is made for one call does not work out the built-in contexts
// again.
func BenchmarkOverBuiltin(b *testing.B) {
	doc, err := jsontree.Parse([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:x:1","type":["VerifiableCredential","OpenBadgeCredential"],"name":"x"}`), jsontree.Limits{})
	require.NoError(b, err)
	loader := documents{nil, map[string]int{}}
	for name, make := range map[string]func() *Contexts{
		"builtin": func() *Contexts { return nil },
		"over":    func() *Contexts { return NewContexts(loader) },
		"anew":    func() *Contexts { return newRootContexts(newSetLoader(contexts.Builtin())) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Dataset(b.Context(), doc, Options{Contexts: make()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
