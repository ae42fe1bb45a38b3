package jsonld

import (
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A scope that only known contexts made is known itself: a reader who knows
// these contexts knows its names. Any other scope has a counterpart, which the
// known contexts alone would make. Comparing the two, name by name as they are
// used, tells whether the other contexts mislead such a reader.

// knownLoader is a [Loader] that can tell the contexts whose content everybody
// knows from those that come from elsewhere.
type knownLoader interface {
	Known(url string) bool
}

// Known reports that all contexts of a fixed set are known.
func (l setLoader) Known(url string) bool {
	_, ok := l.set.Lookup(url)
	return ok
}

// isKnown asks home about what home answers, so that what is shared does not
// depend on who came first.
func (c *Contexts) isKnown(url string) bool {
	if c.base != nil && c.sharesWithHome(url) {
		return c.base.isKnown(url)
	}
	l, ok := c.loader.(knownLoader)
	return ok && l.Known(url)
}

// counterpart returns the scope that the known contexts alone would make.
func (s *scope) counterpart() *scope {
	if s.known != nil {
		return s.known
	}
	return s
}

// withKnown returns the scope with a counterpart, or nil for none, and the URLs
// of the known contexts that made both.
func (s *scope) withKnown(known *scope, urls []string) *scope {
	return &scope{ld: s.ld, terms: s.terms, values: s.values, base: s.base, previous: s.previous, shared: s.shared, known: known, urls: urls}
}

// withCounterpart gives a scope that was made of s its counterpart: what step,
// the same step taken by the counterpart of s, makes, or the counterpart of s
// itself if that fails. There is none if only known contexts took part.
func withCounterpart(made, s *scope, known bool, step func() (*scope, error)) *scope {
	if known {
		return made.withKnown(nil, s.urls)
	}
	other, err := step()
	if err != nil {
		other = s.counterpart()
	}
	return made.withKnown(other, other.urls)
}

// vocabulary holds the names that the known contexts of a scope give.
type vocabulary struct {
	names    map[string][]string // IRI -> its names
	keywords map[string]bool     // keywords that have a name
	partial  bool                // a context could not be loaded again
}

// vocabularyOf returns what the known contexts name; s is a counterpart.
func (x *expander) vocabularyOf(s *scope) *vocabulary {
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

// collect adds the terms of a definition and of the contexts scoped to them. A
// prefix may be defined in one of the definitions around it.
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

// sameMeaning compares two definitions of a term, without language and
// direction: they add to a text and change nothing in it.
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

// structural lists the keywords that put members of an object elsewhere than
// where a reader of JSON looks for them.
var structural = map[string]bool{"@graph": true, "@included": true, "@nest": true, "@reverse": true}

// misleads reports whether a member name, which expands to iri in s, means
// something else in the known contexts.
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

// hasOtherName reports whether the known contexts give an IRI or keyword names,
// but not the name that the document uses.
func (x *expander) hasOtherName(k *scope, name, iri string) bool {
	v := x.vocabularyOf(k)
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

// checkType compares what a type means with the known contexts, and reports
// whether the contexts in use give its name another meaning, or its IRI another
// name. A type that is written as its IRI is noted only where types are
// decisive.
func (x *expander) checkType(s *scope, name, iri string, at jsontree.Value) bool {
	if x.reading == nil {
		return false
	}
	misleads, known := x.typeMisleads(s, name, iri)
	if misleads && name != iri {
		x.addRemark(Renamed, at)
	}
	return misleads && (known || len(x.vocabularyOf(s.counterpart()).names[iri]) > 0)
}

// typeMisleads reports whether a type means something else in the known
// contexts, and whether they know its name.
func (x *expander) typeMisleads(s *scope, name, iri string) (misleads, known bool) {
	k := s.counterpart()
	if term, known := k.terms[name]; known {
		return s.known != nil && !sameMeaning(term, s.terms[name]), true
	}
	return x.hasOtherName(k, name, iri), false
}

// checkReference compares the IRI that a text stands for with the one that it
// stands for in the known contexts.
func (x *expander) checkReference(s *scope, property string, v jsontree.Value, id string, vocab bool) {
	if x.referenceMisleads(s, property, v.Text(), id, vocab) {
		x.addRemark(Renamed, v)
	}
}

// referenceMisleads reports whether a text stands for another IRI in the known
// contexts. Under an unknown property there is none.
func (x *expander) referenceMisleads(s *scope, property, text, id string, vocab bool) bool {
	if x.reading == nil || s.known == nil {
		return false
	}
	if _, known := s.known.terms[text]; vocab && !known {
		return text != id && x.hasOtherName(s.known, text, id)
	}
	if _, known := s.known.terms[property]; !known && property != "" {
		return false
	}
	other, _ := s.known.expandIRI(text, vocab, true)
	return other != id
}
