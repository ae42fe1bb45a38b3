package edc

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func isZero[T any](v *T) bool { return reflect.ValueOf(v).Elem().IsZero() }

// readOnly takes the writing off a field: the context of ELM loses what the
// term says, or another term says it better.
func readOnly[T any](f field[T]) field[T] {
	f.write = nil
	return f
}

// named restricts the writing of a field to some classes.
func named[T any](f field[T], classes ...string) field[T] {
	write := f.write
	f.write = func(e *encoder, n *object, from *T, at mc.Path) {
		for _, class := range classes {
			if n.class == class {
				write(e, n, from, at)
			}
		}
	}
	return f
}

// plain writes text by language as one plain text, where ELM has no more.
func plain[T any](f field[T], get func(*T) mc.LangString) field[T] {
	f.write = func(e *encoder, n *object, from *T, _ mc.Path) {
		if i := e.best(get(from)); i >= 0 {
			e.putRaw(n, f.term, quoted(get(from)[i].Text))
		}
	}
	return f
}

// digits is text that ELM has as a whole number.
func digits[T any](term, name string, get func(*T) *string) field[T] {
	return parsed(term, name, get, asText, func(s string) string {
		if _, err := strconv.ParseUint(s, 10, 31); err != nil || s == "0" && term == "count" {
			return ""
		}
		return quoted(s)
	})
}

// quoted is text as JSON, "" when there is none.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	return string(jsontree.AppendString(nil, s))
}

func showInstant(i mc.Instant) string { return quoted(i.String()) }

func showDecimal(d mc.Decimal) string { return quoted(d.String()) }

// showDuration writes a duration of XML Schema, which has no weeks.
func showDuration(d mc.ISODuration) string {
	if d.Weeks != 0 {
		return ""
	}
	return quoted(d.String())
}

func showNumber[F int | int64](n F) string {
	if n < 1 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

func not[F any](pick func(*F) bool) func(*F) bool { return func(f *F) bool { return !pick(f) } }

// The terms whose texts are restricted otherwise than to one per language.
var (
	severalTexts = map[string]bool{
		"altLabel": true, "category": true, "noteLiteral": true, "definition": true,
		"geographicName": true, "birthName": true, "patronymicName": true,
	}
	oneText = map[string]bool{"fullName": true, "givenName": true, "familyName": true, "schemeAgency": true}
)

// langMap writes text by language. Where ELM has room for one text, or one per
// language, the others are left out.
func (e *encoder) langMap(term string, s mc.LangString, at mc.Path) string {
	if i := e.best(s); oneText[term] && i >= 0 {
		s = s[i : i+1]
		if i > 0 {
			e.why(at, "ELM has room for one language")
		}
	}
	var tags []string
	texts := map[string][]string{}
	seen := map[string]bool{}
	for _, v := range s {
		tag := v.Lang
		if !isLanguageTag(tag) {
			tag = mc.Und
		}
		if low := strings.ToLower(tag); !seen[low] || severalTexts[term] {
			if texts[tag] == nil {
				tags = append(tags, tag)
			}
			seen[low] = true
			texts[tag] = append(texts[tag], v.Text)
		} else {
			e.why(at, "ELM has room for one text in each language")
		}
	}
	if tags == nil {
		return ""
	}
	out := []byte{'{'}
	for i, tag := range tags {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendString(out, tag), ':')
		out = appendTexts(out, texts[tag])
	}
	return string(append(out, '}'))
}

func appendTexts(dst []byte, texts []string) []byte {
	if len(texts) == 1 {
		return jsontree.AppendString(dst, texts[0])
	}
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontree.AppendString(dst, text)
	}
	return append(dst, ']')
}

