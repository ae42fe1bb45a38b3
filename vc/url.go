package vc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsURL reports whether a text is an absolute URL as identifiers of
// credentials must be: a scheme and something after it, in the characters
// that RFC 3986 and, beyond ASCII, RFC 3987 allow. Spaces, control
// characters and <>"{}|\^` are refused, and so are a "%" without two
// hexadecimal digits and a second "#". An http or https URL must have a host, a
// did: or urn: URL two parts after the scheme, a data: URL a comma.
//
// A relative reference is no identifier: what it means depends on where the
// document lies (RFC 3986 section 5.1).
func IsURL(s string) bool {
	scheme, rest, found := strings.Cut(s, ":")
	if !found || rest == "" || !isScheme(scheme) || !isURLText(rest) {
		return false
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		return hasHost(rest)
	case "did", "urn":
		// did:method:id (DID Core section 3.1), urn:namespace:name (RFC 8141).
		space, name, _ := strings.Cut(rest, ":")
		return space != "" && name != "" && !strings.ContainsAny(space, "/?#")
	case "data":
		return strings.Contains(rest, ",") // RFC 2397
	}
	return true
}

// isScheme checks the grammar of RFC 3986 section 3.1.
func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20 // lower case, for letters
		letter := 'a' <= c && c <= 'z'
		if !letter && (i == 0 || !isDigit(s[i]) && strings.IndexByte("+-.", s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

// hasHost checks that what follows "http:" is an authority with a host.
func hasHost(rest string) bool {
	authority, found := strings.CutPrefix(rest, "//")
	if !found {
		return false
	}
	if i := strings.IndexAny(authority, "/?#"); i >= 0 {
		authority = authority[:i]
	}
	host := authority[strings.LastIndexByte(authority, '@')+1:]
	return host != "" && host[0] != ':'
}

func isURLText(s string) bool {
	fragment := false
	for i, r := range s {
		switch {
		case r == utf8.RuneError, r < 0x80 && !isURLByte(byte(r)), r >= 0x80 && !isIRIRune(r):
			return false
		case r == '%':
			if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
				return false
			}
		case r == '#':
			if fragment {
				return false
			}
			fragment = true
		}
	}
	return true
}

func isURLByte(c byte) bool {
	return c > 0x20 && c < 0x7f && strings.IndexByte("<>\"{}|\\^`", c) < 0
}

// isIRIRune checks for ucschar of RFC 3987, which leaves out control
// characters and noncharacters; private use, allowed in queries, passes.
func isIRIRune(r rune) bool {
	return r >= 0xA0 && r&0xFFFE != 0xFFFE && (r < 0xFDD0 || r > 0xFDEF) && !unicode.IsSpace(r)
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}
