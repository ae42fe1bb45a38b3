package edc

import (
	"github.com/mikromerit/mikromerit/edc/vocabulary"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The tables below say which closed value of the model a code of the European
// lists means. The concept always stays beside it.

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

// supervisions are the four classes of the list. It says nothing about where
// an assessment took place.
var supervisions = map[string]struct{ supervised, verified mc.Tri }{
	vocabulary.Supervision.IRI("70be69aaf9"): {mc.Yes, mc.Yes},
	vocabulary.Supervision.IRI("44314532f9"): {mc.Yes, mc.No},
	vocabulary.Supervision.IRI("df2880c5cb"): {mc.No, mc.Yes},
	vocabulary.Supervision.IRI("c598449d64"): {mc.No, mc.No},
}

// participation is a member with forms of participation. A code that the table
// does not know is another form; without a code none is known.
func (s *schema) participation(term, name string, get func(*mc.Definition) *[]mc.Participation) field[mc.Definition] {
	c := &class[mc.Participation]{
		names:  s.concept.names,
		fields: fieldsOf(lift("mode", func(p *mc.Participation) *mc.Concept { return &p.Mode }, s.concept.fields.list)),
		id:     func(p *mc.Participation) *string { return &p.Mode.IRI }, idName: "mode.iri",
		kept: lastingConcept,
		typeOf: func(parent *object, term string, from *mc.Participation) string {
			return conceptType(parent, term, &from.Mode)
		},
	}
	return manyWith(term, name, get, c, func(p *mc.Participation) string {
		form, known := participationForms[p.Mode.IRI]
		switch {
		case known:
			p.Form = form
		case p.Mode.IRI != "":
			p.Form = mc.ParticipationOther
		default:
			return ""
		}
		return "form"
	}, nil)
}

// setting is the member with the formality of the learning.
func (s *schema) setting() field[mc.Definition] {
	return field[mc.Definition]{"learningSetting", func(d *decoder, v jsontree.Value, to *mc.Definition, at mc.Path) {
		v, ok := d.single(v)
		if !ok {
			return
		}
		at = at.Dot("setting")
		s.concept.read(d, v, &to.Setting.Concept, at.Dot("concept"))
		if kind, ok := settings[to.Setting.Concept.IRI]; ok {
			to.Setting.Kind = kind
			d.derive(v, at.Dot("kind"))
		}
	}, func(e *encoder, n *object, from *mc.Definition, at mc.Path) {
		e.put(n, "learningSetting", s.concept.write(e, n, "learningSetting", &from.Setting.Concept, at.Dot("setting.concept")))
	}}
}

// supervision is the member with the supervision of an assessment and the
// verification of the learner's identity.
func (s *schema) supervision() field[mc.AssessmentResult] {
	return field[mc.AssessmentResult]{"idVerification", func(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at mc.Path) {
		v, ok := d.single(v)
		if !ok {
			return
		}
		at = at.Dot("supervision")
		into := &to.Supervision
		s.concept.read(d, v, &into.Concept, at.Dot("concept"))
		if known, ok := supervisions[into.Concept.IRI]; ok {
			into.Supervised, into.IdentityVerified = known.supervised, known.verified
			d.derive(v, at.Dot("supervised"))
			d.derive(v, at.Dot("identityVerified"))
		}
	}, func(e *encoder, n *object, from *mc.AssessmentResult, at mc.Path) {
		e.put(n, "idVerification", s.concept.write(e, n, "idVerification", &from.Supervision.Concept, at.Dot("supervision.concept")))
	}}
}

// levels is a member with levels of one family of frameworks.
func (s *schema) levels(term string, kind mc.LevelKind) field[mc.Definition] {
	return field[mc.Definition]{term, func(d *decoder, v jsontree.Value, to *mc.Definition, at mc.Path) {
		for e := range v.Each() {
			if d.nothing(e) {
				continue
			}
			here := at.Dot("levels").At(len(to.Levels))
			level := mc.Level{Kind: kind}
			if !s.concept.read(d, e, &level.Value, here.Dot("value")) {
				continue
			}
			d.derive(e, here.Dot("kind"))
			if kind == mc.LevelEQF {
				level.EQF = mc.EQFOf(level.Value.IRI)
			}
			if level.EQF > 0 {
				d.derive(e, here.Dot("eqf"))
			}
			if known, ok := vocabulary.NQF(level.Value.IRI); ok {
				level.Framework = frameworkOf(known)
				d.deriveConcept(e, level.Framework, here.Dot("framework"))
			}
			to.Levels = append(to.Levels, level)
		}
	}, func(e *encoder, n *object, from *mc.Definition, at mc.Path) {
		writeEach(e, n, term, from.Levels, at.Dot("levels"), func(l *mc.Level) bool { return termOf(l) == term },
			func(l *mc.Level, at mc.Path) *object { return s.concept.write(e, n, term, &l.Value, at.Dot("value")) })
	}}
}

func frameworkOf(l vocabulary.NQFLevel) mc.Concept {
	return mc.Concept{IRI: l.Framework.IRI, Notation: l.Framework.Name, Label: mc.Text("en", l.Framework.Label)}
}

// deriveConcept accounts for a concept that our tables tell from the code in v.
func (d *decoder) deriveConcept(v jsontree.Value, c mc.Concept, at mc.Path) {
	if c.IRI != "" {
		d.derive(v, at.Dot("iri"))
	}
	if c.Notation != "" {
		d.derive(v, at.Dot("notation"))
	}
	for i := range c.Label {
		d.derive(v, c.Label.Path(at.Dot("label"), i))
	}
}
