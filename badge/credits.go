package badge

import (
	"slices"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Open Badges has two numbers of credits, what can be earned and what was, and
// no member for what the credits are. An alignment of the achievement says it for
// both of them.

// onlyCredits is a member with a number of credits. Where there are several, that
// of ECTS is written; numbers of two frameworks are never added. Reading confirms
// a number that the extension states.
func onlyCredits[T any](term string, get func(*T) *[]mc.Workload) row[T] {
	field := mapping.PathOf(get)
	return custom(term, func(d *decoder, v jsontree.Value, to *T, at path) {
		d.readCredits(v, get(to), step(at, field))
	}, func(e *encoder, n *node, from *T, at path) {
		list := *get(from)
		i := mainCredits(list)
		if i < 0 {
			return
		}
		if here := step(at, field).At(i); e.putNumber(n, term, list[i].Amount, here.Dot("amount")) {
			e.Translate(here.Dot("kind"), n.At(term), "a number of credits")
		}
	})
}

// mainCredits returns the index of the credits that are written natively, or -1:
// the only ones, or the only ones in ECTS.
func mainCredits(list []mc.Workload) int {
	only, ects, n, m := -1, -1, 0, 0
	for i, w := range list {
		if w.Kind != mc.WorkloadCredits || !isNumber(w.Amount) || w.Amount.IsZero() {
			continue
		}
		only, n = i, n+1
		if isECTS(&w.Framework) {
			ects, m = i, m+1
		}
	}
	switch {
	case n == 1:
		return only
	case m == 1:
		return ects
	}
	return -1
}

func isECTS(c *mc.Concept) bool { return c.IRI == creditsECTS || c.IRI == "" && c.Notation == "ECTS" }

func (d *decoder) readCredits(v jsontree.Value, list *[]mc.Workload, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	amount, err := mc.ParseDecimal(s)
	if err != nil {
		d.Reject(v, err.Error())
		return
	}
	only, n := -1, 0
	for i, w := range *list {
		if w.Kind != mc.WorkloadCredits {
			continue
		}
		if mapping.Alike(w.Amount, amount) {
			d.Change(v, at.At(i).Dot("amount"), "a number of credits")
			return
		}
		only, n = i, n+1
	}
	if n == 1 {
		contradiction(d.Reader, v, at.At(only).Dot("amount"))
		return
	}
	here := at.At(len(*list))
	d.Keep(v, here.Dot("amount"))
	d.Derive(v, here.Dot("kind"))
	w := mc.Workload{Kind: mc.WorkloadCredits, Amount: amount}
	if framework := creditFramework(d.achievement); framework.IsObject() {
		_, shaped := shapeOf(targetCredits, framework)
		d.aligned = aligned{target: targetCredits, reason: "the framework", shaped: shaped}
		d.s.targetCredits.ReadObject(d.Reader, framework, &w.Framework, here.Dot("framework"))
	}
	*list = append(*list, w)
}

// creditFramework returns the only alignment with a credit system.
func creditFramework(achievement jsontree.Value) (found jsontree.Value) {
	for one := range achievement.Get("alignment").Each() {
		if target, _ := targetOf(one); target == targetCredits && one.IsObject() {
			if found.Exists() {
				return jsontree.Value{}
			}
			found = one
		}
	}
	return found
}

// creditsWritten returns the credits whose framework the alignment says: those
// that can be earned, else those that were. It is false where the framework of
// the two is not the same, since the alignment would say it of both.
func (e *encoder) creditsWritten() (of []*mc.Workload, at []path, ok bool) {
	for _, side := range []struct {
		list []mc.Workload
		at   path
	}{{e.c.Definition.Workload, "definition.workload"}, {e.c.Award.CreditsEarned, "award.creditsEarned"}} {
		if i := mainCredits(side.list); i >= 0 {
			of, at = append(of, &side.list[i]), append(at, side.at.At(i).Dot("framework"))
		}
	}
	differs := func(w *mc.Workload) bool { return w.Framework.IRI != of[0].Framework.IRI }
	return of, at, len(of) > 0 && !slices.ContainsFunc(of, differs)
}

// writeCredits says in which framework the credits are.
func (w *alignments) writeCredits() {
	of, at, ok := w.creditsWritten()
	if !ok || !isGlobal(of[0].Framework.IRI) {
		return
	}
	w.target = targetCredits
	var n *node
	for i := range of {
		if one := w.s.targetCredits.Write(w.Writer, w.on, w.list.Term, &of[i].Framework, at[i], w.next()); i == 0 {
			n = one
		}
	}
	if n != nil {
		w.add(n, targetCredits, of[0].Framework.IRI)
	}
}

// defineCreditTarget makes the class of an alignment with a credit system. ECTS is
// called by the name that everybody knows.
func (s *tables) defineCreditTarget(targets []row[mc.Concept]) {
	rows := slices.Clone(targets)
	for i, r := range rows {
		if r.Term == "targetName" {
			rows[i] = mapping.Turn(1, custom("targetName", readCreditName, writeCreditName))
		}
	}
	s.targetCredits = class[mc.Concept]{Types: alignmentNames, Rows: mapping.Rows([]row[mc.Concept]{targetType[mc.Concept]()}, rows)}
}

func readCreditName(d *decoder, v jsontree.Value, to *mc.Concept, at path) {
	switch known, listed := vocabulary.Lookup(to.IRI); {
	case v.IsText("ECTS") && to.Notation == "ECTS":
		d.Keep(v, at.Dot("notation"))
	case d.aligned.shaped && listed && v.IsText(creditName(known)) && to.Label.IsZero():
		to.Label = mc.Text("en", known.Label)
		d.Change(v, to.Label.Path(at.Dot("label"), 0), "the short name of the framework")
	default:
		d.OneText(v, &to.Label, at.Dot("label"))
	}
}

func writeCreditName(e *encoder, n *node, c *mc.Concept, at path) {
	const term = "targetName"
	known, listed := vocabulary.Lookup(c.IRI)
	switch {
	case c.Label.IsZero() && c.Notation != "":
		e.Keep(at.Dot("notation"), n.At(term))
		e.PutText(n, term, c.Notation)
	case listed && e.shape(c).words != "" && (c.Label.IsZero() || e.standsFor(c.Label, at.Dot("label"), known.Label, n.At(term))):
		e.PutText(n, term, creditName(known))
	default:
		e.putText(n, term, c.Label, at.Dot("label"))
	}
}

// creditName is the short name of a credit system of the European list.
func creditName(c vocabulary.Concept) string {
	switch c.IRI {
	case creditsECTS:
		return "ECTS"
	case ectsBase + "60b314e826":
		return "ECVET"
	}
	return c.Label
}
