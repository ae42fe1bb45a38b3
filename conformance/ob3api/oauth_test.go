package ob3api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/ob3api"
)

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Who asks with a faulty request is told so; nobody is sent to an address that the
// client did not register.
func TestFaultyRequests(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	for name, change := range map[string]func(url.Values){
		"no client":         func(v url.Values) { v.Del("client_id") },
		"unknown client":    func(v url.Values) { v.Set("client_id", "x\x00") },
		"no address":        func(v url.Values) { v.Del("redirect_uri") },
		"other address":     func(v url.Values) { v.Set("redirect_uri", "https://evil.example/") },
		"address with more": func(v url.Values) { v.Set("redirect_uri", "https://wallet.example/back?a=1&b=2") },
		"twice":             func(v url.Values) { v.Add("state", "t") },
	} {
		t.Run(name, func(t *testing.T) {
			for _, method := range []string{"GET", "POST"} {
				got := w.call(method, app.authorization(change), "decision=allow&password=open+sesame", "Content-Type", formType)
				require.Equal(t, 400, got.status)
				require.Empty(t, got.header.Get("Location"))
				require.NotContains(t, got.body, "<form")
			}
		})
	}
	for name, c := range map[string]struct {
		change func(url.Values)
		error  string
	}{
		"implicit flow":   {func(v url.Values) { v.Set("response_type", "token") }, "unsupported_response_type"},
		"no challenge":    {func(v url.Values) { v.Del("code_challenge") }, "invalid_request"},
		"plain challenge": {func(v url.Values) { v.Set("code_challenge_method", "plain") }, "invalid_request"},
		"no method":       {func(v url.Values) { v.Del("code_challenge_method") }, "invalid_request"},
		"no scope":        {func(v url.Values) { v.Del("scope") }, "invalid_scope"},
		"unknown scope":   {func(v url.Values) { v.Set("scope", ob3api.ReadProfile+" admin") }, "invalid_scope"},
	} {
		t.Run(name, func(t *testing.T) {
			got := w.call("GET", app.authorization(c.change), "")
			require.Equal(t, 400, got.status)
			require.Empty(t, got.header.Get("Location"), "a link of a stranger leads nowhere else by itself")
			require.NotContains(t, got.body, `value="allow"`)
			require.NotContains(t, got.body, `type="password"`)
			got = app.allow(app.authorization(c.change), "allow", "open sesame")
			require.Equal(t, 303, got.status)
			to, err := url.Parse(got.header.Get("Location"))
			require.NoError(t, err)
			require.Equal(t, "wallet.example", to.Host)
			require.Equal(t, c.error, to.Query().Get("error"))
			require.Equal(t, "s&ø", to.Query().Get("state"))
			require.Empty(t, to.Query().Get("code"))
		})
	}
}

// The page shows what is asked for, runs nothing, cannot be framed, and only the
// owner who says yes gives a code.
func TestConsent(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	got := w.call("GET", app.authorization(nil), "")
	require.Equal(t, 200, got.status)
	require.NotContains(t, got.body, "<b>", "the name of a client is text")
	require.Contains(t, got.body, "Wallet &lt;b&gt;")
	require.Contains(t, got.body, "read your badges")
	require.NotContains(t, got.body, "<script")
	policy := got.header.Get("Content-Security-Policy")
	require.Contains(t, policy, "default-src 'none'")
	require.Contains(t, policy, "frame-ancestors 'none'")
	require.Contains(t, policy, "form-action 'self' https://wallet.example")

	got = app.allow(app.authorization(nil), "allow", "wrong")
	require.Equal(t, 403, got.status)
	require.Contains(t, got.body, "not recognised")
	got = app.allow(app.authorization(nil), "deny", "")
	require.Equal(t, 303, got.status)
	require.Contains(t, got.header.Get("Location"), "error=access_denied")
	got = w.call("POST", app.authorization(nil), "decision=allow&password=open+sesame", "Content-Type", formType, "Sec-Fetch-Site", "cross-site")
	require.Equal(t, 403, got.status, "a form that another page sent does not count")
	require.Empty(t, got.header.Get("Location"))
}

