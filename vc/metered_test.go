package vc_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// outside counts how often it is asked.
type outside struct{ asked int }

func (o *outside) Fetch(_ context.Context, url string, _ []string, _ int64) ([]byte, string, error) {
	o.asked++
	return []byte(url), "", nil
}

func (o *outside) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	o.asked++
	return nil, errors.New("gone: " + id)
}

func (o *outside) LoadContext(_ context.Context, url string) ([]byte, error) {
	o.asked++
	return []byte(url), nil
}

// One budget covers everything that a job asks of the world, in whichever way
// it asks. The same question is asked once, whatever the answer; what is beyond
// the budget is unreachable, which is not the document's fault.
func TestMetered(t *testing.T) {
	o := &outside{}
	env := vc.Env{Fetcher: o, Resolver: o, Contexts: o, Limits: vc.Limits{Fetches: 5}}.Metered()
	ctx := t.Context()
	for range 3 {
		body, _, err := env.Fetcher.Fetch(ctx, "https://a.example", nil, 10)
		require.NoError(t, err)
		require.Equal(t, "https://a.example", string(body))
		_, err = env.Resolver.Resolve(ctx, "did:web:a.example")
		require.ErrorContains(t, err, "gone: did:web:a.example")
		text, err := env.Contexts.LoadContext(ctx, "https://a.example/context")
		require.NoError(t, err)
		require.Equal(t, "https://a.example/context", string(text))
	}
	require.Equal(t, 3, o.asked)
	again := env.Metered()
	for i := range 10 {
		_, _, err := again.Fetcher.Fetch(ctx, fmt.Sprintf("https://b.example/%d", i), nil, 10)
		require.Equal(t, i >= 2, errors.Is(err, vc.ErrUnreachable), "%d: %v", i, err)
	}
	_, err := again.Resolver.Resolve(ctx, "did:web:b.example")
	require.ErrorIs(t, err, vc.ErrUnreachable)
	_, err = again.Contexts.LoadContext(ctx, "https://b.example/context")
	require.ErrorIs(t, err, vc.ErrUnreachable)
	require.Equal(t, 5, o.asked)

	require.Equal(t, 64, vc.Limits{}.MaxFetches())
}

// The search of the canonicaliser has one budget for all documents of a job,
// even where nothing can be fetched, and a job inside a job shares it.
func TestMeteredWork(t *testing.T) {
	require.Nil(t, vc.Env{}.Work())
	env := vc.Env{Limits: vc.Limits{Work: 100}}.Metered()
	require.EqualValues(t, 200, env.Work().Load())
	env.Work().Add(-150)
	require.EqualValues(t, 50, env.Metered().Work().Load())
}

// So have the statements that proofs sign one by one.
func TestMeteredStatements(t *testing.T) {
	require.True(t, vc.Env{}.SpendStatements(1<<40))
	env := vc.Env{Limits: vc.Limits{Statements: 10}}.Metered()
	require.True(t, env.SpendStatements(25))
	require.True(t, env.Metered().SpendStatements(15))
	require.False(t, env.SpendStatements(1))
	require.True(t, vc.Env{}.Metered().SpendStatements(200_000))
}

// What was noted of a document holds for that very one, in that job.
func TestKept(t *testing.T) {
	read := func(text string) vc.Document {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		return doc
	}
	doc, env := read(`{"a":{}}`), vc.Env{}.Metered()
	require.False(t, env.Kept(doc))
	env.NoteKept(doc)
	require.True(t, env.Kept(doc))
	require.False(t, env.Kept(read(`{"a":{}}`)))
	require.False(t, vc.Env{}.Metered().Kept(doc))
	vc.Env{}.NoteKept(doc)
	require.False(t, vc.Env{}.Kept(doc))
}
