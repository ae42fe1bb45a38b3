package rdf

import (
	"bytes"
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

func (m *mentionIndex) build(quads []layout, nodes int) {
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
func eachMention(quads []layout, f func(quad int, node int32)) {
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

// hashNode marks the node as "_:a" in its patterns, sorts and hashes them, and
// marks it as "_:z" again. Sorting brings equal patterns together; only among
// these can there be duplicates of a quad, which are removed from the mentions
// of the node because a dataset is a set.
func (c *canonicalizer) hashNode(node uint32, quads []uint32) {
	c.mark(node, quads, 'a')
	buf := c.writer.buf
	line := func(quad uint32) []byte { return buf[c.quads[quad].begin:c.quads[quad].end] }
	slices.SortFunc(quads, func(a, b uint32) int {
		if order := bytes.Compare(line(a), line(b)); order != 0 {
			return order
		}
		return compareNodes(&c.quads[a], &c.quads[b])
	})
	kept := 0
	c.scratch = c.scratch[:0]
	for i, quad := range quads {
		if i > 0 && bytes.Equal(line(quad), line(quads[kept-1])) &&
			compareNodes(&c.quads[quad], &c.quads[quads[kept-1]]) == 0 {
			c.quads[quad].setMarks(buf, node, 'z')
			continue
		}
		c.scratch = append(c.scratch, line(quad)...)
		quads[kept] = quad
		kept++
	}
	c.mark(node, quads[:kept], 'z')
	c.mentions.end[node] = c.mentions.begin[node] + uint32(kept)
	c.digest.sum(&c.hashes[node], c.scratch)
}

func compareNodes(a, b *layout) int {
	for position := range a.node {
		if order := cmp.Compare(a.node[position], b.node[position]); order != 0 {
			return order
		}
	}
	return 0
}

func (c *canonicalizer) mark(node uint32, quads []uint32, letter byte) {
	for _, quad := range quads {
		c.quads[quad].setMarks(c.writer.buf, node, letter)
	}
}

// setMarks writes the letter as label of the node in the pattern.
func (l *layout) setMarks(buf []byte, node uint32, letter byte) {
	for position, other := range l.node {
		if other == int32(node) {
			buf[l.label[position]] = letter
		}
	}
}
