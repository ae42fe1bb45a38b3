package stacking

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// RelationKind is how one definition relates to another, in words that read from the
// first to the second.
type RelationKind string

// The kinds of relation that [Relations] returns.
const (
	IsPartOf      RelationKind = "is-part-of"
	CountsTowards RelationKind = "counts-towards" // it can; whether it did is not said
	Precedes      RelationKind = "precedes"
	ReplacedBy    RelationKind = "replaced-by"
)

// Relation ties two definitions together by their ids.
type Relation struct {
	Kind     RelationKind
	From, To string
}

// Relations returns how the definitions of credentials hang together by what they say
// themselves, and what of them is part of a target or one of its parts; target may be
// nil. Definitions without an id are left out. A circle of parts has no relations.
func Relations(items []Item, target *mc.Definition) (all []Relation) {
	l := read(items)
	told := map[Relation]bool{}
	add := func(kind RelationKind, from, to string) {
		if r := (Relation{kind, from, to}); from != "" && to != "" && from != to && !told[r] && len(all) < maxEdges {
			told[r] = true
			all = append(all, r)
		}
	}
	id := func(n int) string { return l.units[l.nodes[n].best].definition.ID }
	for n := range l.nodes {
		one := &l.nodes[n]
		for _, w := range one.wholes {
			add(IsPartOf, id(n), id(w))
		}
		for _, w := range one.towards {
			add(CountsTowards, id(n), id(w))
		}
		for _, b := range one.before {
			add(Precedes, id(b), id(n))
		}
		for _, s := range one.standsFor {
			add(ReplacedBy, id(s), id(n))
		}
	}
	if target != nil {
		l.towardsTarget(target, add)
	}
	return all
}

// towardsTarget tells what is a part of the target: by what the target says of its
// parts, and by what the credentials say of it.
func (l *ledger) towardsTarget(target *mc.Definition, add func(RelationKind, string, string)) {
	roots := map[key]bool{}
	for _, k := range definitionKeys(target) {
		roots[k] = true
	}
	for i := range target.Parts[:min(len(target.Parts), maxTargetParts)] {
		if n, held := first(l.byKey, definitionKeys(&target.Parts[i])); held {
			add(IsPartOf, l.units[l.nodes[n].best].definition.ID, target.ID)
		}
	}
	for i := range l.units {
		u := &l.units[i]
		for _, r := range references(u.definition, u.award) {
			for _, k := range r.keys {
				if r.kind == partOf && roots[k] {
					add(IsPartOf, u.definition.ID, target.ID)
				}
			}
		}
	}
}
