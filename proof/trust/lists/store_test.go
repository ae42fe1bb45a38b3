package lists

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// web is a source that serves files, and says what was asked.
type web struct {
	files map[string][]byte
	asked []string
}

func (w *web) Get(_ context.Context, url string, _ Version, maxBytes int64) (Answer, error) {
	w.asked = append(w.asked, url)
	data, ok := w.files[url]
	if !ok {
		return Answer{}, errors.New("nothing is there")
	}
	return Answer{Data: data}, nil
}

// place is where the national list of the tests is.
const place = "https://lists.example/no.xml"

type fixture struct {
	ca     *testkit.CA
	web    *web
	folder string
	now    time.Time
}

func newFixture(t *testing.T) *fixture {
	ca := testkit.NewCA()
	top, national := ca.SealLists(place)
	return &fixture{ca, &web{files: map[string][]byte{LocationOfLists: top, place: national}}, t.TempDir(), testkit.ListTime.AddDate(0, 1, 0)}
}

func (f *fixture) refresh(t *testing.T, territories ...string) []Outcome {
	t.Helper()
	out, err := Refresh(t.Context(), f.folder, f.web, RefreshOptions{Signers: []string{Digest(f.ca.ListSigner().Certificate)}, Now: f.now, Territories: territories})
	require.NoError(t, err)
	return out
}

func (f *fixture) national(o testkit.ListOptions) []byte {
	if o.Signature.Sealer.Certificate == nil {
		o.Signature.Sealer = f.ca.NationalListSigner()
	}
	o.Services = f.ca.SealServices()
	return testkit.MakeList(o)
}

func (f *fixture) open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(f.folder, name)) })
	require.NoError(t, err)
	return s
}

// A list that is newer takes the place of the one before; whatever is wrong with a new
// one leaves the old one in use.
func TestRefresh(t *testing.T) {
	f := newFixture(t)
	require.Equal(t, []Outcome{{Territory: "EU", Change: Taken, Sequence: 1}, {Territory: "NO", Change: Taken, Sequence: 1}}, f.refresh(t))
	require.Equal(t, Unchanged, f.refresh(t)[1].Change)
	f.web.files[place] = f.national(testkit.ListOptions{Sequence: 3})
	require.Equal(t, Outcome{Territory: "NO", Change: Taken, Sequence: 3}, f.refresh(t)[1])
	files, err := filepath.Glob(filepath.Join(f.folder, "*"))
	require.NoError(t, err)
	require.Len(t, files, 3, "the list before is removed: %v", files)

	for name, o := range map[string]testkit.ListOptions{
		"older":             {Sequence: 2},
		"other signer":      {Sequence: 4, Signature: testkit.XMLSignature{Sealer: f.ca.ListSigner()}},
		"other territory":   {Sequence: 4, Territory: "SE"},
		"list of lists":     {Sequence: 4, Type: testkit.ListOfLists},
		"unknown version":   {Sequence: 4, Version: 7},
		"altered":           {Sequence: 4, Forge: func(s string) string { return strings.Replace(s, "Test provider", "Evil provider", 1) }},
		"no signature":      {Sequence: 4, Forge: func(s string) string { return s[:strings.Index(s, "<ds:Signature")] + "</TrustServiceStatusList>" }},
		"document type":     {Sequence: 4, Forge: func(s string) string { return "<!DOCTYPE a>" + s }},
		"no sequence":       {Change: func(s string) string { return strings.Replace(s, "SequenceNumber>1<", "SequenceNumber>x<", 1) }},
		"another namespace": {Sequence: 4, Change: func(s string) string { return strings.Replace(s, "/02231/v2#", "/02231/v3#", 1) }},
		"no time":           {Sequence: 4, Change: func(s string) string { return strings.Replace(s, "<ListIssueDateTime>2026", "<ListIssueDateTime>x", 1) }},
	} {
		f.web.files[place] = f.national(o)
		got := f.refresh(t)[1]
		require.Equal(t, Kept, got.Change, name)
		require.Error(t, got.Err, name)
	}
	delete(f.web.files, place)
	require.Equal(t, Kept, f.refresh(t)[1].Change)
	services, err := f.open(t).Services(f.now, UseOptions{})
	require.NoError(t, err)
	require.Len(t, services.All(), 2)
}

// Only the lists that are asked for are fetched, and one that does not exist is told.
func TestTerritories(t *testing.T) {
	f := newFixture(t)
	out := f.refresh(t, "SE")
	require.Equal(t, "SE", out[1].Territory)
	require.Equal(t, Missing, out[1].Change)
	require.Equal(t, []string{LocationOfLists}, f.web.asked)
}

