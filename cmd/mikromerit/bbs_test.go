package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// A badge with bbs-2023 from its issuer to a verifier, on its own and in a
// presentation.
func TestBBS(t *testing.T) {
	b := newBench(t)
	base, did := signedBadge(b, "base.json", keys.BLS12381, "--mandatory", "/credentialSubject/achievement/name") // the default for the key
	require.True(t, strings.HasPrefix(did, "did:key:zUC7"))
	require.Equal(t, "bbs-2023", parsed(t, b.get("base.json")).Lookup("/proof/0/cryptosuite").Text())
	b.run("verify", "--any-issuer", "--json", base)
	require.Equal(t, exitInvalid, b.status, "a base proof is not for verifiers")
	require.True(t, b.lines()[0].decidedBy("PROOF-VALUE"))

	b.ok("inspect", base)
	require.Contains(t, b.out, "bbs-2023: a base proof, which is for the holder only")

	b.ok("derive", "--reveal", "/credentialSubject/achievement/criteria", "-o", b.path("plain.json"), base)
	b.ok("verify", "--any-issuer", "--json", b.path("plain.json"))
	l := b.lines()[0]
	require.Equal(t, "bbs-2023", l.Proofs[0].Suite)
	require.True(t, l.Derived)
	require.True(t, l.has("SD-WITHHELD", "warn"))
	require.NotContains(t, b.get("plain.json"), "description")

	b.ok("derive", "--challenge", "8f1c", "--reveal", "", "-o", b.path("bound.json"), base)
	require.Contains(t, b.err, "--reveal with an empty pointer reveals the whole credential\n")
	for challenge, status := range map[string]int{"8f1c": exitValid, "9999": exitInvalid} {
		b.run("verify", "--any-issuer", "--json", "--challenge", challenge, b.path("bound.json"))
		require.Equal(t, status, b.status)
		require.Equal(t, status == exitValid, b.lines()[0].has("PROOF-CHALLENGE", "pass"))
	}
	b.run("verify", "--any-issuer", "--json", "--challenge", "8f1c", b.path("plain.json"))
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].decidedBy("PROOF-CHALLENGE"))

	for _, command := range []string{"verify", "derive", "present"} {
		b.refuses(exitError, "--challenge: it is empty; give a value, or leave the flag out", command, "--challenge", "", b.path("bound.json"))
	}

	holder, _ := b.key("holder.json")
	present := []string{"present", "--key", holder, "-o", b.path("vp.json"), "--challenge"}
	b.ok(append(present, "8f1c", b.path("plain.json"))...)
	b.run("verify", "--any-issuer", "--json", "--challenge", "8f1c", b.path("vp.json"))
	require.True(t, b.lines()[0].has("PROOF-CHALLENGE", "pass"))
	present[4] = b.path("vp2.json")
	b.ok(append(present, "8f1c", b.path("bound.json"))...)
	b.refuses(exitInvalid, "bound.json was derived as the answer to another challenge than that of the presentation; derive it again", append(present, "9999", b.path("bound.json"))...)
	b.refuses(exitInvalid, "bound.json was derived as the answer to a challenge, and the presentation answers none", "present", "--key", holder, b.path("bound.json"))
	b.refuses(exitInvalid, "base.json carries a base proof, with which the verifier could reveal everything; derive from it first", append(present, "8f1c", base)...)
}

func TestBBSRefuses(t *testing.T) {
	b := newBench(t)
	base, _ := signedBadge(b, "base.json", keys.BLS12381)
	b.ok("derive", "-o", b.path("derived.json"), base)
	key, draft := b.path("key-base.json"), b.path("draft-base.json")

	b.refuses(exitError, "the type bls12-381; sign with a key of another type", "present", "--key", key, b.path("derived.json"))
	require.NotContains(t, b.err, "give another --suite")
	b.refuses(exitError, "bbs-2023 cannot be made with a key of the type p256, only with one of bls12-381; this key makes ecdsa-rdfc-2019, ", "issue", "--suite", "bbs-2023", "--key", func() string { k, _ := b.keyOf("p256.json", keys.P256); return k }(), draft)
	b.refuses(exitError, "jwt cannot be made with a key of the type bls12-381, only with one of ed25519, p256, p384, p521, rsa; this key makes bbs-2023; give another --suite", "issue", "--suite", "jwt", "--key", key, draft)
	b.refuses(exitError, "a base proof of bbs-2023 stands alone", "issue", "--add", "--key", key, b.path("derived.json"))

	changed := b.put("changed.json", []byte(strings.Replace(b.get("base.json"), "Vestre", "Nordre", 1)))
	b.refuses(exitInvalid, "nothing can be derived from changed.json: at /proof/0/proofValue: ", "derive", changed)
	require.Contains(t, b.err, "ask the issuer for the file again")
	b.refuses(exitInvalid, "nothing can be derived from base.json: nothing stands at", "derive", "--reveal", "/nowhere", base)
	b.refuses(exitInvalid, `nothing stands at "name" in the document: a JSON Pointer begins with a slash, such as /credentialSubject`, "derive", "--reveal", "name", base)
	b.refuses(exitInvalid, "derived.json carries no base proof, from which alone parts are revealed; derive from the file that the issuer gave", "derive", b.path("derived.json"))
	b.refuses(exitInvalid, "with ecdsa-sd-2023 and bbs-2023 that is all but what is mandatory", "derive", "--list", base)
	b.refuses(exitError, "--list does nothing else", "derive", "--list", "--challenge", "x", base)

	convert := []string{"convert", "--to", "clr", "-o", b.path("record.json"), base}
	b.refuses(exitInvalid, "base.json carries a base proof, which is for its holder only; derive from it first, and convert what is derived", convert...)
	b.refuses(exitError, "the embedded original would carry a base proof, with which whoever gets it could reveal everything", append(convert, "--unsafe-convert-invalid", "--embed-original")...)
	require.NoFileExists(t, b.path("record.json"))

	sd, _ := signedBadge(b, "sd.json", keys.P256, "--suite", "ecdsa-sd-2023")
	b.refuses(exitInvalid, "a proof of ecdsa-sd-2023 has no place for a presentation header", "derive", "--challenge", "x", sd)
	token, _ := signedBadge(b, "token", keys.P256, "--suite", "vc+sd-jwt", "--disclosable", "/name")
	b.refuses(exitInvalid, "token is an SD-JWT, which has no place for a challenge before its holder signs", "derive", "--challenge", "x", token)
}

