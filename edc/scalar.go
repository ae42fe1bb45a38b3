package edc

import (
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// parsed is a member with one literal, which parse understands and show writes
// as JSON; show returns "" for what is not stated or cannot be written.
func parsed[T any, F comparable](term, name string, get func(*T) *F, parse func(string) (F, error), show func(F) string) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		readParsed(d, v, get(to), step(at, name), parse)
	}, func(e *encoder, n *object, from *T, _ mc.Path) {
		e.putRaw(n, term, show(*get(from)))
	}}
}

func readParsed[F comparable](d *decoder, v jsontree.Value, into *F, at mc.Path, parse func(string) (F, error)) {
	var zero F
	v, text, ok := d.literal(v)
	if !ok {
		return
	}
	value, err := parse(text)
	switch {
	case err != nil:
		d.residue(v, err.Error())
	case value == zero:
		d.scaffold(v) // the empty text says nothing
	case *into == value:
		d.keep(v, at) // said twice
	case *into != zero:
		d.residue(v, "the model has room for one value")
	default:
		*into = value
		d.keep(v, at)
	}
}

func asText(s string) (string, error) { return s, nil }

func text[T any](term, name string, get func(*T) *string) field[T] {
	return parsed(term, name, get, asText, quoted)
}

func instant[T any](term, name string, get func(*T) *mc.Instant) field[T] {
	return parsed(term, name, get, mc.ParseInstant, showInstant)
}

func duration[T any](term, name string, get func(*T) *mc.ISODuration) field[T] {
	return parsed(term, name, get, mc.ParseISODuration, showDuration)
}

func decimal[T any](term, name string, get func(*T) *mc.Decimal) field[T] {
	return parsed(term, name, get, mc.ParseDecimal, showDecimal)
}

func integer[T any, F int | int64](term, name string, get func(*T) *F) field[T] {
	return parsed(term, name, get, positive[F], showNumber[F])
}

// positive reads a whole number above 0, the only ones that the model states.
func positive[F int | int64](s string) (F, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 1 {
		return 0, errPositive
	}
	return F(n), nil
}

// instants is a member with any number of points in time.
func instants[T any](term, name string, get func(*T) *[]mc.Instant) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		for e := range v.Each() {
			var i mc.Instant
			list := get(to)
			readParsed(d, e, &i, at.Dot(name).At(len(*list)), mc.ParseInstant)
			if !i.IsZero() {
				*list = append(*list, i)
			}
		}
	}, func(e *encoder, n *object, from *T, at mc.Path) {
		writeTexts(e, n, term, *get(from), at.Dot(name), func(i *mc.Instant) string { return showInstant(*i) })
	}}
}

// preferring is an instant that a second, preferred term states too: this term
// counts only where the other is absent, and a differing value is residue.
func preferring[T any](term, preferred, name string, get func(*T) *mc.Instant) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		if p, ok := d.first(v.Parent().Get(preferred)); ok {
			if i, err := mc.ParseInstant(p.Text()); err == nil {
				*get(to) = i
			}
		}
		readParsed(d, v, get(to), at.Dot(name), mc.ParseInstant)
	}, func(e *encoder, n *object, from *T, _ mc.Path) { // the Commission's tools write both
		e.putRaw(n, term, showInstant(*get(from)))
	}}
}

// tri is a boolean member.
func tri[T any](term, name string, get func(*T) *mc.Tri) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		v, ok := d.single(v)
		switch {
		case !ok:
		case v.Kind() != jsontree.Bool:
			d.residue(v, "not a boolean")
		default:
			*get(to) = mc.TriOf(v.Bool())
			d.keep(v, at.Dot(name))
		}
	}, func(e *encoder, n *object, from *T, _ mc.Path) {
		if value, known := get(from).Bool(); known {
			e.putRaw(n, term, strconv.FormatBool(value))
		}
	}}
}

// lang is a member with text by language.
func lang[T any](term, name string, get func(*T) *mc.LangString) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		into := get(to)
		if !into.IsZero() {
			d.residue(v, "the model has room for one value")
			return
		}
		d.langString(v, into, step(at, name))
	}, func(e *encoder, n *object, from *T, at mc.Path) {
		e.putRaw(n, term, e.langMap(term, *get(from), step(at, name)))
	}}
}

// langString reads a language map of JSON-LD 1.1 section 4.2.4, whose values
// are text or arrays of text. A plain text has no language; a value object and
// arrays of them are read too.
func (d *decoder) langString(v jsontree.Value, to *mc.LangString, at mc.Path) {
	for e := range v.Each() {
		switch {
		case e.Kind() == jsontree.String:
			d.langValue(e, "", to, at)
		case e.Get("@value").Kind() == jsontree.String:
			d.valueObject(e, to, at)
		case e.IsObject() && e.Len() > 0:
			d.langMap(e, to, at)
		default:
			d.residue(e, "not text by language")
		}
	}
}

func (d *decoder) langMap(v jsontree.Value, to *mc.LangString, at mc.Path) {
	for tag, m := range v.Members() {
		if tag == "@none" {
			tag = ""
		}
		for e := range m.Each() {
			if e.Kind() != jsontree.String {
				d.residue(e, "not text")
				continue
			}
			d.langValue(e, tag, to, at)
		}
		d.nothing(m)
	}
}

func (d *decoder) valueObject(v jsontree.Value, to *mc.LangString, at mc.Path) {
	tag := v.Get("@language")
	for name, m := range v.Members() {
		switch {
		case name == "@value":
			d.langValue(m, tag.Text(), to, at)
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

func (d *decoder) langValue(v jsontree.Value, tag string, to *mc.LangString, at mc.Path) {
	if len(*to) >= maxTexts {
		d.residue(v, "more than 256 texts in one member")
		return
	}
	to.Add(tag, v.Text())
	d.keep(v, to.Path(at, len(*to)-1))
}
