package vcapi

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// Config is how a [Service] works. Set Store, and Suites for a service that signs.
type Config struct {
	// URL is the address at which the service is mounted, without a slash at its
	// end. The addresses of status lists are below it.
	URL string
	// Suites are the ways in which credentials are signed. The first is that of
	// /credentials/issue. See [StandardSuites].
	Suites []Suite
	// Presentations are the ways in which presentations are signed, the default
	// first. See [StandardPresentations].
	Presentations []Suite
	// Verifier verifies, and its Env is also that of signing. nil: one that is
	// offline and accepts any issuer.
	Verifier *mikromerit.Verifier
	// Store keeps what is issued. It is required when there are Suites.
	Store Store

	// Authorize decides whether a request may do what a scope stands for. An error
	// that wraps [ErrUnauthenticated] is answered with 401, any other with 403. nil:
	// whatever signs, or hands out what was issued, is refused, and the rest is open
	// to all.
	Authorize func(r *http.Request, scope Scope) error
	// UnsafeNoAuth opens everything to everybody when Authorize is nil.
	UnsafeNoAuth bool

	// Body is the length that a request may have, in bytes; 0: 1 MiB. Timeout is for
	// how long one may be worked on; 0: 30 seconds.
	Body    int64
	Timeout time.Duration
	// ListPeriod is for how long a published status list counts; 0: a day.
	ListPeriod time.Duration
	// Logger hears of every request and of faults, without personal data; nil:
	// nobody does.
	Logger *slog.Logger
}

// Suite is one way of signing.
type Suite struct {
	Path string        // its name in addresses, such as "ecdsa-rdfc-2019-p256"
	Name string        // the suite as in [mikromerit.SignOptions], such as "ecdsa-rdfc-2019"
	Key  *keys.Private // the key; its controller is the issuer
	// Status are the status lists in which each credential gets a place. The service
	// fills in their URL and Issuer. Such a credential must be of the data model 2.0,
	// and the suite one that [Suite.SignsLists].
	Status []status.Definition
}

// SignsLists reports whether the key of the suite can sign status lists. That of
// bbs-2023 cannot: a list is published whole, for which there is nothing to derive.
func (s Suite) SignsLists() bool { return listSuite(s.Name) != "" }

// Scope is what a request is allowed to do.
type Scope string

// The scopes. Those of the first group sign or hand out what was issued.
const (
	ScopeIssue   Scope = "credential:issue"
	ScopeStatus  Scope = "credential:status"
	ScopeRead    Scope = "credential:read"
	ScopeDelete  Scope = "credential:delete"
	ScopePresent Scope = "presentation:prove"

	ScopeVerify Scope = "verify"
	ScopeDerive Scope = "credential:derive"
)

// ErrUnauthenticated says that a request does not show who makes it.
var ErrUnauthenticated = errors.New("VCAPI-UNAUTHENTICATED: the request does not show who makes it")

// errConfig says that a service cannot be set up in this way.
var errConfig = errors.New("VCAPI-CONFIG")

// standard is a table of suites and the kinds of key that they are made with, the
// best first.
type standard []standardRow

type standardRow struct {
	path, name string
	kinds      []keys.Type
	purposes   []string // of status lists
}

var (
	anyKey   = []keys.Type{keys.P256, keys.RSA, keys.Ed25519, keys.P384, keys.P521}
	curveKey = []keys.Type{keys.P256, keys.Ed25519, keys.P384, keys.P521}

	// embeddedSuites sign credentials and presentations alike.
	embeddedSuites = standard{
		{"eddsa-rdfc-2022", "eddsa-rdfc-2022", []keys.Type{keys.Ed25519}, nil},
		{"eddsa-jcs-2022", "eddsa-jcs-2022", []keys.Type{keys.Ed25519}, nil},
		{"ecdsa-rdfc-2019-p256", "ecdsa-rdfc-2019", []keys.Type{keys.P256}, nil},
		{"ecdsa-rdfc-2019-p384", "ecdsa-rdfc-2019", []keys.Type{keys.P384}, nil},
		{"ecdsa-jcs-2019-p256", "ecdsa-jcs-2019", []keys.Type{keys.P256}, nil},
		{"ecdsa-jcs-2019-p384", "ecdsa-jcs-2019", []keys.Type{keys.P384}, nil},
	}
	standardSuites = slices.Concat(embeddedSuites, standard{
		{"ecdsa-sd-2023", "ecdsa-sd-2023", []keys.Type{keys.P256}, nil},
		{"bbs-2023", "bbs-2023", []keys.Type{keys.BLS12381}, nil},
		{"Ed25519Signature2020", "Ed25519Signature2020", []keys.Type{keys.Ed25519}, nil},
		{"enveloped", "jwt", anyKey, nil},
		{"vc-jose-cose", "vc+jwt", anyKey, nil},
		{"sd-jwt", "vc+sd-jwt", anyKey, nil},
		{"cose", "vc+cose", curveKey, nil},
		{"bitstring", "eddsa-rdfc-2022", []keys.Type{keys.Ed25519}, []string{status.Revocation, status.Suspension}},
	})
	standardPresentations = slices.Concat(embeddedSuites, standard{
		{"Ed25519Signature2020", "Ed25519Signature2020", []keys.Type{keys.Ed25519}, nil},
		{"vc-jose-cose", "vp+jwt", anyKey, nil},
		{"cose", "vp+cose", curveKey, nil},
	})
)

