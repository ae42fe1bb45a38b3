package jose_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// plain returns the text of the credential as a payload.
func plain() string { return badge(issuer.id).String() }

// withKid returns a header of the issuer's key.
func withKid(typ, more string) string {
	if typ != "" {
		typ = fmt.Sprintf(`,"typ":%q`, typ)
	}
	return fmt.Sprintf(`{"alg":"EdDSA","kid":%q%s%s}`, issuer.key.Method, typ, more)
}

func TestHeader(t *testing.T) {
	ownJWK := must(jwk.EncodePublic(ed25519Key.Public(), ""))
	foreignJWK := must(jwk.EncodePublic(otherKey.Public(), ""))
	withSecret := must(jwk.EncodePrivate(ed25519Key, ""))
	tests := []struct {
		name, header string
		want         string // all findings that are no success
	}{
		{"vc+jwt", withKid("vc+jwt", ""), ""},
		{"a media type in full", withKid("application/VC+JWT", ""), ""},
		{"the type of a draft", withKid("vc+ld+json+jwt", ""), "JWS-TYP-GIVEN warn"},
		{"the type of an older draft", withKid("vc+ld+jwt", ""), "JWS-TYP-GIVEN warn"},
		{"JWT", withKid("JWT", ""), "OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn"},
		{"no type", withKid("", ""), "OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn, OB3-JWT-CLAIM warn"},
		{"a presentation's type", withKid("vp+jwt", ""), "JWT-CONTENT fail"},
		{"an SD-JWT's type", withKid("vc+sd-jwt", ""), "JWS-TYP fail, ISSUER-KEY unknown"},
		{"a key binding's type", withKid("kb+jwt", ""), "JWS-TYP unknown, ISSUER-KEY unknown"},
		{"an access token's type", withKid("at+jwt", ""), "JWS-TYP unknown, ISSUER-KEY unknown"},
		{"a type that is a number", `{"alg":"EdDSA","typ":1,"kid":"` + issuer.key.Method + `"}`, "JWS-HEADER fail, JWS-TYP fail, ISSUER-KEY unknown"},
		{"a content type", withKid("vc+jwt", `,"cty":"vc"`), ""},
		{"a token inside", withKid("vc+jwt", `,"cty":"JWT"`), "JWT-CONTENT fail"},
		{"an unknown parameter", withKid("vc+jwt", `,"x":1`), ""},
		{"b64 true", withKid("vc+jwt", `,"b64":true,"crit":["b64"]`), ""},
		{"b64 true, not critical", withKid("vc+jwt", `,"b64":true`), "JWS-CRIT fail"},
		{"an unknown critical parameter", withKid("vc+jwt", `,"x":1,"crit":["x"]`), "JWS-CRIT fail"},
		{"an empty crit", withKid("vc+jwt", `,"crit":[]`), "JWS-CRIT fail"},
		{"a crit without its parameter", withKid("vc+jwt", `,"crit":["b64"]`), "JWS-CRIT fail"},
		{"exp as critical", withKid("vc+jwt", `,"exp":9999999999,"crit":["exp"]`), "JWS-CRIT fail"},
		{"a place of the key", withKid("vc+jwt", `,"jku":"https://evil.example/keys"`), "JWS-URL warn"},
		{"a place of the certificate", withKid("vc+jwt", `,"x5u":"https://evil.example/cert","x5c":["AAAA"]`), "JWS-URL warn, JWS-URL warn"},
		{"the issuer repeated", withKid("vc+jwt", `,"iss":"`+issuer.id+`"`), ""},
		{"another issuer repeated", withKid("vc+jwt", `,"iss":"did:example:x"`), "JWT-ISS fail"},
		{"the key itself", `{"alg":"EdDSA","typ":"vc+jwt","jwk":` + ownJWK + `}`, "JWS-JWK warn"},
		{"the key itself and its name", withKid("vc+jwt", `,"jwk":`+ownJWK), ""},
		{"the key itself and a label", `{"alg":"EdDSA","typ":"vc+jwt","kid":"1","jwk":` + ownJWK + `}`, "JWS-JWK warn"},
		{"another key beside the name", withKid("vc+jwt", `,"jwk":`+foreignJWK), "JWS-JWK fail"},
		{"the key itself, for this algorithm", `{"alg":"EdDSA","typ":"vc+jwt","jwk":` + strings.TrimSuffix(ownJWK, "}") + `,"alg":"Ed25519"}}`, "JWS-JWK warn"},
		{"a private key", `{"alg":"EdDSA","typ":"vc+jwt","jwk":` + withSecret + `}`, "JWS-JWK fail"},
		{"a private key beside the name", withKid("vc+jwt", `,"jwk":`+withSecret), "JWS-JWK fail"},
		{"a key that is text", withKid("vc+jwt", `,"jwk":"x"`), "JWS-HEADER fail, JWS-JWK fail"},
		{"a key of another kind", `{"alg":"EdDSA","typ":"vc+jwt","jwk":{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}}`, "JWS-JWK unknown"},
		{"a secret as key", `{"alg":"EdDSA","typ":"vc+jwt","jwk":{"kty":"oct","k":"AAAA"}}`, "JWS-JWK fail"},
		{"a kid that is a number", `{"alg":"EdDSA","typ":"vc+jwt","kid":1}`, "JWS-HEADER fail"},
		{"a kid of the issuer's", `{"alg":"EdDSA","typ":"vc+jwt","kid":"` + strings.TrimPrefix(issuer.id, "did:key:") + `"}`, ""},
		{"a kid of the issuer's with its mark", `{"alg":"EdDSA","typ":"vc+jwt","kid":"#` + strings.TrimPrefix(issuer.id, "did:key:") + `"}`, ""},
		{"a kid of nobody's", `{"alg":"EdDSA","typ":"vc+jwt","kid":"#other"}`, "JWS-KID warn"},
		{"no kid", `{"alg":"EdDSA","typ":"vc+jwt"}`, ""},
		{"a kid that cannot be looked up", `{"alg":"EdDSA","typ":"vc+jwt","kid":"did:web:away.example#1"}`, "PROOF-METHOD unknown"},
		{"a kid that cannot be looked up, and the key", `{"alg":"EdDSA","typ":"vc+jwt","kid":"did:web:away.example#1","jwk":` + ownJWK + `}`, "PROOF-METHOD unknown"},
		{"a kid that is no key", `{"alg":"EdDSA","typ":"vc+jwt","kid":"did:key:z6Mkx"}`, "PROOF-METHOD fail"},
		{"another algorithm", strings.Replace(withKid("vc+jwt", ""), "EdDSA", "ES256", 1), "JWS-ALG fail"},
		{"another family", strings.Replace(withKid("vc+jwt", ""), "EdDSA", "RS256", 1), "JWS-ALG fail"},
		{"none", strings.Replace(withKid("vc+jwt", ""), "EdDSA", "none", 1), "JWS-ALG fail"},
		{"None", strings.Replace(withKid("vc+jwt", ""), "EdDSA", "None", 1), "JWS-ALG fail"},
		{"HMAC", strings.Replace(withKid("vc+jwt", ""), "EdDSA", "HS256", 1), "JWS-ALG fail"},
		{"no algorithm", `{"typ":"vc+jwt","kid":"` + issuer.key.Method + `"}`, "JWS-ALG fail"},
		{"an algorithm that is a list", `{"alg":["EdDSA"],"typ":"vc+jwt","kid":"` + issuer.key.Method + `"}`, "JWS-ALG fail, JWS-HEADER fail"},
		{"the new name of the algorithm", strings.Replace(withKid("vc+jwt", ""), "EdDSA", "Ed25519", 1), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, env(), token(ed25519Key, tt.header, plain()), anyone())
			require.Equal(t, tt.want, faults(r), "%v", r.Findings)
		})
	}
}

