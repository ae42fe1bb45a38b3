package bundle_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/did"
)

const (
	jane     = "did:web:issuer.example%3A8443:people:jane"
	janesURL = "https://issuer.example:8443/people/jane/did.json"
)

// files returns a folder with these files.
func files(texts map[string]string) fstest.MapFS {
	out := make(fstest.MapFS)
	for name, text := range texts {
		out[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return out
}

func open(tb testing.TB, texts map[string]string) *bundle.Bundle {
	tb.Helper()
	b, err := bundle.Open(files(texts), bundle.Limits{})
	require.NoError(tb, err)
	return b
}

// fetched returns what the bundle has for a URL, or "".
func fetched(tb testing.TB, b *bundle.Bundle, url string) string {
	tb.Helper()
	body, _, err := b.Env(vc.Env{}).Fetcher.Fetch(tb.Context(), url, nil, 1<<30)
	if err != nil {
		require.ErrorIs(tb, err, vc.ErrUnreachable)
	}
	return string(body)
}

func didDocument(id string) string {
	return `{"id":"` + id + `","verificationMethod":[{"id":"` + id + `#key-1","type":"Multikey","controller":"` + id +
		`","publicKeyMultibase":"z6MkwVDfCg9LbbY6xjH3EZk8YSFQZujV5Y4y1ZWeER9tDiN3"}],"assertionMethod":["#key-1"]}`
}

// A did:web is found in whichever way its file says what it is, both under the
// DID and under its https URL.
func TestDIDWebFromFiles(t *testing.T) {
	for name, texts := range map[string]map[string]string{
		"by its id":           {"did.json": didDocument(jane)},
		"by its id, anywhere": {"a/b/whatever.txt": "\n " + didDocument(jane)},
		"by the index, DID":   {"index.json": `{"` + jane + `":"x"}`, "x": didDocument(jane)},
		"by the index, URL":   {"index.json": `{"` + janesURL + `":"x/y.json"}`, "x/y.json": didDocument(jane)},
		"by its path":         {"issuer.example:8443/people/jane/did.json": didDocument(jane)},
		"by its path, as wget writes ports elsewhere": {"issuer.example+8443/people/jane/did.json": didDocument(jane)},
	} {
		b := open(t, texts)
		doc, err := did.Resolve(t.Context(), b.Env(vc.Env{}), jane)
		require.NoError(t, err, name)
		require.True(t, doc.Allows(jane+"#key-1", vc.AssertionMethod), name)
		require.Contains(t, fetched(t, b, janesURL), jane, name)
		require.Contains(t, fetched(t, b, "HTTPS://Issuer.example:8443/people/jane/did.json#key-1"), jane, name)
	}
	for _, id := range []string{jane, janesURL} {
		b := bundle.New(bundle.Limits{})
		require.NoError(t, b.Add(id, []byte(didDocument(jane))))
		_, err := did.Resolve(t.Context(), b.Env(vc.Env{}), jane)
		require.NoError(t, err, id)
	}
	// Any DID whose document is given is resolved, whatever its method.
	other := "did:ebsi:zvHWX359A3CvfJnCYaAiAde"
	_, err := did.Resolve(t.Context(), open(t, map[string]string{"a.json": didDocument(other)}).Env(vc.Env{}), other)
	require.NoError(t, err)
	// An https controller document answers for its own address.
	controller := "https://issuer.example/controllers/1"
	_, err = did.Resolve(t.Context(), open(t, map[string]string{"a.json": didDocument(controller)}).Env(vc.Env{}), controller)
	require.NoError(t, err)
}

// Every kind of document that is looked up elsewhere is found by its own id.
func TestOwnIDs(t *testing.T) {
	list := `"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"did:web:a.example"`
	token := func(payload string) string { return fakeToken(payload) }
	for url, text := range map[string]string{
		"https://issuer.example/key.jwk":  `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"https://issuer.example/key.jwk"}`,
		"https://issuer.example/k2":       `{"id":"https://issuer.example/k2","type":"Multikey","controller":"did:web:issuer.example","publicKeyMultibase":"z6Mk"}`,
		"https://issuer.example/status/1": `{"id":"https://issuer.example/status/1",` + list + `}`,
		"https://issuer.example/status/2": token(`{"id":"https://issuer.example/status/2",` + list + `}`),
		"https://issuer.example/status/3": token(`{"jti":"https://issuer.example/status/3","vc":{`+list+`}}`) + "\n",
		"https://issuer.example/status/4": `{"payload":"` + b64(`{"id":"https://issuer.example/status/4",`+list+`}`) + `","signatures":[]}`,
		"https://issuer.example/status/5": `{"id":"data:application/vc+jwt,` + token(`{"id":"https://issuer.example/status/5",`+list+`}`) + `","type":"EnvelopedVerifiableCredential"}`,
		"https://issuer.example/status/6": `{"id":"https://issuer.example/status/6","type":["VerifiableCredential","StatusList2021Credential"]}`,
		"https://issuer.example/revoked":  `{"id":"https://issuer.example/revoked","type":"1EdTechRevocationList","revokedCredential":[]}`,
		"https://issuer.example/1":        `{"id":"https://issuer.example/1","type":"Profile","name":"Fjord School"}`,
		"https://issuer.example/2":        `{"id":"https://issuer.example/2","type":["Issuer"],"name":"Fjord School"}`,
		"https://issuer.example/badge":    `{"id":"https://issuer.example/badge","type":"BadgeClass"}`,
		"https://issuer.example/key":      `{"id":"https://issuer.example/key","type":"CryptographicKey","publicKeyPem":"..."}`,
	} {
		require.Equal(t, text, fetched(t, open(t, map[string]string{"file": text}), url), url)
	}
	set := `{"keys":[{"kty":"OKP","kid":"https://issuer.example/a"},{"kty":"EC","kid":"https://issuer.example/b"},{"kty":"EC","kid":"c"}]}`
	require.Equal(t, `{"kty":"EC","kid":"https://issuer.example/b"}`, fetched(t, open(t, map[string]string{"jwks.json": set}), "https://issuer.example/b"))
}

// A hosted badge is proven by its address alone, so its file must not stand for
// an address merely because it says so; nor may a credential, a presentation or
// a secret key.
func TestWhatNeverNamesItself(t *testing.T) {
	const url = "https://issuer.example/a/1"
	for _, text := range []string{
		`{"id":"` + url + `","type":"Assertion","badge":"https://issuer.example/badge"}`,
		`{"id":"` + url + `","type":["Assertion","Profile"]}`,
		`{"id":"` + url + `","type":["VerifiableCredential","OpenBadgeCredential"]}`,
		`{"id":"` + url + `","type":["VerifiablePresentation","BitstringStatusListCredential"]}`,
		`{"id":"` + url + `","@context":{}}`,
		`{"id":"` + url + `","type":"Multikey","publicKeyMultibase":"z6Mk","secretKeyMultibase":"z3u2"}`,
		`{"kty":"OKP","kid":"` + url + `","x":"","d":""}`,
		fakeToken(`{"id":"` + url + `","type":["VerifiableCredential","OpenBadgeCredential"]}`),
	} {
		require.Empty(t, fetched(t, open(t, map[string]string{"file.json": text}), url), text)
	}
	// The index says it, so it counts.
	assertion := `{"id":"` + url + `","type":"Assertion"}`
	require.Equal(t, assertion, fetched(t, open(t, map[string]string{"index.json": `{"` + url + `":"a.json"}`, "a.json": assertion}), url))
	// A file that the index names stands for that URL alone, whatever it says:
	// otherwise a list served at another list's address would stand for both.
	profile := `{"id":"https://issuer.example/1","type":"Profile"}`
	b := open(t, map[string]string{"index.json": `{"https://b.example/":"a.json"}`, "a.json": profile})
	require.Equal(t, profile, fetched(t, b, "https://b.example"))
	require.Empty(t, fetched(t, b, "https://issuer.example/1"))
}

// Two files for one URL cannot both be right, and nobody guesses which of them
// was meant.
func TestContradictions(t *testing.T) {
	profile := func(name string) string {
		return `{"id":"https://issuer.example/1","type":"Profile","name":"` + name + `"}`
	}
	for name, texts := range map[string]map[string]string{
		"two ids":          {"a.json": profile("a"), "b.json": profile("b")},
		"id and path":      {"a.json": profile("a"), "issuer.example/1": profile("b")},
		"id and index":     {"a.json": profile("a"), "b.json": profile("b"), "index.json": `{"https://issuer.example/1":"b.json"}`},
		"did and its path": {"a.json": didDocument(jane), "issuer.example:8443/people/jane/did.json": didDocument(jane) + " "},
		"gone and there":   {"a.json": profile("a"), "index.json": `{"https://issuer.example/1":null}`},
	} {
		_, err := bundle.Open(files(texts), bundle.Limits{})
		require.ErrorContains(t, err, "BUNDLE-TWICE", name)
		require.ErrorContains(t, err, "a.json", name)
	}
	open(t, map[string]string{"a.json": profile("a"), "b.json": profile("a")})

	b := open(t, map[string]string{"a.json": profile("a")})
	require.ErrorContains(t, b.AddFolder(files(map[string]string{"z.json": profile("z")})), "a.json and z.json")
	// What was given by name prevails over the folder.
	require.NoError(t, b.Add("https://issuer.example/1", []byte("mine")))
	require.Equal(t, "mine", fetched(t, b, "https://issuer.example/1"))
	require.ErrorContains(t, b.Add("https://issuer.example/1", []byte("other")), "BUNDLE-TWICE")
	require.ErrorContains(t, b.Add("issuer.example", nil), "BUNDLE-URL")
	require.ErrorContains(t, b.Add("did:web:issuer.example#key-1", nil), "BUNDLE-URL")
	// The wrong file for a DID is a mistake of who gives it, not a fault of the
	// credential.
	require.ErrorContains(t, b.Add("did:web:issuer.example", []byte(didDocument(jane))), "BUNDLE-ID")
	require.ErrorContains(t, b.Add("did:web:a.example%2Fb", []byte(didDocument("did:web:a.example%2Fb"))), "DID-WEB")
}

// An index names files inside its folder, and no others.
func TestIndexStaysInside(t *testing.T) {
	for _, file := range []string{`"../x"`, `"/etc/passwd"`, `"a/../../x"`, `"."`, `""`, `"..\\x"`, `"a\\b"`, `5`, `{"a":1}`, `["x"]`, `"./x"`, `"missing.json"`, `"folder"`} {
		_, err := bundle.Open(files(map[string]string{"index.json": `{"https://issuer.example/1":` + file + `}`, "folder/x": ""}), bundle.Limits{})
		require.ErrorContains(t, err, "BUNDLE-INDEX", file)
	}
	for _, index := range []string{`{`, `{"https://a.example/":"x","not a URL":"x"}`, `{"https://a.example/":"x","https://a.example/":"x"}`, `{"https://a.example/":"x"} {}`} {
		_, err := bundle.Open(files(map[string]string{"index.json": index, "x": ""}), bundle.Limits{})
		require.ErrorContains(t, err, "BUNDLE-INDEX", index)
	}
	// A document that happens to have that name is no index.
	require.NotEmpty(t, fetched(t, open(t, map[string]string{"index.json": didDocument(jane)}), janesURL))
	require.Empty(t, open(t, map[string]string{"index.json": `{}`}).Skipped())
}

// A folder cannot lead its reader out of itself. What could not be read is
// listed, and the message about a missing document names it too.
func TestSymbolicLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("not every user may make symbolic links there")
	}
	outside, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "did.json"), []byte(didDocument(jane)), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "real"), []byte(didDocument("did:web:a.example")), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(outside, "did.json"), filepath.Join(dir, "out.json")))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "outside")))
	require.NoError(t, os.Symlink("real", filepath.Join(dir, "in.json")))
	b, err := bundle.OpenDir(dir, bundle.Limits{})
	require.NoError(t, err)
	require.Empty(t, fetched(t, b, janesURL))
	require.NotEmpty(t, fetched(t, b, "https://a.example/.well-known/did.json"))
	require.Len(t, b.Skipped(), 2)
	require.True(t, strings.HasSuffix(b.Skipped()[0].Name, "/out.json"), b.Skipped()[0].Name)
	_, _, err = b.Env(vc.Env{}).Fetcher.Fetch(t.Context(), janesURL, nil, 1<<20)
	require.ErrorContains(t, err, "out.json")

	// An fs.FS does not say where links lead, so none is followed.
	b, err = bundle.Open(os.DirFS(dir), bundle.Limits{})
	require.NoError(t, err)
	require.Empty(t, fetched(t, b, janesURL))
	require.Len(t, b.Skipped(), 3)

	for _, file := range []string{"out.json", "outside/did.json"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "index.json"), []byte(`{"https://b.example/":"`+file+`"}`), 0o600))
		_, err = bundle.OpenDir(dir, bundle.Limits{})
		require.ErrorContains(t, err, "BUNDLE-INDEX", file)
		_, err = bundle.Open(os.DirFS(dir), bundle.Limits{})
		require.ErrorContains(t, err, "BUNDLE-INDEX", file)
	}
	_, err = bundle.OpenDir(filepath.Join(dir, "nowhere"), bundle.Limits{})
	require.ErrorContains(t, err, "there is no such file")
}