// StandardSuites returns every suite for credentials that can be made with one of
// the keys, each with the first key that fits, under the paths eddsa-rdfc-2022,
// eddsa-jcs-2022, ecdsa-rdfc-2019-p256, ecdsa-rdfc-2019-p384, ecdsa-jcs-2019-p256,
// ecdsa-jcs-2019-p384, ecdsa-sd-2023, bbs-2023, Ed25519Signature2020, enveloped (the
// VC-JWT of Open Badges), vc-jose-cose (vc+jwt), sd-jwt, cose (vc+cose), and bitstring:
// eddsa-rdfc-2022 with a place in status lists.
func StandardSuites(all ...*keys.Private) []Suite { return standardSuites.with(all) }

// StandardPresentations does the same for presentations.
func StandardPresentations(all ...*keys.Private) []Suite { return standardPresentations.with(all) }

func (s standard) with(all []*keys.Private) []Suite {
	var out []Suite
	for _, row := range s {
		for _, kind := range row.kinds {
			i := slices.IndexFunc(all, func(k *keys.Private) bool { return keys.TypeOf(k.Public().Key()) == kind })
			if i >= 0 {
				out = append(out, Suite{Path: row.path, Name: row.name, Key: all[i], Status: row.lists()})
				break
			}
		}
	}
	return out
}

// lists returns what is known of the status lists of a row before the service is.
func (r *standardRow) lists() []status.Definition {
	var out []status.Definition
	for _, purpose := range r.purposes {
		out = append(out, status.Definition{Purpose: purpose})
	}
	return out
}

// namePattern is what paths of suites and purposes of lists look like: they become
// parts of addresses.
var namePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`) })

// withDefaults returns the configuration with its defaults filled in, or an error
// that says what is wrong with it.
func (c Config) withDefaults() (Config, error) {
	if c.Verifier == nil {
		c.Verifier = mikromerit.NewVerifier(mikromerit.Trust{Any: true})
		c.Verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	}
	if c.Body <= 0 {
		c.Body = 1 << 20
	}
	if c.Timeout <= 0 {
		c.Timeout = 30 * time.Second
	}
	if c.ListPeriod <= 0 {
		c.ListPeriod = 24 * time.Hour
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Store == nil && len(c.Suites) > 0 {
		return c, fmt.Errorf("%w: a service that issues needs a store", errConfig)
	}
	for _, list := range [][]Suite{c.Suites, c.Presentations} {
		if err := checkSuites(list); err != nil {
			return c, err
		}
	}
	return c, c.checkURL()
}

// checkURL checks the address, which only status lists need.
func (c Config) checkURL() error {
	if !slices.ContainsFunc(c.Suites, func(s Suite) bool { return len(s.Status) > 0 }) && c.URL == "" {
		return nil
	}
	address, err := url.Parse(c.URL)
	if err != nil || address.Host == "" || address.RawQuery != "" || address.Fragment != "" || strings.HasSuffix(c.URL, "/") ||
		address.Scheme != "https" && address.Scheme != "http" {
		return fmt.Errorf("%w: the URL of the service must be one of http or https, without a query and without a slash at its end, not %q", errConfig, c.URL)
	}
	return nil
}

func checkSuites(list []Suite) error {
	seen := make(map[string]bool)
	for _, s := range list {
		switch {
		case !namePattern().MatchString(s.Path):
			return fmt.Errorf("%w: the path of a suite must be a word, not %q", errConfig, s.Path)
		case seen[s.Path]:
			return fmt.Errorf("%w: two suites have the path %q", errConfig, s.Path)
		case s.Key == nil:
			return fmt.Errorf("%w: the suite %s has no key", errConfig, s.Path)
		case len(s.Status) > 0 && !s.SignsLists():
			return fmt.Errorf("%w: no status list can be signed with the key of the suite %s; give its credentials no status", errConfig, s.Path)
		}
		seen[s.Path] = true
		for i, list := range s.Status {
			switch {
			case !namePattern().MatchString(list.Purpose):
				return fmt.Errorf("%w: the purpose of a status list must be a word, not %q", errConfig, list.Purpose)
			case seen[s.Path+"-"+list.Purpose]:
				return fmt.Errorf("%w: two status lists are named %s-%s", errConfig, s.Path, list.Purpose)
			case list.URL != "" || list.Issuer != "":
				return fmt.Errorf("%w: the service fills in the URL and the issuer of status list %d of %s", errConfig, i+1, s.Path)
			}
			seen[s.Path+"-"+list.Purpose] = true
		}
	}
	return nil
}
