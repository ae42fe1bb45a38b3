package proof_test

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// award is what the school seals.
const award = `{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:credential:1","type":["VerifiableCredential"],"issuanceDate":"2026-01-01T00:00:00Z",` +
	`"issuer":{"id":"urn:epass:org:1","eIDASIdentifier":{"notation":"NTRNO-000000017"}},"credentialSubject":{"id":"urn:epass:person:1","name":"Kari"}}`

func sealed(payload string, o testkit.SealOptions) string {
	if o.Sealer.Certificate == nil {
		o.Sealer = ca.RSA
	}
	return string(testkit.Seal([]byte(payload), o))
}

// sealPolicy believes anchors. Most seals of the tests say nothing about the
// revocation of their certificates, and that is let pass.
func sealPolicy(anchors *trust.Anchors) proof.Policy {
	p := proof.NewPolicy(proof.Trust{Anchors: anchors})
	p.UnsafeAllowUnknownRevocation = true
	return p
}

// checkSeal verifies a seal for somebody who believes the test authority.
func checkSeal(tb testing.TB, file string) string {
	tb.Helper()
	return passOrFail(tb, verifier(env()), file, sealPolicy(trust.NewAnchors(ca.Root)))
}

// ownCA returns a sealer with a certificate that says all that the school's
// says, from an authority of the same name that nobody trusts.
func ownCA(tb testing.TB) testkit.Sealer {
	tb.Helper()
	root, leaf := *ca.Intermediate, *ca.RSA.Certificate
	key := ecdsaOf(elliptic.P256(), "authority")
	root.SignatureAlgorithm, root.PublicKeyAlgorithm, root.PublicKey = 0, 0, key.Public()
	rootDER, err := x509.CreateCertificate(rand.Reader, &root, &root, key.Public(), key)
	require.NoError(tb, err)
	parent := must(x509.ParseCertificate(rootDER))
	own := ecdsaOf(elliptic.P256(), "stranger")
	leaf.SignatureAlgorithm, leaf.PublicKeyAlgorithm, leaf.AuthorityKeyId = 0, 0, nil
	der, err := x509.CreateCertificate(rand.Reader, &leaf, parent, own.Public(), key)
	require.NoError(tb, err)
	return testkit.Sealer{Certificate: must(x509.ParseCertificate(der)), Key: own, Chain: []*x509.Certificate{parent}}
}

// Only a chain to an anchor of the caller's makes a seal believable. That it
// does not is no forgery, so the verdict is open, never valid.
func TestSealsOfStrangers(t *testing.T) {
	good := sealed(award, testkit.SealOptions{})
	require.Equal(t, "valid", checkSeal(t, good))
	require.Equal(t, "valid", checkSeal(t, sealed(award, testkit.SealOptions{Sealer: ca.EC, Encoded: true, SigT: true})))
	stranger := ownCA(t)
	withRoot := stranger
	withRoot.Chain = append(withRoot.Chain, ca.Intermediate, ca.Root)
	selfMade := testkit.Sealer{Certificate: testkit.IssueBy(ca.EC, stranger.Key), Key: stranger.Key, Chain: []*x509.Certificate{ca.EC.Certificate, ca.Intermediate}}
	borrowed := testkit.Sealer{Certificate: ca.RSA.Certificate, Key: ca.EC.Key, Chain: ca.RSA.Chain}
	for _, tt := range []struct{ name, file, want string }{
		{"an authority of the same name", sealed(award, testkit.SealOptions{Sealer: stranger}), "indeterminate SEAL-TRUST"},
		{"with the trusted ones beside it", sealed(award, testkit.SealOptions{Sealer: withRoot}), "indeterminate SEAL-TRUST"},
		{"issued by a seal certificate", sealed(award, testkit.SealOptions{Sealer: selfMade}), "indeterminate SEAL-TRUST"},
		{"a certificate without its key", sealed(award, testkit.SealOptions{Sealer: borrowed}), "invalid"},
		{"expired", sealed(award, testkit.SealOptions{Sealer: ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) })}), "indeterminate SEAL-PERIOD"},
		{"of another organisation", sealed(award, testkit.SealOptions{Sealer: ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.Subject.ExtraNames[0].Value = "NTRNO-000000025" })}), "invalid ISSUER-KEY"},
		{"for encryption", sealed(award, testkit.SealOptions{Sealer: ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment })}), "invalid SEAL-KEY-USAGE"},
		{"a credential of somebody else", sealed(strings.Replace(award, "000000017", "000000025", 1), testkit.SealOptions{}), "invalid ISSUER-KEY"},
		{"an issuer that is only a name", sealed(strings.Replace(award, `"eIDASIdentifier":{"notation":"NTRNO-000000017"}`, `"name":"x"`, 1), testkit.SealOptions{}), "indeterminate ISSUER-KEY"},
	} {
		got := checkSeal(t, tt.file)
		require.True(t, strings.HasPrefix(got, tt.want), "%s: %s", tt.name, got)
	}
	for name, anchors := range map[string]*trust.Anchors{"none": nil, "an empty set": trust.NewAnchors(), "another certificate": trust.NewAnchors(ca.EC.Certificate), "a stranger": trust.NewAnchors(stranger.Certificate)} {
		require.Equal(t, "indeterminate SEAL-TRUST ISSUER-TRUST", passOrFail(t, verifier(env()), good, sealPolicy(anchors)), name)
	}
}

