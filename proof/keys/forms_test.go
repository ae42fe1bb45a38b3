package keys_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"github.com/multiformats/go-multibase"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// Key files of other tools, as they are found.
func TestKeyFilesOfOthers(t *testing.T) {
	key, err := readKey(testkit.ReadShared(t, "cases/key-ed25519-2020-privateKeyMultibase.json"))
	require.NoError(t, err)
	require.Equal(t, "https://issuer.example/k", key.Method())
	require.Equal(t, "https://issuer.example/1", key.Controller())
	key, err = readKey(testkit.ReadShared(t, "cases/key-jwks-of-one.json"))
	require.NoError(t, err)
	require.Equal(t, "did:key:"+key.PublicMultibase(), key.Controller())
}

func base58(t *testing.T, raw []byte) string {
	text, err := multibase.Encode(multibase.Base58BTC, raw)
	require.NoError(t, err)
	return text
}

// Every member in which a verification method can hold its private key is
// read, and the public key beside it must be its own.
func TestOlderForms(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	other, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	secret := key.Signer().(ed25519.PrivateKey)
	private, err := key.JWK()
	require.NoError(t, err)
	public := func(k *keys.Private) (base58Form, jwkForm string) {
		text, err := k.Public().JWK()
		require.NoError(t, err)
		return base58(t, k.Signer().Public().(ed25519.PublicKey))[1:], strings.TrimSpace(string(text))
	}
	address := `"id":"#k","controller":"did:web:a.example"`
	file := func(kind, members string) []byte {
		return fmt.Appendf(nil, `{%s,"type":%q,%s}`, address, kind, members)
	}
	own58, ownJWK := public(key)
	other58, otherJWK := public(other)
	long := `"privateKeyMultibase":"` + base58(t, append([]byte{0x80, 0x26}, secret...)) + `"`
	forms := map[string][3]string{
		"2020":       {"Ed25519VerificationKey2020", long, `"publicKeyMultibase":"%s"`},
		"2020, pair": {"Ed25519KeyPair2020", long, `"publicKeyMultibase":"%s"`},
		"2018":       {"Ed25519VerificationKey2018", `"privateKeyBase58":"` + base58(t, secret)[1:] + `"`, `"publicKeyBase58":"%s"`},
		"JWK":        {"JsonWebKey2020", `"privateKeyJwk":` + string(private), `"publicKeyJwk":%s`},
		"CID JWK":    {"JsonWebKey", `"secretKeyJwk":` + string(private), `"publicKeyJwk":%s`},
	}
	for name, form := range forms {
		mine, foreign := key.PublicMultibase(), other.PublicMultibase()
		switch {
		case strings.Contains(form[2], "Base58"):
			mine, foreign = own58, other58
		case strings.Contains(form[2], "Jwk"):
			mine, foreign = ownJWK, otherJWK
		}
		got, err := readKey(file(form[0], form[1]+","+fmt.Sprintf(form[2], mine)))
		require.NoError(t, err, name)
		requireSame(t, key, got)
		require.Equal(t, "did:web:a.example#k", got.Method(), name)
		_, err = readKey(file(form[0], form[1]))
		require.NoError(t, err, "%s without the public key", name)
		_, err = readKey(file(form[0], form[1]+","+fmt.Sprintf(form[2], foreign)))
		require.ErrorContains(t, err, "does not belong", name)
		_, err = keys.ParsePublic(file(form[0], form[1]+","+fmt.Sprintf(form[2], mine)))
		require.ErrorContains(t, err, "KEY-SECRET", name)
		read, err := keys.ParsePublic(file(form[0], fmt.Sprintf(form[2], mine)))
		require.NoError(t, err, name)
		require.Equal(t, key.Public().Thumbprint(), read.Thumbprint(), name)
	}
	for says, text := range map[string][]byte{
		"twice":                      file("Multikey", forms["2020"][1]+","+forms["JWK"][1]),
		"not of the type":            []byte(strings.Replace(`{"type":"Ed25519VerificationKey2020","secretKeyMultibase":"X"}`, "X", ecSecret(t), 1)),
		"in a form that is read":     []byte(`{"privateKeyHex":"00"}`),
		"KEY-FILE at /privateKeyJwk": []byte(`{"privateKeyJwk":{"kty":"OKP","crv":"Ed25519"}}`),
	} {
		_, err := readKey(text)
		require.ErrorContains(t, err, says)
	}
}