// A payload that is signed as it is does not even look like one.
func TestUnencodedPayload(t *testing.T) {
	header := withKid("vc+jwt", `,"b64":false,"crit":["b64"]`)
	e := checked(t, env(), token(ed25519Key, header, plain()), anyone())
	require.Equal(t, vc.Invalid, vc.VerdictOf(e.Findings))
	require.Equal(t, "fail", status(e.Findings, "JWS-B64"))
}

// The well-known ways to make a token that a careless reader takes.
func TestAlgorithmConfusion(t *testing.T) {
	mac := func(secret []byte, input string) string {
		h := hmac.New(sha256.New, secret)
		h.Write([]byte(input))
		return input + "." + jws.Encode(h.Sum(nil))
	}
	for _, alg := range []string{"none", "HS256", "hs256", ""} {
		header := strings.Replace(withKid("vc+jwt", ""), "EdDSA", alg, 1)
		input := jws.Encode([]byte(header)) + "." + jws.Encode([]byte(plain()))
		for _, file := range []string{input + ".", mac(ed25519Key.Public().(ed25519.PublicKey), input), mac(nil, input)} {
			r := verify(t, env(), file, anyone())
			require.Equal(t, vc.Invalid, r.Verdict)
			require.Equal(t, "fail", finding(r, "JWS-ALG"))
			require.Empty(t, finding(r, "PROOF-SIGNATURE"))
		}
	}
	// A right signature by one's own key, under the name of the issuer.
	forged := token(otherKey, withKid("vc+jwt", ""), plain())
	require.Equal(t, "PROOF-SIGNATURE fail", faults(verify(t, env(), forged, anyone())))
	thief := didKey(otherKey)
	named := token(otherKey, strings.ReplaceAll(withKid("vc+jwt", ""), issuer.key.Method, thief.key.Method), plain())
	require.Equal(t, "ISSUER-KEY fail", faults(verify(t, env(), named, anyone())))
	embedded := token(otherKey, `{"alg":"EdDSA","typ":"vc+jwt","jwk":`+must(jwk.EncodePublic(otherKey.Public(), ""))+`}`, plain())
	require.Equal(t, "JWS-JWK warn, ISSUER-KEY fail", faults(verify(t, env(), embedded, anyone())))
	lax := anyone()
	lax.UnsafeAllowForeignKeys = true
	require.Equal(t, vc.Valid, verify(t, env(), embedded, lax).Verdict)
}

