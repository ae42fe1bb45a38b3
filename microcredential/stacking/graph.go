package stacking

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// link finds out which units are awards of the same definition, and how definitions
// hang together.
func (l *ledger) link() {
	same, at := newGroups(len(l.units)), map[key]int{}
	order := l.surestFirst(same)
	for _, i := range order {
		for _, k := range l.units[i].keys {
			if _, held := at[k]; !held {
				at[k] = i
			}
			l.join(same, i, at[k])
		}
	}
	for _, i := range order { // after all names are known
		for _, r := range references(l.units[i].definition, l.units[i].award) {
			for _, k := range r.keys {
				if other, held := at[k]; held && r.kind == sameAs {
					l.join(same, i, other)
				}
			}
		}
	}
	l.makeNodes(same)
	for k, u := range at {
		l.byKey[k] = l.units[u].node
	}
	for i := range l.units {
		l.relate(i)
	}
	l.lookAlikes()
	l.sort()
}

// surestFirst returns the units in the order of how sure they are, and tells the groups.
func (l *ledger) surestFirst(same groups) []int {
	order := make([]int, len(l.units))
	for i := range order {
		order[i], same.rank[i] = i, l.units[i].count.rank()
	}
	slices.SortStableFunc(order, func(a, b int) int { return same.rank[a] - same.rank[b] })
	return order
}

// join puts two units into one group because the first of them says so. One that is
// less sure than others can join them, but not make one of two groups of them: else
// somebody could take a credential out of the sum by adding one.
func (l *ledger) join(same groups, i, other int) {
	own, its, rank := same.find(i), same.find(other), l.units[i].count.rank()
	if same.size[own] == 1 || same.rank[own] >= rank && same.rank[its] >= rank {
		same.join(i, other)
	}
}

// makeNodes makes a node of each group of units, and lets the surest of them count.
func (l *ledger) makeNodes(same groups) {
	of := map[int]int{}
	for i := range l.units {
		root := same.find(i)
		n, there := of[root]
		if !there {
			n = len(l.nodes)
			of[root] = n
			l.nodes = append(l.nodes, node{best: i})
		}
		l.units[i].node = n
		one := &l.nodes[n]
		one.units = append(one.units, i)
		if l.units[i].count.rank() < l.units[one.best].count.rank() {
			one.best = i
		}
	}
	for n := range l.nodes {
		one := &l.nodes[n]
		best := &l.units[one.best]
		for _, i := range one.units {
			u := &l.units[i]
			if i == one.best || u.count == NotCounted {
				continue
			}
			detail := "It is for the same learning as " + number(best.item) + "."
			u.lower(NotCounted, &ruleDefinition, best.item, detail)
			if u.item != best.item {
				l.note(&ruleDefinition, vc.Warn, u.item, detail+" It counts once.")
			}
		}
	}
}

// relate follows what a unit says of others.
func (l *ledger) relate(i int) {
	u := &l.units[i]
	if u.whole >= 0 {
		l.part(u.node, l.units[u.whole].node)
	}
	for _, r := range references(u.definition, u.award) {
		for _, k := range r.keys {
			other, held := l.byKey[k]
			if !held {
				continue
			}
			if other == u.node && r.kind != sameAs {
				if r.kind == partOf || r.kind == hasPart {
					l.note(&ruleCycle, vc.Warn, u.item, "It calls itself a part of itself, which is left out of account.")
				}
				continue
			}
			switch {
			case r.can:
				l.nodes[u.node].towards = append(l.nodes[u.node].towards, other)
			case r.kind == partOf:
				l.part(u.node, other)
			case r.kind == hasPart:
				l.part(other, u.node)
			case r.kind == replaces, r.kind == exempts:
				l.nodes[u.node].standsFor = append(l.nodes[u.node].standsFor, other)
			case r.kind == replacedBy:
				l.nodes[other].standsFor = append(l.nodes[other].standsFor, u.node)
			case r.kind == precedes:
				l.nodes[other].before = append(l.nodes[other].before, u.node)
			case r.kind == follows:
				l.nodes[u.node].before = append(l.nodes[u.node].before, other)
			}
			break // its further names lead to the same
		}
	}
}

