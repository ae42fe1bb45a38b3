package ob2

import (
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// comparison compares a badge, or a part of one, with what was fetched. The
// order of members and white space do not count, nor does what is null.
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
		return c.lists(listed(a), listed(b), at)
	case a.Kind() == jsontree.String:
		return a.Text() != b.Text(), at
	}
	return a.Raw() != b.Raw(), at
}

func (c *comparison) lists(a, b []jsontree.Value, at string) (bool, string) {
	if len(a) != len(b) {
		return true, at
	}
	for i := range a {
		if differs, pointer := c.differ(a[i], b[i], at+"/"+strconv.Itoa(i)); differs {
			return true, pointer
		}
	}
	return false, ""
}

func (c *comparison) objects(a, b jsontree.Value, at string) (bool, string) {
	for name, m := range a.Members() {
		if isNothing(name, m) {
			continue
		}
		if differs, pointer := c.differ(m, b.Get(name), at+"/"+jsontree.EscapePointer(name)); differs {
			return true, pointer
		}
	}
	for name, m := range b.Members() {
		if !c.excerpt && !isNothing(name, m) && !present(a.Get(name)).Exists() {
			return true, at + "/" + jsontree.EscapePointer(name)
		}
	}
	return false, ""
}

// isNothing reports whether a member says as much as if it were not there. A
// context that is null takes the meaning of the terms away.
func isNothing(name string, m jsontree.Value) bool {
	return m.Kind() == jsontree.Null && name != "@context"
}
