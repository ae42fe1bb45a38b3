package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// A record of badges is issued, verified with each badge in it, baked and
// inspected.
func TestRecord(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519)
	signed, err := proof.Open([]byte(b.get("badge.json")), vc.Limits{})
	require.NoError(t, err)
	embedded, err := clr.Embed(signed)
	require.NoError(t, err)
	key, did := b.key("key.json")
	draft, err := clr.New("urn:uuid:5d3c9c3e-51f0-4c1e-9f39-0a9a3e1d7c02", "Karakterutskrift", ob3.NewProfile(did, "Vestre Ås"),
		time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), clr.NewSubject("did:example:ingrid", embedded)).Document()
	require.NoError(t, err)
	record := b.path("record.json")
	b.ok("issue", "--key", key, "-o", record, b.put("draft.json", draft.Bytes()))
	b.ok("verify", "--any-issuer", "--json", "--recipient", "did:example:ingrid", record)
	l := b.lines()[0]
	require.True(t, l.has("CLR2-RULES", "pass"))
	require.Len(t, l.Credentials, 1)
	require.Equal(t, "valid", l.Credentials[0].Verdict)
	require.Equal(t, "/credentialSubject/verifiableCredential/0", l.Credentials[0].Pointer)
	b.ok("inspect", record)
	require.Contains(t, b.out, "Format    Comprehensive Learner Record 2.0, W3C data model 2.0\n")
	require.Contains(t, b.out, "Badges      Fjord og fangst\n")

	b.ok("bake", "--image", b.put("picture.png", pictures(t)["png"]), "-o", b.path("baked.png"), record)
	b.ok("verify", "--any-issuer", "--json", b.path("baked.png"))
	require.False(t, b.lines()[0].has("BAKE-NAME", "warn"))

	// A record is as good as the badges in it.
	b.run("verify", "--json", "--issuer", did, record)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("NESTED-CREDENTIAL", "fail"))

	b.refuses(exitInvalid, "FAIL  CLR2-", "issue", "--key", key, b.put("bad.json", []byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential", "ClrCredential"], "issuer": "`+did+`",
		"credentialSubject": {"id": "did:example:ingrid"}}`)))
}
