package badge

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// visibleBadge states everything that a residue might want to hide.
func visibleBadge(residue string) string {
	return `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "https://norraby.example/b/1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "https://norraby.example/", "type": ["Profile"], "name": "Norraby"},
		"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2027-01-01T00:00:00Z", "awardedDate": "2025-12-20T00:00:00Z",
		"credentialStatus": {"id": "https://norraby.example/s#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://norraby.example/s"},
		"credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 5,
			"identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "Ada Ask", "identityType": "name"}, {"type": "IdentityObject", "hashed": false, "identityHash": "S-1", "identityType": "identifier"}],
			"result": [{"type": ["Result"], "value": "B", "resultDescription": "urn:r:1"}, {"type": ["Result"], "value": "C", "resultDescription": "urn:r:1"}],
			"achievement": {"id": "urn:a:1", "type": ["Achievement"], "achievementType": "Course", "name": "Welding", "description": "d", "criteria": {"narrative": "c"}, "creditsAvailable": 5,
				"resultDescription": [{"id": "urn:r:1", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade"}]}},
		"residue": {"microcredential": {` + residue + `}}}`
}

// A residue that takes away or changes what every reader sees is reported,
// whatever part of the model it names: its null must not hide in silence.
func TestResidueAgainstWhatIsPlain(t *testing.T) {
	for _, test := range []struct{ residue, leaf string }{
		{`"definition.title": null`, "/credentialSubject/achievement/name"},
		{`"definition": null`, "/credentialSubject/achievement/name"},
		{`"definition.title": null, "definition.tags[0]": "Welding"`, "/credentialSubject/achievement/name"},
		{`"definition.kinds": null`, "/credentialSubject/achievement/achievementType"},
		{`"definition.workload": null`, "/credentialSubject/achievement/creditsAvailable"},
		{`"definition.workload[0].amount": "50"`, "/credentialSubject/achievement/creditsAvailable"},
		{`"award.creditsEarned": null`, "/credentialSubject/creditsEarned"},
		{`"award.creditsEarned[0].amount": "50"`, "/credentialSubject/creditsEarned"},
		{`"award.assessments": null`, "/credentialSubject/result/0/value"},
		{`"award.assessments[0].grade.value": "A"`, "/credentialSubject/result/0/value"},
		{`"award.assessments[0].grade.text": {"sv": "A"}`, "/credentialSubject/result/0/value"},
		{`"award.assessments[0].grade.text": null`, "/credentialSubject/result/0/value"},
		{`"award.awarding": null`, "/awardedDate"},
		{`"award.awarding.on": "2020-01-01T00:00:00Z"`, "/awardedDate"},
		{`"envelope.issuer.name": null`, "/issuer/name"},
		{`"envelope.issuer.name": {"sv": "Other"}`, "/issuer/name"},
		{`"envelope.validFrom": null`, "/validFrom"},
		{`"learner.party": null`, "/credentialSubject/identifier/0/identityHash"},
		{`"learner.party.person.fullName": {"sv": "Eva Ek"}`, "/credentialSubject/identifier/0/identityHash"},
		{`"learner.party.identifiers[0].value": "S-2"`, "/credentialSubject/identifier/1/identityHash"},
		{`"learner.party.identifiers[0]": null, "learner.party.identifiers[1].value": "x"`, "/credentialSubject/identifier/1/identityHash"},
		{`"award.assessments[0]": null`, "/credentialSubject/result/1/value"},
		{`"learner.party.identifiers": null`, "/credentialSubject/identifier/1/identityHash"},
	} {
		_, report := decodeOf(t, documentOf(t, visibleBadge(test.residue)))
		l := leafOf(t, report, test.leaf)
		require.Equal(t, mc.SeverityWarning, l.Severity, "%s: %+v", test.residue, l)
		require.Contains(t, l.Reason, CodeContradiction, test.residue)
	}
}

