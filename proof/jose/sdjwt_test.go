package jose_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
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

// hideable are pointers of all sorts: members, elements, and both inside one
// another.
var hideable = []string{
	"/id", "/issuer/name", "/credentialSubject", "/credentialSubject/id", "/credentialSubject/creditsEarned",
	"/credentialSubject/result/0", "/credentialSubject/result/1", "/credentialSubject/result/1/value", "/credentialSubject/achievement/criteria/narrative",
}

func issue(t testing.TB, pointers []string, decoys int) *proof.Secured {
	t.Helper()
	return sign(t, badge(issuer.id), jose.VCSDJWT, issuer, jose.Options{Disclosable: pointers, Decoys: decoys, Holder: holderKey.Public()})
}

// The digests and disclosures of RFC 9901 sections 4.2.1 to 4.2.4.
func TestPublishedDigests(t *testing.T) {
	payload := edit(edit(badge(issuer.id), "/_sd", `["X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"]`),
		"/nationalities", `["DE",{"...":"w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"},"US"]`).String()
	file := token(ed25519Key, withKid("vc+sd-jwt", ""), payload) +
		"~WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0~WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0~"
	doc := verify(t, env(), file, anyone()).Document
	require.Equal(t, "Möbius", doc.Get("family_name").Text())
	require.Equal(t, `["DE","FR","US"]`, doc.Get("nationalities").Raw())
	require.False(t, doc.Get("_sd").Exists())
}

func TestDisclose(t *testing.T) {
	for _, decoys := range []int{0, 3} {
		file := issue(t, hideable, decoys)
		require.Equal(t, proof.SDJWT, file.Format())
		require.Len(t, file.Proofs()[0].Signature.Disclosures, len(hideable))
		require.NotContains(t, file.Document().String(), "Grønn", "what is hidden does not stand in the payload")
		found, err := jose.Disclosable(file, vc.Limits{})
		require.NoError(t, err)
		require.ElementsMatch(t, hideable, found)
		full := verify(t, env(), string(file.Bytes()), anyone())
		require.Equal(t, vc.Valid, full.Verdict, "%v", full.Findings)
		require.Equal(t, canonical(badge(issuer.id)), canonical(full.Document))

		for _, tt := range []struct {
			pointers []string
			count    int
			there    []string // pointers into what is revealed
			gone     []string
		}{
			{nil, 0, []string{"/issuer/id", "/type"}, []string{"/id", "/issuer/name", "/credentialSubject"}},
			{[]string{""}, 9, hideable, nil},
			{[]string{"/id"}, 1, []string{"/id"}, []string{"/issuer/name", "/credentialSubject"}},
			{[]string{"/credentialSubject/creditsEarned"}, 2, []string{"/credentialSubject/creditsEarned", "/credentialSubject/achievement/name"}, []string{"/credentialSubject/id", "/credentialSubject/result/0"}},
			{[]string{"/credentialSubject/result/1"}, 3, []string{"/credentialSubject/result/0/value"}, []string{"/credentialSubject/result/1"}},
			{[]string{"/credentialSubject/result/1/type"}, 2, []string{"/credentialSubject/result/0/type"}, []string{"/credentialSubject/result/0/value"}},
			{[]string{"/credentialSubject"}, 7, []string{"/credentialSubject/result/1/value"}, []string{"/id"}},
			{[]string{"/type"}, 0, []string{"/type"}, []string{"/id"}},
		} {
			part, err := jose.Disclose(file, vc.Limits{}, tt.pointers...)
			require.NoError(t, err)
			require.Len(t, part.Proofs()[0].Signature.Disclosures, tt.count, "%v", tt.pointers)
			r := verify(t, env(), string(part.Bytes()), anyone())
			require.Equal(t, "pass", finding(r, "PROOF-SIGNATURE"))
			require.Equal(t, "pass", finding(r, "SDJWT-DISCLOSURE"))
			for _, pointer := range tt.there {
				require.True(t, r.Document.Lookup(pointer).Exists(), "%v %s", tt.pointers, pointer)
			}
			for _, pointer := range tt.gone {
				require.False(t, r.Document.Lookup(pointer).Exists(), "%v %s", tt.pointers, pointer)
			}
		}
		_, err = jose.Disclose(file, vc.Limits{}, "/nothing")
		require.ErrorContains(t, err, "SDJWT-POINTER at /nothing")
	}
	// An element that was revealed alone has another place; what is revealed of
	// it then goes by that.
	one, err := jose.Disclose(issue(t, hideable, 1), vc.Limits{}, "/credentialSubject/result/1")
	require.NoError(t, err)
	again, err := jose.Disclose(one, vc.Limits{}, "/credentialSubject/result/0/type")
	require.NoError(t, err)
	require.Len(t, again.Proofs()[0].Signature.Disclosures, 2)
}

