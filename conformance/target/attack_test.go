package target_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// A service that sends everything back that it was sent, in every place that it can
// think of, gets no secret into any form of report.
func TestNoFormOfReportTellsASecret(t *testing.T) {
	secrets := []string{"header-s3cr3t-value", "pa55word/of+the=user", "client-s3cr3t-value", "access-t0ken-of-the-run", "refresh-t0ken-of-the-run"}
	basic := base64.StdEncoding.EncodeToString([]byte("me:" + secrets[1]))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		if strings.HasSuffix(r.URL.Path, "/token") {
			fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","refresh_token":%q}`, secrets[3], secrets[4])
			return
		}
		var all strings.Builder
		for name, values := range r.Header {
			all.WriteString(name + ": " + strings.Join(values, ",") + " ")
		}
		known := all.String() + strings.Join(secrets, " ") + basic
		for _, secret := range secrets {
			w.Header().Set("X-"+strings.NewReplacer("/", "", "+", "", "=", "").Replace(secret), secret)
		}
		w.Header().Set("Etag", base64.StdEncoding.EncodeToString([]byte("now "+known)))
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader([]int{200, 201, 400, 500}[len(sent)%4])
		body, _ := json.Marshal(map[string]any{
			"detail": known, "title": known, "type": known, "verified": len(sent)%3 == 0, "name": known, "version": known, known: known, "sent": string(sent),
			"errors": []any{map[string]any{"detail": known}}, "a": base64.RawURLEncoding.EncodeToString([]byte(known)), "b": fmt.Sprintf("%x", known), "components": known,
		})
		_, _ = w.Write(body)
	}))
	defer server.Close()
	header := http.Header{"X-Api-Key": {secrets[0]}, "Authorization": {"Basic " + basic}}
	oauth := target.OAuth{ClientID: "me", ClientSecret: secrets[2], TokenURL: server.URL + "/token", RevokeURL: server.URL + "/revoke"}
	verifier, ok := conformance.ProfileOf("di-eddsa-rdfc-2022-verifier")
	require.True(t, ok)
	host, ok := conformance.ProfileOf("ob3-host")
	require.True(t, ok)
	for _, c := range []struct {
		target  conformance.Target
		profile conformance.Profile
	}{
		{target.VCAPI(server.URL, target.Options{AllowLocal: true, Header: header, Paths: everyPath}), verifier},
		{target.VCAPI(server.URL, target.Options{AllowLocal: true, Bearer: secrets[3], Paths: everyPath}), verifier},
		{target.VCAPI(server.URL, target.Options{AllowLocal: true, OAuth: oauth, Paths: everyPath}), verifier},
		{target.OB3API(server.URL, target.Options{AllowLocal: true, Header: header, OAuth: oauth}), host},
	} {
		found, err := conformance.Judge(t.Context(), c.target, conformance.Options{}, c.profile)
		require.NoError(t, err)
		given := c.target.(conformance.Secretive).Secrets()
		for _, format := range report.Formats() {
			var text bytes.Buffer
			require.NoError(t, report.Write(&text, format, found))
			if format == "json" {
				require.Contains(t, text.String(), conformance.Redacted, "it was sent back, and taken out")
			}
			for _, secret := range append(secrets, basic) {
				if !strings.Contains(strings.Join(given, "\n"), secret) {
					continue // this target was not told it
				}
				for _, form := range []string{secret, fmt.Sprintf("%x", secret), base64.StdEncoding.EncodeToString([]byte(secret[:15]))} {
					require.NotContains(t, text.String(), form, format)
				}
			}
		}
	}
}

// A service description cannot have the secret of a client sent to another host, nor
// have the suite walk through the network of whoever runs it.
func TestDescriptionsThatLeadElsewhere(t *testing.T) {
	var stolen string
	thief := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		stolen += r.Header.Get("Authorization") + string(body)
	}))
	defer thief.Close()
	elsewhere := strings.Replace(thief.URL, "127.0.0.1", "localhost", 1)
	lead := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/discovery":
			fmt.Fprintf(w, `{"components":{"securitySchemes":{"OAuth2ACG":{"x-imssf-registrationUrl":"/register","flows":{"authorizationCode":{"tokenUrl":%q,"authorizationUrl":"/authorize","refreshUrl":%q}}}}}}`, lead, lead)
		case "/register":
			w.WriteHeader(http.StatusCreated)
			fmt.Fprint(w, `{"client_id":"c","client_secret":"registered"}`)
		case "/authorize":
			http.Redirect(w, r, lead, http.StatusFound)
		}
	}))
	defer server.Close()
	lead = elsewhere + "/token"
	for _, oauth := range []target.OAuth{{ClientID: "me", ClientSecret: "very-secret-value"}, {ClientID: "me", RefreshToken: "very-secret-value"}} {
		api := target.OB3API(server.URL, target.Options{AllowLocal: true, OAuth: oauth})
		_, err := api.Call(t.Context(), conformance.Call{Method: "GET", Path: "/credentials"})
		require.ErrorContains(t, err, "leads to another host")
		require.Empty(t, stolen)
		oauth.TokenURL = lead
		_, err = target.OB3API(server.URL, target.Options{AllowLocal: true, OAuth: oauth}).Call(t.Context(), conformance.Call{Method: "GET", Path: "/credentials"})
		require.Error(t, err)
		require.NotEmpty(t, stolen, "whom a person names gets it")
		stolen = ""
	}
	for _, lead = range []string{"file:///etc/passwd", "gopher://127.0.0.1/", "http://me:pw@127.0.0.1/", "https://conformance.mikromerit.example/callback-of-another?code=x"} {
		_, err := target.OB3API(server.URL, target.Options{AllowLocal: true, Timeout: time.Second, OAuth: target.OAuth{Register: true, TokenURL: server.URL + "/token"}}).
			Call(t.Context(), conformance.Call{Method: "GET", Path: "/credentials"})
		require.Error(t, err, lead)
		require.NotContains(t, err.Error(), "root:")
	}
}

// Interim answers, trailers and headers without end cost one sentence.
func TestOddAnswers(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"interim answers": func(w http.ResponseWriter, r *http.Request) {
			hijack(w, strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 100_000)+"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
		},
		"trailers": func(w http.ResponseWriter, r *http.Request) {
			hijack(w, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n0\r\n"+strings.Repeat("X: "+strings.Repeat("a", 1000)+"\r\n", 10_000)+"\r\n")
		},
		"chunks of one byte": func(w http.ResponseWriter, r *http.Request) {
			hijack(w, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+strings.Repeat("1;x="+strings.Repeat("y", 2000)+"\r\n \r\n", 10_000))
		},
		"gzip in gzip": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip, gzip")
			_, _ = w.Write(bomb)
		},
		"a length that is negative": func(w http.ResponseWriter, r *http.Request) {
			hijack(w, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")
		},
		"two lengths": func(w http.ResponseWriter, r *http.Request) {
			hijack(w, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}")
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(read(answer))
			defer server.Close()
			api := target.VCAPI(server.URL, target.Options{AllowLocal: true, Timeout: time.Second, MaxBody: 1 << 20, Paths: everyPath})
			_, err := api.Describe(t.Context())
			if err == nil {
				_, err = api.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
			}
			require.Error(t, err)
			require.NotContains(t, err.Error(), "\n")
			require.Less(t, len(err.Error()), 1000)
		})
	}
}
