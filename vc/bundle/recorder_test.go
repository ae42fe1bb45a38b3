package bundle_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// fakeToken returns a JSON Web Signature whose signature is invalid.
func fakeToken(payload string) string { return b64(`{"alg":"EdDSA"}`) + "." + b64(payload) + ".AA" }

// web is a small web: its documents by URL, nil for what is gone.
type web map[string][]byte

func (w web) Fetch(_ context.Context, url string, _ []string, _ int64) ([]byte, string, error) {
	text, ok := w[url]
	switch {
	case !ok:
		return nil, "", fmt.Errorf("FETCH-STATUS: %w: the server answered with status 404", vc.ErrUnreachable)
	case text == nil:
		return nil, "", fmt.Errorf("FETCH-STATUS: %w: %w", vc.ErrUnreachable, vc.ErrGone)
	}
	return text, "application/json", nil
}

const (
	issuer     = "did:web:issuer.example:school"
	issuerURL  = "https://issuer.example/school/did.json"
	listURL    = "https://issuer.example/status/3?format=JSON"
	contextURL = "https://contexts.example/weaving/v1"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func document(text string) vc.Document { return must(vc.ParseDocument([]byte(text), vc.Limits{})) }

// scene is an issuer with a document, a status list and a context of its own
// on the web, and a badge that needs all three.
type scene struct {
	web  web
	file []byte
}

func newScene(tb testing.TB) scene {
	tb.Helper()
	seed := sha256.Sum256([]byte("school"))
	signer := ed25519.NewKeyFromSeed(seed[:])
	key := proof.Key{Method: issuer + "#key-1", Signer: signer}
	page := `{"id":"` + issuer + `","verificationMethod":[{"id":"#key-1","type":"Multikey","controller":"` + issuer + `","publicKeyMultibase":"` +
		must(multikey.EncodePublic(signer.Public())) + `"}],"assertionMethod":["#key-1"]}`
	weaving := `{"@context":{"loom":"https://contexts.example/weaving#loom"}}`
	env := vc.Env{Contexts: fetch.Contexts(web{contextURL: []byte(weaving)}), Clock: clock}
	sign := func(doc string) []byte {
		signed, err := dataintegrity.Sign(tb.Context(), env, document(doc), dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{})
		require.NoError(tb, err)
		return signed.Bytes()
	}
	var bits bytes.Buffer
	zip := gzip.NewWriter(&bits)
	must(zip.Write(make([]byte, 16384)))
	require.NoError(tb, zip.Close())
	list := sign(`{"@context":["` + vc.ContextV2 + `"],"id":"` + listURL + `","type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"` + issuer + `","validFrom":"2026-01-01T00:00:00Z",
"credentialSubject":{"id":"` + listURL + `#list","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"u` + base64.RawURLEncoding.EncodeToString(bits.Bytes()) + `"}}`)
	badge := sign(`{"@context":["` + vc.ContextV2 + `","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","` + contextURL + `"],"id":"urn:uuid:11111111-2222-4333-8444-555555555555",
"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Weaving","issuer":{"id":"` + issuer + `","type":["Profile"],"name":"Fjord School"},"validFrom":"2026-01-02T03:04:05Z",
"credentialSubject":{"id":"did:example:learner","type":["AchievementSubject"],"loom":"wide","achievement":{"id":"urn:uuid:21111111-2222-4333-8444-555555555555","type":["Achievement"],
"name":"Weaving","description":"Can weave","criteria":{"narrative":"Weave"}}},
"credentialStatus":{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"` + listURL + `"}}`)
	return scene{web{issuerURL: []byte(page), listURL: list, contextURL: []byte(weaving)}, badge}
}

func clock() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }

func (s scene) online() vc.Env {
	return vc.Env{Fetcher: s.web, Resolver: did.Web(s.web), Contexts: fetch.Contexts(s.web), Clock: clock}
}

func verify(tb testing.TB, env vc.Env, file []byte) *proof.Result {
	tb.Helper()
	r, err := proof.NewVerifier(env, must(mikromerit.Registry())).Verify(tb.Context(), file, proof.NewPolicy(proof.AnyIssuer()))
	require.NoError(tb, err)
	return r
}

