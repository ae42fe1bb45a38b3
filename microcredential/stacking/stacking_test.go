package stacking

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

var (
	ects        = mc.Concept{IRI: "http://data.europa.eu/snb/education-credit/6fcec5c5af", Notation: "ECTS"}
	studiepoeng = mc.Concept{IRI: "urn:example:studiepoeng", Label: mc.Text("nb", "studiepoeng")}
	now         = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
)

func credits(framework mc.Concept, amount string) mc.Workload {
	d, err := mc.ParseDecimal(amount)
	if err != nil {
		return mc.Workload{Kind: mc.WorkloadCredits, Framework: framework, Text: amount}
	}
	return mc.Workload{Kind: mc.WorkloadCredits, Framework: framework, Amount: d}
}

// course returns a credential for a definition that offers some ECTS, of which all
// were earned.
func course(id, amount string, edits ...func(*mc.Credential)) Item {
	c := &mc.Credential{Envelope: mc.Envelope{ID: "urn:doc:" + id}, Definition: mc.Definition{ID: "urn:def:" + id, Title: mc.Text("en", "Course "+id)}}
	if amount != "" {
		c.Definition.Workload = []mc.Workload{credits(ects, amount)}
		c.Award.CreditsEarned = []mc.Workload{credits(ects, amount)}
	}
	for _, edit := range edits {
		edit(c)
	}
	return Item{Credential: c}
}

func related(relation, to string) func(*mc.Credential) {
	return func(c *mc.Credential) {
		c.Definition.Related = append(c.Definition.Related, mc.CredentialRef{ID: "urn:def:" + to, Relation: relation})
	}
}

func towards(to string) func(*mc.Credential) {
	return func(c *mc.Credential) {
		c.Definition.Stackability.Into = append(c.Definition.Stackability.Into, mc.CredentialRef{ID: "urn:def:" + to})
	}
}

func answered(it Item, axis vc.Axis, answer vc.Verdict) Item {
	axes := vc.Axes{vc.Authentic: vc.Valid, vc.InForce: vc.Valid, vc.Trusted: vc.Valid, vc.Bound: vc.Unasked, vc.Conformant: vc.Valid}
	axes[axis] = answer
	it.Axes = &axes
	return it
}

func copied(it Item, edits ...func(*mc.Credential)) Item {
	c := *it.Credential
	for _, edit := range edits {
		edit(&c)
	}
	it.Credential = &c
	return it
}

// made returns a credential that says it was made of others.
func made(it Item, of ...string) Item {
	return copied(it, func(c *mc.Credential) {
		for _, id := range of {
			c.Provenance = append(c.Provenance, mc.Provenance{Kind: mc.ConvertedFrom, SourceID: id})
		}
	})
}

func ofIssuer(id string) func(*mc.Credential) {
	return func(c *mc.Credential) { c.Envelope.Issuer.ID = id }
}

func withID(id string) func(*mc.Credential) { return func(c *mc.Credential) { c.Envelope.ID = id } }

// told writes a total in short: the credits by framework, counted and open.
func told(t Total) (out string) {
	for _, c := range t.Credits {
		out += fmt.Sprintf("%s %s/%s+%s/%s ", c.Framework.Name, c.Earned.Counted.Canonical(), c.Offered.Counted.Canonical(), c.Earned.Open.Canonical(), c.Offered.Open.Canonical())
	}
	return out
}

func codes(findings []vc.Finding) (all []string) {
	seen := map[string]bool{}
	for _, f := range findings {
		if code := f.Code[len("EUMC-STACK-"):]; !seen[code] {
			seen[code] = true
			all = append(all, code)
		}
	}
	return all
}