// Whose a key is, is asked of the issuer's document and of nothing else.
func TestIssuerKey(t *testing.T) {
	const web = "did:web:vestre-aas.example"
	own := must(jwk.EncodePublic(ed25519Key.Public(), ""))
	embedded := `{"alg":"EdDSA","typ":"vc+jwt","jwk":` + own + `}`
	kid := func(id string) string { return fmt.Sprintf(`{"alg":"EdDSA","typ":"vc+jwt","kid":%q}`, id) }
	revoked, expired, idle, captured := controller(web, ed25519Key.Public()), controller(web, ed25519Key.Public()), controller(web, ed25519Key.Public()), controller(web, ed25519Key.Public())
	revoked.Methods[0].Revoked = now.Add(-time.Hour)
	expired.Methods[0].Expires = now
	idle.Purposes = map[string][]string{vc.Authentication: {web + "#0"}}
	captured.Methods[0].Controller = "did:web:evil.example"
	alone := controller(issuerURL+"/key", ed25519Key.Public())
	alone.Methods[0].ID, alone.Purposes = alone.ID, map[string][]string{vc.AssertionMethod: {alone.ID}}
	thumbprint := "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"
	tests := []struct {
		name, header, issuer string
		docs                 []*vc.Controller
		want                 string
	}{
		{"listed", kid(web + "#0"), web, []*vc.Controller{controller(web, ed25519Key.Public())}, ""},
		{"a name without mark", kid("0"), web, []*vc.Controller{controller(web, ed25519Key.Public())}, ""},
		{"not named, the only one", `{"alg":"EdDSA","typ":"vc+jwt"}`, web, []*vc.Controller{controller(web, ed25519Key.Public())}, ""},
		{"not named, the only one that fits", `{"alg":"EdDSA","typ":"vc+jwt"}`, web, []*vc.Controller{controller(web, p256Key.Public(), ed25519Key.Public())}, ""},
		{"not named, one of two", `{"alg":"EdDSA","typ":"vc+jwt"}`, web, []*vc.Controller{controller(web, otherKey.Public(), ed25519Key.Public())}, ""},
		{"not named, none", `{"alg":"EdDSA","typ":"vc+jwt"}`, web, []*vc.Controller{controller(web)}, "PROOF-METHOD fail"},
		{"not named, and not to be had", `{"alg":"EdDSA","typ":"vc+jwt"}`, web, nil, "PROOF-METHOD unknown"},
		{"not named, and nonsense", `{"alg":"EdDSA","typ":"vc+jwt"}`, "https://broken.example", nil, "PROOF-METHOD fail"},
		{"revoked", kid(web + "#0"), web, []*vc.Controller{revoked}, "PROOF-METHOD fail"},
		{"expired", kid(web + "#0"), web, []*vc.Controller{expired}, "PROOF-METHOD fail"},
		{"for another purpose", kid(web + "#0"), web, []*vc.Controller{idle}, "PROOF-METHOD fail"},
		{"with another controller", kid(web + "#0"), web, []*vc.Controller{captured}, "PROOF-METHOD fail, ISSUER-KEY fail"},
		{"a key that cannot be used", kid(web + "#0"), web, []*vc.Controller{controller(web, nil)}, "PROOF-KEY unknown"},
		{"a key of small order", kid(web + "#0"), web, []*vc.Controller{controller(web, append(ed25519.PublicKey{1}, make([]byte, 31)...))}, "PROOF-KEY fail"},
		{"of somebody else", kid("did:web:evil.example#0"), web, []*vc.Controller{controller("did:web:evil.example", ed25519Key.Public())}, "ISSUER-KEY fail"},
		{"in the header and listed", embedded, web, []*vc.Controller{controller(web, otherKey.Public(), ed25519Key.Public())}, "JWS-JWK warn"},
		{"in the header and not listed", embedded, web, []*vc.Controller{controller(web, otherKey.Public())}, "JWS-JWK warn, ISSUER-KEY fail"},
		{"in the header and listed for something else", embedded, web, []*vc.Controller{idle}, "JWS-JWK warn, ISSUER-KEY fail"},
		{"in the header and revoked", embedded, web, []*vc.Controller{revoked}, "JWS-JWK warn, ISSUER-KEY fail"},
		{"in the header, the issuer not to be had", embedded, web, nil, "JWS-JWK warn, ISSUER-KEY unknown"},
		{"in the header, the issuer a profile", embedded, "https://broken.example", nil, "JWS-JWK warn, ISSUER-KEY unknown"},
		{"in the header, the issuer without keys", embedded, web, []*vc.Controller{controller(web)}, "JWS-JWK warn, ISSUER-KEY unknown"},
		{"in the header, the issuer a faulty DID", embedded, "did:key:zzz", nil, "JWS-JWK warn, ISSUER-KEY fail"},
		{"in the header, the issuer its thumbprint", embedded, thumbprint + must(jwk.Thumbprint(ed25519Key.Public())), nil, "JWS-JWK warn"},
		{"in the header, the issuer another's thumbprint", embedded, thumbprint + must(jwk.Thumbprint(otherKey.Public())), nil, "JWS-JWK warn, ISSUER-KEY fail"},
		{"alone at its address", kid(issuerURL + "/key"), issuerURL, []*vc.Controller{alone}, "ISSUER-KEY unknown"},
		{"alone at its address, and listed", kid(issuerURL + "/key"), issuerURL, []*vc.Controller{alone, controller(issuerURL, ed25519Key.Public())}, ""},
		{"alone at its address, not listed", kid(issuerURL + "/key"), issuerURL, []*vc.Controller{alone, controller(issuerURL, otherKey.Public())}, "ISSUER-KEY fail"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, env(tt.docs...), token(ed25519Key, tt.header, badge(tt.issuer).String()), anyone())
			require.Equal(t, tt.want, faults(r), "%v", r.Findings)
		})
	}
}

