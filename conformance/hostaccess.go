package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Revoker is a [Host] whose tokens can be revoked.
type Revoker interface {
	// CallRevoked makes a call with a new token, has that revoked, and makes the
	// call again with it.
	CallRevoked(ctx context.Context, call Call) (before, after Exchange, err error)
}

// tls looks at the address by which the host was reached: with https the connection
// has at least the version 1.2, or there was none.
func (t *hostTry) tls(context.Context) error {
	u, err := url.Parse(t.probe.Description().Address)
	if err != nil {
		return err
	}
	address, err := netip.ParseAddr(u.Hostname())
	if here := u.Hostname() == "localhost" || err == nil && address.IsLoopback(); u.Scheme == "http" && here {
		return fmt.Errorf("%w: The host is on this machine and was reached without TLS, so the way on which others reach it was not seen", errNotDone)
	}
	t.require(u.Scheme == "https", "the address", "https", u.Scheme)
	return nil
}

func (t *hostTry) discovery(ctx context.Context) error {
	x, err := t.call(ctx, Call{Method: http.MethodGet, Path: "/discovery", Anonymous: true})
	if err != nil {
		return err
	}
	members := object(x)
	t.require(x.Response.Status == http.StatusOK && isJSON(x) && members != nil, "anybody asks", "200 with a JSON object", answered(x))
	version, _ := members["openapi"].(string)
	t.require(strings.HasPrefix(version, "3."), "it is a description in OpenAPI", `the member openapi with "3.0"`, fmt.Sprintf("%.20q", version))
	return nil
}

// describes looks for the members that Open Badges adds to OpenAPI. The privacy
// policy and the terms stand in info; the example of the specification has them in
// the security scheme, so they may stand there, too.
func (t *hostTry) describes(ctx context.Context) error {
	x, err := t.call(ctx, Call{Method: http.MethodGet, Path: "/discovery", Anonymous: true})
	if err != nil {
		return err
	}
	sdd := object(x)
	info := at(sdd, "info")
	scheme := at(sdd, "components", "securitySchemes", "OAuth2ACG")
	flow := at(scheme, "flows", "authorizationCode")
	for _, m := range []struct {
		name   string
		values []any
	}{
		{"info.title", []any{info["title"]}},
		{"info.termsOfService", []any{info["termsOfService"], scheme["x-imssf-termsOfServiceUrl"]}},
		{"info.x-imssf-privacyPolicyUrl", []any{info["x-imssf-privacyPolicyUrl"], scheme["x-imssf-privacyPolicyUrl"]}},
		{"OAuth2ACG.x-imssf-registrationUrl", []any{scheme["x-imssf-registrationUrl"]}},
		{"OAuth2ACG.flows.authorizationCode.tokenUrl", []any{flow["tokenUrl"]}},
		{"OAuth2ACG.flows.authorizationCode.authorizationUrl", []any{flow["authorizationUrl"]}},
	} {
		found := false
		for _, v := range m.values {
			text, ok := v.(string)
			found = found || ok && text != ""
		}
		t.require(found, m.name, "a text", "none")
	}
	t.require(scheme["type"] == "oauth2", "OAuth2ACG.type", "oauth2", fmt.Sprintf("%.40v", scheme["type"]))
	count := 0
	for scope := range at(flow, "scopes") {
		if strings.HasPrefix(scope, "https://purl.imsglobal.org/spec/ob/v3p0/scope/") {
			count++
		}
	}
	t.require(count > 0, "OAuth2ACG.flows.authorizationCode.scopes", "the scopes of Open Badges", "none of them")
	return nil
}

// at returns the object at a path in JSON, or nil.
func at(members map[string]any, path ...string) map[string]any {
	for _, name := range path {
		members, _ = members[name].(map[string]any)
	}
	return members
}

// secured are the operations that need a token, each with a call that would be good.
func (t *hostTry) secured(ctx context.Context) ([]Call, error) {
	badge, _, err := t.badge(ctx, "eddsa-rdfc-2022")
	if err != nil {
		return nil, err
	}
	json := map[string]string{"Content-Type": "application/json"}
	return []Call{
		{Method: http.MethodGet, Path: "/credentials"},
		{Method: http.MethodPost, Path: "/credentials", Header: json, Body: badge},
		{Method: http.MethodGet, Path: "/profile"},
	}, nil
}

func (t *hostTry) wantsToken(ctx context.Context) error {
	calls, err := t.secured(ctx)
	if err != nil {
		return err
	}
	for _, call := range calls {
		call.Anonymous = true
		for _, token := range []string{"", "Bearer 863DF0B10F5D432EB2933C2A37CD3135", "Bearer", "Basic bWU6bWU="} {
			with := call
			name := call.Method + " " + call.Path + " without a token"
			if token != "" {
				with.Header = map[string]string{"Authorization": token, "Content-Type": "application/json"}
				name = call.Method + " " + call.Path + " with " + strings.Fields(token)[0] + " that nobody gave"
			}
			x, err := t.call(ctx, with)
			if err != nil {
				return err
			}
			t.require(x.Response.Status == http.StatusUnauthorized, name, "401", answered(x))
		}
	}
	return nil
}

const scopePrefix = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"

func (t *hostTry) wantsScope(ctx context.Context) error {
	calls, err := t.secured(ctx)
	if err != nil {
		return err
	}
	fitting := []string{"credential.readonly", "credential.upsert", "profile.readonly"}
	for i, call := range calls {
		call.Scope = []string{scopePrefix + fitting[i]}
		x, err := t.call(ctx, call)
		if err != nil {
			return err
		}
		status := x.Response.Status
		t.require(status < 300 || status == http.StatusNotFound && call.Path == "/profile", call.Method+" "+call.Path+" with its scope", "an answer of the class 200", answered(x))
		call.Scope = []string{scopePrefix + fitting[(i+1)%len(fitting)]}
		if x, err = t.call(ctx, call); err != nil {
			return err
		}
		// Both statuses are in use; the operations list both without saying when.
		t.require(x.Response.Status == http.StatusForbidden || x.Response.Status == http.StatusUnauthorized, call.Method+" "+call.Path+" with the scope "+fitting[(i+1)%len(fitting)], "403", answered(x))
	}
	return nil
}

func (t *hostTry) refusesRevoked(ctx context.Context) error {
	revoker, ok := t.host.(Revoker)
	if !ok {
		return fmt.Errorf("%w: Revoking tokens is optional, and no endpoint for it is known", errNotDone)
	}
	before, after, err := revoker.CallRevoked(ctx, Call{Method: http.MethodGet, Path: "/credentials?limit=1"})
	t.shown = []Exchange{before, after}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrUnsupported):
		return fmt.Errorf("%w: Revoking tokens is optional, and no endpoint for it is known", errNotDone)
	case err != nil:
		return t.fail("a token is revoked", "200", err.Error())
	}
	t.require(before.Response.Status == http.StatusOK && after.Response.Status >= 400, "the same call before and after", "200, then 401", answered(before)+", then "+answered(after))
	return nil
}
