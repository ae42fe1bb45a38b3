package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// kindsOfTargets says what levels the target types of alignments mean.
var kindsOfTargets = backwards(levelTargets)

// targetAliases are other ways in which target types are written. Dutch
// software makes them of the name of any framework and the word Alignment.
var targetAliases = map[string]string{
	"eqf": targetEQF, "nqf": targetNQF, "nlqf": targetNQF, "esco": targetESCO, "escoskill": targetESCO,
	"qualityassurance": targetQuality, "learningoutcome": targetOutcome, "iscedf": targetField,
}

// targetOf returns what an alignment is about: its target type, what an
// equivalent of it means, or what its address tells.
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
	case names(v.Get("type"), "LearningOutcome"):
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

// aligner reads the alignments of an achievement. What a term of the extension
// has said before, an alignment confirms; the indexes find it.
type aligner struct {
	*decoder
	s         *shapesOf
	to        *mc.Definition
	at        path
	framework string            // what the target type of the alignment being read says
	levels    map[string]int    // by IRI
	cycles    map[mc.Cycle]int  // the first level with a cycle
	eqf       map[int8]int      // the first level of the EQF with a number
	skills    map[string][2]int // by IRI: outcome and skill
	outcomes  map[string]int    // by id and by title
	fields    map[string]int    // by IRI
	quality   map[string]int    // by id, address and title
}

func (s *shapesOf) readAlignments(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	a := &aligner{decoder: d, s: s, to: to, at: at}
	a.index()
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case !e.IsObject():
			d.residue(e, "not an alignment")
		default:
			a.read(e)
		}
	}
}

func (a *aligner) index() {
	a.levels, a.cycles, a.eqf = map[string]int{}, map[mc.Cycle]int{}, map[int8]int{}
	a.skills, a.outcomes, a.fields, a.quality = map[string][2]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for i, l := range a.to.Levels {
		enter(a.levels, l.Value.IRI, i)
		if l.Kind == mc.LevelEQF {
			enter(a.eqf, l.EQF, i)
		}
		enter(a.cycles, l.Cycle, i)
	}
	for i, o := range a.to.Outcomes {
		enter(a.outcomes, o.ID, i)
		for _, t := range o.Title {
			enter(a.outcomes, t.Text, i)
		}
		for j, skill := range o.Skills {
			enter(a.skills, skill.IRI, [2]int{i, j})
		}
	}
	for i, f := range a.to.Fields {
		enter(a.fields, f.IRI, i)
	}
	for i, q := range a.to.Quality {
		enter(a.quality, q.ID, i)
		enter(a.quality, q.URL, i)
		for _, t := range q.Title {
			enter(a.quality, t.Text, i)
		}
	}
}

// enter adds the first entry of a key that says anything.
func enter[K comparable, V any](index map[K]V, key K, value V) {
	var zero K
	if _, taken := index[key]; !taken && key != zero {
		index[key] = value
	}
}

// find returns the entry of the first key that has one.
func find[V any](index map[string]V, keys ...string) (value V, ok bool) {
	for _, key := range keys {
		if value, ok = index[key]; ok {
			return value, true
		}
	}
	return value, false
}

func (a *aligner) read(v jsontree.Value) {
	target, alias := targetOf(v)
	if a.framework = "the framework"; alias {
		a.framework = CodeAlias + ": " + target + " is meant"
	}
	url, name := v.Get("targetUrl").Text(), v.Get("targetName").Text()
	switch target {
	case targetEQF:
		a.readEQF(v)
	case targetCycle:
		a.readCycle(v)
	case targetNQF, targetCEFR, targetEducation, targetLevel:
		a.readLevel(v, kindsOfTargets[target], url)
	case targetESCO, targetSkill:
		i, known := a.skills[url]
		if !known {
			i = [2]int{len(a.to.Outcomes), 0}
			a.to.Outcomes = append(a.to.Outcomes, mc.LearningOutcome{Skills: make([]mc.Concept, 1)})
			enter(a.skills, url, i)
		}
		a.concept(v, &a.to.Outcomes[i[0]].Skills[i[1]], a.at.Dot("outcomes").At(i[0]).Dot("skills").At(i[1]))
	case targetOutcome:
		i, known := find(a.outcomes, url, name)
		if !known {
			i = len(a.to.Outcomes)
			a.to.Outcomes = append(a.to.Outcomes, mc.LearningOutcome{})
		}
		a.outcome(v, &a.to.Outcomes[i], a.at.Dot("outcomes").At(i), known)
	case targetField:
		i, known := a.fields[url]
		if !known {
			i = len(a.to.Fields)
			a.to.Fields = append(a.to.Fields, mc.Concept{})
		}
		a.concept(v, &a.to.Fields[i], a.at.Dot("fields").At(i))
	case targetQuality:
		i, known := find(a.quality, url, name)
		if !known {
			i = len(a.to.Quality)
			a.to.Quality = append(a.to.Quality, mc.QualityAssurance{})
		}
		a.assurance(v, &a.to.Quality[i], a.at.Dot("quality").At(i), known)
	default:
		a.s.readStated(a.decoder, v, &a.to.Alignments, a.at.Dot("alignments"))
	}
}