func TestSum(t *testing.T) {
	a, b := course("a", "5"), course("b", "2.5")
	whole := func(amount string, parts ...Item) Item {
		return course("w", amount, func(c *mc.Credential) {
			for _, p := range parts {
				c.Award.Parts = append(c.Award.Parts, mc.Claim{Definition: p.Credential.Definition, Award: p.Credential.Award})
			}
		})
	}
	for _, tt := range []struct {
		name  string
		items []Item
		want  string
		codes []string
	}{
		{"nothing", nil, "", nil},
		{"two", []Item{a, b}, "ECTS 7.5/7.5+/ ", nil},
		{"unlike frameworks", []Item{a, course("n", "", func(c *mc.Credential) { c.Award.CreditsEarned = []mc.Workload{credits(studiepoeng, "5")} })}, "ECTS 5/5+/ studiepoeng 5/+/ ", nil},
		{"alike by name only", []Item{a, course("n", "", func(c *mc.Credential) {
			c.Award.CreditsEarned = []mc.Workload{credits(mc.Concept{Notation: "ects"}, "5")}
		})}, "ECTS 5/5+/ ects 5/+/ ", []string{"ALIKE"}},
		{"one name for two", []Item{a, course("n", "", func(c *mc.Credential) {
			c.Award.CreditsEarned = []mc.Workload{credits(mc.Concept{IRI: "urn:example:other", Notation: "ECTS"}, "5")}
		})}, "ECTS 5/5+/ ECTS 5/+/ ", []string{"ALIKE"}},
		{"no framework", []Item{a, course("n", "", func(c *mc.Credential) { c.Award.CreditsEarned = []mc.Workload{credits(mc.Concept{}, "5")} })}, "ECTS 5/5+/ ", []string{"FRAMEWORK"}},
		{"a comma", []Item{a, course("n", "5,5")}, "ECTS 5/5+/ ", []string{"AMOUNT"}},
		{"negative", []Item{a, course("n", "-5")}, "ECTS 5/5+/ ", []string{"AMOUNT"}},
		{"contradiction", []Item{a, course("n", "3", func(c *mc.Credential) { c.Award.CreditsEarned = append(c.Award.CreditsEarned, credits(ects, "4")) })}, "ECTS 5/8+/ ", []string{"AMOUNT"}},
		{"more than offered", []Item{course("n", "3", func(c *mc.Credential) { c.Award.CreditsEarned[0] = credits(ects, "4") })}, "ECTS 4/3+/ ", []string{"MORE"}},
		{"twice by id", []Item{a, a}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"twice by digest", []Item{{Credential: a.Credential, Digest: "ab"}, {Credential: course("x", "5").Credential, Digest: "ab"}}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"converted", []Item{{Credential: a.Credential, Digest: "ab"}, course("x", "5", func(c *mc.Credential) {
			c.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, Digest: mc.Digest{SHA256: "ab"}}}
		})}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"made of two that are there", []Item{made(course("z", "300"), "urn:doc:a", "urn:doc:b"), a, b}, "ECTS 7.5/7.5+/ ", []string{"SAME"}},
		{"a forgery made of two", []Item{answered(made(course("z", "300"), "urn:doc:a", "urn:doc:b"), vc.Authentic, vc.Invalid), a, b}, "ECTS 7.5/7.5+/ ", []string{"SAME"}},
		{"a stranger's made of two", []Item{answered(made(course("z", "300"), "urn:doc:a", "urn:doc:b"), vc.Trusted, vc.Invalid), a, b}, "ECTS 7.5/7.5+/ ", []string{"SAME"}},
		{"a chain with a gap that has ended", []Item{a, answered(made(course("y", "5"), "urn:doc:a"), vc.InForce, vc.Invalid), made(course("z", "5"), "urn:doc:y")}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"made of each other", []Item{made(course("y", "5"), "urn:doc:z"), made(course("z", "5"), "urn:doc:y")}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"made of one that is not there", []Item{made(course("y", "5"), "urn:doc:x"), made(course("z", "5"), "urn:doc:x")}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"made of two that are not there", []Item{made(course("z", "300"), "urn:doc:x", "urn:doc:w"), made(course("y", "5"), "urn:doc:x"), made(course("v", "2"), "urn:doc:w")}, "ECTS 7/7+/ ", []string{"SAME"}},
		{"made of what ended", []Item{answered(a, vc.InForce, vc.Invalid), made(course("z", "5"), "urn:doc:a")}, "ECTS 5/5+/ ", []string{"SAME"}},
		{"a stranger's definition that is both of two", []Item{
			answered(course("a", "300", func(c *mc.Credential) {
				c.Envelope.ID, c.Definition.Identifiers = "urn:doc:z", []mc.Identifier{{Value: "urn:def:b"}}
				c.Definition.Related = []mc.CredentialRef{{ID: "urn:def:b", Relation: "sameAs"}}
			}), vc.Trusted, vc.Invalid), a, b,
		}, "ECTS 7.5/7.5+/ ", []string{"DEFINITION"}},
		{"the id of another's", []Item{copied(course("z", "300"), ofIssuer("urn:evil"), withID("urn:doc:a")), copied(a, ofIssuer("urn:school")), b}, "ECTS 2.5/2.5+305/305 ", []string{"SAME"}},
		{"the id of another's, from a stranger", []Item{answered(copied(course("z", "300"), ofIssuer("urn:evil"), withID("urn:doc:a")), vc.Trusted, vc.Invalid), copied(a, ofIssuer("urn:school")), b}, "ECTS 7.5/7.5+/ ", []string{"SAME"}},
		{"a stranger's learner", []Item{
			answered(course("z", "300", func(c *mc.Credential) { c.Learner.ID = "did:example:evil" }), vc.Trusted, vc.Invalid),
			copied(a, func(c *mc.Credential) { c.Learner.ID = "did:example:one" }), copied(b, func(c *mc.Credential) { c.Learner.ID = "did:example:one" }),
		}, "ECTS 7.5/7.5+/ ", []string{"LEARNER"}},
		{"awarded twice", []Item{a, copied(a, func(c *mc.Credential) { c.Envelope.ID = "urn:doc:again" })}, "ECTS 5/5+/ ", []string{"DEFINITION"}},
		{"the copy that holds", []Item{answered(a, vc.InForce, vc.Invalid), copied(a, func(c *mc.Credential) { c.Envelope.ID = "urn:doc:again" })}, "ECTS 5/5+/ ", nil},
		{"whole with parts", []Item{whole("7.5", a, b)}, "ECTS 7.5/7.5+/ ", nil},
		{"whole without credits", []Item{whole("", a, b)}, "ECTS 7.5/7.5+/ ", nil},
		{"whole that is not its parts", []Item{whole("10", a, b)}, "ECTS 10/10+/ ", []string{"PARTS"}},
		{"a part on its own beside its whole", []Item{a, whole("7.5", a, b)}, "ECTS 7.5/7.5+/ ", []string{"DEFINITION", "PART"}},
		{"part by relation", []Item{course("p", "5", related("isPartOf", "w")), whole("7.5")}, "ECTS 7.5/7.5+/ ", []string{"PART"}},
		{"part by reference of the award", []Item{course("p", "5", func(c *mc.Credential) { c.Award.PartOf = []mc.CredentialRef{{ID: "urn:def:w"}} }), whole("7.5")}, "ECTS 7.5/7.5+/ ", []string{"PART"}},
		{"part that is sure of a whole that is not", []Item{course("p", "5", related("part-of", "w")), answered(whole("7.5"), vc.Trusted, vc.Indeterminate)}, "ECTS 5/5+/ ", []string{"PART"}},
		{"part of a part", []Item{course("p", "5", related("part-of", "q")), course("q", "", related("part-of", "w")), whole("7.5")}, "ECTS 7.5/7.5+/ ", []string{"PART"}},
		{"may count towards", []Item{course("p", "5", towards("w")), whole("7.5")}, "ECTS 12.5/12.5+/ ", []string{"TOWARDS"}},
		{"circle", []Item{course("p", "5", related("part-of", "w")), course("w", "5", related("part-of", "p")), b}, "ECTS 2.5/2.5+10/10 ", []string{"CYCLE"}},
		{"part of itself", []Item{course("p", "5", related("part-of", "p"))}, "ECTS 5/5+/ ", []string{"CYCLE"}},
		{"replaced", []Item{b, course("n", "5", related("replaces", "b"))}, "ECTS 5/5+/ ", []string{"REPLACED"}},
		{"replaced by", []Item{course("n", "5"), course("o", "2.5", related("replacedBy", "n"))}, "ECTS 5/5+/ ", []string{"REPLACED"}},
		{"exempted", []Item{b, course("n", "5", related("exempts", "b"))}, "ECTS 5/5+/ ", []string{"REPLACED"}},
		{"not genuine", []Item{b, answered(a, vc.Authentic, vc.Invalid)}, "ECTS 2.5/2.5+/ ", nil},
		{"expired", []Item{b, answered(a, vc.InForce, vc.Invalid)}, "ECTS 2.5/2.5+/ ", nil},
		{"status unknown", []Item{b, answered(a, vc.InForce, vc.Indeterminate)}, "ECTS 2.5/2.5+5/5 ", nil},
		{"not trusted", []Item{b, answered(a, vc.Trusted, vc.Invalid)}, "ECTS 2.5/2.5+5/5 ", nil},
		{"trust not asked", []Item{answered(a, vc.Trusted, vc.Unasked)}, "ECTS 5/5+/ ", nil},
		{"unreadable", []Item{b, {}}, "ECTS 2.5/2.5+/ ", nil},
		{"failed", []Item{b, course("f", "5", func(c *mc.Credential) {
			c.Award.Assessments = []mc.AssessmentResult{{State: mc.ResultFailed}}
		})}, "ECTS 2.5/2.5+5/5 ", []string{"FAILED"}},
		{"two learners", []Item{
			course("p", "5", func(c *mc.Credential) { c.Learner.ID = "did:example:one" }), course("q", "5", func(c *mc.Credential) { c.Learner.ID = "did:example:two" }),
		}, "ECTS 5/5+/ ", []string{"LEARNER"}},
		{"common outcome", []Item{
			course("p", "5", func(c *mc.Credential) { c.Definition.Outcomes = []mc.LearningOutcome{{ID: "urn:o"}} }),
			course("q", "5", func(c *mc.Credential) { c.Definition.Outcomes = []mc.LearningOutcome{{ID: "urn:o"}} }),
		}, "ECTS 10/10+/ ", []string{"OVERLAP"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Sum(tt.items)
			require.Equal(t, tt.want, told(got))
			require.ElementsMatch(t, tt.codes, codes(got.Findings))
			_, err := json.Marshal(got)
			require.NoError(t, err)
			for _, e := range got.Entries {
				if e.Count == NotCounted {
					require.NotEmpty(t, e.Reasons, "what was not counted says why")
				}
			}
		})
	}
}

