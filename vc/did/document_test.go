package did_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const (
	edText   = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
	p256Text = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
	blsText  = "zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ"
	edJWK    = `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	p256JWK  = `{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}`
)

// method returns a verification method of the other identifier.
func method(fragment, kind, key string) string {
	return `{"id":"` + fragment + `","type":"` + kind + `","controller":"` + other + `",` + key + `}`
}

func multikeyOf(text string) string { return `"publicKeyMultibase":"` + text + `"` }

func document(members ...string) string {
	return `{"@context":"https://www.w3.org/ns/cid/v1","id":"` + other + `",` + strings.Join(members, ",") + `}`
}

func TestParseControllerDocument(t *testing.T) {
	doc, err := did.Parse(other, []byte(document(
		`"alsoKnownAs":["https://vestre-aas.example/"]`,
		`"verificationMethod":[`+strings.Join([]string{
			method(other+"#a", "Multikey", multikeyOf(edText)+`,"expires":"2030-01-01T00:00:00Z","revoked":"2027-06-01T12:00:00+02:00"`),
			method("#b", "JsonWebKey", `"publicKeyJwk":`+p256JWK),
			method("#c", "Ed25519VerificationKey2020", multikeyOf(edText)),
			method("#d", "JsonWebKey2020", `"publicKeyJwk":`+edJWK),
			method("#unknown", "GorillaKey2042", `"publicKeyGorilla":true`),
			method("#bls", "Multikey", multikeyOf("zUC7GMwWWkA5UMTx7Gg6sabmpchWgq8p1xGhUXwBiDytY8BgD6eq5AmxNgjwDbAz8Rq6VFBLdNjvXR4ydEdwDEN9L4vGFfLkxs8UsU3wQj9HQGjQb7LHWdRNJv3J1kGoA3BvnBv")),
			method("#x25519", "JsonWebKey", `"publicKeyJwk":{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}`),
			method("#enc", "JsonWebKey", `"publicKeyJwk":`+strings.Replace(p256JWK, "{", `{"use":"enc",`, 1)),
		}, ",")+`]`,
		`"assertionMethod":["#a","`+other+`#b","https://elsewhere.example/keys#1",`+method("#e", "Multikey", multikeyOf(p256Text))+`]`,
		`"authentication":"#c"`,
		`"keyAgreement":["#x25519"]`,
		`"service":[{"id":"#s"}]`,
	)))
	require.NoError(t, err)
	require.Equal(t, other, doc.ID)
	require.Equal(t, []string{"https://vestre-aas.example/"}, doc.AlsoKnownAs)
	require.Len(t, doc.Methods, 9)
	require.Equal(t, []string{other + "#a", other + "#b", "https://elsewhere.example/keys#1", other + "#e"}, doc.Purposes[vc.AssertionMethod])
	require.True(t, doc.Allows(other+"#c", vc.Authentication))
	require.False(t, doc.Allows(other+"#d", vc.AssertionMethod))

	a := doc.Method(other + "#a")
	require.IsType(t, ed25519.PublicKey{}, a.Key)
	require.Equal(t, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), a.Expires)
	require.Equal(t, time.Date(2027, 6, 1, 10, 0, 0, 0, time.UTC), a.Revoked)
	for fragment, kind := range map[string]any{"#b": &ecdsa.PublicKey{}, "#c": ed25519.PublicKey{}, "#d": ed25519.PublicKey{}, "#e": &ecdsa.PublicKey{}, "#bls": &bbs.PublicKey{}} {
		require.IsType(t, kind, doc.Method(other+fragment).Key, fragment)
	}
	for _, fragment := range []string{"#unknown", "#x25519", "#enc"} {
		require.Nil(t, doc.Method(other+fragment).Key, fragment)
	}
}

func TestParseRefuses(t *testing.T) {
	good := method("#a", "Multikey", multikeyOf(edText))
	many := make([]string, 300)
	for i := range many {
		many[i] = method(fmt.Sprint("#", i), "GorillaKey2042", `"x":1`)
	}
	in := func(methods ...string) string {
		return document(`"verificationMethod":[` + strings.Join(methods, ",") + `]`)
	}
	for _, c := range []struct{ name, text, says string }{
		{"empty", ``, "cannot be read"},
		{"HTML", `<html>`, "cannot be read"},
		{"array", `[]`, "not a JSON object"},
		{"name twice", document(`"id":"` + other + `"`), "cannot be read"},
		{"too large", document(`"x":"` + strings.Repeat("x", 256<<10) + `"`), "cannot be read"},
		{"too deep", document(`"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40)), "cannot be read"},
		{"no id", `{}`, "at /id: the document is about another"},
		{"foreign id", strings.Replace(in(good), `"id":"`+other, `"id":"did:web:victim.example`, 1), "at /id: the document is about another"},
		{"id with a fragment", strings.Replace(in(good), other+`"`, other+`#a"`, 1), "about another"},
		{"bare key at a DID", edJWK, "at /id"},
		{"alias number", document(`"alsoKnownAs":[1]`), "at /alsoKnownAs/0"},
		{"method string", in(`"#a"`), "at /verificationMethod/0: a verification method is an object"},
		{"no method id", in(strings.Replace(good, `"id"`, `"_"`, 1)), "at /verificationMethod/0/id"},
		{"no type", in(strings.Replace(good, `"type"`, `"_"`, 1)), "at /verificationMethod/0/type"},
		{"type array", in(strings.Replace(good, `"Multikey"`, `["Multikey"]`, 1)), "at /verificationMethod/0/type"},
		{"no controller", in(strings.Replace(good, `"controller"`, `"_"`, 1)), "at /verificationMethod/0/controller"},
		{"relative controller", in(strings.Replace(good, `"controller":"`+other, `"controller":"me`, 1)), "not a URL"},
		{"relative id", in(method("key-1", "Multikey", multikeyOf(edText))), "at /verificationMethod/0/id"},
		{"empty fragment", in(method("#", "Multikey", multikeyOf(edText))), "at /verificationMethod/0/id"},
		{"two fragments", in(method("#a#b", "Multikey", multikeyOf(edText))), "at /verificationMethod/0/id"},
		{"id twice", in(good, method(other+"#a", "Multikey", multikeyOf(p256Text))), "at /verificationMethod/1/id"},
		{"embedded id twice", document(`"verificationMethod":[`+good+`]`, `"assertionMethod":[`+good+`]`), "at /assertionMethod/0/id"},
		{"too many methods", in(many...), "more than 256"},
		{"no key", in(method("#a", "Multikey", `"publicKeyJwk":`+edJWK)), "at /verificationMethod/0/publicKeyMultibase"},
		{"key twice", in(method("#a", "Multikey", multikeyOf(edText)+`,"publicKeyJwk":`+edJWK)), "holds its key twice"},
		{"malformed multikey", in(method("#a", "Multikey", multikeyOf("z6Mk0"))), "at /verificationMethod/0/publicKeyMultibase"},
		{"multikey object", in(method("#a", "Multikey", `"publicKeyMultibase":{}`)), "at /verificationMethod/0/publicKeyMultibase"},
		{"malformed JWK", in(method("#a", "JsonWebKey", `"publicKeyJwk":{"kty":"EC","crv":"P-256","x":"AA"}`)), "at /verificationMethod/0/publicKeyJwk/x"},
		{"JWK in text", in(method("#a", "JsonWebKey", `"publicKeyJwk":"{}"`)), "at /verificationMethod/0/publicKeyJwk"},
		{"weak key", in(method("#a", "JsonWebKey", `"publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`)), "JWK-WEAK"},
		{"private JWK", in(method("#a", "JsonWebKey", `"publicKeyJwk":`+strings.Replace(edJWK, "{", `{"d":"AA",`, 1))), "JWK-SECRET"},
		{"private JWK of an unknown curve", in(method("#a", "JsonWebKey", `"publicKeyJwk":{"kty":"OKP","crv":"X25519","d":"AA"}`)), "JWK-SECRET"},
		{"secret", in(method("#a", "Multikey", multikeyOf(edText)+`,"secretKeyMultibase":"z3u2"`)), "gives a private key away"},
		{"secret of an unknown type", in(method("#a", "GorillaKey2042", `"privateKeyBase58":"1"`)), "gives a private key away"},
		{"type and key differ", in(method("#a", "Ed25519VerificationKey2020", multikeyOf(p256Text))), "not of the type"},
		{"expires without zone", in(method("#a", "Multikey", multikeyOf(edText)+`,"expires":"2030-01-01T00:00:00"`)), "at /verificationMethod/0/expires"},
		{"expires null", in(method("#a", "Multikey", multikeyOf(edText)+`,"expires":null`)), "at /verificationMethod/0/expires"},
		{"revoked true", in(method("#a", "Multikey", multikeyOf(edText)+`,"revoked":true`)), "at /verificationMethod/0/revoked"},
		{"relationship number", document(`"assertionMethod":[1]`), "at /assertionMethod/0"},
		{"relationship null", document(`"assertionMethod":null`), "at /assertionMethod"},
		{"relative reference", document(`"assertionMethod":["key-1"]`), "at /assertionMethod/0"},
	} {
		doc, err := did.Parse(other, []byte(c.text))
		require.ErrorContains(t, err, c.says, c.name)
		require.Nil(t, doc, c.name)
		require.NotErrorIs(t, err, vc.ErrUnreachable, c.name)
	}
}

