package edc

import mc "github.com/mikromerit/mikromerit/microcredential"

// defineSpecifications makes the tables of assessments, activities and
// entitlements as they are designed, independent of any learner.
func (s *schema) defineSpecifications() {
	s.defineAssessmentSpec()
	s.defineActivitySpec()
	s.defineEntitlementSpec()
}

func (s *schema) defineAssessmentSpec() {
	type T = mc.AssessmentSpec
	s.gradingScheme = class[mc.GradingScheme]{
		names: []string{"GradingScheme"},
		id:    func(g *mc.GradingScheme) *string { return &g.ID }, idName: "id",
		fields: fieldsOf([]field[mc.GradingScheme]{
			lang("title", "title", func(g *mc.GradingScheme) *mc.LangString { return &g.Title }),
			lang("description", "description", func(g *mc.GradingScheme) *mc.LangString { return &g.Description }),
			many("identifier", "identifiers", func(g *mc.GradingScheme) *[]mc.Identifier { return &g.Identifiers }, &s.identifier),
			many("supplementaryDocument", "documents", func(g *mc.GradingScheme) *[]mc.WebResource { return &g.Documents }, &s.webResource),
		}),
	}
	s.assessmentSpec = class[T]{
		names: []string{"LearningAssessmentSpecification"},
		id:    func(a *T) *string { return &a.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
			lang("altLabel", "altTitle", func(a *T) *mc.LangString { return &a.AltTitle }),
			lang("category", "category", func(a *T) *mc.LangString { return &a.Category }),
			lang("description", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identifier", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("dcType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			many("mode", "modes", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			many("language", "languages", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			opt("gradingScheme", "grading", func(a *T) **mc.GradingScheme { return &a.Grading }, &s.gradingScheme),
			many("homepage", "homepages", func(a *T) *[]mc.WebResource { return &a.Homepages }, &s.webResource),
			many("supplementaryDocument", "documents", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			many("additionalNote", "notes", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			text("status", "state", func(a *T) *string { return &a.State }),
			readOnly(instant("dateModified", "modified", func(a *T) *mc.Instant { return &a.Modified })),
			many("hasPart", "parts", func(a *T) *[]T { return &a.Parts }, &s.assessmentSpec),
		}),
	}
}

func (s *schema) defineActivitySpec() {
	type T = mc.ActivitySpec
	load := func(a *T) *[]mc.Workload { return &a.Workload }
	s.activitySpec = class[T]{
		names: []string{"LearningActivitySpecification"},
		id:    func(a *T) *string { return &a.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
			lang("altLabel", "altTitle", func(a *T) *mc.LangString { return &a.AltTitle }),
			lang("category", "category", func(a *T) *mc.LangString { return &a.Category }),
			lang("description", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identifier", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("dcType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			many("mode", "modes", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			many("language", "languages", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			workload("volumeOfLearning", "workload", mc.WorkloadNotional, load),
			workload("contactHour", "workload", mc.WorkloadContact, load),
			many("homepage", "homepages", func(a *T) *[]mc.WebResource { return &a.Homepages }, &s.webResource),
			many("supplementaryDocument", "documents", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			many("additionalNote", "notes", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			text("status", "state", func(a *T) *string { return &a.State }),
			readOnly(instant("dateModified", "modified", func(a *T) *mc.Instant { return &a.Modified })),
			many("hasPart", "parts", func(a *T) *[]T { return &a.Parts }, &s.activitySpec),
		}),
	}
}

func (s *schema) defineEntitlementSpec() {
	type T = mc.EntitlementSpec
	s.entitlementSpec = class[T]{
		names: []string{"LearningEntitlementSpecification"},
		id:    func(e *T) *string { return &e.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(e *T) *mc.LangString { return &e.Title }),
			lang("altLabel", "altTitle", func(e *T) *mc.LangString { return &e.AltTitle }),
			lang("category", "category", func(e *T) *mc.LangString { return &e.Category }),
			lang("description", "description", func(e *T) *mc.LangString { return &e.Description }),
			many("identifier", "identifiers", func(e *T) *[]mc.Identifier { return &e.Identifiers }, &s.identifier),
			one("dcType", "type", func(e *T) *mc.Concept { return &e.Type }, &s.concept),
			one("entitlementStatus", "status", func(e *T) *mc.Concept { return &e.Status }, &s.concept),
			many("limitOrganisation", "organisations", func(e *T) *[]mc.Party { return &e.Organisations }, &s.party),
			many("limitJurisdiction", "jurisdictions", func(e *T) *[]mc.Concept { return &e.Jurisdictions }, &s.concept),
			many("limitOccupation", "occupations", func(e *T) *[]mc.Concept { return &e.Occupations }, &s.concept),
			many("limitNationalOccupation", "nationalOccupations", func(e *T) *[]mc.Concept { return &e.NationalOccupations }, &s.concept),
			many("homepage", "homepages", func(e *T) *[]mc.WebResource { return &e.Homepages }, &s.webResource),
			many("supplementaryDocument", "documents", func(e *T) *[]mc.WebResource { return &e.Documents }, &s.webResource),
			many("additionalNote", "notes", func(e *T) *[]mc.Note { return &e.Notes }, &s.note),
			text("status", "state", func(e *T) *string { return &e.State }),
			readOnly(instant("dateModified", "modified", func(e *T) *mc.Instant { return &e.Modified })),
			many("hasPart", "parts", func(e *T) *[]T { return &e.Parts }, &s.entitlementSpec),
		}),
	}
}
