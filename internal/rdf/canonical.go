package rdf

import (
	"bytes"
	"strconv"
)

// Canonical is the result of canonicalization: the sorted canonical N-Quads
// without duplicates, and the issued identifiers map.
type Canonical struct {
	hash    digester
	data    []byte
	sum     []byte  // if that is all there is
	numbers []int32 // of the canonical identifiers by node, or -1
}

// Bytes returns the serialized canonical form (RDFC-1.0 §5): UTF-8 lines that
// each end in a line feed. The slice belongs to the result and must not be changed.
func (c *Canonical) Bytes() []byte { return c.data }

// Sum returns the hash of Bytes, under the Hash of the Options.
func (c *Canonical) Sum() []byte {
	if c.sum != nil {
		return c.sum
	}
	h := c.hash.new()
	h.Write(c.data)
	return h.Sum(nil)
}

// Len returns the number of quads of the canonical form.
func (c *Canonical) Len() int { return bytes.Count(c.data, []byte{'\n'}) }

// number returns n where c14nN is the canonical identifier issued for the
// blank node with this number in the input dataset. ok is false for a node that
// no quad mentions.
func (c *Canonical) number(node int) (n int, ok bool) {
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
		if n, ok := c.number(node); ok {
			issued[label] = "c14n" + strconv.Itoa(n)
		}
	}
	return issued
}
