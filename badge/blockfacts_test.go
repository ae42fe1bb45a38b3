package badge

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// labelsOf are the labels of the lines that stand at the margin.
func labelsOf(narrative string) (labels []string) {
	for line := range strings.SplitSeq(narrative, "\n") {
		if label, ok := strings.CutPrefix(line, "- **"); ok {
			label, _, _ = strings.Cut(label, ":**")
			labels = append(labels, label)
		}
	}
	return labels
}

func inNorway(t *testing.T) []mc.Location {
	return []mc.Location{{Addresses: []mc.Address{{Country: countryOf(t, "NO")}}}}
}

// A person reads a badge in one language. Only the titles of the achievement and
// of what was learnt stand in the others; the rest is reported as lost.
func TestFactsStandInTheLanguageOfTheBadge(t *testing.T) {
	c := minimal()
	c.Definition.Title = mc.Text("en", "T").With("sv", "Titeln")
	c.Definition.Outcomes = []mc.LearningOutcome{{Title: mc.Text("en", "Knows").With("sv", "Kan")}}
	c.Award.Title = mc.Text("en", "A diploma").With("sv", "Ett diplom")
	c.Definition.Prerequisites = []mc.Requirement{{Note: mc.Note{Text: mc.Text("sv", "Inga").With("fi", "Ei mitään")}}}
	narrative, back := writtenPlainly(t, c)
	require.Contains(t, narrative, "- **Title (sv):** Titeln")
	require.Contains(t, narrative, "  - **Title (sv):** Kan")
	require.Contains(t, narrative, "- **Award:** A diploma")
	require.NotContains(t, narrative, "Ett diplom")
	require.Len(t, back.Definition.Prerequisites[0].Note.Text, 1, "the best one is enough")
	require.Equal(t, c.Definition.Title, back.Definition.Title)

	_, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool {
		return l.Kind == mc.KindDropped && slices.Contains(l.Canonical, "award.title[sv]")
	}))
}

// The facts of Annex I come in its order before what only some look for.
func TestFactsOfAnnexIComeFirst(t *testing.T) {
	c := minimal()
	c.Definition.Title = mc.Text("en", "T")
	c.Definition.Qualification = mc.Yes
	c.Definition.Languages = []mc.Concept{{Label: mc.Text("en", "English")}}
	c.Definition.Prerequisites = []mc.Requirement{{Note: mc.Note{Text: mc.Text("en", "None")}}}
	c.Definition.Homepages = []mc.WebResource{{URL: "https://a.example/x"}, {URL: "https://b.example/x"}}
	c.Envelope.Identifiers = []mc.Identifier{{Value: "17"}}
	c.Award.Awarding.Bodies = []mc.Party{{Kind: mc.PartyOrganisation, Name: mc.Text("en", "School"), Locations: inNorway(t)}}
	c.Definition.Quality = []mc.QualityAssurance{{Title: mc.Text("en", "Seal"), Agent: &mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("en", "Council"), Locations: inNorway(t), AltName: mc.Text("en", "C")}}}
	narrative, back := writtenPlainly(t, c)
	labels := labelsOf(narrative)
	order := []string{"Awarded by", "Quality assurance", "Prerequisites", "Language", "Web page", "Document number", "Organisation", "Qualification"}
	require.Equal(t, order, slices.DeleteFunc(labels, func(s string) bool { return !slices.Contains(order, s) }), narrative)
	require.Contains(t, narrative, "- **Awarded by:** School – ")
	require.Contains(t, narrative, "  - **Assured by:** Council – ")
	require.Equal(t, c.Definition.Quality, back.Definition.Quality, narrative)
	require.Len(t, back.Award.Awarding.Bodies[0].Locations, 1, narrative)
	require.Equal(t, "NO", back.Award.Awarding.Bodies[0].Locations[0].Addresses[0].Country.Alpha2)
}

// What the title above says is not said again.
func TestTitlesAreNotRepeated(t *testing.T) {
	c := minimal()
	c.Definition.Title, c.Award.Title = mc.Text("en", "T"), mc.Text("en", "T")
	c.Award.Activities = []mc.Activity{
		{Title: mc.Text("en", "Seminar"), Spec: &mc.ActivitySpec{Title: mc.Text("en", "Seminar"), Homepages: []mc.WebResource{{URL: "https://a.example/x"}}}},
		{Title: mc.Text("en", "Exercise"), Spec: &mc.ActivitySpec{Title: mc.Text("en", "Group exercise")}},
	}
	narrative, back := writtenPlainly(t, c)
	require.NotContains(t, narrative, "**Award:**")
	require.Contains(t, narrative, "  - **Specification:**\n    - **Web page:**")
	require.Contains(t, narrative, "  - **Specification:** Group exercise")
	require.Equal(t, c.Award.Activities[1], back.Award.Activities[1])
	require.Equal(t, c.Award.Activities[0].Spec.Homepages, back.Award.Activities[0].Spec.Homepages)
}

