package edc

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineAssessments makes the tables of LearningAssessment, as it is designed
// and with its results.
func (s *schema) defineAssessments() {
	s.defineAssessmentSpec()
	s.defineResults()
	type T = mc.AssessmentResult
	s.assessment = mapping.Class[T]{
		Types: []string{"LearningAssessment"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("supplementaryDocument", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			mapping.Instant("dateIssued", func(a *T) *mc.Instant { return &a.Issued }),
			mapping.Opt("location", func(a *T) **mc.Location { return &a.Place }, &s.location),
			s.gradeRow(),
			s.statusRow(),
			mapping.Opt("shortenedGrading", func(a *T) **mc.ShortGrading { return &a.Short }, &s.short),
			mapping.Opt("resultDistribution", func(a *T) **mc.Distribution { return &a.Distribution }, &s.distribution),
			mapping.Tells(mapping.One("idVerification", func(a *T) *mc.Concept { return &a.Supervision.Concept }, &s.concept), tellSupervision),
			mapping.Many("assessedBy", func(a *T) *[]mc.Party { return &a.Assessors }, &s.party),
			awardedBy(func(a *T) **mc.Awarding { return &a.Awarding }),
			mapping.Opt("specifiedBy", func(a *T) **mc.AssessmentSpec { return &a.Spec }, &s.assessmentSpec),
			mapping.Many("hasPart", func(a *T) *[]T { return &a.Parts }, &s.assessment),
			backward(mapping.Many("isPartOf", func(a *T) *[]T { return &a.PartOf }, &s.assessment)),
			related("proves", func(a *T) *[]mc.Claim { return &a.Proves }),
			order(func(a *T) *int { return &a.Order }),
			noted(s, func(a *T) *[]mc.Note { return &a.Notes },
				statement{key: "grade", path: "grade", only: "level specID alignments"},
				statement{key: "result", path: "state", unless: "gradeStatus"},
				statement{key: "supervision", path: "supervision", unless: "idVerification"},
				statement{key: "supervision", path: "supervision", only: "channel", beside: "idVerification", when: isInList},
				statement{key: "supervision", path: "supervision", only: "supervised identityVerified channel", beside: "idVerification", when: isNotInList}),
		},
	}
}

func (s *schema) defineAssessmentSpec() {
	type T = mc.AssessmentSpec
	s.gradingScheme = mapping.Class[mc.GradingScheme]{
		Types: []string{"GradingScheme"},
		ID:    func(g *mc.GradingScheme) *string { return &g.ID },
		Rows: []mapping.Row[mc.GradingScheme]{
			mapping.Lang("title", func(g *mc.GradingScheme) *mc.LangString { return &g.Title }),
			mapping.Custom("description", readScale, writeScale),
			mapping.Many("identifier", func(g *mc.GradingScheme) *[]mc.Identifier { return &g.Identifiers }, &s.identifier),
			mapping.Many("supplementaryDocument", func(g *mc.GradingScheme) *[]mc.WebResource { return &g.Documents }, &s.webResource),
		},
	}
	s.assessmentSpec = mapping.Class[T]{
		Types: []string{"LearningAssessmentSpecification"},
		ID:    func(a *T) *string { return &a.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(a *T) *mc.LangString { return &a.Title }),
			mapping.Lang("altLabel", func(a *T) *mc.LangString { return &a.AltTitle }),
			mapping.Lang("category", func(a *T) *mc.LangString { return &a.Category }),
			mapping.Lang("description", func(a *T) *mc.LangString { return &a.Description }),
			mapping.Many("identifier", func(a *T) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
			mapping.Many("dcType", func(a *T) *[]mc.Concept { return &a.Types }, &s.concept),
			mapping.Many("mode", func(a *T) *[]mc.Concept { return &a.Modes }, &s.concept),
			mapping.Many("language", func(a *T) *[]mc.Concept { return &a.Languages }, &s.concept),
			mapping.Opt("gradingScheme", func(a *T) **mc.GradingScheme { return &a.Grading }, &s.gradingScheme),
			mapping.Many("homepage", func(a *T) *[]mc.WebResource { return &a.Homepages }, &s.webResource),
			mapping.Many("supplementaryDocument", func(a *T) *[]mc.WebResource { return &a.Documents }, &s.webResource),
			mapping.Text("status", func(a *T) *string { return &a.State }),
			mapping.Instant("dateModified", func(a *T) *mc.Instant { return &a.Modified }),
			mapping.Many("hasPart", func(a *T) *[]T { return &a.Parts }, &s.assessmentSpec),
			backward(mapping.Many("isPartOf", func(a *T) *[]T { return &a.PartOf }, &s.assessmentSpec)),
			mapping.Many("specialisationOf", func(a *T) *[]T { return &a.SpecialisationOf }, &s.assessmentSpec),
			mapping.Many("generalisationOf", func(a *T) *[]T { return &a.GeneralisationOf }, &s.assessmentSpec),
			backward(mapping.Many("proves", func(a *T) *[]mc.Definition { return &a.Proves }, &s.definition)),
			order(func(a *T) *int { return &a.Order }),
			noted(s, func(a *T) *[]mc.Note { return &a.Notes },
				statement{key: "supervision", path: "supervision"},
				statement{key: "alignment", path: "alignments"}),
		},
	}
}

func (s *schema) defineResults() {
	s.grade = mapping.Class[mc.Grade]{
		Types: []string{"Note"},
		Rows: append([]mapping.Row[mc.Grade]{mapping.Lang("noteLiteral", func(g *mc.Grade) *mc.LangString { return &g.Text })},
			mapping.Through(func(g *mc.Grade) **mc.Note { return &g.Note }, s.noteRows()...)...),
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.Grade, at mc.Path) {
			r.Texts(v, &to.Text, at.Dot("text"), mc.Und)
		},
		AfterRead: func(r *mapping.Reader, node jsontree.Value, to *mc.Grade, at mc.Path) {
			if to.Note != nil { // the note is kept whole
				r.Texts(node.Get("noteLiteral"), &to.Note.Text, at.Dot("note.text"), mc.Und)
			}
		},
	}
	s.short = mapping.Class[mc.ShortGrading]{
		Types: []string{"ShortenedGrading"},
		Rows: []mapping.Row[mc.ShortGrading]{
			mapping.Literal("percentageLower", func(g *mc.ShortGrading) *string { return &g.Lower }, asDigits),
			mapping.Literal("percentageEqual", func(g *mc.ShortGrading) *string { return &g.Equal }, asDigits),
			mapping.Literal("percentageHigher", func(g *mc.ShortGrading) *string { return &g.Higher }, asDigits),
		},
	}
	s.category = mapping.Class[mc.DistributionCategory]{
		Types: []string{"ResultCategory"},
		Rows: []mapping.Row[mc.DistributionCategory]{
			mapping.Text("label", func(c *mc.DistributionCategory) *string { return &c.Label }),
			mapping.Text("score", func(c *mc.DistributionCategory) *string { return &c.Score }),
			mapping.Text("minimumScore", func(c *mc.DistributionCategory) *string { return &c.MinScore }),
			mapping.Text("maximumScore", func(c *mc.DistributionCategory) *string { return &c.MaxScore }),
			mapping.Literal("count", func(c *mc.DistributionCategory) *string { return &c.Count }, asCount),
		},
	}
	s.distribution = mapping.Class[mc.Distribution]{
		Types: []string{"ResultDistribution"},
		Rows: []mapping.Row[mc.Distribution]{
			mapping.Lang("description", func(r *mc.Distribution) *mc.LangString { return &r.Description }),
			mapping.Many("resultCategory", func(r *mc.Distribution) *[]mc.DistributionCategory { return &r.Categories }, &s.category),
		},
	}
}