// With a base proof anybody could reveal everything: it goes into no picture, no
// presentation, no passport and no converted document, and no credential around it
// hides it.
func TestBaseProofStaysWithItsHolder(t *testing.T) {
	b := newBench(t)
	picture := b.put("picture.png", pictures(t)["png"])
	holder, holderDID := b.key("holder.json")
	for kind, suite := range map[keys.Type]string{keys.BLS12381: "bbs-2023", keys.P256: "ecdsa-sd-2023"} {
		base, _ := signedBadge(b, suite+".json", kind, "--suite", suite)
		b.refuses(exitInvalid, "carries a base proof, with which whoever gets the image could reveal everything", "bake", "--image", picture, base)
		b.refuses(exitError, "the embedded original would carry a base proof", "convert", "--to", "vc", "--unsafe-convert-invalid", "--embed-original", base)
		b.ok("--force", "convert", "--to", "vc", "--unsafe-convert-invalid", "-o", b.path("converted.json"), base)
		value := parsed(t, b.get(suite+".json")).Lookup("/proof/0/proofValue").Text()
		require.NotContains(t, b.get("converted.json"), value[:40])

		record := b.put("record.json", []byte(strings.ReplaceAll(`{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
			"id": "urn:uuid:5a0d9c53-6b0e-4a5e-9a26-6f7f5f2f8c11", "type": ["VerifiableCredential", "ClrCredential"], "name": "r", "validFrom": "2025-01-01T00:00:00Z",
			"issuer": {"id": "DID", "type": ["Profile"], "name": "r"},
			"credentialSubject": {"id": "did:example:ingrid", "type": ["ClrSubject"], "verifiableCredential": [`, "DID", holderDID)+b.get(suite+".json")+`]}}`))
		for _, form := range []string{"eddsa-jcs-2022", "jwt"} {
			b.ok("--force", "issue", "--suite", form, "--key", holder, "-o", b.path("held"), record)
			b.refuses(exitInvalid, "held carries a base proof, with which the verifier could reveal everything", "present", "--key", holder, b.path("held"))
			b.refuses(exitInvalid, "base proof", "passport", "build", "--key", holder, b.path("held"))
			b.refuses(exitInvalid, "carries a base proof", "bake", "--image", picture, b.path("held"))
		}
	}
}

// A record can be made to be revealed in parts; the badges in it need proofs of their
// own, which show them to anybody.
func TestBBSRecord(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519)
	signed, err := proof.Open([]byte(b.get("badge.json")), vc.Limits{})
	require.NoError(t, err)
	embedded, err := clr.Embed(signed)
	require.NoError(t, err)
	key, did := b.keyOf("key.json", keys.BLS12381)
	record := func(badge vc.Document) string {
		draft, err := clr.New("urn:uuid:5d3c9c3e-51f0-4c1e-9f39-0a9a3e1d7c02", "Karakterutskrift", ob3.NewProfile(did, "Vestre Ås"),
			time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), clr.NewSubject("did:example:ingrid", badge)).Document()
		require.NoError(t, err)
		return b.put("draft.json", draft.Bytes())
	}
	b.ok("issue", "--key", key, "-o", b.path("base.json"), record(embedded))
	b.ok("derive", "--reveal", "", "-o", b.path("record.json"), b.path("base.json"))
	b.ok("verify", "--any-issuer", "--json", b.path("record.json"))
	require.Equal(t, "valid", b.lines()[0].Credentials[0].Verdict)

	own, err := vc.ParseDocument(openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`), vc.Limits{})
	require.NoError(t, err)
	b.refuses(exitError, "the credential at /credentialSubject/verifiableCredential/0 needs a proof of its own in a record", "issue", "--key", key, record(own))
	b.refuses(exitInvalid, "a passport is made to be shown, and what this suite signs is for the holder only", "passport", "build", "--as", "clr", "--key", key, "--collector", "Alliance", b.path("badge.json"))
}
