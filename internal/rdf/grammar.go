package rdf

import (
	"strings"
	"unicode/utf8"
)

// Classes of bytes in the N-Quads grammar (RDF 1.1 N-Quads §4). The classes for
// text name the bytes that must not stand in it, so that the classes of all its
// bytes together tell whether it is plain.
const (
	alpha    uint8 = 1 << iota // [A-Za-z]
	digit                      // [0-9]
	scheme                     // may stand in an IRI scheme after its first letter (RFC 3986 §3.1)
	inLabel                    // ASCII of PN_CHARS, or '.'
	notIRI                     // may not stand unescaped in IRIREF
	notInput                   // may not stand unescaped in STRING_LITERAL_QUOTE
	escaped                    // must be escaped in the canonical form of a string
	notASCII                   // part of a longer character
)

var classes = classTable()

func classTable() (t [256]uint8) {
	for c := range t {
		b := byte(c)
		set := func(class uint8, when bool) {
			if when {
				t[c] |= class
			}
		}
		isAlpha := 'a' <= b|0x20 && b|0x20 <= 'z'
		isDigit := '0' <= b && b <= '9'
		set(alpha, isAlpha)
		set(digit, isDigit)
		set(scheme, isAlpha || isDigit || oneOf(b, "+-."))
		set(inLabel, isAlpha || isDigit || oneOf(b, "_:-."))
		set(notIRI, b <= 0x20 || oneOf(b, "<>\"{}|^`\\"))
		set(notInput, oneOf(b, "\"\\\n\r"))
		set(escaped, b < 0x20 || b == 0x7F || oneOf(b, "\"\\"))
		set(notASCII, b >= utf8.RuneSelf)
	}
	return t
}

func oneOf(b byte, set string) bool { return strings.IndexByte(set, b) >= 0 }

func hasClass(b byte, class uint8) bool { return classes[b]&class != 0 }

// classesOf returns the union of the classes of all bytes of s.
func classesOf(s string) (all uint8) {
	for len(s) >= 8 {
		all |= classes[s[0]] | classes[s[1]] | classes[s[2]] | classes[s[3]] |
			classes[s[4]] | classes[s[5]] | classes[s[6]] | classes[s[7]]
		s = s[8:]
	}
	for i := range len(s) {
		all |= classes[s[i]]
	}
	return all
}

// IsIRI reports whether s can be written as an absolute IRI in N-Quads: it is
// valid UTF-8, begins with a scheme, and has none of the characters that
// IRIREF excludes. It does not check further parts of RFC 3987.
func IsIRI(s string) bool {
	all := classesOf(s)
	return all&notIRI == 0 && schemeEnd(s) > 0 && (all&notASCII == 0 || utf8.ValidString(s))
}

// schemeEnd returns the position of the colon after the scheme, or -1.
func schemeEnd(s string) int {
	if s == "" || !hasClass(s[0], alpha) {
		return -1
	}
	for i := 1; i < len(s); i++ {
		if s[i] == ':' {
			return i
		}
		if !hasClass(s[i], scheme) {
			return -1
		}
	}
	return -1
}

// isLanguageTag reports whether s matches LANGTAG of the N-Quads grammar
// without the at sign: [a-zA-Z]+ ("-" [a-zA-Z0-9]+)*. That is wider than BCP 47.
func isLanguageTag(s string) bool {
	return s != "" && languageTagEnd(s) == len(s)
}

// languageTagEnd returns the length of the longest language tag s begins with.
func languageTagEnd(s string) int {
	end, class := 0, alpha
	for {
		i := end
		if end > 0 {
			if i == len(s) || s[i] != '-' {
				return end
			}
			i, class = i+1, alpha|digit
		}
		begin := i
		for i < len(s) && hasClass(s[i], class) {
			i++
		}
		if i == begin {
			return end
		}
		end = i
	}
}

// IsBlankLabel reports whether s matches BLANK_NODE_LABEL without "_:".
func IsBlankLabel(s string) bool {
	return s != "" && blankLabelEnd(s) == len(s)
}

// blankLabelEnd returns the length of the longest blank node label s begins
// with. A full stop at the end is not part of the label (it ends the statement).
func blankLabelEnd(s string) int {
	end := 0
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if hasClass(s[i], notASCII) {
			r, size = utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || !isLabelRune(r, i == 0) {
				break
			}
		} else if !hasClass(s[i], inLabel) || i == 0 && (r == '.' || r == '-') {
			break
		}
		i += size
		if r != '.' {
			end = i
		}
	}
	return end
}

// isLabelRune reports whether a character above ASCII is in PN_CHARS_BASE or,
// after the first position, in PN_CHARS.
func isLabelRune(r rune, first bool) bool {
	for _, span := range labelSpans {
		if span.low <= r && r <= span.high {
			return !first || !span.later
		}
	}
	return false
}

// labelSpans are the ranges of PN_CHARS_BASE and, marked later, those that
// PN_CHARS adds.
var labelSpans = [...]struct {
	low, high rune
	later     bool
}{
	{0xB7, 0xB7, true},
	{0xC0, 0xD6, false}, {0xD8, 0xF6, false}, {0xF8, 0x2FF, false},
	{0x300, 0x36F, true},
	{0x370, 0x37D, false}, {0x37F, 0x1FFF, false}, {0x200C, 0x200D, false},
	{0x203F, 0x2040, true},
	{0x2070, 0x218F, false}, {0x2C00, 0x2FEF, false}, {0x3001, 0xD7FF, false},
	{0xF900, 0xFDCF, false}, {0xFDF0, 0xFFFD, false}, {0x10000, 0xEFFFF, false},
}
