package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// Every suite, with every key that it takes, signs what verify then accepts.
func TestIssueSuites(t *testing.T) {
	for _, test := range []struct {
		key            keys.Type
		suite          string
		flags          []string
		format, proven string // what verify calls it
	}{
		{keys.Ed25519, "", nil, "data-integrity", "eddsa-rdfc-2022"},
		{keys.Ed25519, "eddsa-jcs-2022", nil, "data-integrity", "eddsa-jcs-2022"},
		{keys.P256, "", nil, "data-integrity", "ecdsa-rdfc-2019"},
		{keys.P384, "", nil, "data-integrity", "ecdsa-rdfc-2019"},
		{keys.P384, "ecdsa-jcs-2019", nil, "data-integrity", "ecdsa-jcs-2019"},
		{keys.RSA, "", nil, "jws", "JWS"},
		{keys.RSA, "", []string{"--algorithm", "PS256"}, "jws", "JWS"},
		{keys.Ed25519, "jwt", nil, "jws", "JWS"},
		{keys.P256, "jwt", nil, "jws", "JWS"},
		{keys.P384, "vc+jwt", nil, "jws", "JWS"},
		{keys.P521, "", nil, "jws", "JWS"},
		{keys.P521, "vc+sd-jwt", nil, "sd-jwt", "SD-JWT"},
		{keys.Ed25519, "vc+sd-jwt", []string{"--disclosable", "/credentialSubject/achievement/criteria"}, "sd-jwt", "SD-JWT"},
	} {
		t.Run(string(test.key)+" "+test.suite+strings.Join(test.flags, " "), func(t *testing.T) {
			b := newBench(t)
			key, did := b.keyOf("key.json", test.key)
			draft := b.put("draft.json", openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`))
			args := append([]string{"issue", "--key", key, "-o", b.path("signed"), draft}, test.flags...)
			if test.suite != "" {
				args = append(args, "--suite", test.suite)
			}
			b.ok(args...)
			b.ok("verify", "--json", "--issuer", did, b.path("signed"))
			l := b.lines()[0]
			require.Equal(t, test.format, l.Format)
			require.Equal(t, test.proven, l.Proofs[0].Suite)
			require.True(t, l.has("ISSUER-KEY", "pass"))
			b.ok("inspect", b.path("signed"))
			require.Contains(t, b.out, "Fjord og fangst")
		})
	}
}

// The proof type from before cryptosuites needs its own context.
func TestIssueEd25519Signature2020(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	text := `{"@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/suites/ed25519-2020/v1"],
		"type": ["VerifiableCredential"], "issuer": "` + did + `", "issuanceDate": "2026-05-04T12:00:00Z", "credentialSubject": {"id": "did:example:ingrid"}}`
	b.ok("issue", "--suite", "Ed25519Signature2020", "--key", key, "-o", b.path("signed.json"), b.put("draft.json", []byte(text)))
	require.Contains(t, b.get("signed.json"), `"type":"Ed25519Signature2020"`)
	b.ok("verify", "--any-issuer", b.path("signed.json"))
}

// A key may come in any form; one that does not hold its address is given it.
func TestKeyForms(t *testing.T) {
	for _, kind := range []string{"ed25519", "p256", "p384", "p521", "rsa"} {
		for _, format := range []string{"multikey", "jwk", "pem"} {
			t.Run(kind+" "+format, func(t *testing.T) {
				const did = "did:web:vestre-aas.example"
				b := newBench(t)
				b.ok("keygen", "--type", kind, "--format", format, "--kid", did+"#key-1",
					"-o", b.path("key"), "--public", b.path("public"), "--controller-document", b.path("did.json"))
				require.Equal(t, did+"\n", b.err)
				public, err := keys.ParsePublic([]byte(b.get("public")))
				require.NoError(t, err)
				if format != "pem" {
					require.Equal(t, did+"#key-1", public.Method())
				}

				args := []string{"issue", "--suite", "vc+jwt", "--key", b.path("key"), "-o", b.path("signed"), b.put("draft.json", credential(quoted(did)))}
				if format == "pem" {
					b.run(args...)
					require.Equal(t, exitInvalid, b.status, "the key speaks for a DID of its own")
					args = append(args, "--kid", did+"#key-1")
				}
				b.ok(args...)

				b.run("verify", "--any-issuer", "--json", b.path("signed"))
				require.Equal(t, exitIndeterminate, b.status, "the issuer's document is not at hand")
				b.web = map[string][]byte{"https://vestre-aas.example/.well-known/did.json": []byte(b.get("did.json"))}
				b.ok("verify", "--json", "--online", "--issuer", did, b.path("signed"))
				require.True(t, b.lines()[0].has("ISSUER-KEY", "pass"))
			})
		}
	}
}

// --controller alone is enough where the key is the first of the document.
func TestControllerAlone(t *testing.T) {
	b := newBench(t)
	b.ok("keygen", "--controller", "did:web:vestre-aas.example", "-o", b.path("key.json"))
	require.Contains(t, b.get("key.json"), `"id": "did:web:vestre-aas.example#key-1"`)
	b.refuses(exitError, "the key cannot be written in that form", "keygen", "--kid", "did:web:a.example#k", "--controller", "did:web:b.example", "--controller-document", b.path("did.json"), "-o", b.path("other.json"))
	require.NoFileExists(t, b.path("other.json"))
}

func TestKeygenRSAHasNoMultikey(t *testing.T) {
	b := newBench(t).ok("keygen", "--type", "rsa")
	require.Contains(t, b.out, `"kty"`)
	require.Contains(t, b.err, "did:jwk:")
}

// A proof is added to a set, and to a chain on what is there.
func TestIssueAdd(t *testing.T) {
	b := newBench(t)
	key, did := b.key("key.json")
	draft := b.put("draft.json", credential(quoted(did)))
	first, second, third := b.path("first.json"), b.path("second.json"), b.path("third.json")
	b.ok("issue", "--key", key, "--proof-id", "urn:uuid:2a9d3a2e-8f3d-4d6c-9f0a-3c5b1f0e7d11", "-o", first, draft)
	b.ok("issue", "--key", key, "--suite", "eddsa-jcs-2022", "--add", "-o", second, first)
	b.ok("issue", "--key", key, "--add", "--previous", "urn:uuid:2a9d3a2e-8f3d-4d6c-9f0a-3c5b1f0e7d11", "-o", third, second)
	b.ok("verify", "--any-issuer", "--json", third)
	require.Len(t, b.lines()[0].Proofs, 3)
	require.Contains(t, b.get("third.json"), `"previousProof":"urn:uuid:2a9d3a2e-8f3d-4d6c-9f0a-3c5b1f0e7d11"`)

	b.refuses(exitInvalid, "A previous proof is missing", "issue", "--key", key, "--add", "--previous", "urn:none", second)
	other, _ := b.key("other.json")
	b.refuses(exitInvalid, "but the key speaks for", "issue", "--key", other, "--add", second)
	b.ok("issue", "--key", key, "--suite", "jwt", "-o", b.path("token"), draft)
	b.refuses(exitInvalid, "token is sealed or signed already", "issue", "--key", key, "--add", b.path("token"))
}

func TestIssueSelectiveRefuses(t *testing.T) {
	b := newBench(t)
	key, did := b.keyOf("key.json", keys.P256)
	draft := b.put("draft.json", credential(quoted(did)))
	b.refuses(exitInvalid, "draft.json cannot be signed", "issue", "--suite", "ecdsa-sd-2023", "--mandatory", "/nowhere", "--key", key, draft)
	b.refuses(exitInvalid, "at /issuer", "issue", "--suite", "vc+sd-jwt", "--disclosable", "/issuer", "--key", key, draft)
	b.ok("issue", "--key", key, "-o", b.path("signed.json"), draft)
	signed := b.path("signed.json")
	b.refuses(exitError, "a base proof of ecdsa-sd-2023 stands alone", "issue", "--suite", "ecdsa-sd-2023", "--add", "--key", key, signed)
	// Only a badge must have an id; a token says nothing of what is not there.
	withoutID := strings.Replace(string(credential(quoted(did))), `"id": "urn:uuid:9a3f6f0e-3f5c-4a39-8d0b-6f3c1f6f5a10",`, "", 1)
	b.ok("issue", "--suite", "jwt", "--key", key, "-o", b.path("d.jwt"), b.put("d.json", []byte(withoutID)))
	b.ok("verify", "--strict", "--issuer", did, b.path("d.jwt"))
}