// Nothing is taken when the list of lists is not signed by one who is named.
func TestSigners(t *testing.T) {
	f := newFixture(t)
	_, err := Refresh(t.Context(), f.folder, f.web, RefreshOptions{})
	require.ErrorIs(t, err, ErrSigner)
	_, err = Refresh(t.Context(), f.folder, f.web, RefreshOptions{Signers: []string{"abc"}})
	require.ErrorIs(t, err, ErrSigner)
	_, err = Refresh(t.Context(), f.folder, f.web, RefreshOptions{Signers: []string{Digest(f.ca.NationalListSigner().Certificate)}})
	require.ErrorIs(t, err, ErrSigner)
	require.NoFileExists(t, filepath.Join(f.folder, indexName))
	f.refresh(t)
	_, err = Refresh(t.Context(), f.folder, f.web, RefreshOptions{})
	require.NoError(t, err, "the signers are remembered")
}

// What was changed in the folder after it was verified is not used.
func TestDamagedStore(t *testing.T) {
	f := newFixture(t)
	f.refresh(t)
	files, err := filepath.Glob(filepath.Join(f.folder, "NO-*.xml"))
	require.NoError(t, err)
	data, err := os.ReadFile(files[0])
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(files[0], []byte(strings.Replace(string(data), "Test provider", "Evil provider", 1)), 0o600))
	_, err = f.open(t).Lists()
	require.ErrorIs(t, err, ErrStore)
	require.Equal(t, Taken, f.refresh(t)[1].Change, "a refresh mends it")
	_, err = f.open(t).Lists()
	require.NoError(t, err)

	for name, text := range map[string]string{
		"no JSON":    "<",
		"other file": `{"lists":{"NO":{"file":"../NO-1.xml"}}}`,
		"other name": `{"lists":{"NO":{"file":"SE-1.xml"}}}`,
		"territory":  `{"lists":{"../x":{"file":"../x-1.xml"}}}`,
		"large":      strings.Repeat(" ", maxIndex+1),
	} {
		_, err := Open(func(string) ([]byte, error) { return []byte(text), nil })
		require.ErrorIs(t, err, ErrStore, name)
	}
}

// A list whose next update is overdue is not used, unless you say so; neither is any
// list for which the list of lists no longer vouches.
func TestOverdue(t *testing.T) {
	f := newFixture(t)
	f.web.files[place] = f.national(testkit.ListOptions{NextUpdate: f.now.AddDate(1, 0, 0)})
	f.refresh(t)
	for at, want := range map[time.Time]int{f.now: 2, f.now.AddDate(0, 8, 0): 0, f.now.AddDate(2, 0, 0): 0} {
		services, err := f.open(t).Services(at, UseOptions{})
		require.NoError(t, err)
		require.Len(t, services.All(), want, at)
		require.Equal(t, want == 0, len(services.Unused()) == 2, at)
		services, err = f.open(t).Services(at, UseOptions{Overdue: true})
		require.NoError(t, err)
		require.Len(t, services.All(), 2, at)
	}
}

// Over HTTP a list is asked for only when it has changed, and a server cannot send more
// than is allowed.
func TestHTTP(t *testing.T) {
	served := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		served++
		w.Header().Set("ETag", `"1"`)
		_, _ = w.Write([]byte("0123456789"))
	}))
	defer server.Close()
	source, err := HTTP(nil, HTTPOptions{UnsafeAllow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	require.NoError(t, err)
	got, err := source.Get(t.Context(), server.URL, Version{}, 10)
	require.NoError(t, err)
	require.Equal(t, Answer{Data: []byte("0123456789"), Version: Version{ETag: `"1"`}}, got)
	got, err = source.Get(t.Context(), server.URL, got.Version, 10)
	require.NoError(t, err)
	require.True(t, got.Unchanged)
	_, err = source.Get(t.Context(), server.URL, Version{}, 9)
	require.ErrorContains(t, err, "more than 9 bytes")
	require.Equal(t, 2, served)
}

// The way to the lists is guarded: the addresses that it may ask, how it may be sent on,
// how long and how large an answer may be.
func TestHTTPGuard(t *testing.T) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write(make([]byte, 1<<20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	var server *httptest.Server
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, server.URL+"/loop", http.StatusFound)
		case "/inside":
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped.Bytes())
		case "/slow":
			<-r.Context().Done()
		case "/header":
			w.Header().Set("ETag", strings.Repeat("x", 100<<10))
		case "/unasked":
			w.WriteHeader(http.StatusNotModified)
		}
	}))
	defer server.Close()
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	source, err := HTTP(nil, HTTPOptions{UnsafeAllow: loopback, Timeout: 500 * time.Millisecond})
	require.NoError(t, err)
	for path, want := range map[string]string{"/loop": "redirects too often", "/inside": "not a public one", "/file": "not a public one", "/slow": "within", "/header": "connection failed", "/unasked": "status 304"} {
		_, err := source.Get(t.Context(), server.URL+path, Version{}, 1000)
		require.ErrorContains(t, err, want, path)
		require.ErrorIs(t, err, vc.ErrUnreachable, path)
	}
	got, err := source.Get(t.Context(), server.URL+"/bomb", Version{}, 1<<20)
	require.NoError(t, err)
	require.Len(t, got.Data, 1<<20)
	_, err = source.Get(t.Context(), server.URL+"/bomb", Version{}, 1<<20-1)
	require.ErrorContains(t, err, "more than")

	source, err = HTTP(nil, HTTPOptions{})
	require.NoError(t, err)
	for _, address := range []string{server.URL, "http://localhost/", "file:///etc/passwd", "https://me@ec.europa.eu/", "https://169.254.169.254/", "ftp://lists.example/", ""} {
		_, err := source.Get(t.Context(), address, Version{}, 10)
		require.ErrorContains(t, err, "not a public one", address)
	}
	_, err = HTTP(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}, HTTPOptions{}) //nolint:gosec // it must be refused
	require.ErrorContains(t, err, "LIST-CLIENT")
	_, err = HTTP(&http.Client{Transport: http.NewFileTransport(http.Dir("."))}, HTTPOptions{})
	require.ErrorContains(t, err, "LIST-CLIENT")
}

