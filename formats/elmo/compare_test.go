package elmo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// facts are what a converter must keep.
func facts(c *mc.Credential) map[string]string {
	body, award := c.Award.Awarding.Bodies[0], c.Award
	result := append(award.Assessments, award.Awarding.Used...)[0]
	grade := result.Grade.Value
	if text, ok := result.Grade.Text.Best(); ok {
		grade = text.Text
	}
	language, _ := mc.LanguageTag(c.Definition.Languages[0].IRI)
	out := map[string]string{
		"title": c.Definition.Title.In("fi")[0], "credits": award.CreditsEarned[0].Amount.String(), "framework": award.CreditsEarned[0].Framework.IRI,
		"level": string('0' + rune(c.Definition.Levels[0].EQF)), "day": award.Awarding.On.String(), "grade": grade, "language": language,
		"institution": body.Name.In("fi")[0], "country": body.Countries()[0].Alpha2, "page": body.Homepages[0].URL, "schac": body.Identifiers[0].Value,
		"given": c.Learner.Party.Person.GivenName[0].Text, "family": c.Learner.Party.Person.FamilyName[0].Text, "born": c.Learner.Party.Person.BirthDate.String(), "sex": c.Learner.Party.Person.Gender.IRI,
	}
	return out
}

// A report that another converter made a Europass credential of has the same facts when
// we write it as a report again and read that.
func TestOtherConverter(t *testing.T) {
	doc, err := vc.ParseDocument(testkit.ReadShared(t, "data", "samples", "elmo", "example-1.7.as-elm.json"), vc.Limits{})
	require.NoError(t, err)
	theirs, _, err := edc.Decode(doc, edc.DecodeOptions{})
	require.NoError(t, err)
	report, account, err := Encode(theirs, EncodeOptions{PersonalData: true, Issuer: &theirs.Award.Awarding.Bodies[0]})
	require.NoError(t, err)
	ours, _, err := Decode(report, DecodeOptions{WithoutExtension: true})
	require.NoError(t, err)
	want, got := facts(theirs), facts(ours)
	require.Equal(t, want, got)
	require.Equal(t, "5", want["credits"])
	require.Equal(t, mc.ResultCompleted, ours.Award.Assessments[0].State)
	for _, l := range account.Leaves {
		if l.Element > 0 && l.Element < 9 && l.Kind == mc.KindDropped {
			t.Log(l.Canonical, l.Reason)
		}
	}
}

// What is absent from the format is named in the account of writing.
func TestLacksAreNamed(t *testing.T) {
	c := full(t)
	c.Definition.Outcomes = []mc.LearningOutcome{{Title: texts("Kan fiske")}}
	c.Definition.Quality = []mc.QualityAssurance{{Title: texts("NOKUT")}}
	c.Definition.Participation = []mc.Participation{{Form: mc.ParticipationOnline}}
	c.Award.Assessments[0].Supervision.Supervised = mc.Yes
	_, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	named := map[mc.Path]string{}
	for _, l := range report.Leaves {
		if l.Kind == mc.KindDropped {
			named[l.Canonical[0]] = l.Reason
		}
	}
	require.Equal(t, "ELMO has no learning outcomes", named["definition.outcomes[0].title[fi]"])
	require.Equal(t, "ELMO has no quality assurance", named["definition.quality[0].title[nb]"])
	require.Equal(t, "ELMO has no form of participation", named["definition.participation[0].form"])
	require.Equal(t, "ELMO does not say how an assessment was supervised", named["award.assessments[0].supervision.supervised"])
	require.Equal(t, mc.ReasonPersonal, named["learner.party.person.birthDate"])
	require.Equal(t, mc.ReasonPersonal, named["learner.party.identifiers[1].value"])
}

// Credits that are only offered are not silently credits in an unknown framework, and a
// name that nobody has split stays whole.
func TestNothingIsAssumed(t *testing.T) {
	c := full(t)
	c.Award.CreditsEarned = nil
	c.Definition.Workload = []mc.Workload{{Kind: mc.WorkloadCredits, Amount: decimal(t, "3")}, {Kind: mc.WorkloadCredits, Framework: ects(), Amount: decimal(t, "5")}}
	c.Learner.Party = mc.Party{Name: mc.Text("nb", "Kari Dal Nordmann")}
	doc, report, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	instance := doc.Root().Lookup("/report/learningOpportunitySpecification/0/specifies/learningOpportunityInstance")
	require.Equal(t, `[{"scheme":"ects","value":"5"}]`, instance.Get("credit").Raw())
	require.Equal(t, "Kari Dal Nordmann", doc.Root().Lookup("/learner/familyName").Text())
	require.Empty(t, doc.Root().Lookup("/learner/givenNames").Text())
	kinds := map[mc.Path]mc.Kind{}
	for _, l := range report.Leaves {
		if !l.Added {
			kinds[l.Canonical[0]] = l.Kind
		}
	}
	require.Equal(t, mc.KindDropped, kinds["definition.workload[0].amount"])
	require.Equal(t, mc.KindTransformed, kinds["definition.workload[1].amount"])
}

// What a source had and would break a rule is not put back.
func TestResidueBreaksNothing(t *testing.T) {
	c := full(t)
	c.Residue = mc.Residue{Format: {"/report/nonsense": `"x"`, "/groups": `{"groupType":[{"@id":"1","title":["Kull"]}]}`, "/learner/bday": `"2001-13-01"`}}
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.True(t, doc.Get("groups").Exists())
	require.False(t, doc.Get("report").Get("nonsense").Exists())
	require.False(t, doc.Get("learner").Get("bday").Exists())
	r := Report{Document: doc, Problems: []vc.Problem{ruleSpecified.At("", ""), ruleRequired.At("", "")}}
	findings := r.Findings()
	require.Len(t, findings, 2)
	require.Equal(t, vc.Fail, findings[0].Status)
}
