package target

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// authorization is how to get tokens for a badge host.
type authorization struct {
	tokenURL, refreshURL, authorizeURL, registerURL string

	client, secret string
}

// A client of Open Badges has all its addresses on one host (Open Badges 3.0 section
// 7.1.2). Nobody answers at this one: the code is read from the redirect to it.
const (
	clientHost  = "https://conformance.mikromerit.example"
	redirectURI = clientHost + "/callback"
)

// discover reads the service description for the endpoints that the options leave
// open.
func (t *ob3API) discover(ctx context.Context) (*authorization, error) {
	o := t.options.OAuth
	a := &authorization{tokenURL: o.TokenURL, refreshURL: o.TokenURL, client: o.ClientID, secret: o.ClientSecret}
	if a.tokenURL != "" && !o.Register {
		return a, nil
	}
	got, _, err := t.send(ctx, http.MethodGet, t.base.String()+"/discovery", http.Header{"Accept": {"application/json"}}, nil)
	if err != nil {
		return nil, fmt.Errorf("no access token: the service description cannot be read: %w", err)
	}
	var sdd struct {
		Components struct {
			SecuritySchemes map[string]struct {
				RegistrationURL string `json:"x-imssf-registrationUrl"`
				Flows           struct {
					AuthorizationCode struct {
						TokenURL         string `json:"tokenUrl"`
						AuthorizationURL string `json:"authorizationUrl"`
						RefreshURL       string `json:"refreshUrl"`
					} `json:"authorizationCode"`
				} `json:"flows"`
			} `json:"securitySchemes"`
		} `json:"components"`
	}
	if got.status != http.StatusOK || json.Unmarshal(got.body, &sdd) != nil {
		return nil, fmt.Errorf("no access token: the service description cannot be read: it was answered %d with %s", got.status, nameOf(got))
	}
	scheme, ok := sdd.Components.SecuritySchemes["OAuth2ACG"]
	if !ok {
		return nil, errors.New("no access token: the service description has no OAuth2ACG in its securitySchemes")
	}
	flow := scheme.Flows.AuthorizationCode
	for at, text := range map[*string]string{&a.tokenURL: flow.TokenURL, &a.refreshURL: flow.RefreshURL, &a.authorizeURL: flow.AuthorizationURL, &a.registerURL: scheme.RegistrationURL} {
		if text == "" || *at != "" && at == &a.tokenURL {
			continue
		}
		if *at, err = t.endpoint(text); err != nil {
			return nil, err
		}
	}
	if a.refreshURL == "" {
		a.refreshURL = a.tokenURL
	}
	return a, a.checkTrust(t.base, o)
}

// checkTrust refuses to send a secret that a person gave to wherever a description
// leads: only the host that was named gets it, unless the person names another.
func (a *authorization) checkTrust(base *url.URL, o OAuth) error {
	if o.ClientSecret == "" && o.RefreshToken == "" {
		return nil
	}
	for _, address := range []string{a.tokenURL, a.refreshURL} {
		u, err := url.Parse(address)
		if err != nil || address != o.TokenURL && address != "" && !strings.EqualFold(u.Host, base.Host) {
			return errors.New("no access token: the service description leads to another host for tokens, which does not get the secret that you gave for this one; name the token endpoint if you mean it")
		}
	}
	return nil
}

// endpoint reads the address of an endpoint, which may be relative to the base.
func (t *ob3API) endpoint(text string) (string, error) {
	u, err := t.base.Parse(text)
	if err == nil {
		plain := *u
		plain.RawQuery, plain.Fragment = "", ""
		_, err = t.options.baseURL(plain.String())
	}
	if err != nil {
		return "", fmt.Errorf("no access token: an endpoint in the service description cannot be used: %w", err)
	}
	return u.String(), nil
}

// get gets a token, in the way that the options open.
func (a *authorization) get(ctx context.Context, c *caller, scope, refresh string) (grant, error) {
	o := c.options.OAuth
	if refresh == "" {
		refresh = o.RefreshToken
	}
	if refresh != "" {
		g, _, err := c.askToken(ctx, a.refreshURL, a.client, a.secret, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "scope": {scope}})
		if err == nil || !o.Register {
			return g, err
		}
	}
	if o.Register {
		return a.authorize(ctx, c, scope)
	}
	g, _, err := c.askToken(ctx, a.tokenURL, a.client, a.secret, url.Values{"grant_type": {"client_credentials"}, "scope": {scope}})
	return g, err
}

