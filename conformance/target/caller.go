package target

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/internal/netguard"
)

// caller makes calls to one service, and captures them.
type caller struct {
	base    *url.URL
	client  *http.Client
	options Options

	mu      sync.Mutex
	secrets []string
}

func newCaller(base string, o Options) (*caller, error) {
	u, err := o.baseURL(base)
	if err != nil {
		return nil, err
	}
	transport, err := o.transport()
	if err != nil {
		return nil, err
	}
	c := &caller{base: u, options: o, secrets: o.secrets()}
	c.client = &http.Client{Transport: transport, CheckRedirect: stayOnHost}
	return c, nil
}

var errRedirects = errors.New("the target redirects without end")

// stayOnHost follows redirects as long as they stay where they are: what a check
// found out is about the target, and its tokens are for it alone.
func stayOnHost(r *http.Request, via []*http.Request) error {
	switch {
	case r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme:
		return http.ErrUseLastResponse
	case len(via) > maxRedirects:
		return errRedirects
	}
	return nil
}

// learn adds values that must not enter an exchange.
func (c *caller) learn(secrets ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.secrets = append(c.secrets, secrets...)
}

func (c *caller) known() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.secrets[:len(c.secrets):len(c.secrets)]
}

// Secrets returns what must not enter a report; see [conformance.Secretive].
func (c *caller) Secrets() []string { return c.known() }

// reply is an answer of HTTP, as it was received.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// mediaType returns the media type in small letters, without parameters.
func (r reply) mediaType() string {
	kind, _, _ := strings.Cut(r.header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// send makes one call to an address. The exchange is captured in any case; an error
// is one sentence on why there is no usable answer.
func (c *caller) send(ctx context.Context, method, address string, header http.Header, body []byte) (reply, conformance.Exchange, error) {
	started := time.Now()
	var got reply
	err := ctx.Err()
	if err == nil {
		got, err = c.roundTrip(ctx, method, address, header, body)
	}
	x := conformance.Exchange{
		Request:  conformance.NewMessage(method+" "+address, header, body, c.known()...),
		Response: conformance.NewMessage("", got.header, got.body, c.known()...),
		Started:  started.UTC(),
		Duration: time.Since(started),
	}
	x.Response.Status = got.status
	if err != nil {
		x.Failure = conformance.NewMessage(err.Error(), nil, nil, c.known()...).Line
		if ctx.Err() == nil {
			err = errors.New(x.Failure)
		}
	}
	return got, x, err
}

func (c *caller) roundTrip(ctx context.Context, method, address string, header http.Header, body []byte) (reply, error) {
	limited, cancel := context.WithTimeout(ctx, c.options.timeout())
	defer cancel()
	request, err := http.NewRequestWithContext(limited, method, address, bytes.NewReader(body))
	if err != nil {
		return reply{}, fmt.Errorf("the address cannot be called")
	}
	request.Header = header.Clone()
	if request.Header == nil {
		request.Header = make(http.Header)
	}
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", "mikromerit-conformance")
	}
	response, err := c.client.Do(request)
	if err != nil {
		return reply{}, c.explain(ctx, err)
	}
	defer response.Body.Close()
	got := reply{status: response.StatusCode, header: response.Header}
	got.body, err = readBody(response, c.options.maxBody())
	if err != nil {
		return got, c.explainBody(ctx, err, len(got.body))
	}
	return got, nil
}

var errLong = errors.New("too long")

// readBody reads an answer to its end, or to the limit. What was compressed although
// nobody asked for it is expanded within the same limit.
func readBody(response *http.Response, limit int64) ([]byte, error) {
	body, err := readAll(response.Body, limit)
	if err != nil || !strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") || len(body) == 0 {
		return body, err
	}
	expand, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return body, fmt.Errorf("the answer says that it is compressed with gzip, but it is not")
	}
	expanded, err := readAll(expand, limit)
	if err != nil && !errors.Is(err, errLong) {
		err = fmt.Errorf("the answer is compressed with gzip, but broken")
	}
	return expanded, err
}

func readAll(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(body)) > limit {
		return body[:min(len(body), 1<<20)], errLong
	}
	return body, err
}

// explain says in one sentence why there is no answer.
func (c *caller) explain(ctx context.Context, err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err // its text holds the address
	}
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errRedirects):
		return fmt.Errorf("the target redirects without end: %d times on one call", maxRedirects)
	case errors.Is(err, netguard.ErrRefused):
		return fmt.Errorf("the target is at an address that is not public; allow local targets if you mean it")
	case errors.As(err, &certificate):
		return fmt.Errorf("the certificate of the target is not accepted: %v", certificate.Err)
	case errors.As(err, &record):
		return fmt.Errorf("the target does not speak TLS at this address")
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		return fmt.Errorf("the target gave no answer within %v", c.options.timeout())
	case errors.As(err, &dns):
		return fmt.Errorf("the name of the target cannot be looked up")
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("nothing answers at the address of the target: the connection was refused")
	case errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.EPIPE):
		return fmt.Errorf("the target broke off the connection without an answer")
	}
	return fmt.Errorf("the call failed: %w", err)
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// explainBody says in one sentence why an answer is not whole.
func (c *caller) explainBody(ctx context.Context, err error, got int) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errLong):
		return fmt.Errorf("the answer is longer than %d bytes", c.options.maxBody())
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		return fmt.Errorf("the target did not end its answer within %v; %d bytes had come", c.options.timeout(), got)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF):
		return fmt.Errorf("the connection broke off in the middle of the answer, after %d bytes", got)
	}
	return fmt.Errorf("the answer cannot be read after %d bytes: %w", got, err)
}
