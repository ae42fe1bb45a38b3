package badge

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineLearning makes the classes of what a definition consists of.
func (s *tables) defineLearning() {
	s.credits = class[mc.Workload]{Rows: mapping.Extension(
		mapping.One("framework", func(w *mc.Workload) *mc.Concept { return &w.Framework }, &s.concept),
		decimal("point", func(w *mc.Workload) *mc.Decimal { return &w.Amount }),
	)}
	s.level = class[mc.Level]{
		Rows: mapping.Extension(mapping.Rows(
			[]row[mc.Level]{
				mapping.One("concept", func(l *mc.Level) *mc.Concept { return &l.Value }, &s.concept),
				mapping.One("framework", func(l *mc.Level) *mc.Concept { return &l.Framework }, &s.concept),
				mapping.Literal("cycle", func(l *mc.Level) *mc.Cycle { return &l.Cycle }, asCycle),
			},
			mapping.Through(func(l *mc.Level) **mc.Referencing { return &l.Referencing },
				mapping.Tri("verified", func(r *mc.Referencing) *mc.Tri { return &r.Verified })),
		)...),
		AfterRead: reads(deriveLevel),
	}
	type O = mc.LearningOutcome
	s.outcome = class[O]{
		ID: func(o *O) *string { return &o.ID },
		Rows: mapping.Extension(
			mapping.Many("identification", func(o *O) *[]mc.Identifier { return &o.Identifiers }, &s.identification),
			mapping.Lang("title", func(o *O) *mc.LangString { return &o.Title }),
			notes("note", func(o *O) *[]mc.Note { return &o.Notes }),
			mapping.One("outcomeType", func(o *O) *mc.Concept { return &o.Type }, &s.concept),
			mapping.One("reuseLevel", func(o *O) *mc.Concept { return &o.Reuse }, &s.concept),
			mapping.Many("skill", func(o *O) *[]mc.Concept { return &o.Skills }, &s.concept),
		),
	}
	s.defineStackability()
}

func (s *tables) defineStackability() {
	s.reference = class[mc.CredentialRef]{
		ID:   func(r *mc.CredentialRef) *string { return &r.ID },
		Rows: mapping.Extension(mapping.Lang("title", func(r *mc.CredentialRef) *mc.LangString { return &r.Title })),
	}
	type D = mc.Definition
	s.part = class[D]{
		ID:   func(x *D) *string { return &x.ID },
		Rows: mapping.Extension(mapping.Lang("title", func(x *D) *mc.LangString { return &x.Title })),
	}
	s.stackability = class[D]{Rows: mapping.Extension(
		mapping.Word("stackMode", func(x *D) *mc.StackMode { return &x.Stackability.Mode }, map[mc.StackMode]string{
			mc.StackStandAlone: "StandAlone", mc.StackIntegrated: "Integrated", mc.StackStackable: "Stackable",
		}),
		mapping.Many("into", func(x *D) *[]mc.CredentialRef { return &x.Stackability.Into }, &s.reference),
		mapping.Many("part", func(x *D) *[]D { return &x.Parts }, &s.part),
		mapping.Tri("partial", func(x *D) *mc.Tri { return &x.Stackability.PartialQualification }),
		decimal("creditLimit", func(x *D) *mc.Decimal { return &x.Stackability.MaxCredits }),
		mapping.Lang("note", func(x *D) *mc.LangString { return &x.Stackability.Note }),
	)}
}

var errCycle = errors.New("not a cycle of QF-EHEA")

// asCycle is a cycle of QF-EHEA: short, first, second, third.
var asCycle = mapping.Notation[mc.Cycle]{
	Parse: func(s string) (mc.Cycle, error) {
		c, ok := mc.ParseCycle(s)
		if !ok {
			return c, errCycle
		}
		return c, nil
	},
	Show: func(c mc.Cycle) string { return mapping.Quote(c.String()) },
}