func ecSecret(t *testing.T) string {
	key, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	text, err := key.Encode()
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(text), `"secretKeyMultibase": "`)
	secret, _, _ := strings.Cut(rest, `"`)
	return secret
}

// Which of several keys is meant, only the caller can say.
func TestKeySets(t *testing.T) {
	jwk := func(kid string) string {
		key, err := keys.Generate(keys.P256)
		require.NoError(t, err)
		text, err := key.JWK()
		require.NoError(t, err)
		return strings.Replace(string(text), key.Method(), kid, 1)
	}
	public, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	publicJWK, err := public.Public().JWK()
	require.NoError(t, err)
	a, b := jwk("2025"), jwk("did:web:a.example#2026")
	set := func(all ...string) []byte { return []byte(`{"keys":[` + strings.Join(all, ",") + `]}`) }

	_, err = readKey(set(a, b))
	require.ErrorContains(t, err, `KEY-CHOICE: the key set holds 2 keys; choose one by its kid, which may be "2025", "did:web:a.example#2026"`)
	key, err := keys.Read(set(a, b), keys.ReadOptions{Kid: "did:web:a.example#2026"})
	require.NoError(t, err)
	require.Equal(t, "did:web:a.example", key.Controller())
	_, err = keys.Read(set(a, b), keys.ReadOptions{Kid: "2027"})
	require.ErrorContains(t, err, "KEY-CHOICE")
	_, err = readKey(set(b, string(publicJWK)))
	require.NoError(t, err, "one key that can sign is no choice")
	_, err = readKey(set(string(publicJWK)))
	require.ErrorContains(t, err, "no private key")
	_, err = readKey(set())
	require.ErrorContains(t, err, "no private key")
	read, err := keys.ParsePublic(set(string(publicJWK)))
	require.NoError(t, err)
	require.Equal(t, public.Public().Thumbprint(), read.Thumbprint())
	_, err = keys.ParsePublic(set(string(publicJWK), b))
	require.ErrorContains(t, err, "KEY-SECRET at /keys/1/d")
	_, err = keys.ParsePublic(set(string(publicJWK), string(publicJWK)))
	require.ErrorContains(t, err, "KEY-CHOICE")
}

// A key must not get an address that verification refuses, or everything that
// it signs is lost.
func TestAddressesThatNobodyCouldLookUp(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	for controller, better := range map[string]string{
		"did:web:bücher.example":      "did you mean did:web:xn--bcher-kva.example?",
		"did:web:issuer.example:8443": "did you mean did:web:issuer.example%3A8443?",
		"https://bücher.example/1":    "did you mean https://xn--bcher-kva.example/1?",
		"DID:web:issuer.example":      "did you mean did:web:issuer.example?",
	} {
		_, err := key.WithAddress(controller, "#key-1")
		require.ErrorContains(t, err, "KEY-ADDRESS")
		require.ErrorContains(t, err, better)
		_, err = keys.New(key.Signer(), "did:web:issuer.example", controller+"#key-1")
		require.ErrorContains(t, err, better)
		_, err = readKey(fmt.Appendf(nil, `{"secretKeyMultibase":"z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq","controller":%q,"id":"#a"}`, controller))
		require.ErrorContains(t, err, better, "nor is a file read that says so")
	}
	for _, fragment := range []string{"#nøkkel", "#a#b", "#[1]"} {
		_, err := key.WithAddress("did:web:issuer.example", fragment)
		require.ErrorContains(t, err, "KEY-ADDRESS", fragment)
	}
}

// One call makes of a key what those take who sign.
func TestKeyForSigning(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	require.Equal(t, keys.Key{Method: key.Method(), Signer: key.Signer()}, key.Key())
}
