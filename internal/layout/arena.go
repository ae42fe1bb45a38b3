package layout

import "strings"

// Arena makes many short texts with few allocations. The zero Arena is ready for use.
// A text that is kept keeps its neighbours, so an arena is for texts that live and die
// together.
type Arena struct{ b strings.Builder }

// chunk is how much room is taken at once.
const chunk = 4 << 10

// Text returns bytes as text.
func (a *Arena) Text(s []byte) string {
	if len(s) > chunk/4 {
		return string(s)
	}
	if a.b.Cap()-a.b.Len() < len(s) {
		a.b = strings.Builder{} // what was handed out keeps the old one
		a.b.Grow(chunk)
	}
	from := a.b.Len()
	a.b.Write(s)
	return a.b.String()[from:]
}
