package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/ob3api"
	"github.com/mikromerit/mikromerit/conformance/state"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/status"
	"github.com/mikromerit/mikromerit/web"
)

// gatewayConfig is what a gateway is made of.
type gatewayConfig struct {
	command  *serveCommand
	base     string // the address by which others reach it
	store    *state.State
	verifier *mikromerit.Verifier
	reader   *mikromerit.Verifier // of those who look at the page
	keys     []*keys.Private
	access   apiKeys
	log      *slog.Logger // of everything
	faults   *slog.Logger // of the handlers, whose requests are logged here
	version  string
}

// gateway is the handler of the whole service.
type gateway struct {
	gatewayConfig
	mux      *http.ServeMux
	host     *ob3api.Host // nil when nobody has badges here
	metrics  *metrics
	slots    chan struct{} // one for each request that may be worked on
	places   places        // from where those come
	draining atomic.Bool
}

// hostPath is where the Open Badges 3.0 API is (section 6.2).
const hostPath = "/ims/ob/v3p0"

// apiPaths are the paths of the VC API. They stand here so that a log names a route
// and never the identifier in it; whatever else there is, the last entry serves.
var apiPaths = []string{
	"/credentials/issue", "/{suite}/credentials/issue", "/credentials/status", "/credentials/verify", "/credentials/derive", "/credentials/{id}",
	"/presentations/prove", "/presentations/verify", "/status/{list}", "/openapi.json", "/.well-known/did.json", "/",
}

func newGateway(config gatewayConfig) (*gateway, error) {
	g := &gateway{gatewayConfig: config, mux: http.NewServeMux(), metrics: newMetrics(config.version), slots: make(chan struct{}, config.command.MaxRequests)}
	api, err := g.newAPI()
	if err != nil {
		return nil, err
	}
	for _, path := range apiPaths {
		g.mux.Handle(path, api)
	}
	if config.access.hosts() {
		if g.host, err = g.newHost(); err != nil {
			return nil, err
		}
		g.mux.Handle(hostPath+"/", g.host)
	}
	if !config.command.NoPage {
		page := web.Handler(web.Config{Verifier: config.reader, MaxFile: config.command.BodyLimit})
		g.mux.Handle("/{$}", page)
		g.mux.Handle("/convert", page)
	}
	g.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	g.mux.HandleFunc("GET /readyz", g.ready)
	g.mux.Handle("GET /metrics", g.metrics)
	return g, nil
}

func (g *gateway) newAPI() (http.Handler, error) {
	config := vcapi.Config{URL: g.base, Verifier: g.verifier, Store: g.store, Body: g.command.BodyLimit, Logger: g.faults}
	if g.access != nil { // otherwise the service refuses to sign
		config.Suites, config.Presentations = withRevocation(vcapi.StandardSuites(g.keys...)), vcapi.StandardPresentations(g.keys...)
		config.Authorize = g.access.authorize
	}
	return vcapi.New(config)
}

// withRevocation returns the suites and, for each without status lists that can have
// them, one whose credentials can be revoked. A badge has one status at most (Open
// Badges 3.0
// appendix B), so it gets no place in a second list.
func withRevocation(suites []vcapi.Suite) []vcapi.Suite {
	all := slices.Clone(suites)
	for _, s := range suites {
		if len(s.Status) == 0 && s.SignsLists() {
			s.Path, s.Status = s.Path+"-revocable", []status.Definition{{Purpose: status.Revocation}}
			all = append(all, s)
		}
	}
	return all
}

func (g *gateway) newHost() (*ob3api.Host, error) {
	host, _, _ := net.SplitHostPort(g.command.Listen)
	return ob3api.New(ob3api.Config{
		Base: g.base + hostPath, Store: g.store, Verifier: g.verifier, Logger: g.faults,
		Authenticate: g.access.owner, Bearer: g.access.bearer, Machine: g.access.machine,
		Fields: []ob3api.Field{{Name: "key", Label: "Your access key", Secret: true}},
		Name:   g.command.Name, Terms: g.command.Terms, Privacy: g.command.Privacy,
		ClosedRegistration: g.command.NoRegister, AllowLoopback: isLoopback(host), Limits: ob3api.Limits{Body: g.command.BodyLimit},
	})
}