func (l *ledger) part(part, whole int) {
	n := &l.nodes[part]
	if part == whole || slices.Contains(n.wholes, whole) {
		return
	}
	if l.edges++; l.edges > maxEdges || len(n.wholes) >= maxReferences {
		l.note(&ruleLimit, vc.Warn, l.units[n.best].item, "There are more relations between credentials than are followed.")
		return
	}
	n.wholes = append(n.wholes, whole)
	l.nodes[whole].parts++
}

// sort puts the wholes before their parts. What is in a circle, or between two, is
// left open: nobody can say which is the part.
func (l *ledger) sort() {
	missing := make([]int, len(l.nodes)) // wholes that are not in the order yet
	kids := make([][]int, len(l.nodes))
	for n := range l.nodes {
		missing[n] = len(l.nodes[n].wholes)
		for _, w := range l.nodes[n].wholes {
			kids[w] = append(kids[w], n)
		}
		if missing[n] == 0 {
			l.order = append(l.order, n)
		}
	}
	for i := 0; i < len(l.order); i++ {
		for _, kid := range kids[l.order[i]] {
			if missing[kid]--; missing[kid] == 0 {
				l.order = append(l.order, kid)
			}
		}
	}
	if len(l.order) == len(l.nodes) {
		return
	}
	l.leaveCircles(missing, kids)
}

// leaveCircles takes the nodes that are part of a circle out of the order, and puts
// what only hangs below one after it.
func (l *ledger) leaveCircles(missing []int, kids [][]int) {
	rest := map[int]bool{}
	below := make([]int, len(l.nodes)) // parts that are in the rest
	for n, m := range missing {
		if m > 0 {
			rest[n] = true
			for _, w := range l.nodes[n].wholes {
				below[w]++
			}
		}
	}
	var bottom []int // the parts first
	for n := range l.nodes {
		if rest[n] && below[n] == 0 {
			bottom = append(bottom, n)
		}
	}
	for i := 0; i < len(bottom); i++ {
		delete(rest, bottom[i])
		for _, w := range l.nodes[bottom[i]].wholes {
			if below[w]--; below[w] == 0 && rest[w] {
				bottom = append(bottom, w)
			}
		}
	}
	for n := range l.nodes {
		if !rest[n] {
			continue
		}
		u := &l.units[l.nodes[n].best]
		const detail = "By what the credentials say, its parts go round in a circle, so it is not settled what counts."
		u.lower(Open, &ruleCycle, -1, detail)
		l.note(&ruleCycle, vc.Warn, u.item, detail)
		l.nodes[n].wholes = slices.DeleteFunc(l.nodes[n].wholes, func(w int) bool { return rest[w] })
		l.order = append(l.order, n)
	}
	slices.Reverse(bottom)
	l.order = append(l.order, bottom...)
}

// groups joins numbers that belong together.
type groups struct {
	up   []int
	size []int // of the group, at its name
	rank []int // of the surest in it, at its name
}

func newGroups(n int) groups {
	g := groups{make([]int, n), make([]int, n), make([]int, n)}
	for i := range g.up {
		g.up[i], g.size[i] = i, 1
	}
	return g
}

func (g groups) find(i int) int {
	for g.up[i] != i {
		g.up[i] = g.up[g.up[i]]
		i = g.up[i]
	}
	return i
}

// join keeps the smaller number as the name of the group.
func (g groups) join(i, j int) {
	if i, j = g.find(i), g.find(j); i == j {
		return
	}
	to, from := min(i, j), max(i, j)
	g.up[from] = to
	g.size[to] += g.size[from]
	g.rank[to] = min(g.rank[to], g.rank[from])
}
