package report

import (
	"cmp"
	"slices"

	"github.com/mikromerit/mikromerit/conformance"
)

// section is all that ended in the same way, for people.
type section struct {
	Name  string // in the style of the page
	Title string
	Count int
	Parts []part
}

// part is what of a section belongs to one profile.
type part struct {
	Index   int // of the profile
	Claim   conformance.Claim
	Results []conformance.Result
}

// order says which sections there are, in the order in which a person wants to read
// them.
var order = []struct {
	name, title string
	of          []conformance.Status
}{
	{"fail", "Not kept", []conformance.Status{conformance.Fail}},
	{"warn", "Warnings", []conformance.Status{conformance.Warn}},
	{"open", "Not decided", []conformance.Status{conformance.Error, conformance.Skipped}},
	{"pass", "Kept", []conformance.Status{conformance.Pass}},
	{"none", "Does not apply", []conformance.Status{conformance.NotApplicable}},
}

// sections returns those sections of a report that are not empty.
func sections(r *conformance.Report) []section {
	claims := claims(r)
	byProfile := make(map[string][]conformance.Result)
	for _, result := range r.Results {
		byProfile[result.Profile] = append(byProfile[result.Profile], result)
	}
	var all []section
	for _, kind := range order {
		s := section{Name: kind.name, Title: kind.title}
		for i, claim := range claims {
			p := part{Index: i, Claim: claim}
			for _, status := range kind.of {
				for _, result := range byProfile[claim.ID] {
					if result.Status == status {
						p.Results = append(p.Results, result)
					}
				}
			}
			if len(p.Results) > 0 {
				s.Count += len(p.Results)
				s.Parts = append(s.Parts, p)
			}
		}
		if s.Count > 0 {
			all = append(all, s)
		}
	}
	return all
}

// claims returns the profiles of a report, each once; those of which nothing applies
// to the target come last. A profile may be named only by results, in a report made
// by hand.
func claims(r *conformance.Report) []conformance.Claim {
	var all []conformance.Claim
	seen := make(map[string]bool)
	for _, claim := range r.Profiles {
		if !seen[claim.ID] {
			seen[claim.ID] = true
			all = append(all, claim)
		}
	}
	for _, result := range r.Results {
		if !seen[result.Profile] {
			seen[result.Profile] = true
			all = append(all, conformance.Claim{ID: result.Profile, Title: result.Profile, Verdict: conformance.NotFoundOut})
		}
	}
	for i := range all {
		all[i].Title = titleOf(all[i].Title, all[i].ID)
	}
	slices.SortStableFunc(all, func(a, b conformance.Claim) int { return cmp.Compare(one(idle(a)), one(idle(b))) })
	return all
}

// idle reports whether nothing of a profile applies to the target.
func idle(claim conformance.Claim) bool {
	for status, n := range claim.Counts {
		if n > 0 && status != conformance.NotApplicable {
			return false
		}
	}
	return claim.Counts[conformance.NotApplicable] > 0
}

// active returns how many of the profiles, which come first, are not idle.
func active(claims []conformance.Claim) int {
	n := slices.IndexFunc(claims, idle)
	if n < 0 {
		return len(claims)
	}
	return n
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// titleOf returns what people call a profile or a requirement: its title or, without
// one, its id.
func titleOf(title, id string) string {
	return orElse(line(title, maxPhrase), orElse(line(id, maxName), "Without a name"))
}

// blamed returns the cases of a result that did not pass, the worst first; of one
// that is not decided, those that are why.
func blamed(result conformance.Result) []conformance.Case {
	var cases []conformance.Case
	for _, c := range result.Cases {
		open := c.Status == conformance.Skipped && result.Status == conformance.Skipped
		if c.Status > conformance.Pass || open {
			cases = append(cases, c)
		}
	}
	slices.SortStableFunc(cases, func(a, b conformance.Case) int { return int(b.Status) - int(a.Status) })
	return cases
}

// passed returns how many cases of a result passed.
func passed(result conformance.Result) int {
	n := result.Passed
	for _, c := range result.Cases {
		if c.Status == conformance.Pass {
			n++
		}
	}
	return n
}

// unexpected reports whether a result fails only because it passes: it is on the
// list of known gaps.
func unexpected(result conformance.Result) bool {
	return result.Status == conformance.Fail && result.Known != ""
}
