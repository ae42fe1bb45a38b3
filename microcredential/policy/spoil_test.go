package policy

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func country(code string) mc.Country {
	c, ok := mc.CountryOf(code)
	if !ok {
		panic(code)
	}
	return c
}

// complete is a credential of an invented college that has all elements of Annex I, and
// whatever else some profile asks for.
func complete() *mc.Credential {
	on := must(mc.ParseInstant("2026-05-04T12:00:00+02:00"))
	eqf, _ := mc.EQFLevel(5)
	college := mc.Party{
		ID: "did:web:college.example", Kind: mc.PartyOrganisation, Name: mc.Text("en", "Example College"),
		Locations: []mc.Location{{Addresses: []mc.Address{{Country: country("FR")}}}},
	}
	page := func() []mc.WebResource { return []mc.WebResource{{URL: "https://college.example/course"}} }
	return &mc.Credential{
		Envelope: mc.Envelope{
			ID: "urn:uuid:8f14e45f-ceea-467f-a0e6-6b5a3d3c1b7e", Issuer: college, Issued: on, ValidFrom: on,
			ValidUntil: must(mc.ParseInstant("2036-05-04T12:00:00+02:00")),
			Holders:    []mc.KeyBinding{{ID: "did:jwk:abc"}},
		},
		Learner: mc.Learner{ID: "did:example:learner", Party: mc.Party{
			Kind: mc.PartyPerson, Identifiers: []mc.Identifier{{Value: "S-1", Scheme: mc.IdentStudentID}},
			Person: &mc.Person{GivenName: mc.Text("en", "Ada"), FamilyName: mc.Text("en", "Example"), BirthDate: must(mc.ParseDate("1999-10-02"))},
		}},
		Definition: mc.Definition{
			Title: mc.Text("en", "Bread"), Identifiers: []mc.Identifier{{Value: "BR-1"}}, Codes: []mc.Concept{{Notation: "30001"}},
			Outcomes:      []mc.LearningOutcome{{Title: mc.Text("en", "bakes bread")}},
			Workload:      []mc.Workload{{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "ECTS"}, Amount: mc.DecimalOf(5)}},
			Levels:        []mc.Level{eqf},
			Assessments:   []mc.AssessmentSpec{{Types: []mc.Concept{{Notation: "practical"}}, Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes}}},
			Participation: []mc.Participation{{Form: mc.ParticipationBlended, Mode: mc.Concept{Notation: "blended"}}},
			Quality:       []mc.QualityAssurance{{Title: mc.Text("en", "External review"), URL: "https://college.example/quality"}},
			Prerequisites: []mc.Requirement{{Note: mc.Note{Text: mc.Text("en", "none")}}},
			Stackability:  mc.Stackability{Mode: mc.StackStackable, Into: []mc.CredentialRef{{Title: mc.Text("en", "Baker")}}},
			Languages:     []mc.Concept{{Notation: "en"}}, Subjects: []mc.Concept{{Notation: "0721"}}, Targets: []mc.Concept{{Notation: "adults"}},
			Homepages: page(), Guidance: page(), Documents: page(),
		},
		Award: mc.Award{
			Awarding:      mc.Awarding{Bodies: []mc.Party{college}, On: on, Place: &mc.Location{Name: mc.Text("en", "Lyon")}},
			CreditsEarned: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "ECTS"}, Amount: mc.DecimalOf(5)}},
			Assessments: []mc.AssessmentResult{{Title: mc.Text("en", "Test"), Types: []mc.Concept{{Notation: "practical"}},
				Grade: mc.Grade{Text: mc.Text("en", "Pass")}}},
		},
		Annexes: []mc.Media{{Title: mc.Text("en", "Supplement")}},
	}
}

// national changes the complete credential into one of a country.
func national(code, lang string, level string) func(*mc.Credential) {
	return func(c *mc.Credential) {
		c.Envelope.Issuer.Locations[0].Addresses[0].Country = country(code)
		c.Definition.Title.Add(lang, "Titel")
		c.Definition.Levels = append(c.Definition.Levels, mc.Level{Kind: mc.LevelNQF, Value: mc.Concept{IRI: "http://data.europa.eu/snb/qdr/" + level}})
	}
}

