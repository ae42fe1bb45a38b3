package stacking

import (
	"fmt"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// judge says how the parts stand. They are numbered as they were read.
func (c *checker) judge(parts []Part) { c.judgeFrom(parts, 0) }

func (c *checker) judgeFrom(parts []Part, next int) int {
	for i := range parts {
		p := &parts[i]
		n := next
		flat := &c.flat[n]
		next = c.judgeFrom(p.Parts, n+1)
		p.By, p.Hints = append([]Met{}, flat.by...), append([]Met{}, flat.hints...)
		p.Standing = c.standing(n, p)
		if inner, known := ofParts(p.Parts); known && inner.rank() < p.Standing.rank() {
			p.Standing = inner
		}
		flat.standing = p.Standing
		if p.Standing == Missing && len(p.Parts) == 0 {
			detail := fmt.Sprintf("Part %d of the target is missing.", n+1)
			if len(p.Hints) > 0 {
				detail = fmt.Sprintf("Part %d of the target is missing; something is called alike, and whoever awards the target can say whether it is the same.", n+1)
			}
			c.note(&ruleMissing, vc.Warn, -1, detail)
		}
	}
	return next
}

// ofParts returns how a part stands by its own parts.
func ofParts(parts []Part) (s Standing, known bool) {
	there, some := 0, 0
	for _, p := range parts {
		switch p.Standing {
		case There:
			there++
		case InPart:
			some++
		}
	}
	switch {
	case len(parts) == 0:
		return "", false
	case there == len(parts):
		return There, true
	case there+some > 0:
		return InPart, true
	}
	return Missing, true
}

// standing returns how a part stands by what meets it, and fills in its credits.
func (c *checker) standing(n int, p *Part) Standing {
	best, direct := Missing, false
	var there []Item
	for _, m := range p.By {
		if m.Standing.rank() < best.rank() {
			best = m.Standing
		}
		if m.Standing == There {
			there = append(there, c.alone(m.node))
			direct = direct || m.How == ByDefinition
		}
	}
	total := Sum(there)
	p.Credits = reach(needsOf(c.flat[n].definition), total)
	if best != There {
		return best
	}
	over := len(there) > 1 && len(p.Credits) == 0
	for _, need := range p.Credits {
		stated := need.Earned
		if stated.IsZero() {
			stated = need.Offered // nothing says how much was earned of it
		}
		switch {
		case stated.IsZero() && direct && len(total.Credits) == 0:
			c.note(&ruleCredits, vc.Warn, -1, fmt.Sprintf("What meets part %d states no %s, in which the part asks for %s.", n+1, need.Framework, need.Needed.Canonical()))
		case need.Needed.Cmp(stated) > 0:
			best = InPart
			c.note(&ruleCredits, vc.Warn, -1, fmt.Sprintf("Part %d asks for %s %s; what meets it states %s.", n+1, need.Needed.Canonical(), need.Framework, orNone(stated)))
		case stated.Cmp(need.Needed) > 0 && len(there) > 1:
			over = true
		}
	}
	if over {
		c.note(&ruleTwice, vc.Warn, -1, fmt.Sprintf("Part %d is met by %d credentials, which is more than it asks for.", n+1, len(there)))
	}
	return best
}

// checkTwice reports credentials that meet more than one part.
func (c *checker) checkTwice() {
	for n := range c.nodes {
		if len(c.meets[n]) > 1 {
			c.note(&ruleTwice, vc.Warn, c.units[c.nodes[n].best].item, fmt.Sprintf("It meets %d parts of the target; most institutions count it for one.", len(c.meets[n])))
		}
	}
}

// checkOrder reports parts that are there before what should come first.
func (c *checker) checkOrder() {
	for n := range c.flat {
		if c.flat[n].standing != There && c.flat[n].standing != InPart {
			continue
		}
		for _, r := range references(c.flat[n].definition, &mc.Award{}) {
			other, inTarget := first(c.parts, r.keys)
			_, held := first(c.byKey, r.keys)
			switch {
			case r.kind == follows && inTarget:
				c.inOrder(other, n)
			case r.kind == follows && !held:
				c.note(&ruleOrder, vc.Warn, -1, fmt.Sprintf("Part %d has a prerequisite that is not there.", n+1))
			case r.kind == precedes && inTarget && (c.flat[other].standing == There || c.flat[other].standing == InPart):
				c.inOrder(n, other)
			}
		}
	}
	for _, r := range references(c.target, &mc.Award{}) {
		if _, held := first(c.byKey, r.keys); r.kind == follows && !held {
			c.note(&ruleOrder, vc.Warn, -1, "The target has a prerequisite that is not there.")
		}
	}
}

// first returns what the first known name leads to.
func first(known map[key]int, keys []key) (int, bool) {
	for _, k := range keys {
		if n, there := known[k]; there {
			return n, true
		}
	}
	return 0, false
}

// inOrder compares two parts of which one should come first.
func (c *checker) inOrder(before, then int) {
	if before == then {
		return
	}
	if s := c.flat[before].standing; s != There {
		c.note(&ruleOrder, vc.Warn, -1, fmt.Sprintf("Part %d should come before part %d, and is not there.", before+1, then+1))
		return
	}
	a, b := c.awarded(before), c.awarded(then)
	if !a.IsZero() && !b.IsZero() && b.Compare(a) < 0 {
		c.note(&ruleOrder, vc.Warn, -1, fmt.Sprintf("Part %d should come before part %d, and was awarded after it.", before+1, then+1))
	}
}

// awarded returns when what meets a part was awarded.
func (c *checker) awarded(n int) (at mc.Instant) {
	for _, m := range c.flat[n].by {
		if m.Standing == There {
			if on := c.units[c.nodes[m.node].best].award.Awarding.On; at.IsZero() || !on.IsZero() && on.Compare(at) < 0 {
				at = on
			}
		}
	}
	return at
}
