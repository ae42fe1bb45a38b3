package ob3api_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/ob3api"
)

// Whatever form of a badge a program gets in, the list that it comes out of stays
// JSON for everybody who reads it.
func TestOneBadgeCannotBreakTheList(t *testing.T) {
	w := newWorld(t, nil)
	access, _ := w.register().tokens()
	bearer := []string{"Authorization", "Bearer " + access}
	embedded, token := w.badge("urn:x:a", "2026-01-01T00:00:00Z", ""), w.badge("urn:x:b", "2026-01-01T00:00:00Z", "vc+jwt")
	quoted, err := json.Marshal(embedded)
	require.NoError(t, err)
	header, rest, _ := strings.Cut(token, ".")
	for name, body := range map[string]string{
		"byte order mark": "\ufeff" + embedded, "white space": " \n" + embedded + "\r\n\t", "zero byte": embedded + "\x00", "two": embedded + embedded, "comma": embedded + ",",
		"string": string(quoted), "list": "[" + embedded + "]", "comment": embedded + "//", "form feed": "\f" + embedded, "no-break space": "\u00a0" + embedded + "\u2028",
		"token": token, "token with a line": header + ".\n" + rest, "token with a quote": token + `"`, "token in quotes": `"` + token + `"`, "token with =": token + "=",
		"token with a blank": header + ". " + rest, "token and mark": "\ufeff" + token, "token and more": token + "\",\"x", "token with tilde": token + "~", "general form": `{"payload":"x","signatures":[]}`,
	} {
		for _, kind := range []string{"application/json", "application/vc+ld+json", "text/plain", "application/vc"} {
			got := w.call("POST", "/credentials", body, append(bearer, "Content-Type", kind)...)
			require.Less(t, got.status, 500, name)
			list := w.call("GET", "/credentials", "", bearer...)
			var value struct {
				Credential       []map[string]any `json:"credential"`
				CompactJwsString []string         `json:"compactJwsString"`
			}
			require.NoError(t, json.Unmarshal([]byte(list.body), &value), "%s as %s was answered %d and broke the list: %.300s", name, kind, got.status, list.body)
			for _, one := range value.CompactJwsString {
				require.Regexp(t, `^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`, one, name)
			}
		}
	}
}

// No way of writing an address or a method opens what takes a token, and a token of
// one owner shows nothing of another.
func TestNoWayAroundTheToken(t *testing.T) {
	w := newWorld(t, func(c *ob3api.Config) {
		c.Bearer = func(token string) (string, []string, bool) {
			return strings.TrimPrefix(token, "static "), ob3api.AllScopes(), strings.HasPrefix(token, "static ")
		}
	})
	badge := w.badge("urn:x:secret", "2026-01-01T00:00:00Z", "")
	require.Equal(t, 201, w.call("POST", "/credentials", badge, "Authorization", "Bearer static Åse", "Content-Type", "application/json").status)
	require.Equal(t, 200, w.call("PUT", "/profile", `{"id":"urn:x:secret","type":["Profile"]}`, "Authorization", "Bearer static Åse", "Content-Type", "application/json").status)
	host := strings.TrimSuffix(w.base, "/ims/ob/v3p0")
	for _, path := range []string{
		"/credentials", "/credentials/", "/Credentials", "//credentials", "/./credentials", "/discovery/../credentials", "/%63redentials", "/credentials%2f", "/discovery%2f..%2fcredentials",
		"/credentials;x", "/credentials?access_token=static+Åse", "/credentials?limit=1", "/profile", "/profile/", "/%70rofile", "/profile%00", "/credentials/0", "/credentials/urn:x:secret",
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "X"} {
			for _, more := range [][]string{
				nil, {"Authorization", "Bearer"}, {"Authorization", "Bearer static"}, {"Authorization", "Basic cm9ib3Q6aHVudGVyMg=="}, {"Authorization", "Bearer static Nobody"},
				{"X-HTTP-Method-Override", "GET"}, {"X-Original-URL", "/ims/ob/v3p0/discovery"}, {"Cookie", "access_token=static Åse"}, {"X-Forwarded-For", "127.0.0.1"},
			} {
				got := w.call(method, host+"/ims/ob/v3p0"+path, "", more...)
				require.NotContains(t, got.body, "secret", "%s %s %v", method, path, more)
				require.Less(t, got.status, 500, "%s %s", method, path)
			}
		}
	}
	require.Equal(t, "0", w.call("GET", "/credentials", "", "Authorization", "Bearer static Nobody").header.Get("X-Total-Count"))
}

// A code or token is nothing in the place of another, and the secret of a client
// counts in one place only.
func TestSecretsAreNotInterchangeable(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	code := app.code()
	for _, token := range []string{code, app.secret, app.id, string(ob3api.DigestOf("static"))} {
		denied(t, 401, "unauthorizedrequest", w.call("GET", "/credentials", "", "Authorization", "Bearer "+token))
	}
	access, refresh := app.tokens()
	denied(t, 401, "unauthorizedrequest", w.call("GET", "/credentials", "", "Authorization", "Bearer "+refresh))
	for _, values := range []url.Values{
		{"grant_type": {"refresh_token"}, "refresh_token": {access}}, {"grant_type": {"refresh_token"}, "refresh_token": {code}},
		{"grant_type": {"authorization_code"}, "code": {refresh}, "redirect_uri": {"https://wallet.example/back?a=1"}, "code_verifier": {verifierText}},
	} {
		require.Equal(t, 400, app.token(values).status)
	}
	// In the body or the address, the secret of a client is not looked at: both end in logs.
	body := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "client_id": {app.id}, "client_secret": {app.secret}}.Encode()
	require.Equal(t, 401, w.call("POST", "/oauth2/token", body, "Content-Type", formType).status)
	require.Equal(t, 401, w.call("POST", "/oauth2/token?"+body, "grant_type=refresh_token", "Content-Type", formType).status)
	// A stranger cannot be the machine of an owner, nor a machine a client that registered.
	for _, id := range []string{"machine robot", "robot", "", "machine "} {
		stranger := application{w, id, ""}
		require.Equal(t, 401, stranger.token(url.Values{"grant_type": {"client_credentials"}}).status, id)
		require.Equal(t, 401, stranger.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}).status, id)
	}
	require.Equal(t, 400, application{w, "robot", "hunter2"}.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}).status)
	require.Equal(t, 401, app.token(url.Values{"grant_type": {"client_credentials"}}).status)
	require.Equal(t, 200, app.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}).status)
}

// A person who is asked for consent sees no more than text, and a form that another
// page sends gives nothing, however it is sent.
func TestConsentIsNotForged(t *testing.T) {
	w := newWorld(t, nil)
	app := w.register()
	body := "decision=allow&password=open+sesame"
	for _, headers := range [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site", "Origin", w.base},
	} {
		got := w.call("POST", app.authorization(nil), body, append(headers, "Content-Type", formType)...)
		require.Equal(t, 403, got.status, headers)
		require.Empty(t, got.header.Get("Location"))
	}
	for _, kind := range []string{"text/plain", "multipart/form-data; boundary=x", "application/json", ""} {
		got := w.call("POST", app.authorization(nil), body, "Content-Type", kind)
		require.Equal(t, 400, got.status, kind)
	}
	inAddress := app.authorization(nil) + "&decision=allow&password=open+sesame"
	require.Equal(t, 200, w.call("GET", inAddress, "").status)
	require.NotContains(t, w.call("POST", inAddress, "", "Content-Type", formType).header.Get("Location"), "code=")
}
