package jose_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// unsigned is a token whose signature nobody looks at.
func unsigned(header, payload string) string {
	return jws.Encode([]byte(header)) + "." + jws.Encode([]byte(payload)) + "." + jws.Encode(make([]byte, 64))
}

// detail returns the sentence of the first finding with a code.
func detail(findings []vc.Finding, code string) string {
	for _, f := range findings {
		if f.Code == code {
			return f.Detail
		}
	}
	return ""
}

// An algorithm that may be right but is not known here leaves the question
// open, and the message says what was found. One that can never be somebody's
// signature fails.
func TestAlgorithmsThatAreNotSupported(t *testing.T) {
	for alg, want := range map[string]string{
		"ES256K": "unknown", "Ed448": "unknown", "ML-DSA-44": "unknown", "BBS": "unknown", "es256": "unknown", "ESP256": "unknown", "https://issuer.example/alg": "unknown", "a future one": "fail", " none": "fail", "n\u03bfne": "fail", "RS1": "fail", "HSS-LMS": "unknown",
		"none": "fail", "NONE": "fail", "nOnE": "fail", "HS256": "fail", "hs512": "fail", "HS256/64": "fail", "dir": "fail", "RSA-OAEP-256": "fail", "A128KW": "fail", "ECDH-ES": "fail", "PBES2-HS256+A128KW": "fail", "": "fail",
	} {
		e := checked(t, env(), unsigned(strings.Replace(withKid("vc+jwt", ""), "EdDSA", alg, 1), plain()), anyone())
		require.Equal(t, want, status(e.Findings, "JWS-ALG"), alg)
		require.Empty(t, status(e.Findings, "PROOF-SIGNATURE"), alg)
		if want == "unknown" {
			require.Equal(t, vc.Indeterminate, vc.VerdictOf(e.Findings), "%s: %v", alg, e.Findings)
			require.Contains(t, detail(e.Findings, "JWS-ALG"), "The algorithm is "+alg)
			require.Contains(t, detail(e.Findings, "JWS-ALG"), "Supported are EdDSA")
		}
	}
	// A hint at the key does not make it worse, nor does a key in the header.
	for _, header := range []string{`{"alg":"ES256K","typ":"vc+jwt","kid":"1"}`, `{"alg":"ES256K","typ":"vc+jwt"}`,
		`{"alg":"ES256K","typ":"vc+jwt","jwk":{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}}`} {
		e := checked(t, env(), unsigned(header, plain()), anyone())
		require.Equal(t, vc.Indeterminate, vc.VerdictOf(e.Findings), "%v", e.Findings)
	}
}

