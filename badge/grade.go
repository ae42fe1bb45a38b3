package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// readGrade reads the grade as it is written, which is a text in the language of
// the badge. A value that the extension tells apart from the text is a bare one.
func readGrade(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, ok := d.Single(v)
	switch {
	case !ok:
	case d.link.linked && v.Kind() == jsontree.String && d.Confirms(v, to.Grade.Text, at.Dot("grade.text")):
	case d.link.linked:
		d.text(v, &to.Grade.Value, at.Dot("grade.value"))
	case v.Kind() == jsontree.Number:
		if _, text, ok := d.Literal(v); ok {
			to.Grade.Text.Add(d.Lang, text)
			d.Change(v, to.Grade.Text.Path(at.Dot("grade.text"), len(to.Grade.Text)-1), "a number where a text is expected")
		}
	case v.Kind() == jsontree.Bool:
		d.Reject(v, "not a grade")
	default:
		d.OneText(v, &to.Grade.Text, at.Dot("grade.text"))
	}
}

// gradeValue returns the grade as it is written: as a value, or in words.
func (e *encoder) gradeValue(r *mc.AssessmentResult, at path, to string) string {
	if value := r.Grade.Value; value != "" {
		e.Keep(at.Dot("value"), to)
		return value
	}
	return e.OneText(r.Grade.Text, at.Dot("text"), to)
}

// readAchievedLevel reads the step of a scale that the learner reached, with its
// name.
func readAchievedLevel(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	v, id, ok := d.Literal(v)
	if !ok {
		return
	}
	at = at.Dot("grade.level")
	mapping.Fill(d.Reader, v, &to.Grade.Level.IRI, id, at.Dot("iri"))
	step, level := d.levels[id], &to.Grade.Level
	if !step.Exists() {
		d.doubt(v, at.Dot("iri"), "no step of a scale has this id")
		return
	}
	if of := v.Parent().Get("resultDescription"); of.Exists() && !step.Parent().Parent().Get("id").IsText(of.Text()) {
		d.doubt(v, at.Dot("iri"), "this step is of the scale of another result description")
	}
	if value := step.Get("level").Text(); value != "" && level.Notation == "" {
		level.Notation = value
		d.Derive(v, at.Dot("notation"))
	}
	if name := step.Get("name").Text(); name != "" && level.Label.IsZero() && name != level.Notation {
		level.Label = mc.Text(d.Lang, name)
		d.Derive(v, level.Label.Path(at.Dot("label"), 0))
	}
}

// levelsByID indexes the steps of all scales.
func levelsByID(descriptions jsontree.Value) map[string]jsontree.Value {
	out := map[string]jsontree.Value{}
	for description := range descriptions.Each() {
		for step := range description.Get("rubricCriterionLevel").Each() {
			if id := step.Get("id").Text(); id != "" && !out[id].Exists() {
				out[id] = step
			}
		}
	}
	return out
}

// passWords and failWords are the grades that say no more than whether somebody
// passed, in lower case. Words that are one of several grades in some country
// are not among them.
var (
	passWords = []string{
		"pass", "passed", "bestått", "godkjent", "godkänd", "godkendt", "bestået", "hyväksytty", "staðist", "bestanden",
		"voldaan", "geslaagd", "apto", "apte", "apta", "idoneo", "idonea", "superato", "réussi", "admis", "aprovado", "zaliczone",
		"zaliczono", "splněno", "započteno", "absolvoval", "absolvovala", "opravil", "opravila", "opravljeno", "položeno", "megfelelt",
		"promovat", "arvestatud", "ieskaitīts", "įskaityta", "зачетено", "επιτυχώς",
	}
	failWords = []string{
		"fail", "failed", "ikke bestått", "ikkje bestått", "ikke godkjent", "ikkje godkjent", "underkänd", "ej godkänd", "ikke godkendt",
		"ikke bestået", "hylätty", "nicht bestanden", "niet voldaan", "niet geslaagd", "no apto", "no apta", "no apte", "non idoneo",
		"non idonea", "non superato", "échoué", "reprovado", "niezaliczone", "nie zaliczono", "nesplněno", "nezapočteno", "neabsolvoval",
		"neabsolvovala", "ni opravil", "ni opravila", "ni opravljeno", "nije položeno", "nem felelt meg", "mittearvestatud", "neieskaitīts",
		"neįskaityta", "незачетено",
	}
)