// fitting makes the complete credential pass each profile.
var fitting = map[string]func(*mc.Credential){
	"eu-annex1": func(*mc.Credential) {},
	"nl-ho": func(c *mc.Credential) {
		national("NL", "nl", "c_18c9e9fe")(c)
		c.Definition.Levels[0].Referencing = &mc.Referencing{Verified: mc.Yes}
	},
	"nl-mbo": func(c *mc.Credential) {
		national("NL", "nl", "c_18c9e9fe")(c)
		c.Definition.Levels[0].Referencing = &mc.Referencing{Verified: mc.Yes}
		c.Definition.Workload = []mc.Workload{{Kind: mc.WorkloadNotional, Duration: must(mc.ParseISODuration("PT240H"))}}
		c.Award.CreditsEarned = nil
	},
	"fi-he":   national("FI", "fi", "c_fd8ce5f6"),
	"es-univ": national("ES", "es", "c_cdd36a4b"),
	"ie-nfq": func(c *mc.Credential) {
		national("IE", "ga", "c_670e54c7")(c)
		c.Definition.AwardClass.Kind = mc.AwardClassMinor
	},
	"se-mikromerit": func(c *mc.Credential) {
		national("SE", "sv", "c_b44f7367")(c)
		c.Definition.Creator = &mc.Party{Name: mc.Text("sv", "Branschen")}
		c.Definition.IssuingRights = []mc.IssuingRight{{Holders: []mc.Party{{Name: mc.Text("sv", "Högskolan")}}}}
		c.Definition.Setting.Kind = mc.SettingNonFormal
		c.Award.Route = mc.RouteValidation
		c.Award.Validation = []mc.ValidationStep{{Phase: mc.PhaseAssessment, Methods: []mc.Concept{{Notation: "interview"}}}}
		c.Definition.Levels[0].Referencing = &mc.Referencing{Decision: "2024-17"}
	},
	"no-mini": func(c *mc.Credential) {
		national("NO", "nb", "c_12ece3d4")(c)
		c.Definition.Title.Add("se", "Láibi")
	},
	"dk-mikro": national("DK", "da", "c_e130f5d2"),
	"is": func(c *mc.Credential) {
		national("IS", "is", "c_f0e7a81b")(c)
		c.Definition.Route = mc.RouteCourse
	},
	"dc4eu-hemc": func(*mc.Credential) {},
	"dc4eu-vetmc": func(c *mc.Credential) {
		c.Definition.Workload[0].Framework.Notation, c.Award.CreditsEarned[0].Framework.Notation = "ECVET", "ECVET"
		c.Definition.Quality[0].Title = mc.Text("en", "Review by EQAVET")
	},
	"eudi-learning": func(*mc.Credential) {},
}

// spoilElement takes an element of Annex I away.
var spoilElement = map[int]func(*mc.Credential){
	1: func(c *mc.Credential) { c.Learner = mc.Learner{} },
	2: func(c *mc.Credential) { c.Definition.Title, c.Award.Title = nil, nil },
	3: func(c *mc.Credential) { c.Envelope.Issuer.Locations, c.Award.Awarding.Bodies[0].Locations = nil, nil },
	4: func(c *mc.Credential) { c.Award.Awarding.Bodies = nil },
	5: func(c *mc.Credential) { c.Award.Awarding.On, c.Envelope.Issued = mc.Instant{}, mc.Instant{} },
	6: func(c *mc.Credential) { c.Definition.Outcomes = nil },
	7: func(c *mc.Credential) { c.Definition.Workload, c.Award.CreditsEarned = nil, nil },
	8: func(c *mc.Credential) { c.Definition.Levels = nil },
	9: func(c *mc.Credential) {
		c.Definition.Assessments[0].Types, c.Award.Assessments[0].Types, c.Award.Validation = nil, nil, nil
	},
	10: func(c *mc.Credential) { c.Definition.Participation = nil },
	11: func(c *mc.Credential) { c.Definition.Quality = nil },
	12: func(c *mc.Credential) { c.Definition.Prerequisites = nil },
	13: func(c *mc.Credential) { c.Definition.Assessments[0].Supervision = mc.Supervision{} },
	14: func(c *mc.Credential) { c.Award.Assessments[0].Grade = mc.Grade{} },
	15: func(c *mc.Credential) { c.Definition.Stackability = mc.Stackability{} },
	16: func(c *mc.Credential) {
		c.Definition.Notes, c.Definition.Documents, c.Definition.Homepages, c.Annexes, c.Documents, c.Further = nil, nil, nil, nil, nil, nil
	},
}