// register registers a client (RFC 7591, with what Open Badges demands).
func (a *authorization) register(ctx context.Context, c *caller) error {
	if a.client != "" {
		return nil
	}
	if a.registerURL == "" {
		return errors.New("no access token: the service description has no x-imssf-registrationUrl")
	}
	body, err := json.Marshal(map[string]any{
		"client_name": "mikromerit conformance", "client_uri": clientHost + "/", "logo_uri": clientHost + "/logo.png", "tos_uri": clientHost + "/terms", "policy_uri": clientHost + "/privacy",
		"software_id": "f3c1ef3c-9d6b-4f0c-9f4c-0d5d1c1a7a55", "software_version": "1", "redirect_uris": []string{redirectURI},
		"token_endpoint_auth_method": "client_secret_basic", "grant_types": []string{"authorization_code", "refresh_token"}, "response_types": []string{"code"},
		"scope": strings.Join(scopes, " ") + " offline_access",
	})
	if err != nil {
		return err
	}
	got, _, err := c.send(ctx, http.MethodPost, a.registerURL, http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}, body)
	if err != nil {
		return fmt.Errorf("no access token: the client was not registered: %w", err)
	}
	var answer struct {
		ClientID     string `json:"client_id"`
		ClientSecret string `json:"client_secret"`
	}
	if got.status != http.StatusCreated && got.status != http.StatusOK || json.Unmarshal(got.body, &answer) != nil || answer.ClientID == "" {
		return fmt.Errorf("no access token: the client was not registered: the endpoint answered %d", got.status)
	}
	a.client, a.secret = answer.ClientID, answer.ClientSecret
	c.learn(a.secret)
	return nil
}

// authorize gets a token by the authorization code grant with PKCE (RFC 7636). The
// server must approve by itself; nobody is here to ask.
func (a *authorization) authorize(ctx context.Context, c *caller, scope string) (grant, error) {
	if err := a.register(ctx, c); err != nil {
		return grant{}, err
	}
	verifier, state := rand.Text()+rand.Text(), rand.Text()
	challenge := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"response_type": {"code"}, "client_id": {a.client}, "redirect_uri": {redirectURI}, "scope": {scope}, "state": {state},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	c.learn(verifier)
	code, err := a.follow(ctx, c, query, state)
	if err != nil {
		return grant{}, fmt.Errorf("no access token: %w", err)
	}
	g, _, err := c.askToken(ctx, a.tokenURL, a.client, a.secret, url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirectURI}, "code_verifier": {verifier},
	})
	return g, err
}

// follow goes from the authorization endpoint to the redirect with the code.
func (a *authorization) follow(ctx context.Context, c *caller, query url.Values, state string) (string, error) {
	address, err := url.Parse(a.authorizeURL)
	if err != nil || a.authorizeURL == "" {
		return "", errors.New("the service description has no authorizationUrl")
	}
	if address.RawQuery != "" {
		address.RawQuery += "&"
	}
	address.RawQuery += query.Encode()
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", err
	}
	browser := &caller{base: c.base, options: c.options, client: &http.Client{Transport: c.client.Transport, CheckRedirect: stayOnHost, Jar: jar}}
	for range maxRedirects {
		got, _, err := browser.send(ctx, http.MethodGet, address.String(), http.Header{"Accept": {"text/html"}}, nil)
		if err != nil {
			return "", fmt.Errorf("the authorization endpoint: %w", err)
		}
		location := got.header.Get("Location")
		next, err := address.Parse(location)
		if got.status < 300 || got.status > 399 || location == "" || err != nil {
			return "", fmt.Errorf("the authorization endpoint answered %d and did not redirect with a code: it may want to ask a person; then give a token", got.status)
		}
		if base, _, _ := strings.Cut(next.String(), "?"); base != redirectURI {
			// Each step may lead where the first could, and nowhere else.
			plain := *next
			plain.RawQuery, plain.Fragment = "", ""
			if _, err := c.options.baseURL(plain.String()); err != nil {
				return "", fmt.Errorf("the authorization endpoint redirects to where nobody is followed: %w", err)
			}
			address = next
			continue
		}
		values := next.Query()
		code := values.Get("code")
		c.learn(code)
		switch {
		case values.Get("error") != "":
			return "", fmt.Errorf("the authorization endpoint says %q", cut(values.Get("error"), 60))
		case values.Get("state") != state:
			return "", errors.New("the authorization endpoint did not return the state that it was given")
		case code == "":
			return "", errors.New("the authorization endpoint redirected without a code")
		}
		return code, nil
	}
	return "", errors.New("the authorization endpoint redirects without end")
}

// revoke has a token revoked.
func (t *ob3API) revoke(ctx context.Context, token string) error {
	t.mu.Lock()
	client, secret := t.oauth.client, t.oauth.secret
	t.mu.Unlock()
	basic := base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(client) + ":" + url.QueryEscape(secret)))
	t.learn(basic)
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Authorization": {"Basic " + basic}}
	got, _, err := t.send(ctx, http.MethodPost, t.options.OAuth.RevokeURL, header, []byte(url.Values{"token": {token}, "token_type_hint": {"access_token"}}.Encode()))
	if err == nil && got.status != http.StatusOK {
		err = fmt.Errorf("the token was not revoked: the endpoint answered %d", got.status)
	}
	return err
}
