package policy

import "github.com/mikromerit/mikromerit/vc"

// specFile describes the files.
const specFile = "https://github.com/mikromerit/mikromerit/blob/main/docs/policy-profiles.md#the-file"

// The rules of a profile's file.
var (
	ruleFile    = fileRule("POLICY-FILE", "A policy profile must be a JSON object of at most 1 MiB in UTF-8.")
	ruleMember  = fileRule("POLICY-MEMBER", "A policy profile must have the members that its schema requires, and none that the schema does not know.")
	ruleValue   = fileRule("POLICY-VALUE", "A member of a policy profile must have a value that its schema allows.")
	ruleKind    = fileRule("POLICY-KIND", "A check must be an object that names exactly one kind of check.")
	ruleField   = fileRule("POLICY-FIELD", "A path must lead, by names of fields without indexes, to a value that the check can judge.")
	ruleCode    = fileRule("POLICY-CODE", "The code of a rule must be its own: capitals, digits and hyphens, not beginning with EUMC-, and not used twice.")
	ruleExtends = fileRule("POLICY-EXTENDS", "A profile must extend profiles that are known, and not itself in a circle.")
	ruleLimit   = fileRule("POLICY-LIMIT", "A policy profile must not be larger than what is read: 1,000 rules, 100 checks in a rule, 10 levels of checks, 100 patterns, 1,000 entries in a list, 2,000 characters in a text.")
)

func fileRule(code, text string) vc.Rule {
	return vc.Rule{Code: code, Axis: vc.Conformant, Level: vc.Must, Spec: specFile, Text: text}
}

// Rules returns the rules of all profiles that come with the library, each once, and
// those of the files of profiles.
func Rules() []vc.Rule {
	out := []vc.Rule{ruleFile, ruleMember, ruleValue, ruleKind, ruleField, ruleCode, ruleExtends, ruleLimit}
	for _, p := range All() {
		for _, r := range p.Own() {
			out = append(out, r.Rule)
		}
	}
	return out
}

// Explain returns the rules of shipped profiles with a code: who asks for it, and why.
func Explain(code string) []Rule {
	var out []Rule
	for _, p := range All() {
		for _, r := range p.Own() {
			if r.Code == code {
				out = append(out, r)
			}
		}
	}
	return out
}
