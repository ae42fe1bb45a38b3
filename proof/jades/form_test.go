package jades_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// A seal may be in any serialisation: what is in it is judged alike.
func TestSerialisations(t *testing.T) {
	change := func(p *testkit.SealParts) { p.Payload = base64.RawURLEncoding.EncodeToString([]byte(`{"issuer":{}}`)) }
	for name, o := range map[string]testkit.SealOptions{
		"general": {}, "flattened": {Flattened: true}, "compact": {Compact: true},
		"compact, sigT": {Compact: true, SigT: true}, "compact, x5t#o": {Compact: true, DigestO: true},
		"compact, no typ": {Compact: true, Header: drop("typ")}, "compact, long typ": {Compact: true, Header: set("typ", `"application/JOSE"`)},
	} {
		t.Run(name, func(t *testing.T) {
			o.Encoded = true
			file, err := proof.Open(seal(o), vc.Limits{})
			require.NoError(t, err)
			require.Equal(t, proof.JAdES, file.Format())
			require.Equal(t, "JAdES", file.Proofs()[0].Suite)
			evidence := checkSecured(t, file, anchors(), now)[0]
			require.Empty(t, faults(evidence.Findings))
			require.Equal(t, vc.Pass, evidence.Signer.Issues)
			require.Equal(t, testkit.SealIdentifier, evidence.Signer.Controller)
			o.Forge = change
			require.Equal(t, "PROOF-SIGNATURE fail", outcome(t, seal(o)))
		})
	}
	for _, f := range check(t, seal(testkit.SealOptions{Compact: true, Header: drop("alg", "iat", "crit")}), anchors(), now)[0].Findings {
		require.Empty(t, f.Pointer, "the compact serialisation has no pointers")
	}
}

// What is no seal is not judged as one.
func TestRecognition(t *testing.T) {
	segment := func(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
	for header, c := range map[string]struct{ flattened, unprotected, compact string }{
		`{"alg":"ES256","typ":"vc+jwt","kid":"did:key:z#z"}`:         {"jws-json JWS", "jws-json JAdES", "jws JWS"},
		`{"alg":"ES256","typ":"JWT","x5c":["AA=="],"x5t#S256":"AA"}`: {"jws-json JWS", "jws-json JAdES", "jws JWS"},
		`{"alg":"ES256","typ":"application/vp+jwt","sigT":"x"}`:      {"jws-json JWS", "jws-json JAdES", "jws JWS"},
		`{"alg":"ES256","kid":"did:key:z#z"}`:                        {"jws-json JWS", "jws-json JAdES", "jws JWS"},
		`{"alg":"ES256"}`:                                            {"jades JAdES", "jades JAdES", "jws JWS"},
		`{"alg":"ES256","x5c":["AA=="]}`:                             {"jades JAdES", "jades JAdES", "jws JWS"},
		`{"alg":"ES256","x5c":["AA=="],"iat":1}`:                     {"jades JAdES", "jades JAdES", "jades JAdES"},
		`{"alg":"ES256","x5t#S256":"AA","typ":"jose"}`:               {"jades JAdES", "jades JAdES", "jades JAdES"},
		`{"alg":"ES256","sigX5ts":[]}`:                               {"jades JAdES", "jades JAdES", "jades JAdES"},
		`{"alg":"ES256","sigPId":{}}`:                                {"jades JAdES", "jades JAdES", "jades JAdES"},
		`{"alg":"ES256","typ":"jose+json"}`:                          {"jades JAdES", "jades JAdES", "jws JWS"},
		`{"alg":"ES256","typ":"jose","kid":"did:key:z#z"}`:           {"jws-json JWS", "jws-json JAdES", "jws JWS"},
	} {
		kind := func(text string) string {
			file, err := proof.Open([]byte(text), vc.Limits{})
			require.NoError(t, err, header)
			return string(file.Format()) + " " + file.Proofs()[0].Suite
		}
		flattened := `{"payload":"e30","protected":"` + segment(header) + `","signature":"AA"}`
		require.Equal(t, c.flattened, kind(flattened), header)
		require.Equal(t, c.unprotected, kind(strings.Replace(flattened, `"signature"`, `"header":{"x":1},"signature"`, 1)), header)
		require.Equal(t, c.compact, kind(segment(header)+".e30.AA"), header)
	}
}

// A token in the JSON serialisation whose unprotected header nobody can judge
// is left open, with a reason.
func TestNoSeal(t *testing.T) {
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"ES256","typ":"vc+jwt"}`))
	evidence := check(t, []byte(`{"payload":"e30","protected":"`+header+`","header":{"kid":"did:key:z#z"},"signature":"AA"}`), anchors(), now)[0]
	require.Equal(t, "JADES-FORM unknown", summary(evidence.Findings))
	require.Nil(t, evidence.Signer.Key)
}
