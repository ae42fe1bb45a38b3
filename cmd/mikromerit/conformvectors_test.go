package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/conformance/vectors"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/bundle"
)

// plainFetcher fetches from wherever it is told to, as no service should.
type plainFetcher struct{ *http.Client }

func (f plainFetcher) Fetch(ctx context.Context, address string, _ []string, most int64) ([]byte, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, err)
	}
	response, err := f.Do(r)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%w: %d", vc.ErrUnreachable, response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, most))
	return body, response.Header.Get("Content-Type"), err
}

// verifyingService is a service with the VC-API that looks things up with a fetcher.
func verifyingService(t *testing.T, fetcher vc.Fetcher) string {
	t.Helper()
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	verifier.Env.Fetcher = fetcher
	service, err := vcapi.New(vcapi.Config{Verifier: verifier})
	require.NoError(t, err)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	return server.URL
}

// A service that fetches is judged by status lists that the command serves, also over
// TLS; one that does not fetch keeps nothing of that, and where nobody serves them
// nothing is found out.
func TestConformServesVectors(t *testing.T) {
	afterRaces(t)
	b := newBench(t)
	args := func(service string, more ...string) []string {
		return append([]string{"conform", "--vcapi", service, "--allow-local", "--profile", "status-list-verifier"}, more...)
	}
	fetching := verifyingService(t, plainFetcher{http.DefaultClient})
	b.ok(args(fetching, "--serve-vectors", "127.0.0.1:0")...)
	require.Contains(t, b.out, "41 requirements: 41 kept.")

	certFile, keyFile, roots := certify(t)
	secure := verifyingService(t, plainFetcher{&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}})
	b.ok(args(secure, "--serve-vectors", "127.0.0.1:0", "--vectors-cert", certFile, "--vectors-key", keyFile)...)

	b.run(args(verifyingService(t, nil), "--serve-vectors", "127.0.0.1:0")...)
	require.Equal(t, exitInvalid, b.status)
	b.run(args(fetching)...)
	require.Equal(t, exitIndeterminate, b.status)
}

// What is served is bounded to reading what is there.
func TestShelf(t *testing.T) {
	s, err := shelfOf([]vectors.Vector{{Resources: map[string][]byte{"https://a.example/b/c": []byte("{}"), "https://a.example/t": []byte("ey.a.b")}}})
	require.NoError(t, err)
	ask := func(method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		return w
	}
	require.Equal(t, "{}", ask("GET", "/b/c").Body.String())
	require.Equal(t, "application/vc", ask("GET", "/b/c").Header().Get("Content-Type"))
	require.Equal(t, "application/vc+jwt", ask("HEAD", "/t").Header().Get("Content-Type"))
	require.Equal(t, 404, ask("GET", "/b").Code)
	require.Equal(t, 405, ask("POST", "/t").Code)
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
	require.Equal(t, 503, ask("GET", "/t").Code)
}

// The documents are written to a new folder, from which other software reads them, and
// what they refer to can be given to a verifier that does not fetch.
func TestWriteVectors(t *testing.T) {
	afterRaces(t)
	b := newBench(t)
	b.ok("conform", "--write-vectors", b.path("v"), "--vectors-url", "https://lists.example.org/")
	v, err := vectors.Load(os.DirFS(b.path("v")), "status/eddsa-rdfc-2022/revocation")
	require.NoError(t, err)
	const list = "https://lists.example.org/status/eddsa-rdfc-2022/revocation"
	require.Contains(t, v.Resources, list)
	given, err := bundle.OpenDir(filepath.Join(b.path("v"), "resources"), bundle.Limits{})
	require.NoError(t, err)
	require.Empty(t, given.Certificates(), "nobody is to trust the certificates by the way")
	text, _, err := given.Env(vc.Env{}).Fetcher.Fetch(t.Context(), list, nil, 1<<20)
	require.NoError(t, err)
	require.Equal(t, string(v.Resources[list]), string(text))
	b.refuses(exitError, "is not empty", "conform", "--write-vectors", b.path("v"))
}

// The suite finds nothing to blame in this service: as issuer, as verifier, and, where
// it issues what can be revoked, as one that revokes.
func TestServedAPIConforms(t *testing.T) {
	afterRaces(t)
	if testing.Short() {
		t.Skip("every profile takes a while")
	}
	s := newShop(t, "")
	b := newBench(t)
	b.clock = time.Now // the service has no other
	for _, kind := range []keys.Type{keys.P256, keys.P384, keys.RSA, keys.BLS12381} {
		file, _ := b.keyOf(string(kind), kind)
		s.args = append(s.args, "--key", file)
	}
	v := s.start("--url", "")
	token := b.put("token", []byte(testAPIKey+"\n"))
	args := []string{"conform", "--vcapi", v.base, "--allow-local", "--token-file", token}
	b.ok(append(args, "--report", "json="+b.path("r.json"))...)
	found := b.readReport("r.json")
	require.GreaterOrEqual(t, len(found.Profiles), 28)
	for _, claim := range found.Profiles {
		require.Equal(t, conformance.Conforms, claim.Verdict, claim.ID)
	}
	for _, r := range found.Results {
		// Who presents what is about somebody else may do so for them.
		if r.Status > conformance.Pass && r.ID != "PRESENTATION-HOLDER" {
			t.Errorf("%s %s %s: %s %s %+v", r.Profile, r.Suite, r.ID, r.Status, r.Reason, r.Cases[:min(len(r.Cases), 1)])
		}
	}
	for _, suite := range []string{"bitstring", "eddsa-rdfc-2022-revocable", "vc-jose-cose-revocable"} {
		b.ok(append(args, "--profile", "status-list-issuer", "--path", "issue=/"+suite+"/credentials/issue")...)
		require.Regexp(t, `(\d+) requirements: \d+ kept\.\n$`, b.out, suite)
	}
}

// Without a token a service is not blamed for asking who is calling.
func TestConformWithoutToken(t *testing.T) {
	afterRaces(t)
	v := newShop(t, "").start("--url", "")
	b := newBench(t)
	b.clock = time.Now // the service has no other
	b.run("conform", "--vcapi", v.base, "--allow-local", "--profile", "vcdm2-issuer", "--report", "json="+b.path("r.json"))
	require.Equal(t, exitIndeterminate, b.status)
	for _, r := range b.readReport("r.json").Results {
		require.Equal(t, conformance.NotApplicable, r.Status)
		require.Contains(t, r.Reason, "401. It asks who is calling")
	}
	b.run("conform", "--ob3api", v.base+hostPath, "--allow-local", "--report", "json="+b.path("h.json"))
	require.Equal(t, exitIndeterminate, b.status)
	counts := b.readReport("h.json").Profiles[0].Counts
	require.Equal(t, conformance.Counts{conformance.Pass: 3, conformance.Skipped: 16, conformance.NotApplicable: 1}, counts)

	secret := b.put("secret", []byte(testAPIKey+"\n"))
	b.ok("conform", "--ob3api", v.base+hostPath, "--allow-local", "--client-id", "ase", "--client-secret-file", secret, "--token-url", v.base+hostPath+"/oauth2/token", "--revoke-url", v.base+hostPath+"/oauth2/revoke")
}
