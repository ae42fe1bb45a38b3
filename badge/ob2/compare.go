package ob2

import (
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit/jsontree"
)

// comparison compares a badge, or a part of one, with what was fetched. The
// order of members and white space do not count.
type comparison struct {
	// links are the places at which one text may have the address of a node
	// and the other the node itself; these are in linked afterwards, because
	// the content of the node has not been compared.
	links  []string
	linked []string
	// excerpt lets the first text leave out members of the second, as copies of
	// a class or profile within a badge do.
	excerpt bool
}

// differ reports whether two values differ, and the pointer of the first place
// at which they do.
func (c *comparison) differ(a, b jsontree.Value, at string) (bool, string) {
	switch {
	case a.IsObject() != b.IsObject() && slices.Contains(c.links, at):
		if id := addressOf(a).Text; id == "" || id != addressOf(b).Text {
			return true, at
		}
		c.linked = append(c.linked, at)
		return false, ""
	case a.Kind() != b.Kind():
		return true, at
	case a.IsObject():
		return c.objects(a, b, at)
	case a.Kind() == jsontree.Array:
		for i := range max(a.Len(), b.Len()) {
			if differs, pointer := c.differ(a.At(i), b.At(i), at+"/"+strconv.Itoa(i)); differs {
				return true, pointer
			}
		}
		return false, ""
	case a.Kind() == jsontree.String:
		return a.Text() != b.Text(), at
	}
	return a.Raw() != b.Raw(), at
}

func (c *comparison) objects(a, b jsontree.Value, at string) (bool, string) {
	for name, m := range a.Members() {
		if differs, pointer := c.differ(m, b.Get(name), at+"/"+jsontree.EscapePointer(name)); differs {
			return true, pointer
		}
	}
	for name := range b.Members() {
		if !c.excerpt && !a.Get(name).Exists() {
			return true, at + "/" + jsontree.EscapePointer(name)
		}
	}
	return false, ""
}