// asDigits is text that is a whole number in ELM.
var asDigits = mapping.Notation[string]{Parse: mapping.AsText.Parse, Show: func(s string) string {
	if _, err := strconv.ParseUint(s, 10, 31); err != nil {
		return ""
	}
	return mapping.Quote(s)
}}

// asCount is a number of people, which is above 0 in ELM.
var asCount = mapping.Notation[string]{Parse: mapping.AsText.Parse, Show: func(s string) string {
	if s == "0" {
		return ""
	}
	return asDigits.Show(s)
}}

// supervisions are the four classes of the list. It says nothing about where
// an assessment took place.
var supervisions = map[string]struct{ supervised, verified mc.Tri }{
	vocabulary.Supervision.IRI("70be69aaf9"): {mc.Yes, mc.Yes},
	vocabulary.Supervision.IRI("44314532f9"): {mc.Yes, mc.No},
	vocabulary.Supervision.IRI("df2880c5cb"): {mc.No, mc.Yes},
	vocabulary.Supervision.IRI("c598449d64"): {mc.No, mc.No},
}

// tellSupervision sets from the code whether an assessment was supervised and the
// identity of the learner verified.
func tellSupervision(r *mapping.Reader, v jsontree.Value, to *mc.AssessmentResult, at mc.Path) {
	into := &to.Supervision
	if known, ok := supervisions[into.Concept.IRI]; ok {
		into.Supervised, into.IdentityVerified = known.supervised, known.verified
		r.Derive(v, at.Dot("supervision.supervised"))
		r.Derive(v, at.Dot("supervision.identityVerified"))
	}
}

