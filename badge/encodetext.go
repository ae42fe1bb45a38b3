package badge

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// some returns a pointer to v, or nil when nothing is set in it.
func some[T any](v T) *T {
	if reflect.ValueOf(v).IsZero() {
		return nil
	}
	return &v
}

// each writes a list: f writes one entry for the given pointer, or nil when
// nothing of it can be written.
func each[T, N any](list []T, at path, to string, f func(at path, entry *T, to string) *N) []N {
	var out []N
	for i := range list {
		if n := f(at.At(i), &list[i], element(to, len(out))); n != nil {
			out = append(out, *n)
		}
	}
	return out
}

// element is the pointer of element i of the array at a pointer.
func element(to string, i int) string { return to + "/" + strconv.Itoa(i) }

// best is the index of the text to show where there is room for one, or -1.
// Blank text is passed over, and text in what is no language if there is other.
func (e *encoder) best(s mc.LangString) int {
	if i := e.bestOf(s, func(v mc.LangValue) bool { return wellFormed(v.Lang) }); i >= 0 {
		return i
	}
	return e.bestOf(s, func(mc.LangValue) bool { return true })
}

func (e *encoder) bestOf(s mc.LangString, fits func(mc.LangValue) bool) int {
	var full mc.LangString
	var at []int
	for i, v := range s {
		if strings.TrimSpace(v.Text) != "" && fits(v) {
			full, at = append(full, v), append(at, i)
		}
	}
	if i := full.BestIndex(e.prefer...); i >= 0 {
		return at[i]
	}
	return -1
}

// text writes a text in the one language that a native member has room for.
func (e *encoder) text(at path, s mc.LangString, to string) string {
	i := e.best(s)
	if i < 0 {
		return ""
	}
	if e.inBadgeLanguage(s[i].Lang) {
		e.keep(s.Path(at, i), to)
	} else {
		e.change(s.Path(at, i), to, mc.MatchClose, "the member does not say which language it is in")
	}
	return s[i].Text
}

// show is text without accounting, for text that something is synthesised of.
func (e *encoder) show(s mc.LangString) string {
	if i := e.best(s); i >= 0 {
		return strings.TrimSpace(s[i].Text)
	}
	return ""
}

func (e *encoder) inBadgeLanguage(tag string) bool {
	if tag == mc.Und {
		return e.lang == ""
	}
	return strings.EqualFold(tag, e.lang)
}

// texts writes text in all its languages as a language map.
func (e *encoder) texts(at path, s mc.LangString, to string) ob3.Texts {
	return e.joinTexts(s, textPaths(at, s, nil), to)
}

// textPaths appends the canonical paths of all values of a text.
func textPaths(at path, s mc.LangString, out []path) []path {
	seen := map[string]int{}
	for _, v := range s {
		p, lang := at.Key(v.Lang), strings.ToLower(v.Lang)
		if n := seen[lang]; n > 0 {
			p = p.At(n)
		}
		seen[lang]++
		out = append(out, p)
	}
	return out
}

// joinTexts is texts for values that stand at different paths. A language
// that JSON-LD refuses as a key, or that is the same as another but for its
// case, has no place in the map.
func (e *encoder) joinTexts(s mc.LangString, paths []path, to string) ob3.Texts {
	if e.o.WithoutExtension {
		return nil
	}
	spelled, count := map[string]string{}, map[string]int{}
	var out ob3.Texts
	var from []path
	for i, v := range s {
		lang := strings.ToLower(v.Lang)
		if spelled[lang] == "" {
			spelled[lang] = v.Lang
		}
		if wellFormed(v.Lang) && spelled[lang] == v.Lang {
			out, from = append(out, v), append(from, paths[i])
			count[v.Lang]++
		}
	}
	nth := map[string]int{}
	for i, v := range out {
		pointer := to + "/" + jsontree.EscapePointer(languageKey(v.Lang))
		if count[v.Lang] > 1 {
			pointer = element(pointer, nth[v.Lang])
			nth[v.Lang]++
		}
		e.extend(from[i], pointer)
	}
	return out
}

// allTexts is texts where the native member does not carry everything.
func (e *encoder) allTexts(at path, s mc.LangString, to string) ob3.Texts {
	if len(s) == 1 && e.inBadgeLanguage(s[0].Lang) && !e.open(at) {
		return nil
	}
	return e.texts(at, s, to)
}

