package elmo

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// states are the words for how a result ended.
var states = map[mc.ResultState]string{mc.ResultCompleted: "passed", mc.ResultFailed: "failed", mc.ResultInProgress: "in-progress"}

func (s *schema) defineResult() {
	s.term = mapping.Class[mc.Period]{Rows: []mapping.Row[mc.Period]{
		mapping.Lang("title", func(p *mc.Period) *mc.LangString { return &p.Name }),
		mapping.Literal("start", func(p *mc.Period) *mc.Instant { return &p.Start }, asDate),
		mapping.Literal("end", func(p *mc.Period) *mc.Instant { return &p.End }, asDate),
	}, Instead: func(w *mapping.Writer, from *mc.Period, at mc.Path, _ string) (*mapping.Node, bool) {
		if from.Name.IsZero() || from.Start.IsZero() || from.End.IsZero() {
			w.Explain(at, "an academic term has a title, a start and an end in ELMO")
			return nil, true
		}
		return nil, false
	}}
	s.short = mapping.Class[mc.ShortGrading]{Rows: []mapping.Row[mc.ShortGrading]{
		mapping.Text("percentageLower", func(x *mc.ShortGrading) *string { return &x.Lower }),
		mapping.Text("percentageEqual", func(x *mc.ShortGrading) *string { return &x.Equal }),
		mapping.Text("percentageHigher", func(x *mc.ShortGrading) *string { return &x.Higher }),
	}, Instead: func(w *mapping.Writer, from *mc.ShortGrading, at mc.Path, _ string) (*mapping.Node, bool) {
		if !isPlainDecimal(from.Lower) || !isPlainDecimal(from.Equal) || !isPlainDecimal(from.Higher) {
			w.Explain(at, "ELMO asks for three decimal numbers")
			return nil, true
		}
		return nil, false
	}}
	s.category = mapping.Class[mc.DistributionCategory]{Rows: []mapping.Row[mc.DistributionCategory]{
		mapping.Text("@label", func(x *mc.DistributionCategory) *string { return &x.Label }),
		mapping.Text("@count", func(x *mc.DistributionCategory) *string { return &x.Count }),
	}, Instead: func(w *mapping.Writer, from *mc.DistributionCategory, at mc.Path, _ string) (*mapping.Node, bool) {
		if from.Label == "" || !isCount.ok(from.Count) {
			w.Explain(at, "ELMO asks for a label and a whole number")
			return nil, true
		}
		return nil, false
	}}
	s.distribution = mapping.Class[mc.Distribution]{Rows: []mapping.Row[mc.Distribution]{
		array(mapping.Many("category", func(d *mc.Distribution) *[]mc.DistributionCategory { return &d.Categories }, &s.category)),
		mapping.Lang("description", func(d *mc.Distribution) *mc.LangString { return &d.Description }),
	}, AfterWrite: func(_ *mapping.Writer, n *mapping.Node, _ *mc.Distribution, _ mc.Path) {
		if n.Member("category") == nil {
			n.Members = nil // there must be a category
		}
	}}
	s.credit = mapping.Class[mc.Workload]{Rows: []mapping.Row[mc.Workload]{
		schemeRow(),
		mapping.Literal("value", func(w *mc.Workload) *mc.Decimal { return &w.Amount }, asDecimal),
	}, AfterRead: func(r *mapping.Reader, node jsontree.Value, to *mc.Workload, at mc.Path) {
		to.Kind = mc.WorkloadCredits
		r.Derive(node, at.Dot("kind"))
	}}
	s.level = mapping.Class[mc.Level]{Rows: []mapping.Row[mc.Level]{
		levelType(), levelValue(), levelDescription(),
	}}
}

// array makes a row that writes an array even for one value.
func array[T any](row mapping.Row[T]) mapping.Row[T] {
	write, term := row.Write, row.Term
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		write(w, n, from, at)
		if m := n.Member(term); m != nil {
			m.Array = true
		}
	}
	return row
}

const creditECTS = "http://data.europa.eu/snb/education-credit/6fcec5c5af"

