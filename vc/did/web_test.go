package did_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

// pages is a fetcher over a fixed set of documents.
type pages map[string]string

func (p pages) Fetch(_ context.Context, address string, _ []string, _ int64) ([]byte, string, error) {
	if text, ok := p[address]; ok {
		return []byte(text), "application/json", nil
	}
	return nil, "", fmt.Errorf("%w: no page", vc.ErrUnreachable)
}

func TestWebAddresses(t *testing.T) {
	for id, address := range map[string]string{
		"did:web:w3c-ccg.github.io":                 "https://w3c-ccg.github.io/.well-known/did.json",
		"did:web:w3c-ccg.github.io:user:alice":      "https://w3c-ccg.github.io/user/alice/did.json",
		"did:web:example.com%3A3000:user:alice":     "https://example.com:3000/user/alice/did.json",
		"did:web:example.com%3a3000":                "https://example.com:3000/.well-known/did.json",
		"did:web:example.com:a%20b":                 "https://example.com/a%20b/did.json",
		"https://issuer.example/controllers/1":      "https://issuer.example/controllers/1",
		"https://issuer.example/controllers/1?v=%2": "",
	} {
		doc, err := did.Web(pages{address: `{"id":"` + id + `"}`}).Resolve(t.Context(), id)
		if address == "" {
			require.Error(t, err, id)
			continue
		}
		require.NoError(t, err, id)
		require.Equal(t, id, doc.ID)
	}
}

func TestWebRefuses(t *testing.T) {
	resolver := did.Web(pages{})
	for _, id := range []string{
		"", "did:web", "did:web:", "did:web::a", "did:web:%3A80", "did:web:a.example%3A", "did:web:a.example%3A80%3A81", "did:web:a.example%3Ax",
		"did:web:a.example%3A123456", "did:web:user%40a.example", "did:web:a.example%2Fb", "did:web:a.example/b", "did:web:a.example?b", "did:web:a.example#b",
		"did:web:a.example:", "did:web:a.example::b", "did:web:a.example:..:b", "did:web:a.example:.", "did:web:a.example:%2e%2e:b", "did:web:a.example:a%2Fb",
		"did:web:a.example:a%5Cb", "did:web:a.example:a%00b", "did:web:a.example:%252e", "did:web:a.example:a%3Fb", "did:web:a.example:a%23b", "did:web:a.example:%zz",
		"did:web:bøk.example", "did:web:a example", "DID:web:a.example\n", "did:Web:a.example", "https://issuer.example/#a", "issuer.example",
	} {
		_, err := resolver.Resolve(t.Context(), id)
		require.Error(t, err, id)
		require.NotErrorIs(t, err, vc.ErrUnreachable, id)
	}
	for _, id := range []string{"did:ebsi:zvHWX359A3CvfJnCYaAiAde", "http://issuer.example/", "urn:uuid:5d0cbc4c-0e4e-4b5c-9e9b-2d2fd5e6f0a1", "did:web:unknown.example", "https://unknown.example/"} {
		_, err := resolver.Resolve(t.Context(), id)
		require.ErrorIs(t, err, vc.ErrUnreachable, id)
	}
}

func TestDereferenceOnTheWeb(t *testing.T) {
	const (
		home = "https://vestre-aas.example/.well-known/did.json"
		key1 = "https://keys.example/1"
		key2 = "https://keys.example/2"
		key3 = "https://keys.example/3"
		bare = "https://keys.example/jwk"
	)
	env := vc.Env{Resolver: did.Web(pages{
		home: document(`"verificationMethod":[`+method("#a", "Multikey", multikeyOf(edText))+`,`+method(key2, "Multikey", multikeyOf(p256Text))+`]`,
			`"assertionMethod":["#a","`+key1+`","`+key2+`"]`),
		key1: method(key1, "Multikey", multikeyOf(edText)),
		key2: method(key2, "Multikey", multikeyOf(edText)),
		key3: method(key3, "Multikey", multikeyOf(edText)), // claims the controller, which does not list it
		bare: p256JWK,
	})}
	get := func(url string) (*vc.Controller, *vc.Method) {
		doc, m, err := did.Dereference(t.Context(), env, url)
		require.NoError(t, err, url)
		return doc, m
	}
	doc, m := get(other + "#a")
	require.Equal(t, other, doc.ID)
	require.True(t, doc.Allows(m.ID, vc.AssertionMethod))

	doc, m = get(key1)
	require.Equal(t, other, doc.ID, "the document is the controller's")
	require.Equal(t, other, m.Controller)
	require.True(t, doc.Allows(m.ID, vc.AssertionMethod))

	doc, m = get(key2)
	require.Equal(t, other, doc.ID)
	require.IsType(t, &ecdsa.PublicKey{}, m.Key, "the controller's word prevails over the key's")

	doc, m = get(key3)
	require.Equal(t, other, doc.ID)
	require.False(t, doc.Allows(m.ID, vc.AssertionMethod), "whoever claims a controller is not listed by it")

	doc, m = get(bare)
	require.Equal(t, bare, doc.ID)
	require.Equal(t, bare, m.Controller)

	_, _, err := did.Dereference(t.Context(), env, bare+"#0")
	require.ErrorContains(t, err, "does not hold")
	_, _, err = did.Dereference(t.Context(), env, other)
	require.ErrorContains(t, err, "no fragment")
}

