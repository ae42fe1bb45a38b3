package eudi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// rich states what the type has no claim for, some of it about the learner.
func rich() *mc.Credential {
	c := minimal()
	c.Definition.Version = "2"
	c.Learner.Party.Person.BirthDate = mc.Date{Year: 2001, Month: 2, Day: 3}
	c.Learner.Party.Identifiers = append([]mc.Identifier{{Value: "01020312345", Scheme: mc.IdentNationalID}}, c.Learner.Party.Identifiers...)
	c.Envelope.Status = []mc.Status{{ID: "https://malmon.example/status#7"}}
	return c
}

// What no claim holds comes back out of our own, which others do not read, and which
// says nothing of the learner that nobody asked for.
func TestResidueClaim(t *testing.T) {
	for _, personal := range []bool{false, true} {
		doc, report, err := Encode(rich(), EncodeOptions{Extension: true, PersonalData: personal})
		require.NoError(t, err)
		text := doc.Get(ResidueClaim).Text()
		require.Contains(t, text, `"definition.version":"2"`)
		require.NotContains(t, text, "status#7", "a status belongs to one document")
		for _, secret := range []string{"2001-02-03", "01020312345"} {
			require.Equal(t, personal, strings.Contains(doc.String(), secret), secret)
		}
		for _, l := range report.Leaves {
			if l.Kind == mc.KindDropped {
				require.Contains(t, []string{mc.ReasonPersonal, reasonStatus}, l.Reason, l.Canonical)
			}
		}
		back, _, err := Decode(doc, DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, "2", back.Definition.Version)
		require.Equal(t, "Vävning", back.Definition.Title[0].Text)
		plain, _, err := Decode(doc, DecodeOptions{WithoutExtension: true})
		require.NoError(t, err)
		require.Empty(t, plain.Definition.Version)

		other, err := doc.With("/achievement_title", `"Knitting"`)
		require.NoError(t, err)
		back, _, err = Decode(other, DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, "Knitting", back.Definition.Title[0].Text, "whoever edits a claim is not overruled")
	}
	for _, o := range []EncodeOptions{{}, {Extension: true, WithoutResidue: true}} {
		doc, _, err := Encode(rich(), o)
		require.NoError(t, err)
		require.False(t, doc.Get(ResidueClaim).Exists())
	}
}

// Our claim decides neither whose the credential is nor how long it holds, and what is
// no residue is a claim like any other that the type does not know.
func TestHostileResidueClaim(t *testing.T) {
	doc, _, err := Encode(minimal(), EncodeOptions{ID: "urn:x:1", IssuerID: "https://malmon.example"})
	require.NoError(t, err)
	doc, err = doc.With("/exp", "1900000000")
	require.NoError(t, err)
	for _, text := range []string{
		`{"is":{"envelope.issuer.id":"https://other.example"},"was":{"envelope.issuer.id":"https://malmon.example"}}`,
		`{"is":{"envelope.validUntil":null},"was":{"envelope.validUntil":"2030-03-17T17:46:40Z"}}`,
		`{"is":{"definition.title":{"en":"Doctor"}}}`, `{"is":[]}`, `{}`, `[`, ``, strings.Repeat("[", 1<<16),
	} {
		bad, err := doc.With(residueAt, quote(text))
		require.NoError(t, err)
		back, _, err := Decode(bad, DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, "https://malmon.example", back.Envelope.Issuer.ID, text)
		require.False(t, back.Envelope.ValidUntil.IsZero(), text)
		require.Equal(t, "Weaving", back.Definition.Title[0].Text, text)
	}
}

// What the type demands and nobody states can be given, and is then stated; what the
// credential states stays.
func TestGivenClaims(t *testing.T) {
	c := minimal()
	c.Definition.Quality, c.Definition.Workload, c.Definition.Levels, c.Definition.Languages = nil, nil, nil, nil
	_, _, err := Encode(c, EncodeOptions{})
	for _, name := range []string{"types_of_quality_assurance", "expected_study_time", "level_of_learning_experience", "language_of_classes"} {
		require.ErrorContains(t, err, name+"=TEXT")
	}
	given := map[string]string{"types_of_quality_assurance": "External; Internal", "expected_study_time": "60 hours", "level_of_learning_experience": "5",
		"language_of_classes": "nb; se", "family_name": "Other", "integration_stackability_options": "true"}
	for _, extension := range []bool{false, true} {
		doc, report, err := Encode(c, EncodeOptions{Claims: given, Extension: extension})
		require.NoError(t, err)
		require.Equal(t, "Nordmann", doc.Get("family_name").Text())
		require.Empty(t, CheckDraft(doc, vc.Env{}.Now()))
		back, _, err := Decode(doc, DecodeOptions{})
		require.NoError(t, err)
		require.Len(t, back.Definition.Quality, 2)
		require.Len(t, back.Definition.Languages, 2)
		require.EqualValues(t, 5, back.Definition.Levels[0].EQF)
		require.EqualValues(t, 60, back.Definition.Workload[0].Duration.Hours)
		added := 0
		for _, l := range report.Leaves {
			if l.Added {
				added++
			}
		}
		require.Equal(t, 7, added)
	}
	for name, text := range map[string]string{"level_of_learning_experience": "9", "expected_study_time": " ", "language_of_classes": "nb;", "exp": "1900000000",
		"vct": "urn:x", "loom": "countermarch", "date_of_issuance": "yesterday", "issuing_country": "NOR", "integration_stackability_options": "perhaps"} {
		_, _, err := Encode(minimal(), EncodeOptions{Claims: map[string]string{name: text}})
		require.ErrorContains(t, err, name, text)
		require.ErrorContains(t, err, "EncodeOptions.Claims")
	}
}

// A date, an identifier and the study time have stand-ins that the credential states.
func TestStandIns(t *testing.T) {
	c := minimal()
	c.Envelope.ValidFrom, c.Award.Awarding.On = c.Award.Awarding.On, mc.Instant{}
	c.Learner.Party.Identifiers, c.Learner.Party.Contacts = nil, []mc.ContactPoint{{}, {Email: []string{"kari@malmon.example"}}}
	five, err := mc.ParseDecimal("5")
	require.NoError(t, err)
	c.Definition.Workload, c.Award.CreditsEarned = nil, []mc.Workload{{Kind: mc.WorkloadCredits, Amount: five, Framework: mc.Concept{Notation: "ECTS"}}}
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "2026-05-04", doc.Get("date_of_issuance").Text())
	require.Equal(t, "kari@malmon.example", doc.Get("learner_identification").Text())
	require.Equal(t, "5 ECTS", doc.Get("expected_study_time").Text())
}

// A learner's copy that has no place to say so is not written.
func TestCopySaysSo(t *testing.T) {
	c := minimal()
	c.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, Authority: mc.HolderCopy}}
	_, _, err := Encode(c, EncodeOptions{})
	require.ErrorContains(t, err, ruleCopy.Code)
	doc, _, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Contains(t, Disclosable(doc), residueAt)
	back, _, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, mc.HolderCopy, back.Provenance[0].Authority)
}
