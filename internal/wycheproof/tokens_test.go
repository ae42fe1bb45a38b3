package wycheproof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// exceptions are the reasons for which tokens that Wycheproof calls valid are
// refused here, by the algorithm of the key or the number of the test.
var exceptions = map[string]string{
	"HS256": "HMAC does not exist here",
	"ES521": "the algorithm of P-521 is called ES512, and that is how RFC 7518 spells it",
	"346":   "the key says that it is for PS256 only, and the token is PS384",
	"350":   "the same",
}

// Every token that Wycheproof calls invalid is refused, and every valid one
// accepted but for the exceptions. Their payloads are no credentials, so only
// the envelope, the algorithm, the key and the signature are looked at.
func TestTokens(t *testing.T) {
	root := read(t, "json_web_signature_test.json")
	valid, invalid, excepted := 0, 0, 0
	for group := range root.Get("testGroups").Each() {
		text := group.Get("public")
		if !text.Exists() {
			text = group.Get("private") // of the symmetric ones
		}
		key, keyErr := jwk.Public(text)
		for test := range group.Get("tests").Each() {
			id := test.Get("tcId").Raw() + " " + test.Get("comment").Text()
			accepted := keyErr == nil && accepts(test.Get("jws"), key)
			switch {
			case !test.Get("result").IsText("valid"):
				invalid++
				require.False(t, accepted, "%s: a token that is not valid was accepted", id)
			case exceptions[text.Get("alg").Text()] != "" || exceptions[test.Get("tcId").Raw()] != "":
				excepted++
				require.False(t, accepted, id)
			default:
				valid++
				require.True(t, accepted, "%s: a valid token was refused", id)
			}
		}
	}
	t.Logf("%d valid accepted, %d invalid refused, %d valid refused by exception", valid, invalid, excepted)
	require.Equal(t, root.Get("numberOfTests").Raw(), num(valid+invalid+excepted))
}

// accepts reads a token as package jose does.
func accepts(v jsontree.Value, key jwk.Key) bool {
	src := v.Text()
	if v.IsObject() {
		src = v.Raw()
	}
	file, err := proof.Open([]byte(src), vc.Limits{})
	if err != nil || file.Format() != proof.JWS {
		return false
	}
	sig := file.Proofs()[0].Signature
	algorithm, ok := jws.Lookup(sig.Header.Get("alg").Text())
	only, _ := jws.Lookup(key.Alg)
	if !ok || key.Alg != "" && !only.Same(algorithm) || sig.Unencoded() || jws.CriticalFault(sig.Header, []string{"b64"}, []string{"b64"}) != "" {
		return false
	}
	if _, err := sig.PayloadBytes(); err != nil {
		return false
	}
	value, err := jws.Decode(sig.Value)
	return err == nil && algorithm.Verify(key.Public, sig.SigningInput(), value)
}
