package jose_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// A kid that is no URL is a hint at one of the issuer's keys, whatever its
// form; the signature decides. It stays invalid when none of them made it.
func TestKidAsHint(t *testing.T) {
	const web = "did:web:vestre-aas.example"
	own := must(jwk.Thumbprint(ed25519Key.Public()))
	several := []crypto.PublicKey{p256Key.Public(), otherKey.Public(), ed25519Key.Public()}
	labelled := controller(web, several...)
	labelled.Methods[2].KeyID = "2026-spring"
	revoked := controller(web, ed25519Key.Public(), otherKey.Public())
	revoked.Methods[0].Revoked = now.Add(-time.Hour)
	idle := controller(web, otherKey.Public(), ed25519Key.Public())
	idle.Purposes[vc.AssertionMethod] = []string{web + "#0"}
	many := make([]crypto.PublicKey, 200)
	for i := range many {
		many[i] = otherKey.Public()
	}
	for name, tt := range map[string]struct {
		kid  string
		doc  *vc.Controller
		want string
	}{
		"its thumbprint":                  {own, controller(web, several...), ""},
		"its thumbprint as a URN":         {"urn:ietf:params:oauth:jwk-thumbprint:sha-256:" + own, controller(web, several...), ""},
		"the kid of its JWK":              {"2026-spring", labelled, ""},
		"its fragment":                    {"2", controller(web, several...), ""},
		"its fragment with the mark":      {"#2", controller(web, several...), ""},
		"the issuer":                      {web, controller(web, several...), "JWS-KID warn"},
		"none":                            {"", controller(web, several...), ""},
		"a label that nobody knows":       {"key-of-2026", controller(web, several...), "JWS-KID warn"},
		"another key's fragment":          {"1", controller(web, several...), "JWS-KID warn"},
		"another key's thumbprint":        {must(jwk.Thumbprint(otherKey.Public())), controller(web, several...), "JWS-KID warn"},
		"a label, the issuer without it":  {"key-of-2026", controller(web, otherKey.Public()), "JWS-KID warn, PROOF-SIGNATURE fail"},
		"none, the issuer without it":     {"", controller(web, otherKey.Public()), "PROOF-SIGNATURE fail"},
		"its thumbprint, not listed":      {own, controller(web, otherKey.Public()), "JWS-KID warn, PROOF-SIGNATURE fail"},
		"a label, no key that fits":       {"key-of-2026", controller(web, p256Key.Public()), "PROOF-METHOD fail"},
		"a key that was revoked":          {own, revoked, "PROOF-METHOD fail"},
		"a label, revoked":                {"key-of-2026", revoked, "JWS-KID warn, PROOF-SIGNATURE fail"},
		"a key for something else":        {own, idle, "PROOF-METHOD fail"},
		"a label, for something else":     {"key-of-2026", idle, "JWS-KID warn, PROOF-SIGNATURE fail"},
		"the issuer not to be had":        {own, controller("did:web:other.example"), "PROOF-METHOD unknown"},
		"more keys than are tried":        {"x", controller(web, append(many, ed25519Key.Public())...), "JWS-KID warn, PROOF-SIGNATURE fail"},
		"more keys, but the right hint":   {own, controller(web, append(many, ed25519Key.Public())...), ""},
		"the URL of a key that is not it": {web + "#9", controller(web, several...), "PROOF-METHOD fail"},
	} {
		header := fmt.Sprintf(`{"alg":"EdDSA","typ":"vc+jwt","kid":%q}`, tt.kid)
		if tt.kid == "" {
			header = `{"alg":"EdDSA","typ":"vc+jwt"}`
		}
		r := verify(t, env(tt.doc), token(ed25519Key, header, badge(web).String()), anyone())
		require.Equal(t, tt.want, faults(r), "%s: %v", name, r.Findings)
		if tt.want == "" {
			require.Equal(t, vc.Valid, r.Verdict)
			require.True(t, ed25519Key.Public().(ed25519.PublicKey).Equal(r.Proofs[0].Signer.Key))
		}
	}
	// A key that signs no tokens is none of those that may have signed, wherever
	// kid leads.
	bls := must(bbs.GenerateKey()).Public()
	blsKey := must(keys.NewPublic(bls, "", ""))
	for kid, want := range map[string]string{
		"0": "JWS-KID warn", web + "#0": "JWS-ALG fail", "": "", "key-of-2026": "JWS-KID warn", blsKey.Method(): "JWS-ALG fail, ISSUER-KEY fail",
	} {
		header := fmt.Sprintf(`{"alg":"EdDSA","typ":"vc+jwt","kid":%q}`, kid)
		r := verify(t, env(controller(web, bls, ed25519Key.Public())), token(ed25519Key, header, badge(web).String()), anyone())
		require.Equal(t, want, faults(r), "%s: %v", kid, r.Findings)
	}
	// Open Badges: an issuer whose profile lists no keys.
	profile := &vc.Controller{ID: issuerURL}
	r := verify(t, env(profile), token(ed25519Key, `{"alg":"EdDSA","typ":"vc+jwt","kid":"1"}`, badge(issuerURL).String()), anyone())
	require.Equal(t, "PROOF-METHOD unknown", faults(r))
	require.Contains(t, detail(r.Findings, "PROOF-METHOD"), "must list the key as a verification method for assertionMethod")
}

