package stacking

import (
	"fmt"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// The limits of the search for overlaps.
const (
	maxOutcomes = 200 // of a claim
	maxSharing  = 50  // claims that have one outcome
	maxOverlaps = 500
)

// outcomesOf returns what names the outcomes of a definition: their ids, identifiers
// and the skills that they are in frameworks of skills.
func outcomesOf(d *mc.Definition) (all []key) {
	for _, o := range d.Outcomes[:min(len(d.Outcomes), maxOutcomes)] {
		all = append(all, keysOf(o.ID, o.Identifiers, o.Skills)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// overlaps reports the claims that are both counted and have outcomes in common, and
// those that are counted although one can count towards the other. Nothing is taken
// off: which of them to leave out is for a person to say.
func (l *ledger) overlaps(t *Total) {
	type pair struct{ a, b int }
	common := map[pair]int{}
	var order []pair
	having := map[key][]int{}
	for i, e := range t.Entries {
		if e.Count != Counted && e.Count != Open {
			continue
		}
		for _, k := range outcomesOf(l.units[i].definition) {
			for _, other := range having[k] {
				p := pair{other, i}
				if common[p]++; common[p] == 1 {
					order = append(order, p)
				}
			}
			if len(having[k]) < maxSharing {
				having[k] = append(having[k], i)
			}
		}
		if len(order) > maxOverlaps {
			l.note(&ruleLimit, vc.Warn, -1, "More credentials have outcomes in common than are listed.")
			order = order[:maxOverlaps]
			break
		}
	}
	for _, p := range order {
		if l.units[p.a].node == l.units[p.b].node || l.units[p.a].item == l.units[p.b].item {
			continue
		}
		t.Overlaps = append(t.Overlaps, Overlap{p.a, p.b, common[p]})
		a := l.units[p.a].item
		l.note(&ruleOverlap, vc.Warn, l.units[p.b].item, fmt.Sprintf("It and %s have %d learning outcomes or skills in common, and both are counted; look whether that is right.", number(a), common[p]))
	}
	counts := func(n int) bool {
		e := &t.Entries[l.nodes[n].best]
		return e.Count == Counted || e.Count == Open
	}
	for n := range l.nodes {
		for _, whole := range l.nodes[n].towards {
			if counts(n) && counts(whole) {
				with := l.units[l.nodes[whole].best].item
				l.note(&ruleTowards, vc.Warn, l.units[l.nodes[n].best].item, "It can count towards "+number(with)+", and both are counted; ask whether its credits are among those of that one.")
			}
		}
	}
}

// alike reports frameworks that have a name in common and are not the same: they are
// not added, because a name is no identifier.
func (l *ledger) alike(t *Total) {
	names := map[string]Framework{}
	for _, c := range t.Credits {
		name := strings.ToLower(c.Framework.Name)
		if name == "" {
			continue
		}
		if other, there := names[name]; there && other.same() != c.Framework.same() {
			l.note(&ruleAlike, vc.Warn, -1, fmt.Sprintf("Two frameworks of credits are called %s and have no identifier in common, so their credits are not added.", c.Framework.Name))
			continue
		}
		names[name] = c.Framework
	}
}
