package badge

import (
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
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

// alignments writes what readers of plain Open Badges can know of levels,
// outcomes, skills, fields and quality assurance.
func (e *encoder) alignments() {
	d := &e.c.Definition
	for i := range d.Levels {
		e.alignLevel(path("definition.levels").At(i), &d.Levels[i])
	}
	for i := range d.Outcomes {
		e.alignOutcome(path("definition.outcomes").At(i), &d.Outcomes[i])
	}
	for i := range d.Fields {
		if strings.HasPrefix(d.Fields[i].IRI, "http://data.europa.eu/snb/isced-f/") {
			e.alignConcept(path("definition.fields").At(i), &d.Fields[i], targetField)
		}
	}
	for i := range d.Quality {
		e.alignQuality(path("definition.quality").At(i), &d.Quality[i])
	}
	e.alignStated("definition.alignments", d.Alignments)
}

// nextAlignment is the pointer of the alignment to be added.
func (e *encoder) nextAlignment() string {
	return element(atAchievement+"/alignment", len(e.out.Subject.Achievement.Alignment))
}

func (e *encoder) addAlignment(a ob3.Alignment) {
	a.Type = []string{"Alignment"}
	e.targets[[2]string{a.TargetType, a.TargetURL}] = e.nextAlignment()
	list := &e.out.Subject.Achievement.Alignment
	*list = append(*list, a)
}

// aligned returns the pointer of an alignment that is already there, or "".
func (e *encoder) aligned(kind, url string) string { return e.targets[[2]string{kind, url}] }

// alignConcept aligns with an entry of a code list. One without an IRI or
// without any name cannot be written: both are required.
func (e *encoder) alignConcept(at path, c *mc.Concept, kind string) {
	if !global(c.IRI) || e.best(c.Label) < 0 && c.Notation == "" {
		return
	}
	if to := e.aligned(kind, c.IRI); to != "" {
		e.keep(at.Dot("iri"), to+"/targetUrl")
		return
	}
	e.addAlignment(e.target(at, c, kind, e.nextAlignment()))
}

// target writes a coded value as an alignment.
func (e *encoder) target(at path, c *mc.Concept, kind, to string) ob3.Alignment {
	a := ob3.Alignment{
		TargetType:        kind,
		TargetName:        e.text(at.Dot("label"), c.Label, to+"/targetName"),
		TargetCode:        e.native(at.Dot("notation"), c.Notation, to+"/targetCode"),
		TargetDescription: e.text(at.Dot("definition"), c.Definition, to+"/targetDescription"),
		TargetFramework:   e.text(at.Dot("schemeLabel"), c.SchemeLabel, to+"/targetFramework"),
	}
	if global(c.IRI) {
		a.TargetURL = e.native(at.Dot("iri"), c.IRI, to+"/targetUrl")
	}
	if a.TargetName == "" {
		a.TargetName = c.Notation
	}
	return a
}

// alignLevel writes a level, and the EQF level and cycle that are stated with
// it. None is derived from another.
func (e *encoder) alignLevel(at path, l *mc.Level) {
	if l.Kind == mc.LevelEQF || l.EQF > 0 {
		e.alignEQF(at, l)
	}
	if l.Cycle != mc.CycleNone {
		e.alignCycle(at, l)
	}
	if l.Kind == mc.LevelEQF || l.Kind == mc.LevelQFEHEA && l.Cycle != mc.CycleNone {
		return
	}
	value := at.Dot("value")
	if e.best(l.Value.Label) < 0 && l.Value.Notation == "" {
		return
	}
	to := e.nextAlignment()
	kind, known := levelTargets[l.Kind]
	if !known {
		kind = targetLevel
	}
	a := e.target(value, &l.Value, kind, to)
	if known {
		e.translate(at.Dot("kind"), to+"/targetType", "the name of the framework in an alignment")
	}
	if a.TargetURL == "" {
		a.TargetURL = e.newID(value)
		e.tracker.Add(mc.Outcome{To: to + "/targetUrl", Kind: mc.KindSynthesised, Reason: "the level has no address"})
	}
	if a.TargetFramework == "" {
		a.TargetFramework = e.framework(at.Dot("framework"), &l.Framework, to+"/targetFramework")
	}
	e.addAlignment(a)
}

// framework names a framework: by its label or its short form.
func (e *encoder) framework(at path, f *mc.Concept, to string) string {
	if name := e.text(at.Dot("label"), f.Label, to); name != "" {
		return name
	}
	return e.native(at.Dot("notation"), f.Notation, to)
}

func (e *encoder) alignEQF(at path, l *mc.Level) {
	number := l.EQF
	if number == 0 {
		number = mc.EQFOf(l.Value.IRI)
	}
	if number < 1 || number > 8 {
		return
	}
	code := strconv.Itoa(int(number))
	to := e.aligned(targetEQF, eqfBase+code)
	if to == "" {
		to = e.nextAlignment()
		a := ob3.Alignment{TargetType: targetEQF, TargetURL: eqfBase + code, TargetCode: code, TargetFramework: "EQF"}
		if l.Kind == mc.LevelEQF {
			a.TargetName = e.text(at.Dot("value").Dot("label"), l.Value.Label, to+"/targetName")
		}
		if a.TargetName == "" {
			a.TargetName = "EQF " + code
			e.tracker.Add(mc.Outcome{To: to + "/targetName", Kind: mc.KindSynthesised, Reason: "made of framework and level"})
		}
		e.addAlignment(a)
	}
	e.translate(at.Dot("eqf"), to+"/targetCode", "the number as text")
	if l.Kind != mc.LevelEQF {
		return
	}
	e.translate(at.Dot("kind"), to+"/targetType", "the name of the framework in an alignment")
	if l.Value.IRI == eqfBase+code {
		e.keep(at.Dot("value").Dot("iri"), to+"/targetUrl")
	}
	if l.Value.Notation == code {
		e.keep(at.Dot("value").Dot("notation"), to+"/targetCode")
	}
}

// alignCycle writes a cycle of QF-EHEA. No code list of the EU has them, so
// the targets are ours.
func (e *encoder) alignCycle(at path, l *mc.Level) {
	name := l.Cycle.String()
	url := ExtensionContext + "#cycle." + name
	to := e.aligned(targetCycle, url)
	if to == "" {
		to = e.nextAlignment()
		e.addAlignment(ob3.Alignment{TargetType: targetCycle, TargetURL: url, TargetName: "QF-EHEA " + name + " cycle", TargetCode: name, TargetFramework: "QF-EHEA"})
		e.tracker.Add(mc.Outcome{To: to + "/targetName", Kind: mc.KindSynthesised, Reason: "made of framework and cycle"})
	}
	e.translate(at.Dot("cycle"), to+"/targetCode", "the cycle as text")
	if l.Kind == mc.LevelQFEHEA {
		e.translate(at.Dot("kind"), to+"/targetType", "the name of the framework in an alignment")
	}
}

// alignOutcome writes an outcome and each skill of it as alignments of their
// own; what belongs together stands in the extension.
func (e *encoder) alignOutcome(at path, o *mc.LearningOutcome) {
	if e.best(o.Title) >= 0 {
		to := e.nextAlignment()
		a := ob3.Alignment{TargetType: targetOutcome, TargetName: e.text(at.Dot("title"), o.Title, to+"/targetName")}
		if len(o.Notes) > 0 {
			a.TargetDescription = e.text(at.Dot("notes").At(0).Dot("text"), o.Notes[0].Text, to+"/targetDescription")
		}
		if a.TargetURL = e.nodeID(o.ID, at, to+"/targetUrl"); a.TargetURL != o.ID {
			e.tracker.Add(mc.Outcome{To: to + "/targetUrl", Kind: mc.KindSynthesised, Reason: "the outcome has no address"})
		}
		e.addAlignment(a)
	}
	for i := range o.Skills {
		kind := targetSkill
		if strings.HasPrefix(o.Skills[i].IRI, escoBase) {
			kind = targetESCO
		}
		e.alignConcept(at.Dot("skills").At(i), &o.Skills[i], kind)
	}
	e.alignStated(at.Dot("alignments"), o.Alignments)
}

func (e *encoder) alignQuality(at path, q *mc.QualityAssurance) {
	name, field := q.Title, at.Dot("title")
	if e.best(name) < 0 {
		name, field = q.Type.Label, at.Dot("type").Dot("label")
	}
	if e.best(name) < 0 {
		return
	}
	to := e.nextAlignment()
	a := ob3.Alignment{
		TargetType:        targetQuality,
		TargetName:        e.text(field, name, to+"/targetName"),
		TargetCode:        e.native(at.Dot("code"), q.Code, to+"/targetCode"),
		TargetDescription: e.text(at.Dot("description"), q.Description, to+"/targetDescription"),
	}
	if global(q.URL) {
		a.TargetURL = e.native(at.Dot("url"), q.URL, to+"/targetUrl")
	} else if a.TargetURL = e.nodeID(q.ID, at, to+"/targetUrl"); a.TargetURL != q.ID {
		e.tracker.Add(mc.Outcome{To: to + "/targetUrl", Kind: mc.KindSynthesised, Reason: "the quality assurance has no address"})
	}
	e.addAlignment(a)
}

// alignStated writes the alignments that the credential states as such.
func (e *encoder) alignStated(at path, list []mc.Alignment) {
	for i := range list {
		if a := e.alignment(at.At(i), &list[i], e.nextAlignment()); a != nil {
			e.addAlignment(*a)
		}
	}
}

func (e *encoder) alignment(at path, l *mc.Alignment, to string) *ob3.Alignment {
	target := at.Dot("target")
	if !global(l.Target.IRI) || e.best(l.Target.Label) < 0 && l.Target.Notation == "" {
		return nil
	}
	a := e.target(target, &l.Target, "", to)
	if ob3.AlignmentTargetType(l.Type).Valid() {
		a.TargetType = e.native(at.Dot("type"), l.Type, to+"/targetType")
	}
	if a.TargetDescription == "" {
		a.TargetDescription = e.text(at.Dot("description"), l.Description, to+"/targetDescription")
	}
	a.Type = []string{"Alignment"}
	return &a
}
