package stacking

import (
	"fmt"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// unit is one claim of a credential, or a part of one.
type unit struct {
	item       int
	path       mc.Path // "" is the first claim
	definition *mc.Definition
	award      *mc.Award
	whole      int // the unit that it is a part of, or -1
	keys       []key
	amounts    []quantity
	state
	node int
}

// node is a definition with all units that are awards of it.
type node struct {
	units           []int
	best            int // the unit that counts for all
	wholes          []int
	parts           int
	towards, before []int // nodes that it can count towards, and that come before it
	standsFor       []int // nodes that it replaces or exempts from
}

// ledger is what is read of all items: units, and how they hang together.
type ledger struct {
	items    []Item
	units    []unit
	nodes    []node
	byKey    map[key]int // the node with a name
	findings []vc.Finding
	order    []int // nodes, the wholes before their parts; without those in circles
	edges    int
}

func (l *ledger) note(r *vc.Rule, status vc.Status, item int, detail string) {
	pointer := ""
	if item >= 0 {
		pointer = fmt.Sprintf("/credentials/%d", item)
	}
	switch {
	case len(l.findings) < maxFindings:
		l.findings = append(l.findings, r.Finding(status, pointer, detail))
	case len(l.findings) == maxFindings:
		l.findings = append(l.findings, ruleLimit.Finding(vc.Warn, "", "There is more to say than is listed here."))
	}
}

// read reads the items into a ledger.
func read(items []Item) *ledger {
	l := &ledger{items: items, byKey: map[key]int{}}
	states := make([]state, len(items))
	for i, it := range items {
		states[i] = standingOf(it)
	}
	sameDocuments(items, states)
	otherLearners(items, states)
	for i, it := range items {
		if it.Credential == nil {
			continue
		}
		c := it.Credential
		main := l.add(i, "", &c.Definition, &c.Award, -1, states[i], 0)
		l.addParts(i, "award.parts", c.Award.Parts, main, states[i], 1)
		l.addParts(i, "others", c.Others, -1, states[i], 0)
	}
	for i, s := range states {
		for _, r := range s.reasons {
			if r.Code != ruleStanding.Code {
				l.note(ruleFor(r.Code), vc.Warn, i, r.Detail)
			}
		}
	}
	l.link()
	return l
}

// ruleFor returns the rule with the code of a reason.
func ruleFor(code string) *vc.Rule {
	for _, r := range Rules() {
		if r.Code == code {
			return &r
		}
	}
	return &ruleLimit
}

// add reads one claim. It returns its index, or -1 when there are too many.
func (l *ledger) add(item int, path mc.Path, d *mc.Definition, a *mc.Award, whole int, s state, depth int) int {
	if len(l.units) >= maxUnits || depth > maxDepth {
		l.note(&ruleLimit, vc.Warn, item, "There are more claims and parts than are read, or deeper ones, so some of them were left out.")
		return -1
	}
	u := unit{item: item, path: path, definition: d, award: a, whole: whole, keys: definitionKeys(d), state: state{s.count, append([]Reason(nil), s.reasons...)}}
	u.amounts = quantities(d, a, func(r *vc.Rule, detail string) {
		u.reasons = append(u.reasons, Reason{r.Code, detail, -1})
		l.note(r, vc.Warn, item, detail)
	})
	if failed(a) {
		const detail = "It states that the assessment was failed or not finished, and nothing that was passed; ask the issuer what was awarded."
		u.lower(Open, &ruleFailed, -1, detail)
		l.note(&ruleFailed, vc.Warn, item, detail)
	}
	l.units = append(l.units, u)
	return len(l.units) - 1
}

func (l *ledger) addParts(item int, at mc.Path, parts []mc.Claim, whole int, s state, depth int) {
	for i := range parts {
		path := at.At(i)
		j := l.add(item, path, &parts[i].Definition, &parts[i].Award, whole, s, depth)
		if j < 0 {
			return
		}
		l.addParts(item, path.Dot("award").Dot("parts"), parts[i].Award.Parts, j, s, depth+1)
	}
	l.checkParts(item, whole, parts)
}

// checkParts compares the credits of a whole with those of its parts.
func (l *ledger) checkParts(item, whole int, parts []mc.Claim) {
	if whole < 0 || len(parts) == 0 {
		return
	}
	quiet := func(*vc.Rule, string) {}
	sums, stated := map[measure]mc.Decimal{}, map[measure]int{}
	for i := range parts {
		for _, q := range quantities(&parts[i].Definition, &parts[i].Award, quiet) {
			sums[q.measure] = sums[q.measure].Add(q.amount)
			stated[q.measure]++
		}
	}
	for _, q := range l.units[whole].amounts {
		if q.kind != hours && stated[q.measure] == len(parts) && sums[q.measure].Cmp(q.amount) != 0 {
			l.note(&ruleParts, vc.Warn, item, fmt.Sprintf("The whole states %s %s and its parts %s; the whole is counted.", q.amount.Canonical(), q.framework, sums[q.measure].Canonical()))
		}
	}
}

// failed reports whether the award states results of which none was passed.
func failed(a *mc.Award) bool {
	bad := false
	for _, r := range a.Assessments {
		switch r.State {
		case mc.ResultFailed, mc.ResultWithdrew, mc.ResultEnrolled, mc.ResultInProgress, mc.ResultOnHold:
			bad = true
		case mc.ResultCompleted, mc.ResultProvisional:
			return false
		}
	}
	return bad
}