// sd makes an SD-JWT of a payload and disclosures, right or wrong. In the
// payload, $0, $1, ... stand for the digests of the disclosures.
func sd(payload string, disclosures ...string) string {
	var tail []string
	for i := len(disclosures) - 1; i >= 0; i-- {
		d := disclosures[i]
		for j := i + 1; j < len(disclosures); j++ {
			d = strings.ReplaceAll(d, fmt.Sprintf("$%d", j), digest(tail[len(disclosures)-1-j]))
		}
		tail = append(tail, base64.RawURLEncoding.EncodeToString([]byte(d)))
		payload = strings.ReplaceAll(payload, fmt.Sprintf("$%d", i), digest(tail[len(tail)-1]))
	}
	return token(ed25519Key, withKid("vc+sd-jwt", ""), payload) + "~" + strings.Join(append(tail, ""), "~")
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func TestDisclosures(t *testing.T) {
	with := func(more string) string { return strings.TrimSuffix(plain(), "}") + "," + more + "}" }
	for _, tt := range []struct {
		name, payload string
		disclosures   []string
		want          string // findings that are no success
		result        string // of the member x
	}{
		{"a member", with(`"_sd":["$0"]`), []string{`["s","x",{"a":1}]`}, "", `{"a":1}`},
		{"null", with(`"_sd":["$0"]`), []string{`["s","x",null]`}, "VCDM2-NULL warn", `null`},
		{"white space and escapes", with(`"_sd" : [ "$0" ]`), []string{`[ "s", "\u0078" , 1 ]`}, "", `1`},
		{"an element", with(`"x":[1,{"...":"$0"},3]`), []string{`["s",2]`}, "", `[1,2,3]`},
		{"an element, hidden", with(`"x":[1,{"...":"aaaa"},3]`), nil, "", `[1,3]`},
		{"all elements, hidden", with(`"x":[{"...":"aaaa"}]`), nil, "", `[]`},
		{"an object without members", with(`"x":{"_sd":[]}`), nil, "", `{}`},
		{"decoys", with(`"_sd":["aaaa","$0","bbbb"]`), []string{`["s","x",1]`}, "SD-WITHHELD warn", `1`},
		{"inside one another", with(`"_sd":["$0"]`), []string{`["s","x",{"_sd":["$1"],"l":[{"...":"$2"}]}]`, `["s","y",{"_sd":["$3"]}]`, `["s",[{"...":"$4"}]]`, `["s","z",1]`, `["s",2]`}, "", `{"l":[[2]],"y":{"z":1}}`},
		{"the algorithm named", with(`"_sd_alg":"sha-256","_sd":["$0"]`), []string{`["s","x",1]`}, "", "1"},
		{"a credential's member", strings.Replace(with(`"_sd":["$0"]`), `"validUntil"`, `"termsOfUseX"`, 1), []string{`["s","validUntil","2025-01-01T00:00:00Z"]`}, "VALID-UNTIL fail, VCDM2-PERIOD fail", ""},

		{"an unknown algorithm", with(`"_sd_alg":"md5"`), nil, "SDJWT-DIGEST fail", ""},
		{"an algorithm that is a number", with(`"_sd_alg":256`), nil, "SDJWT-DIGEST fail", ""},
		{"an algorithm further down", with(`"x":{"_sd_alg":"sha-256"}`), nil, "SDJWT-DIGEST fail", ""},
		{"an algorithm in a list", with(`"x":[{"_sd_alg":"sha-256"}]`), nil, "SDJWT-DIGEST fail", ""},
		{"an algorithm in a disclosure", with(`"_sd":["$0"]`), []string{`["s","x",{"_sd_alg":"sha-256"}]`}, "SDJWT-DIGEST fail", ""},
		{"digests that are no list", with(`"_sd":"$0"`), []string{`["s","x",1]`}, "SDJWT-DIGEST fail", ""},
		{"digests that are null", with(`"_sd":null`), nil, "SDJWT-DIGEST fail, VCDM2-NULL warn", ""},
		{"a digest that is a number", with(`"_sd":[1]`), nil, "SDJWT-DIGEST fail", ""},
		{"a digest that is a list", with(`"_sd":[["$0"]]`), []string{`["s","x",1]`}, "SDJWT-DIGEST fail", ""},
		{"a digest twice", with(`"_sd":["$0","$0"]`), []string{`["s","x",1]`}, "SDJWT-DIGEST fail", ""},
		{"a digest at two places", with(`"_sd":["$0"],"y":{"_sd":["$0"]}`), []string{`["s","x",1]`}, "SDJWT-DIGEST fail", ""},
		{"a decoy twice", with(`"_sd":["aaaa"],"y":[{"...":"aaaa"}]`), nil, "SDJWT-DIGEST fail", ""},
		{"a digest again in a disclosure", with(`"_sd":["$0","$1"]`), []string{`["s","x",{"_sd":["$1"]}]`, `["s","y",1]`}, "SDJWT-DIGEST fail", ""},
		{"three dots outside a list", with(`"x":{"...":"aaaa"}`), nil, "SDJWT-DIGEST fail", ""},
		{"three dots at the top", with(`"...":"aaaa"`), nil, "SDJWT-DIGEST fail", ""},
		{"three dots and more", with(`"x":[{"...":"$0","y":1}]`), []string{`["s",1]`}, "SDJWT-DIGEST fail", ""},
		{"three dots that are a number", with(`"x":[{"...":1}]`), nil, "SDJWT-DIGEST fail", ""},

		{"not asked for", with(`"x":1`), []string{`["s","y",1]`}, "SDJWT-DISCLOSURE fail", ""},
		{"one too many", with(`"_sd":["$0"]`), []string{`["s","x",1]`, `["s","y",1]`}, "SDJWT-DISCLOSURE fail", ""},
		{"its own digest", with(`"_sd":["$0"]`), []string{`["s","x",1]`, `["s","x",1]`}, "SDJWT-DISCLOSURE fail", ""},
		{"a name that is there", with(`"x":1,"_sd":["$0"]`), []string{`["s","x",2]`}, "SDJWT-DISCLOSURE fail", ""},
		{"the issuer again", with(`"_sd":["$0"]`), []string{`["s","issuer","did:example:x"]`}, "SDJWT-DISCLOSURE fail", ""},
		{"a name twice", with(`"_sd":["$0","$1"]`), []string{`["s","x",1]`, `["t","x",2]`}, "SDJWT-DISCLOSURE fail", ""},
		{"the name _sd", with(`"_sd":["$0"]`), []string{`["s","_sd",[]]`}, "SDJWT-DISCLOSURE fail", ""},
		{"the name ...", with(`"_sd":["$0"]`), []string{`["s","...","x"]`}, "SDJWT-DISCLOSURE fail", ""},
		{"the name _sd_alg", with(`"_sd":["$0"]`), []string{`["s","_sd_alg","sha-256"]`}, "SDJWT-DISCLOSURE fail", ""},
		{"an element as member", with(`"_sd":["$0"]`), []string{`["s","x"]`}, "SDJWT-DISCLOSURE fail", ""},
		{"a member as element", with(`"x":[{"...":"$0"}]`), []string{`["s","x",1]`}, "SDJWT-DISCLOSURE fail", ""},
		{"one element", with(`"_sd":["$0"]`), []string{`["s"]`}, "SDJWT-DISCLOSURE fail", ""},
		{"four elements", with(`"_sd":["$0"]`), []string{`["s","x",1,2]`}, "SDJWT-DISCLOSURE fail", ""},
		{"an object", with(`"_sd":["$0"]`), []string{`{"s":"x"}`}, "SDJWT-DISCLOSURE fail", ""},
		{"no JSON", with(`"_sd":["$0"]`), []string{`["s","x",`}, "SDJWT-DISCLOSURE fail", ""},
		{"more than JSON", with(`"_sd":["$0"]`), []string{`["s","x",1]1`}, "SDJWT-DISCLOSURE fail", ""},
		{"a name twice inside", with(`"_sd":["$0"]`), []string{`["s","x",{"a":1,"a":2}]`}, "SDJWT-DISCLOSURE fail", ""},
		{"a salt that is a number", with(`"_sd":["$0"]`), []string{`[1,"x",1]`}, "SDJWT-DISCLOSURE fail", ""},
		{"a name that is a number", with(`"_sd":["$0"]`), []string{`["s",1,1]`}, "SDJWT-DISCLOSURE fail", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, env(), sd(tt.payload, tt.disclosures...), anyone())
			got := strings.ReplaceAll(faults(r), ", ISSUER-KEY unknown", "")
			require.Equal(t, tt.want, got, "%v", r.Findings)
			if tt.result != "" {
				require.Equal(t, tt.result, r.Document.Get("x").Raw())
			}
		})
	}
}

