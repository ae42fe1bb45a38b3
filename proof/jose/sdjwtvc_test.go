package jose_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// web are the documents of a small web.
type web map[string]string

func (w web) Fetch(_ context.Context, address string, _ []string, _ int64) ([]byte, string, error) {
	if text, ok := w[address]; ok {
		return []byte(text), "application/json", nil
	}
	return nil, "", fmt.Errorf("nothing is at %s: %w", address, vc.ErrUnreachable)
}

const (
	vctURL  = "https://types.example/course"
	iss     = "https://vestre-aas.example/school"
	metaURL = "https://vestre-aas.example/.well-known/jwt-vc-issuer/school"
)

// courseClaims are the claims of an SD-JWT VC.
const courseClaims = `{"vct":"` + vctURL + `","iss":"` + iss + `","exp":4000000000,"title":"Weaving","name":"Kari","parts":["a","b"],"address":{"city":"Malmö"}}`

// courseType is the metadata of their type.
const courseType = `{"vct":"` + vctURL + `","claims":[{"path":["title"],"mandatory":true,"sd":"never"},{"path":["name"],"sd":"always","mandatory":true},{"path":["parts",null],"sd":"always"},{"path":["address","city"],"sd":"allowed"}]}`

func keyJSON(kid string) string {
	return must(jwk.EncodePublic(ed25519Key.Public(), kid))
}

// school is the web in which the issuer publishes its key and the type.
func school() web {
	return web{metaURL: `{"issuer":"` + iss + `","jwks":{"keys":[` + keyJSON("k1") + `]}}`, vctURL: courseType}
}

func on(w web) vc.Env {
	e := env()
	e.Fetcher = w
	return e
}

// course signs the claims with the key at the issuer.
func course(tb testing.TB, claims string, o jose.Options) *proof.Secured {
	tb.Helper()
	if o.Disclosable == nil {
		o.Disclosable = []string{"/name", "/parts/0", "/parts/1"}
	}
	file, err := jose.Sign(tb.Context(), env(), document(claims), jose.SDJWTVC, proof.Key{Method: iss + "#k1", Signer: ed25519Key}, o)
	require.NoError(tb, err)
	return file
}

func trusting() proof.Policy { return proof.NewPolicy(proof.Issuers(iss)) }

func TestSDJWTVC(t *testing.T) {
	holder := proof.Key{Method: "urn:holder", Signer: holderKey}
	file := course(t, courseClaims, jose.Options{Holder: holderKey.Public(), Decoys: 2})
	w := web{metaURL: `{"issuer":"` + iss + `","jwks":{"keys":[` + keyJSON(iss+"#k1") + `]}}`, vctURL: courseType}
	r := verify(t, on(w), string(file.Bytes()), trusting())
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Empty(t, faults(r))
	for axis, want := range map[vc.Axis]vc.Verdict{vc.Authentic: vc.Valid, vc.InForce: vc.Valid, vc.Trusted: vc.Valid, vc.Conformant: vc.Valid} {
		require.Equal(t, want, r.Axes[axis], "%v", axis)
	}
	require.Equal(t, iss, r.Proofs[0].Controller)

	// What the holder discloses, and to whom.
	shown := must(jose.Disclose(file, vc.Limits{}, "/parts/1"))
	require.Equal(t, `["b"]`, must(jose.Document(shown, vc.Limits{})).Get("parts").Raw())
	bound, err := jose.Bind(t.Context(), env(), shown, holder.Signer, jose.Binding{Domain: "https://verifier.example", Challenge: "n1"})
	require.NoError(t, err)
	policy := trusting()
	policy.Domain, policy.Challenge = []string{"https://verifier.example"}, "n1"
	r = verify(t, on(w), string(bound.Bytes()), policy)
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.True(t, r.Derived)
	require.Equal(t, vc.Valid, r.Axes[vc.Bound])
	require.Equal(t, "not-asked", finding(r, "SDJWTVC-MANDATORY"), "the holder was free to withhold the name")
	policy.Challenge = "n2"
	require.Equal(t, vc.Invalid, verify(t, on(w), string(bound.Bytes()), policy).Verdict)
	require.Equal(t, vc.Invalid, verify(t, on(w), string(shown.Bytes()), policy).Verdict, "nobody shows that it is theirs")
	require.Equal(t, vc.Indeterminate, verify(t, env(), string(file.Bytes()), trusting()).Verdict, "offline")
}

// header is that of a token whose key is that of the issuer's metadata.
func header(typ, more string) string {
	return `{"alg":"EdDSA","kid":"k1","typ":"` + typ + `"` + more + `}`
}