func TestHours(t *testing.T) {
	time := func(s string) mc.Workload {
		d, err := mc.ParseISODuration(s)
		require.NoError(t, err)
		return mc.Workload{Kind: mc.WorkloadNotional, Duration: d}
	}
	with := func(id, s string) Item {
		return course(id, "", func(c *mc.Credential) { c.Definition.Workload = []mc.Workload{time(s)} })
	}
	got := Sum([]Item{with("a", "PT130H"), with("b", "PT90M"), with("c", "PT0.5S"), with("d", "P60M"), answered(with("e", "PT1H"), vc.Trusted, vc.Indeterminate)})
	require.Equal(t, []Hours{{Kind: mc.WorkloadNotional, Counted: "PT131H30M0.5S", Open: "PT1H"}}, got.Hours)
	require.Equal(t, []string{"DURATION"}, codes(got.Findings))
	require.Empty(t, got.Credits)
}

// Parts that hold themselves end, and so does what is far too much.
func TestBounds(t *testing.T) {
	loop := make([]mc.Claim, 3)
	loop[0].Award.Parts, loop[1].Award.Parts = loop, loop
	c := &mc.Credential{Award: mc.Award{Parts: loop}}
	got := Sum([]Item{{Credential: c}})
	require.Contains(t, codes(got.Findings), "LIMIT")
	require.LessOrEqual(t, len(got.Entries), maxUnits)

	parts := make([]mc.Definition, 2)
	parts[0].Parts, parts[1].Parts = parts, parts
	plan := Check(&mc.Definition{Parts: parts}, nil, now)
	require.Contains(t, codes(plan.Findings), "LIMIT")

	var items []Item
	for i := range 500 {
		items = append(items, course(fmt.Sprint(i), "2", related("part-of", fmt.Sprint(i+1)), func(c *mc.Credential) {
			c.Definition.Outcomes = []mc.LearningOutcome{{ID: "urn:same"}}
		}))
	}
	got = Sum(items)
	require.Equal(t, "ECTS 2/2+/ ", told(got), "each is a part of the next")
	require.LessOrEqual(t, len(got.Findings), maxFindings+1)
}

