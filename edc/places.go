package edc

import (
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// fillPlaces puts facts of a claim where ELM has a place for them that differs from
// that of the model.
func (e *encoder) fillPlaces(c *mc.Claim, at mc.Path) {
	e.fillCredits(c.Definition.Workload, at.Dot("definition.workload"))
	e.fillCredits(c.Award.CreditsEarned, at.Dot("award.creditsEarned"))
	e.nameParts(&c.Definition, at.Dot("definition"))
	e.nameKinds(&c.Definition, at.Dot("definition.kinds"))
	e.moveFields(&c.Definition, at.Dot("definition"))
	e.linkQuality(&c.Definition, at.Dot("definition.documents"))
	e.moveOwner(c, at)
	e.moveSupervision(c, at)
	e.moveAssessor(&c.Award, at.Dot("award"))
	e.movePeriod(c, at.Dot("award"))
	if at == "" {
		e.linkEvidence(&c.Award)
	}
}

const reasonCredits = "the framework of the credits is not stated; set EncodeOptions.CreditFramework to state it"

// fillCredits gives credits the framework of the options if they have none.
func (e *encoder) fillCredits(all []mc.Workload, at mc.Path) {
	for i := range all {
		w := &all[i]
		switch {
		case !isCredits(w) || w.Amount.IsZero() || !w.Framework.IsZero():
		case e.opts.CreditFramework == "":
			e.warnings[at.At(i).Dot("amount")] = reasonCredits
		default:
			w.Framework = creditFramework(e.opts.CreditFramework)
			e.made(at.At(i).Dot("framework"), reasonOption)
		}
	}
}

// creditFramework returns the framework that a short name or an IRI stands for.
func creditFramework(name string) mc.Concept {
	for _, c := range vocabulary.EducationCredit.Concepts() {
		short, _, _ := strings.Cut(c.Label, " (")
		if name == c.IRI || strings.EqualFold(name, c.Code) || strings.EqualFold(name, short) || strings.EqualFold(name, shortCredits[c.Code]) {
			return c.Model()
		}
	}
	if vc.IsURL(name) {
		return mc.Concept{IRI: name}
	}
	return mc.Concept{Notation: name, Label: mc.Text("en", name)}
}

// shortCredits are the short names of the European credit systems, which the list does
// not have.
var shortCredits = map[string]string{"6fcec5c5af": "ECTS", "60b314e826": "ECVET"}

// nameParts gives titles, which ELM demands, to planned assessments and to outcomes that
// are described only.
func (e *encoder) nameParts(f *mc.Definition, at mc.Path) {
	for i := range f.Assessments {
		a := &f.Assessments[i]
		if titleOf(&a.Title, a.Types...); a.Title.IsZero() && !reflect.ValueOf(*a).IsZero() {
			a.Title = inWords(notesInWords(), "assessment", e.mainKey())
			e.made(at.Dot("assessments").At(i).Dot("title"), "the word for what it is, for want of a title")
		}
	}
	for i := range f.Outcomes {
		o := &f.Outcomes[i]
		if titleOf(&o.Title, o.Skills...); !o.Title.IsZero() || len(o.Notes) == 0 || o.Notes[0].Subject != nil || o.Notes[0].Format != "" {
			continue
		}
		here := at.Dot("outcomes").At(i)
		e.restated[here.Dot("notes[0].text")] = here.Dot("title")
		o.Title, o.Notes[0].Text = o.Notes[0].Text, nil
	}
}

// nameKinds gives the kinds of a definition that are of a European list their names.
func (e *encoder) nameKinds(f *mc.Definition, at mc.Path) {
	for i := range f.Kinds {
		k := &f.Kinds[i]
		if known, ok := vocabulary.Lookup(k.IRI); ok && k.Label.IsZero() {
			k.Label = known.Model().Label
			e.made(at.At(i).Dot("label"), "the name of the code in its list")
		}
	}
}

// moveFields makes fields of education that have no code of ISCED-F subjects: ELM takes
// any concept for those.
func (e *encoder) moveFields(f *mc.Definition, at mc.Path) {
	for i := range f.Fields {
		field := &f.Fields[i]
		if inScheme(field, vocabulary.ISCEDF) || !isNamed(field) {
			continue
		}
		e.restated[at.Dot("fields").At(i)] = at.Dot("subjects").At(len(f.Subjects))
		f.Subjects = append(f.Subjects, *field)
	}
}

// linkQuality links to the page of quality assurance that stands in a note, because its
// agent is not completely known.
func (e *encoder) linkQuality(f *mc.Definition, at mc.Path) {
	for i := range f.Quality {
		q := &f.Quality[i]
		if isWebAddress(q.URL) && !isComplete(q) {
			e.made(at.At(len(f.Documents)), "the page about the quality assurance, which a note describes")
			f.Documents = append(f.Documents, linkTo(q.URL, "quality", q.Title, e.mainKey()))
		}
	}
}

// isComplete reports whether quality assurance states what an Accreditation needs.
func isComplete(q *mc.QualityAssurance) bool {
	return !q.Title.IsZero() && inScheme(&q.Type, vocabulary.Accreditation) && q.Agent != nil &&
		(len(q.Agent.Countries()) > 0 && !q.Agent.Name.IsZero() || q.Agent.Kind == mc.PartyPerson)
}

// moveOwner leaves out the owner of the definition where it is an awarding body, as
// usual. Any other owner stands in a note.
func (e *encoder) moveOwner(c *mc.Claim, at mc.Path) {
	owner := c.Definition.Creator
	if owner == nil {
		return
	}
	if i := slices.IndexFunc(c.Award.Awarding.Bodies, func(b mc.Party) bool { return sameParty(&b, owner) }); i >= 0 {
		e.restated[at.Dot("definition.creator")] = at.Dot("award.awarding.bodies").At(i)
		c.Definition.Creator = nil
	}
}

// sameParty reports whether two parties are one by id, or by name where neither has an
// id.
func sameParty(a, b *mc.Party) bool {
	if a.ID != "" || b.ID != "" {
		return a.ID == b.ID
	}
	return !a.Name.IsZero() && slices.Equal(a.Name, b.Name)
}

// graded returns the index of the only result with a grade, -1 if there is none or
// several.
func graded(a *mc.Award) int {
	found := -1
	for i := range a.Assessments {
		switch {
		case a.Assessments[i].Grade.Text.IsZero():
		case found >= 0:
			return -1
		default:
			found = i
		}
	}
	return found
}

// moveSupervision states how the only assessment was supervised where it was graded,
// if the source says it of the planned assessment only. ELM has no member for it there.
func (e *encoder) moveSupervision(c *mc.Claim, at mc.Path) {
	i := graded(&c.Award)
	if i < 0 || len(c.Definition.Assessments) != 1 {
		return
	}
	planned, actual := &c.Definition.Assessments[0].Supervision, &c.Award.Assessments[i].Supervision
	known := mc.Supervision{Supervised: planned.Supervised, IdentityVerified: planned.IdentityVerified}
	if !actual.IsZero() || known.Supervised == mc.Unknown || known.IdentityVerified == mc.Unknown {
		return
	}
	*actual = known
	fillSupervision(actual)
	from, to := at.Dot("definition.assessments[0].supervision"), at.Dot("award.assessments").At(i).Dot("supervision")
	planned.Supervised, planned.IdentityVerified = mc.Unknown, mc.Unknown
	e.restated[from.Dot("supervised")], e.restated[from.Dot("identityVerified")] = to.Dot("supervised"), to.Dot("identityVerified")
}

// moveAssessor states who assessed with the only result, if ELM takes the party there.
func (e *encoder) moveAssessor(a *mc.Award, at mc.Path) {
	i := graded(a)
	if a.Source == nil || i < 0 || len(a.Assessments[i].Assessors) > 0 || len(a.Source.Countries()) == 0 || a.Source.Name.IsZero() {
		return
	}
	a.Assessments[i].Assessors = []mc.Party{*a.Source}
	e.restated[at.Dot("source")] = at.Dot("assessments").At(i).Dot("assessors[0]")
	a.Source = nil
}

// movePeriod states when the learner was active as an activity, whose type says that it
// stands for the whole.
func (e *encoder) movePeriod(c *mc.Claim, at mc.Path) {
	a := &c.Award
	title := c.Definition.Title
	if title.IsZero() {
		title = a.Title
	}
	if a.Kind != mc.ClaimAchievement || title.IsZero() || a.Period.Start.IsZero() && a.Period.End.IsZero() {
		return
	}
	e.made(at.Dot("activities").At(len(a.Activities)), "the activity is the whole, for which the source states the time")
	a.Activities = append(a.Activities, mc.Activity{Title: title, Types: []mc.Concept{*subjectOf("period", e.mainKey())}, Periods: []mc.Period{a.Period}})
	a.Period = mc.Period{}
}

// activities is the row for activities of an award. One of them may only state the
// period of the whole.
func (s *schema) activities() mapping.Row[mc.Award] {
	row := mapping.Many("influencedBy", func(a *mc.Award) *[]mc.Activity { return &a.Activities }, &s.activity)
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *mc.Award, at mc.Path) {
		for e := range v.Each() {
			kind, _ := first(e.Get("dcType"))
			period, _ := first(e.Get("temporal"))
			if kind.Get("id").IsText(statementBase+"period") && to.Period.Start.IsZero() && to.Period.End.IsZero() && period.IsObject() {
				s.period.Read(r, period, &to.Period, at.Dot("period"))
				r.Scaffold(e)
				continue
			}
			read(r, e, to, at)
		}
	}
	return row
}

// linkEvidence links to evidence that a note describes, because ELM only has evidence
// of other kinds.
func (e *encoder) linkEvidence(a *mc.Award) {
	for i := range e.c.Envelope.Evidence {
		v := &e.c.Envelope.Evidence[i]
		url := v.URL
		if url == "" {
			url = v.ID
		}
		if isWebAddress(url) && !inScheme(&v.Kind, vocabulary.EvidenceType) {
			e.made(mc.Path("award.documents").At(len(a.Documents)), "the address of the evidence, which a note describes")
			a.Documents = append(a.Documents, linkTo(url, "evidence", v.Title, e.mainKey()))
		}
	}
}
