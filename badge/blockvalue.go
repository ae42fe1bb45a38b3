package badge

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// prose is how values are written within a line of the facts block: in the
// language and with the phrases of the badge.
type prose struct {
	own   string // language of texts that do not name theirs
	words []string
}

// notation writes a value within a line, "" if it cannot, and reads it.
type notation struct {
	show func(p *prose, v reflect.Value) string
	read func(p *prose, s string, into reflect.Value) bool
}

// inline makes a notation of two functions for a type.
func inline[T any](show func(*prose, *T) string, read func(*prose, string, *T) bool) (reflect.Type, notation) {
	return reflect.TypeFor[T](), notation{
		show: func(p *prose, v reflect.Value) string {
			value := v.Interface().(T)
			return show(p, &value)
		},
		read: func(p *prose, s string, into reflect.Value) bool {
			var value T
			if !read(p, s, &value) {
				return false
			}
			into.Set(reflect.ValueOf(value))
			return true
		},
	}
}

// literal is a notation for what has a text of its own.
func literal[T any](show func(T) string, parse func(string) (T, error)) (reflect.Type, notation) {
	return inline(func(_ *prose, v *T) string { return show(*v) }, func(_ *prose, s string, into *T) bool {
		value, err := parse(s)
		*into = value
		return err == nil && s != ""
	})
}

// worded is a notation for the values of a closed list.
func worded[T comparable](words map[T]phrase) (reflect.Type, notation) {
	return inline(func(p *prose, v *T) string {
		if w, ok := words[*v]; ok {
			return p.words[w]
		}
		return ""
	}, func(p *prose, s string, into *T) bool {
		for value, w := range words {
			if p.words[w] == s {
				*into = value
				return true
			}
		}
		return false
	})
}

// termed is a notation for the values of a closed list that have words in package
// vocabulary. What is in none of its languages is in English.
func termed[T ~string](values ...T) (reflect.Type, notation) {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return inline(func(p *prose, v *T) string {
		if !slices.Contains(values, *v) {
			return ""
		}
		return vocabulary.Term(string(*v), p.own)
	}, func(p *prose, s string, into *T) bool {
		value, ok := vocabulary.TermOf(s, p.own, all...)
		*into = T(value)
		return ok
	})
}

// notations are the notations by type.
func notations() map[reflect.Type]notation {
	out := map[reflect.Type]notation{}
	add := func(t reflect.Type, n notation) { out[t] = n }
	add(inline(func(_ *prose, s *string) string { return quoteInline(*s, ";") }, func(_ *prose, s string, into *string) (ok bool) {
		*into, ok = unquoteMarkdown(s)
		return ok
	}))
	add(literal(func(i mc.Instant) string { return strings.Replace(i.String(), "T", " ", 1) },
		func(s string) (mc.Instant, error) { return mc.ParseInstant(strings.Replace(s, " ", "T", 1)) }))
	add(literal(func(n int) string { return strconv.Itoa(n) + " %" },
		func(s string) (int, error) { return strconv.Atoi(strings.TrimSuffix(s, " %")) }))
	add(worded(triWords))
	add(worded(stackWords))
	add(worded(claimWords))
	add(termed(mc.AwardClassMajor, mc.AwardClassMinor, mc.AwardClassSpecialPurpose, mc.AwardClassSupplemental, mc.AwardClassOther))
	add(termed(mc.OriginSplit, mc.OriginStandAlone, mc.OriginAddOn, mc.OriginSeries, mc.OriginValidation, mc.OriginOther))
	add(termed(mc.PartnerCooperation, mc.PartnerDefiner, mc.PartnerAssessor, mc.PartnerEndorser, mc.PartnerProvider, mc.PartnerFunder, mc.PartnerGuidance, mc.PartnerOther))
	add(termed(mc.Phases()...))
	add(termed(mc.RouteCourse, mc.RouteValidation, mc.RouteRecognition, mc.RouteWork))
	add(inline(func(p *prose, d *mc.ISODuration) string { return p.showDuration(*d) }, func(p *prose, s string, into *mc.ISODuration) (ok bool) {
		*into, ok = p.readDuration(s)
		return ok
	}))
	add(inline((*prose).showConcept, (*prose).readConcept))
	add(inline((*prose).showCountry, (*prose).readCountry))
	add(inline((*prose).showPage, (*prose).readPage))
	add(inline((*prose).showReference, (*prose).readReference))
	add(inline((*prose).showIdentifier, (*prose).readIdentifier))
	add(inline((*prose).showWorkload, (*prose).readWorkload))
	add(inline((*prose).showLevel, (*prose).readLevel))
	add(inline((*prose).showParticipation, (*prose).readParticipation))
	add(inline((*prose).showSetting, (*prose).readSetting))
	add(inline((*prose).showSupervision, (*prose).readSupervision))
	add(inline((*prose).showPeriod, (*prose).readPeriod))
	return out
}

// bestIn returns the index of the text to show, or -1.
func (p *prose) bestIn(s mc.LangString) int {
	i := s.BestIndex(language.Make(p.own))
	if i >= 0 && (strings.TrimSpace(s[i].Text) == "" || !isLanguageTag(s[i].Lang)) {
		return -1
	}
	return i
}

// plainText shows a text in one language.
func (p *prose) plainText(s mc.LangString) string {
	i := p.bestIn(s)
	if i < 0 {
		return ""
	}
	out := quoteInline(s[i].Text, ";()")
	if s[i].Lang != p.own {
		out += " (" + s[i].Lang + ")"
	}
	return out
}

func (p *prose) readPlainText(s string, into *mc.LangString) bool {
	s, lang := cutLastTag(s)
	if lang == "" {
		lang = p.own
	}
	text, ok := unquoteMarkdown(s)
	if !ok || text == "" {
		return false
	}
	into.Add(lang, text)
	return true
}

// cutLastTag cuts the tag of a language from the end of a text, where parentheses
// of the text itself are escaped.
func cutLastTag(s string) (text, tag string) {
	open := strings.LastIndex(s, " (")
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return s, ""
	}
	if tag, rest, ok := cutTag(s[open+1:]); ok && rest == "" {
		return s[:open], tag
	}
	return s, ""
}
