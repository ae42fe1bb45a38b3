package rdf

import (
	"hash/maphash"
	"math"
	"slices"
	"unicode/utf8"
)

// Draft is a dataset in the form in which it is canonicalized: each term stands
// in it once, checked, and a quad is the numbers of its terms. Who writes many
// quads about the same nodes saves checking and comparing their IRIs again and
// again. The zero value is an empty draft; it is not safe for concurrent use.
//
// IRIs and blank nodes are numbered by what they are, so two of them are the same
// if their numbers are. Literals get a new number each time.
type Draft struct {
	terms  []Term // by Ref
	facts  []fact // by Ref
	quads  []statement
	nodes  []Ref    // the blank nodes by number
	labels []string // by number of blank node; "" = made by NewBlank; none in a working copy
	index  map[string]Ref
	slots  []Ref // of the IRIs by hash, for open addressing; a power of two
	iris   int
	size   int // of all quads when they are written with labels of one letter
}

// Ref is the number of a term in a [Draft]. Zero is the default graph.
type Ref uint32

// fact is what is known of a term besides what it is.
type fact struct {
	size uint32 // bytes when it is written, a blank node with a label of one letter
	hash uint32 // of an IRI; of a blank node, its number
	kind kind
	// escaped says that a literal has characters that must be escaped.
	escaped bool
}

// statement is a quad.
type statement struct{ s, p, o, g Ref }

// Name is an IRI that was checked before, to be used in many drafts.
type Name struct {
	iri  string
	hash uint32
}

// seed makes it impossible to choose IRIs whose hashes are equal.
var seed = maphash.MakeSeed()

func hashOf(iri string) uint32 { return uint32(maphash.String(seed, iri) >> 32) }

// NewName checks an IRI.
func NewName(iri string) (Name, bool) {
	if !IsIRI(iri) {
		return Name{}, false
	}
	return Name{iri, hashOf(iri)}, true
}

// String returns the IRI.
func (n Name) String() string { return n.iri }

const (
	firstSlots   = 256
	quadsPerName = 4   // quads for each IRI, as a guess
	sampled      = 500 // quads that are looked at for how many have literals
)

// Name returns the number of an IRI that was checked before.
func (d *Draft) Name(n Name) Ref {
	if i := d.slotOf(n.iri, n.hash); d.slots[i] != 0 {
		return d.slots[i]
	}
	return d.addIRI(n.iri, n.hash)
}

// IRI returns the number of an IRI, or false if it is none; see [IsIRI].
func (d *Draft) IRI(iri string) (Ref, bool) {
	hash := hashOf(iri)
	if i := d.slotOf(iri, hash); d.slots[i] != 0 {
		return d.slots[i], true
	}
	if !IsIRI(iri) {
		return 0, false
	}
	return d.addIRI(iri, hash), true
}

// slotOf returns the slot of an IRI, which is empty if the draft does not have it.
func (d *Draft) slotOf(iri string, hash uint32) uint32 {
	if len(d.slots) == 0 {
		d.resize(firstSlots)
	}
	mask := uint32(len(d.slots) - 1)
	i := hash & mask
	for d.slots[i] != 0 {
		if r := d.slots[i]; d.facts[r].hash == hash && d.terms[r].value == iri {
			break
		}
		i = (i + 1) & mask
	}
	return i
}

func (d *Draft) addIRI(iri string, hash uint32) Ref {
	if 2*(d.iris+1) > len(d.slots) {
		d.resize(2 * len(d.slots))
	}
	d.iris++
	r := d.add(Term{kind: kindIRI, value: iri}, fact{size: uint32(len(iri) + 2), hash: hash, kind: kindIRI})
	mask := uint32(len(d.slots) - 1)
	i := hash & mask
	for d.slots[i] != 0 {
		i = (i + 1) & mask
	}
	d.slots[i] = r
	return r
}

// resize gives the IRIs a number of slots, all of which are empty beyond those in
// use.
func (d *Draft) resize(n int) {
	clear(d.slots)
	if d.slots = d.slots[:0]; cap(d.slots) < n {
		d.slots = make([]Ref, n)
	}
	d.slots = d.slots[:n]
	mask := uint32(n - 1)
	for r := range d.facts {
		if d.facts[r].kind != kindIRI {
			continue
		}
		i := d.facts[r].hash & mask
		for d.slots[i] != 0 {
			i = (i + 1) & mask
		}
		d.slots[i] = Ref(r)
	}
}

