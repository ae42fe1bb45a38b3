package badge

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// alignments are the alignments of an achievement that are being written.
type alignments struct {
	*encoder
	list mapping.Member
	on   *node
	at   map[[3]string]string // pointers, by target type, URL and outcome
}

// writeAlignments tells readers of plain Open Badges about levels, outcomes,
// skills, fields, quality assurance and what credits are.
func (s *tables) writeAlignments(e *encoder, n *node, x *mc.Definition, at path) {
	w := &alignments{encoder: e, on: n, list: mapping.Member{Term: "alignment", Array: true}, at: map[[3]string]string{}}
	for i := range x.Levels {
		w.writeLevel(&x.Levels[i], at.Dot("levels").At(i))
	}
	w.writeCredits()
	for i := range x.Outcomes {
		w.writeOutcome(&x.Outcomes[i], at.Dot("outcomes").At(i))
	}
	for i := range x.Fields {
		if strings.HasPrefix(x.Fields[i].IRI, iscBase) {
			w.writeConcept(&x.Fields[i], at.Dot("fields").At(i), targetField)
		}
	}
	for i := range x.Quality {
		w.writeQuality(&x.Quality[i], at.Dot("quality").At(i))
	}
	for i := range x.Stackability.Into {
		w.writeInto(&x.Stackability.Into[i], at.Dot("stackability.into").At(i))
	}
	w.target = ""
	w.writeStated(x.Alignments, at.Dot("alignments"))
	e.Add(n, w.list)
}

// next returns the pointer of the alignment that is added next.
func (w *alignments) next() string { return element(w.on.At(w.list.Term), len(w.list.Items)) }

func (w *alignments) add(n *node, target, url string) {
	w.at[[3]string{target, url, w.group}] = w.next()
	w.list.Items = append(w.list.Items, mapping.Item{Node: n})
}

