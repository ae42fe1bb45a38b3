package did_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

func newKey(t *testing.T, kind keys.Type, controller, method string) *keys.Public {
	key, err := keys.Generate(kind)
	require.NoError(t, err)
	public, err := key.Public().WithAddress(controller, method)
	require.NoError(t, err)
	return public
}

func mustParse(t *testing.T, text []byte) *vc.Controller {
	doc, err := did.Parse(other, text)
	require.NoError(t, err, string(text))
	return doc
}

// A second key goes into the published document beside the first: what the
// first one signed must stay valid. The rest of the document, which may be
// written by hand, stays byte for byte.
func TestAddMethod(t *testing.T) {
	first := newKey(t, keys.Ed25519, other, "#key-1")
	text, err := keys.ControllerDocument(first)
	require.NoError(t, err)
	handmade := strings.Replace(string(text), `"id": "`+other+`",`, `"id":"`+other+`" ,  "service":[{"id":"#s"}], "x":1.50,`, 1)
	before := handmade
	controller, free, err := did.FreeMethod([]byte(handmade))
	require.NoError(t, err)
	require.Equal(t, other, controller)
	require.Equal(t, other+"#key-2", free)

	for _, kind := range []keys.Type{keys.P256, keys.RSA} {
		_, free, err := did.FreeMethod([]byte(before))
		require.NoError(t, err)
		key := newKey(t, kind, other, free)
		after, err := did.AddMethod([]byte(before), key)
		require.NoError(t, err)
		doc := mustParse(t, after)
		require.Equal(t, key.Key(), doc.Method(free).Key)
		for _, purpose := range []string{vc.AssertionMethod, vc.Authentication} {
			require.True(t, doc.Allows(free, purpose))
			require.True(t, doc.Allows(first.Method(), purpose))
		}
		require.Contains(t, string(after), `"service":[{"id":"#s"}], "x":1.50,`)
		require.Contains(t, string(after), "\n    {\n      \"id\": \""+free+"\",\n", "laid out as what is there")
		before = string(after)
	}
	require.Contains(t, before, `"https://w3id.org/security/jwk/v1"`, "the terms of a JsonWebKey need a context")
	require.Equal(t, 1, strings.Count(before, `"https://w3id.org/security/multikey/v1"`))

	for name, tt := range map[string]struct {
		text string
		key  *keys.Public
		says string
	}{
		"another controller": {handmade, newKey(t, keys.Ed25519, "did:web:other.example", "#key-2"), "DID-CONTROLLER"},
		"a fragment taken":   {handmade, newKey(t, keys.Ed25519, other, "#key-1"), "another one is free: " + other + "#key-2"},
		"a method elsewhere": {handmade, newKey(t, keys.Ed25519, other, "https://keys.example/1"), "not one of the document"},
		"no document":        {"[]", first, "DID-DOCUMENT"},
		"no JSON":            {"", first, "DID-DOCUMENT"},
		"no id":              {"{}", first, "DID-"},
		"a key alone":        {strings.Replace(p256JWK, "{", `{"id":"https://a.example/1",`, 1), newKey(t, keys.Ed25519, "https://a.example/1", "#1"), "a key on its own"},
		"a secret in it":     {strings.Replace(handmade, `"type"`, `"secretKeyMultibase":"z3u2","type"`, 1), newKey(t, keys.Ed25519, other, "#key-2"), "private key"},
	} {
		_, err := did.AddMethod([]byte(tt.text), tt.key)
		require.ErrorContains(t, err, tt.says, name)
	}
	// Forms that other people's documents have.
	for name, text := range map[string]string{
		"without members": `{"id":"` + other + `"}`,
		"empty lists":     `{"id":"` + other + `","verificationMethod":[],"assertionMethod":[],"authentication":[]}`,
		"single values":   `{"@context":"https://www.w3.org/ns/did/v1","id":"` + other + `","verificationMethod":` + method("#key-9", "Multikey", multikeyOf(edText)) + `,"assertionMethod":"#key-9"}`,
		"embedded":        `{"id":"` + other + `","assertionMethod":[` + method("#key-9", "Multikey", multikeyOf(edText)) + `]}`,
	} {
		key := newKey(t, keys.Ed25519, other, "#key-1")
		after, err := did.AddMethod([]byte(text), key)
		require.NoError(t, err, name)
		doc := mustParse(t, after)
		require.True(t, doc.Allows(key.Method(), vc.AssertionMethod), name)
		require.Equal(t, strings.Contains(text, vc.Authentication), doc.Allows(key.Method(), vc.Authentication), name)
		require.Equal(t, strings.Contains(text, "key-9"), doc.Allows(other+"#key-9", vc.AssertionMethod), name)
	}
}

