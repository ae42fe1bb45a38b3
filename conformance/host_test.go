package conformance_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
)

const scopePrefix = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"

// badgeHost is a small host, with a switch for each defect.
type badgeHost struct {
	defect  string
	url     string
	entries []badgeEntry
	profile string
	codes   map[string][2]string // the challenge and the scope by code
	tokens  map[string]string    // the scope by token
	clients map[string]string
}

type badgeEntry struct {
	id   string
	body string
	at   time.Time
}

func (e badgeEntry) token() bool { return !strings.HasPrefix(e.body, "{") }

func newBadgeHost(t *testing.T, defect string) *badgeHost {
	t.Helper()
	h := &badgeHost{defect: defect, codes: map[string][2]string{}, tokens: map[string]string{}, clients: map[string]string{},
		profile: `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://1edtech.org/issuers/cert","type":"Profile","name":"Å"}`}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *badgeHost) is(defect string) bool { return h.defect == defect }

func (h *badgeHost) target(o target.Options) conformance.Host {
	o.AllowLocal = true
	if !o.OAuth.Register {
		h.tokens["given-token"] = strings.Join([]string{"credential.readonly", "credential.upsert", "profile.readonly", "profile.update"}, " ")
		o.Bearer = "given-token"
	}
	return target.OB3API(h.url+"/ims/ob/v3p0", o)
}

func sendJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func (h *badgeHost) fail(w http.ResponseWriter, status int) {
	if h.is("errors in text") {
		http.Error(w, "no", status)
		return
	}
	sendJSON(w, status, map[string]any{"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "no"})
}

func (h *badgeHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.is("401 for everything") {
		h.fail(w, 401)
		return
	}
	if h.is("200 for everything") {
		sendJSON(w, 200, map[string]any{"credential": []any{}})
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/ims/ob/v3p0")
	switch path {
	case "/discovery":
		if h.is("discovery closed") && r.Header.Get("Authorization") == "" {
			h.fail(w, 401)
			return
		}
		h.describe(w)
	case "/register", "/authorize", "/token", "/revoke":
		h.oauth(w, r, path)
	case "/credentials", "/profile":
		h.secured(w, r, path)
	default:
		h.fail(w, 404)
	}
}

func (h *badgeHost) describe(w http.ResponseWriter) {
	scheme := map[string]any{"type": "oauth2", "x-imssf-registrationUrl": h.url + "/register", "flows": map[string]any{"authorizationCode": map[string]any{
		"tokenUrl": h.url + "/token", "authorizationUrl": h.url + "/authorize", "refreshUrl": h.url + "/token", "scopes": map[string]string{scopePrefix + "credential.readonly": "x"},
	}}}
	if h.is("no registration in the description") {
		delete(scheme, "x-imssf-registrationUrl")
	}
	sendJSON(w, 200, map[string]any{"openapi": "3.0.1",
		"info":       map[string]any{"title": "x", "termsOfService": "https://a.example/t", "x-imssf-privacyPolicyUrl": "https://a.example/p"},
		"components": map[string]any{"securitySchemes": map[string]any{"OAuth2ACG": scheme}}})
}

// oauth registers clients, approves at once, and gives tokens.
func (h *badgeHost) oauth(w http.ResponseWriter, r *http.Request, path string) {
	id, secret, _ := r.BasicAuth()
	known := id != "" && h.clients[id] == secret
	switch {
	case path == "/register":
		id := rand.Text()
		h.clients[id] = rand.Text()
		sendJSON(w, 201, map[string]any{"client_id": id, "client_secret": h.clients[id]})
	case path == "/authorize":
		q := r.URL.Query()
		if _, err := r.Cookie("approved"); err != nil { // it goes round once, as pages with a login do
			http.SetCookie(w, &http.Cookie{Name: "approved", Value: "yes"})
			http.Redirect(w, r, r.URL.String(), http.StatusFound)
			return
		}
		code := rand.Text()
		h.codes[code] = [2]string{q.Get("code_challenge"), q.Get("scope")}
		http.Redirect(w, r, q.Get("redirect_uri")+"?code="+code+"&state="+q.Get("state"), http.StatusFound)
	case path == "/token" && known && r.FormValue("grant_type") == "authorization_code":
		grant := h.codes[r.FormValue("code")]
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if grant[0] != base64.RawURLEncoding.EncodeToString(sum[:]) {
			sendJSON(w, 400, map[string]string{"error": "invalid_grant"})
			return
		}
		token := rand.Text()
		h.tokens[token] = strings.ReplaceAll(grant[1], scopePrefix, "")
		sendJSON(w, 200, map[string]any{"access_token": token, "token_type": "bearer", "expires_in": 3600})
	case path == "/revoke" && known:
		if !h.is("revoked tokens count") {
			delete(h.tokens, r.FormValue("token"))
		}
	default:
		sendJSON(w, 400, map[string]string{"error": "invalid_request"})
	}
}

func (h *badgeHost) secured(w http.ResponseWriter, r *http.Request, path string) {
	token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	granted, ok := h.tokens[token]
	if h.is("any token counts") && token != "" && r.Header.Get("Authorization") != "" {
		granted, ok = "credential.readonly credential.upsert profile.readonly profile.update", true
	}
	scope := map[string]string{"GET/credentials": "credential.readonly", "POST/credentials": "credential.upsert", "GET/profile": "profile.readonly", "PUT/profile": "profile.update"}[r.Method+path]
	switch {
	case !ok:
		h.fail(w, 401)
	case scope == "" && h.is("404 for methods"):
		h.fail(w, 404)
	case scope == "":
		h.fail(w, 405)
	case !slices.Contains(strings.Fields(granted), scope) && !h.is("scopes do not count"):
		h.fail(w, 403)
	case path == "/credentials" && r.Method == http.MethodGet:
		h.list(w, r)
	case path == "/credentials":
		h.upsert(w, r)
	case r.Method == http.MethodPut:
		body, _ := io.ReadAll(r.Body)
		if !h.is("profile not replaced") {
			h.profile = string(body)
		}
		sendJSON(w, 200, json.RawMessage(h.profile))
	case h.is("profile without type"):
		sendJSON(w, 200, map[string]string{"id": "https://a.example"})
	default:
		sendJSON(w, 200, json.RawMessage(h.profile))
	}
}

func (h *badgeHost) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	number := func(name string, fallback, least int) (int, bool) {
		if !q.Has(name) {
			return fallback, true
		}
		n, err := strconv.Atoi(q.Get(name))
		return n, err == nil && n >= least
	}
	limit, ok1 := number("limit", 100, 1)
	offset, ok2 := number("offset", 0, 0)
	since, err := time.Parse(time.RFC3339, q.Get("since"))
	if !ok1 || !ok2 || q.Has("since") && err != nil {
		if !h.is("bad queries are taken") {
			h.fail(w, 400)
			return
		}
		limit, offset = max(limit, 1), max(offset, 0)
	}
	all := slices.DeleteFunc(slices.Clone(h.entries), func(e badgeEntry) bool { return e.at.Before(since) && !h.is("since ignored") })
	if h.is("limit ignored") {
		limit = len(all)
	}
	page := all[min(offset, len(all)):min(offset+limit, len(all))]
	credentials, tokens := []json.RawMessage{}, []string{}
	for _, e := range page {
		switch {
		case e.token():
			tokens = append(tokens, e.body)
		case h.is("proof removed from the list"):
			credentials = append(credentials, json.RawMessage(strings.Replace(e.body, "Prøve", "Prove", 1)))
		default:
			credentials = append(credentials, json.RawMessage(e.body))
		}
	}
	w.Header().Set("X-Total-Count", fmt.Sprint(len(all)))
	if len(page) < len(all) && !h.is("no links") {
		var links []string
		link := func(rel string, offset int) {
			links = append(links, fmt.Sprintf(`<%s/ims/ob/v3p0/credentials?limit=%d&offset=%d>; rel="%s"`, h.url, limit, offset, rel))
		}
		link("first", 0)
		link("last", max(len(all)-limit, 0))
		if offset+limit < len(all) {
			link("next", offset+limit)
		}
		if offset > 0 && !h.is("no link prev") {
			link("prev", max(offset-limit, 0))
		}
		w.Header().Set("Link", strings.Join(links, ", "))
	}
	name := "compactJwsString"
	if h.is("another name for tokens") {
		name = "compactJwsStrings"
	}
	sendJSON(w, 200, map[string]any{"credential": credentials, name: tokens})
}

func (h *badgeHost) upsert(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var members struct {
		ID     string          `json:"id"`
		Issuer json.RawMessage `json:"issuer"`
	}
	token := r.Header.Get("Content-Type") == "text/plain"
	text := body
	if token {
		parts := strings.Split(string(body), ".")
		text = nil
		if len(parts) == 3 {
			text, _ = base64.RawURLEncoding.DecodeString(parts[1])
		}
	}
	if (json.Unmarshal(text, &members) != nil || members.ID == "" || members.Issuer == nil) && !h.is("anything is taken") {
		h.fail(w, 400)
		return
	}
	status, entry := 201, badgeEntry{id: members.ID, body: string(body), at: time.Now()}
	i := slices.IndexFunc(h.entries, func(e badgeEntry) bool { return e.id == members.ID })
	if h.is("credentials are lost") && !token {
		entry.body = strings.Replace(entry.body, `"criteria":{"narrative":"None: it was made by a test."}`, `"criteria":{}`, 1)
	}
	switch {
	case i >= 0 && !h.is("created twice"):
		status, h.entries[i] = 200, entry
	case h.is("anything is taken") && members.ID == "":
	default:
		h.entries = append(h.entries, entry)
	}
	if token && !h.is("tokens answered as JSON") {
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(status)
		_, _ = w.Write(body)
		return
	}
	if token {
		sendJSON(w, status, string(body))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func judgeHost(t *testing.T, h conformance.Host) map[string]conformance.Result {
	t.Helper()
	profile, ok := conformance.ProfileOf("ob3-host")
	require.True(t, ok)
	report, err := conformance.Judge(t.Context(), h, conformance.Options{}, profile)
	require.NoError(t, err)
	results := make(map[string]conformance.Result)
	for _, r := range report.Results {
		results[r.ID] = r
	}
	return results
}

// A good host keeps every requirement, with a token that the client got itself.
func TestGoodHost(t *testing.T) {
	h := newBadgeHost(t, "")
	results := judgeHost(t, h.target(target.Options{OAuth: target.OAuth{Register: true, RevokeURL: h.url + "/revoke"}}))
	for id, r := range results {
		if id == "OB3API-TLS" {
			require.Equal(t, conformance.NotApplicable, r.Status, "it is a test on this machine")
			continue
		}
		require.Equal(t, conformance.Pass, r.Status, "%s %s %+v", id, r.Reason, r.Cases)
	}
}

// A host that answers everybody alike keeps no requirement at all.
func TestHostsThatDoNotLook(t *testing.T) {
	for _, defect := range []string{"401 for everything", "200 for everything"} {
		for id, r := range judgeHost(t, newBadgeHost(t, defect).target(target.Options{})) {
			require.Contains(t, []conformance.Status{conformance.Fail, conformance.Warn}, r.Status, "%s: %s", defect, id)
		}
	}
}

// Each defect is found by the checks about it, and by no other.
func TestHostDefects(t *testing.T) {
	for defect, codes := range map[string][]string{
		"discovery closed": {"DISCOVERY", "DESCRIPTION"}, "no registration in the description": {"DESCRIPTION"},
		"any token counts": {"TOKEN"}, "revoked tokens count": {"REVOKED"}, "scopes do not count": {"SCOPE"},
		"errors in text": {"STATUS-INFO"}, "404 for methods": {"METHOD"}, "profile not replaced": {"PROFILE-UPDATE"}, "profile without type": {"PROFILE", "PROFILE-UPDATE"},
		"bad queries are taken": {"BAD-QUERY"}, "since ignored": {"SINCE"}, "limit ignored": {"LIMIT", "PAGING"}, "no links": {"PAGING"}, "no link prev": {"PAGING"},
		"another name for tokens":     {"LIST", "UPSERT", "UPSERT-JWS", "PRESERVED", "VERIFIABLE", "LIMIT", "PAGING", "SINCE"},
		"proof removed from the list": {"PRESERVED", "VERIFIABLE"}, "credentials are lost": {"PRESERVED", "VERIFIABLE"},
		"anything is taken": {"BAD-CREDENTIAL", "STATUS-INFO"}, "created twice": {"UPSERT"}, "tokens answered as JSON": {"UPSERT-JWS"},
	} {
		t.Run(defect, func(t *testing.T) {
			h := newBadgeHost(t, defect)
			o := target.Options{}
			switch defect {
			case "revoked tokens count", "scopes do not count":
				o.OAuth = target.OAuth{Register: true, RevokeURL: h.url + "/revoke"}
			}
			var found []string
			for id, r := range judgeHost(t, h.target(o)) {
				if r.Status > conformance.Pass {
					found = append(found, strings.TrimPrefix(id, "OB3API-"))
				}
			}
			require.ElementsMatch(t, codes, found)
		})
	}
}

// A report on a host holds no token, secret or code of its session.
func TestHostReportsHoldNoSecrets(t *testing.T) {
	h := newBadgeHost(t, "errors in text")
	profile, _ := conformance.ProfileOf("ob3-host")
	report, err := conformance.Judge(t.Context(), h.target(target.Options{OAuth: target.OAuth{Register: true, RevokeURL: h.url + "/revoke"}}), conformance.Options{}, profile)
	require.NoError(t, err)
	text, err := json.Marshal(report)
	require.NoError(t, err)
	require.NotEmpty(t, h.tokens)
	for token := range h.tokens {
		require.NotContains(t, string(text), token)
	}
	for _, secret := range h.clients {
		require.NotContains(t, string(text), secret)
	}
	for code := range h.codes {
		require.NotContains(t, string(text), code)
	}
}
