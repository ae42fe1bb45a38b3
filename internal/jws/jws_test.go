package jws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func octets(text string) []byte { return must(base64.RawURLEncoding.DecodeString(text)) }

// The keys and signatures of RFC 7515 appendices A.2 and A.3 and of RFC 8037
// appendix A.4.
func TestPublishedVectors(t *testing.T) {
	const claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	modulus := octets("ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ")
	point := append([]byte{4}, octets("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")...)
	point = append(point, octets("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")...)
	tests := []struct {
		alg              string
		key              crypto.PublicKey
		input, signature string
	}{
		{"RS256", &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: 65537}, "eyJhbGciOiJSUzI1NiJ9." + claims,
			"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
		{"ES256", must(ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)), "eyJhbGciOiJFUzI1NiJ9." + claims,
			"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
		{"EdDSA", ed25519.PublicKey(octets("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
			"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
			"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"},
	}
	for _, tt := range tests {
		t.Run(tt.alg, func(t *testing.T) {
			a, ok := Lookup(tt.alg)
			require.True(t, ok)
			require.Empty(t, a.Misfit(tt.key))
			signature := octets(tt.signature)
			require.True(t, a.Verify(tt.key, []byte(tt.input), signature))
			require.False(t, a.Verify(tt.key, []byte(tt.input+"x"), signature))
			for i := range signature {
				signature[i] ^= 1
				require.False(t, a.Verify(tt.key, []byte(tt.input), signature), i)
				signature[i] ^= 1
			}
		})
	}
}

func keysOfAllKinds() map[string]crypto.Signer {
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	return map[string]crypto.Signer{
		"Ed25519": ed,
		"P-256":   must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)),
		"P-384":   must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)),
		"P-521":   must(ecdsa.GenerateKey(elliptic.P521(), rand.Reader)),
		"P-224":   must(ecdsa.GenerateKey(elliptic.P224(), rand.Reader)),
		"RSA":     must(rsa.GenerateKey(rand.Reader, 2048)),
		"RSA-1k":  weak{},
	}
}

// weak is an RSA key that is too short.
type weak struct{ crypto.Signer }

func (weak) Public() crypto.PublicKey {
	return &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 1023), E: 65537}
}

// Each algorithm works with exactly the keys that it is for, and no signature
// is right under another one.
func TestAlgorithmsAndKeys(t *testing.T) {
	fits := map[string]string{
		"EdDSA": "Ed25519", "Ed25519": "Ed25519", "ES256": "P-256", "ES384": "P-384", "ES512": "P-521",
		"RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
	}
	require.Len(t, algorithms, len(fits))
	all := keysOfAllKinds()
	input := []byte("header.payload")
	for _, a := range algorithms {
		for kind, key := range all {
			signature, err := a.Sign(key, input)
			if kind != fits[a.Name] {
				require.Error(t, err, "%s %s", a.Name, kind)
				_, err = a.SignText(key, string(input))
				require.Error(t, err, "%s %s", a.Name, kind)
				require.False(t, a.VerifyText(key.Public(), make([]byte, 64), string(input)))
				require.False(t, a.Verify(key.Public(), input, make([]byte, 64)))
				continue
			}
			require.NoError(t, err)
			again, err := a.SignText(key, "header", ".", "payload")
			require.NoError(t, err)
			require.True(t, a.Verify(key.Public(), input, again))
			require.True(t, a.VerifyText(key.Public(), signature, "header", ".", "payload"))
			require.True(t, a.VerifyText(key.Public(), signature, "header.payload"))
			require.False(t, a.VerifyText(key.Public(), signature, "header", "payload"))
			for _, b := range algorithms {
				same := a.Name == b.Name || a.family == ed && b.family == ed
				require.Equal(t, same, a.Same(b))
				require.Equal(t, same, b.Verify(key.Public(), input, signature), "%s as %s", a.Name, b.Name)
			}
			for _, other := range [][]byte{nil, {}, signature[1:], append([]byte{0}, signature...), append(signature, 0), make([]byte, len(signature))} {
				require.False(t, a.Verify(key.Public(), input, other), "%s", a.Name)
			}
		}
	}
	require.Equal(t, "a key of another kind", algorithms[0].Misfit([]byte("secret")))
	require.NotEmpty(t, Algorithm{}.Misfit(all["RSA"].Public()))
	require.NotEmpty(t, algorithms[0].Misfit(ed25519.PublicKey{1, 2, 3}))

	// A key that signs lists of messages fits none, and signs and verifies nothing.
	bls, err := bbs.GenerateKey()
	require.NoError(t, err)
	_, found := Default(bls.Public())
	require.False(t, found)
	for _, a := range append(algorithms[:], Algorithm{}) {
		require.Equal(t, "a BLS12-381 key", a.Misfit(bls.Public()))
		require.False(t, a.Verify(bls.Public(), nil, make([]byte, 80)))
		require.False(t, a.VerifyText(bls.Public(), make([]byte, 80), ""))
		_, err := a.Sign(bls, nil)
		require.ErrorContains(t, err, "does not fit a BLS12-381 key")
	}
}

