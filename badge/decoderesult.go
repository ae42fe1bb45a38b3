package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineResults makes the shapes of scales and of what learners reached.
func (s *shapesOf) defineResults() {
	type G = mc.GradingScheme
	s.step = shape[mc.GradeStep]{
		names: []string{"RubricCriterionLevel"},
		id:    func(g *mc.GradeStep) *string { return &g.ID }, idName: "id",
		terms: []term[mc.GradeStep]{
			text("level", "value", func(g *mc.GradeStep) *string { return &g.Value }),
			custom("name", func(d *decoder, v jsontree.Value, to *mc.GradeStep, at path) {
				if v.Kind() == jsontree.String && v.Text() == to.Value {
					d.keep(v, at.Dot("value"))
					return
				}
				d.plain(v, &to.Title, at.Dot("title"))
			}),
			plain("description", "description", func(g *mc.GradeStep) *mc.LangString { return &g.Description }),
			text("points", "points", func(g *mc.GradeStep) *string { return &g.Points }),
		},
	}
	s.description = shape[G]{
		names: []string{"ResultDescription", "AssessmentResultDescription"},
		terms: []term[G]{
			custom("id", func(d *decoder, v jsontree.Value, to *G, at path) {
				if to.ID != "" && !v.IsText(to.ID) || v.Text() == "" {
					d.scaffold(v) // it links results and descriptions
					return
				}
				readParsed(d, v, &to.ID, at.Dot("id"), asText)
			}),
			text("valueMin", "min", func(g *G) *string { return &g.Min }),
			text("valueMax", "max", func(g *G) *string { return &g.Max }),
			text("requiredValue", "pass", func(g *G) *string { return &g.Pass }),
			listed("allowedValue", "allowed", func(g *G) *[]string { return &g.Allowed }),
			many("rubricCriterionLevel", "steps", func(g *G) *[]mc.GradeStep { return &g.Steps }, &s.step),
			custom("requiredLevel", readRequiredLevel),
			custom("resultType", readResultType),
			custom("name", func(*decoder, jsontree.Value, *G, path) {}),           // read with the result
			custom("assessmentType", func(*decoder, jsontree.Value, *G, path) {}), // read with the result
		},
	}
	s.defineEuResult()
}

// readRequiredLevel reads the step of the scale that passes, by its value.
func readRequiredLevel(d *decoder, v jsontree.Value, to *mc.GradingScheme, at path) {
	v, id, ok := d.literal(v)
	if !ok {
		return
	}
	for _, step := range to.Steps {
		if step.ID != id || id == "" {
			continue
		}
		if value := step.Value; value != "" && (to.Pass == "" || to.Pass == value) {
			fillAs(d, v, &to.Pass, value, at.Dot("pass"), "the value of the step")
			return
		}
	}
	d.residue(v, "the step of the scale that passes")
}

// readResultType reads what kind of result it is; Result is any.
func readResultType(d *decoder, v jsontree.Value, to *mc.GradingScheme, at path) {
	if v.IsText("Result") {
		d.scaffold(v)
		return
	}
	readParsed(d, v, &to.Type, at.Dot("type"), asText)
}

// scaled reports whether a description of a result says more than its name:
// anything about the scale.
func scaled(v jsontree.Value) bool {
	for name, m := range v.Members() {
		switch name {
		case "id", "type", "name", "assessmentType":
		case "resultType":
			if !m.IsText("Result") && !m.IsText("Status") {
				return true
			}
		default:
			return true
		}
	}
	return false
}

func (s *shapesOf) defineEuResult() {
	type T = mc.AssessmentResult
	s.result = shape[T]{
		id: func(r *T) *string { return &r.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(r *T) *mc.LangString { return &r.Title }),
			lang("descriptions", "description", func(r *T) *mc.LangString { return &r.Description }),
			many("identification", "identifiers", func(r *T) *[]mc.Identifier { return &r.Identifiers }, &s.identifier),
			many("assessmentType", "types", func(r *T) *[]mc.Concept { return &r.Types }, &s.concept),
			custom("specifiedBy", s.readSpecifiedBy),
			opt("gradingScheme", "spec.grading", func(r *T) **mc.GradingScheme { return &specOf(r).Grading }, &s.grading),
			lang("grade", "grade.text", func(r *T) *mc.LangString { return &r.Grade.Text }),
			one("gradeStatus", "status", func(r *T) *mc.Concept { return &r.Status }, &s.concept),
			one("supervision", "supervision", func(r *T) *mc.Supervision { return &r.Supervision }, &s.supervision),
			many("assessedBy", "assessors", func(r *T) *[]mc.Party { return &r.Assessors }, &s.party),
			instant("assessedAt", "issued", func(r *T) *mc.Instant { return &r.Issued }),
			custom("resultOf", s.readResultOf),
			many("resultPart", "parts", func(r *T) *[]T { return &r.Parts }, &s.result),
		),
	}
}

