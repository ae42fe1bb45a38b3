package vcapi_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
)

// The store in memory keeps what the interface promises: a key is taken once,
// records are found by key and by id, the newest first, and nobody can change what
// is kept through what was given or got.
func TestMemoryStore(t *testing.T) {
	s := vcapi.NewMemoryStore()
	ctx, day := t.Context(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	given := vcapi.Record{Key: "a", ID: "urn:x", Issued: day, Document: []byte("1"), Places: []vcapi.Place{{Index: 1}}}
	require.NoError(t, s.SaveCredential(ctx, given))
	given.Document[0], given.Places[0].Index = '9', 9
	require.ErrorIs(t, s.SaveCredential(ctx, vcapi.Record{Key: "a"}), vcapi.ErrExists)
	require.NoError(t, s.SaveCredential(ctx, vcapi.Record{Key: "b", ID: "urn:x", Issued: day.Add(time.Hour)}))
	require.NoError(t, s.SaveCredential(ctx, vcapi.Record{Key: "urn:x", ID: "urn:x", Issued: day.Add(time.Minute)}))

	found, err := s.Credentials(ctx, "urn:x", 10)
	require.NoError(t, err)
	require.Equal(t, []string{"b", "urn:x", "a"}, keysOf(found))
	require.Equal(t, "1", string(found[2].Document))
	require.EqualValues(t, 1, found[2].Places[0].Index)
	found[2].Document[0] = '9'

	found, err = s.Credentials(ctx, "urn:x", 2)
	require.NoError(t, err)
	require.Equal(t, []string{"b", "urn:x"}, keysOf(found))
	found, err = s.Credentials(ctx, "a", 1)
	require.NoError(t, err)
	require.Equal(t, "1", string(found[0].Document))
	_, err = s.Credentials(ctx, "a", 0)
	require.Error(t, err)

	require.NoError(t, s.DeleteCredential(ctx, "b"))
	require.ErrorIs(t, s.DeleteCredential(ctx, "b"), vcapi.ErrNotFound)
	found, err = s.Credentials(ctx, "urn:x", 10)
	require.NoError(t, err)
	require.Equal(t, []string{"urn:x", "a"}, keysOf(found))
	found, err = s.Credentials(ctx, "nobody", 10)
	require.NoError(t, err)
	require.Empty(t, found)
}

func keysOf(records []vcapi.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, r.Key)
	}
	return out
}
