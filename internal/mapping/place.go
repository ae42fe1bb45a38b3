package mapping

import (
	"cmp"
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Why a value cannot be set at a path.
var (
	errPath   = errors.New("not a path of the model")
	errGap    = errors.New("an entry beyond the end of its list")
	errGrowth = errors.New("more parts than a residue of this size can make")
)

// hop is one step from a value of the model to a part of it.
type hop struct {
	index int    // of a field, of an entry of a list, or of a text among those of its language
	key   string // of an entry of a map, or the language of a text
}

func (h hop) compare(other hop) int {
	return cmp.Or(cmp.Compare(h.index, other.index), cmp.Compare(h.key, other.key))
}

// maxHops bounds the length of a path, as that of a document is bounded.
const maxHops = 512

// place is what a path leads to.
type place struct {
	hops  []hop
	to    reflect.Type
	entry bool    // of a list or map of texts: stated even when it is empty
	text  bool    // one text of several, by its language
	unit  mc.Path // the path itself; of one text, that of the whole
}

// places finds places in the model. It follows a path through the types, and
// understands only the spelling that [Units] writes.
type places map[reflect.Type]map[string]int // fields by name

func (m places) field(t reflect.Type, name string) (int, bool) {
	fields := m[t]
	if fields == nil {
		fields = map[string]int{}
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				fields[mc.FieldName(t.Field(i).Name)] = i
			}
		}
		m[t] = fields
	}
	i, ok := fields[name]
	return i, ok
}

func (m places) find(at mc.Path) (place, error) {
	p := place{to: reflect.TypeFor[mc.Credential](), unit: at}
	for rest := string(at); rest != "" || at == ""; {
		h, after, ok := m.step(&p, rest)
		if !ok || len(p.hops) == maxHops {
			return p, errPath
		}
		if p.text {
			p.unit = at[:len(at)-len(rest)]
		}
		p.hops, rest = append(p.hops, h), after
	}
	return p, nil
}

// step reads the first step of the rest of a path and moves the place there.
func (m places) step(p *place, rest string) (h hop, after string, ok bool) {
	for p.to.Kind() == reflect.Pointer {
		p.to = p.to.Elem()
	}
	switch {
	case p.to == langStringType:
		p.text, p.to = true, reflect.TypeFor[string]()
		return cutText(rest)
	case isUnit(p.to):
		return h, rest, false
	case p.to.Kind() == reflect.Struct:
		name, after, ok := cutField(rest, len(p.hops) == 0)
		if ok {
			h.index, ok = m.field(p.to, name)
		}
		if ok {
			p.to = p.to.Field(h.index).Type
		}
		return h, after, ok
	case p.to.Kind() == reflect.Slice:
		digits, after, _ := cutKey(rest, strings.IndexByte(rest, ']'))
		h.index, ok = number(digits)
		p.to = p.to.Elem()
		p.entry = p.to.Kind() == reflect.String
		return h, after, ok
	}
	end := len(rest) - 1 // of a map; the last key may hold anything
	if p.to = p.to.Elem(); p.to.Kind() == reflect.Map {
		end = outerEnd(rest)
	}
	h.key, after, ok = cutKey(rest, end)
	p.entry = p.to.Kind() == reflect.String
	return h, after, ok
}

func cutField(rest string, first bool) (name, after string, ok bool) {
	if !first {
		if rest, ok = strings.CutPrefix(rest, "."); !ok {
			return "", "", false
		}
	}
	end := strings.IndexAny(rest, ".[")
	if end < 0 {
		end = len(rest)
	}
	return rest[:end], rest[end:], true
}

// cutKey returns the key in brackets at the start of a path; end is the index of
// the closing bracket.
func cutKey(rest string, end int) (key, after string, ok bool) {
	if end < 1 || rest[0] != '[' || rest[end] != ']' {
		return "", "", false
	}
	return rest[1:end], rest[end+1:], true
}

// outerEnd returns where the key of a map of maps ends.
func outerEnd(rest string) int {
	if i := strings.Index(rest, "]["); i >= 0 {
		return i
	}
	return len(rest) - 1
}

// cutText returns a language and the number of the text in it: [nb] or [nb][1].
func cutText(rest string) (h hop, after string, ok bool) {
	h.key, rest, ok = cutKey(rest, strings.IndexByte(rest, ']'))
	if ok && rest != "" {
		var digits string
		digits, rest, _ = cutKey(rest, len(rest)-1)
		h.index, ok = number(digits)
	}
	return h, rest, ok && rest == ""
}

// number reads an index in the one spelling that paths have. No list is as long as
// the largest, and one more must be a number too.
func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n < math.MaxInt32 && strconv.Itoa(n) == s
}

// lookup returns the value at a place, false when there is none.
func (p place) lookup(c *mc.Credential) (reflect.Value, bool) {
	v := reflect.ValueOf(c).Elem()
	for _, h := range p.hops {
		for v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}, false
			}
			v = v.Elem()
		}
		switch {
		case v.Type() == langStringType:
			i := textIndex(v.Interface().(mc.LangString), h)
			if i < 0 {
				return reflect.Value{}, false
			}
			v = v.Index(i).FieldByName("Text")
		case v.Kind() == reflect.Struct:
			v = v.Field(h.index)
		case v.Kind() == reflect.Slice:
			if h.index >= v.Len() {
				return reflect.Value{}, false
			}
			v = v.Index(h.index)
		case v.Kind() == reflect.Map:
			if v = v.MapIndex(reflect.ValueOf(h.key)); !v.IsValid() {
				return reflect.Value{}, false
			}
		}
	}
	return v, true
}