// A folder is read within bounds: number, depth, and length together.
func TestLimits(t *testing.T) {
	many, deep := make(map[string]string), strings.Repeat("a/", 20)+"x"
	for i := range 20 {
		many[strings.Repeat("x", i+1)] = ""
	}
	for name, tt := range map[string]struct {
		texts  map[string]string
		limits bundle.Limits
	}{
		"files": {many, bundle.Limits{Files: 19}},
		"depth": {map[string]string{deep: ""}, bundle.Limits{}},
		"bytes": {map[string]string{"a.json": didDocument("did:web:a.example"), "b.json": didDocument("did:web:b.example")}, bundle.Limits{Bytes: 400}},
		"index": {map[string]string{"index.json": `{"https://a.example/":null,"https://b.example/":null}`}, bundle.Limits{Files: 1}},
	} {
		_, err := bundle.Open(files(tt.texts), tt.limits)
		require.ErrorIs(t, err, vc.ErrLimit, name)
	}
	b, err := bundle.Open(files(map[string]string{"a.json": didDocument(jane)}), bundle.Limits{FileBytes: 100})
	require.NoError(t, err)
	require.Len(t, b.Skipped(), 1)

	b = open(t, map[string]string{"broken.json": `{"id":`, "bom.json": "\ufeff{}", "notes.txt": "hello", "picture.jpg": "\xff\xd8", ".git/x.json": "{", "empty": ""})
	require.Len(t, b.Skipped(), 2)
	require.Equal(t, "bom.json", b.Skipped()[0].Name)
}

