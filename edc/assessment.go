package edc

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineAssessment makes the tables of LearningAssessment and its results.
func (s *schema) defineAssessment() {
	s.defineResults()
	type T = mc.AssessmentResult
	s.assessment = class[T]{
		names: []string{"LearningAssessment"},
		id:    func(a *T) *string { return &a.ID }, idName: "id",
		fields: fieldsOf([]field[T]{
			lang("title", "title", func(a *T) *mc.LangString { return &a.Title }),
			lang("description", "description", func(a *T) *mc.LangString { return &a.Description }),
			many("identifier", "identifiers", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			many("dcType", "types", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			many("additionalNote", "notes", func(a *T) *[]mc.Note { return &a.Notes }, &s.note),
			many("supplementaryDocument", "documents", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			instant("dateIssued", "issued", func(a *T) *mc.Instant { return &a.Issued }),
			opt("location", "place", func(a *T) **mc.Location { return &a.Place }, &s.location),
			one("grade", "grade", func(a *T) *mc.Grade { return &a.Grade }, &s.grade),
			one("gradeStatus", "status", func(a *T) *mc.Concept { return &a.Status }, &s.concept),
			opt("shortenedGrading", "short", func(a *T) **mc.ShortGrading { return &a.Short }, &s.short),
			opt("resultDistribution", "distribution", func(a *T) **mc.Distribution { return &a.Distribution }, &s.distribution),
			s.supervision(),
			many("assessedBy", "assessors", func(a *T) *[]mc.Party { return &a.Assessors }, &s.party),
			awardedBy(s, func(a *T) **mc.Awarding { return &a.Awarding }),
			opt("specifiedBy", "spec", func(a *T) **mc.AssessmentSpec { return &a.Spec }, &s.assessmentSpec),
			many("hasPart", "parts", func(a *T) *[]T { return &a.Parts }, &s.assessment),
		}),
	}
}

func (s *schema) defineResults() {
	note := func(g *mc.Grade) *mc.Note {
		if g.Note == nil {
			g.Note = &mc.Note{}
		}
		return g.Note
	}
	s.grade = class[mc.Grade]{
		names: []string{"Note"},
		fields: fieldsOf(
			[]field[mc.Grade]{lang("noteLiteral", "text", func(g *mc.Grade) *mc.LangString { return &g.Text })},
			lift("note", note, []field[mc.Note]{s.note.fields.byTerm["subject"], s.note.fields.byTerm["noteFormat"]})),
		fromText: func(d *decoder, v jsontree.Value, to *mc.Grade, at mc.Path) {
			d.langString(v, &to.Text, at.Dot("text"))
		},
		after: func(d *decoder, node jsontree.Value, to *mc.Grade, at mc.Path) {
			if to.Note != nil { // the note is kept whole
				d.langString(node.Get("noteLiteral"), &to.Note.Text, at.Dot("note.text"))
			}
		},
	}
	s.short = class[mc.ShortGrading]{
		names: []string{"ShortenedGrading"},
		fields: fieldsOf([]field[mc.ShortGrading]{
			digits("percentageLower", "lower", func(g *mc.ShortGrading) *string { return &g.Lower }),
			digits("percentageEqual", "equal", func(g *mc.ShortGrading) *string { return &g.Equal }),
			digits("percentageHigher", "higher", func(g *mc.ShortGrading) *string { return &g.Higher }),
		}),
	}
	s.category = class[mc.DistributionCategory]{
		names: []string{"ResultCategory"},
		fields: fieldsOf([]field[mc.DistributionCategory]{
			text("label", "label", func(c *mc.DistributionCategory) *string { return &c.Label }),
			text("score", "score", func(c *mc.DistributionCategory) *string { return &c.Score }),
			text("minimumScore", "minScore", func(c *mc.DistributionCategory) *string { return &c.MinScore }),
			text("maximumScore", "maxScore", func(c *mc.DistributionCategory) *string { return &c.MaxScore }),
			digits("count", "count", func(c *mc.DistributionCategory) *string { return &c.Count }),
		}),
	}
	s.distribution = class[mc.Distribution]{
		names: []string{"ResultDistribution"},
		fields: fieldsOf([]field[mc.Distribution]{
			lang("description", "description", func(r *mc.Distribution) *mc.LangString { return &r.Description }),
			many("resultCategory", "categories", func(r *mc.Distribution) *[]mc.DistributionCategory { return &r.Categories }, &s.category),
		}),
	}
}