// ready says whether the service can do its work.
func (g *gateway) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	switch {
	case g.draining.Load():
		plain(w, http.StatusServiceUnavailable, "stopping")
	case g.store.Ready(ctx) != nil:
		plain(w, http.StatusServiceUnavailable, "the database does not answer")
	default:
		plain(w, http.StatusOK, "ok")
	}
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// ServeHTTP gives a request a name, bounds how many there are, and counts and logs
// it: its route, never its address, so that no identifier gets into the log. How
// long a body may be, each handler says.
func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	id := requestID(r)
	r.Header.Set("X-Request-Id", id)
	seen := &seenWriter{ResponseWriter: w}
	seen.Header().Set("X-Request-Id", id)
	seen.Header().Set("X-Content-Type-Options", "nosniff")
	if strings.HasPrefix(g.base, "https:") {
		seen.Header().Set("Strict-Transport-Security", "max-age=31536000")
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	r = r.WithContext(ctx)
	g.metrics.inFlight.Add(1)
	defer g.metrics.inFlight.Add(-1)
	g.serve(seen, r, id)
	route, took := r.Pattern[strings.IndexByte(r.Pattern, ' ')+1:], time.Since(started)
	switch route {
	case hostPath + "/":
		route = hostRoute(r.URL.Path)
	case "/{$}":
		route = "the page"
	case "/":
		route = "none"
	}
	g.metrics.count(route, methodOf(r), seen.status, took)
	g.log.Info("request", "id", id, "method", methodOf(r), "route", route, "status", seen.status, "bytes", seen.bytes, "ms", took.Milliseconds())
}

// serve has a request answered, when there is room. A panic costs one answer, and
// not the service.
func (g *gateway) serve(w *seenWriter, r *http.Request, id string) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if fault == http.ErrAbortHandler {
			panic(fault)
		}
		// The value may hold parts of a document, so only its type is kept.
		g.log.Error("panic", "id", id, "type", fmt.Sprintf("%T", fault), "stack", string(debug.Stack()))
		if w.status == 0 {
			plain(w, http.StatusInternalServerError, "this is a fault in the service")
		}
	}()
	switch r.URL.Path {
	case "/healthz", "/readyz", "/metrics": // are answered however busy it is
	default:
		select {
		case g.slots <- struct{}{}:
			defer func() { <-g.slots }()
		default:
			w.Header().Set("Retry-After", "1")
			plain(w, http.StatusServiceUnavailable, "the service is busy")
			return
		}
		place := placeOf(r.RemoteAddr)
		if !g.places.enter(place, max(1, cap(g.slots)/2)) {
			w.Header().Set("Retry-After", "1")
			plain(w, http.StatusTooManyRequests, "too many requests at once come from one place")
			return
		}
		defer g.places.leave(place)
	}
	g.mux.ServeHTTP(w, r)
}

// hostRoute returns the route of a path of the Open Badges 3.0 API, none of which
// holds an identifier.
func hostRoute(path string) string {
	switch below := strings.TrimPrefix(path, hostPath); below {
	case "/discovery", "/policy", "/credentials", "/profile", "/oauth2/token", "/oauth2/revoke", "/oauth2/authorize", "/oauth2/register":
		return path
	}
	return hostPath + "/"
}

// methodOf returns the method of a request, when it is a common one: what else
// somebody sends must not fill the metrics.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

var requestIDPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`) })

// requestID returns the id that a proxy gave a request, or a new one.
func requestID(r *http.Request) string {
	if id := r.Header.Get("X-Request-Id"); requestIDPattern().MatchString(id) {
		return id
	}
	return rand.Text()
}

// sweep deletes what has expired, now and then.
func (g *gateway) sweep(ctx context.Context) {
	if g.host == nil {
		return
	}
	each := time.NewTicker(time.Hour)
	defer each.Stop()
	for {
		if err := g.host.Sweep(ctx); err != nil && ctx.Err() == nil {
			g.log.Error("what has expired cannot be deleted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-each.C:
		}
	}
}

// connectionLog counts faults of connections. Their text names the addresses of
// people, so it is not kept.
func (g *gateway) connectionLog() *log.Logger {
	return log.New(countingWriter{&g.metrics.connectionFaults}, "", 0)
}

type countingWriter struct{ count *atomic.Int64 }

func (w countingWriter) Write(text []byte) (int, error) {
	w.count.Add(1)
	return len(text), nil
}

// seenWriter remembers what was answered.
type seenWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *seenWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(text []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(text)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] reach what it needs.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
