package fetch

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/netguard"
	"github.com/mikromerit/mikromerit/vc"
)

// The defaults of [Options].
const (
	DefaultTimeout   = 10 * time.Second
	DefaultRedirects = 3
)

// Options change what a Fetcher does. The zero value is the safe choice.
type Options struct {
	// Timeout bounds one fetch as a whole, from looking up the name to the
	// last byte; 0: DefaultTimeout. A shorter timeout of the client prevails.
	Timeout time.Duration
	// MaxRedirects is how many redirects are followed; 0: DefaultRedirects,
	// negative: none.
	MaxRedirects int

	// UnsafeCrossHost follows redirects to other hosts, under the same rules.
	// Whoever can make a host redirect then speaks for it.
	UnsafeCrossHost bool
	// UnsafeAllow lists addresses that may be reached although they are not
	// public, such as those of a test server or of an intranet.
	UnsafeAllow []netip.Prefix
	// UnsafeTransport uses the client's transport as it is, with its proxy and
	// its way to connect, so that addresses are no longer checked; URLs,
	// redirects, sizes and times still are. It is for networks whose only way
	// out is a proxy that checks addresses.
	UnsafeTransport bool
}

// errClient says that a client cannot be made safe.
var errClient = errors.New("FETCH-CLIENT: the HTTP client cannot be used safely")

// New returns a Fetcher that is safe for URLs from other people's documents. It
// takes over the timeout and the TLS configuration (such as a private
// certification authority) of the client, which may be nil; the client's
// cookies, redirect rule, proxy and dialing are not used, and the client itself
// is not changed. A client that does not check certificates is an error, and so
// is a transport that is not an [*http.Transport]; set UnsafeTransport to use
// one.
func New(client *http.Client, options Options) (vc.Fetcher, error) {
	if client == nil {
		client = &http.Client{}
	}
	f := &fetcher{policy: netguard.Policy{Allow: options.UnsafeAllow}, crossHost: options.UnsafeCrossHost,
		timeout: options.Timeout, redirects: options.MaxRedirects}
	if f.timeout <= 0 {
		f.timeout = DefaultTimeout
	}
	if client.Timeout > 0 && client.Timeout < f.timeout {
		f.timeout = client.Timeout
	}
	if f.redirects == 0 {
		f.redirects = DefaultRedirects
	}
	transport, err := newTransport(client, f.policy, options.UnsafeTransport)
	if err != nil {
		return nil, err
	}
	f.client = &http.Client{Transport: transport, CheckRedirect: f.checkRedirect}
	return f, nil
}

func newTransport(client *http.Client, policy netguard.Policy, asIs bool) (http.RoundTripper, error) {
	if asIs && client.Transport != nil {
		return client.Transport, nil
	}
	if client.Transport == nil {
		return policy.Transport(nil), nil
	}
	base, ok := client.Transport.(*http.Transport)
	switch {
	case !ok || base == nil:
		return nil, fmt.Errorf("%w: its transport is not an *http.Transport", errClient)
	case base.TLSClientConfig != nil && base.TLSClientConfig.InsecureSkipVerify:
		return nil, fmt.Errorf("%w: it does not check certificates", errClient)
	}
	return policy.Transport(base), nil
}

type fetcher struct {
	client    *http.Client
	policy    netguard.Policy
	timeout   time.Duration
	redirects int
	crossHost bool
}

// The reasons why a fetch fails, each with its stable code.
var (
	errURL         = errors.New("FETCH-URL: the URL may not be fetched")
	errRedirects   = errors.New("FETCH-REDIRECT: the server redirects too often")
	errOtherHost   = errors.New("FETCH-REDIRECT: the server redirects to another host")
	errAddress     = errors.New("FETCH-ADDRESS: the host has no public address")
	errName        = errors.New("FETCH-NAME: the name of the host cannot be resolved")
	errTimeout     = errors.New("FETCH-TIMEOUT: the server did not answer in time")
	errCertificate = errors.New("FETCH-CERTIFICATE: the certificate of the server is not accepted")
	errConnection  = errors.New("FETCH-CONNECTION: the connection failed")
	errEncoding    = errors.New("FETCH-ENCODING: the answer is encoded in a way that was not asked for")
)

