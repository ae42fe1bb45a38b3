package edc

import (
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

func instantOf(tb testing.TB, s string) mc.Instant {
	tb.Helper()
	i, err := mc.ParseInstant(s)
	require.NoError(tb, err)
	return i
}

// own is the model of the own credential.
func own(tb testing.TB) *mc.Credential {
	tb.Helper()
	c, _, err := Decode(document(tb, ownCredential), DecodeOptions{})
	require.NoError(tb, err)
	return c
}

// foreign is a credential as another format states it: closed values without
// codes, one language, parties without places, a result without a grade.
func foreign(tb testing.TB) *mc.Credential {
	tb.Helper()
	eqf, _ := mc.EQFLevel(5)
	credits, err := mc.ParseDecimal("2.5")
	require.NoError(tb, err)
	hours, err := mc.ParseISODuration("PT60H")
	require.NoError(tb, err)
	weeks, err := mc.ParseISODuration("P2W")
	require.NoError(tb, err)
	school := mc.Party{
		ID: "did:web:norraby.example", Name: mc.Text("sv", "Norraby yrkeshögskola"), Description: mc.Text("sv", "En skola"),
		Identifiers: []mc.Identifier{{Value: "N-17", Scheme: mc.IdentSCHAC}, {Value: "SE55", Scheme: mc.IdentVAT}},
		Locations:   []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "SE"}, Street: "Storgatan 1", PostalCode: "111 11", Locality: "Norraby"}}}},
		Contacts:    []mc.ContactPoint{{Email: []string{"info@norraby.example", "inte en adress"}, Phone: []string{"+46 8 000"}}},
	}
	assessor := mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("fi", "Kestävä Oy")}
	return &mc.Credential{
		Envelope: mc.Envelope{
			ID: "https://norraby.example/badges/1", Issuer: school, ValidFrom: instantOf(tb, "2026-06-12T09:30:00Z"), Issued: instantOf(tb, "2026-06-12T09:30:00Z"),
			Status:   []mc.Status{{ID: "https://norraby.example/status#7", Type: "BitstringStatusListEntry", Index: "7"}},
			Schemas:  []mc.SchemaRef{{ID: "https://purl.example/schema.json", Type: "1EdTechJsonSchemaValidator2019"}},
			Evidence: []mc.Evidence{{ID: "https://norraby.example/arbete/1", Title: mc.Text("sv", "Mapp"), Genre: "Portfolio"}},
			Image:    &mc.Media{Content: []byte("\x89PNG\r\n\x1a\nrest"), MediaType: "image/png"},
		},
		Learner: mc.Learner{ID: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", Party: mc.Party{
			Name: mc.Text("fi", "Säde Äijälä"), Kind: mc.PartyPerson, Person: &mc.Person{BirthDate: mc.Date{Year: 1999, Month: 10, Day: 2}},
			Identifiers: []mc.Identifier{{Value: "sha256$00", Scheme: mc.IdentEmail, Hash: &mc.IdentityHash{Algorithm: "sha256", Salt: "x"}}, {Value: "s1234567", Scheme: mc.IdentStudentID}},
		}},
		Definition: mc.Definition{
			ID: "https://norraby.example/kurs/1", Version: "2", Title: mc.Text("sv", "Svetsning").With("en", "Welding"), Tags: []string{"svets", ""},
			Criteria:      mc.Criteria{URL: "https://norraby.example/krav", Narrative: mc.Note{Text: mc.Text("sv", "Svetsa en fog."), Format: "text/markdown"}},
			Outcomes:      []mc.LearningOutcome{{Title: mc.Text("sv", "kan svetsa")}, {Notes: []mc.Note{{Text: mc.Text("sv", "utan titel")}}}},
			Workload:      []mc.Workload{{Kind: mc.WorkloadCredits, Amount: credits}, {Kind: mc.WorkloadNotional, Duration: hours}, {Kind: mc.WorkloadMaxDuration, Duration: weeks}},
			Levels:        []mc.Level{eqf, {Kind: mc.LevelQFEHEA, Cycle: mc.CycleShort}, {Kind: mc.LevelEQF, EQF: 4}},
			Participation: []mc.Participation{{Form: mc.ParticipationOnline}, {Form: mc.ParticipationVolunteering}},
			Setting:       mc.LearningSetting{Kind: mc.SettingInformal},
			Quality:       []mc.QualityAssurance{{Title: mc.Text("sv", "Granskad"), Agent: &mc.Party{Name: mc.Text("sv", "Myndigheten")}}},
			Alignments:    []mc.Alignment{{Target: mc.Concept{IRI: "https://skills.example/1", Label: mc.Text("en", "Welding")}}},
			Stackability:  mc.Stackability{Mode: mc.StackStackable, Into: []mc.CredentialRef{{ID: "https://norraby.example/program"}}},
		},
		Award: mc.Award{
			Assessments: []mc.AssessmentResult{
				{Title: mc.Text("sv", "Provsvets"), Types: []mc.Concept{{IRI: "http://data.europa.eu/snb/assessment/6a4db9f11d"}}, Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.No}},
				{Grade: mc.Grade{Value: "VG"}, Title: mc.Text("sv", "Teori"), Assessors: []mc.Party{assessor}, Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.No}, State: mc.ResultCompleted},
			},
			Activities: []mc.Activity{{Spec: &mc.ActivitySpec{Types: []mc.Concept{{IRI: "http://data.europa.eu/snb/learning-activity/bf5588ff84"}}}, Directors: []mc.Party{{Kind: mc.PartyPerson, Name: mc.Text("sv", "Åsa Öberg")}}}},
			Narrative:  mc.Note{Text: mc.Text("sv", "Duktig")}, PartOf: []mc.CredentialRef{{ID: "https://norraby.example/helhet"}},
		},
		Annexes:    []mc.Media{{URL: "https://norraby.example/bilaga.pdf"}, {Content: []byte("%PDF-"), MediaType: "application/pdf", Title: mc.Text("sv", "Bilaga")}},
		Further:    []mc.Note{{Text: mc.Text("sv", "Se webben")}},
		Documents:  []mc.WebResource{{URL: "https://norraby.example/mer"}},
		Extensions: map[string]string{"https://example.org/x": `{"a":1}`},
		Residue:    mc.Residue{"ob3": {"/proof": `{"type":"DataIntegrityProof"}`}},
	}
}

