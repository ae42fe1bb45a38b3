package jsontree

import (
	"cmp"
	"slices"
	"strings"
)

// RemovedMembers returns the root of the text without those members of the outermost
// object that have one of these names: what [Value.Removed] of one after the other
// returns. Of several the text is written and read only once.
func (v Value) RemovedMembers(names ...string) Value {
	v = v.Root()
	gone := make([]Value, 0, len(names))
	for _, name := range names {
		if m := v.Get(name); m.Exists() && !slices.Contains(gone, m) {
			gone = append(gone, m)
		}
	}
	switch len(gone) {
	case 0:
		return v
	case 1:
		return gone[0].Removed()
	}
	if out, err := ParseString(v.withoutSpans(gone), absolute); err == nil {
		return out
	}
	for _, m := range gone { // never: what was read has fewer members now
		v = v.Get(m.Name()).Removed()
	}
	return v
}

// withoutSpans returns the text without what [Value.Remove] takes away for each of
// some members, in their order, of the object that the ones before have left.
func (v Value) withoutSpans(gone []Value) string {
	members, spans := make([]Value, v.Len()), make([][2]int32, 0, len(gone))
	for i := range members {
		members[i] = v.At(i)
	}
	for _, m := range gone {
		at := slices.Index(members, m)
		from, to := m.spanStart(), m.end()
		if at > 0 { // with the comma before it
			from = members[at-1].end()
		} else if len(members) > 1 { // with the comma after it
			to = members[1].spanStart()
		}
		spans = append(spans, [2]int32{from, to})
		members = slices.Delete(members, at, at+1)
	}
	slices.SortFunc(spans, func(a, b [2]int32) int { return cmp.Compare(a[0], b[0]) })
	var out strings.Builder
	src, done := v.Source(), int32(0)
	out.Grow(len(src))
	for _, s := range spans { // they may lie in one another
		out.WriteString(src[min(done, s[0]):s[0]])
		done = max(done, s[1])
	}
	out.WriteString(src[done:])
	return out.String()
}