func specOf(r *mc.AssessmentResult) *mc.AssessmentSpec {
	if r.Spec == nil {
		r.Spec = &mc.AssessmentSpec{}
	}
	return r.Spec
}

func gradingOf(r *mc.AssessmentResult) *mc.GradingScheme {
	if spec := specOf(r); spec.Grading == nil {
		spec.Grading = &mc.GradingScheme{}
	}
	return r.Spec.Grading
}

// readSpecifiedBy reads the assessment of the achievement that was taken.
func (s *shapesOf) readSpecifiedBy(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, ok := d.single(v)
	if !ok {
		return
	}
	here := at.Dot("spec")
	if node := d.assessments[v.Text()]; node.Exists() && d.follow(node, v) {
		s.assessment.readObject(d, node, specOf(to), here)
		d.leave()
		d.keep(v, here.Dot("id"))
		return
	}
	s.assessment.read(d, v, specOf(to), here)
}

// readResultOf reads the Result with the same grade.
func (s *shapesOf) readResultOf(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, id, ok := d.literal(v)
	if !ok {
		return
	}
	node := d.results[id]
	if !node.Exists() || d.taken[node.Pointer()] {
		d.residue(v, "the id of no result, or of one that belongs to another assessment")
		return
	}
	d.taken[node.Pointer()] = true
	d.scaffold(v)
	outer := d.extended
	d.extended = false
	s.readResult(d, node, to, at, link{true, v.Parent().Get("specifiedBy").Text()})
	d.extended = outer
}

// readResults reads the results that no term of the extension refers to.
func (s *shapesOf) readResults(d *decoder, v jsontree.Value, to *mc.Credential, at path) {
	for e := range v.Each() {
		if d.nothing(e) || d.taken[e.Pointer()] {
			continue
		}
		if !e.IsObject() {
			d.residue(e, "not a result")
			continue
		}
		var r mc.AssessmentResult
		s.readResult(d, e, &r, path("award.assessments").At(len(to.Award.Assessments)), link{})
		to.Award.Assessments = append(to.Award.Assessments, r)
	}
}

// link says whether a term of the extension has said before what a result is
// of, and by which assessment of the achievement.
type link struct {
	linked        bool
	specification string
}

// readResult reads a Result with its description.
func (s *shapesOf) readResult(d *decoder, v jsontree.Value, r *mc.AssessmentResult, at path, by link) {
	type T = mc.AssessmentResult
	native := &shape[T]{
		names: []string{"Result"},
		terms: []term[T]{
			custom("resultDescription", func(d *decoder, v jsontree.Value, to *T, at path) { s.readDescribed(d, v, to, at, by) }),
			custom("value", func(d *decoder, v jsontree.Value, to *T, at path) {
				if v.Kind() != jsontree.String || !d.confirms(v, to.Grade.Text, at.Dot("grade.text")) {
					readParsed(d, v, &to.Grade.Value, at.Dot("grade.value"), asText)
				}
			}),
			word("status", "state", func(r *T) *mc.ResultState { return &r.State }, states),
			custom("achievedLevel", readAchievedLevel),
			custom("alignment", func(d *decoder, v jsontree.Value, to *T, at path) {
				s.readStated(d, v, &to.Grade.Alignments, at.Dot("grade.alignments"))
			}),
		},
	}
	if by.linked {
		native.terms = append(native.terms, scaffolded[T]("id")) // the link itself
	} else {
		native.id, native.idName = func(r *T) *string { return &r.ID }, "id"
	}
	native.readObject(d, v, r, at)
}

// states are the states that the words of Open Badges mean.
var states = backwards(statuses)