// A code works once, for its client, with its verifier and address, in its time.
// Used twice, it ends what came of it.
func TestCodes(t *testing.T) {
	w := newWorld(t, nil)
	app, other := w.register(), w.register()
	good := url.Values{"grant_type": {"authorization_code"}, "redirect_uri": {"https://wallet.example/back?a=1"}, "code_verifier": {verifierText}}
	code := app.code()
	for name, change := range map[string]func(url.Values){
		"other verifier": func(v url.Values) { v.Set("code_verifier", strings.Repeat("x", 43)) },
		"no verifier":    func(v url.Values) { v.Del("code_verifier") },
		"short verifier": func(v url.Values) { v.Set("code_verifier", "x") },
		"odd verifier":   func(v url.Values) { v.Set("code_verifier", verifierText+"ø") },
		"other address":  func(v url.Values) { v.Set("redirect_uri", "https://wallet.example/") },
		"no address":     func(v url.Values) { v.Del("redirect_uri") },
		"as refresh":     func(v url.Values) { v.Set("grant_type", "refresh_token"); v.Set("refresh_token", code) },
		"no code":        func(v url.Values) { v.Del("code") },
	} {
		values := url.Values{"code": {code}}
		for k, v := range good {
			values[k] = v
		}
		change(values)
		got := app.token(values)
		require.Equal(t, 400, got.status, name)
		require.Equal(t, "invalid_grant", got.json(t)["error"], name)
	}
	require.Equal(t, 400, other.exchange(code).status, "the code of another client")
	got := app.exchange(code)
	require.Equal(t, 200, got.status, "a failed attempt does not use it up: %s", got.body)
	access := got.json(t)["access_token"].(string)
	require.Equal(t, 200, w.call("GET", "/credentials", "", "Authorization", "Bearer "+access).status)
	require.Equal(t, 400, app.exchange(code).status)
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/credentials", "", "Authorization", "Bearer "+access))

	code = app.code()
	w.now = w.now.Add(10 * time.Minute)
	require.Equal(t, 400, app.exchange(code).status, "an expired code")
}

// A refresh token works once; a thief who uses an old one ends the owner's
// consent, and so does the client that gives it back.
func TestRefreshTokens(t *testing.T) {
	w := newWorld(t, nil)
	app, other := w.register(), w.register()
	_, first := app.tokens()
	refresh := func(a application, token string) answer {
		return a.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
	}
	require.Equal(t, 400, refresh(other, first).status, "the token of another client")
	got := refresh(app, first)
	require.Equal(t, 200, got.status, got.body)
	second := got.json(t)
	require.Equal(t, 400, app.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {second["refresh_token"].(string)}, "scope": {"admin"}}).status)
	require.Equal(t, 400, refresh(app, first).status)
	require.Equal(t, 400, refresh(app, second["refresh_token"].(string)).status, "the stolen token ended the consent")
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/credentials", "", "Authorization", "Bearer "+second["access_token"].(string)))

	access, third := app.tokens()
	revoke := func(a application, token string) int {
		return w.call("POST", "/oauth2/revoke", url.Values{"token": {token}}.Encode(), "Content-Type", formType, "Authorization", a.basic()).status
	}
	require.Equal(t, 400, revoke(other, access), "the token of another client")
	require.Equal(t, 200, w.call("GET", "/credentials", "", "Authorization", "Bearer "+access).status)
	require.Equal(t, 200, revoke(app, access))
	require.Equal(t, 200, revoke(app, "unknown"))
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/credentials", "", "Authorization", "Bearer "+access))
	got = refresh(app, third)
	require.Equal(t, 200, got.status, "only the access token was revoked")
	require.Equal(t, 200, revoke(app, got.json(t)["refresh_token"].(string)))
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/credentials", "", "Authorization", "Bearer "+got.json(t)["access_token"].(string)))
	w.now = w.now.Add(91 * 24 * time.Hour)
	require.Equal(t, 401, application{w, app.id, "wrong"}.exchange("x").status)
}

// Without offline_access there is no refresh token.
func TestNoRefreshUnlessAskedFor(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	got := app.allow(app.authorization(func(v url.Values) { v.Set("scope", ob3api.ReadProfile) }), "allow", "open sesame")
	to, err := url.Parse(got.header.Get("Location"))
	require.NoError(t, err)
	got = app.exchange(to.Query().Get("code"))
	require.Equal(t, 200, got.status, got.body)
	require.NotContains(t, got.body, "refresh_token")
	require.Equal(t, ob3api.ReadProfile, got.json(t)["scope"])
}

// hosted moves a registration to another host.
func hosted(m map[string]any, host string) {
	for name, value := range m {
		if text, ok := value.(string); ok {
			m[name] = strings.Replace(text, "wallet.example", host, 1)
		}
	}
	m["redirect_uris"] = []string{"https://" + host + "/back"}
}

