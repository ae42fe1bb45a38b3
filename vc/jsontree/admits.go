package jsontree

import "strings"

// Admits reports whether the whole text of a value is within the limits, so that
// [Parse] would accept it again.
func (l Limits) Admits(v Value) bool {
	l = l.withDefaults()
	text := v.Source()
	if len(text) > l.Bytes {
		return false
	}
	// A value takes at least a byte and, but for the last, a comma; a container
	// takes a bracket. That settles it for most texts.
	if len(text)/2 < l.Values && strings.Count(text, "{")+strings.Count(text, "[") <= l.Depth {
		return true
	}
	values, depth := extent(v.Root())
	return values <= l.Values && depth <= l.Depth
}

// extent returns how many values there are, and how deep objects and arrays are
// nested.
func extent(v Value) (values, depth int) {
	values = 1
	if k := v.Kind(); k != Object && k != Array {
		return values, 0
	}
	for i := range v.Len() {
		n, d := extent(v.At(i))
		values, depth = values+n, max(depth, d)
	}
	return values, depth + 1
}
