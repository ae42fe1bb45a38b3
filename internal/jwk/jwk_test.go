package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

const (
	ecX, ecY = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
	ecD      = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"
	edX      = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
	edD      = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
)

func rsaPublic() string { return `{"kty":"RSA","n":"` + rfc["n"] + `","e":"AQAB"}` }

func rsaPrivate(change ...string) string {
	text := `{"kty":"RSA"`
	for _, name := range []string{"n", "e", "d", "p", "q", "dp", "dq", "qi"} {
		text += `,"` + name + `":"` + rfc[name] + `"`
	}
	return strings.NewReplacer(change...).Replace(text + "}")
}

func ec(crv, x, y, more string) string {
	return `{"kty":"EC","crv":"` + crv + `","x":"` + x + `","y":"` + y + `"` + more + `}`
}

// p521Part returns a coordinate of so many bytes whose first is the one given.
func p521Part(size int, first byte) string {
	part := make([]byte, size)
	part[0] = first
	return base64url.EncodeToString(part)
}

func ed(x, more string) string { return `{"kty":"OKP","crv":"Ed25519","x":"` + x + `"` + more + `}` }

func TestPublishedKeys(t *testing.T) {
	for _, c := range []struct{ name, text, id, thumbprint string }{
		{"RFC 7517 A.1, EC", ec("P-256", ecX, ecY, `,"use":"sig","kid":"1"`), "1", "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"},
		{"RFC 7638 3.1", strings.TrimSuffix(rsaPublic(), "}") + `,"alg":"RS256","kid":"2011-04-29"}`, "2011-04-29", "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"},
		{"RFC 8037 A.2 and A.3", ed(edX, ""), "", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
	} {
		key, err := parsePublic([]byte(c.text))
		require.NoError(t, err, c.name)
		require.Nil(t, key.Signer, c.name)
		require.Equal(t, c.id, key.ID, c.name)
		thumbprint, err := Thumbprint(key.Public)
		require.NoError(t, err, c.name)
		require.Equal(t, c.thumbprint, thumbprint, c.name)
	}
	for _, text := range []string{
		ec("P-256", ecX, ecY, `,"d":"`+ecD+`","use":"sig","kid":"1"`), // RFC 7517 A.2
		rsaPrivate(),
		ed(edX, `,"d":"`+edD+`"`), // RFC 8037 A.1
	} {
		key, err := parsePrivate([]byte(text))
		require.NoError(t, err, text)
		again, err := EncodePrivate(key.Signer, key.ID)
		require.NoError(t, err)
		same, err := parsePrivate([]byte(again))
		require.NoError(t, err)
		require.True(t, same.Signer.(interface{ Equal(crypto.PrivateKey) bool }).Equal(key.Signer))
		require.Equal(t, key.ID, same.ID)
	}
}

func TestPurposeMembersThatFit(t *testing.T) {
	for _, more := range []string{`,"alg":"EdDSA"`, `,"alg":"Ed25519"`, `,"use":"sig"`, `,"key_ops":["verify"]`, `,"key_ops":["sign","verify"],"use":"sig"`, `,"x5c":["AA"],"future":{}`,
		`,"D":"AA","KTY":"EC","Crv":"P-256","X":"AA","Y":1`} { // other names than d, kty, crv, x and y
		_, err := parsePublic([]byte(ed(edX, more)))
		require.NoError(t, err, more)
	}
	key, err := parsePublic([]byte(strings.TrimSuffix(rsaPublic(), "}") + `,"alg":"PS256"}`))
	require.NoError(t, err)
	require.Equal(t, "PS256", key.Alg)
}

func TestPublicRefuses(t *testing.T) {
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	short := base64url.EncodeToString(small.N.Bytes())
	for _, c := range []struct{ name, text, code string }{
		{"empty", ``, codeJSON},
		{"array", `[]`, codeJSON},
		{"null", `null`, codeJSON},
		{"trailing", ed(edX, "") + "x", codeJSON},
		{"name twice", ed(edX, `,"x":"`+edX+`"`), codeJSON},
		{"d", ed(edX, `,"d":"`+edD+`"`), codeSecret},
		{"d null", ed(edX, `,"d":null`), codeSecret},
		{"p", strings.TrimSuffix(rsaPublic(), "}") + `,"p":"AQ"}`, codeSecret},
		{"symmetric", `{"kty":"oct","k":"AA"}`, codeSecret},
		{"symmetric without key", `{"kty":"oct"}`, codeKind},
		{"no type", `{"x":"AA"}`, codeMember},
		{"type null", `{"kty":null}`, codeMember},
		{"type case", `{"kty":"ec","crv":"P-256"}`, codeKind},
		{"no curve", `{"kty":"EC","x":"AA","y":"AA"}`, codeKind},
		{"X25519", `{"kty":"OKP","crv":"X25519","x":"` + edX + `"}`, codeKind},
		{"P-224", ec("P-224", "AA", "AA", ""), codeKind},
		{"P-521 of two bytes", ec("P-521", "AA", "AA", ""), codeMember},
		{"P-521 without its zero byte", ec("P-521", p521Part(65, 1), p521Part(66, 1), ""), codeMember},
		{"P-521 with a byte too many", ec("P-521", p521Part(67, 1), p521Part(66, 1), ""), codeMember},
		{"P-521 off the curve", ec("P-521", p521Part(66, 1), p521Part(66, 1), ""), codeWeak},
		{"P-521 beyond the field", ec("P-521", p521Part(66, 0xff), p521Part(66, 1), ""), codeWeak},
		{"P-521 with another algorithm", ec("P-521", p521Part(66, 1), p521Part(66, 1), `,"alg":"ES256"`), codeConflict},
		{"secp256k1", ec("secp256k1", ecX, ecY, ""), codeKind},
		{"RSA with curve", strings.TrimSuffix(rsaPublic(), "}") + `,"crv":"P-256"}`, codeKind},
		{"encryption", ed(edX, `,"use":"enc"`), codePurpose},
		{"use number", ed(edX, `,"use":1`), codeMember},
		{"kid number", ed(edX, `,"kid":1`), codeMember},
		{"operations", ed(edX, `,"key_ops":["encrypt"]`), codePurpose},
		{"sign only", ed(edX, `,"key_ops":["sign"]`), codePurpose},
		{"no operations", ed(edX, `,"key_ops":[]`), codePurpose},
		{"mixed operations", ed(edX, `,"key_ops":["verify","encrypt"]`), codeConflict},
		{"operation twice", ed(edX, `,"key_ops":["verify","verify"]`), codeMember},
		{"operation number", ed(edX, `,"key_ops":[1]`), codeMember},
		{"operations string", ed(edX, `,"key_ops":"verify"`), codeMember},
		{"operations without end", ed(edX, `,"key_ops":["`+strings.Join(strings.Split("abcdefghijklmnopq", ""), `","`)+`"]`), codeMember},
		{"other algorithm", ed(edX, `,"alg":"ES256"`), codeConflict},
		{"other curve's algorithm", ec("P-256", ecX, ecY, `,"alg":"ES384"`), codeConflict},
		{"HMAC", strings.TrimSuffix(rsaPublic(), "}") + `,"alg":"HS256"}`, codePurpose},
		{"none", ed(edX, `,"alg":"none"`), codePurpose},
		{"no x", `{"kty":"OKP","crv":"Ed25519"}`, codeMember},
		{"x number", `{"kty":"OKP","crv":"Ed25519","x":1}`, codeMember},
		{"x short", ed(edX[:42], ""), codeMember},
		{"x long", ed(edX+"AA", ""), codeMember},
		{"x padded", ed(edX+"=", ""), codeMember},
		{"x in base64", ed(strings.Replace(edX, "_", "/", 1), ""), codeMember},
		{"x with loose bits", ed(edX[:42]+"p", ""), codeMember},
		{"x with a line break", ed(edX[:41]+`\n`+edX[42:], ""), codeMember},
		{"identity", ed("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ""), codeWeak},
		{"no point of Ed25519", ed("AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ""), codeWeak},
		{"no y", `{"kty":"EC","crv":"P-256","x":"` + ecX + `"}`, codeMember},
		{"swapped", ec("P-256", ecY, ecX, ""), codeWeak},
		{"coordinate beyond the field", ec("P-256", "_____wAAAAEAAAAAAAAAAAAAAAD_______________8", "ZkhceA4vg9ckM71dhKBrtlQcKvMdrocXKL-FahdPk_Q", ""), codeWeak},
		{"origin", ec("P-256", strings.Repeat("A", 43), strings.Repeat("A", 43), ""), codeWeak},
		{"coordinates of another curve", ec("P-384", ecX, ecY, ""), codeMember},
		{"1024 bits", `{"kty":"RSA","n":"` + short + `","e":"AQAB"}`, codeWeak},
		{"even modulus", `{"kty":"RSA","n":"` + rfc["n"][:341] + `A","e":"AQAB"}`, codeWeak},
		{"modulus with a line break", `{"kty":"RSA","n":"` + rfc["n"][:100] + `\n` + rfc["n"][100:] + `","e":"AQAB"}`, codeMember},
		{"modulus with a zero", `{"kty":"RSA","n":"AA` + rfc["n"] + `","e":"AQAB"}`, codeMember},
		{"too large a modulus", `{"kty":"RSA","n":"` + strings.Repeat("_", 1368) + `","e":"AQAB"}`, codeMember},
		{"exponent 1", strings.Replace(rsaPublic(), "AQAB", "AQ", 1), codeWeak},
		{"exponent 3", strings.Replace(rsaPublic(), "AQAB", "Aw", 1), codeWeak},
		{"even exponent", strings.Replace(rsaPublic(), "AQAB", "AQAC", 1), codeWeak},
		{"huge exponent", strings.Replace(rsaPublic(), "AQAB", "_____w", 1), codeWeak},
		{"exponent of 5 bytes", strings.Replace(rsaPublic(), "AQAB", "AQAAAAE", 1), codeMember},
		{"exponent with a zero", strings.Replace(rsaPublic(), "AQAB", "AAEAAQ", 1), codeMember},
	} {
		_, err := parsePublic([]byte(c.text))
		var fault *Error
		require.ErrorAs(t, err, &fault, c.name)
		require.Equal(t, c.code, fault.Code, "%s: %v", c.name, err)
		require.Equal(t, c.code == codeKind || c.code == codePurpose, errors.Is(err, ErrUnsupported), c.name)
	}
}

func TestPrivateRefuses(t *testing.T) {
	_, other, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	foreign := base64url.EncodeToString(other.Seed())
	for _, c := range []struct{ name, text, code string }{
		{"public key", ed(edX, ""), codeMember},
		{"foreign Ed25519", ed(edX, `,"d":"`+foreign+`"`), codeConflict},
		{"foreign EC", ec("P-256", ecX, ecY, `,"d":"`+foreign[:42]+`A"`), codeConflict},
		{"zero", ec("P-256", ecX, ecY, `,"d":"`+strings.Repeat("A", 43)+`"`), codeWeak},
		{"beyond the order", ec("P-256", ecX, ecY, `,"d":"`+strings.Repeat("_", 42)+`8"`), codeWeak},
		{"short", ec("P-256", ecX, ecY, `,"d":"AQ"`), codeMember},
		{"not for signing", ed(edX, `,"d":"`+edD+`","key_ops":["verify"]`), codePurpose},
		{"more primes", strings.TrimSuffix(rsaPrivate(), "}") + `,"oth":[]}`, codeKind},
		{"no primes", rsaPrivate(`"p"`, `"pp"`), codeMember},
		{"primes that do not fit", rsaPrivate(rfc["p"], rfc["q"]), codeConflict},
		{"d that does not fit", rsaPrivate(rfc["d"], rfc["dp"]), codeConflict},
		{"d that does not fit alone", rsaPrivate(rfc["d"], rfc["dp"], `"dp"`, `"a"`, `"dq"`, `"b"`, `"qi"`, `"c"`), codeConflict},
		{"dp that does not fit", rsaPrivate(rfc["dp"], rfc["dq"]), codeConflict},
		{"qi that is malformed", rsaPrivate(rfc["qi"], "=="), codeMember},
	} {
		_, err := parsePrivate([]byte(c.text))
		var fault *Error
		require.ErrorAs(t, err, &fault, c.name)
		require.Equal(t, c.code, fault.Code, "%s: %v", c.name, err)
		require.NotContains(t, err.Error(), edD, "no secret in a message")
	}
	_, err = parsePrivate([]byte(rsaPrivate(`"dp"`, `"a"`, `"dq"`, `"b"`, `"qi"`, `"c"`)))
	require.NoError(t, err, "the derived numbers may be missing")
}

func TestCheck(t *testing.T) {
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	require.NoError(t, err)
	identity, err := hex.DecodeString("01" + strings.Repeat("00", 31))
	require.NoError(t, err)
	for name, key := range map[string]crypto.PublicKey{
		"nothing":          nil,
		"text":             "key",
		"short Ed25519":    ed25519.PublicKey{1},
		"identity":         ed25519.PublicKey(identity),
		"nil EC":           (*ecdsa.PublicKey)(nil),
		"empty EC":         &ecdsa.PublicKey{},
		"P-224":            p224.Public(),
		"EC off the curve": &ecdsa.PublicKey{Curve: elliptic.P256(), X: big.NewInt(1), Y: big.NewInt(1)},
		"nil RSA":          (*rsa.PublicKey)(nil),
		"empty RSA":        &rsa.PublicKey{},
		"negative RSA":     &rsa.PublicKey{N: new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(3), 2047)), E: 65537},
	} {
		require.Error(t, Check(key), name)
		_, err := Thumbprint(key)
		require.Error(t, err, name)
	}
}

// A BLS12-381 key is a safe one, but it has no JWK.
func TestBLSHasNoForm(t *testing.T) {
	key, err := bbs.GenerateKey()
	require.NoError(t, err)
	require.NoError(t, Check(key.Public()))
	for _, empty := range []*bbs.PublicKey{nil, {}} {
		require.Error(t, Check(empty))
	}
	for name, write := range map[string]func() error{
		"thumbprint": func() error { _, err := Thumbprint(key.Public()); return err },
		"canonical":  func() error { _, err := Canonical(key.Public()); return err },
		"public":     func() error { _, err := EncodePublic(key.Public(), "1"); return err },
		"private":    func() error { _, err := EncodePrivate(key, "1"); return err },
		"PEM":        func() error { _, err := EncodePublicPEM(key.Public()); return err },
	} {
		require.EqualError(t, write(), "a BLS12-381 key has no form as a JSON Web Key, nor in PEM", name)
	}
	_, err = parsePublic([]byte(`{"kty":"OKP","crv":"BLS12381_G2","x":"AA"}`))
	require.ErrorIs(t, err, ErrUnsupported)
}

// A signer whose key stays in a device has no private form.
func TestEncodePrivateRefuses(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	_, err = EncodePrivate(struct{ crypto.Signer }{key}, "")
	require.ErrorContains(t, err, "does not give its private key away")
}