// bigList returns a national list of some megabytes.
func bigList(ca *testkit.CA) []byte {
	service := testkit.ListService{Certificates: []*x509.Certificate{ca.Intermediate}}
	for year := range 4 {
		service.Statuses = append(service.Statuses, testkit.ListStatus{From: time.Date(2024-year, 1, 1, 0, 0, 0, 0, time.UTC), Uses: []string{"ForeSeals"}})
	}
	o := testkit.ListOptions{Signature: testkit.XMLSignature{Sealer: ca.NationalListSigner()}}
	for range 700 {
		o.Services = append(o.Services, service)
	}
	return testkit.MakeList(o)
}

func BenchmarkRead(b *testing.B) {
	ca := testkit.NewCA()
	data := bigList(ca)
	by := Signers{Certificates: []*x509.Certificate{ca.NationalListSigner().Certificate}}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, by); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadVerified(b *testing.B) {
	data := bigList(testkit.NewCA())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readVerified(data); err != nil {
			b.Fatal(err)
		}
	}
}

// An older list cannot be brought back, not even after the list has been forgotten
// because its signer changed.
func TestReplay(t *testing.T) {
	f := newFixture(t)
	f.web.files[place] = f.national(testkit.ListOptions{Sequence: 5})
	f.refresh(t)
	other := f.ca.EC
	f.web.files[LocationOfLists] = testkit.MakeList(testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Sequence: 2, Signature: testkit.XMLSignature{Sealer: f.ca.ListSigner()},
		Pointers: []testkit.ListPointer{{Location: place, Territory: "NO", Signers: []*x509.Certificate{other.Certificate}}}})
	out := f.refresh(t)
	require.Equal(t, Missing, out[1].Change, "its signer is no longer named")
	f.web.files[place] = f.national(testkit.ListOptions{Sequence: 4, Signature: testkit.XMLSignature{Sealer: other}})
	out = f.refresh(t)
	require.ErrorContains(t, out[1].Err, "number 5 was taken before")
	f.web.files[place] = f.national(testkit.ListOptions{Sequence: 6, Signature: testkit.XMLSignature{Sealer: other}})
	require.Equal(t, Outcome{Territory: "NO", Change: Taken, Sequence: 6}, f.refresh(t)[1])
	before := f.web.files[LocationOfLists]
	f.web.files[LocationOfLists], _ = f.ca.SealLists(place)
	require.Equal(t, Kept, f.refresh(t)[0].Change, "neither is the list of lists replaced by an older one")
	f.web.files[LocationOfLists] = before
}

// A list for which the list of lists no longer vouches is dropped, also when only others
// are asked for.
func TestDropped(t *testing.T) {
	for name, pointers := range map[string][]testkit.ListPointer{
		"not named":     {{Location: "https://lists.example/se.xml", Territory: "SE", Signers: []*x509.Certificate{testkit.NewCA().EC.Certificate}}},
		"other signers": {{Location: place, Territory: "NO", Signers: []*x509.Certificate{testkit.NewCA().EC.Certificate}}},
	} {
		f := newFixture(t)
		f.refresh(t)
		f.web.files[LocationOfLists] = testkit.MakeList(testkit.ListOptions{Territory: "EU", Type: testkit.ListOfLists, Sequence: 2, Signature: testkit.XMLSignature{Sealer: f.ca.ListSigner()}, Pointers: pointers})
		out := f.refresh(t, "DK")
		require.Equal(t, Outcome{Territory: "NO", Change: Dropped}, out[len(out)-1], name)
		all, err := f.open(t).Lists()
		require.NoError(t, err)
		require.Len(t, all, 1, name)
	}
	f := newFixture(t)
	f.refresh(t)
	require.Len(t, f.refresh(t, "DK"), 2, "what is still vouched for stays")
}
