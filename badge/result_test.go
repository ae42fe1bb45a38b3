package badge

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// plainly writes a credential in plain Open Badges and reads it again.
func plainly(t *testing.T, c *mc.Credential) *mc.Credential {
	t.Helper()
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	requireSafe(t, doc)
	back, _ := decodeOf(t, doc)
	return back
}

// withResult is a credential in Norwegian with one result.
func withResult(t *testing.T, r mc.AssessmentResult) *mc.Credential {
	c := minimal()
	c.Definition.Title = mc.Text("nb", "Sveising")
	c.Award.Assessments = []mc.AssessmentResult{r}
	return c
}

// What Open Badges says of a result comes back from a badge that is nothing but
// Open Badges: the grade as it is written, its scale, the kind, mode and language
// of the assessment and how the learner was supervised.
func TestPlainResultsComeBack(t *testing.T) {
	title := mc.Text("nb", "Skriftlig prøve")
	code := func(iri, scheme, label string) mc.Concept {
		return mc.Concept{IRI: iri, Scheme: scheme, Label: mc.Text("nb", label)}
	}
	project := func(page string) mc.Alignment {
		return mc.Alignment{Type: "CFItem", Target: code("https://norraby.example/prosjekt"+page, "", "Prosjekt")}
	}
	const snb = "http://data.europa.eu/snb/"
	for name, r := range map[string]mc.AssessmentResult{
		"a grade in words": {Title: title, Spec: &mc.AssessmentSpec{Title: title}, Grade: mc.Grade{Text: mc.Text("nb", "B – meget god")}},
		"a number":         {Title: title, Spec: &mc.AssessmentSpec{Title: title}, Grade: mc.Grade{Text: mc.Text("nb", "8.0")}},
		"codes": {
			Title: title, Grade: mc.Grade{Text: mc.Text("nb", "A")},
			Types:       []mc.Concept{code(snb+"assessment/6a4db9f11d", snb+"assessment/25831c2", "praktisk prøve")},
			Status:      code(snb+"grade-status/c_60a1cf9a", snb+"grade-status/25831c2", "pass"),
			Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Concept: code(supervisionBase+"70be69aaf9", snb+"supervision-verification/25831c2", "Under tilsyn")},
			State:       mc.ResultCompleted,
			Spec: &mc.AssessmentSpec{
				Title:     title,
				Types:     []mc.Concept{code(snb+"assessment/6a4db9f11d", snb+"assessment/25831c2", "praktisk prøve"), code("https://norraby.example/vurdering/1", "", "egen form")},
				Modes:     []mc.Concept{code(snb+"learning-assessment/920fbb3cbe", snb+"learning-assessment/25831c2", "på nett")},
				Languages: []mc.Concept{code("http://publications.europa.eu/resource/authority/language/NOB", mc.SchemeLanguage, "norsk bokmål")},
			},
		},
		"a scale": {
			Title: title, Grade: mc.Grade{Text: mc.Text("nb", "7")},
			Spec: &mc.AssessmentSpec{Title: title, Grading: &mc.GradingScheme{
				ID: "https://norraby.example/skala", Title: mc.Text("nb", "Tipunktskala"), Description: mc.Text("nb", "1 er lavest."),
				Type: "RawScore", Min: "1", Max: "10", Pass: "6", Identifiers: []mc.Identifier{{Value: "S-10"}},
				Documents: []mc.WebResource{{URL: "https://norraby.example/skala.pdf"}, {URL: "https://norraby.example/skala.html"}},
			}},
		},
		"a rubric": {
			Title: title, Grade: mc.Grade{Level: mc.Concept{IRI: "urn:uuid:0f0e3a5c-30a2-4c52-8d2b-7f0f7b9c4f11", Notation: "B", Label: mc.Text("nb", "Meget god")}},
			Spec: &mc.AssessmentSpec{Title: title, Grading: &mc.GradingScheme{
				ID: "https://norraby.example/skala", Allowed: []string{"A", "B"},
				Steps: []mc.GradeStep{{
					ID: "urn:uuid:0f0e3a5c-30a2-4c52-8d2b-7f0f7b9c4f11", Value: "B", Title: mc.Text("nb", "Meget god"), Points: "4", Description: mc.Text("nb", "Klart over kravet"),
					Alignments: []mc.Alignment{project("/niva/b")},
				}},
			}, Alignments: []mc.Alignment{project("")}},
		},
		"to pass or to fail": {Title: title, Spec: &mc.AssessmentSpec{Title: title}, Grade: mc.Grade{Text: mc.Text("nb", "Ikke bestått")}, State: mc.ResultFailed},
		"a state":            {Title: title, Spec: &mc.AssessmentSpec{Title: title}, State: mc.ResultInProgress},
	} {
		back := plainly(t, withResult(t, r))
		require.Equal(t, []mc.AssessmentResult{r}, back.Award.Assessments, name)
		require.Empty(t, back.Definition.Assessments, name)
	}
}

