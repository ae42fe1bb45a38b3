package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

type rulesCommand struct {
	JSON bool     `name:"json" help:"Print one JSON object for each rule, on a line of its own."`
	Axis *vc.Axis `placeholder:"AXIS" help:"Only the rules that help to answer this question."`
	profileFlags
}

// ruleLine is a rule in the JSON output.
type ruleLine struct {
	Code  string   `json:"code"`
	Axis  vc.Axis  `json:"axis"`
	Level vc.Level `json:"level,omitempty"`
	Text  string   `json:"text"`
	Spec  string   `json:"spec,omitempty"`
	Type  string   `json:"type,omitempty"`
}

// Run lists the rules by code, or those of profiles.
func (c *rulesCommand) Run(a *app) error {
	if len(c.Profile) > 0 {
		return c.listProfiles(a)
	}
	out := a.page()
	line := json.NewEncoder(out)
	line.SetEscapeHTML(false)
	var rows [][]string
	for _, r := range allRules() {
		if c.Axis != nil && *c.Axis != r.Axis {
			continue
		}
		if c.JSON {
			if err := line.Encode(ruleLine{r.Code, r.Axis, r.Level, r.Text, r.Spec, r.Type}); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{r.Code, r.Axis.String(), string(r.Level), r.Text})
	}
	writeTable(out, rows)
	return a.write(std, out.Bytes())
}

// allRules are those of the library and of what stands above it, sorted by code.
func allRules() []vc.Rule {
	all := append(conformance.Rules(), bulk.Rules()...)
	slices.SortStableFunc(all, func(a, b vc.Rule) int { return strings.Compare(a.Code, b.Code) })
	return all
}

type explainCommand struct {
	profileFlags
	Code string `arg:"" help:"Code of a finding, such as PROOF-SIGNATURE."`
}

// Run prints everything about the rules with a code.
func (c *explainCommand) Run(a *app) error {
	code := strings.ToUpper(c.Code)
	rules := slices.DeleteFunc(allRules(), func(r vc.Rule) bool { return r.Code != code })
	asked, err := c.asked(a, code)
	if err != nil {
		return err
	}
	if len(rules) == 0 && len(asked) > 0 {
		rules = []vc.Rule{asked[0].Rule}
	}
	if len(rules) == 0 {
		return newFailure("there is no rule %q; \"mikromerit rules\" lists them", c.Code)
	}
	out := a.page()
	for i, r := range rules {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%s (%s)\n", r.Code, r.Level)
		rows := [][]string{{"Rule", r.Text}, {"Question", questions[r.Axis]}, {"Stands in", r.Spec}}
		if r.Type != "" {
			rows = append(rows, []string{"Problem type", r.Type})
		}
		for _, one := range asked {
			rows = append(rows, policyRows(one)...)
		}
		writeTable(out, rows)
	}
	return a.write(std, out.Bytes())
}

// questions are the five questions in full.
var questions = [...]string{
	vc.Authentic:  "authentic: did the named issuer sign exactly this?",
	vc.InForce:    "in force: does it hold now?",
	vc.Trusted:    "trusted: do you believe this issuer?",
	vc.Bound:      "bound: is the presenter the one it was issued to?",
	vc.Conformant: "conformant: does the document keep the rules of its format?",
}
