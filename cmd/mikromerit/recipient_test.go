package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

func TestVerifyRecipient(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	badge := strings.Replace(string(openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`)), `"id": "did:example:ingrid",`,
		`"id": "did:example:ingrid", "identifier": [
		  {"type": "IdentityObject", "hashed": true, "salt": "Kosher", "identityType": "emailAddress", "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"},
		  {"type": "IdentityObject", "hashed": false, "identityType": "ext:studentId", "identityHash": "S-17"}],`, 1)
	file := b.path("badge.json")
	b.ok("issue", "--key", key, "-o", file, b.put("draft.json", []byte(badge)))
	for _, who := range []string{"did:example:ingrid", "a@example.com", "A@Example.com", "S-17"} {
		b.ok("verify", "--any-issuer", "--json", "--recipient", who, file)
		require.True(t, b.lines()[0].has("RECIPIENT", "pass"), who)
	}
	b.ok("verify", "--any-issuer", "--recipient", "b@example.com", "--recipient", "S-17", file)
	b.run("verify", "--any-issuer", "--json", "--recipient", "b@example.com", file)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("RECIPIENT", "fail"))
	require.NotContains(t, b.out, "b@example.com", "what the caller knows is nobody else's business")
	b.ok("inspect", file)
	require.Contains(t, b.out, "whoever has the emailAddress that was hashed")
	require.NotContains(t, b.out, "b5809d8a")
	require.Contains(t, b.out, "S-17 (ext:studentId)")

	plain, _ := signedFile(b, "plain.json", "eddsa-jcs-2022", credential)
	b.ok("verify", "--any-issuer", "--recipient", "did:example:ingrid", plain)
	b.run("verify", "--any-issuer", "--json", "--recipient", "did:example:astrid", plain)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("RECIPIENT", "fail"))

	// In a presentation each credential must be that person's, and the one who
	// presents it must be that person.
	holder, learner := b.key("holder.json")
	own, _ := signedBadgeOf(b, "own.json", learner, keys.Ed25519)
	b.ok("present", "--key", holder, "-o", b.path("own.vp.json"), own)
	b.ok("verify", "--any-issuer", "--recipient", learner, b.path("own.vp.json"))
	b.run("verify", "--any-issuer", "--recipient", "did:example:astrid", b.path("own.vp.json"))
	require.Equal(t, exitInvalid, b.status)
	b.ok("present", "--key", holder, "-o", b.path("vp.json"), file)
	b.run("verify", "--any-issuer", "--json", "--recipient", "did:example:ingrid", b.path("vp.json"))
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("PRESENTATION-HOLDER", "fail"))
}

// A presentation around a credential that is no badge is no way around the
// question whose it is.
func TestVerifyRecipientOfPlainInPresentation(t *testing.T) {
	b := newBench(t)
	plain, _ := signedFile(b, "plain.json", "eddsa-jcs-2022", credential)
	holder, did := b.keyOf("holder.json", keys.P256)
	b.ok("present", "--key", holder, "-o", b.path("vp.json"), plain)
	own, _ := signedFile(b, "own.json", "eddsa-jcs-2022", func(issuer string) []byte {
		return bytes.ReplaceAll(credential(issuer), []byte("did:example:ingrid"), []byte(did))
	})
	b.ok("present", "--key", holder, "-o", b.path("own.vp.json"), own)
	b.ok("verify", "--any-issuer", "--recipient", did, b.path("own.vp.json"))
	b.run("verify", "--any-issuer", "--recipient", "did:example:astrid", b.path("vp.json"))
	require.Equal(t, exitInvalid, b.status)
}

// Badges are held against the rules of Open Badges, and endorsements are
// verified on their own.
func TestVerifyRulesAndEndorsements(t *testing.T) {
	b := newBench(t)
	endorser, endorserID := b.key("endorser.json")
	key, did := b.key("key.json")
	endorsement := `{
	  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	  "id": "urn:uuid:0d0b3c66-2f0e-4d35-8b8b-1f5e8c0b7c01", "type": ["VerifiableCredential", "EndorsementCredential"], "name": "Anbefaling",
	  "issuer": {"id": "` + endorserID + `", "type": ["Profile"], "name": "Fiskarlaget"}, "validFrom": "2026-05-04T12:00:00Z",
	  "credentialSubject": {"id": "urn:uuid:4f1c1d3a-3a44-4f0f-9c53-1f6a4d7c2b11", "type": ["EndorsementSubject"], "endorsementComment": "Godt."}}`
	b.ok("issue", "--key", endorser, b.put("endorsement.json", []byte(endorsement)))
	draft := strings.Replace(string(openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`)), `"validFrom"`, `"endorsement": [`+b.out+`], "validFrom"`, 1)
	b.ok("issue", "--key", key, "-o", b.path("badge.json"), b.put("draft.json", []byte(draft)))
	b.ok("verify", "--any-issuer", "--json", b.path("badge.json"))
	l := b.lines()[0]
	require.True(t, l.has("OB3-RULES", "pass"))
	require.True(t, l.has("ENDORSEMENT", "pass"))
	require.Len(t, l.Endorsements, 1)
	require.Equal(t, "/endorsement/0", l.Endorsements[0].Pointer)
	b.ok("verify", "--any-issuer", b.path("badge.json"))
	require.Contains(t, b.out, "\n/endorsement/0: endorsement, valid (embedded proof, Data Integrity)\n")
	b.ok("inspect", b.path("badge.json"))
	require.Contains(t, b.out, "Endorsed    1 time\n")
}
