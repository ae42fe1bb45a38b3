package badge

import (
	"bytes"
	"encoding"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// unit is what the residue restores as one: a scalar of the model, or a text
// in all its languages.
type unit struct {
	from  path // where it stands
	at    path // where it stands once entries that state nothing are gone
	value reflect.Value
}

var (
	textType  = reflect.TypeFor[mc.LangString]()
	bytesType = reflect.TypeFor[[]byte]()
	plainText = reflect.TypeFor[encoding.TextMarshaler]()
)

// unitsOf lists the units of a credential that keep wants, in the order of the
// model.
func unitsOf(c *mc.Credential, keep func(path) bool) []unit {
	w := unitWalk{keep: keep}
	w.walk(reflect.ValueOf(c).Elem(), "", "")
	return w.out
}

type unitWalk struct {
	keep func(path) bool
	out  []unit
}

func (w *unitWalk) add(v reflect.Value, from, at path) {
	if w.keep(from) {
		w.out = append(w.out, unit{from, at, v})
	}
}

func (w *unitWalk) walk(v reflect.Value, from, at path) {
	if v.IsZero() {
		return
	}
	switch {
	case v.Type() == textType:
		if v.Len() > 0 {
			w.add(v, from, at)
		}
	case v.Type() == bytesType || v.Type().Implements(plainText):
		w.add(v, from, at)
	case v.Kind() == reflect.Pointer:
		w.walk(v.Elem(), from, at)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				name := fieldName(v.Type().Field(i).Name)
				w.walk(f, from.Dot(name), at.Dot(name))
			}
		}
	case v.Kind() == reflect.Slice:
		n := 0
		for i := range v.Len() {
			before := len(w.out)
			w.entry(v.Index(i), from.At(i), at.At(n))
			if len(w.out) > before {
				n++
			}
		}
	case v.Kind() == reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			w.entry(v.MapIndex(k), from.Key(k.String()), at.Key(k.String()))
		}
	default:
		w.add(v, from, at)
	}
}

// entry is walk for an entry of a list, which is stated even when it is the
// empty text.
func (w *unitWalk) entry(v reflect.Value, from, at path) {
	if v.Kind() == reflect.String {
		w.add(v, from, at)
		return
	}
	w.walk(v, from, at)
}

// fieldName is the step of a canonical path for a field: Title is title, ID is
// id, SchemeIRI is schemeIRI.
func fieldName(field string) string {
	upper := 0
	for upper < len(field) && unicode.IsUpper(rune(field[upper])) {
		upper++
	}
	if upper > 1 && upper < len(field) && unicode.IsLower(rune(field[upper])) {
		upper-- // the last capital starts the next word
	}
	return strings.ToLower(field[:upper]) + field[upper:]
}

// identical reports whether two units are written the same.
func identical(a, b reflect.Value) bool {
	switch {
	case a.Type() != b.Type():
		return false
	case a.Type() == textType:
		return slices.Equal(a.Interface().(mc.LangString), b.Interface().(mc.LangString))
	case a.Type() == bytesType:
		return bytes.Equal(a.Bytes(), b.Bytes())
	}
	return a.Interface() == b.Interface()
}

// equivalent reports whether two units mean the same.
func equivalent(a, b reflect.Value) bool {
	return identical(a, b) || a.Type() == b.Type() && a.Type() != textType && a.Type() != bytesType && mapping.Alike(a.Interface(), b.Interface())
}