// What the issuer made disclosable can be put nowhere else.
func TestDisclosuresAreBoundToTheirPlace(t *testing.T) {
	one := issue(t, []string{"/credentialSubject/creditsEarned"}, 0).Proofs()[0].Signature
	two := issue(t, []string{"/credentialSubject/creditsEarned"}, 0).Proofs()[0].Signature
	text := one.Protected + "." + one.Payload + "." + one.Value + "~"
	require.Equal(t, vc.Valid, verify(t, env(), text+one.Disclosures[0]+"~", anyone()).Verdict)
	for name, tail := range map[string]string{
		"another credential's": two.Disclosures[0] + "~",
		"twice":                one.Disclosures[0] + "~" + one.Disclosures[0] + "~",
		"changed":              flip(one.Disclosures[0]) + "~",
		"padded":               one.Disclosures[0] + "A~",
	} {
		require.Equal(t, vc.Invalid, verify(t, env(), text+tail, anyone()).Verdict, name)
	}
	for name, tail := range map[string]string{
		"without tilde":  one.Disclosures[0],
		"an empty one":   "~" + one.Disclosures[0] + "~",
		"a token inside": "a.b.c~" + one.Disclosures[0] + "~",
	} {
		_, err := proof.Open([]byte(text+tail), vc.Limits{})
		require.ErrorContains(t, err, "SDJWT-FORM", name)
	}
	_, err := proof.Open([]byte(text+strings.Repeat("a~", 20_000)), vc.Limits{})
	require.ErrorContains(t, err, "SDJWT-FORM")

}