// disclosure returns a disclosure and its digest.
func disclosureOf(text string) (string, string) {
	d := jws.Encode([]byte(text))
	return d, jws.Encode(jws.HashText(5, d)) // 5 is SHA-256
}

func TestSDJWTVCRules(t *testing.T) {
	hidden, digest := disclosureOf(`["s","name","Kari"]`)
	inside, inner := disclosureOf(`["s","jwk",{}]`)
	ends, end := disclosureOf(`["s","exp",4000000000]`)
	full := `{"vct":"` + vctURL + `","iss":"` + iss + `","title":"Weaving","_sd":["` + digest + `"]%s}`
	with := func(more string) string { return fmt.Sprintf(full, more) }
	for name, tt := range map[string]struct{ typ, claims, tail, faults string }{
		"sound":                        {"dc+sd-jwt", with(""), "~" + hidden + "~", ""},
		"withheld":                     {"dc+sd-jwt", with(""), "~", ""},
		"of older drafts":              {"vc+sd-jwt", with(""), "~", "SDJWTVC-TYP warn"},
		"without a tilde":              {"dc+sd-jwt", with(""), "", "JWS-TYP fail"},
		"expired":                      {"dc+sd-jwt", with(`,"exp":1`), "~", "JWT-EXP fail"},
		"not yet":                      {"dc+sd-jwt", with(`,"nbf":4000000000`), "~", "JWT-NBF fail"},
		"a time that is none":          {"dc+sd-jwt", with(`,"exp":"soon"`), "~", "JWT-EXP fail"},
		"an end in a disclosure":       {"dc+sd-jwt", strings.Replace(with(""), digest, end, 1), "~" + ends + "~", "SDJWTVC-SHOWN fail, SDJWTVC-TYPE unknown"},
		"a key with digests":           {"dc+sd-jwt", with(`,"cnf":{"_sd":["` + inner + `"]}`), "~" + inside + "~", "SDJWTVC-SHOWN fail, SDJWTVC-TYPE unknown"},
		"a key with hidden digests":    {"dc+sd-jwt", with(`,"cnf":{"_sd":["` + inner + `"]}`), "~", "SDJWTVC-SHOWN fail, SDJWTVC-TYPE unknown"},
		"no vct":                       {"dc+sd-jwt", `{"iss":"` + iss + `"}`, "~", "SDJWTVC-VCT fail"},
		"a vct that is nobody's":       {"dc+sd-jwt", `{"vct":"course","iss":"` + iss + `"}`, "~", "SDJWTVC-VCT fail, SDJWTVC-TYPE unknown"},
		"no other types":               {"dc+sd-jwt", with(`,"aka_vcts":[]`), "~", "SDJWTVC-AKA-VCTS fail"},
		"itself as another":            {"dc+sd-jwt", with(`,"aka_vcts":["urn:a","` + vctURL + `"]`), "~", "SDJWTVC-AKA-VCTS fail"},
		"another type":                 {"dc+sd-jwt", with(`,"aka_vcts":["urn:a:b"]`), "~", ""},
		"another digest of the type":   {"dc+sd-jwt", with(`,"vct#integrity":"sha256-AAAA"`), "~", "SDJWTVC-INTEGRITY fail"},
		"the digest of the type":       {"dc+sd-jwt", with(`,"vct#integrity":"` + jose.Integrity([]byte(courseType)) + `"`), "~", ""},
		"a digest of tomorrow":         {"dc+sd-jwt", with(`,"vct#integrity":"sha3-AAAA"`), "~", "SDJWTVC-INTEGRITY unknown"},
		"no digest":                    {"dc+sd-jwt", with(`,"vct#integrity":"AAAA"`), "~", "SDJWTVC-INTEGRITY-FORM fail, SDJWTVC-INTEGRITY unknown"},
		"a member that is shown":       {"dc+sd-jwt", with(`,"name":"Kari"`), "~", "SDJWTVC-SD fail"},
		"a mandatory one is missing":   {"dc+sd-jwt", strings.Replace(with(""), `"title":"Weaving",`, "", 1), "~", "SDJWTVC-MANDATORY fail"},
		"another structure":            {"dc+sd-jwt", with(`,"parts":"a"`), "~", "SDJWTVC-PATH fail"},
		"a digest twice":               {"dc+sd-jwt", with(`,"x":[{"...":"` + digest + `"}]`), "~", "SDJWT-DIGEST fail"},
		"a disclosure of nothing":      {"dc+sd-jwt", with(""), "~" + inside + "~", "SDJWT-DISCLOSURE fail"},
		"a disclosure twice":           {"dc+sd-jwt", with(""), "~" + hidden + "~" + hidden + "~", "SDJWT-DISCLOSURE fail"},
		"an unknown hash":              {"dc+sd-jwt", with(`,"_sd_alg":"md5"`), "~", "SDJWT-DIGEST fail"},
		"three dots outside":           {"dc+sd-jwt", with(`,"...":"x"`), "~", "SDJWT-DIGEST fail"},
		"a status kept another way":    {"dc+sd-jwt", with(`,"status":{"x":1}`), "~", "JWT-STATUS unknown"},
		"a critical header of unknown": {"dc+sd-jwt", with(""), "~", "JWS-CRIT fail, SDJWTVC-TYPE unknown"},
	} {
		more := ""
		if strings.HasPrefix(name, "a critical") {
			more = `,"x":1,"crit":["x"]`
		}
		r := verify(t, on(school()), token(ed25519Key, header(tt.typ, more), tt.claims)+tt.tail, trusting())
		require.Equal(t, tt.faults, strings.TrimSuffix(faults(r), ", ISSUER-TRUST unknown"), name)
	}
	text := unsigned(strings.Replace(header("dc+sd-jwt", ""), "EdDSA", "none", 1), with("")) + "~"
	require.Equal(t, vc.Invalid, verify(t, on(school()), text, trusting()).Verdict)
}

