package badge

import (
	"errors"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var errCycle = errors.New("not a cycle of QF-EHEA")

// defineSpecifications makes the shapes of assessments, activities and
// entitlements as they are designed.
func (s *shapesOf) defineSpecifications() {
	s.defineAssessment()
	s.defineActivity()
	type E = mc.EntitlementSpec
	s.entitlementSpec = shape[E]{
		id: func(e *E) *string { return &e.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(e *E) *mc.LangString { return &e.Title }),
			lang("descriptions", "description", func(e *E) *mc.LangString { return &e.Description }),
			one("entitlementType", "type", func(e *E) *mc.Concept { return &e.Type }, &s.concept),
			one("entitlementStatus", "status", func(e *E) *mc.Concept { return &e.Status }, &s.concept),
		),
	}
	type T = mc.Entitlement
	spec := func(e *T) *E {
		if e.Spec == nil {
			e.Spec = &E{}
		}
		return e.Spec
	}
	s.entitlement = shape[T]{
		id: func(e *T) *string { return &e.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(e *T) *mc.LangString { return &e.Title }),
			lang("descriptions", "description", func(e *T) *mc.LangString { return &e.Description }),
			one("entitlementType", "spec.type", func(e *T) *mc.Concept { return &spec(e).Type }, &s.concept),
			one("entitlementStatus", "spec.status", func(e *T) *mc.Concept { return &spec(e).Status }, &s.concept),
		),
	}
}

// supervisions are the facts that the codes of the European list mean. It says
// nothing about where an assessment took place.
var supervisions = map[string]struct{ supervised, verified mc.Tri }{
	supervisionBase + "70be69aaf9": {mc.Yes, mc.Yes},
	supervisionBase + "44314532f9": {mc.Yes, mc.No},
	supervisionBase + "df2880c5cb": {mc.No, mc.Yes},
	supervisionBase + "c598449d64": {mc.No, mc.No},
}

const supervisionBase = "http://data.europa.eu/snb/supervision-verification/"

func (s *shapesOf) defineAssessment() {
	type S = mc.Supervision
	s.supervision = shape[S]{
		terms: ext(
			tri("supervised", "supervised", func(x *S) *mc.Tri { return &x.Supervised }),
			tri("identityVerified", "identityVerified", func(x *S) *mc.Tri { return &x.IdentityVerified }),
			text("channel", "channel", func(x *S) *string { return (*string)(&x.Channel) }),
			one("concept", "concept", func(x *S) *mc.Concept { return &x.Concept }, &s.concept),
		),
		after: func(d *decoder, v jsontree.Value, to *S, at path) {
			known := supervisions[to.Concept.IRI]
			for _, f := range []struct {
				field string
				into  *mc.Tri
				value mc.Tri
			}{{"supervised", &to.Supervised, known.supervised}, {"identityVerified", &to.IdentityVerified, known.verified}} {
				if *f.into == mc.Unknown && f.value != mc.Unknown {
					*f.into = f.value
					d.derive(v.Get("concept"), at.Dot(f.field))
				}
			}
		},
	}
	type G = mc.GradingScheme
	s.grading = shape[G]{
		id: func(g *G) *string { return &g.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(g *G) *mc.LangString { return &g.Title }),
			lang("descriptions", "description", func(g *G) *mc.LangString { return &g.Description }),
			many("identification", "identifiers", func(g *G) *[]mc.Identifier { return &g.Identifiers }, &s.identifier),
			text("scoreMinimum", "min", func(g *G) *string { return &g.Min }),
			text("scoreMaximum", "max", func(g *G) *string { return &g.Max }),
			text("passMark", "pass", func(g *G) *string { return &g.Pass }),
			many("reference", "documents", func(g *G) *[]mc.WebResource { return &g.Documents }, &s.page),
		),
	}
	type T = mc.AssessmentSpec
	s.assessment = shape[T]{
		id: func(a *T) *string { return &a.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
			lang("descriptions", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identification", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("assessmentType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			many("mode", "modes", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			many("language", "languages", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			opt("gradingScheme", "grading", func(a *T) **G { return &a.Grading }, &s.grading),
			one("supervision", "supervision", func(a *T) *S { return &a.Supervision }, &s.supervision),
			many("assessmentPart", "parts", func(a *T) *[]T { return &a.Parts }, &s.assessment),
		),
	}
}

func (s *shapesOf) defineActivity() {
	type A = mc.ActivitySpec
	load := func(a *A) *[]mc.Workload { return &a.Workload }
	s.activitySpec = shape[A]{
		id: func(a *A) *string { return &a.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(a *A) *mc.LangString { return &a.Title }),
			lang("descriptions", "description", func(a *A) *mc.LangString { return &a.Description }),
			many("identification", "identifiers", func(a *A) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("activityType", "types", func(a *A) *[]mc.Concept { return &a.Types }, &s.concept),
			many("mode", "modes", func(a *A) *[]mc.Concept { return &a.Modes }, &s.concept),
			many("language", "languages", func(a *A) *[]mc.Concept { return &a.Languages }, &s.concept),
			durations("contactHour", "workload", mc.WorkloadContact, load),
			durations("maximumDuration", "workload", mc.WorkloadMaxDuration, load),
			durations("volumeOfLearning", "workload", mc.WorkloadNotional, load),
			durations("workload", "workload", mc.WorkloadActivity, load),
			oneNote("furtherInformation", "notes", func(a *A) *[]mc.Note { return &a.Notes }),
			many("activityPart", "parts", func(a *A) *[]A { return &a.Parts }, &s.activitySpec),
		),
	}
	type T = mc.Activity
	done := func(a *T) *[]mc.Workload { return &a.Workload }
	s.activity = shape[T]{
		id: func(a *T) *string { return &a.ID }, idName: "id",
		terms: ext(
			lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
			lang("descriptions", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identification", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("activityType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			many("mode", "spec.modes", func(a *T) *[]mc.Concept { return &activitySpecOf(a).Modes }, &s.concept),
			many("language", "spec.languages", func(a *T) *[]mc.Concept { return &activitySpecOf(a).Languages }, &s.concept),
			opt("specifiedBy", "spec", func(a *T) **A { return &a.Spec }, &s.activitySpec),
			many("period", "periods", func(a *T) *[]mc.Period { return &a.Periods }, &s.period),
			many("location", "locations", func(a *T) *[]mc.Location { return &a.Locations }, &s.place),
			many("directedBy", "directors", func(a *T) *[]mc.Party { return &a.Directors }, &s.party),
			durations("contactHour", "workload", mc.WorkloadContact, done),
			durations("maximumDuration", "workload", mc.WorkloadMaxDuration, done),
			durations("volumeOfLearning", "workload", mc.WorkloadNotional, done),
			durations("workload", "workload", mc.WorkloadActivity, done),
			oneNote("furtherInformation", "notes", func(a *T) *[]mc.Note { return &a.Notes }),
			many("activityPart", "parts", func(a *T) *[]T { return &a.Parts }, &s.activity),
		),
	}
}

func activitySpecOf(a *mc.Activity) *mc.ActivitySpec {
	if a.Spec == nil {
		a.Spec = &mc.ActivitySpec{}
	}
	return a.Spec
}