// Disclosures within disclosures must not nest deeper than any text may.
func TestDepthOfDisclosures(t *testing.T) {
	for n, want := range map[int]string{90: "pass", 110: "fail", 3_000: "fail"} {
		text := `["s","x",1]`
		var tail []string
		for range n {
			tail = append(tail, base64.RawURLEncoding.EncodeToString([]byte(text)))
			text = `["s","x",{"_sd":["` + digest(tail[len(tail)-1]) + `"]}]`
		}
		payload := edit(badge(issuer.id), "/_sd", `["`+digest(tail[n-1])+`"]`)
		file := token(ed25519Key, withKid("vc+sd-jwt", ""), payload.String()) + "~" + strings.Join(tail, "~") + "~"
		require.Equal(t, want, finding(verify(t, env(), file, anyone()), "SDJWT-DISCLOSURE"), n)
	}
}

func TestStrongerHashes(t *testing.T) {
	d := base64.RawURLEncoding.EncodeToString([]byte(`["s","x",1]`))
	long := sha512.Sum512([]byte(d))
	short := sha512.Sum384([]byte(d))
	for name, sum := range map[string][]byte{"sha-512": long[:], "sha-384": short[:]} {
		payload := edit(edit(badge(issuer.id), "/_sd_alg", `"`+name+`"`), "/_sd", `["`+base64.RawURLEncoding.EncodeToString(sum)+`"]`)
		file := token(ed25519Key, withKid("vc+sd-jwt", ""), payload.String()) + "~" + d + "~"
		r := verify(t, env(), file, anyone())
		require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
		require.Equal(t, "1", r.Document.Get("x").Raw())
	}
}