// A client must say who it is, with pages of one host, and there is an end to how
// many there are.
func TestRegistration(t *testing.T) {
	w := newWorld(t, func(c *ob3api.Config) { c.Limits.Clients = 2 })
	post := func(body string) answer {
		return w.call("POST", "/oauth2/register", body, "Content-Type", "application/json")
	}
	for _, member := range []string{"client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version", "redirect_uris", "scope"} {
		got := post(registrationText(func(m map[string]any) { delete(m, member) }))
		require.Equal(t, 400, got.status, member)
		require.Contains(t, []any{"invalid_client_metadata", "invalid_redirect_uri"}, got.json(t)["error"])
	}
	for name, change := range map[string]func(map[string]any){
		"logo elsewhere":     func(m map[string]any) { m["logo_uri"] = "https://cdn.example/logo.png" },
		"plain HTTP":         func(m map[string]any) { m["client_uri"] = "http://wallet.example/" },
		"back elsewhere":     func(m map[string]any) { m["redirect_uris"] = []string{"https://evil.example/"} },
		"back with fragment": func(m map[string]any) { m["redirect_uris"] = []string{"https://wallet.example/#x"} },
		"back to a program":  func(m map[string]any) { m["redirect_uris"] = []string{"wallet:back"} },
		"back with a script": func(m map[string]any) { m["redirect_uris"] = []string{"javascript:alert(1)"} },
		"back to loopback":   func(m map[string]any) { m["redirect_uris"] = []string{"http://127.0.0.1/"} },
		"back to nowhere":    func(m map[string]any) { m["redirect_uris"] = []string{} },
		"kind of a member":   func(m map[string]any) { m["redirect_uris"] = 7 },
		"unknown scope":      func(m map[string]any) { m["scope"] = "admin" },
		"no secret":          func(m map[string]any) { m["token_endpoint_auth_method"] = "none" },
		"password":           func(m map[string]any) { m["grant_types"] = []string{"password"} },
		"implicit":           func(m map[string]any) { m["response_types"] = []string{"token"} },
		"reordered name":     func(m map[string]any) { m["client_name"] = "\u202eelppA" },
		"name of two lines":  func(m map[string]any) { m["client_name"] = "Wallet\nYour host advises you to allow this." },
		"name without end":   func(m map[string]any) { m["client_name"] = strings.Repeat("x", 1001) },
		"policy in a host":   func(m map[string]any) { hosted(m, "wallet.example;sandbox") },
		"quote in a host":    func(m map[string]any) { hosted(m, "wallet.example'") },
		"letters of another": func(m map[string]any) { hosted(m, "w\u0430llet.example") },
		"bytes in a host":    func(m map[string]any) { hosted(m, "wallet%C2%A0.example") },
		"zone":               func(m map[string]any) { hosted(m, "[fe80::1%25eth0]") },
		"user in an address": func(m map[string]any) { m["redirect_uris"] = []string{"https://wallet.example@evil.example/"} },
		"back to a file":     func(m map[string]any) { m["redirect_uris"] = []string{"file:///etc/passwd"} },
		"back to data":       func(m map[string]any) { m["redirect_uris"] = []string{"data:text/html,x"} },
		"too large":          func(m map[string]any) { m["client_name"] = strings.Repeat("x", 70_000) },
	} {
		require.Equal(t, 400, post(registrationText(change)).status, name)
	}
	first := w.register()
	for range 5 {
		w.now = w.now.Add(time.Second)
		w.register() // a flood keeps nobody out, nor does it pile up
	}
	require.Equal(t, 400, w.call("GET", first.authorization(nil), "").status, "the oldest whom nobody allowed anything made room")
	require.Equal(t, 200, w.call("POST", "/oauth2/token", "grant_type=client_credentials", "Content-Type", formType, "Authorization", application{w, "robot", "hunter2"}.basic()).status,
		"whom the operator let in is not kept out by strangers")
	w.register().code()
	w.register().code()
	got := post(registrationText(nil))
	require.Equal(t, 503, got.status, "those who are in use stay")
	require.NotEmpty(t, got.header.Get("Retry-After"))

	closed := newWorld(t, func(c *ob3api.Config) { c.ClosedRegistration = true })
	require.Equal(t, 404, closed.call("POST", "/oauth2/register", registrationText(nil), "Content-Type", "application/json").status)
	require.NotContains(t, closed.call("GET", "/discovery", "").body, "registrationUrl")
	local := newWorld(t, func(c *ob3api.Config) { c.AllowLoopback = true })
	require.Equal(t, 201, local.call("POST", "/oauth2/register", strings.ReplaceAll(registrationText(nil), "https://wallet.example", "http://127.0.0.1:5000"), "Content-Type", "application/json").status)
}

// Errors of the token endpoint are those of RFC 6749.
func TestTokenErrors(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	for code, values := range map[string]url.Values{
		"invalid_request":        {},
		"unsupported_grant_type": {"grant_type": {"password"}},
	} {
		got := app.token(values)
		require.Equal(t, 400, got.status)
		require.Equal(t, code, got.json(t)["error"])
	}
	require.Equal(t, 400, app.token(url.Values{"grant_type": {"password", "password"}}).status)
	got := w.call("POST", "/oauth2/token", "grant_type=authorization_code&code=x", "Content-Type", formType)
	require.Equal(t, 401, got.status)
	require.Contains(t, got.header.Get("WWW-Authenticate"), "Basic")
	require.Equal(t, 400, w.call("POST", "/oauth2/token", "{}", "Content-Type", "application/json").status)
	require.Equal(t, 405, w.call("GET", "/oauth2/token", "").status)
	require.Equal(t, 400, w.call("POST", "/oauth2/token", "grant_type="+strings.Repeat("x", 70_000), "Content-Type", formType).status)
}
