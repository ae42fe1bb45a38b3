package target_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// bomb is little that becomes much.
var bomb = func() []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(make([]byte, 8<<20))
	_ = z.Close()
	return out.Bytes()
}()

// hostile are services that do not answer as one should.
var hostile = map[string]struct {
	answer http.HandlerFunc
	says   string
}{
	"hangs":         {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "gave no answer within"},
	"hangs in body": {func(w http.ResponseWriter, r *http.Request) { start(w); <-r.Context().Done() }, "did not end its answer within"},
	"drips": {func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			start(w)
			time.Sleep(time.Millisecond)
		}
	}, "did not end its answer within"},
	"is endless": {func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<16)); err != nil {
				return
			}
		}
	}, "longer than"},
	"is 50 MB": {func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(50<<20))
		for range 50 {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 1<<20)); err != nil {
				return
			}
		}
	}, "longer than"},
	"is a bomb": {func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	}, "longer than"},
	"is no gzip": {func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write([]byte("{}"))
	}, "says that it is compressed"},
	"resets": {func(w http.ResponseWriter, r *http.Request) { hijack(w, "") }, "broke off the connection without an answer"},
	"breaks a chunk": {func(w http.ResponseWriter, r *http.Request) {
		hijack(w, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"a\"")
	}, "broke off in the middle"},
	"is cut": {func(w http.ResponseWriter, r *http.Request) {
		hijack(w, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")
	}, "broke off in the middle"},
	"speaks nonsense": {func(w http.ResponseWriter, r *http.Request) { hijack(w, "SSH-2.0-x\r\n\r\n") }, "the call failed"},
	"has a header without end": {func(w http.ResponseWriter, r *http.Request) {
		hijack(w, "HTTP/1.1 200 OK\r\n"+strings.Repeat("X-A: "+strings.Repeat("a", 1000)+"\r\n", 1000))
	}, "the call failed"},
	"redirects in a loop": {func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusTemporaryRedirect)
	}, "redirects without end"},
	"redirects to a friend": {func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.2:9/", http.StatusTemporaryRedirect)
	}, "redirects to another place"},
	"is a web page": {func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Type", "text/html"); start(w) }, "content type text/html"},
	"says 101": {func(w http.ResponseWriter, r *http.Request) {
		hijack(w, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
	}, "the target"},
}

// read reads the request first; until then a server does not notice that the other
// side is gone.
func read(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		answer(w, r)
	}
}

func start(w http.ResponseWriter) {
	_, _ = w.Write([]byte("{"))
	_ = http.NewResponseController(w).Flush()
}

func hijack(w http.ResponseWriter, answer string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_, _ = conn.Write([]byte(answer))
	if tcp, ok := conn.(*net.TCPConn); ok && answer == "" {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// Whatever a service does, the caller gets one sentence about it, a captured
// exchange, and its goroutines back.
func TestHostileServices(t *testing.T) {
	for name, h := range hostile {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(read(h.answer))
			defer server.Close()
			api := target.VCAPI(server.URL, target.Options{
				AllowLocal: true, Timeout: 300 * time.Millisecond, MaxBody: 1 << 20,
				Paths: everyPath,
			})
			_, err := api.Describe(t.Context())
			if err == nil {
				var answer conformance.Answer
				answer, err = api.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
				require.Empty(t, answer.Verdict)
				require.NotEmpty(t, answer.Exchange.Failure)
				require.LessOrEqual(t, len(answer.Exchange.Response.Text), 65<<10)
			}
			require.ErrorContains(t, err, h.says)
			require.NotContains(t, err.Error(), "\n")
		})
	}
}

var everyPath = map[conformance.Operation]string{
	conformance.IssueCredential: "", conformance.VerifyCredential: "/credentials/verify", conformance.DeriveCredential: "",
	conformance.ProvePresentation: "", conformance.VerifyPresentation: "", conformance.SetStatus: "",
}

// A run that is given up ends at once, also in the middle of an answer.
func TestCallsAreCancelled(t *testing.T) {
	for _, name := range []string{"hangs", "drips", "hangs in body"} {
		ctx, cancel := context.WithCancel(t.Context())
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			cancel()
			read(hostile[name].answer)(w, r)
		}))
		api := target.VCAPI(server.URL, target.Options{AllowLocal: true, Timeout: time.Hour, Paths: everyPath})
		_, err := api.Describe(ctx)
		require.ErrorIs(t, err, context.Canceled, name)
		server.Close()
	}
}

// Calls leave no goroutine and no connection behind.
func TestCallsLeaveNothingBehind(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { start(w); _, _ = w.Write([]byte("}")) }))
	defer server.Close()
	api := target.VCAPI(server.URL, target.Options{AllowLocal: true, Paths: everyPath})
	before := runtime.NumGoroutine()
	for range 50 {
		do(t, api, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
	}
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+5 }, 10*time.Second, 10*time.Millisecond)
}

// What leads into this network is reached only when that is allowed, and nothing is
// sent in the clear.
func TestAddressesThatAreRefused(t *testing.T) {
	var reached bool
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { reached = true }))
	defer server.Close()
	for address, says := range map[string]string{
		"":                                "is not the address of a service",
		"issuer.example":                  "is not the address of a service",
		"http://issuer.example":           "not https",
		"ftp://issuer.example":            `the scheme "ftp"`,
		"https://me:pw@issuer.example":    "user name",
		"https://issuer.example/?a=b":     "query",
		server.URL:                        "not a public one",
		"https://localhost:8443":          "not a public one",
		"https://10.0.0.1":                "not a public one",
		"https://[::ffff:127.0.0.1]:8443": "not a public one",
		"https://169.254.169.254":         "not public",
	} {
		_, err := target.VCAPI(address, target.Options{Timeout: time.Second}).Describe(t.Context())
		require.ErrorContains(t, err, says, address)
		_, err = target.VCAPI(address, target.Options{Timeout: time.Second}).Describe(t.Context())
		require.ErrorContains(t, err, says, address)
	}
	_, err := target.VCAPI(server.URL, target.Options{AllowLocal: true}).Describe(t.Context())
	require.ErrorContains(t, err, "the certificate of the target is not accepted")
	require.False(t, reached)
	_, err = target.VCAPI(server.URL, target.Options{AllowLocal: true, UnsafeTLS: true}).Describe(t.Context())
	require.NoError(t, err)
	require.True(t, reached)
	_, err = target.VCAPI(server.URL, target.Options{AllowLocal: true, CA: certificatePEM(server.Certificate())}).Describe(t.Context())
	require.NoError(t, err)
	_, err = target.VCAPI(server.URL, target.Options{AllowLocal: true, CA: []byte("x")}).Describe(t.Context())
	require.ErrorContains(t, err, "TARGET-CA")
	_, err = target.VCAPI("https://127.0.0.1:1", target.Options{AllowLocal: true}).Describe(t.Context())
	require.ErrorContains(t, err, "the connection was refused")
}
