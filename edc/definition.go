package edc

import (
	"slices"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineDefinition makes the tables of Qualification and
// LearningAchievementSpecification.
func (s *schema) defineDefinition() {
	skills := func(o *mc.LearningOutcome) *[]mc.Concept { return &o.Skills }
	s.outcome = mapping.Class[mc.LearningOutcome]{
		Types: []string{"LearningOutcome"},
		ID:    func(o *mc.LearningOutcome) *string { return &o.ID },
		Rows: []mapping.Row[mc.LearningOutcome]{
			mapping.Lang("title", func(o *mc.LearningOutcome) *mc.LangString { return &o.Title }),
			mapping.Many("identifier", func(o *mc.LearningOutcome) *[]mc.Identifier { return &o.Identifiers }, &s.identifier),
			mapping.One("dcType", func(o *mc.LearningOutcome) *mc.Concept { return &o.Type }, &s.concept),
			mapping.One("reusabilityLevel", func(o *mc.LearningOutcome) *mc.Concept { return &o.Reuse }, &s.concept),
			mapping.Many("relatedESCOSkill", skills, &s.concept, mapping.If(isESCO)),
			mapping.Many("relatedSkill", skills, &s.concept, mapping.If(not(isESCO))),
			order(func(o *mc.LearningOutcome) *int { return &o.Order }),
			noted(s, func(o *mc.LearningOutcome) *[]mc.Note { return &o.Notes },
				statement{key: "framework", path: "skills[0].schemeLabel"},
				statement{key: "alignment", path: "alignments"}),
		},
	}
	s.credits = mapping.Class[mc.Workload]{
		Types: []string{"CreditPoint"},
		Rows: []mapping.Row[mc.Workload]{
			mapping.One("framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
			mapping.Custom("point", readPoint, writePoint),
		},
	}
	s.reference = mapping.Class[mc.CredentialRef]{
		Types:  []string{"Qualification", "LearningAchievementSpecification", "LearningAchievement"},
		TypeOf: referenceType,
		ID:     func(r *mc.CredentialRef) *string { return &r.ID },
		Rows: []mapping.Row[mc.CredentialRef]{
			mapping.Lang("title", func(r *mc.CredentialRef) *mc.LangString { return &r.Title }),
			mapping.Many("identifier", func(r *mc.CredentialRef) *[]mc.Identifier { return &r.Identifiers }, &s.identifier),
			mapping.One("dcType", func(r *mc.CredentialRef) *mc.Concept { return &r.Kind }, &s.concept),
		},
	}
	s.occasion = mapping.Class[mc.AwardingOpportunity]{
		Types: []string{"AwardingOpportunity"},
		ID:    func(o *mc.AwardingOpportunity) *string { return &o.ID },
		Rows: []mapping.Row[mc.AwardingOpportunity]{
			mapping.Many("identifier", func(o *mc.AwardingOpportunity) *[]mc.Identifier { return &o.Identifiers }, &s.identifier),
			mapping.Many("awardingBody", func(o *mc.AwardingOpportunity) *[]mc.Party { return &o.Bodies }, &s.party),
			mapping.Opt("location", func(o *mc.AwardingOpportunity) **mc.Location { return &o.Place }, &s.location),
			mapping.One("temporal", func(o *mc.AwardingOpportunity) *mc.Period { return &o.Period }, &s.period),
			backward(mapping.Opt("learningAchievementSpecification", func(o *mc.AwardingOpportunity) **mc.Definition { return &o.Definition }, &s.definition)),
		},
	}
	s.definition = mapping.Class[mc.Definition]{
		ID:     func(f *mc.Definition) *string { return &f.ID },
		Rows:   mapping.Rows(s.definitionRows(), s.annexRows(), s.stackRows(), s.definitionNotes()),
		OnType: readDefinitionType,
		TypeOf: definitionType,
	}
}

// readDefinitionType reads from the class whether the definition is of a
// qualification.
func readDefinitionType(r *mapping.Reader, name jsontree.Value, to *mc.Definition, at mc.Path) bool {
	switch name.Text() {
	case "Qualification":
		to.Qualification = mc.Yes
	case "LearningAchievementSpecification":
		if to.Qualification == mc.Yes { // the superclass beside the class
			r.Scaffold(name)
			return true
		}
		to.Qualification = mc.No
	default:
		return false
	}
	r.Change(name, at.Dot("qualification"), "the class of the node")
	return true
}

// definitionType returns Qualification if the model says so, the parent allows
// nothing else or a member needs it.
func definitionType(_ *mapping.Writer, parent *mapping.Node, _ string, f *mc.Definition) (string, bool) {
	level := func(l mc.Level) bool { return l.Kind == mc.LevelEQF || l.Kind == mc.LevelNQF }
	needed := len(f.Quality) > 0 || len(f.Codes) > 0 || f.Stackability.PartialQualification != mc.Unknown || slices.ContainsFunc(f.Levels, level)
	if f.Qualification == mc.Yes || f.Qualification == mc.Unknown && needed || parent.Class == "Qualification" {
		return "Qualification", true
	}
	return "LearningAchievementSpecification", true
}

// referenceType returns the class of a larger qualification. A claim is never
// stated by a mere reference.
func referenceType(_ *mapping.Writer, parent *mapping.Node, _ string, _ *mc.CredentialRef) (string, bool) {
	switch parent.Class {
	case "LearningAchievement":
		return "", false
	case "LearningAchievementSpecification":
		return parent.Class, true
	}
	return "Qualification", true
}

// definitionRows are the members that describe a definition.
func (s *schema) definitionRows() []mapping.Row[mc.Definition] {
	type T = mc.Definition
	return []mapping.Row[T]{
		mapping.Lang("title", func(f *T) *mc.LangString { return &f.Title }),
		mapping.Lang("altLabel", func(f *T) *mc.LangString { return &f.AltTitle }),
		mapping.Lang("description", func(f *T) *mc.LangString { return &f.Description }),
		mapping.Lang("category", func(f *T) *mc.LangString { return &f.Category }),
		mapping.Many("identifier", func(f *T) *[]mc.Identifier { return &f.Identifiers }, &s.identifier),
		mapping.Many("qualificationCode", func(f *T) *[]mc.Concept { return &f.Codes }, &s.concept),
		mapping.Many("dcType", func(f *T) *[]mc.Concept { return &f.Kinds }, &s.concept, mapping.If(isNamed)),
		mapping.Many("homepage", func(f *T) *[]mc.WebResource { return &f.Homepages }, &s.webResource),
		documentsOf(s, func(f *T) *[]mc.WebResource { return &f.Documents }),
		mapping.Many("language", func(f *T) *[]mc.Concept { return &f.Languages }, &s.concept),
		mapping.Many("thematicArea", func(f *T) *[]mc.Concept { return &f.Fields }, &s.concept),
		mapping.Many("educationSubject", func(f *T) *[]mc.Concept { return &f.Subjects }, &s.concept),
		mapping.Many("targetGroup", func(f *T) *[]mc.Concept { return &f.Targets }, &s.concept),
		mapping.Many("entitlesTo", func(f *T) *[]mc.EntitlementSpec { return &f.Entitlements }, &s.entitlementSpec),
		mapping.Instant("dateModified", func(f *T) *mc.Instant { return &f.Modified }),
		mapping.Text("status", func(f *T) *string { return &f.State }),
		mapping.Tells(mapping.One("learningSetting", func(f *T) *mc.Concept { return &f.Setting.Concept }, &s.concept), tellSetting),
	}
}

// annexRows are the members for elements 6 to 12 of Annex I.
func (s *schema) annexRows() []mapping.Row[mc.Definition] {
	type T = mc.Definition
	load := func(f *T) *[]mc.Workload { return &f.Workload }
	return []mapping.Row[T]{
		mapping.Many("learningOutcome", func(f *T) *[]mc.LearningOutcome { return &f.Outcomes }, &s.outcome), // 6
		mapping.Opt("learningOutcomeSummary", func(f *T) **mc.Note { return &f.OutcomeSummary }, &s.note),
		mapping.Many("creditPoint", load, &s.credits, mapping.Having(workloadKind, mc.WorkloadCredits)), // 7
		workload("volumeOfLearning", mc.WorkloadNotional, load),
		workload("maximumDuration", mc.WorkloadMaxDuration, load),
		s.levels("eqfLevel", mc.LevelEQF), // 8
		s.levels("nqfLevel", mc.LevelNQF),
		s.levels("educationLevel", mc.LevelEducation),
		mapping.Many("provenBy", func(f *T) *[]mc.AssessmentSpec { return &f.Assessments }, &s.assessmentSpec),                                                  // 9
		mapping.Many("mode", func(f *T) *[]mc.Participation { return &f.Participation }, &s.participation, mapping.Condition[mc.Participation]{Tell: tellForm}), // 10
		mapping.Many("influencedBy", func(f *T) *[]mc.ActivitySpec { return &f.Activities }, &s.activitySpec),
		mapping.Many("accreditation", func(f *T) *[]mc.QualityAssurance { return &f.Quality }, &s.quality),                                                         // 11
		mapping.ManyIn("entryRequirement", func(f *T) *[]mc.Requirement { return &f.Prerequisites }, func(r *mc.Requirement) *mc.Note { return &r.Note }, &s.note), // 12
	}
}

// stackRows are the members for element 15 of Annex I. ELM has relations, but no
// member that says whether a credential is stackable.
func (s *schema) stackRows() []mapping.Row[mc.Definition] {
	type T = mc.Definition
	return []mapping.Row[T]{
		mapping.Tri("isPartialQualification", func(f *T) *mc.Tri { return &f.Stackability.PartialQualification }),
		backward(mapping.Many("isPartOf", func(f *T) *[]mc.CredentialRef { return &f.Stackability.Into }, &s.reference, mapping.If(isPartOf))),
		mapping.Many("specialisationOf", func(f *T) *[]mc.CredentialRef { return &f.Stackability.SpecialisationOf }, &s.reference),
		mapping.Many("generalisationOf", func(f *T) *[]mc.CredentialRef { return &f.Stackability.GeneralisationOf }, &s.reference),
		mapping.Many("hasPart", func(f *T) *[]mc.Definition { return &f.Parts }, &s.definition),
		mapping.Many("awardingOpportunity", func(f *T) *[]mc.AwardingOpportunity { return &f.Awarding }, &s.occasion),
		order(func(f *T) *int { return &f.Order }),
	}
}

// definitionNotes is the row for the notes of a definition, with what ELM has no
// member for or asks more of than is stated.
func (s *schema) definitionNotes() []mapping.Row[mc.Definition] {
	return []mapping.Row[mc.Definition]{noted(s, func(f *mc.Definition) *[]mc.Note { return &f.Notes },
		statement{key: "criteria", path: "criteria.narrative"},
		statement{key: "kind", path: "kinds"},
		statement{key: "identifier", path: "identifiers"},
		statement{key: "quality", path: "quality"},
		statement{key: "credits", path: "workload", shape: creditsWithoutFramework},
		statement{key: "workload", path: "workload"},
		statement{key: "level", path: "levels"},
		statement{key: "participation", path: "participation"},
		statement{key: "prerequisite", path: "prerequisites"},
		statement{key: "setting", path: "setting", unless: "learningSetting"},
		statement{key: "perCredit", path: "workload[0].hoursPerCredit"},
		statement{key: "class", path: "awardClass"},
		statement{key: "route", path: "route"},
		statement{key: "otherRoutes", path: "otherRoutes", shape: listOfRoutes},
		statement{key: "origin", path: "origin"},
		statement{key: "stackability", path: "stackability", only: "mode concept maxCredits note"},
		statement{key: "part", path: "stackability.into", when: isPartOfEntry},
		statement{key: "towards", path: "stackability.into", when: isOtherRelation},
		statement{key: "alignment", path: "alignments"},
		statement{key: "related", path: "related"},
		statement{key: "guidance", path: "guidance"},
		statement{key: "tags", path: "tags"},
		statement{key: "image", path: "image", only: imageFields, when: isLinked},
		statement{key: "owner", path: "creator"},
		statement{key: "rights", path: "issuingRights"},
		statement{key: "partner", path: "partners"},
		statement{key: "version", path: "version"})}
}

// isNamed reports whether a viewer has anything to show for a concept.
func isNamed(c *mc.Concept) bool { return !c.Label.IsZero() || !c.Definition.IsZero() }

func isESCO(c *mc.Concept) bool { return inScheme(c, vocabulary.ESCOSkills) }

// The tables below say which closed value of the model a code of the European
// lists means. The model keeps the concept beside it.

var participationForms = map[string]mc.ParticipationForm{
	vocabulary.Mode.IRI("920fbb3cbe"):             mc.ParticipationOnline,
	vocabulary.Mode.IRI("9191af2ed9"):             mc.ParticipationOnsite,
	vocabulary.Mode.IRI("e92d221e4d"):             mc.ParticipationBlended,
	vocabulary.Mode.IRI("7813801c77"):             mc.ParticipationProject,
	vocabulary.Mode.IRI("729f3bed4b"):             mc.ParticipationWork,
	vocabulary.Mode.IRI("ed4c557045"):             mc.ParticipationLaboratory,
	vocabulary.LearningActivity.IRI("59eaf34fab"): mc.ParticipationVolunteering,
	vocabulary.LearningActivity.IRI("4357e0e681"): mc.ParticipationWork,
}

var settings = map[string]mc.SettingKind{
	vocabulary.LearningSetting.IRI("6fd4685715"): mc.SettingFormal,
	vocabulary.LearningSetting.IRI("e207a81fc7"): mc.SettingNonFormal,
}

// tellForm sets the form of participation from its code. An unknown code is
// another form.
func tellForm(r *mapping.Reader, v jsontree.Value, to *mc.Participation, at mc.Path) {
	form, known := participationForms[to.Mode.IRI]
	switch {
	case known:
		to.Form = form
	case to.Mode.IRI != "":
		to.Form = mc.ParticipationOther
	default:
		return
	}
	r.Derive(v, at.Dot("form"))
}

func fillMode(p *mc.Participation) {
	if p.Mode.IsZero() {
		p.Mode = codeOf(vocabulary.Mode, func(iri string) bool { return participationForms[iri] == p.Form && p.Form != "" })
	}
}

func tellSetting(r *mapping.Reader, v jsontree.Value, to *mc.Definition, at mc.Path) {
	if kind, ok := settings[to.Setting.Concept.IRI]; ok {
		to.Setting.Kind = kind
		r.Derive(v, at.Dot("setting.kind"))
	}
}

func fillSetting(s *mc.LearningSetting) {
	if s.Concept.IsZero() {
		s.Concept = codeOf(vocabulary.LearningSetting, func(iri string) bool { return settings[iri] == s.Kind && s.Kind != "" })
	}
}

// levels is the row for levels of one family of frameworks.
func (s *schema) levels(term string, kind mc.LevelKind) mapping.Row[mc.Definition] {
	return mapping.ManyIn(term, func(f *mc.Definition) *[]mc.Level { return &f.Levels }, func(l *mc.Level) *mc.Concept { return &l.Value }, &s.concept,
		mapping.Condition[mc.Level]{
			Holds: func(l *mc.Level) bool { return levelTerm(l) == term },
			Tell: func(r *mapping.Reader, v jsontree.Value, to *mc.Level, at mc.Path) {
				to.Kind = kind
				tellLevel(r, v, to, at)
			},
			Told: "kind",
		})
}

// levelTerm returns the member for a level. EQF and national levels have their own.
func levelTerm(l *mc.Level) string {
	switch l.Kind {
	case mc.LevelEQF:
		return "eqfLevel"
	case mc.LevelNQF:
		return "nqfLevel"
	}
	return "educationLevel"
}

// tellLevel sets the number and framework of a level from its code.
func tellLevel(r *mapping.Reader, v jsontree.Value, to *mc.Level, at mc.Path) {
	r.Derive(v, at.Dot("kind"))
	if to.Kind == mc.LevelEQF {
		to.EQF = mc.EQFOf(to.Value.IRI)
	}
	if to.EQF > 0 {
		r.Derive(v, at.Dot("eqf"))
	}
	known, ok := vocabulary.NQF(to.Value.IRI)
	if !ok {
		return
	}
	f := known.Framework
	to.Framework, at = mc.Concept{IRI: f.IRI, Notation: f.Name, Label: mc.Text("en", f.Label)}, at.Dot("framework")
	if f.IRI != "" {
		r.Derive(v, at.Dot("iri"))
	}
	if f.Name != "" {
		r.Derive(v, at.Dot("notation"))
	}
	r.Derive(v, to.Framework.Label.Path(at.Dot("label"), 0))
}

func fillLevel(l *mc.Level) {
	if known, ok := mc.EQFLevel(int(l.EQF)); ok && l.Kind == mc.LevelEQF && l.Value.IsZero() {
		l.Value = mc.Concept{IRI: known.Value.IRI, Scheme: known.Value.Scheme}
	}
}

func workloadKind(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }

// readPoint reads the number of credits, which is text in ELM. Text that is not a
// number is kept as text.
func readPoint(r *mapping.Reader, v jsontree.Value, to *mc.Workload, at mc.Path) {
	if _, text, ok := mapping.Peek(v); ok {
		if _, err := mc.ParseDecimal(text); err != nil {
			mapping.ReadLiteral(r, v, &to.Text, at.Dot("text"), mapping.AsText.Parse)
			return
		}
	}
	mapping.ReadLiteral(r, v, &to.Amount, at.Dot("amount"), mc.ParseDecimal)
}

func writePoint(w *mapping.Writer, n *mapping.Node, from *mc.Workload, _ mc.Path) {
	w.PutRaw(n, "point", showAmount(from))
}

func showAmount(w *mc.Workload) string {
	if w.Amount.IsZero() {
		return mapping.Quote(w.Text)
	}
	return mapping.AsDecimal.Show(w.Amount)
}

// workload is the row for amounts of time of one kind. Contact hours may be plain
// numbers; other text is kept as it is.
func workload[T any](term string, kind mc.WorkloadKind, get func(*T) *[]mc.Workload) mapping.Row[T] {
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		for e := range v.Each() {
			leaf, text, ok := mapping.Peek(e)
			if !ok || text == "" {
				r.Reject(e, "not a duration")
				continue
			}
			list := get(to)
			here := at.Dot("workload").At(len(*list))
			w := mc.Workload{Kind: kind}
			switch _, err := mc.ParseISODuration(text); {
			case err == nil:
				mapping.ReadLiteral(r, e, &w.Duration, here.Dot("duration"), mc.ParseISODuration)
			case kind == mc.WorkloadContact:
				readPoint(r, e, &w, here)
			default:
				r.Reject(e, mc.ErrDuration.Error())
				continue
			}
			r.Derive(leaf, here.Dot("kind"))
			*list = append(*list, w)
		}
	}, func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		if list := *get(from); len(list) > 0 {
			mapping.WriteTexts(w, n, term, list, at.Dot("workload"), func(l *mc.Workload) string { return showWorkload(l, kind) })
		}
	})
}

