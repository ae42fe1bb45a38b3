package fetch

import (
	"context"

	"github.com/mikromerit/mikromerit/vc"
)

// maxContext bounds a JSON-LD context in bytes.
const maxContext = 1 << 20

// acceptContext lists the media types of contexts (JSON-LD 1.1 API section
// 6.6 and appendix C.1).
var acceptContext = []string{`application/ld+json;profile="http://www.w3.org/ns/json-ld#context"`, "application/ld+json", "application/json;q=0.9"}

// Contexts returns a loader that gets JSON-LD contexts through the fetcher.
// Built-in contexts are never fetched. Those that redirect to another host, as
// many at w3id.org do, are unreachable unless the fetcher was made with
// [Options.UnsafeCrossHost].
//
// Whoever serves a context decides what the names in a document mean.
func Contexts(fetcher vc.Fetcher) vc.ContextLoader { return &contexts{fetcher} }

type contexts struct{ fetcher vc.Fetcher }

// LoadContext implements [vc.ContextLoader].
func (c *contexts) LoadContext(ctx context.Context, url string) ([]byte, error) {
	text, _, err := c.fetcher.Fetch(ctx, url, acceptContext, maxContext)
	return text, err
}
