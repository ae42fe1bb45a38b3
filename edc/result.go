package edc

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineAssessments makes the tables of LearningAssessment, as it is designed
// and with its results.
func (s *schema) defineAssessments() {
	s.defineAssessmentSpec()
	s.defineResults()
	type T = mc.AssessmentResult
	s.assessment = mapping.Class[T]{
		Types: []string{"LearningAssessment"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("supplementaryDocument", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			mapping.Instant("dateIssued", func(a *T) *mc.Instant { return &a.Issued }),
			mapping.Opt("location", func(a *T) **mc.Location { return &a.Place }, &s.location),
			mapping.One("grade", func(a *T) *mc.Grade { return &a.Grade }, &s.grade),
			mapping.One("gradeStatus", func(a *T) *mc.Concept { return &a.Status }, &s.concept),
			mapping.Opt("shortenedGrading", func(a *T) **mc.ShortGrading { return &a.Short }, &s.short),
			mapping.Opt("resultDistribution", func(a *T) **mc.Distribution { return &a.Distribution }, &s.distribution),
			mapping.Tells(mapping.One("idVerification", func(a *T) *mc.Concept { return &a.Supervision.Concept }, &s.concept), tellSupervision),
			mapping.Many("assessedBy", func(a *T) *[]mc.Party { return &a.Assessors }, &s.party),
			awardedBy(func(a *T) **mc.Awarding { return &a.Awarding }),
			mapping.Opt("specifiedBy", func(a *T) **mc.AssessmentSpec { return &a.Spec }, &s.assessmentSpec),
			mapping.Many("hasPart", func(a *T) *[]T { return &a.Parts }, &s.assessment),
			noted(s, func(a *T) *[]mc.Note { return &a.Notes },
				statement{key: "grade", path: "grade", only: "level specID alignments"},
				statement{key: "result", path: "state", unless: "gradeStatus"},
				statement{key: "supervision", path: "supervision", unless: "idVerification"},
				statement{key: "place", path: "supervision.channel"}),
		},
	}
}

func (s *schema) defineAssessmentSpec() {
	type T = mc.AssessmentSpec
	s.gradingScheme = mapping.Class[mc.GradingScheme]{
		Types: []string{"GradingScheme"},
		ID:    func(g *mc.GradingScheme) *string { return &g.ID },
		Rows: []mapping.Row[mc.GradingScheme]{
			mapping.Lang("title", func(g *mc.GradingScheme) *mc.LangString { return &g.Title }),
			mapping.Lang("description", func(g *mc.GradingScheme) *mc.LangString { return &g.Description }),
			mapping.Many("identifier", func(g *mc.GradingScheme) *[]mc.Identifier { return &g.Identifiers }, &s.identifier),
			mapping.Many("supplementaryDocument", func(g *mc.GradingScheme) *[]mc.WebResource { return &g.Documents }, &s.webResource),
		},
	}
	s.assessmentSpec = mapping.Class[T]{
		Types: []string{"LearningAssessmentSpecification"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("altLabel", func(a *T) *mc.LangString { return &a.AltTitle }),
			mapping.Lang("category", func(a *T) *mc.LangString { return &a.Category }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("mode", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			mapping.Many("language", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			mapping.Opt("gradingScheme", func(a *T) **mc.GradingScheme { return &a.Grading }, &s.gradingScheme),
			mapping.Many("homepage", func(a *T) *[]mc.WebResource { return &a.Homepages }, &s.webResource),
			mapping.Many("supplementaryDocument", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			mapping.Text("status", func(a *T) *string { return &a.State }),
			mapping.ReadOnly(mapping.Instant("dateModified", func(a *T) *mc.Instant { return &a.Modified })),
			mapping.Many("hasPart", func(a *T) *[]T { return &a.Parts }, &s.assessmentSpec),
			noted(s, func(a *T) *[]mc.Note { return &a.Notes },
				statement{key: "supervision", path: "supervision"}),
		},
	}
}

func (s *schema) defineResults() {
	s.grade = mapping.Class[mc.Grade]{
		Types: []string{"Note"},
		Rows: append([]mapping.Row[mc.Grade]{mapping.Lang("noteLiteral", func(g *mc.Grade) *mc.LangString { return &g.Text })},
			mapping.Through(func(g *mc.Grade) **mc.Note { return &g.Note }, s.noteRows()...)...),
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.Grade, at mc.Path) {
			r.Texts(v, &to.Text, at.Dot("text"), mc.Und)
		},
		AfterRead: func(r *mapping.Reader, node jsontree.Value, to *mc.Grade, at mc.Path) {
			if to.Note != nil { // the note is kept whole
				r.Texts(node.Get("noteLiteral"), &to.Note.Text, at.Dot("note.text"), mc.Und)
			}
		},
	}
	s.short = mapping.Class[mc.ShortGrading]{
		Types: []string{"ShortenedGrading"},
		Rows: []mapping.Row[mc.ShortGrading]{
			mapping.Literal("percentageLower", func(g *mc.ShortGrading) *string { return &g.Lower }, asDigits),
			mapping.Literal("percentageEqual", func(g *mc.ShortGrading) *string { return &g.Equal }, asDigits),
			mapping.Literal("percentageHigher", func(g *mc.ShortGrading) *string { return &g.Higher }, asDigits),
		},
	}
	s.category = mapping.Class[mc.DistributionCategory]{
		Types: []string{"ResultCategory"},
		Rows: []mapping.Row[mc.DistributionCategory]{
			mapping.Text("label", func(c *mc.DistributionCategory) *string { return &c.Label }),
			mapping.Text("score", func(c *mc.DistributionCategory) *string { return &c.Score }),
			mapping.Text("minimumScore", func(c *mc.DistributionCategory) *string { return &c.MinScore }),
			mapping.Text("maximumScore", func(c *mc.DistributionCategory) *string { return &c.MaxScore }),
			mapping.Literal("count", func(c *mc.DistributionCategory) *string { return &c.Count }, asCount),
		},
	}
	s.distribution = mapping.Class[mc.Distribution]{
		Types: []string{"ResultDistribution"},
		Rows: []mapping.Row[mc.Distribution]{
			mapping.Lang("description", func(r *mc.Distribution) *mc.LangString { return &r.Description }),
			mapping.Many("resultCategory", func(r *mc.Distribution) *[]mc.DistributionCategory { return &r.Categories }, &s.category),
		},
	}
}

// asDigits is text that is a whole number in ELM.
var asDigits = mapping.Notation[string]{Parse: mapping.AsText.Parse, Show: func(s string) string {
	if _, err := strconv.ParseUint(s, 10, 31); err != nil {
		return ""
	}
	return mapping.Quote(s)
}}

// asCount is a number of people, which is above 0 in ELM.
var asCount = mapping.Notation[string]{Parse: mapping.AsText.Parse, Show: func(s string) string {
	if s == "0" {
		return ""
	}
	return asDigits.Show(s)
}}

// supervisions are the four classes of the list. It says nothing about where
// an assessment took place.
var supervisions = map[string]struct{ supervised, verified mc.Tri }{
	vocabulary.Supervision.IRI("70be69aaf9"): {mc.Yes, mc.Yes},
	vocabulary.Supervision.IRI("44314532f9"): {mc.Yes, mc.No},
	vocabulary.Supervision.IRI("df2880c5cb"): {mc.No, mc.Yes},
	vocabulary.Supervision.IRI("c598449d64"): {mc.No, mc.No},
}

// tellSupervision sets from the code whether an assessment was supervised and the
// identity of the learner verified.
func tellSupervision(r *mapping.Reader, v jsontree.Value, to *mc.AssessmentResult, at mc.Path) {
	into := &to.Supervision
	if known, ok := supervisions[into.Concept.IRI]; ok {
		into.Supervised, into.IdentityVerified = known.supervised, known.verified
		r.Derive(v, at.Dot("supervision.supervised"))
		r.Derive(v, at.Dot("supervision.identityVerified"))
	}
}

func fillSupervision(s *mc.Supervision) {
	if s.Concept.IsZero() {
		s.Concept = codeOf(vocabulary.Supervision, func(iri string) bool {
			return supervisions[iri].supervised == s.Supervised && supervisions[iri].verified == s.IdentityVerified
		})
	}
}

// gradeText returns the grade in words, or else its value, or else the name of the
// level reached.
func gradeText(g *mc.Grade) mc.LangString {
	switch {
	case !g.Text.IsZero():
		return g.Text
	case g.Value != "":
		return mc.Text(mc.Und, g.Value)
	}
	return g.Level.Label
}

// moveUngraded adds assessments without a grade to the definition, because ELM has
// no result without a grade.
func (e *encoder) moveUngraded(c *mc.Claim, at mc.Path) {
	for i := range c.Award.Assessments {
		r := &c.Award.Assessments[i]
		if !gradeText(&r.Grade).IsZero() {
			continue
		}
		e.Explain(at.Dot("award.assessments").At(i), "ELM has no assessment without a grade; its kind is stated with the definition")
		spec := mc.AssessmentSpec{}
		if r.Spec != nil {
			spec = *r.Spec
		}
		if spec.Title.IsZero() {
			spec.Title = r.Title
		}
		if len(spec.Types) == 0 {
			spec.Types = r.Types
		}
		known := slices.ContainsFunc(c.Definition.Assessments, func(s mc.AssessmentSpec) bool { return reflect.DeepEqual(s, spec) })
		if len(spec.Types) > 0 && !known {
			e.made(at.Dot("definition.assessments").At(len(c.Definition.Assessments)), "the kind of an assessment without a grade")
			c.Definition.Assessments = append(c.Definition.Assessments, spec)
		}
	}
}
