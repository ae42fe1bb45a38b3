package stacking

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// match finds what has to do with the parts of the target.
func (c *checker) match() {
	titles := map[string][]int{}
	for i, p := range c.flat {
		for _, t := range titlesOf(p.definition.Title) {
			titles[t] = append(titles[t], i)
		}
	}
	c.meets = map[int]map[int]bool{}
	related := map[int]bool{} // items that have to do with the target
	for n := range c.nodes {
		best := c.nodes[n].best
		u := &c.units[best]
		found := map[int]How{}
		towards := false
		for _, i := range c.nodes[n].units {
			towards = c.matchUnit(&c.units[i], found) || towards
		}
		for _, t := range titlesOf(u.definition.Title) {
			for _, p := range titles[t] {
				if _, there := found[p]; !there {
					found[p] = ByTitle
				}
			}
		}
		for _, p := range slices.Sorted(maps.Keys(found)) {
			c.meet(p, n, found[p])
		}
		if (len(found) > 0 || towards) && u.item >= 0 {
			related[u.item] = true
		}
		if towards && len(found) == 0 {
			c.plan.Towards = append(c.plan.Towards, u.item)
		}
	}
	c.leaveApart(related)
}

// leaveApart notes the items that have nothing to do with the target. What is for the
// same learning as one that has, has as well.
func (c *checker) leaveApart(related map[int]bool) {
	has := map[int]bool{}
	for i := range c.units {
		u := &c.units[i]
		has[u.item] = has[u.item] || related[u.item] || related[c.units[c.nodes[u.node].best].item]
	}
	for i, it := range c.items {
		if it.Credential != nil && !has[i] {
			c.plan.Apart = append(c.plan.Apart, i)
		}
	}
}

// matchUnit finds the parts that a unit meets, and whether it counts towards the
// target as a whole.
func (c *checker) matchUnit(u *unit, found map[int]How) (towards bool) {
	for _, k := range u.keys {
		if p, there := c.parts[k]; there {
			found[p] = ByDefinition
		}
	}
	for _, r := range references(u.definition, u.award) {
		for _, k := range r.keys {
			p, there := c.parts[k]
			switch {
			case r.kind == partOf && there, r.kind == sameAs && there, r.kind == replaces && there:
				if _, known := found[p]; !known {
					found[p] = ByReference
				}
			case r.kind == partOf && c.roots[k]:
				towards = true
			}
		}
	}
	return towards
}

// meet notes that a node has to do with a part.
func (c *checker) meet(p, n int, how How) {
	u := &c.units[c.nodes[n].best]
	m := Met{Credential: u.item, Claim: u.path, How: how, node: n}
	m.Standing, m.Reasons = c.fits(u, c.flat[p].definition)
	part := &c.flat[p]
	if how == ByTitle {
		part.hints = append(part.hints, m)
		c.note(&ruleTitle, vc.Warn, u.item, fmt.Sprintf("It is called as part %d of the target is, and no identifier ties them together.", p+1))
		return
	}
	part.by = append(part.by, m)
	if m.Standing == There || m.Standing == Undecided {
		if c.meets[n] == nil {
			c.meets[n] = map[int]bool{}
		}
		c.meets[n][p] = true
	}
}

// fits returns how a unit stands that meets a part, and why not better.
func (c *checker) fits(u *unit, part *mc.Definition) (Standing, []Reason) {
	out := There
	reasons := u.reasons
	worst := func(s Standing) {
		if s.rank() > out.rank() {
			out = s
		}
	}
	add := func(s Standing, r *vc.Rule, detail string) {
		worst(s)
		reasons = append(reasons[:len(reasons):len(reasons)], Reason{r.Code, detail, -1})
		c.note(r, vc.Warn, u.item, detail)
	}
	if failed(u.award) {
		worst(Unfit)
	} else if u.count == Open {
		worst(Undecided)
	}
	it := c.items[u.item]
	switch {
	case u.count != NotCounted:
	case it.Axes != nil && it.Axes[vc.InForce] == vc.Invalid && it.Axes[vc.Authentic] != vc.Invalid:
		add(NotInForce, &ruleInForce, "It is not in force, so it does not meet the part now.")
	default:
		worst(Unfit)
	}
	e := &it.Credential.Envelope
	switch {
	case out == NotInForce:
	case !e.ValidUntil.IsZero() && c.at.After(e.ValidUntil.Time()):
		add(NotInForce, &ruleInForce, "It has expired, so it does not meet the part now.")
	case !e.ValidFrom.IsZero() && c.at.Before(e.ValidFrom.Time()):
		add(NotInForce, &ruleInForce, "It does not hold yet, so it does not meet the part now.")
	}
	below, comparable := compareLevels(u.definition.Levels, part.Levels)
	switch {
	case below:
		add(Unfit, &ruleLevel, "Its level is below the one that the part asks for.")
	case !comparable:
		add(out, &ruleLevel, "Its level and that of the part are not stated in the same framework, so they are not compared.")
	}
	return out, reasons
}

// compareLevels reports whether all levels that can be compared are below what is
// asked for, and whether any can, if any is asked for.
func compareLevels(have, want []mc.Level) (below, comparable bool) {
	comparable = len(want) == 0
	for _, w := range want {
		for _, h := range have {
			a, b, same := onOneScale(h, w)
			if !same {
				continue
			}
			if a >= b {
				return false, true
			}
			below, comparable = true, true
		}
	}
	return below, comparable
}

// onOneScale returns two levels as numbers, if they are of the same framework. A
// national level is not turned into a European one.
func onOneScale(a, b mc.Level) (x, y int, same bool) {
	if a.EQF > 0 && b.EQF > 0 {
		return int(a.EQF), int(b.EQF), true
	}
	f, g := frameworkOf(a.Framework), frameworkOf(b.Framework)
	if f.IsZero() || f.same() != g.same() {
		return 0, 0, false
	}
	x, err := strconv.Atoi(a.Value.Notation)
	y, other := strconv.Atoi(b.Value.Notation)
	return x, y, err == nil && other == nil
}

// titlesOf returns the texts of a title, as they are compared.
func titlesOf(s mc.LangString) (all []string) {
	for _, v := range s[:min(len(s), maxKeys)] {
		if t := strings.ToLower(strings.Join(strings.Fields(v.Text), " ")); t != "" {
			all = append(all, t)
		}
	}
	return all
}