func TestSDJWTTypes(t *testing.T) {
	for typ, want := range map[string]string{
		"vc+sd-jwt": "", "vc+ld+json+sd-jwt": "JWS-TYP-GIVEN warn", "application/vc+sd-jwt": "", "": "JWS-TYP-GIVEN warn",
		"vc+jwt": "JWS-TYP fail", "JWT": "JWS-TYP fail", "dc+sd-jwt": "SDJWTVC-VCT fail, JWT-STATUS unknown, JWT-STATUS unknown, SDJWTVC-KEY fail", "vp+sd-jwt": "JWT-CONTENT fail",
	} {
		r := verify(t, env(), token(ed25519Key, withKid(typ, ""), plain())+"~", anyone())
		require.Equal(t, want, strings.ReplaceAll(faults(r), ", ISSUER-KEY unknown", ""), typ)
	}
	// A JWT without its tilde is no SD-JWT.
	r := verify(t, env(), token(ed25519Key, withKid("vc+sd-jwt", ""), plain()), anyone())
	require.Equal(t, "fail", finding(r, "JWS-TYP"))
}

var binding = jose.Binding{Domain: "https://verifier.example", Challenge: "c1"}

func bound(policy proof.Policy) proof.Policy {
	policy.Domain, policy.Challenge = []string{binding.Domain}, binding.Challenge
	return policy
}

