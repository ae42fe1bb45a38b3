package edc

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// plainly writes a credential without residue and reads it back.
func plainly(tb testing.TB, c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Credential, *mc.Report) {
	tb.Helper()
	opts.WithoutResidue = true
	doc, report, err := Encode(c, opts)
	require.NoError(tb, err)
	require.Empty(tb, Check(doc))
	requireSafe(tb, doc)
	back, _ := decoded(tb, doc)
	return doc, back, report
}

// norraby is a credential with nothing but what ELM demands.
func norraby(tb testing.TB) *mc.Credential {
	c := foreign(tb)
	return &mc.Credential{
		Envelope:   mc.Envelope{Issuer: c.Envelope.Issuer, ValidFrom: c.Envelope.ValidFrom},
		Definition: mc.Definition{Title: mc.Text("sv", "Svetsning")},
		Award:      mc.Award{Title: mc.Text("sv", "Svetsning"), Awarding: mc.Awarding{Bodies: []mc.Party{c.Envelope.Issuer}}},
	}
}

// notesOf returns the texts of the notes of a node by subject.
func notesOf(doc vc.Document, pointer string) map[string]string {
	out := map[string]string{}
	for note := range doc.Lookup(pointer + "/additionalNote").Each() {
		key, all, _ := statementIn(note)
		for _, t := range all {
			out[key] += t.text
		}
	}
	return out
}

// What ELM has no member for stands in notes that people can read, and is read from
// them again.
func TestStatements(t *testing.T) {
	c := norraby(t)
	credits, err := mc.ParseDecimal("2.0")
	require.NoError(t, err)
	f, a := &c.Definition, &c.Award
	f.Version, f.Tags, f.Route = "2", []string{"svets", "fog", ""}, mc.RouteValidation
	f.Setting = mc.LearningSetting{Kind: mc.SettingInformal}
	f.Creator = &mc.Party{ID: "did:web:branschen.example", Name: mc.Text("sv", "Branschrådet"), Kind: mc.PartyOrganisation}
	f.Criteria.Narrative = mc.Note{Text: mc.Text("sv", "Svetsa en fog.\n\nOch en till.")}
	f.Quality = []mc.QualityAssurance{{
		Title: mc.Text("sv", "Granskad kurs").With("en", "Reviewed course"), Code: "AV-7", URL: "https://myndigheten.example/AV-7",
		Description: mc.Text("sv", "Rad ett\n  rad två: med kolon\n"), Agent: &mc.Party{Name: mc.Text("sv", "Myndigheten")},
	}}
	f.Workload = []mc.Workload{{Kind: mc.WorkloadCredits, Amount: credits}}
	f.Levels = []mc.Level{{Kind: mc.LevelQFEHEA, Cycle: mc.CycleShort}}
	f.Participation = []mc.Participation{{Form: mc.ParticipationOnsiteOrBlended}}
	f.Kinds = []mc.Concept{{Notation: "Competency"}}
	f.Alignments = []mc.Alignment{{Type: "ceterms:Credential", Target: mc.Concept{IRI: "https://ce.example/1", Label: mc.Text("en", "Welder")}}}
	f.Related = []mc.CredentialRef{{ID: "https://norraby.example/kurs/1en", Language: "en"}}
	f.Stackability = mc.Stackability{Mode: mc.StackStackable, Note: mc.Text("sv", "Efter ansökan")}
	a.CreditsEarned = []mc.Workload{{Kind: mc.WorkloadCredits, Amount: credits}}
	a.Role, a.Term, a.LicenceNumber = "lärling", "VT26", "L-1"
	a.Narrative = mc.Note{Text: mc.Text("sv", "Duktig.")}
	a.Source = &mc.Party{Name: mc.Text("sv", "Provningen")}
	a.Period = mc.Period{Start: instantOf(t, "2026-01-12T09:00:00+01:00"), End: instantOf(t, "2026-02-20T16:00:00+01:00")}
	c.Envelope.Evidence = []mc.Evidence{{URL: "https://norraby.example/arbete/1", Title: mc.Text("sv", "Mapp"), Genre: "Portfolio"}}

	doc, back, report := plainly(t, c, EncodeOptions{})
	require.Equal(t, f.Documents, back.Definition.Documents, "the link to the page of the quality assurance is no document of its own")
	require.Equal(t, a.Documents, back.Award.Documents)
	require.Equal(t, *f, onlyOf(back.Definition, *f))
	back.Award.Awarding = a.Awarding
	require.Equal(t, *a, onlyOf(back.Award, *a))
	require.Equal(t, c.Envelope.Evidence, back.Envelope.Evidence)

	claim := "/credentialSubject/hasClaim"
	notes := notesOf(doc, claim+"/specifiedBy")
	require.Equal(t, "2.0 (ramverket är inte angivet)", notes["credits"])
	require.Contains(t, notes["quality"], "Titel: Granskad kurs\nBeskrivning: Rad ett\n    rad två: med kolon\n  \nKod: AV-7\nWebbadress: https://myndigheten.example/AV-7\nAv: Myndigheten")
	require.Contains(t, notes["quality"], "Title: Reviewed course")
	require.Equal(t, "validering", notes["route"])
	require.Equal(t, "Namn: Provningen", notesOf(doc, claim)["assessor"])
	require.Equal(t, `"https://myndigheten.example/AV-7"`, doc.Lookup(claim+"/specifiedBy/supplementaryDocument/contentURL").Raw())
	require.Equal(t, `{"sv":"Underlag: Mapp"}`, doc.Lookup(claim+"/supplementaryDocument/title").Raw())
	require.Equal(t, mc.Present, mc.AnnexI(back)[10].Status, "quality assurance is seen without the residue")
	warned := 0
	for _, l := range report.Leaves {
		if l.Severity == mc.SeverityWarning && strings.Contains(l.Reason, "set EncodeOptions.CreditFramework") {
			warned++
		}
	}
	require.Equal(t, 2, warned, "credits offered and earned")
}

