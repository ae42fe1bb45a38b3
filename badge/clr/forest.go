package clr

import (
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// entry is one achievement that a record says the learner has earned.
type entry struct {
	claim mc.Claim
	id    string  // of the achievement, as the record writes it
	at    mc.Path // where the claim is in the model of the record; "" is the first

	parent *entry
	parts  []*entry
	height int // how many levels of parts are below it

	related map[string]int // references of the definition, by relation and id
}

// path returns the path of a field of the claim.
func (e *entry) path(field mc.Path) mc.Path { return below(e.at, field) }

func below(at, field mc.Path) mc.Path {
	if at == "" {
		return field
	}
	return at.Dot(string(field))
}

// maxLevels is how many levels of parts a record may have. No curriculum has more,
// and whoever reads the claims descends by one call a level.
const maxLevels = 32

// join makes an entry a part of another one. It returns why that cannot be, or "".
func (e *entry) join(parent *entry) string {
	switch {
	case e == parent:
		return "an achievement is no part of itself"
	case e.parent == parent:
		return ""
	case e.parent != nil:
		return "the achievement is part of another one already, and a claim stands in one place"
	}
	level := 1
	for up := parent; up != nil; up = up.parent {
		if level++; up == e {
			return "the parts go round in a circle"
		}
	}
	if level+e.height > maxLevels {
		return "the parts of parts go deeper than the model is read"
	}
	e.parent = parent
	height := e.height
	for up := parent; up != nil && up.height <= height; up = up.parent {
		height++
		up.height = height
	}
	return ""
}

// forest holds the achievements of a record and how they hang together.
type forest struct {
	entries []*entry
	byID    map[string][]*entry
	done    map[relation]string // why parts could not be linked, or ""
	links   int                 // pairs of entries that may still be linked
}

// maxLinks bounds the pairs that associations link: each may name any number of
// badges for one achievement.
const maxLinks = 1 << 20

func newForest() *forest {
	return &forest{byID: map[string][]*entry{}, done: map[relation]string{}, links: maxLinks}
}

func (f *forest) add(e *entry) {
	f.entries = append(f.entries, e)
	if e.id != "" {
		f.byID[e.id] = append(f.byID[e.id], e)
	}
}

// relation is what an association says: how one achievement relates to another.
type relation struct{ kind, source, target string }

// parts returns the part and the whole that a relation tells of, if it does.
func (r relation) parts() (part, whole string, ok bool) {
	switch r.kind {
	case IsPartOf, IsChildOf:
		return r.source, r.target, true
	case IsParentOf:
		return r.target, r.source, true
	}
	return "", "", false
}

// link makes every badge for the one achievement a part of the first for the other.
// It returns why that cannot be, or "".
func (f *forest) link(part, whole string) string {
	key := relation{IsPartOf, part, whole}
	if refused, done := f.done[key]; done {
		return refused
	}
	refused := "there are more associations than are followed"
	for _, e := range f.byID[part] {
		if f.links--; f.links < 0 {
			break
		}
		if refused = e.join(f.byID[whole][0]); refused != "" {
			break
		}
	}
	f.done[key] = refused
	return refused
}

// plant gives each entry its place in the model and returns the main one: what the
// encoder marked as such, else the first that has parts, else the first.
func (f *forest) plant(marked *entry) (main *entry) {
	var roots []*entry
	for _, e := range f.entries {
		if e.parent != nil {
			e.parent.parts = append(e.parent.parts, e)
			continue
		}
		roots = append(roots, e)
		if main == nil || len(f.entries) > 1 && main.height == 0 && e.height > 0 {
			main = e
		}
	}
	if marked != nil && marked.parent == nil {
		main = marked
	}
	others := 0
	for _, e := range roots {
		if e != main {
			e.place(mc.Path("others").At(others))
			others++
		}
	}
	if main != nil {
		main.place("")
	}
	return main
}

// place gives an entry and its parts their places. Parts that the claim has of its
// own come first.
func (e *entry) place(at mc.Path) {
	e.at = at
	for i, part := range e.parts {
		part.place(e.path("award.parts").At(len(e.claim.Award.Parts) + i))
	}
}

// whole returns the claim with its parts in it.
func (e *entry) whole() mc.Claim {
	for _, part := range e.parts {
		e.claim.Award.Parts = append(e.claim.Award.Parts, part.whole())
	}
	return e.claim
}

// isGlobal reports whether an id means something outside its document.
func isGlobal(id string) bool { return datamodel.IsURI(id) && !isNodeNumber(id) }
