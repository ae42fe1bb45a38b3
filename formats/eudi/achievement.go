package eudi

import (
	"strconv"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// writeTitle writes the title of the definition, else that of the award.
func writeTitle(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "achievement_title"
	s, at := from.Definition.Title, mc.Path("definition.title")
	if s.IsZero() {
		s, at = from.Award.Title, "award.title"
	}
	if w.Best(s) >= 0 {
		w.PutText(n, term, w.OneText(s, at, n.At(term)))
	}
}

func readOutcomes(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	texts(r, v, func(e jsontree.Value) {
		at := mc.Path("definition.outcomes").At(len(to.Definition.Outcomes)).Dot("title")
		var one mc.LearningOutcome
		r.OneText(e, &one.Title, at)
		to.Definition.Outcomes = append(to.Definition.Outcomes, one)
	})
}

// writeOutcomes writes the titles of the outcomes, else the summary of them.
func writeOutcomes(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	l := newList(w, n, "learning_outcomes")
	for i, one := range from.Definition.Outcomes {
		at := mc.Path("definition.outcomes").At(i)
		if !l.text(one.Title, at.Dot("title")) && len(one.Notes) > 0 {
			l.text(one.Notes[0].Text, at.Dot("notes").At(0).Dot("text"))
		}
	}
	if s := from.Definition.OutcomeSummary; len(l.out) == 0 && s != nil {
		l.text(s.Text, "definition.outcomeSummary.text")
	}
	l.done()
}

func readGrade(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	if v.Kind() != jsontree.String || v.Text() == "" {
		r.Reject(v, "no text")
		return
	}
	var one mc.AssessmentResult
	r.OneText(v, &one.Grade.Text, "award.assessments[0].grade.text")
	to.Award.Assessments = []mc.AssessmentResult{one}
}

// writeGrade writes the grade of the first assessment that has one.
func writeGrade(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "assessment_grade"
	for i, one := range from.Award.Assessments {
		at := mc.Path("award.assessments").At(i).Dot("grade")
		switch {
		case w.Best(one.Grade.Text) >= 0:
			w.PutText(n, term, w.OneText(one.Grade.Text, at.Dot("text"), n.At(term)))
		case one.Grade.Value != "":
			w.Change(at.Dot("value"), n.At(term), mc.MatchClose, "the grade as a text")
			w.PutText(n, term, one.Grade.Value)
		default:
			continue
		}
		return
	}
}

func readLanguages(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	texts(r, v, func(e jsontree.Value) {
		at := mc.Path("definition.languages").At(len(to.Definition.Languages))
		tag, reason := e.Text(), "the entry of the authority table for the code"
		if tag == "jp" { // as the reference issuer writes Japanese
			tag, reason = "ja", "jp is the code of the country; it is read as the language, ja"
		}
		one, known := mc.LanguageConcept(tag)
		if !known || len(tag) > 3 {
			one = mc.Concept{Notation: e.Text()}
			reason = "a code that is not in the authority table"
		}
		tell(r, e, &one, at, reason)
		to.Definition.Languages = append(to.Definition.Languages, one)
	})
}

func writeLanguages(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	l := newList(w, n, "language_of_classes")
	for i, one := range from.Definition.Languages {
		tag, known := mc.LanguageTag(one.IRI)
		if !known {
			if tag, known = mc.LanguageTag(one.Notation); !known {
				tag = one.Notation
			}
		}
		if tag == "" {
			continue
		}
		at := mc.Path("definition.languages").At(i)
		var paths []mc.Path
		for _, p := range mapping.PathsOf(&one) {
			paths = append(paths, at.Dot(string(p)))
		}
		l.plain(tag, "as a code of the language", paths...)
	}
	l.done()
}

func readLevel(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	number, ok := levelOf(v)
	level, known := mc.EQFLevel(number)
	if !ok || !known {
		r.Reject(v, "not an EQF level")
		return
	}
	to.Definition.Levels = []mc.Level{level}
	tell(r, v, &level, "definition.levels[0]", "the level of the European Qualifications Framework")
}

// writeLevel writes the EQF level, if one is stated: none is derived from a national
// one.
func writeLevel(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "level_of_learning_experience"
	for i := range from.Definition.Levels {
		level := &from.Definition.Levels[i]
		number := level.EQF
		if number == 0 {
			number = mc.EQFOf(level.Value.IRI)
		}
		if number == 0 {
			continue
		}
		at := mc.Path("definition.levels").At(i)
		for _, p := range mapping.PathsOf(level) {
			w.Change(at.Dot(string(p)), n.At(term), mc.MatchClose, "as the number of the level")
		}
		w.PutRaw(n, term, strconv.Itoa(int(number)))
		return
	}
}

func readQuality(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	texts(r, v, func(e jsontree.Value) {
		at := mc.Path("definition.quality").At(len(to.Definition.Quality)).Dot("title")
		var one mc.QualityAssurance
		r.OneText(e, &one.Title, at)
		to.Definition.Quality = append(to.Definition.Quality, one)
	})
}

// writeQuality writes the quality assurance of what was learnt, else that of the
// issuer and of those who awarded it.
func writeQuality(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	l := newList(w, n, "types_of_quality_assurance")
	l.quality(from.Definition.Quality, "definition.quality")
	if len(l.out) == 0 {
		l.quality(from.Envelope.Issuer.Accreditations, "envelope.issuer.accreditations")
	}
	for i, body := range from.Award.Awarding.Bodies {
		if len(l.out) == 0 {
			l.quality(body.Accreditations, mc.Path("award.awarding.bodies").At(i).Dot("accreditations"))
		}
	}
	l.done()
}

func (l *listWriter) quality(all []mc.QualityAssurance, list mc.Path) {
	for i, one := range all {
		at := list.At(i)
		switch {
		case l.text(one.Title, at.Dot("title")), l.text(one.Type.Label, at.Dot("type.label")), l.text(one.Description, at.Dot("description")):
		case one.Code != "":
			l.plain(one.Code, "for want of a title", at.Dot("code"))
		}
	}
}

func readPrerequisites(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	texts(r, v, func(e jsontree.Value) {
		at := mc.Path("definition.prerequisites").At(len(to.Definition.Prerequisites)).Dot("note.text")
		var one mc.Requirement
		r.OneText(e, &one.Note.Text, at)
		to.Definition.Prerequisites = append(to.Definition.Prerequisites, one)
	})
}

func writePrerequisites(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	l := newList(w, n, "prerequisites_to_enroll")
	for i, one := range from.Definition.Prerequisites {
		l.text(one.Note.Text, mc.Path("definition.prerequisites").At(i).Dot("note.text"))
	}
	l.done()
}

const atStackable mc.Path = "definition.stackability.mode"

func readStackability(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	if v.Kind() != jsontree.Bool {
		r.Reject(v, "neither true nor false")
		return
	}
	to.Definition.Stackability.Mode = mc.StackStandAlone
	if v.Bool() {
		to.Definition.Stackability.Mode = mc.StackStackable
	}
	r.Change(v, atStackable, "whether it is stackable, in a word")
}

// writeStackability writes whether the credential is stackable, if that is stated.
func writeStackability(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "integration_stackability_options"
	raw := map[mc.StackMode]string{mc.StackStandAlone: "false", mc.StackStackable: "true", mc.StackIntegrated: "true"}[from.Definition.Stackability.Mode]
	if raw != "" {
		w.Change(atStackable, n.At(term), mc.MatchClose, "as true or false")
		w.PutRaw(n, term, raw)
	}
}