// spoil changes a credential so that a check fails.
func spoil(c check, m *mc.Credential) {
	switch c := c.(type) {
	case elementCheck:
		spoilElement[c.number](m)
	case statedCheck:
		edit(m, c.places, func(v reflect.Value) { v.SetZero() })
	case creditsCheck:
		for _, list := range [][]mc.Workload{m.Definition.Workload, m.Award.CreditsEarned} {
			for i := range list {
				list[i].Amount = outside(c.bounds)
			}
		}
	case hoursCheck:
		for i := range m.Definition.Workload {
			m.Definition.Workload[i].Duration = must(mc.ParseISODuration("PT" + outside(c.bounds).Canonical() + "H"))
		}
	case numberCheck:
		edit(m, c.places, func(v reflect.Value) { v.SetInt(99) })
	case amongCheck:
		edit(m, c.places, another)
	case languagesCheck:
		edit(m, c.places, func(v reflect.Value) { keepLanguages(v, append(c.all, c.any...)) })
	case patternCheck:
		edit(m, c.places, func(v reflect.Value) {
			switch v.Interface().(type) {
			case mc.Decimal:
				v.Set(reflect.ValueOf(mc.DecimalOf(16)))
			case mc.LangString:
				v.Set(reflect.ValueOf(mc.Text("en", "another")))
			}
		})
	case dateCheck:
		edit(m, c.places, func(v reflect.Value) { v.Set(reflect.ValueOf(must(mc.ParseInstant("1999-01-01T00:00:00Z")))) })
	case anyCheck:
		for _, each := range c {
			spoil(each, m)
		}
	case allCheck:
		spoil(c[len(c)-1], m)
	case oneCheck:
		m.Definition.Workload = append(m.Definition.Workload,
			mc.Workload{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "ECTS"}, Amount: mc.DecimalOf(5)},
			mc.Workload{Kind: mc.WorkloadNotional, Duration: must(mc.ParseISODuration("PT300H"))})
	case ifCheck:
		spoil(c.then, m)
	default:
		panic(fmt.Sprintf("no way to spoil %T", c))
	}
}

// outside returns a number that is not in a range.
func outside(b bounds) mc.Decimal {
	for _, n := range []int64{1_000, 0, 100} {
		if d := mc.DecimalOf(n); !b.holds(d) {
			return d
		}
	}
	panic("a range without an outside")
}

func edit(m *mc.Credential, places []place, change func(reflect.Value)) {
	for _, p := range places {
		c := collector{steps: p.steps}
		c.walk(reflect.ValueOf(m).Elem(), 0, nil)
		for _, v := range c.out {
			change(v.of)
		}
	}
}

func another(v reflect.Value) {
	switch v.Interface().(type) {
	case mc.Concept:
		v.Set(reflect.ValueOf(mc.Concept{IRI: "urn:example:another"}))
	case mc.Country:
		v.Set(reflect.ValueOf(country("JP")))
	case mc.Tri:
		v.Set(reflect.ValueOf(mc.No))
	default:
		v.SetString("another")
	}
}

func keepLanguages(v reflect.Value, without []string) {
	var kept mc.LangString
	for _, one := range v.Interface().(mc.LangString) {
		drop := false
		for _, lang := range without {
			drop = drop || one.Lang == lang
		}
		if !drop {
			kept = append(kept, one)
		}
	}
	if kept.IsZero() {
		kept = mc.Text("xx", "another")
	}
	v.Set(reflect.ValueOf(kept))
}

// Each profile has a credential that keeps all its rules. When the fact behind one rule
// is taken away or changed, that rule fails, and no other.
func TestEachRuleFailsAlone(t *testing.T) {
	require.Len(t, fitting, len(All()))
	for _, p := range All() {
		fit := fitting[p.ID]
		require.NotNil(t, fit, p.ID)
		good := complete()
		fit(good)
		for _, o := range Judge(p, good).Outcomes {
			assert.Equal(t, Pass, o.State, "%s %s: %s at %s", p.ID, o.Rule.Code, o.Detail, o.At)
		}
		for i := range p.Rules {
			rule := &p.Rules[i]
			bad := complete()
			fit(bad)
			spoil(rule.check, bad)
			var failed []string
			for _, o := range Judge(p, bad).Outcomes {
				if o.State == Fail || o.State == Unknown {
					failed = append(failed, o.Rule.Code)
				}
			}
			assert.Equal(t, []string{rule.Code}, failed, "%s, spoilt by %s", p.ID, rule.Code)
		}
	}
}

// The rules of the library say what they hurt and where they are from, and their codes
// cannot be taken for those of a user.
func TestShippedRules(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range All() {
		for _, r := range p.Own() {
			require.True(t, strings.HasPrefix(r.Code, "EUMC-"), r.Code)
			require.False(t, seen[r.Code], r.Code)
			seen[r.Code] = true
			require.NotEmpty(t, r.Principles, r.Code)
			require.NotEmpty(t, r.Clause+r.Source.Note, r.Code)
			word := map[vc.Level]string{vc.Must: "must", vc.Should: "should", vc.May: "may"}[r.Level]
			require.Contains(t, r.Text, " "+word+" ", r.Code)
			if r.Level == vc.Must {
				require.NotContains(t, r.Clause, "habit", r.Code)
			}
		}
	}
}
