package ob3api_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/ob3api"
	"github.com/mikromerit/mikromerit/conformance/state"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// world is a host with what it needs, and a client of it.
type world struct {
	t      *testing.T
	base   string
	now    time.Time
	store  *state.State
	host   *ob3api.Host
	client *http.Client // does not follow redirects
	key    *keys.Private
}

// newWorld starts a host in which Åse has the password "open sesame". Whoever
// sends the token "static" is Åse, too, and may only read.
func newWorld(t *testing.T, change func(*ob3api.Config)) *world {
	t.Helper()
	db, err := sql.Open("sqlite", state.SQLite(filepath.Join(t.TempDir(), "host.db")))
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	store, err := state.Open(t.Context(), db)
	require.NoError(t, err)
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	w := &world{t: t, store: store, key: key, now: time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	w.base = server.URL + "/ims/ob/v3p0"
	verifier := mikromerit.NewVerifier(mikromerit.Trust{})
	verifier.Env.Clock = func() time.Time { return w.now }
	config := ob3api.Config{
		Base: w.base, Store: store, Verifier: verifier, Clock: func() time.Time { return w.now },
		Fields: []ob3api.Field{{Name: "password", Label: "Password", Secret: true}},
		Authenticate: func(r *http.Request) (string, error) {
			if r.PostForm.Get("password") != "open sesame" {
				return "", errors.New("wrong")
			}
			return "Åse", nil
		},
		Bearer: func(token string) (string, []string, bool) {
			return "Åse", []string{ob3api.ReadCredentials}, token == "static"
		},
		Machine: func(id, secret string) (string, []string, bool) {
			return "Åse", ob3api.AllScopes(), id == "robot" && secret == "hunter2"
		},
	}
	if change != nil {
		change(&config)
	}
	w.host, err = ob3api.New(config)
	require.NoError(t, err)
	mux.Handle("/ims/ob/v3p0/", w.host)
	w.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return w
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) json(t *testing.T) map[string]any {
	t.Helper()
	var value map[string]any
	require.NoError(t, json.Unmarshal([]byte(a.body), &value), a.body)
	return value
}

// call makes a request. Headers are given as name, value, name, value.
func (w *world) call(method, path, body string, headers ...string) answer {
	w.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = w.base + path
	}
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	require.NoError(w.t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := w.client.Do(r)
	require.NoError(w.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(w.t, err)
	return answer{response.StatusCode, response.Header, string(text)}
}

const formType = "application/x-www-form-urlencoded"

// application is a registered client.
type application struct {
	w          *world
	id, secret string
}

const verifierText = "a-verifier-of-43-characters-or-more-0123456789"

// registrationText is a registration that is in order.
func registrationText(change func(map[string]any)) string {
	m := map[string]any{
		"client_name": "Wallet <b>Æ</b>", "client_uri": "https://wallet.example/", "logo_uri": "https://wallet.example/logo.png",
		"tos_uri": "https://wallet.example/terms", "policy_uri": "https://wallet.example/privacy", "software_id": "wallet", "software_version": "1",
		"redirect_uris": []string{"https://wallet.example/back?a=1"}, "scope": strings.Join(append(ob3api.AllScopes(), ob3api.OfflineAccess), " "),
	}
	if change != nil {
		change(m)
	}
	text, _ := json.Marshal(m)
	return string(text)
}

func (w *world) register() application {
	w.t.Helper()
	got := w.call("POST", "/oauth2/register", registrationText(nil), "Content-Type", "application/json")
	require.Equal(w.t, 201, got.status, got.body)
	value := got.json(w.t)
	require.Equal(w.t, "client_secret_basic", value["token_endpoint_auth_method"])
	require.Zero(w.t, value["client_secret_expires_at"])
	return application{w, value["client_id"].(string), value["client_secret"].(string)}
}

// authorization returns the address of a request for access.
func (a application) authorization(change func(url.Values)) string {
	values := url.Values{
		"response_type": {"code"}, "client_id": {a.id}, "redirect_uri": {"https://wallet.example/back?a=1"}, "state": {"s&ø"},
		"scope": {strings.Join(append(ob3api.AllScopes(), ob3api.OfflineAccess), " ")}, "code_challenge_method": {"S256"},
		"code_challenge": {challenge(verifierText)},
	}
	if change != nil {
		change(values)
	}
	return "/oauth2/authorize?" + values.Encode()
}

// allow fills in the form and returns where it led.
func (a application) allow(address, decision, password string) answer {
	a.w.t.Helper()
	return a.w.call("POST", address, url.Values{"decision": {decision}, "password": {password}}.Encode(), "Content-Type", formType)
}

// code asks for access and returns the code.
func (a application) code() string {
	a.w.t.Helper()
	got := a.allow(a.authorization(nil), "allow", "open sesame")
	require.Equal(a.w.t, 303, got.status, got.body)
	to, err := url.Parse(got.header.Get("Location"))
	require.NoError(a.w.t, err)
	require.Equal(a.w.t, "https://wallet.example/back", to.Scheme+"://"+to.Host+to.Path)
	require.Equal(a.w.t, "1", to.Query().Get("a"), "what the client had in its address stays")
	require.Equal(a.w.t, "s&ø", to.Query().Get("state"))
	return to.Query().Get("code")
}

// token asks for tokens.
func (a application) token(values url.Values) answer {
	a.w.t.Helper()
	r, err := http.NewRequest("POST", a.w.base+"/oauth2/token", strings.NewReader(values.Encode()))
	require.NoError(a.w.t, err)
	r.SetBasicAuth(url.QueryEscape(a.id), url.QueryEscape(a.secret))
	r.Header.Set("Content-Type", formType)
	response, err := a.w.client.Do(r)
	require.NoError(a.w.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(a.w.t, err)
	return answer{response.StatusCode, response.Header, string(text)}
}

func (a application) exchange(code string) answer {
	return a.token(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {"https://wallet.example/back?a=1"}, "code_verifier": {verifierText}})
}

// tokens goes the whole way and returns an access and a refresh token.
func (a application) tokens() (access, refresh string) {
	a.w.t.Helper()
	got := a.exchange(a.code())
	require.Equal(a.w.t, 200, got.status, got.body)
	require.Equal(a.w.t, "no-store", got.header.Get("Cache-Control"))
	value := got.json(a.w.t)
	require.Equal(a.w.t, "Bearer", value["token_type"])
	return value["access_token"].(string), value["refresh_token"].(string)
}

// badge returns a signed badge.
func (w *world) badge(id, validFrom, suite string) string {
	w.t.Helper()
	doc, err := vc.ParseDocument(fmt.Appendf(nil, `{
	"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": %q, "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Båtbygging",
	"issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås"}, "validFrom": %q,
	"credentialSubject": {"id": "did:example:pupil", "type": ["AchievementSubject"], "achievement": {
		"id": "urn:uuid:1d2f6a4e-6a3b-4a40-9d5c-1c6ce4a8a001", "type": ["Achievement"], "name": "Båtbygging",
		"description": "Kan bygge en båt", "criteria": {"narrative": "Bygg en båt."}}}}`, id, w.key.Controller(), validFrom), vc.Limits{})
	require.NoError(w.t, err)
	out, err := mikromerit.IssueDocument(context.Background(), doc, w.key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: suite, Env: vc.Env{Clock: func() time.Time { return w.now }}}})
	require.NoError(w.t, err)
	return string(out.File.Bytes())
}