// A key of a kind that is not known here leaves the question open, wherever it
// is found.
func TestKeysThatAreNotSupported(t *testing.T) {
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	require.NoError(t, err)
	jwkDID := func(jwk string) string { return "did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(jwk)) }
	const web = "did:web:vestre-aas.example"
	unusable := controller(web, nil)
	unusable.Methods[0].Unusable = "BLS12-381 G1 keys are not supported"
	es512, _ := jws.Lookup("ES512")
	for name, tt := range map[string]struct{ alg, kid, issuer, says string }{
		"did:jwk of P-224":       {"ES512", jwkDID(`{"kty":"EC","crv":"P-224","x":"AA","y":"AA"}`) + "#0", jwkDID(`{"kty":"EC","crv":"P-224","x":"AA","y":"AA"}`), "P-224 keys are not supported"},
		"did:jwk of Ed448":       {"EdDSA", jwkDID(`{"kty":"OKP","crv":"Ed448","x":"AA"}`) + "#0", jwkDID(`{"kty":"OKP","crv":"Ed448","x":"AA"}`), "Ed448 keys"},
		"did:key of secp256k1":   {"ES256", secp256k1 + "#" + secp256k1[8:], secp256k1, "secp256k1 keys"},
		"a method of a document": {"ES256", web + "#0", web, "BLS12-381 G1 keys"},
		"its only key, no kid":   {"ES256", "", web, "BLS12-381 G1 keys"},
		"its only key, a hint":   {"ES512", "key-of-2026", web, "BLS12-381 G1 keys"},
	} {
		header := fmt.Sprintf(`{"alg":%q,"typ":"vc+jwt","kid":%q}`, tt.alg, tt.kid)
		if tt.kid == "" {
			header = fmt.Sprintf(`{"alg":%q,"typ":"vc+jwt"}`, tt.alg)
		}
		e := checked(t, env(unusable), tokenWith(es512, p521, header, badge(tt.issuer).String()), anyone())
		require.Equal(t, vc.Indeterminate, vc.VerdictOf(e.Findings), "%s: %v", name, e.Findings)
		require.Contains(t, detail(e.Findings, "PROOF-KEY"), tt.says, name)
	}
}

const secp256k1 = "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"

// A type of tomorrow may be that of a credential: it is named and left open, and the
// rules for W3C credentials are not asked.
func TestTokensOfOtherKinds(t *testing.T) {
	for name, tt := range map[string]struct{ typ, payload, tail, foreign string }{
		"a status list":          {"statuslist+jwt", `{"sub":"https://issuer.example/1","status_list":{}}`, "", "statuslist+jwt"},
		"a type of tomorrow":     {"vc+jwt2", plain(), "", ""},
		"a type of tomorrow, SD": {"vc3+sd-jwt", plain(), "~", ""},
	} {
		e := checked(t, env(), token(ed25519Key, withKid(tt.typ, ""), tt.payload)+tt.tail, anyone())
		require.Equal(t, "unknown", status(e.Findings, "JWS-TYP"), name)
		require.Equal(t, vc.Indeterminate, vc.VerdictOf(e.Findings), "%s: %v", name, e.Findings)
		require.Contains(t, e.Foreign, tt.foreign, name)
		require.Contains(t, detail(e.Findings, "JWS-TYP"), "upported", name)
		require.Less(t, len(detail(e.Findings, "JWS-TYP")), 500, name)
		if tt.foreign == "" {
			require.Empty(t, e.Foreign, "a credential stays one under any type")
		}
	}
}

// The files of others, each with what a reader must be told.
func TestSharedTokens(t *testing.T) {
	for name, tt := range map[string]struct {
		verdict    vc.Verdict
		code, says string
	}{
		"11-es512.jwt":                       {vc.Valid, "PROOF-SIGNATURE", "fits"},
		"didkey-jwk-jcs-pub.jwt":             {vc.Valid, "PROOF-SIGNATURE", "fits"},
		"kid-is-jwk-thumbprint.jwt":          {vc.Valid, "PROOF-SIGNATURE", "fits"},
		"kid-is-jwk-url.jwt":                 {vc.Indeterminate, "PROOF-METHOD", "--document https://issuer.example/key.jwk=FILE"},
		"jwt-es256-der-signature.jwt":        {vc.Invalid, "PROOF-SIGNATURE", "bytes and ES256 has 64; it looks like ASN.1 DER"},
		"jwt-old-typ.jwt":                    {vc.Valid, "JWS-TYP-GIVEN", "found vc+ld+jwt"},
		"eudi-learning-credential.dc+sd-jwt": {vc.Indeterminate, "ISSUER-KEY", "Name the DID"},
	} {
		text := testkit.ReadShared(t, "cases/"+name)
		r, err := proof.NewVerifier(vc.Env{Clock: env().Clock}, must(proof.NewRegistry(jose.Suites()...))).Verify(t.Context(), append(text, "\r\n \n"...), anyone())
		require.NoError(t, err, "%s: white space at the end is no part of a token", name)
		require.Equal(t, tt.verdict, r.Verdict, "%s: %v", name, r.Findings)
		require.Contains(t, detail(r.Findings, tt.code), tt.says, name)
	}
}
