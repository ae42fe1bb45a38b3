package ob3api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
)

// Config says how a host works.
type Config struct {
	// Base is the address of the interface as clients see it, such as
	// "https://host.example/ims/ob/v3p0". The handler answers below its path.
	Base string
	// Store keeps everything.
	Store Store
	// Verifier verifies what is to be kept. Who is trusted does not matter: a badge
	// is kept when it is authentic.
	Verifier *mikromerit.Verifier

	// Authenticate says who sends the form on which access is allowed, from a
	// cookie or from what the person filled in. nil: nobody can allow anything, and
	// only Bearer and Machine give access.
	Authenticate func(r *http.Request) (owner string, err error)
	// Fields are what the form asks for, for Authenticate.
	Fields []Field
	// Bearer knows tokens of its own, with what they may do; nil: there are none.
	Bearer func(token string) (owner string, scope []string, ok bool)
	// Machine knows programs that act for one owner and get tokens by the client
	// credentials of RFC 6749 section 4.4; nil: there are none.
	Machine func(client, secret string) (owner string, scope []string, ok bool)

	// Name is what people call the host. Terms and Privacy are addresses of its
	// terms of service and privacy policy; without them, a page says that there are
	// none. Image is its logo, or "".
	Name, Terms, Privacy, Image string
	// ClosedRegistration refuses new clients.
	ClosedRegistration bool
	// AllowLoopback lets clients on this machine be sent back to over plain HTTP.
	AllowLoopback bool

	// Logger hears of failures of the store; nil: nobody does.
	Logger *slog.Logger
	// Clock gives the time; nil: the system's.
	Clock func() time.Time
	// Limits bound what a host takes; zero fields have defaults.
	Limits Limits
}

// Field is a field of the form on which access is allowed.
type Field struct {
	Name, Label string
	Secret      bool // the letters are not shown
}

// Limits bound what a host takes.
type Limits struct {
	Body        int64 // bytes of a credential or profile; 4 MiB
	Credentials int   // of one owner; 10,000
	Clients     int   // 1,000
	Page        int   // credentials in one answer; 100
	PageBytes   int   // of one answer; 16 MiB
}

// How long secrets last. The times of codes and access tokens are those that the
// IMS Security Framework 1.1 recommends.
const (
	codeLifetime    = 10 * time.Minute
	accessLifetime  = time.Hour
	refreshLifetime = 90 * 24 * time.Hour
)

func (l *Limits) fill() {
	for _, field := range []struct {
		at       *int
		fallback int
	}{{&l.Credentials, 10_000}, {&l.Clients, 1_000}, {&l.Page, 100}, {&l.PageBytes, 16 << 20}} {
		if *field.at <= 0 {
			*field.at = field.fallback
		}
	}
	if l.Body <= 0 {
		l.Body = 4 << 20
	}
}

// Host is the handler of the interface.
type Host struct {
	config Config
	prefix string // of the path
	origin *http.CrossOriginProtection
	routes map[string]route
}

// route is what one address does, by method.
type route struct {
	methods map[string]http.HandlerFunc
	// deny answers with an error in the form of that address.
	deny func(w http.ResponseWriter, status int, text string)
}

// New returns a host.
func New(config Config) (*Host, error) {
	base, err := url.Parse(config.Base)
	switch {
	case err != nil || base.Host == "" || base.RawQuery != "" || base.Fragment != "" || strings.HasSuffix(base.Path, "/"):
		return nil, errors.New("HOST-BASE: the base must be a URL with a host, without a query and without a slash at the end")
	case base.Scheme != "https" && base.Scheme != "http":
		return nil, errors.New("HOST-BASE: the base must be a URL with https")
	case config.Store == nil || config.Verifier == nil:
		return nil, errors.New("HOST-CONFIG: a host needs a store and a verifier")
	case config.Authenticate == nil && config.Bearer == nil && config.Machine == nil:
		return nil, errors.New("HOST-CONFIG: a host needs a way to know its owners: set Authenticate, Bearer or Machine")
	}
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.Name == "" {
		config.Name = base.Host
	}
	config.Limits.fill()
	h := &Host{config: config, prefix: base.Path, origin: http.NewCrossOriginProtection()}
	if config.Terms == "" {
		h.config.Terms = config.Base + "/policy"
	}
	if config.Privacy == "" {
		h.config.Privacy = config.Base + "/policy"
	}
	h.routes = h.table()
	return h, nil
}

// table returns what the host answers to.
func (h *Host) table() map[string]route {
	get := func(f http.HandlerFunc) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{http.MethodGet: f}
	}
	post := func(f http.HandlerFunc) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{http.MethodPost: f}
	}
	oauth := func(w http.ResponseWriter, status int, text string) {
		writeOAuthError(w, status, "invalid_request", text)
	}
	all := map[string]route{
		"/discovery":   {get(h.describe), deny},
		"/policy":      {get(h.policy), deny},
		"/credentials": {map[string]http.HandlerFunc{http.MethodGet: h.getCredentials, http.MethodPost: h.postCredential}, deny},
		"/profile":     {map[string]http.HandlerFunc{http.MethodGet: h.getProfile, http.MethodPut: h.putProfile}, deny},
	}
	if h.config.Authenticate != nil || h.config.Machine != nil {
		all["/oauth2/token"] = route{post(h.token), oauth}
		all["/oauth2/revoke"] = route{post(h.revoke), oauth}
	}
	if h.config.Authenticate != nil {
		all["/oauth2/authorize"] = route{map[string]http.HandlerFunc{http.MethodGet: h.askConsent, http.MethodPost: h.takeConsent}, oauth}
		if !h.config.ClosedRegistration {
			all["/oauth2/register"] = route{post(h.register), oauth}
		}
	}
	return all
}

// ServeHTTP answers a request.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	below, ours := strings.CutPrefix(r.URL.Path, h.prefix)
	route, known := h.routes[below]
	if !ours || !known {
		deny(w, http.StatusNotFound, "There is nothing at this address.")
		return
	}
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	handle := route.methods[method]
	if handle == nil {
		var allowed []string
		for _, name := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
			if route.methods[name] != nil {
				allowed = append(allowed, name)
			}
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		route.deny(w, http.StatusMethodNotAllowed, "This address does not take the method; use "+strings.Join(allowed, " or ")+".")
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, h.config.Limits.Body)
	handle(w, r)
}

// Sweep deletes what has expired. Call it now and then.
func (h *Host) Sweep(ctx context.Context) error {
	return h.config.Store.Sweep(ctx, h.config.Clock().Add(-24*time.Hour))
}

func (h *Host) now() time.Time { return h.config.Clock() }