// Certificates and the trust file are handed out as they are; private keys in
// the same folder are not.
func TestCertificatesAndTrust(t *testing.T) {
	ca := testkit.NewCA()
	b := open(t, map[string]string{
		"root.der":     string(ca.Root.Raw),
		"chain.pem":    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
		"key.pem":      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		"trust.json":   `{"issuers":[]}`,
		"a/trust.json": `{"issuers":["did:web:other.example"]}`,
	})
	require.Len(t, b.Certificates(), 2)
	require.Equal(t, ca.Root.Raw, b.Certificates()[1])
	require.Equal(t, `{"issuers":[]}`, string(b.Trust()))
	require.ErrorContains(t, b.AddFolder(files(map[string]string{"trust.json": `{}`})), "BUNDLE-TWICE")
}

// A built-in context means the same in every verification: other content for it
// is an error, never used and never ignored in silence.
func TestBuiltInContextsCannotBeReplaced(t *testing.T) {
	const foreign = "https://contexts.example/v1"
	own, _ := contexts.Builtin().Lookup(contexts.OpenBadges303)
	b := bundle.New(bundle.Limits{})
	require.NoError(t, b.AddContext(contexts.OpenBadges303, own.JSON()))
	require.ErrorContains(t, b.AddContext(contexts.CredentialsV2, []byte(`{"@context":{}}`)), "built in")
	require.ErrorContains(t, b.Add(contexts.CredentialsV2, []byte(`{"@context":{}}`)), "built in")
	for _, c := range contexts.Revisions(contexts.OpenBadges303) {
		if c.Revision != own.Revision {
			require.ErrorContains(t, b.AddContext(c.URL, c.JSON()), "--context-revision "+c.URL+"="+c.Revision)
		}
	}
	_, err := bundle.Open(files(map[string]string{"www.w3.org/ns/credentials/v2": `{"@context":{}}`}), bundle.Limits{})
	require.ErrorContains(t, err, "built in")

	require.ErrorContains(t, b.AddContext(foreign, []byte(`[]`)), "BUNDLE-CONTEXT")
	require.NoError(t, b.AddContext(foreign, []byte(`{"@context":{"a":"https://a.example/"}}`)))
	text, err := b.Env(vc.Env{}).Contexts.LoadContext(t.Context(), foreign)
	require.NoError(t, err)
	require.Equal(t, `{"@context":{"a":"https://a.example/"}}`, string(text))
	for name, texts := range map[string]map[string]string{
		"path":  {"contexts.example/v1": `{"@context":{}}`},
		"index": {"index.json": `{"` + foreign + `":"c.jsonld"}`, "c.jsonld": `{"@context":{}}`},
	} {
		text, err = open(t, texts).Env(vc.Env{}).Contexts.LoadContext(t.Context(), foreign)
		require.NoError(t, err, name)
		require.Equal(t, `{"@context":{}}`, string(text))
	}
	// A bundle without contexts leaves the loader nil, so that the built-in
	// contexts are remembered from call to call.
	require.Nil(t, open(t, map[string]string{"did.json": didDocument(jane)}).Env(vc.Env{}).Contexts)
}

