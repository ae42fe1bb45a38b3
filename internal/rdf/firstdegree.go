package rdf

import (
	"cmp"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
)

// digest holds a SHA-256 or a SHA-384 value; the bytes after a SHA-256 are zero.
// The order of digests is the code point order of their hexadecimal forms.
type digest [sha512.Size384]byte

// digester is the hash algorithm of a canonicalization.
type digester struct{ long bool }

func (d *digester) setHash(hash crypto.Hash) error {
	if hash != 0 && hash != crypto.SHA256 && hash != crypto.SHA384 {
		return ErrHash
	}
	d.long = hash == crypto.SHA384
	return nil
}

func (d digester) new() hash.Hash {
	if d.long {
		return sha512.New384()
	}
	return sha256.New()
}

func (d digester) sum(to *digest, data []byte) {
	if d.long {
		*to = sha512.Sum384(data)
		return
	}
	short := sha256.Sum256(data)
	copy(to[:], short[:])
}

func (d digester) appendHex(dst []byte, sum *digest) []byte {
	if d.long {
		return hex.AppendEncode(dst, sum[:])
	}
	return hex.AppendEncode(dst, sum[:sha256.Size])
}

// mentionIndex is the blank node to quads map (RDFC-1.0 §4.2): the quads of node
// n are quads[begin[n]:end[n]], numbers into Canonicalizer.quads.
type mentionIndex struct {
	begin, end []uint32
	quads      []uint32
}

func (m *mentionIndex) build(quads []linked, nodes int) {
	m.begin = slices.Grow(m.begin[:0], nodes)[:nodes]
	m.end = slices.Grow(m.end[:0], nodes)[:nodes]
	clear(m.begin)
	total := uint32(0)
	eachMention(quads, func(_ int, node int32) { m.begin[node]++; total++ })
	at := uint32(0)
	for n := range m.begin {
		count := m.begin[n]
		m.begin[n], m.end[n] = at, at
		at += count
	}
	m.quads = slices.Grow(m.quads[:0], int(total))[:total]
	eachMention(quads, func(quad int, node int32) {
		m.quads[m.end[node]] = uint32(quad)
		m.end[node]++
	})
}

// eachMention calls f once for every quad and blank node in it.
func eachMention(quads []linked, f func(quad int, node int32)) {
	for i := range quads {
		s, o, g := quads[i].node[atSubject], quads[i].node[atObject], quads[i].node[atGraph]
		if s >= 0 {
			f(i, s)
		}
		if o >= 0 && o != s {
			f(i, o)
		}
		if g >= 0 && g != s && g != o {
			f(i, g)
		}
	}
}

// of returns the numbers of the quads that mention the node.
func (m *mentionIndex) of(node uint32) []uint32 { return m.quads[m.begin[node]:m.end[node]] }

// hashFirstDegree computes the first-degree hash of every node that a quad
// mentions (RDFC-1.0 §4.6).
func (c *canonicalizer) hashFirstDegree(ctx context.Context, nodes int) error {
	c.hashes = slices.Grow(c.hashes[:0], nodes)[:nodes]
	clear(c.hashes)
	c.ranks = slices.Grow(c.ranks, nodes)
	done := 0
	for node := range uint32(nodes) {
		quads := c.mentions.of(node)
		if len(quads) == 0 {
			continue
		}
		if done -= len(quads); done < 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			done = quadsPerCheck
		}
		c.hashNode(node, quads)
		c.ranks = append(c.ranks, rank{key: binary.BigEndian.Uint64(c.hashes[node][:]), node: node})
	}
	return nil
}

// hashNode sorts the quads of a node as they are written with the node as "_:a"
// and all others as "_:z", and hashes them. Sorting brings equal lines together;
// only among these can there be duplicates of a quad, which are removed from the
// mentions of the node because a dataset is a set.
func (c *canonicalizer) hashNode(node uint32, quads []uint32) {
	c.sortMentions(int32(node), quads)
	kept := 0
	buf := c.scratch[:0]
	for i, quad := range quads {
		q := &c.quads[quad]
		if i > 0 && c.compareMentions(int32(node), quad, quads[kept-1]) == 0 {
			continue
		}
		buf = append(c.appendMarked(buf, q.s, q.node[atSubject], int32(node)), ' ')
		buf = append(appendIRI(buf, c.draft.terms[q.p].value), ' ')
		buf = append(c.appendMarked(buf, q.o, q.node[atObject], int32(node)), ' ')
		if q.g != 0 {
			buf = append(c.appendMarked(buf, q.g, q.node[atGraph], int32(node)), ' ')
		}
		buf = append(buf, '.', '\n')
		quads[kept] = quad
		kept++
	}
	c.scratch = buf
	c.mentions.end[node] = c.mentions.begin[node] + uint32(kept)
	c.digest.sum(&c.hashes[node], buf)
}

// appendMarked appends a term, which is the blank node other or none if that is
// negative.
func (c *canonicalizer) appendMarked(dst []byte, r Ref, other, node int32) []byte {
	switch {
	case other < 0:
		return c.draft.appendTerm(dst, r)
	case other == node:
		return append(dst, "_:a"...)
	}
	return append(dst, "_:z"...)
}

// sortMentions sorts the quads of a node; most have few.
func (c *canonicalizer) sortMentions(node int32, quads []uint32) {
	if len(quads) > few {
		slices.SortFunc(quads, func(a, b uint32) int { return c.compareMentions(node, a, b) })
		return
	}
	for i := 1; i < len(quads); i++ {
		quad, j := quads[i], i
		for ; j > 0 && c.compareMentions(node, quad, quads[j-1]) < 0; j-- {
			quads[j] = quads[j-1]
		}
		quads[j] = quad
	}
}

// compareMentions compares two quads as they are written for a node, and, if they
// look the same, by the nodes in them.
func (c *canonicalizer) compareMentions(node int32, a, b uint32) int {
	x, y := &c.quads[a], &c.quads[b]
	if order := c.compareMarked(node, x.s, y.s, x.node[atSubject], y.node[atSubject]); order != 0 {
		return order
	}
	if order := cmp.Compare(c.ranked[x.p], c.ranked[y.p]); order != 0 {
		return order
	}
	if order := c.compareMarked(node, x.o, y.o, x.node[atObject], y.node[atObject]); order != 0 {
		return order
	}
	if order := c.compareMarked(node, x.g, y.g, x.node[atGraph], y.node[atGraph]); order != 0 {
		return order
	}
	return compareNodes(x, y)
}

// compareMarked compares two terms of which m and n are the blank nodes, or
// negative.
func (c *canonicalizer) compareMarked(node int32, a, b Ref, m, n int32) int {
	switch {
	case m < 0 || n < 0:
		return c.compareTerms(a, b)
	case (m == node) == (n == node):
		return 0
	case m == node:
		return -1
	}
	return 1
}

func compareNodes(a, b *linked) int {
	for position := range a.node {
		if order := cmp.Compare(a.node[position], b.node[position]); order != 0 {
			return order
		}
	}
	return 0
}
