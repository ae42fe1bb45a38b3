package rdf

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
)

// nDegree runs Hash N-Degree Quads (RDFC-1.0 §4.8).
//
// The specification passes copies of a temporary identifier issuer around. Here
// there is one issuer, a stack: a branch of the search pushes what it issues and,
// when it is given up, pops it again. So a branch without alternatives copies
// nothing. A chain of n nodes that differ only in their depth costs n hashes from
// each of n starts, all of different inputs: the algorithm asks for the least of
// the n results, so n² hashes are its own price.
type nDegree struct {
	*canonicalizer
	ctx           context.Context
	labels        []int32  // temporary number plus one by node, 0 = none
	order         []uint32 // nodes in the order of issue
	frames        []*frame // working memory by depth of recursion
	relatedHashes []digest // hashes of related nodes without an identifier
	slots         []uint32 // by mention and position: number in known plus one
	paths         []result // hash path list
	issues        []uint32 // what the entries of paths issued
	labelHashes   labelHashes
	recall        recall
	work          int
	hashed        int // inputs that were hashed in fact
	checked       int // work when it was compared with the limit last
	limit         int
	check         int           // work at which to check the context again
	shared        *atomic.Int64 // work that several calls may do together, or nil
	settled       int           // work that was subtracted from shared
}

// frame is the working memory of one call.
type frame struct {
	related []relation
	data    []byte   // data to hash
	path    []byte   // path of the present permutation
	chosen  []byte   // chosen path
	list    []uint32 // present permutation
	recurse []uint32 // recursion list
	saved   []uint32 // what the chosen path issued
	matched int      // number of bytes in which the path equals the chosen path
	result  digest
}

// relation is an entry of the map Hn: a related node and its hash.
type relation struct {
	hash digest
	node uint32
}

// result is an entry of the hash path list; it issued nDegree.issues[begin:end].
type result struct {
	hash       digest
	begin, end int
}

// issueShared gives canonical numbers to the nodes that share their
// first-degree hash with others (RDFC-1.0 §4.4.3 step 5).
func (c *canonicalizer) issueShared(ctx context.Context, maxWork int, shared *atomic.Int64) error {
	if len(c.ranks) == 0 {
		return nil
	}
	n := &c.degree
	n.start(ctx, c, maxWork)
	n.shared = shared
	defer func() { n.settle(); n.ctx, n.shared = nil, nil }()
	touched := 0
	for begin := 0; begin < len(c.ranks); {
		if begin >= touched {
			touched = begin + ahead
			c.touchNodes(c.ranks[begin:min(touched, len(c.ranks))])
		}
		end := c.tiesEnd(c.ranks, begin)
		n.recall.forget()
		n.paths, n.issues = n.paths[:0], n.issues[:0]
		for _, r := range c.ranks[begin:end] {
			if c.canonical[r.node] >= 0 {
				continue
			}
			path := result{begin: len(n.issues)}
			n.recall.begin()
			n.issueTemporary(r.node)
			if err := n.hash(r.node, 0, &path.hash); err != nil {
				return err
			}
			n.issues = append(n.issues, n.order...)
			path.end = len(n.issues)
			n.paths = append(n.paths, path)
			n.rollback(0)
		}
		slices.SortStableFunc(n.paths, func(a, b result) int { return bytes.Compare(a.hash[:], b.hash[:]) })
		for _, path := range n.paths {
			for _, node := range n.issues[path.begin:path.end] {
				c.issue(node)
			}
		}
		begin = end
	}
	return nil
}

// touchNodes reads what the search of the next nodes begins with; see touchLines.
func (c *canonicalizer) touchNodes(ranks []rank) {
	if len(c.quads) < cached {
		return
	}
	n, sum := &c.degree, uint32(0)
	for _, r := range ranks {
		sum += n.recall.latest[r.node] + n.recall.seen[r.node] + uint32(n.labels[r.node]) + uint32(c.canonical[r.node])
		sum += uint32(c.hashes[r.node][0]) + n.slots[3*c.mentions.begin[r.node]]
		for _, quad := range c.mentions.of(r.node) {
			sum += uint32(c.quads[quad].node[atObject])
		}
	}
	c.touched = byte(sum)
}

