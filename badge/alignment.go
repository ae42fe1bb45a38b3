package badge

import (
	"errors"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The target types of alignments. Those with "ext:" extend the enumeration of
// the specification and follow European practice where there is one; after the
// colon stand only letters, digits, dots and underscores.
const (
	targetEQF       = "ext:EQF"
	targetNQF       = "ext:NQF"
	targetCycle     = "ext:QFEHEA"
	targetCEFR      = "ext:CEFR"
	targetEducation = "ext:EducationLevel"
	targetLevel     = "ext:Level"
	targetESCO      = "ext:ESCOSkill"
	targetSkill     = "ext:Skill"
	targetOutcome   = "ext:LearningOutcome"
	targetField     = "ext:ISCEDF"
	targetQuality   = "ext:QualityAssurance"
)

const (
	escoBase = "http://data.europa.eu/esco/"
	eqfBase  = "http://data.europa.eu/snb/eqf/"
)

var levelTargets = map[mc.LevelKind]string{
	mc.LevelEQF: targetEQF, mc.LevelNQF: targetNQF, mc.LevelQFEHEA: targetCycle,
	mc.LevelCEFR: targetCEFR, mc.LevelEducation: targetEducation, mc.LevelOther: targetLevel,
}

// kindsOfTargets are the kinds of levels that target types stand for.
var kindsOfTargets = inverse(levelTargets)

// targetAliases are other spellings of target types, in lower case. Dutch
// software appends the word Alignment to the name of a framework.
var targetAliases = map[string]string{
	"eqf": targetEQF, "nqf": targetNQF, "nlqf": targetNQF, "esco": targetESCO, "escoskill": targetESCO,
	"qualityassurance": targetQuality, "learningoutcome": targetOutcome, "iscedf": targetField,
}

// targetOf returns the target type of an alignment. An alias is another way to
// write it, or what the address tells.
func targetOf(v jsontree.Value) (target string, alias bool) {
	stated := v.Get("targetType").Text()
	name, extension := strings.CutPrefix(stated, "ext:")
	_, known := kindsOfTargets[stated]
	switch known = known && stated != targetLevel; {
	case known, stated == targetESCO, stated == targetSkill, stated == targetOutcome, stated == targetField, stated == targetQuality, stated == targetLevel:
		return stated, false
	case extension:
		name = strings.ToLower(strings.ReplaceAll(strings.TrimSuffix(name, "Alignment"), " ", ""))
		return targetAliases[name], targetAliases[name] != ""
	case hasType(v.Get("type"), "LearningOutcome"):
		return targetOutcome, true
	case stated != "":
		return "", false
	}
	url := v.Get("targetUrl").Text()
	switch {
	case strings.HasPrefix(url, escoBase):
		return targetESCO, true
	case mc.EQFOf(url) > 0:
		return targetEQF, true
	}
	return "", false
}

// aligned is the alignment that is being read.
type aligned struct {
	reason string       // what its type says of the framework
	kind   mc.LevelKind // of a level
	eqf    int8         // a level of the EQF
	known  bool         // whether the extension has stated it
}

var alignmentNames = []string{"Alignment", "LearningOutcome"}

// defineAlignments makes the classes of what an alignment can be about.
func (s *tables) defineAlignments() {
	type L = mc.Level
	targets := targetRows()
	s.target = class[mc.Concept]{Types: alignmentNames, Rows: mapping.Rows([]row[mc.Concept]{targetType[mc.Concept]()}, targets)}
	value := func(l *L) *mc.Concept { return &l.Value }
	levels := mapping.Part(value, targets[:len(targets)-1]...)
	for i, r := range levels {
		if r.Term == "targetUrl" {
			levels[i] = writtenBy(r, writeLevelAddress)
		}
	}
	s.targetLevel = class[L]{Types: alignmentNames, Rows: mapping.Rows(
		[]row[L]{custom("targetType", readLevelKind, writeLevelKind)},
		levels,
		[]row[L]{custom("targetFramework", readLevelFramework, writeLevelFramework)},
	)}
	s.defineEQF()
	type O = mc.LearningOutcome
	s.targetOutcome = class[O]{Types: alignmentNames, Rows: []row[O]{
		mapping.OneText("targetName", func(o *O) *mc.LangString { return &o.Title }),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *O, at path) {
			if d.aligned.known && to.ID == "" {
				d.Scaffold(v) // made up, for lack of one
				return
			}
			d.text(v, &to.ID, at.Dot("id"))
		}, nil),
		custom("targetDescription", func(d *decoder, v jsontree.Value, to *O, at path) {
			if len(to.Notes) == 0 {
				to.Notes = make([]mc.Note, 1)
			}
			d.OneText(v, &to.Notes[0].Text, at.Dot("notes[0].text"))
		}, nil),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *O, at path) {
			var id mc.Identifier
			d.text(v, &id.Value, at.Dot("identifiers").At(len(to.Identifiers)).Dot("value"))
			if id.Value != "" {
				to.Identifiers = append(to.Identifiers, id)
			}
		}, nil),
		mapping.ReadOnly(targetType[O]()),
	}}
	type Q = mc.QualityAssurance
	s.targetQuality = class[Q]{Types: alignmentNames, Rows: []row[Q]{
		custom("targetName", func(d *decoder, v jsontree.Value, to *Q, at path) {
			if to.Title.IsZero() && v.Kind() == jsontree.String && d.Confirms(v, to.Type.Label, at.Dot("type.label")) {
				return
			}
			d.OneText(v, &to.Title, at.Dot("title"))
		}, nil),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *Q, at path) {
			switch {
			case to.ID != "" && v.IsText(to.ID):
				d.Keep(v, at.Dot("id"))
			case d.aligned.known && to.URL == "" && !isWebURL(v.Text()):
				d.Scaffold(v) // made up, for lack of one
			case !isWebURL(v.Text()):
				d.text(v, &to.ID, at.Dot("id"))
			default:
				d.text(v, &to.URL, at.Dot("url"))
			}
		}, nil),
		mapping.Text("targetCode", func(q *Q) *string { return &q.Code }),
		mapping.OneText("targetDescription", func(q *Q) *mc.LangString { return &q.Description }),
		mapping.ReadOnly(targetType[Q]()),
	}}
	s.defineStated(targets)
}