// isLanguageTag checks the form of BCP 47 that RDF asks for: subtags of one to
// eight letters and digits, the first of letters.
func isLanguageTag(tag string) bool {
	for i, subtag := range strings.Split(tag, "-") {
		if len(subtag) < 1 || len(subtag) > 8 {
			return false
		}
		for _, c := range []byte(subtag) {
			letter := c|0x20 >= 'a' && c|0x20 <= 'z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// best returns the index of the text to write where there is room for one: in
// the main language of the credential, else as [mc.LangString.Best] has it.
func (e *encoder) best(s mc.LangString) int {
	main, _, _ := strings.Cut(strings.ToLower(e.language), "-")
	for _, full := range []bool{true, false} {
		for i, v := range s {
			base, _, _ := strings.Cut(strings.ToLower(v.Lang), "-")
			if main != "" && (full && strings.EqualFold(v.Lang, e.language) || !full && base == main) {
				return i
			}
		}
	}
	return s.BestIndex()
}

// restricted are the code lists that the profile edc-generic-full prescribes,
// by term, with the class in front where the term alone does not tell.
var restricted = map[string]vocabulary.Scheme{
	"Accreditation.dcType":   vocabulary.Accreditation,
	"LearningOutcome.dcType": vocabulary.SkillType,
	"Evidence.dcType":        vocabulary.EvidenceType,
	"credentialProfiles":     vocabulary.CredentialProfile,
	"thematicArea":           vocabulary.ISCEDF,
	"limitField":             vocabulary.ISCEDF,
	"eqfLevel":               vocabulary.EQF,
	"limitEQFLevel":          vocabulary.EQF,
	"nqfLevel":               vocabulary.NQFs,
	"learningSetting":        vocabulary.LearningSetting,
	"reusabilityLevel":       vocabulary.SkillReuse,
	"relatedESCOSkill":       vocabulary.ESCOSkills,
	"limitOccupation":        vocabulary.ESCOOccupations,
	"entitlementStatus":      vocabulary.EntitlementStatus,
	"limitJurisdiction":      vocabulary.AdministrativeUnit,
	"countryCode":            vocabulary.Country,
	"spatial":                vocabulary.Country,
	"citizenshipCountry":     vocabulary.Country,
	"language":               vocabulary.Language,
	"primaryLanguage":        vocabulary.Language,
	"unit":                   vocabulary.Currency,
}

// conceptType refuses a concept that is not of the list that a term asks for.
func conceptType(parent *object, term string, c *mc.Concept) string {
	scheme, ok := restricted[term]
	if !ok {
		scheme, ok = restricted[parent.class+"."+term]
	}
	if ok && parent.class != "IndividualDisplay" && !inScheme(c, scheme) {
		return ""
	}
	return "Concept"
}

func inScheme(c *mc.Concept, scheme vocabulary.Scheme) bool {
	return c.Scheme == string(scheme) && vc.IsURL(c.IRI) && !localID(c.IRI)
}

// writeNotation writes the code of a concept, unless it is the name of its
// list, which says nothing.
func writeNotation(e *encoder, n *object, from *mc.Concept, _ mc.Path) {
	if from.Notation != vocabulary.SchemeOf(from.IRI).ListName() && from.Notation != vocabulary.Scheme(from.Scheme).ListName() {
		e.putRaw(n, "notation", quoted(from.Notation))
	}
}

// base64Concept is how ELM names the encoding of files.
func (s *schema) base64Concept(e *encoder, n *object) *object {
	c := mc.Concept{IRI: encodingBase64, Scheme: string(vocabulary.Encoding)}
	return s.concept.write(e, n, "contentEncoding", &c, "")
}

func (s *schema) writeEncoding(e *encoder, n *object, from *mc.Media, _ mc.Path) {
	if len(from.Content) > 0 {
		e.put(n, "contentEncoding", s.base64Concept(e, n))
	}
}

func writeContent(e *encoder, n *object, from *mc.Media, _ mc.Path) {
	if len(from.Content) > 0 {
		e.putRaw(n, "content", e.base64(from.Content))
	}
}

// writeFormat writes the media type of a text, if the file types have it.
func (s *schema) writeFormat(e *encoder, n *object, from *mc.Note, _ mc.Path) {
	if c, ok := vocabulary.FileType(from.Format); ok {
		c := mc.Concept{IRI: c.IRI, Scheme: string(c.Scheme)}
		e.put(n, "noteFormat", s.concept.write(e, n, "noteFormat", &c, ""))
	}
}

// bound is how often a member may occur.
type bound struct{ min, max int }

// boundOf returns the bounds of a member in a draft.
func boundOf(class, term string) bound {
	b := bound{}
	for _, r := range cardinalityRules()[class] {
		if r.term == term {
			if !r.sealed {
				b.min = r.min
			}
			b.max = r.max
		}
	}
	if b.max == 0 && (single[term] || single[class+"."+term]) {
		b.max = 1
	}
	return b
}

// single are the members that the profile bounds by one, where the model has a
// list, beside those that [Check] looks at.
var single = map[string]bool{
	"WebResource.language": true, "LearningEntitlement.dcType": true, "Person.location": true,
	"registration": true, "nationalID": true, "eIDASIdentifier": true, "workload": true,
	"volumeOfLearning": true, "maximumDuration": true, "eqfLevel": true, "entryRequirement": true,
	"credentialStatus": true,
}