// What everybody reads of when the badge is in force holds, and a residue that
// says otherwise is reported and not followed.
func TestResidueCannotChangeWhenABadgeIsInForce(t *testing.T) {
	want, report := decodeOf(t, documentOf(t, visibleBadge(`"definition.tags[0]": "x"`)))
	require.NotContains(t, leafOf(t, report, "/validUntil").Reason, CodeContradiction)
	for _, residue := range []string{
		`"envelope.validUntil": null`, `"envelope.validUntil": "2099-01-01T00:00:00Z"`, `"envelope.validFrom": "2020-01-01T00:00:00Z"`,
		`"envelope.status": null`, `"envelope.status[0]": null`, `"envelope.status[0].index": "8"`, `"envelope.status[0].list": null`,
		`"envelope.status[0].purpose": "refresh"`, `"envelope.status[0].id": null`,
	} {
		c, report := decodeOf(t, documentOf(t, visibleBadge(residue)))
		require.Equal(t, want.Envelope.ValidFrom, c.Envelope.ValidFrom, residue)
		require.Equal(t, want.Envelope.ValidUntil, c.Envelope.ValidUntil, residue)
		require.Equal(t, want.Envelope.Status, c.Envelope.Status, residue)
		at := strings.SplitN(residue, `"`, 3)[1]
		l := leafOf(t, report, "/residue/microcredential/"+jsontree.EscapePointer(at))
		require.Equal(t, mc.SeverityWarning, l.Severity, residue)
		require.Contains(t, l.Reason, CodeContradiction, residue)
	}
	// The same time as the source wrote it is no contradiction, nor is what the
	// badge says nothing of.
	c, report := decodeOf(t, documentOf(t, visibleBadge(`"envelope.validUntil": "2027-01-01T01:00:00.25+01:00", "envelope.status[1].id": "urn:s", "envelope.status[1].type": "X"`)))
	require.Equal(t, "2027-01-01T01:00:00.25+01:00", c.Envelope.ValidUntil.String())
	require.Len(t, c.Envelope.Status, 2)
	require.NotContains(t, leafOf(t, report, "/validUntil").Reason, CodeContradiction)
}

// No residue takes much memory for its length: long paths, many entries, deep trees,
// large numbers, and many of what must be looked up.
func TestHostileResidueIsCheap(t *testing.T) {
	numbered := func(before, after string, n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(before + strconv.Itoa(i) + after)
		}
		return b.String() + `"definition.title": null`
	}
	for name, residue := range map[string]string{
		"long path":     `"definition` + strings.Repeat(".parts[0]", 200_000) + `.title": null`,
		"deep parts":    `"award` + strings.Repeat(".parts[0].award", 120) + `.role": "x"`,
		"many entries":  numbered(`"definition.tags[`, `]": "x",`, 50_000),
		"many nulls":    numbered(`"definition.tags[`, `]": null,`, 50_000),
		"learner nulls": numbered(`"learner.party.identifiers[`, `]": null,`, 50_000),
		"huge index":    `"definition.outcomes[9223372036854775807].id": "x", "definition.outcomes[4294967296].id": null`,
		"huge number":   `"definition.workload[0].amount": "1e999999999", "award.creditsEarned[0].amount": "` + strings.Repeat("9", 500_000) + `"`,
		"huge text":     `"learner.party.person.fullName": {"sv": "` + strings.Repeat("a ", 500_000) + `"}`,
		"many titles":   numbered(`"award.activities[`, `].title": {"sv": "x"},`, 20_000),
	} {
		doc := documentOf(t, visibleBadge(residue))
		times, size := testkit.Allocated(func() { decodeOf(t, doc) })
		require.Less(t, times, 20_000+len(residue), name)
		require.Less(t, size, 4<<20+250*len(residue), name)
	}
}

// A beginning of validity that only stands in for what the source does not state, since a
// badge must have one, is the time of award or issue. To say so hides nothing.
func TestStandInIsNoContradiction(t *testing.T) {
	badge := strings.Replace(visibleBadge(`"envelope.validFrom": null`), `"awardedDate": "2025-12-20T00:00:00Z"`, `"awardedDate": "2026-01-01T00:00:00Z"`, 1)
	c, report := decodeOf(t, documentOf(t, badge))
	require.True(t, c.Envelope.ValidFrom.IsZero())
	require.NotContains(t, leafOf(t, report, "/validFrom").Reason, CodeContradiction)
	require.Equal(t, "2026-01-01T00:00:00Z", c.Award.Awarding.On.String(), "the same time is there")
}
