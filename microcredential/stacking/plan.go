package stacking

import (
	"fmt"
	"slices"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Plan is how some credentials stand to the parts of a target. It is no recognition.
type Plan struct {
	Title mc.LangString `json:"-"`
	Name  string        `json:"title"` // of the target, in one language
	ID    string        `json:"id,omitempty"`
	Parts []Part        `json:"parts"`
	// Credits are what the target asks for, and how much of it what meets its parts
	// states, counted as [Sum] does.
	Credits []Need `json:"credits"`
	// Towards are credentials that say that they count towards the target and name
	// none of its parts. Apart are those that have nothing to do with it.
	Towards []int `json:"towards"`
	Apart   []int `json:"apart"`
	// Overlaps are credentials that meet parts and have outcomes in common.
	Overlaps []Shared     `json:"overlaps"`
	Findings []vc.Finding `json:"findings"`
	Decision string       `json:"decision"` // who decides, in a sentence
}

// Part is one part of the target.
type Part struct {
	Title    mc.LangString `json:"-"`
	Name     string        `json:"title"`
	ID       string        `json:"id,omitempty"`
	Path     mc.Path       `json:"path"` // in the target
	Standing Standing      `json:"standing"`
	By       []Met         `json:"by"`    // what meets it, or would if it were otherwise
	Hints    []Met         `json:"hints"` // what is only called alike
	Credits  []Need        `json:"credits,omitempty"`
	Parts    []Part        `json:"parts,omitempty"`
}

// Standing is how a part, or what meets it, stands.
type Standing string

// The standings, the best first.
const (
	There      Standing = "there"
	InPart     Standing = "in-part"      // some of its credits or parts are there
	Undecided  Standing = "open"         // what meets it is not known to be genuine, in force and from a trusted issuer
	NotInForce Standing = "not-in-force" // it has expired, is revoked, or does not hold yet
	Unfit      Standing = "unfit"        // as it is stated it does not do: failed, below the level, not genuine
	Missing    Standing = "missing"
)

func (s Standing) rank() int {
	return slices.Index([]Standing{There, InPart, Undecided, NotInForce, Unfit, Missing}, s)
}

// Met is a credential that has to do with a part.
type Met struct {
	Credential int      `json:"credential"`
	Claim      mc.Path  `json:"claim"`
	How        How      `json:"how"`
	Standing   Standing `json:"standing"`
	Reasons    []Reason `json:"reasons,omitempty"`

	node int
}

// How is by what a credential was matched with a part.
type How string

// The ways of matching.
const (
	ByDefinition How = "definition" // it is the part: the same id, identifier or code
	ByReference  How = "reference"  // it says that it counts towards the part
	ByTitle      How = "title"      // it is called alike, which shows nothing
)

// Need is what is asked for of one framework of credits, and what is there.
type Need struct {
	Framework Framework  `json:"framework"`
	Needed    mc.Decimal `json:"needed"`
	Earned    mc.Decimal `json:"earned"`  // as the credentials state it
	Offered   mc.Decimal `json:"offered"` // by the definitions of those credentials
	Open      mc.Decimal `json:"open"`    // earned by what is not settled
	Missing   mc.Decimal `json:"missing"` // what is earned less than needed
	Maximum   mc.Decimal `json:"maximum"` // that the target accepts
}

// Shared is two credentials that have outcomes in common.
type Shared struct {
	A      int `json:"a"`
	B      int `json:"b"`
	Common int `json:"common"`
}

const decision = "This compares what the credentials state with what the target states. Whether it is recognised is decided by the institution that awards the target."

// Check holds credentials against the parts of a target, as of a time. Parts are
// matched by the ids, identifiers and codes of definitions, and by what credentials say
// they count towards. A title that is alike is only a hint.
func Check(target *mc.Definition, items []Item, at time.Time) Plan {
	c := &checker{ledger: read(items), target: target, at: at, parts: map[key]int{}, roots: map[key]bool{}}
	l := c.ledger
	l.findings = nil // those on the sum are in the sum
	name, _ := target.Title.Best()
	c.plan = Plan{Title: target.Title, Name: name.Text, ID: target.ID, Credits: []Need{}, Towards: []int{}, Apart: []int{}, Overlaps: []Shared{}, Decision: decision}
	for _, k := range definitionKeys(target) {
		c.roots[k] = true
	}
	c.plan.Parts = c.readParts("definition.parts", target.Parts, 0)
	if len(target.Parts) == 0 {
		l.note(&ruleNoParts, vc.Warn, -1, "The target states no parts, so only its credits can be compared.")
	}
	c.match()
	c.judge(c.plan.Parts)
	c.checkTwice()
	c.compare()
	c.checkOrder()
	l.note(&ruleRecognition, vc.NotAsked, -1, decision)
	c.plan.Findings = slices.Concat([]vc.Finding{}, l.findings)
	return c.plan
}

// checker is the state of one check.
type checker struct {
	*ledger
	target *mc.Definition
	at     time.Time
	plan   Plan
	flat   []flatPart
	parts  map[key]int // the flat part with a name
	roots  map[key]bool
	meets  map[int]map[int]bool // the flat parts that a node meets
}

// flatPart is a part of the target, at any depth.
type flatPart struct {
	definition *mc.Definition
	by, hints  []Met
	standing   Standing
}

const maxTargetParts = 2_000

// readParts reads the parts of the target. The index of a flat part is in the order in
// which they are read.
func (c *checker) readParts(at mc.Path, parts []mc.Definition, depth int) []Part {
	out := []Part{}
	for i := range parts {
		if len(c.flat) == maxTargetParts || depth == maxDepth {
			c.note(&ruleLimit, vc.Warn, -1, "The target has more parts than are read, or deeper ones.")
			break
		}
		d := &parts[i]
		n := len(c.flat)
		c.flat = append(c.flat, flatPart{definition: d})
		keys := definitionKeys(d)
		for _, k := range keys {
			if other, there := c.parts[k]; there && other != n {
				c.note(&ruleTwice, vc.Warn, -1, fmt.Sprintf("Parts %d and %d of the target have a name in common; a credential meets the first.", other+1, n+1))
				continue
			}
			c.parts[k] = n
		}
		if len(keys) == 0 && len(d.Parts) == 0 {
			c.note(&ruleNoParts, vc.Warn, -1, fmt.Sprintf("Part %d of the target has no id, identifier or code, so nothing can meet it but by hand.", n+1))
		}
		name, _ := d.Title.Best()
		path := at.At(i)
		out = append(out, Part{Title: d.Title, Name: name.Text, ID: d.ID, Path: path, Parts: c.readParts(path.Dot("parts"), d.Parts, depth+1)})
	}
	return out
}

// compare tells the credits of what meets the parts.
func (c *checker) compare() {
	var met []Item
	var from []int
	for n := range c.nodes {
		if len(c.meets[n]) == 0 {
			continue
		}
		met, from = append(met, c.alone(n)), append(from, c.units[c.nodes[n].best].item)
	}
	total := Sum(met)
	for _, o := range total.Overlaps {
		a, b := from[total.Entries[o.A].Credential], from[total.Entries[o.B].Credential]
		c.plan.Overlaps = append(c.plan.Overlaps, Shared{a, b, o.Common})
		c.note(&ruleOverlap, vc.Warn, b, fmt.Sprintf("It and %s meet parts of the target and have %d learning outcomes or skills in common.", number(a), o.Common))
	}
	needs := needsOf(c.target)
	if len(needs) == 0 {
		needs = needsOfParts(c.target.Parts)
	}
	c.plan.Credits = append(c.plan.Credits, reach(needs, total)...)
	c.checkMaximum()
	for _, n := range c.plan.Credits {
		if n.Missing.Sign() > 0 {
			c.note(&ruleCredits, vc.Warn, -1, fmt.Sprintf("The target asks for %s %s; %s are stated as earned by what meets its parts.", n.Needed.Canonical(), n.Framework, orNone(n.Earned)))
		}
	}
	for _, got := range total.Credits {
		if !slices.ContainsFunc(c.plan.Credits, func(n Need) bool { return n.Framework.same() == got.Framework.same() }) && len(c.plan.Credits) > 0 {
			c.note(&ruleFramework, vc.Warn, -1, "What meets the parts states "+got.Framework.String()+", in which the target asks for nothing. They are not converted.")
		}
	}
}

// checkMaximum compares what is there with the most that the target accepts.
func (c *checker) checkMaximum() {
	most := c.target.Stackability.MaxCredits
	switch {
	case most.IsZero():
		return
	case len(c.plan.Credits) != 1:
		c.note(&ruleMaximum, vc.Warn, -1, "The target states a maximum of credits and not of which framework, so it is not applied.")
		return
	}
	n := &c.plan.Credits[0]
	n.Maximum = most
	if n.Earned.Cmp(most) > 0 || n.Offered.Cmp(most) > 0 {
		c.note(&ruleMaximum, vc.Warn, -1, fmt.Sprintf("The target accepts %s %s at most, and there are more.", most.Canonical(), n.Framework))
	}
}

// alone returns a node as a credential of its own, for a sum of what meets the target.
func (c *checker) alone(n int) Item {
	u := &c.units[c.nodes[n].best]
	whole := c.items[u.item]
	return Item{
		Credential: &mc.Credential{Learner: whole.Credential.Learner, Definition: *u.definition, Award: *u.award},
		Axes:       whole.Axes,
	}
}

// needsOf returns the credits that a definition asks for.
func needsOf(d *mc.Definition) (out []Need) {
	for _, q := range quantities(d, &mc.Award{}, func(*vc.Rule, string) {}) {
		if q.kind == offered {
			out = append(out, Need{Framework: q.framework, Needed: q.amount})
		}
	}
	return out
}

// needsOfParts adds up what the parts ask for, in the frameworks that all of them name.
func needsOfParts(parts []mc.Definition) (out []Need) {
	sums, stated, order := map[string]Need{}, map[string]int{}, []string{}
	for i := range parts[:min(len(parts), maxTargetParts)] {
		for _, n := range needsOf(&parts[i]) {
			k := n.Framework.same()
			if stated[k]++; stated[k] == 1 {
				order = append(order, k)
			}
			n.Needed = sums[k].Needed.Add(n.Needed)
			sums[k] = n
		}
	}
	for _, k := range order {
		if stated[k] == len(parts) {
			out = append(out, sums[k])
		}
	}
	return out
}

// reach says how much of what is needed a sum has.
func reach(needs []Need, total Total) []Need {
	for i := range needs {
		n := &needs[i]
		for _, got := range total.Credits {
			if got.Framework.same() == n.Framework.same() {
				n.Earned, n.Open, n.Offered = got.Earned.Counted, got.Earned.Open, got.Offered.Counted
			}
		}
		if n.Needed.Cmp(n.Earned) > 0 {
			n.Missing = n.Needed.Add(negative(n.Earned))
		}
	}
	return needs
}

func negative(d mc.Decimal) mc.Decimal {
	if d.Sign() <= 0 {
		return mc.Decimal{}
	}
	out, _ := mc.ParseDecimal("-" + d.Canonical())
	return out
}

func orNone(d mc.Decimal) string {
	if d.IsZero() {
		return "none"
	}
	return d.Canonical()
}
