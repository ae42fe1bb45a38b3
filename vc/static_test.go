package vc_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

func TestStaticFetcher(t *testing.T) {
	fetcher := vc.StaticFetcher{"https://example.org/1": []byte("list")}
	body, _, err := fetcher.Fetch(t.Context(), "https://example.org/1", nil, 4)
	require.NoError(t, err)
	require.Equal(t, "list", string(body))
	_, _, err = fetcher.Fetch(t.Context(), "https://example.org/1", nil, 3)
	require.ErrorIs(t, err, vc.ErrUnreachable)
	_, _, err = fetcher.Fetch(t.Context(), "https://example.org/2", nil, 4)
	require.ErrorIs(t, err, vc.ErrUnreachable)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = fetcher.Fetch(ctx, "https://example.org/1", nil, 4)
	require.ErrorIs(t, err, vc.ErrUnreachable)
	require.ErrorIs(t, err, context.Canceled)
}
