package rdf

import (
	"fmt"
	"math/rand/v2"
)

const ex = "https://vocabulary.example/terms#"

// raised are limits for datasets above the defaults.
var raised = Options{
	Limits:  Limits{Bytes: 1 << 30, Quads: 1 << 24, BlankNodes: 1 << 24},
	MaxWork: 1 << 40,
}

// Node returns the number of a blank node in its dataset, or -1.
func (t Term) Node() int {
	if t.kind != kindBlank {
		return -1
	}
	return int(t.node)
}

// namedGraph has n quads and no blank node.
func namedGraph(n int) *Dataset {
	ds := &Dataset{}
	for i := range n {
		ds.Add(Quad{
			Subject:   NewIRI(fmt.Sprintf("https://college.example/achievements/%d", i/5)),
			Predicate: fmt.Sprintf("%sproperty%d", ex, i%5),
			Object:    NewLiteral(fmt.Sprintf("value number %d", i), ""),
		})
	}
	return ds
}

// treeGraph has n quads and n/5 blank nodes, each with a name of its own.
func treeGraph(n int) *Dataset {
	ds := &Dataset{}
	nodes := make([]Term, n/5)
	for i := range nodes {
		nodes[i] = ds.NewBlank()
		ds.Add(Quad{Subject: nodes[i], Predicate: ex + "child", Object: nodes[i/2]})
		for k := range 4 {
			ds.Add(Quad{
				Subject:   nodes[i],
				Predicate: fmt.Sprintf("%sproperty%d", ex, k),
				Object:    NewLiteral(fmt.Sprintf("value %d of node %d", k, i), ""),
			})
		}
	}
	return ds
}

// pairsGraph has n quads and n/2 blank nodes; the two of a pair have equal
// first-degree hashes.
func pairsGraph(n int) *Dataset {
	ds := &Dataset{}
	for i := range n / 4 {
		a, b := ds.NewBlank(), ds.NewBlank()
		name := NewLiteral(fmt.Sprintf("pair %d", i), "")
		ds.Add(Quad{Subject: a, Predicate: ex + "name", Object: name})
		ds.Add(Quad{Subject: b, Predicate: ex + "name", Object: name})
		ds.Add(Quad{Subject: a, Predicate: ex + "knows", Object: b})
		ds.Add(Quad{Subject: b, Predicate: ex + "knows", Object: a})
	}
	return ds
}

// chainGraph has n nested blank nodes told apart by their depth only.
func chainGraph(n int) *Dataset {
	ds := &Dataset{}
	last := ds.NewBlank()
	for range n - 1 {
		next := ds.NewBlank()
		ds.Add(Quad{Subject: last, Predicate: ex + "part", Object: next})
		last = next
	}
	ds.Add(Quad{Subject: last, Predicate: ex + "name", Object: NewLiteral("leaf", "")})
	return ds
}

// cliqueGraph has n blank nodes that all know each other and themselves.
func cliqueGraph(n int) *Dataset {
	ds := &Dataset{}
	nodes := make([]Term, n)
	for i := range nodes {
		nodes[i] = ds.NewBlank()
	}
	for _, a := range nodes {
		for _, b := range nodes {
			ds.Add(Quad{Subject: a, Predicate: ex + "knows", Object: b})
		}
	}
	return ds
}

// randomGraph draws up to n quads from few terms, so that duplicates and loops
// are common. One in names of them is in the default graph. It lays copies of
// them out in a ring, each linked to the next ones: copies make blank nodes that
// only the N-degree hash, or nothing at all, tells apart. Now and then one quad
// is left out.
func randomGraph(r *rand.Rand, nodes, copies, n, names int) *Dataset {
	ds := &Dataset{}
	blank := make([]Term, nodes*copies)
	for i := range blank {
		blank[i] = ds.Blank(fmt.Sprintf("c14n%d", i))
	}
	type choice struct{ node, step int }
	draw := func(named int) choice {
		if r.IntN(10) < named {
			return choice{node: -1 - r.IntN(2)}
		}
		return choice{r.IntN(nodes), r.IntN(8) / 6}
	}
	for range n {
		s, o, g := draw(1), draw(1), draw(5)
		predicate, object, graph := r.IntN(2), r.IntN(8), r.IntN(names)
		for ring := range copies {
			term := func(c choice) Term {
				if c.node < 0 {
					return NewIRI(fmt.Sprintf("%sthing%d", ex, -c.node))
				}
				return blank[(ring+c.step)%copies*nodes+c.node]
			}
			q := Quad{Subject: term(s), Predicate: fmt.Sprintf("%sp%d", ex, predicate), Object: term(o)}
			switch object {
			case 0:
				q.Object = NewLangLiteral("hei", "nb")
			case 1:
				q.Object = NewLiteral("1", "http://www.w3.org/2001/XMLSchema#integer")
			}
			if graph > 0 {
				q.Graph = term(g)
			}
			if r.IntN(40) > 0 {
				ds.Add(q)
			}
		}
	}
	return ds
}

// ambiguous reports whether RDFC-1.0 may have more than one canonical form for
// the dataset (see TestGraphNameBlindness): a quad in a named graph has two blank
// nodes.
func ambiguous(ds *Dataset) bool {
	for _, q := range ds.Quads() {
		s, o, g := q.Subject.Node(), q.Object.Node(), q.Graph.Node()
		several := s >= 0 && o >= 0 && s != o || s >= 0 && g >= 0 && s != g || o >= 0 && g >= 0 && o != g
		if several && q.Graph.kind != kindDefault {
			return true
		}
	}
	return false
}

// disguise returns the same dataset with other labels, another order of quads and
// blank nodes, and some quads repeated.
func disguise(r *rand.Rand, ds *Dataset) *Dataset {
	other := &Dataset{}
	to := make([]Term, ds.BlankNodes())
	for i, n := range r.Perm(len(to)) {
		if r.IntN(4) == 0 {
			to[n] = other.NewBlank()
		} else {
			to[n] = other.Blank(fmt.Sprintf("%s%d", []string{"c14n", "b", "x"}[r.IntN(3)], i))
		}
	}
	move := func(t Term) Term {
		if n := t.Node(); n >= 0 {
			return to[n]
		}
		return t
	}
	for _, i := range r.Perm(ds.Len()) {
		q := ds.Quads()[i]
		q.Subject, q.Object, q.Graph = move(q.Subject), move(q.Object), move(q.Graph)
		other.Add(q)
		if r.IntN(5) == 0 {
			other.Add(q)
		}
	}
	return other
}
