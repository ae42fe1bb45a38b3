package mapping

import (
	"bytes"
	"encoding"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/layout"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Unit is a value of the model that is compared and restored as a whole: a
// scalar, a file, or a text in all its languages.
type Unit struct {
	At    mc.Path // where a document should give it back
	From  mc.Path // where it stands in the credential
	Value reflect.Value
}

var (
	langStringType = reflect.TypeFor[mc.LangString]()
	bytesType      = reflect.TypeFor[[]byte]()
)

// Layout are the types of the model. A Text and a Unit are units.
var Layout = sync.OnceValue(func() *layout.Table {
	return layout.New(reflect.TypeFor[mc.Credential](), langStringType, mc.FieldName)
})

// isUnit reports whether values of a type are units.
func isUnit(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Slice, reflect.Map:
		return Layout().Of(t).Kind <= layout.Text
	}
	return true
}

// Units returns what a credential states, in the order of the model. Keep says
// which values count; nil: all do.
func Units(c *mc.Credential, keep func(from mc.Path) bool) []Unit {
	return unitsOf(c, keep, false)
}

// CloseUnits is [Units] for a format that leaves out entries of lists that state
// nothing: At counts only the others.
func CloseUnits(c *mc.Credential, keep func(from mc.Path) bool) []Unit {
	return unitsOf(c, keep, true)
}

func unitsOf(c *mc.Credential, keep func(mc.Path) bool, closeUp bool) []Unit {
	w := unitWalk{keep: keep, closeUp: closeUp, same: true}
	w.all(reflect.ValueOf(c).Elem())
	return w.out
}

// unitWalk collects units. The paths of the value it is at are kept in buffers, so
// that only those of units become text.
type unitWalk struct {
	keep    func(mc.Path) bool
	closeUp bool
	same    bool // no entry has been left out on the way: both paths are one
	out     []Unit
	texts   layout.Arena
}

func (w *unitWalk) add(v reflect.Value, at, from []byte) {
	origin := mc.Path(w.texts.Text(from))
	if w.keep != nil && !w.keep(origin) {
		return
	}
	place := origin
	if !w.same {
		place = mc.Path(w.texts.Text(at))
	}
	w.out = append(w.out, Unit{place, origin, v})
}

// all walks through a part of the model.
func (w *unitWalk) all(v reflect.Value) {
	at, from := make([]byte, 0, 128), make([]byte, 0, 128)
	w.walk(Layout().Of(v.Type()), v, at, from)
}

func (w *unitWalk) walk(t *layout.Type, v reflect.Value, at, from []byte) {
	if t.Kind == layout.Struct { // it is as cheap to look for values as to see that there are none
		for i := range t.Fields {
			f := &t.Fields[i]
			w.walk(f.Type, v.Field(i), layout.AppendStep(at, f.Step), layout.AppendStep(from, f.Step))
		}
		return
	}
	if v.IsZero() {
		return
	}
	switch t.Kind {
	case layout.Unit:
		w.add(v, at, from)
	case layout.Text:
		if v.Len() > 0 {
			w.add(v, at, from)
		}
	case layout.Pointer:
		w.walk(t.Elem, v.Elem(), at, from)
	case layout.Slice:
		w.list(t, v, at, from)
	case layout.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			w.entry(t.Elem, v.MapIndex(k), layout.AppendKey(at, k.String()), layout.AppendKey(from, k.String()))
		}
	}
}

func (w *unitWalk) list(t *layout.Type, v reflect.Value, at, from []byte) {
	outer := w.same
	n := 0
	for i := range v.Len() {
		before := len(w.out)
		w.entry(t.Elem, v.Index(i), layout.AppendIndex(at, n), layout.AppendIndex(from, i))
		if !w.closeUp || len(w.out) > before {
			n++
		} else {
			w.same = false
		}
	}
	w.same = outer
}

// entry is walk for an entry of a list or map, which is stated even if it is the
// empty text.
func (w *unitWalk) entry(t *layout.Type, v reflect.Value, at, from []byte) {
	if v.Kind() == reflect.String {
		w.add(v, at, from)
		return
	}
	w.walk(t, v, at, from)
}

// TextOf returns a text in all its languages, if a value is one, without copying the
// value.
func TextOf(v reflect.Value) (text mc.LangString, ok bool) {
	switch {
	case v.Type() != langStringType:
		return nil, false
	case v.CanAddr():
		return *v.Addr().Interface().(*mc.LangString), true
	}
	return v.Interface().(mc.LangString), true
}

// Identical reports whether two units are written in the same way.
func Identical(a, b reflect.Value) bool {
	if a.Type() != b.Type() {
		return false
	}
	if a.Kind() == reflect.String { // none of these has a notation of its own
		return a.String() == b.String()
	}
	if text, ok := TextOf(a); ok {
		other, _ := TextOf(b)
		return slices.Equal(text, other)
	}
	switch x := a.Interface().(type) {
	case []byte:
		return bytes.Equal(x, b.Bytes())
	case encoding.TextMarshaler:
		one, err := x.MarshalText()
		other, err2 := b.Interface().(encoding.TextMarshaler).MarshalText()
		return err == nil && err2 == nil && bytes.Equal(one, other)
	}
	return a.Interface() == b.Interface()
}

// Equivalent reports whether two units mean the same: a time in another zone, a
// number with more zeros.
func Equivalent(a, b reflect.Value) bool {
	return Identical(a, b) || a.Type() == b.Type() && a.Type() != langStringType && a.Type() != bytesType && Alike(a.Interface(), b.Interface())
}

// TextPaths returns the paths of the texts of a text by language at a path.
func TextPaths(at mc.Path, s mc.LangString) []mc.Path {
	out, seen := make([]mc.Path, len(s)), map[string]int{}
	for i, v := range s {
		lang := strings.ToLower(v.Lang)
		if out[i] = at.Key(v.Lang); seen[lang] > 0 {
			out[i] = out[i].At(seen[lang])
		}
		seen[lang]++
	}
	return out
}

// Values returns what a credential states, as JSON by the paths of [mc.Paths]. A
// file is represented by its digest.
func Values(c *mc.Credential) map[mc.Path]string {
	out := map[mc.Path]string{}
	for _, u := range Units(c, nil) {
		valuesOf(u.From, u.Value, out)
	}
	return out
}

// valuesOf is Values for one unit.
func valuesOf(at mc.Path, v reflect.Value, out map[mc.Path]string) {
	switch x := v.Interface().(type) {
	case mc.LangString:
		for i, p := range TextPaths(at, x) {
			out[p] = string(AppendValue(nil, reflect.ValueOf(x[i].Text), nil))
		}
	case []byte:
		out[at] = digestOf(x)
	default:
		out[at] = string(AppendValue(nil, v, nil))
	}
}
