package mikromerit

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// elementsTitle is the title of the table of the standard elements.
const elementsTitle = "Standard elements of a European micro-credential (2022/C 243/02, Annex I)"

// elementsSection returns the table of the standard elements, or a line in its place
// if the credential claims something else. native are the elements that other
// readers find.
func (v view) elementsSection(all, native []mc.Element) Section {
	if claim := v.otherClaim(); claim != "" {
		return Section{Title: elementsTitle, Note: "This claims " + claim + ", not a micro-credential."}
	}
	note := mc.AnnexISummary(all) + ". "
	differs := slices.IndexFunc(all, func(e mc.Element) bool { return seenBy(e, native) != "native" && e.Status != mc.Absent }) >= 0
	if differs {
		full, optional := countPresent(native)
		note += fmt.Sprintf("In members that other readers know: %d of 11 mandatory and %d of 5 optional elements.", full, optional)
	} else {
		note += "All of this stands in members that other readers know."
	}
	return Section{elementsTitle, v.elements(all, native, differs), note}
}

func countPresent(all []mc.Element) (mandatory, optional int) {
	for _, e := range all {
		switch {
		case e.Status != mc.Present:
		case e.Mandatory:
			mandatory++
		default:
			optional++
		}
	}
	return mandatory, optional
}

// seenBy says who finds an element as it is: every reader, or only readers that
// know our extension and residue. It is "in part" when other readers find some of
// it.
func seenBy(e mc.Element, native []mc.Element) string {
	other := native[e.Number-1].Status
	switch {
	case e.Status == mc.Absent:
		return ""
	case other == e.Status, other == mc.Present:
		return "native"
	case other == mc.Absent:
		return "ours only"
	}
	return "in part"
}

// elements returns the table of the standard elements, with a column for who finds
// them if others find less than we do.
func (v view) elements(all, native []mc.Element, differs bool) [][]string {
	var rows [][]string
	for _, e := range all {
		kind := "optional"
		if e.Mandatory {
			kind = "mandatory"
		}
		value := e.Note
		if said := v.element(e.Number); said != "" && e.Status != mc.Absent {
			value = said // the note only says that it is stated
			if e.Status == mc.Partial {
				value += ". " + e.Note
			}
		}
		row := []string{fmt.Sprintf("%2d", e.Number), kind, string(e.Status)}
		if differs {
			row = append(row, seenBy(e, native))
		}
		rows = append(rows, append(row, strings.TrimSuffix(e.Title+": "+value, ": ")))
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
		return joinDistinct(len(countries), func(i int) string { return v.country(countries[i]) })
	case 4:
		return joinDistinct(len(award.Awarding.Bodies), func(i int) string { return v.placed(award.Awarding.Bodies[i]) })
	case 5:
		return cmp.Or(award.Awarding.On.String(), v.Envelope.Issued.String())
	case 6:
		return joinDistinct(len(d.Outcomes), func(i int) string { return v.text(d.Outcomes[i].Title) })
	case 7:
		return v.workload(slices.Concat(d.Workload, v.activityWorkload()), award.CreditsEarned)
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
		return cmp.Or(joinDistinct(len(award.Assessments), func(i int) string { return v.supervision(award.Assessments[i].Supervision) }),
			joinDistinct(len(d.Assessments), func(i int) string { return v.supervision(d.Assessments[i].Supervision) }))
	case 14:
		return joinDistinct(len(award.Assessments), func(i int) string { return v.grade(award.Assessments[i]) })
	case 15:
		return v.stackability()
	case 16:
		return v.further()
	}
	return ""
}

// stackability returns what the credential counts towards.
func (v view) stackability() string {
	s := &v.Definition.Stackability
	into := slices.Concat(s.Into, v.Award.PartOf)
	name := func(r *mc.CredentialRef) string { return cmp.Or(v.text(r.Title), v.identifiers(r.Identifiers), r.ID) }
	isPart := func(r *mc.CredentialRef) bool { return r.Relation == "" || r.Relation == mc.RelationPartOf }
	towards := joinDistinct(len(into), func(i int) string {
		if !isPart(&into[i]) {
			return ""
		}
		return name(&into[i])
	})
	if towards != "" {
		towards = "counts towards " + towards
	}
	related := joinDistinct(len(into), func(i int) string {
		if isPart(&into[i]) || name(&into[i]) == "" {
			return ""
		}
		return vocabulary.Term(into[i].Relation, "en") + " " + name(&into[i])
	})
	partial := map[mc.Tri]string{mc.Yes: "part of a qualification", mc.No: "no part of a larger qualification"}[s.PartialQualification]
	return joinTexts(v.text(s.Note), cmp.Or(v.concept(s.Concept), string(s.Mode)), towards, related, partial)
}

