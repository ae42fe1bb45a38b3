package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var update = flag.Bool("update", false, "write what the command says today into testdata")

// golden compares a text with a file that a person has read.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o777))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o666))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// parsed reads a JSON text strictly.
func parsed(t *testing.T, text string) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	return v
}

// A badge that was made of a badge can be signed in every way and verifies: the
// class of its source, written out in the evidence, hides nothing.
func TestConvertBadgeToBadgeAndIssue(t *testing.T) {
	b := newBench(t)
	source, _ := signedBadgeOf(b, "source", "did:example:ingrid", keys.Ed25519)
	b.ok("convert", "--to", "ob3", "-o", b.path("draft.json"), source)
	require.Contains(t, b.get("draft.json"), "vocab.html#OpenBadgeCredential")
	for suite, kind := range map[string]keys.Type{"eddsa-rdfc-2022": keys.Ed25519, "eddsa-jcs-2022": keys.Ed25519, "ecdsa-rdfc-2019": keys.P384, "Ed25519Signature2020": keys.Ed25519, "vc+jwt": keys.P256} {
		key, did := b.keyOf("k-"+suite+".json", kind)
		b.ok("issue", "--suite", suite, "--key", key, "--set-issuer", "-o", b.path("o-"+suite), b.path("draft.json"))
		b.ok("verify", "--strict", "--issuer", did, b.path("o-"+suite))
	}
}

func TestConvertSealed(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	b.run("convert", "--to", "ob3", "--extension", "--anchor", anchor, "--report", b.path("report.json"), "-o", b.path("badge.json"), file)
	require.Equal(t, exitValid, b.status, b.err)
	require.Empty(t, b.out)
	golden(t, "convert-valid.txt", b.err)

	doc := parsed(t, b.get("badge.json"))
	require.Equal(t, "Fjord og fangst", doc.Lookup("/credentialSubject/achievement/name").Text())
	require.Equal(t, "valid", doc.Lookup("/provenance/0/verdict").Text())
	require.Equal(t, "third-party", doc.Lookup("/provenance/0/authority").Text())
	require.False(t, doc.Get("proof").Exists())
	require.Equal(t, doc.Lookup("/issuer/id").Text(), doc.Lookup("/credentialSubject/source/id").Text())

	var report struct {
		From, To string
		Summary  struct{ Read int }
		Leaves   []struct{ Source, Kind string }
	}
	require.NoError(t, json.Unmarshal([]byte(b.get("report.json")), &report))
	require.Equal(t, "edc", report.From)
	require.Equal(t, "ob3", report.To)
	require.Positive(t, report.Summary.Read)
	require.GreaterOrEqual(t, len(report.Leaves), report.Summary.Read)

	b.run("convert", "--to", "ob3", "--extension", "--anchor", anchor, file)
	require.Equal(t, b.get("badge.json"), b.out, "the same to standard output")
	b.run("convert", "--to", "ob3", "--extension", "--anchor", anchor, "--report", "-", "-o", b.path("again.json"), file)
	require.Equal(t, b.get("report.json"), b.out)
	b.run("convert", "--to", "ob3", "--extension", "--anchor", anchor, "--language", "en", file)
	require.Equal(t, "Fjord and catch", parsed(t, b.out).Lookup("/credentialSubject/achievement/name").Text())
}

// What is not known is allowed and written down.
func TestConvertIndeterminate(t *testing.T) {
	b := newBench(t)
	file, _ := sealed(b, "edc.json", sealable())
	b.run("convert", "--to", "ob3", file)
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.err, "trusted: ?")
	require.Contains(t, strings.Join(strings.Fields(b.err), " "), "Nobody whom you trust vouches for that name.")
	require.Contains(t, b.out, "from an issuer for whom nobody was asked to vouch")
}

// Only a wrong proof is a reason not to convert. Where there is none, the
// document and standard error say with one voice that nothing vouches for it.
func TestConvertRefusesInvalid(t *testing.T) {
	b := newBench(t)
	unsealed := b.put("unsealed.json", sealable())
	b.ok("convert", "--to", "ob3", unsealed)
	require.Contains(t, b.err, "Note: the source carries no proof, so nothing vouches for it; the document says")
	require.Contains(t, b.out, "It carries no proof, so nothing vouches for it.")
	require.NotContains(t, b.out, `"verdict"`)

	forged := b.put("forged.json", testkit.Seal(sealable(), testkit.SealOptions{Forge: func(p *testkit.SealParts) { p.Payload += " " }}))
	b.run("convert", "--to", "ob3", "-o", b.path("out.json"), forged)
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.err, "forged.json is not authentic, so it is not converted")
	require.Contains(t, b.err, "FAIL  PROOF-SIGNATURE")
	require.NotContains(t, b.err, "ok ")
	require.NoFileExists(t, b.path("out.json"))
}