// denied checks that an answer is an error in the form of the interface.
func denied(t *testing.T, status int, minor string, got answer) {
	t.Helper()
	require.Equal(t, status, got.status, got.body)
	require.Equal(t, "application/json", got.header.Get("Content-Type"))
	value := got.json(t)
	require.Equal(t, "failure", value["imsx_codeMajor"])
	require.Equal(t, "error", value["imsx_severity"])
	require.NotEmpty(t, value["imsx_description"])
	fields := value["imsx_codeMinor"].(map[string]any)["imsx_codeMinorField"].([]any)
	require.Equal(t, minor, fields[0].(map[string]any)["imsx_codeMinorFieldValue"])
}

// A program registers, gets the owner's consent and tokens, adds badges in both
// forms, reads them back to the byte, keeps a profile, refreshes, and loses it
// all when it gives the tokens back.
func TestTheWholeWay(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	access, refresh := app.tokens()
	bearer := []string{"Authorization", "Bearer " + access}
	with := func(more ...string) []string { return append(more, bearer...) }

	embedded, token := w.badge("urn:uuid:a", "2026-01-01T00:00:00Z", ""), w.badge("urn:uuid:b", "2026-02-01T00:00:00Z", "vc+jwt")
	got := w.call("POST", "/credentials", embedded, with("Content-Type", "application/vc+ld+json; charset=utf-8")...)
	require.Equal(t, 201, got.status, got.body)
	require.Equal(t, embedded, got.body)
	got = w.call("POST", "/credentials", embedded, with("Content-Type", "application/json")...)
	require.Equal(t, 200, got.status, "the same again replaces it")
	got = w.call("POST", "/credentials", token+"\n", with("Content-Type", "text/plain")...)
	require.Equal(t, 201, got.status, got.body)
	require.Equal(t, token, got.body)
	require.Equal(t, "text/plain", got.header.Get("Content-Type"))

	got = w.call("GET", "/credentials", "", bearer...)
	require.Equal(t, 200, got.status, got.body)
	require.Equal(t, "2", got.header.Get("X-Total-Count"))
	require.Equal(t, `{"credential":[`+embedded+`],"compactJwsString":["`+token+`"]}`+"\n", got.body)

	require.Equal(t, 404, w.call("GET", "/profile", "", bearer...).status)
	profile := `{ "id": "did:example:pupil",  "type": ["Profile"], "name": "Åse" }`
	got = w.call("PUT", "/profile", profile, with("Content-Type", "application/json")...)
	require.Equal(t, 200, got.status, got.body)
	require.Equal(t, profile, w.call("GET", "/profile", "", bearer...).body)

	w.now = w.now.Add(time.Hour)
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/profile", "", bearer...))
	got = app.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "scope": {ob3api.ReadProfile}})
	require.Equal(t, 200, got.status, got.body)
	value := got.json(t)
	require.Equal(t, ob3api.ReadProfile, value["scope"])
	bearer[1] = "Bearer " + value["access_token"].(string)
	require.Equal(t, 200, w.call("GET", "/profile", "", bearer...).status)
	denied(t, 403, "forbidden", w.call("GET", "/credentials", "", bearer...))

	end := w.call("POST", "/oauth2/revoke", url.Values{"token": {value["refresh_token"].(string)}}.Encode(), "Content-Type", formType, "Authorization", app.basic())
	require.Equal(t, 200, end.status, end.body)
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/profile", "", bearer...))
	require.NoError(t, w.host.Sweep(t.Context()))
}

