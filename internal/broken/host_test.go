package broken

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/ob3api"
	"github.com/mikromerit/mikromerit/conformance/state"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// hostDefect is a defect of a badge host: what stands between it and its clients.
type hostDefect struct {
	defect
	// Wraps returns the host with the defect.
	Wraps func(host http.Handler) http.Handler
	// Address is where the host says that it is reached; "": where it is.
	Address string
}

// basePath is where the interface stands, and masterToken a token that the host takes
// for everything; the suite does not know it.
const (
	basePath    = "/ims/ob/v3p0"
	masterToken = "the-token-of-the-operator"
)

// newHost starts the host of this library, with a profile and a program that may get
// tokens, behind what a defect puts before it.
func newHost(t *testing.T, d *hostDefect, start func(http.Handler) *httptest.Server) conformance.Host {
	t.Helper()
	var handler http.Handler
	server := start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	base := server.URL + basePath
	host, err := ob3api.New(ob3api.Config{
		Base: base, Store: newStore(t), Verifier: mikromerit.NewVerifier(mikromerit.Trust{}),
		Authenticate: func(*http.Request) (string, error) { return "", errors.New("there is nobody here") },
		Bearer: func(token string) (string, []string, bool) {
			return "Åse", ob3api.AllScopes(), token == masterToken
		},
		Machine: func(id, secret string) (string, []string, bool) {
			return "Åse", ob3api.AllScopes(), id == "robot" && secret == "hunter2"
		},
	})
	require.NoError(t, err)
	profile := httptest.NewRequest(http.MethodPut, base+"/profile", bytes.NewReader([]byte(`{"id":"did:example:ase","type":["Profile"],"name":"Åse"}`)))
	profile.Header.Set("Authorization", "Bearer "+masterToken)
	profile.Header.Set("Content-Type", "application/json")
	put := httptest.NewRecorder()
	host.ServeHTTP(put, profile)
	require.Equal(t, http.StatusOK, put.Code, put.Body.String())
	if handler = host; d.Wraps != nil {
		handler = d.Wraps(host)
	}
	service := target.OB3API(base, target.Options{AllowLocal: true, UnsafeTLS: true, OAuth: target.OAuth{
		ClientID: "robot", ClientSecret: "hunter2", TokenURL: base + "/oauth2/token", RevokeURL: base + "/oauth2/revoke",
	}})
	return elsewhere{service, d.Address}
}

func newStore(t *testing.T) *state.State {
	t.Helper()
	const unsafe = "&_pragma=synchronous(OFF)" // nobody pulls the plug here
	db, err := sql.Open("sqlite", state.SQLite(filepath.Join(t.TempDir(), "host.db"))+unsafe)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	store, err := state.Open(t.Context(), db)
	require.NoError(t, err)
	return store
}

// elsewhere is a host that is reached at another address, if that is not "".
type elsewhere struct {
	conformance.Host
	address string
}

func (e elsewhere) Describe(ctx context.Context) (conformance.Description, error) {
	d, err := e.Host.Describe(ctx)
	if e.address != "" {
		d.Address = e.address
	}
	return d, err
}

func (e elsewhere) CallRevoked(ctx context.Context, call conformance.Call) (before, after conformance.Exchange, err error) {
	return e.Host.(conformance.Revoker).CallRevoked(ctx, call)
}

// A host that is right passes every check, and one that is wrong in one way fails the
// checks about that, and no others.
func TestHosts(t *testing.T) {
	b := newBench(conformance.HostRole)
	t.Run("the reference", func(t *testing.T) {
		require.Empty(t, b.judge(t, newHost(t, new(hostDefect), httptest.NewTLSServer), conformance.Options{}))
	})
	t.Run("defects", func(t *testing.T) {
		for _, d := range some(hostDefects) {
			t.Run(d.Says, func(t *testing.T) {
				t.Parallel()
				b.try(t, d.defect, newHost(t, &d, httptest.NewServer), conformance.Options{})
			})
		}
	})
	require.Empty(t, b.tell(t, len(hostDefects)), "a check that no defect fails is perhaps one that cannot fail")
}

// exchange is one request and what the host answered, for a defect to change.
type exchange struct {
	method, path string // the path is relative to the base
	asked        *http.Request
	sent         []byte // the body of the request
	status       int
	header       http.Header
	body         []byte
	again        func(change func(r *http.Request)) *httptest.ResponseRecorder // puts a changed request to the host
}

// answering returns a defect that changes answers.
func answering(change func(x *exchange)) func(http.Handler) http.Handler {
	return func(host http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			sent, _ := io.ReadAll(r.Body)
			ask := func(change func(r *http.Request)) *httptest.ResponseRecorder {
				again := r.Clone(r.Context())
				again.Body = io.NopCloser(bytes.NewReader(sent))
				if change != nil {
					change(again)
				}
				answer := httptest.NewRecorder()
				host.ServeHTTP(answer, again)
				return answer
			}
			x := &exchange{method: r.Method, path: r.URL.Path[min(len(basePath), len(r.URL.Path)):], asked: r, sent: sent, again: ask}
			x.take(ask(nil))
			change(x)
			for name, values := range x.header {
				w.Header()[name] = values
			}
			w.Header().Del("Content-Length")
			w.WriteHeader(x.status)
			_, _ = w.Write(x.body)
		})
	}
}

// take makes the answer one that the host gave.
func (x *exchange) take(answer *httptest.ResponseRecorder) {
	x.status, x.header, x.body = answer.Code, answer.Header().Clone(), answer.Body.Bytes()
}

func (x *exchange) is(method, path string) bool { return x.method == method && x.path == path }

// asking returns a defect that changes requests before the host sees them.
func asking(change func(r *http.Request)) func(http.Handler) http.Handler {
	return func(host http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			change(r)
			host.ServeHTTP(w, r)
		})
	}
}
