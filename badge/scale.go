package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A ResultDescription says what is assessed and on which scale. Open Badges has
// no member for who made the scale, for the kind of assessment and for how it
// takes place; those stand in its alignments.

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
			mapping.Many("alignment", func(g *S) *[]mc.Alignment { return &g.Alignments }, &s.alignment),
		},
	}
	type G = mc.GradingScheme
	type A = mc.AssessmentSpec
	s.description = class[A]{
		Types: []string{"ResultDescription", "AssessmentResultDescription"},
		Rows: mapping.Rows(
			[]row[A]{
				mapping.Turn(2, custom("id", readDescriptionID, nil)),
				elsewhere[A]("name"), // with the result
			},
			mapping.Through(func(a *A) **G { return &a.Grading },
				custom("resultType", readResultType, nil),
				mapping.Texts("allowedValue", func(g *G) *[]string { return &g.Allowed }),
				mapping.Text("valueMin", func(g *G) *string { return &g.Min }),
				mapping.Text("valueMax", func(g *G) *string { return &g.Max }),
				mapping.Text("requiredValue", func(g *G) *string { return &g.Pass }),
				mapping.Turn(1, custom("requiredLevel", readRequiredLevel, nil)),
				mapping.Many("rubricCriterionLevel", func(g *G) *[]mc.GradeStep { return &g.Steps }, &s.step),
			),
			[]row[A]{
				custom("alignment", s.readAssessmentAlignments, nil),
				custom("assessmentType", readAssessmentWord, nil),
			},
		),
	}
	s.targetScheme = class[G]{Types: alignmentNames, Rows: []row[G]{
		known[G]("targetType"),
		mapping.OneText("targetName", func(g *G) *mc.LangString { return &g.Title }),
		custom("targetUrl", readSchemeAddress, nil),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *G, at path) {
			if len(to.Identifiers) == 0 {
				to.Identifiers = make([]mc.Identifier, 1)
			}
			d.text(v, &to.Identifiers[0].Value, at.Dot("identifiers[0].value"))
		}, nil),
		mapping.OneText("targetDescription", func(g *G) *mc.LangString { return &g.Description }),
	}}
}

// readDescriptionID reads the id of a description as that of its scale, if it has
// one. Otherwise it only links results and descriptions.
func readDescriptionID(d *decoder, v jsontree.Value, to *mc.AssessmentSpec, at path) {
	if g := to.Grading; g != nil && v.Text() != "" && (g.ID == "" || v.IsText(g.ID)) {
		d.text(v, &g.ID, at.Dot("grading.id"))
		return
	}
	d.Scaffold(v)
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

// readResultType reads what kind of result it is. Result is any, and that a
// result is a status follows from its status.
func readResultType(d *decoder, v jsontree.Value, to *mc.GradingScheme, at path) {
	if v.IsText("Result") || v.IsText("Status") && d.link.status {
		d.Scaffold(v)
		return
	}
	d.text(v, &to.Type, at.Dot("type"))
}

// readSchemeAddress reads the page of a scale. That of the achievement stands in
// for it where it has none.
func readSchemeAddress(d *decoder, v jsontree.Value, to *mc.GradingScheme, at path) {
	v, url, ok := d.Literal(v)
	if !ok {
		return
	}
	achievement := d.achievement
	i := slices.IndexFunc(to.Documents, func(w mc.WebResource) bool { return w.URL == url })
	switch {
	case achievement.Get("id").IsText(url), first(achievement.Get("criteria")).Get("id").IsText(url), to.ID != "" && to.ID == url:
		d.Scaffold(v)
	case i >= 0:
		d.Keep(v, at.Dot("documents").At(i).Dot("url"))
	case isWebURL(url) && len(to.Documents) < maxCodes:
		d.Keep(v, at.Dot("documents").At(len(to.Documents)).Dot("url"))
		to.Documents = append(to.Documents, mc.WebResource{URL: url})
	default:
		d.Reject(v, "not the address of a page")
	}
}

// writeDescription adds the description of a result to the achievement: its
// name, what is known of the assessment, and the scale if it has one.
func (s *tables) writeDescription(e *encoder, at path, title mc.LangString, specAt path, spec *mc.AssessmentSpec, isStatus bool) *node {
	const term = "resultDescription"
	n := &node{Class: "ResultDescription", Pointer: element(e.achievement.At(term), len(e.achievement.Items(term)))}
	grading := specAt.Dot("grading")
	n.ID = e.descriptionID(n, at, grading, spec.Grading)
	e.putDescriptionName(n, at, title, specAt, spec)
	kind := "Result"
	if isStatus {
		kind = "Status"
	}
	if g := spec.Grading; g != nil && ob3.ResultType(g.Type).Valid() && (g.Type != "Status" || isStatus) {
		kind = g.Type
		e.Keep(grading.Dot("type"), n.At("resultType"))
	}
	e.PutText(n, "resultType", kind)
	s.description.WriteMembers(e.Writer, n, spec, specAt)
	s.writeAssessmentAlignments(e, n, spec, specAt)
	s.definition.Insert(e.achievement, mapping.Member{Term: term, Items: []mapping.Item{{Node: n}}, Array: true})
	return n
}

// putDescriptionName writes what is assessed: the title of the assessment that
// the learner took, or else that of its design.
func (e *encoder) putDescriptionName(n *node, at path, title mc.LangString, specAt path, spec *mc.AssessmentSpec) {
	if e.putText(n, "name", title, at.Dot("title")) {
		if slices.Equal(title, spec.Title) {
			e.OneText(spec.Title, specAt.Dot("title"), n.At("name"))
		}
		return
	}
	if e.putText(n, "name", spec.Title, specAt.Dot("title")) {
		return
	}
	e.PutText(n, "name", e.name)
	e.tracker.Add(mc.Outcome{To: n.At("name"), Kind: mc.KindSynthesised, Reason: "the assessment has no title; that of the achievement"})
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
		return s.ID != "" && s.ID == level.IRI || s.Value != "" && s.Value == level.Notation ||
			level.IRI == "" && len(s.Title) > 0 && slices.Equal(s.Title, level.Label)
	})
	if i < 0 {
		return ""
	}
	for _, step := range d.Items("rubricCriterionLevel") {
		if id := step.Node.ID; memberText(step.Node, "level") == g.Steps[i].Value && (id == g.Steps[i].ID || !isGlobal(g.Steps[i].ID)) {
			for _, field := range []string{"iri", "notation"} {
				e.Translate(at.Dot(field), to, "refers to the step of the scale")
			}
			return id
		}
	}
	return ""
}

// plannedResults describes the assessments of which this learner has no result,
// those without a scale only where nothing else tells of them.
func (s *tables) plannedResults(e *encoder) {
	taken := map[string]bool{}
	for one := range allResults(e.c.Award.Assessments, "") {
		if spec := one.result.Spec; spec != nil {
			taken[spec.ID] = true
			if key, err := content(spec); err == nil {
				taken[key] = true
			}
		}
	}
	delete(taken, "")
	for i := range e.c.Definition.Assessments {
		spec, at := &e.c.Definition.Assessments[i], path("definition.assessments").At(i)
		key, err := content(spec)
		if taken[spec.ID] || err == nil && taken[key] {
			continue
		}
		if spec.Grading != nil || e.Plain && e.best(spec.Title) >= 0 {
			s.writeDescription(e, at, spec.Title, at, spec, false)
		}
	}
}
