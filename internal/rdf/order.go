package rdf

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// The canonical form is sorted by its lines, and a line is its terms one after the
// other. No written term is the beginning of another one (each ends in a sign that
// cannot stand inside), so the order of lines is the order by subjects, then by
// predicates, objects and graph names. Subjects and predicates are few, so each is
// compared with others once to get a rank; the quads are sorted by these.

// named is an IRI with eight of its bytes, to sort by.
type named struct {
	key uint64
	ref Ref
}

// sortIRIs sorts different IRIs that agree in their first depth bytes, as they
// are written: with the sign ">" at the end. IRIs share long beginnings, so
// comparing them whole would read the same bytes again and again. Instead they
// are sorted by eight bytes at a time, and only ties go on to the next eight.
func (d *Draft) sortIRIs(all []named, depth int) {
	if len(all) > 6 {
		d.sortByKeys(all, depth)
		return
	}
	for i := 1; i < len(all); i++ {
		one := all[i]
		rest := d.terms[one.ref].value[depth:]
		j := i
		for ; j > 0 && compareIRIs(rest, d.terms[all[j-1].ref].value[depth:]) < 0; j-- {
			all[j] = all[j-1]
		}
		all[j] = one
	}
}

func (d *Draft) sortByKeys(all []named, depth int) {
	depth = d.loadKeys(all, depth)
	slices.SortFunc(all, func(a, b named) int { return cmp.Compare(a.key, b.key) })
	for len(all) > 0 {
		ties := 1
		for ties < len(all) && all[ties].key == all[0].key {
			ties++
		}
		if ties > 1 {
			d.sortIRIs(all[:ties], depth+8)
		}
		all = all[ties:]
	}
}

// loadKeys sets the keys of IRIs that agree in their first depth bytes to the eight
// bytes behind all that they agree in, and returns how much that is. Most of the
// agreement is seen in the first few, so that the texts are read once.
func (d *Draft) loadKeys(all []named, depth int) int {
	first := d.terms[all[0].ref].value
	agreed, begin := len(first), 0
	for i := range all {
		text := d.terms[all[i].ref].value
		if less := depth + agreement(first[depth:agreed], text[depth:]); less < agreed {
			agreed, begin = less, i
		}
		all[i].key = keyOf(text[agreed:])
	}
	for i := range all[:begin] {
		all[i].key = keyOf(d.terms[all[i].ref].value[agreed:])
	}
	return agreed
}

// keyOf returns the first eight bytes of the rest of an IRI as it is written.
func keyOf(rest string) uint64 {
	if len(rest) >= 8 {
		return uint64(rest[0])<<56 | uint64(rest[1])<<48 | uint64(rest[2])<<40 | uint64(rest[3])<<32 |
			uint64(rest[4])<<24 | uint64(rest[5])<<16 | uint64(rest[6])<<8 | uint64(rest[7])
	}
	var word [8]byte
	word[copy(word[:], rest)] = '>'
	return binary.BigEndian.Uint64(word[:])
}

// agreement returns the number of bytes with which both texts begin.
func agreement(a, b string) int {
	n := min(len(a), len(b))
	if a[:n] == b[:n] {
		return n
	}
	i := 0
	for a[i] == b[i] {
		i++
	}
	return i
}

// compareIRIs compares IRIs as they are written.
func compareIRIs(a, b string) int { return compareEnded(a, b, '>') }

// compareEnded compares two texts, each with a sign at its end.
func compareEnded(a, b string, end byte) int {
	n := min(len(a), len(b))
	if order := strings.Compare(a[:n], b[:n]); order != 0 {
		return order
	}
	switch {
	case len(a) > n:
		return cmp.Compare(a[n], end)
	case len(b) > n:
		return cmp.Compare(end, b[n])
	}
	return 0
}

// firstSign orders the kinds of terms by the signs with which they begin: the full
// stop at the end of a line, a quotation mark, "<" and "_".
var firstSign = [...]byte{kindDefault: '.', kindIRI: '<', kindBlank: '_', kindLiteral: '"'}

// compareTerms compares the written forms of two terms, of which not both are
// blank nodes.
func (c *canonicalizer) compareTerms(a, b Ref) int {
	if a == b {
		return 0
	}
	x, y := &c.draft.terms[a], &c.draft.terms[b]
	switch {
	case x.kind != y.kind:
		return cmp.Compare(firstSign[x.kind], firstSign[y.kind])
	case x.kind == kindIRI:
		return compareIRIs(x.value, y.value)
	case x.kind != kindLiteral:
		return 0
	case c.draft.facts[a].escaped || c.draft.facts[b].escaped:
		c.left, c.right = appendLiteral(c.left[:0], x), appendLiteral(c.right[:0], y)
		return bytes.Compare(c.left, c.right)
	}
	if order := compareEnded(x.value, y.value, '"'); order != 0 {
		return order
	}
	if x.lang != y.lang || (x.note == "") != (y.note == "") {
		return cmp.Compare(x.suffixSign(), y.suffixSign())
	}
	if x.lang {
		return compareEnded(x.note, y.note, ' ')
	}
	return compareIRIs(x.note, y.note)
}

// suffixSign returns the sign after the quotation mark at the end of a literal.
func (t *Term) suffixSign() byte {
	switch {
	case t.lang:
		return '@'
	case t.note == "":
		return ' '
	}
	return '^'
}