// converted is foreign as it comes out of another document; with the original
// when it is given.
func converted(tb testing.TB, original []byte) *mc.Credential {
	c := foreign(tb)
	issuer := c.Envelope.Issuer
	c.Provenance = []mc.Provenance{{
		Kind: mc.ConvertedFrom, SourceFormat: "ob3", SourceID: c.Envelope.ID, SourceMediaType: "application/ld+json", SourceBytes: original,
		Digest: mc.Digest{SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, SourceIssuer: &issuer, SourceIssued: c.Envelope.Issued,
		SourceStatus: c.Envelope.Status, Proof: mc.ProofSummary{Suite: "eddsa-rdfc-2022", Verdict: mc.VerdictValid, VerifiedAt: instantOf(tb, "2026-11-21T20:00:00Z")},
		Converter: mc.Tool{Name: "mikromerit", Version: "0.1.0"}, ConvertedAt: instantOf(tb, "2026-11-21T20:00:01Z"),
	}}
	return c
}

// everything states something in every field of the model, nested as far as
// needed for that. Most of it makes little sense, which is the point.
func everything(tb testing.TB) *mc.Credential {
	c := &mc.Credential{}
	n := 0
	level, depth := 0, map[reflect.Type]int{}
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		n++
		switch into := v.Addr().Interface().(type) {
		case *mc.Instant:
			*into = instantOf(tb, "2026-05-04T12:00:0"+strconv.Itoa(n%10)+"Z")
			return
		case *mc.Date:
			*into = mc.Date{Year: 1990 + n%20, Month: 7, Day: 1 + n%28}
			return
		case *mc.Decimal:
			*into = mc.DecimalOf(int64(n))
			return
		case *mc.ISODuration:
			d, err := mc.ParseISODuration("PT" + strconv.Itoa(n) + "H")
			require.NoError(tb, err)
			*into = d
			return
		case *mc.Tri:
			*into = mc.No
			return
		case *mc.LangString:
			*into = mc.Text("nb", "tekst "+strconv.Itoa(n)).With("se", "teaksta").With("nb", "to").With("SE", "golbma")
			return
		}
		switch v.Kind() {
		case reflect.String:
			v.SetString("https://x.example/" + strconv.Itoa(n))
		case reflect.Int, reflect.Int64:
			v.SetInt(int64(n%90 + 1))
		case reflect.Int8, reflect.Uint8:
			v.Set(reflect.ValueOf(3).Convert(v.Type()))
		case reflect.Struct:
			depth[v.Type()]++
			level++
			for i := range v.NumField() {
				fill(v.Field(i))
			}
			level--
			depth[v.Type()]--
		case reflect.Pointer:
			if depth[v.Type().Elem()] == 0 && level < 5 {
				v.Set(reflect.New(v.Type().Elem()))
				fill(v.Elem())
			}
		case reflect.Slice:
			elem := v.Type().Elem()
			switch {
			case elem.Kind() == reflect.Uint8:
				v.SetBytes([]byte("file " + strconv.Itoa(n)))
			case depth[elem] == 0 && level < 5 || elem.Kind() == reflect.String:
				v.Set(reflect.MakeSlice(v.Type(), 1, 1))
				fill(v.Index(0))
			}
		case reflect.Map:
			v.Set(reflect.MakeMap(v.Type()))
			value := reflect.New(v.Type().Elem()).Elem()
			if value.Kind() == reflect.Map {
				value.Set(reflect.ValueOf(map[string]string{"/a~1b/0": `[1,"]"]`}))
			} else {
				value.SetString("{}")
			}
			v.SetMapIndex(reflect.ValueOf("ob3"), value)
		}
	}
	fill(reflect.ValueOf(c).Elem())
	c.Envelope.Status[0].Index, c.Award.Kind, c.Others[0].Award.Kind = "7", mc.ClaimAchievement, mc.ClaimActivity
	return c
}

