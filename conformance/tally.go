package conformance

import (
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// maxCases is how many cases of one rule are kept.
const maxCases = 200

// facet is something that a document can be, and that rules are about: a badge, a
// badge of the data model 2.0, something with a proof of one suite.
type facet string

// specimen is one credential as it was found.
type specimen struct {
	name, at   string // its document, and where in that
	kind       kind
	facets     []facet
	findings   []vc.Finding
	unreadable bool
	// only is the code of the one rule that is asked of it, which it breaks: it is not
	// what it is said to be.
	only string
	// proofs are the suites of its proofs by where they stand.
	proofs map[string]facet
}

// tally counts what specimens were found to be, by facet and rule. It does not grow
// with their number.
type tally struct{ facets map[facet]*facetTally }

type facetTally struct {
	count, foreign int // all, and those that are not what they are said to be
	rules          map[string]*ruleTally
}

// ruleTally is what was found about a rule. The counts are of specimens.
type ruleTally struct {
	broken, open, unasked int
	worst                 Status
	cases                 map[Status][]Case // the first of each status
	more                  int               // cases that are not kept
}

func (t *tally) add(one specimen) {
	if t.facets == nil {
		t.facets = map[facet]*facetTally{}
	}
	for _, f := range one.facets {
		of := t.facets[f]
		if of == nil {
			of = &facetTally{rules: map[string]*ruleTally{}}
			t.facets[f] = of
		}
		of.count++
		if one.only != "" {
			of.foreign++
		}
		of.add(f, one)
	}
}

// add counts what was found about one specimen: of each rule once, the worst.
func (t *facetTally) add(f facet, one specimen) {
	worst := map[string]Status{}
	for _, finding := range one.findings {
		if finding.Status == vc.Pass || !one.concerns(f, finding) {
			continue
		}
		rule := t.rules[finding.Code]
		if rule == nil {
			rule = &ruleTally{cases: map[Status][]Case{}}
			t.rules[finding.Code] = rule
		}
		status := statusOf(finding)
		worst[finding.Code] = max(worst[finding.Code], status)
		if status == NotApplicable {
			continue
		}
		if len(rule.cases[status]) == maxCases {
			rule.more++
			continue
		}
		rule.cases[status] = append(rule.cases[status], Case{Name: one.name + one.at, Status: status, Found: finding.Detail, Document: one.name, Pointer: one.at + finding.Pointer})
	}
	for code, status := range worst {
		t.rules[code].count(status)
	}
}

func (t *ruleTally) count(status Status) {
	t.worst = max(t.worst, status)
	switch status {
	case NotApplicable:
		t.unasked++
	case Skipped:
		t.open++
	default:
		t.broken++
	}
}

// concerns reports whether a finding is about a facet. What is found about one
// proof says nothing about those of other suites.
func (s *specimen) concerns(f facet, finding vc.Finding) bool {
	suite, ok := s.proofs[firstSteps(finding.Pointer, s.proofs)]
	return !ok || suite == f || !f.isProof()
}

// statusOf returns what a finding other than a pass means for a document.
func statusOf(f vc.Finding) Status {
	switch f.Status {
	case vc.Fail:
		if f.Level == vc.Should {
			return Warn
		}
		return Fail
	case vc.Warn:
		return Warn
	case vc.Unknown:
		return Skipped
	}
	return NotApplicable
}

// outcome returns how the specimens of a facet keep a rule. what names them, such as
// "Open Badge".
func (t *tally) outcome(f facet, code, what string) Outcome {
	of := t.facets[f]
	if of == nil {
		return Outcome{Status: NotApplicable, Reason: fmt.Sprintf("There is no %s among the documents.", what)}
	}
	rule := of.rules[code]
	asked := of.count - of.foreign
	if rule == nil {
		if asked == 0 {
			return Outcome{Status: NotApplicable, Reason: fmt.Sprintf("What is said to be a %s is none.", what)}
		}
		return Outcome{Status: Pass, Passed: asked}
	}
	cases, more := rule.listed()
	out := Outcome{Status: rule.worst, Cases: cases, Passed: max(0, asked-rule.broken-rule.open-rule.unasked)}
	switch {
	case rule.worst == NotApplicable && out.Passed > 0:
		out.Status = Pass
	case rule.worst == NotApplicable:
		out.Reason = "Their holders were free to leave out what the rule is about."
	case rule.worst == Skipped:
		// What could not be found out of one is not found out of all.
		out.Reason = fmt.Sprintf("It could not be found out for %d of %d.", rule.open, rule.open+out.Passed)
		out.Passed = 0
	}
	if more > 0 {
		out.Reason = strings.TrimSpace(fmt.Sprintf("%s The worst %d cases are listed, and %d more are not.", out.Reason, len(cases), more))
	}
	return out
}

// listed returns the cases to list, the worst first, and how many more there are.
func (t *ruleTally) listed() (cases []Case, more int) {
	for _, status := range []Status{Fail, Warn, Skipped} {
		cases = append(cases, t.cases[status]...)
	}
	if n := len(cases) - maxCases; n > 0 {
		return cases[:maxCases], t.more + n
	}
	return cases, t.more
}
