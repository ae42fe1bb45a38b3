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
		if reason := w.appendQuad(&d.quads[i]); reason != "" {
			return dst, newTermError(i, reason)
		}
	}
	return w.buf, nil
}

// writer appends quads of a dataset in canonical N-Quads form, under its labels.
type writer struct {
	buf    []byte
	nodes  int // blank nodes of the dataset
	labels []string
}

// appendQuad appends one statement. A non-empty reason says why it is not allowed.
func (w *writer) appendQuad(q *Quad) (reason string) {
	if reason = faultOf(q, w.nodes); reason != "" {
		return reason
	}
	w.appendTerm(&q.Subject)
	w.buf = append(appendIRI(w.buf, q.Predicate), ' ')
	w.appendTerm(&q.Object)
	if q.Graph.kind != kindDefault {
		w.appendTerm(&q.Graph)
	}
	w.buf = append(w.buf, '.', '\n')
	return ""
}

// appendTerm appends a term and a space.
func (w *writer) appendTerm(t *Term) {
	switch t.kind {
	case kindBlank:
		w.buf = append(append(w.buf, '_', ':'), w.labels[t.node]...)
	case kindIRI:
		w.buf = appendIRI(w.buf, t.value)
	default:
		w.buf = appendLiteral(w.buf, t)
	}
	w.buf = append(w.buf, ' ')
}

// faultOf says why a quad is not allowed in a dataset with so many blank nodes, or
// returns "".
func faultOf(q *Quad, nodes int) (reason string) {
	if q.Subject.kind == kindLiteral || q.Subject.kind == kindDefault {
		return "the subject is neither an IRI nor a blank node"
	}
	if reason = q.Subject.fault(nodes); reason != "" {
		return reason
	}
	if !IsIRI(q.Predicate) {
		return "the predicate is not an absolute IRI"
	}
	if q.Object.kind == kindDefault {
		return "the object is missing"
	}
	if reason = q.Object.fault(nodes); reason != "" {
		return reason
	}
	if q.Graph.kind == kindLiteral {
		return "the graph name is a literal"
	}
	return q.Graph.fault(nodes)
}

// fault says what is wrong with a term in a dataset with so many blank nodes, or
// returns "".
func (t *Term) fault(nodes int) (reason string) {
	switch t.kind {
	case kindBlank:
		if int(t.node) >= nodes {
			return "a blank node belongs to another dataset"
		}
	case kindIRI:
		if !IsIRI(t.value) {
			return "an IRI is not absolute or has a forbidden character"
		}
	case kindLiteral:
		if !isUTF8(t.value) {
			return "a literal is not UTF-8"
		}
		return t.suffixFault()
	}
	return ""
}

// suffixFault says what is wrong with the language or the datatype of a literal.
func (t *Term) suffixFault() (reason string) {
	switch {
	case t.lang:
		if !isLanguageTag(t.note) {
			return "a language tag is outside the grammar"
		}
	case t.note == LangString:
		return "rdf:langString without a language tag"
	case t.note != "" && !IsIRI(t.note):
		return "a datatype is not an absolute IRI"
	}
	return ""
}

func isUTF8(s string) bool { return classesOf(s)&notASCII == 0 || utf8.ValidString(s) }

func appendIRI(dst []byte, iri string) []byte {
	dst = append(dst, '<')
	dst = append(dst, iri...)
	return append(dst, '>')
}

func appendLiteral(dst []byte, t *Term) []byte {
	dst = append(dst, '"')
	if classesOf(t.value)&(escaped|notASCII) == 0 {
		dst = append(dst, t.value...)
	} else {
		dst = appendText(dst, t.value)
	}
	return appendSuffix(append(dst, '"'), t)
}

// appendSuffix appends the language or the datatype of a literal.
func appendSuffix(dst []byte, t *Term) []byte {
	switch {
	case t.lang:
		dst = append(append(dst, '@'), t.note...)
	case t.note != "":
		dst = appendIRI(append(dst, '^', '^'), t.note)
	}
	return dst
}

// appendText appends the inside of STRING_LITERAL_QUOTE in canonical form; s is
// UTF-8.
func appendText(dst []byte, s string) []byte {
	begin := 0
	for i, r := range s {
		if mustEscape(r) {
			dst = append(dst, s[begin:i]...)
			dst = appendEscape(dst, r)
			begin = i + utf8.RuneLen(r)
		}
	}
	return append(dst, s[begin:]...)
}

// mustEscape reports whether a character is written as an escape. U+FFFE and
// U+FFFF are the only ones outside Char of XML 1.1 that UTF-8 can hold, besides
// U+0000.
func mustEscape(r rune) bool {
	return r < utf8.RuneSelf && hasClass(byte(r), escaped) || r == 0xFFFE || r == 0xFFFF
}

// escapes returns by how many bytes escapes make a text longer, and whether there
// are any.
func escapes(s string) (longer int, any bool) {
	var room [6]byte
	for _, r := range s {
		if mustEscape(r) {
			longer += len(appendEscape(room[:0], r)) - utf8.RuneLen(r)
			any = true
		}
	}
	return longer, any
}

// appendEscape appends a character as ECHAR if there is one for it, else as UCHAR.
func appendEscape(dst []byte, r rune) []byte {
	const hex = "0123456789ABCDEF"
	switch r {
	case '\b':
		dst = append(dst, `\b`...)
	case '\t':
		dst = append(dst, `\t`...)
	case '\n':
		dst = append(dst, `\n`...)
	case '\f':
		dst = append(dst, `\f`...)
	case '\r':
		dst = append(dst, `\r`...)
	case '"', '\\':
		dst = append(dst, '\\', byte(r))
	default:
		dst = append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
	}
	return dst
}
