package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// parsed is a member with one literal, which parse understands.
func parsed[T any, F comparable](name, field string, get func(*T) *F, parse func(string) (F, error)) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		readParsed(d, v, get(to), step(at, field), parse)
	})
}

func readParsed[F comparable](d *decoder, v jsontree.Value, into *F, at path, parse func(string) (F, error)) {
	v, text, ok := d.literal(v)
	if !ok {
		return
	}
	value, err := parse(text)
	if err != nil {
		d.residue(v, err.Error())
		return
	}
	fill(d, v, into, value, at)
}

// fill takes a value for a field: the first one sets it, an equal one confirms
// it, another one contradicts it.
func fill[F comparable](d *decoder, v jsontree.Value, into *F, value F, at path) {
	var zero F
	switch {
	case value == zero:
		d.scaffold(v) // the empty text says nothing
	case *into == zero:
		*into = value
		d.keep(v, at)
	case *into == value:
		d.keep(v, at)
	case alike(*into, value):
		d.change(v, at, "the same in another notation")
	default:
		d.contradiction(v, at)
	}
}

// alike reports whether two values of the model mean the same: a time in
// another zone, a number with more zeros.
func alike(a, b any) bool {
	switch a := a.(type) {
	case mc.Instant:
		b, ok := b.(mc.Instant)
		return ok && !a.IsZero() && !b.IsZero() && a.Compare(b) == 0
	case mc.Decimal:
		b, ok := b.(mc.Decimal)
		return ok && !a.IsZero() && !b.IsZero() && a.Cmp(b) == 0
	}
	return a == b
}

func asText(s string) (string, error) { return s, nil }

func text[T any](name, field string, get func(*T) *string) term[T] {
	return parsed(name, field, get, asText)
}

func instant[T any](name, field string, get func(*T) *mc.Instant) term[T] {
	return parsed(name, field, get, mc.ParseInstant)
}

func decimal[T any](name, field string, get func(*T) *mc.Decimal) term[T] {
	return parsed(name, field, get, mc.ParseDecimal)
}

// listed is a member with any number of strings.
func listed[T any](name, field string, get func(*T) *[]string) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		for e := range v.Each() {
			leaf, s, ok := d.literal(e)
			if !ok {
				continue
			}
			list := get(to)
			d.keep(leaf, at.Dot(field).At(len(*list)))
			*list = append(*list, s)
		}
	})
}

// tri is a boolean member.
func tri[T any](name, field string, get func(*T) *mc.Tri) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		v, ok := d.single(v)
		switch {
		case !ok:
		case v.Kind() != jsontree.Bool:
			d.residue(v, "not a boolean")
		default:
			fill(d, v, get(to), mc.TriOf(v.Bool()), at.Dot(field))
		}
	})
}

// word is a member with a word of a closed list.
func word[T any, F ~string](name, field string, get func(*T) *F, words map[string]F) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		leaf, s, ok := d.literal(v)
		if !ok {
			return
		}
		if value, known := words[s]; known {
			fillAs(d, leaf, get(to), value, step(at, field), "a word of the model")
			return
		}
		d.residue(leaf, "not a word that the model knows")
	})
}

// fillAs is fill for a value that stands in another notation.
func fillAs[F comparable](d *decoder, v jsontree.Value, into *F, value F, at path, reason string) {
	var zero F
	if *into != zero && *into != value {
		d.contradiction(v, at)
		return
	}
	*into = value
	d.change(v, at, reason)
}

// backwards turns a table around. Where two keys have one value, either may
// win, so such tables are not turned.
func backwards[K, V comparable](table map[K]V) map[V]K {
	out := make(map[V]K, len(table))
	for k, v := range table {
		out[v] = k
	}
	return out
}

// lang is a member with text by language, as the extension has it.
func lang[T any](name, field string, get func(*T) *mc.LangString) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		d.texts(v, get(to), step(at, field), mc.Und)
	})
}

// plain is a native member with text in the language of the badge. What a
// term of the extension said before, it confirms or adds a language to.
func plain[T any](name, field string, get func(*T) *mc.LangString) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		d.plain(v, get(to), step(at, field))
	})
}

func (d *decoder) plain(v jsontree.Value, into *mc.LangString, at path) {
	v, ok := d.single(v)
	switch {
	case !ok:
	case v.Kind() != jsontree.String:
		d.texts(v, into, at, d.lang)
	case v.Text() == "":
		d.scaffold(v)
	case d.confirms(v, *into, at):
	case into.IsZero() || d.lang != mc.Und && len(into.In(d.lang)) == 0:
		into.Add(d.lang, v.Text())
		d.keepText(v, into.Path(at, len(*into)-1))
	default:
		d.contradiction(v, at)
	}
}

// confirms accounts for a text that is already there, in the language of the
// badge if possible, and reports whether it is.
func (d *decoder) confirms(v jsontree.Value, in mc.LangString, at path) bool {
	found := -1
	for i, s := range in {
		if s.Text == v.Text() && (found < 0 || strings.EqualFold(s.Lang, d.lang)) {
			found = i
		}
	}
	if found >= 0 {
		d.keep(v, in.Path(at, found))
	}
	return found >= 0
}

// texts reads a language map of JSON-LD 1.1 section 4.6.2, whose values are
// text or arrays of text, or value objects; plain text is in the given
// language.
func (d *decoder) texts(v jsontree.Value, to *mc.LangString, at path, tag string) {
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case e.Kind() == jsontree.String:
			d.addText(e, tag, to, at)
		case e.Get("@value").Kind() == jsontree.String:
			d.valueObject(e, to, at)
		case e.IsObject():
			d.languageMap(e, to, at)
		default:
			d.residue(e, "not text by language")
		}
	}
}

func (d *decoder) languageMap(v jsontree.Value, to *mc.LangString, at path) {
	for tag, m := range v.Members() {
		if tag == noLanguage {
			tag = mc.Und
		}
		for e := range m.Each() {
			if e.Kind() != jsontree.String {
				d.residue(e, "not text")
				continue
			}
			d.addText(e, tag, to, at)
		}
		d.nothing(m)
	}
}

func (d *decoder) valueObject(v jsontree.Value, to *mc.LangString, at path) {
	tag := v.Get("@language")
	for name, m := range v.Members() {
		switch {
		case name == "@value":
			d.addText(m, tag.Text(), to, at)
		case name == "@language" && m.Kind() == jsontree.String, name == "@type":
			d.scaffold(m)
		default:
			d.residue(m, "not part of a text")
		}
	}
}

// maxTexts bounds the texts of one member, because the path of each depends on
// those before it.
const maxTexts = 256

func (d *decoder) addText(v jsontree.Value, tag string, to *mc.LangString, at path) {
	if len(*to) >= maxTexts {
		d.residue(v, "more than 256 texts in one member")
		return
	}
	to.Add(tag, v.Text())
	d.keep(v, to.Path(at, len(*to)-1))
}