// Standard error and the document say the same of the source, whatever became
// of its verification.
func TestSummaryAndDocumentAgree(t *testing.T) {
	b := newBench(t)
	b.web = olderWeb()
	file, anchor := sealed(b, "edc.json", sealable())
	forged := b.put("forged.json", testkit.Seal(sealable(), testkit.SealOptions{Forge: func(p *testkit.SealParts) { p.Payload += " " }}))
	hosted := b.put("assertion.json", []byte(assertion))
	for name, test := range map[string]struct {
		args            []string
		detail, verdict string
	}{
		"hosted":          {[]string{"--online", hosted}, "Its verification found it authentic, ", "valid"},
		"hosted, trusted": {[]string{"--online", "--issuer", "https://vestre-aas.example/issuer", hosted}, "from a trusted issuer", "valid"},
		"unsigned":        {[]string{b.put("unsealed.json", sealable())}, "carries no proof, so nothing vouches for it", ""},
		"sealed":          {[]string{"--anchor", anchor, file}, "Its verification found it authentic, ", "valid"},
		"sealed, unknown": {[]string{file}, "nobody was asked to vouch", "valid"},
		"forged":          {[]string{"--unsafe-convert-invalid", forged}, "Its verification found it not authentic, ", "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			b.ok(append([]string{"convert", "--to", "ob3", "--extension"}, test.args...)...)
			said := strings.Join(strings.Fields(b.err), " ")
			source := parsed(t, b.out).Lookup("/provenance/0")
			require.Equal(t, test.verdict, source.Get("verdict").Text())
			require.Contains(t, b.out, test.detail)
			require.Contains(t, said, test.detail)
			if test.verdict != "" {
				_, told, _ := strings.Cut(said, "The document says of the source: ")
				told, _, _ = strings.Cut(told, ".")
				require.Contains(t, b.out, told+".", "word for word")
			}
			require.Equal(t, test.verdict == "", strings.Contains(said, "no proof"))
		})
	}
}

func TestConvertWrongSource(t *testing.T) {
	b := newBench(t)
	b.run("convert", "--to", "ob3", b.put("empty.json", nil))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "empty.json cannot be read as a credential: the file is empty")
	plain, _ := signedFile(b, "plain.json", "eddsa-jcs-2022", credential)
	b.ok("convert", "--to", "vc", plain)
	text := b.put("text.json", testkit.Seal([]byte("hello"), testkit.SealOptions{}))
	b.run("convert", "--to", "ob3", "--unsafe-convert-invalid", text)
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "what was signed is not one strict JSON value")
}

// The whole walk: a sealed credential becomes a signed badge that verifies.
func TestConvertThenIssue(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	key, did := b.key("key.json")
	b.run("convert", "--to", "ob3", "--anchor", anchor, "-o", b.path("draft.json"), file)
	require.Equal(t, exitValid, b.status, b.err)
	b.run("issue", "--suite", "eddsa-rdfc-2022", "--key", key, b.path("draft.json"))
	require.Equal(t, exitInvalid, b.status, "the key is not that of the issuer")

	b.run("issue", "--suite", "eddsa-rdfc-2022", "--key", key, "--set-issuer", "--issuer-name", "Badge desk", "-o", b.path("badge.json"), b.path("draft.json"))
	require.Equal(t, exitValid, b.status, b.err)
	doc := parsed(t, b.get("badge.json"))
	require.Equal(t, `{"id":"`+did+`","type":["Profile"],"name":"Badge desk"}`, doc.Get("issuer").Raw())
	require.Equal(t, "Vestre Ås høgskole", doc.Lookup("/credentialSubject/source/name").Text())

	b.run("verify", "--any-issuer", "--json", b.path("badge.json"))
	require.Equal(t, exitValid, b.status, b.out)
}

// The way back: a badge of Open Badges 2 and a European credential, as drafts
// of Europass.
func TestConvertToEuropass(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", sealable())
	b.ok("convert", "--to", "edc", "--anchor", anchor, file)
	doc := parsed(t, b.out)
	require.Equal(t, "Fjord og fangst", doc.Lookup("/displayParameter/title/nb").Text())
	require.Contains(t, b.err, "Europass EDC to Europass EDC: of the ")
	b.web = olderWeb()
	b.run("convert", "--to", "edc", "--online", b.put("assertion.json", []byte(assertion)))
	require.Equal(t, exitInvalid, b.status, "the badge does not say in which country its issuer is")
	require.Contains(t, b.err, "cannot be written as edc")
	require.Contains(t, b.err, "say in which country the organisations are with --issuer-country")
	require.Contains(t, b.err, "FAIL  ELM-REQUIRED")
	b.ok("convert", "--to", "edc", "--online", "--issuer-country", "NO", b.path("assertion.json"))
}

// An id of the issuer that is no URL is said as such and becomes no invented
// one; a flag settles it.
func TestConvertNamesTheIssuersID(t *testing.T) {
	b := newBench(t)
	file := b.put("badge.json", openBadge(`{"id": "Vestre Ås", "type": ["Profile"], "name": "Vestre Ås"}`))
	for _, args := range [][]string{{"--to", "ob3"}, {"--to", "ob3", "--same-issuer"}, {"--to", "edc", "--issuer-country", "NO"}} {
		args = append(append([]string{"convert"}, args...), file)
		b.run(args...)
		require.Equal(t, exitInvalid, b.status, b.err)
		require.Contains(t, b.err, "envelope.issuer.id")
		require.Contains(t, b.err, "--issuer-id")
		require.NotContains(t, b.out, "urn:uuid")
		b.ok(append(args, "--issuer-id", "did:web:vestre-aas.example")...)
		require.Equal(t, "did:web:vestre-aas.example", parsed(t, b.out).Lookup("/issuer/id").Text())
	}
}