func (n *nDegree) start(ctx context.Context, c *canonicalizer, maxWork int) {
	nodes := len(c.canonical)
	n.canonicalizer, n.ctx = c, ctx
	n.labels = slices.Grow(n.labels[:0], nodes)[:nodes]
	clear(n.labels)
	n.order, n.relatedHashes = n.order[:0], n.relatedHashes[:0]
	slots := 3 * len(c.mentions.quads)
	n.slots = slices.Grow(n.slots[:0], slots)[:slots]
	clear(n.slots)
	n.relatedHashes = slices.Grow(n.relatedHashes, 2*len(c.ranks))
	n.labelHashes.start(len(c.ranks))
	n.work, n.hashed, n.checked, n.check, n.limit, n.settled = 0, 0, 0, 0, maxWork, 0
	n.recall.start(nodes)
	if maxWork <= 0 {
		n.limit = defaultWork(len(c.ranks))
	}
}

// defaultWork returns the work allowed for a number of nodes with shared
// first-degree hashes; see [Options].
func defaultWork(shared int) int {
	linear := min(baseWork+workPerNode*shared, maxDefaultWork)
	if shared > 64 { // the cube is greater, and might overflow
		return linear
	}
	return min(max(workPerCube*shared*shared*shared, minDefaultWork), linear)
}

// countInput counts the work of hashing a long input. The next call of spend
// stops if it was too much.
func (n *nDegree) countInput(input []byte) { n.work += workOf(input) }

// sum hashes an input.
func (n *nDegree) sum(to *digest, input []byte) {
	n.hashed++
	n.digest.sum(to, input)
}

func workOf(input []byte) int { return len(input) / bytesPerWork }

// spend counts work and stops at the limit or when the context ends.
func (n *nDegree) spend(units int) error {
	n.work += units
	n.checked = n.work
	if n.work > n.limit {
		return fmt.Errorf("%w (%d units)", ErrBudget, n.limit)
	}
	if n.work < n.check {
		return nil
	}
	n.check = n.work + workPerCheck
	if n.settle() < 0 {
		return fmt.Errorf("%w in all", ErrBudget)
	}
	return n.ctx.Err()
}

// settle subtracts the work done since the last call of it from what several
// calls may do together, and returns what is left of that.
func (n *nDegree) settle() int64 {
	if n.shared == nil {
		return 0
	}
	done := n.work - n.settled
	n.settled = n.work
	return n.shared.Add(-int64(done))
}

func (n *nDegree) issueTemporary(node uint32) {
	n.order = append(n.order, node)
	n.labels[node] = int32(len(n.order))
}

// rollback takes back all but the first keep temporary identifiers.
func (n *nDegree) rollback(keep int) {
	for _, node := range n.order[keep:] {
		n.labels[node] = 0
	}
	n.order = n.order[:keep]
}

// label returns the number of the canonical identifier of the node, or else that of
// its temporary one as a negative number, from -1 downwards; it is false if there is
// neither.
func (n *nDegree) label(node uint32) (number int32, ok bool) {
	if number := n.canonical[node]; number >= 0 {
		return number, true
	}
	n.recall.read(node)
	return -n.labels[node], n.labels[node] > 0
}

// appendLabel appends the identifier of the node; the second result is false if it
// has none.
func (n *nDegree) appendLabel(dst []byte, node uint32) ([]byte, bool) {
	number, ok := n.label(node)
	if ok {
		dst = appendNumbered(dst, number)
	}
	return dst, ok
}

// appendNumbered appends the identifier with a number of label.
func appendNumbered(dst []byte, number int32) []byte {
	if number >= 0 {
		return appendCanonicalLabel(append(dst, "_:"...), number)
	}
	return strconv.AppendUint(append(dst, "_:b"...), uint64(-number-1), 10)
}