// What was verified online once verifies from the folder that the recorder
// wrote, with the same findings; without the folder it is indeterminate.
func TestOnlineOnceThenOffline(t *testing.T) {
	s := newScene(t)
	recorder := bundle.NewRecorder(s.online())
	online := verify(t, recorder.Env(), s.file)
	require.Equal(t, vc.Valid, online.Verdict, "%+v", online.Findings)
	require.Equal(t, []string{contextURL, issuerURL, listURL}, recorder.URLs())

	dir := filepath.Join(t.TempDir(), "a", "b")
	require.NoError(t, recorder.Save(dir, bundle.SaveOptions{}))
	offline := vc.Env{Clock: clock}
	kept, err := bundle.OpenDir(dir, bundle.Limits{})
	require.NoError(t, err)
	require.Empty(t, kept.Skipped())
	require.Equal(t, online.Findings, verify(t, kept.Env(offline), s.file).Findings)
	require.Equal(t, vc.Indeterminate, verify(t, offline, s.file).Verdict)

	// What came from a folder is recorded as well, and the same recording has
	// the same names and bytes.
	again := bundle.NewRecorder(kept.Env(offline))
	verify(t, again.Env(), s.file)
	other := t.TempDir()
	require.NoError(t, again.Save(other, bundle.SaveOptions{}))
	require.Equal(t, contents(t, dir), contents(t, other))

	// Without the index the files are found by ids and paths, except those whose
	// names had to be changed.
	require.NoError(t, os.Remove(filepath.Join(dir, "index.json")))
	kept, err = bundle.OpenDir(dir, bundle.Limits{})
	require.NoError(t, err)
	_, err = did.Resolve(t.Context(), kept.Env(offline), issuer)
	require.NoError(t, err)
	require.NotEmpty(t, fetched(t, kept, listURL))
}

// Without one of its contexts it cannot be told what was signed, and the finding
// says how to give the context.
func TestMissingContextNamesTheFlag(t *testing.T) {
	s := newScene(t)
	env := s.online()
	env.Contexts = nil
	r := verify(t, env, s.file)
	require.Equal(t, vc.Indeterminate, r.Verdict)
	require.Contains(t, fmt.Sprint(r.Findings), "--context "+contextURL+"=FILE or --with DIR")
}

// A file whose contexts refer to each other without end is not followed without
// end.
func TestContextsAreWithinTheBudget(t *testing.T) {
	s := newScene(t)
	asked := 0
	env := s.online()
	env.Contexts = counting{&asked}
	env.Limits.Fetches = 5
	chain := strings.Replace(string(s.file), contextURL, "https://contexts.example/0", 1)
	r := verify(t, env, []byte(chain))
	require.NotEqual(t, vc.Valid, r.Verdict)
	require.LessOrEqual(t, asked, 5)
}

// counting serves contexts each of which needs the next one.
type counting struct{ asked *int }

func (c counting) LoadContext(context.Context, string) ([]byte, error) {
	*c.asked++
	return fmt.Appendf(nil, `{"@context":"https://contexts.example/%d"}`, *c.asked), nil
}

func contents(tb testing.TB, dir string) map[string]string {
	tb.Helper()
	all := make(map[string]string)
	require.NoError(tb, fs.WalkDir(os.DirFS(dir), ".", func(name string, at fs.DirEntry, err error) error {
		if err == nil && !at.IsDir() {
			all[name] = string(must(os.ReadFile(filepath.Join(dir, name))))
		}
		return err
	}))
	return all
}

// record fetches every page of a web and returns the recorder.
func record(tb testing.TB, pages web) *bundle.Recorder {
	tb.Helper()
	r := bundle.NewRecorder(vc.Env{Fetcher: pages})
	for url := range pages {
		r.Env().Fetcher.Fetch(tb.Context(), url, nil, 1<<20) // also what is gone
	}
	return r
}

