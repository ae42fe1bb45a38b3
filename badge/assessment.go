package badge

import (
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
			deriveSupervision(d, v.Get("concept"), to, at)
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