func TestDefault(t *testing.T) {
	want := map[string]string{"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "RSA": "RS256"}
	for kind, key := range keysOfAllKinds() {
		a, ok := Default(key.Public())
		require.Equal(t, want[kind] != "", ok, kind)
		require.Equal(t, want[kind], a.Name)
	}
}

func TestNoSuchAlgorithm(t *testing.T) {
	for _, name := range []string{"", "none", "None", "HS256", "HS512", "ES256K", "es256", "RS1", "EdDSA "} {
		_, ok := Lookup(name)
		require.False(t, ok, name)
	}
}

// DER signatures and r or s out of range are refused (RFC 7518 section 3.4).
func TestECDSAForms(t *testing.T) {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	a, _ := Lookup("ES256")
	input := []byte("x")
	der := must(key.Sign(rand.Reader, a.digest(input), a.hash))
	require.False(t, a.Verify(key.Public(), input, der))
	signature := must(fixedLength(der, 32))
	require.True(t, a.Verify(key.Public(), input, signature))
	n := elliptic.P256().Params().N
	for i := range 2 {
		part := signature[32*i : 32*i+32]
		old := new(big.Int).SetBytes(part)
		n.FillBytes(part)
		require.False(t, a.Verify(key.Public(), input, signature))
		if sum := new(big.Int).Add(old, n); sum.BitLen() <= 256 {
			sum.FillBytes(part)
			require.False(t, a.Verify(key.Public(), input, signature))
		}
		old.FillBytes(part)
	}
	for _, bad := range [][]byte{nil, {0x30, 0}, append(der, 0), der[:len(der)-1]} {
		_, err := fixedLength(bad, 32)
		require.Error(t, err)
	}
}

type broken struct{ crypto.Signer }

func (broken) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("no card in the reader")
}

func TestSignerThatFails(t *testing.T) {
	for kind, key := range keysOfAllKinds() {
		if a, ok := Default(key.Public()); ok {
			_, err := a.Sign(broken{key}, nil)
			require.ErrorContains(t, err, "no card", kind)
		}
	}
}

func TestDecode(t *testing.T) {
	for text, ok := range map[string]bool{
		"": true, "AA": true, "AQ": true, "-_-_": true,
		"A": false, "AB": false, "AA==": false, "A\nA": false, "AA\r\n": false, "+/+/": false, "AA ": false, "é": false,
	} {
		raw, err := Decode(text)
		require.Equal(t, ok, err == nil, "%q", text)
		if ok {
			require.Equal(t, text, Encode(raw))
		}
	}
}

