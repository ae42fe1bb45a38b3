package elmo

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// law is the law of the codec with some options.
func law(o EncodeOptions) mapping.Law {
	return mapping.Law{
		Encode:   func(c *mc.Credential) (vc.Document, *mc.Report, error) { return Encode(c, o) },
		Decode:   func(doc vc.Document) (*mc.Credential, *mc.Report, error) { return Decode(doc, DecodeOptions{}) },
		Lossless: o.Extension,
		Place: func(c *mc.Credential) func(mc.Path) (mc.Path, bool) {
			e := newEncoder(c, o)
			_, _, _ = e.encode()
			return func(at mc.Path) (mc.Path, bool) { q, _, ok := e.placeOf(at); return q, ok }
		},
		Own:      func(at mc.Path) bool { return at.Under("residue." + Format) },
		Withheld: func(l mc.Leaf) bool { return l.Reason == mc.ReasonPersonal },
	}
}

// instant parses a time.
func instant(tb testing.TB, s string) mc.Instant {
	i, err := mc.ParseInstant(s)
	require.NoError(tb, err)
	return i
}

func decimal(tb testing.TB, s string) mc.Decimal {
	d, err := mc.ParseDecimal(s)
	require.NoError(tb, err)
	return d
}

// texts are titles in the languages of the north.
func texts(word string) mc.LangString {
	return mc.Text("nb", word+" på norsk").With("nn", word+" på nynorsk").With("se", word+" davvisámegillii").With("sv", word+" på svenska").With("fi", word+" suomeksi").With("en", word)
}

// full states all that the format has an element for.
func full(tb testing.TB) *mc.Credential {
	norway, _ := mc.CountryOf("NO")
	norwegian, _ := mc.LanguageConcept("nb")
	eqf, _ := mc.EQFLevel(6)
	scale := &mc.AssessmentSpec{Grading: &mc.GradingScheme{Identifiers: []mc.Identifier{{Value: "A-F", SchemeName: schemeLocal}}, Description: texts("Bokstavkarakterer")}}
	issuer := mc.Party{
		ID: "did:web:vestre-aas.example", Kind: mc.PartyOrganisation, Name: texts("Vestre Ås høgskole"),
		Locations:   []mc.Location{{Addresses: []mc.Address{{Country: norway}}}},
		Identifiers: []mc.Identifier{{Value: "vestre-aas.example", Scheme: mc.IdentSCHAC}, {Value: "N VESTRE01", Scheme: mc.IdentErasmus}, {Value: "999000111", Scheme: mc.IdentPIC}},
		Homepages:   []mc.WebResource{{URL: "https://vestre-aas.example"}},
	}
	part := mc.Claim{
		Definition: mc.Definition{Title: texts("Forelesning"), Kinds: []mc.Concept{{Label: mc.Text("en", "Class")}}, Workload: []mc.Workload{{Kind: mc.WorkloadContact, Amount: decimal(tb, "30.5")}}},
		Award:      mc.Award{Assessments: []mc.AssessmentResult{{State: mc.ResultInProgress}}},
	}
	c := &mc.Credential{
		Envelope: mc.Envelope{Issuer: issuer, Issued: instant(tb, "2026-06-01T12:00:00+02:00")},
		Learner: mc.Learner{ID: "did:key:z6Mk", Party: mc.Party{
			Identifiers: []mc.Identifier{{Value: "urn:schac:x", Scheme: mc.IdentESI}, {Value: "01010112345", Scheme: mc.IdentNationalID}},
			Contacts:    []mc.ContactPoint{{Addresses: []mc.Address{{Street: "Storgata", PostalCode: "0155", Locality: "Oslo", Region: "Østlandet", POBox: "7", Country: norway}}}},
			Person: &mc.Person{
				GivenName: mc.Text("", "Kari"), FamilyName: mc.Text("", "Nordmann"), BirthName: mc.Text("", "Dal"), BirthDate: mc.Date{Year: 2001, Month: 1, Day: 1},
				BirthPlace: &mc.Location{Name: mc.Text("", "Bergen")}, Citizenship: []mc.Country{norway},
			},
		}},
		Definition: mc.Definition{
			ID: "https://vestre-aas.example/emne/1", Identifiers: []mc.Identifier{{Value: "BIO101", SchemeName: "local"}}, Title: texts("Fjord og fangst"), Description: texts("Et emne"),
			Kinds: []mc.Concept{{Label: mc.Text("en", "Course")}}, Subjects: []mc.Concept{{Notation: "11304"}}, Fields: []mc.Concept{{Notation: "99999"}},
			Homepages: []mc.WebResource{{URL: "https://vestre-aas.example/emne"}}, Notes: []mc.Note{{Text: texts("<p>Et emne</p>"), Format: formatHTML}},
			Levels:    []mc.Level{eqf, {Kind: mc.LevelNQF, Framework: mc.Concept{Notation: "NQF", Label: mc.Text("nb", "NKR")}, Value: mc.Concept{Notation: "6.2"}}},
			Languages: []mc.Concept{norwegian}, Workload: []mc.Workload{{Kind: mc.WorkloadContact, Amount: decimal(tb, "40")}},
		},
		Award: mc.Award{
			ID: "https://vestre-aas.example/resultat/1", Identifiers: []mc.Identifier{{Value: "r1", SchemeName: "ewp-loi-id"}},
			Period: mc.Period{Start: instant(tb, "2026-01-10T00:00:00")}, Awarding: mc.Awarding{On: instant(tb, "2026-05-30T00:00:00"), Bodies: []mc.Party{issuer}},
			Opportunity: &mc.Opportunity{Period: mc.Period{Name: texts("Vår 2026"), Start: instant(tb, "2026-01-01T00:00:00+01:00"), End: instant(tb, "2026-06-30T00:00:00Z")}},
			Assessments: []mc.AssessmentResult{{
				State: mc.ResultCompleted, Spec: scale, Grade: mc.Grade{Value: "B"}, Short: &mc.ShortGrading{Lower: "60", Equal: "25.5", Higher: "14.5"},
				Distribution: &mc.Distribution{Description: texts("Alle"), Categories: []mc.DistributionCategory{{Label: "A", Count: "3"}, {Label: "B", Count: "0"}}},
			}},
			CreditsEarned: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: ects(), Amount: decimal(tb, "7.5")}, {Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "studiepoeng"}, Amount: decimal(tb, "7.50")}},
			Parts:         []mc.Claim{part, part},
			Notes: []mc.Note{
				{Subject: &mc.Concept{Scheme: schemeSupplement, Notation: "2", Label: mc.Text("nb", "Om kvalifikasjonen")}},
				{Subject: &mc.Concept{Scheme: schemeSupplement, Notation: "2.3", Label: mc.Text("nb", "Institusjon")}, Text: mc.Text("nb", "Vestre Ås")},
				{Subject: &mc.Concept{Scheme: schemeSupplement, Notation: "4", Label: mc.Text("nb", "Innhold")}, Text: mc.Text("nb", "<p>To linjer</p>\n"), Format: formatHTML},
			},
		},
		Others:  []mc.Claim{{Definition: mc.Definition{Title: texts("Annet emne")}, Award: mc.Award{Awarding: mc.Awarding{Bodies: []mc.Party{issuer}}, Assessments: []mc.AssessmentResult{{State: mc.ResultFailed}}}}},
		Annexes: []mc.Media{{Title: texts("Vitnemål"), Description: texts("Et vedlegg"), MediaType: "application/pdf", Role: mc.Concept{Label: mc.Text("en", "Micro Credential")}, Content: []byte("%PDF-1.7")}},
	}
	c.Learner.Party.Person.Gender = genderOf("FEMALE")
	return c
}