// framesRoom returns about how many bytes the frames take.
func (n *nDegree) framesRoom() int {
	size := n.recall.room()
	for _, f := range n.frames {
		size += 256 + cap(f.related)*56 + cap(f.data) + cap(f.path) + cap(f.chosen) + 4*(cap(f.list)+cap(f.recurse)+cap(f.saved))
	}
	return size
}

func (n *nDegree) frame(depth int) *frame {
	for len(n.frames) <= depth {
		n.frames = append(n.frames, new(frame))
	}
	return n.frames[depth]
}

// hash computes the N-degree hash of a node. The identifiers that its chosen
// paths issue remain issued.
func (n *nDegree) hash(node uint32, depth int, to *digest) error {
	if depth > maxRecursion {
		return fmt.Errorf("%w (%d nodes deep)", ErrBudget, maxRecursion)
	}
	n.recall.deepest = max(n.recall.deepest, depth)
	if depth == 0 {
		return n.search(node, depth, to)
	}
	if c := n.find(node, depth); c != nil {
		return n.replay(c, depth, to)
	}
	if !isKept(depth) {
		return n.search(node, depth, to)
	}
	base, from, work, deepest := len(n.order), len(n.recall.log), n.work, n.recall.deepest
	n.recall.deepest = depth
	if err := n.search(node, depth, to); err != nil {
		return err
	}
	n.remember(node, depth, base, from, work, to)
	n.recall.deepest = max(n.recall.deepest, deepest)
	return nil
}

// search computes an N-degree hash anew.
func (n *nDegree) search(node uint32, depth int, to *digest) error {
	f := n.frame(depth)
	if err := n.collectRelated(f, node); err != nil {
		return err
	}
	f.data = f.data[:0]
	for begin := 0; begin < len(f.related); {
		end := begin + 1
		for end < len(f.related) && f.related[end].hash == f.related[begin].hash {
			end++
		}
		f.data = n.digest.appendHex(f.data, &f.related[begin].hash)
		f.list = f.list[:0]
		for _, r := range f.related[begin:end] {
			f.list = append(f.list, r.node)
		}
		if err := n.choosePath(f, depth); err != nil {
			return err
		}
		f.data = append(f.data, f.chosen...)
		begin = end
	}
	n.countInput(f.data)
	n.sum(to, f.data)
	return nil
}

// collectRelated fills the map Hn: related nodes in order of their hash, those of
// one hash in order of their number (step 3).
func (n *nDegree) collectRelated(f *frame, node uint32) error {
	quads := n.mentions.of(node)
	if err := n.spend(1 + len(quads)); err != nil {
		return err
	}
	f.related = f.related[:0]
	for i, quad := range quads {
		l := &n.quads[quad]
		for position, other := range l.node {
			if other < 0 || uint32(other) == node {
				continue
			}
			f.related = append(f.related, relation{node: uint32(other)})
			slot := 3*(int(n.mentions.begin[node])+i) + position
			n.hashRelated(&f.related[len(f.related)-1], l, position, slot)
		}
	}
	slices.SortFunc(f.related, func(a, b relation) int {
		if order := bytes.Compare(a.hash[:], b.hash[:]); order != 0 {
			return order
		}
		return cmp.Compare(a.node, b.node)
	})
	return nil
}

// hashRelated is Hash Related Blank Node (RDFC-1.0 §4.7). The hash of a node
// without an identifier is always the same in the same place, so it is kept.
func (n *nDegree) hashRelated(r *relation, l *linked, position, slot int) {
	predicate := l.p
	if position == atGraph {
		predicate = 0
	}
	if number, ok := n.label(r.node); ok {
		n.hashLabel(&r.hash, predicate, position, number)
		return
	}
	if known := n.slots[slot]; known > 0 {
		r.hash = n.relatedHashes[known-1]
		return
	}
	input := n.digest.appendHex(n.appendPlace(n.scratch[:0], predicate, position), &n.hashes[r.node])
	n.countInput(input)
	n.sum(&r.hash, input)
	n.scratch = input
	n.relatedHashes = append(n.relatedHashes, r.hash)
	n.slots[slot] = uint32(len(n.relatedHashes))
}

