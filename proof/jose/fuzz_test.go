package jose_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// fuzzLimits keep each try short.
var fuzzLimits = vc.Limits{Bytes: 64 << 10, Depth: 50, Values: 5_000}

// FuzzJWS reads any header, payload and signature. A token that was not made
// with the issuer's key is never valid.
func FuzzJWS(f *testing.F) {
	for _, typ := range []string{"", "JWT", "vc+jwt", "vp+jwt", "kb+jwt"} {
		f.Add(withKid(typ, `,"b64":true,"crit":["b64"]`), plain(), "AA")
	}
	f.Add(`{"alg":"none"}`, `{"vc":`+oldBadge(issuer.id)+`,"iss":"x","nbf":1,"exp":1e9,"aud":["a"]}`, "")
	f.Add(`{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"AA"},"cty":"JWT","x5c":[]}`, `{"vp":{"type":"VerifiablePresentation"},"nonce":1}`, "-_")
	f.Fuzz(func(t *testing.T, header, payload, signature string) {
		// Signed by somebody else, so that everything but the signature is reached.
		file := token(otherKey, header, payload)
		world := env()
		world.Limits = fuzzLimits
		if signature != "" {
			file = file[:strings.LastIndexByte(file, '.')+1] + signature
		}
		r, err := verifier(world).Verify(t.Context(), []byte(file), proof.NewPolicy(proof.Issuers(issuer.id)))
		if err != nil {
			return
		}
		require.NotEqual(t, vc.Valid, r.Verdict)
		again, err := verifier(world).Verify(t.Context(), []byte(file), proof.NewPolicy(proof.Issuers(issuer.id)))
		require.NoError(t, err)
		require.Equal(t, r.Findings, again.Findings)
	})
}

// FuzzSDJWT reads any payload of the issuer's with any disclosures. What comes
// out holds none of the reserved names, and revealing everything once more
// changes nothing.
func FuzzSDJWT(f *testing.F) {
	f.Add(strings.TrimSuffix(plain(), "}")+`,"_sd":["$0"],"x":[{"...":"$1"}]}`, `["s","y",{"_sd":["$2"]}]`, `["s",1]`, `["s","z",[1]]`)
	f.Add(`{"_sd_alg":"sha-512","_sd":[],"x":{"...":""}}`, `["",""]`, `[]`, `["s","_sd",1]`)
	f.Add(`{"a":[[{"...":"$0"}]]}`, `["s",[{"...":"$1"}]]`, `["s",{"_sd":["$2"]}]`, `["s","",null]`)
	f.Fuzz(func(t *testing.T, payload, one, two, three string) {
		file, err := proof.Open([]byte(sd(payload, one, two, three)), fuzzLimits)
		if err != nil {
			return
		}
		doc, err := jose.Document(file, fuzzLimits)
		if err != nil {
			return
		}
		for _, name := range []string{`"_sd":`, `"...":`} {
			require.NotContains(t, doc.String(), name)
		}
		pointers, err := jose.Disclosable(file, fuzzLimits)
		require.NoError(t, err)
		require.Len(t, pointers, 3)
		all, err := jose.Disclose(file, fuzzLimits, "")
		require.NoError(t, err)
		require.Equal(t, string(file.Bytes()), string(all.Bytes()))
		none, err := jose.Disclose(file, fuzzLimits)
		require.NoError(t, err)
		_, err = jose.Document(none, fuzzLimits)
		require.NoError(t, err)
		_, err = jose.Suites()[0].Verify(t.Context(), env(), proof.Job{File: file, Proof: file.Proofs()[0]})
		require.NoError(t, err)
	})
}
