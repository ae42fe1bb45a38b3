package jsontree

import (
	"fmt"
	"strings"
)

// Limits bounds what [Parse] accepts. A zero field means the default.
type Limits struct {
	Bytes  int // length of the text; default 32 MiB
	Depth  int // nesting of objects and arrays; default 100, at most 9,999
	Values int // number of values; default 1,000,000
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 32 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 100
	}
	if l.Values <= 0 {
		l.Values = 1_000_000
	}
	// The reader calls itself for each level; positions are 32 bits wide.
	l.Depth = min(l.Depth, 9_999)
	l.Bytes = min(l.Bytes, 1<<30)
	return l
}

// Parse reads exactly one JSON value. The text is copied; an error is an
// [*Error].
func Parse(src []byte, limits Limits) (Value, error) {
	if len(src) > limits.withDefaults().Bytes {
		return Value{}, newSizeError(limits.withDefaults())
	}
	return ParseString(string(src), limits)
}

// ParseString is [Parse] for a text that is a string already; nothing is
// copied, so the tree keeps the whole string alive.
func ParseString(src string, limits Limits) (Value, error) {
	limits = limits.withDefaults()
	if len(src) > limits.Bytes {
		return Value{}, newSizeError(limits)
	}
	p := parser{src: src, limits: limits, scratch: borrow()}
	t := p.run()
	p.scratch.giveBack()
	if t == nil {
		return Value{}, newRefusal(src, limits)
	}
	return Value{t, t.root}, nil
}

func newSizeError(limits Limits) *Error {
	return &Error{Code: CodeSize, Offset: limits.Bytes,
		Detail: fmt.Sprintf("the text is longer than the limit of %d bytes", limits.Bytes)}
}

// newRefusal says what is wrong with a text that the parser has refused.
func newRefusal(src string, limits Limits) *Error {
	if strings.HasPrefix(src, "\xef\xbb\xbf") {
		return &Error{Code: CodeEncoding, Detail: "the text starts with a byte order mark, which JSON does not allow"}
	}
	if strings.Trim(src, " \t\r\n") == "" {
		return &Error{Code: CodeEmpty, Detail: "there is no JSON value, the text is empty"}
	}
	return diagnose([]byte(src), limits)
}
