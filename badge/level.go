package badge

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var levelTargets = map[mc.LevelKind]string{
	mc.LevelEQF: targetEQF, mc.LevelNQF: targetNQF, mc.LevelQFEHEA: targetCycle,
	mc.LevelCEFR: targetCEFR, mc.LevelEducation: targetEducation, mc.LevelOther: targetLevel,
}

// kindsOfTargets are the kinds of levels that target types stand for.
var kindsOfTargets = inverse(levelTargets)

// defineLevels makes the classes of alignments with levels.
func (s *tables) defineLevels(targets []row[mc.Concept]) {
	type L = mc.Level
	value := func(l *L) *mc.Concept { return &l.Value }
	rows := mapping.Part(value, targets[:len(targets)-1]...)
	for i, r := range rows {
		switch r.Term {
		case "targetName":
			rows[i] = writtenBy(r, func(e *encoder, n *node, l *L, at path) {
				if !e.putLevelName(n, l, at) {
					r.Write(e.Writer, n, l, at)
				}
			})
		case "targetUrl":
			rows[i] = readBy(writtenBy(r, writeLevelAddress), func(d *decoder, v jsontree.Value, to *L, at path) {
				if d.isPage(v) {
					d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the page of the definition"})
					return
				}
				r.Read(d.Reader, v, to, at)
			})
		}
	}
	s.targetLevel = class[L]{Types: alignmentNames, Rows: mapping.Rows(
		[]row[L]{custom("targetType", readLevelKind, writeLevelKind)},
		rows,
		[]row[L]{mapping.Turn(1, custom("targetFramework", readLevelFramework, writeLevelFramework))},
	)}
	s.targetEQF = class[L]{Types: alignmentNames, Rows: eqfRows()}
}

func readLevelKind(d *decoder, v jsontree.Value, to *mc.Level, at path) {
	if to.Kind = d.aligned.kind; to.Kind == mc.LevelOther {
		d.Scaffold(v)
		return
	}
	d.Change(v, at.Dot("kind"), d.aligned.reason)
}

func writeLevelKind(e *encoder, n *node, l *mc.Level, at path) {
	if _, known := levelTargets[l.Kind]; known {
		e.Translate(at.Dot("kind"), n.At("targetType"), "the name of the framework in an alignment")
	}
	e.PutText(n, "targetType", levelTarget(l))
}

func levelTarget(l *mc.Level) string {
	if target, known := levelTargets[l.Kind]; known {
		return target
	}
	return targetLevel
}

func writeLevelAddress(e *encoder, n *node, l *mc.Level, at path) {
	if isGlobal(l.Value.IRI) {
		e.Keep(at.Dot("value").Dot("iri"), n.At("targetUrl"))
		e.PutText(n, "targetUrl", l.Value.IRI)
		return
	}
	e.PutText(n, "targetUrl", e.ownPage())
	e.tracker.Add(mc.Outcome{To: n.At("targetUrl"), Kind: mc.KindSynthesised, Reason: "the page of the definition, since the level has none"})
}

// levelName is the name of a level that says which framework it is in. It stands
// for the name "Level 5.1", which says less.
func levelName(framework, level, lang string) string {
	return framework + " " + wordNth.in(lang) + " " + level
}

// knownLevel returns the framework and level of a level whose IRI tells them.
func knownLevel(l *mc.Level) (framework, level string) {
	if known, ok := vocabulary.NQF(l.Value.IRI); ok {
		return known.Framework.Name, known.Level
	}
	return "", ""
}

func (e *encoder) putLevelName(n *node, l *mc.Level, at path) bool {
	framework, level := knownLevel(l)
	if level == "" || !e.standsFor(l.Value.Label, at.Dot("value.label"), "Level "+level, n.At("targetName")) {
		return false
	}
	e.PutText(n, "targetName", levelName(framework, level, e.lang))
	return true
}

// standsFor accounts for an English label for which something else is written.
func (e *encoder) standsFor(s mc.LangString, at path, label, to string) bool {
	i := slices.Index(s, mc.LangValue{Lang: "en", Text: label})
	if i >= 0 {
		e.Translate(s.Path(at, i), to, "with the name of the framework")
	}
	return i >= 0
}

// fillLabel reads the name of a level that stands for its English label.
func (d *decoder) fillLabel(v jsontree.Value, framework, level string, to *mc.LangString, at path) bool {
	label := mc.LangValue{Lang: "en", Text: "Level " + level}
	for lang := range wordNth {
		if !v.IsText(levelName(framework, level, lang)) {
			continue
		}
		i := slices.Index(*to, label)
		switch {
		case i < 0 && d.aligned.known:
			d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "framework and level"})
			return true
		case i < 0:
			i = len(*to)
			*to = append(*to, label)
		}
		d.Change(v, to.Path(at, i), "with the name of the framework")
		return true
	}
	return false
}