func TestJWKMethod(t *testing.T) {
	// The example of the did:jwk method.
	const id = "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
	for _, url := range []string{id, id + "#0"} {
		doc, m, err := did.Dereference(t.Context(), vc.Env{}, url)
		require.NoError(t, err)
		require.Equal(t, id, doc.ID)
		require.Equal(t, id+"#0", m.ID)
		require.Equal(t, id, m.Controller)
		require.IsType(t, &ecdsa.PublicKey{}, m.Key)
		require.True(t, doc.Allows(m.ID, vc.AssertionMethod))
		require.False(t, doc.Allows(m.ID, "keyAgreement"))
	}
	of := func(text string) string { return "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	_, m, err := did.Dereference(t.Context(), vc.Env{}, of(`{"kty":"RSA","e":"AQAB","n":"`+strings.Repeat("_", 342)[:341]+`w"}`))
	require.NoError(t, err)
	require.IsType(t, &rsa.PublicKey{}, m.Key)
	for name, url := range map[string]string{
		"fragment":       id + "#1",
		"empty fragment": id + "#",
		"padding":        id + "=",
		"private":        of(strings.Replace(edJWK, "{", `{"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",`, 1)),
		"name twice":     of(strings.Replace(edJWK, "{", `{"kty":"OKP",`, 1)),
		"not JSON":       of("key"),
		"nothing":        "did:jwk:",
		"too long":       "did:jwk:" + strings.Repeat("e", 40<<10),
	} {
		_, _, err := did.Dereference(t.Context(), vc.Env{}, url)
		require.Error(t, err, name)
		require.NotErrorIs(t, err, vc.ErrUnreachable, name)
	}
}

func TestKeyMethodKinds(t *testing.T) {
	for text, kind := range map[string]any{
		p256Text: &ecdsa.PublicKey{},
		"z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ": &ecdsa.PublicKey{},
	} {
		_, m, err := did.Dereference(t.Context(), vc.Env{}, "did:key:"+text)
		require.NoError(t, err)
		require.IsType(t, kind, m.Key)
		require.Equal(t, "did:key:"+text+"#"+text, m.ID)
	}
}

// An identifier leads to a server, a document and a key, but not where loopback
// addresses are not allowed.
func TestWebOverTheNetwork(t *testing.T) {
	var id string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/issuers/1/did.json" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/did+json")
		_, _ = w.Write([]byte(strings.ReplaceAll(document(`"verificationMethod":[`+method("#a", "Multikey", multikeyOf(edText))+`]`), other, id)))
	}))
	t.Cleanup(server.Close)
	host := strings.TrimPrefix(server.URL, "https://")
	id = "did:web:" + strings.Replace(host, ":", "%3A", 1) + ":issuers:1"

	fetcher, err := fetch.New(server.Client(), fetch.Options{UnsafeAllow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	require.NoError(t, err)
	_, m, err := did.Dereference(t.Context(), vc.Env{Resolver: did.Web(fetcher)}, id+"#a")
	require.NoError(t, err)
	require.Equal(t, id+"#a", m.ID)
	_, _, err = did.Dereference(t.Context(), vc.Env{Resolver: did.Web(fetcher)}, strings.Replace(id, ":1", ":2", 1)+"#a")
	require.ErrorIs(t, err, vc.ErrUnreachable)

	guarded, err := fetch.New(server.Client(), fetch.Options{})
	require.NoError(t, err)
	for _, inside := range []string{id, "did:web:localhost", "did:web:169.254.169.254:latest", "did:web:127.1", "did:web:0x7f.1", "did:web:localhost.", "did:web:2130706433", "https://[::ffff:127.0.0.1]/"} {
		_, err := did.Resolve(t.Context(), vc.Env{Resolver: did.Web(guarded)}, inside)
		require.ErrorIs(t, err, vc.ErrUnreachable, inside)
		require.ErrorContains(t, err, "FETCH-URL", inside)
	}
}

// Offline, a URL leads to a did:key, a did:jwk or nowhere; only an https URL on
// the host that the identifier names is asked of the network.
func FuzzDereference(f *testing.F) {
	for _, seed := range []string{key + frag, "did:jwk:eyJrdHkiOiJPS1AifQ#0", "did:web:a.example%3A8443:b:c#k", "https://a.example/x#k", "did:web:a.example:%2e%2e", "did:key:" + blsText} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, m, err := did.Dereference(t.Context(), vc.Env{}, text)
		if err == nil {
			require.True(t, text == m.ID || text == m.Controller)
		}
		_, _, _ = did.Dereference(t.Context(), vc.Env{Resolver: did.Web(fetcherFunc(func(address string) {
			u, err := url.Parse(address)
			if !strings.HasPrefix(text, "did:web:") {
				require.True(t, strings.HasPrefix(address, "https://"))
				return
			}
			require.NoError(t, err)
			require.Equal(t, "https", u.Scheme)
			require.Nil(t, u.User)
			require.Empty(t, u.RawQuery)
			require.True(t, strings.HasSuffix(u.Path, "/did.json"))
			require.NotContains(t, u.Path, "/../")
			require.True(t, strings.HasPrefix(text, "did:web:"+u.Hostname()))
		}))}, text)
	})
}

type fetcherFunc func(address string)

func (f fetcherFunc) Fetch(_ context.Context, address string, _ []string, _ int64) ([]byte, string, error) {
	f(address)
	return nil, "", vc.ErrUnreachable
}
