package shapes

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const (
	rdfNS      = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfType    = rdfNS + "type"
	langString = rdf.LangString
)

// A classSet is a set of classes, by number.
type classSet [maxClasses / 64]uint64

func (s *classSet) add(n int)      { s[n/64] |= 1 << (n % 64) }
func (s *classSet) has(n int) bool { return n >= 0 && s[n/64]>>(n%64)&1 == 1 }
func (s *classSet) isEmpty() bool  { return *s == classSet{} }

// only returns the only class of the set, if it has one.
func (s *classSet) only() (class int, ok bool) {
	for i, word := range s {
		if word == 0 {
			continue
		}
		if ok || word&(word-1) != 0 {
			return 0, false
		}
		class, ok = i*64+bits.TrailingZeros64(word), true
	}
	return class, ok
}

// A graph is the statements of a document, as far as the tables speak of them: nodes
// and literals by number, and the edges between them. A node that several objects
// describe is one node.
type graph struct {
	schema *schema
	byTerm map[rdf.Term]int32
	terms  []term
	edges  []edge // sorted by node, path and place, without repetitions
	typed  []int32
	losses []jsonld.Loss
	whole  bool     // false: not all losses are listed
	heard  *hearing // whose graph it is, or nil
}

// release gives back the memory of a graph that was heard.
func (g *graph) release() {
	if g.heard != nil {
		g.heard.giveBack()
	}
}

// A term is a node or a literal.
type term struct {
	rdf.Term
	at      jsontree.Value // the first object that describes it
	classes classSet
	edges   [2]int32 // where its edges are
}

type edge struct {
	node, path, value int32
	at                jsontree.Value
}

// maxLosses bounds the list of what is dropped.
const maxLosses = 100

// newGraph reads a document.
func newGraph(ctx context.Context, doc jsontree.Value, contexts *jsonld.Contexts) (*graph, error) {
	g := &graph{schema: elm(), byTerm: map[rdf.Term]int32{}, whole: true}
	if err := jsonld.Statements(ctx, doc, jsonld.Options{Contexts: contexts}, g.state, g.lose); err != nil {
		return nil, err
	}
	g.finish()
	return g, nil
}

func (g *graph) lose(l jsonld.Loss) {
	if len(g.losses) == maxLosses {
		g.whole = false
		return
	}
	g.losses = append(g.losses, l)
}

// state adds a statement. Graphs inside the document, those of proofs and of the
// credentials of a presentation, are not what the shapes look at.
func (g *graph) state(s jsonld.Statement) {
	if s.Graph != (rdf.Term{}) {
		return
	}
	node := g.number(s.Subject, s.From)
	if s.Predicate == rdfType {
		if class, ok := g.schema.classes[canonical(s.Object.Value())]; ok && s.Object.IsIRI() {
			g.addClass(node, class)
		}
		return
	}
	path, ok := g.schema.paths[canonical(s.Predicate)]
	if !ok {
		return
	}
	g.edges = append(g.edges, edge{node, int32(path), g.number(s.Object, s.At), s.At})
}

func (g *graph) addClass(node int32, class int) {
	t := &g.terms[node]
	if t.classes.isEmpty() {
		g.typed = append(g.typed, node)
	}
	t.classes.add(class)
}

// canonical returns an IRI of the ELM in the namespace of ELM 3.2, whatever
// namespace it is written in.
func canonical(iri string) string {
	if name, ok := strings.CutPrefix(iri, nsELM33); ok {
		return nsELM + name
	}
	return iri
}

func (g *graph) number(t rdf.Term, at jsontree.Value) int32 {
	n, ok := g.byTerm[t]
	if !ok {
		n = int32(len(g.terms))
		g.byTerm[t] = n
		g.terms = append(g.terms, term{Term: t, at: at})
		return n
	}
	if first := &g.terms[n]; better(at, first.at) {
		first.at = at
	}
	return n
}

// better reports whether a place shows more of a node than another one: an object
// with a body more than a reference, and among these the first.
func better(a, b jsontree.Value) bool {
	bodyA, bodyB := a.IsObject() && a.Len() > 1, b.IsObject() && b.Len() > 1
	if bodyA != bodyB {
		return bodyA
	}
	return a.Offset() < b.Offset()
}

// finish sorts the edges, so that the values of a member stand together.
func (g *graph) finish() {
	slices.SortStableFunc(g.edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.path, b.path), cmp.Compare(a.value, b.value), cmp.Compare(a.at.Offset(), b.at.Offset()))
	})
	g.edges = slices.CompactFunc(g.edges, func(a, b edge) bool { return a.node == b.node && a.path == b.path && a.value == b.value })
	for i := 0; i < len(g.edges); {
		j := i
		for j < len(g.edges) && g.edges[j].node == g.edges[i].node {
			j++
		}
		g.terms[g.edges[i].node].edges = [2]int32{int32(i), int32(j)}
		i = j
	}
	g.sortTyped()
}

// sortTyped puts the nodes that have a class in the order of the document.
func (g *graph) sortTyped() {
	slices.SortFunc(g.typed, func(a, b int32) int { return cmp.Compare(g.terms[a].at.Offset(), g.terms[b].at.Offset()) })
}

// values returns the values of a member of a node, each once.
func (g *graph) values(node int32, path int) []edge {
	own := g.edges[g.terms[node].edges[0]:g.terms[node].edges[1]]
	from, _ := slices.BinarySearchFunc(own, int32(path), func(e edge, p int32) int { return cmp.Compare(e.path, p) })
	to := from
	for to < len(own) && own[to].path == int32(path) {
		to++
	}
	return own[from:to]
}
