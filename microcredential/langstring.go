package microcredential

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Und is the BCP 47 tag of text whose language is not stated.
const Und = "und"

// LangValue is one text in one language.
type LangValue struct {
	Lang string // BCP 47 tag as the source wrote it; Und when the source states none
	Text string
}

// LangString is text in any number of languages, in the order of the source.
// A language may occur more than once. The zero value is no text.
type LangString []LangValue

// Text returns a LangString with one value. An empty lang means [Und].
func Text(lang, text string) LangString {
	var s LangString
	s.Add(lang, text)
	return s
}

// With returns s with one more value; s itself is not changed.
func (s LangString) With(lang, text string) LangString {
	out := slices.Clone(s)
	out.Add(lang, text)
	return out
}

// Add appends a value. An empty lang means [Und].
func (s *LangString) Add(lang, text string) {
	if lang == "" {
		lang = Und
	}
	*s = append(*s, LangValue{Lang: lang, Text: text})
}

// IsZero reports whether there is no text at all. A value that is the empty
// string counts as text, because the source states it.
func (s LangString) IsZero() bool { return len(s) == 0 }

// Tags returns the languages that occur, each once, in order of first
// occurrence.
func (s LangString) Tags() []string {
	tags := make([]string, 0, len(s))
	seen := make(map[string]bool, len(s))
	for _, v := range s {
		if lang := strings.ToLower(v.Lang); !seen[lang] {
			seen[lang] = true
			tags = append(tags, v.Lang)
		}
	}
	return tags
}

// In returns the values in exactly the given language (compared without
// regard to case), in order.
func (s LangString) In(lang string) []string {
	if lang == "" {
		lang = Und
	}
	var out []string
	for _, v := range s {
		if strings.EqualFold(v.Lang, lang) {
			out = append(out, v.Text)
		}
	}
	return out
}

// Best returns the value to show to a reader with the given preferences, most
// preferred first, and whether there is any. A preference is met by the same
// tag or else by the same base language; Norwegian ("no") and Bokmål count as
// the same, and Nynorsk and Bokmål stand in for one another before any other
// language does. When no preference is met: English, then the first value.
func (s LangString) Best(preferences ...language.Tag) (LangValue, bool) {
	i := s.BestIndex(preferences...)
	if i < 0 {
		return LangValue{}, false
	}
	return s[i], true
}

// BestIndex is like Best but returns the index of the value, or -1 when there
// is none.
func (s LangString) BestIndex(preferences ...language.Tag) int {
	if len(s) < 2 {
		return len(s) - 1
	}
	tags := make([]language.Tag, len(s))
	for i, v := range s {
		tags[i] = language.Make(v.Lang)
	}
	for _, want := range preferences {
		if i := bestFor(tags, want); i >= 0 {
			return i
		}
	}
	if i := bestFor(tags, language.English); i >= 0 {
		return i
	}
	return 0
}

// bestFor finds the first tag that equals want, shares its base language, or
// is the other written form of Norwegian, in this order of preference.
func bestFor(tags []language.Tag, want language.Tag) int {
	if want == language.Und {
		return -1
	}
	wantBase := baseLanguage(want)
	base, sibling := -1, -1
	for i, tag := range tags {
		got := baseLanguage(tag)
		switch {
		case tag == want:
			return i
		case base < 0 && got == wantBase:
			base = i
		case sibling < 0 && isNorwegian(got) && isNorwegian(wantBase):
			sibling = i
		}
	}
	if base >= 0 {
		return base
	}
	return sibling
}

// baseLanguage returns the primary language subtag, with the macrolanguage
// "no" read as Bokmål, which is what it stands for in practice.
func baseLanguage(tag language.Tag) string {
	base, _ := tag.Base()
	if base.String() == "no" {
		return "nb"
	}
	return base.String()
}

func isNorwegian(base string) bool { return base == "nb" || base == "nn" }
