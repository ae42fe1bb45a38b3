package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineAssessments() {
	s.defineSupervision()
	type G = mc.GradingScheme
	s.grading = class[G]{
		ID: func(g *G) *string { return &g.ID },
		IDOf: func(w *mapping.Writer, g *G, _ path, _ string) string {
			e := w.State.(*encoder)
			if e.scales[g.ID] {
				return "" // a result description has it
			}
			e.scales[g.ID] = true
			return globalOnly(g.ID)
		},
		Rows: mapping.Extension(
			mapping.Lang("title", func(g *G) *mc.LangString { return &g.Title }),
			mapping.Lang("descriptions", func(g *G) *mc.LangString { return &g.Description }),
			mapping.Many("identification", func(g *G) *[]mc.Identifier { return &g.Identifiers }, &s.identification),
			mapping.Text("scoreMinimum", func(g *G) *string { return &g.Min }),
			mapping.Text("scoreMaximum", func(g *G) *string { return &g.Max }),
			mapping.Text("passMark", func(g *G) *string { return &g.Pass }),
			mapping.Many("reference", func(g *G) *[]mc.WebResource { return &g.Documents }, &s.page),
		),
	}
	type T = mc.AssessmentSpec
	s.assessment = class[T]{
		ID:   func(a *T) *string { return &a.ID },
		IDOf: func(*mapping.Writer, *T, path, string) string { return "" }, // AfterWrite gives one
		Rows: mapping.Extension(
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("descriptions", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identification", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
			mapping.Many("assessmentType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("mode", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			mapping.Many("language", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			mapping.Opt("gradingScheme", func(a *T) **G { return &a.Grading }, &s.grading),
			mapping.One("supervision", func(a *T) *mc.Supervision { return &a.Supervision }, &s.supervision),
			mapping.Many("assessmentPart", func(a *T) *[]T { return &a.Parts }, &s.assessment),
		),
		AfterWrite: writes(writeAssessmentID),
	}
	type E = mc.EntitlementSpec
	kinds := mapping.Extension(
		mapping.One("entitlementType", func(e *E) *mc.Concept { return &e.Type }, &s.concept),
		mapping.One("entitlementStatus", func(e *E) *mc.Concept { return &e.Status }, &s.concept),
	)
	s.right = class[E]{
		ID: func(e *E) *string { return &e.ID },
		Rows: mapping.Rows(mapping.Extension(
			mapping.Lang("title", func(e *E) *mc.LangString { return &e.Title }),
			mapping.Lang("descriptions", func(e *E) *mc.LangString { return &e.Description }),
		), kinds),
	}
	type R = mc.Entitlement
	s.entitlement = class[R]{
		ID: func(e *R) *string { return &e.ID },
		Rows: mapping.Rows(mapping.Extension(
			mapping.Lang("title", func(e *R) *mc.LangString { return &e.Title }),
			mapping.Lang("descriptions", func(e *R) *mc.LangString { return &e.Description }),
		), mapping.Through(func(e *R) **E { return &e.Spec }, kinds...)),
	}
}

// globalOnly returns an id that is valid outside its document, or "".
func globalOnly(id string) string {
	if isGlobal(id) {
		return id
	}
	return ""
}

// writeAssessmentID gives every assessment that has members an id, so that the
// results of learners can refer to it.
func writeAssessmentID(e *encoder, n *node, a *mc.AssessmentSpec, at path) {
	if len(n.Members) == 0 {
		return
	}
	if n.ID = globalOnly(a.ID); n.ID == "" {
		n.ID = e.newID(at)
	}
	if key, err := content(a); err == nil {
		e.specs[key] = placed{n.ID, at}
	}
}

// supervisions are the meanings of the codes of the European list, which does
// not say where an assessment took place.
var supervisions = map[string]struct{ supervised, verified mc.Tri }{
	supervisionBase + "70be69aaf9": {mc.Yes, mc.Yes},
	supervisionBase + "44314532f9": {mc.Yes, mc.No},
	supervisionBase + "df2880c5cb": {mc.No, mc.Yes},
	supervisionBase + "c598449d64": {mc.No, mc.No},
}

const supervisionBase = "http://data.europa.eu/snb/supervision-verification/"

func (s *tables) defineSupervision() {
	type S = mc.Supervision
	s.supervision = class[S]{
		Rows: mapping.Extension(
			mapping.Tri("supervised", func(x *S) *mc.Tri { return &x.Supervised }),
			mapping.Tri("identityVerified", func(x *S) *mc.Tri { return &x.IdentityVerified }),
			word("channel", func(x *S) *mc.Channel { return &x.Channel }),
			mapping.One("concept", func(x *S) *mc.Concept { return &x.Concept }, &s.concept),
		),
		AfterRead: reads(func(d *decoder, v jsontree.Value, to *S, at path) {
			known := supervisions[to.Concept.IRI]
			for _, f := range []struct {
				field string
				into  *mc.Tri
				value mc.Tri
			}{{"supervised", &to.Supervised, known.supervised}, {"identityVerified", &to.IdentityVerified, known.verified}} {
				if *f.into == mc.Unknown && f.value != mc.Unknown {
					*f.into = f.value
					d.Derive(v.Get("concept"), at.Dot(f.field))
				}
			}
		}),
	}
}

// plannedAssessment returns the first assessment of a definition, for facts that
// do not name an assessment.
func plannedAssessment(to *mc.Definition) *mc.AssessmentSpec {
	if len(to.Assessments) == 0 {
		to.Assessments = []mc.AssessmentSpec{{}}
	}
	return &to.Assessments[0]
}

// readPlannedSupervision reads the supervision that holds for the achievement
// as a whole.
func (s *tables) readPlannedSupervision(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	if v, ok := d.Single(v); ok {
		s.supervision.Read(d.Reader, v, &plannedAssessment(to).Supervision, at.Dot("assessments").At(0).Dot("supervision"))
	}
}

// defineScales makes the classes of result descriptions and of the steps of
// scales.
func (s *tables) defineScales() {
	type S = mc.GradeStep
	s.step = class[S]{
		Types:   []string{"RubricCriterionLevel"},
		ID:      func(g *S) *string { return &g.ID },
		Instead: only(func(e *encoder, g *S, _ path) bool { return e.best(g.Title) >= 0 || g.Value != "" }),
		IDOf: func(w *mapping.Writer, g *S, at path, _ string) string {
			if isGlobal(g.ID) {
				return g.ID
			}
			return w.State.(*encoder).newID(at)
		},
		Rows: []row[S]{
			mapping.Turn(1, custom("name", func(d *decoder, v jsontree.Value, to *S, at path) {
				if v.Kind() == jsontree.String && v.Text() == to.Value {
					d.Keep(v, at.Dot("value"))
					return
				}
				d.OneText(v, &to.Title, at.Dot("title"))
			}, func(e *encoder, n *node, g *S, at path) {
				if !e.putText(n, "name", g.Title, at.Dot("title")) {
					e.PutText(n, "name", g.Value)
				}
			})),
			mapping.Text("level", func(g *S) *string { return &g.Value }),
			mapping.Text("points", func(g *S) *string { return &g.Points }),
			mapping.OneText("description", func(g *S) *mc.LangString { return &g.Description }),
		},
	}
	type G = mc.GradingScheme
	s.description = class[G]{
		Types: []string{"ResultDescription", "AssessmentResultDescription"},
		Rows: []row[G]{
			custom("id", func(d *decoder, v jsontree.Value, to *G, at path) {
				if to.ID != "" && !v.IsText(to.ID) || v.Text() == "" {
					d.Scaffold(v) // it links results and descriptions
					return
				}
				d.text(v, &to.ID, at.Dot("id"))
			}, nil),
			elsewhere[G]("name"), // with the result
			custom("resultType", readResultType, nil),
			mapping.Texts("allowedValue", func(g *G) *[]string { return &g.Allowed }),
			mapping.Text("valueMin", func(g *G) *string { return &g.Min }),
			mapping.Text("valueMax", func(g *G) *string { return &g.Max }),
			mapping.Text("requiredValue", func(g *G) *string { return &g.Pass }),
			mapping.Turn(1, custom("requiredLevel", readRequiredLevel, nil)),
			mapping.Many("rubricCriterionLevel", func(g *G) *[]mc.GradeStep { return &g.Steps }, &s.step),
			elsewhere[G]("assessmentType"), // with the result
		},
	}
}

// readRequiredLevel reads the step of the scale that passes, by its value.
func readRequiredLevel(d *decoder, v jsontree.Value, to *mc.GradingScheme, at path) {
	v, id, ok := d.Literal(v)
	if !ok {
		return
	}
	for _, step := range to.Steps {
		if step.ID != id || id == "" {
			continue
		}
		if value := step.Value; value != "" && (to.Pass == "" || to.Pass == value) {
			mapping.FillAs(d.Reader, v, &to.Pass, value, at.Dot("pass"), "the value of the step")
			return
		}
	}
	d.Reject(v, "the step of the scale that passes")
}

// readResultType reads what kind of result it is; Result is any.
func readResultType(d *decoder, v jsontree.Value, to *mc.GradingScheme, at path) {
	if v.IsText("Result") {
		d.Scaffold(v)
		return
	}
	d.text(v, &to.Type, at.Dot("type"))
}

// hasScale reports whether a description of a result says anything about the
// scale.
func hasScale(v jsontree.Value) bool {
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

// writeDescription adds the description of a result to the achievement: its
// name, and the scale if the assessment has one.
func (s *tables) writeDescription(e *encoder, at path, title mc.LangString, specAt path, spec *mc.AssessmentSpec, stateOnly bool) *node {
	const term = "resultDescription"
	n := &node{Class: "ResultDescription", Pointer: element(e.achievement.At(term), len(e.achievement.Items(term)))}
	grading := specAt.Dot("grading")
	n.ID = e.descriptionID(n, at, grading, spec.Grading)
	if !e.putText(n, "name", title, at.Dot("title")) && !e.putText(n, "name", spec.Title, specAt.Dot("title")) {
		e.PutText(n, "name", e.name)
		e.tracker.Add(mc.Outcome{To: n.At("name"), Kind: mc.KindSynthesised, Reason: "the assessment has no title; that of the achievement"})
	}
	kind := "Result"
	if stateOnly {
		kind = "Status"
	}
	g := spec.Grading
	if g != nil && ob3.ResultType(g.Type).Valid() && (g.Type != "Status" || stateOnly) {
		kind = g.Type
		e.Keep(grading.Dot("type"), n.At("resultType"))
	}
	e.PutText(n, "resultType", kind)
	if g != nil {
		s.description.WriteMembers(e.Writer, n, g, grading)
	}
	s.definition.Insert(e.achievement, mapping.Member{Term: term, Items: []mapping.Item{{Node: n}}, Array: true})
	return n
}

// descriptionID returns the id of a result description: that of the scale, the
// first time it is described.
func (e *encoder) descriptionID(n *node, at, grading path, g *mc.GradingScheme) string {
	if g == nil || !isGlobal(g.ID) || e.scales[g.ID] {
		return e.newID(at)
	}
	e.scales[g.ID] = true
	e.Keep(grading.Dot("id"), n.At("id"))
	return g.ID
}

// achievedLevel returns the id of the step of the scale that was reached.
func (e *encoder) achievedLevel(at path, level *mc.Concept, g *mc.GradingScheme, d *node, to string) string {
	if g == nil || level.IsZero() {
		return ""
	}
	i := slices.IndexFunc(g.Steps, func(s mc.GradeStep) bool {
		return s.ID != "" && s.ID == level.IRI || s.Value != "" && s.Value == level.Notation
	})
	if i < 0 {
		return ""
	}
	for _, step := range d.Items("rubricCriterionLevel") {
		if id := step.Node.ID; memberText(step.Node, "level") == g.Steps[i].Value && (id == g.Steps[i].ID || !isGlobal(g.Steps[i].ID)) {
			e.Translate(at.Dot("iri"), to, "refers to the step of the scale")
			e.Translate(at.Dot("notation"), to, "refers to the step of the scale")
			return id
		}
	}
	return ""
}

// plannedResults describes the scales of assessments of which this learner has no
// result.
func (s *tables) plannedResults(e *encoder) {
	taken := map[string]bool{}
	for _, r := range e.c.Award.Assessments {
		if r.Spec != nil && r.Spec.ID != "" {
			taken[r.Spec.ID] = true
		}
	}
	for i := range e.c.Definition.Assessments {
		spec, at := &e.c.Definition.Assessments[i], path("definition.assessments").At(i)
		if spec.Grading != nil && !taken[spec.ID] {
			s.writeDescription(e, at, spec.Title, at, spec, false)
		}
	}
}