// A weak RSA key, and signatures that are not of the form that the algorithm
// has.
func TestWeakKeysAndForms(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0")
	short := must(rsa.GenerateKey(rand.Reader, 1024))
	const web = "did:web:vestre-aas.example"
	rs256, _ := jws.Lookup("RS256")
	input := jws.Encode([]byte(`{"alg":"RS256","typ":"vc+jwt","kid":"`+web+`#0"}`)) + "." + jws.Encode([]byte(badge(web).String()))
	sum := sha256.Sum256([]byte(input))
	file := input + "." + jws.Encode(must(rsa.SignPKCS1v15(nil, short, crypto.SHA256, sum[:])))
	require.Equal(t, "PROOF-KEY fail", faults(verify(t, env(controller(web, short.Public())), file, anyone())))
	require.NotEmpty(t, rs256.Misfit(short.Public()))

	by := didKey(p256Key)
	input = jws.Encode([]byte(`{"alg":"ES256","typ":"vc+jwt","kid":"`+by.key.Method+`"}`)) + "." + jws.Encode([]byte(badge(by.id).String()))
	sum = sha256.Sum256([]byte(input))
	file = input + "." + jws.Encode(must(p256Key.Sign(rand.Reader, sum[:], crypto.SHA256)))
	require.Equal(t, "PROOF-SIGNATURE fail", faults(verify(t, env(), file, anyone())), "DER is not the form of a token")
}

