package policy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// ask reads a check and puts it to a credential.
func ask(t *testing.T, check string, c *mc.Credential) Outcome {
	t.Helper()
	l := Shipped()
	id, err := l.Add([]byte(strings.Replace(own(check), `"extends":["eu-annex1"],`, "", 1)))
	require.NoError(t, err)
	p, err := l.Profile(id)
	require.NoError(t, err)
	return Judge(p, c).Outcomes[0]
}

func credits(framework string, n string) mc.Workload {
	w := mc.Workload{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: framework}}
	if n != "" {
		w.Amount = must(mc.ParseDecimal(n))
	}
	return w
}

func hours(text string) mc.Workload {
	return mc.Workload{Kind: mc.WorkloadNotional, Duration: must(mc.ParseISODuration(text))}
}

// What is stated in another way than a rule asks for is unknown, and never converted.
func TestAmounts(t *testing.T) {
	const ects = `{"credits":{"framework":["ECTS"],"min":1,"max":59}}`
	const sbu = `{"hours":{"min":240}}`
	const either = `{"one":[{"credits":{"framework":["ECTS"]}},{"hours":{}}]}`
	for _, c := range []struct {
		check    string
		workload []mc.Workload
		state    State
		at       mc.Path
	}{
		{ects, []mc.Workload{credits("ECTS", "1")}, Pass, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ects", "59.0")}, Pass, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ECTS", "59.01")}, Fail, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ECTS", "0")}, Fail, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ECTS", "-1")}, Fail, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ECTS", "1e60")}, Fail, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ECTS", "5"), credits("ECTS", "500")}, Fail, "definition.workload[1]"},
		{ects, []mc.Workload{credits("ECTS", "")}, Unknown, "definition.workload[0]"},
		{ects, []mc.Workload{credits("", "5")}, Unknown, "definition.workload[0]"},
		{ects, []mc.Workload{credits("ECVET", "5")}, Fail, "definition.workload[0]"},
		{ects, []mc.Workload{hours("PT60H")}, Fail, "definition.workload"},
		{ects, nil, Fail, "definition.workload"},
		{sbu, []mc.Workload{hours("PT240H")}, Pass, "definition.workload[0].duration"},
		{sbu, []mc.Workload{hours("PT239H")}, Fail, "definition.workload[0].duration"},
		{sbu, []mc.Workload{hours("P60M")}, Unknown, "definition.workload[0].duration"},
		{sbu, []mc.Workload{hours("P30D")}, Unknown, "definition.workload[0].duration"},
		{sbu, []mc.Workload{credits("ECTS", "30")}, Fail, "definition.workload"},
		{either, []mc.Workload{credits("ECTS", "3")}, Pass, "definition.workload[0]"},
		{either, []mc.Workload{hours("PT240H")}, Pass, "definition.workload[0].duration"},
		{either, []mc.Workload{credits("ECTS", "3"), hours("PT240H")}, Fail, "definition.workload[1].duration"},
		{either, nil, Fail, ""},
	} {
		o := ask(t, c.check, &mc.Credential{Definition: mc.Definition{Workload: c.workload}})
		require.Equal(t, c.state, o.State, "%s of %v: %s", c.check, c.workload, o.Detail)
		require.Equal(t, c.at, o.At, "%s of %v", c.check, c.workload)
	}
	earned := &mc.Credential{Award: mc.Award{CreditsEarned: []mc.Workload{credits("ECTS", "60")}}}
	o := ask(t, ects, earned)
	require.Equal(t, Fail, o.State)
	require.NotContains(t, o.Detail, "60 credits", "what a learner earned is not repeated")
}

// What only a part states does not count for the whole, as in the check of Annex I.
func TestParts(t *testing.T) {
	part := mc.Claim{Definition: mc.Definition{Title: mc.Text("en", "Part"), Workload: []mc.Workload{credits("ECTS", "5")}}}
	for _, c := range []*mc.Credential{
		{Award: mc.Award{Parts: []mc.Claim{part}}},
		{Others: []mc.Claim{part}},
	} {
		where := "award.parts[0]"
		if len(c.Others) > 0 {
			where = "others[0]"
		}
		for check, at := range map[string]string{
			`{"stated":"definition.title"}`:           where + ".definition.title",
			`{"credits":{"framework":["ECTS"]}}`:      where + ".definition.workload[0]",
			`{"stated":"definition.workload.amount"}`: where + ".definition.workload[0].amount",
		} {
			o := ask(t, check, c)
			require.Equal(t, Fail, o.State, check)
			require.Equal(t, mc.Path(at), o.At, check)
			require.Contains(t, o.Detail, "part", check)
		}
		require.Equal(t, Fail, ask(t, `{"element":2}`, c).State)
	}
}

