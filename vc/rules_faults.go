package vc

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// fault says in a few words what is wrong at a place, or "".
type fault func(spot) string

// describe names what stands somewhere, without its content.
func describe(v jsontree.Value) string {
	switch {
	case v.Kind() == jsontree.String && v.Text() == "":
		return "an empty string"
	case v.Kind() == jsontree.Array && v.Len() == 0:
		return "an empty array"
	case v.IsObject() && v.Len() == 0:
		return "an empty object"
	}
	return v.Kind().String()
}

// exists finds fault with anything that is there.
func exists(s spot) string { return describe(s.value) }

func notArray(s spot) string {
	if s.value.Kind() == jsontree.Array {
		return ""
	}
	return describe(s.value)
}

func notObject(s spot) string {
	if s.value.IsObject() {
		return ""
	}
	return describe(s.value)
}

func notFilledObject(s spot) string {
	if s.value.IsObject() && s.value.Len() > 0 {
		return ""
	}
	return describe(s.value)
}

// notObjectOrToken lets a compact JWS pass, too: in version 1.1 a presentation
// holds credentials that are secured in that form as strings (section 6.3.1).
func notObjectOrToken(s spot) string {
	if s.value.Kind() == jsontree.String && strings.Count(s.value.Text(), ".") == 2 {
		return ""
	}
	return notFilledObject(s)
}

func notStringOrObject(s spot) string {
	if s.value.Kind() == jsontree.String {
		return ""
	}
	return notObject(s)
}

func notURL(s spot) string {
	switch {
	case s.value.Kind() != jsontree.String || s.value.Text() == "":
		return describe(s.value)
	case !IsURL(s.value.Text()):
		return "a string that is no absolute URL"
	}
	return ""
}

func isDataURL(s string) bool {
	return len(s) > 5 && strings.EqualFold(s[:5], "data:") && IsURL(s)
}

func notDataURL(s spot) string {
	if found := notURL(s); found != "" || isDataURL(s.value.Text()) {
		return found
	}
	return "another URL"
}

func notContext(s spot) string {
	if s.value.IsObject() {
		return ""
	}
	return notURL(s)
}

func notBaseContextFirst(s spot) string {
	if versionOf(firstContext(s.parent)) != 0 {
		return ""
	}
	return "another value"
}

// notTerm finds fault with anything but a term or an absolute URL. Whether a
// context defines the term is not a question of structure; a compact IRI passes
// as the URL that it looks like.
func notTerm(s spot) string {
	text := s.value.Text()
	switch {
	case s.value.Kind() != jsontree.String || text == "":
		return describe(s.value)
	case text[0] == '@':
		return "a keyword"
	case strings.Contains(text, ":") && !IsURL(text):
		return "a string that is neither term nor absolute URL"
	}
	return ""
}

// without finds fault with a string or array that does not include a text.
func without(text string) fault {
	return func(s spot) string {
		if hasText(s.value, text) {
			return ""
		}
		if s.value.Len() > 0 || s.value.Kind() == jsontree.String {
			return "only other values"
		}
		return describe(s.value)
	}
}

func notEnvelopeType(s spot) string {
	if s.value.Kind() == jsontree.Array && s.value.Len() != 1 {
		return "an array of other length than one"
	}
	if hasText(s.value, EnvelopedCredential) || hasText(s.value, EnvelopedPresentation) {
		return ""
	}
	return describe(s.value)
}

// notSecured finds fault with a credential in a presentation that is neither
// secured by itself nor the holder's own (data model 2.0, section 4.13.4).
func notSecured(s spot) string {
	v := s.value
	if !v.IsObject() || v.Get("proof").Exists() || isEnvelope(v) {
		return ""
	}
	holder := identifierOf(s.parent.Get("holder"))
	switch {
	case holder == "":
		return "neither proof nor holder"
	case holder != identifierOf(v.Get("issuer")):
		return "no proof, and an issuer that is not the holder"
	}
	return ""
}

func notDateTimeStamp(s spot) string { return notDate(s.value, ParseDateTime) }