// targetType is the type of a target that is known already.
func targetType[T any](a *aligner) term[T] {
	return custom("targetType", func(d *decoder, v jsontree.Value, _ *T, _ path) {
		d.mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: a.framework})
	})
}

// scaffolded is a member of which what it says is known already.
func scaffolded[T any](name string) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, _ *T, _ path) { d.scaffold(v) })
}

// targetTerms are the members of an alignment with a coded value.
func targetTerms() []term[mc.Concept] {
	return []term[mc.Concept]{
		text("targetUrl", "iri", func(c *mc.Concept) *string { return &c.IRI }),
		text("targetCode", "notation", func(c *mc.Concept) *string { return &c.Notation }),
		custom("targetName", func(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
			if to.Label.IsZero() && v.Kind() == jsontree.String && v.Text() == to.Notation {
				d.keep(v, at.Dot("notation"))
				return
			}
			d.plain(v, &to.Label, at.Dot("label"))
		}),
		plain("targetDescription", "definition", func(c *mc.Concept) *mc.LangString { return &c.Definition }),
		plain("targetFramework", "schemeLabel", func(c *mc.Concept) *mc.LangString { return &c.SchemeLabel }),
	}
}

var alignmentNames = []string{"Alignment", "LearningOutcome"}

// concept reads an alignment with an entry of a code list.
func (a *aligner) concept(v jsontree.Value, to *mc.Concept, at path) {
	target := shape[mc.Concept]{names: alignmentNames, terms: append(targetTerms(), targetType[mc.Concept](a))}
	target.readObject(a.decoder, v, to, at)
}

func (a *aligner) readLevel(v jsontree.Value, kind mc.LevelKind, url string) {
	i, known := a.levels[url]
	if !known {
		i = len(a.to.Levels)
		a.to.Levels = append(a.to.Levels, mc.Level{})
		enter(a.levels, url, i)
	}
	target := shape[mc.Level]{names: alignmentNames, terms: append(
		lift("value", func(l *mc.Level) *mc.Concept { return &l.Value }, without(targetTerms(), "targetFramework")),
		custom("targetFramework", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			if v.Kind() == jsontree.String && (d.confirms(v, to.Value.SchemeLabel, at.Dot("value.schemeLabel"))) {
				return
			}
			if f := to.Framework.Notation; f != "" && v.IsText(f) {
				d.keep(v, at.Dot("framework.notation"))
				return
			}
			d.plain(v, &to.Framework.Label, at.Dot("framework.label"))
		}),
		custom("targetType", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			if to.Kind = kind; kind == mc.LevelOther {
				d.scaffold(v)
				return
			}
			d.change(v, at.Dot("kind"), a.framework)
		}),
	)}
	target.readObject(a.decoder, v, &a.to.Levels[i], a.at.Dot("levels").At(i))
}

// readEQF reads a level of the EQF, which its number tells: Dutch badges have
// the address of a page that explains it.
func (a *aligner) readEQF(v jsontree.Value) {
	number := mc.EQFOf(v.Get("targetUrl").Text())
	if code := v.Get("targetCode").Text(); len(code) == 1 && code[0] >= '1' && code[0] <= '8' {
		number = int8(code[0] - '0')
	}
	if number == 0 {
		a.s.readStated(a.decoder, v, &a.to.Alignments, a.at.Dot("alignments"))
		return
	}
	i, known := a.eqf[number]
	if !known {
		i = len(a.to.Levels)
		a.to.Levels = append(a.to.Levels, mc.Level{})
		enter(a.eqf, number, i)
	}
	iri := eqfBase + string(rune('0'+number))
	here := a.at.Dot("levels").At(i)
	target := shape[mc.Level]{names: alignmentNames, terms: []term[mc.Level]{
		custom("targetType", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			to.Kind, to.EQF = mc.LevelEQF, number
			d.change(v, at.Dot("kind"), a.framework)
			if !known && to.Framework.IsZero() {
				to.Framework = mc.Concept{IRI: mc.SchemeEQF, Notation: "EQF"}
				d.derive(v, at.Dot("framework.iri"))
				d.derive(v, at.Dot("framework.notation"))
			}
		}),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			to.EQF = number
			d.change(v, at.Dot("eqf"), "the level as text")
			if !known || to.Value.Notation != "" {
				readParsed(d, v, &to.Value.Notation, at.Dot("value.notation"), asText)
			}
		}),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			switch {
			case v.IsText(iri):
				to.EQF = number
				d.change(v, at.Dot("eqf"), "the level in the IRI")
				fill(d, v, &to.Value.IRI, iri, at.Dot("value.iri"))
			default:
				d.residueAs(v, mc.Outcome{Reason: CodeDutch + ": the address of a page and not that of the level"})
			}
		}),
		custom("targetName", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			if v.IsText("EQF " + iri[len(eqfBase):]) {
				d.mark(v, mc.Outcome{Kind: mc.KindScaffold, Reason: "framework and level"})
				return
			}
			d.plain(v, &to.Value.Label, at.Dot("value.label"))
		}),
		plain("targetDescription", "value.definition", func(l *mc.Level) *mc.LangString { return &l.Value.Definition }),
		custom("targetFramework", func(d *decoder, v jsontree.Value, to *mc.Level, at path) {
			if v.IsText("EQF") {
				d.scaffold(v)
				return
			}
			d.plain(v, &to.Framework.Label, at.Dot("framework.label"))
		}),
	}}
	target.readObject(a.decoder, v, &a.to.Levels[i], here)
	level := &a.to.Levels[i]
	if level.Kind != mc.LevelEQF || level.EQF != number { // the type was told by an alias
		level.Kind, level.EQF = mc.LevelEQF, number
		a.derive(v.Get("targetUrl"), here.Dot("kind"))
		a.derive(v.Get("targetUrl"), here.Dot("eqf"))
	}
	if level.Value.IRI == "" {
		level.Value.IRI = iri
		a.derive(v.Get("targetCode"), here.Dot("value.iri"))
	}
}

