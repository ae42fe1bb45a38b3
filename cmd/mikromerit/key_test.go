package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/keys"
)

const (
	home     = "did:web:vestre-aas.example"
	homePage = "https://vestre-aas.example/.well-known/did.json"
)

// keyring runs a command about did.json in the folder.
func (b *bench) keyring(args ...string) *bench {
	b.t.Helper()
	return b.ok(append(args, "--controller-document", b.path("did.json"))...)
}

// verifies returns the exit status of verifying a badge with the document as it
// is published now.
func (b *bench) verifies(badge string) int {
	b.web = map[string][]byte{homePage: []byte(b.get("did.json"))}
	return b.run("verify", "--online", "--issuer", home, b.path(badge)).status
}

// The life of an issuer's keys: a second key joins the first in the document,
// the first is retired, and then turns out to be stolen. Until then the badges
// of both verify.
func TestKeyRotation(t *testing.T) {
	b := newBench(t)
	issue := func(key, out string) {
		b.ok("issue", "--suite", "vc+jwt", "--key", b.path(key), "-o", b.path(out), b.put("draft.json", credential(quoted(home))))
	}
	b.keyring("keygen", "--controller", home, "-o", b.path("k1.json"))
	issue("k1.json", "one.jwt")
	require.Equal(t, exitValid, b.verifies("one.jwt"), b.out)

	b.keyring("keygen", "-o", b.path("k2.json"), "--type", "p256")
	require.Equal(t, home+"#key-2\n", b.err, "the next free name in the document")
	issue("k2.json", "two.jwt")
	require.Equal(t, exitValid, b.verifies("one.jwt"), "the first key is still there")
	require.Equal(t, exitValid, b.verifies("two.jwt"))

	b.keyring("key", "rotate", "-o", b.path("k3.json"))
	require.Contains(t, b.err, home+"#key-1 is kept for what it signed; destroy its private key")
	issue("k3.json", "three.jwt")
	for _, badge := range []string{"one.jwt", "two.jwt", "three.jwt"} {
		require.Equal(t, exitValid, b.verifies(badge), badge)
	}
	b.keyring("key", "list")
	require.Contains(t, b.out, "#key-1  retired: what it signed verifies")
	require.Contains(t, b.out, "#key-3  signs credentials and presentations")

	b.keyring("key", "revoke", "#key-1")
	require.Equal(t, exitInvalid, b.verifies("one.jwt"))
	require.Equal(t, exitValid, b.verifies("three.jwt"))
	b.keyring("key", "retire", "#key-2", "--until", "2026-01-01T00:00:00Z")
	require.Contains(t, b.err, "#key-2 has expired at 2026-01-01T00:00:00Z, and what it signed no longer verifies")
	require.Equal(t, exitInvalid, b.verifies("two.jwt"))
	b.keyring("key", "list")
	require.Contains(t, b.out, "#key-1  revoked at 2026-08-01T12:00:00Z")
	require.Contains(t, b.out, "#key-2  expired at 2026-01-01T00:00:00Z")
}

// A key of BLS12-381 signs credentials alone: it stands beside the key for
// presentations, and neither takes the other's place.
func TestKeyOfBLS(t *testing.T) {
	b := newBench(t)
	b.keyring("keygen", "--controller", home, "-o", b.path("k1.json"))
	b.keyring("keygen", "--type", "bls12-381", "-o", b.path("k2.json"), "--public", b.path("k2.pub"))
	require.Contains(t, b.get("k2.json"), `"secretKeyMultibase": "z48`)
	require.Contains(t, b.get("k2.pub"), `"publicKeyMultibase":"zUC7`)
	b.keyring("key", "list")
	require.Equal(t, "  "+home+"#key-1  signs credentials and presentations\n  "+home+"#key-2  signs credentials, unless you retired it\n", b.out)
	b.keyring("key", "rotate", "--type", "bls12-381", "-o", b.path("k3.json"))
	require.NotContains(t, b.err, "#key-1")
	require.Contains(t, b.err, "#key-2 is kept for what it signed; destroy its private key")
	b.keyring("key", "rotate", "-o", b.path("k4.json"))
	require.Contains(t, b.err, "#key-1 is kept")
	require.NotContains(t, b.err, "#key-3")
	b.keyring("key", "list")
	require.Contains(t, b.out, "#key-3  signs credentials, unless you retired it\n")
	b.keyring("key", "revoke", "#key-3")

	b.ok("keygen", "--type", "bls12-381")
	require.Contains(t, b.err, "did:key:zUC7")
	for _, format := range []string{"jwk", "pem"} {
		b.refuses(exitError, "a BLS12-381 key has only the form of a Multikey", "keygen", "--type", "bls12-381", "--format", format, "-o", b.path("none.json"))
		require.NoFileExists(t, b.path("none.json"))
	}
	draft := b.put("draft.json", credential(quoted(home)))
	for _, suite := range []string{"eddsa-rdfc-2022", "ecdsa-sd-2023", "vc+jwt", "vc+cose"} {
		b.refuses(exitError, "with a key of the type bls12-381", "issue", "--key", b.path("k2.json"), "--suite", suite, draft)
	}
	b.refuses(exitError, "can be made with a key of the type bls12-381; sign with a key of another type", "present", "--key", b.path("k2.json"), draft)
	b.refuses(exitInvalid, "the holder's key cannot be used: a BLS12-381 key has no form as a JSON Web Key", "issue", "--suite", "vc+sd-jwt", "--key", b.path("k4.json"), "--holder", b.path("k2.pub"), draft)
}