// A key that says what it is for is used for nothing else.
func TestAlgorithmOfKey(t *testing.T) {
	by := didJWK(rsaKey)
	public := strings.TrimSuffix(must(jwk.EncodePublic(rsaKey.Public(), "")), "}")
	for alg, want := range map[string]string{"RS256": "JWS-JWK warn", "PS256": "JWS-ALG fail"} {
		header := `{"alg":"RS256","typ":"vc+jwt","jwk":` + public + `,"alg":"` + alg + `"}}`
		require.Equal(t, want, faults(verify(t, env(), token(rsaKey, header, badge(by.id).String()), anyone())))
	}
}

// What a payload can be that is no credential.
func TestPayload(t *testing.T) {
	for name, tt := range map[string]struct{ payload, code string }{
		"text":                       {"hello", "JWS-PAYLOAD"},
		"a list":                     {"[]", "JWS-PAYLOAD"},
		"a name twice":               {`{"issuer":"a","issuer":"b"}`, "JWS-PAYLOAD"},
		"bytes after it":             {plain() + "x", "JWS-PAYLOAD"},
		"no credential":              {`{"iss":"joe"}`, "VCDM2-CONTEXT"},
		"a byte order mark":          {"\ufeff" + plain(), "JWS-PAYLOAD"},
		"a claim vc":                 {`{"vc":` + plain() + `}`, "JWT-CONTENT"},
		"a claim vc beside":          {edit(badge(issuer.id), "/vc", "{}").String(), "JWT-CONTENT"},
		"a claim vp beside":          {edit(badge(issuer.id), "/vp", "{}").String(), "JWT-CONTENT"},
		"a presentation":             {presentation(issuer.id).String(), "JWT-CONTENT"},
		"another issuer":             {edit(badge(issuer.id), "/iss", `"did:example:x"`).String(), "JWT-ISS"},
		"an issuer that is a list":   {edit(badge(issuer.id), "/iss", `["`+issuer.id+`"]`).String(), "JWT-ISS"},
		"expired":                    {edit(badge(issuer.id), "/exp", "1").String(), "JWT-EXP"},
		"expired this second":        {edit(badge(issuer.id), "/exp", fmt.Sprint(now.Unix())).String(), "JWT-EXP"},
		"an end that is text":        {edit(badge(issuer.id), "/exp", `"9999999999"`).String(), "JWT-EXP"},
		"an end beyond all years":    {edit(badge(issuer.id), "/exp", "1e300").String(), "JWT-EXP"},
		"not yet":                    {edit(badge(issuer.id), "/nbf", fmt.Sprint(now.Unix()+1)).String(), "JWT-NBF"},
		"a start that is null":       {edit(badge(issuer.id), "/nbf", "null").String(), "JWT-NBF"},
		"a time that is text":        {edit(badge(issuer.id), "/iat", `"now"`).String(), "JWT-IAT"},
		"an audience that is null":   {edit(badge(issuer.id), "/aud", "null").String(), "PROOF-DOMAIN"},
		"a nonce that is a number":   {edit(badge(issuer.id), "/nonce", "1").String(), "PROOF-CHALLENGE"},
		"an identifier as a number":  {edit(badge(issuer.id), "/jti", "1").String(), "JWT-JTI"},
		"a subject as a list":        {edit(badge(issuer.id), "/sub", "[]").String(), "JWT-SUB"},
		"a credential without rules": {edit(badge(issuer.id), "/credentialSubject", `"x"`).String(), "VCDM2-SUBJECT"},
	} {
		t.Run(name, func(t *testing.T) {
			file := token(ed25519Key, withKid("vc+jwt", ""), tt.payload)
			if tt.code == "JWS-PAYLOAD" {
				require.Equal(t, "fail", status(checked(t, env(), file, anyone()).Findings, tt.code))
				return
			}
			r := verify(t, env(), file, anyone())
			require.Equal(t, "fail", finding(r, tt.code), "%v", r.Findings)
		})
	}
}

