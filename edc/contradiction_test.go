package edc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

const plainMembers = `"id": "urn:credential:1", "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2027-01-01T00:00:00Z",
	"credentialStatus": {"id": "https://a.example/s#1", "type": "StatusList2021Entry", "statusPurpose": "revocation", "statusListIndex": "1", "statusListCredential": "https://a.example/s"},
	"issuer": {"id": "did:web:a.example", "type": "Organisation", "legalName": {"en": "Norraby"}},
	"credentialSubject": {"id": "did:example:ada", "type": "Person", "givenName": {"en": "Ada"}, "hasClaim": [{"id": "urn:epass:learningAchievement:1", "type": "LearningAchievement", "title": {"en": "Welding"},
		"specifiedBy": {"id": "urn:epass:s:1", "type": "LearningAchievementSpecification", "title": {"en": "Welding"}},
		"awardedBy": {"id": "urn:epass:w:1", "type": "AwardingProcess", "awardingDate": "2025-12-20T00:00:00Z"}}]}`

// The interoperability data cannot hide in silence what every reader sees: a
// guard that fits does not show that whoever wrote it was right.
func TestInteroperabilityAgainstWhatIsPlain(t *testing.T) {
	for _, test := range []struct{ is, was, said string }{
		{`"envelope.issuer.name":{"en":"Other"}`, `"envelope.issuer.name":{"en":"Norraby"}`, "envelope.issuer.name"},
		{``, `"envelope.issuer.name":{"en":"Norraby"}`, ""},
		{`"envelope.issuer.name":null`, `"envelope.issuer.name":{"en":"Norraby"}`, "envelope.issuer.name"},
		{`"definition.title":{"en":"Surgery"}`, `"definition.title":{"en":"Welding"}`, "definition.title"},
		{`"award.awarding.on":null`, `"award.awarding.on":"2025-12-20T00:00:00Z"`, "award.awarding.on"},
		{`"learner.party.person.givenName":{"en":"Eva"}`, `"learner.party.person.givenName":{"en":"Ada"}`, "learner.party.person.givenName"},
		{`"envelope.validFrom":null`, `"envelope.validFrom":"2026-01-01T00:00:00Z"`, "envelope.validFrom"},
		{`"envelope.validFrom":"2020-01-01T00:00:00Z"`, `"envelope.validFrom":"2026-01-01T00:00:00Z"`, "envelope.validFrom"},
		{`"envelope.validUntil":null`, `"envelope.validUntil":"2027-01-01T00:00:00Z"`, "envelope.validUntil"},
		{`"envelope.validUntil":"2099-01-01T00:00:00Z"`, `"envelope.validUntil":"2027-01-01T00:00:00Z"`, "envelope.validUntil"},
		{`"envelope.status[0].index":"2"`, `"envelope.status[0].index":"1"`, "envelope.status[0].index"},
		{`"envelope.issuer.id":"did:web:evil.example"`, `"envelope.issuer.id":"did:web:a.example"`, "envelope.issuer.id"},
		{`"learner.id":"did:example:eva"`, `"learner.id":"did:example:ada"`, "learner.id"},
	} {
		c, report := decoded(t, with(t, plainMembers, interoperabilityHead, `{`+test.is+`},"was":{`+test.was+`}`))
		var said []string
		for _, l := range report.Leaves {
			if strings.HasPrefix(l.Reason, CodeContradiction) {
				require.Equal(t, mc.SeverityWarning, l.Severity, test.is)
				said = append(said, l.Reason)
			}
		}
		if test.said == "" {
			require.Empty(t, said)
		} else {
			require.Contains(t, strings.Join(said, " "), test.said, test.is)
		}
		require.Equal(t, "2027-01-01T00:00:00Z", c.Envelope.ValidUntil.String(), test.is)
		require.NotEqual(t, "2020-01-01T00:00:00Z", c.Envelope.ValidFrom.String())
		require.Equal(t, "1", c.Envelope.Status[0].Index)
		require.Equal(t, "did:web:a.example", c.Envelope.Issuer.ID)
		require.Equal(t, "did:example:ada", c.Learner.ID)
	}
	// The first form is no way round.
	c, report := decoded(t, with(t, plainMembers, interoperabilityTree, `{"envelope":{"validUntil":{"was":"2027-01-01T00:00:00Z"}}}`))
	require.Equal(t, "2027-01-01T00:00:00Z", c.Envelope.ValidUntil.String())
	require.Contains(t, leafWith(report, CodeContradiction), "envelope.validUntil")
}

func leafWith(report *mc.Report, code string) string {
	for _, l := range report.Leaves {
		if strings.HasPrefix(l.Reason, code) {
			return l.Reason
		}
	}
	return ""
}

// No interoperability data takes much memory or ends the program: long paths, deep trees,
// and the index to which one cannot be added.
func TestHostileInteroperabilityIsCheap(t *testing.T) {
	for name, data := range map[string][2]string{
		"long path":       {interoperabilityHead, `{"definition` + strings.Repeat(".parts[0]", 100_000) + `.title":null}`},
		"numbers":         {interoperabilityHead, `{"definition.workload[0].amount":"1e999999999","definition.outcomes[9223372036854775807].id":"x"}`},
		"index in a tree": {interoperabilityTree, `{"definition":{"outcomes":{"9223372036854775807":{"id":{"is":"x"}},"2147483647":{"id":{"is":"x"}}}}}`},
		"deep tree":       {interoperabilityTree, `{"award":` + strings.Repeat(`{"parts":{"0":{"award":`, 60) + `{"role":{"is":"x"}}` + strings.Repeat(`}}}`, 60) + `}`},
	} {
		times, size := testkit.Allocated(func() { decoded(t, with(t, plainMembers, data[0], data[1])) })
		require.Less(t, times, 20_000, name)
		require.Less(t, size, 4<<20+50*len(data[1]), name)
	}
}