// What is missing is unreachable, and the message names it and how to give it.
func TestMissing(t *testing.T) {
	b := open(t, map[string]string{"index.json": `{"https://gone.example/":null,"https://c.example/":"c"}`, "c": `{"@context":{}}`})
	env := b.Env(vc.Env{})
	_, _, err := env.Fetcher.Fetch(t.Context(), "https://gone.example", nil, 1)
	require.ErrorIs(t, err, vc.ErrGone)
	require.ErrorIs(t, err, vc.ErrUnreachable)
	_, _, err = env.Fetcher.Fetch(t.Context(), "https://c.example/", nil, 1)
	require.ErrorIs(t, err, vc.ErrUnreachable)
	_, _, err = env.Fetcher.Fetch(t.Context(), "https://x.example/list", nil, 1)
	require.ErrorIs(t, err, vc.ErrUnreachable)
	require.ErrorContains(t, err, "--document https://x.example/list=FILE or --with DIR, or add --online")
	_, err = env.Contexts.LoadContext(t.Context(), "https://x.example/v1")
	require.ErrorIs(t, err, vc.ErrUnreachable)
	require.ErrorContains(t, err, "--context https://x.example/v1=FILE or --with DIR")
	for _, env := range []vc.Env{env, {}} {
		_, err = did.Resolve(t.Context(), env, jane)
		require.ErrorIs(t, err, vc.ErrUnreachable)
		for _, named := range []string{jane, "--document ", "--with DIR", "--online"} {
			require.ErrorContains(t, err, named)
		}
		_, err = did.Resolve(t.Context(), env, "did:ebsi:zabc")
		require.ErrorIs(t, err, vc.ErrUnreachable)
		require.NotContains(t, err.Error(), "--online")
		_, err = did.Resolve(t.Context(), env, "did:web:a.example%2Fb")
		require.NotErrorIs(t, err, vc.ErrUnreachable)
	}
	// What the bundle does not have is asked of the given Env.
	env = b.Env(vc.Env{Fetcher: vc.StaticFetcher{"https://x.example/list": []byte("list"), "https://gone.example/": []byte("back")}})
	body, _, err := env.Fetcher.Fetch(t.Context(), "https://x.example/list", nil, 10)
	require.NoError(t, err)
	require.Equal(t, "list", string(body))
	_, _, err = env.Fetcher.Fetch(t.Context(), "https://gone.example/", nil, 10)
	require.ErrorIs(t, err, vc.ErrGone)
}

// No folder makes Open panic or lose its bounds.
func FuzzOpen(f *testing.F) {
	f.Add("index.json", `{"https://a.example/":"x"}`, "x", didDocument(jane))
	f.Add("a.example/did.json", "{}", "jwks.json", `{"keys":[{"kty":"EC","kid":"https://a.example/"}]}`)
	f.Add("t", fakeToken(`{"vc":{"type":"StatusList2021Credential"},"jti":"https://a.example/"}`), "trust.json", "")
	f.Fuzz(func(t *testing.T, name1, text1, name2, text2 string) {
		all := make(map[string]string)
		for name, text := range map[string]string{name1: text1, name2: text2} {
			if fs.ValidPath(name) && name != "." && !strings.HasPrefix(name1, name2+"/") && !strings.HasPrefix(name2, name1+"/") {
				all[name] = text
			}
		}
		b, err := bundle.Open(files(all), bundle.Limits{})
		if err != nil {
			return
		}
		env := b.Env(vc.Env{})
		env.Fetcher.Fetch(t.Context(), "https://a.example/", nil, 1<<20) // must only not panic
		env.Resolver.Resolve(t.Context(), "did:web:a.example")
	})
}