// Elsewhere than in a VC-JWT a claim that says something else only warns, but
// for iss.
func TestConflictingClaims(t *testing.T) {
	for _, name := range []string{"jti", "sub"} {
		file := token(ed25519Key, withKid("vc+jwt", ""), edit(badge(issuer.id), "/"+name, `"urn:x"`).String())
		require.Equal(t, "JWT-CONFLICT warn", faults(verify(t, env(), file, anyone())), name)
	}
	future := token(ed25519Key, withKid("vc+jwt", ""), edit(badge(issuer.id), "/iat", fmt.Sprint(now.Unix()+3600)).String())
	require.Equal(t, "JWT-IAT warn", faults(verify(t, env(), future, anyone())))
	audience := token(ed25519Key, withKid("vc+jwt", ""), edit(badge(issuer.id), "/aud", `"x"`).String())
	require.Equal(t, "not-asked", finding(verify(t, env(), audience, anyone()), "PROOF-DOMAIN"))
	inner := token(ed25519Key, withKid("vc+jwt", ""), edit(badge(issuer.id), "/proof", `{"type":"DataIntegrityProof"}`).String())
	r := verify(t, env(), inner, anyone())
	require.Equal(t, "JWT-INNER-PROOF warn", faults(r))
	require.False(t, r.Document.Get("proof").Exists())
}

