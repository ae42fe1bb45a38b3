package losses

import (
	"fmt"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// annexI is the address of the recommendation whose Annex I lists the elements.
const annexI = "https://eur-lex.europa.eu/eli/C/2022/243/oj"

// ruleID is the rule that a loss breaks: that of its element, or the one for the rest.
func ruleID(element int) string {
	if element == 0 {
		return "LOSS-OTHER"
	}
	return fmt.Sprintf("LOSS-EUMC-%d", element)
}

// Rules returns the rules that losses break: that of an element of Annex I at its
// number, and the one for all else at 0. A conversion is free to break them; whoever
// converts can refuse that.
func Rules() []vc.Rule {
	rules := []vc.Rule{{Code: ruleID(0), Axis: vc.Conformant, Level: vc.May, Spec: annexI,
		Text: "Every reader of the target should find what the source states beyond the standard elements."}}
	for n, e := range mc.AnnexI(&mc.Credential{}) {
		rules = append(rules, vc.Rule{Code: ruleID(n + 1), Axis: vc.Conformant, Level: vc.Should, Spec: annexI,
			Text: fmt.Sprintf("Every reader of the target should find element %d of Annex I, if the source states it: %s.", n+1, e.Title)})
	}
	return rules
}

// Findings returns a finding for each row, by the rule of its element.
func Findings(rows []Row) []vc.Finding {
	rules := Rules()
	var out []vc.Finding
	for _, row := range rows {
		detail := row.Name
		if row.Reason != "" {
			detail += ": " + row.Reason
		}
		out = append(out, rules[row.Element].Finding(vc.Fail, row.Source, vc.Plain(detail)))
	}
	return out
}
