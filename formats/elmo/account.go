package elmo

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

const (
	reasonNone   = "ELMO has no element for it"
	reasonSource = "it belongs to the source document and must not speak for another"
)

// lacks are what the format has no element for, by the last parts of a path, so that
// the report says it by name.
var lacks = []struct{ part, reason string }{
	{".outcomes[", "ELMO has no learning outcomes"}, {".outcomeSummary", "ELMO has no learning outcomes"},
	{".supervision", "ELMO does not say how an assessment was supervised"}, {".quality[", "ELMO has no quality assurance"},
	{".participation[", "ELMO has no form of participation"}, {"definition.assessments[", "ELMO has no type of assessment"},
	{".prerequisites[", "ELMO has no prerequisites"}, {".stackability", "ELMO has no stackability"},
	{"award.assessments[", "ELMO has one result for each opportunity, and only its status, grade and scale"},
	{"awarding.bodies[", "ELMO has one institution, which issued the report and awarded what is in it"},
	{"provenance[", "ELMO does not say what a report was made from"},
}

// report accounts for every value of the model by what reading the document yields.
func (e *encoder) report(native *mc.Credential, read *mc.Report, residue string) mc.Report {
	t := mc.NewEncodeTracker(Format, e.model)
	told := map[mc.Path][]*mc.Leaf{}
	for i := range read.Leaves {
		l := &read.Leaves[i]
		for _, p := range l.Canonical {
			told[p] = append(told[p], l)
		}
	}
	stated, found := mapping.Values(e.model), mapping.Values(native)
	used := map[mc.Path]bool{}
	for _, p := range mc.Paths(e.model) {
		q, restated, somewhere := e.placeOf(p)
		value, there := found[q]
		same := somewhere && there && len(told[q]) > 0 && value == stated[p]
		if same {
			used[q] = true
		}
		switch {
		case e.isWithheld(p):
			t.Mark(string(p), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: mc.ReasonPersonal})
		case same:
			for _, l := range told[q] {
				t.Mark(string(p), outcome(l, restated))
			}
		case e.implies(t, p, told):
		case e.isOwn(p):
			t.Mark(string(p), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: reasonSource})
		case residue != "":
			t.Mark(string(p), mc.Outcome{To: residue, Kind: mc.KindResidue, Reason: e.reason(p)})
		case somewhere && there && len(told[q]) > 0 && !restated && !strings.Contains(string(p), "awarding.bodies"):
			used[q] = true
			t.Mark(string(p), mc.Outcome{To: told[q][0].Source, Kind: mc.KindNarrowed, Reason: "ELMO has a less precise notation for it"})
		default:
			t.Drop(string(p), e.reason(p))
		}
	}
	e.added(t, read, used)
	return t.Report()
}

// implies accounts for a value that another element says in its own way.
func (e *encoder) implies(t *mc.Tracker, p mc.Path, told map[mc.Path][]*mc.Leaf) bool {
	by := e.implied[p]
	if by == "" {
		return false
	}
	at, ok := e.inPlace(by, false)
	if !ok || len(told[at]) == 0 {
		return false
	}
	t.Mark(string(p), mc.Outcome{To: told[at][0].Source, Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: "another element says it"})
	return true
}

// outcome returns what became of a value that is read back from a leaf.
func outcome(l *mc.Leaf, restated bool) mc.Outcome {
	o := mc.Outcome{To: l.Source, Kind: mc.KindTransformed, Match: l.Match, Reason: l.Reason}
	switch {
	case restated:
		o.Match, o.Reason = mc.MatchClose, "stated in another element, for want of one of its own"
	case l.Kind == mc.KindExact || l.Kind == mc.KindResidue:
		o.Kind, o.Reason = mc.KindExact, ""
	}
	if o.Match == mc.MatchNone {
		o.Match = mc.MatchExact
	}
	return o
}

// added reports the leaves of the document that come from no value of the model.
func (e *encoder) added(t *mc.Tracker, read *mc.Report, used map[mc.Path]bool) {
	for i := range read.Leaves {
		l := &read.Leaves[i]
		mine := len(l.Canonical) == 0
		for _, p := range l.Canonical {
			mine = mine || used[p]
		}
		if !mine {
			t.Add(mc.Outcome{To: l.Source, Kind: mc.KindSynthesised, Reason: "it follows from other values, in the form that the format asks for"})
		}
	}
}

// unwritten is the report of a document that could not be written.
func (e *encoder) unwritten() *mc.Report {
	t := mc.NewEncodeTracker(Format, e.model)
	for _, p := range mc.Paths(e.model) {
		t.Drop(string(p), "the document could not be written")
	}
	report := t.Report()
	return &report
}

// reason says why a value is not in the elements of the format.
func (e *encoder) reason(p mc.Path) string {
	for up := p; up != ""; up = up.Parent() {
		if reason := e.Reasons[up]; reason != "" {
			return reason
		}
	}
	for _, l := range lacks {
		if strings.Contains("."+string(p), l.part) {
			return l.reason
		}
	}
	return reasonNone
}

// placeOf returns the path at which a value of the model is read back, and whether
// another element stands in for its own. It is false for a value in an entry of a list
// that is not written.
func (e *encoder) placeOf(p mc.Path) (q mc.Path, restated, ok bool) {
	p = e.shifted(p)
	for up := p; up != ""; up = up.Parent() {
		if to := e.restated[up]; to != "" {
			p, restated = to+p[len(up):], true
			break
		}
	}
	q, ok = e.inPlace(p, restated)
	return q, restated, ok
}

// shifted returns the path of a value in the copy without what is withheld.
func (e *encoder) shifted(p mc.Path) mc.Path {
	const list = "learner.party.identifiers["
	rest, ok := strings.CutPrefix(string(p), list)
	if !ok || len(e.withheld) == 0 {
		return p
	}
	index, field, _ := strings.Cut(rest, "]")
	n, _ := strconv.Atoi(index)
	before := 0
	for i := range n {
		if e.withheld[mc.Path("learner.party.identifiers").At(i)] {
			before++
		}
	}
	return mc.Path(list + strconv.Itoa(n-before) + "]" + field)
}

// inPlace replaces the indexes of a path by those that the entries have when they are
// read.
func (e *encoder) inPlace(p mc.Path, restated bool) (mc.Path, bool) {
	var out strings.Builder
	from := 0
	for i := range len(p) {
		if p[i] != ']' {
			continue
		}
		index, known := e.Places[p[:i+1]]
		if !known || restated {
			continue
		}
		if index < 0 {
			return "", false
		}
		open := strings.LastIndexByte(string(p[:i]), '[')
		out.WriteString(string(p[from:open]) + "[" + strconv.Itoa(index) + "]")
		from = i + 1
	}
	out.WriteString(string(p[from:]))
	return mc.Path(out.String()), true
}