// schemeRow is the row for the framework of credits. The format knows ECTS; any other
// is kept as it is written, and none is ever assumed.
func schemeRow() mapping.Row[mc.Workload] {
	return mapping.Custom("scheme",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Workload, at mc.Path) {
			leaf, text, ok := r.Literal(v)
			switch ects, known := vocabulary.Lookup(creditECTS); {
			case !ok:
			case text == "":
				r.Scaffold(leaf)
			case known && strings.EqualFold(text, "ects"):
				to.Framework = ects.Model()
				for _, p := range mapping.PathsOf(&to.Framework) {
					r.Change(leaf, at.Dot("framework").Dot(string(p)), "the framework by its code")
				}
			default:
				to.Framework.Notation = text
				r.Keep(leaf, at.Dot("framework.notation"))
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Workload, _ mc.Path) {
			w.PutText(n, "scheme", schemeOf(&from.Framework))
		})
}

// schemeOf returns the name of a framework of credits, "" for none.
func schemeOf(c *mc.Concept) string {
	if c.IRI == creditECTS || c.IRI == "" && strings.EqualFold(c.String(), "ects") {
		return "ects"
	}
	return orElse(c.Notation, c.String())
}

const typeEQF = "EQF"

// levelType is the row for the framework of a level.
func levelType() mapping.Row[mc.Level] {
	return mapping.Custom("type",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Level, at mc.Path) {
			leaf, text, ok := r.Literal(v)
			if !ok || text == "" {
				r.Scaffold(leaf)
				return
			}
			switch n, _ := strconv.Atoi(textIn(leaf.Parent().Get("value"))); {
			case strings.EqualFold(text, typeEQF) && n >= 1 && n <= 8:
				*to, _ = mc.EQFLevel(n)
				for _, p := range mapping.PathsOf(to) {
					r.Change(leaf, at.Dot(string(p)), "the level by its framework and number")
				}
				return
			case strings.EqualFold(text, "NQF"):
				to.Kind = mc.LevelNQF
				r.Change(leaf, at.Dot("kind"), "the framework says it")
			}
			to.Framework.Notation = text
			r.Keep(leaf, at.Dot("framework.notation"))
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Level, at mc.Path) {
			name := levelFramework(from)
			if name == "" {
				w.Explain(at, "ELMO asks for the name of the framework of a level")
			}
			w.PutText(n, "type", name)
		})
}

// levelFramework returns the name of the framework of a level.
func levelFramework(l *mc.Level) string {
	if l.EQF > 0 {
		return typeEQF
	}
	if l.Framework.IsZero() && l.Kind != mc.LevelOther {
		return strings.ToUpper(string(l.Kind))
	}
	return orElse(l.Framework.Notation, l.Framework.String())
}

func levelValue() mapping.Row[mc.Level] {
	return mapping.Custom("value",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Level, at mc.Path) {
			if leaf, text, ok := r.Literal(v); ok && to.EQF > 0 {
				r.Change(leaf, at.Dot("eqf"), "the level by its framework and number")
			} else if ok {
				mapping.Fill(r, leaf, &to.Value.Notation, text, at.Dot("value.notation"))
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Level, _ mc.Path) {
			if from.EQF > 0 {
				w.PutText(n, "value", strconv.Itoa(int(from.EQF)))
				return
			}
			w.PutText(n, "value", orElse(from.Value.Notation, orElse(from.Value.String(), from.Cycle.String())))
		})
}

// levelDescription is the row for what people call the framework.
func levelDescription() mapping.Row[mc.Level] {
	row := oneText("description", func(l *mc.Level) *mc.LangString { return &l.Framework.Label })
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *mc.Level, at mc.Path) {
		if to.EQF > 0 { // which has a name
			r.Scaffold(v)
			return
		}
		read(r, v, to, at)
	}
	return row
}

// resultRows are the rows for how the learner did.
func (s *schema) resultRows() []mapping.Row[mc.AssessmentResult] {
	type T = mc.AssessmentResult
	return mapping.Rows(
		[]mapping.Row[T]{statusRow()},
		mapping.Through(func(a *T) **mc.AssessmentSpec { return &a.Spec }, mapping.Through(func(a *mc.AssessmentSpec) **mc.GradingScheme { return &a.Grading }, s.schemeRows()...)...),
		[]mapping.Row[T]{
			gradeRow(),
			mapping.Opt("shortenedGrading", func(a *T) **mc.ShortGrading { return &a.Short }, &s.short),
			mapping.Opt("resultDistribution", func(a *T) **mc.Distribution { return &a.Distribution }, &s.distribution),
		})
}

// gradePass is the only code of the Union's list of states that is known here.
const gradePass = "http://data.europa.eu/snb/grade-status/c_60a1cf9a"

