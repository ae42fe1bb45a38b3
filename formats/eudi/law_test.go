package eudi

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// minimal is a credential of which claims can be made.
func minimal() *mc.Credential {
	level, _ := mc.EQFLevel(6)
	on, _ := mc.ParseInstant("2026-05-04T10:00:00+02:00")
	english, _ := mc.LanguageConcept("en")
	hours, _ := mc.ParseISODuration("PT60H")
	c := &mc.Credential{}
	c.Envelope.Issuer = mc.Party{ID: "https://malmon.example", Name: mc.Text("sv", "Malmön folkhögskola"),
		Locations: []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "SE"}}}}}}
	c.Award.Awarding.On = on
	c.Learner.Party.Person = &mc.Person{FamilyName: mc.Text("", "Nordmann"), GivenName: mc.Text("", "Kari")}
	c.Learner.Party.Identifiers = []mc.Identifier{{Value: "S-2026-17"}}
	c.Definition.Title = mc.Text("sv", "Vävning").With("en", "Weaving")
	c.Definition.Languages = []mc.Concept{english}
	c.Definition.Workload = []mc.Workload{{Kind: mc.WorkloadNotional, Duration: hours}}
	c.Definition.Levels = []mc.Level{level}
	c.Definition.Quality = []mc.QualityAssurance{{Title: mc.Text("en", "Institutional evaluation")}}
	return c
}

func law(o EncodeOptions) mapping.Law {
	return mapping.Law{
		Encode:   func(c *mc.Credential) (vc.Document, *mc.Report, error) { return Encode(c, o) },
		Decode:   func(doc vc.Document) (*mc.Credential, *mc.Report, error) { return Decode(doc, DecodeOptions{}) },
		Own:      func(at mc.Path) bool { return at == "envelope.id" || at == "envelope.issuer.id" },
		Lossless: o.Extension, Closes: o.Extension,
		Withheld: func(l mc.Leaf) bool {
			return l.Reason == mc.ReasonPersonal || l.Reason == reasonPage || l.Reason == reasonStatus || l.Reason == reasonOwn || l.Reason == reasonSource
		},
	}
}

// What the report says of a value is what becomes of it when the claims are read.
func TestLawOfRandomModels(t *testing.T) {
	written := 0
	for seed := range uint64(150) {
		c, base := mapping.Random(seed), minimal()
		c.Envelope.Issuer.Name, c.Envelope.Issuer.Locations = base.Envelope.Issuer.Name, base.Envelope.Issuer.Locations
		c.Award.Awarding.On, c.Learner.Party, c.Definition.Title = base.Award.Awarding.On, base.Learner.Party, base.Definition.Title
		c.Definition.Languages = append(base.Definition.Languages, c.Definition.Languages...)
		c.Definition.Workload = append(base.Definition.Workload, c.Definition.Workload...)
		c.Definition.Levels = append(c.Definition.Levels, base.Definition.Levels...)
		c.Definition.Quality = append(c.Definition.Quality, base.Definition.Quality...)
		for _, extension := range []bool{false, true} {
			ok, err := law(EncodeOptions{PersonalData: seed%2 == 0, Extension: extension}).Check(c)
			require.NoError(t, err, "seed %d", seed)
			if ok {
				written++
			}
		}
	}
	require.Greater(t, written, 200)
}

// Leaving out any one thing changes nothing about the law.
func TestLawWithoutAnyField(t *testing.T) {
	total := mapping.ChangeNth(minimal(), -1, nil)
	for i := range total {
		c := minimal()
		mapping.ChangeNth(c, i, func(v reflect.Value) { v.SetZero() })
		for _, extension := range []bool{false, true} {
			_, err := law(EncodeOptions{Extension: extension}).Check(c)
			require.NoError(t, err, "value %d", i)
		}
	}
}

// Each row reads what it writes.
func TestTableLaw(t *testing.T) {
	s := schema()
	e := &encoder{source: minimal(), o: EncodeOptions{PersonalData: true}, marks: map[mc.Path]mc.Outcome{}}
	tables := &mapping.TableLaw{
		Writer: func() *mapping.Writer { return &mapping.Writer{Format: &s.format, State: e, Best: e.best} },
		Reader: func(jsontree.Value) *mapping.Reader { return &mapping.Reader{Format: &s.format} },
		Text:   func(n *mapping.Node) []byte { return s.format.AppendJSON(nil, n) },
	}
	c := minimal()
	c.Envelope.ID = "urn:uuid:2d2d9b2e-3d0a-4a52-8c34-1d8b6ac2c001"
	c.Envelope.Issued, c.Envelope.ValidFrom, c.Envelope.ValidUntil = c.Award.Awarding.On, c.Award.Awarding.On, c.Award.Awarding.On
	c.Learner.ID = "did:example:1"
	c.Definition.Description = mc.Text("", "How to weave")
	c.Definition.Outcomes = []mc.LearningOutcome{{Title: mc.Text("", "Can weave")}}
	c.Award.Assessments = []mc.AssessmentResult{{Grade: mc.Grade{Text: mc.Text("", "Pass")}}}
	c.Definition.Prerequisites = []mc.Requirement{{Note: mc.Note{Text: mc.Text("", "None")}}}
	c.Definition.Stackability.Mode = mc.StackStackable
	require.NoError(t, tables.Check(&s.credential, c))
	require.Empty(t, tables.Silent(&s.credential))
}
