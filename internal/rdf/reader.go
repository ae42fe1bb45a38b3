package rdf

import (
	"strings"
	"unicode/utf8"
)

// ParseNQuads reads an N-Quads document (RDF 1.1 N-Quads) strictly: every
// departure from the grammar, a relative IRI, an escape for a character that
// must not stand in its place, and an rdf:langString without a language tag are
// errors (*SyntaxError). A document beyond the limits gives ErrLimit. Language
// tags keep their letter case.
func ParseNQuads(data []byte, limits Limits) (*Dataset, error) {
	limits = limits.withDefaults()
	if len(data) > limits.Bytes {
		return nil, newLimitError("bytes", limits.Bytes)
	}
	r := reader{src: string(data), set: &Dataset{}}
	if !utf8.Valid(data) {
		r.pos = invalidUTF8(data)
		return nil, r.newError("the text is not UTF-8")
	}
	r.set.Grow(min(strings.Count(r.src, "\n")+1, limits.Quads))
	for r.pos < len(r.src) {
		if err := r.readLine(limits); err != nil {
			return nil, err
		}
	}
	return r.set, nil
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

type reader struct {
	src string
	pos int
	set *Dataset
}

// readLine reads one line: an optional statement and an optional comment.
func (r *reader) readLine(limits Limits) error {
	r.skipSpace()
	if c := r.peek(); c != '#' && !r.atEOL() {
		if r.set.Len() >= limits.Quads {
			return newLimitError("quads", limits.Quads)
		}
		if err := r.readStatement(); err != nil {
			return err
		}
		if r.set.BlankNodes() > limits.BlankNodes {
			return newLimitError("blank nodes", limits.BlankNodes)
		}
		r.skipSpace()
	}
	if r.peek() == '#' {
		for !r.atEOL() {
			r.pos++
		}
	}
	if !r.atEOL() {
		return r.newError("expected the end of the line after the statement")
	}
	r.pos = min(r.pos+1, len(r.src))
	return nil
}

func (r *reader) readStatement() error {
	var q Quad
	var err error
	if q.Subject, err = r.readNode("expected an IRI or a blank node as subject"); err != nil {
		return err
	}
	if q.Predicate, err = r.readIRI("expected an IRI as predicate"); err != nil {
		return err
	}
	if r.skipSpace(); r.peek() == '"' {
		q.Object, err = r.readLiteral()
	} else {
		q.Object, err = r.readNode("expected an IRI, a blank node or a literal as object")
	}
	if err != nil {
		return err
	}
	if r.skipSpace(); r.peek() != '.' {
		if q.Graph, err = r.readNode("expected a graph name or a full stop"); err != nil {
			return err
		}
	}
	if r.skipSpace(); r.peek() != '.' {
		return r.newError("expected a full stop")
	}
	r.pos++
	r.set.Add(q)
	return nil
}

// readNode reads an IRI or a blank node; otherwise is the error for anything
// else.
func (r *reader) readNode(otherwise string) (Term, error) {
	if r.skipSpace(); r.peek() != '_' {
		iri, err := r.readIRI(otherwise)
		return NewIRI(iri), err
	}
	if !strings.HasPrefix(r.src[r.pos:], "_:") {
		return Term{}, r.newError("expected a colon after the underscore of a blank node")
	}
	r.pos += 2
	length := blankLabelEnd(r.src[r.pos:])
	if length == 0 {
		return Term{}, r.newError("expected a blank node label")
	}
	label := r.src[r.pos : r.pos+length]
	r.pos += length
	return r.set.Blank(label), nil
}

// readIRI reads IRIREF, which must hold an absolute IRI.
func (r *reader) readIRI(otherwise string) (string, error) {
	if r.skipSpace(); r.peek() != '<' {
		return "", r.newError(otherwise)
	}
	begin := r.pos
	r.pos++
	iri, err := r.readQuoted('>', notIRI, "this character may not stand in an IRI")
	if err != nil {
		return "", err
	}
	if !IsIRI(iri) {
		r.pos = begin
		return "", r.newError("not an absolute IRI")
	}
	return iri, nil
}

func (r *reader) readLiteral() (Term, error) {
	r.pos++
	lexical, err := r.readQuoted('"', notInput, "the string is not closed on its line")
	if err != nil {
		return Term{}, err
	}
	switch rest := r.src[r.pos:]; {
	case strings.HasPrefix(rest, "@"):
		length := languageTagEnd(rest[1:])
		if length == 0 {
			return Term{}, r.newError("expected a language tag after the at sign")
		}
		r.pos += 1 + length
		return NewLangLiteral(lexical, rest[1:1+length]), nil
	case strings.HasPrefix(rest, "^^"):
		r.pos += 2
		if r.peek() != '<' {
			return Term{}, r.newError("expected the datatype IRI after the carets")
		}
		begin := r.pos
		datatype, err := r.readIRI("")
		if err != nil {
			return Term{}, err
		}
		if datatype == LangString {
			r.pos = begin
			return Term{}, r.newError("rdf:langString needs a language tag (RDF 1.1 Concepts §3.3)")
		}
		return NewLiteral(lexical, datatype), nil
	}
	return NewLiteral(lexical, ""), nil
}

// readQuoted reads up to the closing delimiter. Characters of the class must be
// escaped. Text without escapes is shared with the input.
func (r *reader) readQuoted(end byte, not uint8, otherwise string) (string, error) {
	begin := r.pos
	var text []byte
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; {
		case !hasClass(c, not):
			r.pos++
		case c == end && text == nil:
			r.pos++
			return r.src[begin : r.pos-1], nil
		case c == end:
			text = append(text, r.src[begin:r.pos]...)
			r.pos++
			return string(text), nil
		case c == '\\':
			text = append(text, r.src[begin:r.pos]...)
			char, err := r.readEscape(end == '"')
			if err != nil {
				return "", err
			}
			text = utf8.AppendRune(text, char)
			begin = r.pos
		default:
			return "", r.newError(otherwise)
		}
	}
	return "", r.newError("the text ends inside a term")
}

