package rdf

import (
	"iter"
	"strconv"
)

// Canonical is the result of canonicalization: the sorted canonical N-Quads
// without duplicates, and the issued identifiers map.
type Canonical struct {
	data    []byte
	ends    []uint32
	numbers []int32
}

// Bytes returns the serialized canonical form (RDFC-1.0 §5): UTF-8 lines that
// each end in a line feed. The slice belongs to the result and must not be changed.
func (c *Canonical) Bytes() []byte { return c.data }

// Len returns the number of quads of the canonical form.
func (c *Canonical) Len() int { return len(c.ends) }

// Line returns the quad with the number, counted from 0, line feed included.
func (c *Canonical) Line(i int) []byte {
	begin := uint32(0)
	if i > 0 {
		begin = c.ends[i-1]
	}
	return c.data[begin:c.ends[i]:c.ends[i]]
}

// Lines yields the quads in order with their numbers, line feeds included.
func (c *Canonical) Lines() iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		for i := range c.ends {
			if !yield(i, c.Line(i)) {
				return
			}
		}
	}
}

// Number returns n where c14nN is the canonical identifier issued for the
// blank node with this number in the input dataset. It is false for a node
// that no quad mentions.
func (c *Canonical) Number(node int) (n int, ok bool) {
	if node < 0 || node >= len(c.numbers) || c.numbers[node] < 0 {
		return 0, false
	}
	return int(c.numbers[node]), true
}

// Issued returns the issued identifiers map for the dataset that was
// canonicalized: input label to canonical identifier, both without "_:". Nodes
// made by NewBlank have the labels that [Dataset.Labels] gives them.
func (c *Canonical) Issued(ds *Dataset) map[string]string {
	issued := make(map[string]string, len(c.numbers))
	for node, label := range ds.Labels() {
		if n, ok := c.Number(node); ok {
			issued[label] = "c14n" + strconv.Itoa(n)
		}
	}
	return issued
}
