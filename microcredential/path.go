package microcredential

import "strconv"

// Path is the canonical path of a value in a [Credential]: field names in
// lower camel case joined by dots, indexes and languages in brackets, as in
//
//	definition.outcomes[0].title[en]
//
// The second text in the same language is title[en][1]. Paths are stable
// across versions of the library: reports are compared by them.
type Path string

// Dot returns the path of a field of p; of the top level when p is empty.
func (p Path) Dot(field string) Path {
	if p == "" {
		return Path(field)
	}
	return p + "." + Path(field)
}

// At returns the path of entry i of the list p.
func (p Path) At(i int) Path { return p + "[" + Path(strconv.Itoa(i)) + "]" }

// Key returns the path of an entry of p by its language tag or other key.
func (p Path) Key(key string) Path { return p + "[" + Path(key) + "]" }

// String returns the path as text.
func (p Path) String() string { return string(p) }

// Under reports whether p is prefix itself or lies below it.
func (p Path) Under(prefix Path) bool {
	n := len(prefix)
	return len(p) >= n && p[:n] == prefix && (len(p) == n || n == 0 || p[n] == '.' || p[n] == '[')
}

// Parent returns the path without its last step, "" at the top.
func (p Path) Parent() Path {
	depth := 0
	for i := len(p) - 1; i >= 0; i-- {
		switch p[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth <= 0 {
				return p[:i]
			}
		case '.':
			if depth == 0 {
				return p[:i]
			}
		}
	}
	return ""
}
