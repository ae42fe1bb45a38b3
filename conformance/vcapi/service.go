package vcapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Service issues, verifies, derives and presents credentials over HTTP. It is an
// [http.Handler] and may be used by many goroutines at once.
type Service struct {
	config Config
	env    vc.Env // that of the verifier, with the service's own status lists
	taken  map[string]bool

	mu        sync.Mutex
	current   map[listName]int     // the number of the list that places are taken in
	published map[string]published // status lists as they were signed, by address
}

// New returns a service, or says what is wrong with the configuration.
func New(config Config) (*Service, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Service{config: config, env: config.Verifier.Env, taken: takenNames(), current: make(map[listName]int), published: make(map[string]published)}
	s.env.Fetcher = &ownLists{service: s, others: s.env.Fetcher}
	return s, nil
}

// call is one request that is worked on.
type call struct {
	*http.Request
	values map[string]string // of the parameters in the path
	body   jsontree.Value    // an object, when the route takes a body
}

// answer is what a request came to.
type answer struct {
	status int
	media  string
	body   []byte
	header http.Header
}

// answerJSON returns an answer with a JSON body.
func answerJSON(status int, media string, body any) (*answer, error) {
	text, err := marshal(body)
	if err != nil {
		return nil, fmt.Errorf("VCAPI-ANSWER: %w", err)
	}
	return &answer{status: status, media: media, body: text}, nil
}

// ServeHTTP answers a request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	id := requestID(r)
	w.Header().Set("X-Request-Id", id)
	ctx, cancel := context.WithTimeout(r.Context(), s.config.Timeout)
	defer cancel()
	r = r.WithContext(ctx)

	where, values, err := find(r)
	var out *answer
	if err == nil {
		out, err = s.guarded(where, &call{Request: r, values: values}, w)
	}
	if err != nil {
		out = s.refuse(id, err)
	}
	out.write(w, r.Method)
	pattern := "none"
	if where != nil {
		pattern = where.path
	}
	s.config.Logger.Info("request", slog.String("id", id), slog.String("method", methodName(r.Method)), slog.String("route", pattern),
		slog.Int("status", out.status), slog.Duration("duration", time.Since(started)))
}

// methodName keeps a method out of the log that is no word.
func methodName(method string) string {
	if len(method) > 16 || !idPattern().MatchString(method) {
		return "other"
	}
	return method
}

// guarded runs a route. A panic becomes an error.
func (s *Service) guarded(where *route, c *call, w http.ResponseWriter) (out *answer, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			if fault == http.ErrAbortHandler {
				panic(fault)
			}
			// The value may hold parts of a document, so only its type is kept.
			out, err = nil, newFault(http.StatusInternalServerError, fmt.Errorf("VCAPI-PANIC: %T\n%s", fault, debug.Stack()))
		}
	}()
	if err := s.authorize(c.Request, where); err != nil {
		return nil, err
	}
	if where.body {
		if c.body, err = s.readBody(c.Request, w); err != nil {
			return nil, err
		}
	}
	return where.do(s, c)
}

// authorize decides whether a request may use a route.
func (s *Service) authorize(r *http.Request, where *route) error {
	if where.scope == "" {
		return nil
	}
	if s.config.Authorize == nil {
		if where.open || s.config.UnsafeNoAuth {
			return nil
		}
		return newProblem(http.StatusForbidden, "This service was set up without anybody who may do this.")
	}
	err := s.config.Authorize(r, where.scope)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrUnauthenticated):
		p := newProblem(http.StatusUnauthorized, "Show who you are with an access token for the scope "+string(where.scope)+".")
		p.header = http.Header{"Www-Authenticate": {`Bearer scope="` + string(where.scope) + `"`}}
		return p
	}
	p := newProblem(http.StatusForbidden, "You may not do this; it takes the scope "+string(where.scope)+".")
	p.header = http.Header{"Www-Authenticate": {`Bearer error="insufficient_scope", scope="` + string(where.scope) + `"`}}
	return p
}

// refuse returns the answer for an error, and logs a fault of the service.
func (s *Service) refuse(id string, err error) *answer {
	var p *problem
	if !errors.As(err, &p) {
		p = newFault(http.StatusInternalServerError, err)
	}
	if p.cause != nil && !errors.Is(p.cause, context.Canceled) {
		s.config.Logger.Error("fault", slog.String("id", id), slog.Int("status", p.Status), slog.String("error", p.cause.Error()))
	}
	out, err := answerJSON(p.Status, "application/problem+json", p)
	if err != nil {
		out = &answer{status: http.StatusInternalServerError, media: "application/problem+json", body: []byte("{}\n")}
	}
	out.header = p.header
	return out
}

func (a *answer) write(w http.ResponseWriter, method string) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "no-store")
	}
	header.Set("X-Content-Type-Options", "nosniff")
	if len(a.body) > 0 {
		header.Set("Content-Type", a.media)
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	if method != http.MethodHead {
		_, _ = w.Write(a.body) // a client that is gone cannot be told
	}
}

// idPattern is what a request id may look like.
var idPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`) })

// requestID returns the id that the client gave its request, or a new one.
func requestID(r *http.Request) string {
	if id := r.Header.Get("X-Request-Id"); idPattern().MatchString(id) {
		return id
	}
	random := make([]byte, 12)
	_, _ = rand.Read(random) // never fails
	return hex.EncodeToString(random)
}