// readDescribed reads the description that a result refers to: its name and
// the scale.
func (s *shapesOf) readDescribed(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path, by link) {
	v, id, ok := d.literal(v)
	if !ok {
		return
	}
	node := d.descriptions[id]
	if !node.Exists() || !d.follow(node, v) {
		fill(d, v, &to.Grade.SpecID, id, at.Dot("grade.specID"))
		return
	}
	d.scaffold(v)
	d.taken[node.Pointer()] = true
	s.readDescriptionName(d, node.Get("name"), to, at, by)
	here := at.Dot("spec")
	if kind := node.Get("assessmentType"); kind.Exists() {
		readAssessmentWord(d, kind, specOf(to), here)
	}
	if !scaled(node) {
		d.scaffold(node)
		d.leave()
		return
	}
	s.description.readObject(d, node, gradingOf(to), here.Dot("grading"))
	d.leave()
	s.shareScale(d, node, by.specification)
}

// shareScale gives the assessment of the definition the scale of a result of
// it.
func (s *shapesOf) shareScale(d *decoder, node jsontree.Value, specifiedBy string) {
	if d.planned == nil {
		d.planned = map[string]int{}
		for i, spec := range d.definition.Assessments {
			enter(d.planned, spec.ID, i)
		}
	}
	i, ok := d.planned[specifiedBy]
	if !ok || !d.follow(node, jsontree.Value{}) {
		return
	}
	defer d.leave()
	delete(d.planned, specifiedBy)
	spec, at := &d.definition.Assessments[i], path("definition.assessments").At(i)
	if spec.Grading == nil {
		spec.Grading = &mc.GradingScheme{}
	}
	s.description.readObject(d, node, spec.Grading, at.Dot("grading"))
}

// readDescriptionName reads what was assessed. An encoder that knows no name
// takes that of the achievement, which says nothing new.
func (s *shapesOf) readDescriptionName(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path, by link) {
	switch {
	case v.Kind() != jsontree.String || v.Text() == "":
	case d.confirms(v, to.Title, at.Dot("title")):
		return
	case to.Title.IsZero() && to.Spec != nil && d.confirms(v, to.Spec.Title, at.Dot("spec.title")): // and of what was taken
	case by.linked && v.Text() == first(d.root.Get("credentialSubject")).Get("achievement").Get("name").Text():
		d.mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the name of the achievement"})
		return
	}
	if v.Exists() {
		d.plain(v, &to.Title, at.Dot("title"))
	}
}

// readAchievedLevel reads the step of the scale that was reached.
func readAchievedLevel(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	readParsed(d, v, &to.Grade.Level.IRI, at.Dot("grade.level.iri"), asText)
}

// readUndescribed reads the descriptions that no result refers to, as
// assessments that are planned.
func (s *shapesOf) readUndescribed(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	titles := map[string]int{}
	for i, spec := range to.Assessments {
		for _, t := range spec.Title {
			enter(titles, t.Text, i)
		}
	}
	for e := range v.Each() {
		switch {
		case d.nothing(e) || d.taken[e.Pointer()]:
			continue
		case !e.IsObject():
			d.residue(e, "not a description of a result")
			continue
		}
		name := e.Get("name")
		i, known := titles[name.Text()]
		if !known {
			i = len(to.Assessments)
			to.Assessments = append(to.Assessments, mc.AssessmentSpec{})
		}
		spec, here := &to.Assessments[i], at.Dot("assessments").At(i)
		if name.Exists() {
			d.plain(name, &spec.Title, here.Dot("title"))
		}
		if kind := e.Get("assessmentType"); kind.Exists() {
			readAssessmentWord(d, kind, spec, here)
		}
		if spec.Grading == nil {
			spec.Grading = &mc.GradingScheme{}
		}
		s.description.readObject(d, e, spec.Grading, here.Dot("grading"))
	}
}

// schemeAssessment is the list of the Assessment Extension of 1EdTech.
const schemeAssessment = "https://purl.imsglobal.org/spec/ob/v3p0/extensions#AssessmentType"

// readAssessmentWord reads a type of assessment of the Assessment Extension:
// Exam, Performance or Artifact, each of them broader than any code of ours.
func readAssessmentWord(d *decoder, v jsontree.Value, to *mc.AssessmentSpec, at path) {
	v, s, ok := d.literal(v)
	if !ok || strings.TrimSpace(s) == "" {
		d.scaffold(v)
		return
	}
	here := at.Dot("types").At(len(to.Types))
	d.keep(v, here.Dot("notation"))
	d.derive(v, here.Dot("scheme"))
	to.Types = append(to.Types, mc.Concept{Scheme: schemeAssessment, Notation: s})
}
