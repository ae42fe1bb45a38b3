package mikromerit

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// view is a credential as a person with some preferred languages sees it.
type view struct {
	*mc.Credential
	prefer []language.Tag
}

func newView(c *mc.Credential, wanted language.Tag) view {
	v := view{Credential: c}
	if wanted != language.Und {
		v.prefer = append(v.prefer, wanted)
	}
	primary := c.Envelope.Display.Primary
	if tag, ok := mc.LanguageTag(cmp.Or(primary.IRI, primary.Notation)); ok {
		v.prefer = append(v.prefer, language.Make(tag))
	}
	return v
}

func observationRows(c *mc.Credential) [][]string {
	var rows [][]string
	for _, o := range mc.Observe(c) {
		rows = append(rows, []string{o.Code, capitalise(o.Detail) + "."})
	}
	return rows
}

// facts returns who issued what to whom, and when.
func (v view) facts() [][]string {
	e := &v.Envelope
	rows := [][]string{
		{"Title", v.text(v.Title())},
		{"Learner", v.party(v.Learner.Party)},
		{"", v.Learner.ID},
		{"Issuer", v.party(e.Issuer)},
		{"", e.Issuer.ID},
		{"Awarded by", joinDistinct(len(v.Award.Awarding.Bodies), func(i int) string { return v.party(v.Award.Awarding.Bodies[i]) })},
		{"Awarded on", v.Award.Awarding.On.String()},
		{"Issued", e.Issued.String()},
		{"Valid from", e.ValidFrom.String()},
		{"Valid until", e.ValidUntil.String()},
		{"Id", e.ID},
	}
	for _, p := range v.Provenance {
		rows = append(rows, []string{"Made from", strings.TrimSpace(p.SourceFormat + " " + p.SourceID)})
	}
	return withoutEmpty(rows)
}

// elements returns the table of the standard elements.
func (v view) elements() [][]string {
	var rows [][]string
	for _, e := range mc.AnnexI(v.Credential) {
		kind := "optional"
		if e.Mandatory {
			kind = "mandatory"
		}
		value := e.Note
		if e.Status == mc.Present {
			value = v.element(e.Number) // the note only names a place in the model
		}
		rows = append(rows, []string{fmt.Sprintf("%2d", e.Number), kind, string(e.Status), strings.TrimSuffix(e.Title+": "+value, ": ")})
	}
	return rows
}

// element returns what the credential states for a standard element, in short.
func (v view) element(number int) string {
	d, award := &v.Definition, &v.Award
	switch number {
	case 1:
		return cmp.Or(v.party(v.Learner.Party), v.Learner.ID)
	case 2:
		return v.text(v.Title())
	case 3:
		countries := v.Envelope.Issuer.Countries()
		return joinDistinct(len(countries), func(i int) string { return country(countries[i], v.concept(countries[i].Concept)) })
	case 4:
		return joinDistinct(len(award.Awarding.Bodies), func(i int) string { return v.party(award.Awarding.Bodies[i]) })
	case 5:
		return cmp.Or(award.Awarding.On.String(), v.Envelope.Issued.String())
	case 6:
		return joinDistinct(len(d.Outcomes), func(i int) string { return v.text(d.Outcomes[i].Title) })
	case 7:
		return v.workload(slices.Concat(d.Workload, award.CreditsEarned, v.activityWorkload()))
	case 8:
		return joinDistinct(len(d.Levels), func(i int) string { return v.level(d.Levels[i]) })
	case 9:
		return v.concepts(v.assessmentTypes())
	case 10:
		return v.concepts(v.participation())
	case 11:
		return v.quality()
	case 12:
		return joinDistinct(len(d.Prerequisites), func(i int) string { return v.text(d.Prerequisites[i].Note.Text) })
	case 13:
		return joinDistinct(len(award.Assessments), func(i int) string { return v.supervision(award.Assessments[i].Supervision) })
	case 14:
		return joinDistinct(len(award.Assessments), func(i int) string { return v.grade(award.Assessments[i]) })
	case 15:
		return cmp.Or(v.text(d.Stackability.Note), v.concept(d.Stackability.Concept), string(d.Stackability.Mode))
	case 16:
		return v.further()
	}
	return ""
}

// further returns the further information: the notes, or else a description, or
// else how many documents and pages there are.
func (v view) further() string {
	d, award := &v.Definition, &v.Award
	notes := slices.Concat(v.Further, d.Notes, award.Notes)
	text := joinDistinct(len(notes), func(i int) string { return v.text(notes[i].Text) })
	if text = cmp.Or(text, shorten(v.text(d.Description)), shorten(v.text(award.Description))); text != "" {
		return text
	}
	return plural(len(v.Documents)+len(v.Annexes)+len(d.Documents)+len(d.Homepages)+len(award.Documents), "document or page")
}

