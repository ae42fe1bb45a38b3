package target

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/conformance"
)

// OB3API returns the badge host with the API of Open Badges 3.0 at a base address,
// which usually ends with /ims/ob/v3p0. Its checks also write to the account that
// the token is for: give one that is for tests.
func OB3API(base string, o Options) conformance.Host {
	c, err := newCaller(base, o)
	if err != nil {
		return broken{err}
	}
	return &ob3API{caller: c, grants: make(map[string]grant)}
}

type ob3API struct {
	*caller

	mu     sync.Mutex
	oauth  *authorization
	grants map[string]grant // by the scopes asked for
}

// scopes are those of the API (Open Badges 3.0 section "Scopes").
var scopes = []string{
	"https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.readonly", "https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.upsert",
	"https://purl.imsglobal.org/spec/ob/v3p0/scope/profile.readonly", "https://purl.imsglobal.org/spec/ob/v3p0/scope/profile.update",
}

func (t *ob3API) Describe(ctx context.Context) (conformance.Description, error) {
	d := conformance.Description{
		Name: t.options.Name, Kind: "ob3-api", Address: t.base.String(),
		Operations: []conformance.Operation{conformance.HostCredentials}, Issuer: t.options.Issuer,
	}
	if d.Name == "" {
		d.Name = d.Address
	}
	_, err := t.Call(ctx, conformance.Call{Method: http.MethodGet, Path: "/discovery", Anonymous: true})
	return d, err
}

func (t *ob3API) Do(_ context.Context, r conformance.Request) (conformance.Answer, error) {
	return conformance.Answer{}, unsupported(r.Operation)
}

// Call makes one call. With a token of OAuth that is no longer taken it gets
// another, once; the exchange is that of the last call.
func (t *ob3API) Call(ctx context.Context, call conformance.Call) (conformance.Exchange, error) {
	for attempt := 0; ; attempt++ {
		if !call.Anonymous && !t.options.identifies() {
			return conformance.Exchange{}, errToken
		}
		token, err := t.token(ctx, call, attempt > 0)
		if err != nil {
			return conformance.Exchange{Failure: err.Error()}, err
		}
		x, err := t.with(ctx, call, token)
		renewable := token != "" && t.options.Bearer == "" && call.Header["Authorization"] == ""
		if err != nil || x.Response.Status != http.StatusUnauthorized || !renewable || attempt > 0 {
			return x, err
		}
	}
}

// CallRevoked makes a call with a new token, has the token revoked (RFC 7009), and
// makes the call again with it.
func (t *ob3API) CallRevoked(ctx context.Context, call conformance.Call) (before, after conformance.Exchange, err error) {
	if !t.options.OAuth.isSet() || t.options.OAuth.RevokeURL == "" {
		return before, after, fmt.Errorf("%w: no endpoint is known at which a token can be revoked", conformance.ErrUnsupported)
	}
	token, err := t.token(ctx, call, true)
	if err != nil {
		return before, after, err
	}
	if before, err = t.with(ctx, call, token); err != nil {
		return before, after, err
	}
	if err := t.revoke(ctx, token); err != nil {
		return before, after, err
	}
	after, err = t.with(ctx, call, token)
	t.mu.Lock()
	clear(t.grants)
	t.mu.Unlock()
	return before, after, err
}

// with makes a call with a token.
func (t *ob3API) with(ctx context.Context, call conformance.Call, token string) (conformance.Exchange, error) {
	header := make(http.Header)
	if !call.Anonymous {
		for name, values := range t.options.Header {
			header[http.CanonicalHeaderKey(name)] = values
		}
	}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	for name, value := range call.Header {
		header.Set(name, value)
	}
	if header.Get("Accept") == "" {
		header.Set("Accept", "application/json, application/vc+ld+json, application/ld+json, text/plain;q=0.5")
	}
	if !strings.HasPrefix(call.Path, "/") {
		return conformance.Exchange{}, errors.New("the path of a call must start with a slash")
	}
	_, x, err := t.send(ctx, call.Method, t.base.String()+call.Path, header, call.Body)
	return x, err
}

// token returns the access token for a call, or "".
func (t *ob3API) token(ctx context.Context, call conformance.Call, renew bool) (string, error) {
	o := t.options
	switch {
	case call.Anonymous:
		return "", nil
	case o.OAuth.isSet():
		wanted := call.Scope
		if wanted == nil {
			wanted = o.OAuth.Scope
		}
		if wanted == nil {
			wanted = scopes
		}
		return t.granted(ctx, wanted, renew)
	case call.Scope != nil:
		return "", fmt.Errorf("%w: a token that was given cannot be narrowed to a scope; give the means to get one", conformance.ErrUnsupported)
	}
	return o.Bearer, nil
}

// errToken says that only what is open to all can be tried.
var errToken = fmt.Errorf("%w: it takes an access token, and none was given", conformance.ErrUntried)

func (t *ob3API) granted(ctx context.Context, wanted []string, renew bool) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := strings.Join(slices.Sorted(slices.Values(wanted)), " ")
	g := t.grants[key]
	if g.fresh() && !renew {
		return g.access, nil
	}
	if t.oauth == nil {
		a, err := t.discover(ctx)
		if err != nil {
			return "", err
		}
		t.oauth = a
	}
	next, err := t.oauth.get(ctx, t.caller, key, g.refresh)
	if err != nil {
		return "", err
	}
	if next.refresh == "" {
		next.refresh = g.refresh
	}
	t.grants[key] = next
	return next.access, nil
}