// onlyOf returns a struct without the fields that another one does not state.
func onlyOf[T any](v, of T) T {
	to, from := reflect.ValueOf(&v).Elem(), reflect.ValueOf(of)
	for i := range to.NumField() {
		if from.Field(i).IsZero() {
			to.Field(i).SetZero()
		}
	}
	return v
}

// The option gives credits the framework that the credential does not state.
func TestCreditFramework(t *testing.T) {
	for name, want := range map[string]string{
		"ects": "http://data.europa.eu/snb/education-credit/6fcec5c5af", "ECVET": "http://data.europa.eu/snb/education-credit/60b314e826",
		"https://credits.example/x": "https://credits.example/x", "studiepoeng": "",
	} {
		c := foreign(t)
		doc, back, report := plainly(t, c, EncodeOptions{CreditFramework: name})
		require.Equal(t, want, back.Definition.Workload[0].Framework.IRI, name)
		require.Equal(t, `"2.5"`, doc.Lookup("/credentialSubject/hasClaim/specifiedBy/creditPoint/point").Raw())
		if want != name {
			require.Contains(t, strings.Join(addedAt(report), "\n"), "/creditPoint/framework", name)
		}
		require.NotContains(t, notesOf(doc, "/credentialSubject/hasClaim/specifiedBy"), "credits")
		require.Empty(t, c.Definition.Workload[0].Framework, "the credential is as it was")
	}
}

// The scale of a result stands in words in the description of the scale, after what
// is stated there, and is read from them again.
func TestScales(t *testing.T) {
	for _, description := range []mc.LangString{nil, mc.Text("sv", "Betyg för provet.\n\nAlla skriver det.")} {
		c := norraby(t)
		scale := &mc.GradingScheme{Description: description, Type: "LetterGrade", Min: "1", Max: "10", Pass: "6", Allowed: []string{"1", "6", "10"},
			Steps: []mc.GradeStep{{ID: "urn:uuid:1", Value: "6", Title: mc.Text("sv", "Godkänd")}, {Value: "10", Points: "3"}}}
		c.Award.Assessments = []mc.AssessmentResult{{Title: mc.Text("sv", "Prov"), Grade: mc.Grade{Value: "8.0"}, Spec: &mc.AssessmentSpec{Grading: scale}}}
		doc, back, report := plainly(t, c, EncodeOptions{})
		got := back.Award.Assessments[0].Spec.Grading
		require.Equal(t, mc.Text("sv", "Prov"), got.Title, "ELM asks for a title")
		got.Title = nil
		require.Equal(t, scale, got)
		text := doc.Lookup("/credentialSubject/hasClaim/provenBy/specifiedBy/gradingScheme/description/sv").Text()
		require.Contains(t, text, "Typ: LetterGrade\nLägsta värde: 1\nHögsta värde: 10\nGodkänt från: 6\nVärde: 1\nVärde: 6\nVärde: 10\nSteg 1, IRI: urn:uuid:1\nSteg 1, Värde: 6\nSteg 1, Titel: Godkänd\nSteg 2, Värde: 10\nSteg 2, Poäng: 3")
		for _, l := range report.Leaves {
			require.False(t, l.Kind == mc.KindDropped && l.Canonical[0].Under("award.assessments"), l.Canonical)
		}
	}
}

// A result without a grade has its state, or the level reached, in words.
func TestResultsWithoutGrade(t *testing.T) {
	c := norraby(t)
	level := mc.Concept{IRI: "urn:uuid:7"}
	c.Award.Assessments = []mc.AssessmentResult{
		{State: mc.ResultCompleted},
		{Grade: mc.Grade{Level: level}, Title: mc.Text("sv", "Rubrik"), Spec: &mc.AssessmentSpec{
			Title: mc.Text("sv", "Rubrik"), Grading: &mc.GradingScheme{Title: mc.Text("sv", "Skala"), Steps: []mc.GradeStep{{ID: "urn:uuid:7", Title: mc.Text("sv", "Mästare")}}}}},
	}
	doc, back, _ := plainly(t, c, EncodeOptions{})
	results := "/credentialSubject/hasClaim/provenBy/"
	require.Equal(t, `{"sv":"slutfört"}`, doc.Lookup(results+"0/grade/noteLiteral").Raw())
	require.Equal(t, `"slutfört"`, doc.Lookup(results+"0/gradeStatus/prefLabel/sv").Raw())
	require.Equal(t, `{"sv":"Mästare"}`, doc.Lookup(results+"1/grade/noteLiteral").Raw())
	require.Equal(t, mc.ResultCompleted, back.Award.Assessments[0].State)
	require.True(t, back.Award.Assessments[0].Grade.IsZero(), "the words are not a grade")
	require.Equal(t, level, back.Award.Assessments[1].Grade.Level)
	require.Equal(t, c.Award.Assessments[1].Spec, back.Award.Assessments[1].Spec)
}

