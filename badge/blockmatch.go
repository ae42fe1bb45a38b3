package badge

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// sameLetters reports whether two strings differ only in case, spaces and signs,
// as a name and the word that a member makes of it do.
func sameLetters(a, b reflect.Value) bool {
	letters := func(s string) string {
		return strings.ToLower(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s))
	}
	return a.Kind() == reflect.String && letters(a.String()) == letters(b.String())
}

// maxTried bounds the entries with which one is compared in full. Those of a block of
// ours stand in the order of the members.
const maxTried = 64

// index notes what identifies the entries of other members. A title that only follows
// from something else does not.
func (m *merger) index(list *mergedList, to reflect.Value, at path) {
	list.named = map[string][]int{}
	for i := range to.Len() {
		entry := to.Index(i)
		var names []string
		if !m.isTitleDerived(entry, at.At(i)) {
			names = namesOf(entry, nil, 0)
		}
		for _, name := range names {
			list.named[name] = append(list.named[name], i)
		}
		if len(names) == 0 {
			list.others = append(list.others, i)
		}
	}
}

// find returns the entry that another one is about, or -1: one of those that other
// members state and that are not in use.
func (m *merger) find(to, entry reflect.Value, at path, list *mergedList, used map[int]bool) int {
	before := min(list.before, to.Len())
	isFree := func(i int) bool { return i < before && !used[i] && !list.used[i] }
	if entry.Type() == reflect.TypeFor[mc.Workload]() {
		w := entry.Interface().(mc.Workload)
		for i := range before {
			if isFree(i) && isSameWorkload(to.Index(i).Interface().(mc.Workload), w) {
				return i
			}
		}
		return -1
	}
	tried := 0
	fits := func(i int) bool {
		dry := merger{facts: m.facts, decoder: m.decoder, dry: true}
		tried++
		return dry.value(to.Index(i), entry, at.At(i))
	}
	// Of those with a name in common, the first that fits counts, or else the first.
	candidate := -1
	wanted := namesOf(entry, nil, 0)
	for _, name := range wanted {
		for _, i := range list.named[name] {
			switch {
			case tried == maxTried || !isFree(i):
			case fits(i):
				return i
			case candidate < 0:
				candidate = i
			}
		}
	}
	if candidate >= 0 {
		return candidate
	}
	if len(wanted) == 0 {
		for i := range before {
			if tried < maxTried && isFree(i) && fits(i) {
				return i
			}
		}
		return -1
	}
	for _, i := range list.others {
		if tried < maxTried && isFree(i) && fits(i) {
			return i
		}
	}
	return -1
}

// isOtherLevel reports whether a level is against one that members state: it is
// another one of the same framework, and the block does not state both.
func (m *merger) isOtherLevel(to, from, entry reflect.Value, before int) bool {
	if entry.Type() != reflect.TypeFor[mc.Level]() {
		return false
	}
	stated := entry.Interface().(mc.Level)
	all := from.Interface().([]mc.Level)
	for i := range before {
		known := to.Index(i).Interface().(mc.Level)
		isStated := slices.ContainsFunc(all, func(l mc.Level) bool { return isSameLevel(&l, &known) })
		if !isStated && frameworkOf(&known) != "" && frameworkOf(&known) == frameworkOf(&stated) {
			return true
		}
	}
	return false
}

func isSameLevel(a, b *mc.Level) bool {
	return a.Kind == b.Kind && a.EQF == b.EQF && a.Cycle == b.Cycle && (a.EQF > 0 || a.Value.IRI == b.Value.IRI)
}

// frameworkOf returns a key of the framework that a level is one of, or "".
func frameworkOf(l *mc.Level) string {
	switch l.Kind {
	case mc.LevelEQF, mc.LevelQFEHEA:
		return string(l.Kind)
	case mc.LevelNQF:
		known, _ := vocabulary.NQF(l.Value.IRI)
		return known.Framework.Country + known.Framework.Name
	}
	return ""
}

// isTitleDerived reports whether the title of an entry is only one that follows from
// something else.
func (m *merger) isTitleDerived(entry reflect.Value, at path) bool {
	field := reflect.Value{}
	if entry.Kind() == reflect.Struct {
		field = entry.FieldByName("Title")
	}
	if !field.IsValid() || field.Len() == 0 {
		return false
	}
	text, _ := field.Interface().(mc.LangString)
	for i := range text {
		if !m.derived[text.Path(at.Dot("title"), i)] {
			return false
		}
	}
	return true
}

// isSameWorkload reports whether two workloads are about the same: a number of
// credits without a framework is about those of any.
func isSameWorkload(a, b mc.Workload) bool {
	if a.Kind != b.Kind || a.Kind != mc.WorkloadCredits {
		return a.Kind == b.Kind && a.Duration == b.Duration
	}
	return a.Framework.IsZero() || b.Framework.IsZero() || a.Framework.IRI == b.Framework.IRI
}

// namesOf returns what identifies a value: its titles, names, labels and codes.
func namesOf(v reflect.Value, to []string, depth int) []string {
	if v.Kind() != reflect.Struct || isWhole(v.Type()) {
		return to
	}
	for i := range v.NumField() {
		f := v.Field(i)
		switch name := v.Type().Field(i).Name; name {
		case "Title", "Name", "Label", "Text":
			if text, ok := f.Interface().(mc.LangString); ok {
				for _, one := range text {
					to = append(to, one.Text)
				}
			}
		case "IRI", "URL", "Value":
			if f.Kind() == reflect.String && f.String() != "" {
				to = append(to, f.String())
				continue
			}
			to = namesOf(f, to, depth+1)
		case "Mode", "Note":
			if depth == 0 {
				to = namesOf(f, to, depth+1)
			}
		}
	}
	if kind := v.FieldByName("Type"); len(to) == 0 && kind.IsValid() {
		to = namesOf(kind, to, depth+1)
	}
	return to
}
