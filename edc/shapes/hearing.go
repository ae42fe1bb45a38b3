package shapes

import (
	"cmp"
	"context"
	"hash/maphash"
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// hearing makes a graph of what [jsonld.Tell] says: the short way to the graph that
// [graph.read] makes. Texts that are the same are terms of their own here, and only
// what stands together is compared, so that nothing long is hashed.
type hearing struct {
	graph
	seed  maphash.Seed
	slots []int32 // of a hash table of the nodes with an IRI: the term and 1 more
	named int     // how many of these there are
	count []int32 // of edges, by node
	loose []edge  // not sorted yet
}

// hearings keeps working memory. What is kept refers to no document.
var hearings = sync.Pool{New: func() any {
	return &hearing{seed: maphash.MakeSeed(), slots: make([]int32, 1<<10)}
}}

// maxKept bounds the terms and edges for which working memory is kept.
const maxKept = 1 << 13

// hear returns the graph of a document, or nil if it cannot be told. The graph must
// be given back.
func hear(ctx context.Context, doc jsontree.Value, contexts *jsonld.Contexts) *graph {
	h := hearings.Get().(*hearing)
	h.schema, h.whole, h.heard = elm(), true, h
	if !jsonld.Tell(ctx, doc, contexts, h.schema.lexicon, h) || !h.finish() {
		h.giveBack()
		return nil
	}
	return &h.graph
}

func (h *hearing) giveBack() {
	if cap(h.terms) > maxKept || cap(h.loose) > maxKept || cap(h.edges) > maxKept || len(h.slots) > 4*maxKept {
		return
	}
	clear(h.slots)
	clear(h.terms)
	clear(h.edges)
	clear(h.loose)
	h.graph = graph{terms: h.terms[:0], edges: h.edges[:0], typed: h.typed[:0]}
	h.loose, h.named = h.loose[:0], 0
	hearings.Put(h)
}

// Node is of [jsonld.Listener].
func (h *hearing) Node(iri string, at jsontree.Value) int32 {
	if h.named >= len(h.slots)/2 {
		h.rehash()
	}
	slot := h.slotOf(iri)
	if n := *slot - 1; n >= 0 {
		if t := &h.terms[n]; better(at, t.at) {
			t.at = at
		}
		return n
	}
	h.named++
	n := h.add(rdf.NewIRI(iri), at)
	*slot = n + 1
	return n
}

// slotOf returns the place of an IRI in the hash table.
func (h *hearing) slotOf(iri string) *int32 {
	mask := uint64(len(h.slots) - 1)
	for i := maphash.String(h.seed, iri) & mask; ; i = (i + 1) & mask {
		slot := &h.slots[i]
		if *slot == 0 || h.terms[*slot-1].Value() == iri {
			return slot
		}
	}
}

func (h *hearing) rehash() {
	h.slots = make([]int32, 4*len(h.slots))
	for n := range h.terms {
		if t := &h.terms[n]; t.IsIRI() {
			*h.slotOf(t.Value()) = int32(n) + 1
		}
	}
}

// Blank is of [jsonld.Listener].
func (h *hearing) Blank(at jsontree.Value) int32 { return h.add(someBlank(), at) }

// someBlank is any blank node: what they are called is not asked.
var someBlank = sync.OnceValue(func() rdf.Term { return new(rdf.Dataset).NewBlank() })

// Literal is of [jsonld.Listener].
func (h *hearing) Literal(t rdf.Term) int32 { return h.add(t, jsontree.Value{}) }

func (h *hearing) add(t rdf.Term, at jsontree.Value) int32 {
	h.terms = append(h.terms, term{Term: t, at: at})
	return int32(len(h.terms) - 1)
}

// Class is of [jsonld.Listener].
func (h *hearing) Class(node, class int32) { h.addClass(node, int(class)) }

// Edge is of [jsonld.Listener].
func (h *hearing) Edge(node, property, value int32, at jsontree.Value) {
	h.loose = append(h.loose, edge{node, property, value, at})
}

// Lost is of [jsonld.Listener].
func (h *hearing) Lost(l jsonld.Loss) { h.lose(l) }

// finish puts the edges of each node together, sorted by path and place and without
// repetitions. It returns false if that takes long.
func (h *hearing) finish() bool {
	h.count = append(h.count[:0], make([]int32, len(h.terms)+1)...)
	for i := range h.loose {
		h.count[h.loose[i].node+1]++
	}
	for n := range h.terms {
		h.terms[n].edges[0] = h.count[n]
		h.count[n+1] += h.count[n]
	}
	h.edges = slices.Grow(h.edges[:0], len(h.loose))[:len(h.loose)]
	for i := range h.loose {
		place := &h.count[h.loose[i].node]
		h.edges[*place] = h.loose[i]
		*place++
	}
	budget := maxCompared
	for n := range h.terms {
		t := &h.terms[n]
		t.edges[1] = h.count[n]
		if own := h.edges[t.edges[0]:t.edges[1]]; len(own) > 1 {
			slices.SortStableFunc(own, func(a, b edge) int {
				return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.at.Offset(), b.at.Offset()))
			})
			if budget = h.compact(t, own, budget); budget < 0 {
				return false
			}
		}
	}
	h.sortTyped()
	return true
}

// maxCompared bounds the pairs of values that are compared.
const maxCompared = 1 << 20

// compact leaves of each value of a member the first.
func (h *hearing) compact(t *term, own []edge, budget int) int {
	kept := 0
	for i, begin := 0, 0; i < len(own); i++ {
		e := own[i]
		if i == 0 || e.path != own[kept-1].path {
			begin = kept
		}
		if budget -= kept - begin; budget < 0 {
			return budget
		}
		if !slices.ContainsFunc(own[begin:kept], func(other edge) bool { return h.same(other.value, e.value) }) {
			own[kept] = e
			kept++
		}
	}
	t.edges[1] = t.edges[0] + int32(kept)
	return budget
}

// same reports whether two numbers are of the same value.
func (h *hearing) same(a, b int32) bool {
	return a == b || h.terms[a].IsLiteral() && h.terms[a].Term == h.terms[b].Term
}
