package jsontree

// Admits reports whether the whole text of a value is within the limits, so that
// [Parse] would accept it again.
func (l Limits) Admits(v Value) bool {
	l = l.withDefaults()
	text := v.Source()
	if len(text) > l.Bytes {
		return false
	}
	// A view is no larger than the whole. That settles it for most texts.
	if v.t == nil || len(v.t.nodes) <= l.Values && int(v.t.depth) <= l.Depth {
		return true
	}
	values, depth := extent(v.Root())
	return values <= l.Values && depth <= l.Depth
}

// AdmitsMember reports whether a text, that of an object v with one more member x,
// is surely within the limits.
func (l Limits) AdmitsMember(text string, v, x Value) bool {
	l = l.withDefaults()
	return v.t != nil && x.t != nil && len(text) <= l.Bytes &&
		len(v.t.nodes)+len(x.t.nodes) <= l.Values && int(max(v.t.depth, 1+x.t.depth)) <= l.Depth
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
