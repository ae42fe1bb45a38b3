package jsonld

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ErrUnknownContext is what a [Loader] returns for a URL that it does not
// know; it becomes an [Error] with [CodeContextUnknown].
var ErrUnknownContext = errors.New("unknown context URL")

// Loader answers a context URL with its document, {"@context": …}.
type Loader interface {
	LoadContext(ctx context.Context, url string) ([]byte, error)
}

// newSetLoader returns a loader that answers only from a fixed set.
func newSetLoader(set *contexts.Set) Loader { return setLoader{set} }

type setLoader struct{ set *contexts.Set }

func (l setLoader) LoadContext(_ context.Context, url string) ([]byte, error) {
	c, ok := l.set.Lookup(url)
	if !ok {
		return nil, ErrUnknownContext
	}
	return c.JSON(), nil
}

// The bounds of what a [Contexts] remembers, and of a context document.
const (
	maxDocuments    = 256
	maxScopes       = 2_048
	maxTerms        = 500_000 // in all these scopes
	maxTexts        = 64      // documents of others that are remembered by their text
	maxTextBytes    = 4 << 20 // in all of them
	maxContextBytes = 1 << 20
	maxContextDepth = 64
)

// Contexts answers context URLs through a [Loader] and remembers what it has
// worked out: documents that were loaded, and the active contexts that they
// lead to. Remembered values never change and their number is bounded, so a
// Contexts may be shared by any number of goroutines; keep one per loader rather
// than one per document. A loader is asked once for a URL.
type Contexts struct {
	loader   Loader
	base     *Contexts       // answers and remembers the built-in contexts; nil: this one does
	replaced map[string]bool // built-in contexts that base does not answer
	root     atomic.Pointer[scope]
	scopes   atomic.Int64
	terms    atomic.Int64 // in these scopes
	rooms    sync.Pool    // of *room

	mu        sync.RWMutex
	documents map[string]*localContext
	texts     map[contextText]*localContext
	textBytes int
}

// contextText is a context document of a loader that may say something else the
// next time. What its text leads to is always the same, so home remembers it for
// all loaders: an [Contexts] that lives for one document finds it there.
type contextText struct{ url, text string }

// newRootContexts returns a Contexts that asks the loader for everything.
func newRootContexts(loader Loader) *Contexts {
	c := &Contexts{loader: loader, documents: make(map[string]*localContext)}
	c.root.Store(newScope("", true))
	return c
}

// builtin remembers the built-in contexts, which never change.
var builtin = sync.OnceValue(func() *Contexts { return newRootContexts(newSetLoader(contexts.Builtin())) })

// NewContexts returns a Contexts that knows the built-in contexts and asks the
// loader for all others, and for those that are replaced. It costs next to
// nothing: the built-in contexts are worked out once for all, and only what the
// loader supplies is remembered here.
func NewContexts(loader Loader, replaced ...string) *Contexts {
	c := &Contexts{loader: loader, base: builtin(), documents: make(map[string]*localContext)}
	for _, url := range replaced {
		if c.replaced == nil {
			c.replaced = make(map[string]bool, len(replaced))
		}
		c.replaced[url] = true
	}
	return c
}

// home returns the Contexts that holds the root scope and those derived from it.
func (c *Contexts) home() *Contexts {
	if c.base != nil {
		return c.base
	}
	return c
}

// sharesWithHome reports whether home may remember what the URL leads to,
// because it is the same for everybody.
func (c *Contexts) sharesWithHome(url string) bool {
	if c.base == nil {
		return true
	}
	known, ok := contexts.Builtin().Lookup(url)
	switch {
	case !ok || c.replaced[url]:
		return false
	case len(c.replaced) == 0:
		return true
	}
	for _, reference := range known.References() {
		if !c.sharesWithHome(reference) {
			return false
		}
	}
	return true
}

// start returns the initial active context. The shared one is replaced when
// too much hangs on it, which drops everything that was remembered.
func (c *Contexts) start(base string) *scope {
	if base != "" {
		return newScope(base, false)
	}
	c = c.home()
	if c.scopes.Load() > maxScopes || c.terms.Load() > maxTerms {
		c.scopes.Store(0)
		c.terms.Store(0)
		c.root.Store(newScope("", true))
	}
	return c.root.Load()
}

// document returns the context of a URL; at is where the URL stands.
func (c *Contexts) document(ctx context.Context, url string, at jsontree.Value) (*localContext, error) {
	if c.base != nil && c.sharesWithHome(url) {
		return c.base.document(ctx, url, at)
	}
	c.mu.RLock()
	known, ok := c.documents[url]
	c.mu.RUnlock()
	if ok {
		return known, nil
	}
	newError := func(code, detail string, err error) error {
		return &Error{Code: code, Pointer: at.Pointer(), URL: url, Detail: detail, Err: err}
	}
	raw, err := c.loader.LoadContext(ctx, url)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, ErrUnknownContext):
		return nil, newError(CodeContextUnknown, "this context URL is not known, and nothing is fetched", err)
	case err != nil:
		return nil, newError(CodeContextUnavailable, "the context document could not be loaded", err)
	}
	local, fault := c.read(url, raw)
	if fault != nil {
		return nil, newError(fault.Code, fault.Detail, fault.Err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.documents) < maxDocuments {
		c.documents[strings.Clone(url)] = local
	}
	return local, nil
}

// read reads a context document, from memory if its text was read before.
func (c *Contexts) read(url string, raw []byte) (*localContext, *Error) {
	home, key := c.base, contextText{url, string(raw)}
	if home != nil {
		home.mu.RLock()
		local := home.texts[key]
		home.mu.RUnlock()
		if local != nil {
			return local, nil
		}
	}
	doc, err := jsontree.Parse(raw, jsontree.Limits{Bytes: maxContextBytes, Depth: maxContextDepth})
	if err != nil || !doc.Get("@context").Exists() {
		return nil, &Error{Code: CodeContextInvalid, Detail: "the context document is not a JSON object with @context", Err: err}
	}
	local, fault := readContext(doc.Get("@context"), strings.Clone(url))
	if fault != nil {
		return nil, &Error{Code: CodeContextInvalid, Detail: fault.detail}
	}
	if home == nil {
		return local, nil
	}
	local.alone = standsAlone(doc.Get("@context"))
	return home.rememberText(contextText{strings.Clone(url), key.text}, local), nil
}

// rememberText keeps what a text was read as, and forgets all others when they
// become too many.
func (c *Contexts) rememberText(key contextText, local *localContext) *localContext {
	c.mu.Lock()
	defer c.mu.Unlock()
	if other := c.texts[key]; other != nil { // another goroutine was faster
		return other
	}
	size := len(key.url) + len(key.text)
	if c.texts == nil || len(c.texts) >= maxTexts || c.textBytes+size > maxTextBytes {
		c.texts, c.textBytes = make(map[contextText]*localContext), 0
	}
	c.texts[key] = local
	c.textBytes += size
	return local
}

// standsAlone reports whether a context, with all that are scoped to its terms,
// refers to no other document and has nothing that would be ignored: then what it
// makes of a scope depends on nothing else.
func standsAlone(v jsontree.Value) bool {
	local, fault := readContext(v, "")
	if fault != nil {
		return false
	}
	for _, e := range local.entries {
		switch d := e.definition; {
		case e.url != "" || d != nil && (d.imported != "" || d.loss != nil):
			return false
		case d == nil:
			continue
		}
		for _, term := range e.at.Members() {
			if scoped := term.Get("@context"); scoped.Exists() && !standsAlone(scoped) {
				return false
			}
		}
	}
	return true
}