// passFail returns what a word says of passing, if it says nothing else.
func passFail(word string) mc.ResultState {
	switch word = strings.ToLower(strings.TrimSpace(word)); {
	case slices.Contains(passWords, word):
		return mc.ResultCompleted
	case slices.Contains(failWords, word):
		return mc.ResultFailed
	}
	return mc.ResultUnknown
}

// wordState returns what the words of a grade say of passing.
func wordState(g *mc.Grade) mc.ResultState {
	if g.Value != "" {
		return passFail(g.Value)
	}
	for _, text := range g.Text {
		if state := passFail(text.Text); state != "" {
			return state
		}
	}
	return mc.ResultUnknown
}

// isPassFail reports whether a scale has no other grades than to pass and to fail.
func isPassFail(g *mc.GradingScheme) bool {
	return g == nil || (g.Type == "" || g.Type == "Status") && g.Min == "" && g.Max == "" && len(g.Steps) == 0 &&
		!slices.ContainsFunc(g.Allowed, func(word string) bool { return passFail(word) == "" })
}

// linkOf says what follows from the grade and the status of a result.
func linkOf(result jsontree.Value) link {
	value, status := result.Get("value").Text(), result.Get("status").Text()
	word := passFail(value)
	l := link{result: result, worded: word != "" && statuses[word] == status}
	l.status = l.worded || status != "" && value == "" && !result.Get("achievedLevel").Exists()
	return l
}

// status returns the status of a result: the one that is stated, or else what
// the code or the word for it says. The second value says that the grade is no
// more than a status.
func (e *encoder) status(r *mc.AssessmentResult, value string, at path, to string) (status string, whole bool) {
	word := passFail(value)
	if status := statuses[r.State]; status != "" {
		e.Translate(at.Dot("state"), to, "the word of Open Badges")
		return status, word == r.State
	}
	state, reason := word, "the grade says it"
	for _, label := range r.Status.Label {
		if said := passFail(label.Text); said != "" && value != "" {
			state, reason = said, "the status of the grade says it"
		}
	}
	if state == "" {
		return "", false
	}
	e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: reason})
	return statuses[state], word == state
}

// readResultAlignments reads what a result is aligned with: the codes of its
// status and of how the learner was supervised, and anything else.
func (s *tables) readResultAlignments(d *decoder, v jsontree.Value, to *mc.AssessmentResult, at path) {
	for one := range v.Each() {
		switch stated := one.Get("targetType").Text(); {
		case strings.EqualFold(stated, targetAssessment):
			s.addCode(d, one, &to.Types, at.Dot("types"))
		case strings.EqualFold(stated, targetGradeStatus):
			s.readCode(d, one, &to.Status, at.Dot("status"))
		case strings.EqualFold(stated, targetSupervision):
			s.readSupervisionCode(d, one, &to.Supervision, at.Dot("supervision"))
		default:
			d.readStated(one, &to.Grade.Alignments, at.Dot("grade.alignments"))
		}
	}
}

func (s *tables) writeResultAlignments(e *encoder, n *node, r *mc.AssessmentResult, at path) {
	m := mapping.Member{Term: "alignment", Array: true}
	s.alignStated(e, n, &m, r.Grade.Alignments, at.Dot("grade.alignments"))
	if e.Plain {
		for i := range r.Types {
			s.alignCode(e, n, &m, &r.Types[i], at.Dot("types").At(i), targetAssessment)
		}
		s.alignCode(e, n, &m, &r.Status, at.Dot("status"), targetGradeStatus)
		s.alignSupervision(e, n, &m, &r.Supervision, at.Dot("supervision"))
	}
	e.Add(n, m)
}