func readLevelFramework(d *decoder, v jsontree.Value, to *mc.Level, at path) {
	if v.Kind() == jsontree.String && d.Confirms(v, to.Value.SchemeLabel, at.Dot("value.schemeLabel")) {
		return
	}
	if f := to.Framework.Notation; f != "" && v.IsText(f) {
		d.Keep(v, at.Dot("framework.notation"))
		return
	}
	if _, framework := codeOf(d.aligned.target, &to.Value); framework != "" && v.IsText(framework) && d.aligned.shaped {
		d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "the framework of the code"})
		d.deriveFramework(v, to, at)
		return
	}
	d.OneText(v, &to.Framework.Label, at.Dot("framework.label"))
}

// deriveFramework fills the national framework that the IRI of a level tells.
func (d *decoder) deriveFramework(v jsontree.Value, to *mc.Level, at path) {
	known, ok := vocabulary.NQF(to.Value.IRI)
	if !ok || d.aligned.known || !to.Framework.IsZero() {
		return
	}
	f := known.Framework
	at = at.Dot("framework")
	to.Framework = mc.Concept{IRI: f.IRI, Notation: f.Name, Label: mc.Text("en", f.Label)}
	if f.IRI != "" {
		d.Derive(v, at.Dot("iri"))
	}
	d.Derive(v, at.Dot("notation"))
	d.Derive(v, to.Framework.Label.Path(at.Dot("label"), 0))
}

// writeLevelFramework names a framework: as the code tells, or by its label or
// its short form.
func writeLevelFramework(e *encoder, n *node, l *mc.Level, at path) {
	const term = "targetFramework"
	if e.putText(n, term, l.Value.SchemeLabel, at.Dot("value").Dot("schemeLabel")) {
		return
	}
	at = at.Dot("framework")
	known, ok := vocabulary.NQF(l.Value.IRI)
	if f := known.Framework; l.Framework.IsZero() || ok && l.Framework.IRI == f.IRI && l.Framework.Notation == f.Name {
		if shape := e.shape(&l.Value); shape.framework != "" {
			e.PutText(n, term, shape.framework)
			e.Translate(at.Dot("iri"), n.At(term), "the framework of the code")
			e.Translate(at.Dot("notation"), n.At(term), "the framework of the code")
			e.standsFor(l.Framework.Label, at.Dot("label"), f.Label, n.At(term))
			e.composed(n, term)
			return
		}
	}
	if e.putText(n, term, l.Framework.Label, at.Dot("label")) {
		return
	}
	if l.Framework.Notation != "" {
		e.Keep(at.Dot("notation"), n.At(term))
		e.PutText(n, term, l.Framework.Notation)
	}
}

func addressOfEQF(level int8) string { return eqfBase + strconv.Itoa(int(level)) }

// eqfRows are the members of an alignment with a level of the EQF. They are only
// read.
func eqfRows() []row[mc.Level] {
	type L = mc.Level
	return []row[L]{
		custom("targetType", func(d *decoder, v jsontree.Value, to *L, at path) {
			to.Kind, to.EQF = mc.LevelEQF, d.aligned.eqf
			d.Change(v, at.Dot("kind"), d.aligned.reason)
			if !d.aligned.known && !d.aligned.shaped && to.Framework.IsZero() {
				to.Framework = mc.Concept{IRI: mc.SchemeEQF, Notation: "EQF"}
				d.Derive(v, at.Dot("framework.iri"))
				d.Derive(v, at.Dot("framework.notation"))
			}
		}, nil),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *L, at path) {
			to.EQF = d.aligned.eqf
			d.Change(v, at.Dot("eqf"), "the level as text")
			if !d.aligned.known && !d.aligned.shaped || to.Value.Notation != "" {
				d.text(v, &to.Value.Notation, at.Dot("value.notation"))
			}
		}, nil),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *L, at path) {
			iri := addressOfEQF(d.aligned.eqf)
			if codeAddress(v.Text()) != iri {
				d.Reject(v, CodeDutch+": the address of a page and not that of the level")
				return
			}
			to.EQF = d.aligned.eqf
			d.Change(v, at.Dot("eqf"), "the level in the IRI")
			mapping.Fill(d.Reader, v, &to.Value.IRI, iri, at.Dot("value.iri"))
			d.deriveScheme(v, &to.Value, at.Dot("value"))
		}, nil),
		custom("targetName", func(d *decoder, v jsontree.Value, to *L, at path) {
			level := strconv.Itoa(int(d.aligned.eqf))
			switch {
			case v.IsText("EQF " + level):
				d.Mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "framework and level"})
			case d.aligned.shaped && d.fillLabel(v, "EQF", level, &to.Value.Label, at.Dot("value.label")):
			default:
				d.OneText(v, &to.Value.Label, at.Dot("value.label"))
			}
		}, nil),
		custom("targetDescription", func(d *decoder, v jsontree.Value, to *L, at path) {
			if !d.isWords(v) {
				d.OneText(v, &to.Value.Definition, at.Dot("value.definition"))
			}
		}, nil),
		custom("targetFramework", func(d *decoder, v jsontree.Value, to *L, at path) {
			if v.IsText("EQF") {
				d.Scaffold(v)
				return
			}
			d.OneText(v, &to.Framework.Label, at.Dot("framework.label"))
		}, nil),
	}
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
