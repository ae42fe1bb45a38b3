package badge

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// tableLaw is the law of the tables for one part of the model at a time.
type tableLaw struct {
	mapping.TableLaw
	part any
}

func newTableLaw() *tableLaw {
	l := &tableLaw{}
	l.Writer = func() *mapping.Writer {
		c := &mc.Credential{}
		e := newEncoder(schema(), c, EncodeOptions{Extension: true, PersonalData: true, Authority: mc.SameIssuer}, newAccount(c))
		e.paths = mapping.PathsOf(l.part) // so that they are open
		for _, at := range e.paths {
			e.sorted = append(e.sorted, string(at))
		}
		slices.Sort(e.sorted)
		e.lang, e.target, e.achievement = "nb", targetSkill, &node{Pointer: atAchievement}
		return e.Writer
	}
	l.Reader = func(root jsontree.Value) *mapping.Reader {
		d := newDecoder(root, DecodeOptions{})
		d.Lang, d.definition, d.display = "nb", &mc.Definition{}, &mc.Display{}
		d.aligned.target, _ = targetOf(root)
		d.aligned.kind = kindsOfTargets[d.aligned.target]
		_, d.aligned.shaped = shapeOf(d.aligned.target, root)
		return d.Reader
	}
	l.Text = func(n *node) []byte { return schema().format.AppendJSON(nil, n) }
	return l
}

// splitTables are the tables whose nodes say only with others what they are
// of: the type of a status is written beside the table, and the sentence about
// an original tells what its provenance says.
var splitTables = []string{"status", "source"}

func (l *tableLaw) requireFor(t *testing.T, what string, part any) {
	t.Helper()
	l.part = part
	mapping.Tables(schema(), func(name string, table mapping.Table) {
		if !slices.Contains(splitTables, name) {
			require.NoError(t, l.Check(table, part), "%s %s", name, what)
		}
	})
}

// Each row of each table reads what it writes: a row that read another term, or
// into another field, would leave its value to the residue, and nobody else
// would see it. Every part of a large credential is tried as it is, and once
// for each field that it does not state.
func TestRowsReadWhatTheyWrite(t *testing.T) {
	c, law := withoutLinks(t), newTableLaw()
	values := map[reflect.Type]reflect.Value{
		reflect.TypeFor[mc.LangString]():      reflect.ValueOf(mc.Text("nb", "Tekst").With("sv", "Text")),
		reflect.TypeFor[string]():             reflect.ValueOf("7"),
		reflect.TypeFor[mc.Grade]():           reflect.ValueOf(mc.Grade{Text: mc.Text("nb", "Bestått").With("sv", "Godkänd")}),
		reflect.TypeFor[mc.Note]():            reflect.ValueOf(mc.Note{Text: mc.Text("nb", "Flink"), Format: markdown}),
		reflect.TypeFor[[]mc.Endorsement]():   reflect.ValueOf([]mc.Endorsement{{Raw: `{"type":["EndorsementCredential"]}`}, {Raw: "a.b.c"}}),
		reflect.TypeFor[[]mc.WebResource]():   reflect.ValueOf([]mc.WebResource{{URL: "https://a.example/", Title: mc.Text("nb", "Side")}}),
		reflect.TypeFor[[]mc.Workload]():      reflect.ValueOf([]mc.Workload{{Kind: mc.WorkloadActivity, Duration: durationOf(t, "PT1H")}}),
		reflect.TypeFor[[]mc.Alignment]():     reflect.ValueOf([]mc.Alignment{{Type: "CFRubric", Target: mc.Concept{IRI: "https://a.example/item", Label: mc.Text("nb", "Emne")}}}),
		reflect.TypeFor[mc.Authority]():       reflect.ValueOf(mc.HolderCopy),
		reflect.TypeFor[mc.ResultState]():     reflect.ValueOf(mc.ResultCompleted),
		reflect.TypeFor[[]mc.SchemaRef]():     reflect.ValueOf([]mc.SchemaRef{{ID: "https://a.example/s", Type: "https://a.example/type"}}),
		reflect.TypeFor[mc.LearningOutcome](): reflect.ValueOf(mc.LearningOutcome{Title: mc.Text("nb", "Måle")}),
	}
	mapping.Settable(withoutLinks(t), func(v reflect.Value) {
		if _, known := values[v.Type()]; !known {
			values[v.Type()] = v
		}
	})
	mapping.Settable(c, func(v reflect.Value) {
		law.requireFor(t, "as it is", v.Addr().Interface())
		if v.Kind() != reflect.Struct {
			return
		}
		for i := range v.NumField() {
			f, name := v.Field(i), v.Type().Field(i).Name
			value, known := values[f.Type()]
			if !known || !f.IsZero() || !f.CanSet() {
				continue
			}
			f.Set(value)
			law.requireFor(t, "with "+name, v.Addr().Interface())
			switch v.Addr().Interface() {
			case &c.Envelope, &c.Envelope.Display, &c.Award, c.Learner.Party.Person:
				law.requireFor(t, "with "+name+" in "+v.Type().String(), c)
			}
			f.SetZero()
		}
	})
	silent := map[string][]string{}
	mapping.Tables(schema(), func(name string, table mapping.Table) {
		if terms := law.Silent(table); terms != nil && !slices.Contains(splitTables, name) {
			silent[name] = terms
		}
	})
	require.Equal(t, map[string][]string{
		"annex": {"id"}, "evidence": {"id"}, // no members
		"result": {"specifiedBy"}, "subject": {"result", "source"}, // written with other nodes
	}, silent)
}

