package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"testing"

	oracle "github.com/lestrrat-go/jwx/v2/jwk"
	"github.com/stretchr/testify/require"
)

type equaler interface{ Equal(crypto.PublicKey) bool }

// Another implementation reads what this one writes, writes what this one
// reads, and computes the same thumbprints.
func TestAgreesWithAnotherImplementation(t *testing.T) {
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	rsaKey, err := rsa.GenerateKey(rand.Reader, MinRSA)
	require.NoError(t, err)
	for _, signer := range []crypto.Signer{edKey, p256, p384, rsaKey} {
		text, err := EncodePublic(signer.Public(), "k")
		require.NoError(t, err)
		requireSameKey(t, signer.Public(), []byte(text))

		secret, err := EncodePrivate(signer, "k")
		require.NoError(t, err)
		theirs, err := oracle.ParseKey([]byte(secret))
		require.NoError(t, err)
		require.NoError(t, theirs.Validate())
		var raw any
		require.NoError(t, theirs.Raw(&raw))
		require.True(t, raw.(interface{ Equal(crypto.PrivateKey) bool }).Equal(signer))

		theirs, err = oracle.FromRaw(signer)
		require.NoError(t, err)
		written, err := theirs.(interface{ MarshalJSON() ([]byte, error) }).MarshalJSON()
		require.NoError(t, err)
		ours, err := ParsePrivate(written)
		require.NoError(t, err)
		require.True(t, ours.Signer.(interface{ Equal(crypto.PrivateKey) bool }).Equal(signer))
	}
}

func requireSameKey(t *testing.T, key crypto.PublicKey, text []byte) {
	t.Helper()
	theirs, err := oracle.ParseKey(text)
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

// What is read means the same to another reader, and comes back from its own
// canonical form.
func FuzzParsePublic(f *testing.F) {
	for _, seed := range []string{
		rsaPublic(), ec("P-256", ecX, ecY, `,"use":"sig","kid":"1"`), ed(edX, `,"alg":"EdDSA","key_ops":["verify"]`),
		rsaPrivate(), ed(edX, `,"d":"`+edD+`"`), `{"kty":"oct","k":"AA"}`, `{"kty":"EC","crv":"P-384"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := ParsePublic(text)
		if err != nil {
			return
		}
		canonical, err := Canonical(key.Public)
		require.NoError(t, err)
		again, err := ParsePublic([]byte(canonical))
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
		key, err := ParsePrivate(text)
		if err != nil {
			return
		}
		require.True(t, key.Public.(equaler).Equal(key.Signer.Public()))
	})
}

func BenchmarkParsePublic(b *testing.B) {
	for name, text := range map[string]string{"Ed25519": ed(edX, ""), "P-256": ec("P-256", ecX, ecY, ""), "RSA": rsaPublic()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParsePublic([]byte(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
