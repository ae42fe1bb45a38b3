package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/fetch"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

// serve starts a server that gives every kind of good and bad answer.
func serve(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	elsewhere := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "elsewhere") }))
	t.Cleanup(elsewhere.Close)
	redirect := func(path, to string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}
	text := func(path, mediaType string, header http.Header, body []byte) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			for name, values := range header {
				w.Header()[name] = values
			}
			w.Header().Set("Content-Type", mediaType)
			_, _ = w.Write(body)
		})
	}
	text("/doc", `Application/JSON; charset="utf-8"`, nil, []byte(`{"a":1}`))
	text("/typeless", `;;`, nil, []byte(`{}`))
	text("/gzip", "application/json", http.Header{"Content-Encoding": {"gzip"}}, gzipped([]byte(`{"a":1}`)))
	text("/brotli", "application/json", http.Header{"Content-Encoding": {"br"}}, []byte("x"))
	text("/no-gzip", "application/json", http.Header{"Content-Encoding": {"gzip"}}, []byte("plain text instead"))
	text("/bomb", "application/json", http.Header{"Content-Encoding": {"gzip"}}, gzipped(make([]byte, 8<<20)))
	text("/large", "application/json", nil, make([]byte, 5000))
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 4096)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte(" "))
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	mux.HandleFunc("/silent", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/header", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Large", strings.Repeat("x", 100<<10))
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "short")
	})
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "c", Value: "1"})
		_ = r.Header.Write(w)
	})
	mux.HandleFunc("/gone", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.HandleFunc("/empty", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("/broken", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	redirect("/r3", "/r2")
	redirect("/r2", "/r1")
	redirect("/r1", "/doc")
	redirect("/r4", "/r3")
	redirect("/loop", "/loop")
	redirect("/to-echo", "/echo")
	redirect("/elsewhere", elsewhere.URL)
	redirect("/downgrade", "http://127.0.0.1:8080/doc")
	redirect("/to-user", "https://user@127.0.0.1:8443/doc")
	redirect("/to-file", "file:///etc/passwd")
	redirect("/to-metadata", "https://169.254.169.254/latest")
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	return server
}

func open(t *testing.T, client *http.Client, options fetch.Options) vc.Fetcher {
	t.Helper()
	fetcher, err := fetch.New(client, options)
	require.NoError(t, err)
	return fetcher
}

func TestFetch(t *testing.T) {
	server := serve(t)
	fetcher := open(t, server.Client(), fetch.Options{UnsafeAllow: loopback})
	for path, want := range map[string][2]string{
		"/doc":      {`{"a":1}`, "application/json"},
		"/gzip":     {`{"a":1}`, "application/json"},
		"/typeless": {`{}`, ""},
		"/r3":       {`{"a":1}`, "application/json"},
	} {
		body, mediaType, err := fetcher.Fetch(t.Context(), server.URL+path, nil, 1000)
		require.NoError(t, err, path)
		require.Equal(t, want, [2]string{string(body), mediaType}, path)
	}
	body, _, err := fetcher.Fetch(t.Context(), server.URL+"/large", nil, 5000)
	require.NoError(t, err)
	require.Len(t, body, 5000)
}

func TestFetchRefuses(t *testing.T) {
	server := serve(t)
	patient := open(t, server.Client(), fetch.Options{UnsafeAllow: loopback, Timeout: time.Minute})
	impatient := open(t, server.Client(), fetch.Options{UnsafeAllow: loopback, Timeout: 300 * time.Millisecond})
	for path, code := range map[string]string{
		"/missing":     "FETCH-STATUS",
		"/gone":        "FETCH-STATUS",
		"/empty":       "FETCH-STATUS",
		"/broken":      "FETCH-STATUS",
		"/large":       "FETCH-SIZE",
		"/endless":     "FETCH-SIZE",
		"/bomb":        "FETCH-SIZE",
		"/slow":        "FETCH-TIMEOUT",
		"/silent":      "FETCH-TIMEOUT",
		"/cut":         "FETCH-CONNECTION",
		"/header":      "FETCH-CONNECTION",
		"/brotli":      "FETCH-ENCODING",
		"/no-gzip":     "FETCH-ENCODING",
		"/r4":          "FETCH-REDIRECT",
		"/loop":        "FETCH-REDIRECT",
		"/elsewhere":   "FETCH-REDIRECT",
		"/downgrade":   "FETCH-URL",
		"/to-user":     "FETCH-URL",
		"/to-file":     "FETCH-URL",
		"/to-metadata": "FETCH-URL",
		"/doc#key":     "FETCH-URL",
	} {
		fetcher := patient
		if code == "FETCH-TIMEOUT" {
			fetcher = impatient
		}
		_, _, err := fetcher.Fetch(t.Context(), server.URL+path, nil, 4999)
		require.ErrorIs(t, err, vc.ErrUnreachable, path)
		require.ErrorContains(t, err, code, path)
		require.NotContains(t, err.Error(), "127.0.0.1", "a message names no address")
	}
}

// Nothing of the caller's session is sent, and nothing is remembered.
func TestRequestCarriesNothing(t *testing.T) {
	server := serve(t)
	client := server.Client()
	client.Jar, _ = cookiejar.New(nil)
	u, err := url.Parse(server.URL)
	require.NoError(t, err)
	client.Jar.SetCookies(u, []*http.Cookie{{Name: "session", Value: "secret"}})
	fetcher := open(t, client, fetch.Options{UnsafeAllow: loopback})
	for _, path := range []string{"/echo", "/to-echo", "/echo"} {
		body, _, err := fetcher.Fetch(t.Context(), server.URL+path, []string{"application/did+json", "application/json"}, 1000)
		require.NoError(t, err)
		require.Contains(t, string(body), "Accept: application/did+json, application/json\r\n")
		for _, name := range []string{"Cookie", "Referer", "Accept-Encoding", "Authorization"} {
			require.NotContains(t, string(body), name+":", path)
		}
	}
}

func TestOptions(t *testing.T) {
	server := serve(t)
	anyHost := open(t, server.Client(), fetch.Options{UnsafeAllow: loopback, UnsafeCrossHost: true})
	body, _, err := anyHost.Fetch(t.Context(), server.URL+"/elsewhere", nil, 100)
	require.NoError(t, err)
	require.Equal(t, "elsewhere", string(body))
	for _, path := range []string{"/downgrade", "/to-metadata"} {
		_, _, err = anyHost.Fetch(t.Context(), server.URL+path, nil, 100)
		require.ErrorContains(t, err, "FETCH-URL", path)
	}

	none := open(t, server.Client(), fetch.Options{UnsafeAllow: loopback, MaxRedirects: -1})
	_, _, err = none.Fetch(t.Context(), server.URL+"/r1", nil, 100)
	require.ErrorContains(t, err, "FETCH-REDIRECT")

	impatient := server.Client()
	impatient.Timeout = 50 * time.Millisecond
	_, _, err = open(t, impatient, fetch.Options{UnsafeAllow: loopback}).Fetch(t.Context(), server.URL+"/silent", nil, 100)
	require.ErrorContains(t, err, "FETCH-TIMEOUT")

	_, _, err = open(t, nil, fetch.Options{UnsafeAllow: loopback}).Fetch(t.Context(), server.URL+"/doc", nil, 100)
	require.ErrorContains(t, err, "FETCH-CERTIFICATE", "the test server's authority is not known")
}

// By default no loopback server is reached, whatever its URL looks like.
func TestLoopbackIsOutOfReach(t *testing.T) {
	server := serve(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "https://"), ":")
	fetcher := open(t, server.Client(), fetch.Options{})
	for _, host := range []string{"127.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"} {
		_, _, err := fetcher.Fetch(t.Context(), "https://"+host+":"+port+"/doc", nil, 100)
		require.ErrorContains(t, err, "FETCH-URL", host)
		require.ErrorIs(t, err, vc.ErrUnreachable)
	}
	// The dialer stops a URL that passes: once another network is allowed,
	// names of one label are too.
	lax := open(t, server.Client(), fetch.Options{UnsafeAllow: []netip.Prefix{netip.MustParsePrefix("10.9.8.0/24")}})
	_, _, err := lax.Fetch(t.Context(), "https://localhost:"+port+"/doc", nil, 100)
	require.ErrorContains(t, err, "FETCH-ADDRESS")
}

func TestCallerCancels(t *testing.T) {
	server := serve(t)
	fetcher := open(t, server.Client(), fetch.Options{UnsafeAllow: loopback})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, _, err := fetcher.Fetch(ctx, server.URL+"/silent", nil, 100)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorIs(t, err, vc.ErrUnreachable)
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestClientsThatCannotBeMadeSafe(t *testing.T) {
	custom := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, ContentLength: -1, Body: io.NopCloser(strings.NewReader("by " + r.URL.Host)), Request: r}, nil
	})}
	for _, client := range []*http.Client{
		custom,
		{Transport: (*http.Transport)(nil)},
		{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}},
	} {
		_, err := fetch.New(client, fetch.Options{})
		require.ErrorContains(t, err, "FETCH-CLIENT")
	}
	fetcher := open(t, custom, fetch.Options{UnsafeTransport: true})
	body, _, err := fetcher.Fetch(t.Context(), "https://issuer.example/key", nil, 100)
	require.NoError(t, err)
	require.Equal(t, "by issuer.example", string(body))
	_, _, err = fetcher.Fetch(t.Context(), "https://127.0.0.1/key", nil, 100)
	require.ErrorContains(t, err, "FETCH-URL", "URLs are still judged")
}

// A proxy of the environment or of the client could reach addresses that this
// package refuses.
func TestProxyIsNotUsed(t *testing.T) {
	server := serve(t)
	client := server.Client()
	client.Transport.(*http.Transport).Proxy = func(*http.Request) (*url.URL, error) {
		t.Error("the proxy was asked")
		return nil, nil
	}
	_, _, err := open(t, client, fetch.Options{UnsafeAllow: loopback}).Fetch(t.Context(), server.URL+"/doc", nil, 100)
	require.NoError(t, err)
}
