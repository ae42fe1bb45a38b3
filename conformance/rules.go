package conformance

import (
	"cmp"
	"slices"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/vc"
)

// Rules returns every rule of the library, those of passports, and those that only this suite tests,
// such as what an interface must answer, sorted by code.
func Rules() []vc.Rule {
	all := append(mikromerit.Rules(), passport.Rules()...)
	known := make(map[string]bool)
	for _, rule := range all {
		known[rule.Code] = true
	}
	for _, profile := range plainProfiles() { // those of verifiers test rules of the library
		for _, check := range profile.Checks {
			if code := check.Rule.Code; !known[code] {
				known[code] = true
				all = append(all, check.Rule)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b vc.Rule) int { return cmp.Compare(a.Code, b.Code) })
	return all
}
