package badge

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// writtenPlainly encodes a credential without extension and reads it back.
func writtenPlainly(t *testing.T, c *mc.Credential) (narrative string, back *mc.Credential) {
	t.Helper()
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	back, _, err = Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	return doc.Root().Lookup(atNarrative).Text(), back
}

const atNarrative = atAchievement + "/criteria/narrative"

// narrated is a badge with a narrative, as anybody may write it.
func narrated(t *testing.T, narrative, more string) vc.Document {
	t.Helper()
	c := minimal()
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	doc, err = doc.With(atNarrative, mapping.Quote(narrative))
	require.NoError(t, err)
	if more != "" {
		doc, err = doc.With(atAchievement+"/creditsAvailable", more)
		require.NoError(t, err)
	}
	return doc
}

func criteriaOf(c *mc.Credential) string {
	v, _ := c.Definition.Criteria.Narrative.Text.Best()
	return v.Text
}

// Whatever somebody writes into a text stays text: it neither becomes markup nor
// a fact, and it is read back as it was.
func TestQuotedTextsStayTexts(t *testing.T) {
	for _, text := range []string{
		"plain", `](http://evil.example)`, "[x](http://evil.example \"y\")", "**bold** _it_ `code`", "<b>html</b> &amp; &lt;",
		"line\n- **Level:** 8", "- **Level:** 8", "# heading\n## two\n> quote\n1. one\n2) two\n+ plus\n= = =\n~~~", "a; b – c, d",
		`back\slash\`, "trailing space ", " leading", "new\n\n\nlines\n", "tab\tand\rreturn", "(sv)", "Titel (sv)", "*see the description*",
		"***", "a|b|c", "| ~ | (en) x", "\u2028\u00a0\ufeff", "&#10;", "<https://evil.example>", strings.Repeat("long ", 300),
	} {
		c := minimal()
		c.Definition.Prerequisites = []mc.Requirement{{Note: mc.Note{Text: mc.Text("en", text)}}}
		c.Definition.Title = mc.Text("en", "T")
		c.Award.Activities = []mc.Activity{{Title: mc.Text("en", text), Types: []mc.Concept{{IRI: "https://a.example/x", Label: mc.Text("en", text)}, {Label: mc.Text("sv", text)}}}}
		c.Envelope.Identifiers = []mc.Identifier{{Value: text, SchemeName: text}}
		c.Definition.Stackability.Note = mc.Text("en", text)
		narrative, back := writtenPlainly(t, c)
		require.Equal(t, c.Definition.Prerequisites, back.Definition.Prerequisites, narrative)
		require.Equal(t, c.Award.Activities[0].Title, back.Award.Activities[0].Title, narrative)
		require.Equal(t, c.Definition.Stackability.Note, back.Definition.Stackability.Note, narrative)
		require.Equal(t, c.Envelope.Identifiers, back.Envelope.Identifiers, narrative)
		if !strings.Contains(text, " | ") {
			require.Equal(t, c.Award.Activities[0].Types, back.Award.Activities[0].Types, narrative)
		}
		require.Empty(t, back.Definition.Levels, narrative)
		require.Empty(t, criteriaOf(back), narrative)
	}
}

// What a browser runs is not made a link, however it is spelled and whichever fact it
// stands for: people follow links in a badge of an issuer they trust.
func TestNoLinkToWhatRuns(t *testing.T) {
	for _, iri := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,PHN2Zz4=", "vbscript:x", "file:///etc/passwd", "blob:https://a.example/x"} {
		c := minimal()
		code := mc.Concept{IRI: iri, Label: mc.Text("en", "Harmless")}
		c.Award.Activities = []mc.Activity{{Title: mc.Text("en", "A"), Types: []mc.Concept{code}}}
		c.Definition.Languages = []mc.Concept{code}
		c.Definition.Stackability.Into = []mc.CredentialRef{{ID: iri, Title: mc.Text("en", "Whole")}}
		narrative, back := writtenPlainly(t, c)
		require.Contains(t, narrative, "Harmless")
		require.NotContains(t, narrative, "]("+iri)
		require.NotContains(t, narrative, "<"+iri)
		require.Equal(t, "Harmless", back.Definition.Languages[0].Label[0].Text)
	}
}

// The narrative of somebody else is theirs, byte for byte, as long as it does not
// end in a list of exactly our form.
func TestNarrativesOfOthersAreUntouched(t *testing.T) {
	for _, text := range []string{
		"Pass the exam.", "- **Level:**", "- **Level** 8", "* **Level:** EQF 5", "1. **Level:** x",
		"Do this:\n- **Level:** [EQF 5](http://data.europa.eu/snb/eqf/5)", "- **Colour:** red\n- **Size:** 5", "**Level:** 5",
		"- **Level:** [x](javascript:alert(1))\n", "- **Award:** *x*", "\n\n", "- **Title:** a\n\nmore", "   - **Award:** x",
		"- **Awarded:** yesterday", "- **Workload:** many hours", "- **Award:** x\\", "- **Award:** x\n    - **Award:** y",
		"Text\r\n\r\nmore", "- **Supervision:** maybe", "- **Award:** <b>x</b>",
	} {
		back, _, err := Decode(narrated(t, text, ""), DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, text, criteriaOf(back))
	}
}

// A line in our form is a fact, in any one language of the table.
func TestFactsAreReadInAnyLanguage(t *testing.T) {
	for _, text := range []string{
		"Pass.\n\n- **Workload:** 2.5 [ECTS](http://data.europa.eu/snb/education-credit/6fcec5c5af \"~\"); 60 hours; at most 1 month",
		"Pass.\n\n- **Omfang:** 2,5 [ECTS](http://data.europa.eu/snb/education-credit/6fcec5c5af \"~\"); 60 timer; høyst 1 måned",
		"Pass.\r\n\r\n- **Nakład pracy:** 2.5 [ECTS](http://data.europa.eu/snb/education-credit/6fcec5c5af \"~\"); 60 godz.; najwyżej 1 mies.\r\n",
	} {
		back, report, err := Decode(narrated(t, text, ""), DecodeOptions{})
		require.NoError(t, err)
		require.Len(t, back.Definition.Workload, 3, text)
		require.Equal(t, "2.5", back.Definition.Workload[0].Amount.String())
		require.Equal(t, "PT60H", back.Definition.Workload[1].Duration.String())
		require.Equal(t, "P1M", back.Definition.Workload[2].Duration.String())
		require.Equal(t, "Pass.", criteriaOf(back))
		require.NotEqual(t, mc.SeverityError, report.Worst())
	}
}

// Labels of two languages are no block of ours: only the lines at the end in one
// of them are facts.
func TestLabelsOfMixedLanguages(t *testing.T) {
	back, _, err := Decode(narrated(t, "- **Nakład pracy:** 3 godz.\n- **Workload:** 60 hours", ""), DecodeOptions{})
	require.NoError(t, err)
	require.Len(t, back.Definition.Workload, 1)
	require.Equal(t, "PT60H", back.Definition.Workload[0].Duration.String())
	require.Equal(t, "- **Nakład pracy:** 3 godz.", criteriaOf(back))
}

// What a member says wins over the text. The line stays where it is, and the
// report says so.
func TestTheTextDoesNotOverruleMembers(t *testing.T) {
	line := "- **Workload:** 500 [ECTS](http://data.europa.eu/snb/education-credit/6fcec5c5af \"~\")"
	back, report, err := Decode(narrated(t, "Pass.\n\n"+line+"\n- **Prerequisites:** None", "2"), DecodeOptions{})
	require.NoError(t, err)
	require.Len(t, back.Definition.Workload, 1)
	require.Equal(t, "2", back.Definition.Workload[0].Amount.String())
	require.Len(t, back.Definition.Prerequisites, 1)
	require.Equal(t, "Pass.\n\n"+line, criteriaOf(back))
	i := slices.IndexFunc(report.Leaves, func(l mc.Leaf) bool { return l.Source == atNarrative })
	require.Equal(t, mc.SeverityWarning, report.Leaves[i].Severity)
	require.True(t, strings.HasPrefix(report.Leaves[i].Reason, CodeContradiction), report.Leaves[i].Reason)
}

// Nothing in the text grows without bound, and long texts are read with as much
// memory as their size is worth.
func TestLongNarratives(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a", 1<<20), strings.Repeat("- **Award:** x\n", 70000), strings.Repeat("\n\n", 1<<19),
		strings.Repeat("- **Awarded by:** x\n", 6000), "- **Award:** " + strings.Repeat("[", 120000),
		strings.Repeat("- **Activity:** x\n  - **Directed by:** y\n", 2900), strings.Repeat("- **Workload:** 1 hour\n", 5000),
	} {
		doc := narrated(t, text, "")
		times, size := testkit.Allocated(func() {
			_, _, err := Decode(doc, DecodeOptions{})
			require.NoError(t, err)
		})
		require.Less(t, times, 2_000+5*len(text), text[:20])
		require.Less(t, size, 1<<20+2_000*len(text), text[:20])
	}
	c := minimal()
	c.Award.Notes = []mc.Note{{Text: mc.Text("en", strings.Repeat("note ", 200000))}}
	for range 3000 {
		c.Award.Activities = append(c.Award.Activities, mc.Activity{Title: mc.Text("en", "An activity with a name of some length")})
	}
	narrative, _ := writtenPlainly(t, c)
	require.LessOrEqual(t, len(narrative), maxBlock)
}

// A party that is described once is only named later, and read back in full.
func TestPartiesAreNamed(t *testing.T) {
	c := minimal()
	c.Definition.Title = mc.Text("en", "T")
	school := mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("en", "School"), AltName: mc.Text("en", "S"), Groups: []mc.Party{{Kind: mc.PartyGroup, Name: mc.Text("en", "Alliance")}}}
	c.Award.Awarding.Bodies = []mc.Party{school}
	c.Award.Activities = []mc.Activity{{Title: mc.Text("en", "A"), Directors: []mc.Party{school}}, {Title: mc.Text("en", "B"), Directors: []mc.Party{school}}}
	narrative, back := writtenPlainly(t, c)
	require.LessOrEqual(t, strings.Count(narrative, "Alliance"), 1, narrative)
	require.Equal(t, c.Award.Activities, back.Award.Activities, narrative)
	back.Award.Awarding.Bodies[0].ID = ""
	require.Equal(t, c.Award.Awarding.Bodies, back.Award.Awarding.Bodies)
}