// header returns a change that gives a parameter another value, or adds it.
func header(name, json string) func([]testkit.Member) []testkit.Member {
	return func(all []testkit.Member) []testkit.Member {
		for i := range all {
			if all[i].Name == name {
				all[i].JSON = json
				return all
			}
		}
		return append(all, testkit.Member{Name: name, JSON: json})
	}
}

func certificates(all ...*x509.Certificate) string {
	var texts []string
	for _, c := range all {
		texts = append(texts, quote(base64.StdEncoding.EncodeToString(c.Raw)))
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// The header says which certificate signed, twice; both must agree, and what
// is said elsewhere does not count.
func TestCertificateOfASeal(t *testing.T) {
	leaf, parent := ca.RSA.Certificate, ca.Intermediate
	digestOf := func(c *x509.Certificate) string { return quote(base64.RawURLEncoding.EncodeToString(sha256Of(c.Raw))) }
	for _, tt := range []struct {
		name, param, json, want string
	}{
		{"the leaf is not in the chain", "x5c", certificates(parent), "invalid JADES-CERT-DIGEST"},
		{"the leaf is not first", "x5c", certificates(parent, leaf), "invalid JADES-CERT-DIGEST"},
		{"another leaf", "x5c", certificates(ca.EC.Certificate, parent), "invalid JADES-CERT-DIGEST"},
		{"another digest", "x5t#S256", digestOf(ca.EC.Certificate), "invalid JADES-CERT-DIGEST"},
		{"a digest by SHA-1 beside", "x5t", `"AAAA"`, "valid"}, // says nothing here
		{"a digest that is empty", "x5t#S256", `""`, "invalid JADES-CERT-DIGEST"},
		{"a digest that is null", "x5t#S256", `null`, "invalid JADES-CERT-DIGEST"},
		{"two digests", "x5t#o", `{"digAlg":"S512","digVal":"AAAA"}`, "invalid JADES-CERT-DIGEST"},
		{"no certificates", "x5c", "[]", "invalid JWS-X5C"},
		{"a certificate that is none", "x5c", `["AAAA"]`, "invalid JWS-X5C"},
		{"a chain as text", "x5c", quote(base64.StdEncoding.EncodeToString(leaf.Raw)), "invalid JWS-X5C"},
		{"in base64url", "x5c", `["` + base64.RawURLEncoding.EncodeToString(leaf.Raw) + `"]`, "invalid JWS-X5C"},
		{"bytes after it", "x5c", `["` + base64.StdEncoding.EncodeToString(append(append([]byte{}, leaf.Raw...), 0)) + `"]`, "invalid JWS-X5C"},
		{"a place of certificates", "x5u", `"https://evil.example/c.pem"`, "valid"},
		{"a key", "jwk", `{"kty":"oct","k":"AAAA"}`, "valid"},
		{"a place of keys", "jku", `"https://evil.example/k.json"`, "valid"},
		{"no algorithm", "alg", `"none"`, "invalid JWS-ALG"},
		{"a MAC", "alg", `"HS256"`, "invalid JWS-ALG"},
		{"another algorithm", "alg", `"ES256"`, "invalid JWS-ALG"},
		{"a critical one that is not known", "crit", `["b64","exp","x"]`, "invalid JWS-CRIT"},
		{"a critical one that is not there", "crit", `["b64","sigT"]`, "invalid JWS-CRIT"},
		{"nothing critical", "crit", `[]`, "invalid JWS-CRIT"},
		{"an end that has come", "exp", "1", "invalid"},
		{"a time that has not", "iat", "4102444800", "invalid JADES-SIGNING-TIME"},
		{"objects elsewhere", "sigD", `{"mId":"http://uri.etsi.org/19182/ObjectIdByURIHash","pars":[]}`, "invalid"},
	} {
		got := checkSeal(t, sealed(award, testkit.SealOptions{Header: header(tt.param, tt.json)}))
		require.True(t, strings.HasPrefix(got, tt.want), "%s: %s", tt.name, got)
	}
	for _, unsigned := range []string{`{"alg":"none"}`, `{"x5c":[]}`, `{"crit":["x"],"x":1}`, `{"b64":true}`} {
		got := checkSeal(t, sealed(award, testkit.SealOptions{Unsigned: unsigned}))
		require.True(t, got == "refused JWS-HEADER" || strings.HasPrefix(got, "invalid "), "%s: %s", unsigned, got)
	}
}

// Each signature of a file covers the one payload that there is.
func TestPayloadsAndSignatures(t *testing.T) {
	good, other := document(sealed(award, testkit.SealOptions{})), document(sealed(strings.Replace(award, "Kari", "Ola", 1), testkit.SealOptions{}))
	second := document(sealed(award, testkit.SealOptions{Sealer: ca.EC}))
	entry := func(d interface{ String() string }) string {
		return document(d.String()).Lookup("/signatures/0").Raw()
	}
	encoded := document(sealed(award, testkit.SealOptions{Encoded: true}))
	for _, tt := range []struct{ name, file, want string }{
		{"two seals", edit(good, "/signatures/-", entry(second)).String(), "valid"},
		{"the same seal twice", edit(good, "/signatures/-", entry(good)).String(), "valid"},
		{"a seal of another payload", edit(good, "/signatures/0", entry(other)).String(), "invalid PROOF-SIGNATURE"},
		{"a seal of another payload beside", edit(good, "/signatures/-", entry(other)).String(), "invalid PROOF-SIGNATURE"},
		{"a payload of its own in an entry", edit(good, "/signatures/0/payload", other.Get("payload").Raw()).String(), "valid"}, // is not looked at
		{"another payload", edit(good, "/payload", other.Get("payload").Raw()).String(), "invalid PROOF-SIGNATURE"},
		{"a payload that is an object", edit(good, "/payload", award).String(), "refused JWS-PAYLOAD"},
		{"an encoded and a plain one", edit(good, "/signatures/-", entry(encoded)).String(), "refused JWS-B64"},
		{"a flattened signature beside", edit(good, "/signature", `"AAAA"`).String(), "refused JWS-SERIALISATION"},
		{"no signature", edit(good, "/signatures", "[]").String(), "refused JWS-SERIALISATION"},
		{"an empty signature", edit(good, "/signatures/0/signature", `""`).String(), "invalid PROOF-SIGNATURE"},
		{"no header", edit(good, "/signatures/0/protected", "").String(), "refused JWS-SERIALISATION"},
		{"a document beside the payload", edit(good, "/issuer", quote(attacker.id), "/name", `"Forged"`).String(), "valid"}, // is not looked at
		{"a proof beside the payload", edit(good, "/proof", `{"type":"DataIntegrityProof"}`).String(), "valid"},
	} {
		got := checkSeal(t, tt.file)
		expect(t, tt.want, got, tt.name)
		if got == "valid" {
			r, err := verifier(env()).Verify(t.Context(), []byte(tt.file), sealPolicy(trust.NewAnchors(ca.Root)))
			require.NoError(t, err)
			require.Equal(t, award, r.Document.String(), tt.name)
		}
	}
}

// A key that is too large would keep the reader busy.
func TestOversizedKeys(t *testing.T) {
	huge := testkit.IssueWith(ca, rsaKeyOf(1<<15))
	got := checkSeal(t, sealed(award, testkit.SealOptions{Header: header("x5c", certificates(ca.RSA.Certificate, huge))}))
	require.True(t, strings.HasPrefix(got, "indeterminate ") || got == "valid", got)
	leaf := testkit.Sealer{Certificate: huge, Key: ca.RSA.Key, Chain: []*x509.Certificate{ca.Intermediate}}
	got = checkSeal(t, sealed(award, testkit.SealOptions{Sealer: leaf, Alg: "RS256"}))
	require.True(t, strings.HasPrefix(got, "invalid ") && strings.Contains(got, "JWS-ALG"), got)
}