// What the format has an element for comes back exactly, without our extension, in
// both versions.
func TestEverythingComesBack(t *testing.T) {
	for _, version := range []Version{Version17, Version20} {
		c := full(t)
		if version == Version20 {
			c.Learner.Party.AltName = mc.Text("zh", "卡莉")
			c.Definition.Identifiers[0].Value = "BIO102"
		}
		doc, report, err := Encode(c, EncodeOptions{Version: version, PersonalData: true})
		require.NoError(t, err)
		back, read, err := Decode(doc, DecodeOptions{WithoutExtension: true})
		require.NoError(t, err)
		require.NoError(t, mapping.AccountsForDocument(read, doc.Root(), back))
		require.NoError(t, mapping.AccountsForModel(report, c, doc.Root()))
		for _, l := range report.Leaves {
			require.Contains(t, []mc.Kind{mc.KindExact, mc.KindTransformed, mc.KindSynthesised}, l.Kind, "%v %v", l.Canonical, l.Reason)
		}
		if version == Version20 {
			for i := range c.Award.Parts { // the schema of 2.0 demands an identifier of each
				c.Award.Parts[i].Definition.Identifiers = back.Award.Parts[i].Definition.Identifiers
			}
			c.Others[0].Definition.Identifiers = back.Others[0].Definition.Identifiers
			require.Equal(t, `"2.0"`, back.Residue[Format]["/@version"])
			back.Residue = nil
		}
		require.Equal(t, c, back)
	}
}

