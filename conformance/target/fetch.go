package target

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// Fetcher returns what gets what a service publishes at its own address, such as status
// lists and keys: as anybody would, without an access token. Other addresses are left
// to next, and without one cannot be reached.
func Fetcher(base string, o Options, next vc.Fetcher) vc.Fetcher {
	c, err := newCaller(base, o)
	return &fetcher{caller: c, broken: err, next: next}
}

type fetcher struct {
	*caller
	broken error
	next   vc.Fetcher
}

// Fetch implements [vc.Fetcher].
func (f *fetcher) Fetch(ctx context.Context, address string, accept []string, maxBytes int64) ([]byte, string, error) {
	u, err := url.Parse(address)
	own := f.broken == nil && err == nil && u.Scheme == f.base.Scheme && u.Host == f.base.Host && u.User == nil
	switch {
	case !own && f.next != nil:
		return f.next.Fetch(ctx, address, accept, maxBytes)
	case !own:
		return nil, "", fmt.Errorf("%w: it is not at the address of the target, and the suite has no means to fetch what is elsewhere", vc.ErrUnreachable)
	}
	got, _, err := f.send(ctx, http.MethodGet, u.String(), http.Header{"Accept": {strings.Join(accept, ", ")}}, nil)
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, err)
	case got.status != http.StatusOK:
		return nil, "", fmt.Errorf("%w: the target answered %d", vc.ErrUnreachable, got.status)
	case int64(len(got.body)) > maxBytes:
		return nil, "", fmt.Errorf("%w: the answer is longer than %d bytes", vc.ErrUnreachable, maxBytes)
	}
	return got.body, got.header.Get("Content-Type"), nil
}
