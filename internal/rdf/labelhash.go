package rdf

// labelHashes remembers the hashes of related nodes that have an identifier
// (RDFC-1.0 §4.7). Such a hash depends on the position, the predicate and the
// identifier and not on the node, so every search of a chain, from whichever node
// it starts, asks for the same ones again.
type labelHashes struct {
	entries []labelHash // a power of two; one that is needed replaces what is in its place
	run     uint32      // which canonicalization the entries are of
}

const (
	leastLabelHashes = 64
	mostLabelHashes  = 4_096
)

// labelHash is a remembered hash, what it is of, and its work.
type labelHash struct {
	hash      digest
	run       uint32
	predicate Ref
	number    int32
	position  uint8
	work      int
}

// start makes room for about so many nodes and forgets all hashes.
func (l *labelHashes) start(nodes int) {
	size := leastLabelHashes
	for size < mostLabelHashes && size < 2*nodes {
		size *= 2
	}
	if l.run++; l.run == 0 || size > len(l.entries) {
		l.entries, l.run = make([]labelHash, size), 1
	}
}

// find returns the place of a hash and whether it is there. The hash of a graph
// name does not depend on a predicate.
func (l *labelHashes) find(predicate Ref, position int, number int32) (e *labelHash, ok bool) {
	at := uint32(number)*2 + uint32(predicate)*61 + uint32(position)
	e = &l.entries[at&uint32(len(l.entries)-1)]
	if e.run == l.run && e.predicate == predicate && e.number == number && int(e.position) == position {
		return e, true
	}
	e.run, e.predicate, e.number, e.position = l.run, predicate, number, uint8(position)
	return e, false
}