// readEscape reads UCHAR and, within strings, ECHAR.
func (r *reader) readEscape(inString bool) (rune, error) {
	rest := r.src[r.pos+1:]
	if rest == "" {
		return 0, r.newError("the text ends inside an escape")
	}
	digits := 0
	switch c := rest[0]; c {
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		at := strings.IndexByte(`tbnrf"'\`, c)
		if !inString || at < 0 {
			return 0, r.newError("unknown escape")
		}
		r.pos += 2
		return rune("\t\b\n\r\f\"'\\"[at]), nil
	}
	if len(rest) <= digits {
		return 0, r.newError("the text ends inside an escape")
	}
	var char rune
	for _, c := range []byte(rest[1 : 1+digits]) {
		value, ok := hexValue(c)
		if !ok || char > utf8.MaxRune {
			return 0, r.newError("the escape is not the hexadecimal number of a character")
		}
		char = char<<4 | rune(value)
	}
	if !utf8.ValidRune(char) {
		return 0, r.newError("the escape is not the hexadecimal number of a character")
	}
	r.pos += 2 + digits
	return char, nil
}

func hexValue(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return (c | 0x20) - 'a' + 10, true
	}
	return 0, false
}

func (r *reader) skipSpace() {
	for r.pos < len(r.src) && (r.src[r.pos] == ' ' || r.src[r.pos] == '\t') {
		r.pos++
	}
}

// peek returns the next byte, or a line feed at the end of the text.
func (r *reader) peek() byte {
	if r.pos < len(r.src) {
		return r.src[r.pos]
	}
	return '\n'
}

func (r *reader) atEOL() bool { c := r.peek(); return c == '\n' || c == '\r' }

// newError returns an error at the present position.
func (r *reader) newError(reason string) error {
	before := r.src[:r.pos]
	breaks := strings.Count(before, "\n") + strings.Count(before, "\r") - strings.Count(before, "\r\n")
	lineStart := strings.LastIndexAny(before, "\r\n") + 1
	return &SyntaxError{
		Line:   breaks + 1,
		Column: utf8.RuneCountInString(before[lineStart:]) + 1,
		Reason: reason,
	}
}
