package badge

import (
	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// euDefinition writes the definition in the terms of the extension.
func (e *encoder) euDefinition() {
	d, eu := &e.c.Definition, &e.euAch
	const at path = "definition"
	const to = atAchievement
	eu.Title = e.allTexts(at.Dot("title"), d.Title, to+"/title")
	eu.Descriptions = e.allTexts(at.Dot("description"), d.Description, to+"/descriptions")
	eu.AltTitle = e.texts(at.Dot("altTitle"), d.AltTitle, to+"/altTitle")
	eu.Category = e.texts(at.Dot("category"), d.Category, to+"/category")
	eu.AchievementKind = e.openConcepts(at.Dot("kinds"), d.Kinds, to+"/achievementKind")
	if e.open(at.Dot("identifiers")) {
		eu.Identification = each(d.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification)
	}
	if d.OutcomeSummary != nil {
		eu.OutcomeSummary = e.texts(at.Dot("outcomeSummary").Dot("text"), d.OutcomeSummary.Text, to+"/outcomeSummary")
	}
	eu.LearningOutcome = each(d.Outcomes, at.Dot("outcomes"), to+"/learningOutcome", e.outcome)
	eu.Level = each(d.Levels, at.Dot("levels"), to+"/level", e.level)
	eu.Assessment = each(d.Assessments, at.Dot("assessments"), to+"/assessment", e.assessment)
	eu.Participation = each(d.Participation, at.Dot("participation"), to+"/participation", e.participation)
	eu.Activity = each(d.Activities, at.Dot("activities"), to+"/activity", e.activitySpec)
	eu.Quality = each(d.Quality, at.Dot("quality"), to+"/quality", e.quality)
	eu.EntryRequirement = e.requirements(at.Dot("prerequisites"), d.Prerequisites, to+"/entryRequirement")
	eu.Stackability = e.stackability(at, d, to+"/stackability")
	eu.Entitlement = each(d.Entitlements, at.Dot("entitlements"), to+"/entitlement", e.entitlementSpec)
	eu.InstructionLanguage = e.concepts(at.Dot("languages"), d.Languages, to+"/instructionLanguage")
	eu.LearningSetting = e.setting(at.Dot("setting"), &d.Setting, to+"/learningSetting")
	eu.FieldOfStudyConcept = e.concepts(at.Dot("fields"), d.Fields, to+"/fieldOfStudyConcept")
	eu.EducationSubject = e.openConcepts(at.Dot("subjects"), d.Subjects, to+"/educationSubject")
	eu.TargetGroup = e.concepts(at.Dot("targets"), d.Targets, to+"/targetGroup")
	eu.Homepage = each(d.Homepages, at.Dot("homepages"), to+"/homepage", e.page)
	eu.SupplementaryDocument = each(d.Documents, at.Dot("documents"), to+"/supplementaryDocument", e.page)
	eu.FurtherInformation = e.notes(at.Dot("notes"), d.Notes, to+"/furtherInformation")
}

func (e *encoder) outcome(at path, o *mc.LearningOutcome, to string) *ob3.EuOutcome {
	if e.o.WithoutExtension {
		return nil
	}
	return some(ob3.EuOutcome{
		ID:             e.globalID(at, o.ID, to),
		Identification: each(o.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		Title:          e.texts(at.Dot("title"), o.Title, to+"/title"),
		Note:           e.notes(at.Dot("notes"), o.Notes, to+"/note"),
		OutcomeType:    e.concept(at.Dot("type"), &o.Type, to+"/outcomeType"),
		ReuseLevel:     e.concept(at.Dot("reuse"), &o.Reuse, to+"/reuseLevel"),
		Skill:          e.concepts(at.Dot("skills"), o.Skills, to+"/skill"),
	})
}

func (e *encoder) level(at path, l *mc.Level, to string) *ob3.EuLevel {
	if e.o.WithoutExtension {
		return nil
	}
	out := ob3.EuLevel{
		Concept:   e.concept(at.Dot("value"), &l.Value, to+"/concept"),
		Framework: e.concept(at.Dot("framework"), &l.Framework, to+"/framework"),
	}
	if name := l.Cycle.String(); name != "" {
		out.Cycle = e.string(at.Dot("cycle"), name, to+"/cycle")
	}
	if l.Referencing != nil {
		out.Verified = e.truth(at.Dot("referencing").Dot("verified"), l.Referencing.Verified, to+"/verified")
	}
	return some(out)
}

// assessment writes how something is assessed. It always has an id, so that
// the result of a learner can refer to it.
func (e *encoder) assessment(at path, s *mc.AssessmentSpec, to string) *ob3.EuAssessment {
	if e.o.WithoutExtension {
		return nil
	}
	out := some(ob3.EuAssessment{
		Title:          e.texts(at.Dot("title"), s.Title, to+"/title"),
		Descriptions:   e.texts(at.Dot("description"), s.Description, to+"/descriptions"),
		Identification: each(s.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		AssessmentType: e.concepts(at.Dot("types"), s.Types, to+"/assessmentType"),
		Mode:           e.concepts(at.Dot("modes"), s.Modes, to+"/mode"),
		Language:       e.concepts(at.Dot("languages"), s.Languages, to+"/language"),
		GradingScheme:  e.gradingScheme(at.Dot("grading"), s.Grading, to+"/gradingScheme"),
		Supervision:    e.supervision(at.Dot("supervision"), &s.Supervision, to+"/supervision"),
		AssessmentPart: each(s.Parts, at.Dot("parts"), to+"/assessmentPart", e.assessment),
	})
	if out == nil {
		return nil
	}
	if out.ID = e.globalID(at, s.ID, to); out.ID == "" {
		out.ID = e.newID(at)
	}
	if key, err := content(s); err == nil {
		e.specs[key] = placed{out.ID, at}
	}
	return out
}

func (e *encoder) gradingScheme(at path, g *mc.GradingScheme, to string) *ob3.EuGradingScheme {
	if e.o.WithoutExtension || g == nil {
		return nil
	}
	id := ""
	if !e.scales[g.ID] { // else it is that of a result description
		id = e.globalID(at, g.ID, to)
		e.scales[g.ID] = true
	}
	return some(ob3.EuGradingScheme{
		ID:             id,
		Title:          e.texts(at.Dot("title"), g.Title, to+"/title"),
		Descriptions:   e.texts(at.Dot("description"), g.Description, to+"/descriptions"),
		Identification: each(g.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		ScoreMinimum:   e.string(at.Dot("min"), g.Min, to+"/scoreMinimum"),
		ScoreMaximum:   e.string(at.Dot("max"), g.Max, to+"/scoreMaximum"),
		PassMark:       e.string(at.Dot("pass"), g.Pass, to+"/passMark"),
		Reference:      each(g.Documents, at.Dot("documents"), to+"/reference", e.page),
	})
}

func (e *encoder) supervision(at path, s *mc.Supervision, to string) *ob3.EuSupervision {
	if e.o.WithoutExtension {
		return nil
	}
	return some(ob3.EuSupervision{
		Supervised:       e.truth(at.Dot("supervised"), s.Supervised, to+"/supervised"),
		IdentityVerified: e.truth(at.Dot("identityVerified"), s.IdentityVerified, to+"/identityVerified"),
		Channel:          e.string(at.Dot("channel"), string(s.Channel), to+"/channel"),
		Concept:          e.concept(at.Dot("concept"), &s.Concept, to+"/concept"),
	})
}

// participation writes a form of participation: the code of the source, or
// our word where there is none. Beside a code the word is only kept as residue.
func (e *encoder) participation(at path, p *mc.Participation, to string) *ob3.EuConcept {
	if n := e.concept(at.Dot("mode"), &p.Mode, to); n != nil {
		return n
	}
	return e.word(at.Dot("form"), string(p.Form), "participation", to)
}

func (e *encoder) setting(at path, s *mc.LearningSetting, to string) *ob3.EuConcept {
	if n := e.concept(at.Dot("concept"), &s.Concept, to); n != nil {
		return n
	}
	return e.word(at.Dot("kind"), string(s.Kind), "learningSetting", to)
}

// word writes a word of a closed list of ours as a coded value.
func (e *encoder) word(at path, word, list, to string) *ob3.EuConcept {
	if e.o.WithoutExtension || word == "" {
		return nil
	}
	return &ob3.EuConcept{
		Notation: e.string(at, word, to+"/notation"),
		InScheme: &ob3.EuConcept{ID: ExtensionContext + "#scheme." + list},
	}
}

func (e *encoder) activitySpec(at path, s *mc.ActivitySpec, to string) *ob3.EuActivity {
	if e.o.WithoutExtension {
		return nil
	}
	w := e.durations(at.Dot("workload"), s.Workload, to)
	return some(ob3.EuActivity{
		ID:                 e.globalID(at, s.ID, to),
		Title:              e.texts(at.Dot("title"), s.Title, to+"/title"),
		Descriptions:       e.texts(at.Dot("description"), s.Description, to+"/descriptions"),
		Identification:     each(s.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		ActivityType:       e.concepts(at.Dot("types"), s.Types, to+"/activityType"),
		Mode:               e.concepts(at.Dot("modes"), s.Modes, to+"/mode"),
		Language:           e.concepts(at.Dot("languages"), s.Languages, to+"/language"),
		VolumeOfLearning:   w.volume,
		MaximumDuration:    w.maximum,
		Workload:           w.activity,
		ContactHour:        w.contact,
		FurtherInformation: e.notes(at.Dot("notes"), s.Notes, to+"/furtherInformation"),
		ActivityPart:       each(s.Parts, at.Dot("parts"), to+"/activityPart", e.activitySpec),
	})
}

func (e *encoder) quality(at path, q *mc.QualityAssurance, to string) *ob3.EuQuality {
	if e.o.WithoutExtension {
		return nil
	}
	out := ob3.EuQuality{
		ID:             e.globalID(at, q.ID, to),
		QualityType:    e.concept(at.Dot("type"), &q.Type, to+"/qualityType"),
		Title:          e.texts(at.Dot("title"), q.Title, to+"/title"),
		Descriptions:   e.texts(at.Dot("description"), q.Description, to+"/descriptions"),
		Identification: each(q.Identifiers, at.Dot("identifiers"), to+"/identification", e.identification),
		Agent:          e.party(at.Dot("agent"), q.Agent, to+"/agent"),
		Decision:       e.concept(at.Dot("decision"), &q.Decision, to+"/decision"),
		AppliesToLevel: e.concepts(at.Dot("scopeLevels"), q.ScopeLevels, to+"/appliesToLevel"),
		AppliesToField: e.concepts(at.Dot("scopeFields"), q.ScopeFields, to+"/appliesToField"),
	}
	if period := some(ob3.EuPeriod{
		StartDate: e.euInstant(at.Dot("validFrom"), q.ValidFrom, to+"/period/0/startDate"),
		EndDate:   e.euInstant(at.Dot("expires"), q.Expires, to+"/period/0/endDate"),
	}); period != nil {
		out.Period = []ob3.EuPeriod{*period}
	}
	if q.URL != "" {
		out.Reference = []ob3.EuPage{{ContentURL: e.string(at.Dot("url"), q.URL, to+"/reference/0/contentUrl")}}
	}
	return some(out)
}

// requirements writes the conditions to enrol as texts; levels, credentials
// and languages that are required have no term.
func (e *encoder) requirements(at path, list []mc.Requirement, to string) ob3.Texts {
	var all mc.LangString
	var paths []path
	for i, r := range list {
		all = append(all, r.Note.Text...)
		paths = textPaths(at.At(i).Dot("note").Dot("text"), r.Note.Text, paths)
	}
	return e.joinTexts(all, paths, to)
}

// stackModes are the words of the extension for [mc.StackMode].
var stackModes = map[mc.StackMode]string{
	mc.StackStandAlone: "StandAlone", mc.StackIntegrated: "Integrated", mc.StackStackable: "Stackable",
}

func (e *encoder) stackability(at path, d *mc.Definition, to string) *ob3.EuStackability {
	if e.o.WithoutExtension {
		return nil
	}
	s, in := &d.Stackability, at.Dot("stackability")
	return some(ob3.EuStackability{
		StackMode: e.string(in.Dot("mode"), stackModes[s.Mode], to+"/stackMode"),
		Into:      each(s.Into, in.Dot("into"), to+"/into", e.reference),
		Part: each(d.Parts, at.Dot("parts"), to+"/part", func(at path, part *mc.Definition, to string) *ob3.EuReference {
			return some(ob3.EuReference{ID: e.globalID(at, part.ID, to), Title: e.texts(at.Dot("title"), part.Title, to+"/title")})
		}),
		Partial:     e.truth(in.Dot("partialQualification"), s.PartialQualification, to+"/partial"),
		CreditLimit: e.decimal(in.Dot("maxCredits"), s.MaxCredits, to+"/creditLimit"),
		Note:        e.texts(in.Dot("note"), s.Note, to+"/note"),
	})
}

func (e *encoder) reference(at path, r *mc.CredentialRef, to string) *ob3.EuReference {
	return some(ob3.EuReference{ID: e.globalID(at, r.ID, to), Title: e.texts(at.Dot("title"), r.Title, to+"/title")})
}

func (e *encoder) entitlementSpec(at path, s *mc.EntitlementSpec, to string) *ob3.EuEntitlement {
	if e.o.WithoutExtension {
		return nil
	}
	return some(ob3.EuEntitlement{
		ID:                e.globalID(at, s.ID, to),
		Title:             e.texts(at.Dot("title"), s.Title, to+"/title"),
		Descriptions:      e.texts(at.Dot("description"), s.Description, to+"/descriptions"),
		EntitlementType:   e.concept(at.Dot("type"), &s.Type, to+"/entitlementType"),
		EntitlementStatus: e.concept(at.Dot("status"), &s.Status, to+"/entitlementStatus"),
	})
}
