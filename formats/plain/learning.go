package plain

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

func (s *tables) defineLearning() {
	s.credits = class[mc.Workload]{Rows: mapping.Extension(
		mapping.Decimal("point", func(w *mc.Workload) *mc.Decimal { return &w.Amount }),
		mapping.One("framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
	)}
	s.load = class[mc.Workload]{Rows: mapping.Extension(
		word("loadKind", func(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }),
		mapping.Decimal("point", func(w *mc.Workload) *mc.Decimal { return &w.Amount }),
		mapping.One("framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
		duration("workload", func(w *mc.Workload) *mc.ISODuration { return &w.Duration }),
		mapping.Text("loadText", func(w *mc.Workload) *string { return &w.Text }),
	)}
	s.level = class[mc.Level]{Rows: mapping.Extension(mapping.Rows(
		[]row[mc.Level]{
			word("levelKind", func(l *mc.Level) *mc.LevelKind { return &l.Kind }),
			mapping.One("concept", func(l *mc.Level) *mc.Concept { return &l.Value }, &s.concept),
			mapping.One("framework", func(l *mc.Level) *mc.Concept { return &l.Framework }, &s.concept),
			mapping.Word("cycle", func(l *mc.Level) *mc.Cycle { return &l.Cycle }, cycles),
			eqf(),
		},
		mapping.Through(func(l *mc.Level) **mc.Referencing { return &l.Referencing },
			mapping.Tri("verified", func(r *mc.Referencing) *mc.Tri { return &r.Verified })),
	)...)}
	s.outcome = class[mc.LearningOutcome]{
		ID: func(o *mc.LearningOutcome) *string { return &o.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(o *mc.LearningOutcome) *mc.LangString { return &o.Title }),
			mapping.Many("outcomeNote", func(o *mc.LearningOutcome) *[]mc.Note { return &o.Notes }, &s.note),
			mapping.Many("identification", func(o *mc.LearningOutcome) *[]mc.Identifier { return &o.Identifiers }, &s.identification),
			mapping.One("outcomeType", func(o *mc.LearningOutcome) *mc.Concept { return &o.Type }, &s.concept),
			mapping.One("reuseLevel", func(o *mc.LearningOutcome) *mc.Concept { return &o.Reuse }, &s.concept),
			mapping.Many("skill", func(o *mc.LearningOutcome) *[]mc.Concept { return &o.Skills }, &s.concept),
		),
	}
	s.quality = class[mc.QualityAssurance]{
		ID: func(q *mc.QualityAssurance) *string { return &q.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(q *mc.QualityAssurance) *mc.LangString { return &q.Title }),
			mapping.Lang("descriptions", func(q *mc.QualityAssurance) *mc.LangString { return &q.Description }),
			mapping.One("qualityType", func(q *mc.QualityAssurance) *mc.Concept { return &q.Type }, &s.concept),
			mapping.Opt("agent", func(q *mc.QualityAssurance) **mc.Party { return &q.Agent }, &s.party),
			mapping.One("decision", func(q *mc.QualityAssurance) *mc.Concept { return &q.Decision }, &s.concept),
			mapping.Many("identification", func(q *mc.QualityAssurance) *[]mc.Identifier { return &q.Identifiers }, &s.identification),
			mapping.Many("appliesToField", func(q *mc.QualityAssurance) *[]mc.Concept { return &q.ScopeFields }, &s.concept),
			mapping.Many("appliesToLevel", func(q *mc.QualityAssurance) *[]mc.Concept { return &q.ScopeLevels }, &s.concept),
			mapping.Opt("reference", func(q *mc.QualityAssurance) **mc.WebResource { return &q.Report }, &s.page),
		),
	}
	s.supervision = class[mc.Supervision]{Rows: mapping.Extension(
		mapping.Tri("supervised", func(x *mc.Supervision) *mc.Tri { return &x.Supervised }),
		mapping.Tri("identityVerified", func(x *mc.Supervision) *mc.Tri { return &x.IdentityVerified }),
		word("channel", func(x *mc.Supervision) *mc.Channel { return &x.Channel }),
		mapping.One("concept", func(x *mc.Supervision) *mc.Concept { return &x.Concept }, &s.concept),
	)}
	s.defineAssessments()
	s.defineActivities()
	s.defineDefinition()
}

var cycles = map[mc.Cycle]string{mc.CycleShort: "short", mc.CycleFirst: "first", mc.CycleSecond: "second", mc.CycleThird: "third"}

