package badge

import (
	"reflect"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// resultTree are the results that stand side by side in a badge in the order of the
// block, which says what is part of what. An assessment without a result gets
// a place, since its parts have results.
type resultTree struct {
	flat    []mc.AssessmentResult
	byTitle map[string][]int
	order   []mc.AssessmentResult
	moved   []int       // where each result stands in the order, -1 for nowhere
	whole   map[int]int // by the places of parts in the order, those of what they are part of
}

// nestParts makes results that stand side by side parts of each other where the
// block says so.
func (f *facts) nestParts(d *decoder, c *mc.Credential) {
	t := &resultTree{flat: c.Award.Assessments, byTitle: map[string][]int{}, whole: map[int]int{}}
	for i, r := range t.flat {
		t.moved = append(t.moved, -1)
		for _, title := range titlesOf(&r) {
			t.byTitle[title] = append(t.byTitle[title], i)
		}
	}
	for i := range f.lines {
		if l := &f.lines[i]; l.line.field == "Award.Assessments" {
			if stated, ok := f.fragment(l); ok {
				t.place(stated.Award.Assessments, -1)
			}
		}
	}
	if len(t.whole) == 0 {
		return
	}
	for i, r := range t.flat {
		if t.moved[i] < 0 {
			t.moved[i] = len(t.order)
			t.order = append(t.order, r)
		}
	}
	c.Award.Assessments = t.order
	moved := map[path][]int{"award.assessments": t.moved}
	for i := range d.Claims {
		d.Claims[i].Outcome.To = string(movedTo(path(d.Claims[i].Outcome.To), moved))
	}
	d.nestResults(&c.Award, t.whole)
}

// place puts the results of which the block tells into order. Of an assessment without
// a result only that is placed which has results below it.
func (t *resultTree) place(list []mc.AssessmentResult, whole int) (found bool) {
	for i := range list {
		r := &list[i]
		at := len(t.order)
		from := t.find(r)
		if from >= 0 {
			t.moved[from] = at
			t.order = append(t.order, t.flat[from])
		} else {
			t.order = append(t.order, mc.AssessmentResult{Title: r.Title})
		}
		if !t.place(r.Parts, at) && from < 0 {
			t.order = t.order[:at]
			continue
		}
		if found = true; whole >= 0 {
			t.whole[at] = whole
		}
	}
	return found
}

// find returns the index of the first result that is not placed and can be the one of
// which the block tells, or -1.
func (t *resultTree) find(r *mc.AssessmentResult) int {
	for _, title := range titlesOf(r) {
		left := t.byTitle[title]
		for len(left) > 0 && t.moved[left[0]] >= 0 {
			left = left[1:]
		}
		t.byTitle[title] = left
		for _, i := range left {
			if t.moved[i] < 0 && haveOneGrade(&t.flat[i], r) {
				return i
			}
		}
	}
	return -1
}

// titlesOf are the titles of a result, one that is empty if it has none.
func titlesOf(r *mc.AssessmentResult) []string {
	if len(r.Title) == 0 {
		return []string{""}
	}
	var out []string
	for _, v := range r.Title {
		out = append(out, v.Text)
	}
	return out
}

// haveOneGrade reports whether no grade in a language that both have says that
// they are two results.
func haveOneGrade(a, b *mc.AssessmentResult) bool {
	for _, v := range b.Grade.Text {
		if own := a.Grade.Text.In(v.Lang); len(own) > 0 && own[0] != v.Text {
			return false
		}
	}
	return true
}

// arrange puts the entries of lists into the order of the block if it has them
// all.
func (f *facts) arrange(d *decoder, c *mc.Credential) {
	moved := map[path][]int{}
	for at, state := range f.lists {
		if strings.Contains(string(at), "[") || slices.IsSorted(state.order) {
			continue
		}
		list := listAt(c, at)
		if !list.IsValid() || list.Len() != len(state.order) {
			continue
		}
		sorted := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
		to := make([]int, list.Len())
		for new, old := range state.order {
			sorted.Index(new).Set(list.Index(old))
			to[old] = new
		}
		list.Set(sorted)
		moved[at] = to
	}
	if len(moved) == 0 {
		return
	}
	for i := range d.Claims {
		d.Claims[i].Outcome.To = string(movedTo(path(d.Claims[i].Outcome.To), moved))
	}
}

// movedTo returns the path of a value after entries of lists have moved.
func movedTo(at path, moved map[path][]int) path {
	list, rest, ok := strings.Cut(string(at), "[")
	to := moved[path(list)]
	if !ok || to == nil {
		return at
	}
	number, rest, ok := strings.Cut(rest, "]")
	i := 0
	for _, c := range number {
		if c < '0' || c > '9' || i > len(to) {
			return at
		}
		i = i*10 + int(c-'0')
	}
	if !ok || i >= len(to) {
		return at
	}
	return path(list).At(to[i]) + path(rest)
}

// listAt returns the list at a path without brackets.
func listAt(c *mc.Credential, at path) reflect.Value {
	v := reflect.ValueOf(c).Elem()
	for _, step := range strings.Split(string(at), ".") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		found := reflect.Value{}
		for i := range v.NumField() {
			if mc.FieldName(v.Type().Field(i).Name) == step {
				found = v.Field(i)
			}
		}
		v = found
	}
	return v
}