func fillSupervision(s *mc.Supervision) {
	if s.Concept.IsZero() {
		s.Concept = codeOf(vocabulary.Supervision, func(iri string) bool {
			return supervisions[iri].supervised == s.Supervised && supervisions[iri].verified == s.IdentityVerified
		})
	}
}

// isInList reports whether the code of a supervision says what it is.
func isInList(v reflect.Value) bool {
	_, ok := supervisions[v.Addr().Interface().(*mc.Supervision).Concept.IRI]
	return ok
}

func isNotInList(v reflect.Value) bool { return !isInList(v) }

// resultBase is what the codes of states of a result begin with. ELM has no list of
// them.
const resultBase = "https://mikromerit.github.io/ns/eumc/v1#result."

// stateIn returns the state that the status of a grade is the code of.
func stateIn(status jsontree.Value) (state mc.ResultState, leaf jsontree.Value, ok bool) {
	status, _ = first(status)
	leaf = status.Get("id")
	word, ok := strings.CutPrefix(leaf.Text(), resultBase)
	_, known := valuesInWords()[word]
	return mc.ResultState(word), leaf, ok && known
}

// statusRow is the row for the status of a grade, which also holds the state of a
// result without one.
func (s *schema) statusRow() mapping.Row[mc.AssessmentResult] {
	type T = mc.AssessmentResult
	row := mapping.One("gradeStatus", func(a *T) *mc.Concept { return &a.Status }, &s.concept)
	read, write := row.Read, row.Write
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		if state, leaf, ok := stateIn(v); ok && to.State == "" {
			to.State = state
			r.Change(leaf, at.Dot("state"), "a code of our own")
			r.Scaffold(v)
			return
		}
		read(r, v, to, at)
	}
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		if _, known := valuesInWords()[string(from.State)]; known && from.Status.IsZero() {
			tag := encoderOf(w).mainKey()
			status := mc.Concept{IRI: resultBase + string(from.State), Notation: string(from.State), Label: inWords(valuesInWords(), string(from.State), tag)}
			w.Put(n, "gradeStatus", s.concept.Write(w, n, "gradeStatus", &status, "", ""))
			return
		}
		write(w, n, from, at)
	}
	return row
}

