package speed

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// statusChecks says what a status costs when its list of 16 million entries is
// kept already: the look-up in the list that was read, and what the whole
// verification of a minimal credential costs more.
func (b *bench) statusChecks(t *testing.T) []row {
	const entries = 1 << 24
	definition := status.Definition{URL: "https://status.example/1", Issuer: b.key.Controller(), Purpose: status.Revocation, Entries: entries}
	list, err := status.OpenList(t.Context(), status.NewMemoryStore(), definition)
	require.NoError(t, err)
	published, err := mikromerit.PublishStatus(t.Context(), list, status.Period{From: now.Add(-time.Hour), Until: now.Add(24 * time.Hour), TTL: time.Hour},
		b.key, mikromerit.SignOptions{Env: env()})
	require.NoError(t, err)

	w := workOf(t, "min")
	entry := list.Entry(entries - 7)
	with, err := entry.AddTo(document(t, w.text))
	require.NoError(t, err)
	verifier := mikromerit.NewVerifier(b.whole.Policy.Trust)
	verifier.Env = env()
	verifier.Env.Fetcher = vc.StaticFetcher{definition.URL: published.Bytes()}
	verifying := func(text []byte) *way {
		file, err := b.issue(text)
		require.NoError(t, err)
		return &way{name: "status", do: func() error { return errOf(verifier.Verify(t.Context(), file)) }}
	}
	read, problems := status.ReadPublished(published.Document(), status.Limits{})
	require.Empty(t, problems)
	look := &way{name: "look up", do: func() error {
		_, err := read.Value(entry)
		return err
	}}
	checked, without := verifying(with.Bytes()), verifying(w.text)
	n, each := rounds()
	race(t, n, each, checked, without, look)
	more := math.Max(0, float64(checked.least()-without.least()))
	return []row{
		{"status, the look-up in a list of 16 million entries that was read", fmt.Sprintf("%d ns", look.least()), "200 / 50 ns"},
		{"status, min verify with it over without it, the list kept", fmt.Sprintf("%s, %.0f ns more", checked.over(without), more), ""},
	}
}
