package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Who checks a document asks about its form only: it needs no proof, and a proof
// that is wrong changes nothing.
func TestCheck(t *testing.T) {
	b := newBench(t)
	good := `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:3a1c3f0e-6f0a-4c52-8f43-6ed1b9b0f7a1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"https://a.example/","type":["Profile"],"name":"A"},"validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:example:1","type":["AchievementSubject"],"achievement":{"id":"https://a.example/1","type":["Achievement"],"name":"Sailing","description":"Sails.","criteria":{"narrative":"Sail."}}}}`
	b.put("good.json", []byte(good))
	b.put("bad.json", []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"https://a.example/","type":["Profile"]},"credentialSubject":{"type":["AchievementSubject"]}}`))

	b.ok("check", b.path("good.json"))
	require.Contains(t, b.out, "good.json: conforms (no proof)\n")
	require.NotContains(t, b.out, "PROOF-NONE")

	b.run("check", b.path("bad.json"))
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.out, "bad.json: does not conform (no proof)\n")
	require.Contains(t, b.out, "FAIL  OB3-REQUIRED")

	b.run("check", "--json", b.path("good.json"))
	require.Contains(t, b.out, `"verdict":"valid","axes":{"authentic":"not-asked","in-force":"not-asked","trusted":"not-asked","bound":"not-asked","conformant":"valid"}`)
	require.Contains(t, b.out, `"proofs":[]`)

	b.run("check", b.dir)
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.out, "conforms         good.json\n")
	require.Contains(t, b.out, "     1  does not conform  ")
}
