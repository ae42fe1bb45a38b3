package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineScales makes the classes of result descriptions and of the steps of
// scales.
func (s *tables) defineScales() {
	type S = mc.GradeStep
	s.step = class[S]{
		Types:   []string{"RubricCriterionLevel"},
		ID:      func(g *S) *string { return &g.ID },
		Instead: only(func(e *encoder, g *S, _ path) bool { return e.best(g.Title) >= 0 || g.Value != "" }),
		IDOf: func(w *mapping.Writer, g *S, at path, _ string) string {
			if global(g.ID) {
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
	if g == nil || !global(g.ID) || e.scales[g.ID] {
		return e.newID(at)
	}
	e.scales[g.ID] = true
	e.Keep(grading.Dot("id"), n.At("id"))
	return g.ID
}

// achievedLevel refers to the step of the scale that was reached.
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
		if id := step.Node.ID; memberText(step.Node, "level") == g.Steps[i].Value && (id == g.Steps[i].ID || !global(g.Steps[i].ID)) {
			e.Translate(at.Dot("iri"), to, "refers to the step of the scale")
			e.Translate(at.Dot("notation"), to, "refers to the step of the scale")
			return id
		}
	}
	return ""
}

// plannedResults describes the scales of assessments that this learner has no
// result of.
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