// The law holds for what states everything, and for models made at random.
func TestLaw(t *testing.T) {
	written, refused := 0, 0
	for seed := range uint64(60) {
		c := mapping.Random(seed)
		if seed == 0 {
			c = full(t)
		}
		base := full(t)
		c.Envelope.Issuer.ID, c.Envelope.Issuer.Name, c.Definition.Title = base.Envelope.Issuer.ID, base.Envelope.Issuer.Name, base.Definition.Title
		c.Envelope.Issued = base.Envelope.Issued
		if v := &c.Envelope; len(c.Provenance) > 0 { // what belongs to a source stays there
			v.ID, v.Profiles, v.Schemas, v.Status, v.Terms, v.Refresh, v.Endorsements = "", nil, nil, nil, nil, nil, nil
		}
		for _, o := range []EncodeOptions{{Extension: true, PersonalData: true}, {PersonalData: seed%2 == 0}, {Extension: true, Version: Version20}} {
			ok, err := law(o).Check(c)
			require.NoError(t, err, "%d %+v", seed, o)
			if ok {
				written++
			} else {
				refused++
			}
		}
	}
	require.Greater(t, written, refused)
	t.Log(written, refused)
}

// Taking away any one value leaves a good report or a clear error.
func TestAnyFieldMayBeMissing(t *testing.T) {
	total := mapping.ChangeNth(full(t), -1, nil)
	for i := range 40 {
		c := full(t)
		mapping.ChangeNth(c, 1+i*7919%(total-1), func(v reflect.Value) { v.SetZero() })
		if _, err := law(EncodeOptions{Extension: i%2 == 0, PersonalData: true}).Check(c); err != nil {
			require.NoError(t, err)
		}
		if _, _, err := Encode(c, EncodeOptions{}); err != nil {
			require.Regexp(t, `^ELMO-REQUIRED at [A-Za-z.0-9\[\]]+: `, err.Error())
		}
	}
}

// Each row of each table reads what it writes, and each has been tested.
func TestTables(t *testing.T) {
	c := full(t)
	c.Learner.Party.AltName = mc.Text("zh", "卡莉")
	c.Award.Notes = nil // their supplement is dated as the report
	for _, version := range []Version{Version17, Version20} {
		e := newEncoder(c, EncodeOptions{Version: version, PersonalData: true})
		x := &mapping.TableLaw{
			Writer: func() *mapping.Writer { e.scales = nil; w := e.Writer; w.Places = map[mc.Path]int{}; return &w },
			Reader: func(root jsontree.Value) *mapping.Reader {
				d := newDecoder(root, DecodeOptions{})
				d.describe(root)
				return &d.Reader
			},
			Text: func(n *mapping.Node) []byte { return e.Format.AppendJSON(nil, n) },
		}
		s := e.schema
		parts := []struct {
			table mapping.Table
			part  any
		}{
			{&s.learner, &c.Learner}, {&s.address, &c.Learner.Party.Contacts[0].Addresses[0]}, {&s.issuer, &c.Envelope.Issuer}, {&s.identifier, &c.Learner.Party.Identifiers[0]},
			{&s.opportunity, &mc.Claim{Definition: c.Definition, Award: c.Award}}, {&s.term, &c.Award.Opportunity.Period},
			{&s.credit, &c.Award.CreditsEarned[0]}, {&s.level, &c.Definition.Levels[1]}, {&s.short, c.Award.Assessments[0].Short},
			{&s.distribution, c.Award.Assessments[0].Distribution}, {&s.category, &c.Award.Assessments[0].Distribution.Categories[0]}, {&s.report, c},
		}
		for _, p := range parts {
			require.NoError(t, x.Check(p.table, p.part))
			silent := x.Silent(p.table)
			for _, term := range []string{"addressLine", "bday", "dateOfBirth", "alternativeName", "gradingSchemeExternalId", "diplomaSupplement"} { // of the other version, or instead of parts
				silent = without(silent, term)
			}
			require.Empty(t, silent)
		}
	}
}

func without(all []string, one string) (out []string) {
	for _, s := range all {
		if s != one {
			out = append(out, s)
		}
	}
	return out
}

// FuzzRead reads any bytes as a file: nothing panics, and what is read is accounted for
// and can be written again as the same report.
func FuzzRead(f *testing.F) {
	doc, _, err := Encode(full(f), EncodeOptions{PersonalData: true, Extension: true})
	require.NoError(f, err)
	file, err := XML(doc)
	require.NoError(f, err)
	f.Add(file)
	f.Add([]byte(strings.Replace(string(file), "<learner>", "<learner>x<bday>1</bday><bday/>", 1)))
	f.Add([]byte(small))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := Read(data, vc.Limits{Bytes: 1 << 18})
		if err != nil {
			return
		}
		for _, r := range read.Reports {
			c, report, err := Decode(r.Document, DecodeOptions{})
			require.NoError(t, err)
			require.NoError(t, mapping.AccountsForDocument(report, r.Document.Root(), c))
			again, err := XML(r.Document)
			require.NoError(t, err)
			second, err := Read(again, wide)
			require.NoError(t, err)
			require.Equal(t, r.Document.String(), second.Reports[0].Document.String())
			_, _, _ = Encode(c, EncodeOptions{Extension: true})
		}
	})
}
