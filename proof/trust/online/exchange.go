package online

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/mikromerit/mikromerit/internal/netguard"
	"github.com/mikromerit/mikromerit/vc"
)

// question is one request to a service.
type question struct {
	service     string // how it is called in a sentence
	url         string
	body        []byte // nil: GET
	contentType string
	accept      string
	limit       int
	given       bool // the caller gave the URL
	prepare     func(*http.Request)
}

// The reasons why a service gives no answer. Each wraps [vc.ErrUnreachable].
var (
	errRedirect = errors.New("it redirects too often, to another host or scheme or in a way that loses the question")
	errTimeout  = errors.New("it did not answer in time")
	errSize     = errors.New("its answer is too large")
)

// failure is the error that a service gave no answer.
func failure(code string, q question, why string) error {
	return fmt.Errorf("%s: %s gave no answer: %s (%w)", code, q.service, why, vc.ErrUnreachable)
}

// ask sends a question and returns the whole answer.
func (c *Client) ask(ctx context.Context, q question) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	body, err := c.send(within, q)
	switch {
	case ctx.Err() != nil: // the caller gave up
		return nil, ctx.Err()
	case err == nil && within.Err() == nil:
		return body, nil
	case within.Err() != nil || isTimeout(err):
		return nil, failure("ONLINE-TIMEOUT", q, errTimeout.Error())
	case errors.Is(err, errRedirect):
		return nil, failure("ONLINE-REDIRECT", q, errRedirect.Error())
	case errors.Is(err, errSize):
		return nil, failure("ONLINE-SIZE", q, fmt.Sprintf("its answer has more than %d bytes", q.limit))
	case errors.Is(err, netguard.ErrRefused):
		return nil, failure("ONLINE-ADDRESS", q, "a certificate names an address for it that must not be asked, as it is not a public one")
	}
	var status statusError
	if errors.As(err, &status) {
		return nil, failure("ONLINE-STATUS", q, fmt.Sprintf("it answered with HTTP status %d", int(status)))
	}
	return nil, failure("ONLINE-CONNECTION", q, "the connection failed or was cut off")
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// statusError is an HTTP status other than 200.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("HTTP status %d", int(e)) }

func (c *Client) send(ctx context.Context, q question) ([]byte, error) {
	client := c.given
	if !q.given {
		if _, err := c.guard.CheckURL(q.url); err != nil {
			return nil, err
		}
		client = c.guarded
	}
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if q.body != nil {
		method, body = http.MethodPost, bytes.NewReader(q.body)
	}
	request, err := http.NewRequestWithContext(ctx, method, q.url, body)
	if err != nil {
		return nil, err
	}
	if q.contentType != "" {
		request.Header.Set("Content-Type", q.contentType)
	}
	request.Header.Set("Accept", q.accept)
	if q.prepare != nil {
		q.prepare(request)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, statusError(response.StatusCode)
	}
	if response.ContentLength > int64(q.limit) {
		return nil, errSize
	}
	out, err := io.ReadAll(io.LimitReader(response.Body, int64(q.limit)+1))
	if err == nil && len(out) > q.limit {
		err = errSize
	}
	return out, err
}

// checkGivenRedirect follows few redirects, none that would turn a question into
// a GET without it, none away from TLS and none to another host: the caller named
// this one, perhaps with a password for it, and no other has been looked at.
func checkGivenRedirect(request *http.Request, via []*http.Request) error {
	first := via[0].URL
	if len(via) > maxRedirects || request.Method != via[0].Method || !strings.EqualFold(request.URL.Hostname(), first.Hostname()) ||
		request.URL.Scheme != "https" && (request.URL.Scheme != "http" || first.Scheme == "https") {
		return errRedirect
	}
	if request.URL.Host != first.Host || request.URL.Scheme != first.Scheme { // another service may stand there
		request.Header.Del("Authorization")
	}
	request.Header.Del("Referer")
	return nil
}

func (c *Client) checkGuardedRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects || request.Method != via[0].Method {
		return errRedirect
	}
	request.Header.Del("Referer")
	_, err := c.guard.CheckURL(request.URL.String())
	return err
}

// isPage reports whether an answer is a web page, which services show when
// something is wrong with them or with the URL.
func isPage(body []byte) bool {
	return strings.HasPrefix(strings.TrimSpace(string(body[:min(len(body), 64)])), "<")
}

// unfit is the error that an answer is none to the question.
func unfit(code string, q question, body []byte, why string) error {
	if isPage(body) {
		why = "it is a web page; check the URL"
	}
	return fmt.Errorf("%s: the answer of %s cannot be used: %s", code, q.service, why)
}