// Saving never overwrites different content for a URL, unless it is told to, and
// then the folder holds only the new content.
func TestSaveKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	replace := bundle.SaveOptions{Replace: true}
	require.NoError(t, record(t, web{"https://a.example/1": []byte(`{"n":1}`), "https://a.example/gone": nil}).Save(dir, bundle.SaveOptions{}))
	require.NoError(t, record(t, web{"https://a.example/2": []byte(`{"n":2}`)}).Save(dir, bundle.SaveOptions{}), "another recording in the same folder")
	before := contents(t, dir)
	require.NoError(t, record(t, web{"https://a.example/1": []byte(`{"n":1}`)}).Save(dir, bundle.SaveOptions{}), "the same once more")
	changed := record(t, web{"https://a.example/1": []byte(`{"n":3}`), "https://a.example/3": []byte(`{}`), "https://a.example/2": nil})
	require.ErrorIs(t, changed.Save(dir, bundle.SaveOptions{}), bundle.ErrExists)
	require.Equal(t, before, contents(t, dir), "nothing is written in part")

	require.NoError(t, changed.Save(dir, replace))
	b, err := bundle.OpenDir(dir, bundle.Limits{})
	require.NoError(t, err)
	require.Equal(t, `{"n":3}`, fetched(t, b, "https://a.example/1"))
	for _, url := range []string{"https://a.example/gone", "https://a.example/2"} {
		_, _, err = b.Env(vc.Env{}).Fetcher.Fetch(t.Context(), url, nil, 10)
		require.ErrorIs(t, err, vc.ErrGone, url)
	}
	require.Len(t, contents(t, dir), 3)

	// A file that somebody else put there is not touched, even when told to.
	mine := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(mine, "did.json"), []byte(didDocument("did:web:a.example")), 0o600))
	school := record(t, web{"https://a.example/.well-known/did.json": []byte(didDocument("did:web:a.example") + " ")})
	require.ErrorIs(t, school.Save(mine, replace), bundle.ErrExists)
	other := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(other, "index.json"), []byte(`{"my":"file"}`), 0o600))
	require.ErrorIs(t, school.Save(other, replace), bundle.ErrExists)
	require.Len(t, contents(t, other), 1)
}

// Whatever a document calls its lists and contexts, the names of the files stay
// in the folder, differ from each other even where case does not count, and lead
// back to the URLs.
func TestNamesOfSavedFiles(t *testing.T) {
	pages := web{}
	for i, url := range []string{
		"https://a.example/", "https://a.example/x", "https://a.example/x/y", "https://a.example/x.json", "https://a.example/x.json/y.json",
		"https://a.example/X", "https://a.example/x?y=z", "https://a.example/x?y=Z", "https://a.example:8443/x", "http://a.example/x",
		"https://a.example/../../etc/passwd", "https://a.example/%2e%2e/x", "https://a.example/./x", "https://a.example//x", "https://a.example/con", "https://a.example/aux.json",
		"https://a.example/.well-known/did.json", "https://a.example/.well-known", "https://a.example/.git/config", "https://a.example/.hidden", "https://a.example/x.", "https://a.example/x%20y",
		"https://index.json/x.json", "https://index.json/", "https://trust.json/", "https://a.example/" + strings.Repeat("long/", 60), "https://a.example/" + strings.Repeat("l", 500),
		"https://bücher.example/ø", "https://a.example/run.exe", "https://[2001:db8::1]/x", "https://user@a.example/x", "https://localhost/x", "https://other/x", "did:ebsi:zAbC", "did:ebsi:zabc", "urn:uuid:x",
	} {
		pages[url] = fmt.Appendf(nil, `{"n":%d}`, i)
	}
	dir := t.TempDir()
	require.NoError(t, record(t, pages).Save(dir, bundle.SaveOptions{}))
	names := make(map[string]string)
	for name := range contents(t, dir) {
		lower := strings.ToLower(name)
		require.Equal(t, lower, name)
		require.Empty(t, names[lower])
		names[lower] = name
		require.Less(t, len(name), 200)
		for _, part := range strings.Split(name, "/") {
			require.NotContains(t, []string{"con", "aux", ".git"}, strings.Split(part, ".")[0])
		}
		require.False(t, strings.HasSuffix(name, ".exe"), name)
	}
	require.Contains(t, names, "a.example/.well-known/did.json")
	require.Contains(t, names, "a.example/x.json")
	b, err := bundle.OpenDir(dir, bundle.Limits{})
	require.NoError(t, err)
	require.Empty(t, b.Skipped())
	for url, text := range pages {
		require.Equal(t, string(text), fetched(t, b, url), url)
	}
}

// directory is a resolver that uses no fetcher.
type directory map[string]*vc.Controller

func (d directory) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	if doc, ok := d[id]; ok {
		return doc, nil
	}
	return nil, vc.ErrUnreachable
}