func TestBinding(t *testing.T) {
	part, err := jose.Disclose(issue(t, hideable, 1), vc.Limits{}, "/credentialSubject/result", "/id")
	require.NoError(t, err)
	file, err := jose.Bind(t.Context(), env(), part, holderKey, binding)
	require.NoError(t, err)
	r := verify(t, env(), string(file.Bytes()), bound(anyone()))
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	for _, code := range []string{"SDJWT-BINDING", "PROOF-DOMAIN", "PROOF-CHALLENGE"} {
		require.Equal(t, "pass", finding(r, code))
	}
	enveloped := must(jose.Envelope(file))
	require.Equal(t, vc.Valid, verify(t, env(), enveloped.String(), bound(anyone())).Verdict)

	require.Equal(t, "SD-WITHHELD warn, SDJWT-BINDING fail", faults(verify(t, env(), string(part.Bytes()), bound(anyone()))), "a binding is demanded")
	r = verify(t, env(), string(file.Bytes()), anyone())
	require.Equal(t, vc.Valid, r.Verdict, "no binding is demanded")
	require.Equal(t, "not-asked", finding(r, "PROOF-CHALLENGE"))
	other := bound(anyone())
	other.Challenge = "c2"
	require.Equal(t, "SD-WITHHELD warn, PROOF-CHALLENGE fail", faults(verify(t, env(), string(file.Bytes()), other)))
	other = bound(anyone())
	other.Domain = []string{"https://other.example"}
	require.Equal(t, "SD-WITHHELD warn, PROOF-DOMAIN fail", faults(verify(t, env(), string(file.Bytes()), other)))

	sig := file.Proofs()[0].Signature
	unbound := strings.TrimSuffix(string(file.Bytes()), sig.KeyBinding)
	require.Equal(t, string(part.Bytes()), unbound)
	fewer := strings.Replace(string(file.Bytes()), "~"+sig.Disclosures[0]+"~", "~", 1)
	require.Equal(t, "fail", finding(verify(t, env(), fewer, bound(anyone())), "SDJWT-BINDING"), "a disclosure was taken away")

	claims := func(change string) string {
		all := map[string]string{"iat": fmt.Sprint(now.Unix()), "aud": `"https://verifier.example"`, "nonce": `"c1"`, "sd_hash": `"` + digest(unbound) + `"`}
		name, raw, _ := strings.Cut(change, "=")
		all[name] = raw
		var members []string
		for name, raw := range all {
			if raw != "" {
				members = append(members, fmt.Sprintf("%q:%s", name, raw))
			}
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	const header = `{"alg":"EdDSA","typ":"kb+jwt"}`
	for name, tt := range map[string]struct {
		kb   string
		want string
	}{
		"right":                     {token(holderKey, header, claims("x=1")), ""},
		"the issuer's key":          {token(ed25519Key, header, claims("x=1")), "SDJWT-BINDING fail"},
		"another key":               {token(otherKey, header, claims("x=1")), "SDJWT-BINDING fail"},
		"no type":                   {token(holderKey, `{"alg":"EdDSA"}`, claims("x=1")), "SDJWT-BINDING fail"},
		"another type":              {token(holderKey, `{"alg":"EdDSA","typ":"JWT"}`, claims("x=1")), "SDJWT-BINDING fail"},
		"another algorithm":         {token(holderKey, `{"alg":"ES256","typ":"kb+jwt"}`, claims("x=1")), "SDJWT-BINDING fail"},
		"none":                      {jws.Encode([]byte(`{"alg":"none","typ":"kb+jwt"}`)) + "." + jws.Encode([]byte(claims("x=1"))) + ".", "SDJWT-BINDING fail"},
		"a key of its own":          {token(otherKey, `{"alg":"EdDSA","typ":"kb+jwt","jwk":`+must(jwk.EncodePublic(otherKey.Public(), ""))+`}`, claims("x=1")), "SDJWT-BINDING fail"},
		"a critical parameter":      {token(holderKey, `{"alg":"EdDSA","typ":"kb+jwt","x":1,"crit":["x"]}`, claims("x=1")), "SDJWT-BINDING fail"},
		"b64":                       {token(holderKey, `{"alg":"EdDSA","typ":"kb+jwt","b64":true}`, claims("x=1")), "SDJWT-BINDING fail"},
		"no time":                   {token(holderKey, header, claims("iat=")), "SDJWT-BINDING fail"},
		"a time that is text":       {token(holderKey, header, claims(`iat="1"`)), "SDJWT-BINDING fail"},
		"the future":                {token(holderKey, header, claims(fmt.Sprintf("iat=%d", now.Add(time.Hour).Unix()))), "SDJWT-BINDING fail"},
		"expired":                   {token(holderKey, header, claims("exp=1")), "SDJWT-BINDING fail"},
		"not yet":                   {token(holderKey, header, claims("nbf=9999999999")), "SDJWT-BINDING fail"},
		"no audience":               {token(holderKey, header, claims("aud=")), "SDJWT-BINDING fail"},
		"a list of audiences":       {token(holderKey, header, claims(`aud=["https://verifier.example"]`)), "SDJWT-BINDING fail"},
		"no nonce":                  {token(holderKey, header, claims("nonce=")), "SDJWT-BINDING fail"},
		"no digest":                 {token(holderKey, header, claims("sd_hash=")), "SDJWT-BINDING fail"},
		"a digest of something":     {token(holderKey, header, claims(`sd_hash="`+digest("x")+`"`)), "SDJWT-BINDING fail"},
		"a payload that is nothing": {token(holderKey, header, "x"), "SDJWT-BINDING fail"},
		"a header twice":            {token(holderKey, `{"alg":"EdDSA","alg":"EdDSA","typ":"kb+jwt"}`, claims("x=1")), "SDJWT-BINDING fail"},
	} {
		r := verify(t, env(), unbound+tt.kb, bound(anyone()))
		require.Equal(t, tt.want, strings.TrimPrefix(strings.TrimPrefix(faults(r), "SD-WITHHELD warn"), ", "), name)
		r = verify(t, env(), unbound+tt.kb, anyone())
		require.Equal(t, tt.want == "", r.Axes[vc.Bound] != vc.Invalid, "%s, though nobody asked", name)
	}
}

func TestBindRefuses(t *testing.T) {
	file := issue(t, hideable, 0)
	for name, tt := range map[string]struct {
		file *proof.Secured
		to   jose.Binding
		want string
	}{
		"no audience":      {file, jose.Binding{Challenge: "c"}, "audience and the challenge"},
		"no challenge":     {file, jose.Binding{Domain: "a"}, "audience and the challenge"},
		"no SD-JWT":        {sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{}), binding, "SDJWT-FORM"},
		"no holder":        {sign(t, badge(issuer.id), jose.VCSDJWT, issuer, jose.Options{}), binding, "/cnf/jwk"},
		"bound already":    {must(jose.Bind(t.Context(), env(), file, holderKey, binding)), binding, "already bound"},
		"a faulty one":     {must(proof.Open([]byte(sd(plain(), `["s","x",1]`)), vc.Limits{})), binding, "SDJWT-DISCLOSURE"},
		"another's SD-JWT": {sign(t, badge(issuer.id), jose.VCSDJWT, issuer, jose.Options{Holder: otherKey.Public()}), binding, "another key"},
	} {
		_, err := jose.Bind(t.Context(), env(), tt.file, holderKey, tt.to)
		require.ErrorContains(t, err, tt.want, name)
	}
	_, err := jose.Bind(t.Context(), env(), file, nil, binding)
	require.ErrorContains(t, err, "another key")
	_, err = jose.Disclose(must(jose.Bind(t.Context(), env(), file, holderKey, binding)), vc.Limits{})
	require.ErrorContains(t, err, "already bound", "a presentation is not presented again")
	_, err = jose.Disclosable(sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{}), vc.Limits{})
	require.ErrorContains(t, err, "SDJWT-FORM")

	// A holder's key that is not in the SD-JWT itself, and one of no use.
	for cnf, want := range map[string]string{`{"kid":"x"}`: "SDJWT-BINDING unknown", `{"jwk":{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}}`: "SDJWT-BINDING unknown", `{"jwk":{}}`: "SDJWT-BINDING fail", `"x"`: "SDJWT-BINDING fail"} {
		payload := edit(badge(issuer.id), "/cnf", cnf).String()
		text := token(ed25519Key, withKid("vc+sd-jwt", ""), payload) + "~" + token(holderKey, `{"alg":"EdDSA","typ":"kb+jwt"}`, `{}`)
		require.Equal(t, want, faults(verify(t, env(), text, bound(anyone()))), cnf)
	}
}

