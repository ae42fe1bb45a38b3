package badge

import (
	"testing"

	"github.com/stretchr/testify/require"

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

// assessed1 is a credential in Norwegian with one result.
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
	const snb = "http://data.europa.eu/snb/"
	for name, r := range map[string]mc.AssessmentResult{
		"a grade in words": {Title: title, Spec: &mc.AssessmentSpec{Title: title}, Grade: mc.Grade{Text: mc.Text("nb", "B – meget god")}},
		"a number":         {Title: title, Spec: &mc.AssessmentSpec{Title: title}, Grade: mc.Grade{Text: mc.Text("nb", "8.0")}},
		"codes": {
			Title: title, Grade: mc.Grade{Text: mc.Text("nb", "A")},
			Types:       []mc.Concept{code(snb+"assessment/6a4db9f11d", snb+"assessment/25831c2", "praktisk prøve")},
			Status:      code(snb+"grade-status/c_60a1cf9a", "", "pass"),
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
				Steps: []mc.GradeStep{{ID: "urn:uuid:0f0e3a5c-30a2-4c52-8d2b-7f0f7b9c4f11", Value: "B", Title: mc.Text("nb", "Meget god"), Points: "4", Description: mc.Text("nb", "Klart over kravet")}},
			}},
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
