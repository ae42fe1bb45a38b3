package loader_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/loader"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// given is a caller's loader, which must not be asked for what is built in.
type given map[string]string

func (g given) LoadContext(_ context.Context, url string) ([]byte, error) {
	if text, ok := g[url]; ok {
		return []byte(text), nil
	}
	return nil, vc.ErrUnreachable
}

func statements(t *testing.T, env vc.Env, text string) (string, error) {
	t.Helper()
	doc, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	canonical, err := jsonld.Canonicalize(t.Context(), doc, jsonld.Options{Contexts: loader.Contexts(env)})
	if err != nil {
		return "", err
	}
	return string(canonical.Bytes()), nil
}

// Built-in contexts, another revision of one and one that the caller supplies
// work together, and each without the others.
func TestContexts(t *testing.T) {
	const (
		own   = "https://own.example/v1"
		entry = `"id":"urn:x:1","type":"BitstringStatusListEntry","statusListIndex":"3","statusListCredential":"urn:x:2"`
		sized = `{"@context":"` + contexts.CredentialsStatus + `",` + entry + `,"statusSize":"1"}`
		mixed = `{"@context":["` + contexts.CredentialsStatus + `","` + own + `"],` + entry + `,"grade":"A"}`
	)
	loader := given{own: `{"@context":{"grade":"https://own.example/grade"}}`, contexts.CredentialsStatus: `{"@context":{}}`}
	old := map[string]string{contexts.CredentialsStatus: "1 (2024-01)"}
	for name, tt := range map[string]struct {
		env  vc.Env
		text string
		want string // in the statements, or the code of the error
	}{
		"newest":                  {vc.Env{}, sized, "XMLSchema#integer>"},
		"newest, named":           {vc.Env{ContextRevisions: map[string]string{contexts.CredentialsStatus: "1 (2025-02)"}}, sized, "XMLSchema#integer>"},
		"with a loader":           {vc.Env{Contexts: loader}, sized, "XMLSchema#integer>"},
		"own":                     {vc.Env{Contexts: loader}, mixed, "<https://own.example/grade> \"A\""},
		"own, without the loader": {vc.Env{}, mixed, jsonld.CodeContextUnknown},
		"older":                   {vc.Env{ContextRevisions: old}, sized, jsonld.CodeTermUndefined},
		"older, with a loader":    {vc.Env{ContextRevisions: old, Contexts: loader}, sized, jsonld.CodeTermUndefined},
		"no such revision":        {vc.Env{ContextRevisions: map[string]string{contexts.CredentialsStatus: "0"}, Contexts: loader}, sized, jsonld.CodeContextUnknown},
		"unreachable":             {vc.Env{Contexts: given{}}, mixed, jsonld.CodeContextUnavailable},
	} {
		got, err := statements(t, tt.env, tt.text)
		if fault := new(jsonld.Error); errors.As(err, &fault) {
			got = fault.Code
		}
		require.Contains(t, got, tt.want, name)
	}
}

// An Env with contexts of its own costs no more than one without: the built-in
// contexts are worked out once, not once a call.
func TestContextsCostNothing(t *testing.T) {
	env := vc.Env{Contexts: given{}}
	require.Less(t, testing.AllocsPerRun(10, func() { loader.Contexts(env) }), 5.0)
	text := `{"@context":"` + contexts.CredentialsV2 + `","id":"urn:x:1","name":"x"}`
	_, err := statements(t, env, text)
	require.NoError(t, err)
	builtin := testing.AllocsPerRun(10, func() { _, _ = statements(t, vc.Env{}, text) })
	require.Less(t, testing.AllocsPerRun(10, func() { _, _ = statements(t, env, text) }), builtin+10)
}