// hashLabel is hashRelated for a node with an identifier. The work is counted as if
// nothing were remembered.
func (n *nDegree) hashLabel(to *digest, predicate Ref, position int, number int32) {
	e, ok := n.labelHashes.find(predicate, position, number)
	if !ok {
		input := appendNumbered(n.appendPlace(n.scratch[:0], predicate, position), number)
		n.sum(&e.hash, input)
		e.work = workOf(input)
		n.scratch = input
	}
	n.work += e.work
	*to = e.hash
}

// appendPlace appends the position of a node in a quad and, except for a graph name,
// the predicate.
func (n *nDegree) appendPlace(dst []byte, predicate Ref, position int) []byte {
	dst = append(dst, positionLetters[position])
	if position != atGraph {
		dst = appendIRI(dst, n.draft.terms[predicate].value)
	}
	return dst
}

// choosePath finds the least path over the permutations of f.list, leaves it in
// f.chosen, and issues what it issued (step 5). Equal entries of the list are
// not permuted among themselves, which would give the same paths again.
func (n *nDegree) choosePath(f *frame, depth int) error {
	f.chosen = f.chosen[:0]
	base := len(n.order)
	if len(f.list) == 1 {
		_, err := n.tryPath(f, depth)
		f.chosen, f.path = f.path, f.chosen
		return err
	}
	f.saved = f.saved[:0]
	for more := true; more; more = nextPermutation(f.list) {
		better, err := n.tryPath(f, depth)
		if err != nil {
			return err
		}
		if better {
			f.chosen, f.path = f.path, f.chosen
			f.saved = append(f.saved[:0], n.order[base:]...)
		}
		n.rollback(base)
	}
	for _, node := range f.saved {
		n.issueTemporary(node)
	}
	return nil
}

// tryPath follows the present permutation (steps 5.4.1 to 5.4.6) and reports
// whether its path is less than the chosen one.
func (n *nDegree) tryPath(f *frame, depth int) (better bool, err error) {
	if err := n.spend(len(f.list)); err != nil {
		return false, err
	}
	f.path, f.recurse, f.matched = f.path[:0], f.recurse[:0], 0
	for _, node := range f.list {
		labelled := false
		if f.path, labelled = n.appendLabel(f.path, node); !labelled {
			f.recurse = append(f.recurse, node)
			n.issueTemporary(node)
			f.path, _ = n.appendLabel(f.path, node)
		}
	}
	if f.tooLong() {
		return false, nil
	}
	for _, node := range f.recurse {
		if err := n.hash(node, depth+1, &f.result); err != nil {
			return false, err
		}
		f.path, _ = n.appendLabel(f.path, node)
		f.path = append(f.path, '<')
		f.path = n.digest.appendHex(f.path, &f.result)
		f.path = append(f.path, '>')
		if f.tooLong() {
			return false, nil
		}
	}
	return len(f.chosen) == 0 || f.compare() < 0, nil
}

// tooLong reports whether the path can no longer become the chosen one.
func (f *frame) tooLong() bool {
	return len(f.chosen) > 0 && len(f.path) >= len(f.chosen) && f.compare() > 0
}

// compare compares the path with the chosen one. The path only grows between two
// comparisons, so what was found equal is not compared again: otherwise each
// permutation of many like nodes would take quadratic time.
func (f *frame) compare() int {
	end := min(len(f.path), len(f.chosen))
	for f.matched < end {
		step := min(f.matched+compareStep, end)
		if order := bytes.Compare(f.path[f.matched:step], f.chosen[f.matched:step]); order != 0 {
			return order
		}
		f.matched = step
	}
	return cmp.Compare(len(f.path), len(f.chosen))
}

// nextPermutation turns the list into its next permutation in lexical order, and
// reports whether there was one.
func nextPermutation(list []uint32) bool {
	i := len(list) - 2
	for i >= 0 && list[i] >= list[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(list) - 1
	for list[j] <= list[i] {
		j--
	}
	list[i], list[j] = list[j], list[i]
	slices.Reverse(list[i+1:])
	return true
}
