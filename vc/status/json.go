package status

import (
	"iter"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// object writes a JSON object member by member.
type object struct {
	members []string
}

// addText adds a string; an empty one is left out.
func (o *object) addText(name, value string) {
	if value != "" {
		o.addRaw(name, quote(value))
	}
}

// addRaw adds a member whose value is JSON already.
func (o *object) addRaw(name, value string) { o.members = append(o.members, quote(name)+":"+value) }

func (o *object) String() string { return "{" + strings.Join(o.members, ",") + "}" }

func quote(s string) string { return string(jsontree.AppendString(nil, s)) }

func quoted(texts []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range texts {
			if !yield(quote(s)) {
				return
			}
		}
	}
}

func array(values iter.Seq[string]) string {
	return "[" + strings.Join(slices.Collect(values), ",") + "]"
}