// gradeRow is the row for the grade. ELM asks for one, so a result that only has a
// state has that in words there.
func (s *schema) gradeRow() mapping.Row[mc.AssessmentResult] {
	type T = mc.AssessmentResult
	row := mapping.One("grade", func(a *T) *mc.Grade { return &a.Grade }, &s.grade)
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		if state, _, ok := stateIn(v.Parent().Get("gradeStatus")); ok {
			note, _ := first(v)
			restates := note.Get("noteLiteral").Len() > 0
			for _, text := range note.Get("noteLiteral").Members() {
				restates = restates && valuesInWords().means(text.Text(), string(state))
			}
			if restates {
				r.Scaffold(v)
				return
			}
		}
		read(r, v, to, at)
	}
	return row
}

// inWords returns a word in a language.
func inWords(x words, key, tag string) mc.LangString {
	if word := x.in(tag, key); tag != "" && word != x.in("en", key) {
		return mc.Text(tag, word)
	}
	return mc.Text("en", x.in("en", key))
}

// scaleFields are the fields of a scale that have members of their own; the others
// stand in its description, as a sheet after what is stated there.
var scaleFields = []string{"id", "identifiers", "title", "description", "documents"}

const paragraph = "\n\n"

func writeScale(w *mapping.Writer, n *mapping.Node, from *mc.GradingScheme, at mc.Path) {
	e := encoderOf(w)
	text := e.respell(from.Description, at.Dot("description"))
	for _, sheet := range writeSheet(e, reflect.ValueOf(from).Elem(), at, scaleFields...) {
		_, ok := readSheet(sheet.Text, sheet.Lang, reflect.New(reflect.TypeFor[mc.GradingScheme]()).Elem(), scaleFields...)
		i := slices.IndexFunc(text, func(t mc.LangValue) bool { return t.Lang == sheet.Lang })
		switch {
		case !ok || strings.Contains(sheet.Text, paragraph):
		case i < 0:
			text = append(text, sheet)
		default:
			text[i].Text += paragraph + sheet.Text
		}
	}
	if len(text) > 0 {
		writeTexts(w, n, "description", text, at.Dot("description"))
	}
}

func readScale(r *mapping.Reader, v jsontree.Value, to *mc.GradingScheme, at mc.Path) {
	for e := range v.Each() {
		for tag, text := range e.Members() {
			readScaleText(r, text, tag, to, at)
		}
		if !e.IsObject() {
			r.Texts(e, &to.Description, at.Dot("description"), mc.Und)
		}
	}
}

// readScaleText reads the description of a scale in one language: what is stated,
// and the sheet after it if there is one.
func readScaleText(r *mapping.Reader, v jsontree.Value, tag string, to *mc.GradingScheme, at mc.Path) {
	for text := range v.Each() {
		if text.Kind() != jsontree.String {
			r.Reject(text, "not text")
			continue
		}
		description, sheet := "", text.Text()
		if i := strings.LastIndex(sheet, paragraph); i >= 0 {
			description, sheet = sheet[:i], sheet[i+len(paragraph):]
		}
		scale := mapping.Clone(to)
		told, isSheet := readSheet(sheet, tag, reflect.ValueOf(scale).Elem(), scaleFields...)
		if isSheet {
			*to = *scale
		} else {
			description = text.Text()
		}
		if description != "" || !isSheet {
			to.Description.Add(tag, description)
			r.Keep(text, to.Description.Path(at.Dot("description"), len(to.Description)-1))
		}
		for _, p := range told {
			r.Change(text, at.Dot(string(p)), "said in the description")
		}
	}
	r.Nothing(v)
}