func TestValues(t *testing.T) {
	c := complete()
	c.Envelope.Issuer.Locations[0].Addresses[0].Country = mc.Country{Concept: mc.Concept{Label: mc.Text("en", "Neverland")}}
	for check, state := range map[string]State{
		`{"among":{"at":"envelope.issuer.locations.addresses.country","values":["FR"]}}`:              Unknown,
		`{"among":{"at":"award.awarding.bodies.locations.addresses.country","values":["FRA","SE"]}}`:  Unknown,
		`{"among":{"at":"definition.levels.value","schemes":["` + mc.SchemeEQF + `"]}}`:               Pass,
		`{"among":{"at":"definition.levels.value","values":["6"]}}`:                                   Fail,
		`{"among":{"at":"definition.participation.form","values":["online","Blended"],"every":true}}`: Pass,
		`{"among":{"at":"definition.kinds","values":["x"],"every":true}}`:                             NotApplicable,
		`{"among":{"at":"definition.kinds","values":["x"]}}`:                                          Fail,
		`{"among":{"at":"definition.assessments.supervision.supervised","values":["yes"]}}`:           Pass,
		`{"languages":{"at":"definition.title","all":["en"]}}`:                                        Pass,
		`{"languages":{"at":"definition.title","all":["en","sv"]}}`:                                   Fail,
		`{"languages":{"at":"definition.title","any":["sv","en"]}}`:                                   Pass,
		`{"number":{"at":"definition.levels.eqf","min":5,"max":5}}`:                                   Pass,
		`{"number":{"at":"definition.levels.eqf","above":5}}`:                                         Fail,
		`{"number":{"at":"award.assessments.grade.value","min":1,"optional":true}}`:                   NotApplicable,
		`{"pattern":{"at":"envelope.id","form":"^urn:uuid:"}}`:                                        Pass,
		`{"pattern":{"at":"definition.title","form":"^[0-9]+$"}}`:                                     Fail,
		`{"pattern":{"at":"definition.category","form":"^x$"}}`:                                       NotApplicable,
		`{"date":{"at":"award.awarding.on","from":"2026-05-04","to":"2026-05-04"}}`:                   Pass,
		`{"date":{"at":["award.period.start","award.awarding.on"],"from":"2026-05-05"}}`:              Fail,
		`{"not":{"stated":"learner.party.person.birthDate"}}`:                                         Fail,
		`{"not":{"stated":"learner.party.person.gender"}}`:                                            Pass,
		`{"if":{"stated":"learner.party.person.gender"},"then":{"element":1}}`:                        NotApplicable,
		`{"if":{"stated":"learner.party.person.gender"},"then":{"element":1},"else":{"element":2}}`:   Pass,
		`{"any":[{"stated":"learner.party.person.gender"},{"element":1}]}`:                            Pass,
		`{"all":[{"stated":"learner.party.person.gender"},{"element":1}]}`:                            Fail,
	} {
		o := ask(t, check, c)
		require.Equal(t, state, o.State, "%s: %s at %s", check, o.Detail, o.At)
	}
	require.Equal(t, Fail, ask(t, `{"stated":"definition.title"}`, &mc.Credential{Definition: mc.Definition{Title: mc.Text("en", "  ")}}).State, "blank text states nothing")
}

// A credential of any size is judged in bounded work.
func TestHuge(t *testing.T) {
	c := &mc.Credential{}
	c.Definition.Outcomes = make([]mc.LearningOutcome, maxValues+1)
	for i := range c.Definition.Outcomes {
		c.Definition.Outcomes[i].Title = mc.Text("en", "x")
	}
	o := ask(t, `{"languages":{"at":"definition.outcomes.title","all":["en"]}}`, c)
	require.Equal(t, Unknown, o.State)
	require.Equal(t, Unknown, ask(t, `{"stated":"definition.outcomes.id"}`, c).State, "nothing is stated, but not all was looked at")
	c = &mc.Credential{}
	c.Envelope.ID = strings.Repeat("a", maxPatternText+1)
	require.Equal(t, Unknown, ask(t, `{"pattern":{"at":"envelope.id","form":"(a|aa)+$"}}`, c).State)
}

// How an outcome counts: only a MUST decides.
func TestStatus(t *testing.T) {
	for level, want := range map[vc.Level][4]vc.Status{
		vc.Must:   {vc.Pass, vc.Fail, vc.NotAsked, vc.Unknown},
		vc.Should: {vc.Pass, vc.Warn, vc.NotAsked, vc.Warn},
		vc.May:    {vc.Pass, vc.NotAsked, vc.NotAsked, vc.NotAsked},
	} {
		for i, state := range []State{Pass, Fail, NotApplicable, Unknown} {
			o := Outcome{Rule: &Rule{Rule: vc.Rule{Level: level}}, State: state}
			require.Equal(t, want[i], o.Status(), "%s %s", level, state)
		}
	}
	profile := All()[0]
	for _, p := range All() {
		if p.ID == "eu-annex1" {
			profile = p
		}
	}
	require.Equal(t, vc.Invalid, Judge(profile, nil).Verdict())
	require.Equal(t, vc.Valid, Judge(profile, complete()).Verdict())
	empty := Judge(profile, nil)
	require.Equal(t, Count{Fail: 10, Warn: 1, Optional: 5}, empty.Count())
	sums := empty.Principles()
	require.Len(t, sums, 8) // no rule on portability, none on learners alone
	require.Equal(t, PrincipleCount{Quality, Count{Fail: 1}}, sums[0])
}
