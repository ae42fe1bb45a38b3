package did_test

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/multiformats/go-multibase"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// didKeyOf writes a did:key of any multicodec.
func didKeyOf(t *testing.T, prefix string, key []byte) string {
	text, err := multibase.Encode(multibase.Base58BTC, append([]byte(prefix), key...))
	require.NoError(t, err)
	return "did:key:" + text
}

const (
	codecRSA  = "\x85\x24"
	codecJWK  = "\xd1\xd6\x03"
	x25519JWK = `{"crv":"X25519","kty":"OKP","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}`
)

// EBSI names holders and issuers by a did:key that holds a JSON Web Key, and
// did:key has RSA keys too. Both are read, but only in their one spelling.
func TestDIDKeyBeyondMultikeys(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	canonical := strings.NewReplacer(`{"kty":"EC","crv":"P-256",`, `{"crv":"P-256","kty":"EC",`).Replace(p256JWK)
	for id, kind := range map[string]any{
		didKeyOf(t, codecRSA, x509.MarshalPKCS1PublicKey(&key.PublicKey)): &rsa.PublicKey{},
		didKeyOf(t, codecJWK, []byte(canonical)):                          &ecdsa.PublicKey{},
	} {
		doc, m, err := did.Dereference(t.Context(), vc.Env{}, id)
		require.NoError(t, err)
		require.IsType(t, kind, m.Key)
		require.Empty(t, m.Unusable)
		require.True(t, doc.Allows(m.ID, vc.AssertionMethod))
	}
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	for name, c := range map[string][2]string{
		"RSA of 1024 bits":  {codecRSA, string(x509.MarshalPKCS1PublicKey(&small.PublicKey))},
		"RSA and a byte":    {codecRSA, string(x509.MarshalPKCS1PublicKey(&key.PublicKey)) + "\x00"},
		"no RSA key":        {codecRSA, "\x30\x00"},
		"JWK out of order":  {codecJWK, p256JWK},
		"JWK with a blank":  {codecJWK, strings.Replace(canonical, ",", ", ", 1)},
		"private JWK":       {codecJWK, strings.Replace(canonical, `"kty"`, `"d":"AQ","kty"`, 1)},
		"JWK of no point":   {codecJWK, strings.Replace(canonical, "MKBC", "NKBC", 1)},
		"name twice":        {codecJWK, strings.Replace(canonical, `"kty":"EC"`, `"kty":"EC","kty":"EC"`, 1)},
		"no JSON":           {codecJWK, "key"},
		"another JSON text": {codecJWK, "[]"},
	} {
		_, _, err := did.Dereference(t.Context(), vc.Env{}, didKeyOf(t, c[0], []byte(c[1])))
		require.ErrorContains(t, err, "DID-KEY", name)
		require.NotErrorIs(t, err, vc.ErrUnreachable, name)
	}
}

// The issuer of the bbs-2023 test vectors. In a document the key is a Multikey, and
// the types that came before stay unknown.
func TestBLSKeys(t *testing.T) {
	doc, m, err := did.Dereference(t.Context(), vc.Env{}, "did:key:"+blsText+"#"+blsText)
	require.NoError(t, err)
	require.IsType(t, &bbs.PublicKey{}, m.Key)
	require.True(t, doc.Allows(m.ID, vc.AssertionMethod))
	for name, key := range map[string][]byte{
		"cut off": make([]byte, 95), "the identity": append([]byte{0xc0}, make([]byte, 95)...), "outside the group": append([]byte{0x80}, append(make([]byte, 94), 2)...),
	} {
		_, _, err := did.Dereference(t.Context(), vc.Env{}, didKeyOf(t, "\xeb\x01", key))
		require.ErrorContains(t, err, "DID-KEY: the BLS12-381", name)
		require.NotErrorIs(t, err, vc.ErrUnreachable, name)
	}

	parsed, err := did.Parse(other, []byte(document(`"verificationMethod":[`+
		method("#multikey", "Multikey", multikeyOf(blsText))+`,`+
		method("#old", "Bls12381G2Key2020", `"publicKeyBase58":"1"`)+`,`+
		method("#jwk", "JsonWebKey", `"publicKeyJwk":{"kty":"OKP","crv":"BLS12381_G2","x":"AA"}`)+`]`)))
	require.NoError(t, err)
	require.Equal(t, m.Key, parsed.Methods[0].Key)
	require.Equal(t, `verification methods of the type "Bls12381G2Key2020" are not supported (Multikey and JsonWebKey are)`, parsed.Methods[1].Unusable)
	require.Contains(t, parsed.Methods[2].Unusable, "BLS12381_G2 keys are not supported")
	_, err = did.Parse(other, []byte(document(`"verificationMethod":`+method("#a", "Ed25519VerificationKey2020", multikeyOf(blsText)))))
	require.ErrorContains(t, err, "not of the type")
}

