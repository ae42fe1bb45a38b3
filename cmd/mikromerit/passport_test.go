package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// targetText describes a qualification of which one part is called as the badge of the
// tests is, and one as nothing is.
const targetText = `{"title": {"en": "Sea and shore", "nb": "Sjø og strand"}, "id": "https://vestre-aas.example/sea",
	"credits": {"amount": "10", "framework": "ECTS"},
	"parts": [{"title": "Fjord and catch", "id": "https://vestre-aas.example/fjord"}, {"title": "Boats", "id": "https://vestre-aas.example/boats"}]}`

// A passport of each form is built, checked and shown.
func TestPassport(t *testing.T) {
	b := newBench(t)
	holder, did := b.key("holder.json")
	badge, _ := signedBadgeOf(b, "badge.json", did, keys.Ed25519)
	token, _ := signedBadgeOf(b, "token", did, keys.P256, "--suite", "vc+jwt")
	seal, ca := sealed(b, "sealed.json", sealable())
	target := b.put("target.json", []byte(targetText))

	b.ok("passport", "build", "--key", holder, "--domain", "https://r.example", "--challenge", "8f1c", "-o", b.path("vp.json"), badge, token, seal, badge)
	require.Contains(t, b.err, "EUMC-PASS-COPY")
	b.run("passport", "check", "--any-issuer", "--anchor", ca, "--unsafe-allow-unknown-revocation", "--domain", "https://r.example", "--challenge", "8f1c", "--json", "--target", target, b.path("vp.json"))
	require.Equal(t, exitIndeterminate, b.status, "the sealed credential names no holder, so that it is the holder's is not known")
	var line map[string]any
	require.NoError(t, json.Unmarshal([]byte(b.out), &line))
	require.Len(t, line["credentials"], 3)
	require.Equal(t, true, line["holderProven"])
	plan := line["plan"].(map[string]any)
	require.Len(t, plan["parts"], 2)
	require.NotEmpty(t, plan["decision"])

	b.run("passport", "check", "--any-issuer", "--target", target, b.path("vp.json"))
	require.Contains(t, b.said(), "the holder's")
	require.Contains(t, b.said(), "Towards Sea and shore")
	require.Contains(t, b.said(), "SEAL-REVOCATION, ", "a credential that is not valid says why")
	require.Contains(t, b.said(), "is decided by the institution that awards the target")
	b.run("passport", "check", "--any-issuer", "--challenge", "other", b.path("vp.json"))
	require.Equal(t, exitInvalid, b.status)

	b.refuses(exitInvalid, "give --learner", "passport", "build", "--as", "clr", "--key", holder, badge, seal)
	b.ok("passport", "build", "--as", "clr", "--key", holder, "--collector", "Alliance", "--target", target, "-o", b.path("clr.json"), badge, token)
	b.ok("passport", "check", "--any-issuer", b.path("clr.json"))
	b.refuses(exitInvalid, "badge.json: a European Digital Presentation holds Europass credentials", "passport", "build", "--as", "edp", badge, seal)
	b.ok("passport", "build", "--as", "edp", "--anchor", ca, "--unsafe-allow-unknown-revocation", "-o", b.path("edp.json"), seal)
	b.ok("passport", "check", "--anchor", ca, "--unsafe-allow-unknown-revocation", b.path("edp.json"))

	b.ok("show", "--any-issuer", "--target", target, "-o", b.path("page.html"), b.path("vp.json"))
	require.Contains(t, b.get("page.html"), "Sea and shore")
}

func TestPassportRefuses(t *testing.T) {
	b := newBench(t)
	holder, did := b.key("holder.json")
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	draft := b.put("draft.json", credential(quoted(did)))
	b.refuses(exitInvalid, "draft.json: it carries no proof", "passport", "build", "--key", holder, badge, draft)
	b.refuses(exitError, "is no passport: it is one credential", "passport", "check", badge)
	b.refuses(exitError, "describes no qualification", "passport", "check", "--target", b.put("bad.json", []byte(`{"title": "T", "credit": 1}`)), badge)
	b.refuses(exitError, "only a presentation is for somebody", "passport", "build", "--as", "clr", "--challenge", "c", "--key", holder, badge)
	b.refuses(exitError, "are for a record", "passport", "build", "--title", "T", "--key", holder, badge)
	b.refuses(exitError, "nobody signs a European Digital Presentation", "passport", "build", "--as", "edp", "--key", holder, badge)
	b.refuses(exitError, "whom you trust matters there", "passport", "build", "--any-issuer", "--key", holder, badge)
	b.refuses(exitError, "there is no key to sign with", "passport", "build", badge)
}
