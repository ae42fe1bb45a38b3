package vc

import (
	"context"
	"fmt"
)

// StaticFetcher is a [Fetcher] that reaches no network: it serves the documents
// that it holds by URL. With it a verifier can use status lists that the holder
// sent along or that were stored before. It must not be changed while it is in
// use.
type StaticFetcher map[string][]byte

// Fetch returns the document for a URL; see [Fetcher]. It knows no media types.
func (f StaticFetcher) Fetch(ctx context.Context, url string, _ []string, maxBytes int64) (body []byte, mediaType string, err error) {
	if err := ctx.Err(); err != nil {
		return nil, "", fmt.Errorf("FETCH-STOPPED: %w: %w", ErrUnreachable, err)
	}
	body, ok := f[url]
	switch {
	case !ok:
		return nil, "", fmt.Errorf("FETCH-OFFLINE: %w: the document was not given", ErrUnreachable)
	case int64(len(body)) > maxBytes:
		return nil, "", fmt.Errorf("FETCH-SIZE: %w: the document has more than %d bytes", ErrUnreachable, maxBytes)
	}
	return body, "", nil
}
