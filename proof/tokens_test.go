package proof_test

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// schoolRSA is the school under a DID that stands for an RSA key.
var schoolRSA = didJWK(ca.RSA.Key)

func didJWK(key crypto.Signer) person {
	id := "did:jwk:" + b64(must(jwk.EncodePublic(key.Public(), "")))
	return person{id, proof.Key{Method: id + "#0", Signer: key}}
}

// headerOf returns a header with an algorithm and more members.
func headerOf(by person, alg, more string) string {
	return fmt.Sprintf(`{"alg":%s,"typ":"vc+jwt","kid":%q%s}`, alg, by.key.Method, more)
}

// Codes whose secret is the public key are among the vectors of conformance/vectors.
// The key decides on the algorithm: every name is tried with every kind of
// key, with the signature that each key makes and with others.
func TestAlgorithmsAndKeys(t *testing.T) {
	fits := map[string]person{"EdDSA": school, "Ed25519": school, "ES256": schoolEC, "ES384": schoolP3, "RS256": schoolRSA}
	// Names that may be right for all that is known here.
	unsupported := map[string]bool{"ES256K": true, "Ed448": true, "eddsa": true, "es256": true, "rs256": true}
	names := []string{"EdDSA", "Ed25519", "ES256", "ES384", "ES512", "RS256", "PS256", "RS384", "ES256K", "RS1", "Ed448", "HS256", "dir", "RSA-OAEP", "A128KW", "eddsa", "es256", "rs256",
		"none", "None", "nOnE", "NONE", " none", "none ", "n\u03bfne", ""}
	for _, by := range []person{school, schoolEC, schoolP3, schoolRSA} {
		for _, name := range names {
			file := rawToken(by.key.Signer, headerOf(by, quote(name), ""), badge(by.id).String())
			got := check(t, file)
			if fits[name].id == by.id {
				require.Equal(t, "valid", got)
				continue
			}
			if unsupported[name] {
				require.Equal(t, "indeterminate JWS-ALG", got, name)
				continue
			}
			require.True(t, got == "invalid JWS-ALG" || got == "invalid PROOF-SIGNATURE", "%s: %s", name, got)
			input := file[:strings.LastIndexByte(file, '.')+1]
			for _, signature := range []string{"", "AA", b64("none"), b64(strings.Repeat("\x00", 64))} {
				got := check(t, input+signature)
				require.True(t, strings.HasPrefix(got, "invalid "), "%s: %s", name, got)
			}
		}
		for _, raw := range []string{"null", "7", "true", `["EdDSA"]`, `{"alg":"EdDSA"}`, `"EdDSA\u0000"`, `["none"]`} {
			got := check(t, rawToken(by.key.Signer, headerOf(by, raw, ""), badge(by.id).String()))
			require.True(t, strings.HasPrefix(got, "invalid JWS-ALG"), "%s: %s", raw, got)
		}
		// A right algorithm with no signature at all, or another's.
		good := rawToken(by.key.Signer, headerOf(by, quote(must2(jws.Default(by.key.Signer.Public())).Name), ""), badge(by.id).String())
		require.Equal(t, "valid", check(t, good))
		input := good[:strings.LastIndexByte(good, '.')+1]
		require.Equal(t, "invalid PROOF-SIGNATURE", check(t, input))
		require.Equal(t, "invalid PROOF-SIGNATURE", check(t, input+jws.Encode(testkit.SignJWS(attacker.key.Signer, "EdDSA", []byte(strings.TrimSuffix(input, "."))))))
		require.Equal(t, "refused JWS-FORM", check(t, strings.TrimSuffix(input, ".")), "two segments")
	}
}

func must2[T any](value T, ok bool) T {
	if !ok {
		panic("there is none")
	}
	return value
}