// standings writes the standings of parts in short.
func standings(parts []Part) (out string) {
	for _, p := range parts {
		out += p.Name + ":" + string(p.Standing)
		if len(p.Parts) > 0 {
			out += "(" + standings(p.Parts) + ")"
		}
		out += " "
	}
	return out
}

func part(id, amount string, parts ...mc.Definition) mc.Definition {
	d := mc.Definition{ID: "urn:def:" + id, Title: mc.Text("en", id), Parts: parts}
	if amount != "" {
		d.Workload = []mc.Workload{credits(ects, amount)}
	}
	return d
}

func TestCheck(t *testing.T) {
	eqf := func(n int8) func(*mc.Credential) {
		return func(c *mc.Credential) { c.Definition.Levels = []mc.Level{{Kind: mc.LevelEQF, EQF: n}} }
	}
	awarded := func(day string) func(*mc.Credential) {
		return func(c *mc.Credential) { c.Award.Awarding.On, _ = mc.ParseInstant(day + "T00:00:00Z") }
	}
	levelled := part("a", "5")
	levelled.Levels = []mc.Level{{Kind: mc.LevelEQF, EQF: 6}}
	second := part("b", "5")
	second.Related = []mc.CredentialRef{{ID: "urn:def:a", Relation: "follows"}}
	for _, tt := range []struct {
		name   string
		target mc.Definition
		items  []Item
		want   string
		codes  []string
	}{
		{"there and missing", part("t", "10", part("a", "5"), part("b", "5")), []Item{course("a", "5")}, "a:there b:missing ", []string{"MISSING", "CREDITS"}},
		{"all there", part("t", "10", part("a", "5"), part("b", "5")), []Item{course("a", "5"), course("b", "5")}, "a:there b:there ", nil},
		{"nothing", part("t", "10", part("a", "5")), nil, "a:missing ", []string{"MISSING", "CREDITS"}},
		{"no parts", part("t", "10"), []Item{course("a", "5")}, "", []string{"TARGET", "CREDITS"}},
		{"expired", part("t", "", part("a", "")), []Item{course("a", "5", func(c *mc.Credential) { c.Envelope.ValidUntil, _ = mc.ParseInstant("2026-08-31T00:00:00Z") })}, "a:not-in-force ", []string{"IN-FORCE"}},
		{"revoked", part("t", "", part("a", "")), []Item{answered(course("a", "5"), vc.InForce, vc.Invalid)}, "a:not-in-force ", []string{"IN-FORCE"}},
		{"not yet", part("t", "", part("a", "")), []Item{course("a", "5", func(c *mc.Credential) { c.Envelope.ValidFrom, _ = mc.ParseInstant("2027-01-01T00:00:00Z") })}, "a:not-in-force ", []string{"IN-FORCE"}},
		{"not genuine", part("t", "", part("a", "")), []Item{answered(course("a", "5"), vc.Authentic, vc.Invalid)}, "a:unfit ", nil},
		{"not trusted", part("t", "", part("a", "")), []Item{answered(course("a", "5"), vc.Trusted, vc.Indeterminate)}, "a:open ", nil},
		{"failed", part("t", "", part("a", "")), []Item{course("a", "5", func(c *mc.Credential) {
			c.Award.Assessments = []mc.AssessmentResult{{State: mc.ResultFailed}}
		})}, "a:unfit ", nil},
		{"level too low", part("t", "", levelled), []Item{course("a", "5", eqf(5))}, "a:unfit ", []string{"LEVEL", "CREDITS"}},
		{"level high enough", part("t", "", levelled), []Item{course("a", "5", eqf(7))}, "a:there ", nil},
		{"level of another framework", part("t", "", levelled), []Item{course("a", "5", func(c *mc.Credential) {
			c.Definition.Levels = []mc.Level{{Kind: mc.LevelNQF, Framework: mc.Concept{IRI: "urn:nfq"}, Value: mc.Concept{Notation: "5"}}}
		})}, "a:there ", []string{"LEVEL"}},
		{"only the title", part("t", "", part("a", "")), []Item{course("x", "5", func(c *mc.Credential) { c.Definition.Title = mc.Text("nb", " A ") })}, "a:missing ", []string{"TITLE", "MISSING"}},
		{"by code", part("t", "", mc.Definition{Title: mc.Text("en", "a"), Codes: []mc.Concept{{Scheme: "urn:register", Notation: "77"}}}), []Item{
			course("x", "5", func(c *mc.Credential) { c.Definition.Codes = []mc.Concept{{Scheme: "urn:register", Notation: "77"}} }),
		}, "a:there ", nil},
		{"bare numbers", part("t", "", mc.Definition{Title: mc.Text("en", "a"), Identifiers: []mc.Identifier{{Value: "77"}}}), []Item{
			course("x", "5", func(c *mc.Credential) { c.Definition.Identifiers = []mc.Identifier{{Value: "77"}} }),
		}, "a:missing ", []string{"TARGET", "MISSING"}},
		{"by reference, in part", part("t", "", part("a", "5")), []Item{course("x", "2.5", towards("a"))}, "a:in-part ", []string{"CREDITS"}},
		{"by reference, enough", part("t", "", part("a", "5")), []Item{course("x", "2.5", towards("a")), course("y", "2.5", towards("a"))}, "a:there ", nil},
		{"too many", part("t", "", part("a", "")), []Item{course("x", "5", towards("a")), course("y", "5", towards("a"))}, "a:there ", []string{"TWICE"}},
		{"one for two", part("t", "", part("a", ""), part("b", "")), []Item{course("x", "5", towards("a"), towards("b"))}, "a:there b:there ", []string{"TWICE"}},
		{"towards the whole", part("t", "", part("a", "")), []Item{course("x", "5", towards("t"))}, "a:missing ", []string{"MISSING"}},
		{"other framework", part("t", "", part("a", "5")), []Item{course("a", "", func(c *mc.Credential) { c.Award.CreditsEarned = []mc.Workload{credits(studiepoeng, "5")} })}, "a:in-part ", []string{"CREDITS", "FRAMEWORK"}},
		{"parts of parts", part("t", "", part("m", "", part("a", ""), part("b", ""))), []Item{course("a", "5")}, "m:in-part(a:there b:missing ) ", []string{"MISSING"}},
		{"a module as a whole", part("t", "", part("m", "", part("a", ""), part("b", ""))), []Item{course("m", "5")}, "m:there(a:missing b:missing ) ", []string{"MISSING"}},
		{"order", part("t", "", part("a", ""), second), []Item{course("b", "5", awarded("2026-01-01")), course("a", "5", awarded("2026-02-01"))}, "a:there b:there ", []string{"ORDER"}},
		{"order kept", part("t", "", part("a", ""), second), []Item{course("b", "5", awarded("2026-03-01")), course("a", "5", awarded("2026-02-01"))}, "a:there b:there ", nil},
		{"prerequisite missing", part("t", "", part("a", ""), second), []Item{course("b", "5")}, "a:missing b:there ", []string{"MISSING", "ORDER"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan := Check(&tt.target, tt.items, now)
			require.Equal(t, tt.want, standings(plan.Parts))
			require.ElementsMatch(t, append(tt.codes, "RECOGNITION"), codes(plan.Findings))
			require.Equal(t, vc.Indeterminate, vc.VerdictOf(plan.Findings), "no finding decides anything")
			_, err := json.Marshal(plan)
			require.NoError(t, err)
		})
	}
}

