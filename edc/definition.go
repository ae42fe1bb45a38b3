package edc

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineDefinition makes the tables of Qualification and
// LearningAchievementSpecification.
func (s *schema) defineDefinition() {
	s.outcome = class[mc.LearningOutcome]{
		names: []string{"LearningOutcome"},
		id:    func(o *mc.LearningOutcome) *string { return &o.ID }, idName: "id",
		fields: fieldsOf([]field[mc.LearningOutcome]{
			lang("title", "title", func(o *mc.LearningOutcome) *mc.LangString { return &o.Title }),
			many("identifier", "identifiers", func(o *mc.LearningOutcome) *[]mc.Identifier { return &o.Identifiers }, &s.identifier),
			many("additionalNote", "notes", func(o *mc.LearningOutcome) *[]mc.Note { return &o.Notes }, &s.note),
			one("dcType", "type", func(o *mc.LearningOutcome) *mc.Concept { return &o.Type }, &s.concept),
			one("reusabilityLevel", "reuse", func(o *mc.LearningOutcome) *mc.Concept { return &o.Reuse }, &s.concept),
			manyWith("relatedESCOSkill", "skills", func(o *mc.LearningOutcome) *[]mc.Concept { return &o.Skills }, &s.concept, nil, isESCO),
			manyWith("relatedSkill", "skills", func(o *mc.LearningOutcome) *[]mc.Concept { return &o.Skills }, &s.concept, nil, not(isESCO)),
		}),
	}
	s.credits = class[mc.Workload]{
		names: []string{"CreditPoint"},
		fields: fieldsOf([]field[mc.Workload]{
			one("framework", "framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
			{"point", readPoint, writePoint},
		}),
	}
	s.reference = class[mc.CredentialRef]{
		names:  []string{"Qualification", "LearningAchievementSpecification", "LearningAchievement"},
		typeOf: referenceType,
		id:     func(r *mc.CredentialRef) *string { return &r.ID }, idName: "id",
		fields: fieldsOf([]field[mc.CredentialRef]{
			lang("title", "title", func(r *mc.CredentialRef) *mc.LangString { return &r.Title }),
			many("identifier", "identifiers", func(r *mc.CredentialRef) *[]mc.Identifier { return &r.Identifiers }, &s.identifier),
			one("dcType", "kind", func(r *mc.CredentialRef) *mc.Concept { return &r.Kind }, &s.concept),
		}),
	}
	s.definition = class[mc.Definition]{
		id: func(f *mc.Definition) *string { return &f.ID }, idName: "id",
		fields: fieldsOf(s.definitionFields(), s.annexFields(), s.stackFields()),
		onType: readDefinitionType,
		typeOf: definitionType,
	}
}

// readDefinitionType keeps whether the source classes the definition as a
// qualification.
func readDefinitionType(d *decoder, name jsontree.Value, to *mc.Definition, at mc.Path) bool {
	switch name.Text() {
	case "Qualification":
		to.Qualification = mc.Yes
	case "LearningAchievementSpecification":
		if to.Qualification == mc.Yes { // the superclass beside the class
			d.scaffold(name)
			return true
		}
		to.Qualification = mc.No
	default:
		return false
	}
	d.change(name, at.Dot("qualification"), "the class of the node")
	return true
}

// definitionFields are the members that describe a definition.
func (s *schema) definitionFields() []field[mc.Definition] {
	type T = mc.Definition
	return []field[T]{
		lang("title", "title", func(f *T) *mc.LangString { return &f.Title }),
		lang("altLabel", "altTitle", func(f *T) *mc.LangString { return &f.AltTitle }),
		lang("description", "description", func(f *T) *mc.LangString { return &f.Description }),
		lang("category", "category", func(f *T) *mc.LangString { return &f.Category }),
		many("identifier", "identifiers", func(f *T) *[]mc.Identifier { return &f.Identifiers }, &s.identifier),
		many("qualificationCode", "codes", func(f *T) *[]mc.Concept { return &f.Codes }, &s.concept),
		many("dcType", "kinds", func(f *T) *[]mc.Concept { return &f.Kinds }, &s.concept),
		many("additionalNote", "notes", func(f *T) *[]mc.Note { return &f.Notes }, &s.note),
		many("homepage", "homepages", func(f *T) *[]mc.WebResource { return &f.Homepages }, &s.webResource),
		many("supplementaryDocument", "documents", func(f *T) *[]mc.WebResource { return &f.Documents }, &s.webResource),
		many("language", "languages", func(f *T) *[]mc.Concept { return &f.Languages }, &s.concept),
		many("thematicArea", "fields", func(f *T) *[]mc.Concept { return &f.Fields }, &s.concept),
		many("educationSubject", "subjects", func(f *T) *[]mc.Concept { return &f.Subjects }, &s.concept),
		many("targetGroup", "targets", func(f *T) *[]mc.Concept { return &f.Targets }, &s.concept),
		many("entitlesTo", "entitlements", func(f *T) *[]mc.EntitlementSpec { return &f.Entitlements }, &s.entitlementSpec),
		readOnly(instant("dateModified", "modified", func(f *T) *mc.Instant { return &f.Modified })),
		text("status", "state", func(f *T) *string { return &f.State }),
		s.setting(),
	}
}

// annexFields are the members that elements 6 to 12 of Annex I stand in.
func (s *schema) annexFields() []field[mc.Definition] {
	type T = mc.Definition
	load := func(f *T) *[]mc.Workload { return &f.Workload }
	return []field[T]{
		many("learningOutcome", "outcomes", func(f *T) *[]mc.LearningOutcome { return &f.Outcomes }, &s.outcome), // 6
		opt("learningOutcomeSummary", "outcomeSummary", func(f *T) **mc.Note { return &f.OutcomeSummary }, &s.note),
		manyWith("creditPoint", "workload", load, &s.credits, tellCredits, isCredits), // 7
		workload("volumeOfLearning", "workload", mc.WorkloadNotional, load),
		workload("maximumDuration", "workload", mc.WorkloadMaxDuration, load),
		s.levels("eqfLevel", mc.LevelEQF), // 8
		s.levels("nqfLevel", mc.LevelNQF),
		s.levels("educationLevel", mc.LevelEducation),
		many("provenBy", "assessments", func(f *T) *[]mc.AssessmentSpec { return &f.Assessments }, &s.assessmentSpec), // 9
		s.participation("mode", "participation", func(f *T) *[]mc.Participation { return &f.Participation }),          // 10
		many("influencedBy", "activities", func(f *T) *[]mc.ActivitySpec { return &f.Activities }, &s.activitySpec),
		many("accreditation", "quality", func(f *T) *[]mc.QualityAssurance { return &f.Quality }, &s.quality), // 11
		{"entryRequirement", s.readRequirement, s.writeRequirement},                                           // 12
	}
}

// stackFields are the members that element 15 of Annex I stands in. ELM has no
// member that says whether a credential is stackable, only relations.
func (s *schema) stackFields() []field[mc.Definition] {
	type T = mc.Definition
	return []field[T]{
		tri("isPartialQualification", "stackability.partialQualification", func(f *T) *mc.Tri { return &f.Stackability.PartialQualification }),
		many("isPartOf", "stackability.into", func(f *T) *[]mc.CredentialRef { return &f.Stackability.Into }, &s.reference),
		many("specialisationOf", "stackability.specialisationOf", func(f *T) *[]mc.CredentialRef { return &f.Stackability.SpecialisationOf }, &s.reference),
		many("generalisationOf", "stackability.generalisationOf", func(f *T) *[]mc.CredentialRef { return &f.Stackability.GeneralisationOf }, &s.reference),
		many("hasPart", "parts", func(f *T) *[]mc.Definition { return &f.Parts }, &s.definition),
	}
}

func tellCredits(w *mc.Workload) string {
	w.Kind = mc.WorkloadCredits
	return "kind"
}

// readPoint reads the number of credits, which ELM has as text. What is no
// number is kept as text.
func readPoint(d *decoder, v jsontree.Value, to *mc.Workload, at mc.Path) {
	if _, text, ok := d.peek(v); ok {
		if _, err := mc.ParseDecimal(text); err != nil {
			readParsed(d, v, &to.Text, at.Dot("text"), asText)
			return
		}
	}
	readParsed(d, v, &to.Amount, at.Dot("amount"), mc.ParseDecimal)
}

// workload is a member with amounts of time. Contact hours may be plain
// numbers, and text that is neither number nor duration is kept as it is.
func workload[T any](term, name string, kind mc.WorkloadKind, get func(*T) *[]mc.Workload) field[T] {
	return field[T]{term, func(d *decoder, v jsontree.Value, to *T, at mc.Path) {
		for e := range v.Each() {
			leaf, text, ok := d.peek(e)
			if !ok || text == "" {
				d.residue(e, "not a duration")
				continue
			}
			list := get(to)
			here := at.Dot(name).At(len(*list))
			w := mc.Workload{Kind: kind}
			if kind == mc.WorkloadContact && !isDuration(text) {
				readPoint(d, e, &w, here)
			} else if isDuration(text) {
				readParsed(d, e, &w.Duration, here.Dot("duration"), mc.ParseISODuration)
			} else {
				d.residue(e, mc.ErrDuration.Error())
				continue
			}
			d.derive(leaf, here.Dot("kind"))
			*list = append(*list, w)
		}
	}, func(e *encoder, n *object, from *T, at mc.Path) {
		writeTexts(e, n, term, *get(from), at.Dot(name), func(w *mc.Workload) string { return showWorkload(w, kind) })
	}}
}

func isDuration(s string) bool {
	_, err := mc.ParseISODuration(s)
	return err == nil
}

func (s *schema) readRequirement(d *decoder, v jsontree.Value, to *mc.Definition, at mc.Path) {
	for e := range v.Each() {
		var r mc.Requirement
		if !d.nothing(e) && s.note.read(d, e, &r.Note, at.Dot("prerequisites").At(len(to.Prerequisites)).Dot("note")) {
			to.Prerequisites = append(to.Prerequisites, r)
		}
	}
}
