package badge

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// aligner reads the alignments of an achievement. Its indexes find the entries
// that terms of the extension have stated already.
type aligner struct {
	*decoder
	to       *mc.Definition
	at       path
	levels   map[string]int    // by IRI
	cycles   map[mc.Cycle]int  // the first level with a cycle
	eqf      map[int8]int      // the first level of the EQF with a number
	skills   map[string][2]int // by IRI: outcome and skill
	outcomes map[string]int    // by id and by title
	fields   map[string]int    // by IRI
	quality  map[string]int    // by id, address and title
}

func (s *tables) readAlignments(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	a := &aligner{decoder: d, to: to, at: at}
	a.index()
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !one.IsObject():
			d.Reject(one, "not an alignment")
		default:
			a.read(one)
		}
	}
}

func (a *aligner) index() {
	a.levels, a.cycles, a.eqf = map[string]int{}, map[mc.Cycle]int{}, map[int8]int{}
	a.skills, a.outcomes, a.fields, a.quality = map[string][2]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for i, l := range a.to.Levels {
		addFirst(a.levels, l.Value.IRI, i)
		if l.Kind == mc.LevelEQF {
			addFirst(a.eqf, l.EQF, i)
		}
		addFirst(a.cycles, l.Cycle, i)
	}
	for i, o := range a.to.Outcomes {
		addFirst(a.outcomes, o.ID, i)
		for _, t := range o.Title {
			addFirst(a.outcomes, t.Text, i)
		}
		for j, skill := range o.Skills {
			addFirst(a.skills, skill.IRI, [2]int{i, j})
		}
	}
	for i, f := range a.to.Fields {
		addFirst(a.fields, f.IRI, i)
	}
	for i, q := range a.to.Quality {
		addFirst(a.quality, q.ID, i)
		addFirst(a.quality, q.URL, i)
		for _, t := range q.Title {
			addFirst(a.quality, t.Text, i)
		}
	}
}

// addFirst adds a value to an index unless the key is empty or taken.
func addFirst[K comparable, V any](index map[K]V, key K, value V) {
	var zero K
	if _, taken := index[key]; !taken && key != zero {
		index[key] = value
	}
}

// find returns the value of the first key that is in the index.
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
	a.aligned = aligned{reason: "the framework", kind: kindsOfTargets[target]}
	if alias {
		a.aligned.reason = CodeAlias + ": " + target + " is meant"
	}
	url, name := v.Get("targetUrl").Text(), v.Get("targetName").Text()
	switch target {
	case targetEQF:
		a.readEQF(v)
	case targetCycle:
		a.readCycle(v)
	case targetNQF, targetCEFR, targetEducation, targetLevel:
		a.readLevel(v, url)
	case targetESCO, targetSkill:
		i, known := a.skills[url]
		if !known {
			i = [2]int{len(a.to.Outcomes), 0}
			a.to.Outcomes = append(a.to.Outcomes, mc.LearningOutcome{Skills: make([]mc.Concept, 1)})
			addFirst(a.skills, url, i)
		}
		a.s.target.ReadObject(a.Reader, v, &a.to.Outcomes[i[0]].Skills[i[1]], a.at.Dot("outcomes").At(i[0]).Dot("skills").At(i[1]))
	case targetOutcome:
		i, known := find(a.outcomes, url, name)
		if !known {
			i = len(a.to.Outcomes)
			a.to.Outcomes = append(a.to.Outcomes, mc.LearningOutcome{})
		}
		a.aligned.known = known
		a.s.targetOutcome.ReadObject(a.Reader, v, &a.to.Outcomes[i], a.at.Dot("outcomes").At(i))
	case targetField:
		i, known := a.fields[url]
		if !known {
			i = len(a.to.Fields)
			a.to.Fields = append(a.to.Fields, mc.Concept{})
		}
		a.s.target.ReadObject(a.Reader, v, &a.to.Fields[i], a.at.Dot("fields").At(i))
	case targetQuality:
		i, known := find(a.quality, url, name)
		if !known {
			i = len(a.to.Quality)
			a.to.Quality = append(a.to.Quality, mc.QualityAssurance{})
		}
		a.aligned.known = known
		a.s.targetQuality.ReadObject(a.Reader, v, &a.to.Quality[i], a.at.Dot("quality").At(i))
	default:
		a.readStated(v, &a.to.Alignments, a.at.Dot("alignments"))
	}
}