// writable gives a credential what Encode cannot make up: a country.
func writable(c *mc.Credential) *mc.Credential {
	country, _ := mc.CountryOf("NO")
	place := mc.Location{Addresses: []mc.Address{{Country: country}}}
	var claims func(c *mc.Claim)
	claims = func(c *mc.Claim) {
		for i := range c.Award.Awarding.Bodies {
			b := &c.Award.Awarding.Bodies[i]
			b.Kind, b.Locations = mc.PartyOrganisation, append(b.Locations, place)
		}
		for i := range c.Award.Parts {
			claims(&c.Award.Parts[i])
		}
	}
	first := &mc.Claim{Definition: c.Definition, Award: c.Award}
	claims(first)
	c.Definition, c.Award = first.Definition, first.Award
	for i := range c.Others {
		claims(&c.Others[i])
	}
	c.Envelope.Issuer.Kind, c.Envelope.Issuer.Locations = mc.PartyOrganisation, append(c.Envelope.Issuer.Locations, place)
	return c
}

// models are the credentials that the laws are tried on.
var models = []struct {
	name string
	make func(testing.TB) *mc.Credential
	opts EncodeOptions
}{
	{"own", own, EncodeOptions{PersonalData: true}},
	{"foreign", foreign, EncodeOptions{PersonalData: true}},
	{"foreign, English", foreign, EncodeOptions{Language: language.English}},
	{"converted", func(tb testing.TB) *mc.Credential { return converted(tb, nil) }, EncodeOptions{PersonalData: true}},
	{"converted, with original", func(tb testing.TB) *mc.Credential { return converted(tb, []byte(`{"original":true}`)) }, EncodeOptions{PersonalData: true}},
	{"third party", func(tb testing.TB) *mc.Credential { return converted(tb, []byte(`{"original":true}`)) }, EncodeOptions{
		ID: "urn:uuid:00000000-0000-4000-8000-000000000001", IssuerCountry: "NOR", Issuer: &mc.Party{ID: "did:web:omregner.example", Name: mc.Text("nb", "Omregner AS")}}},
	{"EBSI", own, EncodeOptions{Flavour: EBSI, Issued: mc.InstantOf(time.Unix(1_795_000_000, 0).UTC()), PersonalData: true}},
	{"everything, EBSI", func(tb testing.TB) *mc.Credential { return writable(everything(tb)) }, EncodeOptions{Flavour: EBSI, PersonalData: true}},
	{"ELM 3.3", foreign, EncodeOptions{Version: Version33, PersonalData: true}},
	{"everything", func(tb testing.TB) *mc.Credential { return writable(everything(tb)) }, EncodeOptions{PersonalData: true}},
}
