package ob2

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Field is a text of a badge and where it stands in the document. A text that
// stands nowhere, such as the id of a document of 1.0, which is its address,
// has an absent At.
type Field struct {
	Text string
	At   jsontree.Value
}

// String returns the text.
func (f Field) String() string { return f.Text }

// IsZero reports whether there is no text.
func (f Field) IsZero() bool { return f.Text == "" }

// get returns a member, id and type also under their JSON-LD keyword. To
// JSON-LD a member that is null is not there, and a list of one is that one.
func get(v jsontree.Value, name string) jsontree.Value {
	m := present(v.Get(name))
	if !m.Exists() && (name == "id" || name == "type") {
		m = present(v.Get("@" + name))
	}
	return only(m)
}

// only returns the element of an array that has one, else the value.
func only(v jsontree.Value) jsontree.Value {
	if v.Kind() != jsontree.Array {
		return v
	}
	n, found := 0, v
	for one := range each(v) {
		if found = one; n > 0 {
			return v
		}
		n++
	}
	return found
}

// present returns a value that is not null, else the absent value.
func present(v jsontree.Value) jsontree.Value {
	if v.Kind() == jsontree.Null {
		return jsontree.Value{}
	}
	return v
}

// each returns a value, or the elements of an array, without those that are
// null.
func each(v jsontree.Value) iter.Seq[jsontree.Value] {
	return func(yield func(jsontree.Value) bool) {
		for one := range v.Each() {
			if one.Kind() != jsontree.Null && !yield(one) {
				return
			}
		}
	}
}

// listed returns the elements of an array that are not null.
func listed(v jsontree.Value) (all []jsontree.Value) {
	for one := range each(v) {
		all = append(all, one)
	}
	return all
}

// truth reads a member that is true or false, which is false where it is not
// there. It is not readable when it is something else.
func truth(v jsontree.Value) (is, readable bool) {
	return v.Kind() == jsontree.Bool && v.Bool(), !v.Exists() || v.Kind() == jsontree.Bool
}

func either(v jsontree.Value, name, alias string) jsontree.Value {
	if m := get(v, name); m.Exists() {
		return m
	}
	return get(v, alias)
}

// scalar returns the value of a JSON-LD value object.
func scalar(v jsontree.Value) jsontree.Value {
	if value := v.Get("@value"); value.Exists() {
		return value
	}
	return v
}

// textOf reads a string, also as a JSON-LD value object.
func textOf(v jsontree.Value) Field {
	v = scalar(v)
	if v.Kind() != jsontree.String || v.Text() == "" {
		return Field{}
	}
	return Field{Text: v.Text(), At: v}
}

func textOrNumber(v jsontree.Value) Field {
	if v.Kind() == jsontree.Number {
		return Field{Text: v.Raw(), At: v}
	}
	return textOf(v)
}

// addressOf reads the address of something that is given as its address or as
// an object with an id.
func addressOf(v jsontree.Value) Field {
	if v.IsObject() {
		v = get(v, "id")
	}
	return textOf(v)
}

func texts(v jsontree.Value) []Field {
	var out []Field
	for one := range v.Each() {
		if f := textOf(one); !f.IsZero() {
			out = append(out, f)
		}
	}
	return out
}

// moment is a point in time and where it stands in the document.
type moment struct {
	mc.Instant                // always with its zone
	at         jsontree.Value // as the badge writes it
	strict     bool           // it has the form that 2.0 asks for: a date and time with a zone
}

// Unix times that four-digit years can say.
const (
	minUnix = -62135596800 // 0001-01-01
	maxUnix = 253402300799 // 9999-12-31
)

// readMoment reads a timestamp in any form that an edition allowed: a date and
// time (without a zone: UTC), a date (midnight UTC), seconds since 1970 as a
// number or digits. What is none of these is the zero moment.
func readMoment(v jsontree.Value) moment {
	v = scalar(v)
	m := moment{at: v}
	switch v.Kind() {
	case jsontree.Number:
		m.Instant = unixMoment(v.Raw())
	case jsontree.String:
		text := strings.TrimSpace(v.Text())
		if m.Instant, m.strict = isoMoment(text); m.Instant.IsZero() && len(text) >= minUnixDigits {
			m.Instant = unixMoment(text)
		}
	}
	if m.Instant.IsZero() {
		return moment{}
	}
	return m
}

// minUnixDigits keeps a year or a date without hyphens from being read as
// seconds: nine digits of seconds are 1973.
const minUnixDigits = 9

// unixMoment reads seconds since 1970, whole or with a fraction.
func unixMoment(text string) mc.Instant {
	if strings.Trim(text, "0123456789.eE+-") != "" || strings.Count(text, "-") > 1 {
		return mc.Instant{}
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds >= minUnix && seconds <= maxUnix) {
		return mc.Instant{}
	}
	return mc.InstantOf(time.Unix(int64(math.Floor(seconds)), 0).UTC())
}

// isoMoment reads a date and time of ISO 8601 and writes it as RFC 3339 has
// it. It is strict when the text has a time and a zone.
func isoMoment(text string) (at mc.Instant, strict bool) {
	if _, err := mc.ParseDate(text); err == nil {
		at, _ = mc.ParseInstant(text + "T00:00:00Z")
		return at, false
	}
	if len(text) < len("2006-01-02T15:04") {
		return mc.Instant{}, false
	}
	strict = text[10] == 'T'
	day, clock := text[:10], strings.ToUpper(text[11:])
	zone := ""
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		clock, zone = clock[:i], clock[i:]
	}
	if len(clock) == len("15:04") { // seconds are optional
		clock += ":00"
	}
	switch len(zone) {
	case 0:
		zone, strict = "Z", false
	case len("+01"):
		zone += ":00"
	case len("+0100"):
		zone = zone[:3] + ":" + zone[3:]
	}
	at, err := mc.ParseInstant(day + "T" + clock + zone)
	if err != nil {
		return mc.Instant{}, false
	}
	return at, strict
}