// readCycle reads a cycle of QF-EHEA.
func (a *aligner) readCycle(v jsontree.Value) {
	cycle, ok := mc.ParseCycle(v.Get("targetCode").Text())
	if !ok {
		a.s.readStated(a.decoder, v, &a.to.Alignments, a.at.Dot("alignments"))
		return
	}
	i, known := a.cycles[cycle]
	if !known {
		i = len(a.to.Levels)
		a.to.Levels = append(a.to.Levels, mc.Level{})
		enter(a.cycles, cycle, i)
	}
	level, here := &a.to.Levels[i], a.at.Dot("levels").At(i)
	level.Cycle = cycle
	a.scaffold(v)
	a.change(v.Get("targetCode"), here.Dot("cycle"), "the cycle")
	if level.Kind == mc.LevelOther && level.Value.IsZero() || level.Kind == mc.LevelQFEHEA {
		level.Kind = mc.LevelQFEHEA
		a.change(v.Get("targetType"), here.Dot("kind"), "the framework")
	}
}

func (a *aligner) outcome(v jsontree.Value, to *mc.LearningOutcome, at path, known bool) {
	type T = mc.LearningOutcome
	target := shape[T]{names: alignmentNames, terms: []term[T]{
		plain("targetName", "title", func(o *T) *mc.LangString { return &o.Title }),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *T, at path) {
			if known && to.ID == "" {
				d.scaffold(v) // made for want of one
				return
			}
			readParsed(d, v, &to.ID, at.Dot("id"), asText)
		}),
		custom("targetDescription", func(d *decoder, v jsontree.Value, to *T, at path) {
			if len(to.Notes) == 0 {
				to.Notes = make([]mc.Note, 1)
			}
			d.plain(v, &to.Notes[0].Text, at.Dot("notes[0].text"))
		}),
		custom("targetCode", func(d *decoder, v jsontree.Value, to *T, at path) {
			var id mc.Identifier
			readParsed(d, v, &id.Value, at.Dot("identifiers").At(len(to.Identifiers)).Dot("value"), asText)
			if id.Value != "" {
				to.Identifiers = append(to.Identifiers, id)
			}
		}),
		targetType[T](a),
	}}
	target.readObject(a.decoder, v, to, at)
}

func (a *aligner) assurance(v jsontree.Value, to *mc.QualityAssurance, at path, known bool) {
	type T = mc.QualityAssurance
	target := shape[T]{names: alignmentNames, terms: []term[T]{
		custom("targetName", func(d *decoder, v jsontree.Value, to *T, at path) {
			if to.Title.IsZero() && v.Kind() == jsontree.String && d.confirms(v, to.Type.Label, at.Dot("type.label")) {
				return
			}
			d.plain(v, &to.Title, at.Dot("title"))
		}),
		custom("targetUrl", func(d *decoder, v jsontree.Value, to *T, at path) {
			switch {
			case to.ID != "" && v.IsText(to.ID):
				d.keep(v, at.Dot("id"))
			case known && to.URL == "" && !webURL(v.Text()):
				d.scaffold(v) // made for want of one
			case !webURL(v.Text()):
				readParsed(d, v, &to.ID, at.Dot("id"), asText)
			default:
				readParsed(d, v, &to.URL, at.Dot("url"), asText)
			}
		}),
		text("targetCode", "code", func(q *T) *string { return &q.Code }),
		plain("targetDescription", "description", func(q *T) *mc.LangString { return &q.Description }),
		targetType[T](a),
	}}
	target.readObject(a.decoder, v, to, at)
}

// readStated reads alignments with frameworks that the model does not treat
// apart.
func (s *shapesOf) readStated(d *decoder, v jsontree.Value, list *[]mc.Alignment, at path) {
	type T = mc.Alignment
	target := shape[T]{names: alignmentNames, terms: append(
		lift("target", func(l *T) *mc.Concept { return &l.Target }, targetTerms()),
		text("targetType", "type", func(l *T) *string { return &l.Type }),
	)}
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case !e.IsObject():
			d.residue(e, "not an alignment")
		default:
			var l T
			target.readObject(d, e, &l, at.At(len(*list)))
			*list = append(*list, l)
		}
	}
}
