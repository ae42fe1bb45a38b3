package vectors

import (
	"fmt"

	"github.com/mikromerit/mikromerit/vc"
)

// The contexts of the drafts.
const (
	badgeContext  = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	recordContext = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
)

// The times of the drafts: long ago, long from now, and so that they are never in
// force while anybody runs this.
const (
	validFrom   = "2020-03-01T08:00:00Z"
	validUntil  = "2099-12-31T23:59:59Z"
	endedOn     = "2021-06-30T12:00:00Z"
	startsOn    = "2098-01-01T00:00:00Z"
	madeOn      = "2020-03-02T09:30:00Z"
	learnerDID  = "did:example:learner-7"
	credential1 = "urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad001"
)

// draft is a credential before it is signed.
type draft struct {
	slug   string // in ids of vectors
	format string
	spec   string // where it stands that such a thing must be accepted
	text   func(issuer string) string
	// ends and begins are the members that state the period.
	ends, begins string
	array        bool // the proof stands in an array
	strict       bool // the format itself demands that the period is looked at
}

// drafts lists the credentials of which good ones are made.
var drafts = []draft{
	{slug: "minimal", format: "vcdm2", spec: "https://www.w3.org/TR/vc-data-model-2.0/#verification", text: minimalDraft, ends: "/validUntil", begins: "/validFrom"},
	{slug: "minimal-1.1", format: "vcdm1", spec: "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#verification", text: olderDraft, ends: "/expirationDate", begins: "/issuanceDate"},
	{slug: "badge", format: "ob3", spec: "https://www.imsglobal.org/spec/ob/v3p0/#verification-and-validation", text: badgeDraft, ends: "/validUntil", begins: "/validFrom", array: true, strict: true},
	{slug: "badge-1.1", format: "ob3", spec: "https://www.imsglobal.org/spec/ob/v3p0/#verification-and-validation", text: olderBadgeDraft, ends: "/expirationDate", begins: "/issuanceDate", array: true, strict: true},
}

func minimalDraft(issuer string) string { return minimalDraftAbout(issuer, learnerDID) }

func minimalDraftAbout(issuer, subject string) string {
	return fmt.Sprintf(`{
  "@context": [%q],
  "id": %q,
  "type": ["VerifiableCredential"],
  "name": "Førstehjelp til fjells",
  "issuer": %q,
  "validFrom": %q,
  "validUntil": %q,
  "credentialSubject": {"id": %q}
}`, vc.ContextV2, credential1, issuer, validFrom, validUntil, subject)
}

func olderDraft(issuer string) string {
	return fmt.Sprintf(`{
  "@context": [%q],
  "id": %q,
  "type": ["VerifiableCredential"],
  "issuer": %q,
  "issuanceDate": %q,
  "expirationDate": %q,
  "credentialSubject": {"id": %q}
}`, vc.ContextV1, credential1, issuer, validFrom, validUntil, learnerDID)
}

// achievementText is what a badge of the drafts is awarded for: names in several
// scripts, a decimal number, lists, nested nodes.
const achievementText = `{
      "id": "https://skole.example/emne/FJ-110",
      "type": ["Achievement"],
      "name": "Fjällräddning, fjellredning, tunturipelastus",
      "description": "Ti uker i fjellet: snø, tau og førstehjelp. 山の救助。",
      "criteria": {"id": "https://skole.example/emne/FJ-110/krav", "narrative": "Bestått muntlig prøve og tre turer."},
      "achievementType": "Course",
      "humanCode": "FJ-110",
      "fieldOfStudy": "1015",
      "specialization": "Vinter",
      "creditsAvailable": 7.5,
      "inLanguage": "nb",
      "version": "2",
      "tag": ["vinter", "redning", "θέρος"],
      "creator": {"id": "https://skole.example", "type": ["Profile"], "name": "Vestre Ås høgskole"},
      "alignment": [{"type": ["Alignment"], "targetName": "Level 5", "targetUrl": "http://data.europa.eu/snb/eqf/5", "targetFramework": "EQF"}],
      "resultDescription": [{"id": "https://skole.example/emne/FJ-110/resultat", "type": ["ResultDescription"], "name": "Karakter", "resultType": "LetterGrade", "allowedValue": ["A", "B", "C"]}]
    }`

const subjectText = `{
    "id": "` + learnerDID + `",
    "type": ["AchievementSubject"],
    "activityStartDate": "2020-01-06T08:00:00Z",
    "activityEndDate": "2020-02-28T15:00:00Z",
    "creditsEarned": 7.5,
    "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "studentnr-000117", "identityType": "identifier"}],
    "result": [{"type": ["Result"], "resultDescription": "https://skole.example/emne/FJ-110/resultat", "value": "B"}, {"type": ["Result"], "value": "3 turer"}],
    "achievement": ` + achievementText + `
  }`

const issuerMembers = `"type": ["Profile"], "name": "Vestre Ås høgskole", "url": "https://skole.example", "email": "post@skole.example"`

func badgeDraft(issuer string) string {
	return fmt.Sprintf(`{
  "@context": [%q, %q],
  "id": %q,
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Fjellredning",
  "description": "Har lært å hente folk ned fra fjellet.",
  "issuer": {"id": %q, %s},
  "validFrom": %q,
  "validUntil": %q,
  "awardedDate": "2020-02-28T15:00:00Z",
  "credentialSubject": %s,
  "evidence": [{"id": "https://skole.example/bevis/1", "type": ["Evidence"], "name": "Turdagbok", "narrative": "Tre turer."}]
}`, vc.ContextV2, badgeContext, credential1, issuer, issuerMembers, validFrom, validUntil, subjectText)
}

func olderBadgeDraft(issuer string) string {
	return fmt.Sprintf(`{
  "@context": [%q, %q],
  "id": %q,
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Fjellredning",
  "issuer": {"id": %q, %s},
  "issuanceDate": %q,
  "expirationDate": %q,
  "credentialSubject": %s
}`, vc.ContextV1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", credential1, issuer, issuerMembers, validFrom, validUntil, olderSubjectText)
}

const olderSubjectText = `{
    "id": "` + learnerDID + `",
    "type": ["AchievementSubject"],
    "achievement": {
      "id": "https://skole.example/emne/FJ-110",
      "type": ["Achievement"],
      "name": "Fjellredning",
      "description": "Ti uker i fjellet.",
      "criteria": {"narrative": "Bestått muntlig prøve."}
    }
  }`

// recordDraft returns a learner record around a signed badge.
func recordDraft(issuer, badge string) string {
	return fmt.Sprintf(`{
  "@context": [%q, %q, %q],
  "id": "urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad002",
  "type": ["VerifiableCredential", "ClrCredential"],
  "name": "Karakterutskrift",
  "issuer": {"id": %q, %s},
  "validFrom": %q,
  "validUntil": %q,
  "credentialSubject": {"id": %q, "type": ["ClrSubject"], "verifiableCredential": [%s]}
}`, vc.ContextV2, recordContext, badgeContext, issuer, issuerMembers, validFrom, validUntil, learnerDID, badge)
}