// targetType is the member with the target type, which targetOf has read.
func targetType[T any]() row[T] {
	return custom("targetType", func(d *decoder, v jsontree.Value, _ *T, _ path) {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: d.aligned.reason})
	}, func(e *encoder, n *node, _ *T, _ path) { e.PutText(n, "targetType", e.target) })
}

// targetRows are the members of an alignment with an entry of a code list, the
// framework last.
func targetRows() []row[mc.Concept] {
	return []row[mc.Concept]{
		mapping.Turn(1, custom("targetName", func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			if to.Label.IsZero() && v.Kind() == jsontree.String && v.Text() == to.Notation {
				d.Keep(v, at.Dot("notation"))
				return
			}
			d.OneText(v, &to.Label, at.Dot("label"))
		}, func(e *encoder, n *node, c *mc.Concept, at path) {
			if !e.putText(n, "targetName", c.Label, at.Dot("label")) {
				e.PutText(n, "targetName", c.Notation)
			}
		})),
		when(func(_ *encoder, c *mc.Concept, _ path) bool { return isGlobal(c.IRI) },
			mapping.Text("targetUrl", func(c *mc.Concept) *string { return &c.IRI })),
		mapping.Text("targetCode", func(c *mc.Concept) *string { return &c.Notation }),
		mapping.OneText("targetDescription", func(c *mc.Concept) *mc.LangString { return &c.Definition }),
		mapping.OneText("targetFramework", func(c *mc.Concept) *mc.LangString { return &c.SchemeLabel }),
	}
}

func readLevelKind(d *decoder, v jsontree.Value, to *mc.Level, at path) {
	if to.Kind = d.aligned.kind; to.Kind == mc.LevelOther {
		d.Scaffold(v)
		return
	}
	d.Change(v, at.Dot("kind"), d.aligned.reason)
}

func writeLevelKind(e *encoder, n *node, l *mc.Level, at path) {
	target, known := levelTargets[l.Kind]
	if known {
		e.Translate(at.Dot("kind"), n.At("targetType"), "the name of the framework in an alignment")
	} else {
		target = targetLevel
	}
	e.PutText(n, "targetType", target)
}

func writeLevelAddress(e *encoder, n *node, l *mc.Level, at path) {
	if isGlobal(l.Value.IRI) {
		e.Keep(at.Dot("value").Dot("iri"), n.At("targetUrl"))
		e.PutText(n, "targetUrl", l.Value.IRI)
		return
	}
	e.PutText(n, "targetUrl", e.newID(at.Dot("value")))
	e.tracker.Add(mc.Outcome{To: n.At("targetUrl"), Kind: mc.KindSynthesised, Reason: "the level has no address"})
}