func (v view) assessmentTypes() (types []mc.Concept) {
	for _, spec := range v.Definition.Assessments {
		types = append(types, spec.Types...)
	}
	for _, result := range v.Award.Assessments {
		types = append(types, result.Types...)
		if result.Spec != nil {
			types = append(types, result.Spec.Types...)
		}
	}
	return types
}

func (v view) participation() (forms []mc.Concept) {
	for _, p := range v.Definition.Participation {
		forms = append(forms, p.Mode)
	}
	for _, activity := range v.Award.Activities {
		forms = append(forms, activity.Types...)
		if activity.Spec != nil {
			forms = slices.Concat(forms, activity.Spec.Types, activity.Spec.Modes)
		}
	}
	return forms
}

func (v view) quality() string {
	all := slices.Concat(v.Definition.Quality, v.Envelope.Issuer.Accreditations)
	return joinDistinct(len(all), func(i int) string { return cmp.Or(v.text(all[i].Title), v.concept(all[i].Type)) })
}

func (v view) activityWorkload() (all []mc.Workload) {
	for _, activity := range v.Award.Activities {
		all = append(all, activity.Workload...)
	}
	return all
}

func (v view) workload(all []mc.Workload) string {
	return joinDistinct(len(all), func(i int) string {
		w := all[i]
		if !w.Amount.IsZero() {
			return strings.TrimSpace(w.Amount.String() + " " + cmp.Or(v.concept(w.Framework), "credits without a framework"))
		}
		if hours, ok := w.Duration.WholeHours(); ok {
			return strconv.FormatInt(hours, 10) + " hours"
		}
		return cmp.Or(durationInWords(w.Duration), w.Text)
	})
}

func (v view) level(l mc.Level) string {
	if l.EQF > 0 {
		return "EQF " + strconv.Itoa(int(l.EQF))
	}
	return strings.TrimSpace(v.concept(l.Framework) + " " + v.concept(l.Value))
}

func (v view) supervision(s mc.Supervision) string {
	if text := v.concept(s.Concept); text != "" || s.IsZero() {
		return text
	}
	return "supervised: " + s.Supervised.String() + ", identity verified: " + s.IdentityVerified.String()
}

func (v view) grade(r mc.AssessmentResult) string {
	if r.Grade.IsZero() {
		return ""
	}
	grade := cmp.Or(v.text(r.Grade.Text), r.Grade.Value, v.concept(r.Grade.Level))
	if title := v.text(r.Title); title != "" {
		return grade + " (" + title + ")"
	}
	return grade
}

func (v view) party(p mc.Party) string {
	name := cmp.Or(v.text(p.DisplayName()), p.ID)
	for i := 0; name == "" && i < len(p.Identifiers); i++ {
		if name = p.Identifiers[i].Value; p.Identifiers[i].Hash != nil {
			name = "known by a hash only"
		}
	}
	return name
}

func (v view) concept(c mc.Concept) string {
	return cmp.Or(v.text(c.Label), c.Notation, c.IRI)
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
)

// joinDistinct joins n texts without repetitions. It shortens each and shows only
// the first few.
func joinDistinct(n int, text func(int) string) string {
	var shown []string
	seen := make(map[string]bool)
	for i := range n {
		s := strings.Join(strings.Fields(text(i)), " ")
		if s == "" || seen[s] {
			continue
		}
		seen[s] = true
		if len(seen) > maxEntries {
			continue
		}
		shown = append(shown, shorten(s))
	}
	out := strings.Join(shown, "; ")
	if more := len(seen) - len(shown); more > 0 {
		out += fmt.Sprintf("; and %d more", more)
	}
	return out
}

// country returns the name of a country. It is in English when the credential
// gives only a code.
func country(c mc.Country, name string) string {
	if name != "" && name != c.Concept.IRI && name != c.Concept.Notation {
		return name
	}
	region, err := language.ParseRegion(c.Alpha2)
	if err != nil {
		return cmp.Or(name, c.Alpha2)
	}
	return cmp.Or(display.English.Regions().Name(region), name, c.Alpha2)
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

func shorten(s string) string {
	if runes := []rune(s); len(runes) > maxText {
		return strings.TrimSpace(string(runes[:maxText])) + "..."
	}
	return s
}