// A key of BLS12-381 signs no presentations, and leaves the place to one that does.
func TestAddMethodOfBLS(t *testing.T) {
	bls := newKey(t, keys.BLS12381, other, "#key-1")
	text, err := keys.ControllerDocument(bls)
	require.NoError(t, err)
	second := newKey(t, keys.BLS12381, other, "#key-2")
	text, err = did.AddMethod(text, second)
	require.NoError(t, err)
	require.NotContains(t, mustParse(t, text).Purposes, vc.Authentication)
	ed := newKey(t, keys.Ed25519, other, "#key-3")
	text, err = did.AddMethod(text, ed)
	require.NoError(t, err)
	text, err = did.AddMethod(text, newKey(t, keys.BLS12381, other, "#key-4"))
	require.NoError(t, err)
	doc := mustParse(t, text)
	require.Len(t, doc.Purposes[vc.AssertionMethod], 4)
	require.Equal(t, []string{ed.Method()}, doc.Purposes[vc.Authentication])
	require.Equal(t, second.Key(), doc.Method(second.Method()).Key)

	retired, err := did.RetireMethod(text, bls.Method())
	require.NoError(t, err)
	require.Equal(t, string(text), string(retired), "a document cannot say that a key signs nothing new")
}

// A retired key still verifies what it signed; one that is revoked or has
// expired does not.
func TestRetireAndRevoke(t *testing.T) {
	text, err := keys.ControllerDocument(newKey(t, keys.Ed25519, other, "#key-1"), newKey(t, keys.Ed25519, other, "#key-2"))
	require.NoError(t, err)
	retired, err := did.RetireMethod(text, "#key-1")
	require.NoError(t, err)
	doc := mustParse(t, retired)
	require.True(t, doc.Allows(other+"#key-1", vc.AssertionMethod), "older credentials verify")
	require.False(t, doc.Allows(other+"#key-1", vc.Authentication))
	require.True(t, doc.Allows(other+"#key-2", vc.Authentication))
	again, err := did.RetireMethod(retired, other+"#key-1")
	require.NoError(t, err)
	require.Equal(t, string(retired), string(again))

	at := time.Date(2026, 8, 1, 12, 0, 0, 0, time.FixedZone("", 7200))
	revoked, err := did.RevokeMethod(retired, "#key-1", at)
	require.NoError(t, err)
	require.True(t, at.Equal(mustParse(t, revoked).Method(other+"#key-1").Revoked))
	require.Contains(t, string(revoked), ",\n      \"revoked\": \"2026-08-01T10:00:00Z\"\n    }", "laid out as what is there")
	_, err = did.RevokeMethod(revoked, "#key-1", at.AddDate(1, 0, 0))
	require.ErrorContains(t, err, "was revoked already, at 2026-08-01T10:00:00Z")

	expires, err := did.ExpireMethod(text, "#key-2", at)
	require.NoError(t, err)
	expires, err = did.ExpireMethod(expires, "#key-2", at.AddDate(1, 0, 0))
	require.NoError(t, err)
	require.Equal(t, 2027, mustParse(t, expires).Method(other+"#key-2").Expires.Year())

	for _, change := range []func([]byte, string) ([]byte, error){did.RetireMethod,
		func(text []byte, id string) ([]byte, error) { return did.RevokeMethod(text, id, at) }} {
		_, err := change(text, "#key-3")
		require.ErrorContains(t, err, "has no verification method "+other+"#key-3; it has "+other+"#key-1, "+other+"#key-2")
		_, err = change([]byte("x"), "#key-1")
		require.ErrorContains(t, err, "DID-DOCUMENT")
	}
	embedded := `{"id":"` + other + `","authentication":[` + method("#a", "Multikey", multikeyOf(edText)) + `],"assertionMethod":["#a"]}`
	_, err = did.RetireMethod([]byte(embedded), "#a")
	require.ErrorContains(t, err, "move it to verificationMethod first")
	idle := `{"id":"` + other + `","authentication":[` + method("#a", "Multikey", multikeyOf(edText)) + `]}`
	_, err = did.RetireMethod([]byte(idle), "#a")
	require.ErrorContains(t, err, "signs no credentials")
	_, err = did.RevokeMethod([]byte(embedded), "#a", at)
	require.NoError(t, err)
}
