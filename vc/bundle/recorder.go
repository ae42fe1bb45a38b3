package bundle

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/vc"
)

// maxRecorded bounds what a recorder keeps, in bytes.
const maxRecorded = 256 << 20

// Recorder remembers what jobs get from outside: documents, DID documents and
// contexts. [Recorder.Save] writes it down as a folder from which a [Bundle]
// gives the same answers. Failures are not remembered, except that a document
// is gone for good. Built-in contexts are not remembered either: they are at
// hand everywhere.
//
// A Recorder may be used by several goroutines.
type Recorder struct {
	env     vc.Env
	mu      sync.Mutex
	records map[string]record
	bytes   int
	full    bool
}

// record is what was found at a URL.
type record struct {
	data []byte
	gone bool
}

// NewRecorder returns a recorder of what is asked of env, which should be
// online.
func NewRecorder(env vc.Env) *Recorder {
	return &Recorder{env: env, records: make(map[string]record)}
}

// Env returns the Env to work with: it answers as the one given to
// [NewRecorder], and the recorder remembers the answers.
func (r *Recorder) Env() vc.Env {
	env := r.env
	if env.Fetcher != nil {
		env.Fetcher = &recordingFetcher{r, env.Fetcher}
	}
	if env.Resolver != nil {
		next := env.Resolver
		if direct, ok := next.(fetchingResolver); ok {
			next = direct.Through(func(f vc.Fetcher) vc.Fetcher { return &recordingFetcher{r, f} })
		}
		env.Resolver = &recordingResolver{r, next}
	}
	if env.Contexts != nil {
		env.Contexts = &recordingLoader{r, env.Contexts}
	}
	return env
}

// URLs returns the addresses that are remembered, in order. A did:web is listed
// by the https URL of its document.
func (r *Recorder) URLs() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.records))
}

// fetchingResolver is a resolver that can be made to use another fetcher, so
// that documents can be recorded as they were received; see package vc/did.
type fetchingResolver interface {
	Through(wrap func(vc.Fetcher) vc.Fetcher) vc.Resolver
}

// keep remembers what was found; the newest prevails.
func (r *Recorder) keep(url string, now record) {
	key, err := keyOf(url)
	if err != nil || checkBuiltin(key, url, now.data) != nil {
		return // a built-in context is at hand, and a folder cannot replace it
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if size := r.bytes - len(r.records[key].data) + len(now.data); size <= maxRecorded {
		now.data = bytes.Clone(now.data)
		r.records[key], r.bytes = now, size
	} else {
		r.full = true
	}
}

func (r *Recorder) has(url string) bool {
	key, err := keyOf(url)
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.records[key]
	return err == nil && ok
}

type recordingFetcher struct {
	*Recorder
	next vc.Fetcher
}

// Fetch implements [vc.Fetcher].
func (f *recordingFetcher) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	body, mediaType, err := f.next.Fetch(ctx, url, accept, maxBytes)
	switch {
	case err == nil:
		f.keep(url, record{data: body})
	case errors.Is(err, vc.ErrGone):
		f.keep(url, record{gone: true})
	}
	return body, mediaType, err
}

type recordingResolver struct {
	*Recorder
	next vc.Resolver
}

// Resolve implements [vc.Resolver]. A document that came through no fetcher is
// encoded, if that can be done without loss.
func (r *recordingResolver) Resolve(ctx context.Context, id string) (*vc.Controller, error) {
	doc, err := r.next.Resolve(ctx, id)
	if err == nil && doc != nil && !r.has(id) {
		if text, ok := encodeController(doc); ok {
			r.keep(id, record{data: text})
		}
	}
	return doc, err
}

type recordingLoader struct {
	*Recorder
	next vc.ContextLoader
}

// LoadContext implements [vc.ContextLoader].
func (l *recordingLoader) LoadContext(ctx context.Context, url string) ([]byte, error) {
	text, err := l.next.LoadContext(ctx, url)
	if err == nil {
		l.keep(url, record{data: text})
	}
	return text, err
}