// writeConcept aligns with an entry of a code list.
func (w *alignments) writeConcept(c *mc.Concept, at path, target string) {
	if !w.isAlignable(c) {
		return
	}
	if to := w.at[[3]string{target, c.IRI, w.group}]; to != "" {
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
	if l.Kind == mc.LevelEQF || l.Kind == mc.LevelQFEHEA && l.Cycle != mc.CycleNone || w.best(l.Value.Label) < 0 && l.Value.Notation == "" ||
		!isGlobal(l.Value.IRI) && w.ownPage() == "" {
		return
	}
	w.target = levelTarget(l)
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
	to := w.at[[3]string{targetEQF, url}]
	if to == "" {
		to = w.next()
		w.target = targetEQF
		w.addEQF(l, at, code, url)
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

func (w *alignments) addEQF(l *mc.Level, at path, code, url string) {
	value := mc.Concept{IRI: url}
	if l.Kind == mc.LevelEQF {
		value.Label, value.Notation, value.Definition = l.Value.Label, l.Value.Notation, l.Value.Definition
	}
	words, at := w.shape(&value).words, at.Dot("value")
	for lang := range wordNth {
		if w.show(value.Label) == levelName("EQF", code, lang) {
			words = "" // or a reader would take it for words of ours
		}
	}
	n := &node{Class: "Alignment", Pointer: w.next()}
	w.PutText(n, "targetType", targetEQF)
	switch {
	case words != "" && w.standsFor(value.Label, at.Dot("label"), "Level "+code, n.At("targetName")):
		w.PutText(n, "targetName", levelName("EQF", code, w.lang))
	case !w.putText(n, "targetName", value.Label, at.Dot("label")):
		w.PutText(n, "targetName", "EQF "+code)
		w.composed(n, "targetName")
	}
	w.PutText(n, "targetUrl", url)
	w.PutText(n, "targetCode", code)
	if words != "" {
		w.PutText(n, "targetDescription", words)
		w.composed(n, "targetDescription")
	} else {
		w.putText(n, "targetDescription", value.Definition, at.Dot("definition"))
	}
	w.PutText(n, "targetFramework", "EQF")
	w.add(n, targetEQF, url)
}

// writeCycle writes a cycle of QF-EHEA. No code list of the EU has the cycles, so
// the targets are our own.
func (w *alignments) writeCycle(l *mc.Level, at path) {
	name := l.Cycle.String()
	url := ExtensionContext + "#cycle." + name
	to := w.at[[3]string{targetCycle, url}]
	if to == "" {
		n := &node{Class: "Alignment", Pointer: w.next()}
		to = n.Pointer
		w.PutText(n, "targetType", targetCycle)
		w.PutText(n, "targetName", "QF-EHEA "+name+" cycle")
		w.PutText(n, "targetUrl", url)
		w.PutText(n, "targetCode", name)
		w.PutText(n, "targetDescription", wordLevel.in(w.lang))
		w.PutText(n, "targetFramework", "QF-EHEA")
		w.add(n, targetCycle, url)
		w.composed(n, "targetName")
		w.composed(n, "targetDescription")
	}
	w.Translate(at.Dot("cycle"), to+"/targetCode", "the cycle as text")
	if l.Kind == mc.LevelQFEHEA {
		w.Translate(at.Dot("kind"), to+"/targetType", "the name of the framework in an alignment")
	}
}

// writeOutcome writes an outcome and each of its skills as alignments of their
// own. A skill says which outcome it belongs to. An outcome that is only the
// name of its only skill is that skill.
func (w *alignments) writeOutcome(o *mc.LearningOutcome, at path) {
	title := w.show(o.Title)
	switch {
	case title == "":
	case w.isSkill(o):
		w.OneText(o.Title, at.Dot("title"), w.next()+"/targetName")
	default:
		w.addOutcome(o, at)
		w.group = title
	}
	for i := range o.Skills {
		w.writeConcept(&o.Skills[i], at.Dot("skills").At(i), skillTarget(o.Skills[i].IRI))
	}
	w.group, w.target = "", ""
	w.writeStated(o.Alignments, at.Dot("alignments"))
}

// isSkill reports whether all that an outcome says is its one skill.
func (w *alignments) isSkill(o *mc.LearningOutcome) bool {
	return len(o.Skills) == 1 && w.isAlignable(&o.Skills[0]) && w.show(o.Title) == w.show(o.Skills[0].Label) &&
		o.ID == "" && len(o.Identifiers) == 0 && len(o.Notes) == 0 && o.Type.IsZero() && o.Reuse.IsZero()
}

// addOutcome writes an outcome, if it has an address or the definition has a page.
func (w *alignments) addOutcome(o *mc.LearningOutcome, at path) {
	n := &node{Class: "Alignment", Pointer: w.next()}
	url := w.putAddress(n, o.ID, at.Dot("id"))
	if url == "" {
		return
	}
	w.PutText(n, "targetType", targetOutcome)
	w.putText(n, "targetName", o.Title, at.Dot("title"))
	if len(o.Identifiers) > 0 && o.Identifiers[0].Hash == nil && o.Identifiers[0].Value != "" {
		w.Keep(at.Dot("identifiers").At(0).Dot("value"), n.At("targetCode"))
		w.PutText(n, "targetCode", o.Identifiers[0].Value)
	}
	if len(o.Notes) == 0 || !w.putText(n, "targetDescription", o.Notes[0].Text, at.Dot("notes").At(0).Dot("text")) {
		w.putOutcomeType(n, o, at)
	}
	w.add(n, targetOutcome, url)
}

// putAddress writes the address of a target: its own, or that of the definition,
// which is then named as the framework. It returns "" where there is neither: no
// address is made up.
func (w *alignments) putAddress(n *node, own string, at path) string {
	if isGlobal(own) {
		w.Keep(at, n.At("targetUrl"))
		w.PutText(n, "targetUrl", own)
		return own
	}
	return w.putPage(n)
}

// writeQuality says that quality is assured, of what and by whom.
func (w *alignments) writeQuality(q *mc.QualityAssurance, at path) {
	if w.best(q.Title) < 0 && w.accreditationOf(q) == (accreditation{}) {
		return
	}
	n := &node{Class: "Alignment", Pointer: w.next()}
	address, from := addressOfQuality(q)
	url := w.putAddress(n, address, step(at, from))
	if url == "" {
		return
	}
	w.PutText(n, "targetType", targetQuality)
	w.putQualityName(n, q, at)
	switch {
	case q.Code != "":
		w.Keep(at.Dot("code"), n.At("targetCode"))
		w.PutText(n, "targetCode", q.Code)
	case len(q.Identifiers) > 0 && q.Identifiers[0].Hash == nil:
		w.Translate(at.Dot("identifiers").At(0).Dot("value"), n.At("targetCode"), "the number of the statement")
		w.PutText(n, "targetCode", q.Identifiers[0].Value)
	}
	w.putAccreditation(n, q, at)
	w.add(n, targetQuality, url)
}

// putQualityName writes the title after words that say what it is, or these alone.
// What has a code and an address in the form of an alignment came from one, and
// keeps its name.
func (w *alignments) putQualityName(n *node, q *mc.QualityAssurance, at path) {
	const term = "targetName"
	i := w.best(q.Title)
	if i >= 0 && (q.Code != "" || q.URL != "") {
		w.putText(n, term, q.Title, at.Dot("title"))
		return
	}
	name := wordQuality.in(w.lang)
	if i >= 0 {
		name += nameMark + q.Title[i].Text
		w.Translate(q.Title.Path(at.Dot("title"), i), n.At(term), "after words that say what it is")
	}
	w.PutText(n, term, name)
}

// addressOfQuality returns the address of a statement on quality assurance, and
// the field that has it.
func addressOfQuality(q *mc.QualityAssurance) (address string, field path) {
	type place struct {
		address string
		field   path
	}
	places := []place{{q.URL, "url"}}
	for i, list := range [][]mc.WebResource{q.LandingPages, q.Homepages} {
		if len(list) > 0 {
			places = append(places, place{list[0].URL, path([]string{"landingPages", "homepages"}[i]).At(0).Dot("url")})
		}
	}
	if q.Report != nil {
		places = append(places, place{q.Report.URL, "report.url"})
	}
	places = append(places, place{q.ID, "id"}, place{q.Decision.IRI, "decision.iri"})
	for _, p := range places {
		if isWebURL(p.address) {
			return p.address, p.field
		}
	}
	if isGlobal(q.URL) {
		return q.URL, "url"
	}
	return q.ID, "id"
}

// writeInto says what the achievement can count towards: the member related has
// the id, the alignment says what it is.
func (w *alignments) writeInto(r *mc.CredentialRef, at path) {
	if !isWebURL(r.ID) || w.best(r.Title) < 0 || w.at[[3]string{targetInto, r.ID}] != "" {
		return
	}
	w.target = targetInto
	w.add(w.s.targetReference.Write(w.Writer, w.on, w.list.Term, r, at, w.next()), targetInto, r.ID)
}

// writeStated writes the alignments that the credential states as such.
func (w *alignments) writeStated(list []mc.Alignment, at path) {
	for i := range list {
		if n := w.s.alignment.Write(w.Writer, w.on, w.list.Term, &list[i], at.At(i), w.next()); n != nil {
			w.add(n, memberText(n, "targetType"), list[i].Target.IRI)
		}
	}
}
