package jsonld

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// scope is an active context (JSON-LD 1.1 API section 4.1). It never
// changes, but for the memory of the scopes that were derived from it.
type scope struct {
	ld       *ld.Context
	terms    map[string]*ld.TermDefinition
	values   *ld.Values
	base     string
	previous *scope // what applies again to the next node object, if anything
	shared   bool   // reachable from a Contexts

	known *scope   // what known contexts alone make here; nil if there are no others
	urls  []string // the known contexts that led here
	vocab atomic.Pointer[vocabulary]

	mu       sync.RWMutex
	children map[derivation]*scope
}

// derivation names what makes one scope of another.
type derivation struct {
	kind step
	name string
}

type step uint8

const (
	byReference        step = iota // a context URL
	byText                         // the text of a context in the document
	byLaterText                    // the same, where it follows another context
	byProperty                     // the scoped context of a term used as a property
	byRevertedProperty             // the same, applied to the previous scope
	byType                         // the scoped context of a term used as a type
	byNextType                     // the same for a further type of the node
)

func newScope(base string, shared bool) *scope {
	return wrap(ld.NewContext(nil, goldOptions), base, nil, shared)
}

func wrap(c *ld.Context, base string, previous *scope, shared bool) *scope {
	return &scope{ld: c, terms: c.TermDefinitions, values: c.Values, base: base, previous: previous, shared: shared}
}

// private returns a copy of s that is shared with nobody, and so is what is
// derived from it.
func (s *scope) private() *scope {
	private := s.beside(s.known, s.urls)
	private.shared = false
	return private
}

// derive returns the scope that build makes, from memory if it was made
// before. Only what a URL or a term leads to is remembered with a shared
// scope; the text of a document would fill the memory.
func (x *expander) derive(s *scope, d derivation, build func() (*scope, error)) (*scope, error) {
	if s.shared && (d.kind == byText || d.kind == byLaterText) {
		return x.deriveInline(inlineKey{s, d}, build)
	}
	s.mu.RLock()
	known := s.children[d]
	s.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	made, err := build()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.children[d]; other != nil { // another goroutine was faster
		return other, nil
	}
	if s.children == nil {
		s.children = make(map[derivation]*scope)
	}
	if s.shared {
		d.name = strings.Clone(d.name) // it is a window on the document, which must not live as long
		x.contexts.home().scopes.Add(1)
	}
	s.children[d] = made
	return made, nil
}

// inlineKey names a scope that lives only as long as the document.
type inlineKey struct {
	scope *scope
	by    derivation
}

func (x *expander) deriveInline(key inlineKey, build func() (*scope, error)) (*scope, error) {
	if known := x.inline[key]; known != nil {
		return known, nil
	}
	made, err := build()
	if err != nil {
		return nil, err
	}
	if x.inline == nil {
		x.inline = make(map[inlineKey]*scope)
	}
	x.inline[key] = made
	return made, nil
}

// local returns the scope that an @context member of the document makes. The
// entries of an array are applied and remembered one by one.
func (x *expander) local(s *scope, v jsontree.Value) (*scope, error) {
	if v.Kind() != jsontree.Array {
		return x.localEntry(s, v, true)
	}
	var err error
	for i := range v.Len() {
		e := v.At(i)
		if e.Kind() == jsontree.Array {
			return nil, &Error{Code: CodeContextInvalid, Pointer: e.Pointer(), Detail: "a context cannot be an array in an array"}
		}
		if s, err = x.localEntry(s, e, i == 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// localEntry applies one entry of an @context member. Only the first may say
// whether the context propagates.
func (x *expander) localEntry(s *scope, v jsontree.Value, first bool) (*scope, error) {
	build := func(s *scope) (*scope, error) {
		local, fault := readContext(v, "")
		if fault != nil {
			return nil, &Error{Code: CodeContextInvalid, Pointer: fault.at.Pointer(), Detail: fault.detail}
		}
		return x.process(s, local, processing{at: v, inDocument: true, propagate: true, later: !first})
	}
	if v.Kind() == jsontree.String {
		d := derivation{byReference, v.Text()}
		reference := func(on *scope) (*scope, error) {
			made, err := build(on)
			switch known := x.contexts.isKnown(v.Text()); {
			case err != nil:
				return nil, err
			case !known:
				return made.beside(s.counterpart(), s.urls), nil
			case s.known == nil:
				return made.beside(nil, append(slices.Clip(s.urls), strings.Clone(v.Text()))), nil
			}
			return pair(made, s, false, func() (*scope, error) { return x.localEntry(s.known, v, first) }), nil
		}
		if s.shared && !x.contexts.sharesWithHome(d.name) {
			return x.deriveInline(inlineKey{s, d}, func() (*scope, error) { return reference(s.private()) })
		}
		return x.derive(s, d, func() (*scope, error) { return reference(s) })
	}
	d := derivation{byText, v.Raw()}
	if !first {
		d.kind = byLaterText
	}
	return x.derive(s, d, func() (*scope, error) {
		made, err := build(s.private())
		if err != nil {
			return nil, err
		}
		return made.beside(s.counterpart(), s.urls), nil
	})
}

// propertyOf returns the scope inside the value of a property whose term has
// a scoped context. The term is that of the scope outer in which the property
// stands; s is outer, or what applies again inside of it.
func (x *expander) propertyOf(s, outer *scope, name string, at jsontree.Value) (*scope, error) {
	term := outer.terms[name]
	if term == nil || !term.HasContext {
		return s, nil
	}
	d := derivation{byProperty, name}
	if s != outer {
		d.kind = byRevertedProperty
	}
	return x.derive(outer, d, func() (*scope, error) {
		made, err := x.processScoped(s, term, processing{at: at, propagate: true, override: true})
		if err != nil {
			return nil, err
		}
		return pair(made, s, s.known == nil && outer.known == nil, func() (*scope, error) {
			return x.propertyOf(s.counterpart(), outer.counterpart(), name, at)
		}), nil
	})
}

// typed returns the scope inside a node of a type whose term, in the scope
// that the type was written in, has a scoped context.
func (x *expander) typed(s, written *scope, name string, at jsontree.Value) (*scope, error) {
	term := written.terms[name]
	if term == nil || !term.HasContext {
		return s, nil
	}
	d := derivation{byType, name}
	if s != written {
		d.kind = byNextType // the name may mean something else in s, but s belongs to one written only
	}
	return x.derive(s, d, func() (*scope, error) {
		made, err := x.processScoped(s, term, processing{at: at})
		if err != nil {
			return nil, err
		}
		return pair(made, s, s.known == nil && written.known == nil, func() (*scope, error) {
			return x.typed(s.counterpart(), written.counterpart(), name, at)
		}), nil
	})
}

// processScoped applies the scoped context of a term.
func (x *expander) processScoped(s *scope, term *ld.TermDefinition, p processing) (*scope, error) {
	invalid := &Error{Code: CodeContextInvalid, Pointer: p.at.Pointer(), Detail: "the scoped context of the term is invalid"}
	scoped, ok := term.Context.(scopedText)
	if !ok {
		return nil, invalid
	}
	v, err := jsontree.Parse([]byte(scoped.text), jsontree.Limits{Bytes: maxContextBytes, Depth: maxContextDepth})
	if err != nil {
		return nil, invalid
	}
	local, fault := readContext(v, scoped.base)
	if fault != nil {
		return nil, invalid
	}
	return x.process(s, local, p)
}
