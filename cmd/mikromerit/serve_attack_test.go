package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// ask makes a request with headers and returns the answer with its body.
func (v *served) ask(method, path string, body []byte, headers ...string) (*http.Response, string) {
	v.t.Helper()
	r, err := http.NewRequest(method, v.base+path, bytes.NewReader(body))
	require.NoError(v.t, err)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := *v.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(r)
	require.NoError(v.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(v.t, err)
	return response, string(text)
}

// A key opens what it is for, at the interface that it is for, and no other word in
// its place opens anything.
func TestServeKeepsTheInterfacesApart(t *testing.T) {
	s := newShop(t, "")
	for i, arg := range s.args {
		if arg == "--api-key-file" {
			file, err := os.OpenFile(s.args[i+1], os.O_APPEND|os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = file.WriteString("pupil pupil-of-the-tests-with-32-characters host\n")
			require.NoError(t, err)
			require.NoError(t, file.Close())
		}
	}
	v := s.start()
	form := []string{"Content-Type", "application/x-www-form-urlencoded"}
	r, err := http.NewRequest("POST", v.base+hostPath+"/oauth2/token", strings.NewReader("grant_type=client_credentials"))
	require.NoError(t, err)
	r.Header.Set(form[0], form[1])
	r.SetBasicAuth("pupil", "pupil-of-the-tests-with-32-characters")
	response, err := v.client.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	var token struct {
		Access string `json:"access_token"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&token))
	require.NotEmpty(t, token.Access)

	issue := append(append([]byte(`{"credential":`), s.badge("urn:x:mine")...), '}')
	require.Equal(t, 201, v.with(testAPIKey, "POST", "/credentials/issue", issue))
	require.Equal(t, 200, v.with(token.Access, "GET", hostPath+"/credentials", nil))
	for _, key := range []string{"", token.Access, "pupil-of-the-tests-with-32-characters", "pupil", "ase", strings.ToUpper(testAPIKey), testAPIKey[:36], testAPIKey + "x", "sha256:" + testAPIKey} {
		for _, request := range []string{
			"POST /credentials/issue", "POST /eddsa-rdfc-2022-revocable/credentials/issue", "POST /credentials/status", "GET /credentials/urn:x:mine", "HEAD /credentials/urn:x:mine",
			"DELETE /credentials/urn:x:mine", "POST /presentations/prove",
		} {
			method, path, _ := strings.Cut(request, " ")
			require.Contains(t, []int{401, 403}, v.with(key, method, path, issue), "%s with %q", request, key)
		}
	}
	for _, headers := range [][]string{
		{"Authorization", "Basic " + testAPIKey}, {"Authorization", testAPIKey}, {"X-API-Key", testAPIKey}, {"Cookie", "key=" + testAPIKey}, {"Authorization", "Bearer\t" + testAPIKey},
	} {
		response, _ := v.ask("GET", "/credentials/urn:x:mine", nil, headers...)
		require.Equal(t, 401, response.StatusCode, headers)
	}
	require.Equal(t, 401, v.with("clerk-of-the-tests-with-32-characters", "GET", hostPath+"/profile", nil))
	for _, path := range []string{"/credentials/issue?access_token=" + testAPIKey, "/credentials/issue?key=" + testAPIKey} {
		require.Equal(t, 401, v.with("", "POST", path, issue))
	}
	require.Equal(t, 200, v.with(testAPIKey, "GET", "/credentials/urn:x:mine", nil), "it is still there")
}

// No way of writing an address leads past the keys, and what leads nowhere counts as
// that in the metrics, however much of it there is.
func TestServeAnswersOddAddresses(t *testing.T) {
	s := newShop(t, "")
	v := s.start()
	issue := append(append([]byte(`{"credential":`), s.badge("urn:x:mine")...), '}')
	for _, path := range []string{
		"//credentials/issue", "/credentials//issue", "/./credentials/issue", "/x/../credentials/issue", "/credentials/issue/", "/credentials/%69ssue", "/%63redentials/issue", "/credentials%2fissue", "/CREDENTIALS/ISSUE",
		"/ims/ob/v3p0/../../../credentials/issue", "/status/../credentials/issue", "/healthz/../credentials/issue", "/metrics/%2e%2e/credentials/issue", "/%2e%2e/credentials/issue", "/credentials/issue%00", "/credentials/issue;a",
	} {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "OPTIONS", "TRACE", "ODD" + fmt.Sprint(len(path))} {
			response, text := v.ask(method, path, issue, "X-HTTP-Method-Override", "POST", "X-Original-URL", "/healthz")
			require.NotEqual(t, 201, response.StatusCode, "%s %s", method, path)
			require.Less(t, response.StatusCode, 500, "%s %s", method, path)
			require.NotContains(t, text, "Båtbygging")
			if to := response.Header.Get("Location"); to != "" {
				require.True(t, strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//"), "%s leads to %s", path, to)
			}
		}
	}
	for i := range 200 {
		v.ask("GET", fmt.Sprintf("/nowhere/%d?secret=%d", i, i), nil, "X-Request-Id", fmt.Sprintf("%d\"} {\t", i))
	}
	_, text := v.ask("GET", "/metrics", nil)
	require.Less(t, strings.Count(text, "\n"), 1000)
	require.NotContains(t, text, "ODD")
	require.NotContains(t, text, "nowhere")
	require.Contains(t, text, "mikromerit_http_requests_in_flight 1\n", "this one")
}

// A credential can be got and deleted under its own name, which is an address.
func TestServeTakesNamesThatAreAddresses(t *testing.T) {
	s := newShop(t, "")
	v := s.start()
	for _, name := range []string{"https://shop.example/credentials//1?a=b#c", "urn:x:%2f", "a/../b", "..%2f", "Åse"} {
		body, err := json.Marshal(map[string]any{"credential": json.RawMessage(s.badge("urn:x:1")), "options": map[string]any{"credentialId": name}})
		require.NoError(t, err)
		response, text := v.ask("POST", "/credentials/issue", body, "Authorization", "Bearer "+testAPIKey)
		require.Equal(t, 201, response.StatusCode, text)
		path := strings.TrimPrefix(response.Header.Get("Location"), "https://shop.example")
		require.Equal(t, "/credentials/"+url.PathEscape(name), path)
		require.Equal(t, 200, v.with(testAPIKey, "GET", path, nil), name)
		require.Equal(t, 204, v.with(testAPIKey, "DELETE", path, nil), name)
	}
}

// What somebody asks to be verified has the service fetch nothing from this machine
// or its network, neither on the page nor through the interface.
func TestServeFetchesNothingFromInside(t *testing.T) {
	var fetched atomic.Int64
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fetched.Add(1) }))
	defer inside.Close()
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { fetched.Add(1) }))
	defer secure.Close()
	s := newShop(t, "")
	for _, more := range [][]string{nil, {"--online"}} {
		v := s.start(more...)
		_, port, err := net.SplitHostPort(strings.TrimPrefix(secure.URL, "https://"))
		require.NoError(t, err)
		for _, address := range []string{inside.URL, secure.URL, "https://localhost:" + port, "https://127.0.0.1.nip.io:" + port, "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "https://[::ffff:127.0.0.1]:" + port} {
			badge := strings.Replace(string(s.badge("urn:x:1")), `"validFrom"`, fmt.Sprintf(`"credentialStatus":{"id":"%[1]s/s#1","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"%[1]s/s"},
				"image":{"id":"%[1]s/i.png","type":"Image"},"evidence":[{"id":"%[1]s/e","type":["Evidence"]}],"refreshService":{"id":"%[1]s/r","type":"1EdTechCredentialRefresh"},
				"credentialSchema":[{"id":"%[1]s/schema","type":"1EdTechJsonSchemaValidator2019"}],"validFrom"`, address), 1)
			issue := []byte(`{"credential":` + badge + `}`)
			response, text := v.ask("POST", "/eddsa-jcs-2022/credentials/issue", issue, "Authorization", "Bearer "+testAPIKey)
			if response.StatusCode == 201 {
				var made struct{ VerifiableCredential json.RawMessage }
				require.NoError(t, json.Unmarshal([]byte(text), &made))
				response, text = v.ask("POST", "/credentials/verify", append(append([]byte(`{"verifiableCredential":`), made.VerifiableCredential...), '}'))
				require.Less(t, response.StatusCode, 500, text)
				require.NotContains(t, text, "root:")
				v.ask("POST", hostPath+"/credentials", made.VerifiableCredential, "Authorization", "Bearer "+testAPIKey)
			}
			foreign := strings.Replace(badge, s.issuer, "did:web:"+strings.ReplaceAll(strings.TrimPrefix(address, "https://"), ":", "%3A"), 1)
			v.ask("POST", "/credentials/verify", []byte(`{"verifiableCredential":`+foreign+`}`))
			v.ask("POST", "/", []byte("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n"+badge+"\r\n--x--\r\n"), "Content-Type", "multipart/form-data; boundary=x")
		}
		require.Zero(t, fetched.Load(), more)
	}
}

// A database that everybody may read is not used, and no name of a file makes the service forget what it answered for.
func TestServeKeepsItsDatabaseClosed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has other permissions")
	}
	s := newShop(t, "")
	require.NoError(t, os.WriteFile(s.database, nil, 0o644))
	b := newBench(t)
	b.run(s.args...)
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "chmod 600")

	t.Chdir(t.TempDir())
	s = newShop(t, ":memory:")
	issue := append(append([]byte(`{"credential":`), s.badge("urn:x:kept")...), '}')
	v := s.start()
	require.Equal(t, 201, v.with(testAPIKey, "POST", "/credentials/issue", issue))
	v.stop(t)
	require.Equal(t, 200, s.start().with(testAPIKey, "GET", "/credentials/urn:x:kept", nil))
}

// Whoever holds requests open from one place, or one network of IPv6, leaves room for
// others; what has left is forgotten.
func TestServeLeavesRoomForOthers(t *testing.T) {
	var p places
	first, same, other := placeOf("[2001:db8::1]:1"), placeOf("[2001:db8::ffff:1]:2"), placeOf("203.0.113.1:1")
	require.Equal(t, first, same)
	require.NotEqual(t, other, placeOf("203.0.113.2:1"))
	require.Equal(t, other, placeOf("[::ffff:203.0.113.1]:7"))
	require.True(t, p.enter(first, 2))
	require.True(t, p.enter(same, 2))
	require.False(t, p.enter(first, 2))
	require.True(t, p.enter(other, 2))
	for _, proxy := range []string{"127.0.0.1:1", "[::1]:1", "10.0.0.1:1", "[fe80::1%eth0]:1", "@", ""} {
		for range 5 {
			require.True(t, p.enter(placeOf(proxy), 2), "behind %s is everybody", proxy)
		}
	}
	p.leave(first)
	require.True(t, p.enter(same, 2))
	p.leave(first)
	p.leave(first)
	p.leave(other)
	require.Empty(t, p.busy)
}

// Of many who send half a request from one place, some are told to come back.
func TestServeIsNotHeldFromOnePlace(t *testing.T) {
	g := &gateway{mux: http.NewServeMux(), metrics: newMetrics("x"), slots: make(chan struct{}, 4)}
	g.log = slog.New(slog.DiscardHandler)
	entered, hold := make(chan struct{}), make(chan struct{})
	g.mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { entered <- struct{}{}; <-hold })
	begin := func(from string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest("POST", "/", nil), httptest.NewRecorder()
		r.RemoteAddr = from
		g.ServeHTTP(w, r)
		return w
	}
	for range 2 {
		go begin("203.0.113.1:1")
		<-entered
	}
	require.Equal(t, 429, begin("203.0.113.1:2").Code)
	go begin("203.0.113.2:1")
	<-entered
	close(hold)
}