func (d *Draft) add(t Term, f fact) Ref {
	if len(d.terms) == 0 { // the default graph
		d.terms, d.facts = append(d.terms, Term{}), append(d.facts, fact{})
	}
	d.terms, d.facts = append(d.terms, t), append(d.facts, f)
	return Ref(len(d.terms) - 1)
}

// Blank returns the blank node with the label; see [Dataset.Blank].
func (d *Draft) Blank(label string) Ref {
	r, ok := d.index[label]
	if !ok {
		if d.index == nil {
			d.index = make(map[string]Ref)
		}
		r = d.addBlank()
		d.labels = append(d.labels, label)
		d.index[label] = r
	}
	return r
}

// NewBlank returns a new blank node that differs from all others.
func (d *Draft) NewBlank() Ref {
	d.labels = append(d.labels, "")
	return d.addBlank()
}

func (d *Draft) addBlank() Ref {
	node := uint32(len(d.nodes))
	r := d.add(Term{kind: kindBlank, node: node}, fact{size: uint32(len("_:z")), hash: node, kind: kindBlank})
	d.nodes = append(d.nodes, r)
	return r
}

// Literal returns the number of a literal, whose datatype or language is not
// checked: the caller knows that it is one. It is false if the text is not UTF-8.
func (d *Draft) Literal(t Term) (Ref, bool) {
	all := classesOf(t.value)
	if all&notASCII != 0 && !utf8.ValidString(t.value) {
		return 0, false
	}
	f, size := fact{kind: kindLiteral}, len(`""`)+len(t.value)
	if all&(escaped|notASCII) != 0 {
		var longer int
		longer, f.escaped = escapes(t.value)
		size += longer
	}
	switch {
	case t.lang:
		size += len("@") + len(t.note)
	case t.note != "":
		size += len("^^<>") + len(t.note)
	}
	f.size = uint32(min(size, math.MaxUint32)) // which is over any limit
	return d.add(t, f), true
}

// reserve makes room for the quads and nodes of a dataset at once. Growing step by
// step takes several times as much memory, which for large datasets takes longer
// than all the rest.
func (d *Draft) reserve(ds *Dataset) {
	d.quads = slices.Grow(d.quads, len(ds.quads))
	d.nodes = slices.Grow(d.nodes, len(ds.labels))
	step := 1 + len(ds.quads)/sampled
	terms := 1 + len(ds.labels) + len(ds.quads)/quadsPerName
	for i := 0; i < len(ds.quads); i += step {
		if ds.quads[i].Object.kind == kindLiteral {
			terms += step
		}
	}
	d.terms, d.facts = slices.Grow(d.terms, terms), slices.Grow(d.facts, terms)
	slots := firstSlots
	for slots < len(ds.quads)/2 {
		slots *= 2
	}
	d.resize(slots)
}

// Add appends a quad.
func (d *Draft) Add(s, p, o, g Ref) {
	d.quads = append(d.quads, statement{s, p, o, g})
	d.size += int(d.facts[s].size) + int(d.facts[p].size) + int(d.facts[o].size) + len("   .\n")
	if g != 0 {
		d.size += int(d.facts[g].size) + 1
	}
}

// addQuad appends a quad of a dataset with so many blank nodes, which are the first
// terms of the draft. A non-empty reason says why it is not allowed.
func (d *Draft) addQuad(q *Quad, nodes int) (reason string) {
	s, ok := d.subjectOf(&q.Subject, nodes)
	if !ok || q.Subject.kind == kindLiteral || s == 0 {
		return faultOf(q, nodes)
	}
	p, ok := d.IRI(q.Predicate)
	if !ok {
		return faultOf(q, nodes)
	}
	o, ok := d.termOf(&q.Object, nodes)
	if !ok || o == 0 {
		return faultOf(q, nodes)
	}
	g, ok := d.termOf(&q.Graph, nodes)
	if !ok || q.Graph.kind == kindLiteral {
		return faultOf(q, nodes)
	}
	d.Add(s, p, o, g)
	return ""
}

