package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
	"slices"
	"strings"
	"testing"

	jwx "github.com/lestrrat-go/jwx/v2/jwk"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

type equaler interface{ Equal(crypto.PublicKey) bool }

// jwx with its own reader and writer of texts reads what is written here, writes
// what is read here, and computes the same thumbprints.
func TestAgreesWithTheReaderOfJWX(t *testing.T) {
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, MinRSA)
	require.NoError(t, err)
	for _, signer := range []crypto.Signer{edKey, p256, p384, p521, rsaKey} {
		text, err := EncodePublic(signer.Public(), "k")
		require.NoError(t, err)
		requireSameKey(t, signer.Public(), []byte(text))

		secret, err := EncodePrivate(signer, "k")
		require.NoError(t, err)
		theirs, err := jwx.ParseKey([]byte(secret))
		require.NoError(t, err)
		require.NoError(t, theirs.Validate())
		var raw any
		require.NoError(t, theirs.Raw(&raw))
		require.True(t, raw.(interface{ Equal(crypto.PrivateKey) bool }).Equal(signer))

		theirs, err = jwx.FromRaw(signer)
		require.NoError(t, err)
		written, err := theirs.(interface{ MarshalJSON() ([]byte, error) }).MarshalJSON()
		require.NoError(t, err)
		ours, err := parsePrivate(written)
		require.NoError(t, err)
		require.True(t, ours.Signer.(interface{ Equal(crypto.PrivateKey) bool }).Equal(signer))
	}
}

func requireSameKey(t *testing.T, key crypto.PublicKey, text []byte) {
	t.Helper()
	theirs, err := jwx.ParseKey(text)
	require.NoError(t, err)
	var raw any
	require.NoError(t, theirs.Raw(&raw))
	switch k := raw.(type) {
	case ecdsa.PublicKey:
		raw = &k
	case rsa.PublicKey:
		raw = &k
	}
	require.True(t, raw.(equaler).Equal(key))
	sum, err := theirs.Thumbprint(crypto.SHA256)
	require.NoError(t, err)
	thumbprint, err := Thumbprint(key)
	require.NoError(t, err)
	require.Equal(t, thumbprint, base64url.EncodeToString(sum))
}