// pages is a fetcher over a fixed set of documents.
type pages map[string]string

func (p pages) Fetch(_ context.Context, address string, _ []string, _ int64) ([]byte, string, error) {
	if text, ok := p[address]; ok {
		return []byte(text), "application/json", nil
	}
	return nil, "", fmt.Errorf("%w: no page", vc.ErrUnreachable)
}

// The kid of an Open Badge may lead to a key alone at its address (Open Badges
// 3.0 section 8.2.1). Nobody but the address speaks for such a key, so the
// issuer must list it; the message says how.
func TestKidIsTheURLOfAKey(t *testing.T) {
	const keyURL, profileURL = "https://issuer.example/key.jwk", "https://issuer.example/1"
	token := string(testkit.ReadShared(t, "cases/kid-is-jwk-url.jwt"))
	key := string(testkit.ReadShared(t, "cases/kid-is-jwk-url.jwk.json"))
	profile := string(testkit.ReadShared(t, "cases/kid-is-jwk-url.issuer-profile.json"))
	lists := strings.Replace(profile, "{", fmt.Sprintf(`{"verificationMethod":[{"id":%q,"type":"JsonWebKey","controller":%q,"publicKeyJwk":%s}],"assertionMethod":[%q],`, keyURL, profileURL, key, keyURL), 1)
	for name, tt := range map[string]struct {
		pages   pages
		verdict vc.Verdict
		code    string
		says    []string
	}{
		"nothing at hand": {pages{}, vc.Indeterminate, "PROOF-METHOD", []string{keyURL, "--document " + keyURL + "=FILE", "--with DIR"}},
		"the key alone":   {pages{keyURL: key}, vc.Indeterminate, "ISSUER-KEY", []string{profileURL, "--document " + profileURL + "=FILE"}},
		"a profile that does not list it": {pages{keyURL: key, profileURL: profile}, vc.Indeterminate, "ISSUER-KEY",
			[]string{profileURL + " does not say which keys", "under the id " + keyURL, "--document " + profileURL + "=FILE", "--online"}},
		"a profile that lists it": {pages{keyURL: key, profileURL: lists}, vc.Valid, "ISSUER-KEY", []string{"lists the key"}},
	} {
		world := env()
		world.Resolver = did.Web(tt.pages)
		r := verify(t, world, token, anyone())
		require.Equal(t, tt.verdict, r.Verdict, "%s: %v", name, r.Findings)
		for _, part := range tt.says {
			require.Contains(t, detail(r.Findings, tt.code), part, name)
		}
	}
}