// withoutLinks is a credential of which no value stands in two nodes: the
// nodes of a result refer to each other, and the addresses of the learner are
// identifiers as well. It states what the samples do not.
func withoutLinks(tb testing.TB) *mc.Credential {
	c := richConverted(tb)
	for i := range c.Award.Assessments {
		r := &c.Award.Assessments[i]
		r.Spec, r.Parts, r.Grade, r.State = nil, nil, mc.Grade{}, ""
	}
	c.Learner.Party.Contacts = []mc.ContactPoint{{Phone: []string{"+358 1"}}}
	c.Learner.Party.Homepages = []mc.WebResource{{URL: "https://a.example/"}, {URL: "https://b.example/"}}

	text, hour := mc.Text("nb", "Tekst"), durationOf(tb, "PT1H")
	concept := mc.Concept{IRI: "https://a.example/code", Label: text, Definition: text}
	person := &c.Learner.Party.Person
	(*person).Citizenship = append((*person).Citizenship, mc.Country{Concept: concept})
	c.Envelope.Display.Description = text.With("sv", "Text")
	c.Envelope.Schemas = []mc.SchemaRef{{ID: "https://a.example/schema", Type: "JsonSchema"}}
	c.Envelope.Terms = []mc.CredentialTerms{{ID: "https://a.example/terms", Type: "https://a.example/type"}}
	c.Envelope.Evidence = append(c.Envelope.Evidence, mc.Evidence{Title: text, Digest: "uAAAA"})
	d := &c.Definition
	d.Criteria = mc.Criteria{URL: "https://a.example/", Narrative: mc.Note{Text: text, Format: markdown}}
	d.Creator = &mc.Party{
		ID: "https://a.example/person", Kind: mc.PartyPerson,
		Person:    &mc.Person{GivenName: text, FamilyName: text, Patronymic: text.With("sv", "Text"), Prefix: text, Suffix: text},
		Locations: []mc.Location{{Addresses: []mc.Address{{POBox: "1", Country: mc.Country{Concept: mc.Concept{Label: text}}}}}},
	}
	d.Subjects = append(d.Subjects, mc.Concept{Scheme: schemeSpecialization, Label: text})
	for i := range d.Levels {
		d.Levels[i].Value.Definition = text
	}
	d.Activities[0].Workload = []mc.Workload{
		{Kind: mc.WorkloadContact, Duration: hour}, {Kind: mc.WorkloadMaxDuration, Duration: hour},
		{Kind: mc.WorkloadNotional, Duration: hour}, {Kind: mc.WorkloadActivity, Duration: hour},
	}
	c.Award.Activities[0].Workload = slices.Clone(d.Activities[0].Workload)
	c.Award.Entitlements[0].Spec.Type = concept
	return c
}
