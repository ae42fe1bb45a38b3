package jose

import (
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// selection is what a path leads to in the claims that are shown.
type selection struct {
	values []jsontree.Value
	// hidden says that the path may also lead to something that is withheld.
	hidden bool
	// elements are the arrays of which the path selects elements that are withheld.
	elements []jsontree.Value
	fault    jsontree.Value // a value that has another structure than the path, if any
	many     bool           // whether there were more values than are looked at
}

// maxSelected bounds the work: paths through arrays of arrays.
const maxSelected = 100_000

// selects follows the path (SD-JWT VC section 5.5.1). hidden says in which values
// something is withheld; nil: in none.
func (c TypeClaim) selects(root jsontree.Value, hidden *hidden) selection {
	s := selection{values: []jsontree.Value{root}}
	for i, step := range c.Path {
		var next []jsontree.Value
		last := i == len(c.Path)-1
		for _, v := range s.values {
			hides := hidden != nil && hidden.hides(v.Pointer())
			switch {
			case step.Element && v.Kind() != jsontree.Array, !step.Element && !v.IsObject():
				s.fault = v
				continue
			case !step.Element:
				if m := v.Get(step.Name); m.Exists() {
					next = append(next, m)
				} else {
					s.hidden = s.hidden || hides
				}
				continue
			case !step.All && hides: // which element is meant cannot be told
				s.hidden = true
				continue
			case !step.All:
				if step.Index < v.Len() {
					next = append(next, v.At(step.Index))
				}
				continue
			}
			s.hidden = s.hidden || hides
			if last && hides {
				s.elements = append(s.elements, v)
			}
			for e := range v.Elements() {
				if len(next) >= maxSelected {
					s.many = true
					break
				}
				next = append(next, e)
			}
		}
		s.values = next
	}
	return s
}