func (a application) basic() string {
	r, _ := http.NewRequest("GET", "http://x", nil)
	r.SetBasicAuth(a.id, a.secret)
	return r.Header.Get("Authorization")
}

// Pages are bounded, name each other, and end early when they would be too long.
func TestPages(t *testing.T) {
	w := newWorld(t, func(c *ob3api.Config) { c.Limits.Page = 3 })
	access, _ := w.register().tokens()
	bearer := []string{"Authorization", "bearer " + access} // the scheme has no case
	for i := range 7 {
		got := w.call("POST", "/credentials", w.badge(fmt.Sprint("urn:x:", i), fmt.Sprintf("2026-01-0%dT00:00:00Z", i+1), ""), append(bearer, "Content-Type", "application/json")...)
		require.Equal(t, 201, got.status, got.body)
	}
	seen, next := 0, w.base+"/credentials?limit=2&since="+url.QueryEscape("2026-01-01T00:00:00Z")
	for pages := 0; next != ""; pages++ {
		require.Less(t, pages, 5)
		got := w.call("GET", next, "", bearer...)
		require.Equal(t, 200, got.status, got.body)
		require.Equal(t, "6", got.header.Get("X-Total-Count"), "what was issued at that moment was not issued after it")
		seen += len(got.json(t)["credential"].([]any))
		link := got.header.Get("Link")
		require.Contains(t, link, `offset=4&since=2026-01-01T00%3A00%3A00Z>; rel="last"`)
		require.Contains(t, link, `offset=0&since=2026-01-01T00%3A00%3A00Z>; rel="first"`)
		require.Equal(t, pages > 0, strings.Contains(link, `rel="prev"`))
		next = ""
		if before, _, more := strings.Cut(link, `>; rel="next"`); more {
			next = strings.TrimPrefix(before, "<")
		}
	}
	require.Equal(t, 6, seen)
	require.Len(t, w.call("GET", "/credentials?limit=1000", "", bearer...).json(t)["credential"], 3)
	require.Empty(t, w.call("GET", "/credentials?offset=2147483647", "", bearer...).json(t)["credential"])
	for _, query := range []string{"limit=0", "limit=-1", "limit=x", "limit=", "limit=9999999999", "offset=-1", "offset=1.5", "since=yesterday", "since=2026-01-01", "limit=1&limit=2", "%zz"} {
		denied(t, 400, "invalid_query_parameter", w.call("GET", "/credentials?"+query, "", bearer...))
	}
}

