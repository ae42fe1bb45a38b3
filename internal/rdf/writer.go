package rdf

import (
	"fmt"
	"unicode/utf8"
)

// AppendNQuads appends the quads in their order in canonical N-Quads form
// (RDFC-1.0 appendix A), blank nodes under their labels. This is not the
// canonical form of the dataset: see [Canonicalize]. A term that RDF forbids,
// or a blank node label outside the grammar, gives ErrTerm.
func (d *Dataset) AppendNQuads(dst []byte) ([]byte, error) {
	labels := d.Labels()
	for _, label := range labels {
		if !IsBlankLabel(label) {
			return dst, fmt.Errorf("%w: a blank node label is outside the grammar", ErrTerm)
		}
	}
	w := writer{buf: dst, nodes: len(labels), labels: labels}
	for i := range d.quads {
		if _, reason := w.appendQuad(&d.quads[i]); reason != "" {
			return dst, newTermError(i, reason)
		}
	}
	return w.buf, nil
}

// writer appends quads in canonical N-Quads form. Without labels it writes every
// blank node as "_:z", for the caller to replace the letter at the position in
// the layout.
type writer struct {
	buf    []byte
	nodes  int // blank nodes of the dataset
	labels []string
}

// layout says where the parts of a written quad stand in the buffer. Blank nodes
// are indexed by position: subject, object, graph name.
type layout struct {
	begin, end              uint32
	predicate, predicateEnd uint32 // with its angle brackets
	label                   [3]uint32
	node                    [3]int32 // -1: not a blank node
}

const (
	atSubject = iota
	atObject
	atGraph
)

// positionLetters are the position strings of RDFC-1.0 §4.7.
const positionLetters = "sog"

// appendQuad appends one statement. A non-empty reason says why it is not allowed.
func (w *writer) appendQuad(q *Quad) (l layout, reason string) {
	l.begin = uint32(len(w.buf))
	l.node = [3]int32{-1, -1, -1}
	if q.Subject.kind == kindLiteral || q.Subject.kind == kindDefault {
		return l, "the subject is neither an IRI nor a blank node"
	}
	if reason = w.appendTerm(&q.Subject, atSubject, &l); reason != "" {
		return l, reason
	}
	l.predicate = uint32(len(w.buf))
	if !w.appendIRI(q.Predicate) {
		return l, "the predicate is not an absolute IRI"
	}
	l.predicateEnd = uint32(len(w.buf))
	w.buf = append(w.buf, ' ')
	if q.Object.kind == kindDefault {
		return l, "the object is missing"
	}
	if reason = w.appendTerm(&q.Object, atObject, &l); reason != "" {
		return l, reason
	}
	if q.Graph.kind != kindDefault {
		if q.Graph.kind == kindLiteral {
			return l, "the graph name is a literal"
		}
		if reason = w.appendTerm(&q.Graph, atGraph, &l); reason != "" {
			return l, reason
		}
	}
	w.buf = append(w.buf, '.', '\n')
	l.end = uint32(len(w.buf))
	return l, ""
}

// appendTerm appends a term and a space.
func (w *writer) appendTerm(t *Term, position int, l *layout) (reason string) {
	switch t.kind {
	case kindBlank:
		if int(t.node) >= w.nodes {
			return "a blank node belongs to another dataset"
		}
		w.buf = append(w.buf, '_', ':')
		l.node[position] = int32(t.node)
		l.label[position] = uint32(len(w.buf))
		if w.labels == nil {
			w.buf = append(w.buf, 'z')
		} else {
			w.buf = append(w.buf, w.labels[t.node]...)
		}
	case kindIRI:
		if !w.appendIRI(t.value) {
			return "an IRI is not absolute or has a forbidden character"
		}
	default:
		if reason := w.appendLiteral(t); reason != "" {
			return reason
		}
	}
	w.buf = append(w.buf, ' ')
	return ""
}

func (w *writer) appendIRI(iri string) bool {
	if !IsIRI(iri) {
		return false
	}
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, iri...)
	w.buf = append(w.buf, '>')
	return true
}

func (w *writer) appendLiteral(t *Term) (reason string) {
	w.buf = append(w.buf, '"')
	if !w.appendText(t.value) {
		return "a literal is not UTF-8"
	}
	w.buf = append(w.buf, '"')
	switch {
	case t.lang:
		if !isLanguageTag(t.note) {
			return "a language tag is outside the grammar"
		}
		w.buf = append(w.buf, '@')
		w.buf = append(w.buf, t.note...)
	case t.note == LangString:
		return "rdf:langString without a language tag"
	case t.note != "":
		w.buf = append(w.buf, '^', '^')
		if !w.appendIRI(t.note) {
			return "a datatype is not an absolute IRI"
		}
	}
	return ""
}

// appendText appends the inside of STRING_LITERAL_QUOTE in canonical form. It
// returns false if s is not UTF-8.
func (w *writer) appendText(s string) bool {
	all := classesOf(s)
	if all&(escaped|notASCII) == 0 {
		w.buf = append(w.buf, s...)
		return true
	}
	if all&notASCII != 0 && !utf8.ValidString(s) {
		return false
	}
	begin := 0
	for i, r := range s {
		// U+FFFE and U+FFFF are the only characters outside Char of
		// XML 1.1 that UTF-8 can hold, besides U+0000.
		if r < utf8.RuneSelf && hasClass(byte(r), escaped) || r == 0xFFFE || r == 0xFFFF {
			w.buf = append(w.buf, s[begin:i]...)
			w.appendEscape(r)
			begin = i + utf8.RuneLen(r)
		}
	}
	w.buf = append(w.buf, s[begin:]...)
	return true
}

// appendEscape appends a character as ECHAR if there is one for it, else as UCHAR.
func (w *writer) appendEscape(r rune) {
	const hex = "0123456789ABCDEF"
	switch r {
	case '\b':
		w.buf = append(w.buf, `\b`...)
	case '\t':
		w.buf = append(w.buf, `\t`...)
	case '\n':
		w.buf = append(w.buf, `\n`...)
	case '\f':
		w.buf = append(w.buf, `\f`...)
	case '\r':
		w.buf = append(w.buf, `\r`...)
	case '"', '\\':
		w.buf = append(w.buf, '\\', byte(r))
	default:
		w.buf = append(w.buf, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
	}
}
