package target

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/internal/netguard"
)

// Options is how a service or a program is reached. The zero value serves a public
// service that asks for nothing.
type Options struct {
	Name    string        // what people call the target; "": its address
	Timeout time.Duration // of one call, with its whole answer; 0: 30 seconds
	// MaxBody is how long an answer may be, in bytes; 0: 10 MiB.
	MaxBody int64

	// Header is sent with each call that is not anonymous, such as an API key.
	Header http.Header
	Bearer string // an access token
	OAuth  OAuth  // how to get an access token

	// AllowLocal lets the target be on this machine or in this network, and be
	// reached without TLS.
	AllowLocal bool
	CA         []byte // further certification authorities of the target, in PEM
	// UnsafeTLS does not check the certificate of the target.
	UnsafeTLS bool

	// Paths are the paths of operations of a VC-API, below its base, where they are
	// not the usual ones; "{suite}" stands for the proof suite. An empty path says
	// that there is no such operation.
	Paths map[conformance.Operation]string
	// Suites are the proof suites of the target, where they are known.
	Suites []string
	// SuitePaths are what "{suite}" is to be, for suites that have another name
	// there.
	SuitePaths map[string]string
	Issuer     string // the identifier by which the target signs
	// Issuers are the identifiers for suites with which it signs by another.
	Issuers map[string]string
	// Served says that somebody serves what documents refer to at the addresses there,
	// where a VC-API can fetch it. Otherwise it is not asked about such documents:
	// its interface has no place for them.
	Served bool
	// TokensAsText sends tokens as JSON strings, not as enveloped credentials.
	TokensAsText bool

	// Restarts is how often a program is started again after it ended or hung in a
	// run; 0: 100 times.
	Restarts int
	Env      []string // of a program; nil: that of this process
	Dir      string   // of a program; "": where this process is
}

// OAuth is how to get an access token. Which way is taken follows from what is set:
// a refresh token, the credentials of a client, or, with Register, an authorization
// code of a server that approves by itself.
type OAuth struct {
	TokenURL     string // "": as the service description says
	RevokeURL    string // where a token can be revoked (RFC 7009); a service description does not say it
	ClientID     string
	ClientSecret string
	RefreshToken string
	Scope        []string // nil: all of the interface
	// Register registers a client and asks for an authorization code with PKCE. It
	// needs a server that approves without a person, as test servers do.
	Register bool
}

func (o OAuth) isSet() bool {
	return o.ClientID != "" || o.RefreshToken != "" || o.Register
}

const (
	defaultTimeout = 30 * time.Second
	defaultBody    = 10 << 20
	maxRedirects   = 5
)

func (o Options) timeout() time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return defaultTimeout
}

func (o Options) maxBody() int64 {
	if o.MaxBody > 0 {
		return o.MaxBody
	}
	return defaultBody
}

// secrets are the values that must not enter an exchange.
func (o Options) secrets() []string {
	all := []string{o.Bearer, o.OAuth.ClientSecret, o.OAuth.RefreshToken}
	for name, values := range o.Header {
		if plainHeaders[http.CanonicalHeaderKey(name)] {
			continue
		}
		for _, value := range values {
			all = append(all, value)
			if scheme, token, ok := strings.Cut(value, " "); ok {
				all = append(all, token)
				if plain, err := base64.StdEncoding.DecodeString(token); err == nil && strings.EqualFold(scheme, "Basic") {
					_, password, _ := strings.Cut(string(plain), ":")
					all = append(all, password)
				}
			}
		}
	}
	return all
}

// identifies reports whether the options show a service who is calling.
func (o Options) identifies() bool {
	secret := func(value string) bool { return value != "" }
	return o.OAuth.isSet() || slices.ContainsFunc(o.secrets(), secret)
}

// plainHeaders are those that a caller may set and that hold no secret.
var plainHeaders = map[string]bool{"Accept": true, "Accept-Language": true, "Content-Type": true, "User-Agent": true, "Origin": true}

// baseURL reads the address of a service.
func (o Options) baseURL(base string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(base))
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return nil, fmt.Errorf("TARGET-ADDRESS: %q is not the address of a service; give one that starts with https://", conformance.NewMessage(base, nil, nil).Line)
	case u.User != nil:
		return nil, fmt.Errorf("TARGET-ADDRESS: the address holds a user name; give credentials apart")
	case u.Scheme == "http" && !o.AllowLocal:
		return nil, fmt.Errorf("TARGET-ADDRESS: the address is not https; without TLS only a local target can be judged, when that is allowed")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("TARGET-ADDRESS: the address has the scheme %q; it must be https", u.Scheme)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("TARGET-ADDRESS: the address has a query or a fragment; the base of an interface has none")
	}
	if !o.AllowLocal {
		// The name is looked at again when it is resolved. An address in place of a
		// name is fine here, since a person gave it.
		if address, err := netip.ParseAddr(u.Hostname()); err != nil {
			if _, err := (netguard.Policy{}).CheckURL("https://" + u.Host + "/"); err != nil {
				return nil, fmt.Errorf("TARGET-ADDRESS: %w; allow local targets if you mean it", err)
			}
		} else if address.IsLoopback() || address.IsPrivate() {
			return nil, fmt.Errorf("TARGET-ADDRESS: %w; allow local targets if you mean it", netguard.ErrRefused)
		}
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	return u, nil
}

// everywhere are all addresses.
var everywhere = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

// transport returns the way to connect that the options allow.
func (o Options) transport() (*http.Transport, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: o.UnsafeTLS}
	if len(o.CA) > 0 {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(o.CA) {
			return nil, fmt.Errorf("TARGET-CA: there is no certificate in what was given as the authority of the target; give it in PEM")
		}
		config.RootCAs = pool
	}
	var policy netguard.Policy
	if o.AllowLocal {
		policy.Allow = everywhere
	}
	t := policy.Transport(&http.Transport{TLSClientConfig: config})
	t.ResponseHeaderTimeout = o.timeout()
	return t, nil
}

// broken is a target that could not be set up. It says so when it is asked what it
// is, so that a run reports it like any other target.
type broken struct{ err error }

func (b broken) Describe(context.Context) (conformance.Description, error) {
	return conformance.Description{}, b.err
}

func (b broken) Do(context.Context, conformance.Request) (conformance.Answer, error) {
	return conformance.Answer{}, b.err
}

func (b broken) Call(context.Context, conformance.Call) (conformance.Exchange, error) {
	return conformance.Exchange{}, b.err
}
