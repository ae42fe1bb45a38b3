package stacking

import (
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// counts says how the amounts of the units were counted.
type counts map[int]map[measure]Count

func (c counts) set(u int, m measure, to Count) {
	if c[u] == nil {
		c[u] = map[measure]Count{}
	}
	c[u][m] = to
}

// count decides for each amount whether it counts.
func (l *ledger) count() counts {
	out := counts{}
	var all []measure
	seen := map[measure]bool{}
	for i := range l.units {
		for _, q := range l.units[i].amounts {
			out.set(i, q.measure, NotCounted)
			if !seen[q.measure] {
				seen[q.measure] = true
				all = append(all, q.measure)
			}
		}
	}
	if len(all) > maxMeasures {
		l.note(&ruleLimit, vc.Warn, -1, "The credentials name more frameworks of credits than are added up.")
		all = all[:maxMeasures]
	}
	for _, m := range all {
		counted := make([]Count, len(l.nodes))
		l.countDown(m, Counted, make([]int, len(l.nodes)), counted, out)
		l.countDown(m, Open, l.sureParts(counted), counted, out)
	}
	return out
}

// countDown counts the amounts of one measure as sure or open, from the wholes down to
// their parts: none beside that of a whole, and none that is open beside that of a
// part that is sure. sure has one more than the number of such a part, or 0.
func (l *ledger) countDown(m measure, as Count, sure []int, counted []Count, out counts) {
	covered := make([]int, len(l.nodes)) // one more than the number of the whole that counts
	for _, n := range l.order {
		for _, w := range l.nodes[n].wholes {
			switch {
			case counted[w] != "":
				covered[n] = w + 1
			case covered[w] != 0:
				covered[n] = covered[w]
			}
		}
		best := l.nodes[n].best
		switch u := &l.units[best]; {
		case u.count != as || !u.states(m):
		case covered[n] != 0:
			l.beside(best, l.nodes[covered[n]-1].best, "It is a part of %s, which counts.")
		case sure[n] != 0:
			l.beside(best, l.nodes[sure[n]-1].best, "It has %s as a part, which counts, and its own standing is open.")
		default:
			counted[n] = as
			out.set(best, m, as)
		}
	}
}

// sureParts returns for each node one that counts below it.
func (l *ledger) sureParts(counted []Count) []int {
	sure := make([]int, len(l.nodes))
	for _, n := range slices.Backward(l.order) {
		below := sure[n]
		if counted[n] != "" {
			below = n + 1
		}
		for _, w := range l.nodes[n].wholes {
			if below != 0 {
				sure[w] = below
			}
		}
	}
	return sure
}

// beside gives a unit the reason that another one counts in its place.
func (l *ledger) beside(u, other int, format string) {
	one, by := &l.units[u], &l.units[other]
	if slices.ContainsFunc(one.reasons, func(r Reason) bool { return r.Code == rulePart.Code && r.With == by.item }) {
		return
	}
	what := number(by.item)
	if by.item == one.item {
		what = "another claim of the same credential"
	}
	one.reasons = append(one.reasons, Reason{rulePart.Code, fmt.Sprintf(format, what), by.item})
	if by.item != one.item {
		l.note(&rulePart, vc.Warn, one.item, fmt.Sprintf(format, what))
	}
}

func (u *unit) states(m measure) bool {
	return slices.ContainsFunc(u.amounts, func(q quantity) bool { return q.measure == m })
}