func (s *tables) defineAssessments() {
	type G = mc.GradingScheme
	s.grading = class[G]{
		ID: func(g *G) *string { return &g.ID },
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
	type A = mc.AssessmentSpec
	s.assessment = class[A]{
		ID: func(a *A) *string { return &a.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(a *A) *mc.LangString { return &a.Title }),
			mapping.Lang("descriptions", func(a *A) *mc.LangString { return &a.Description }),
			mapping.Many("identification", func(a *A) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
			mapping.Many("assessmentType", func(a *A) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("mode", func(a *A) *[]mc.Concept { return &a.Modes }, &s.concept),
			mapping.Many("language", func(a *A) *[]mc.Concept { return &a.Languages }, &s.concept),
			mapping.Opt("gradingScheme", func(a *A) **G { return &a.Grading }, &s.grading),
			mapping.One("supervision", func(a *A) *mc.Supervision { return &a.Supervision }, &s.supervision),
			mapping.Many("assessmentPart", func(a *A) *[]A { return &a.Parts }, &s.assessment),
		),
	}
	type R = mc.AssessmentResult
	s.result = class[R]{
		ID: func(r *R) *string { return &r.ID },
		Rows: mapping.Extension(mapping.Rows(
			[]row[R]{
				mapping.Lang("title", func(r *R) *mc.LangString { return &r.Title }),
				mapping.Lang("descriptions", func(r *R) *mc.LangString { return &r.Description }),
				mapping.Many("identification", func(r *R) *[]mc.Identifier { return &r.Identifiers }, &s.identification),
				mapping.Many("assessmentType", func(r *R) *[]mc.Concept { return &r.Types }, &s.concept),
				mapping.Opt("assessedAs", func(r *R) **A { return &r.Spec }, &s.assessment),
			},
			mapping.Part(func(r *R) *mc.Grade { return &r.Grade },
				mapping.Lang("grade", func(g *mc.Grade) *mc.LangString { return &g.Text }),
				mapping.Text("gradeValue", func(g *mc.Grade) *string { return &g.Value })),
			[]row[R]{
				mapping.One("gradeStatus", func(r *R) *mc.Concept { return &r.Status }, &s.concept),
				mapping.One("supervision", func(r *R) *mc.Supervision { return &r.Supervision }, &s.supervision),
				mapping.Many("assessedBy", func(r *R) *[]mc.Party { return &r.Assessors }, &s.party),
				mapping.Instant("assessedAt", func(r *R) *mc.Instant { return &r.Issued }),
				mapping.Many("resultPart", func(r *R) *[]R { return &r.Parts }, &s.result),
			},
		)...),
	}
}

func (s *tables) defineActivities() {
	type C = mc.ActivitySpec
	s.course = class[C]{
		ID: func(a *C) *string { return &a.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(a *C) *mc.LangString { return &a.Title }),
			mapping.Lang("descriptions", func(a *C) *mc.LangString { return &a.Description }),
			mapping.Many("identification", func(a *C) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
			mapping.Many("activityType", func(a *C) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("mode", func(a *C) *[]mc.Concept { return &a.Modes }, &s.concept),
			mapping.Many("language", func(a *C) *[]mc.Concept { return &a.Languages }, &s.concept),
			mapping.Many("learningLoad", func(a *C) *[]mc.Workload { return &a.Workload }, &s.load),
			mapping.Many("activityPart", func(a *C) *[]C { return &a.Parts }, &s.course),
		),
	}
	type A = mc.Activity
	s.activity = class[A]{
		ID: func(a *A) *string { return &a.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(a *A) *mc.LangString { return &a.Title }),
			mapping.Lang("descriptions", func(a *A) *mc.LangString { return &a.Description }),
			mapping.Many("identification", func(a *A) *[]mc.Identifier { return &a.Identifiers }, &s.identification),
			mapping.Many("activityType", func(a *A) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Opt("specifiedBy", func(a *A) **C { return &a.Spec }, &s.course),
			mapping.Many("period", func(a *A) *[]mc.Period { return &a.Periods }, &s.period),
			mapping.Many("location", func(a *A) *[]mc.Location { return &a.Locations }, &s.place),
			mapping.Many("directedBy", func(a *A) *[]mc.Party { return &a.Directors }, &s.party),
			mapping.Many("learningLoad", func(a *A) *[]mc.Workload { return &a.Workload }, &s.load),
			mapping.Many("activityPart", func(a *A) *[]A { return &a.Parts }, &s.activity),
		),
	}
	type E = mc.EntitlementSpec
	s.right = class[E]{
		ID: func(x *E) *string { return &x.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(x *E) *mc.LangString { return &x.Title }),
			mapping.Lang("descriptions", func(x *E) *mc.LangString { return &x.Description }),
			mapping.One("entitlementType", func(x *E) *mc.Concept { return &x.Type }, &s.concept),
			mapping.One("entitlementStatus", func(x *E) *mc.Concept { return &x.Status }, &s.concept),
		),
	}
}
