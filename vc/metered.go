package vc

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// Metered returns an Env for one job: together, its Fetcher, its Resolver and
// its Contexts are asked for no more than [Limits.MaxFetches] documents, and
// for each of them once, and canonicalising documents may take no more work than
// two of the hardest ones are allowed. One that is metered already stays as it
// is.
func (e Env) Metered() Env {
	if e.work != nil {
		return e
	}
	e.work = new(atomic.Int64)
	e.work.Store(e.Limits.workInAll())
	outside := &meter{left: e.Limits.MaxFetches()}
	if e.Fetcher != nil {
		e.Fetcher = &meteredFetcher{meter: outside, next: e.Fetcher, known: make(map[request]answer)}
	}
	if e.Resolver != nil {
		e.Resolver = &meteredResolver{meter: outside, next: e.Resolver, known: make(map[string]resolution)}
	}
	if e.Contexts != nil {
		e.Contexts = &meteredContexts{meter: outside, next: e.Contexts, known: make(map[string]loaded)}
	}
	return e
}

// Work returns the steps of the canonicaliser's search that the job may still
// take, to be counted down by whoever searches; nil when nothing bounds them
// but the limits of each document.
func (e Env) Work() *atomic.Int64 { return e.work }

// meter counts what is asked of the world outside.
type meter struct {
	mu   sync.Mutex
	left int
}

// take takes one from what may still be asked.
func (m *meter) take() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.left == 0 {
		return fmt.Errorf("FETCH-COUNT: %w: the file names more documents elsewhere than may be fetched", ErrUnreachable)
	}
	m.left--
	return nil
}

// meteredFetcher asks for each document once.
type meteredFetcher struct {
	*meter
	next  Fetcher
	mu    sync.Mutex
	known map[request]answer
}

type request struct {
	url, accept string
	most        int64
}

type answer struct {
	body  []byte
	media string
	err   error
}

// Fetch asks for a document unless it was asked for before; see [Fetcher].
func (f *meteredFetcher) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	key := request{url, strings.Join(accept, ","), maxBytes}
	f.mu.Lock()
	a, ok := f.known[key]
	f.mu.Unlock()
	if ok {
		return a.body, a.media, a.err
	}
	if err := f.take(); err != nil {
		return nil, "", err
	}
	a.body, a.media, a.err = f.next.Fetch(ctx, url, accept, maxBytes)
	if ctx.Err() == nil {
		f.mu.Lock()
		f.known[key] = a
		f.mu.Unlock()
	}
	return a.body, a.media, a.err
}

// meteredResolver asks for each controller document once.
type meteredResolver struct {
	*meter
	next  Resolver
	mu    sync.Mutex
	known map[string]resolution
}

type resolution struct {
	doc *Controller
	err error
}

// Resolve asks for a controller document unless it was asked for before; see
// [Resolver].
func (r *meteredResolver) Resolve(ctx context.Context, id string) (*Controller, error) {
	r.mu.Lock()
	found, ok := r.known[id]
	r.mu.Unlock()
	if ok {
		return found.doc, found.err
	}
	if err := r.take(); err != nil {
		return nil, err
	}
	found.doc, found.err = r.next.Resolve(ctx, id)
	if ctx.Err() == nil {
		r.mu.Lock()
		r.known[id] = found
		r.mu.Unlock()
	}
	return found.doc, found.err
}

// meteredContexts asks for each JSON-LD context once.
type meteredContexts struct {
	*meter
	next  ContextLoader
	mu    sync.Mutex
	known map[string]loaded
}

type loaded struct {
	text []byte
	err  error
}

// LoadContext asks for a context unless it was asked for before; see
// [ContextLoader].
func (c *meteredContexts) LoadContext(ctx context.Context, url string) ([]byte, error) {
	c.mu.Lock()
	found, ok := c.known[url]
	c.mu.Unlock()
	if ok {
		return found.text, found.err
	}
	if err := c.take(); err != nil {
		return nil, err
	}
	found.text, found.err = c.next.LoadContext(ctx, url)
	if ctx.Err() == nil {
		c.mu.Lock()
		c.known[url] = found
		c.mu.Unlock()
	}
	return found.text, found.err
}