// subjectOf is termOf for a subject, which is often that of the quad before.
func (d *Draft) subjectOf(t *Term, nodes int) (Ref, bool) {
	if len(d.quads) > 0 && t.kind == kindIRI {
		if last := d.quads[len(d.quads)-1].s; d.terms[last].value == t.value && d.facts[last].kind == kindIRI {
			return last, true
		}
	}
	return d.termOf(t, nodes)
}

func (d *Draft) termOf(t *Term, nodes int) (Ref, bool) {
	switch t.kind {
	case kindDefault:
		return 0, true
	case kindBlank:
		return Ref(t.node) + 1, int(t.node) < nodes
	case kindIRI:
		return d.IRI(t.value)
	}
	if t.suffixFault() != "" {
		return 0, false
	}
	return d.Literal(*t)
}

// nodeOf returns the number of a blank node, or -1 for any other term.
func (d *Draft) nodeOf(r Ref) int32 {
	if f := &d.facts[r]; f.kind == kindBlank {
		return int32(f.hash)
	}
	return -1
}

// appendTerm appends an IRI or a literal as it is written.
func (d *Draft) appendTerm(dst []byte, r Ref) []byte {
	t := &d.terms[r]
	if t.kind == kindIRI {
		return appendIRI(dst, t.value)
	}
	dst = append(dst, '"')
	if d.facts[r].escaped {
		dst = appendText(dst, t.value)
	} else {
		dst = append(dst, t.value...)
	}
	return appendSuffix(append(dst, '"'), t)
}

// Repeat appends the quads from number from to before number to again.
func (d *Draft) Repeat(from, to int) {
	for _, q := range d.quads[from:to] {
		d.Add(q.s, q.p, q.o, q.g)
	}
}

// Len returns the number of quads, duplicates included.
func (d *Draft) Len() int { return len(d.quads) }

// Quad returns the terms of a quad.
func (d *Draft) Quad(i int) (s, p, o, g Ref) {
	q := &d.quads[i]
	return q.s, q.p, q.o, q.g
}

// Value returns the IRI or the lexical form of a term.
func (d *Draft) Value(r Ref) string { return d.terms[r].value }

// IsLiteral reports whether a term is a literal.
func (d *Draft) IsLiteral(r Ref) bool { return d.facts[r].kind == kindLiteral }

// Same reports whether two terms are the same.
func (d *Draft) Same(a, b Ref) bool { return a == b || d.terms[a] == d.terms[b] }

// BlankNodes returns the number of blank nodes; they are numbered from 0.
func (d *Draft) BlankNodes() int { return len(d.nodes) }

// Dataset returns the quads as a dataset.
func (d *Draft) Dataset() *Dataset {
	ds := &Dataset{quads: make([]Quad, len(d.quads)), labels: slices.Clone(d.labels)}
	for i, q := range d.quads {
		ds.quads[i] = Quad{Subject: d.terms[q.s], Predicate: d.terms[q.p].value, Object: d.terms[q.o]}
		if q.g != 0 {
			ds.quads[i].Graph = d.terms[q.g]
		}
	}
	if len(d.index) > 0 {
		ds.index = make(map[string]uint32, len(d.index))
		for label, r := range d.index {
			ds.index[label] = d.terms[r].node
		}
	}
	return ds
}

// Room returns about how many bytes fit without growing.
func (d *Draft) Room() int {
	return cap(d.terms)*60 + cap(d.quads)*16 + cap(d.labels)*20 + cap(d.slots)*4
}

// Reset makes the draft empty and keeps its room for others.
func (d *Draft) Reset() {
	clear(d.terms) // or their texts would stay in memory
	clear(d.labels)
	clear(d.index)
	clear(d.slots)
	d.terms, d.facts, d.quads, d.nodes, d.labels = d.terms[:0], d.facts[:0], d.quads[:0], d.nodes[:0], d.labels[:0]
	d.slots = d.slots[:min(firstSlots, len(d.slots))]
	d.iris, d.size = 0, 0
}
