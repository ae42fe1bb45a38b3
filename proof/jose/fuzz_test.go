package jose_test

import (
	"encoding/base64"
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

// FuzzSDJWTVC reads any claims under any header, with any disclosures, that the issuer
// signed. What the holder chose to show never makes a credential of claims that end, or
// must not be withheld, in force.
func FuzzSDJWTVC(f *testing.F) {
	f.Add(header("dc+sd-jwt", ""), strings.Replace(courseClaims, "4000000000", "1", 1), `["s","exp",4000000000]`, `["s","nbf",1]`, courseType)
	f.Add(header("vc+sd-jwt", `,"x5c":["AA"]`), `{"vct":"a.b","_sd":["$0"],"status":{"status_list":{"idx":-1,"uri":"x","_sd":["$1"]}}}`, `["s","iss","x"]`, `["s","idx",1e9]`, `{"vct":"a.b","extends":"a.b"}`)
	f.Add(header("dc+sd-jwt", `,"crit":["b64"],"b64":false`), courseClaims, `["s",1]`, `["s","cnf",{}]`, `{"vct":"`+vctURL+`","claims":[{"path":["parts",null,null,0]}]}`)
	f.Fuzz(func(t *testing.T, head, payload, one, two, kind string) {
		parts := strings.SplitN(sd(payload, one, two), ".", 3)
		_, tail, _ := strings.Cut(parts[2], "~")
		text, err := base64.RawURLEncoding.DecodeString(parts[1])
		require.NoError(t, err)
		file := token(ed25519Key, head, string(text)) + "~" + tail
		w := school()
		w[vctURL] = kind
		world := on(w)
		world.Limits = fuzzLimits
		r, err := verifier(world).Verify(t.Context(), []byte(file), trusting())
		if err != nil || r.Axes[vc.InForce] != vc.Valid || r.Axes[vc.Authentic] != vc.Valid {
			return
		}
		signed, err := vc.ParseDocument(text, fuzzLimits)
		require.NoError(t, err)
		if exp, ok := signed.Get("exp").Float(); ok {
			require.Greater(t, exp, float64(now.Unix()))
		}
		require.False(t, signed.Get("status").Exists())
	})
}
