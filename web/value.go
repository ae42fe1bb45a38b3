package web

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// plain returns a text that has no language, such as a number or a name.
func plain(s string) text { return text{Text: cleaned(s, maxLine)} }

// concept returns a coded value in words: its own label, that of the code list, or
// its code.
func (r *reader) concept(c mc.Concept) text {
	if label := r.text(c.Label, maxLine); !label.IsZero() {
		return label
	}
	known, _ := vocabulary.Lookup(c.IRI)
	switch {
	case known.Scheme == vocabulary.Language, known.Scheme == vocabulary.Country:
		return r.named(c)
	case known.Label != "":
		return text{Lang: r.lang("en"), Text: known.Label}
	}
	if t := cmp.Or(c.Notation, known.Code); t != "" {
		return plain(t)
	}
	if definition := r.text(c.Definition, maxLine); !definition.IsZero() {
		return definition
	}
	if strings.HasPrefix(c.IRI, "urn:") { // which would say nothing to a person
		return text{}
	}
	return plain(c.IRI)
}

// named returns the name of a language or country in the language of the page.
func (r *reader) named(c mc.Concept) text {
	if tag, ok := mc.LanguageTag(cmp.Or(c.IRI, c.Notation)); ok {
		return plain(display.Languages(language.Make(r.Tag)).Name(language.Make(tag)))
	}
	if found, ok := mc.CountryOf(cmp.Or(c.IRI, c.Notation)); ok {
		return r.country(found)
	}
	return plain(cmp.Or(c.Notation, c.IRI))
}

// country returns the name of a country in the language of the page.
func (r *reader) country(c mc.Country) text {
	code := c.Alpha2
	if code == "" {
		if known, ok := mc.CountryOf(cmp.Or(c.Concept.IRI, c.Concept.Notation)); ok {
			code = known.Alpha2
		}
	}
	if region, err := language.ParseRegion(code); err == nil {
		if names := display.Regions(language.Make(r.Tag)); names != nil {
			return plain(names.Name(region))
		}
	}
	return cmp.Or(r.text(c.Concept.Label, maxLine), plain(cmp.Or(c.Concept.Notation, c.Alpha2, c.Concept.IRI)))
}

// date returns the day of a point in time, by the clock that the credential states.
func (r *reader) date(i mc.Instant) text {
	if i.IsZero() {
		return text{}
	}
	return text{Text: r.day(i.DateIn(nil))}
}

func (r *reader) day(d mc.Date) string {
	if d.Month < 1 || d.Month > 12 {
		return d.String()
	}
	return fmt.Sprintf(r.Phrases.Date, d.Day, r.Phrases.Months[d.Month-1], d.Year)
}

// number returns a number as the language writes it.
func (r *reader) number(d mc.Decimal) string {
	return strings.Replace(d.Canonical(), ".", r.Phrases.Decimal, 1)
}

// counted returns a number with its unit.
func counted(n int64, unit [2]string) string {
	if n == 1 {
		return "1 " + unit[0]
	}
	return strconv.FormatInt(n, 10) + " " + unit[1]
}

// amount returns an amount of learning: 2.5 ECTS, 60 hours, at most 1 month.
func (r *reader) amount(w mc.Workload) text {
	words := &r.Phrases.Content
	if !w.Amount.IsZero() {
		return plain(r.number(w.Amount) + " " + cmp.Or(r.creditSystem(w.Framework), words.CreditsWord))
	}
	time := r.duration(w.Duration)
	switch {
	case time == "":
		return plain(w.Text)
	case w.Kind == mc.WorkloadMaxDuration:
		return plain(words.AtMost + " " + time)
	case w.Kind == mc.WorkloadContact:
		return plain(time + " (" + words.Contact + ")")
	}
	return plain(time)
}

// creditSystems are the short names of credit systems, by IRI.
var creditSystems = map[string]string{
	"http://data.europa.eu/snb/education-credit/6fcec5c5af": "ECTS",
	"http://data.europa.eu/snb/education-credit/60b314e826": "ECVET",
}

func (r *reader) creditSystem(c mc.Concept) string {
	return cmp.Or(creditSystems[c.IRI], r.concept(c).Text)
}

// duration returns a duration in words, or as it is written.
func (r *reader) duration(d mc.ISODuration) string {
	words := &r.Phrases.Content
	if hours, ok := d.WholeHours(); ok {
		return counted(hours, words.Hours)
	}
	var parts []string
	for _, part := range []struct {
		n    int64
		unit [2]string
	}{{d.Years, words.Years}, {d.Months, words.Months}, {d.Weeks, words.Weeks}, {d.Days, words.Days}, {d.Hours, words.Hours}, {d.Minutes, words.Minutes}} {
		if part.n != 0 {
			parts = append(parts, counted(part.n, part.unit))
		}
	}
	if len(parts) == 0 || d.Negative || !d.Seconds.IsZero() {
		return cleaned(d.String(), maxLine)
	}
	return strings.Join(parts, " ")
}