// statusRow is the row for how a result ended, which may be stated as a code of the
// Union.
func statusRow() mapping.Row[mc.AssessmentResult] {
	row := mapping.Word("status", func(a *mc.AssessmentResult) *mc.ResultState { return &a.State }, states)
	write := row.Write
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *mc.AssessmentResult, at mc.Path) {
		if from.State == "" && from.Status.IRI == gradePass {
			encoderOf(w).implied[at.Dot("status.iri")] = at.Dot("state")
			w.PutText(n, "status", states[mc.ResultCompleted])
			return
		}
		write(w, n, from, at)
	}
	return row
}

// gradeRow is the row for the grade, a bare value.
func gradeRow() mapping.Row[mc.AssessmentResult] {
	row := mapping.Text("resultLabel", func(a *mc.AssessmentResult) *string { return &a.Grade.Value })
	write := row.Write
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *mc.AssessmentResult, at mc.Path) {
		switch g := &from.Grade; {
		case g.Value != "":
			write(w, n, from, at)
		case !g.Text.IsZero():
			i := max(0, w.Best(g.Text))
			restate(w, g.Text.Path(at.Dot("grade.text"), i), at.Dot("grade.value"))
			w.PutText(n, "resultLabel", g.Text[i].Text)
		case !g.Level.IsZero():
			w.PutText(n, "resultLabel", g.Level.String())
		}
	}
	return row
}

// schemeRows are the rows for the scale, which the report describes.
func (s *schema) schemeRows() []mapping.Row[mc.GradingScheme] {
	return []mapping.Row[mc.GradingScheme]{
		mapping.Custom("gradingSchemeLocalId",
			func(r *mapping.Reader, v jsontree.Value, to *mc.GradingScheme, at mc.Path) {
				leaf, text, ok := r.Literal(v)
				if !ok || text == "" {
					r.Scaffold(leaf)
					return
				}
				to.Identifiers = []mc.Identifier{{Value: text, SchemeName: schemeLocal}}
				r.Keep(leaf, at.Dot("identifiers[0].value"))
				r.Change(leaf, at.Dot("identifiers[0].schemeName"), "the element says it")
				if described := decoderOf(r).schemes[text]; described.Exists() && to.Description.IsZero() {
					r.Scaffold(described.Get("@localId"))
					r.Texts(described.Get("description"), &to.Description, at.Dot("description"), mc.Und)
				}
			},
			func(w *mapping.Writer, n *mapping.Node, from *mc.GradingScheme, at mc.Path) {
				w.PutText(n, "gradingSchemeLocalId", encoderOf(w).schemeID(from, at))
			}),
		mapping.Custom("gradingSchemeExternalId",
			func(r *mapping.Reader, v jsontree.Value, to *mc.GradingScheme, at mc.Path) {
				if leaf, text, ok := r.Literal(v); ok {
					mapping.Fill(r, leaf, &to.ID, text, at.Dot("id"))
				}
			},
			func(w *mapping.Writer, n *mapping.Node, from *mc.GradingScheme, _ mc.Path) {
				if encoderOf(w).version == Version20 {
					w.PutText(n, "gradingSchemeExternalId", from.ID)
				}
			}),
	}
}

// schemeLocal names the identifiers that grading schemes have in one document.
const schemeLocal = "gradingScheme"

// schemeID returns the id by which the report describes a scale.
func (e *encoder) schemeID(g *mc.GradingScheme, at mc.Path) string {
	id := ""
	for _, i := range g.Identifiers {
		if i.SchemeName == schemeLocal && id == "" {
			id = i.Value
		}
	}
	text := g.Description
	if text.IsZero() && !g.Title.IsZero() {
		text = g.Title
		restate(&e.Writer, at.Dot("title"), at.Dot("description"))
	}
	if id == "" && text.IsZero() {
		return ""
	}
	same := func(s scale) bool { return slices.Equal(s.text, text) && (id == "" || s.id == id) }
	if i := slices.IndexFunc(e.scales, same); i >= 0 {
		return e.scales[i].id
	}
	taken := func(id string) bool { return slices.ContainsFunc(e.scales, func(s scale) bool { return s.id == id }) }
	for n := len(e.scales) + 1; id == "" || taken(id); n++ {
		id = "scale-" + strconv.Itoa(n)
	}
	e.scales = append(e.scales, scale{id, text})
	return id
}

// scale is a grading scheme of the report that is being written.
type scale struct {
	id   string
	text mc.LangString
}
