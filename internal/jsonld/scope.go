package jsonld

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// scope is an active context (JSON-LD 1.1 API section 4.1). It never changes,
// but it remembers the scopes that were derived from it.
type scope struct {
	ld       *ld.Context
	terms    map[string]*ld.TermDefinition
	values   *ld.Values
	base     string
	previous *scope // what applies to the next node object again, or nil
	shared   bool   // reachable from a Contexts

	known *scope   // the counterpart of a scope that is not known itself, or nil
	urls  []string // the known contexts that made it or its counterpart
	vocab atomic.Pointer[vocabulary]
	names atomic.Pointer[names]

	mu       sync.RWMutex
	children map[derivation]*scope
}

// derivation identifies the step that makes one scope of another.
type derivation struct {
	kind step
	name string
	by   *localContext // of byDocument
}

type step uint8

const (
	byReference        step = iota // a context URL
	byDocument                     // a context URL, whose document is given
	byText                         // the text of a context in the document
	byLaterText                    // the same, where it follows another context
	byProperty                     // the scoped context of a term used as a property
	byRevertedProperty             // the same, applied to the previous scope
	byType                         // the scoped context of a term used as a type
	byNextType                     // the same for a further type of the node
)

func newScope(base string, shared bool) *scope {
	return scopeOf(ld.NewContext(nil, goldOptions), base, nil, shared)
}

func scopeOf(c *ld.Context, base string, previous *scope, shared bool) *scope {
	return &scope{ld: c, terms: c.TermDefinitions, values: c.Values, base: base, previous: previous, shared: shared}
}

// privateCopy returns a copy of s that nobody shares; neither does anybody share
// what is derived from it.
func (s *scope) privateCopy() *scope {
	private := s.withKnown(s.known, s.urls)
	private.shared = false
	return private
}

// derive returns the scope that build makes, from memory if it was made before.
// A shared scope remembers only what a URL or a term leads to; the texts of
// documents would fill the memory.
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
		d.name = strings.Clone(d.name) // or the whole document would stay in memory
		home := x.contexts.home()
		home.scopes.Add(1)
		home.terms.Add(int64(len(made.terms)))
	}
	s.children[d] = made
	return made, nil
}

// inlineKey identifies a scope that lives only as long as the document.
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

// localScope returns the scope that an @context member of the document makes.
// The entries of an array are applied and remembered one by one.
func (x *expander) localScope(s *scope, v jsontree.Value) (*scope, error) {
	if v.Kind() != jsontree.Array {
		return x.localEntryScope(s, v, true)
	}
	var err error
	for i := range v.Len() {
		e := v.At(i)
		if e.Kind() == jsontree.Array {
			return nil, &Error{Code: CodeContextInvalid, Pointer: e.Pointer(), Detail: "a context cannot be an array in an array"}
		}
		if s, err = x.localEntryScope(s, e, i == 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// localEntryScope returns the scope that one entry of an @context member makes.
// Only the first entry may say whether the context propagates.
func (x *expander) localEntryScope(s *scope, v jsontree.Value, first bool) (*scope, error) {
	build := func(s *scope) (*scope, error) {
		local, fault := readContext(v, "")
		if fault != nil {
			return nil, &Error{Code: CodeContextInvalid, Pointer: fault.at.Pointer(), Detail: fault.detail}
		}
		return x.process(s, local, processing{at: v, inDocument: true, propagate: true, later: !first})
	}
	if v.Kind() == jsontree.String {
		d := derivation{kind: byReference, name: v.Text()}
		reference := func(on *scope) (*scope, error) {
			made, err := build(on)
			switch known := x.contexts.isKnown(v.Text()); {
			case err != nil:
				return nil, err
			case !known:
				return made.withKnown(s.counterpart(), s.urls), nil
			case s.known == nil:
				return made.withKnown(nil, append(slices.Clip(s.urls), strings.Clone(v.Text()))), nil
			}
			return withCounterpart(made, s, false, func() (*scope, error) { return x.localEntryScope(s.known, v, first) }), nil
		}
		if s.shared && d.name != "" && !x.contexts.sharesWithHome(d.name) {
			if local, err := x.document(d.name, v); err == nil && local.alone && !x.contexts.isKnown(d.name) {
				return x.documentScope(s, d.name, local, v)
			}
			return x.deriveInline(inlineKey{s, d}, func() (*scope, error) { return reference(s.privateCopy()) })
		}
		return x.derive(s, d, func() (*scope, error) { return reference(s) })
	}
	d := derivation{kind: byText, name: v.Raw()}
	if !first {
		d.kind = byLaterText
	}
	return x.derive(s, d, func() (*scope, error) {
		made, err := build(s.privateCopy())
		if err != nil {
			return nil, err
		}
		return made.withKnown(s.counterpart(), s.urls), nil
	})
}

// documentScope returns the scope that a context document makes which depends on
// nothing but its text. A shared scope remembers it by that, so a loader that
// supplies another text the next time is followed.
func (x *expander) documentScope(s *scope, url string, local *localContext, at jsontree.Value) (*scope, error) {
	return x.derive(s, derivation{byDocument, url, local}, func() (*scope, error) {
		made, err := x.process(s, local, processing{at: at, remote: []string{strings.Clone(url)}, propagate: true})
		if err != nil {
			return nil, err
		}
		return made.withKnown(s.counterpart(), s.urls), nil
	})
}

// propertyScope returns the scope inside the value of a property, whose term in
// outer, the scope of the property, may have a scoped context. s is outer, or
// the scope that applies inside the value again.
func (x *expander) propertyScope(s, outer *scope, name string, at jsontree.Value) (*scope, error) {
	term := outer.terms[name]
	if term == nil || !term.HasContext {
		return s, nil
	}
	d := derivation{kind: byProperty, name: name}
	if s != outer {
		d.kind = byRevertedProperty
	}
	return x.derive(outer, d, func() (*scope, error) {
		made, err := x.processScoped(s, term, processing{at: at, propagate: true, override: true})
		if err != nil {
			return nil, err
		}
		return withCounterpart(made, s, s.known == nil && outer.known == nil, func() (*scope, error) {
			return x.propertyScope(s.counterpart(), outer.counterpart(), name, at)
		}), nil
	})
}

// typeScope returns the scope inside a node of a type, whose term in the scope
// in which the type is written may have a scoped context.
func (x *expander) typeScope(s, written *scope, name string, at jsontree.Value) (*scope, error) {
	term := written.terms[name]
	if term == nil || !term.HasContext {
		return s, nil
	}
	d := derivation{kind: byType, name: name}
	if s != written {
		d.kind = byNextType // the name may mean something else in s, but each s comes from only one written
	}
	return x.derive(s, d, func() (*scope, error) {
		made, err := x.processScoped(s, term, processing{at: at})
		if err != nil {
			return nil, err
		}
		return withCounterpart(made, s, s.known == nil && written.known == nil, func() (*scope, error) {
			return x.typeScope(s.counterpart(), written.counterpart(), name, at)
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
