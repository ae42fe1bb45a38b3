package rdf

import (
	"maps"
	"math"
	"slices"
	"strconv"
)

// Quad is one statement. Subject is an IRI or a blank node, Predicate an IRI,
// Object any term but the default graph, Graph an IRI, a blank node or the
// zero Term for the default graph.
type Quad struct {
	Subject   Term
	Predicate string
	Object    Term
	Graph     Term
}

// Dataset is a list of quads that share numbered blank nodes. The zero value
// is an empty dataset. Duplicate quads may be added; they count once when the
// dataset is canonicalized. A Dataset may be read by several goroutines but
// not changed meanwhile.
type Dataset struct {
	quads  []Quad
	labels []string // by node number; "" = made by NewBlank
	index  map[string]uint32
}

// Blank returns the blank node with the label, without "_:", creating it at
// the first call. The label only names the node: it never influences the
// canonical form.
func (d *Dataset) Blank(label string) Term {
	node, ok := d.index[label]
	if !ok {
		if d.index == nil {
			d.index = make(map[string]uint32)
		}
		node = uint32(len(d.labels))
		d.labels = append(d.labels, label)
		d.index[label] = node
	}
	return Term{kind: kindBlank, node: node}
}

// NewBlank returns a new blank node that differs from all others.
func (d *Dataset) NewBlank() Term {
	d.labels = append(d.labels, "")
	return Term{kind: kindBlank, node: uint32(len(d.labels) - 1)}
}

// Add appends a quad. Its blank nodes must come from this dataset. Terms and
// positions are checked when the dataset is written or canonicalized.
func (d *Dataset) Add(q Quad) { d.quads = append(d.quads, q) }

// Grow makes room for n more quads.
func (d *Dataset) Grow(n int) {
	if need := len(d.quads) + n; need > cap(d.quads) {
		quads := make([]Quad, len(d.quads), need)
		copy(quads, d.quads)
		d.quads = quads
	}
}

// Reset makes the dataset empty and keeps its room for others. What was taken
// from it before must not be used any more.
func (d *Dataset) Reset() {
	clear(d.quads) // or their texts would stay in memory
	clear(d.labels)
	clear(d.index)
	d.quads, d.labels = d.quads[:0], d.labels[:0]
}

// Clone returns a dataset with the same quads and nodes and no room for more.
func (d *Dataset) Clone() *Dataset {
	return &Dataset{quads: slices.Clone(d.quads), labels: slices.Clone(d.labels), index: maps.Clone(d.index)}
}

// Room returns how many quads fit without growing.
func (d *Dataset) Room() int { return cap(d.quads) }

// Quads returns the quads in the order of addition. The slice belongs to the
// dataset and must not be changed.
func (d *Dataset) Quads() []Quad { return d.quads }

// Len returns the number of quads, duplicates included.
func (d *Dataset) Len() int { return len(d.quads) }

// BlankNodes returns the number of blank nodes; they are numbered from 0.
func (d *Dataset) BlankNodes() int { return len(d.labels) }

// Labels returns the label of every blank node, by number. Nodes made by
// NewBlank get labels b1, b2 and so on, beginning above every label of that form
// that was given to Blank, so that all labels differ.
func (d *Dataset) Labels() []string {
	var next uint64
	for label := range d.index {
		if n, ok := generatedNumber(label); ok && n > next {
			next = n
		}
	}
	labels := make([]string, len(d.labels))
	for node, label := range d.labels {
		if label == "" {
			next++
			label = "b" + strconv.FormatUint(next, 10)
		}
		labels[node] = label
	}
	return labels
}

// generatedNumber reads the number in a label like those that Labels makes up.
// With at most eighteen digits it stays far below the range of uint64, so
// counting on from it cannot wrap around into a label in use.
func generatedNumber(label string) (uint64, bool) {
	if len(label) < 2 || len(label) > 19 || label[0] != 'b' {
		return 0, false
	}
	n, err := strconv.ParseUint(label[1:], 10, 64)
	return n, err == nil
}

// Relabel returns a dataset with the same quads in which every blank node
// whose label is a key of the map has the value as its label. Both datasets
// share their quads.
func (d *Dataset) Relabel(labels map[string]string) *Dataset {
	out := &Dataset{quads: d.quads, labels: make([]string, len(d.labels)), index: make(map[string]uint32, len(d.labels))}
	for node, label := range d.Labels() {
		if other, ok := labels[label]; ok {
			label = other
		}
		out.labels[node] = label
		out.index[label] = uint32(node)
	}
	return out
}

// Limits bounds a dataset. A zero field means the default.
type Limits struct {
	// Bytes bounds the N-Quads read or the canonical form written, at most
	// 1 GiB (default 64 MiB).
	Bytes int
	// Quads bounds the number of quads, duplicates included (default 200,000).
	Quads int
	// BlankNodes bounds the number of blank nodes. By default only Quads does:
	// blank nodes are expensive only if they are alike, which [Options] bounds.
	BlankNodes int
}

const maxBytes = 1 << 30 // positions are kept in 32 bits

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	if l.Quads <= 0 {
		l.Quads = 200_000
	}
	if l.BlankNodes <= 0 {
		l.BlankNodes = math.MaxInt
	}
	l.Bytes = min(l.Bytes, maxBytes)
	return l
}