// further returns the further information: the notes, and how many documents and
// pages there are.
func (v view) further() string {
	d, award := &v.Definition, &v.Award
	notes := slices.Concat(v.Further, d.Notes, award.Notes)
	return joinTexts(
		joinDistinct(len(notes), func(i int) string { return v.text(notes[i].Text) }),
		counted(len(v.Documents)+len(d.Documents)+len(award.Documents), "document"),
		counted(len(v.Annexes), "attachment"),
		counted(len(d.Homepages), "web page"))
}

// counted is plural, or "" for none.
func counted(n int, noun string) string {
	if n == 0 {
		return ""
	}
	return plural(n, noun)
}

// joinTexts joins the texts that are there.
func joinTexts(texts ...string) string {
	texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
	for i := range len(texts) - 1 {
		texts[i] = strings.TrimSuffix(texts[i], ".")
	}
	return strings.Join(texts, "; ")
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
	for _, step := range v.Award.Validation {
		types = append(types, step.Methods...)
	}
	return types
}

func (v view) participation() (forms []mc.Concept) {
	for _, p := range v.Definition.Participation {
		if p.Mode.IsZero() && p.Form != mc.ParticipationUnknown {
			p.Mode = mc.Concept{Notation: string(p.Form)} // only the word of the closed list
		}
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
	for _, e := range v.Envelope.Evidence {
		if e.Accreditation != nil {
			all = append(all, *e.Accreditation)
		}
	}
	for _, body := range v.Award.Awarding.Bodies {
		all = append(all, body.Accreditations...)
	}
	return joinFirst(maxEntries, maxExcerpt, len(all), func(i int) string {
		q := all[i]
		name := cmp.Or(v.text(q.Title), v.concept(q.Type), "without a name")
		if q.Agent != nil {
			name += ", by " + v.placed(*q.Agent)
		}
		decided := cmp.Or(q.Issued.String(), q.ValidFrom.String())
		if len(decided) > len("2006-01-02") {
			decided = decided[:len("2006-01-02")]
		}
		details := []string{name, v.concept(q.Decision), decided, cmp.Or(q.Code, v.identifiers(q.Identifiers)), q.URL}
		for _, pages := range [][]mc.WebResource{q.LandingPages, q.Homepages} {
			if q.URL == "" && len(details) == 5 && len(pages) > 0 {
				details = append(details, pages[0].URL)
			}
		}
		return strings.ReplaceAll(joinTexts(details...), "; ", ", ")
	})
}

func (v view) activityWorkload() (all []mc.Workload) {
	for _, activity := range v.Award.Activities {
		all = append(all, activity.Workload...)
	}
	return all
}

// workload returns the amounts of learning, then the credits that were earned.
func (v view) workload(all, earned []mc.Workload) string {
	out := joinDistinct(len(all), func(i int) string { return v.amount(all[i]) })
	if said := joinDistinct(len(earned), func(i int) string { return v.amount(earned[i]) }); said != "" && said != out {
		out = joinTexts(out, "earned: "+said)
	}
	return out
}

// amount returns an amount of learning: "2.5 ECTS", "60 hours", "at most 1 month".
func (v view) amount(w mc.Workload) string {
	if !w.Amount.IsZero() {
		return w.Amount.Canonical() + " " + v.creditSystem(w.Framework)
	}
	time := cmp.Or(durationInWords(w.Duration), w.Text)
	if hours, ok := w.Duration.WholeHours(); ok {
		time = plural(int(hours), "hour")
	}
	switch {
	case time == "":
	case w.Kind == mc.WorkloadMaxDuration:
		return "at most " + time
	case w.Kind == mc.WorkloadContact:
		return time + " taught"
	}
	return time
}

// creditSystems are the short names of credit systems, by IRI.
var creditSystems = map[string]string{
	"http://data.europa.eu/snb/education-credit/6fcec5c5af": "ECTS",
	"http://data.europa.eu/snb/education-credit/60b314e826": "ECVET",
}

func (v view) creditSystem(c mc.Concept) string {
	if c.IsZero() {
		return "credits without a framework"
	}
	return cmp.Or(creditSystems[c.IRI], v.concept(c), "credits of a framework without a name")
}

// level returns a level with its framework. The levels of some frameworks have the
// name of the framework in their label.
func (v view) level(l mc.Level) string {
	if l.EQF > 0 && (l.Kind == mc.LevelEQF || l.Value.IsZero() || mc.EQFOf(l.Value.IRI) != 0) {
		return "EQF " + strconv.Itoa(int(l.EQF))
	}
	framework, value := v.concept(l.Framework), v.concept(l.Value)
	if national, ok := vocabulary.NQF(l.Value.IRI); ok {
		framework, value = national.Framework.Name, national.Level
	}
	if strings.Contains(value, framework) {
		framework = ""
	}
	if l.Cycle != mc.CycleNone && value == "" {
		value = l.Cycle.String() + " cycle of the European Higher Education Area"
	}
	return strings.TrimSpace(framework+" "+value) + eqfHint(&l)
}

// eqfHint says to which level of the EQF a national level was referenced. It is shown in
// brackets beside what the credential states, which it is no part of.
func eqfHint(l *mc.Level) string {
	national, ok := vocabulary.NQF(l.Value.IRI)
	if !ok || national.EQF == 0 {
		return ""
	}
	return " (referenced to EQF " + strconv.Itoa(int(national.EQF)) + ")"
}

func (v view) supervision(s mc.Supervision) string {
	if text := v.concept(s.Concept); text != "" || s.IsZero() {
		return text
	}
	text := "supervised: " + s.Supervised.String() + ", identity verified: " + s.IdentityVerified.String()
	if s.Channel != mc.ChannelUnknown {
		text += ", " + string(s.Channel)
	}
	return text
}

// grade returns a grade with the name of what was assessed and its scale.
func (v view) grade(r mc.AssessmentResult) string {
	text := cmp.Or(v.text(r.Grade.Text), r.Grade.Value, v.step(r))
	if text == "" {
		text = cmp.Or(v.concept(r.Status), string(r.State))
	}
	if text == "" {
		return ""
	}
	var remarks []string
	title := v.text(r.Title)
	if title == "" && r.Spec != nil {
		title = v.text(r.Spec.Title)
	}
	remarks = append(remarks, title)
	if scale := v.scaleOf(r); scale != nil {
		remarks = append(remarks, v.scale(scale))
	}
	return withRemark(text, joinTexts(remarks...))
}

// step returns the step of the scale that was reached, by its name and not by the id
// that it has in the document.
func (v view) step(r mc.AssessmentResult) string {
	level := r.Grade.Level
	if name := cmp.Or(v.text(level.Label), level.Notation); name != "" || level.IRI == "" {
		return name
	}
	if scale := v.scaleOf(r); scale != nil {
		for _, step := range scale.Steps {
			if step.ID == level.IRI {
				return cmp.Or(v.text(step.Title), step.Value)
			}
		}
	}
	if strings.HasPrefix(level.IRI, "urn:") {
		return "a level that is not described"
	}
	return v.concept(level)
}

// scaleOf returns the scale of a result, or nil.
func (v view) scaleOf(r mc.AssessmentResult) *mc.GradingScheme {
	if r.Spec != nil && r.Spec.Grading != nil {
		return r.Spec.Grading
	}
	for i := range v.Definition.Assessments {
		spec := &v.Definition.Assessments[i]
		if spec.Grading != nil && r.Grade.SpecID != "" && (spec.ID == r.Grade.SpecID || spec.Grading.ID == r.Grade.SpecID) {
			return spec.Grading
		}
	}
	return nil
}

// scale returns a scale in words: its name, or else its values.
func (v view) scale(g *mc.GradingScheme) string {
	limits := ""
	switch {
	case g.Min != "" && g.Max != "":
		limits = "from " + g.Min + " to " + g.Max
	case len(g.Allowed) > 0:
		limits = "one of " + strings.ReplaceAll(joinDistinct(len(g.Allowed), func(i int) string { return g.Allowed[i] }), ";", ",")
	}
	if g.Pass != "" {
		limits = strings.TrimPrefix(limits+", passed from "+g.Pass, ", ")
	}
	title := v.text(g.Title)
	if title != "" {
		title = "scale: " + title
	}
	return joinTexts(title, limits)
}