// The key of an issuer is that of its metadata, and of nothing else.
func TestIssuerMetadata(t *testing.T) {
	text := token(ed25519Key, header("dc+sd-jwt", ""), courseClaims) + "~"
	for name, tt := range map[string]struct{ metadata, keys, want string }{
		"another issuer":   {`{"issuer":"https://x.example","jwks":{"keys":[` + keyJSON("k1") + `]}}`, "", "SDJWTVC-METADATA fail"},
		"both":             {`{"issuer":"` + iss + `","jwks":{"keys":[` + keyJSON("k1") + `]},"jwks_uri":"https://a.example"}`, "", "SDJWTVC-METADATA fail"},
		"neither":          {`{"issuer":"` + iss + `"}`, "", "SDJWTVC-METADATA fail"},
		"at an address":    {`{"issuer":"` + iss + `","jwks_uri":"https://a.example/keys"}`, `{"keys":[` + keyJSON("k1") + `]}`, ""},
		"at an http one":   {`{"issuer":"` + iss + `","jwks_uri":"http://a.example/keys"}`, "", "SDJWTVC-METADATA fail"},
		"out of reach":     {`{"issuer":"` + iss + `","jwks_uri":"https://b.example/keys"}`, "", "SDJWTVC-METADATA unknown"},
		"another kid":      {`{"issuer":"` + iss + `","jwks":{"keys":[` + keyJSON("k2") + `]}}`, "", "SDJWTVC-METADATA fail"},
		"no JSON":          {`no`, "", "SDJWTVC-METADATA fail"},
		"another key":      {`{"issuer":"` + iss + `","jwks":{"keys":[` + must(jwk.EncodePublic(otherKey.Public(), "k1")) + `]}}`, "", "PROOF-SIGNATURE fail"},
		"none unreachable": {"", "", "SDJWTVC-METADATA unknown"},
	} {
		w := school()
		delete(w, metaURL)
		if tt.metadata != "" {
			w[metaURL] = tt.metadata
		}
		if tt.keys != "" {
			w["https://a.example/keys"] = tt.keys
		}
		r := verify(t, on(w), text, trusting())
		code, status, _ := strings.Cut(tt.want, " ")
		require.Equal(t, status, map[bool]string{true: finding(r, code)}[code != ""], "%s: %v", name, r.Findings)
		require.Equal(t, tt.want == "", r.Axes[vc.Authentic] == vc.Valid, name)
	}
}

// Keys that sign no tokens are left out of the metadata.
func TestMetadataOfBLSKey(t *testing.T) {
	bls := must(keys.Generate(keys.BLS12381))
	alone := controller(iss, bls.Public().Key())
	_, err := jose.IssuerMetadata(alone)
	require.ErrorContains(t, err, "the controller has no key that may sign credentials")
	text, err := jose.IssuerMetadata(controller(iss, bls.Public().Key(), ed25519Key.Public()))
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(text), `"kty"`))
	_, err = jose.Sign(t.Context(), env(), badge(bls.Controller()), jose.VCJOSE, bls.Key(), jose.Options{})
	require.ErrorContains(t, err, "JWS-ALG")
}