func (a *aligner) readLevel(v jsontree.Value, url string) {
	i, known := a.levels[url]
	if !known {
		i = len(a.to.Levels)
		a.to.Levels = append(a.to.Levels, mc.Level{})
		addFirst(a.levels, url, i)
	}
	a.s.targetLevel.ReadObject(a.Reader, v, &a.to.Levels[i], a.at.Dot("levels").At(i))
}

// readEQF reads a level of the EQF by its number, since Dutch badges have the
// address of an explanation in place of that of the level.
func (a *aligner) readEQF(v jsontree.Value) {
	number := mc.EQFOf(v.Get("targetUrl").Text())
	if code := v.Get("targetCode").Text(); len(code) == 1 && code[0] >= '1' && code[0] <= '8' {
		number = int8(code[0] - '0')
	}
	if number == 0 {
		a.readStated(v, &a.to.Alignments, a.at.Dot("alignments"))
		return
	}
	i, known := a.eqf[number]
	if !known {
		i = len(a.to.Levels)
		a.to.Levels = append(a.to.Levels, mc.Level{})
		addFirst(a.eqf, number, i)
	}
	a.aligned.eqf, a.aligned.known = number, known
	level, here := &a.to.Levels[i], a.at.Dot("levels").At(i)
	a.s.targetEQF.ReadObject(a.Reader, v, level, here)
	if level.Kind != mc.LevelEQF || level.EQF != number { // the type was told by an alias
		level.Kind, level.EQF = mc.LevelEQF, number
		a.Derive(v.Get("targetUrl"), here.Dot("kind"))
		a.Derive(v.Get("targetUrl"), here.Dot("eqf"))
	}
	if level.Value.IRI == "" {
		level.Value.IRI = addressOfEQF(number)
		a.Derive(v.Get("targetCode"), here.Dot("value.iri"))
	}
}

// readCycle reads a cycle of QF-EHEA.
func (a *aligner) readCycle(v jsontree.Value) {
	cycle, ok := mc.ParseCycle(v.Get("targetCode").Text())
	if !ok {
		a.readStated(v, &a.to.Alignments, a.at.Dot("alignments"))
		return
	}
	i, known := a.cycles[cycle]
	if !known {
		i = len(a.to.Levels)
		a.to.Levels = append(a.to.Levels, mc.Level{})
		addFirst(a.cycles, cycle, i)
	}
	level, here := &a.to.Levels[i], a.at.Dot("levels").At(i)
	level.Cycle = cycle
	a.Scaffold(v)
	a.Change(v.Get("targetCode"), here.Dot("cycle"), "the cycle")
	if level.Kind == mc.LevelOther && level.Value.IsZero() || level.Kind == mc.LevelQFEHEA {
		level.Kind = mc.LevelQFEHEA
		a.Change(v.Get("targetType"), here.Dot("kind"), "the framework")
	}
}

// readStated reads alignments with frameworks for which the model has no field
// of their own.
func (d *decoder) readStated(v jsontree.Value, list *[]mc.Alignment, at path) {
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !one.IsObject():
			d.Reject(one, "not an alignment")
		default:
			var l mc.Alignment
			d.s.alignment.ReadObject(d.Reader, one, &l, at.At(len(*list)))
			*list = append(*list, l)
		}
	}
}

// alignments are the alignments of an achievement that are being written.
type alignments struct {
	*encoder
	list mapping.Member
	on   *node
	at   map[[2]string]string // pointers, by target type and URL
}