func showWorkload(w *mc.Workload, kind mc.WorkloadKind) string {
	switch {
	case w.Kind != kind:
		return ""
	case !w.Duration.IsZero():
		return asDuration.Show(w.Duration)
	case kind == mc.WorkloadContact:
		return showAmount(w)
	}
	return ""
}

// defineQuality makes the table of Accreditation.
func (s *schema) defineQuality() {
	type T = mc.QualityAssurance
	s.quality = mapping.Class[T]{
		Types: []string{"Accreditation"},
		ID:    func(q *T) *string { return &q.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(q *T) *mc.LangString { return &q.Title }),
			mapping.Lang("description", func(q *T) *mc.LangString { return &q.Description }),
			mapping.Many("identifier", func(q *T) *[]mc.Identifier { return &q.Identifiers }, &s.identifier),
			mapping.One("dcType", func(q *T) *mc.Concept { return &q.Type }, &s.concept),
			mapping.Opt("accreditingAgent", func(q *T) **mc.Party { return &q.Agent }, &s.party),
			mapping.Many("organisation", func(q *T) *[]mc.Party { return &q.Organisations }, &s.party),
			mapping.One("decision", func(q *T) *mc.Concept { return &q.Decision }, &s.concept),
			mapping.Text("status", func(q *T) *string { return &q.State }),
			mapping.Instant("dateIssued", func(q *T) *mc.Instant { return &q.Issued }),
			mapping.Instant("reviewDate", func(q *T) *mc.Instant { return &q.Reviewed }),
			mapping.Instant("expiryDate", func(q *T) *mc.Instant { return &q.Expires }),
			mapping.Instant("valid", func(q *T) *mc.Instant { return &q.ValidFrom }),
			mapping.Instant("dateModified", func(q *T) *mc.Instant { return &q.Modified }),
			mapping.Opt("report", func(q *T) **mc.WebResource { return &q.Report }, &s.webResource),
			mapping.Many("homepage", func(q *T) *[]mc.WebResource { return &q.Homepages }, &s.webResource),
			mapping.Many("landingPage", func(q *T) *[]mc.WebResource { return &q.LandingPages }, &s.webResource),
			mapping.Many("supplementaryDocument", func(q *T) *[]mc.WebResource { return &q.Documents }, &s.webResource),
			mapping.Many("limitEQFLevel", func(q *T) *[]mc.Concept { return &q.ScopeLevels }, &s.concept),
			mapping.Many("limitField", func(q *T) *[]mc.Concept { return &q.ScopeFields }, &s.concept),
			mapping.Many("limitJurisdiction", func(q *T) *[]mc.Concept { return &q.ScopePlaces }, &s.concept),
			mapping.Many("limitCredentialType", func(q *T) *[]mc.Concept { return &q.ScopeKinds }, &s.concept),
			mapping.Opt("limitQualification", func(q *T) **mc.CredentialRef { return &q.Qualification }, &s.reference),
			noted(s, func(q *T) *[]mc.Note { return &q.Notes },
				statement{key: "code", path: "code"},
				statement{key: "address", path: "url"}),
		},
	}
}