// Whose a presentation is can be hidden only by those who ask for it, and only in a
// presentation; what else decides can never be.
func TestHiddenHolder(t *testing.T) {
	holder := didKey(holderKey)
	envelope := must(jose.Envelope(sign(t, badge(issuer.id), jose.VCJOSE, issuer, jose.Options{}))).String()
	doc := presentation(holder.id, envelope)
	_, err := jose.Sign(t.Context(), env(), doc, jose.VPSDJWT, holder.key, jose.Options{Disclosable: []string{"/holder"}})
	require.ErrorContains(t, err, "SDJWT-POINTER at /holder")
	_, err = jose.Sign(t.Context(), env(), doc, jose.VPSDJWT, holder.key, jose.Options{Disclosable: []string{"/type"}, HideHolder: true})
	require.ErrorContains(t, err, "SDJWT-POINTER at /type")
	_, err = jose.Sign(t.Context(), env(), edit(badge(issuer.id), "/holder", `"x"`), jose.VCSDJWT, issuer.key, jose.Options{Disclosable: []string{"/holder"}, HideHolder: true})
	require.ErrorContains(t, err, "SDJWT-POINTER at /holder")
	file := sign(t, doc, jose.VPSDJWT, holder, jose.Options{Disclosable: []string{"/holder"}, HideHolder: true})
	require.False(t, file.Document().Get("holder").Exists())
	require.Equal(t, vc.Valid, verify(t, env(), string(file.Bytes()), anyone()).Verdict)
	hidden := must(jose.Disclose(file, vc.Limits{}))
	require.Equal(t, "not-asked", finding(verify(t, env(), string(hidden.Bytes()), anyone()), "HOLDER-KEY"), "nobody can tell whose it is")
}