// Fetch implements [vc.Fetcher].
func (f *fetcher) Fetch(ctx context.Context, address string, accept []string, maxBytes int64) ([]byte, string, error) {
	within, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	body, mediaType, err := f.get(within, address, accept, min(maxBytes, 1<<40))
	switch {
	case ctx.Err() != nil: // the caller gave up
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, ctx.Err())
	case err == nil && within.Err() != nil:
		// A server that is hung up on may still end its answer early, and
		// what arrives looks whole.
		err = errTimeout
	}
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, err)
	}
	return body, mediaType, nil
}

func (f *fetcher) get(ctx context.Context, address string, accept []string, maxBytes int64) ([]byte, string, error) {
	u, err := f.policy.CheckURL(address)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", errURL, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, "", errURL
	}
	request.Header.Set("User-Agent", "mikromerit")
	if len(accept) > 0 {
		request.Header.Set("Accept", strings.Join(accept, ", "))
	}
	response, err := f.client.Do(request)
	if err != nil {
		return nil, "", newConnectionError(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusGone {
		return nil, "", fmt.Errorf("FETCH-STATUS: %w", vc.ErrGone)
	}
	if response.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("FETCH-STATUS: the server answered with status %d", response.StatusCode)
	}
	body, err := read(response, maxBytes)
	if err != nil {
		return nil, "", err
	}
	mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil {
		mediaType = ""
	}
	return body, mediaType, nil
}

// read returns the body. Static stores send gzip whether or not it was asked
// for, so it is decompressed here; the same bound holds before and after.
func read(response *http.Response, maxBytes int64) ([]byte, error) {
	if response.ContentLength > maxBytes {
		return nil, newSizeError(maxBytes)
	}
	compressed := &io.LimitedReader{R: response.Body, N: maxBytes + 1}
	var body io.Reader = compressed
	switch strings.ToLower(response.Header.Get("Content-Encoding")) {
	case "", "identity":
	case "gzip":
		unzipped, err := gzip.NewReader(compressed)
		if err != nil {
			return nil, newBodyError(err)
		}
		body = io.LimitReader(unzipped, maxBytes+1)
	default:
		return nil, errEncoding
	}
	data, err := io.ReadAll(body)
	switch {
	case int64(len(data)) > maxBytes || compressed.N <= 0:
		return nil, newSizeError(maxBytes)
	case err != nil:
		return nil, newBodyError(err)
	}
	return data, nil
}

func newSizeError(maxBytes int64) error {
	return fmt.Errorf("FETCH-SIZE: the document has more than %d bytes", maxBytes)
}

func newBodyError(err error) error {
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return errEncoding
	}
	return newConnectionError(err)
}

// checkRedirect checks each further URL by the rules of the first.
func (f *fetcher) checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > max(f.redirects, 0) {
		return errRedirects
	}
	if _, err := f.policy.CheckURL(request.URL.String()); err != nil {
		return fmt.Errorf("%w: %w", errURL, err)
	}
	if !f.crossHost && !strings.EqualFold(request.URL.Host, via[0].URL.Host) {
		return errOtherHost
	}
	request.Header.Del("Referer")
	return nil
}

// newConnectionError returns the error of this package for the error of a
// connection, whose own text is dropped because it names addresses.
func newConnectionError(err error) error {
	for _, known := range []error{errURL, errRedirects, errOtherHost} {
		if errors.Is(err, known) {
			return unwrapURLError(err)
		}
	}
	var name *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, netguard.ErrRefused):
		return errAddress
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return errTimeout
	case errors.As(err, &name):
		return errName
	case isCertificateError(err):
		return errCertificate
	}
	return errConnection
}

// unwrapURLError returns the error that the HTTP client wrapped.
func unwrapURLError(err error) error {
	var around *url.Error
	if errors.As(err, &around) {
		return around.Err
	}
	return err
}

func isCertificateError(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &host)
}