// How an assessment was to be supervised is said of the only result that was graded.
func TestPlannedSupervision(t *testing.T) {
	c := norraby(t)
	c.Definition.Assessments = []mc.AssessmentSpec{{Title: mc.Text("sv", "Prov"), Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnline}}}
	doc, back, _ := plainly(t, c, EncodeOptions{})
	require.Equal(t, "Under tillsyn: ja\nIdentiteten kontrollerad: ja\nPlats: på nätet", notesOf(doc, "/credentialSubject/hasClaim/specifiedBy/provenBy")["supervision"])
	require.Equal(t, c.Definition.Assessments, back.Definition.Assessments)

	c.Award.Assessments = []mc.AssessmentResult{{Title: mc.Text("sv", "Prov"), Grade: mc.Grade{Value: "G"}}}
	doc, back, report := plainly(t, c, EncodeOptions{})
	require.Equal(t, `"http://data.europa.eu/snb/supervision-verification/70be69aaf9"`, doc.Lookup("/credentialSubject/hasClaim/provenBy/idVerification/id").Raw())
	require.Equal(t, mc.Present, mc.AnnexI(back)[12].Status)
	require.Equal(t, "Plats: på nätet", notesOf(doc, "/credentialSubject/hasClaim/specifiedBy/provenBy")["supervision"])
	for _, l := range report.Leaves {
		require.False(t, l.Kind == mc.KindDropped && l.Canonical[0].Under("definition"), l.Canonical)
	}
}

// A note is only taken for a fact if its subject is ours and all of its text is
// understood.
func TestNotesOfOthers(t *testing.T) {
	c := norraby(t)
	c.Definition.Quality = []mc.QualityAssurance{{Title: mc.Text("sv", "Granskad")}}
	doc, _, _ := plainly(t, c, EncodeOptions{})
	literal := "/credentialSubject/hasClaim/specifiedBy/additionalNote/noteLiteral"
	for _, text := range []string{`{"sv":"Skriv till oss"}`, `{"sv":"Titel: a\nFärg: blå"}`, `{"sv":"Titel: a","en":"see above"}`, `{"sv":["Titel: a",7]}`, `"Titel: a"`, `{}`} {
		changed, err := doc.With(literal, text)
		require.NoError(t, err)
		back, _ := decoded(t, changed)
		require.Empty(t, back.Definition.Quality, text)
	}
	renamed, err := doc.With("/credentialSubject/hasClaim/specifiedBy/additionalNote/subject/id", `"https://others.example/quality"`)
	require.NoError(t, err)
	renamed, err = renamed.With("/credentialSubject/hasClaim/specifiedBy/additionalNote/subject/inScheme", `{"id":"https://others.example/list"}`)
	require.NoError(t, err)
	back, _ := decoded(t, renamed)
	require.Empty(t, back.Definition.Quality)
	require.Len(t, back.Definition.Notes, 1)
}

// Labels are read in every language, so no two fields of a struct share one in it.
func TestWords(t *testing.T) {
	for _, table := range []words{notesInWords(), fieldsInWords(), valuesInWords()} {
		for key, all := range table {
			require.Len(t, all, len(wordLanguages), key)
			for _, word := range all {
				require.NotEmpty(t, word, key)
				require.NotContains(t, word, ", ", key)
				require.NotContains(t, word, ": ", key)
			}
		}
	}
	for i, tag := range wordLanguages {
		seen := map[string]string{}
		for key, all := range valuesInWords() {
			require.Empty(t, seen[all[i]], "%s: %s", tag, key)
			seen[all[i]] = key
		}
	}
	for _, part := range []any{mc.QualityAssurance{}, mc.Party{}, mc.CredentialRef{}, mc.Concept{}, mc.Alignment{}, mc.Level{}, mc.Workload{}, mc.Supervision{},
		mc.GradingScheme{}, mc.GradeStep{}, mc.AssessmentResult{}, mc.Evidence{}, mc.Identifier{}, mc.Address{}, mc.Location{}, mc.WebResource{}, mc.Requirement{}} {
		for _, tag := range wordLanguages {
			seen := map[string]string{}
			for i := range reflect.TypeOf(part).NumField() {
				name := mc.FieldName(reflect.TypeOf(part).Field(i).Name)
				word := fieldsInWords().in(tag, name)
				require.Empty(t, seen[word], "%T, %s: %s means %s", part, tag, word, name)
				seen[word] = name
			}
		}
	}
}