// A word that says no more than whether somebody passed gives the status that
// readers of Open Badges look for, and stays. A grade that is one of several is no
// status.
func TestWordsForPassing(t *testing.T) {
	for word, want := range map[string]mc.ResultState{
		"Pass": mc.ResultCompleted, "Bestått": mc.ResultCompleted, "Godkänd": mc.ResultCompleted, "Bestanden": mc.ResultCompleted,
		"Voldaan": mc.ResultCompleted, "Hyväksytty": mc.ResultCompleted, "HYLÄTTY": mc.ResultFailed, "Underkänd": mc.ResultFailed,
		"Nicht bestanden": mc.ResultFailed, "Fail": mc.ResultFailed, "A": "", "Pass with merit": "", "8.5": "", "Väl godkänd": "",
	} {
		c := withResult(t, mc.AssessmentResult{Title: mc.Text("nb", "Prøve"), Grade: mc.Grade{Text: mc.Text("nb", word)}})
		doc, _, err := Encode(c, EncodeOptions{})
		require.NoError(t, err)
		kind := "Result"
		if want != "" {
			kind = "Status"
		}
		require.Equal(t, kind, doc.Root().Lookup(atAchievement+"/resultDescription/0/resultType").Text(), word)
		back, _ := decodeOf(t, doc)
		r := back.Award.Assessments[0]
		require.Equal(t, want, r.State, word)
		require.Equal(t, mc.Text("nb", word), r.Grade.Text, word)
		require.True(t, r.Spec.Grading == nil, "the status is no scale")
	}
	// With the extension nothing is added to what the source states.
	c := withResult(t, mc.AssessmentResult{Title: mc.Text("nb", "Prøve"), Grade: mc.Grade{Text: mc.Text("nb", "Bestått")}})
	doc, _, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	back, report := decodeOf(t, doc)
	require.Equal(t, c.Award.Assessments, back.Award.Assessments)
	for _, l := range report.Leaves {
		require.NotContains(t, l.Reason, CodeContradiction)
	}
}

// A scale without any real page has no alignment: nothing points to where
// nothing is.
func TestNoInventedPageOfAScale(t *testing.T) {
	r := mc.AssessmentResult{Grade: mc.Grade{Text: mc.Text("nb", "A")}, Spec: &mc.AssessmentSpec{Grading: &mc.GradingScheme{ID: "urn:epass:x", Title: mc.Text("nb", "A til F")}}}
	c := withResult(t, r)
	c.Definition.ID = "urn:uuid:0f0e3a5c-30a2-4c52-8d2b-7f0f7b9c4f12"
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.False(t, doc.Root().Lookup(atAchievement+"/resultDescription/0/alignment").Exists())

	c.Definition.ID = "https://norraby.example/kurs/1"
	back := plainly(t, c)
	require.Equal(t, mc.Text("nb", "A til F"), back.Award.Assessments[0].Spec.Grading.Title)
	require.Empty(t, back.Award.Assessments[0].Spec.Grading.Documents, "the page of the achievement is not that of the scale")
}

// Assessments that the learner did not take stay apart from those taken.
func TestPlannedAssessmentsComeBack(t *testing.T) {
	c := withResult(t, mc.AssessmentResult{Title: mc.Text("nb", "Prøve"), Spec: &mc.AssessmentSpec{Title: mc.Text("nb", "Prøve")}, Grade: mc.Grade{Text: mc.Text("nb", "A")}})
	c.Definition.Assessments = []mc.AssessmentSpec{{
		Title: mc.Text("nb", "Muntlig"), Supervision: mc.Supervision{Supervised: mc.No, IdentityVerified: mc.No, Concept: mc.Concept{IRI: supervisionBase + "c598449d64", Label: mc.Text("nb", "Uten tilsyn"), Scheme: "http://data.europa.eu/snb/supervision-verification/25831c2"}},
	}}
	back := plainly(t, c)
	require.Equal(t, c.Definition.Assessments, back.Definition.Assessments)
	require.Equal(t, c.Award.Assessments, back.Award.Assessments)
}

