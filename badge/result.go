package badge

import (
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A result is spread over a badge. The Result has the grade, and the description
// that it refers to has its name and scale. A term of the extension has the rest
// and refers to the assessment of the achievement that was taken.

// statuses are the words of Open Badges for the state of a result.
var statuses = map[mc.ResultState]string{
	mc.ResultCompleted: "Completed", mc.ResultEnrolled: "Enrolled", mc.ResultFailed: "Failed",
	mc.ResultInProgress: "InProgress", mc.ResultOnHold: "OnHold", mc.ResultProvisional: "Provisional",
	mc.ResultWithdrew: "Withdrew",
}

// defineResults makes the classes of scales and of what learners reached.
func (s *tables) defineResults() {
	s.defineScales()
	type T = mc.AssessmentResult
	state := mapping.Word("status", func(r *T) *mc.ResultState { return &r.State }, statuses)
	s.grade = class[T]{
		Types: []string{"Result"},
		ID:    func(r *T) *string { return &r.ID },
		Rows: []row[T]{
			custom("id", s.readResultID, nil), custom("@id", s.readResultID, nil),
			custom("resultDescription", s.readDescribed, nil),
			custom("value", readGrade, nil),
			readBy(state, func(d *decoder, v jsontree.Value, to *T, at path) {
				if d.link.linked && d.link.worded {
					d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the word of the grade says it"})
					return
				}
				state.Read(d.Reader, v, to, at)
			}),
			custom("achievedLevel", readAchievedLevel, nil),
			custom("alignment", s.readResultAlignments, nil),
		},
	}
	spec := func(r *T) **mc.AssessmentSpec { return &r.Spec }
	s.result = class[T]{
		ID: func(r *T) *string { return &r.ID },
		Rows: mapping.Extension(mapping.Rows(
			[]row[T]{
				full("title", func(r *T) *mc.LangString { return &r.Title }),
				mapping.Lang("descriptions", func(r *T) *mc.LangString { return &r.Description }),
				mapping.Many("identification", func(r *T) *[]mc.Identifier { return &r.Identifiers }, &s.identification),
				mapping.Many("assessmentType", func(r *T) *[]mc.Concept { return &r.Types }, &s.concept),
				custom("specifiedBy", s.readSpecifiedBy, s.writeSpecifiedBy),
				mapping.Turn(1, custom("resultOf", s.readResultOf, nil)), // written with the list
			},
			mapping.Through(spec, mapping.ReadOnly(mapping.Opt("gradingScheme", func(a *mc.AssessmentSpec) **mc.GradingScheme { return &a.Grading }, &s.grading))),
			[]row[T]{
				mapping.Lang("grade", func(r *T) *mc.LangString { return &r.Grade.Text }),
				mapping.One("gradeStatus", func(r *T) *mc.Concept { return &r.Status }, &s.concept),
				mapping.One("supervision", func(r *T) *mc.Supervision { return &r.Supervision }, &s.supervision),
				mapping.Many("assessedBy", func(r *T) *[]mc.Party { return &r.Assessors }, &s.party),
				mapping.Instant("assessedAt", func(r *T) *mc.Instant { return &r.Issued }),
				mapping.Turn(2, writtenBy(mapping.Many("resultPart", func(r *T) *[]T { return &r.Parts }, &s.result), s.writeResultParts)),
			},
		)...),
	}
}

func specOf(r *mc.AssessmentResult) *mc.AssessmentSpec {
	if r.Spec == nil {
		r.Spec = &mc.AssessmentSpec{}
	}
	return r.Spec
}

// readSpecifiedBy reads the assessment of the achievement that was taken.
func (s *tables) readSpecifiedBy(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, ok := d.Single(v)
	if !ok {
		return
	}
	here := at.Dot("spec")
	if node := d.assessments[v.Text()]; node.Exists() && d.follow(node, v) {
		s.assessment.ReadObject(d.Reader, node, specOf(to), here)
		d.leave()
		d.Keep(v, here.Dot("id"))
		return
	}
	s.assessment.Read(d.Reader, v, specOf(to), here)
}

// writeSpecifiedBy refers to the assessment of the achievement that was taken,
// which is added if the definition does not have it.
func (s *tables) writeSpecifiedBy(e *encoder, n *node, r *mc.AssessmentResult, at path) {
	const term = "assessment"
	at = at.Dot("spec")
	if r.Spec == nil {
		return
	}
	key, err := content(r.Spec)
	if earlier, ok := e.specs[key]; ok && err == nil {
		e.repeat(at, earlier.at)
		e.PutText(n, "specifiedBy", earlier.id)
		return
	}
	to := element(e.achievement.At(term), len(e.achievement.Items(term)))
	if added := s.assessment.Write(e.Writer, e.achievement, term, r.Spec, at, to); added != nil {
		s.definition.Insert(e.achievement, mapping.Member{Term: term, Items: []mapping.Item{{Node: added}}, Array: true})
		e.PutText(n, "specifiedBy", added.ID)
	}
}

// link says whether a term of the extension refers to a result, and to which
// assessment of the achievement.
type link struct {
	linked        bool
	specification string
	status        bool // it is no more than a status
	worded        bool // the grade is a word for the status
	result        jsontree.Value
}

// readResultOf reads the Result with the same grade.
func (s *tables) readResultOf(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, id, ok := d.Literal(v)
	if !ok {
		return
	}
	node := d.results[id]
	if !node.Exists() || d.taken[node.Pointer()] {
		d.Reject(v, "the id of no result, or of one that belongs to another assessment")
		return
	}
	d.taken[node.Pointer()] = true
	d.Scaffold(v)
	d.Outside(func() {
		d.link = linkOf(node)
		d.link.linked, d.link.specification = true, v.Parent().Get("specifiedBy").Text()
		s.grade.ReadObject(d.Reader, node, to, at)
	})
}

// readResults reads the results that no term of the extension refers to.
func (s *tables) readResults(d *decoder, v jsontree.Value, to *mc.Award, at path) {
	for one := range v.Each() {
		if d.Nothing(one) || d.taken[one.Pointer()] {
			continue
		}
		if !one.IsObject() {
			d.Reject(one, "not a result")
			continue
		}
		var r mc.AssessmentResult
		here := at.Dot("assessments").At(len(to.Assessments))
		d.link = linkOf(one)
		s.grade.ReadObject(d.Reader, one, &r, here)
		if only := d.onlyDescription(v, one); only.Exists() {
			s.readDescription(d, only, &r, here)
		}
		to.Assessments = append(to.Assessments, r)
	}
}

// onlyDescription returns the one description of results if there is one result,
// which does not say that it is of another.
func (d *decoder) onlyDescription(results, result jsontree.Value) jsontree.Value {
	all := d.achievement.Get("resultDescription")
	only := first(all)
	if result.Get("resultDescription").Exists() || first(results) != result || results.Kind() == jsontree.Array && results.Len() > 1 ||
		all.Kind() == jsontree.Array && all.Len() > 1 || !only.IsObject() || d.taken[only.Pointer()] {
		return jsontree.Value{}
	}
	d.taken[only.Pointer()] = true
	return only
}

// readResultID reads the id of a Result, which may be no more than a link.
func (s *tables) readResultID(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	switch {
	case !d.link.linked:
		s.grade.ReadID(d.Reader, v, to, at)
	case v.Name() == "id":
		d.Scaffold(v)
	default:
		d.Reject(v, "the model keeps no id here")
	}
}

// readDescribed reads the description that a result refers to: its name and
// the scale.
func (s *tables) readDescribed(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, id, ok := d.Literal(v)
	if !ok {
		return
	}
	node := d.descriptions[id]
	if !node.Exists() {
		d.doubt(v, at.Dot("grade.specID"), "no result description has this id")
	} else if d.taken[node.Pointer()] {
		d.doubt(v, at.Dot("grade.specID"), "an earlier result is of this result description")
	}
	if !node.Exists() || !d.follow(node, v) {
		mapping.Fill(d.Reader, v, &to.Grade.SpecID, id, at.Dot("grade.specID"))
		return
	}
	d.Scaffold(v)
	d.taken[node.Pointer()] = true
	s.readDescription(d, node, to, at)
	d.leave()
	s.shareScale(d, node, d.link.specification)
}

// readDescription reads what was assessed, how and on which scale.
func (s *tables) readDescription(d *decoder, node jsontree.Value, to *mc.AssessmentResult, at path) {
	d.readDescriptionName(node.Get("name"), to, at)
	spec := mc.AssessmentSpec{}
	if to.Spec != nil {
		spec = *to.Spec
	}
	d.doubtScale(node, d.link.result, at)
	if s.description.ReadObject(d.Reader, node, &spec, at.Dot("spec")); !reflect.ValueOf(spec).IsZero() {
		to.Spec = &spec
	}
}

// shareScale gives the assessment of the definition the scale of a result of
// it.
func (s *tables) shareScale(d *decoder, node jsontree.Value, specifiedBy string) {
	if d.planned == nil {
		d.planned = map[string]int{}
		for i, spec := range d.definition.Assessments {
			addFirst(d.planned, spec.ID, i)
		}
	}
	i, ok := d.planned[specifiedBy]
	if !ok || !d.follow(node, jsontree.Value{}) {
		return
	}
	defer d.leave()
	delete(d.planned, specifiedBy)
	s.description.ReadObject(d.Reader, node, &d.definition.Assessments[i], path("definition.assessments").At(i))
}

// readDescriptionName reads what was assessed, which is the title of the
// assessment as it was designed and as the learner took it. The name of the
// achievement, which an encoder writes for lack of another, says nothing new.
func (d *decoder) readDescriptionName(v jsontree.Value, to *mc.AssessmentResult, at path) {
	switch {
	case !v.Exists(), v.Kind() == jsontree.String && v.Text() == "":
		return
	case d.Confirms(v, to.Title, at.Dot("title")):
		return
	case to.Title.IsZero() && to.Spec != nil && d.Confirms(v, to.Spec.Title, at.Dot("spec.title")): // and of what was taken
		return
	case d.link.linked && v.Text() != "" && d.achievement.Get("name").IsText(v.Text()):
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the name of the achievement"})
		return
	}
	if d.OneText(v, &to.Title, at.Dot("title")); d.plain && len(to.Title) == 1 {
		spec := specOf(to)
		spec.Title = slices.Clone(to.Title)
		d.Derive(v, spec.Title.Path(at.Dot("spec.title"), 0))
	}
}

// readUndescribed reads the descriptions that no result refers to, as
// assessments that are planned.
func (s *tables) readUndescribed(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	titles := map[string]int{}
	for i, spec := range to.Assessments {
		for _, t := range spec.Title {
			addFirst(titles, t.Text, i)
		}
	}
	for one := range v.Each() {
		switch {
		case d.Nothing(one) || d.taken[one.Pointer()]:
			continue
		case !one.IsObject():
			d.Reject(one, "not a description of a result")
			continue
		}
		name := one.Get("name")
		i, known := titles[name.Text()]
		if !known {
			i = len(to.Assessments)
			to.Assessments = append(to.Assessments, mc.AssessmentSpec{})
		}
		spec, here := &to.Assessments[i], at.Dot("assessments").At(i)
		if name.Exists() {
			d.OneText(name, &spec.Title, here.Dot("title"))
		}
		d.link = link{}
		d.doubtScale(one, jsontree.Value{}, here)
		s.description.ReadObject(d.Reader, one, spec, here)
	}
}

// schemeAssessment is the list of the Assessment Extension of 1EdTech.
const schemeAssessment = "https://purl.imsglobal.org/spec/ob/v3p0/extensions#AssessmentType"

// readAssessmentWord reads a type of assessment of the Assessment Extension:
// Exam, Performance or Artifact, each of them broader than any code of ours.
func readAssessmentWord(d *decoder, v jsontree.Value, to *mc.AssessmentSpec, at path) {
	v, s, ok := d.Literal(v)
	if !ok || strings.TrimSpace(s) == "" {
		d.Scaffold(v)
		return
	}
	here := at.Dot("types").At(len(to.Types))
	d.Keep(v, here.Dot("notation"))
	d.Derive(v, here.Dot("scheme"))
	to.Types = append(to.Types, mc.Concept{Scheme: schemeAssessment, Notation: s})
}

// hasResult reports whether an assessment is written as a Result: it has a grade
// or a state.
func hasResult(r *mc.AssessmentResult) bool { return !r.Grade.IsZero() || statuses[r.State] != "" }

// writeResults writes grades and states, each with its own description of the
// possible results. The parts of an assessment follow it.
func (s *tables) writeResults(e *encoder, n *node, w *mc.Award, at path) {
	m := mapping.Member{Term: "result", Array: true}
	var write func(list []mc.AssessmentResult, at path)
	write = func(list []mc.AssessmentResult, at path) {
		for i := range list {
			r, at := &list[i], at.At(i)
			if hasResult(r) {
				m.Items = append(m.Items, mapping.Item{Node: s.writeResult(e, r, at, element(n.At(m.Term), len(m.Items)))})
			}
			write(r.Parts, at.Dot("parts"))
		}
	}
	write(w.Assessments, at.Dot("assessments"))
	e.Add(n, m)
}

func (s *tables) writeResult(e *encoder, r *mc.AssessmentResult, at path, to string) *node {
	n := &node{Class: "Result", Pointer: to}
	spec := mc.AssessmentSpec{}
	if r.Spec != nil {
		spec = *r.Spec
	}
	value := e.gradeValue(r, at.Dot("grade"), n.At("value"))
	status, isStatus := e.status(r, value, at, n.At("status"))
	isStatus = isStatus && isPassFail(spec.Grading) || status != "" && value == "" && r.Grade.Level.IsZero() ||
		status != "" && spec.Grading != nil && spec.Grading.Type == "Status"
	d := s.writeDescription(e, at, r.Title, at.Dot("spec"), &spec, isStatus)
	e.PutText(n, "resultDescription", d.ID)
	if id := r.Grade.SpecID; id != "" && (id == spec.ID || spec.Grading != nil && id == spec.Grading.ID) {
		e.Translate(at.Dot("grade.specID"), n.At("resultDescription"), "refers to the description of this result")
	}
	level, at2 := &r.Grade.Level, at.Dot("grade.level")
	reached := e.achievedLevel(at2, level, spec.Grading, d, n.At("achievedLevel"))
	if value == "" && reached == "" {
		if value = e.OneText(level.Label, at2.Dot("label"), n.At("value")); value == "" && level.Notation != "" {
			value = level.Notation
			e.Keep(at2.Dot("notation"), n.At("value"))
		}
	}
	e.PutText(n, "value", value)
	e.PutText(n, "status", status)
	e.PutText(n, "achievedLevel", reached)
	s.writeResultAlignments(e, n, r, at)
	if !e.Plain {
		n.ID = e.newID(at.Dot("grade"))
	}
	return n
}

// writeResultTerms writes the assessments unless the Results say it all. If any
// is written, so is each that has a Result, which keeps their order.
func (s *tables) writeResultTerms(e *encoder, n *node, w *mc.Award, at path) {
	s.writeResultList(e, n, "assessmentResult", w.Assessments, at.Dot("assessments"), false)
}

// writeResultParts always writes the parts of an assessment, since nothing else
// says whose they are.
func (s *tables) writeResultParts(e *encoder, n *node, r *mc.AssessmentResult, at path) {
	s.writeResultList(e, n, "resultPart", r.Parts, at.Dot("parts"), true)
}

func (s *tables) writeResultList(e *encoder, n *node, term string, list []mc.AssessmentResult, at path, needed bool) {
	m := mapping.Member{Term: term, Array: true}
	for i := range list {
		here, to := at.At(i), element(n.At(term), len(m.Items))
		one := s.result.Write(e.Writer, n, term, &list[i], here, to)
		needed = needed || one != nil || list[i].Grade.Value != "" || list[i].State == "" && wordState(&list[i].Grade) != ""
		if hasResult(&list[i]) {
			if one == nil {
				one = &node{Pointer: to}
			}
			s.result.Insert(one, mapping.Member{Term: "resultOf", Items: []mapping.Item{{Raw: mapping.Quote(e.newID(here.Dot("grade")))}}})
		}
		if one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	if needed {
		e.Add(n, m)
	}
}
