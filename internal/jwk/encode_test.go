package jwk

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"github.com/stretchr/testify/require"
)

// A did:jwk is made of the bytes of a key, and key files stand in repositories
// where a changed line is looked at: the order of the members stays, and so
// does a kid with characters that some writers escape.
func TestBytesThatAreWritten(t *testing.T) {
	const id = "https://a.example/keys?a=1&b=<2>#é"
	for _, c := range []struct{ private, required, secret string }{
		{ed(edX, `,"d":"`+edD+`"`),
			`"crv":"Ed25519","kty":"OKP","x":"` + edX + `"`, `"d":"` + edD + `"`},
		{ec("P-256", ecX, ecY, `,"d":"`+ecD+`"`),
			`"crv":"P-256","kty":"EC","x":"` + ecX + `","y":"` + ecY + `"`, `"d":"` + ecD + `"`},
		{ec("P-384", p384X, p384Y, `,"d":"`+p384D+`"`),
			`"crv":"P-384","kty":"EC","x":"` + p384X + `","y":"` + p384Y + `"`, `"d":"` + p384D + `"`},
		{rsaPrivate(),
			`"e":"AQAB","kty":"RSA","n":"` + rfc["n"] + `"`,
			`"d":"` + rfc["d"] + `","p":"` + rfc["p"] + `","q":"` + rfc["q"] + `","dp":"` + rfc["dp"] + `","dq":"` + rfc["dq"] + `","qi":"` + rfc["qi"] + `"`},
	} {
		key, err := parsePrivate([]byte(c.private))
		require.NoError(t, err)
		text, err := Canonical(key.Public)
		require.NoError(t, err)
		require.Equal(t, "{"+c.required+"}", text)
		for kid, member := range map[string]string{"": "", id: `,"kid":"` + id + `"`} {
			text, err = EncodePublic(key.Public, kid)
			require.NoError(t, err)
			require.Equal(t, "{"+c.required+member+"}", text)
			text, err = EncodePrivate(key.Signer, kid)
			require.NoError(t, err)
			require.Equal(t, "{"+c.required+","+c.secret+member+"}", text)
		}
	}
}

// A public key in PEM is what the standard library writes, and reads back as
// the same key; one that is not safe is not written.
func TestPublicPEM(t *testing.T) {
	for _, text := range []string{ed(edX, ""), ec("P-256", ecX, ecY, ""), ec("P-384", p384X, p384Y, ""), rsaPublic()} {
		key, err := parsePublic([]byte(text))
		require.NoError(t, err)
		der, err := x509.MarshalPKIXPublicKey(key.Public)
		require.NoError(t, err)
		written, err := EncodePublicPEM(key.Public)
		require.NoError(t, err)
		require.Equal(t, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), written)
		read, err := DecodePEM(written)
		require.NoError(t, err)
		require.Equal(t, key.Public, read)
	}
	_, err := EncodePublicPEM(ed25519.PublicKey(make([]byte, 31)))
	require.Error(t, err)
	_, err = DecodePEM([]byte("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"))
	require.Error(t, err)
}

// 176 times the base point of P-384: its y starts with a zero byte.
const (
	p384D = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACw"
	p384X = "0DqnSPX0jrPgxUtoPyXS4tfX4yASgqlbV6Wf-4-Uz0xDsRB8qUS5IRw1ERLeFu0Y"
	p384Y = "AAoIxgLcXgAx2tCIwZMF9rJSorw_JF96W4C0hMe5n2mBwyN0xxSnaDJV9TMfZrsG"
)
