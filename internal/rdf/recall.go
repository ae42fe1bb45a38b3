package rdf

import "slices"

const (
	recallCalls = 512 // calls that are remembered at a time

	recallSize  = 1 << 20 // numbers that all of them hold
	recallReads = 1 << 16 // labels read in one search, beyond which it is not remembered
	// lookedPerWork bounds how many labels are compared to recall calls, for each
	// unit of work: far less than the work itself takes.
	lookedPerWork = 16
)

// recall remembers what calls of Hash N-Degree Quads came to, while no canonical
// identifiers are given out. A chain of like nodes is searched from each of its
// nodes in both directions. In the second direction, each node has the same label
// whatever the start, so all starts but the first find out the same again.
//
// The result of a call depends on the node, on how many labels were issued before
// it, and on the labels of the nodes that it looked at. A call that finds all of
// these as they were is not made again: what it issued is issued, and its work is
// counted, so that the same datasets are refused as without it.
type recall struct {
	calls   []call
	next    int
	latest  []uint32 // by node: number of its latest call plus one
	log     []uint32 // nodes whose labels were read since the search began
	full    bool     // whether the log is too long to be used
	seen    []uint32 // by node: mark when it was seen last
	mark    uint32
	epoch   int // counts how often all calls were forgotten
	scratch []uint32
	size    int // numbers that the calls have room for
	deepest int // of the calls within the present one
	looked  int // labels compared so far
	off     bool
}

// call is a remembered call.
type call struct {
	node, base uint32
	epoch      int
	reads      []uint32 // nodes and their labels when the call began, in turn
	issued     []uint32
	result     digest
	work       int // all of it
	checked    int // the work when it was compared with the limit last
	depth      int // levels of recursion below it
}

func (r *recall) start(nodes int) {
	r.latest = slices.Grow(r.latest[:0], nodes)[:nodes]
	r.seen = slices.Grow(r.seen[:0], nodes)[:nodes]
	clear(r.latest)
	clear(r.seen)
	r.mark, r.looked, r.next = 0, 0, 0
	if r.calls == nil {
		r.calls = make([]call, recallCalls)
	}
	r.forget()
}

// forget makes room for calls after more canonical identifiers were given out.
func (r *recall) forget() {
	r.epoch++
	r.begin()
}

// begin starts the log of a search.
func (r *recall) begin() { r.log, r.full, r.deepest = r.log[:0], false, 0 }

// read notes that the label of a node was looked at.
func (r *recall) read(node uint32) {
	if len(r.log) < recallReads {
		r.log = append(r.log, node)
	} else {
		r.full = true
	}
}

// room returns about how many bytes it takes.
func (r *recall) room() int {
	return 4 * (cap(r.log) + cap(r.seen) + cap(r.latest) + cap(r.scratch) + r.size + 48*len(r.calls))
}

// find returns the call for a node if it would come to the same again, or nil.
func (n *nDegree) find(node uint32, depth int) *call {
	r := &n.recall
	if r.off || r.latest[node] == 0 || r.looked > lookedPerWork*n.work {
		return nil
	}
	c := &r.calls[r.latest[node]-1]
	if c.node != node || c.epoch != r.epoch || int(c.base) != len(n.order) || depth+c.depth > maxRecursion {
		return nil
	}
	for i := 0; i < len(c.reads); i += 2 {
		if n.labels[c.reads[i]] != int32(c.reads[i+1]) {
			r.looked += i/2 + 1
			return nil
		}
	}
	r.looked += len(c.reads) / 2
	return c
}

// replay does what a call did.
func (n *nDegree) replay(c *call, depth int, to *digest) error {
	if err := n.spend(c.checked); err != nil {
		return err
	}
	n.work += c.work - c.checked
	n.recall.deepest = max(n.recall.deepest, depth+c.depth)
	for i := 0; i < len(c.reads); i += 2 {
		n.recall.read(c.reads[i])
	}
	for _, node := range c.issued {
		n.issueTemporary(node)
	}
	*to = c.result
	return nil
}

// isKept reports whether a call of this depth is remembered: the first, which the
// next start needs, and then ever fewer, because each takes as long as all that
// is below it.
func isKept(depth int) bool { return depth <= 3 || depth&(depth-1) == 0 }

// remember keeps a call that has just ended, in the place of the oldest. It began when base labels were issued,
// from labels were read and an amount of work was done.
func (n *nDegree) remember(node uint32, depth, base, from, work int, result *digest) {
	r := &n.recall
	if r.full {
		return
	}
	if r.mark++; r.mark == 0 {
		clear(r.seen)
		r.mark = 1
	}
	reads := r.scratch[:0]
	for _, other := range r.log[from:] {
		if r.seen[other] == r.mark {
			continue
		}
		r.seen[other] = r.mark
		label := n.labels[other]
		if int(label) > base {
			label = 0 // which it got in the call
		}
		reads = append(reads, other, uint32(label))
	}
	r.scratch = reads
	c, issued := &r.calls[r.next], n.order[base:]
	before := cap(c.reads) + cap(c.issued)
	if len(reads)+len(issued) > before && r.size-before+2*(len(reads)+len(issued)) > recallSize {
		return
	}
	c.reads, c.issued = append(c.reads[:0], reads...), append(c.issued[:0], issued...)
	r.size += cap(c.reads) + cap(c.issued) - before
	c.node, c.epoch = node, r.epoch
	c.base, c.result = uint32(base), *result
	c.work, c.checked, c.depth = n.work-work, n.checked-work, r.deepest-depth
	r.latest[node] = uint32(r.next) + 1
	r.next = (r.next + 1) % recallCalls
}
