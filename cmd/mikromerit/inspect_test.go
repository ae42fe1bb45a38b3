package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

func TestInspectSealed(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	b.run("inspect", "--anchor", anchor, file)
	require.Equal(t, exitValid, b.status, b.err)
	require.Empty(t, b.err)
	golden(t, "inspect-edc.txt", b.out)
	b.run("inspect", "--language", "en", file)
	require.Contains(t, b.out, "Fjord and catch")
	require.Contains(t, b.out, "trusted: ?")
}

// A document that cannot be trusted can be looked at.
func TestInspectUnsecured(t *testing.T) {
	b := newBench(t)
	b.run("inspect", b.put("draft.json", sealable()))
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.out, "Secured   no proof\n  Standing  Nobody signed it; it calls its issuer “Vestre Ås høgskole”.")
	require.Contains(t, b.out, "   1  mandatory  present  Identification of the learner: Ingrid Ås\n")
	require.Contains(t, b.out, "  11  mandatory  absent ")
	b.stdin = string(credential(quoted("did:example:school")))
	b.run("inspect", "-")
	require.Equal(t, exitValid, b.status, b.err)
	golden(t, "inspect-plain.txt", b.out)
}

func TestInspectWhatIsNoCredential(t *testing.T) {
	b := newBench(t)
	b.run("inspect", b.put("empty", nil))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "empty cannot be read as a credential: the file is empty")
	b.refuses(exitError, "what was signed is not one strict JSON value", "inspect", b.put("text", testkit.Seal([]byte("hello"), testkit.SealOptions{})))
	b.refuses(exitError, "what was signed is not a JSON object", "inspect", b.put("number", testkit.Seal([]byte("5"), testkit.SealOptions{})))
}

// Nothing in a document can control the terminal.
func TestInspectIsHarmless(t *testing.T) {
	b := newBench(t)
	b.run("inspect", b.put("c.json", credential(`{"id": "did:example:school", "name": "\u001b[2Jgone\u202e"}`)))
	require.Equal(t, exitValid, b.status)
	require.NotContains(t, b.out, "\x1b")
	require.NotContains(t, b.out, "\u202e")
	require.Contains(t, b.out, "\uFFFD[2Jgone\uFFFD")
}

// richBadge says most of what a badge can say to a person.
const richBadge = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:4f1c1d3a-3a44-4f0f-9c53-1f6a4d7c2b12",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Fjord og fangst",
  "issuer": {"id": "https://vestre-aas.example/issuer", "type": ["Profile"], "name": "Vestre Ås høgskole", "url": "https://vestre-aas.example"},
  "validFrom": "2026-05-04T12:00:00Z",
  "validUntil": "2031-05-04T12:00:00Z",
  "awardedDate": "2026-04-30T12:00:00Z",
  "evidence": [{"id": "https://vestre-aas.example/rapport", "type": ["Evidence"], "name": "Feltrapport"}],
  "credentialSubject": {
    "type": ["AchievementSubject"],
    "identifier": [
      {"type": "IdentityObject", "hashed": false, "identityType": "name", "identityHash": "Ingrid Ås"},
      {"type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}
    ],
    "creditsEarned": 2.5,
    "result": [
      {"type": ["Result"], "resultDescription": "urn:uuid:0001", "value": "B"},
      {"type": ["Result"], "resultDescription": "urn:uuid:0002", "achievedLevel": "urn:uuid:0003"},
      {"type": ["Result"], "status": "Completed"}
    ],
    "achievement": {
      "id": "https://vestre-aas.example/badges/fjord", "type": ["Achievement"], "achievementType": "MicroCredential",
      "name": "Fjord og fangst", "description": "Bærekraftig fiske i kystnære farvann.",
      "criteria": {"id": "https://vestre-aas.example/krav", "narrative": "Bestått praktisk prøve."},
      "alignment": [{"type": ["Alignment"], "targetName": "EQF 5", "targetFramework": "EQF", "targetUrl": "https://vestre-aas.example/eqf5"}],
      "resultDescription": [
        {"id": "urn:uuid:0001", "type": ["ResultDescription"], "name": "Karakter", "resultType": "LetterGrade"},
        {"id": "urn:uuid:0002", "type": ["ResultDescription"], "name": "Ferdighet", "resultType": "RubricCriterionLevel",
          "rubricCriterionLevel": [{"id": "urn:uuid:0003", "type": ["RubricCriterionLevel"], "name": "Selvstendig"}]}
      ]
    }
  }
}`

func TestInspectBadge(t *testing.T) {
	b := newBench(t)
	b.ok("inspect", b.put("badge.json", []byte(richBadge)))
	golden(t, "inspect-badge.txt", b.out)
}

// A badge of odd shape is shown as far as it goes, not refused.
func TestInspectOddBadges(t *testing.T) {
	for _, odd := range []string{
		`{"type": ["VerifiableCredential", "OpenBadgeCredential"]}`,
		`{"type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": 5, "credentialSubject": [7, {"achievement": "x", "result": {}, "identifier": {}}], "evidence": [null], "endorsement": "x"}`,
		`{"type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {"verifiableCredential": [3, {"name": 4}]}}`,
		`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": [], "recipient": []}`,
	} {
		b := newBench(t)
		b.run("inspect", b.put("odd.json", []byte(odd)))
		require.NotEqual(t, exitError, b.status, "%s: %s", odd, b.err)
		require.NotContains(t, b.err, "fault in mikromerit")
		b.run("verify", "--any-issuer", "--json", b.path("odd.json"))
		require.Contains(t, []int{exitInvalid, exitIndeterminate}, b.status, b.out)
	}
}

// A status list is about places, not about a learner.
func TestInspectStatusList(t *testing.T) {
	b, key, _, _ := statusBench(t, "revocation")
	b.publish(key)
	b.ok("inspect", b.path("list.json"))
	require.Contains(t, b.out, "Format    status list, W3C data model 2.0\n")
	require.Contains(t, b.out, "Size        131072 places\n")
	require.NotContains(t, b.out, "Learner")
}

// Lengths of time and countries are told in words, and nothing is named as the
// model names it.
func TestInspectInWords(t *testing.T) {
	b := newBench(t)
	text := strings.Replace(string(sealable()), `"creditPoint"`, `"volumeOfLearning": "P6M", "creditPoint"`, 1)
	text = strings.Replace(text, `, "prefLabel": {"en": "Norway", "nb": "Norge"}`, "", 1)
	b.ok("inspect", b.put("edc.json", []byte(text)))
	require.Contains(t, b.out, "6 months")
	require.Contains(t, b.out, "Country or region of the issuer: Norway")
	require.NotContains(t, b.out, "P6M")
	require.NotRegexp(t, `\b(definition|award|envelope)\.[a-z]`, b.out)
}