// A DID is accepted from those who have named it.
func TestIssuerDID(t *testing.T) {
	text := token(ed25519Key, withKid("dc+sd-jwt", ""), strings.Replace(courseClaims, iss, issuer.id, 1)) + "~"
	require.Equal(t, vc.Indeterminate, verify(t, env(), text, anyone()).Verdict)
	r := verify(t, env(), text, proof.NewPolicy(proof.Issuers(issuer.id)))
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Equal(t, "warn", finding(r, "SDJWTVC-DID"))
}

// certify returns the certificate of a key, signed by an authority or by itself.
func certify(tb testing.TB, key *ecdsa.PrivateKey, above *x509.Certificate, by *ecdsa.PrivateKey, uri string) *x509.Certificate {
	tb.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Vestre Ås", Organization: []string{"Vestre Ås skole"}},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
	if uri != "" {
		c.URIs = []*url.URL{must(url.Parse(uri))}
	}
	if above == nil {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage, above, by = true, true, x509.KeyUsageCertSign|x509.KeyUsageDigitalSignature, c, key
		c.Subject.CommonName = "Root"
	}
	der, err := x509.CreateCertificate(strings.NewReader(strings.Repeat("x", 1000)), c, above, key.Public(), by)
	require.NoError(tb, err)
	return must(x509.ParseCertificate(der))
}

func TestCertificateOfKey(t *testing.T) {
	root := certify(t, p256Key, nil, nil, "")
	ec := must(ecdsa.GenerateKey(p256Key.Curve, nil))
	leaf := certify(t, ec, root, p256Key, iss)
	self := certify(t, ec, nil, nil, iss)
	key := proof.Key{Method: iss + "#k1", Signer: ec}
	signed := func(chain ...*x509.Certificate) string {
		file, err := jose.Sign(t.Context(), env(), document(courseClaims), jose.SDJWTVC, key, jose.Options{Chain: chain, Disclosable: []string{"/name", "/parts/0", "/parts/1"}})
		require.NoError(t, err)
		return string(file.Bytes())
	}
	policy := func(anchor *x509.Certificate) proof.Policy {
		p := proof.NewPolicy(proof.Trust{Anchors: trust.NewAnchors(anchor)})
		p.UnsafeAllowUnknownRevocation = true
		return p
	}
	e := on(web{vctURL: courseType})
	r := verify(t, e, signed(leaf, root), policy(root))
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Equal(t, "JWS-X5C-REVOCATION warn", faults(r))
	require.Equal(t, "Vestre Ås skole", r.Proofs[0].Signer.Name)
	require.NotContains(t, signed(leaf, root), base64.StdEncoding.EncodeToString(root.Raw), "whoever trusts the root has it")

	p := policy(root)
	p.UnsafeAllowUnknownRevocation = false
	require.Equal(t, vc.Indeterminate, verify(t, e, signed(leaf), p).Verdict)
	require.Equal(t, vc.Valid, verify(t, e, signed(leaf), policy(leaf)).Verdict, "the certificate itself")
	require.Equal(t, vc.Indeterminate, verify(t, e, signed(self), policy(root)).Verdict, "signed with its own key")
	require.Equal(t, vc.Indeterminate, verify(t, e, signed(certify(t, ec, root, p256Key, "https://x.example")), policy(root)).Verdict, "it names another issuer")
	late := e
	late.Clock = func() time.Time { return now.Add(2 * time.Hour) }
	require.Equal(t, vc.Invalid, verify(t, late, signed(leaf), policy(root)).Verdict)
	parts := strings.SplitN(signed(leaf), ".", 3)
	forged := parts[0] + "." + jws.Encode([]byte(strings.Replace(courseClaims, "Weaving", "Sailing", 1))) + "." + parts[2]
	r = verify(t, e, forged, policy(root))
	require.Equal(t, vc.Invalid, r.Verdict)
	require.False(t, r.Proofs[0].Signer.Vouched)
	for _, x5c := range []string{`"a"`, `[]`, `[1]`, `["AAAA"]`, `["` + strings.Repeat("A", 8) + `"]`} {
		r := verify(t, e, token(ec, `{"alg":"ES256","typ":"dc+sd-jwt","x5c":`+x5c+`}`, courseClaims)+"~", policy(root))
		require.Equal(t, vc.Invalid, r.Verdict, x5c)
	}
}

