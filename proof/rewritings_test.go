package proof_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
)

// The same statements, written in another way with nothing but known contexts:
// nobody needs a key for that. Whatever the way, a credential that has ended
// and can be revoked is never valid, and one that has only a status is never
// valid before its list was looked up.
func TestRewritings(t *testing.T) {
	const until = `"2026-02-01T00:00:00Z"`
	const status = `{"id":"https://status.example/3#7","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://status.example/3"}`
	for _, suite := range bothWays {
		revocable := edit(badge(school.id), "/credentialStatus", status)
		file := signed(t, revocable, suite, school, dataintegrity.Options{})
		expired := signed(t, edit(revocable, "/validUntil", until), suite, school, dataintegrity.Options{})
		require.Equal(t, "indeterminate STATUS", check(t, file))
		require.Equal(t, "invalid VALID-UNTIL", check(t, expired))
		for name, edits := range map[string][]string{
			"the end in an array":              {"/validUntil", "[" + until + "]"},
			"the end twice":                    {"/validUntil", "[" + until + "," + until + "]"},
			"the end in nested arrays":         {"/validUntil", "[[" + until + "]]"},
			"the end as a value object":        {"/validUntil", `{"@value":` + until + `,"@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`},
			"the end as a set":                 {"/validUntil", `{"@set":[` + until + `]}`},
			"the end and null":                 {"/validUntil", "[null," + until + "]"},
			"another offset":                   {"/validUntil", `"2026-02-01T00:00:00+00:00"`},
			"the status in an array":           {"/credentialStatus", "[" + status + "]"},
			"the status in nested arrays":      {"/credentialStatus", "[[" + status + "]]"},
			"the status as a set":              {"/credentialStatus", `{"@set":[` + status + `]}`},
			"the status and null":              {"/credentialStatus", "[null," + status + "]"},
			"the index as a value object":      {"/credentialStatus/statusListIndex", `{"@value":"7"}`},
			"the index in an array":            {"/credentialStatus/statusListIndex", `["7"]`},
			"the type of the status by IRI":    {"/credentialStatus/type", `["BitstringStatusListEntry","https://www.w3.org/ns/credentials/status#BitstringStatusListEntry"]`},
			"the status in two parts":          {"/credentialStatus", `[{"id":"https://status.example/3#7","type":"BitstringStatusListEntry"},` + status + `]`},
			"only the name of the status":      {"/credentialStatus", `"https://status.example/3#7"`},
			"the issuer in an array":           {"/issuer", "[" + revocable.Get("issuer").Raw() + "]"},
			"a known context inside":           {"/credentialStatus/@context", `"https://www.w3.org/ns/credentials/v2"`},
			"the null context inside":          {"/credentialStatus/@context", "null"},
			"the older base context":           {"/@context/0", `"https://www.w3.org/2018/credentials/v1"`},
			"the contexts in another order":    {"/@context", `["` + obContext + `","https://www.w3.org/ns/credentials/v2"]`},
			"a presentation as well":           {"/type", `["VerifiableCredential","OpenBadgeCredential","VerifiablePresentation"]`},
			"the end under the name of old":    {"/validUntil", "", "/expirationDate", until},
			"a member that is null beside all": {"/refreshService", "null"},
		} {
			require.False(t, strings.HasPrefix(check(t, change(expired, edits...)), "valid"), "%s: %s, ended", suite, name)
			if !strings.Contains(name, "the end") {
				require.False(t, strings.HasPrefix(check(t, change(file, edits...)), "valid"), "%s: %s", suite, name)
			}
		}
	}
}
