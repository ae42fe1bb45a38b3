package mikromerit

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// view is a credential as a person with some preferred languages sees it.
type view struct {
	*mc.Credential
	prefer []language.Tag
	find   func(iri string) (vocabulary.Concept, bool) // in the code lists
}

func newView(c *mc.Credential, wanted language.Tag) view {
	v := view{Credential: c, find: vocabulary.Lookup}
	if wanted != language.Und {
		v.prefer = append(v.prefer, wanted)
	}
	primary := c.Envelope.Display.Primary
	if tag, ok := mc.LanguageTag(cmp.Or(primary.IRI, primary.Notation)); ok {
		v.prefer = append(v.prefer, language.Make(tag))
	}
	return v
}

// party returns the name of a party.
func (v view) party(p mc.Party) string {
	name := cmp.Or(v.text(p.DisplayName()), p.ID)
	for i := 0; name == "" && i < len(p.Identifiers); i++ {
		switch id := p.Identifiers[i]; {
		case id.Hash != nil:
			name = "known by a hash only"
		case id.Scheme == mc.IdentNationalID:
			name = "known by a national identity number only"
		default:
			name = id.Value
		}
	}
	return name
}

// placed returns the name of a party with its countries.
func (v view) placed(p mc.Party) string {
	countries := p.Countries()
	return withRemark(v.party(p), joinDistinct(len(countries), func(i int) string { return v.country(countries[i]) }))
}

// identifierNames are the identifiers of parties and documents in words.
var identifierNames = map[mc.IdentifierScheme]string{
	mc.IdentEIDAS: "eIDAS", mc.IdentVAT: "VAT", mc.IdentTax: "tax number", mc.IdentRegistration: "registration",
	mc.IdentStudentID: "student number", mc.IdentESI: "European Student Identifier", mc.IdentEduID: "eduID", mc.IdentROR: "ROR", mc.IdentPIC: "PIC",
	mc.IdentErasmus: "Erasmus code", mc.IdentSCHAC: "SCHAC", mc.IdentBRIN: "BRIN", mc.IdentQDR: "QDR", mc.IdentCTID: "CTID", mc.IdentCourseCode: "course code",
	mc.IdentEmail: "e-mail", mc.IdentPhone: "phone", mc.IdentUserName: "user name", mc.IdentAccount: "account", mc.IdentSystemID: "system id", mc.IdentSourcedID: "sourced id",
}

// identifier returns an identifier with the name of its scheme: "VAT IE654321". It is
// empty for one that says who a person is, and for a hash.
func (v view) identifier(id mc.Identifier) string {
	if id.Scheme == mc.IdentNationalID || id.Scheme == mc.IdentName || id.Hash != nil || id.Value == "" {
		return ""
	}
	kind := cmp.Or(identifierNames[id.Scheme], strings.TrimPrefix(id.SchemeName, "ext:"))
	if kind == "" && len(id.Types) > 0 {
		kind = v.concept(id.Types[0])
	}
	return strings.TrimSpace(kind + " " + id.Value)
}

func (v view) identifiers(all []mc.Identifier) string {
	return joinDistinct(len(all), func(i int) string { return v.identifier(all[i]) })
}

// concept returns a coded value in words: its own label, or that of the code list,
// or else its code.
func (v view) concept(c mc.Concept) string {
	known, _ := v.find(c.IRI)
	label := cmp.Or(v.text(c.Label), known.Label)
	switch {
	case label != "":
		return label
	case known.Scheme == vocabulary.Language:
		return languageName(c)
	case known.Scheme == vocabulary.Country:
		found, _ := mc.CountryOf(c.IRI)
		return v.country(found)
	}
	text := cmp.Or(c.Notation, v.text(c.Definition))
	if text == "" && !strings.HasPrefix(c.IRI, "urn:") { // which would say nothing to a person
		text = c.IRI
	}
	return text
}