// A pointer that rests on a link does not bring up a page of translations.
func TestTitlesOfLinksAreShort(t *testing.T) {
	label := mc.Text("en", "Mandate")
	for _, lang := range strings.Fields("de fr es it sv nb fi pl nl pt") {
		label = label.With(lang, "a label of some length in "+lang)
	}
	p := prose{"en", phrasesOf("en")}
	all := mc.Concept{IRI: "https://a.example/x", Label: label}
	require.Equal(t, "[Mandate](https://a.example/x)", p.showConcept(&all))
	require.Equal(t, `[ours](https://a.example/x "~ | (en) Mandate")`, p.conceptAs(&all, "ours"))
	few := mc.Concept{IRI: "https://a.example/x", Label: label[:2]}
	require.Contains(t, p.showConcept(&few), "(de)")
}

// Parts of an assessment come back as its parts, whether or not it has a result of
// its own, and nothing stands beside it.
func TestPartsOfAssessmentsComeBack(t *testing.T) {
	result := func(title, grade string, parts ...mc.AssessmentResult) mc.AssessmentResult {
		r := mc.AssessmentResult{Title: mc.Text("en", title), Parts: parts}
		if grade != "" {
			r.Grade.Text = mc.Text("en", grade)
		}
		return r
	}
	var shape func(all []mc.AssessmentResult) string
	shape = func(all []mc.AssessmentResult) string {
		out := ""
		for _, r := range all {
			title, _ := r.Title.Best()
			grade, _ := r.Grade.Text.Best()
			out += title.Text + "=" + grade.Text + "(" + shape(r.Parts) + ")"
		}
		return out
	}
	for _, all := range [][]mc.AssessmentResult{
		{result("Course", "A", result("Essay", "B"), result("Exam", "C", result("Oral", "D")))},
		{result("First", "A"), result("Course", "", result("Essay", "B"), result("Exam", "", result("Oral", "D"))), result("Last", "E")},
		{result("Course", "A", result("Course", "A")), result("Course", "B", result("Course", "C"), result("Course", "A"))},
		{result("Course", "A", result("Practice", "", result("Essay", "B")))},
	} {
		c := minimal()
		c.Definition.Title = mc.Text("en", "T")
		c.Award.Assessments = all
		narrative, back := writtenPlainly(t, c)
		require.Equal(t, shape(all), shape(back.Award.Assessments), narrative)
	}
}

// A level in the text does not stand against that of an alignment.
func TestTheTextDoesNotAddALevel(t *testing.T) {
	c := minimal()
	level, _ := mc.EQFLevel(5)
	c.Definition.Levels = []mc.Level{level}
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	text := doc.Root().Lookup(atNarrative).Text()
	require.Contains(t, text, "[EQF 5](http://data.europa.eu/snb/eqf/5")
	doc, err = doc.With(atNarrative, mapping.Quote(strings.Replace(text, "[EQF 5](http://data.europa.eu/snb/eqf/5", "[EQF 8](http://data.europa.eu/snb/eqf/8", 1)))
	require.NoError(t, err)
	back, report, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	require.Len(t, back.Definition.Levels, 1)
	require.EqualValues(t, 5, back.Definition.Levels[0].EQF)
	require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool { return strings.HasPrefix(l.Reason, CodeContradiction) }))
}

// A party of the same name in another country is somebody else.
func TestNamesakesAreKeptApart(t *testing.T) {
	c := minimal()
	c.Definition.Title = mc.Text("en", "T")
	school := func(country string, also mc.LangString) mc.Party {
		return mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("en", "School"), AltName: also, Locations: []mc.Location{{Addresses: []mc.Address{{Country: countryOf(t, country)}}}}}
	}
	c.Award.Activities = []mc.Activity{
		{Title: mc.Text("en", "A"), Directors: []mc.Party{school("NO", mc.Text("en", "S"))}},
		{Title: mc.Text("en", "B"), Directors: []mc.Party{school("SE", nil)}},
	}
	narrative, back := writtenPlainly(t, c)
	require.Equal(t, c.Award.Activities, back.Award.Activities, narrative)
}

// Details of a party that the text names nowhere else are no facts of the badge.
func TestDetailsOfNobodyStayText(t *testing.T) {
	text := "- **Prerequisites:** None\n- **Organisation:** Elsewhere\n  - **E-mail:** a@b.example"
	back, _, err := Decode(narrated(t, text, ""), DecodeOptions{})
	require.NoError(t, err)
	require.Contains(t, criteriaOf(back), "Elsewhere")
}

// A badge for attendance begins with what was attended.
func TestAttendanceComesFirst(t *testing.T) {
	c := minimal()
	c.Definition.Title = mc.Text("en", "T")
	c.Award.Kind = mc.ClaimActivity
	c.Award.Activities = []mc.Activity{{Title: mc.Text("en", "Webinar")}}
	narrative, back := writtenPlainly(t, c)
	require.True(t, strings.HasPrefix(narrative, "- **Attended:** Webinar"), narrative)
	require.Equal(t, c.Award.Activities, back.Award.Activities)
	require.Equal(t, c.Award.Kind, back.Award.Kind)
}