func TestEnvelope(t *testing.T) {
	file := string(sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{}).Bytes())
	legacy := string(sign(t, badge(issuer.id), jose.VCJWT, issuer, jose.Options{}).Bytes())
	bare := token(ed25519Key, withKid("", ""), plain())
	envelope := func(kind, id, more string) string {
		return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":%q,"id":%q%s}`, kind, id, more)
	}
	for _, tt := range []struct{ name, src, want string }{
		{"right", envelope(vc.EnvelopedCredential, "data:application/vc+jwt,"+file, ""), ""},
		{"a VC-JWT", envelope(vc.EnvelopedCredential, "data:application/jwt,"+legacy, ""), ""},
		{"upper case", envelope(vc.EnvelopedCredential, "DATA:application/VC+JWT,"+file, ""), ""},
		{"the type from the envelope alone", envelope(vc.EnvelopedCredential, "data:application/vc+jwt,"+bare, ""), "JWS-TYP-GIVEN warn"},
		{"a VC-JWT called vc+jwt", envelope(vc.EnvelopedCredential, "data:application/vc+jwt,"+legacy, ""), "JWS-TYP-GIVEN warn"},
		{"two types", envelope(vc.EnvelopedCredential, "data:application/vp+jwt,"+file, ""), "JWS-TYP-GIVEN warn"},
		{"a presentation's envelope", envelope(vc.EnvelopedPresentation, "data:application/vc+jwt,"+file, ""), "ENVELOPE-CONTENT fail"},
		{"a member more", envelope(vc.EnvelopedCredential, "data:application/vc+jwt,"+file, `,"issuer":"did:example:x"`), "ENVELOPE-MEMBERS warn"},
		{"no context", strings.Replace(envelope(vc.EnvelopedCredential, "data:application/vc+jwt,"+file, ""), "credentials/v2", "credentials/v3", 1), "VCDM2-ENVELOPE-CONTEXT fail"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, env(), tt.src, anyone())
			require.Equal(t, proof.Enveloped, r.Format)
			require.Equal(t, tt.want, faults(r), "%v", r.Findings)
			require.Equal(t, canonical(badge(issuer.id)), canonical(r.Document))
		})
	}
	for name, id := range map[string]string{
		"no data":        "https://vestre-aas.example/1",
		"no comma":       "data:application/vc+jwt",
		"no token":       "data:application/vc+jwt,hello",
		"base64":         "data:application/vc+jwt;base64," + file,
		"escapes":        "data:application/vc+jwt," + strings.Replace(file, ".", "%2E", 1),
		"another scheme": "blob:application/vc+jwt," + file,
	} {
		_, err := proof.Open([]byte(envelope(vc.EnvelopedCredential, id, "")), vc.Limits{})
		var format *proof.FormatError
		require.True(t, errors.As(err, &format), name)
		require.Equal(t, "FORMAT-ENVELOPE", format.Code, name)
	}
}

func TestErrorsOfTheJob(t *testing.T) {
	file := sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := jose.Suites()[0].Verify(cancelled, env(), proof.Job{File: file, Proof: file.Proofs()[0]})
	require.ErrorIs(t, err, context.Canceled)
	_, err = jose.Suites()[0].Verify(t.Context(), env(), proof.Job{})
	require.ErrorContains(t, err, "JOSE-JOB")
}

// One verifier serves many goroutines.
func TestConcurrency(t *testing.T) {
	v := verifier(env())
	file := sign(t, badge(issuer.id), jose.VCSDJWT, issuer, jose.Options{Disclosable: []string{"/credentialSubject/result/0"}}).Bytes()
	done := make(chan error)
	for range 8 {
		go func() {
			for range 20 {
				if r, err := v.Verify(t.Context(), file, anyone()); err != nil || r.Verdict != vc.Valid {
					done <- fmt.Errorf("%v %v", r, err)
					return
				}
			}
			done <- nil
		}()
	}
	for range 8 {
		require.NoError(t, <-done)
	}
}

func TestRules(t *testing.T) {
	seen := make(map[string]bool)
	for _, rule := range jose.Rules() {
		require.False(t, seen[rule.Code], rule.Code)
		seen[rule.Code] = true
		require.NotEmpty(t, rule.Level)
		require.True(t, strings.HasPrefix(rule.Spec, "https://") && strings.Contains(rule.Spec, "#"), rule.Code)
		require.True(t, strings.HasSuffix(rule.Text, "."), rule.Code)
	}
}
