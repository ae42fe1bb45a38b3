package rdf

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// span is a line of a buffer with its line feed; key holds eight of its bytes
// while lines are sorted.
type span struct {
	key        uint64
	begin, end uint32
}

// sortLines sorts lines that agree in their first depth bytes. Each must end
// with the only line feed it has. Byte order of UTF-8 is code point order.
//
// Lines of N-Quads share long prefixes, so comparing whole lines would read
// the same bytes again and again. Instead, lines are sorted by eight bytes at
// a time and only ties go on to the next eight: every byte is read once.
func sortLines(buf []byte, lines []span, depth uint32) {
	for len(lines) > 8 {
		if loadKeys(buf, lines, depth) {
			if lines[0].end-lines[0].begin <= depth+8 {
				return // all equal, line feed included
			}
			depth += 8
			continue
		}
		slices.SortFunc(lines, func(a, b span) int { return cmp.Compare(a.key, b.key) })
		for len(lines) > 0 {
			ties := 1
			for ties < len(lines) && lines[ties].key == lines[0].key {
				ties++
			}
			if ties > 1 && lines[0].end-lines[0].begin > depth+8 {
				sortLines(buf, lines[:ties], depth+8)
			}
			lines = lines[ties:]
		}
		return
	}
	for i := 1; i < len(lines); i++ {
		line := lines[i]
		rest := buf[line.begin+depth : line.end]
		j := i
		for ; j > 0 && bytes.Compare(rest, buf[lines[j-1].begin+depth:lines[j-1].end]) < 0; j-- {
			lines[j] = lines[j-1]
		}
		lines[j] = line
	}
}

// loadKeys sets the keys to the eight bytes at depth, filled up with zeros
// beyond the end, and reports whether all are the same.
func loadKeys(buf []byte, lines []span, depth uint32) (same bool) {
	same = true
	for i := range lines {
		line := &lines[i]
		rest := buf[line.begin+depth : line.end]
		if len(rest) >= 8 {
			line.key = binary.BigEndian.Uint64(rest)
		} else {
			var word [8]byte
			copy(word[:], rest)
			line.key = binary.BigEndian.Uint64(word[:])
		}
		same = same && line.key == lines[0].key
	}
	return same
}
