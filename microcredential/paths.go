package microcredential

import (
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mikromerit/mikromerit/internal/layout"
)

// Paths returns the canonical paths of all values that c states, in the order
// of the fields. A value that is not stated has no path. These are the leaves
// that an encoder has to account for.
func Paths(c *Credential) []Path {
	if c == nil {
		return nil
	}
	w := pathWalk{}
	w.walk(modelLayout().Of(reflect.TypeFor[Credential]()), reflect.ValueOf(c).Elem(), make([]byte, 0, 128))
	return w.out
}

// modelLayout are the types of the model.
var modelLayout = sync.OnceValue(func() *layout.Table {
	return layout.New(reflect.TypeFor[Credential](), reflect.TypeFor[LangString](), FieldName)
})

// pathWalk collects paths. That of the value it is at is kept in a buffer, so that
// only those of leaves become text.
type pathWalk struct {
	out   []Path
	texts layout.Arena
}

func (w *pathWalk) add(at []byte) { w.out = append(w.out, Path(w.texts.Text(at))) }

func (w *pathWalk) walk(t *layout.Type, v reflect.Value, at []byte) {
	if t.Kind == layout.Struct { // it is as cheap to look for values as to see that there are none
		for i := range t.Fields {
			w.walk(t.Fields[i].Type, v.Field(i), layout.AppendStep(at, t.Fields[i].Step))
		}
		return
	}
	if v.IsZero() {
		return
	}
	switch t.Kind {
	case layout.Unit:
		w.add(at)
	case layout.Text:
		w.text(v.Interface().(LangString), at)
	case layout.Pointer:
		w.walk(t.Elem, v.Elem(), at)
	case layout.Slice:
		for i := range v.Len() {
			w.entry(t.Elem, v.Index(i), layout.AppendIndex(at, i))
		}
	case layout.Map:
		for _, k := range slices.Sorted(mapKeys(v)) {
			w.entry(t.Elem, v.MapIndex(reflect.ValueOf(k)), layout.AppendKey(at, k))
		}
	}
}

// entry is walk for an entry of a list, which counts as stated even when it
// is an empty string.
func (w *pathWalk) entry(t *layout.Type, v reflect.Value, at []byte) {
	if v.Kind() == reflect.String {
		w.add(at)
		return
	}
	w.walk(t, v, at)
}

func (w *pathWalk) text(s LangString, at []byte) {
	var seen map[string]int
	if len(s) > 1 {
		seen = make(map[string]int, len(s))
	}
	for _, v := range s {
		here := layout.AppendKey(at, v.Lang)
		if len(s) > 1 {
			lang := strings.ToLower(v.Lang)
			if nth := seen[lang]; nth > 0 {
				here = layout.AppendIndex(here, nth)
			}
			seen[lang]++
		}
		w.add(here)
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
	if step, known := fieldSteps()[field]; known {
		return step
	}
	return stepOf(field)
}

// fieldSteps are the steps for all fields of the model, by their names.
var fieldSteps = sync.OnceValue(func() map[string]string {
	steps := map[string]string{}
	layout.New(reflect.TypeFor[Credential](), reflect.TypeFor[LangString](), func(field string) string {
		steps[field] = stepOf(field)
		return steps[field]
	})
	return steps
})

func stepOf(field string) string {
	upper := 0
	for upper < len(field) && unicode.IsUpper(rune(field[upper])) {
		upper++
	}
	if upper > 1 && upper < len(field) && unicode.IsLower(rune(field[upper])) {
		upper-- // the last capital starts the next word
	}
	return strings.ToLower(field[:upper]) + field[upper:]
}