func TestCriticalFault(t *testing.T) {
	for _, tt := range []struct{ header, found string }{
		{`{}`, ""},
		{`{"x":1}`, ""},
		{`{"b64":true,"crit":["b64"]}`, ""},
		{`{"b64":false,"crit":["b64"]}`, ""},
		{`{"b64":true}`, "no b64"},
		{`{"crit":[]}`, "is empty"},
		{`{"crit":"b64","b64":true}`, "not an array"},
		{`{"crit":null}`, "not an array"},
		{`{"crit":{}}`, "not an array"},
		{`{"crit":["b64"]}`, "not in the header"},
		{`{"b64":true,"crit":["b64","b64"]}`, "twice"},
		{`{"crit":["alg"],"alg":"none"}`, "no extension"},
		{`{"crit":["exp"],"exp":1}`, "not understood"},
		{`{"b64":true,"crit":["b64","x"],"x":1}`, "not understood"},
		{`{"crit":[7]}`, "not a string"},
	} {
		header := must(jsontree.Parse([]byte(tt.header), jsontree.Limits{}))
		found := CriticalFault(header, []string{"b64"}, []string{"b64"})
		require.True(t, strings.Contains(found, tt.found) && (found == "") == (tt.found == ""), "%s: %q", tt.header, found)
	}
}

// Some names can never stand for somebody's signature, in whatever letter case;
// others may, as far as is known.
func TestProhibition(t *testing.T) {
	for name, says := range map[string]string{
		"": "no signature", "none": "no signature", "nOnE": "no signature", "HS256": "shared secret", "hs512": "shared secret", "HS256/64": "shared secret",
		"RSA-OAEP": "encrypts", "dir": "encrypts", "A256GCMKW": "encrypts", "RS1": "SHA-1", "n\u03bfne": "no name", "none ": "no name",
	} {
		require.Contains(t, Prohibition(name), says, name)
	}
	for _, name := range []string{"ES256", "ES256K", "Ed448", "ML-DSA-44", "HSS-LMS", "https://issuer.example/alg"} {
		require.Empty(t, Prohibition(name), name)
	}
}

// Many tools write an ECDSA signature in ASN.1. The message must say so, because
// the reader of "another key signed" looks in the wrong place.
func TestFormFault(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	digest := sha256.Sum256([]byte("x"))
	der, err := key.Sign(rand.Reader, digest[:], crypto.SHA256)
	require.NoError(t, err)
	es256, _ := Lookup("ES256")
	require.Contains(t, es256.FormFault(der), fmt.Sprintf("the signature has %d bytes and ES256 has 64; it looks like ASN.1 DER", len(der)))
	require.Equal(t, "the signature has 63 bytes and ES256 has 64", es256.FormFault(make([]byte, 63)))
	require.Empty(t, es256.FormFault(make([]byte, 64)))
	eddsa, _ := Lookup("EdDSA")
	require.NotContains(t, eddsa.FormFault(der), "ASN.1")
	rs256, _ := Lookup("RS256")
	require.Empty(t, rs256.FormFault(der))
	require.Equal(t, "an empty key", rs256.Misfit((*rsa.PublicKey)(nil)))
	require.Equal(t, "an empty key", es256.Misfit(&ecdsa.PublicKey{}))
}

// A text in pieces has the digest of the whole, wherever it is cut.
func TestHashText(t *testing.T) {
	for _, size := range []int{0, 1, hashRoom - 1, hashRoom, hashRoom + 1, 3*hashRoom + 7} {
		text := strings.Repeat("0123456789", size/10+1)[:size]
		want := sha256.Sum256([]byte(text))
		for _, at := range []int{0, size / 3, size} {
			require.Equal(t, want[:], HashText(crypto.SHA256, text[:at], "", text[at:]))
		}
	}
	text := strings.Repeat("x", 1<<20)
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { HashText(crypto.SHA256, "a", text) }), 4.0)
	pieces := []string{"a", "", ".", text}
	require.Equal(t, "a."+text, string(joined(pieces)))
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { joined(pieces) }), 1.0)
}
