package keys_test

import (
	"crypto"
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

func generateBLS(t *testing.T) *keys.Private {
	t.Helper()
	key, err := keys.Generate(keys.BLS12381)
	require.NoError(t, err)
	return key
}

func TestTypeOf(t *testing.T) {
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.P521, keys.BLS12381} {
		key, err := keys.Generate(kind)
		require.NoError(t, err)
		require.Equal(t, kind, keys.TypeOf(key.Public().Key()))
		require.Equal(t, kind != keys.BLS12381, kind.Presents())
	}
	require.Empty(t, keys.TypeOf(nil))
	require.Empty(t, keys.TypeOf("key"))
}

// A key of BLS12-381 is a Multikey and nothing else.
func TestBLSForms(t *testing.T) {
	key := generateBLS(t)
	require.Equal(t, "did:key:"+key.PublicMultibase(), key.Controller())
	require.Empty(t, key.Public().Thumbprint())
	for name, write := range map[string]func() ([]byte, error){
		"JWK": key.JWK, "PEM": key.PEM, "public JWK": key.Public().JWK, "public PEM": key.Public().PEM,
	} {
		_, err := write()
		require.EqualError(t, err, "KEY-TYPE: a BLS12-381 key has only the form of a Multikey, none as a JSON Web Key and none in PEM; write it as a Multikey", name)
	}
	public, err := keys.ParsePublic(key.Public().VerificationMethod())
	require.NoError(t, err)
	require.Equal(t, key.Public(), public)
	require.Equal(t, "https://w3id.org/security/multikey/v1", public.Context())
	file, err := key.Encode()
	require.NoError(t, err)
	_, err = keys.ParsePublic(file)
	require.ErrorContains(t, err, "KEY-SECRET")

	doc, method, err := did.Dereference(t.Context(), vc.Env{}, key.Method())
	require.NoError(t, err)
	require.Equal(t, key.Public().Key(), method.Key)
	require.True(t, doc.Allows(method.ID, vc.AssertionMethod))

	// A device signs lists of messages, and gives nothing away.
	device, err := keys.New(struct{ bbs.Signer }{key.Signer().(bbs.Signer)}, "", "")
	require.NoError(t, err)
	_, err = device.Encode()
	require.ErrorContains(t, err, "KEY-SECRET")
	_, err = keys.New(struct{ crypto.Signer }{key.Signer()}, "", "")
	require.ErrorContains(t, err, "KEY-TYPE: a BLS12-381 key signs lists of messages, which the signer cannot")
	for _, empty := range []*bbs.PublicKey{nil, {}} {
		_, err = keys.NewPublic(empty, "", "")
		require.EqualError(t, err, "KEY-TYPE: the BLS12-381 key is empty")
	}
	_, err = keys.New(&bbs.PrivateKey{}, "", "")
	require.ErrorContains(t, err, "KEY-TYPE")
}

// A key that cannot sign presentations is listed for credentials alone.
func TestBLSInControllerDocument(t *testing.T) {
	const home = "did:web:vestre-aas.example"
	ed, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	at := func(key *keys.Private, fragment string) *keys.Public {
		public, err := key.Public().WithAddress(home, fragment)
		require.NoError(t, err)
		return public
	}
	bls := at(generateBLS(t), "#bbs")
	text, err := keys.ControllerDocument(bls, at(ed, "#ed"))
	require.NoError(t, err)
	doc, err := did.Parse(home, text)
	require.NoError(t, err)
	require.Equal(t, []string{home + "#bbs", home + "#ed"}, doc.Purposes[vc.AssertionMethod])
	require.Equal(t, []string{home + "#ed"}, doc.Purposes[vc.Authentication])
	require.Equal(t, bls.Key(), doc.Method(home+"#bbs").Key)
	text, err = keys.ControllerDocument(bls)
	require.NoError(t, err)
	require.NotContains(t, string(text), vc.Authentication, "a relationship has one method or more")
}

// In base58 nothing but the type says what kind of key it is: a secret of
// BLS12-381 must not become a key of Ed25519 under the same address.
func TestBase58IsOfItsType(t *testing.T) {
	ed, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	point := base58(t, ed.Public().Key().(ed25519.PublicKey))[1:]
	bare := base58(t, generateBLS(t).Signer().(*bbs.PrivateKey).Bytes())[1:]
	for name, fits := range map[string]bool{"Ed25519VerificationKey2018": true, "Bls12381G2Key2020": false, "X25519KeyAgreementKey2019": false, "Multikey": false} {
		for _, read := range []func(text []byte) error{
			func(text []byte) error { _, err := keys.Parse(text); return err },
			func(text []byte) error {
				_, err := keys.ParsePublic([]byte(strings.NewReplacer("privateKey", "publicKey", bare, point).Replace(string(text))))
				return err
			},
		} {
			err := read(fmt.Appendf(nil, `{"type":%q,"privateKeyBase58":%q}`, name, bare))
			if fits {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, "KEY-FILE at /type", name)
			}
		}
	}
	_, err = keys.ParsePublic([]byte(`{"type":"Bls12381G2Key2020","publicKeyMultibase":"` + ed.PublicMultibase() + `"}`))
	require.ErrorContains(t, err, "KEY-FILE at /type")
}

// A file that was altered is refused, or holds the same key, or says that it is
// another's.
func TestAlteredBLSFile(t *testing.T) {
	key := generateBLS(t)
	file, err := key.Encode()
	require.NoError(t, err)
	public := key.Public().VerificationMethod()
	accepted := 0
	for at := range file {
		altered := slices.Clone(file)
		altered[at] ^= 1
		got, err := readKey(altered)
		if err != nil {
			continue
		}
		accepted++
		same := key.Signer().(*bbs.PrivateKey).Equal(got.Signer())
		require.True(t, same || got.Method() != key.Method(), "byte %d: %s", at, altered)
	}
	require.Positive(t, accepted, "white space, and names that nobody reads")
	for at := range public {
		altered := slices.Clone(public)
		altered[at] ^= 1
		if got, err := keys.ParsePublic(altered); err == nil {
			require.True(t, key.Public().Key().(*bbs.PublicKey).Equal(got.Key()), "byte %d: %s", at, altered)
		}
	}
}