// deriveLevel says which framework a level belongs to, where its code or the
// cycle tells.
func deriveLevel(d *decoder, v jsontree.Value, l *mc.Level, at path) {
	switch n := mc.EQFOf(l.Value.IRI); {
	case n > 0:
		l.Kind, l.EQF = mc.LevelEQF, n
		d.Derive(v.Get("concept"), at.Dot("kind"))
		d.Derive(v.Get("concept"), at.Dot("eqf"))
	case strings.HasPrefix(l.Value.IRI, qdrBase):
		l.Kind = mc.LevelNQF
		d.Derive(v.Get("concept"), at.Dot("kind"))
	case l.Value.IsZero() && l.Cycle != mc.CycleNone:
		l.Kind = mc.LevelQFEHEA
		d.Derive(v.Get("cycle"), at.Dot("kind"))
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
func (s *tables) readParticipation(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	for one := range v.Each() {
		if d.Nothing(one) {
			continue
		}
		var p mc.Participation
		here := at.Dot("participation").At(len(to.Participation))
		switch word, ours := ourWord(one, "participation"); {
		case ours:
			p.Form = mc.ParticipationForm(word.Text())
			d.Scaffold(one)
			d.Change(word, here.Dot("form"), "a word of the model")
		case !s.concept.Read(d.Reader, one, &p.Mode, here.Dot("mode")):
			continue
		case forms[p.Mode.IRI] != "":
			p.Form = forms[p.Mode.IRI]
		case p.Mode.IRI != "":
			p.Form = mc.ParticipationOther
		}
		if p.Form != "" && !p.Mode.IsZero() {
			d.Derive(one, here.Dot("form"))
		}
		to.Participation = append(to.Participation, p)
	}
}

// writeParticipation writes the codes of the source, or our words where there
// are none. Beside a code the word is only kept as residue.
func (s *tables) writeParticipation(e *encoder, n *node, x *mc.Definition, at path) {
	const term = "participation"
	mapping.WriteNodes(e.Writer, n, term, x.Participation, at.Dot("participation"), func(p *mc.Participation, here path, to string) *node {
		if mode := s.concept.Write(e.Writer, n, term, &p.Mode, here.Dot("mode"), to); mode != nil {
			return mode
		}
		return e.word(string(p.Form), "participation", here.Dot("form"), to)
	})
}

// ourWord returns the word of a closed list of ours that stands as a concept.
func ourWord(v jsontree.Value, list string) (word jsontree.Value, ours bool) {
	id := ourList(list)
	scheme := v.Get("inScheme")
	word = v.Get("notation")
	return word, (scheme.IsText(id) || scheme.Get("id").IsText(id)) && word.Kind() == jsontree.String && word.Text() != ""
}

// word writes a word of a closed list of ours as a concept.
func (e *encoder) word(word, list string, at path, to string) *node {
	if word == "" {
		return nil
	}
	n := &node{Class: "Concept", Pointer: to}
	e.Keep(at, n.At("notation"))
	e.PutText(n, "notation", word)
	e.PutText(n, "inScheme", ourList(list))
	return n
}

func ourList(list string) string { return ExtensionContext + "#scheme." + list }

// settings are the learning settings that codes of the European list, or words
// in their place, mean.
var settings = map[string]mc.SettingKind{
	"http://data.europa.eu/snb/learning-setting/6fd4685715": mc.SettingFormal,
	"http://data.europa.eu/snb/learning-setting/e207a81fc7": mc.SettingNonFormal,
	"formal": mc.SettingFormal, "non-formal": mc.SettingNonFormal, "informal": mc.SettingInformal,
}

func (s *tables) readSetting(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	v, ok := d.Single(v)
	if !ok {
		return
	}
	at = at.Dot("setting")
	if word, ours := ourWord(v, "learningSetting"); ours {
		to.Setting.Kind = mc.SettingKind(word.Text())
		d.Scaffold(v)
		d.Change(word, at.Dot("kind"), "a word of the model")
		return
	}
	if kind, known := settings[v.Text()]; known && !strings.Contains(v.Text(), ":") {
		mapping.FillAs(d.Reader, v, &to.Setting.Kind, kind, at.Dot("kind"), CodeDutch+": a word where a code is expected")
		return
	}
	s.concept.Read(d.Reader, v, &to.Setting.Concept, at.Dot("concept"))
	if kind, known := settings[to.Setting.Concept.IRI]; known && to.Setting.Kind == "" {
		to.Setting.Kind = kind
		d.Derive(v, at.Dot("kind"))
	}
}

func (s *tables) writeSetting(e *encoder, n *node, x *mc.Definition, at path) {
	const term = "learningSetting"
	at = at.Dot("setting")
	setting := s.concept.Write(e.Writer, n, term, &x.Setting.Concept, at.Dot("concept"), n.At(term))
	if setting == nil {
		setting = e.word(string(x.Setting.Kind), term, at.Dot("kind"), n.At(term))
	}
	e.Put(n, term, setting)
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
func (s *tables) readPlannedSupervision(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	if v, ok := d.Single(v); ok {
		s.supervision.Read(d.Reader, v, &plannedAssessment(to).Supervision, at.Dot("assessments").At(0).Dot("supervision"))
	}
}