func notDateTime(s spot) string { return notDate(s.value, ParseDateTimeUnzoned) }

func notDate(v jsontree.Value, parse func(string) (DateTime, error)) string {
	if v.Kind() != jsontree.String {
		return describe(v)
	}
	switch _, err := parse(v.Text()); err {
	case nil:
		return ""
	case errDateZone:
		return "one without zone"
	case errDateDay:
		return "a day that is not in the calendar"
	case errDateTime:
		return "a time of day or zone that does not exist"
	default:
		return "a string of another form"
	}
}

// notIssuanceDate accepts issued in the place of issuanceDate; the table says
// why.
func notIssuanceDate(s spot) string {
	switch {
	case s.value.Exists():
		return notDateTime(s)
	case s.parent.Get("issued").Exists():
		return ""
	case s.parent.Get("validFrom").Exists():
		return "validFrom, of version 2.0, in its place"
	}
	return describe(s.value)
}

// aloneWithout finds fault with a member when none of some others is there.
func aloneWithout(names ...string) fault {
	return func(s spot) string {
		if slices.ContainsFunc(names, func(name string) bool { return s.parent.Get(name).Exists() }) {
			return ""
		}
		return "no " + strings.Join(names, " or ")
	}
}

// earlierThan finds fault with an end before the start that a member states.
func earlierThan(start string) fault {
	return func(s spot) string { return endsBefore(s, dateOf(s.parent.Get(start))) }
}

func earlierThanStart(s spot) string { return endsBefore(s, startOf(s.parent)) }

func endsBefore(s spot, start DateTime) string {
	end := dateOf(s.value)
	if start.IsZero() || end.IsZero() || !end.Before(start) {
		return ""
	}
	return "an end before the start"
}

// notText finds fault with anything but a string or a language value object
// (data model 2.0, section 11.1).
func notText(s spot) string {
	if s.value.Kind() == jsontree.String {
		return ""
	}
	if !s.value.IsObject() || s.value.Len() == 0 {
		return describe(s.value)
	}
	for name, v := range s.value.Members() {
		switch name {
		case "@value", "@language":
			if v.Kind() != jsontree.String {
				return describe(v) + " as " + name
			}
		case "@direction":
			if !v.IsText("ltr") && !v.IsText("rtl") {
				return "a @direction that is neither ltr nor rtl"
			}
		default:
			return "an object with another member"
		}
	}
	if !s.value.Get("@value").Exists() {
		return "an object without @value"
	}
	return ""
}

func noLanguage(s spot) string {
	if !s.value.IsObject() {
		return ""
	}
	language := s.value.Get("@language")
	if language.Exists() && !isLanguageTag(language.Text()) {
		return "a malformed one"
	}
	if !language.Exists() {
		return "none"
	}
	return ""
}

// isLanguageTag checks the outline of RFC 5646 section 2.1: subtags of one to
// eight letters and digits, the first of letters only.
func isLanguageTag(s string) bool {
	first := true
	for subtag := range strings.SplitSeq(s, "-") {
		if subtag == "" || len(subtag) > 8 {
			return false
		}
		for i := range len(subtag) {
			c := subtag[i] | 0x20
			if (c < 'a' || c > 'z') && (first || !isDigit(subtag[i])) {
				return false
			}
		}
		first = false
	}
	return true
}

func notMediaType(s spot) string {
	if s.value.Kind() != jsontree.String {
		return describe(s.value)
	}
	name, _, _ := strings.Cut(s.value.Text(), ";")
	kind, subtype, _ := strings.Cut(strings.TrimRight(name, " "), "/")
	if !isToken(kind) || !isToken(subtype) {
		return "a string of another form"
	}
	return ""
}

// isToken checks for a restricted-name of RFC 6838 section 4.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && !isDigit(s[i]) && (i == 0 || strings.IndexByte("!#$&-^_.+", s[i]) < 0) {
			return false
		}
	}
	return s != "" && len(s) <= 127
}