// A key of a kind that is not supported does not make the identifier wrong: the
// method is there, without a key and with the reason.
func TestUnsupportedKeysAreNoFault(t *testing.T) {
	of := func(text string) string { return "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(text)) }
	zeros := make([]byte, 96)
	for id, says := range map[string]string{
		didKeyOf(t, "\xe7\x01", zeros[:33]):                "secp256k1 keys are not supported",
		didKeyOf(t, "\xec\x01", zeros[:32]):                "X25519 keys",
		didKeyOf(t, "\x83\x24", zeros[:57]):                "Ed448 keys",
		didKeyOf(t, "\x82\x24", zeros[:67]):                "P-521 keys",
		didKeyOf(t, "\xea\x01", zeros[:48]):                "BLS12-381 G1 keys",
		didKeyOf(t, codecJWK, []byte(x25519JWK)):           "X25519 keys",
		didKeyOf(t, "\x01", zeros[:31]):                    "the did:key is no Multikey: 32 bytes without the two bytes",
		"did:key:z" + strings.Repeat("2", 3000):            "more than 2048 characters",
		of(`{"kty":"EC","crv":"secp256k1","x":"","y":""}`): "secp256k1 keys",
		of(x25519JWK): "X25519 keys",
		of(`{"kty":"EC","crv":"P-224","x":"AA","y":"AA"}`): "P-224 keys",
		of(`{"kty":"OKP","crv":"Ed448","x":"AA"}`):         "Ed448 keys",
		of(`{"kty":"AKP","alg":"ML-DSA-44","pub":"AA"}`):   "AKP keys",
	} {
		_, m, err := did.Dereference(t.Context(), vc.Env{}, id)
		require.NoError(t, err, says)
		require.Nil(t, m.Key, says)
		require.Contains(t, m.Unusable, says)
	}
	doc, m, err := did.Dereference(t.Context(), vc.Env{}, of(strings.Replace(x25519JWK, "{", `{"use":"enc",`, 1)))
	require.NoError(t, err)
	require.False(t, doc.Allows(m.ID, vc.AssertionMethod), "a key for encryption signs nothing")
	require.True(t, doc.Allows(m.ID, "keyAgreement"))

	parsed, err := did.Parse(other, []byte(document(`"verificationMethod":[`+
		method("#bare", "Multikey", multikeyOf(strings.TrimPrefix(didKeyOf(t, "", zeros[:32]), "did:key:")))+`,`+
		method("#type", "GorillaKey2042", `"x":1`)+`,`+
		method("#jwk", "JsonWebKey", `"publicKeyJwk":`+strings.Replace(p256JWK, "{", `{"kid":"2026",`, 1))+`]`)))
	require.NoError(t, err)
	require.Equal(t, "publicKeyMultibase is no Multikey: 32 bytes without the two bytes that name the kind of key", parsed.Methods[0].Unusable)
	require.Contains(t, parsed.Methods[1].Unusable, `"GorillaKey2042"`)
	require.Equal(t, "2026", parsed.Methods[2].KeyID)
}

// The message that a key could not be looked up must say whose key it is, where
// it lies, and how to give it.
func TestMessagesNameTheWayOut(t *testing.T) {
	const id, address = "did:web:issuer.example%3A8443:people:jane", "https://issuer.example:8443/people/jane/did.json"
	for name, env := range map[string]vc.Env{"offline": {}, "online": {Resolver: did.Web(pages{})}} {
		_, _, err := did.Dereference(t.Context(), env, id+"#key-1")
		require.ErrorIs(t, err, vc.ErrUnreachable)
		for _, part := range []string{id, address, "--document " + id + "=FILE", "--with DIR"} {
			require.ErrorContains(t, err, part, name)
		}
	}
	_, _, err := did.Dereference(t.Context(), vc.Env{}, id+"#key-1")
	require.ErrorContains(t, err, "--online")
	_, _, err = did.Dereference(t.Context(), vc.Env{}, "did:ebsi:zvHWX359A3CvfJnCYaAiAde#1")
	require.ErrorIs(t, err, vc.ErrUnreachable)
	require.ErrorContains(t, err, "did:ebsi:zvHWX359A3CvfJnCYaAiAde cannot be looked up here")
	require.ErrorContains(t, err, "--document did:ebsi:zvHWX359A3CvfJnCYaAiAde=FILE")
	require.NotContains(t, err.Error(), "--online", "which would not help")
	_, _, err = did.Dereference(t.Context(), vc.Env{Resolver: resolver{other: {ID: other}}}, other+"#a")
	require.ErrorContains(t, err, other+"#a")
	_, _, err = did.Dereference(t.Context(), vc.Env{}, "did:jwk:"+strings.Repeat("e", 20_000)+"#1")
	require.Less(t, len(err.Error()), 1_000)
}
