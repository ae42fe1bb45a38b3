package keys_test

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// The key pair that RFC 8410 section 10 prints.
const (
	rfc8410Private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"
	rfc8410Public  = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
)

func generateAll(t *testing.T) []*keys.Private {
	t.Helper()
	var all []*keys.Private
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.P521, keys.RSA} {
		key, err := keys.Generate(kind)
		require.NoError(t, err)
		all = append(all, key)
	}
	return all
}

func requireSame(t *testing.T, want, got *keys.Private) {
	t.Helper()
	require.True(t, want.Signer().(interface{ Equal(crypto.PrivateKey) bool }).Equal(got.Signer()))
}

// readKey reads a private key without options.
func readKey(data []byte) (*keys.Private, error) { return keys.Read(data, keys.ReadOptions{}) }

func TestEveryForm(t *testing.T) {
	for _, key := range generateAll(t) {
		for _, address := range [][2]string{{"", ""}, {"did:web:vestre-aas.example", "#2026"}, {"did:web:vestre-aas.example", "https://keys.example/1"}} {
			if address[0] != "" {
				moved, err := key.WithAddress(address[0], address[1])
				require.NoError(t, err)
				requireSame(t, key, moved)
				key = moved
			}
			for name, write := range map[string]func() ([]byte, error){"key file": key.Encode, "JWK": key.JWK} {
				text, err := write()
				require.NoError(t, err, name)
				again, err := readKey(text)
				require.NoError(t, err, name)
				requireSame(t, key, again)
				require.Equal(t, [2]string{key.Controller(), key.Method()}, [2]string{again.Controller(), again.Method()}, name)
				_, err = keys.ParsePublic(text)
				require.ErrorContains(t, err, "SECRET", "no private key passes for a public one")
			}
			public, err := key.Public().JWK()
			require.NoError(t, err)
			read, err := keys.ParsePublic(public)
			require.NoError(t, err)
			require.Equal(t, key.Method(), read.Method())
			require.Equal(t, key.Public().Thumbprint(), read.Thumbprint())
			require.Equal(t, key.PublicMultibase(), read.Multibase())
		}
		text, err := key.PEM()
		require.NoError(t, err)
		again, err := readKey(text)
		require.NoError(t, err)
		requireSame(t, key, again)
		text, err = key.Public().PEM()
		require.NoError(t, err)
		public, err := keys.ParsePublic(text)
		require.NoError(t, err)
		require.Equal(t, key.Public().Key(), public.Key())
		require.Equal(t, again.Method(), public.Method(), "PEM says no address")
	}
}

// A key that is its own address resolves to itself.
func TestOwnAddress(t *testing.T) {
	for _, key := range generateAll(t) {
		doc, method, err := did.Dereference(t.Context(), vc.Env{}, key.Method())
		require.NoError(t, err)
		require.Equal(t, key.Controller(), doc.ID)
		require.Equal(t, key.Signer().Public(), method.Key)
		_, bare := key.Signer().Public().(*rsa.PublicKey)
		if public, ok := key.Signer().Public().(*ecdsa.PublicKey); ok {
			bare = public.Curve == elliptic.P521()
		}
		require.Equal(t, bare, strings.HasPrefix(key.Controller(), "did:jwk:"))
		require.Equal(t, bare, key.PublicMultibase() == "")
	}
}

func TestPublishedPEM(t *testing.T) {
	key, err := readKey([]byte(rfc8410Private))
	require.NoError(t, err)
	public, err := keys.ParsePublic([]byte(rfc8410Public))
	require.NoError(t, err)
	require.Equal(t, public.Key(), key.Signer().Public())
	text, err := key.PEM()
	require.NoError(t, err)
	require.Equal(t, rfc8410Private, string(text))
	text, err = public.PEM()
	require.NoError(t, err)
	require.Equal(t, rfc8410Public, string(text))
}

func TestOlderPEM(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalECPrivateKey(ec)
	require.NoError(t, err)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{0x30, 0}})
	parameters := append(certificate, pem.EncodeToMemory(&pem.Block{Type: "EC PARAMETERS", Bytes: []byte{6, 0}})...)
	key, err := readKey(append(parameters, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})...))
	require.NoError(t, err)
	require.True(t, ec.Equal(key.Signer()))

	old, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(old)}
	key, err = readKey(append([]byte("Bag Attributes\n"), pem.EncodeToMemory(block)...))
	require.NoError(t, err)
	require.True(t, old.Equal(key.Signer()))
	block.Headers = map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-128-CBC,00"}
	_, err = readKey(pem.EncodeToMemory(block))
	require.ErrorContains(t, err, "encrypted")
}

func TestReadRefuses(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	require.NoError(t, err)
	pkcs8 := func(key any) string {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		require.NoError(t, err)
		return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	}
	ecdhKey, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	for _, c := range []struct{ name, text, code string }{
		{"nothing", "", "KEY-FILE"},
		{"text", "key", "KEY-FILE"},
		{"large", strings.Repeat(" ", 70<<10) + rfc8410Private, "KEY-FILE"},
		{"no block", "-----BEGIN PRIVATE KEY-----", "KEY-FILE"},
		{"two blocks", rfc8410Private + rfc8410Private, "KEY-FILE"},
		{"public block", rfc8410Public, "KEY-FILE"},
		{"damaged block", strings.Replace(rfc8410Private, "MC4C", "MC4D", 1), "KEY-FILE"},
		{"encrypted", strings.ReplaceAll(rfc8410Private, "PRIVATE", "ENCRYPTED PRIVATE"), "KEY-FILE: the private key is encrypted"},
		{"RSA of 1024 bits", pkcs8(weak), "KEY-TYPE"},
		{"P-224", pkcs8(p224), "KEY-TYPE"},
		{"ECDH key", pkcs8(ecdhKey), "KEY-TYPE"},
		{"public JWK", `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`, "KEY-FILE: JWK-MEMBER at /d"},
		{"controller without kid", `{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"1","controller":"did:web:a.example"}`, "KEY-FILE at /kid"},
	} {
		_, err := readKey([]byte(c.text))
		require.ErrorContains(t, err, c.code, c.name)
		_, err = keys.ParsePublic([]byte(c.text))
		if !strings.HasPrefix(c.name, "public") {
			require.Error(t, err, c.name)
		}
	}
	for name, text := range map[string]string{
		"private block": rfc8410Private,
		"no key":        `{}`,
		"half address":  `{"publicKeyMultibase":"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2","id":"did:web:a.example#1"}`,
	} {
		_, err := keys.ParsePublic([]byte(text))
		require.ErrorContains(t, err, "KEY-FILE", name)
	}
}

