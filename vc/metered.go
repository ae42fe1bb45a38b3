package vc

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// Metered returns an Env for one job. Its Fetcher, Resolver and Contexts
// together are asked for no more than [Limits.MaxFetches] documents, and for
// each of them once; canonicalising all documents of the job may take no more
// work than two of the hardest ones may. An Env that is metered already is
// returned as it is.
func (e Env) Metered() Env {
	if e.job != nil {
		return e
	}
	e.job = new(job)
	e.job.work.Store(e.Limits.jobWork())
	e.job.statements.Store(e.Limits.jobStatements())
	m := &meter{left: e.Limits.MaxFetches()}
	if e.Fetcher != nil {
		e.Fetcher = &meteredFetcher{meter: m, next: e.Fetcher, answers: make(map[request]answer)}
	}
	if e.Resolver != nil {
		e.Resolver = &meteredResolver{meter: m, next: e.Resolver, answers: make(map[string]resolution)}
	}
	if e.Contexts != nil {
		e.Contexts = &meteredContexts{meter: m, next: e.Contexts, answers: make(map[string]loaded)}
	}
	return e
}

// Work returns the steps of the canonicaliser's search that the job may still
// take; whoever searches counts them down. It is nil when only the limits of
// each document bound them.
func (e Env) Work() *atomic.Int64 {
	if e.job == nil {
		return nil
	}
	return &e.job.work
}

// SpendStatements takes statements that are signed one by one from those that the
// proofs of the job may still have. It returns false when there are not so many left.
// Without a job only the limit of each proof bounds them.
func (e Env) SpendStatements(n int) bool {
	return e.job == nil || e.job.statements.Add(-int64(n)) >= 0
}

// job is what one job may still spend, and what it has found out.
type job struct {
	work, statements atomic.Int64
	kept             atomic.Pointer[Document]
}

// NoteKept notes for the job that every part of a document has a meaning under the
// contexts of the Env, so that nobody has to find it out again. Only the last one is
// kept in mind. Without a job ([Env.Metered]) nothing is noted.
func (e Env) NoteKept(doc Document) {
	if e.job != nil {
		e.job.kept.Store(&doc)
	}
}

// Kept reports whether [Env.NoteKept] was called with this very document.
func (e Env) Kept(doc Document) bool {
	if e.job == nil {
		return false
	}
	last := e.job.kept.Load()
	return last != nil && *last == doc
}

// meter counts down the documents that may still be asked for.
type meter struct {
	mu   sync.Mutex
	left int
}

// take counts one document, and fails when none is left.
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
	next    Fetcher
	mu      sync.Mutex
	answers map[request]answer
}

type request struct {
	url, accept string
	maxBytes    int64
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
	a, ok := f.answers[key]
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
		f.answers[key] = a
		f.mu.Unlock()
	}
	return a.body, a.media, a.err
}

// meteredResolver asks for each controller document once.
type meteredResolver struct {
	*meter
	next    Resolver
	mu      sync.Mutex
	answers map[string]resolution
}

type resolution struct {
	doc *Controller
	err error
}

// Resolve asks for a controller document unless it was asked for before; see
// [Resolver].
func (r *meteredResolver) Resolve(ctx context.Context, id string) (*Controller, error) {
	r.mu.Lock()
	found, ok := r.answers[id]
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
		r.answers[id] = found
		r.mu.Unlock()
	}
	return found.doc, found.err
}

// meteredContexts asks for each JSON-LD context once.
type meteredContexts struct {
	*meter
	next    ContextLoader
	mu      sync.Mutex
	answers map[string]loaded
}

type loaded struct {
	text []byte
	err  error
}

// LoadContext asks for a context unless it was asked for before; see
// [ContextLoader].
func (c *meteredContexts) LoadContext(ctx context.Context, url string) ([]byte, error) {
	c.mu.Lock()
	found, ok := c.answers[url]
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
		c.answers[url] = found
		c.mu.Unlock()
	}
	return found.text, found.err
}
