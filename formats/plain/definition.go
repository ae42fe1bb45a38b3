package plain

import (
	"errors"
	"strconv"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineDefinition() {
	type T = mc.Definition
	s.reference = class[mc.CredentialRef]{
		ID: func(r *mc.CredentialRef) *string { return &r.ID },
		Rows: mapping.Extension(
			mapping.Lang("title", func(r *mc.CredentialRef) *mc.LangString { return &r.Title }),
			mapping.Many("identification", func(r *mc.CredentialRef) *[]mc.Identifier { return &r.Identifiers }, &s.identification),
			word("relation", func(r *mc.CredentialRef) *string { return &r.Relation }),
		),
	}
	type S = mc.Stackability
	s.stackability = class[S]{Rows: mapping.Extension(
		word("stackMode", func(x *S) *mc.StackMode { return &x.Mode }),
		mapping.One("concept", func(x *S) *mc.Concept { return &x.Concept }, &s.concept),
		mapping.Many("into", func(x *S) *[]mc.CredentialRef { return &x.Into }, &s.reference),
		mapping.Tri("partial", func(x *S) *mc.Tri { return &x.PartialQualification }),
		mapping.Decimal("creditLimit", func(x *S) *mc.Decimal { return &x.MaxCredits }),
		mapping.Lang("note", func(x *S) *mc.LangString { return &x.Note }),
	)}
	s.participation = class[mc.Participation]{Rows: mapping.Extension(
		word("participationForm", func(p *mc.Participation) *mc.ParticipationForm { return &p.Form }),
		mapping.One("concept", func(p *mc.Participation) *mc.Concept { return &p.Mode }, &s.concept),
	)}
	s.definition = class[T]{
		Types: []string{typeAchievement},
		ID:    func(x *T) *string { return &x.ID },
		Rows:  mapping.Extension(mapping.Rows(s.described(), s.taught())...),
	}
}

// described are what a micro-credential is, and where it belongs.
func (s *tables) described() []row[mc.Definition] {
	type T = mc.Definition
	return mapping.Rows(
		[]row[T]{
			mapping.Many("identification", func(x *T) *[]mc.Identifier { return &x.Identifiers }, &s.identification),
			mapping.Lang("altTitle", func(x *T) *mc.LangString { return &x.AltTitle }),
			mapping.Lang("category", func(x *T) *mc.LangString { return &x.Category }),
			mapping.Many("achievementKind", func(x *T) *[]mc.Concept { return &x.Kinds }, &s.concept),
			mapping.Opt("definedBy", func(x *T) **mc.Party { return &x.Creator }, &s.party),
			mapping.Many("learningOutcome", func(x *T) *[]mc.LearningOutcome { return &x.Outcomes }, &s.outcome),
		},
		mapping.Through(func(x *T) **mc.Note { return &x.OutcomeSummary },
			mapping.Lang("outcomeSummary", func(n *mc.Note) *mc.LangString { return &n.Text })),
		[]row[T]{
			mapping.Many("learningLoad", func(x *T) *[]mc.Workload { return &x.Workload }, &s.load),
			mapping.Many("level", func(x *T) *[]mc.Level { return &x.Levels }, &s.level),
			mapping.One("stackability", func(x *T) *mc.Stackability { return &x.Stackability }, &s.stackability),
			mapping.Many("entitlement", func(x *T) *[]mc.EntitlementSpec { return &x.Entitlements }, &s.right),
			mapping.Many("fieldOfStudyConcept", func(x *T) *[]mc.Concept { return &x.Fields }, &s.concept),
			mapping.Many("educationSubject", func(x *T) *[]mc.Concept { return &x.Subjects }, &s.concept),
			mapping.Many("targetGroup", func(x *T) *[]mc.Concept { return &x.Targets }, &s.concept),
			mapping.Many("homepage", func(x *T) *[]mc.WebResource { return &x.Homepages }, &s.page),
			mapping.Many("supplementaryDocument", func(x *T) *[]mc.WebResource { return &x.Documents }, &s.page),
			mapping.Many("achievementNote", func(x *T) *[]mc.Note { return &x.Notes }, &s.note),
		},
	)
}

// taught are how it is learnt, assessed and assured.
func (s *tables) taught() []row[mc.Definition] {
	type T = mc.Definition
	return mapping.Rows(
		[]row[T]{
			mapping.Many("assessment", func(x *T) *[]mc.AssessmentSpec { return &x.Assessments }, &s.assessment),
			mapping.Many("takingPart", func(x *T) *[]mc.Participation { return &x.Participation }, &s.participation),
			mapping.Many("activity", func(x *T) *[]mc.ActivitySpec { return &x.Activities }, &s.course),
			mapping.Many("quality", func(x *T) *[]mc.QualityAssurance { return &x.Quality }, &s.quality),
			mapping.ManyIn("requirement", func(x *T) *[]mc.Requirement { return &x.Prerequisites }, func(r *mc.Requirement) *mc.Note { return &r.Note }, &s.note),
			mapping.Many("instructionLanguage", func(x *T) *[]mc.Concept { return &x.Languages }, &s.concept),
		},
		mapping.Part(func(x *T) *mc.LearningSetting { return &x.Setting },
			word("settingKind", func(l *mc.LearningSetting) *mc.SettingKind { return &l.Kind }),
			mapping.One("learningSetting", func(l *mc.LearningSetting) *mc.Concept { return &l.Concept }, &s.concept)),
		[]row[T]{word("awardRoute", func(x *T) *mc.RouteToAward { return &x.Route })},
		mapping.Part(func(x *T) *mc.Criteria { return &x.Criteria },
			mapping.One("criteriaNote", func(c *mc.Criteria) *mc.Note { return &c.Narrative }, &s.note)),
	)
}

var errEQF = errors.New("not a level of the European Qualifications Framework")

// eqf is the level of the European Qualifications Framework, 1 to 8.
func eqf() row[mc.Level] {
	return mapping.Literal("eqfLevel", func(l *mc.Level) *int8 { return &l.EQF }, mapping.Notation[int8]{
		Parse: func(text string) (int8, error) {
			n, err := strconv.ParseInt(text, 10, 8)
			if err != nil || n < 1 || n > 8 {
				return 0, errEQF
			}
			return int8(n), nil
		},
		Show: func(n int8) string {
			if n < 1 || n > 8 {
				return ""
			}
			return string(jsontree.AppendString(nil, strconv.Itoa(int(n))))
		},
	})
}