// What is no badge that its issuer really signed does not come in, and nothing of
// it stays.
func TestWhatIsNotKept(t *testing.T) {
	w := newWorld(t, func(c *ob3api.Config) { c.Limits.Body = 20_000; c.Limits.Credentials = 1 })
	access, _ := w.register().tokens()
	bearer := []string{"Authorization", "Bearer " + access}
	good, token := w.badge("urn:x:1", "2026-01-01T00:00:00Z", ""), w.badge("urn:x:2", "2026-01-01T00:00:00Z", "vc+jwt")
	for name, c := range map[string]struct {
		mediaType, body string
		status          int
	}{
		"altered":             {"application/json", strings.Replace(good, "Båtbygging", "Rørlegging", 1), 400},
		"unsigned":            {"application/json", good[:strings.Index(good, `"proof"`)-1] + "}", 400},
		"not JSON":            {"application/json", "hello", 400},
		"empty":               {"application/json", "", 400},
		"two in a list":       {"application/json", "[" + good + "," + good + "]", 400},
		"one in a list":       {"application/json", "[" + good + "]", 400},
		"token as JSON":       {"application/json", token, 400},
		"JSON as token":       {"text/plain", good, 400},
		"damaged token":       {"text/plain", token[:len(token)-3] + "AAA", 400},
		"image":               {"application/json", "\x89PNG\r\n\x1a\n", 400},
		"no media type":       {"", good, 415},
		"other media type":    {"application/xml", good, 415},
		"larger than allowed": {"application/json", good + strings.Repeat(" ", 20_000), 413},
		"no badge":            {"application/json", strings.ReplaceAll(good, "OpenBadgeCredential", "OtherCredential"), 400},
		"deep":                {"application/json", strings.Repeat("[", 9_000), 400},
	} {
		t.Run(name, func(t *testing.T) {
			denied(t, c.status, "invalid_data", w.call("POST", "/credentials", c.body, append(bearer, "Content-Type", c.mediaType)...))
		})
	}
	require.Equal(t, "0", w.call("GET", "/credentials", "", bearer...).header.Get("X-Total-Count"))
	post := func(body string) answer {
		return w.call("POST", "/credentials", body, append(bearer, "Content-Type", "application/json")...)
	}
	require.Equal(t, 201, post(good).status)
	denied(t, 403, "forbidden", post(w.badge("urn:x:3", "2026-01-01T00:00:00Z", "")))
	newer := w.badge("urn:x:%31", "2026-05-01T00:00:00Z", "")
	require.Equal(t, 200, post(newer).status, "an id is the same when it is percent-encoded")
	got := post(good)
	require.Equal(t, 304, got.status, "the older of two that are equal does not come back")
	require.Contains(t, w.call("GET", "/credentials", "", bearer...).body, newer)
	for _, body := range []string{"", "[]", "{}", `{"type":"Profile"}`, `{"id":"urn:x","type":"Person"}`, `{"id":"x","type":"Profile"}`, `{"id":"urn:x","id":"urn:y","type":"Profile"}`} {
		denied(t, 400, "invalid_data", w.call("PUT", "/profile", body, append(bearer, "Content-Type", "application/json")...))
	}
}