// The answers of a caller's own resolver are recorded too, if the document can be
// written so that it reads the same; otherwise it stays unknown, which is better
// than a document that lacks a key.
func TestResolversOfTheCallersOwn(t *testing.T) {
	doc := must(did.Parse(jane, testkit.ReadShared(t, "cases", "didweb-ok.did.json")))
	doc.Methods[0].Expires = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	ebsi := must(did.Parse("did:ebsi:zabc", []byte(`{"id":"did:ebsi:zabc","alsoKnownAs":["did:web:a.example"],"authentication":[{"id":"#1","type":"JsonWebKey2020","controller":"did:ebsi:zabc",
"publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}],
"assertionMethod":[{"id":"#2","type":"Multikey","controller":"did:ebsi:zabc","publicKeyMultibase":"zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ"}]}`)))
	strange := &vc.Controller{ID: "did:ebsi:zdef", Methods: []vc.Method{{ID: "did:ebsi:zdef#1", Type: "Multikey", Controller: "did:ebsi:zdef"}}, Purposes: map[string][]string{}}
	r := bundle.NewRecorder(vc.Env{Resolver: directory{jane: doc, "did:ebsi:zabc": ebsi, "did:ebsi:zdef": strange}})
	for _, id := range []string{jane, "did:ebsi:zabc", "did:ebsi:zdef"} {
		must(r.Env().Resolver.Resolve(t.Context(), id))
	}
	require.Equal(t, []string{"did:ebsi:zabc", janesURL}, r.URLs())
	dir := t.TempDir()
	require.NoError(t, r.Save(dir, bundle.SaveOptions{}))
	b, err := bundle.OpenDir(dir, bundle.Limits{})
	require.NoError(t, err)
	for _, want := range []*vc.Controller{doc, ebsi} {
		got, err := did.Resolve(t.Context(), b.Env(vc.Env{}), want.ID)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

// Files that can only be verified with documents from elsewhere, given offline.
func TestSharedCases(t *testing.T) {
	read := func(name string) []byte { return testkit.ReadShared(t, "cases", name) }
	named := func(r *proof.Result, code string) vc.Status {
		for _, f := range r.Findings {
			if f.Code == code {
				return f.Status
			}
		}
		t.Fatalf("no %s in %+v", code, r.Findings)
		return 0
	}
	env := vc.Env{Clock: clock}
	file := read("didweb-credential.json")
	require.Equal(t, vc.Indeterminate, verify(t, env, file).Verdict)
	for name, want := range map[string]vc.Verdict{"didweb-ok.did.json": vc.Valid, "didweb-old-key-removed.did.json": vc.Invalid} {
		b := open(t, map[string]string{"did.json": string(read(name))})
		require.Equal(t, want, verify(t, b.Env(env), file).Axes[vc.Authentic], name)
	}
	b := bundle.New(bundle.Limits{})
	require.NoError(t, b.Add(jane, read("didweb-ok.did.json")))
	require.Equal(t, vc.Valid, verify(t, b.Env(env), file).Verdict)

	// A kid leads to a JSON Web Key, and the issuer's profile lists no key: who
	// signed is known, whether it is the issuer is not.
	b = open(t, map[string]string{"key.json": string(read("kid-is-jwk-url.jwk.json")), "profile.json": string(read("kid-is-jwk-url.issuer-profile.json"))})
	r := verify(t, b.Env(env), []byte(strings.TrimRight(string(read("kid-is-jwk-url.jwt")), "=\n")))
	require.Equal(t, vc.Pass, named(r, "PROOF-SIGNATURE"))
	require.Equal(t, vc.Unknown, named(r, "ISSUER-KEY"))
	require.Contains(t, fmt.Sprint(r.Findings), "does not say which keys are the issuer's")

	// The list is inside another document, so it is none; the token alone is.
	file = read("status-entry-for-wrapped-list.json")
	b = bundle.New(bundle.Limits{})
	require.NoError(t, b.Add("https://issuer.example/status/3", read("wrapper-statuslist.json")))
	r = verify(t, b.Env(env), file)
	require.Equal(t, vc.Indeterminate, r.Axes[vc.InForce])
	require.Contains(t, fmt.Sprint(r.Findings), "There is a token at /statusList")
	token := document(string(read("wrapper-statuslist.json"))).Get("statusList").Text()
	r = verify(t, open(t, map[string]string{"list.jwt": token + "\n"}).Env(env), file)
	require.Equal(t, vc.Fail, named(r, "STATUS-REVOKED"), "the list is read, and revokes the badge")

	// The class and the issuer of an older badge are found by their ids, its
	// hosted copy only where the index says so.
	texts := map[string]string{"class": string(read("ob2-badgeclass.json")), "issuer": string(read("ob2-issuer-profile.json")), "badge.json": string(read("ob2-hosted.json"))}
	b = open(t, texts)
	require.Equal(t, texts["class"], fetched(t, b, "https://issuer.example/badge"))
	require.Equal(t, texts["issuer"], fetched(t, b, "https://issuer.example/1"))
	require.Empty(t, fetched(t, b, "https://issuer.example/a/1"))
	texts["index.json"] = `{"https://issuer.example/a/1": "badge.json"}`
	require.Equal(t, texts["badge.json"], fetched(t, open(t, texts), "https://issuer.example/a/1"))
}
