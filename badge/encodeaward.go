package badge

import (
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// award writes what this learner earned.
func (e *encoder) award() {
	w, out, eu := &e.c.Award, &e.out.Subject, &e.euSubj
	const at path = "award"
	const to = atSubject
	e.period()
	out.Role = e.native(at.Dot("role"), w.Role, to+"/role")
	out.LicenseNumber = e.native(at.Dot("licenceNumber"), w.LicenceNumber, to+"/licenseNumber")
	out.Term = e.native(at.Dot("term"), w.Term, to+"/term")
	out.Narrative = e.text(at.Dot("narrative").Dot("text"), w.Narrative.Text, to+"/narrative")
	out.Image = e.image(at.Dot("image"), w.Image, to+"/image")
	out.CreditsEarned = e.onlyCredits(at.Dot("creditsEarned"), w.CreditsEarned, to+"/creditsEarned")
	if w.Source != nil && out.Source == nil && e.partyKey(w.Source) != "" {
		out.Source = e.profile(at.Dot("source"), w.Source, to+"/source")
	}
	e.awardingBodies()

	eu.AwardTitle = e.allTexts(at.Dot("title"), w.Title, to+"/awardTitle")
	eu.AwardDescription = e.allTexts(at.Dot("description"), w.Description, to+"/awardDescription")
	if place := e.place(at.Dot("awarding").Dot("place"), w.Awarding.Place, to+"/awardingLocation/0"); place != nil {
		eu.AwardingLocation = []ob3.EuPlace{*place}
	}
	eu.EducationalSystem = e.concept(at.Dot("awarding").Dot("educationalSystem"), &w.Awarding.EducationalSystem, to+"/educationalSystem")
	eu.CreditReceived = e.credits(at.Dot("creditsEarned"), w.CreditsEarned, to+"/creditReceived")
	e.results(at.Dot("assessments"), w.Assessments)
	eu.AssessmentResult = e.euResults(at.Dot("assessments"), w.Assessments, to+"/assessmentResult", false)
	e.plannedResults()
	eu.Activity = each(w.Activities, at.Dot("activities"), to+"/activity", e.activity)
	eu.Entitlement = each(w.Entitlements, at.Dot("entitlements"), to+"/entitlement", e.entitlement)
	eu.FurtherInformation = e.notes(at.Dot("notes"), w.Notes, to+"/furtherInformation")
}

// period writes when the learner was active: the stated period, else that of
// the only activity.
func (e *encoder) period() {
	w, out := &e.c.Award, &e.out.Subject
	at, p := path("award.period"), w.Period
	if p.Start.IsZero() && p.End.IsZero() && len(w.Activities) == 1 && len(w.Activities[0].Periods) == 1 {
		at, p = "award.activities[0].periods[0]", w.Activities[0].Periods[0]
	}
	out.ActivityStartDate = e.instant(at.Dot("start"), p.Start, atSubject+"/activityStartDate")
	out.ActivityEndDate = e.instant(at.Dot("end"), p.End, atSubject+"/activityEndDate")
}

// awardingBodies writes who takes responsibility for the award. In plain Open
// Badges that is the issuer, or the creator of the achievement if it is
// somebody else.
func (e *encoder) awardingBodies() {
	bodies, a := e.c.Award.Awarding.Bodies, &e.out.Subject.Achievement
	const at path = "award.awarding.bodies"
	e.euSubj.AwardingBody = each(bodies, at, atSubject+"/awardingBody", e.party)
	if !e.o.WithoutExtension || len(bodies) == 0 {
		return
	}
	key, _ := content(&bodies[0])
	if earlier, ok := e.parties[key]; ok {
		e.repeat(at.At(0), earlier.at)
	} else if a.Creator == nil && e.partyKey(&bodies[0]) != "" {
		a.Creator = e.profile(at.At(0), &bodies[0], atAchievement+"/creator")
	}
}

// statuses are the words of Open Badges for the state of a result.
var statuses = map[mc.ResultState]string{
	mc.ResultCompleted: "Completed", mc.ResultEnrolled: "Enrolled", mc.ResultFailed: "Failed",
	mc.ResultInProgress: "InProgress", mc.ResultOnHold: "OnHold", mc.ResultProvisional: "Provisional",
	mc.ResultWithdrew: "Withdrew",
}

// results writes the grades and states, each with a description of its own of
// what results were possible. Parts of an assessment follow it.
func (e *encoder) results(at path, list []mc.AssessmentResult) {
	for i := range list {
		r, at := &list[i], at.At(i)
		if graded(r) {
			e.result(at, r)
		}
		e.results(at.Dot("parts"), r.Parts)
	}
}

func (e *encoder) result(at path, r *mc.AssessmentResult) {
	s := &e.out.Subject
	to := element(atSubject+"/result", len(s.Result))
	out := ob3.Result{Type: []string{"Result"}, Status: statuses[r.State]}
	if out.Status != "" {
		e.translate(at.Dot("state"), to+"/status", "the word of Open Badges")
	}
	if out.Value = e.native(at.Dot("grade").Dot("value"), r.Grade.Value, to+"/value"); out.Value == "" {
		out.Value = e.text(at.Dot("grade").Dot("text"), r.Grade.Text, to+"/value")
	}
	spec := mc.AssessmentSpec{}
	if r.Spec != nil {
		spec = *r.Spec
	}
	d := e.resultDescription(at, r.Title, at.Dot("spec"), &spec, out.Value == "" && r.Grade.Level.IsZero())
	out.ResultDescription = d.ID
	if id := r.Grade.SpecID; id != "" && (id == spec.ID || spec.Grading != nil && id == spec.Grading.ID) {
		e.translate(at.Dot("grade").Dot("specID"), to+"/resultDescription", "refers to the description of this result")
	}
	out.AchievedLevel = e.achievedLevel(at.Dot("grade").Dot("level"), &r.Grade.Level, spec.Grading, d, to+"/achievedLevel")
	out.Alignment = each(r.Grade.Alignments, at.Dot("grade").Dot("alignments"), to+"/alignment", e.alignment)
	if !e.o.WithoutExtension {
		out.ID = e.newID(at.Dot("grade"))
	}
	s.Result = append(s.Result, out)
}

// resultDescription adds the description of a result: its name, and the scale
// if the assessment has one.
func (e *encoder) resultDescription(at path, title mc.LangString, specAt path, spec *mc.AssessmentSpec, stateOnly bool) ob3.ResultDescription {
	a := &e.out.Subject.Achievement
	to := element(atAchievement+"/resultDescription", len(a.ResultDescription))
	d := ob3.ResultDescription{Type: []string{"ResultDescription"}, ID: e.descriptionID(at, specAt, spec, to), ResultType: "Result"}
	if d.Name = e.text(at.Dot("title"), title, to+"/name"); d.Name == "" {
		d.Name = e.text(specAt.Dot("title"), spec.Title, to+"/name")
	}
	if d.Name == "" {
		d.Name = a.Name
		e.tracker.Add(mc.Outcome{To: to + "/name", Kind: mc.KindSynthesised, Reason: "the assessment has no title; that of the achievement"})
	}
	if stateOnly {
		d.ResultType = "Status"
	}
	if spec.Grading != nil {
		e.scale(specAt.Dot("grading"), spec.Grading, &d, to)
	}
	a.ResultDescription = append(a.ResultDescription, d)
	return d
}

// descriptionID returns the id of a result description: that of the scale, the
// first time it is described.
func (e *encoder) descriptionID(at, specAt path, spec *mc.AssessmentSpec, to string) string {
	if spec.Grading == nil || !global(spec.Grading.ID) || e.scales[spec.Grading.ID] {
		return e.newID(at)
	}
	e.scales[spec.Grading.ID] = true
	return e.native(specAt.Dot("grading").Dot("id"), spec.Grading.ID, to+"/id")
}

// scale writes the scale of a result.
func (e *encoder) scale(at path, g *mc.GradingScheme, d *ob3.ResultDescription, to string) {
	if ob3.ResultType(g.Type).Valid() && (g.Type != "Status" || d.ResultType == "Status") {
		d.ResultType = e.native(at.Dot("type"), g.Type, to+"/resultType")
	}
	d.ValueMin = e.native(at.Dot("min"), g.Min, to+"/valueMin")
	d.ValueMax = e.native(at.Dot("max"), g.Max, to+"/valueMax")
	d.RequiredValue = e.native(at.Dot("pass"), g.Pass, to+"/requiredValue")
	for i, v := range g.Allowed {
		e.keep(at.Dot("allowed").At(i), element(to+"/allowedValue", i))
		d.AllowedValue = append(d.AllowedValue, v)
	}
	d.RubricCriterionLevel = each(g.Steps, at.Dot("steps"), to+"/rubricCriterionLevel", e.step)
}

func (e *encoder) step(at path, s *mc.GradeStep, to string) *ob3.RubricCriterionLevel {
	if e.best(s.Title) < 0 && s.Value == "" {
		return nil
	}
	out := &ob3.RubricCriterionLevel{
		ID:          e.nodeID(s.ID, at, to+"/id"),
		Type:        []string{"RubricCriterionLevel"},
		Name:        e.text(at.Dot("title"), s.Title, to+"/name"),
		Level:       e.native(at.Dot("value"), s.Value, to+"/level"),
		Points:      e.native(at.Dot("points"), s.Points, to+"/points"),
		Description: e.text(at.Dot("description"), s.Description, to+"/description"),
	}
	if out.Name == "" {
		out.Name = s.Value
	}
	return out
}

// achievedLevel refers to the step of the scale that was reached.
func (e *encoder) achievedLevel(at path, level *mc.Concept, g *mc.GradingScheme, d ob3.ResultDescription, to string) string {
	if g == nil || level.IsZero() {
		return ""
	}
	i := slices.IndexFunc(g.Steps, func(s mc.GradeStep) bool {
		return s.ID != "" && s.ID == level.IRI || s.Value != "" && s.Value == level.Notation
	})
	if i < 0 {
		return ""
	}
	for _, step := range d.RubricCriterionLevel {
		if step.Level == g.Steps[i].Value && (step.ID == g.Steps[i].ID || !global(g.Steps[i].ID)) {
			e.translate(at.Dot("iri"), to, "refers to the step of the scale")
			e.translate(at.Dot("notation"), to, "refers to the step of the scale")
			return step.ID
		}
	}
	return ""
}

// plannedResults describes the scales of assessments that this learner has no
// result of.
func (e *encoder) plannedResults() {
	taken := map[string]bool{}
	for _, r := range e.c.Award.Assessments {
		if r.Spec != nil && r.Spec.ID != "" {
			taken[r.Spec.ID] = true
		}
	}
	for i := range e.c.Definition.Assessments {
		s, at := &e.c.Definition.Assessments[i], path("definition.assessments").At(i)
		if s.Grading != nil && !taken[s.ID] {
			e.resultDescription(at, s.Title, at, s, false)
		}
	}
}

// euResults writes the assessments of a list: none if the Results say it all,
// but each that has a Result when there is any, so that they stay in their
// order. Parts are always written, or nothing would say whose they are.
func (e *encoder) euResults(at path, list []mc.AssessmentResult, to string, parts bool) []ob3.EuResult {
	if e.o.WithoutExtension {
		return nil
	}
	var out []ob3.EuResult
	needed := parts
	for i := range list {
		n := e.euResult(at.At(i), &list[i], element(to, len(out)))
		needed = needed || n != nil
		if graded(&list[i]) {
			if n == nil {
				n = &ob3.EuResult{}
			}
			n.ResultOf = e.newID(at.At(i).Dot("grade"))
		}
		if n != nil {
			out = append(out, *n)
		}
	}
	if !needed {
		return nil
	}
	return out
}

// graded reports whether an assessment has a Result: a grade or a state.
func graded(r *mc.AssessmentResult) bool { return !r.Grade.IsZero() || statuses[r.State] != "" }

// euResult writes an assessment as it was taken. The grade itself is in the
// Result that it refers to.
func (e *encoder) euResult(at path, r *mc.AssessmentResult, to string) *ob3.EuResult {
	return some(ob3.EuResult{
		ID:             e.globalID(at, r.ID, to),
		Title:          e.allTexts(at.Dot("title"), r.Title, to+"/title"),
		Descriptions:   e.texts(at.Dot("description"), r.Description, to+"/descriptions"),
		Identification: each(r.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		AssessmentType: e.concepts(at.Dot("types"), r.Types, to+"/assessmentType"),
		SpecifiedBy:    e.specifiedBy(at.Dot("spec"), r.Spec),
		Grade:          e.texts(at.Dot("grade").Dot("text"), r.Grade.Text, to+"/grade"),
		GradeStatus:    e.concept(at.Dot("status"), &r.Status, to+"/gradeStatus"),
		Supervision:    e.supervision(at.Dot("supervision"), &r.Supervision, to+"/supervision"),
		AssessedBy:     each(r.Assessors, at.Dot("assessors"), to+"/assessedBy", e.party),
		AssessedAt:     e.euInstant(at.Dot("issued"), r.Issued, to+"/assessedAt"),
		ResultPart:     e.euResults(at.Dot("parts"), r.Parts, to+"/resultPart", true),
	})
}

// specifiedBy returns the id of the assessment of the achievement that was
// taken, which is added if the definition does not have it.
func (e *encoder) specifiedBy(at path, s *mc.AssessmentSpec) string {
	if s == nil {
		return ""
	}
	key, err := content(s)
	if earlier, ok := e.specs[key]; ok && err == nil {
		e.repeat(at, earlier.at)
		return earlier.id
	}
	list := &e.euAch.Assessment
	n := e.assessment(at, s, element(atAchievement+"/assessment", len(*list)))
	if n == nil {
		return ""
	}
	*list = append(*list, *n)
	return n.ID
}

func (e *encoder) activity(at path, a *mc.Activity, to string) *ob3.EuActivity {
	if e.o.WithoutExtension {
		return nil
	}
	w := e.durations(at.Dot("workload"), a.Workload, to)
	out := ob3.EuActivity{
		ID:             e.globalID(at, a.ID, to),
		Title:          e.texts(at.Dot("title"), a.Title, to+"/title"),
		Descriptions:   e.texts(at.Dot("description"), a.Description, to+"/descriptions"),
		Identification: each(a.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		ActivityType:   e.concepts(at.Dot("types"), a.Types, to+"/activityType"),
		Period: each(a.Periods, at.Dot("periods"), to+"/period", func(at path, p *mc.Period, to string) *ob3.EuPeriod {
			return some(ob3.EuPeriod{
				StartDate: e.euInstant(at.Dot("start"), p.Start, to+"/startDate"),
				EndDate:   e.euInstant(at.Dot("end"), p.End, to+"/endDate"),
			})
		}),
		Location:           each(a.Locations, at.Dot("locations"), to+"/location", e.place),
		DirectedBy:         each(a.Directors, at.Dot("directors"), to+"/directedBy", e.party),
		VolumeOfLearning:   w.volume,
		MaximumDuration:    w.maximum,
		Workload:           w.activity,
		ContactHour:        w.contact,
		FurtherInformation: e.notes(at.Dot("notes"), a.Notes, to+"/furtherInformation"),
		ActivityPart:       each(a.Parts, at.Dot("parts"), to+"/activityPart", e.activity),
	}
	if a.Spec != nil {
		out.SpecifiedBy = e.activitySpec(at.Dot("spec"), a.Spec, to+"/specifiedBy")
	}
	return some(out)
}

func (e *encoder) entitlement(at path, t *mc.Entitlement, to string) *ob3.EuEntitlement {
	if e.o.WithoutExtension {
		return nil
	}
	out := ob3.EuEntitlement{
		ID:           e.globalID(at, t.ID, to),
		Title:        e.texts(at.Dot("title"), t.Title, to+"/title"),
		Descriptions: e.texts(at.Dot("description"), t.Description, to+"/descriptions"),
	}
	if t.Spec != nil {
		out.EntitlementType = e.concept(at.Dot("spec").Dot("type"), &t.Spec.Type, to+"/entitlementType")
		out.EntitlementStatus = e.concept(at.Dot("spec").Dot("status"), &t.Spec.Status, to+"/entitlementStatus")
	}
	return some(out)
}
