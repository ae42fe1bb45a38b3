package badge

import (
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/layout"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// mergedList is a list of the model to which the block adds.
type mergedList struct {
	before int              // entries that other members state
	used   map[int]bool     // those that the block repeats
	order  []int            // the entries of the block
	named  map[string][]int // the entries of other members, by what identifies them
	others []int            // those that nothing identifies
}

// merge puts what the lines state into the model. What members have stated is
// confirmed; a line against them stays in the text.
func (f *facts) merge(d *decoder, c *mc.Credential, isEarly bool) {
	if isEarly {
		c.Definition = *d.definition
	}
	for i := range f.lines {
		l := &f.lines[i]
		if l.done || l.line.when.is(early) != isEarly {
			continue
		}
		l.done = true
		stated, ok := f.take(l)
		if ok && l.line.field == detailsOfParties {
			f.details = append(f.details, partyDetails{stated.Parties[0], l.items[0]})
			continue
		}
		if !ok || !f.mergeOne(d, c, &stated.Credential) {
			for _, one := range l.items {
				f.leave(one)
			}
			continue
		}
		f.taken = true
	}
	if isEarly {
		*d.definition = c.Definition
	}
}

// mergeOne puts what a line states into the model unless members say otherwise.
func (f *facts) mergeOne(d *decoder, c, stated *mc.Credential) bool {
	m := merger{facts: f, decoder: d}
	from, into := reflect.ValueOf(stated).Elem(), reflect.ValueOf(c).Elem()
	if !m.struct_(into, from, "") {
		if f.against == "" {
			f.against = m.against
		}
		return false
	}
	m.writes = true
	m.struct_(into, from, "")
	return true
}

// merger puts a part of the model into another one. Unless it writes, it only
// finds out whether they agree.
type merger struct {
	*facts
	decoder *decoder
	writes  bool
	dry     bool // it only compares two entries
	against path
}

func (m *merger) conflict(at path) bool {
	if m.against == "" {
		m.against = at
	}
	return false
}

func (m *merger) claim(at path) {
	if m.writes {
		m.decoder.Change(m.leaf, at, "stated in the text that readers see")
	}
}

// value merges a value that is stated.
func (m *merger) value(to, from reflect.Value, at path) bool {
	switch {
	case from.IsZero():
		return true
	case isWhole(from.Type()):
		return m.whole(to, from, at)
	}
	switch from.Kind() {
	case reflect.Pointer:
		if to.IsNil() {
			if !m.writes {
				return true
			}
			to.Set(reflect.New(to.Type().Elem()))
		}
		return m.value(to.Elem(), from.Elem(), at)
	case reflect.Struct:
		return m.struct_(to, from, at)
	case reflect.Slice:
		return m.list(to, from, at)
	}
	return true
}

func (m *merger) struct_(to, from reflect.Value, at path) bool {
	if m.writes && from.Type() == partyType {
		party := from.Interface().(mc.Party)
		m.parties[at] = isMention(&party)
	}
	for i, f := range mapping.Layout().Of(from.Type()).Fields {
		if field := from.Field(i); !field.IsZero() && !m.value(to.Field(i), field, at.Dot(f.Step)) {
			return false
		}
	}
	return true
}

// whole merges a value that has no parts.
func (m *merger) whole(to, from reflect.Value, at path) bool {
	if text, ok := mapping.TextOf(from); ok {
		return m.text(to.Addr().Interface().(*mc.LangString), text, at)
	}
	switch {
	case to.IsZero():
		if m.writes {
			to.Set(from)
		}
	case mapping.Equivalent(to, from):
	case !m.derived[at] && !sameLetters(to, from):
		return m.conflict(at)
	case m.writes:
		to.Set(from)
		m.revised[at] = true
	}
	m.claim(at)
	return true
}

func (m *merger) text(to *mc.LangString, from mc.LangString, at path) bool {
	before := *to
	for _, v := range from {
		if v.Text == standsAbove {
			v.Text = m.decoder.descriptionAbove()
			if m.writes {
				m.above = append(m.above, at)
			}
		}
		i := slices.Index(*to, v)
		switch {
		case i >= 0:
		case len(before.In(v.Lang)) > 0:
			i = slices.IndexFunc(*to, func(old mc.LangValue) bool { return strings.EqualFold(old.Lang, v.Lang) })
			here := to.Path(at, i)
			if !m.derived[here] || m.revised[here] {
				return m.conflict(at)
			}
			if m.writes {
				*to = slices.Clone(*to)
				(*to)[i] = v
				m.revised[here] = true
			}
		case !m.writes:
			continue
		default:
			to.Add(v.Lang, v.Text)
			i = len(*to) - 1
		}
		m.claim(to.Path(at, i))
	}
	return true
}

// list merges the entries of a list into those that they are about, or adds them.
func (m *merger) list(to, from reflect.Value, at path) bool {
	state := m.lists[at]
	if state == nil {
		state = &mergedList{before: to.Len(), used: map[int]bool{}}
		m.index(state, to, at)
		if !m.dry {
			m.lists[at] = state
		}
	}
	used := state.used
	if !m.writes {
		used = map[int]bool{} // beside those of the state
	}
	for j := range from.Len() {
		entry := from.Index(j)
		i := m.find(to, entry, at, state, used)
		if i < 0 && m.isOtherLevel(to, from, entry, min(state.before, to.Len())) {
			return m.conflict(at.At(j))
		}
		if i < 0 && !m.writes {
			continue
		}
		if i < 0 {
			i = to.Len()
			to.Set(reflect.Append(to, reflect.Zero(to.Type().Elem())))
		} else {
			used[i] = true
		}
		if m.writes {
			state.order = append(state.order, i)
		}
		if !m.value(to.Index(i), entry, at.At(i)) {
			return false
		}
	}
	return true
}

// partyType is asked for before a struct is copied to see what it is.
var partyType = reflect.TypeFor[mc.Party]()

// isWhole reports whether values of a type have no parts that are merged.
func isWhole(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Slice, reflect.Map:
		return mapping.Layout().Of(t).Kind <= layout.Text
	}
	return true
}