// writeAlignments tells readers of plain Open Badges about levels, outcomes,
// skills, fields and quality assurance.
func (s *tables) writeAlignments(e *encoder, n *node, x *mc.Definition, at path) {
	w := &alignments{encoder: e, on: n, list: mapping.Member{Term: "alignment", Array: true}, at: map[[2]string]string{}}
	for i := range x.Levels {
		w.writeLevel(&x.Levels[i], at.Dot("levels").At(i))
	}
	for i := range x.Outcomes {
		w.writeOutcome(&x.Outcomes[i], at.Dot("outcomes").At(i))
	}
	for i := range x.Fields {
		if strings.HasPrefix(x.Fields[i].IRI, "http://data.europa.eu/snb/isced-f/") {
			w.writeConcept(&x.Fields[i], at.Dot("fields").At(i), targetField)
		}
	}
	for i := range x.Quality {
		w.writeQuality(&x.Quality[i], at.Dot("quality").At(i))
	}
	w.writeStated(x.Alignments, at.Dot("alignments"))
	e.Add(n, w.list)
}

// next returns the pointer of the alignment that is added next.
func (w *alignments) next() string { return element(w.on.At(w.list.Term), len(w.list.Items)) }

func (w *alignments) add(n *node, target, url string) {
	w.at[[2]string{target, url}] = w.next()
	w.list.Items = append(w.list.Items, mapping.Item{Node: n})
}

// writeConcept aligns with an entry of a code list.
func (w *alignments) writeConcept(c *mc.Concept, at path, target string) {
	if !w.isAlignable(c) {
		return
	}
	if to := w.at[[2]string{target, c.IRI}]; to != "" {
		w.Keep(at.Dot("iri"), to+"/targetUrl")
		return
	}
	w.target = target
	w.add(w.s.target.Write(w.Writer, w.on, w.list.Term, c, at, w.next()), target, c.IRI)
}

// writeLevel writes a level, and the EQF level and cycle that are stated with it.
// None is derived from another.
func (w *alignments) writeLevel(l *mc.Level, at path) {
	if l.Kind == mc.LevelEQF || l.EQF > 0 {
		w.writeEQF(l, at)
	}
	if l.Cycle != mc.CycleNone {
		w.writeCycle(l, at)
	}
	if l.Kind == mc.LevelEQF || l.Kind == mc.LevelQFEHEA && l.Cycle != mc.CycleNone || w.best(l.Value.Label) < 0 && l.Value.Notation == "" {
		return
	}
	n := w.s.targetLevel.Write(w.Writer, w.on, w.list.Term, l, at, w.next())
	w.add(n, memberText(n, "targetType"), memberText(n, "targetUrl"))
}

func (w *alignments) writeEQF(l *mc.Level, at path) {
	number := l.EQF
	if number == 0 {
		number = mc.EQFOf(l.Value.IRI)
	}
	if number < 1 || number > 8 {
		return
	}
	code, url := strconv.Itoa(int(number)), addressOfEQF(number)
	to := w.at[[2]string{targetEQF, url}]
	if to == "" {
		n := &node{Class: "Alignment", Pointer: w.next()}
		to = n.Pointer
		w.PutText(n, "targetType", targetEQF)
		if l.Kind != mc.LevelEQF || !w.putText(n, "targetName", l.Value.Label, at.Dot("value").Dot("label")) {
			w.PutText(n, "targetName", "EQF "+code)
			w.tracker.Add(mc.Outcome{To: to + "/targetName", Kind: mc.KindSynthesised, Reason: "made of framework and level"})
		}
		w.PutText(n, "targetUrl", url)
		w.PutText(n, "targetCode", code)
		w.PutText(n, "targetFramework", "EQF")
		w.add(n, targetEQF, url)
	}
	w.Translate(at.Dot("eqf"), to+"/targetCode", "the number as text")
	if l.Kind != mc.LevelEQF {
		return
	}
	w.Translate(at.Dot("kind"), to+"/targetType", "the name of the framework in an alignment")
	if l.Value.IRI == url {
		w.Keep(at.Dot("value").Dot("iri"), to+"/targetUrl")
	}
	if l.Value.Notation == code {
		w.Keep(at.Dot("value").Dot("notation"), to+"/targetCode")
	}
}

