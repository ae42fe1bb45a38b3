package conformance

import (
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/vc"
)

// claim is what documents are said to be.
type claim struct {
	kinds []kind
	facet facet
	rule  vc.Rule
	what  string
}

// claimOf returns what documents are said to be, or nil when nothing is said.
func claimOf(as string) (*claim, error) {
	switch as {
	case "":
		return nil, nil
	case "ob3":
		return &claim{[]kind{kindBadge, kindEndorsement}, facetBadge, ruleIn(ob3.Rules(), "OB3-TYPE"), string(kindBadge)}, nil
	case "clr":
		return &claim{[]kind{kindRecord}, facetRecord, ruleIn(clr.Rules(), "CLR2-TYPE"), string(kindRecord)}, nil
	case "edc":
		return &claim{[]kind{kindEuropass}, facetEuropass, ruleIn(edc.Rules(), "ELM-FORMAT"), string(kindEuropass)}, nil
	case "vc":
		return &claim{[]kind{kindBadge, kindEndorsement, kindRecord, kindEuropass, kindStatusList, kindPlain}, facetCredential.in(vc.V2),
			ruleIn(vc.Rules(vc.V2), "VCDM2-TYPE-CREDENTIAL"), "a W3C credential"}, nil
	}
	return nil, fmt.Errorf("documents can be judged as ob3, clr, edc or vc, not as %q", as)
}

// Claimed holds what a file was found to be against what it is said to be ("ob3",
// "clr", "edc", "vc", as in [Options.As]), and returns a finding for each credential
// that is something else, by where it stands.
func Claimed(as string, r *mikromerit.Result) ([]vc.Finding, error) {
	c, err := claimOf(as)
	if err != nil || c == nil {
		return nil, err
	}
	w := &walk{examiner: &examiner{as: c, observed: map[string]vc.Rule{}}}
	w.file(r)
	var all []vc.Finding
	for _, one := range w.found {
		if one.only == c.rule.Code {
			f := one.findings[0]
			f.Pointer = one.at + f.Pointer
			all = append(all, f)
		}
	}
	return all, nil
}

// hold holds a specimen against what it is said to be. What is something else is
// told so once, and nothing more is asked of it.
func (c *claim) hold(one *specimen) {
	if c == nil || slices.Contains(c.kinds, one.kind) {
		return
	}
	one.facets, one.only = []facet{facetDocument, c.facet}, c.rule.Code
	one.findings = []vc.Finding{c.rule.Finding(vc.Fail, "/type", fmt.Sprintf("The document is said to be %s, but it is %s.", c.what, one.kind))}
}

// ruleIn returns the rule of a table with a code.
func ruleIn(rules []vc.Rule, code string) vc.Rule {
	i := slices.IndexFunc(rules, func(r vc.Rule) bool { return r.Code == code })
	return rules[max(0, i)]
}
