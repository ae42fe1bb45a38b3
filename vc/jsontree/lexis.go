package jsontree

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	everyByte = 0x0101_0101_0101_0101
	highBits  = 0x80 * everyByte
	spaces    = ' ' * everyByte
)

// byteAt returns a byte of s, or NUL, which no JSON text may contain, behind
// its end.
func byteAt(s string, i int) byte {
	if uint(i) < uint(len(s)) {
		return s[i]
	}
	return 0
}

// word returns eight bytes of s, the first one lowest.
func word(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// special marks the bytes of a word that a string cannot hold as they are:
// a quote, a backslash, a control character. The lowest mark is right; a
// borrow can set wrong ones above it.
func special(w uint64) uint64 {
	quote := w ^ '"'*everyByte
	backslash := w ^ '\\'*everyByte
	return ((w-0x20*everyByte)&^w | (quote-everyByte)&^quote | (backslash-everyByte)&^backslash) & highBits
}

// skip returns the place of the first byte from i on that is no white space.
func skip(s string, i int) int {
	if uint(i) < uint(len(s)) && s[i] > ' ' {
		return i
	}
	return skipSpace(s, i)
}

func skipSpace(s string, i int) int {
	for i < len(s) {
		switch s[i] {
		case ' ':
			for i+8 <= len(s) && word(s, i) == spaces { // an indented text
				i += 8
			}
			if i < len(s) && s[i] == ' ' {
				i++
			}
		case '\n', '\r', '\t':
			i++
		default:
			return i
		}
	}
	return i
}

// literal returns the place behind a literal that should stand at s[i], or -1.
func literal(s string, i int, want string) int {
	if strings.HasPrefix(s[i:], want) {
		return i + len(want)
	}
	return -1
}

// number returns the place behind the number at s[i], or -1 (RFC 8259 section
// 6).
func number(s string, i int) int {
	if byteAt(s, i) == '-' {
		i++
	}
	if byteAt(s, i) == '0' {
		i++
	} else if i = digits(s, i); i < 0 {
		return -1
	}
	if byteAt(s, i) == '.' {
		if i = digits(s, i+1); i < 0 {
			return -1
		}
	}
	if byteAt(s, i)|0x20 == 'e' {
		i++
		if c := byteAt(s, i); c == '+' || c == '-' {
			i++
		}
		return digits(s, i)
	}
	return i
}

// digits returns the place behind the digits at s[i], of which there must be
// one, or -1.
func digits(s string, i int) int {
	from := i
	for byteAt(s, i)-'0' <= 9 {
		i++
	}
	if i == from {
		return -1
	}
	return i
}

// str reads the string literal at src[i], which is a quote. It returns the
// place behind it, or -1, and the place of its text in decoded, or -1 when the
// text stands in the source.
func (p *parser) str(i int) (end, place int) {
	from := i + 1
	switch i = p.plain(from); byteAt(p.src, i) {
	case '"':
		return i + 1, -1
	case '\\':
		return p.escaped(from, i)
	}
	return -1, -1
}

// plain returns the place of the first special byte from i on, or the end.
func (p *parser) plain(i int) int {
	src, high := p.src, p.high
	for i+8 <= len(src) {
		w := word(src, i)
		high |= w
		if marks := special(w); marks != 0 {
			p.high = high
			return i + bits.TrailingZeros64(marks)>>3
		}
		i += 8
	}
	for ; i < len(src); i++ {
		c := src[i]
		if c < ' ' || c == '"' || c == '\\' {
			break
		}
		high |= uint64(c)
	}
	p.high = high
	return i
}

// escaped decodes a string literal from its first backslash on. A text inside a
// text has an escape every few bytes, so what stands between two is copied by
// words while it is looked at.
func (p *parser) escaped(from, i int) (end, place int) {
	src, high, d := p.src, p.high, p.decoded
	place = len(d)
	d = append(appendLength(d), src[from:i]...)
	for byteAt(src, i) == '\\' {
		if c := unescaped[byteAt(src, i+1)]; c != 0 {
			d = append(d, c)
			i += 2
		} else {
			p.decoded = d
			if i = p.unit(i + 1); i < 0 {
				return -1, -1
			}
			d = p.decoded
		}
		marks := uint64(0)
		for marks == 0 && i+8 <= len(src) {
			n := len(d)
			if n+8 > cap(d) {
				d = p.roomFor(d, 8)
			}
			w := word(src, i)
			high |= w
			d = d[:n+8]
			binary.LittleEndian.PutUint64(d[n:], w)
			passed := 8
			if marks = special(w); marks != 0 {
				passed = bits.TrailingZeros64(marks) >> 3
			}
			d = d[:n+passed]
			i += passed
		}
		if marks == 0 { // the last bytes
			from = i
			i = p.plain(from)
			d = append(d, src[from:i]...)
		}
	}
	p.high |= high
	p.decoded = d
	if byteAt(src, i) != '"' {
		return -1, -1
	}
	setLength(d, place)
	return i + 1, place
}

// unescaped are the characters that stand behind a backslash for one (RFC 8259
// section 7), by what they stand for.
var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// roomFor returns the decoded text with room for more. What is large already gets
// room for all that can follow: it is not to be copied again and again.
func (p *parser) roomFor(d []byte, more int) []byte {
	if len(d) >= mostKeptText/4 {
		more = max(more, len(p.src)-len(d)+8)
	}
	return slices.Grow(d, more)
}

// unit decodes the four digits behind the letter at src[i] and, if they are the
// first half of a surrogate pair, the escape sequence of the second. A lone half is
// refused, and another letter.
func (p *parser) unit(i int) int {
	if byteAt(p.src, i) != 'u' {
		return -1
	}
	r := hex4(p.src, i+1)
	if r < 0 {
		return -1
	}
	i += 5
	if utf16.IsSurrogate(r) {
		if byteAt(p.src, i) != '\\' || byteAt(p.src, i+1) != 'u' {
			return -1
		}
		if r = utf16.DecodeRune(r, hex4(p.src, i+2)); r == utf8.RuneError {
			return -1
		}
		i += 6
	}
	p.decoded = utf8.AppendRune(p.decoded, r)
	return i
}

// hex4 returns the number of the four hexadecimal digits at s[i], or -1.
func hex4(s string, i int) rune {
	var r rune
	for k := range 4 {
		c := byteAt(s, i+k)
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}
