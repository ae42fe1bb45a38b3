package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A badge becomes a European credential on VC 2.0 that its issuer signs with a Data
// Integrity proof, keeps every rule of the European Learning Model, and is read back.
func TestConvertBesideVC2AndIssue(t *testing.T) {
	b := newBench(t)
	b.run("keygen", "--type", "ed25519", "-o", b.path("key.json"))
	require.Equal(t, exitValid, b.status, b.err)
	did := strings.TrimSpace(b.out + b.err)
	badge := "../../examples/data/vestre-aas-badge.json"
	b.run("convert", "--to", "edc", "--flavour", "vc2", "--issuer-id", did, "-o", b.path("draft.json"), badge)
	require.Equal(t, exitValid, b.status, b.err)
	b.run("check", b.path("draft.json"))
	require.Equal(t, exitValid, b.status, b.out)
	require.Contains(t, strings.Join(strings.Fields(b.out), " "), `its issuer signs it with "mikromerit issue"`)
	b.run("issue", "--suite", "eddsa-rdfc-2022", "--key", b.path("key.json"), "-o", b.path("signed.json"), b.path("draft.json"))
	require.Equal(t, exitValid, b.status, b.err)
	b.run("verify", "--strict", "--issuer", did, b.path("signed.json"))
	require.Equal(t, exitValid, b.status, b.out)
	require.Contains(t, b.out, "ELM-RULES")
	b.run("convert", "--to", "ob3", "--issuer", did, "-o", b.path("back.json"), b.path("signed.json"))
	require.Equal(t, exitValid, b.status, b.err)

	// What breaks a rule of the model is not signed.
	b.put("broken.json", []byte(strings.Replace(b.get("draft.json"), `"issued"`, `"x-issued"`, 1)))
	b.run("issue", "--suite", "eddsa-rdfc-2022", "--key", b.path("key.json"), b.path("broken.json"))
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.err, "breaks the rules of its format")
	b.run("convert", "--to", "ob3", "--flavour", "vc2", badge)
	require.Contains(t, b.err, "--flavour is about a Europass credential")
}

// A draft that keeps the rules says what comes next.
func TestCheckOfADraftSaysWhatIsNext(t *testing.T) {
	b := newSealBench(t)
	b.run("check", b.draft("draft.json"))
	require.Contains(t, strings.Join(strings.Fields(b.out), " "), `an organisation seals it with "mikromerit seal"`)
}

// A Europass presentation takes the same flags of trust as verify; others take none.
func TestPresentEuropassByTrustFile(t *testing.T) {
	b := newSealBench(t)
	b.seal("--tsa", anyTSA, "--online", "--anchor", b.root, "-o", b.path("s.jsonld"), b.draft("draft.json"))
	trust := b.put("trust.json", []byte(`{"anchors":["root.pem"]}`))
	b.run("present", "--europass", "--trust", trust, "-o", b.path("p.json"), b.path("s.jsonld"))
	require.Equal(t, exitValid, b.status, b.err)
	b.run("present", "--europass", "-o", b.path("q.json"), b.path("s.jsonld"))
	require.NotEqual(t, b.get("p.json"), b.get("q.json"), "without trust the check of the seal is open")
	b.run("present", "--key", b.path("k.json"), "--anchor", b.root, b.path("s.jsonld"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "add --europass")
}
