package badge

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The samples are fictional: a Norwegian and a Swedish school, a Finnish
// learner, texts in nb, sv, fi, se and en.

func instantOf(tb testing.TB, s string) mc.Instant {
	tb.Helper()
	i, err := mc.ParseInstant(s)
	require.NoError(tb, err)
	return i
}

func decimalOf(tb testing.TB, s string) mc.Decimal {
	tb.Helper()
	d, err := mc.ParseDecimal(s)
	require.NoError(tb, err)
	return d
}

func durationOf(tb testing.TB, s string) mc.ISODuration {
	tb.Helper()
	d, err := mc.ParseISODuration(s)
	require.NoError(tb, err)
	return d
}

func code(iri, lang, label string) mc.Concept {
	return mc.Concept{IRI: iri, Scheme: "http://data.europa.eu/snb/list/25831c2", Label: mc.Text(lang, label)}
}

func countryOf(tb testing.TB, alpha2 string) mc.Country {
	tb.Helper()
	c, ok := mc.CountryOf(alpha2)
	require.True(tb, ok)
	return c
}

func onePixel(tb testing.TB) []byte {
	tb.Helper()
	png, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
	require.NoError(tb, err)
	return png
}

func school(tb testing.TB) mc.Party {
	return mc.Party{
		ID:      "did:web:vestre-aas.example",
		Kind:    mc.PartyOrganisation,
		Types:   []mc.Concept{code("http://data.europa.eu/snb/organisation/1", "en", "School")},
		Name:    mc.Text("nb", "Vestre Ås fagskole").With("se", "Vestre Ås fágaskuvla").With("en", "Vestre Ås Vocational College"),
		AltName: mc.Text("nb", "VÅF"),
		Identifiers: []mc.Identifier{
			{Value: "NO-999888777", Scheme: mc.IdentEIDAS, Country: countryOf(tb, "NO"), SchemeName: "eIDAS"},
			{Value: "999888777", Scheme: mc.IdentRegistration, Country: countryOf(tb, "NO"), Issued: instantOf(tb, "2001-02-03T00:00:00+01:00")},
		},
		Locations: []mc.Location{
			{
				Name:      mc.Text("nb", "Hovedbygget"),
				Addresses: []mc.Address{{Country: countryOf(tb, "NO"), Street: "Skolegata 1", Locality: "Ås", PostalCode: "1430", Full: mc.Text("nb", "Skolegata 1, 1430 Ås")}},
				Regions:   []mc.Concept{code("http://publications.europa.eu/resource/authority/atu/NOR_AKE", "nb", "Akershus")},
				Geo:       &mc.Geo{Latitude: decimalOf(tb, "59.66"), Longitude: decimalOf(tb, "10.790")},
			},
			{Addresses: []mc.Address{{Country: countryOf(tb, "SE")}}},
		},
		Homepages: []mc.WebResource{{URL: "https://vestre-aas.example/", Title: mc.Text("nb", "Hjem")}},
		Contacts:  []mc.ContactPoint{{Email: []string{"post@vestre-aas.example", "opptak@vestre-aas.example"}, Phone: []string{"+47 55 55 55 55"}, Forms: []mc.WebResource{{URL: "https://vestre-aas.example/kontakt"}}}},
		Logo:      &mc.Media{Title: mc.Text("nb", "Logo"), MediaType: "image/png", Content: onePixel(tb)},
		Accreditations: []mc.QualityAssurance{{
			ID: "https://nokut.example/a/1", Title: mc.Text("nb", "Akkreditert fagskole"), Type: code("http://data.europa.eu/snb/accreditation/bb4618238e", "en", "Institutional Quality Assurance"),
			Agent: &mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("nb", "Kvalitetsetaten"), Identifiers: []mc.Identifier{{Value: "888777666", Scheme: mc.IdentRegistration}}},
		}},
		Parent: &mc.Party{Name: mc.Text("nb", "Ås fylke"), Kind: mc.PartyOrganisation},
	}
}