// writeCycle writes a cycle of QF-EHEA. No code list of the EU has the cycles, so
// the targets are our own.
func (w *alignments) writeCycle(l *mc.Level, at path) {
	name := l.Cycle.String()
	url := ExtensionContext + "#cycle." + name
	to := w.at[[2]string{targetCycle, url}]
	if to == "" {
		n := &node{Class: "Alignment", Pointer: w.next()}
		to = n.Pointer
		w.PutText(n, "targetType", targetCycle)
		w.PutText(n, "targetName", "QF-EHEA "+name+" cycle")
		w.PutText(n, "targetUrl", url)
		w.PutText(n, "targetCode", name)
		w.PutText(n, "targetFramework", "QF-EHEA")
		w.add(n, targetCycle, url)
		w.tracker.Add(mc.Outcome{To: to + "/targetName", Kind: mc.KindSynthesised, Reason: "made of framework and cycle"})
	}
	w.Translate(at.Dot("cycle"), to+"/targetCode", "the cycle as text")
	if l.Kind == mc.LevelQFEHEA {
		w.Translate(at.Dot("kind"), to+"/targetType", "the name of the framework in an alignment")
	}
}

// writeOutcome writes an outcome and each of its skills as alignments of their
// own. The extension says which belong together.
func (w *alignments) writeOutcome(o *mc.LearningOutcome, at path) {
	if w.best(o.Title) >= 0 {
		n := &node{Class: "Alignment", Pointer: w.next()}
		w.PutText(n, "targetType", targetOutcome)
		w.putText(n, "targetName", o.Title, at.Dot("title"))
		url := w.writeAddress(n, "", o.ID, at, "the outcome has no address")
		if len(o.Notes) > 0 {
			w.putText(n, "targetDescription", o.Notes[0].Text, at.Dot("notes").At(0).Dot("text"))
		}
		w.add(n, targetOutcome, url)
	}
	for i := range o.Skills {
		target := targetSkill
		if strings.HasPrefix(o.Skills[i].IRI, escoBase) {
			target = targetESCO
		}
		w.writeConcept(&o.Skills[i], at.Dot("skills").At(i), target)
	}
	w.writeStated(o.Alignments, at.Dot("alignments"))
}

func (w *alignments) writeQuality(q *mc.QualityAssurance, at path) {
	name, field := q.Title, at.Dot("title")
	if w.best(name) < 0 {
		name, field = q.Type.Label, at.Dot("type").Dot("label")
	}
	if w.best(name) < 0 {
		return
	}
	n := &node{Class: "Alignment", Pointer: w.next()}
	w.PutText(n, "targetType", targetQuality)
	w.putText(n, "targetName", name, field)
	url := w.writeAddress(n, q.URL, q.ID, at, "the quality assurance has no address")
	if q.Code != "" {
		w.Keep(at.Dot("code"), n.At("targetCode"))
		w.PutText(n, "targetCode", q.Code)
	}
	w.putText(n, "targetDescription", q.Description, at.Dot("description"))
	w.add(n, targetQuality, url)
}

// writeAddress writes the address of a target: its own, its id, or a new one.
func (w *alignments) writeAddress(n *node, url, id string, at path, lacking string) string {
	to := n.At("targetUrl")
	switch {
	case isGlobal(url):
		w.Keep(at.Dot("url"), to)
	case isGlobal(id):
		w.Keep(at.Dot("id"), to)
		url = id
	default:
		url = w.newID(at)
		w.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: lacking})
	}
	w.PutText(n, "targetUrl", url)
	return url
}

// writeStated writes the alignments that the credential states as such.
func (w *alignments) writeStated(list []mc.Alignment, at path) {
	for i := range list {
		if n := w.s.alignment.Write(w.Writer, w.on, w.list.Term, &list[i], at.At(i), w.next()); n != nil {
			w.add(n, memberText(n, "targetType"), list[i].Target.IRI)
		}
	}
}
