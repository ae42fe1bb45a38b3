package jsonld

import (
	"errors"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// processing is how a local context is applied.
type processing struct {
	at         jsontree.Value // where the document calls for it
	inDocument bool           // the local context stands in the document, so errors may point into it
	remote     []string       // the URLs that led to it
	propagate  bool
	override   bool // protected terms may be redefined
	later      bool // the local context is not the first of an array
}

// newError returns an error about a context entry.
func (p processing) newError(e contextEntry, code, detail string) *Error {
	err := &Error{Code: code, Pointer: p.at.Pointer(), Detail: detail}
	if p.inDocument {
		err.Pointer = e.at.Pointer()
	}
	if len(p.remote) > 0 {
		err.URL = p.remote[len(p.remote)-1]
	}
	return err
}

// maxRemote bounds the depth to which context documents may refer to others.
const maxRemote = 16

// process is the context processing algorithm (section 4.1.2).
func (x *expander) process(s *scope, local *localContext, p processing) (*scope, error) {
	if len(local.entries) > 0 && !p.later {
		if first := local.entries[0].definition; first != nil && first.propagate != nil {
			p.propagate = *first.propagate
		}
	}
	result := s
	if !p.propagate && s.previous == nil {
		result = scopeOf(s.ld, s.base, s, s.shared)
	}
	var err error
	for _, e := range local.entries {
		switch {
		case e.definition != nil:
			result, err = x.applyDefinition(result, e, p)
		case e.url != "":
			result, err = x.applyReference(result, e, p)
		default:
			result, err = x.applyNull(result, e, p)
		}
		if err != nil {
			return nil, err
		}
	}
	return result, nil
}

// applyNull applies a null context.
func (x *expander) applyNull(s *scope, e contextEntry, p processing) (*scope, error) {
	if !p.override && len(s.ld.Protected) > 0 {
		return nil, p.newError(e, CodeProtected, "a null context would remove protected terms")
	}
	fresh := newScope(x.base, s.shared)
	if !p.propagate {
		fresh.previous = s
	}
	return fresh, nil
}

// absoluteURL returns a context URL resolved against the URL of the document;
// @base plays no part in that (section 4.1.2, step 5.2.1).
func (x *expander) absoluteURL(url string) string {
	if x.base == "" || hasScheme(url) {
		return url
	}
	return resolve(x.base, url)
}

// document returns the context of a URL. A loader that failed is not asked for
// the same URL again.
func (x *expander) document(url string, at jsontree.Value) (*localContext, error) {
	if fault := x.failed[url]; fault != nil {
		again := *fault
		again.Pointer = at.Pointer()
		return nil, &again
	}
	local, err := x.contexts.document(x.ctx, url, at)
	if fault, ok := err.(*Error); ok {
		if x.failed == nil {
			x.failed = make(map[string]*Error)
		}
		x.failed[strings.Clone(url)] = fault
	}
	return local, err
}

// applyReference applies the context of a URL.
func (x *expander) applyReference(s *scope, e contextEntry, p processing) (*scope, error) {
	url := x.absoluteURL(e.url)
	if slices.Contains(p.remote, url) || len(p.remote) >= maxRemote {
		return nil, p.newError(e, CodeContextInvalid, "context documents include each other without end")
	}
	at := p.at
	if p.inDocument {
		at = e.at
	}
	local, err := x.document(url, at)
	if err != nil {
		return nil, err
	}
	return x.process(s, local, processing{at: at, remote: append(slices.Clip(p.remote), url), propagate: true, override: p.override})
}

// applyDefinition applies a context definition.
func (x *expander) applyDefinition(s *scope, e contextEntry, p processing) (*scope, error) {
	d := e.definition
	if d.imported != "" {
		imported, err := x.importedDefinition(e, p)
		if err != nil {
			return nil, err
		}
		d = d.importing(imported)
	}
	if d.loss != nil && !x.unsafeAllowLoss {
		err := p.newError(e, CodeKeyword, d.loss.detail)
		if p.inDocument && d == e.definition {
			err.Pointer = d.loss.at.Pointer()
		}
		return nil, err
	}
	if !x.spend(len(s.terms) + len(d.terms)) {
		return nil, p.newError(e, CodeLimit, "the contexts of the document take too much work")
	}
	base, err := definedBase(s, d, p, e)
	if err != nil {
		return nil, err
	}
	in := s.ld
	if d.vocab.present {
		if in, err = withVocab(s, base, d.vocab, p, e); err != nil {
			return nil, err
		}
	}
	made, err := parse(in, d, p.override)
	if err != nil {
		return nil, p.newParseError(e, err)
	}
	return scopeOf(made, base, s.previous, s.shared), nil
}

// definedBase returns the base after a definition. A context document cannot
// set it (section 4.1.2, step 5.7).
func definedBase(s *scope, d *definition, p processing, e contextEntry) (string, error) {
	switch {
	case len(p.remote) > 0 || !d.base.present:
		return s.base, nil
	case d.base.null:
		return "", nil
	case hasScheme(d.base.text):
		return d.base.text, nil
	case s.base == "":
		return "", p.newError(e, CodeContextInvalid, "@base is relative and there is no base to resolve it against")
	}
	return resolve(s.base, d.base.text), nil
}

// withVocab returns the context of s with another vocabulary mapping.
func withVocab(s *scope, base string, r optionalText, p processing, e contextEntry) (*ld.Context, error) {
	out := ld.CopyContext(s.ld)
	out.Values.Vocab = nil
	if r.null {
		return out, nil
	}
	vocab, ok := scopeOf(s.ld, base, nil, false).expandIRI(r.text, true, true)
	if !ok || ld.IsKeyword(vocab) {
		return nil, p.newError(e, CodeContextInvalid, "@vocab is not an IRI")
	}
	out.Values.Vocab = &vocab
	return out, nil
}

// newParseError returns the error that json-gold refused a definition.
func (p processing) newParseError(e contextEntry, err error) *Error {
	out := p.newError(e, CodeContextInvalid, "the context is invalid")
	var known *ld.JsonLdError
	if errors.As(err, &known) {
		out.Detail += ": " + string(known.Code)
		if known.Code == ld.ProtectedTermRedefinition {
			out.Code = CodeProtected
		}
	}
	return out
}

// importedDefinition returns the definition that @import names.
func (x *expander) importedDefinition(e contextEntry, p processing) (*definition, error) {
	url := x.absoluteURL(e.definition.imported)
	at := p.at
	if p.inDocument {
		at = e.at.Get("@import")
	}
	local, err := x.document(url, at)
	if err != nil {
		return nil, err
	}
	if len(local.entries) != 1 || local.entries[0].definition == nil || local.entries[0].definition.imported != "" {
		return nil, p.newError(e, CodeContextInvalid, "@import must name a single context definition that does not import")
	}
	return local.entries[0].definition, nil
}