func readLevelFramework(d *decoder, v jsontree.Value, to *mc.Level, at path) {
	if v.Kind() == jsontree.String && d.Confirms(v, to.Value.SchemeLabel, at.Dot("value.schemeLabel")) {
		return
	}
	if f := to.Framework.Notation; f != "" && v.IsText(f) {
		d.Keep(v, at.Dot("framework.notation"))
		return
	}
	d.OneText(v, &to.Framework.Label, at.Dot("framework.label"))
}

// writeLevelFramework names a framework: by its label or its short form.
func writeLevelFramework(e *encoder, n *node, l *mc.Level, at path) {
	const term = "targetFramework"
	if e.putText(n, term, l.Value.SchemeLabel, at.Dot("value").Dot("schemeLabel")) || e.putText(n, term, l.Framework.Label, at.Dot("framework").Dot("label")) {
		return
	}
	if l.Framework.Notation != "" {
		e.Keep(at.Dot("framework").Dot("notation"), n.At(term))
		e.PutText(n, term, l.Framework.Notation)
	}
}

func addressOfEQF(level int8) string { return eqfBase + strconv.Itoa(int(level)) }

func (s *tables) defineEQF() {
	type L = mc.Level
	s.targetEQF = class[L]{Types: alignmentNames, Rows: []row[L]{
		custom("targetType", func(d *decoder, v jsontree.Value, to *L, at path) {
			to.Kind, to.EQF = mc.LevelEQF, d.aligned.eqf
			d.Change(v, at.Dot("kind"), d.aligned.reason)
			if !d.aligned.known && to.Framework.IsZero() {
				to.Framework = mc.Concept{IRI: mc.SchemeEQF, Notation: "EQF"}
				d.Derive(v, at.Dot("framework.iri"))
				d.Derive(v, at.Dot("framework.notation"))
			}
		}, nil),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *L, at path) {
			to.EQF = d.aligned.eqf
			d.Change(v, at.Dot("eqf"), "the level as text")
			if !d.aligned.known || to.Value.Notation != "" {
				d.text(v, &to.Value.Notation, at.Dot("value.notation"))
			}
		}, nil),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *L, at path) {
			iri := addressOfEQF(d.aligned.eqf)
			if !v.IsText(iri) {
				d.Reject(v, CodeDutch+": the address of a page and not that of the level")
				return
			}
			to.EQF = d.aligned.eqf
			d.Change(v, at.Dot("eqf"), "the level in the IRI")
			mapping.Fill(d.Reader, v, &to.Value.IRI, iri, at.Dot("value.iri"))
		}, nil),
		custom("targetName", func(d *decoder, v jsontree.Value, to *L, at path) {
			if v.IsText("EQF " + strconv.Itoa(int(d.aligned.eqf))) {
				d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "framework and level"})
				return
			}
			d.OneText(v, &to.Value.Label, at.Dot("value.label"))
		}, nil),
		mapping.OneText("targetDescription", func(l *L) *mc.LangString { return &l.Value.Definition }),
		custom("targetFramework", func(d *decoder, v jsontree.Value, to *L, at path) {
			if v.IsText("EQF") {
				d.Scaffold(v)
				return
			}
			d.OneText(v, &to.Framework.Label, at.Dot("framework.label"))
		}, nil),
	}}
}

// defineStated makes the class of alignments with frameworks for which the model
// has no field of their own. Open Badges requires an IRI and a name.
func (s *tables) defineStated(targets []row[mc.Concept]) {
	type T = mc.Alignment
	rows := mapping.Part(func(l *T) *mc.Concept { return &l.Target }, targets...)
	for i, r := range rows {
		if r.Term == "targetDescription" {
			rows[i] = writtenBy(r, func(e *encoder, n *node, l *T, at path) {
				if r.Write(e.Writer, n, l, at); n.Member(r.Term) == nil {
					e.putText(n, r.Term, l.Description, at.Dot("description"))
				}
			})
		}
	}
	s.alignment = class[T]{Types: alignmentNames,
		Instead: only(func(e *encoder, l *T, _ path) bool { return e.isAlignable(&l.Target) }),
		Rows: mapping.Rows([]row[T]{
			when(func(_ *encoder, l *T, _ path) bool { return ob3.AlignmentTargetType(l.Type).Valid() },
				mapping.Text("targetType", func(l *T) *string { return &l.Type })),
		}, rows)}
}

// isAlignable reports whether an alignment can be made of a coded value.
func (e *encoder) isAlignable(c *mc.Concept) bool {
	return isGlobal(c.IRI) && (e.best(c.Label) >= 0 || c.Notation != "")
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

// deriveLevel sets the framework of a level if its code or its cycle tells.
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