// badgeWith is a badge in Dutch whose achievement and subject have these results.
func badgeWith(descriptions, results string) string {
	return smallBadge(`, "inLanguage": "nl", "resultDescription": `+descriptions, `, "result": `+results, "")
}

// Results without a value say something too: a step of a rubric has a name, and a
// status is a state.
func TestResultsWithoutAValue(t *testing.T) {
	c, report := decodeOf(t, documentOf(t, badgeWith(
		`[{"id": "urn:d:1", "type": ["ResultDescription"], "name": "Project", "resultType": "RubricCriterionLevel", "rubricCriterionLevel": [
			{"id": "urn:l:1", "type": ["RubricCriterionLevel"], "name": "Meesterschap", "level": "M"}]},
		  {"id": "urn:d:2", "type": ["ResultDescription"], "name": "Stage", "resultType": "Status"}]`,
		`[{"type": ["Result"], "resultDescription": "urn:d:1", "achievedLevel": "urn:l:1"}, {"type": ["Result"], "resultDescription": "urn:d:2", "status": "Provisional"}]`)))
	require.Equal(t, mc.Concept{IRI: "urn:l:1", Notation: "M", Label: mc.Text("nl", "Meesterschap")}, c.Award.Assessments[0].Grade.Level)
	require.Equal(t, mc.ResultProvisional, c.Award.Assessments[1].State)
	require.Equal(t, mc.Text("nl", "Stage"), c.Award.Assessments[1].Title)
	require.Empty(t, leafOf(t, report, "/credentialSubject/result/0/achievedLevel").Severity)
}

// A result that says of which description it is not, where there is only one of
// each, is of that one. Skills in the alignments of a description are outcomes
// of the achievement.
func TestTheOnlyResultDescription(t *testing.T) {
	c, _ := decodeOf(t, documentOf(t, badgeWith(
		`[{"type": ["ResultDescription"], "name": "Samenwerken", "resultType": "Status", "allowedValue": ["Pass", "Fail"], "requiredValue": "Pass", "alignment": [
			{"type": "Alignment", "targetName": "cooperate", "targetFramework": "ESCO", "targetUrl": "http://data.europa.eu/esco/skill/1"},
			{"type": "Alignment", "targetName": "Final Project", "targetType": "CFItem", "targetUrl": "https://1edtech.example/project"},
			{"type": "Alignment", "targetName": "Schaal", "targetType": "ext:GradingScheme", "targetUrl": "https://norraby.example/schaal", "targetDescription": "Ja of nee"}]}]`,
		`{"type": ["Result"], "value": "Pass"}`)))
	r := c.Award.Assessments[0]
	require.Equal(t, mc.Text("nl", "Samenwerken"), r.Spec.Title)
	require.Equal(t, "Pass", r.Spec.Grading.Pass)
	require.Equal(t, mc.Text("nl", "Schaal"), r.Spec.Grading.Title)
	require.Equal(t, mc.Text("nl", "Ja of nee"), r.Spec.Grading.Description)
	require.Equal(t, "https://norraby.example/schaal", r.Spec.Grading.Documents[0].URL)
	require.Empty(t, c.Definition.Assessments)
	require.Len(t, c.Definition.Outcomes, 1, "an item of a catalogue is no skill")
	require.Equal(t, "https://1edtech.example/project", r.Spec.Alignments[0].Target.IRI)
	require.Equal(t, "http://data.europa.eu/esco/skill/1", c.Definition.Outcomes[0].Skills[0].IRI)

	// With two of either nothing is guessed.
	c, _ = decodeOf(t, documentOf(t, badgeWith(
		`[{"id": "urn:d:1", "type": ["ResultDescription"], "name": "A", "resultType": "Result"}, {"id": "urn:d:2", "type": ["ResultDescription"], "name": "B", "resultType": "Result"}]`,
		`[{"type": ["Result"], "value": "Pass"}]`)))
	require.Nil(t, c.Award.Assessments[0].Spec)
	require.Len(t, c.Definition.Assessments, 2)
}

