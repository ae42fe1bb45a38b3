package policy

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// amongCheck asks that a coded value, country or word is one of a list: some value at
// the place, or every one that is stated there.
type amongCheck struct {
	places  []place
	values  []string // IRIs, notations, country codes or words
	schemes []string // IRIs of lists of which any value will do
	every   bool
}

func (c amongCheck) ask(s *subject) answer {
	f := s.first(c.places)
	if a, done := f.about(c.places, !c.every); done {
		return a
	}
	var other, unclear *value
	for i := range f.values {
		v := &f.values[i]
		member, known := c.has(*v)
		switch {
		case member && !c.every:
			return pass(v.at)
		case member:
		case known && other == nil:
			other = v
		case !known && unclear == nil:
			unclear = v
		}
	}
	switch {
	case other != nil && (c.every || unclear == nil):
		return fail(other.at, "another value")
	case unclear != nil:
		return unknown(unclear.at, "a value without a code that could be looked up")
	}
	return pass(f.values[0].at)
}

// has reports whether a value is one of the list, and whether that can be told.
func (c amongCheck) has(v value) (member, known bool) {
	switch x := v.of.Interface().(type) {
	case mc.Concept:
		for _, name := range c.values {
			if isNamed(x, name) {
				return true, true
			}
		}
		for _, scheme := range c.schemes {
			if x.Scheme == scheme || x.Scheme == "" && strings.HasPrefix(x.IRI, baseOf(scheme)) && x.IRI != "" {
				return true, true
			}
		}
		return false, x.IRI != "" || x.Notation != ""
	case mc.Country:
		for _, name := range c.values {
			wanted, _ := mc.CountryOf(name)
			if x.Alpha2 != "" && x.Alpha2 == wanted.Alpha2 {
				return true, true
			}
		}
		return false, x.Alpha2 != ""
	}
	text := wordOf(v)
	for _, name := range c.values {
		if strings.EqualFold(text, name) {
			return true, true
		}
	}
	return false, true
}

// baseOf returns what the IRIs in a list of the European Union begin with: the address
// of the list itself without its last step.
func baseOf(scheme string) string { return scheme[:strings.LastIndexByte(scheme, '/')+1] }

// wordOf returns a value as a word: "yes" for a fact that holds, "first" for a cycle.
func wordOf(v value) string {
	if named, ok := v.of.Interface().(fmt.Stringer); ok {
		return named.String()
	}
	if v.of.Kind() == reflect.String {
		return v.of.String()
	}
	return fmt.Sprint(v.of.Interface())
}

// languagesCheck asks that a text is there in languages. Regional forms count as their
// language.
type languagesCheck struct {
	places []place
	all    []string
	any    []string
}

func (c languagesCheck) ask(s *subject) answer {
	f := s.first(c.places)
	if a, done := f.about(c.places, true); done {
		return a
	}
	for _, v := range f.values {
		text := v.of.Interface().(mc.LangString)
		for _, lang := range c.all {
			if !has(text, lang) {
				return lacking(v.at, "no text in "+lang)
			}
		}
		some := len(c.any) == 0
		for _, lang := range c.any {
			some = some || has(text, lang)
		}
		if !some {
			return lacking(v.at, "no text in any of "+strings.Join(c.any, ", "))
		}
	}
	return pass(f.values[0].at)
}

func has(text mc.LangString, lang string) bool {
	for _, v := range text {
		tag := strings.ToLower(v.Lang)
		if (tag == lang || strings.HasPrefix(tag, lang+"-")) && strings.TrimSpace(v.Text) != "" {
			return true
		}
	}
	return false
}

// maxPatternText bounds the text that a pattern is held against, over all values.
const maxPatternText = 16 << 10

// patternCheck asks that every text at a place has a form.
type patternCheck struct {
	places []place
	form   *regexp.Regexp
}

func (c patternCheck) ask(s *subject) answer {
	f := s.first(c.places)
	if a, done := f.about(c.places, false); done {
		return a
	}
	size := 0
	for _, v := range f.values {
		for _, text := range textsOf(v) {
			if size += len(text); size > maxPatternText {
				return unknown(v.at, "a text that is too long to look at")
			}
			if !c.form.MatchString(text) {
				return fail(v.at, "another form")
			}
		}
	}
	return pass(f.values[0].at)
}

func textsOf(v value) []string {
	switch x := v.of.Interface().(type) {
	case mc.LangString:
		out := make([]string, len(x))
		for i, one := range x {
			out[i] = one.Text
		}
		return out
	case mc.Decimal:
		return []string{x.String()}
	}
	return []string{wordOf(v)}
}

// dateCheck asks that a day lies in a range, both ends included. Of an instant it is
// the day that the source wrote.
type dateCheck struct {
	places   []place
	from, to mc.Date
}

func (c dateCheck) ask(s *subject) answer {
	f := s.first(c.places)
	if a, done := f.about(c.places, true); done {
		return a
	}
	for _, v := range f.values {
		day, ok := dayOf(v)
		if !ok {
			return unknown(v.at, "no day")
		}
		if !c.from.IsZero() && day.Compare(c.from) < 0 || !c.to.IsZero() && day.Compare(c.to) > 0 {
			return fail(v.at, "another day")
		}
	}
	return pass(f.values[0].at)
}

func dayOf(v value) (mc.Date, bool) {
	switch x := v.of.Interface().(type) {
	case mc.Date:
		return x, true
	case mc.Instant:
		if text := x.String(); len(text) >= len(time.DateOnly) {
			day, err := mc.ParseDate(text[:len(time.DateOnly)])
			return day, err == nil
		}
	}
	return mc.Date{}, false
}
