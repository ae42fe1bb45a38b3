package did_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

const (
	key   = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	frag  = "#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	other = "did:web:vestre-aas.example"
)

type resolver map[string]*vc.Controller

func (r resolver) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	if doc, ok := r[id]; ok {
		return doc, nil
	}
	return nil, fmt.Errorf("%w: not here", vc.ErrUnreachable)
}

func TestDereference(t *testing.T) {
	doc, method, err := did.Dereference(t.Context(), vc.Env{}, key+frag)
	require.NoError(t, err)
	require.Equal(t, key, doc.ID)
	require.Equal(t, key+frag, method.ID)
	require.IsType(t, ed25519.PublicKey{}, method.Key)
	require.True(t, doc.Allows(method.ID, vc.AssertionMethod))
	require.False(t, doc.Allows(method.ID, "keyAgreement"))

	_, bare, err := did.Dereference(t.Context(), vc.Env{}, key)
	require.NoError(t, err)
	require.Equal(t, method, bare)
}

func TestDereferenceRefuses(t *testing.T) {
	for _, url := range []string{"", "#", key + "#", key + "#z6Mk", "did:key:#", "did:key:z", "did:key:zzz" + frag, other, "issuer.example/key", "https:///key"} {
		_, _, err := did.Dereference(t.Context(), vc.Env{}, url)
		require.Error(t, err, url)
		require.NotErrorIs(t, err, vc.ErrUnreachable, url)
	}
	for _, url := range []string{other + "#k", "https://issuer.example/key" + frag, "https://issuer.example/key"} {
		_, _, err := did.Dereference(t.Context(), vc.Env{}, url)
		require.ErrorIs(t, err, vc.ErrUnreachable, url)
	}
}

func TestResolverOfTheCaller(t *testing.T) {
	env := vc.Env{Resolver: resolver{
		other:         {ID: other, Methods: []vc.Method{{ID: other + "#k"}}},
		"did:web:lie": {ID: other, Methods: []vc.Method{{ID: other + "#k"}}},
	}}
	_, method, err := did.Dereference(t.Context(), env, other+"#k")
	require.NoError(t, err)
	require.Equal(t, other+"#k", method.ID)
	_, _, err = did.Dereference(t.Context(), env, other+"#x")
	require.ErrorContains(t, err, "does not hold")
	_, _, err = did.Dereference(t.Context(), env, "did:web:lie#k")
	require.ErrorContains(t, err, "another identifier")
	_, _, err = did.Dereference(t.Context(), env, "did:web:unknown#k")
	require.ErrorIs(t, err, vc.ErrUnreachable)
}