// wellFormed reports whether a language tag has the form that JSON-LD demands
// of the key of a language map (RFC 5646, section 2.1, subtags of 1 to 8
// letters or digits, the first of letters).
func wellFormed(tag string) bool {
	for i, sub := range strings.Split(tag, "-") {
		if len(sub) < 1 || len(sub) > 8 {
			return false
		}
		for _, r := range sub {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}

// notes writes several notes as one language map. What a note is about and
// how it is formatted has no place in it, and when there are several, only the
// residue says where one ends.
func (e *encoder) notes(at path, notes []mc.Note, to string) ob3.Texts {
	var all mc.LangString
	var paths []path
	for i, n := range notes {
		all = append(all, n.Text...)
		paths = textPaths(at.At(i).Dot("text"), n.Text, paths)
	}
	return e.joinTexts(all, paths, to)
}

// concept writes a coded value.
func (e *encoder) concept(at path, c *mc.Concept, to string) *ob3.EuConcept {
	if e.o.WithoutExtension || c == nil {
		return nil
	}
	n := ob3.EuConcept{
		PrefLabel:  e.texts(at.Dot("label"), c.Label, to+"/prefLabel"),
		Notation:   e.string(at.Dot("notation"), c.Notation, to+"/notation"),
		Definition: e.texts(at.Dot("definition"), c.Definition, to+"/definition"),
	}
	scheme := ob3.EuConcept{PrefLabel: e.texts(at.Dot("schemeLabel"), c.SchemeLabel, to+"/inScheme/prefLabel")}
	if global(c.Scheme) {
		scheme.ID = c.Scheme
		e.extend(at.Dot("scheme"), idPointer(scheme, to+"/inScheme"))
	}
	n.InScheme = some(scheme)
	if global(c.IRI) {
		n.ID = c.IRI
		e.extend(at.Dot("iri"), idPointer(n, to))
	}
	return some(n)
}

func idPointer(c ob3.EuConcept, to string) string {
	if c.ID != "" && len(c.PrefLabel) == 0 && c.Notation == "" && c.InScheme == nil && len(c.Definition)+len(c.Unknown) == 0 {
		return to
	}
	return to + "/id"
}

func (e *encoder) concepts(at path, list []mc.Concept, to string) []ob3.EuConcept {
	return each(list, at, to, e.concept)
}

// openConcepts writes the coded values that no native member carries in full.
func (e *encoder) openConcepts(at path, list []mc.Concept, to string) []ob3.EuConcept {
	return each(list, at, to, func(at path, c *mc.Concept, to string) *ob3.EuConcept {
		if !e.open(at) {
			return nil
		}
		return e.concept(at, c, to)
	})
}

// string writes one extension string.
func (e *encoder) string(at path, s, to string) string {
	if e.o.WithoutExtension || s == "" {
		return ""
	}
	e.extend(at, to)
	return s
}

// native writes one native string.
func (e *encoder) native(at path, s, to string) string {
	if s != "" {
		e.keep(at, to)
	}
	return s
}

// globalID writes the id of an extension node if it means anything outside
// its document.
func (e *encoder) globalID(at path, id, to string) string {
	if !global(id) {
		return ""
	}
	return e.string(at.Dot("id"), id, to+"/id")
}

func (e *encoder) truth(at path, t mc.Tri, to string) *bool {
	v, known := t.Bool()
	if !known || e.o.WithoutExtension {
		return nil
	}
	e.extend(at, to)
	return &v
}

// instant writes a point in time as Open Badges wants it: whole seconds in
// UTC.
func (e *encoder) instant(at path, i mc.Instant, to string) string {
	if i.IsZero() {
		return ""
	}
	text := i.Time().UTC().Truncate(time.Second).Format(time.RFC3339)
	switch {
	case text == i.String():
		e.keep(at, to)
	case !i.Zoned():
		e.change(at, to, mc.MatchClose, "no time zone is stated; taken as UTC")
	case !i.Time().Equal(i.Time().Truncate(time.Second)):
		e.change(at, to, mc.MatchClose, "rounded down to the second")
	default:
		e.change(at, to, mc.MatchExact, "the same time in UTC")
	}
	return text
}

// euInstant writes a point in time as it stands.
func (e *encoder) euInstant(at path, i mc.Instant, to string) string {
	return e.string(at, i.String(), to)
}

// number writes a decimal as a JSON number if that keeps it exactly.
func (e *encoder) number(at path, d mc.Decimal, to string) *float64 {
	f := shortest(d)
	if f == nil {
		return nil
	}
	if d.Canonical() == d.String() {
		e.keep(at, to)
	} else {
		e.change(at, to, mc.MatchExact, "the same number in its shortest form")
	}
	return f
}

// shortest returns a decimal as a binary float if the shortest form of that
// float is the same decimal, which is what RFC 8785 and the canonical form of
// RDF write; otherwise nil.
func shortest(d mc.Decimal) *float64 {
	text := d.Canonical()
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || string(jsontree.AppendFloat(nil, f)) != text {
		return nil
	}
	return &f
}

// decimal writes an exact decimal as an extension string, for which XML
// Schema knows no exponent.
func (e *encoder) decimal(at path, d mc.Decimal, to string) string {
	if strings.ContainsAny(d.String(), "eE") {
		return e.string(at, d.Canonical(), to)
	}
	return e.string(at, d.String(), to)
}

// inLanguage returns a language tag in the form that the schema of Open
// Badges accepts, or "".
func inLanguage(tag string) string {
	if tag == "" || tag == mc.Und {
		return ""
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, script, region := parsed.Raw()
	out := base.String()
	if script != (language.Script{}) {
		out += "-" + script.String()
	}
	if region != (language.Region{}) {
		out += "-" + region.String()
	}
	if out != parsed.String() {
		return "" // variants and extensions have no place in the pattern
	}
	return out
}
