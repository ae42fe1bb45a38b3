package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// Of many documents each is a file of its format: XML for ELMO, which can be read again.
func TestConvertManyToXML(t *testing.T) {
	b := newBench(t)
	file, _ := signedBadge(b, "badge.json", keys.Ed25519)
	b.ok("convert", "--to", "elmo", "--any-issuer", "-o", b.path("one.xml"), "--now", "2026-08-01T12:00:00Z", "--issuer-country", "NO", file)
	b.ok("convert", "--to", "elmo", "--any-issuer", "-o", b.path("out"), "--now", "2026-08-01T12:00:00Z", "--issuer-country", "NO", "--summary", file)
	require.Equal(t, b.get("one.xml"), b.get("out/badge.json.xml"))
	b.run("verify", "--json", b.path("out"))
	require.Contains(t, b.out, `"file":`)
	require.NotContains(t, b.out, "skipped")

	// A file that ends in .xml and cannot be read is told of.
	require.NoError(t, os.Mkdir(b.path("bad"), 0o700))
	b.put("bad/report.xml", []byte(`<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1"><learner>`))
	b.run("verify", b.path("bad"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.out, "FORMAT-ELMO")
}

// What --strict refuses among many has a code on its line and in the closing table.
func TestStrictAmongMany(t *testing.T) {
	b := newBench(t)
	args := []string{"convert", "--to", "elmo", "--any-issuer", "--strict", "-o", b.path("out"), "../../examples/data/vestre-aas-badge.signed.json"}
	b.run(append(args, "--json")...)
	require.Equal(t, exitInvalid, b.status)
	var line struct {
		Verdict  string
		Findings []struct{ Code, Pointer string }
	}
	require.NoError(t, json.Unmarshal([]byte(b.out), &line))
	require.Equal(t, "invalid", line.Verdict)
	require.Equal(t, "LOSS-EUMC-3", line.Findings[0].Code)
	require.NotEmpty(t, line.Findings[0].Pointer)
	b.run(append(args, "--summary")...)
	require.Contains(t, b.out, "1  invalid  LOSS-EUMC-")
}

// The flags of signing hold for the rows of a table, too, and one that does not fit is
// refused before anything is read.
func TestRowsAreSignedAsAsked(t *testing.T) {
	b, args := class(t)
	args = append(args, "--rows", classRows)
	b.refuses(exitError, "--decoys is for vc+sd-jwt and dc+sd-jwt only", append(args, "--decoys", "2")...)
	b.refuses(exitError, "--mandatory is for ecdsa-sd-2023 and bbs-2023 only", append(args, "--mandatory", "/name")...)
	b.refuses(exitError, "holds no certificate of the key", append(args, "--certificate", "../../examples/data/test-ca.pem")...)
	b.refuses(exitError, "a Europass credential is sealed and not signed; leave out --suite", "issue", "--template", classTemplate, "--rows", classRows, "--row-key", "e-post", "--format", "edc", "--suite", "jwt", "-o", b.path("drafts"))
	b.refuses(exitError, `there is no status list in none; start one with "mikromerit status new", or name its folder with --status`, append(args, "--status", b.path("none"))...)
	b.ok("status", "new", "--store", b.path("other"), "--purpose", "revocation", "--url", "https://status.example/2", "--issuer", "did:web:somebody.example")
	b.refuses(exitError, "the status list is one of did:web:somebody.example, but the key speaks for did:key:", append(args, "--status", b.path("other"))...)
	entries, err := os.ReadDir(b.dir)
	require.NoError(t, err)
	for _, e := range entries {
		require.NotEqual(t, "badges", e.Name(), "nothing was begun")
	}

	all, err := os.ReadFile(classRows)
	require.NoError(t, err)
	table, _, _ := strings.Cut(string(all), "Máret")
	key, _ := b.keyOf("sd.json", keys.P256)
	b.ok("issue", "--template", classTemplate, "--rows", b.put("one.csv", []byte(table)), "--row-key", "e-post", "--key", key, "--suite", "vc+sd-jwt", "--disclosable", "/credentialSubject/identifier", "--decoys", "3", "-o", b.path("tokens"))
	require.Equal(t, "1 row: 1 issued.\n", b.out)
	files, err := filepath.Glob(filepath.Join(b.path("tokens"), "*.sdjwt"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	token, err := os.ReadFile(files[0])
	require.NoError(t, err)
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(string(token), ".")[1])
	require.NoError(t, err)
	require.Regexp(t, `"_sd":\[("[^"]+",){3}"`, string(payload), "three of them stand for nothing")
}

// Each code that a person can meet can be looked up.
func TestCodesOfTheRoomsAboveAreExplained(t *testing.T) {
	b := newBench(t)
	for _, code := range []string{"BULK-JOURNAL", "BULK-OPTIONS", "BULK-ROW", "PASSPORT-REFUSED", "PASSPORT-TARGET", "EUMC-PASS-HOLDER", "LOSS-OTHER", "LOSS-EUMC-16", "ROWS-TEXT", "TEMPLATE-VALUE"} {
		b.ok("explain", code)
	}
}