// level returns a level with its framework.
func (r *reader) level(l mc.Level) text {
	if l.EQF > 0 && (l.Kind == mc.LevelEQF || l.Value.IsZero() || mc.EQFOf(l.Value.IRI) != 0) {
		return plain("EQF " + strconv.Itoa(int(l.EQF)))
	}
	if national, ok := vocabulary.NQF(l.Value.IRI); ok {
		return plain(national.Framework.Name + " " + national.Level)
	}
	framework, value := r.concept(l.Framework), r.concept(l.Value)
	if l.Cycle != mc.CycleNone && value.IsZero() {
		return plain("QF-EHEA: " + l.Cycle.String())
	}
	if framework.IsZero() || strings.Contains(value.Text, framework.Text) {
		return value
	}
	return text{Lang: value.Lang, Text: framework.Text + " " + value.Text}
}

// grade returns a result in words.
func (r *reader) grade(a mc.AssessmentResult) text {
	out := r.text(a.Grade.Text, maxLine)
	for _, next := range []func() text{
		func() text { return plain(a.Grade.Value) },
		func() text { return r.concept(a.Grade.Level) },
		func() text { return r.concept(a.Status) },
	} {
		if out.IsZero() {
			out = next()
		}
	}
	title := r.text(a.Title, maxLine)
	if title.IsZero() && a.Spec != nil {
		title = r.text(a.Spec.Title, maxLine)
	}
	switch {
	case out.IsZero():
		return text{}
	case title.IsZero(), title.Text == out.Text:
		return out
	}
	return text{Lang: cmp.Or(out.Lang, title.Lang), Text: title.Text + ": " + out.Text}
}

// supervision returns how an assessment was supervised.
func (r *reader) supervision(s mc.Supervision) text {
	words := &r.Phrases.Content
	var said []string
	say := func(is bool, word string) {
		if is {
			said = append(said, word)
		}
	}
	say(s.Supervised == mc.Yes, words.Supervised)
	say(s.Supervised == mc.No, words.Unsupervised)
	say(s.IdentityVerified == mc.Yes, words.Checked)
	say(s.IdentityVerified == mc.No, words.Unchecked)
	say(s.Channel == mc.ChannelOnline, words.Online)
	say(s.Channel == mc.ChannelOnsite, words.Onsite)
	if len(said) == 0 {
		return r.concept(s.Concept)
	}
	return text{Text: strings.Join(said, ", ")}
}

// participation returns a form of taking part, in our words where it has none.
func (r *reader) participation(p mc.Participation) text {
	words := &r.Phrases.Content
	form := map[mc.ParticipationForm]string{
		mc.ParticipationOnline: words.Online, mc.ParticipationOnsite: words.Onsite, mc.ParticipationBlended: words.Blended,
		mc.ParticipationOnsiteOrBlended: words.OnsiteOrBlended, mc.ParticipationWork: words.Work, mc.ParticipationVolunteering: words.Volunteering,
		mc.ParticipationProject: words.Project, mc.ParticipationLaboratory: words.Laboratory,
	}[p.Form]
	if form != "" {
		return text{Text: form}
	}
	if mode := r.concept(p.Mode); !mode.IsZero() || p.Form == mc.ParticipationUnknown {
		return mode
	}
	return text{Text: words.Other}
}

// party returns the name of a party.
func (r *reader) party(p *mc.Party) text {
	if name := r.text(p.DisplayName(), maxLine); !name.IsZero() {
		return name
	}
	return plain(p.ID)
}

// placed returns the name of a party with its countries.
func (r *reader) placed(p *mc.Party) text {
	name := r.party(p)
	countries := r.countries(p)
	if name.IsZero() || len(countries.Items) == 0 {
		return name
	}
	return text{Lang: name.Lang, Text: name.Text + " (" + joined(countries, ", ") + ")"}
}

func (r *reader) countries(p *mc.Party) list {
	all := p.Countries()
	return firstOf(3, len(all), func(i int) text { return r.country(all[i]) })
}

// joined returns a list as one text.
func joined(l list, separator string) string {
	var texts []string
	for _, t := range l.Items {
		texts = append(texts, t.Text)
	}
	return strings.Join(texts, separator)
}
