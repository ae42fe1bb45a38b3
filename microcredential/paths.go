package microcredential

import (
	"encoding"
	"iter"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Paths returns the canonical paths of all values that c states, in the order
// of the fields. A value that is not stated has no path. These are the leaves
// that an encoder has to account for.
func Paths(c *Credential) []Path {
	if c == nil {
		return nil
	}
	var out []Path
	walk(reflect.ValueOf(c).Elem(), "", &out)
	return out
}

var (
	langStringType = reflect.TypeFor[LangString]()
	bytesType      = reflect.TypeFor[[]byte]()
	textType       = reflect.TypeFor[encoding.TextMarshaler]()
)

func walk(v reflect.Value, at Path, out *[]Path) {
	if v.IsZero() {
		return
	}
	switch {
	case v.Type() == langStringType:
		walkLangString(v.Interface().(LangString), at, out)
	case v.Type() == bytesType || v.Type().Implements(textType):
		*out = append(*out, at)
	case v.Kind() == reflect.Pointer:
		walk(v.Elem(), at, out)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); !field.IsZero() {
				walk(field, at.Dot(FieldName(v.Type().Field(i).Name)), out)
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			walkEntry(v.Index(i), at.At(i), out)
		}
	case v.Kind() == reflect.Map:
		for _, k := range slices.Sorted(mapKeys(v)) {
			walkEntry(v.MapIndex(reflect.ValueOf(k)), at.Key(k), out)
		}
	default:
		*out = append(*out, at)
	}
}

// walkEntry is walk for an entry of a list, which counts as stated even when it
// is an empty string.
func walkEntry(v reflect.Value, at Path, out *[]Path) {
	if v.Kind() == reflect.String {
		*out = append(*out, at)
		return
	}
	walk(v, at, out)
}

func walkLangString(s LangString, at Path, out *[]Path) {
	seen := make(map[string]int, len(s))
	for _, v := range s {
		lang := strings.ToLower(v.Lang)
		*out = append(*out, langPath(at, v.Lang, seen[lang]))
		seen[lang]++
	}
}

func langPath(at Path, lang string, nth int) Path {
	if nth == 0 {
		return at.Key(lang)
	}
	return at.Key(lang).At(nth)
}

// Path returns the canonical path of the i-th value of s, when s stands at
// the given path: title[en], and title[en][1] for the second English text.
func (s LangString) Path(at Path, i int) Path {
	nth := 0
	for _, v := range s[:i] {
		if strings.EqualFold(v.Lang, s[i].Lang) {
			nth++
		}
	}
	return langPath(at, s[i].Lang, nth)
}

// mapKeys returns the keys of a map with string keys.
func mapKeys(m reflect.Value) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, k := range m.MapKeys() {
			if !yield(k.String()) {
				return
			}
		}
	}
}

// FieldName turns the name of a field of the model into a step of a path: Title into title, ID
// into id, SchemeIRI into schemeIRI, EQF into eqf, JWK into jwk.
func FieldName(field string) string {
	upper := 0
	for upper < len(field) && unicode.IsUpper(rune(field[upper])) {
		upper++
	}
	if upper > 1 && upper < len(field) && unicode.IsLower(rune(field[upper])) {
		upper-- // the last capital starts the next word
	}
	return strings.ToLower(field[:upper]) + field[upper:]
}
