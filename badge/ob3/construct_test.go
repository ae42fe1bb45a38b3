package ob3

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

var built = time.Date(2026, 6, 12, 9, 30, 0, 7, time.FixedZone("", 7200))

// full is a badge that uses every function that builds a part of one.
func full() *AchievementCredential {
	rubric := NewResultDescription("urn:uuid:0f1c1d0e-0000-4000-8000-000000000001", "Karakter", ResultRubricLevel)
	rubric.RubricCriterionLevel = List[RubricCriterionLevel]{NewRubricCriterionLevel("urn:uuid:0f1c1d0e-0000-4000-8000-000000000002", "A")}
	status := NewResultDescription("urn:uuid:0f1c1d0e-0000-4000-8000-000000000003", "Status", ResultStatus)

	achievement := NewAchievement("https://vestre-aas.example/gre101", "Grønn energi", "Energibruk i eldre bygg", CriteriaText("Bestått prøve"))
	achievement.AchievementType = AchievementMicroCredential
	achievement.ResultDescription = List[ResultDescription]{rubric, status}
	achievement.Alignment = List[Alignment]{NewAlignment("EQF 5", "https://a.example/eqf/5")}
	achievement.Related = List[Related]{NewRelated("https://vestre-aas.example/gre101/sv")}
	achievement.Image = NewImage("https://vestre-aas.example/merke.png")
	achievement.OtherIdentifier = List[IdentifierEntry]{NewIdentifierEntry("ext:CourseCode", "GRE101")}

	subject := NewIdentifiedSubject(NewHashedIdentity(IdentifierEmailAddress, "sade@example.com", "salt"), achievement)
	subject.Identifier = append(subject.Identifier, NewIdentityObject(IdentifierName, "Säde Äijälä"))
	reached := NewResult(rubric.ID, "A")
	reached.AchievedLevel = rubric.RubricCriterionLevel[0].ID
	subject.Result = List[Result]{reached, NewStatusResult(status.ID, StatusCompleted)}

	issuer := NewProfile("did:web:vestre-aas.example", "Vestre Ås fagskole")
	issuer.Address = NewAddress()
	issuer.Address.Geo = NewGeoCoordinates(59.66, 10.79)
	c := NewAchievementCredential("urn:uuid:0f1c1d0e-0000-4000-8000-000000000004", issuer, built, subject)
	c.Evidence = List[Evidence]{NewEvidence("https://vestre-aas.example/arbeid/1", "Mappe")}
	return c
}

func TestBuiltBadgesBreakNoRule(t *testing.T) {
	doc, err := full().Document()
	require.NoError(t, err)
	require.Empty(t, Check(doc))
	requireSafe(t, doc)
	require.Equal(t, `"2026-06-12T07:30:00Z"`, doc.Get("validFrom").Raw())

	plain, err := NewAchievementCredential("urn:uuid:0f1c1d0e-0000-4000-8000-000000000005", NewProfile("https://a.example/", "A"), built,
		NewAchievementSubject("did:example:1", NewAchievement("https://a.example/1", "A", "B", CriteriaAt("https://a.example/c")))).Document()
	require.NoError(t, err)
	require.Empty(t, Check(plain))

	schema := publishedSchema(t)
	requireFits(t, schema, doc)
	requireFits(t, schema, plain)
}

// What a constructor asks for cannot be forgotten; what is asked for and left
// empty is found.
func TestEmptyPartsAreFound(t *testing.T) {
	doc, err := NewAchievementCredential("", Profile{}, built, NewAchievementSubject("", NewAchievement("", "", "", Criteria{}))).Document()
	require.NoError(t, err)
	found := codes(Check(doc))
	for _, want := range []string{
		"OB3-REQUIRED /id", "OB3-REQUIRED /issuer", "OB3-SUBJECT /credentialSubject", "OB3-REQUIRED /credentialSubject/achievement/id",
		"OB3-KIND /credentialSubject/achievement/name", "OB3-REQUIRED /credentialSubject/achievement/description", "OB3-CRITERIA /credentialSubject/achievement/criteria",
	} {
		require.Contains(t, found, want)
	}
}

func endorsementOf(tb testing.TB, id string) vc.Document {
	tb.Helper()
	doc, err := NewEndorsementCredential("urn:uuid:0f1c1d0e-0000-4000-8000-000000000006", "Godkjenning", NewProfile("https://nokut.example/", "Kvalitetsetaten"),
		built, NewEndorsementSubject(id, "Faglig godt")).Document()
	require.NoError(tb, err)
	return doc
}

func TestEndorsements(t *testing.T) {
	c := full()
	good := endorsementOf(t, c.Issuer.ID)
	require.Empty(t, Check(good), "one that stands on its own may be about anything")
	strange := endorsementOf(t, "https://b.example/")
	broken, err := strange.Without("/name")
	require.NoError(t, err)
	doc, err := c.Document()
	require.NoError(t, err)
	doc, err = doc.With("/issuer/endorsement", "["+good.String()+","+broken.String()+"]")
	require.NoError(t, err)
	require.Equal(t, []string{"OB3-REQUIRED /issuer/endorsement/1/name", "OB3-ENDORSEMENT /issuer/endorsement/1/credentialSubject/id"}, codes(Check(doc)))
	requireKept(t, doc)
}

// The vectors are the specification's: an e-mail address with and without
// another salt.
func TestHashedIdentity(t *testing.T) {
	require.Equal(t, "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", NewHashedIdentity(IdentifierEmailAddress, "a@example.com", "Kosher").IdentityHash)
	require.Equal(t, "sha256$658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc", NewHashedIdentity(IdentifierEmailAddress, "jjefferson18@example.com", "FleurDeSel").IdentityHash)
}

func TestEnumerations(t *testing.T) {
	for value, want := range map[string]bool{
		"MicroCredential": true, "ext:Mikromerit.2_0": true, "ext:": false, "ext:a-b": false, "ext:a:b": false, "x ext:y": false, "": false, "Micro Credential": false,
	} {
		require.Equal(t, want, AchievementType(value).Valid(), value)
	}
	require.False(t, ResultStatusType("ext:Passed").Valid(), "a closed enumeration")
	require.True(t, AchievementType(AchievementMicroCredential).Valid())
	require.True(t, AchievementType("ext:Mikromerit").Valid())
	require.True(t, AlignmentTargetType("ceasn:Competency").Valid())
	require.True(t, AlignmentTargetType("ext:ESCO").Valid())
	require.False(t, AlignmentTargetType("ESCO").Valid())
	require.False(t, ResultStatusType("ext:Passed").Valid(), "a closed enumeration")
	for _, s := range []string{AchievementCourse, AchievementCertificate, AchievementBadge, AchievementCompetency} {
		require.True(t, AchievementType(s).Valid(), s)
	}
	for _, s := range []string{ResultLetterGrade, ResultPercent, ResultRawScore, ResultRubricLevel, ResultStatus, ResultUnclassified} {
		require.True(t, ResultType(s).Valid(), s)
	}
	for _, s := range []string{StatusCompleted, StatusEnrolled, StatusFailed, StatusInProgress, StatusOnHold, StatusProvisional, StatusWithdrew} {
		require.True(t, ResultStatusType(s).Valid(), s)
	}
	for _, s := range []string{IdentifierName, IdentifierEmailAddress, IdentifierNational, IdentifierSystemID, IdentifierUnclassified} {
		require.True(t, IdentifierType(s).Valid(), s)
	}
}
