package jsonld

import (
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A scope that only known contexts have made is known itself: whoever knows
// them reads it by its names. Any other scope has a known one beside it, which
// is what there would be if the other contexts were not there; comparing the
// two, name by name as they are used, tells whether the other contexts mislead.

// knownLoader is a [Loader] that can tell its own contexts, whose content
// everybody knows, from those that somebody else handed it.
type knownLoader interface {
	Known(url string) bool
}

// Known reports that all contexts of a fixed set are known.
func (l setLoader) Known(url string) bool {
	_, ok := l.set.Lookup(url)
	return ok
}

func (c *Contexts) isKnown(url string) bool {
	l, ok := c.loader.(knownLoader)
	return ok && l.Known(url)
}

// counterpart returns the scope that known contexts alone have made.
func (s *scope) counterpart() *scope {
	if s.known != nil {
		return s.known
	}
	return s
}

// beside returns the scope with another one beside it, nil for none, and the
// known contexts that both come from.
func (s *scope) beside(known *scope, urls []string) *scope {
	return &scope{ld: s.ld, terms: s.terms, values: s.values, base: s.base, previous: s.previous, shared: s.shared, known: known, urls: urls}
}

// pair finishes a scope that was made of s: the same step, taken by the
// counterpart of s, makes its counterpart. Where that fails the counterpart
// stays as it was. There is none if only known contexts took part.
func pair(made, s *scope, known bool, step func() (*scope, error)) *scope {
	if known {
		return made.beside(nil, s.urls)
	}
	other, err := step()
	if err != nil {
		other = s.counterpart()
	}
	return made.beside(other, other.urls)
}

// vocabulary is what the known contexts of a scope give names to.
type vocabulary struct {
	names    map[string][]string // IRI -> its names
	keywords map[string]bool     // keywords that have a name
	partial  bool                // a context could not be read once more
}

// vocabulary returns what the known contexts name; s is a counterpart.
func (x *expander) vocabulary(s *scope) *vocabulary {
	if v := s.vocab.Load(); v != nil {
		return v
	}
	v := &vocabulary{names: make(map[string][]string), keywords: make(map[string]bool)}
	for _, url := range s.urls {
		local, err := x.contexts.document(x.ctx, url, jsontree.Value{})
		if err != nil {
			v.partial = true
			return v
		}
		for _, e := range local.entries {
			if e.definition != nil {
				v.collect(e.definition, nil)
			}
		}
	}
	for _, term := range s.terms {
		if term != nil && ld.IsKeyword(term.ID) {
			v.keywords[term.ID] = true
		}
	}
	s.vocab.Store(v)
	return v
}

// collect notes the terms of a definition and of the contexts scoped to them.
// The definitions around it are where a prefix may be found.
func (v *vocabulary) collect(d *definition, around []*definition) {
	around = append(slices.Clip(around), d)
	for name, raw := range d.terms {
		id, scoped := "", scopedText{}
		switch def := raw.(type) {
		case string:
			id = def
		case map[string]any:
			if id, _ = def["@id"].(string); id == "" {
				id, _ = def["@reverse"].(string)
			}
			if id == "" {
				id = name
			}
			scoped, _ = def["@context"].(scopedText)
		}
		if iri := absoluteID(id, around); iri != "" && !slices.Contains(v.names[iri], name) {
			v.names[iri] = append(v.names[iri], name)
		}
		if scoped.text != "" && len(around) < maxContextDepth {
			v.collectScoped(scoped, around)
		}
	}
}

func (v *vocabulary) collectScoped(scoped scopedText, around []*definition) {
	doc, err := jsontree.Parse([]byte(scoped.text), jsontree.Limits{Bytes: maxContextBytes, Depth: maxContextDepth})
	if err != nil {
		return
	}
	local, fault := readContext(doc, scoped.base)
	if fault != nil {
		return
	}
	for _, e := range local.entries {
		if e.definition != nil {
			v.collect(e.definition, around)
		}
	}
}

// absoluteID expands the id of a term by the prefixes around it, or returns "".
func absoluteID(id string, around []*definition) string {
	prefix, suffix, found := strings.Cut(id, ":")
	if !found || id[0] == '@' {
		return ""
	}
	for _, d := range slices.Backward(around) {
		switch def := d.terms[prefix].(type) {
		case string:
			return def + suffix
		case map[string]any:
			if iri, ok := def["@id"].(string); ok {
				return iri + suffix
			}
		}
	}
	return id
}

// sameMeaning compares two definitions of a term. Language and direction add
// to a text and change nothing in it.
func sameMeaning(a, b *ld.TermDefinition) bool {
	if a == nil || b == nil || a == b {
		return a == b
	}
	if a.ID != b.ID || a.Type != b.Type || a.Reverse != b.Reverse || a.Index != b.Index || a.Nest != b.Nest ||
		a.HasContext != b.HasContext || len(a.Container) != len(b.Container) {
		return false
	}
	for _, c := range a.Container {
		if !slices.Contains(b.Container, c) {
			return false
		}
	}
	if !a.HasContext {
		return true
	}
	x, okX := a.Context.(scopedText)
	y, okY := b.Context.(scopedText)
	return okX && okY && x == y
}

// structural are the keywords that put members of an object elsewhere than a
// reader of JSON looks for them.
var structural = map[string]bool{"@graph": true, "@included": true, "@nest": true, "@reverse": true}

// misleads reports whether a member name, which expands to iri in s, means
// something else to a reader who knows the known contexts.
func (x *expander) misleads(s *scope, key, iri string) bool {
	if x.reading == nil {
		return false
	}
	k := s.counterpart()
	if term, ok := k.terms[key]; ok {
		return s.known != nil && !sameMeaning(term, s.terms[key])
	}
	return structural[iri] || x.hasOtherName(k, key, iri)
}

// hasOtherName reports whether an IRI or keyword that a document calls name
// is known by other names only.
func (x *expander) hasOtherName(k *scope, name, iri string) bool {
	v := x.vocabulary(k)
	switch {
	case v.partial:
		return true
	case ld.IsKeyword(iri):
		return v.keywords[iri]
	}
	if names := v.names[iri]; len(names) > 0 {
		return !slices.Contains(names, name)
	}
	return slices.ContainsFunc(x.reading.Vocabularies, func(begin string) bool { return strings.HasPrefix(iri, begin) })
}

// judgeType compares what a type means with what is known of its name. It
// reports whether the contexts in use give the name another meaning, or what it
// means another name. A type that is written out in full says itself what it
// is, which matters only where types decide.
func (x *expander) judgeType(s *scope, name, iri string, at jsontree.Value) bool {
	if x.reading == nil {
		return false
	}
	k := s.counterpart()
	term, known := k.terms[name]
	misleads := known && s.known != nil && !sameMeaning(term, s.terms[name])
	if !known {
		misleads = x.hasOtherName(k, name, iri)
	}
	if misleads && name != iri {
		x.remark(Renamed, at)
	}
	return misleads && (known || len(x.vocabulary(k).names[iri]) > 0)
}

// judgeReference compares the IRI that a text stands for with the one that it
// is known to stand for. Under a property that is not known nobody knows.
func (x *expander) judgeReference(s *scope, property string, v jsontree.Value, id string, vocab bool) {
	if x.reading == nil || s.known == nil {
		return
	}
	text := v.Text()
	if _, known := s.known.terms[text]; vocab && !known {
		if text != id && x.hasOtherName(s.known, text, id) {
			x.remark(Renamed, v)
		}
		return
	}
	if _, known := s.known.terms[property]; !known && property != "" {
		return
	}
	if other, _ := s.known.expandIRI(text, vocab, true); other != id {
		x.remark(Renamed, v)
	}
}