// What crit must not name, and b64, which no token may have as false.
func TestCriticalParameters(t *testing.T) {
	for more, want := range map[string]string{
		`,"b64":true,"crit":["b64"]`:                     "valid",
		`,"crit":[]`:                                     "invalid JWS-CRIT",
		`,"crit":null`:                                   "invalid JWS-CRIT",
		`,"crit":"b64","b64":true`:                       "invalid JWS-CRIT",
		`,"crit":{"b64":true},"b64":true`:                "invalid JWS-CRIT",
		`,"crit":["b64","b64"],"b64":true`:               "invalid JWS-CRIT",
		`,"crit":["b64"]`:                                "invalid JWS-CRIT",
		`,"crit":["B64"],"B64":true`:                     "invalid JWS-CRIT",
		`,"crit":["alg"]`:                                "invalid JWS-CRIT",
		`,"crit":["kid","typ"]`:                          "invalid JWS-CRIT",
		`,"crit":["exp"],"exp":4102444800`:               "invalid JWS-CRIT",
		`,"crit":["http://evil.example"]`:                "invalid JWS-CRIT",
		`,"crit":[["b64"]],"b64":true`:                   "invalid JWS-CRIT",
		`,"crit":[7]`:                                    "invalid JWS-CRIT",
		`,"crit":["sigT"],"sigT":"2026-01-01T00:00:00Z"`: "invalid JWS-CRIT", // a seal's
		`,"b64":true`:                                    "invalid JWS-CRIT",
		`,"b64":"false"`:                                 "invalid JWS-HEADER JWS-CRIT",
		`,"b64":false`:                                   "refused FORMAT-PAYLOAD", // base64url text as it is
		`,"b64":false,"crit":["b64"]`:                    "refused FORMAT-PAYLOAD",
		`,"zip":"DEF"`:                                   "valid", // means nothing in a signature
		`,"enc":"A128GCM"`:                               "valid",
		`,"cty":"JWT"`:                                   "invalid JWT-CONTENT",
		`,"alg":"none"`:                                  "refused JWS-HEADER",
		`,"kid":` + quote(attacker.key.Method):           "refused JWS-HEADER",
		`,"\u0061lg":"none"`:                             "refused JWS-HEADER",
		`,"x":1e400`:                                     "valid",
		`,"x":` + strings.Repeat("[", 99) + strings.Repeat("]", 99):   "valid",
		`,"x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100): "refused JWS-HEADER",
		`,"x":"\ud800"`: "refused JWS-HEADER",
	} {
		got := check(t, rawToken(school.key.Signer, headerOf(school, `"EdDSA"`, more), badge(school.id).String()))
		require.True(t, strings.HasPrefix(got, want), "%.40s: %s", more, got)
	}
	// The payload as it is, which would let it hold a full stop or a tilde.
	header := headerOf(school, `"EdDSA"`, `,"b64":false,"crit":["b64"]`)
	input := b64(header) + "." + "payload"
	file := input + "." + jws.Encode(must(school.key.Signer.Sign(nil, []byte(input), noHash)))
	require.Equal(t, "refused FORMAT-PAYLOAD", check(t, file))
}

// A header can name a key in many ways; none of them makes it the issuer's.
func TestKeysInTheHeader(t *testing.T) {
	own := must(jwk.EncodePublic(attacker.key.Signer.Public(), ""))
	thief := strings.TrimPrefix(attacker.key.Method, attacker.id)
	x5c := `["` + base64.StdEncoding.EncodeToString(ca.RSA.Certificate.Raw) + `"]`
	for header, want := range map[string]string{
		`"jwk":` + own: "invalid ISSUER-KEY",
		`"jwk":` + own + `,"kid":` + quote(school.key.Method):                      "invalid JWS-JWK",
		`"jwk":` + own + `,"kid":"1"`:                                              "invalid ISSUER-KEY",
		`"jwk":` + own + `,"kid":` + quote(school.id+"#0"):                         "invalid PROOF-METHOD",
		`"jwk":` + own + `,"jku":"https://evil.example/keys.json","kid":"1"`:       "invalid ISSUER-KEY",
		`"jku":"https://evil.example/keys.json"`:                                   "invalid PROOF-SIGNATURE",
		`"jku":"https://evil.example/keys.json","kid":` + quote(school.key.Method): "invalid PROOF-SIGNATURE",
		`"x5u":"https://evil.example/cert.pem"`:                                    "invalid PROOF-SIGNATURE",
		`"x5c":` + x5c:                                                             "invalid PROOF-SIGNATURE",
		`"x5c":` + x5c + `,"jwk":` + own:                                           "invalid ISSUER-KEY",
		`"kid":` + quote(attacker.key.Method):                                      "invalid ISSUER-KEY",
		`"kid":` + quote(school.id+thief):                                          "invalid PROOF-METHOD",
		`"kid":` + quote(strings.TrimPrefix(attacker.id, "did:key:")):              "invalid PROOF-SIGNATURE",
		`"kid":` + quote(thief):                                                    "invalid PROOF-SIGNATURE",
		`"kid":"../../../../dev/null"`:                                             "invalid PROOF-SIGNATURE",
		`"kid":"' OR 1=1 --"`:                                                      "invalid PROOF-SIGNATURE",
		`"kid":"https://evil.example/key"`:                                         "indeterminate PROOF-METHOD",
		`"kid":"HTTPS://evil.example/key"`:                                         "indeterminate PROOF-METHOD",
		`"kid":"http://127.0.0.1/key"`:                                             "indeterminate PROOF-METHOD",
		`"kid":["` + school.key.Method + `"]`:                                      "invalid JWS-HEADER",
		`"kid":null`:                                                               "invalid JWS-HEADER",
		`"kid":""`:                                                                 "invalid PROOF-SIGNATURE",
		`"iss":` + quote(attacker.id) + `,"kid":` + quote(school.key.Method):       "invalid JWT-ISS",
		`"jwk":{"kty":"oct","k":"AAAA"}`:                                           "invalid JWS-JWK",
		`"jwk":` + must(jwk.EncodePrivate(attacker.key.Signer, "")):                "invalid JWS-JWK",
		`"jwk":{"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}`: "invalid JWS-JWK",
		`"jwk":null`: "invalid JWS-HEADER",
	} {
		got := check(t, rawToken(attacker.key.Signer, `{"alg":"EdDSA","typ":"vc+jwt",`+header+"}", badge(school.id).String()))
		require.True(t, strings.HasPrefix(got, want), "%s: %s", header, got)
	}
}

// One document in two coats: nobody may believe the one and read the other.
func TestFormsInsideForms(t *testing.T) {
	embedded := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	good := token(t, badge(school.id), jose.VCJOSE, school, jose.Options{})
	// A credential with a right proof, in a token of somebody else.
	require.Equal(t, "invalid ISSUER-KEY", check(t, rawToken(attacker.key.Signer, headerOf(attacker, `"EdDSA"`, ""), embedded)))
	// In the issuer's own token a proof inside is not looked at: the token
	// stands for the content, and the result does not show the proof.
	for _, inner := range []string{embedded, change(embedded, "/proof/proofValue", `"z1"`), change(embedded, "/proof", "null")} {
		r, err := verifier(env()).Verify(t.Context(), []byte(rawToken(school.key.Signer, headerOf(school, `"EdDSA"`, ""), inner)), anyone())
		require.NoError(t, err)
		require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
		require.Equal(t, "warn", finding(r, "JWT-INNER-PROOF"))
		require.False(t, r.Document.Get("proof").Exists())
	}
	// A token inside a document with a proof.
	header, payload, _ := strings.Cut(good, ".")
	payload, signature, _ := strings.Cut(payload, ".")
	seal := []string{"/payload", quote(payload), "/protected", quote(header), "/signature", quote(signature)}
	require.True(t, strings.HasPrefix(check(t, change(embedded, seal...)), "invalid "), "a token's parts beside a proof: neither counts twice")
	forged := signed(t, edit(badge(school.id), "/name", `"Forged"`), dataintegrity.EdDSAJCS2022, attacker, dataintegrity.Options{})
	for _, file := range []string{forged, change(forged, "/proof", ""), change(embedded, "/name", `"Forged"`)} {
		require.False(t, strings.HasPrefix(check(t, change(file, seal...)), "valid"))
		envelope := []string{"/type", `["VerifiableCredential","EnvelopedVerifiableCredential"]`, "/id", quote("data:application/vc+jwt," + good)}
		require.Contains(t, check(t, change(file, envelope...)), "ENVELOPE-CONTENT")
		// As a mere envelope, whatever stands beside: what counts as verified
		// is what is in the token.
		r, err := verifier(env()).Verify(t.Context(), []byte(change(file, append(envelope, "/type", `"EnvelopedVerifiableCredential"`)...)), anyone())
		require.NoError(t, err)
		require.Equal(t, "warn", finding(r, "ENVELOPE-MEMBERS"))
		require.Equal(t, "Vinterferdsel", r.Document.Get("name").Text())
	}
	for _, doc := range []string{`{"vc":` + embedded + "}", `{"vc":` + good + "}", `{"jwt":` + quote(good) + "}", `[` + embedded + "]", quote(good)} {
		require.NotEqual(t, "valid", check(t, doc))
	}
}

// Texts that are nearly a token.
func TestShapesOfTokens(t *testing.T) {
	good := token(t, badge(school.id), jose.VCJOSE, school, jose.Options{})
	parts := strings.Split(good, ".")
	join := func(parts ...string) string { return strings.Join(parts, ".") }
	unused := func(text string) string {
		const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
		return text[:len(text)-1] + string(alphabet[strings.IndexByte(alphabet, text[len(text)-1])|1])
	}
	for name, file := range map[string]string{
		"two parts": join(parts[0], parts[1]), "four parts": good + ".AA", "five, as encrypted": good + ".AA.AA", "no header": join("", parts[1], parts[2]), "no payload": join(parts[0], "", parts[2]),
		"padding": good + "==", "a line break": join(parts[0], parts[1]+"\n", parts[2]), "a space": join(parts[0], " "+parts[1], parts[2]), "the other alphabet": strings.NewReplacer("-", "+", "_", "/").Replace(good) + "+",
		"unused bits": join(parts[0], parts[1], unused(parts[2])), "a prefix": "Bearer " + good, "quotes": `"` + good + `"`, "NUL": good + "\x00", "a tilde": good + "~", "two tildes": good + "~~",
		"a disclosure": good + "~" + b64(`["s","x",1]`) + "~", "a token as disclosure": good + "~" + good, "in upper case": strings.ToUpper(good), "the signature twice": good + parts[2],
		"the header of another": join(b64(headerOf(school, `"EdDSA"`, `,"x":1`)), parts[1], parts[2]), "a byte order mark": "\ufeff" + good, "header in base64 of base64": join(b64(parts[0]), parts[1], parts[2]),
	} {
		got := check(t, file)
		require.True(t, strings.HasPrefix(got, "refused ") || strings.HasPrefix(got, "invalid "), "%s: %s", name, got)
	}
	require.Equal(t, "valid", check(t, " \r\n"+good+"\n"))
}

// A disclosure counts once, where the issuer put its digest, and nowhere
// else.
func TestDisclosures(t *testing.T) {
	options := jose.Options{Disclosable: []string{"/name", "/credentialSubject/id", "/credentialSubject/result/0", "/credentialSubject/achievement"}, Decoys: 2, Holder: learner.key.Signer.Public()}
	file, other := token(t, badge(school.id), jose.VCSDJWT, school, options), token(t, badge(school.id), jose.VCSDJWT, school, options)
	jwt, rest, _ := strings.Cut(file, "~")
	all := strings.Split(strings.TrimSuffix(rest, "~"), "~")
	foreign := strings.Split(other, "~")[1]
	with := func(disclosures ...string) string {
		return check(t, jwt+"~"+strings.Join(append(disclosures, ""), "~"))
	}
	require.Equal(t, "valid", with(all...))
	require.Equal(t, "valid", with(), "nothing is revealed")
	require.Equal(t, "valid", with(all[1], all[0]), "another order")
	first := string(must(base64.RawURLEncoding.DecodeString(all[0])))
	for name, d := range map[string]string{
		"twice": all[0], "of another credential": foreign, "nowhere": b64(`["salt","grade","A"]`), "spelt in another way": b64(" " + first), "changed": b64(strings.Replace(first, "Vinter", "Sommer", 1)),
		"an issuer": b64(`["salt","issuer",` + quote(attacker.id) + `]`), "digests": b64(`["salt","_sd",[]]`), "a digest": b64(`["salt","...","x"]`), "no array": b64(`{}`), "empty": b64(`[]`), "too long": b64(`["s","n",1,2]`),
		"no salt": b64(`[1,"n",2]`), "a name that is none": b64(`["s",1,2]`), "no JSON": b64(`x`), "a name twice in it": b64(`["s","n",{"a":1,"a":2}]`), "not base64": "A", "padded": all[0] + "==", "bytes after it": b64(first + "x"),
		"nested deeply": b64(`["s","n",` + strings.Repeat("[", 5_000) + strings.Repeat("]", 5_000) + `]`), "1e400": b64(`["s","n",1e400]`), "empty text": "",
	} {
		got := with(append(all[:len(all):len(all)], d)...)
		require.True(t, strings.HasPrefix(got, "invalid SDJWT-DISCLOSURE") || strings.HasPrefix(got, "refused "), "%s: %s", name, got)
	}
	// What the issuer signs must not be ambiguous either.
	hash := func(text string) string { return jws.Encode(sha256Of([]byte(text))) }
	d := b64(`["salt","name","Forged"]`)
	for name, payload := range map[string]string{
		"over a member that is there": edit(badge(school.id), "/_sd", `["`+hash(d)+`"]`).String(),
		"in two places":               edit(badge(school.id), "/name", "", "/_sd", `["`+hash(d)+`"]`, "/credentialSubject/_sd", `["`+hash(d)+`"]`).String(),
		"twice in a place":            edit(badge(school.id), "/name", "", "/_sd", `["`+hash(d)+`","`+hash(d)+`"]`).String(),
		"as an element":               edit(badge(school.id), "/credentialSubject/result/-", `{"...":"`+hash(d)+`"}`).String(),
		"by another hash":             edit(badge(school.id), "/name", "", "/_sd", `["`+hash(d)+`"]`, "/_sd_alg", `"sha-512"`).String(),
		"by a weak hash":              edit(badge(school.id), "/name", "", "/_sd", `["`+hash(d)+`"]`, "/_sd_alg", `"md5"`).String(),
		"no list":                     edit(badge(school.id), "/name", "", "/_sd", `{"0":"`+hash(d)+`"}`).String(),
	} {
		issued := rawToken(school.key.Signer, strings.Replace(headerOf(school, `"EdDSA"`, ""), "vc+jwt", "vc+sd-jwt", 1), payload)
		require.True(t, strings.HasPrefix(check(t, issued+"~"+d+"~"), "invalid SDJWT-"), name)
	}
}

// A key binding is for one SD-JWT, with these disclosures, to one verifier,
// by the holder.
func TestKeyBinding(t *testing.T) {
	options := jose.Options{Disclosable: []string{"/name", "/credentialSubject/result/0"}, Holder: learner.key.Signer.Public()}
	issue := func() string { return token(t, badge(school.id), jose.VCSDJWT, school, options) }
	bind := func(file string, key crypto.Signer, to jose.Binding) string {
		secured, err := proof.Open([]byte(file), vc.Limits{})
		require.NoError(t, err)
		secured, err = jose.Bind(t.Context(), env(), secured, key, to)
		require.NoError(t, err)
		return string(secured.Bytes())
	}
	verify := func(file string) string { return passOrFail(t, verifier(env()), file, bound()) }
	plain := issue()
	good := bind(plain, learner.key.Signer, jose.Binding{Domain: "verifier.example", Challenge: "c1"})
	require.Equal(t, "valid", verify(good))
	kb := good[strings.LastIndexByte(good, '~')+1:]
	payload := string(must(base64.RawURLEncoding.DecodeString(strings.Split(kb, ".")[1])))
	header := `{"alg":"EdDSA","typ":"kb+jwt"}`
	mine := func(header, payload string) string { return plain + rawToken(learner.key.Signer, header, payload) }
	require.Equal(t, "valid", verify(mine(header, payload)))
	for name, file := range map[string]string{
		"none": plain, "for another verifier": bind(plain, learner.key.Signer, jose.Binding{Domain: "other.example", Challenge: "c1"}),
		"for another challenge": bind(plain, learner.key.Signer, jose.Binding{Domain: "verifier.example", Challenge: "c0"}), "of another SD-JWT": issue() + kb,
		"with a disclosure less": strings.Replace(good, "~"+strings.Split(good, "~")[1]+"~", "~", 1), "by somebody else": plain + rawToken(attacker.key.Signer, header, payload), "by the issuer": plain + rawToken(school.key.Signer, header, payload),
		"of another type": mine(`{"alg":"EdDSA","typ":"JWT"}`, payload), "with alg none": plain + b64(`{"alg":"none","typ":"kb+jwt"}`) + "." + b64(payload) + ".",
		"with its own key":   plain + rawToken(attacker.key.Signer, `{"alg":"EdDSA","typ":"kb+jwt","jwk":`+must(jwk.EncodePublic(attacker.key.Signer.Public(), ""))+`}`, payload),
		"without the digest": mine(header, strings.Replace(payload, "sd_hash", "sd_hush", 1)), "from the future": mine(header, strings.Replace(payload, `"iat":`, `"iat":9`, 1)), "critical": mine(`{"alg":"EdDSA","typ":"kb+jwt","crit":["x"],"x":1}`, payload),
		"expired": mine(header, strings.Replace(payload, "{", `{"exp":1,`, 1)), "several audiences": mine(header, strings.Replace(payload, `"verifier.example"`, `["verifier.example","other.example"]`, 1)), "a claim twice": mine(header, strings.Replace(payload, "{", `{"nonce":"c0",`, 1)),
		"twice": good + "~" + kb,
	} {
		got := verify(file)
		require.True(t, strings.HasPrefix(got, "invalid ") || strings.HasPrefix(got, "refused "), "%s: %s", name, got)
	}
}