// coded returns a coded value in words, with its code.
func (v view) coded(c mc.Concept) string {
	code := c.Notation
	switch known, found := v.find(c.IRI); {
	case found:
		code = known.Code
	case code == "" && vocabulary.SchemeOf(c.IRI) != "":
		code = c.IRI[strings.LastIndexByte(c.IRI, '/')+1:]
	}
	name := v.concept(c)
	if name == c.IRI && code != "" {
		name = "" // the code says as much
	}
	return withRemark(shortenTo(maxLabel, name), strings.TrimSpace(v.schemeName(c)+" "+code))
}

// schemeNames are the lists that people know by a short name.
var schemeNames = map[vocabulary.Scheme]string{vocabulary.ESCOSkills: "ESCO", vocabulary.ESCOOccupations: "ESCO", vocabulary.ISCEDF: "ISCED-F"}

func (v view) schemeName(c mc.Concept) string {
	scheme := cmp.Or(vocabulary.Scheme(c.Scheme), vocabulary.SchemeOf(c.IRI))
	if name := schemeNames[scheme]; name != "" {
		return name
	}
	return v.text(c.SchemeLabel)
}

func languageName(c mc.Concept) string {
	tag, ok := mc.LanguageTag(cmp.Or(c.IRI, c.Notation))
	if !ok {
		tag = c.Notation
	}
	parsed, err := language.Parse(tag)
	if err != nil || parsed == language.Und {
		return cmp.Or(c.Notation, c.IRI)
	}
	return display.English.Languages().Name(parsed)
}

func (v view) concepts(all []mc.Concept) string {
	return joinDistinct(len(all), func(i int) string { return v.concept(all[i]) })
}

func (v view) text(s mc.LangString) string {
	value, _ := s.Best(v.prefer...)
	return value.Text
}

// The bounds of what a cell of the table shows: how many values, and how many
// characters of each.
const (
	maxEntries = 3
	maxText    = 100
	maxLabel   = 50 // of a label that a code follows
)

// joinDistinct joins n texts without repetitions. It shortens each and shows only
// the first few.
func joinDistinct(n int, text func(int) string) string {
	return joinFirst(maxEntries, maxText, n, text)
}

// joinFirst is joinDistinct with other bounds: of how many texts, and of the
// characters of each.
func joinFirst(most, width, n int, text func(int) string) string {
	var shown []string
	seen := make(map[string]bool)
	for i := range n {
		s := strings.Join(strings.Fields(text(i)), " ")
		if s == "" || seen[s] {
			continue
		}
		seen[s] = true
		if len(seen) > most {
			continue
		}
		shown = append(shown, shortenTo(width, s))
	}
	out := strings.Join(shown, "; ")
	if more := len(seen) - len(shown); more > 0 {
		out += fmt.Sprintf("; and %d more", more)
	}
	return out
}

// country returns the name of a country. It is in English when the credential
// gives only a code.
func (v view) country(c mc.Country) string {
	if name := v.text(c.Concept.Label); name != "" {
		return name
	}
	if c.Alpha2 == "" {
		if known, ok := mc.CountryOf(cmp.Or(c.Concept.IRI, c.Concept.Notation)); ok {
			c.Alpha2 = known.Alpha2
		}
	}
	region, err := language.ParseRegion(c.Alpha2)
	if err != nil {
		return cmp.Or(c.Concept.Notation, c.Alpha2, c.Concept.IRI)
	}
	return cmp.Or(display.English.Regions().Name(region), c.Alpha2)
}

// durationInWords returns a duration in words.
func durationInWords(d mc.ISODuration) string {
	var parts []string
	for _, part := range []struct {
		n    int64
		unit string
	}{{d.Years, "year"}, {d.Months, "month"}, {d.Weeks, "week"}, {d.Days, "day"}, {d.Hours, "hour"}, {d.Minutes, "minute"}} {
		if part.n != 0 {
			parts = append(parts, plural(int(part.n), part.unit))
		}
	}
	if len(parts) == 0 || d.Negative || !d.Seconds.IsZero() {
		return d.String()
	}
	return strings.Join(parts, " ")
}

// capitalise starts a text with a capital letter.
func capitalise(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func shorten(s string) string { return shortenTo(maxText, s) }

func shortenTo(most int, s string) string {
	if runes := []rune(s); len(runes) > most {
		return strings.TrimSpace(string(runes[:most])) + "..."
	}
	return s
}