// What contradicts the scale of a result is reported where it stands and carried
// as it is.
func TestContradictoryResults(t *testing.T) {
	const scale = `"id": "urn:d:1", "type": ["ResultDescription"], "name": "Cijfer", "resultType": "Result"`
	for name, test := range map[string]struct{ description, results, leaf, says string }{
		"above the scale": {scale + `, "valueMin": "1", "valueMax": "10"`, `[{"type": ["Result"], "resultDescription": "urn:d:1", "value": "11"}]`, "/credentialSubject/result/0/value", "above the highest"},
		"below the scale": {scale + `, "valueMin": "1", "valueMax": "10"`, `[{"type": ["Result"], "resultDescription": "urn:d:1", "value": "0.5"}]`, "/credentialSubject/result/0/value", "below the lowest"},
		"not allowed":     {scale + `, "allowedValue": ["A", "B"]`, `[{"type": ["Result"], "resultDescription": "urn:d:1", "value": "C"}]`, "/credentialSubject/result/0/value", "none of the values"},
		"upside down":     {scale + `, "valueMin": "10", "valueMax": "1"`, `[]`, atAchievement + "/resultDescription/0/valueMin", "above the highest"},
		"pass mark":       {scale + `, "valueMax": "10", "requiredValue": "12"`, `[]`, atAchievement + "/resultDescription/0/requiredValue", "above the highest"},
		"no description":  {scale, `[{"type": ["Result"], "resultDescription": "urn:d:2", "value": "A"}]`, "/credentialSubject/result/0/resultDescription", "no result description"},
		"two results":     {scale, `[{"type": ["Result"], "resultDescription": "urn:d:1", "value": "A"}, {"type": ["Result"], "resultDescription": "urn:d:1", "value": "B"}]`, "/credentialSubject/result/1/resultDescription", "an earlier result"},
		"unknown step":    {scale, `[{"type": ["Result"], "resultDescription": "urn:d:1", "achievedLevel": "urn:l:7"}]`, "/credentialSubject/result/0/achievedLevel", "no step"},
		"step of another": {scale + `}, {"id": "urn:d:2", "type": ["ResultDescription"], "name": "R", "resultType": "Result", "rubricCriterionLevel": [{"id": "urn:l:1", "type": ["RubricCriterionLevel"], "name": "L"}]`, `[{"type": ["Result"], "resultDescription": "urn:d:1", "achievedLevel": "urn:l:1"}]`, "/credentialSubject/result/0/achievedLevel", "another result description"},
		"failed pass":     {scale, `[{"type": ["Result"], "resultDescription": "urn:d:1", "value": "Voldaan", "status": "Failed"}]`, "/credentialSubject/result/0/value", "the status says something else"},
	} {
		_, report := decodeOf(t, documentOf(t, badgeWith("[{"+test.description+"}]", test.results)))
		l := leafOf(t, report, test.leaf)
		require.Equal(t, mc.SeverityWarning, l.Severity, name)
		require.Contains(t, l.Reason, CodeContradiction, name)
		require.Contains(t, l.Reason, test.says, name)
		require.NotEqual(t, mc.KindResidue, l.Kind, name)
	}
	_, report := decodeOf(t, documentOf(t, badgeWith("[{"+scale+`, "valueMin": "1", "valueMax": "10", "allowedValue": ["8,5", "8.5"]}]`, `[{"type": ["Result"], "resultDescription": "urn:d:1", "value": "8,5"}]`)))
	for _, l := range report.Leaves {
		require.NotContains(t, l.Reason, CodeContradiction, "a comma is no mistake")
	}
}

