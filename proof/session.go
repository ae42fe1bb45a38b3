package proof

import (
	"context"
	"fmt"
	"sync"

	"github.com/mikromerit/mikromerit/vc"
)

// session is one call of a [Verifier]: what it may still spend, and what it
// has fetched already. The limits hold for the whole file, however many
// credentials stand in it.
type session struct {
	*Verifier
	env    vc.Env // that of the verifier, with everything outside metered
	policy Policy

	nested int // credentials inside the file that may still be verified
	proofs int // proofs that may still be checked
	lists  map[string]*statusList
}

func (v *Verifier) session(policy Policy) *session {
	limits := v.env.Limits
	s := &session{Verifier: v, env: v.env, policy: policy, nested: limits.MaxNested(), lists: make(map[string]*statusList)}
	s.proofs = limits.MaxProofs() + 2*s.nested
	outside := &meter{left: limits.MaxFetches()}
	if v.env.Fetcher != nil {
		s.env.Fetcher = &meteredFetcher{meter: outside, next: v.env.Fetcher, known: make(map[string]answer)}
	}
	if v.env.Resolver != nil {
		s.env.Resolver = &meteredResolver{meter: outside, next: v.env.Resolver, known: make(map[string]resolution)}
	}
	return s
}

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
		return fmt.Errorf("FETCH-COUNT: %w: the file names more documents elsewhere than may be fetched", vc.ErrUnreachable)
	}
	m.left--
	return nil
}

// meteredFetcher asks for each document once.
type meteredFetcher struct {
	*meter
	next  vc.Fetcher
	mu    sync.Mutex
	known map[string]answer
}

type answer struct {
	body  []byte
	media string
	err   error
}

func (f *meteredFetcher) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	key := fmt.Sprint(url, accept, maxBytes)
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
	next  vc.Resolver
	mu    sync.Mutex
	known map[string]resolution
}

type resolution struct {
	doc *vc.Controller
	err error
}

func (r *meteredResolver) Resolve(ctx context.Context, id string) (*vc.Controller, error) {
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