// A kid that is a label of its own says no address.
func TestLabelledJWK(t *testing.T) {
	key, err := readKey([]byte(`{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"2026-03"}`))
	require.NoError(t, err)
	require.Equal(t, "did:key:"+key.PublicMultibase(), key.Controller())
	require.Equal(t, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", key.Public().Thumbprint()) // RFC 8037 A.3
}

func TestAddresses(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	moved, err := key.WithAddress("did:web:vestre-aas.example", "#a")
	require.NoError(t, err)
	require.Equal(t, "did:web:vestre-aas.example#a", moved.Method())
	for _, address := range [][2]string{
		{"", ""}, {"did:web:a.example", ""}, {"", "did:web:a.example#a"}, {"", "#a"}, {"a.example", "#a"}, {"did:web:a.example", "#"},
		{"did:web:a.example#a", "did:web:a.example#a"}, {"did:web:a example", "#a"}, {"did:web:a.example", "a"},
	} {
		_, err := key.WithAddress(address[0], address[1])
		require.ErrorContains(t, err, "KEY-ADDRESS", address)
		_, err = key.Public().WithAddress(address[0], address[1])
		require.ErrorContains(t, err, "KEY-ADDRESS", address)
	}
	_, err = keys.New(nil, "", "")
	require.ErrorContains(t, err, "KEY-TYPE")
	for _, bits := range []int{0, 1024, 2047, 2050, 16384} {
		_, err = keys.GenerateRSA(bits)
		require.ErrorContains(t, err, "KEY-SIZE", bits)
	}
	small, err := keys.GenerateRSA(2048)
	require.NoError(t, err)
	require.Equal(t, 2048, small.Public().Key().(*rsa.PublicKey).N.BitLen())
}

func TestControllerDocument(t *testing.T) {
	for _, controller := range []string{"did:web:vestre-aas.example", "https://vestre-aas.example/issuer"} {
		var public []*keys.Public
		for i, key := range generateAll(t) {
			moved, err := key.Public().WithAddress(controller, "#key-"+string(rune('1'+i)))
			require.NoError(t, err)
			public = append(public, moved)
		}
		text, err := keys.ControllerDocument(public...)
		require.NoError(t, err)
		doc, err := did.Parse(controller, text)
		require.NoError(t, err, string(text))
		require.Len(t, doc.Methods, 5)
		for i, key := range public {
			require.Equal(t, key.Key(), doc.Methods[i].Key)
			require.True(t, doc.Allows(key.Method(), vc.AssertionMethod))
			require.True(t, doc.Allows(key.Method(), vc.Authentication))
		}
		_, err = keys.ControllerDocument(public[0], public[0])
		require.ErrorContains(t, err, "KEY-ADDRESS")
		elsewhere, err := public[0].WithAddress(controller, "https://keys.example/1")
		require.NoError(t, err)
		_, err = keys.ControllerDocument(elsewhere)
		require.ErrorContains(t, err, "KEY-ADDRESS")
		foreign, err := public[0].WithAddress("did:web:other.example", "#a")
		require.NoError(t, err)
		_, err = keys.ControllerDocument(public[0], foreign)
		require.ErrorContains(t, err, "KEY-ADDRESS")
	}
	_, err := keys.ControllerDocument()
	require.ErrorContains(t, err, "KEY-ADDRESS")
}

// A key in a device signs, and is written nowhere.
func TestDeviceKeyIsNotWritten(t *testing.T) {
	for _, key := range generateAll(t) {
		device, err := keys.New(struct{ crypto.Signer }{key.Signer()}, "", "")
		require.NoError(t, err)
		require.Equal(t, key.Method(), device.Method())
		for _, write := range []func() ([]byte, error){device.Encode, device.JWK, device.PEM} {
			_, err := write()
			require.ErrorContains(t, err, "KEY-SECRET")
		}
		_, err = device.Public().JWK()
		require.NoError(t, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(rfc8410Private))
	f.Add([]byte(`{"secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"}`))
	f.Add([]byte(`{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"did:web:a.example#1"}`))
	f.Add([]byte(`{"type":"Multikey","publicKeyMultibase":"zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ"}`))
	f.Add([]byte(`{"secretKeyMultibase":"z4891v3AaTTbSWvSBWKS4j6ErZx2TfJexigr8G6GMXpBQ1bM"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if key, err := readKey(data); err == nil {
			text, err := key.Encode()
			require.NoError(t, err)
			again, err := readKey(text)
			require.NoError(t, err)
			require.Equal(t, key.Method(), again.Method())
			require.Equal(t, key.Controller(), again.Controller())
			_, err = keys.ParsePublic(data)
			require.Error(t, err)
		}
		_, _ = keys.ParsePublic(data)
	})
}