// rankNames gives the IRIs that are subjects or predicates their ranks, from 1 on.
func (c *canonicalizer) rankNames() {
	d := c.draft
	c.ranked = slices.Grow(c.ranked[:0], len(d.terms))[:len(d.terms)]
	clear(c.ranked)
	c.names = slices.Grow(c.names[:0], d.iris)
	for i := range d.quads {
		q := &d.quads[i]
		if c.ranked[q.s] == 0 {
			c.ranked[q.s] = 1
			if d.facts[q.s].kind == kindIRI {
				c.names = append(c.names, named{ref: q.s})
			}
		}
		if c.ranked[q.p] == 0 {
			c.ranked[q.p] = 1
			c.names = append(c.names, named{ref: q.p})
		}
	}
	d.sortIRIs(c.names, 0)
	for i, n := range c.names {
		c.ranked[n.ref] = uint32(i) + 1
	}
}

// rankNodes gives the blank nodes their ranks, after those of all IRIs, by their
// canonical labels.
func (c *canonicalizer) rankNodes() {
	if c.issued == 0 {
		return
	}
	count := int(c.issued)
	c.byNumber = slices.Grow(c.byNumber[:0], count)[:count]
	rank := uint32(len(c.names))
	number := 0
	for range count { // in the order of the decimal forms: 0, 1, 10, 100, 101, ...
		rank++
		c.byNumber[number] = rank
		switch {
		case number == 0:
			number = 1
		case 10*number < count:
			number *= 10
		default:
			for number%10 == 9 || number+1 >= count && number > 0 {
				number /= 10
			}
			number++
		}
	}
	for node, r := range c.draft.nodes {
		if n := c.canonical[node]; n >= 0 {
			c.ranked[r] = c.byNumber[n]
		}
	}
}

// sortQuads puts the quads into the order of their lines, each once: first by the
// ranks of their subjects, of which there are as many as there are places for them,
// then, among those of one subject, by the rest.
func (c *canonicalizer) sortQuads() {
	quads := c.draft.quads
	subjects := len(c.names) + int(c.issued) + 1
	c.begins = slices.Grow(c.begins[:0], subjects+1)[:subjects+1]
	clear(c.begins)
	for i := range quads {
		c.begins[c.ranked[quads[i].s]+1]++
	}
	for i := 1; i < len(c.begins); i++ {
		c.begins[i] += c.begins[i-1]
	}
	c.order = slices.Grow(c.order[:0], len(quads))[:len(quads)]
	for i := range quads {
		at := &c.begins[c.ranked[quads[i].s]]
		c.order[*at] = uint64(c.ranked[quads[i].p])<<32 | uint64(i)
		*at++
	}
	kept, begin := 0, 0 // begins has moved on to where the quads of each subject end
	for _, end := range c.begins[:subjects] {
		if int(end) > begin {
			kept += c.sortSubject(c.order[kept:kept], c.order[begin:end])
			begin = int(end)
		}
	}
	c.order = c.order[:kept]
}

// sortSubject sorts quads with the same subject, copies each that is there once,
// to a place before them, and returns how many.
func (c *canonicalizer) sortSubject(to, quads []uint64) int {
	sortNumbers(quads)
	begin := len(to)
	for len(quads) > 0 {
		ties := 1
		for ties < len(quads) && quads[ties]>>32 == quads[0]>>32 {
			ties++
		}
		if ties > 1 {
			c.sortObjects(quads[:ties])
		}
		to = append(to, quads[0])
		for i := 1; i < ties; i++ {
			if c.compareObjects(quads[i-1], quads[i]) != 0 {
				to = append(to, quads[i])
			}
		}
		quads = quads[ties:]
	}
	return len(to) - begin
}

// few is how many elements are sorted by inserting one after the other.
const few = 12

func sortNumbers(all []uint64) {
	if len(all) > few {
		slices.Sort(all)
		return
	}
	for i := 1; i < len(all); i++ {
		one, j := all[i], i
		for ; j > 0 && one < all[j-1]; j-- {
			all[j] = all[j-1]
		}
		all[j] = one
	}
}

// sortObjects sorts quads with the same subject and predicate.
func (c *canonicalizer) sortObjects(all []uint64) {
	if len(all) > few {
		slices.SortFunc(all, c.compareObjects)
		return
	}
	for i := 1; i < len(all); i++ {
		one, j := all[i], i
		for ; j > 0 && c.compareObjects(one, all[j-1]) < 0; j-- {
			all[j] = all[j-1]
		}
		all[j] = one
	}
}

func (c *canonicalizer) compareObjects(a, b uint64) int {
	x, y := &c.draft.quads[uint32(a)], &c.draft.quads[uint32(b)]
	if order := c.compareLabelled(x.o, y.o); order != 0 {
		return order
	}
	return c.compareLabelled(x.g, y.g)
}

// compareLabelled compares two terms as they are written with canonical labels.
func (c *canonicalizer) compareLabelled(a, b Ref) int {
	facts := c.draft.facts
	if facts[a].kind == kindBlank && facts[b].kind == kindBlank {
		return cmp.Compare(c.ranked[a], c.ranked[b])
	}
	return c.compareTerms(a, b)
}