// Each operation needs its own scope, and a token that is known.
func TestWhoMayWhat(t *testing.T) {
	w := newWorld(t, nil)
	for path, methods := range map[string][]string{"/credentials": {"GET", "POST"}, "/profile": {"GET", "PUT"}} {
		for _, method := range methods {
			got := w.call(method, path, "{}", "Content-Type", "application/json")
			denied(t, 401, "unauthorizedrequest", got)
			require.Contains(t, got.header.Get("WWW-Authenticate"), "Bearer")
			for _, token := range []string{"Bearer wrong", "Bearer ", "Bearer", "Basic c3RhdGlj", "static"} {
				denied(t, 401, "unauthorizedrequest", w.call(method, path, "{}", "Content-Type", "application/json", "Authorization", token))
			}
			if path+method != "/credentialsGET" {
				got = w.call(method, path, "{}", "Content-Type", "application/json", "Authorization", "Bearer static")
				denied(t, 403, "forbidden", got)
				require.Contains(t, got.header.Get("WWW-Authenticate"), "insufficient_scope")
			}
		}
	}
	require.Equal(t, 200, w.call("GET", "/credentials", "", "Authorization", "Bearer static").status)
	got := w.call("DELETE", "/credentials", "")
	denied(t, 405, "not_allowed", got)
	require.Equal(t, "GET, POST", got.header.Get("Allow"))
	denied(t, 404, "not_found", w.call("GET", "/elsewhere", ""))

	robot := application{w, "robot", "hunter2"}
	got = robot.token(url.Values{"grant_type": {"client_credentials"}, "scope": {ob3api.ReadProfile}})
	require.Equal(t, 200, got.status, got.body)
	access := got.json(t)["access_token"].(string)
	require.NotContains(t, got.body, "refresh_token")
	denied(t, 404, "not_found", w.call("GET", "/profile", "", "Authorization", "Bearer "+access))
	denied(t, 403, "forbidden", w.call("GET", "/credentials", "", "Authorization", "Bearer "+access))
	require.Equal(t, 401, application{w, "robot", "wrong"}.token(url.Values{"grant_type": {"client_credentials"}}).status)
	require.Equal(t, 401, application{w, "machine robot", ""}.exchange("x").status, "what stands for a machine has no password")
}

// The description is open, says where everything is, and names every operation
// that the host has.
func TestDescription(t *testing.T) {
	w := newWorld(t, func(c *ob3api.Config) { c.Name, c.Image = "Hos Åse", "https://host.example/logo.png" })
	got := w.call("GET", "/discovery", "")
	require.Equal(t, 200, got.status)
	require.Equal(t, "application/json", got.header.Get("Content-Type"))
	value := got.json(t)
	info := value["info"].(map[string]any)
	require.Equal(t, "Hos Åse", info["title"])
	require.Equal(t, "https://host.example/logo.png", info["x-imssf-image"])
	for _, member := range []string{"termsOfService", "x-imssf-privacyPolicyUrl"} {
		require.Equal(t, 200, w.call("GET", info[member].(string), "").status)
	}
	scheme := value["components"].(map[string]any)["securitySchemes"].(map[string]any)["OAuth2ACG"].(map[string]any)
	flow := scheme["flows"].(map[string]any)["authorizationCode"].(map[string]any)
	for _, address := range []any{scheme["x-imssf-registrationUrl"], flow["tokenUrl"], flow["refreshUrl"], flow["authorizationUrl"]} {
		require.NotEqual(t, 404, w.call("POST", address.(string), "").status, "%s", address)
	}
	for path, methods := range value["paths"].(map[string]any) {
		for method := range methods.(map[string]any) {
			require.NotContains(t, []int{404, 405}, w.call(strings.ToUpper(method), path, "").status, "%s %s", method, path)
		}
	}
	require.Equal(t, 200, w.call("HEAD", "/discovery", "").status)
}

func ExampleNew() {
	db, err := sql.Open("sqlite", "file::memory:?cache=shared")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	store, err := state.Open(context.Background(), db)
	if err != nil {
		fmt.Println(err)
		return
	}
	host, err := ob3api.New(ob3api.Config{
		Base: "https://host.example/ims/ob/v3p0", Store: store, Verifier: mikromerit.NewVerifier(mikromerit.Trust{}),
		Bearer: func(token string) (string, []string, bool) {
			return "Åse", ob3api.AllScopes(), token == "a long secret that only Åse knows"
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/ims/ob/v3p0/credentials", nil)
	r.Header.Set("Authorization", "Bearer a long secret that only Åse knows")
	host.ServeHTTP(w, r)
	fmt.Println(w.Code, bytes.NewBuffer(w.Body.Bytes()))
	// Output: 200 {"credential":[],"compactJwsString":[]}
}
