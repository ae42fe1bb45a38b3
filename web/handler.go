package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Config is how a [Handler] works. The zero Config trusts nobody and is offline.
type Config struct {
	// Verifier checks the files; nil: one that trusts nobody and is offline. If its
	// limits do not say how many JSON values a file may have, 200,000 are accepted.
	Verifier *mikromerit.Verifier
	// Tool is named as the converter in converted documents; zero: "mikromerit".
	Tool mc.Tool
	// MaxFile is how long a file may be, in bytes; 0: 10 MiB.
	MaxFile int64
	// MaxJobs is how many files are worked on at once; 0: two for each processor.
	// Others wait their turn.
	MaxJobs int
	// Timeout is how long a job may take, with its turn; 0: 30 seconds.
	Timeout time.Duration
}

// The defaults of a Config.
const (
	defaultFile    = 10 << 20
	defaultValues  = 200_000
	defaultTimeout = 30 * time.Second
)

// Handler returns the page on which anybody can look at a credential and convert it.
// It serves "/" and "/convert"; below another path, mount it with [http.StripPrefix]
// and a slash at the end. It keeps nothing of what is sent to it. How long somebody may
// take to send a file is up to the ReadTimeout of the server.
func Handler(c Config) http.Handler {
	if c.Verifier == nil {
		c.Verifier = mikromerit.NewVerifier(mikromerit.Trust{})
	}
	checked := *c.Verifier
	checked.Env.Limits.Values = cmp.Or(checked.Env.Limits.Values, defaultValues)
	c.Verifier = &checked
	c.Tool.Name = cmp.Or(c.Tool.Name, "mikromerit")
	c.MaxFile = cmp.Or(c.MaxFile, defaultFile)
	c.MaxJobs = cmp.Or(c.MaxJobs, 2*runtime.GOMAXPROCS(0))
	c.Timeout = cmp.Or(c.Timeout, defaultTimeout)
	h := &handler{Config: c, turns: make(chan struct{}, c.MaxJobs)}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /{$}", h.form)
	routes.HandleFunc("POST /{$}", h.show)
	routes.HandleFunc("POST /convert", h.convert)
	routes.HandleFunc("GET /convert", func(w http.ResponseWriter, _ *http.Request) { // the address of an answer, opened again
		w.Header().Set("Location", "./")
		w.WriteHeader(http.StatusSeeOther)
	})
	routes.HandleFunc("GET /", h.nowhere)
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(h.foreign))
	return secured(guard.Handler(routes))
}

// secured sets the headers of every answer. The referrer policy is not no-referrer:
// with that, browsers say that our own forms come from nowhere, which the guard
// against forms of other websites must refuse.
func secured(next http.Handler) http.Handler {
	csp := policy("form-action 'self'; frame-ancestors 'none'")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range map[string]string{
			"Content-Security-Policy":      csp,
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cache-Control":                "no-store",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"X-Robots-Tag":                 "noindex",
			"Vary":                         "Accept-Language",
		} {
			w.Header().Set(name, value)
		}
		next.ServeHTTP(w, r)
	})
}

// handler is the page at work.
type handler struct {
	Config
	turns chan struct{}
}

// problem is why a file is not shown or converted: a status, a sentence in the
// language of the reader, and details in English.
type problem struct {
	status  int
	say     func(*phrases) string
	details []string
}

// turn waits for one of the places at work. The caller gives it back.
func (h *handler) turn(ctx context.Context) (done func(), err error) {
	select {
	case h.turns <- struct{}{}:
		return func() { <-h.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (h *handler) form(w http.ResponseWriter, r *http.Request) {
	h.answer(w, http.StatusOK, h.empty(tongueFor(wantedBy(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))...)))
}

func (h *handler) empty(t tongue) *page {
	p := newPage(t)
	p.Served, p.Form = true, true
	p.Title, p.Heading = p.P.Page.Title, p.P.Page.Title
	return p
}

func (h *handler) nowhere(w http.ResponseWriter, r *http.Request) {
	h.refuse(w, r, "", &problem{status: http.StatusNotFound, say: func(p *phrases) string { return p.Page.NotFound }})
}

func (h *handler) foreign(w http.ResponseWriter, r *http.Request) {
	h.refuse(w, r, "", &problem{status: http.StatusForbidden, say: func(p *phrases) string { return p.Page.Foreign }})
}

// refuse shows why nothing was done, with the form to try again.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, lang string, why *problem) {
	p := h.empty(tongueFor(wantedBy(lang, r.Header.Get("Accept-Language"))...))
	p.Problem = why.say(p.P)
	for _, d := range why.details {
		p.Detail = append(p.Detail, cleaned(d, maxTerm))
	}
	h.answer(w, why.status, p)
}

func (h *handler) answer(w http.ResponseWriter, status int, p *page) {
	var out bytes.Buffer
	if err := p.write(&out); err != nil {
		http.Error(w, "This page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", p.Tag)
	w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // whoever asked may be gone
}

// show answers with the card of the file that was sent.
func (h *handler) show(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), h.Timeout)
	defer cancel()
	sent, why := h.receive(r)
	if why == nil {
		var done func()
		var err error
		if done, err = h.turn(ctx); err != nil {
			why = &problem{status: http.StatusServiceUnavailable, say: func(p *phrases) string { return p.Page.Busy }}
		} else {
			defer done()
			var p *page
			if p, why = h.cards(ctx, r, sent); why == nil {
				h.answer(w, http.StatusOK, p)
				return
			}
		}
	}
	h.refuse(w, r, sent.lang(), why)
}

// cards returns the page that shows a file that was sent.
func (h *handler) cards(ctx context.Context, r *http.Request, sent submission) (*page, *problem) {
	wanted := wantedBy(sent.lang(), r.Header.Get("Accept-Language"))
	o := Options{Further: wanted, At: h.Verifier.Env.Now(), Convert: h.options(sent)}
	found, err := h.Verifier.Inspect(ctx, sent.file, mikromerit.InspectOptions{Language: tagOf(tongueFor(wanted...))})
	if err != nil {
		return nil, whyNotRead(ctx, err)
	}
	p, err := newCards(ctx, found, o)
	if err != nil {
		return nil, whyNotRead(ctx, err)
	}
	p.Served = true
	p.Work = &work{Data: base64.RawURLEncoding.EncodeToString(sent.file), Lang: p.Tag, Country: sent.fields["country"], Framework: sent.fields["framework"]}
	return p, nil
}

func tagOf(t tongue) language.Tag { return language.Make(t.Tag) }

// options are those of the conversion that a form asks for.
func (h *handler) options(sent submission) mikromerit.ConvertOptions {
	o := mikromerit.ConvertOptions{Tool: h.Tool, At: h.Verifier.Env.Now(), Verifier: h.Verifier, EmbedOriginal: sent.fields["embed"] == "yes"}
	o.IssuerCountry, o.CreditFramework = sent.fields["country"], sent.fields["framework"]
	return o
}

// whyNotRead says why a file could not be read as a credential.
func whyNotRead(ctx context.Context, err error) *problem {
	if ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded) {
		return &problem{status: http.StatusServiceUnavailable, say: func(p *phrases) string { return p.Page.Late }}
	}
	return &problem{
		status: http.StatusUnprocessableEntity, say: func(p *phrases) string { return p.Page.NotCredential }, details: []string{vc.Plain(err.Error())},
	}
}