func TestParseKeyOnItsOwn(t *testing.T) {
	const at = "https://issuer.example/keys/1"
	doc, err := did.Parse(at, []byte(p256JWK))
	require.NoError(t, err)
	require.IsType(t, &ecdsa.PublicKey{}, doc.Method(at).Key)
	require.Equal(t, at, doc.Method(at).Controller)
	require.True(t, doc.Allows(at, vc.AssertionMethod))
	require.False(t, doc.Allows(at, vc.Authentication))

	doc, err = did.Parse(at, []byte(method(at, "Multikey", multikeyOf(edText))))
	require.NoError(t, err)
	require.Equal(t, other, doc.Method(at).Controller)
	require.Empty(t, doc.Purposes, "a key cannot say what it may be used for")

	for _, text := range []string{
		method("https://issuer.example/keys/2", "Multikey", multikeyOf(edText)),
		strings.Replace(edJWK, "{", `{"d":"AA",`, 1),
		`{"keys":[` + edJWK + `]}`, // a set is not a key
		`{}`,
	} {
		_, err = did.Parse(at, []byte(text))
		require.Error(t, err, text)
	}
}

// No document makes the reader panic, and what it accepts is well-formed.
func FuzzParse(f *testing.F) {
	f.Add(other, document(`"verificationMethod":[`+method("#a", "Multikey", multikeyOf(edText))+`]`, `"assertionMethod":["#a"]`))
	f.Add(other, document(`"assertionMethod":`+method("#a", "JsonWebKey", `"publicKeyJwk":`+p256JWK)))
	f.Add("https://issuer.example/keys/1", edJWK)
	f.Add("https://issuer.example/keys/1", method("https://issuer.example/keys/1", "Multikey", multikeyOf(edText)+`,"expires":"2030-01-01T24:00:00Z"`))
	f.Add(other, document(`"assertionMethod":`+method("#a", "Multikey", multikeyOf(blsText))))
	f.Fuzz(func(t *testing.T, id, text string) {
		doc, err := did.Parse(id, []byte(text))
		if err != nil {
			require.Nil(t, doc)
			return
		}
		require.Equal(t, id, doc.ID)
		root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
		require.NoError(t, err)
		require.True(t, root.Get("id").IsText(id) || root.Get("kty").Exists(), "the document names its identifier")
		seen := make(map[string]bool)
		for _, m := range doc.Methods {
			require.True(t, vc.IsURL(m.ID))
			require.False(t, seen[m.ID], "identifiers are unique")
			seen[m.ID] = true
		}
	})
}