// Types that extend each other are followed as far as they lead, and no further.
func TestTypesExtend(t *testing.T) {
	const base = "https://types.example/base"
	text := token(ed25519Key, header("dc+sd-jwt", ""), `{"vct":"`+vctURL+`","iss":"`+iss+`","title":"Weaving"}`) + "~"
	for name, tt := range map[string]struct{ own, base, want string }{
		"inherited":         {`{"vct":"` + vctURL + `","extends":"` + base + `"}`, `{"vct":"` + base + `","claims":[{"path":["level"],"mandatory":true}]}`, "SDJWTVC-MANDATORY fail"},
		"narrowed":          {`{"vct":"` + vctURL + `","extends":"` + base + `","claims":[{"path":["title"],"sd":"always"}]}`, `{"vct":"` + base + `","claims":[{"path":["title"],"sd":"allowed"}]}`, "SDJWTVC-SD fail"},
		"changed":           {`{"vct":"` + vctURL + `","extends":"` + base + `","claims":[{"path":["title"],"sd":"always"}]}`, `{"vct":"` + base + `","claims":[{"path":["title"],"sd":"never"}]}`, "SDJWTVC-TYPE fail"},
		"a circle":          {`{"vct":"` + vctURL + `","extends":"` + base + `"}`, `{"vct":"` + base + `","extends":"` + vctURL + `"}`, "SDJWTVC-TYPE fail"},
		"of another type":   {`{"vct":"` + base + `"}`, ``, "SDJWTVC-TYPE fail"},
		"out of reach":      {`{"vct":"` + vctURL + `","extends":"https://none.example"}`, ``, "SDJWTVC-TYPE unknown"},
		"a path of nothing": {`{"vct":"` + vctURL + `","claims":[{"path":[]}]}`, ``, "SDJWTVC-TYPE fail"},
		"an odd step":       {`{"vct":"` + vctURL + `","claims":[{"path":[-1]}]}`, ``, "SDJWTVC-TYPE fail"},
		"an odd sd":         {`{"vct":"` + vctURL + `","claims":[{"path":["a"],"sd":"maybe"}]}`, ``, "SDJWTVC-TYPE fail"},
	} {
		w := school()
		w[vctURL], w[base] = tt.own, tt.base
		r := verify(t, on(w), text, trusting())
		require.Equal(t, tt.want, faults(r), name)
		require.Equal(t, vc.Valid, r.Verdict, "only conformance depends on it")
	}
}

func TestSignSDJWTVCRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		claims, says string
		o            jose.Options
	}{
		"no type":              {`{"iss":"x"}`, "SDJWTVC-VCT", jose.Options{}},
		"a credential":         {`{"vct":"urn:a","@context":[]}`, "W3C", jose.Options{}},
		"what must be shown":   {courseClaims, "SDJWT-POINTER at /exp", jose.Options{Disclosable: []string{"/exp"}}},
		"part of what must be": {`{"vct":"urn:a","cnf":{"jwk":{}}}`, "SDJWT-POINTER at /cnf/jwk", jose.Options{Disclosable: []string{"/cnf/jwk"}}},
		"another certificate":  {courseClaims, "JWS-X5C", jose.Options{Chain: []*x509.Certificate{certify(t, p256Key, nil, nil, "")}}},
	} {
		_, err := jose.Sign(t.Context(), env(), document(tt.claims), jose.SDJWTVC, issuer.key, tt.o)
		require.ErrorContains(t, err, tt.says, name)
	}
}

// The media type of an envelope is what whoever presents a token writes. It must not
// make a credential that has ended, or has a status, into claims that have neither; nor
// must a type that the issuer chose do so unseen.
func TestCredentialAsClaims(t *testing.T) {
	ended := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"vct":"` + vctURL + `","iss":"` + iss + `","issuer":"` + iss + `","title":"Weaving","name":"Kari",` +
		`"validUntil":"2020-01-01T00:00:00Z","credentialStatus":{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://a.example/1"},"credentialSubject":{"id":"did:example:kari"}}`
	untyped := token(ed25519Key, `{"alg":"EdDSA","kid":"k1"}`, ended) + "~"
	for name, file := range map[string]string{
		"envelope": `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"EnvelopedVerifiableCredential","id":"data:application/dc+sd-jwt,` + untyped + `"}`,
		"type":     token(ed25519Key, header("dc+sd-jwt", ""), ended) + "~",
	} {
		r := verify(t, on(school()), file, trusting())
		require.NotEqual(t, vc.Valid, r.Axes[vc.InForce], name)
		require.NotEqual(t, vc.Valid, r.Verdict, name)
	}
}