// fillGrade gives a result the title and the grade that ELM asks for: the grade in
// words, or else its value, the name of the level reached, or the state.
func (e *encoder) fillGrade(r *mc.AssessmentResult, planned *steps, own []*mc.GradingScheme, at mc.Path) {
	tag := e.mainKey()
	if r.Spec != nil && r.Spec.Grading != nil {
		own = append(slices.Clip(own), r.Spec.Grading)
	}
	g := &r.Grade
	if _, inWord := valuesInWords()[string(r.State)]; g.Text.IsZero() {
		switch {
		case g.Value != "":
			g.Text = mc.Text(tag, g.Value)
			e.restated[at.Dot("grade.value")] = at.Dot("grade.text").Key(tag)
		case !g.Level.IsZero():
			g.Text = nameOfLevel(&g.Level, planned, own, tag)
		case inWord:
			g.Text = inWords(valuesInWords(), string(r.State), tag)
		}
	}
	if g.Text.IsZero() && e.opts.Grade != "" {
		g.Text = mc.Text(tag, e.opts.Grade)
		e.made(at.Dot("grade.text"), reasonOption)
	}
	if r.Title.IsZero() && !g.Text.IsZero() {
		r.Title = inWords(notesInWords(), "assessment", tag)
	}
	for i := range r.Parts {
		e.fillGrade(&r.Parts[i], planned, own, at.Dot("parts").At(i))
	}
}

// nameOfLevel returns the name of a level: its own, or that of the step of a scale, of
// a planned assessment or of the result's own.
func nameOfLevel(level *mc.Concept, planned *steps, own []*mc.GradingScheme, tag string) mc.LangString {
	if !level.Label.IsZero() {
		return level.Label
	}
	if name := planned.name(level.IRI); !name.IsZero() {
		return name
	}
	for _, scale := range own {
		for i := range scale.Steps {
			if step := &scale.Steps[i]; step.ID != "" && step.ID == level.IRI && !nameOfStep(step, tag).IsZero() {
				return nameOfStep(step, tag)
			}
		}
	}
	if level.Notation != "" {
		return mc.Text(tag, level.Notation)
	}
	return nil
}

func nameOfStep(step *mc.GradeStep, tag string) mc.LangString {
	if step.Title.IsZero() && step.Value != "" {
		return mc.Text(tag, step.Value)
	}
	return step.Title
}

// steps are the steps of the scales of planned assessments.
type steps struct {
	of    []mc.AssessmentSpec
	tag   string
	names map[string]mc.LangString // by id, once one is asked for
}

// name returns the name of the first step with an id that has one.
func (s *steps) name(id string) mc.LangString {
	if s.names == nil {
		s.names = map[string]mc.LangString{}
		for i := range s.of {
			if s.of[i].Grading == nil {
				continue
			}
			for j := range s.of[i].Grading.Steps {
				step := &s.of[i].Grading.Steps[j]
				if _, named := s.names[step.ID]; !named && step.ID != "" {
					if name := nameOfStep(step, s.tag); !name.IsZero() {
						s.names[step.ID] = name
					}
				}
			}
		}
	}
	return s.names[id]
}

// moveUngraded adds assessments without a grade to the definition, because ELM has
// no result without a grade.
func (e *encoder) moveUngraded(c *mc.Claim, at mc.Path) {
	for i := range c.Award.Assessments {
		r := &c.Award.Assessments[i]
		if !r.Grade.Text.IsZero() {
			continue
		}
		e.Explain(at.Dot("award.assessments").At(i), "ELM has no assessment without a grade; set EncodeOptions.Grade to state it. The kind stands with the definition")
		spec := mc.AssessmentSpec{}
		if r.Spec != nil {
			spec = *r.Spec
		}
		if spec.Title.IsZero() {
			spec.Title = r.Title
		}
		if len(spec.Types) == 0 {
			spec.Types = r.Types
		}
		known := slices.ContainsFunc(c.Definition.Assessments, func(s mc.AssessmentSpec) bool { return reflect.DeepEqual(s, spec) })
		if len(spec.Types) > 0 && !known {
			e.made(at.Dot("definition.assessments").At(len(c.Definition.Assessments)), "the kind of an assessment without a grade")
			c.Definition.Assessments = append(c.Definition.Assessments, spec)
		}
	}
}
