package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// No command destroys what it reads, however its name is spelled: a sealed
// original that is overwritten cannot be made again. Not even --force does.
func TestOutputIsNeverTheInput(t *testing.T) {
	b := newBench(t)
	seal, _ := sealed(b, "sealed.json", sealable())
	key, did := b.key("key.json")
	draft := b.put("draft.json", openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`))
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	picture := b.put("picture.png", pictures(t)["png"])
	base, _ := signedBadge(b, "base.json", keys.P256, "--suite", "ecdsa-sd-2023")
	b.ok("bake", "--image", picture, "-o", b.path("baked.png"), badge)
	require.NoError(t, os.Mkdir(b.path("folder"), 0o700))
	for name, test := range map[string]struct {
		input string
		args  []string
	}{
		"convert":      {seal, []string{"convert", "--to", "ob3", seal, "-o"}},
		"report":       {seal, []string{"convert", "--to", "ob3", seal, "-o", b.path("out.json"), "--report"}},
		"issue":        {draft, []string{"issue", "--key", key, draft, "-o"}},
		"key of issue": {key, []string{"issue", "--key", key, draft, "-o"}},
		"derive":       {base, []string{"derive", base, "-o"}},
		"present":      {badge, []string{"present", "--key", key, badge, "-o"}},
		"bake":         {picture, []string{"bake", "--image", picture, badge, "-o"}},
		"bake badge":   {badge, []string{"bake", "--image", picture, badge, "-o"}},
		"unbake":       {b.path("baked.png"), []string{"unbake", b.path("baked.png"), "-o"}},
	} {
		t.Run(name, func(t *testing.T) {
			before, err := os.ReadFile(test.input)
			require.NoError(t, err)
			for _, old := range []string{"symbolic", "hard"} {
				os.Remove(b.path(old))
			}
			require.NoError(t, os.Link(test.input, b.path("hard")))
			outputs := []string{test.input, b.path("hard"), b.path("folder") + "/../" + test.input[len(b.dir)+1:]}
			if symlink(t, test.input, b.path("symbolic")) {
				outputs = append(outputs, b.path("symbolic"))
			}
			for _, out := range outputs {
				for _, force := range []bool{false, true} {
					args := append(test.args, out)
					if force {
						args = append(args, "--force")
					}
					b.run(args...)
					require.Equal(t, exitError, b.status, "%v: %s", args, b.err)
					require.Contains(t, b.err, "is what is read here, so it is not overwritten; give")
					after, err := os.ReadFile(test.input)
					require.NoError(t, err)
					require.Equal(t, string(before), string(after))
				}
			}
			require.NoFileExists(t, b.path("out.json"), "nothing is written when something cannot be")
		})
	}
}

// A file that exists is overwritten only on demand, by every command that
// writes one.
func TestOutputThatExists(t *testing.T) {
	b := newBench(t)
	seal, _ := sealed(b, "sealed.json", sealable())
	key, did := b.key("key.json")
	draft := b.put("draft.json", openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`))
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	picture := b.put("picture.png", pictures(t)["png"])
	b.ok("bake", "--image", picture, "-o", b.path("baked.png"), badge)
	b.ok("status", "new", "--store", b.path("list"), "--purpose", "revocation", "--url", listURL, "--issuer", did)
	for name, args := range map[string][]string{
		"convert": {"convert", "--to", "ob3", seal},
		"issue":   {"issue", "--key", key, draft},
		"present": {"present", "--key", key, badge},
		"bake":    {"bake", "--image", picture, badge},
		"unbake":  {"unbake", b.path("baked.png")},
		"status":  {"status", "allocate", "--store", b.path("list")},
		"publish": {"status", "publish", "--store", b.path("list"), "--key", key},
	} {
		t.Run(name, func(t *testing.T) {
			other := b.put("other", []byte("kept"))
			b.run(append(args, "-o", other)...)
			require.Equal(t, exitError, b.status)
			require.Contains(t, b.err, "other exists and is not overwritten; give another name, or add --force")
			require.Equal(t, "kept", b.get("other"))
			b.ok(append(args, "--force", "-o", other)...)
			require.NotEqual(t, "kept", b.get("other"))
		})
	}
	other := b.put("other", []byte("kept"))
	b.refuses(exitError, "other exists and is not overwritten", "convert", "--to", "ob3", "--report", other, "-o", b.path("new.json"), seal)
	require.NoFileExists(t, b.path("new.json"))
	b.refuses(exitError, "the document and the report cannot be the same file", "convert", "--to", "ob3", "--report", b.path("new.json"), "-o", b.path("new.json"), seal)
	if !symlink(t, b.path("other"), b.path("link")) {
		return
	}
	b.refuses(exitError, "the document and the report cannot be the same file", "convert", "--force", "--to", "ob3", "--report", b.path("link"), "-o", other, seal)
	require.Equal(t, "kept", b.get("other"))
}

// Other software reads no token with a line break after it; readers here
// tolerate one.
func TestTokensEndWhereTheyEnd(t *testing.T) {
	b := newBench(t)
	for _, suite := range []string{"jwt", "vc+jwt", "vc+sd-jwt"} {
		file, _ := signedBadge(b, suite, keys.P256, "--suite", suite)
		require.NotContains(t, b.get(suite), "\n")
		b.ok("verify", "--any-issuer", file)
		b.ok("verify", "--any-issuer", b.put("line", []byte(b.get(suite)+"\r\n")))
	}
	key, _ := b.key("holder.json")
	b.ok("present", "--key", key, "--suite", "vp+jwt", "-o", b.path("vp"), b.path("jwt"))
	require.NotContains(t, b.get("vp"), "\n")
	b.ok("derive", "-o", b.path("part"), b.path("vc+sd-jwt"))
	require.NotContains(t, b.get("part"), "\n")
}

// A credential that ends before it begins can never hold, so it is not signed,
// in either version of the data model.
func TestIssueRefusesAnEndBeforeTheBeginning(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	for name, text := range map[string]string{
		"2.0": `{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": "` + did + `",
			"validFrom": "2026-05-04T12:00:00Z", "validUntil": "2026-05-04T11:59:59Z", "credentialSubject": {"id": "did:example:ingrid"}}`,
		"1.1": `{"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential"], "issuer": "` + did + `",
			"issuanceDate": "2026-05-04T12:00:00Z", "expirationDate": "2026-05-04T11:59:59Z", "credentialSubject": {"id": "did:example:ingrid"}}`,
	} {
		b.refuses(exitInvalid, "breaks the rules of its format, so it is not signed", "issue", "--key", key, "-o", b.path("out.json"), b.put("draft.json", []byte(text)))
		require.NoFileExists(t, b.path("out.json"), name)
	}
}
