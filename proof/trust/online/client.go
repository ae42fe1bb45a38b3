package online

import (
	"encoding/asn1"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/netguard"
)

// Options say whom a [Client] asks. The zero value asks no time-stamp authority,
// and those to whom certificates point about revocation.
type Options struct {
	// TSA is the URL of the time-stamp authority; "": none.
	TSA string
	// Policy is the policy under which it shall stamp, as dotted numbers; "": its own.
	Policy string
	// User and Password, or Bearer, say to the time-stamp authority who asks.
	User, Password string
	Bearer         string

	// OCSP and CRL are URLs to ask in the place of those in certificates.
	OCSP, CRL string

	// Timeout bounds each request as a whole; 0: 20 seconds.
	Timeout time.Duration
	// Clock tells how old answers are that were kept; nil: time.Now.
	Clock func() time.Time
	// UnsafeAllow lists addresses that URLs from certificates may lead to although
	// they are not public, such as those of an authority in an intranet.
	UnsafeAllow []netip.Prefix
	// UnsafeTransport asks URLs from certificates with the client's own transport,
	// so that addresses are no longer checked. It is for networks whose only way
	// out is a proxy that checks them.
	UnsafeTransport bool
}

// The bounds of a client.
const (
	defaultTimeout = 20 * time.Second
	maxRedirects   = 3
	maxSources     = 3 // URLs of one kind that are tried for one certificate

	maxToken  = 256 << 10
	maxOCSP   = 64 << 10
	maxCRL    = 8 << 20
	maxIssuer = 256 << 10
)

// Client asks services. It may be shared between goroutines.
type Client struct {
	options Options
	policy  asn1.ObjectIdentifier
	guard   netguard.Policy
	given   *http.Client // for URLs that the caller gave
	guarded *http.Client // for URLs from certificates
	kept    answers
}

// New returns a client that asks by way of an HTTP client, which it does not
// change. For URLs from certificates it takes over the TLS configuration only. A
// client that does not check certificates is an error, and so, unless
// UnsafeTransport is set, is a transport that is not an [*http.Transport].
func New(client *http.Client, o Options) (*Client, error) {
	if client == nil {
		return nil, errors.New("ONLINE-CLIENT: there is no HTTP client, so nothing can be asked")
	}
	for _, given := range []string{o.TSA, o.OCSP, o.CRL} {
		if _, err := parseGiven(given); given != "" && err != nil {
			return nil, err
		}
	}
	policy, err := parsePolicy(o.Policy)
	switch {
	case err != nil:
		return nil, err
	case o.Bearer != "" && o.User != "":
		return nil, errors.New("ONLINE-CLIENT: give either a user name and password or a bearer token, not both")
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if client.Timeout > 0 {
		o.Timeout = min(o.Timeout, client.Timeout)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	c := &Client{options: o, policy: policy, guard: netguard.Policy{Allow: o.UnsafeAllow, HTTP: true}}
	transport, err := c.guardedTransport(client)
	if err != nil {
		return nil, err
	}
	c.given = &http.Client{Transport: client.Transport, CheckRedirect: checkGivenRedirect}
	c.guarded = &http.Client{Transport: transport, CheckRedirect: c.checkGuardedRedirect}
	return c, nil
}

func (c *Client) guardedTransport(client *http.Client) (http.RoundTripper, error) {
	base, ok := client.Transport.(*http.Transport)
	switch {
	case ok && base != nil && base.TLSClientConfig != nil && base.TLSClientConfig.InsecureSkipVerify:
		return nil, errors.New("ONLINE-CLIENT: the HTTP client does not check certificates, so it cannot be used")
	case c.options.UnsafeTransport:
		return client.Transport, nil
	case client.Transport == nil:
		return c.guard.Transport(nil), nil
	case !ok || base == nil:
		return nil, errors.New("ONLINE-CLIENT: the transport of the HTTP client is not an *http.Transport, so addresses cannot be checked; set UnsafeTransport if it checks them")
	}
	return c.guard.Transport(base), nil
}

// parseGiven reads a URL that the caller gave.
func parseGiven(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return nil, errors.New("ONLINE-URL: the URL of a service must be an http or https one without a user name in it")
	}
	return u, nil
}

// parsePolicy reads an object identifier.
func parsePolicy(text string) (asn1.ObjectIdentifier, error) {
	if text == "" {
		return nil, nil
	}
	var out asn1.ObjectIdentifier
	for _, part := range strings.Split(text, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("ONLINE-POLICY: %q is no policy; write the numbers of its object identifier with full stops between", text)
		}
		out = append(out, n)
	}
	if len(out) < 2 {
		return nil, fmt.Errorf("ONLINE-POLICY: %q is no policy; write the numbers of its object identifier with full stops between", text)
	}
	return out, nil
}
