package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineLearning makes the shapes of what a definition consists of.
func (s *shapesOf) defineLearning() {
	s.credits = shape[mc.Workload]{terms: ext(
		one("framework", "framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
		decimal("point", "amount", func(w *mc.Workload) *mc.Decimal { return &w.Amount }),
	)}
	s.level = shape[mc.Level]{terms: ext(
		one("concept", "value", func(l *mc.Level) *mc.Concept { return &l.Value }, &s.concept),
		one("framework", "framework", func(l *mc.Level) *mc.Concept { return &l.Framework }, &s.concept),
		parsed("cycle", "cycle", func(l *mc.Level) *mc.Cycle { return &l.Cycle }, parseCycle),
		tri("verified", "referencing.verified", func(l *mc.Level) *mc.Tri {
			if l.Referencing == nil {
				l.Referencing = &mc.Referencing{}
			}
			return &l.Referencing.Verified
		}),
	)}
	type O = mc.LearningOutcome
	s.outcome = shape[O]{
		id: func(o *O) *string { return &o.ID }, idName: "id",
		terms: ext(
			many("identification", "identifiers", func(o *O) *[]mc.Identifier { return &o.Identifiers }, &s.identifier),
			lang("title", "title", func(o *O) *mc.LangString { return &o.Title }),
			oneNote("note", "notes", func(o *O) *[]mc.Note { return &o.Notes }),
			one("outcomeType", "type", func(o *O) *mc.Concept { return &o.Type }, &s.concept),
			one("reuseLevel", "reuse", func(o *O) *mc.Concept { return &o.Reuse }, &s.concept),
			many("skill", "skills", func(o *O) *[]mc.Concept { return &o.Skills }, &s.concept),
		),
	}
	s.reference = shape[mc.CredentialRef]{
		id: func(r *mc.CredentialRef) *string { return &r.ID }, idName: "id",
		terms: ext(lang("title", "title", func(r *mc.CredentialRef) *mc.LangString { return &r.Title })),
	}
	type D = mc.Definition
	s.part = shape[D]{
		id: func(x *D) *string { return &x.ID }, idName: "id",
		terms: ext(lang("title", "title", func(x *D) *mc.LangString { return &x.Title })),
	}
	s.stackability = shape[D]{terms: ext(
		word("stackMode", "stackability.mode", func(x *D) *mc.StackMode { return &x.Stackability.Mode }, modesOfStacks),
		many("into", "stackability.into", func(x *D) *[]mc.CredentialRef { return &x.Stackability.Into }, &s.reference),
		many("part", "parts", func(x *D) *[]D { return &x.Parts }, &s.part),
		tri("partial", "stackability.partialQualification", func(x *D) *mc.Tri { return &x.Stackability.PartialQualification }),
		decimal("creditLimit", "stackability.maxCredits", func(x *D) *mc.Decimal { return &x.Stackability.MaxCredits }),
		lang("note", "stackability.note", func(x *D) *mc.LangString { return &x.Stackability.Note }),
	)}
}

var modesOfStacks = backwards(stackModes)

func parseCycle(s string) (mc.Cycle, error) {
	c, ok := mc.ParseCycle(s)
	if !ok {
		return c, errCycle
	}
	return c, nil
}

// deriveLevel says which framework a level belongs to, where its code or the
// cycle tells.
func deriveLevel(d *decoder, v jsontree.Value, l *mc.Level, at path) {
	switch n := mc.EQFOf(l.Value.IRI); {
	case n > 0:
		l.Kind, l.EQF = mc.LevelEQF, n
		d.derive(v.Get("concept"), at.Dot("kind"))
		d.derive(v.Get("concept"), at.Dot("eqf"))
	case strings.HasPrefix(l.Value.IRI, qdrBase):
		l.Kind = mc.LevelNQF
		d.derive(v.Get("concept"), at.Dot("kind"))
	case l.Value.IsZero() && l.Cycle != mc.CycleNone:
		l.Kind = mc.LevelQFEHEA
		d.derive(v.Get("cycle"), at.Dot("kind"))
	}
}

// qdrBase is where the Qualifications Dataset Register has the levels of the
// national frameworks.
const qdrBase = "http://data.europa.eu/snb/qdr/"

const (
	modeBase     = "http://data.europa.eu/snb/learning-assessment/"
	activityBase = "http://data.europa.eu/snb/learning-activity/"
)

// forms are the forms of participation that codes of the European lists mean.
var forms = map[string]mc.ParticipationForm{
	modeBase + "920fbb3cbe":     mc.ParticipationOnline,
	modeBase + "9191af2ed9":     mc.ParticipationOnsite,
	modeBase + "e92d221e4d":     mc.ParticipationBlended,
	modeBase + "7813801c77":     mc.ParticipationProject,
	modeBase + "729f3bed4b":     mc.ParticipationWork,
	modeBase + "ed4c557045":     mc.ParticipationLaboratory,
	activityBase + "59eaf34fab": mc.ParticipationVolunteering,
	activityBase + "4357e0e681": mc.ParticipationWork,
}

// readParticipation reads forms of participation: codes, or words of ours.
func (s *shapesOf) readParticipation(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	for e := range v.Each() {
		if d.nothing(e) {
			continue
		}
		var p mc.Participation
		here := at.Dot("participation").At(len(to.Participation))
		switch word, ours := ourWord(e, "participation"); {
		case ours:
			p.Form = mc.ParticipationForm(word.Text())
			d.scaffold(e)
			d.change(word, here.Dot("form"), "a word of the model")
		case !s.concept.read(d, e, &p.Mode, here.Dot("mode")):
			continue
		case forms[p.Mode.IRI] != "":
			p.Form = forms[p.Mode.IRI]
		case p.Mode.IRI != "":
			p.Form = mc.ParticipationOther
		}
		if p.Form != "" && !p.Mode.IsZero() {
			d.derive(e, here.Dot("form"))
		}
		to.Participation = append(to.Participation, p)
	}
}

// ourWord returns the word of a closed list of ours that stands as a concept.
func ourWord(v jsontree.Value, list string) (word jsontree.Value, ours bool) {
	id := ExtensionContext + "#scheme." + list
	scheme := v.Get("inScheme")
	word = v.Get("notation")
	return word, (scheme.IsText(id) || scheme.Get("id").IsText(id)) && word.Kind() == jsontree.String && word.Text() != ""
}

// settings are the learning settings that codes of the European list, or words
// in their place, mean.
var settings = map[string]mc.SettingKind{
	"http://data.europa.eu/snb/learning-setting/6fd4685715": mc.SettingFormal,
	"http://data.europa.eu/snb/learning-setting/e207a81fc7": mc.SettingNonFormal,
	"formal": mc.SettingFormal, "non-formal": mc.SettingNonFormal, "informal": mc.SettingInformal,
}

func (s *shapesOf) readSetting(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, ok := d.single(v)
	if !ok {
		return
	}
	at = at.Dot("setting")
	if word, ours := ourWord(v, "learningSetting"); ours {
		to.Setting.Kind = mc.SettingKind(word.Text())
		d.scaffold(v)
		d.change(word, at.Dot("kind"), "a word of the model")
		return
	}
	if kind, known := settings[v.Text()]; known && !strings.Contains(v.Text(), ":") {
		fillAs(d, v, &to.Setting.Kind, kind, at.Dot("kind"), CodeDutch+": a word where a code is expected")
		return
	}
	s.concept.read(d, v, &to.Setting.Concept, at.Dot("concept"))
	if kind, known := settings[to.Setting.Concept.IRI]; known && to.Setting.Kind == "" {
		to.Setting.Kind = kind
		d.derive(v, at.Dot("kind"))
	}
}

// plannedAssessment is the first assessment of a definition, for facts that do
// not say of which one they are.
func plannedAssessment(to *mc.Definition) *mc.AssessmentSpec {
	if len(to.Assessments) == 0 {
		to.Assessments = []mc.AssessmentSpec{{}}
	}
	return &to.Assessments[0]
}

// readPlannedSupervision reads the supervision that holds for the achievement
// as a whole.
func (s *shapesOf) readPlannedSupervision(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	if v, ok := d.single(v); ok {
		s.supervision.read(d, v, &plannedAssessment(to).Supervision, at.Dot("assessments").At(0).Dot("supervision"))
	}
}