// How an achievement is assessed and supervised in Dutch badges is how its only
// result came about; with two results nobody knows of which it is.
func TestDutchPlanAndResult(t *testing.T) {
	c, _ := decodeOf(t, documentOf(t, dutchBadge("")))
	r := c.Award.Assessments[0]
	require.Equal(t, mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnline}, r.Supervision)
	require.Equal(t, c.Definition.Assessments[0], *r.Spec, "one assessment")
	require.Equal(t, mc.Text("nl-NL", "Eindcijfer"), r.Spec.Title)
	require.Equal(t, "10", r.Spec.Grading.Max)
	require.Equal(t, glossary+"assessment-type-application-of-a-skill", r.Spec.Types[0].IRI)

	doc, err := documentOf(t, dutchBadge("")).With("/credentialSubject/result", `[{"type": ["Result"], "value": "8"}, {"type": ["Result"], "value": "9"}]`)
	require.NoError(t, err)
	c, _ = decodeOf(t, doc)
	require.True(t, c.Award.Assessments[0].Supervision.IsZero() && c.Award.Assessments[1].Supervision.IsZero())

	// Plain Open Badges has it all.
	c, _ = decodeOf(t, documentOf(t, dutchBadge("")))
	back := plainly(t, c)
	require.Equal(t, r.Spec.Types[0].IRI, back.Award.Assessments[0].Spec.Types[0].IRI)
	require.Equal(t, mc.Yes, back.Award.Assessments[0].Supervision.IdentityVerified)
	require.Equal(t, "10", back.Award.Assessments[0].Spec.Grading.Max)
}

// In the later profile of Dutch badges a number of credits is one of ECTS.
func TestLaterDutchProfile(t *testing.T) {
	doc := documentOf(t, string(testkit.ReadShared(t, "cases/dutch-2026-profile.json")))
	c, report := decodeOf(t, doc)
	for _, w := range []mc.Workload{c.Definition.Workload[0], c.Award.CreditsEarned[0]} {
		require.Equal(t, creditsECTS, w.Framework.IRI)
		require.Equal(t, "5", w.Amount.String())
	}
	require.Contains(t, leafOf(t, report, atAchievement+"/type/1").Reason, CodeDutch)
	require.Equal(t, mc.Text("en", "A"), c.Award.Assessments[0].Grade.Text)
	require.Equal(t, []string{"A", "B", "C", "F"}, c.Award.Assessments[0].Spec.Grading.Allowed)
}

// The badge that 1EdTech made by hand of a micro-credential of the Commission: the
// one result is of the one description, and the skills stand there.
func TestResultOfThePair(t *testing.T) {
	c, _ := decodeOf(t, documentOf(t, string(testkit.ReadShared(t, "data/samples/pair/open-badge.json"))))
	r := c.Award.Assessments[0]
	require.Equal(t, "Pass", r.Grade.Text[0].Text)
	require.Equal(t, []string{"Pass", "Fail"}, r.Spec.Grading.Allowed)
	require.Equal(t, "Communication, collaboration and creativity", r.Title[0].Text)
	skills := 0
	for _, o := range c.Definition.Outcomes {
		skills += len(o.Skills)
	}
	require.Equal(t, 4, skills)
}

// Whatever the results of a credential are, the badge is one that others read.
func TestRandomResultsFitTheSchema(t *testing.T) {
	schema, written := publishedSchema(t), 0
	for seed := range uint64(60) {
		c := minimal()
		c.Award.Assessments = mapping.Random(seed).Award.Assessments
		c.Definition.Assessments = mapping.Random(seed + 1000).Definition.Assessments
		doc, _, err := Encode(c, EncodeOptions{})
		if err != nil {
			continue
		}
		written++
		requireFits(t, schema, doc)
		requireSafe(t, doc)
		requireLoss(t, c, EncodeOptions{})
	}
	require.Greater(t, written, 40)
}

// Parts that were read side by side become parts again, and the account says where
// they are.
func TestResultsAreNested(t *testing.T) {
	d := newDecoder(documentOf(t, badgeWith(`[]`, `[{"type": ["Result"], "value": "1"}, {"type": ["Result"], "value": "2"}, {"type": ["Result"], "value": "3"}, {"type": ["Result"], "value": "4"}]`)).Root(), DecodeOptions{})
	c := d.credential()
	d.nestResults(&c.Award, map[int]int{1: 0, 2: 1, 0: 3})
	require.Len(t, c.Award.Assessments, 2, "what is part of a later result stays")
	require.Equal(t, "3", c.Award.Assessments[0].Parts[0].Parts[0].Grade.Text[0].Text)
	require.Equal(t, "4", c.Award.Assessments[1].Grade.Text[0].Text)
	report := d.report(c)
	require.Equal(t, []mc.Path{"award.assessments[0].parts[0].parts[0].grade.text[nl]"}, leafOf(t, &report, "/credentialSubject/result/2/value").Canonical)
	require.Equal(t, []mc.Path{"award.assessments[1].grade.text[nl]"}, leafOf(t, &report, "/credentialSubject/result/3/value").Canonical)
}