// The keys that jwx takes and that are refused here all the same: with each,
// one key would have several spellings, or would not be one. If jwx refuses
// them one day too, the row can go.
func TestRefusesWhatJWXTakes(t *testing.T) {
	for _, c := range []struct{ name, text, code string }{
		{"a member twice", ed(edX, `,"x":"`+edX+`"`), codeJSON},
		{"text behind the key", ed(edX, "") + "x", codeJSON},
		{"padding", ed(edX+"=", ""), codeMember},
		{"the other alphabet", ed(strings.Replace(edX, "_", "/", 1), ""), codeMember},
		{"a line break in a member", ed(edX[:41]+`\n`+edX[41:], ""), codeMember},
		{"loose bits", ed(edX[:42]+"p", ""), codeMember},
		{"a short Ed25519 key", ed(edX[:40], ""), codeMember},
		{"no point of Ed25519", ed("AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ""), codeWeak},
		{"a point of small order", ed("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ""), codeWeak},
		{"no point of P-256", ec("P-256", ecY, ecX, ""), codeWeak},
		{"a coordinate with a zero before it", ec("P-256", "AAAA"+ecX, ecY, ""), codeMember},
		{"coordinates of another curve", ec("P-384", ecX, ecY, ""), codeMember},
		{"a short modulus", `{"kty":"RSA","n":"` + rfc["n"][:160] + `","e":"AQAB"}`, codeWeak},
		{"a modulus with a zero before it", `{"kty":"RSA","n":"AAAA` + rfc["n"] + `","e":"AQAB"}`, codeMember},
		{"an exponent of 1", strings.Replace(rsaPublic(), "AQAB", "AQ", 1), codeWeak},
		{"a purpose that is none for signatures", ed(edX, `,"use":"enc"`), codePurpose},
		{"an operation twice", ed(edX, `,"key_ops":["verify","verify"]`), codeMember},
		{"another algorithm", ed(edX, `,"alg":"ES256"`), codeConflict},
	} {
		var raw any
		require.NoError(t, jwx.ParseRawKey([]byte(c.text), &raw), c.name)
		_, err := parsePublic([]byte(c.text))
		var fault *Error
		require.ErrorAs(t, err, &fault, c.name)
		require.Equal(t, c.code, fault.Code, c.name)
	}
	for name, text := range map[string]string{
		"another's EC secret":       ec("P-256", ecX, ecY, `,"d":"`+edD+`"`),
		"another's RSA secret":      rsaPrivate(rfc["d"], rfc["dp"]),
		"an EC secret out of range": ec("P-256", ecX, ecY, `,"d":"`+strings.Repeat("A", 43)+`"`),
	} {
		var raw any
		require.NoError(t, jwx.ParseRawKey([]byte(text), &raw), name)
		_, err := parsePrivate([]byte(text))
		require.Error(t, err, name)
	}
}

// requireMembers checks that a key is made of the members that its text shows,
// by the standard library alone.
func requireMembers(t *testing.T, key crypto.PublicKey, v jsontree.Value) {
	t.Helper()
	octets := func(name string) []byte {
		raw, err := base64url.DecodeString(v.Get(name).Text())
		require.NoError(t, err)
		return raw
	}
	switch key := key.(type) {
	case ed25519.PublicKey:
		require.Equal(t, octets("x"), []byte(key))
	case *ecdsa.PublicKey:
		point, err := key.Bytes()
		require.NoError(t, err)
		require.Equal(t, slices.Concat([]byte{4}, octets("x"), octets("y")), point)
		require.Equal(t, v.Get("crv").Text(), key.Curve.Params().Name)
	case *rsa.PublicKey:
		require.Equal(t, octets("n"), key.N.Bytes())
		require.Equal(t, octets("e"), big.NewInt(int64(key.E)).Bytes())
	default:
		t.Fatalf("%T", key)
	}
}

// What is read is what the text shows, means the same to jwx, which reads the
// text itself here, and comes back from its own canonical form.
func FuzzParsePublic(f *testing.F) {
	for _, seed := range []string{
		rsaPublic(), ec("P-256", ecX, ecY, `,"use":"sig","kid":"1"`), ed(edX, `,"alg":"EdDSA","key_ops":["verify"]`),
		rsaPrivate(), ed(edX, `,"d":"`+edD+`"`), `{"kty":"oct","k":"AA"}`, `{"kty":"EC","crv":"P-384"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := parsePublic(text)
		if err != nil {
			return
		}
		v, err := jsontree.Parse(text, jsontree.Limits{})
		require.NoError(t, err)
		requireMembers(t, key.Public, v)
		canonical, err := Canonical(key.Public)
		require.NoError(t, err)
		again, err := parsePublic([]byte(canonical))
		require.NoError(t, err)
		require.True(t, key.Public.(equaler).Equal(again.Public))
		requireSameKey(t, key.Public, []byte(canonical))
	})
}

func FuzzParsePrivate(f *testing.F) {
	f.Add([]byte(ed(edX, `,"d":"`+edD+`"`)))
	f.Add([]byte(ec("P-256", ecX, ecY, `,"d":"`+ecD+`"`)))
	f.Add([]byte(rsaPrivate()))
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := parsePrivate(text)
		if err != nil {
			return
		}
		require.True(t, key.Public.(equaler).Equal(key.Signer.Public()))
		digest := sha256.Sum256(text)
		if public, ok := key.Public.(*ecdsa.PublicKey); ok {
			signature, err := ecdsa.SignASN1(nil, key.Signer.(*ecdsa.PrivateKey), digest[:])
			require.NoError(t, err)
			require.True(t, ecdsa.VerifyASN1(public, digest[:], signature))
		}
	})
}

func BenchmarkParsePublic(b *testing.B) {
	for name, text := range map[string]string{"Ed25519": ed(edX, ""), "P-256": ec("P-256", ecX, ecY, ""), "RSA": rsaPublic()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := parsePublic([]byte(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