// A published document is never replaced by that of another key or
// controller, and nothing is written when it cannot be changed.
func TestKeyRefuses(t *testing.T) {
	b := newBench(t)
	b.keyring("keygen", "--kid", home+"#key-1", "-o", b.path("k1.json"))
	before := b.get("did.json")
	document := []string{"--controller-document", b.path("did.json")}
	for says, args := range map[string][]string{
		"is the document of " + home + ", not of did:web:other.example": {"keygen", "--controller", "did:web:other.example", "-o", b.path("k.json")},
		"the key speaks for did:web:other.example":                      {"keygen", "--kid", "did:web:other.example#key-1", "-o", b.path("k.json")},
		"another one is free: " + home + "#key-2":                       {"keygen", "--kid", home + "#key-1", "-o", b.path("k.json")},
		"has no verification method " + home + "#key-9":                 {"key", "retire", "#key-9"},
		"it has " + home + "#key-1":                                     {"key", "revoke", "key-1"},
	} {
		b.refuses(exitError, says, append(args, document...)...)
		require.Equal(t, before, b.get("did.json"))
		require.NoFileExists(t, b.path("k.json"))
	}
	b.keyring("key", "revoke", "#key-1")
	b.refuses(exitError, "was revoked already", append([]string{"key", "revoke", "#key-1"}, document...)...)
	b.put("did.json", []byte("{}"))
	b.refuses(exitError, "is no controller document that a key can be added to", append([]string{"keygen", "-o", b.path("k.json")}, document...)...)
	b.refuses(exitError, "is no controller document", append([]string{"key", "list"}, document...)...)
	require.NoError(t, os.Remove(b.path("did.json")))
	b.refuses(exitError, "is no file that can be read", append([]string{"key", "list"}, document...)...)
}

// An address that nobody could look up is refused before anything is signed.
func TestKeygenRefusesAddresses(t *testing.T) {
	b := newBench(t)
	b.refuses(exitError, "did you mean did:web:xn--bcher-kva.example?", "keygen", "--kid", "did:web:bücher.example#key-1", "-o", b.path("k.json"))
	b.refuses(exitError, "did you mean did:web:issuer.example%3A8443?", "keygen", "--controller", "did:web:issuer.example:8443", "-o", b.path("k.json"))
	require.NoFileExists(t, b.path("k.json"))
}

// Keys of other tools: PKCS#12 with its password in a file, and a set of which
// one key is chosen.
func TestKeysOfOthers(t *testing.T) {
	b := newBench(t)
	seal := testkit.NewCA().EC
	file, err := pkcs12.Modern.Encode(seal.Key, seal.Certificate, nil, "åäö")
	require.NoError(t, err)
	key, err := keys.New(seal.Key, "", "")
	require.NoError(t, err)
	draft := b.put("draft.json", credential(quoted(key.Controller())))
	issue := []string{"issue", "--suite", "vc+jwt", "--key", b.put("seal.p12", file)}
	b.refuses(exitError, "give --password-file", append(issue, draft)...)
	b.refuses(exitError, "its password is missing or wrong", append(issue, "--password-file", b.put("wrong", []byte("x\n")), draft)...)
	b.ok(append(issue, "--password-file", b.put("right", []byte("åäö\r\n")), "-o", b.path("badge.jwt"), draft)...)

	set := func(names ...string) []byte {
		var all []string
		for _, name := range names {
			key, err := keys.Generate(keys.P256)
			require.NoError(t, err)
			key, err = key.WithAddress(home, "#"+name)
			require.NoError(t, err)
			text, err := key.JWK()
			require.NoError(t, err)
			all = append(all, string(text))
		}
		return []byte(`{"keys":[` + strings.Join(all, ",") + `]}`)
	}
	draft = b.put("draft.json", credential(quoted(home)))
	issue = []string{"issue", "--suite", "vc+jwt", "--key", b.put("set.json", set("2025", "2026"))}
	b.refuses(exitError, "name it with --key-id", append(issue, draft)...)
	b.ok(append(issue, "--key-id", home+"#2026", "-o", b.path("chosen.jwt"), draft)...)
}