// rich states something in every part of the model that Annex I is about, and
// much beyond.
func rich(tb testing.TB) *mc.Credential {
	eqf, _ := mc.EQFLevel(5)
	nokut := &mc.Party{ID: "https://nokut.example/", Kind: mc.PartyOrganisation, Name: mc.Text("nb", "Kvalitetsetaten")}
	assessor := mc.Party{Kind: mc.PartyPerson, Person: &mc.Person{GivenName: mc.Text("sv", "Åsa"), FamilyName: mc.Text("sv", "Öberg")}, Identifiers: []mc.Identifier{{Value: "emp-17", Scheme: mc.IdentSystemID}}}
	spec := mc.AssessmentSpec{
		ID: "urn:epass:assessmentSpec:1", Title: mc.Text("nb", "Praktisk prøve").With("fi", "Näyttökoe"),
		Types:     []mc.Concept{code("http://data.europa.eu/snb/assessment/6a4db9f11d", "en", "practical assessment")},
		Modes:     []mc.Concept{code("http://data.europa.eu/snb/learning-assessment/9191af2ed9", "en", "presential")},
		Languages: []mc.Concept{{IRI: "http://publications.europa.eu/resource/authority/language/NOB"}},
		Grading: &mc.GradingScheme{
			ID: "urn:epass:scheme:1", Title: mc.Text("nb", "Bestått/ikke bestått"), Type: "LetterGrade", Min: "F", Max: "A", Pass: "E", Allowed: []string{"F", "E", "D", "C", "B", "A"},
			Steps:     []mc.GradeStep{{ID: "urn:epass:step:1", Value: "A", Title: mc.Text("nb", "Fremragende"), Points: "5"}, {Value: "B"}},
			Documents: []mc.WebResource{{URL: "https://vestre-aas.example/karakterer"}},
		},
		Supervision: mc.Supervision{Supervised: mc.Yes},
	}
	c := &mc.Credential{
		Envelope: mc.Envelope{
			ID:          "urn:credential:7f8a",
			Identifiers: []mc.Identifier{{Value: "2026-17", SchemeName: "Journal"}},
			Issuer:      school(tb),
			Issued:      instantOf(tb, "2026-06-12T09:30:00.5+02:00"),
			ValidFrom:   instantOf(tb, "2026-06-12T09:30:00+02:00"),
			ValidUntil:  instantOf(tb, "2031-06-12T00:00:00Z"),
			Modified:    instantOf(tb, "2026-06-13T00:00:00Z"),
			Profiles:    []mc.Concept{code("http://data.europa.eu/snb/credential/e34929035b", "en", "Generic")},
			Evidence:    []mc.Evidence{{ID: "https://vestre-aas.example/arbeid/1", Types: []string{"Evidence", "https://schema.org/CreativeWork", "LocalType"}, Title: mc.Text("nb", "Mappe"), Genre: "Portfolio", Digest: "sha256-AAAA"}},
			Status:      []mc.Status{{ID: "https://vestre-aas.example/status#7", Type: "BitstringStatusListEntry", Purpose: "revocation", List: "https://vestre-aas.example/status", Index: "7"}},
			Schemas:     []mc.SchemaRef{{ID: "http://data.europa.eu/snb/model/ap/edc-generic-full", Type: "ShaclValidator2017"}},
			Display: mc.Display{
				Title:       mc.Text("nb", "Grønn energi i bygg").With("sv", "Grön energi i byggnader").With("fi", "Vihreä energia rakennuksissa").With("se", "Ruoná energiija visttiin"),
				Description: mc.Text("nb", "Kort kurs"),
				Primary:     mc.Concept{IRI: "http://publications.europa.eu/resource/authority/language/NOB"},
				Languages:   []mc.Concept{{IRI: "http://publications.europa.eu/resource/authority/language/NOB"}, {IRI: "http://publications.europa.eu/resource/authority/language/SWE"}},
				Pages:       []mc.DisplayPage{{Page: 1, Image: mc.Media{Content: []byte{0xff, 0xd8, 0xff}, MediaType: "image/jpeg"}}},
			},
			Holders: []mc.KeyBinding{{JWK: `{"kty":"OKP"}`}},
			Image:   &mc.Media{URL: "https://vestre-aas.example/merke.png", Title: mc.Text("nb", "Merke")},
		},
		Learner: mc.Learner{
			ID: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
			Party: mc.Party{
				Kind: mc.PartyPerson,
				Person: &mc.Person{
					GivenName: mc.Text("fi", "Säde"), FamilyName: mc.Text("fi", "Äijälä"), FullName: mc.Text("fi", "Säde Äijälä"),
					BirthDate: mc.Date{Year: 1999, Month: 10, Day: 2}, BirthInstant: instantOf(tb, "1999-10-01T22:00:00Z"),
					BirthPlace: &mc.Location{Addresses: []mc.Address{{Country: countryOf(tb, "FI")}}}, Citizenship: []mc.Country{countryOf(tb, "FI")},
					Gender: code("http://publications.europa.eu/resource/authority/human-sex/FEMALE", "en", "female"), BirthName: mc.Text("fi", "Mäki"),
				},
				Identifiers: []mc.Identifier{
					{Value: "s1234567", Scheme: mc.IdentStudentID, SchemeAgency: mc.Text("nb", "Vestre Ås")},
					{Value: "021099-000X", Scheme: mc.IdentNationalID, Country: countryOf(tb, "FI")},
					{Value: "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", Scheme: mc.IdentEmail, Hash: &mc.IdentityHash{Algorithm: "sha256", Salt: "Kosher"}},
				},
				Contacts:  []mc.ContactPoint{{Email: []string{"sade@example.com"}, Phone: []string{"+358 1"}}},
				Locations: []mc.Location{{Addresses: []mc.Address{{Country: countryOf(tb, "FI"), Locality: "Inari"}}}},
			},
		},
		Definition: mc.Definition{
			ID:             "urn:epass:qualification:1",
			Identifiers:    []mc.Identifier{{Value: "GRE101", Scheme: mc.IdentCourseCode, SchemeIRI: "https://vestre-aas.example/emner"}},
			Codes:          []mc.Concept{{Notation: "NKR-17", Scheme: "https://nkr.example/", Label: mc.Text("nb", "Kode")}},
			Version:        "2026",
			Title:          mc.Text("nb", "Grønn energi i bygg").With("sv", "Grön energi i byggnader").With("fi", "Vihreä energia rakennuksissa").With("se", "Ruoná energiija visttiin").With("en", "Green energy in buildings"),
			AltTitle:       mc.Text("nb", "GRE"),
			Description:    mc.Text("nb", "Energibruk i eldre bygg.").With("sv", "Energi i äldre hus."),
			Category:       mc.Text("nb", "Bygg"),
			Kinds:          []mc.Concept{code("http://data.europa.eu/snb/learning-opportunity/74a4a268e8", "en", "short learning programme")},
			Qualification:  mc.Yes,
			State:          "active",
			Creator:        &mc.Party{ID: "https://norraby.example/", Kind: mc.PartyOrganisation, Name: mc.Text("sv", "Norraby yrkeshögskola")},
			OutcomeSummary: &mc.Note{Text: mc.Text("nb", "Kan planlegge energitiltak."), Format: "text/markdown"},
			Outcomes: []mc.LearningOutcome{{
				ID: "urn:epass:learningOutcome:1", Title: mc.Text("nb", "Måle energibruk").With("sv", "Mäta energianvändning"),
				Notes:  []mc.Note{{Text: mc.Text("nb", "Med egne instrumenter")}},
				Type:   code("http://data.europa.eu/snb/skill-type/skill", "en", "skill"),
				Reuse:  code("http://data.europa.eu/snb/skill-reuse-level/sector-specific", "en", "sector specific"),
				Skills: []mc.Concept{{IRI: "http://data.europa.eu/esco/skill/5fd5c985-eaaa-47aa-8314-62359c54505a", Scheme: "http://data.europa.eu/esco/concept-scheme/skills", SchemeLabel: mc.Text("en", "ESCO"), Label: mc.Text("nb", "måle energi").With("fi", "mitata energiaa")}},
			}, {Title: mc.Text("nb", "Velge tiltak")}},
			Workload: []mc.Workload{
				{Kind: mc.WorkloadCredits, Framework: code("http://data.europa.eu/snb/education-credit/6fcec5c5af", "en", "ECTS"), Amount: decimalOf(tb, "2.50")},
				{Kind: mc.WorkloadNotional, Duration: durationOf(tb, "PT60H")},
				{Kind: mc.WorkloadContact, Duration: durationOf(tb, "PT12H")},
				{Kind: mc.WorkloadMaxDuration, Duration: durationOf(tb, "P3M")},
			},
			Levels: []mc.Level{
				eqf,
				{Kind: mc.LevelNQF, EQF: 5, Framework: mc.Concept{IRI: "http://data.europa.eu/snb/qdr/c_ae44d998", Notation: "NKR"}, Value: mc.Concept{IRI: "http://data.europa.eu/snb/qdr/c_12ece3d4", Notation: "5.1", Label: mc.Text("nb", "NKR nivå 5.1")}, Referencing: &mc.Referencing{Verified: mc.Yes, Decision: "2014/1"}},
				{Kind: mc.LevelQFEHEA, Cycle: mc.CycleShort},
			},
			Assessments:   []mc.AssessmentSpec{spec, {Title: mc.Text("nb", "Mappe"), Grading: &mc.GradingScheme{Min: "0", Max: "100"}}},
			Participation: []mc.Participation{{Form: mc.ParticipationBlended, Mode: code("http://data.europa.eu/snb/learning-assessment/e92d221e4d", "en", "blended")}, {Form: mc.ParticipationVolunteering}},
			Activities:    []mc.ActivitySpec{{Title: mc.Text("nb", "Verksted"), Types: []mc.Concept{code("http://data.europa.eu/snb/learning-activity/efff75e10a", "en", "workshop")}, Workload: []mc.Workload{{Kind: mc.WorkloadContact, Text: "12 timer"}}}},
			Quality: []mc.QualityAssurance{{
				ID: "urn:epass:accreditation:1", Type: code("http://data.europa.eu/snb/accreditation/820101cba6", "en", "Program Quality Assurance"), Title: mc.Text("nb", "Programtilsyn").With("sv", "Programgranskning"),
				Description: mc.Text("nb", "Etter ESG"), URL: "https://nokut.example/p/1", Code: "P1", Agent: nokut, ValidFrom: instantOf(tb, "2024-01-01T00:00:00Z"), Expires: instantOf(tb, "2030-01-01T00:00:00Z"), Decision: code("https://nokut.example/ok", "nb", "Godkjent"),
			}},
			Prerequisites: []mc.Requirement{{Note: mc.Note{Text: mc.Text("nb", "Fagbrev").With("sv", "Yrkesbevis")}, Level: &mc.Level{Kind: mc.LevelEQF, EQF: 4}}, {Note: mc.Note{Text: mc.Text("nb", "Norsk B1")}}},
			Stackability: mc.Stackability{
				Mode: mc.StackStackable, Into: []mc.CredentialRef{{ID: "https://vestre-aas.example/fagskolegrad", Title: mc.Text("nb", "Fagskolegrad"), Relation: "part-of"}},
				PartialQualification: mc.No, MaxCredits: decimalOf(tb, "30"), Note: mc.Text("nb", "Etter søknad"),
			},
			Entitlements: []mc.EntitlementSpec{{Title: mc.Text("nb", "Opptak"), Type: code("http://data.europa.eu/snb/entitlement/64aad92881", "en", "learning opportunity")}},
			Languages:    []mc.Concept{{IRI: "http://publications.europa.eu/resource/authority/language/NOB"}},
			Setting:      mc.LearningSetting{Kind: mc.SettingNonFormal, Concept: code("http://data.europa.eu/snb/learning-setting/e207a81fc7", "en", "non-formal")},
			Route:        mc.RouteCourse,
			Fields:       []mc.Concept{{IRI: "http://data.europa.eu/snb/isced-f/0713", Notation: "0713", Label: mc.Text("en", "Electricity and energy")}},
			Subjects:     []mc.Concept{code("https://emner.example/energi", "nb", "Energi")},
			Targets:      []mc.Concept{code("http://data.europa.eu/snb/target-group/1", "nb", "Voksne")},
			Tags:         []string{"energi", "bygg"},
			Alignments:   []mc.Alignment{{Target: mc.Concept{IRI: "https://greencomp.example/2.1", Notation: "2.1", Label: mc.Text("en", "Systems thinking"), SchemeLabel: mc.Text("en", "GreenComp")}, Type: "ceterms:Credential", Relation: mc.MatchClose}},
			Homepages:    []mc.WebResource{{URL: "https://vestre-aas.example/gre101", Language: []mc.Concept{{IRI: "http://publications.europa.eu/resource/authority/language/NOB"}}}},
			Documents:    []mc.WebResource{{URL: "https://vestre-aas.example/gre101.pdf", Title: mc.Text("nb", "Emneplan")}},
			Guidance:     []mc.WebResource{{URL: "https://vestre-aas.example/veiledning"}},
			Image:        &mc.Media{Description: mc.Text("nb", "Et hus"), Content: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), MediaType: "image/svg+xml"},
			Parts:        []mc.Definition{{Title: mc.Text("nb", "Modul 1"), Version: "1"}},
			Notes:        []mc.Note{{Text: mc.Text("nb", "Ta med laptop")}, {Text: mc.Text("nb", "Lunsj er med"), Subject: &mc.Concept{Notation: "mat"}}},
			Related:      []mc.CredentialRef{{ID: "https://vestre-aas.example/gre101/en", Language: "en", Relation: "translation"}},
		},
		Award: mc.Award{
			ID: "urn:epass:achievement:1", Title: mc.Text("nb", "Grønn energi i bygg"), Description: mc.Text("nb", "Oppnådd"),
			Awarding: mc.Awarding{
				Bodies: []mc.Party{school(tb), {ID: "https://norraby.example/", Kind: mc.PartyOrganisation, Name: mc.Text("sv", "Norraby yrkeshögskola"), Locations: []mc.Location{{Addresses: []mc.Address{{Country: countryOf(tb, "SE")}}}}}},
				On:     instantOf(tb, "2026-06-10T14:00:00+02:00"), Place: &mc.Location{Name: mc.Text("nb", "Ås")},
				EducationalSystem: code("https://system.example/no", "nb", "Norge"),
			},
			Activities: []mc.Activity{{
				Title: mc.Text("nb", "Kurs våren 2026"), Types: []mc.Concept{code("http://data.europa.eu/snb/learning-activity/ff436ea7c9", "en", "classroom coursework")},
				Periods:  []mc.Period{{Start: instantOf(tb, "2026-01-10T00:00:00+01:00"), End: instantOf(tb, "2026-06-01T00:00:00+02:00")}},
				Workload: []mc.Workload{{Kind: mc.WorkloadActivity, Duration: durationOf(tb, "PT40H")}}, Completion: 95,
				Directors: []mc.Party{assessor}, Spec: &mc.ActivitySpec{Title: mc.Text("nb", "Verksted"), Modes: []mc.Concept{code("http://data.europa.eu/snb/learning-assessment/9191af2ed9", "en", "presential")}},
			}},
			Assessments: []mc.AssessmentResult{
				{
					ID: "urn:epass:assessment:1", Title: mc.Text("nb", "Praktisk prøve").With("fi", "Näyttökoe"), Spec: &spec, State: mc.ResultCompleted,
					Grade:       mc.Grade{Value: "A", Text: mc.Text("nb", "Fremragende").With("fi", "Erinomainen"), Level: mc.Concept{IRI: "urn:epass:step:1"}, SpecID: "urn:epass:scheme:1"},
					Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnsite, Concept: code("http://data.europa.eu/snb/supervision-verification/70be69aaf9", "en", "Supervised with ID Verification")},
					Assessors:   []mc.Party{assessor}, Issued: instantOf(tb, "2026-06-09T12:00:00+02:00"),
					Short: &mc.ShortGrading{Lower: "20", Equal: "30", Higher: "50"},
					Parts: []mc.AssessmentResult{{Title: mc.Text("nb", "Muntlig"), State: mc.ResultCompleted}},
				},
				{Grade: mc.Grade{Text: mc.Text("sv", "Godkänd")}},
			},
			CreditsEarned: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: code("http://data.europa.eu/snb/education-credit/6fcec5c5af", "en", "ECTS"), Amount: decimalOf(tb, "2")}},
			Entitlements:  []mc.Entitlement{{Title: mc.Text("nb", "Fritak"), Spec: &mc.EntitlementSpec{Status: code("http://data.europa.eu/snb/entitlement-status/b7015a8a8c", "en", "actual")}}},
			Role:          "Student", LicenceNumber: "L-1", Term: "2026 vår", Narrative: mc.Note{Text: mc.Text("nb", "Flink")},
			Opportunity: &mc.Opportunity{Title: mc.Text("nb", "Våren 2026"), Prices: []mc.Price{{Amount: decimalOf(tb, "1500"), Currency: code("http://publications.europa.eu/resource/authority/currency/NOK", "en", "NOK")}}},
			Notes:       []mc.Note{{Text: mc.Text("nb", "Beste i klassen")}},
		},
		Others:     []mc.Claim{{Definition: mc.Definition{Title: mc.Text("nb", "Bonus")}}},
		Annexes:    []mc.Media{{URL: "https://vestre-aas.example/vedlegg.pdf", Title: mc.Text("nb", "Vedlegg"), MediaType: "application/pdf"}, {Content: []byte("%PDF-"), MediaType: "application/pdf"}},
		Further:    []mc.Note{{Text: mc.Text("nb", "Se nettsiden").With("sv", "Se webbplatsen")}},
		Documents:  []mc.WebResource{{URL: "https://vestre-aas.example/diplom"}},
		Extensions: map[string]string{"https://example.org/x": `{"a":1}`},
	}
	c.Residue.Put("edc", "/credentialSubject/unknown", `[1,2.50,"x"]`)
	return c
}

