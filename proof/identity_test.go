package proof_test

import (
	"crypto"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

const victimURL = "https://victim.example"

// at returns a person with a key at some address.
func at(id, method string, key crypto.Signer) person {
	return person{id, proof.Key{Method: method, Signer: key}}
}

// ways are the ways of signing a credential in which a key is named.
var ways = map[string]func(vc.Document, person) string{
	"embedded": func(doc vc.Document, by person) string { return byHand(doc, by, "") },
	"token": func(doc vc.Document, by person) string {
		return rawToken(by.key.Signer, fmt.Sprintf(`{"alg":"EdDSA","typ":"vc+jwt","kid":%q}`, by.key.Method), doc.String())
	},
}

// A key that its own name vouches for belongs to nobody else: putting it
// behind somebody's URL does not make it theirs.
func TestMintedKeys(t *testing.T) {
	thief := attacker.key.Signer
	fragment, text := "#"+attacker.fragment(), strings.TrimPrefix(attacker.id, "did:key:")
	victim := controller(victimURL, school.key.Signer.Public())
	web := controller("did:web:victim.example", school.key.Signer.Public())
	for _, tt := range []struct{ name, issuer, method, want string }{
		{"a key behind the victim's URL", victimURL, victimURL + fragment, "invalid PROOF-METHOD"},
		{"behind a URL that is not to be had", "https://away.example", "https://away.example" + fragment, "indeterminate PROOF-METHOD"},
		{"behind the victim's did:web", "did:web:victim.example", "did:web:victim.example" + fragment, "invalid PROOF-METHOD"},
		{"behind the victim's did:key", school.id, school.id + fragment, "invalid PROOF-METHOD"},
		{"the victim's did:key with its own fragment", school.id, school.key.Method, "invalid PROOF-SIGNATURE"},
		{"the victim's did:key alone", school.id, school.id, "invalid PROOF-SIGNATURE"},
		{"an empty fragment", school.id, school.id + "#", "invalid PROOF-METHOD"},
		{"two fragments", school.id, school.key.Method + fragment, "invalid PROOF-METHOD"},
		{"one's own did:key", school.id, attacker.key.Method, "invalid ISSUER-KEY"},
		{"one's own did:key with the victim's fragment", school.id, attacker.id + "#" + school.fragment(), "invalid PROOF-METHOD"},
		{"the victim as a query", school.id, attacker.id + "?controller=" + school.id + fragment, "invalid PROOF-METHOD"},
		{"the victim as a path", school.id, attacker.id + "/" + school.id + fragment, "invalid PROOF-METHOD"},
		{"the victim as a parameter", school.id, attacker.id + ";service=" + school.id + fragment, "invalid PROOF-METHOD"},
		{"another method name", school.id, "DID:key:" + text + fragment, "indeterminate PROOF-METHOD"},
		{"a key of another kind behind the name", school.id, "did:key:" + schoolEC.fragment() + "#" + schoolEC.fragment(), "invalid"},
		{"a user name", victimURL, "https://victim.example@evil.example/" + fragment, "indeterminate PROOF-METHOD"},
		{"a data: URL", victimURL, "data:application/json,{}" + fragment, "invalid PROOF-METHOD"},
		{"a file", victimURL, "file:///etc/passwd" + fragment, "indeterminate PROOF-METHOD"},
		{"plain http", victimURL, "http://victim.example" + fragment, "indeterminate PROOF-METHOD"},
		{"the issuer with a fragment", victimURL + "#0", victimURL + "#0", "invalid PROOF-SIGNATURE ISSUER-KEY"},
		{"the issuer's own method", victimURL, victimURL + "#0", "invalid PROOF-SIGNATURE"},
		{"an issuer spelt in another way", "https://VICTIM.example", victimURL + "#0", "invalid PROOF-SIGNATURE ISSUER-KEY"},
	} {
		for name, sign := range ways {
			got := passOrFail(t, verifier(env(victim, web)), sign(badge(tt.issuer), at(tt.issuer, tt.method, thief)), anyone())
			if tt.want == "invalid" || name == "token" { // a token names the issuer's keys in other words, too
				require.NotEqual(t, "valid", got, "%s %s", tt.name, name)
				continue
			}
			expect(t, tt.want, got, tt.name)
		}
	}
}

// Names of methods that lead nowhere.
func TestMalformedMethods(t *testing.T) {
	file := signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	for _, raw := range []string{`""`, `"key-1"`, `"#key-1"`, `"did:"`, `"did:key:"`, `"did:key:z"`, `"did:key:z6Mk"`, `"did::x#x"`, `"did:key:zZZZZZZ#z"`,
		`"\u0000"`, `"//evil.example#z"`, `"did:jwk:e30#0"`, `"did:jwk:#0"`, `"did:jwk:` + b64(`{"kty":"oct","k":"AAAA"}`) + `#0"`,
		`"did:key:` + strings.Repeat("z", 40_000) + `#z"`, `"did:key:z` + strings.Repeat("2", 30_000) + `"`, `"did:jwk:` + strings.Repeat("A", 30_000) + `#0"`,
		`"` + strings.Repeat("did:", 10_000) + `"`, "7", "null", "[]", `["` + school.key.Method + `"]`, `{"id":"` + school.key.Method + `"}`} {
		got := check(t, change(file, "/proof/verificationMethod", raw))
		require.True(t, strings.HasPrefix(got, "invalid PROOF-") || strings.HasPrefix(got, "indeterminate PROOF-"), "%.60s: %s", raw, got)
	}
	// A did:jwk has one spelling, too, and gives no private key away.
	public, private := must(jwk.EncodePublic(attacker.key.Signer.Public(), "")), must(jwk.EncodePrivate(attacker.key.Signer, ""))
	for name, id := range map[string]string{
		"padding": "did:jwk:" + b64(public) + "==", "a private key": "did:jwk:" + b64(private), "a name twice": "did:jwk:" + b64(strings.Replace(public, "{", `{"kty":"OKP",`, 1)),
		"bytes after": "did:jwk:" + b64(public+"x"),
	} {
		require.True(t, strings.HasPrefix(check(t, byHand(plain(id), at(id, id+"#0", attacker.key.Signer), "")), "invalid PROOF-METHOD"), name)
	}
}

// What the controller says of a key decides: whether it is there, for this
// purpose, still, and its own.
func TestControllers(t *testing.T) {
	const id = "did:web:vestre-aas.example"
	by := at(id, id+"#0", school.key.Signer)
	with := func(change func(*vc.Controller)) *vc.Controller {
		doc := controller(id, school.key.Signer.Public())
		change(doc)
		return doc
	}
	for _, tt := range []struct {
		name string
		doc  *vc.Controller
		want string
	}{
		{"listed", with(func(*vc.Controller) {}), "valid"},
		{"not there", with(func(c *vc.Controller) { c.Methods = nil }), "invalid PROOF-METHOD"},
		{"another key", with(func(c *vc.Controller) { c.Methods[0].Key = attacker.key.Signer.Public() }), "invalid PROOF-SIGNATURE"},
		{"another name", with(func(c *vc.Controller) { c.Methods[0].ID += "0" }), "invalid PROOF-METHOD"},
		{"listed for nothing", with(func(c *vc.Controller) { c.Purposes = nil }), "invalid PROOF-METHOD"},
		{"for presenting only", with(func(c *vc.Controller) { delete(c.Purposes, vc.AssertionMethod) }), "invalid PROOF-METHOD"},
		{"for agreeing on keys", with(func(c *vc.Controller) { c.Purposes = map[string][]string{"keyAgreement": {id + "#0"}} }), "invalid PROOF-METHOD"},
		{"another one listed", with(func(c *vc.Controller) { c.Purposes[vc.AssertionMethod] = []string{id + "#1"} }), "invalid PROOF-METHOD"},
		{"revoked", with(func(c *vc.Controller) { c.Methods[0].Revoked = now.Add(-time.Hour) }), "invalid PROOF-METHOD"},
		{"revoked this moment", with(func(c *vc.Controller) { c.Methods[0].Revoked = now }), "invalid PROOF-METHOD"},
		{"revoked soon", with(func(c *vc.Controller) { c.Methods[0].Revoked = now.Add(1) }), "valid"},
		{"expired", with(func(c *vc.Controller) { c.Methods[0].Expires = now.Add(-time.Hour) }), "invalid PROOF-METHOD"},
		{"expired this moment", with(func(c *vc.Controller) { c.Methods[0].Expires = now }), "invalid PROOF-METHOD"},
		{"of somebody else", with(func(c *vc.Controller) { c.Methods[0].Controller = attacker.id }), "invalid PROOF-METHOD"},
		{"of a kind that is not known", with(func(c *vc.Controller) { c.Methods[0].Key = nil }), "indeterminate PROOF-KEY"},
		{"a secret", with(func(c *vc.Controller) { c.Methods[0].Key = []byte("secret") }), "invalid PROOF-KEY"},
	} {
		for name, sign := range ways {
			got := passOrFail(t, verifier(env(tt.doc)), sign(badge(id), by), anyone())
			if name == "token" { // a token names the issuer's key in other words, too
				require.Equal(t, tt.want == "valid", got == "valid", "%s: %s", tt.name, got)
				continue
			}
			require.True(t, strings.HasPrefix(got, tt.want), "%s: %s", tt.name, got)
		}
	}
	other := env()
	other.Resolver = directory{id: controller("did:web:evil.example", school.key.Signer.Public())}
	for _, sign := range ways {
		require.True(t, strings.HasPrefix(passOrFail(t, verifier(other), sign(badge(id), by), anyone()), "invalid PROOF-METHOD"), "a document about somebody else")
	}
	// Another name of the issuer's does not lend its key.
	alias := controller("did:web:evil.example", attacker.key.Signer.Public())
	alias.AlsoKnownAs = []string{id}
	stolen := at(id, "did:web:evil.example#0", attacker.key.Signer)
	for _, sign := range ways {
		require.True(t, strings.HasPrefix(passOrFail(t, verifier(env(alias, controller(id, school.key.Signer.Public()))), sign(badge(id), stolen), anyone()), "invalid ISSUER-KEY"))
	}
}

// What stands in a document that was fetched.
func TestControllerDocuments(t *testing.T) {
	const id, url = "did:web:vestre-aas.example", "https://vestre-aas.example/.well-known/did.json"
	file := signed(t, badge(id), dataintegrity.EdDSARDFC2022, at(id, id+"#0", school.key.Signer), dataintegrity.Options{})
	method := fmt.Sprintf(`{"id":"#0","type":"Multikey","controller":%q,"publicKeyMultibase":%q}`, id, school.fragment())
	foreign := fmt.Sprintf(`{"id":"#0","type":"Multikey","controller":%q,"publicKeyMultibase":%q}`, id, attacker.fragment())
	page := func(members string) string { return `{"id":"` + id + `",` + members + "}" }
	for _, tt := range []struct{ name, page, want string }{
		{"right", page(`"verificationMethod":[` + method + `],"assertionMethod":["#0"]`), "valid"},
		{"embedded", page(`"assertionMethod":[` + method + `]`), "valid"},
		{"for another purpose", page(`"verificationMethod":[` + method + `],"authentication":["#0"]`), "invalid PROOF-METHOD"},
		{"two methods with one name", page(`"verificationMethod":[` + foreign + `],"assertionMethod":[` + method + `]`), "invalid PROOF-METHOD"},
		{"two lists", page(`"verificationMethod":[` + method + `],"assertionMethod":["#0"],"assertionMethod":[]`), "invalid PROOF-METHOD"},
		{"about somebody else", strings.Replace(page(`"verificationMethod":[`+method+`],"assertionMethod":["#0"]`), id, "did:web:evil.example", 1), "invalid PROOF-METHOD"},
		{"no id", `{"verificationMethod":[` + method + `],"assertionMethod":["#0"]}`, "invalid PROOF-METHOD"},
		{"a private key beside", page(`"verificationMethod":[` + strings.Replace(method, "{", `{"secretKeyMultibase":"z3u2",`, 1) + `],"assertionMethod":["#0"]`), "invalid PROOF-METHOD"},
		{"two keys in one", page(`"verificationMethod":[` + strings.Replace(method, "{", `{"publicKeyJwk":{},`, 1) + `],"assertionMethod":["#0"]`), "invalid PROOF-METHOD"},
		{"revoked", page(`"verificationMethod":[` + strings.Replace(method, "{", `{"revoked":"2026-05-01T00:00:00Z",`, 1) + `],"assertionMethod":["#0"]`), "invalid PROOF-METHOD"},
		{"revoked with a date that is none", page(`"verificationMethod":[` + strings.Replace(method, "{", `{"revoked":"2026-05-01T00:00:00",`, 1) + `],"assertionMethod":["#0"]`), "invalid PROOF-METHOD"},
		{"a byte order mark", "\ufeff" + page(`"assertionMethod":[`+method+`]`), "invalid PROOF-METHOD"},
		{"bytes after it", page(`"assertionMethod":[`+method+`]`) + "<!-- -->", "invalid PROOF-METHOD"},
		{"a page of the web", "<!doctype html>", "invalid PROOF-METHOD"},
		{"a list", "[]", "invalid PROOF-METHOD"},
		{"nested deeply", page(`"x":` + strings.Repeat("[", 90) + strings.Repeat("]", 90)), "invalid PROOF-METHOD"},
		{"huge", page(`"assertionMethod":[` + method + `],"x":"` + strings.Repeat("x", 1<<20) + `"`), "indeterminate PROOF-METHOD"},
		{"many methods", page(`"assertionMethod":[` + method + `],"verificationMethod":[` + strings.TrimSuffix(strings.Repeat(strings.Replace(method, `"#0"`, `"#%d"`, 1)+",", 400), ",") + `]`), "invalid PROOF-METHOD"},
	} {
		world := env()
		world.Resolver = did.Web(vc.StaticFetcher{url: []byte(tt.page)})
		expect(t, tt.want, passOrFail(t, verifier(world), file, anyone()), tt.name)
	}
}

// No document makes the verifier reach for an address that is not public,
// whether for a key or for a status list. What was not fetched is not known.
func TestPrivateAddresses(t *testing.T) {
	var hits atomic.Int32
	key, page := school.key.Signer, ""
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		_, _ = w.Write([]byte(page))
	}))
	defer server.Close()
	world := func(options fetch.Options) vc.Env {
		e := env()
		e.Fetcher = must(fetch.New(server.Client(), options))
		e.Resolver = did.Web(e.Fetcher)
		return e
	}
	port := server.URL[strings.LastIndexByte(server.URL, ':')+1:]
	for _, host := range []string{"127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "localhost", "a.localhost", "169.254.169.254",
		"10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255", "168.63.129.16", "router.local", "metadata.google.internal", "intranet"} {
		for _, id := range []string{"did:web:" + host, "did:web:" + host + "%3A" + port, "did:web:" + host + ":a:b", "https://" + host, "https://" + host + ":" + port + "/key",
			"https://user:secret@" + host, "http://" + host} {
			file := byHand(badge(id), at(id, id+"#0", key), "")
			expect(t, "indeterminate PROOF-METHOD", passOrFail(t, verifier(world(fetch.Options{})), file, anyone()), id)
		}
	}
	for _, url := range []string{"https://[::1]:" + port, "https://[::ffff:127.0.0.1]:" + port, "https://[fe80::1%25eth0]", "https://[fd00::1]", "https://[64:ff9b::7f00:1]", "https://127.0.0.1:22",
		"file:///etc/passwd", "gopher://127.0.0.1", "ftp://127.0.0.1", "https:127.0.0.1", "https:///x"} {
		file := byHand(badge(url), at(url, url+"#0", key), "")
		got := passOrFail(t, verifier(world(fetch.Options{})), file, anyone())
		require.True(t, strings.HasPrefix(got, "indeterminate PROOF-METHOD") || strings.HasPrefix(got, "invalid "), "%s: %s", url, got)
	}
	for _, list := range []string{"https://127.0.0.1:" + port + "/3", "https://localhost:" + port, "https://169.254.169.254/latest/meta-data", "http://127.0.0.1/", "file:///etc/passwd"} {
		entry := fmt.Sprintf(`{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":%q}`, list)
		file := signed(t, edit(badge(school.id), "/credentialStatus", entry), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
		expect(t, "indeterminate STATUS-UNREACHABLE", passOrFail(t, verifier(world(fetch.Options{})), file, anyone()), list)
	}
	require.Zero(t, hits.Load(), "something was fetched")

	// The same server, allowed by name, is reached: the test would notice.
	id := "did:web:127.0.0.1%3A" + port
	page = fmt.Sprintf(`{"id":%q,"assertionMethod":[{"id":"#0","type":"Multikey","controller":%q,"publicKeyMultibase":%q}]}`, id, id, school.fragment())
	file := signed(t, badge(id), dataintegrity.EdDSARDFC2022, at(id, id+"#0", key), dataintegrity.Options{})
	allowed := world(fetch.Options{UnsafeAllow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	require.Equal(t, "valid", passOrFail(t, verifier(allowed), file, anyone()))
	require.NotZero(t, hits.Load())
}

// A proof serves the purpose that it names, which is signed.
func TestPurposes(t *testing.T) {
	for _, purpose := range []string{vc.Authentication, "keyAgreement", "capabilityInvocation", "assertionmethod", "https://w3id.org/security#assertionMethod", "x"} {
		for _, suite := range bothWays {
			file := byHand(plain(school.id), school, `"proofPurpose":`+quote(purpose))
			require.True(t, strings.HasPrefix(check(t, file), "invalid PROOF-PURPOSE"), purpose)
			good := signed(t, badge(school.id), suite, school, dataintegrity.Options{})
			require.True(t, strings.HasPrefix(check(t, change(good, "/proof/proofPurpose", quote(purpose))), "invalid PROOF-PURPOSE"), purpose)
		}
	}
	// What was made for signing in does not issue, and the other way round.
	signIn := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{Purpose: vc.Authentication})
	require.Equal(t, "invalid PROOF-PURPOSE", check(t, signIn))
	inner := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for want, purpose := range map[string]string{"valid": vc.Authentication, "invalid PROOF-PURPOSE": vc.AssertionMethod} {
		file := signed(t, presentation(learner.id, inner), dataintegrity.EdDSARDFC2022, learner, dataintegrity.Options{Purpose: purpose})
		require.Equal(t, want, check(t, file))
	}
}

// Who signed, and whether they are believed, are two questions.
func TestTrust(t *testing.T) {
	good := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for _, tt := range []struct {
		policy proof.Policy
		want   string
	}{
		{proof.NewPolicy(proof.Issuers(school.id)), "valid"},
		{proof.NewPolicy(proof.Issuers(attacker.id)), "invalid ISSUER-TRUST"},
		{proof.NewPolicy(proof.Issuers()), "indeterminate ISSUER-TRUST"},
		{proof.NewPolicy(proof.Issuers("")), "indeterminate ISSUER-TRUST"},
		{proof.NewPolicy(proof.Issuers(strings.ToUpper(school.id), school.id+"#", " "+school.id, school.key.Method)), "invalid ISSUER-TRUST"},
		{proof.Policy{}, "indeterminate ISSUER-TRUST"},
	} {
		require.Equal(t, tt.want, passOrFail(t, verifier(env()), good, tt.policy))
	}
	forged := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{})
	require.Equal(t, "invalid ISSUER-KEY ISSUER-TRUST", passOrFail(t, verifier(env()), forged, proof.NewPolicy(proof.Issuers(school.id))))
}
