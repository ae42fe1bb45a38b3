package batch_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/vc"
)

const plainBadge = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:3a1c3f0e-6f0a-4c52-8f43-6ed1b9b0f7a1",
"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"https://a.example/","type":["Profile"],"name":"A"},"validFrom":"2026-01-01T00:00:00Z",
"credentialSubject":{"id":"did:example:1","type":["AchievementSubject"],"achievement":{"id":"https://a.example/1","type":["Achievement"],"name":"Sailing","description":"Sails.","criteria":{"narrative":"Sail."}}}}`

// A document that keeps the rules of its format fails when a profile asks for more;
// what only should be does not decide.
func TestByProfile(t *testing.T) {
	own := func(level string) *policy.Profile {
		all := policy.Shipped()
		id, err := all.Add(fmt.Appendf(nil, `{"id":"own","title":{"en":"Own"},"version":"1","sources":[{"id":"r","name":"R","url":"https://a.example/"}],
"rules":[{"code":"OWN-GUIDANCE","level":%q,"text":"Guidance must be given.","source":"r","principles":["quality"],"check":{"stated":"definition.guidance"}}]}`, level))
		require.NoError(t, err)
		p, err := all.Profile(id)
		require.NoError(t, err)
		return p
	}
	presentation := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[` + plainBadge + `]}`
	for _, text := range []string{plainBadge, presentation} {
		plain := batch.Check(t.Context(), vc.Env{}, "badge", []byte(text))
		before := plain.Verdict
		plain.By(own("SHOULD"))
		require.Equal(t, before, plain.Verdict)
		strict := batch.Check(t.Context(), vc.Env{}, "badge", []byte(text))
		strict.By(own("MUST"))
		require.Equal(t, vc.Invalid.String(), strict.Verdict)
		last := strict.Decisive[len(strict.Decisive)-1]
		require.Equal(t, "OWN-GUIDANCE", last.Code)
	}
}
