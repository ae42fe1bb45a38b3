package bundle

import (
	"context"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// maxDocument bounds a controller document, as for one that is fetched.
const maxDocument = 256 << 10

// Env returns an Env that looks for documents, DIDs and contexts in the bundle
// first. What the bundle does not have is asked of env; if env has nothing to
// ask either, it is unreachable, and the error names what is missing and how to
// give it.
func (b *Bundle) Env(env vc.Env) vc.Env {
	env.Resolver = &resolver{bundle: b, files: &fetcher{bundle: b}, next: env.Resolver}
	env.Fetcher = &fetcher{bundle: b, next: env.Fetcher}
	if b.hasContexts() { // else the built-in ones are remembered from call to call
		env.Contexts = &loader{bundle: b, next: env.Contexts}
	}
	return env
}

// fetcher serves the documents of a bundle.
type fetcher struct {
	bundle *Bundle
	next   vc.Fetcher
}

// Fetch implements [vc.Fetcher].
func (f *fetcher) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	if err := ctx.Err(); err != nil {
		return nil, "", fmt.Errorf("FETCH-STOPPED: %w: %w", vc.ErrUnreachable, err)
	}
	s, ok := f.bundle.document(url)
	switch {
	case ok && s.gone:
		return nil, "", fmt.Errorf("FETCH-STATUS: %w: %w", vc.ErrUnreachable, vc.ErrGone)
	case ok && int64(len(s.data)) > maxBytes:
		return nil, "", fmt.Errorf("FETCH-SIZE: %w: the file for %s has more than %d bytes", vc.ErrUnreachable, shorten(url), maxBytes)
	case ok:
		return s.data, "", nil
	case f.next != nil:
		return f.next.Fetch(ctx, url, accept, maxBytes)
	}
	return nil, "", fmt.Errorf("FETCH-OFFLINE: %w: %s is not at hand; give it with --document %s=FILE or --with DIR, or add --online%s",
		vc.ErrUnreachable, shorten(url), shorten(url), f.bundle.skippedNote())
}

// skippedNote says in parentheses which files could not be read, since one of
// them may be the one that is missing.
func (b *Bundle) skippedNote() string {
	if len(b.skipped) == 0 {
		return ""
	}
	return " (these files were given and could not be read: " + strings.Join(sortedNames(b.skipped, 3), ", ") + ")"
}

// resolver reads controller documents from the files of a bundle.
type resolver struct {
	bundle *Bundle
	files  vc.Fetcher // of the bundle alone
	next   vc.Resolver
}

// Resolve implements [vc.Resolver].
func (r *resolver) Resolve(ctx context.Context, id string) (*vc.Controller, error) {
	_, ok := r.bundle.document(id)
	switch {
	case ok:
		key, err := keyOf(id)
		if err != nil {
			return nil, err
		}
		text, _, err := r.files.Fetch(ctx, key, nil, maxDocument)
		if err != nil {
			return nil, err
		}
		return did.Parse(id, text)
	case r.next != nil:
		return r.next.Resolve(ctx, id)
	}
	_, err := did.Resolve(ctx, vc.Env{}, id) // says what is missing
	if err == nil {
		err = vc.ErrUnreachable
	}
	return nil, err
}

// Through implements [fetchingResolver].
func (r *resolver) Through(wrap func(vc.Fetcher) vc.Fetcher) vc.Resolver {
	other := &resolver{bundle: r.bundle, files: wrap(r.files), next: r.next}
	if next, ok := r.next.(fetchingResolver); ok {
		other.next = next.Through(wrap)
	}
	return other
}

// loader serves the contexts of a bundle.
type loader struct {
	bundle *Bundle
	next   vc.ContextLoader
}

// LoadContext implements [vc.ContextLoader].
func (l *loader) LoadContext(ctx context.Context, url string) ([]byte, error) {
	if s, ok := l.bundle.context(url); ok && !s.gone {
		return s.data, nil
	}
	if l.next != nil {
		return l.next.LoadContext(ctx, url)
	}
	return nil, fmt.Errorf("CONTEXT-OFFLINE: %w: the JSON-LD context %s is not built in; give it with --context %s=FILE or --with DIR%s",
		vc.ErrUnreachable, shorten(url), shorten(url), l.bundle.skippedNote())
}
