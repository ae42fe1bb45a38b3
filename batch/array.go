package batch

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
)

const space = " \t\r\n"

// isArray reports whether a text begins as a JSON array does.
func isArray(in *bufio.Reader) bool {
	for n := 16; ; n *= 2 {
		head, err := in.Peek(n)
		if text := bytes.TrimLeft(head, space); len(text) > 0 {
			return text[0] == '['
		}
		if err != nil || n >= smallBuffer {
			return false
		}
	}
}

// array gives the elements of a JSON array. One after the other is in memory, and one
// that is too long or no JSON is an item with a fault: where it ends is told by the
// brackets and quotes alone.
func (r *reader) array(o origin, in *bufio.Reader) bool {
	if _, err := in.ReadBytes('['); err != nil {
		return r.give(o, nil, unreadable(err))
	}
	for i := 0; ; i++ {
		element, end, err := readElement(in)
		switch {
		case err == io.EOF:
			return r.give(o, nil, &ReadError{Code: codeSyntax, What: fmt.Sprintf("breaks off in element %d of its array, or behind it; get the whole file", i)})
		case err != nil:
			return r.give(o, nil, unreadable(err))
		case i == 0 && end == ']' && len(element.text) == 0 && !element.tooLong:
			return r.trailing(o, in)
		case element.tooLong:
			err = tooLarge()
		}
		place := strconv.Itoa(i)
		if !r.part(o, "#/"+place, place, element.text, err) {
			return false
		}
		if end == ']' {
			return r.trailing(o, in)
		}
	}
}

// trailing finds what stands behind an array, where nothing may.
func (r *reader) trailing(o origin, in *bufio.Reader) bool {
	for {
		c, err := in.ReadByte()
		switch {
		case err == io.EOF:
			return true
		case err != nil:
			return r.give(o, nil, unreadable(err))
		case bytes.IndexByte([]byte(space), c) < 0:
			return r.give(o, nil, &ReadError{Code: codeTrailing, What: "goes on behind the end of its array; what follows was not read"})
		}
	}
}

// element is an element of an array, or that there is one that is too long.
type element struct {
	text    []byte
	tooLong bool
}

// readElement returns an element and what ends it, a comma or the bracket of the array.
func readElement(in *bufio.Reader) (e element, end byte, err error) {
	var depth int
	var quoted, escaped bool
	for {
		c, err := in.ReadByte()
		if err != nil {
			return e, 0, err
		}
		switch {
		case escaped:
			escaped = false
		case quoted:
			quoted, escaped = c != '"', c == '\\'
		case c == '"':
			quoted = true
		case depth == 0 && (c == ',' || c == ']'):
			e.text = bytes.Trim(e.text, space)
			return e, c, nil
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if !e.tooLong {
			e.text = append(e.text, c)
		}
		if len(e.text) > MaxDocument {
			e = element{tooLong: true}
		}
	}
}