func TestCheckCredits(t *testing.T) {
	target := part("t", "10", part("a", "5"), part("b", "5"))
	target.Stackability.MaxCredits = mc.DecimalOf(4)
	offered := course("b", "5", func(c *mc.Credential) { c.Award.CreditsEarned = nil })
	plan := Check(&target, []Item{course("a", "5"), offered, course("z", "30")}, now)
	require.Equal(t, "a:there b:there ", standings(plan.Parts))
	require.Len(t, plan.Credits, 1)
	n := plan.Credits[0]
	require.Equal(t, []string{"10", "5", "10", "5", "4"}, []string{n.Needed.Canonical(), n.Earned.Canonical(), n.Offered.Canonical(), n.Missing.Canonical(), n.Maximum.Canonical()})
	require.Equal(t, []int{2}, plan.Apart)
	require.ElementsMatch(t, []string{"CREDITS", "MAXIMUM", "RECOGNITION"}, codes(plan.Findings))
}

func TestRulesAreOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		require.Regexp(t, `^EUMC-STACK-[A-Z-]+$`, r.Code)
		require.False(t, seen[r.Code])
		seen[r.Code] = true
	}
}

// A badge and a Europass credential of one course often have nothing in common but the
// title and the issuer. Only one of them is sure to count.
func TestAlikeIsOpen(t *testing.T) {
	course := func(id, title, issuer string) Item {
		five, err := mc.ParseDecimal("5")
		require.NoError(t, err)
		c := &mc.Credential{Definition: mc.Definition{ID: id, Title: mc.Text("nb", title)}}
		c.Envelope.Issuer.Name = mc.Text("nb", issuer)
		c.Award.CreditsEarned = []mc.Workload{{Kind: mc.WorkloadCredits, Framework: mc.Concept{IRI: "https://credits.example/x"}, Amount: five}}
		return Item{Credential: c}
	}
	for _, test := range []struct {
		name    string
		items   []Item
		counted string
		open    string
	}{
		{"one has no identifier", []Item{course("https://a.example/1", "Sveising", "Ås"), course("", "  SVEISING ", "ås")}, "5", "5"},
		{"none has", []Item{course("", "Sveising", "Ås"), course("", "Sveising", "Ås")}, "5", "5"},
		{"both have", []Item{course("https://a.example/1", "Sveising", "Ås"), course("https://a.example/2", "Sveising", "Ås")}, "10", ""},
		{"another issuer", []Item{course("", "Sveising", "Ås"), course("", "Sveising", "Bø")}, "10", ""},
		{"another title", []Item{course("", "Sveising", "Ås"), course("", "Fletting", "Ås")}, "10", ""},
		{"no names", []Item{course("", "Sveising", ""), course("", "Sveising", "")}, "10", ""},
	} {
		sum := Sum(test.items)
		require.Len(t, sum.Credits, 1, test.name)
		require.Equal(t, test.counted, sum.Credits[0].Earned.Counted.Canonical(), test.name)
		require.Equal(t, test.open, sum.Credits[0].Earned.Open.Canonical(), test.name)
	}
}
