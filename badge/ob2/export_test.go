package ob2

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// Hosted is a badge as a file, with the web that it needs.
type Hosted struct {
	Name string
	File []byte
	Web  vc.StaticFetcher
}

// Awards are the published badges that can be put together, and our own of each
// edition.
func Awards(tb testing.TB) (all []Hosted) {
	tb.Helper()
	all = []Hosted{{"own", []byte(awardText()), rich(tb)}}
	for e, text := range oldBadges {
		all = append(all, Hosted{e.String(), []byte(text), oldWeb(e)})
	}
	root, served := testkit.Shared(tb, "data/samples/ob2"), sampleWeb(tb)
	for _, s := range samples {
		text, err := os.ReadFile(filepath.Join(root, s.file))
		require.NoError(tb, err)
		web := webFor(served, s.file, text)
		if _, err := Read(tb.Context(), text, ReadOptions{Fetcher: web}); err == nil {
			all = append(all, Hosted{s.file, text, web})
		}
	}
	return all
}

// Clock is when the published badges are verified.
var Clock = sampleClock
