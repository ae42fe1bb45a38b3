package contexts

import (
	"bytes"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// A document is a whole context document.
type document struct {
	parts  []part    // several of them make an array
	beside []keyword // members beside @context, which JSON-LD ignores
}

// A part of a document is a context definition or the URL of another document.
type part struct {
	url   string
	scope *scope
}

// A scope is one context definition (JSON-LD 1.1, section 9.15): the whole
// context of a document, or the context scoped to one of its terms.
type scope struct {
	keywords []keyword
	terms    []*term // in the order of the table
	byName   map[string]*term
}

// A keyword is an entry whose name starts with "@", such as @protected.
type keyword struct {
	name  string
	value jsontext.Value
}

// A term is one term definition (JSON-LD 1.1, section 9.15.1).
type term struct {
	name       string
	short      jsontext.Value // the whole definition if it is no object: an IRI, a keyword or null
	iri        string         // @id with abbreviations spelled out; empty for none
	typ        string         // @type: an IRI or a keyword
	containers []string       // @container; a single one is written as a string
	extra      []keyword      // any other entries of the definition
	noContext  bool           // "@context": null, which clears the active context
	scope      *scope         // the scoped context, or nil
}

// add puts t into s; false means that s already defines the name.
func (s *scope) add(t *term) bool {
	if s.byName[t.name] != nil {
		return false
	}
	if s.byName == nil {
		s.byName = make(map[string]*term)
	}
	s.byName[t.name] = t
	s.terms = append(s.terms, t)
	return true
}

// remove removes the term or keyword from s; false means that it is not there.
func (s *scope) remove(name string) bool {
	before := len(s.keywords) + len(s.terms)
	delete(s.byName, name)
	s.terms = slices.DeleteFunc(s.terms, func(t *term) bool { return t.name == name })
	s.keywords = slices.DeleteFunc(s.keywords, func(k keyword) bool { return k.name == name })
	return len(s.keywords)+len(s.terms) < before
}

func (s *scope) addKeyword(k keyword) bool {
	if slices.ContainsFunc(s.keywords, func(old keyword) bool { return old.name == k.name }) {
		return false
	}
	s.keywords = append(s.keywords, k)
	return true
}

// write writes the context document, {"@context": …}, in the style of opts.
func (d *document) write(opts ...jsontext.Options) ([]byte, error) {
	var out bytes.Buffer
	w := newWriter(&out, opts...)
	w.open()
	w.name("@context")
	if len(d.parts) == 1 {
		w.part(d.parts[0])
	} else {
		w.token(jsontext.BeginArray)
		for _, p := range d.parts {
			w.part(p)
		}
		w.token(jsontext.EndArray)
	}
	w.keywords(d.beside)
	w.close()
	return bytes.TrimSpace(out.Bytes()), w.err
}

// A writer writes JSON tokens and keeps the first error.
type writer struct {
	enc *jsontext.Encoder
	err error
}

func newWriter(out io.Writer, opts ...jsontext.Options) *writer {
	return &writer{enc: jsontext.NewEncoder(out, opts...)}
}

func (w *writer) token(t jsontext.Token) {
	if w.err == nil {
		w.err = w.enc.WriteToken(t)
	}
}

func (w *writer) value(v jsontext.Value) {
	if w.err == nil {
		w.err = w.enc.WriteValue(v)
	}
}

func (w *writer) open()             { w.token(jsontext.BeginObject) }
func (w *writer) close()            { w.token(jsontext.EndObject) }
func (w *writer) name(s string)     { w.token(jsontext.String(s)) }
func (w *writer) pair(k, v string)  { w.name(k); w.name(v) }
func (w *writer) keyword(k keyword) { w.name(k.name); w.value(k.value) }
func (w *writer) keywords(k []keyword) {
	for _, k := range k {
		w.keyword(k)
	}
}

func (w *writer) part(p part) {
	if p.scope == nil {
		w.name(p.url)
		return
	}
	w.scope(p.scope)
}

func (w *writer) scope(s *scope) {
	w.open()
	w.keywords(s.keywords)
	for _, t := range s.terms {
		w.name(t.name)
		w.term(t)
	}
	w.close()
}

func (w *writer) term(t *term) {
	if t.short != nil {
		w.value(t.short)
		return
	}
	w.open()
	if t.iri != "" {
		w.pair("@id", t.iri)
	}
	if t.typ != "" {
		w.pair("@type", t.typ)
	}
	w.containers(t.containers)
	w.keywords(t.extra)
	switch {
	case t.noContext:
		w.name("@context")
		w.token(jsontext.Null)
	case t.scope != nil:
		w.name("@context")
		w.scope(t.scope)
	}
	w.close()
}

func (w *writer) containers(all []string) {
	switch len(all) {
	case 0:
	case 1:
		w.pair("@container", all[0])
	default:
		w.name("@container")
		w.token(jsontext.BeginArray)
		for _, c := range all {
			w.name(c)
		}
		w.token(jsontext.EndArray)
	}
}