// whole returns the place of a text in all its languages for the place of one.
func (p place) whole() place {
	if p.text {
		p.hops, p.text = p.hops[:len(p.hops)-1], false
	}
	return p
}

// stated returns a copy of the unit at a place, invalid if nothing is stated.
func (p place) stated(c *mc.Credential) reflect.Value {
	v, ok := p.lookup(c)
	if !ok || v.IsZero() && !p.entry {
		return reflect.Value{}
	}
	if s, ok := v.Interface().(mc.LangString); ok {
		if len(s) == 0 {
			return reflect.Value{}
		}
		return reflect.ValueOf(slices.Clone(s))
	}
	return reflect.ValueOf(v.Interface())
}

// textIndex returns the index of a text among all, -1 if there is none.
func textIndex(s mc.LangString, h hop) int {
	nth := h.index
	return slices.IndexFunc(s, func(v mc.LangValue) bool {
		if strings.EqualFold(v.Lang, h.key) {
			nth--
		}
		return nth < 0
	})
}

// setter puts values at places.
type setter struct {
	growth int  // bytes that new entries and parts may still take
	gaps   bool // a list may grow by several entries at once, and loses only its last
}

func (s *setter) grow(n int, t reflect.Type) error {
	size := max(int(t.Size()), 1)
	if n > s.growth/size {
		return errGrowth
	}
	s.growth -= n * size
	return nil
}

// set puts a value where the hops lead; an invalid one removes what is there.
func (s *setter) set(v reflect.Value, hops []hop, value reflect.Value) error {
	switch {
	case len(hops) == 0 && !value.IsValid():
		v.SetZero()
		return nil
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			if !value.IsValid() {
				return nil
			}
			if err := s.grow(1, v.Type().Elem()); err != nil {
				return err
			}
			v.Set(reflect.New(v.Type().Elem()))
		}
		return s.set(v.Elem(), hops, value)
	case len(hops) == 0:
		v.Set(value)
		return nil
	case v.Type() == langStringType:
		setText(v.Addr().Interface().(*mc.LangString), hops[0], value)
		return nil
	case v.Kind() == reflect.Struct:
		return s.set(v.Field(hops[0].index), hops[1:], value)
	case v.Kind() == reflect.Slice:
		return s.setEntry(v, hops, value)
	}
	return s.setKey(v, hops, value)
}

// setEntry is set for an entry of a list. Removing an entry removes those after
// it as well, unless the list may have gaps.
func (s *setter) setEntry(v reflect.Value, hops []hop, value reflect.Value) error {
	i := hops[0].index
	switch {
	case !value.IsValid() && (i >= v.Len() || len(hops) == 1):
		switch elem := v.Type().Elem(); {
		case !s.gaps, i == v.Len()-1:
			v.SetLen(min(i, v.Len()))
		case i < v.Len() && isUnit(elem) && elem.Kind() != reflect.String:
			v.Index(i).SetZero() // it states nothing, and those after it stay
		}
		return nil
	case i > v.Len() && (!s.gaps || v.Type().Elem().Kind() == reflect.String):
		return errGap
	case i >= v.Len():
		n := i + 1 - v.Len()
		if err := s.grow(n, v.Type().Elem()); err != nil {
			return err
		}
		v.Set(reflect.AppendSlice(v, reflect.MakeSlice(v.Type(), n, n)))
	}
	return s.set(v.Index(i), hops[1:], value)
}

// setKey is set for an entry of a map: a text, or a map of texts.
func (s *setter) setKey(v reflect.Value, hops []hop, value reflect.Value) error {
	key, entry := reflect.ValueOf(hops[0].key), reflect.New(v.Type().Elem()).Elem()
	old := v.MapIndex(key)
	switch {
	case !value.IsValid() && (len(hops) == 1 || !old.IsValid()):
		if old.IsValid() {
			v.SetMapIndex(key, reflect.Value{})
		}
		return nil
	case old.IsValid():
		entry.Set(old)
	default:
		if err := s.grow(1, v.Type().Elem()); err != nil {
			return err
		}
	}
	if err := s.set(entry, hops[1:], value); err != nil {
		return err
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	v.SetMapIndex(key, entry)
	return nil
}

func setText(s *mc.LangString, h hop, value reflect.Value) {
	switch i := textIndex(*s, h); {
	case !value.IsValid() && i >= 0:
		*s = slices.Delete(*s, i, i+1)
	case value.IsValid() && i >= 0:
		(*s)[i].Text = value.String()
	case value.IsValid():
		s.Add(h.key, value.String())
	}
}

// Prune removes what states nothing: pointers to it, entries of it at the end of
// a list, empty lists and maps.
func Prune(c *mc.Credential) { prune(reflect.ValueOf(c).Elem()) }

func prune(v reflect.Value) {
	switch {
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			if prune(v.Elem()); v.Elem().IsZero() {
				v.SetZero()
			}
		}
	case v.Kind() == reflect.Struct && !isUnit(v.Type()):
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				prune(f)
			}
		}
	case v.Kind() == reflect.Slice:
		n := v.Len()
		if !isUnit(v.Type()) {
			for i := range n {
				prune(v.Index(i))
			}
			for n > 0 && v.Index(n-1).Kind() != reflect.String && v.Index(n-1).IsZero() {
				n--
			}
		}
		if v.SetLen(n); n == 0 {
			v.SetZero()
		}
	case v.Kind() == reflect.Map:
		for _, k := range v.MapKeys() {
			if e := v.MapIndex(k); e.Kind() == reflect.Map && e.Len() == 0 {
				v.SetMapIndex(k, reflect.Value{})
			}
		}
		if v.Len() == 0 {
			v.SetZero()
		}
	}
}
