package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/vectors"
	"github.com/mikromerit/mikromerit/vc"
)

// pair is a good document and those of its spoilt copies that break one rule.
type pair struct {
	good   vectors.Vector
	spoilt []vectors.Vector
}

// pairCheck is what a verifier is asked about one requirement under one suite.
type pairCheck struct {
	rule  vc.Rule
	suite string
	pairs []pair
}

// pairChecks makes a check for each requirement and suite of the vectors that
// belong to a profile, in the order of suites and codes.
func pairChecks(set []vectors.Vector, belongs func(vectors.Vector) bool) []Check {
	goods := make(map[string]vectors.Vector)
	for _, v := range set {
		if v.Accept {
			goods[v.ID] = v
		}
	}
	rules := make(map[string][]vc.Rule)
	for _, rule := range mikromerit.Rules() {
		rules[rule.Code] = append(rules[rule.Code], rule)
	}
	groups := make(map[string]*pairCheck)
	for _, v := range set {
		good, ok := goods[v.Pair]
		if v.Accept || !ok || !belongs(v) {
			continue
		}
		key := v.Suite + " " + v.Rule
		if groups[key] == nil {
			groups[key] = &pairCheck{rule: ruleOf(v, rules[v.Rule]), suite: v.Suite}
		}
		groups[key].add(good, v)
	}
	var checks []Check
	for _, key := range sortedKeys(groups) {
		checks = append(checks, groups[key].check())
	}
	return checks
}

func (c *pairCheck) add(good, spoilt vectors.Vector) {
	if spoilt.Level == vc.Must || spoilt.Level == "" {
		c.rule.Level = vc.Must
	}
	i := slices.IndexFunc(c.pairs, func(p pair) bool { return p.good.ID == good.ID })
	if i < 0 {
		i, c.pairs = len(c.pairs), append(c.pairs, pair{good: good})
	}
	c.pairs[i].spoilt = append(c.pairs[i].spoilt, spoilt)
}

func (c *pairCheck) check() Check {
	needs := VerifyCredential
	if c.pairs[0].good.Operation == vectors.VerifyPresentation {
		needs = VerifyPresentation
	}
	return Check{Rule: c.rule, Needs: []Operation{needs}, Suite: c.suite, Mend: mendOf(c.rule.Code), Run: c.run}
}

// run asks for each good document and, where that is accepted, for its spoilt
// copies. Where it is not, nothing is known from the copies: who rejects
// everything rejects them, too. What the target says that it does not do, such as
// one of the algorithms of a suite, is not held against it, and passes nothing.
func (c *pairCheck) run(ctx context.Context, probe *Probe) (Outcome, error) {
	var outcome Outcome
	untried := "A service cannot be handed status lists, documents of issuers and certificates, and nobody serves those of the published vectors. For lists and documents, make vectors with a base that you serve."
	unsupported := 0
	for _, p := range c.pairs {
		if unserved(p.good, probe.Description()) {
			continue
		}
		answer, err := probe.answerTo(ctx, p.good)
		if err != nil {
			return outcome, err
		}
		if answer.unsupported {
			unsupported++
			untried = "Of what this takes, " + answer.failure + "."
			continue
		}
		if found := answer.unlessAccepted(); found != "" {
			outcome.Cases = append(outcome.Cases, answer.caseOf(p.good, Fail, "accepted", found))
			continue
		}
		outcome.Passed++
		for _, spoilt := range p.spoilt {
			answer, err := probe.answerTo(ctx, spoilt)
			if err != nil {
				return outcome, err
			}
			found := answer.unlessRejected()
			if found == "" {
				outcome.Passed++
				continue
			}
			status := Fail
			if spoilt.Level != vc.Must && spoilt.Level != "" {
				status = Warn
			}
			outcome.Cases = append(outcome.Cases, answer.caseOf(spoilt, status, "rejected", found))
		}
	}
	if outcome.Passed == 0 && len(outcome.Cases) == 0 {
		return Outcome{Status: NotApplicable, Reason: untried}, nil
	}
	outcome.Reason = c.reason(outcome)
	if outcome.Reason == "" && unsupported > 0 {
		outcome.Reason = fmt.Sprintf("It says that it does not do %d of %d good documents.", unsupported, len(c.pairs))
	}
	return outcome, nil
}

// unserved reports whether a document refers to what a target would have to fetch
// from where nobody serves it, or leads to certificates that it would have to trust:
// a service cannot be handed either.
func unserved(v vectors.Vector, d Description) bool {
	if d.Unfed == "" {
		return false
	}
	if len(v.Anchors) > 0 {
		return true
	}
	for url := range v.Resources {
		if !d.Served && strings.HasPrefix(url, vectors.DefaultBase+"/") {
			return true
		}
	}
	return false
}

// reason says in one sentence what came out.
func (c *pairCheck) reason(o Outcome) string {
	var rejected, accepted, unanswered int
	for _, failed := range o.Cases {
		switch {
		case failed.Want == "accepted":
			rejected++
		case strings.HasPrefix(failed.Found, string(Accepted)):
			accepted++
		default:
			unanswered++
		}
	}
	switch {
	case rejected > 0:
		return fmt.Sprintf("%d of %d good documents were not accepted, so their spoilt copies say nothing.", rejected, len(c.pairs))
	case accepted > 0:
		return fmt.Sprintf("%d spoilt copies were accepted that should not be.", accepted)
	case unanswered > 0:
		return fmt.Sprintf("%d spoilt copies got no usable answer.", unanswered)
	case o.Passed == 0 && len(o.Cases) > 0:
		return o.Cases[0].Found
	}
	return ""
}

// caseOf is a case about one vector that did not go as it should.
func (a pairAnswer) caseOf(v vectors.Vector, status Status, want, found string) Case {
	c := Case{Name: v.ID, Status: status, Want: want, Found: found, Document: v.ID, Exchanges: []Exchange{a.exchange}}
	if !v.Accept {
		c.Want = want + ": " + v.Because
	}
	return c
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
