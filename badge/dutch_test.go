package badge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

var swedish = language.Swedish

// dutchBadge is a badge after the manner of Dutch institutions, with a further
// member of its achievement.
func dutchBadge(more string) string {
	return `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
		"https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/contexts/educredential.json",
		{"supervisionType": {"@id": "https://x.example/s", "context": {"supervised online": "https://x.example/o"}}}],
	"id": "https://waddenzee.example/b/7", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Zeilen bij wind",
	"issuer": {"id": "https://waddenzee.example/", "type": ["Profile"], "name": "Hogeschool Waddenzee", "address": {"type": ["Address"], "addressCountryCode": "NL"},
		"otherIdentifier": [{"type": "IdentifierEntry", "identifier": "99WZ", "identifierType": "ext:BRIN"}]},
	"validFrom": "2026-03-01T00:00:00Z",
	"credentialSubject": {"id": "did:example:zeiler", "type": ["AchievementSubject"],
		"achievement": {"id": "https://waddenzee.example/a/7", "type": ["Achievement", "EducredentialAchievement"], "name": "Zeilen bij wind", "description": "Zeilen",
			"criteria": {"narrative": "Een tocht zeilen"}, "inLanguage": "nl-NL", "ECTS": 3.5, "SBU": 98, "timeInvestment": 98, "educationProgramIdentifier": 4711,
			"participationType": "onsite or blended", "assessmentType": "application of a skill", "supervisionType": "supervised online", "identityChecked": true, "learningSetting": "formal",
			"alignment": [
				{"type": ["Alignment"], "targetType": "ext:EQF", "targetName": "EQF niveau 5", "targetCode": "5", "targetUrl": "https://uitleg.example/eqf"},
				{"type": ["Alignment"], "targetType": "ext:NLQF Alignment", "targetName": "NLQF 5", "targetCode": "5", "targetUrl": "https://nlqf.example/5", "targetFramework": "NLQF"},
				{"type": ["Alignment"], "targetType": "ext:QualityAssurance", "targetName": "Zeilraad", "targetDescription": "Besluit", "targetCode": "B-1", "targetUrl": "https://zeilraad.example/b1"},
				{"type": ["Alignment", "LearningOutcome"], "targetName": "Kan overstag gaan", "targetUrl": "https://waddenzee.example/lu/1", "targetCode": "LU1", "relations": [{"relation": "x"}]}],
			"resultDescription": [{"id": "https://waddenzee.example/r", "type": ["ResultDescription"], "name": "Eindcijfer", "resultType": "ext:ECTSGradeScore", "valueMin": "1", "valueMax": "10", "requiredValue": "6"}]` + more + `},
		"result": [{"type": ["Result"], "resultDescription": "https://waddenzee.example/r", "value": "8.5"}]}}`
}

func TestDutchBadges(t *testing.T) {
	c, report := decodeOf(t, documentOf(t, dutchBadge("")))
	d := c.Definition
	require.Equal(t, mc.Text("nl-NL", "Zeilen bij wind"), d.Title)
	require.Equal(t, mc.Workload{Kind: mc.WorkloadCredits, Amount: decimalOf(t, "3.5"), Framework: mc.Concept{IRI: creditsECTS, Notation: "ECTS"}}, d.Workload[0])
	require.Equal(t, "PT98H", d.Workload[1].Duration.String())
	require.Equal(t, mc.WorkloadNotional, d.Workload[1].Kind)
	require.Len(t, d.Workload, 3)
	require.Equal(t, "4711", d.Codes[0].Notation)
	require.Equal(t, mc.ParticipationOnsiteOrBlended, d.Participation[0].Form)
	require.Equal(t, mc.Concept{
		IRI: glossary + "assessment-type-application-of-a-skill", Scheme: glossary + "assessment-type",
		Label: mc.Text("nl-NL", "toepassing van een vaardigheid").With("en", "application of a skill"),
	}, d.Assessments[0].Types[0])
	require.Equal(t, mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnline, Concept: d.Assessments[0].Supervision.Concept}, d.Assessments[0].Supervision)
	require.Equal(t, mc.SettingFormal, d.Setting.Kind)
	require.Equal(t, int8(5), d.Levels[0].EQF)
	require.Equal(t, "http://data.europa.eu/snb/eqf/5", d.Levels[0].Value.IRI)
	require.Equal(t, mc.LevelNQF, d.Levels[1].Kind)
	require.Equal(t, mc.Text("nl-NL", "NLQF"), d.Levels[1].Framework.Label)
	require.Equal(t, "B-1", d.Quality[0].Code)
	require.Equal(t, "https://waddenzee.example/lu/1", d.Outcomes[0].ID)
	require.Equal(t, mc.Text("nl-NL", "8.5"), c.Award.Assessments[0].Grade.Text)
	require.Equal(t, "ext:ECTSGradeScore", c.Award.Assessments[0].Spec.Grading.Type)
	require.Equal(t, mc.IdentBRIN, c.Envelope.Issuer.Identifiers[0].Scheme)

	for _, source := range []string{"/@context/2", "/@context/3/supervisionType/context/supervised online", "/credentialSubject/achievement/type/1"} {
		require.True(t, strings.HasPrefix(leafOf(t, report, source).Reason, CodeDutch), source)
	}
	require.Equal(t, mc.SeverityWarning, leafOf(t, report, "/@context/2").Severity)
	for _, term := range []string{"ECTS", "SBU", "timeInvestment", "educationProgramIdentifier", "participationType", "assessmentType", "supervisionType", "identityChecked", "learningSetting"} {
		l := leafOf(t, report, "/credentialSubject/achievement/"+term)
		require.True(t, strings.HasPrefix(l.Reason, CodeDutch), term)
		require.NotEmpty(t, l.Canonical, term)
	}
	require.Contains(t, leafOf(t, report, "/credentialSubject/achievement/alignment/0/targetUrl").Reason, CodeDutch)
	require.Contains(t, leafOf(t, report, "/credentialSubject/achievement/alignment/1/targetType").Reason, CodeAlias)

	require.Equal(t, "10 of 11 mandatory and 2 of 5 optional elements present, 1 partial", mc.AnnexISummary(mc.AnnexI(c)), "only the date of award is missing")
}

// Whatever the Dutch terms say is still there in a badge in our terms.
func TestDutchBadgesComeBack(t *testing.T) {
	c, _ := decodeOf(t, documentOf(t, dutchBadge("")))
	require.True(t, requireLaw(t, c, EncodeOptions{Extension: true, PersonalData: true}))
	doc, _, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	requireSafe(t, doc)
}