// Nothing that stands in a token, or that a resolver returns for it, makes the
// suite give up with an error or panic.
func TestNothingInATokenIsAnError(t *testing.T) {
	const web = "did:web:vestre-aas.example"
	strange := controller(web, (*ecdsa.PublicKey)(nil), &ecdsa.PublicKey{}, (*rsa.PublicKey)(nil), &rsa.PublicKey{}, ed25519.PublicKey{1}, "text", nil)
	suite := jose.Suites()[0]
	for _, kid := range []string{`"kid":"#0"`, `"kid":"#1"`, `"kid":"#2"`, `"kid":"#3"`, `"kid":"#4"`, `"kid":"#5"`, `"kid":"#6"`, `"kid":"x"`, `"x":1`,
		`"kid":"` + web + `#3"`, `"kid":"` + web + `"`, `"kid":"did:"`, `"kid":"https:"`, `"kid":"#"`, `"kid":"did:key:z#"`, `"kid":"\u0000"`} {
		for _, alg := range []string{"EdDSA", "ES256", "ES512", "RS256", "PS512", "none", "x"} {
			for _, more := range []string{"", `,"jwk":` + must(jwk.EncodePublic(ed25519Key.Public(), "")), `,"jwk":{}`, `,"jwk":[]`} {
				header := fmt.Sprintf(`{"alg":%q,"typ":"vc+jwt",%s%s}`, alg, kid, more)
				file := must(proof.Open([]byte(unsigned(header, badge(web).String())), vc.Limits{}))
				_, err := suite.Verify(t.Context(), env(strange), proof.Job{File: file, Proof: file.Proofs()[0]})
				require.NoError(t, err)
			}
		}
	}
	for _, payload := range []string{"", "[]", "{}", "null", `{"vc":1}`, `{"vc":{},"vp":{}}`, `{"vc":{"proof":{}}}`, `{"issuer":[]}`, `{"_sd":1}`, `{"_sd_alg":1}`, `{"vct":{}}`, `{"cnf":1,"aud":[[]],"exp":{}}`} {
		for _, typ := range []string{"", "JWT", "vc+jwt", "vp+jwt", "vc+sd-jwt", "dc+sd-jwt", "x"} {
			for _, tail := range []string{"", "~", "~WyJhIl0~", "~e30.e30."} {
				file := must(proof.Open([]byte(unsigned(withKid(typ, ""), payload)+tail), vc.Limits{}))
				_, err := suite.Verify(t.Context(), env(), proof.Job{File: file, Proof: file.Proofs()[0]})
				require.NoError(t, err, payload)
			}
		}
	}
}

// An embedded proof that calls itself a JWS or an SD-JWT is a faulty proof,
// not a fault of the job.
func TestEmbeddedProofNamedLikeAToken(t *testing.T) {
	for _, name := range []string{"JWS", "SD-JWT"} {
		file := must(proof.Open([]byte(edit(badge(issuer.id), "/proof", `{"type":"`+name+`"}`).String()), vc.Limits{}))
		e, err := jose.Suites()[0].Verify(t.Context(), env(), proof.Job{File: file, Proof: file.Proofs()[0]})
		require.NoError(t, err)
		require.Equal(t, "fail", status(e.Findings, "JWS-FORM"))
		r, err := verifier(env()).VerifySecured(t.Context(), file, anyone())
		require.NoError(t, err)
		require.NotEqual(t, vc.Valid, r.Verdict)
	}
}

// A broken rule of the format does not make an authentic credential invalid; a
// broken signature does, whatever the format.
func TestAxes(t *testing.T) {
	axes := map[string]vc.Axis{}
	for _, rule := range jose.Rules() {
		axes[rule.Code] = rule.Axis
	}
	for axis, codes := range map[vc.Axis]string{
		vc.Authentic:  "JWS-ALG JWS-CRIT JWS-B64 JWS-TYP JWS-JWK PROOF-METHOD PROOF-KEY PROOF-SIGNATURE JWT-ISS SDJWT-DISCLOSURE SDJWT-DIGEST",
		vc.InForce:    "JWT-EXP JWT-NBF",
		vc.Bound:      "SDJWT-BINDING PROOF-DOMAIN PROOF-CHALLENGE",
		vc.Conformant: "OB3-JWT-HEADER OB3-JWT-CLAIM JWS-TYP-GIVEN JWS-KID ENVELOPE-MEMBERS JWT-CONFLICT",
	} {
		for code := range strings.FieldsSeq(codes) {
			require.Equal(t, axis, axes[code], code)
		}
	}
	expired := verify(t, env(), token(ed25519Key, withKid("vc+jwt", ""), edit(badge(issuer.id), "/exp", "1").String()), anyone())
	require.Equal(t, vc.Invalid, expired.Axes[vc.InForce])
	require.Equal(t, vc.Valid, expired.Axes[vc.Authentic])
	forged := checked(t, env(), token(otherKey, withKid("vc+jwt", ""), plain()), anyone())
	for _, f := range forged.Findings {
		if f.Code == "PROOF-SIGNATURE" {
			require.Equal(t, "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR", f.Type)
		}
	}
}
