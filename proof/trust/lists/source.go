package lists

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/netguard"
	"github.com/mikromerit/mikromerit/vc"
)

// Source is where lists come from.
type Source interface {
	// Get returns the file at a URL. If it is still of the version that the caller
	// has, the answer says so and has no data. More than maxBytes is an error.
	Get(ctx context.Context, url string, have Version, maxBytes int64) (Answer, error)
}

// Version tells the versions of a file on a server apart (RFC 9110 section 8.8).
type Version struct{ ETag, LastModified string }

// Answer is what a [Source] returns.
type Answer struct {
	Data      []byte
	Version   Version
	Unchanged bool
}

// From returns a source that gets lists through a fetcher. It gets them whole each
// time.
func From(fetcher vc.Fetcher) Source { return fetched{fetcher} }

type fetched struct{ fetcher vc.Fetcher }

// Get implements [Source].
func (f fetched) Get(ctx context.Context, url string, _ Version, maxBytes int64) (Answer, error) {
	data, _, err := f.fetcher.Fetch(ctx, url, []string{MIMEList, "application/xml", "text/xml"}, maxBytes)
	return Answer{Data: data}, err
}

// HTTPOptions change what the source of [HTTP] does.
type HTTPOptions struct {
	// Timeout bounds one list as a whole; 0: two minutes.
	Timeout time.Duration
	// UnsafeAllow lists addresses that may be reached although they are not public.
	UnsafeAllow []netip.Prefix
	// UnsafeTransport uses the transport of the client as it is, so that addresses are
	// no longer checked. It is for networks whose only way out is a proxy.
	UnsafeTransport bool
}

const listTimeout, maxListRedirects = 2 * time.Minute, 3

// HTTP returns a source over HTTP that only goes to public addresses, as the list of
// lists names many and its pivots are read before anybody vouches for them. It takes
// over the TLS configuration of the client, which may be nil, and asks for a list only
// if it has changed. Some countries publish theirs without TLS; each list is signed.
func HTTP(client *http.Client, o HTTPOptions) (Source, error) {
	if client == nil {
		client = &http.Client{}
	}
	h := &overHTTP{guard: netguard.Policy{Allow: o.UnsafeAllow, HTTP: true}, timeout: o.Timeout}
	if h.timeout <= 0 {
		h.timeout = listTimeout
	}
	transport := client.Transport
	if !o.UnsafeTransport {
		base, ok := transport.(*http.Transport)
		switch {
		case transport != nil && !ok:
			return nil, errors.New("LIST-CLIENT: the transport of the HTTP client is not an *http.Transport, so addresses cannot be checked; set UnsafeTransport if it checks them")
		case base != nil && base.TLSClientConfig != nil && base.TLSClientConfig.InsecureSkipVerify:
			return nil, errors.New("LIST-CLIENT: the HTTP client does not check certificates, so it cannot be used")
		}
		transport = h.guard.Transport(base)
	}
	h.client = &http.Client{Transport: transport, CheckRedirect: h.checkRedirect}
	return h, nil
}

type overHTTP struct {
	client  *http.Client
	guard   netguard.Policy
	timeout time.Duration
}

var errRedirect = errors.New("it redirects too often, or away from TLS")

func (h *overHTTP) checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > maxListRedirects || via[len(via)-1].URL.Scheme == "https" && request.URL.Scheme != "https" {
		return errRedirect
	}
	request.Header.Del("Referer")
	_, err := h.guard.CheckURL(request.URL.String())
	return err
}

// Get implements [Source].
func (h *overHTTP) Get(ctx context.Context, address string, have Version, maxBytes int64) (Answer, error) {
	within, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	answer, err := h.get(within, address, have, maxBytes)
	var around *url.Error
	var name *net.DNSError
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case within.Err() != nil:
		err = fmt.Errorf("the server did not send it within %v", h.timeout)
	case errors.Is(err, netguard.ErrRefused):
		err = errors.New("its address is not a public one, so it is not asked")
	case errors.Is(err, errRedirect):
		err = errRedirect
	case errors.As(err, &name):
		err = errors.New("the name of its host cannot be resolved")
	case errors.As(err, &around): // its text would repeat the address
		err = fmt.Errorf("the connection failed: %w", around.Err)
	}
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", vc.ErrUnreachable, err)
	}
	return answer, nil
}

func (h *overHTTP) get(ctx context.Context, address string, have Version, maxBytes int64) (Answer, error) {
	if _, err := h.guard.CheckURL(address); err != nil {
		return Answer{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, errors.New("the address is not one")
	}
	request.Header.Set("User-Agent", "mikromerit")
	request.Header.Set("Accept", MIMEList+", application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1")
	if have.ETag != "" {
		request.Header.Set("If-None-Match", have.ETag)
	}
	if have.LastModified != "" {
		request.Header.Set("If-Modified-Since", have.LastModified)
	}
	response, err := h.client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	switch {
	case response.StatusCode == http.StatusNotModified && have != Version{}:
		return Answer{Version: have, Unchanged: true}, nil
	case response.StatusCode != http.StatusOK:
		return Answer{}, fmt.Errorf("the server answered with status %d", response.StatusCode)
	}
	data, err := readBody(response, maxBytes)
	return Answer{Data: data, Version: Version{short(response.Header.Get("ETag")), short(response.Header.Get("Last-Modified"))}}, err
}

// readBody reads an answer, which some servers compress without being asked. The bound
// holds before and after.
func readBody(response *http.Response, maxBytes int64) ([]byte, error) {
	tooLarge := fmt.Errorf("the file has more than %d bytes", maxBytes)
	if response.ContentLength > maxBytes {
		return nil, tooLarge
	}
	body := io.LimitReader(response.Body, maxBytes+1)
	if strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") {
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, errors.New("the answer is compressed in a way that cannot be read")
		}
		body = io.LimitReader(unzipped, maxBytes+1)
	}
	data, err := io.ReadAll(body)
	if int64(len(data)) > maxBytes {
		return nil, tooLarge
	}
	if err != nil {
		return nil, errors.New("the answer was cut off")
	}
	return data, nil
}

// short drops what would bloat the index, or cannot be sent back as it came.
func short(text string) string {
	if len(text) > 256 || strings.ContainsFunc(text, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
		return ""
	}
	return text
}