// richConverted is rich as it comes out of another document.
func richConverted(tb testing.TB) *mc.Credential {
	c := rich(tb)
	issuer := school(tb)
	c.Provenance = []mc.Provenance{{
		Kind: mc.ConvertedFrom, SourceFormat: "edc", SourceID: c.Envelope.ID, SourceMediaType: "application/ld+json", SourceURL: "https://vestre-aas.example/bevis/7f8a",
		Digest: mc.Digest{SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, SourceIssuer: &issuer, SourceIssued: c.Envelope.Issued,
		SourceStatus: c.Envelope.Status, Proof: mc.ProofSummary{Suite: "JAdES", Method: "CN=Vestre Ås", Verdict: mc.VerdictValid, Detail: "chain complete", VerifiedAt: instantOf(tb, "2026-11-21T20:00:00Z")},
		Converter: mc.Tool{Name: "mikromerit", Version: "0.1.0"}, ConvertedAt: instantOf(tb, "2026-11-21T20:00:01Z"), Statement: mc.Text("nb", "Konvertert"),
	}}
	return c
}

// minimal is the least that a badge can be made of.
func minimal() *mc.Credential {
	issued, _ := mc.ParseInstant("2026-06-12T09:30:00Z")
	return &mc.Credential{
		Envelope:   mc.Envelope{Issuer: mc.Party{ID: "https://norraby.example/", Name: mc.Text("sv", "Norraby")}, ValidFrom: issued},
		Learner:    mc.Learner{Party: mc.Party{Person: &mc.Person{FullName: mc.Text("sv", "Åke Ö")}}},
		Definition: mc.Definition{Title: mc.Text("sv", "Svetsning")},
	}
}
