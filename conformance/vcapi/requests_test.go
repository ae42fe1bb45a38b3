package vcapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// Without anybody who may do what, nothing is signed or handed out, but everybody
// may verify; with somebody, they decide on everything but what is public.
func TestAuthorization(t *testing.T) {
	signed := issue(t, newTestService(t, nil), "eddsa-rdfc-2022", newCredential("urn:example:1"), nil)
	requests := []struct {
		method, path string
		body         any
		scope        vcapi.Scope
		open         bool
	}{
		{"POST", "/credentials/issue", object{"credential": newCredential("urn:example:1")}, vcapi.ScopeIssue, false},
		{"POST", "/bitstring/credentials/issue", object{"credential": newCredential("urn:example:1")}, vcapi.ScopeIssue, false},
		{"POST", "/credentials/status", object{}, vcapi.ScopeStatus, false},
		{"GET", "/credentials/x", nil, vcapi.ScopeRead, false},
		{"DELETE", "/credentials/x", nil, vcapi.ScopeDelete, false},
		{"POST", "/presentations/prove", object{}, vcapi.ScopePresent, false},
		{"POST", "/credentials/verify", object{"verifiableCredential": signed}, vcapi.ScopeVerify, true},
		{"POST", "/credentials/derive", object{}, vcapi.ScopeDerive, true},
		{"POST", "/presentations/verify", object{}, vcapi.ScopeVerify, true},
		{"GET", "/openapi.json", nil, "", true},
	}
	closed := newTestService(t, func(c *vcapi.Config) { c.UnsafeNoAuth = false })
	var asked vcapi.Scope
	refusal := vcapi.ErrUnauthenticated
	guarded := newTestService(t, func(c *vcapi.Config) {
		c.Authorize = func(_ *http.Request, scope vcapi.Scope) error {
			asked = scope
			return refusal
		}
	})
	for _, r := range requests {
		got := send(t, closed, r.method, r.path, r.body)
		require.Equal(t, !r.open, got.StatusCode == 403, "%s %s: %s", r.method, r.path, got.text)

		asked, refusal = "", vcapi.ErrUnauthenticated
		got = send(t, guarded, r.method, r.path, r.body)
		require.Equal(t, r.scope, asked, r.path)
		if r.scope == "" {
			require.Equal(t, 200, got.StatusCode)
			continue
		}
		require.Equal(t, 401, got.StatusCode)
		require.Contains(t, got.Header.Get("WWW-Authenticate"), "Bearer")
		refusal = errors.New("not you")
		got = send(t, guarded, r.method, r.path, r.body)
		require.Equal(t, 403, got.StatusCode)
		require.NotContains(t, got.text, "not you")
		refusal = nil
		require.NotContains(t, []int{401, 403}, send(t, guarded, r.method, r.path, r.body).StatusCode)
	}
}

// What HTTP has a status for is answered with that status.
func TestStatusesOfHTTP(t *testing.T) {
	h := newTestService(t, func(c *vcapi.Config) { c.Body = 2000 })
	for _, c := range []struct {
		name, method, path, body string
		header                   []string
		status                   int
	}{
		{"no such path", "GET", "/nowhere", "", nil, 404},
		{"no such suite", "POST", "/rot13/credentials/issue", `{"credential":{}}`, nil, 404},
		{"a slash too many", "POST", "/credentials/issue/", "{}", nil, 404},
		{"two slashes", "POST", "//credentials/issue", "{}", nil, 404},
		{"another method", "GET", "/credentials/verify", "", nil, 405},
		{"no JSON", "POST", "/credentials/verify", `{"verifiableCredential":`, nil, 400},
		{"nothing", "POST", "/credentials/verify", ` `, nil, 400},
		{"an array", "POST", "/credentials/verify", `[]`, nil, 400},
		{"a name twice", "POST", "/credentials/verify", `{"verifiableCredential":{},"verifiableCredential":{}}`, nil, 400},
		{"no credential", "POST", "/credentials/verify", `{}`, nil, 400},
		{"a credential as text", "POST", "/credentials/verify", `{"verifiableCredential":"{}"}`, nil, 400},
		{"an empty credential", "POST", "/credentials/verify", `{"verifiableCredential":{}}`, nil, 400},
		{"options that are none", "POST", "/credentials/verify", `{"verifiableCredential":{},"options":[]}`, nil, 400},
		{"a challenge that is none", "POST", "/credentials/verify", `{"verifiableCredential":{},"options":{"challenge":1}}`, nil, 400},
		{"a form", "POST", "/credentials/verify", `a=b`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"another charset", "POST", "/credentials/verify", `{}`, []string{"Content-Type", "application/json; charset=latin1"}, 415},
		{"JSON-LD", "POST", "/credentials/verify", `{}`, []string{"Content-Type", "application/ld+json; charset=UTF-8"}, 400},
		{"too much", "POST", "/credentials/verify", `{"x":"` + strings.Repeat("x", 2000) + `"}`, nil, 413},
		{"too deep", "POST", "/credentials/verify", strings.Repeat("[", 900), nil, 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := send(t, h, c.method, c.path, c.body, c.header...)
			require.Equal(t, c.status, got.StatusCode, got.text)
			require.Equal(t, "application/problem+json", got.Header.Get("Content-Type"))
			require.EqualValues(t, c.status, got.body["status"])
			if c.status == 405 {
				require.Equal(t, "POST", got.Header.Get("Allow"))
			}
		})
	}
	require.Equal(t, "GET, HEAD, DELETE", send(t, h, "PUT", "/credentials/x", "{}").Header.Get("Allow"))
	head := send(t, h, "HEAD", "/openapi.json", nil)
	require.Equal(t, 200, head.StatusCode)
	require.Empty(t, head.text)
}

// What cannot be signed is refused as the client's fault, with the type that the
// W3C has for it.
func TestWhatIsNotIssued(t *testing.T) {
	h := newTestService(t, nil)
	for _, c := range []struct {
		name, suite string
		change      func(credential, options object)
		want        string
	}{
		{"no type", "eddsa-rdfc-2022", func(c, _ object) { delete(c, "type") }, "MALFORMED_VALUE_ERROR"},
		{"another issuer", "eddsa-rdfc-2022", func(c, _ object) { c["issuer"] = "did:example:other" }, "PROOF_GENERATION_ERROR"},
		{"an issuer that is null", "eddsa-rdfc-2022", func(c, _ object) { c["issuer"] = nil }, "MALFORMED_VALUE_ERROR"},
		{"a term that nobody defines", "eddsa-rdfc-2022", func(c, _ object) { c["shoeSize"] = 42 }, "DATA_LOSS_DETECTION_ERROR"},
		{"a context that nobody has", "eddsa-rdfc-2022", func(c, _ object) { c["@context"] = []any{vc.ContextV2, "https://example.org/c"} }, "PROOF_TRANSFORMATION_ERROR"},
		{"a proof", "eddsa-rdfc-2022", func(c, _ object) { c["proof"] = object{"type": "DataIntegrityProof"} }, "PROOF_GENERATION_ERROR"},
		{"a pointer for another suite", "eddsa-rdfc-2022", func(_, o object) { o["mandatoryPointers"] = []any{"/issuer"} }, "PROOF_GENERATION_ERROR"},
		{"a pointer to nothing", "ecdsa-sd-2023", func(_, o object) { o["mandatoryPointers"] = []any{"/nothing"} }, "PROOF_GENERATION_ERROR"},
		{"pointers that are none", "ecdsa-sd-2023", func(_, o object) { o["mandatoryPointers"] = []any{1} }, "MALFORMED_VALUE_ERROR"},
		{"a name that is empty", "eddsa-rdfc-2022", func(_, o object) { o["credentialId"] = "" }, "MALFORMED_VALUE_ERROR"},
		{"a name that is long", "eddsa-rdfc-2022", func(_, o object) { o["credentialId"] = strings.Repeat("x", 513) }, "MALFORMED_VALUE_ERROR"},
		{"status for the data model 1.1", "bitstring", func(c, _ object) {
			c["@context"], c["issuanceDate"] = []any{vc.ContextV1}, "2020-01-01T00:00:00Z"
			delete(c, "validFrom")
		}, "MALFORMED_VALUE_ERROR"},
		{"a status without type", "bitstring", func(c, _ object) { c["credentialStatus"] = object{"id": "urn:example:s"} }, "MALFORMED_VALUE_ERROR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			credential, options := newCredential("urn:example:1"), object{}
			c.change(credential, options)
			got := send(t, h, "POST", "/"+c.suite+"/credentials/issue", object{"credential": credential, "options": options})
			require.Equal(t, 400, got.StatusCode, got.text)
			require.Contains(t, got.body["type"], c.want, got.text)
		})
	}
}

// The log says what was done and never with whom: no names, identifiers or queries
// of people may get there, not even through a panic.
func TestTheLogHasNoPersonalData(t *testing.T) {
	var log bytes.Buffer
	h := newTestService(t, func(c *vcapi.Config) {
		c.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		c.Store = &panickingStore{MemoryStore: vcapi.NewMemoryStore()}
	})
	credential := newCredential("urn:example:ingrid")
	got := send(t, h, "POST", "/credentials/issue", object{"credential": credential}, "X-Request-Id", "abc-1")
	require.Equal(t, 500, got.StatusCode)
	require.Equal(t, "abc-1", got.Header.Get("X-Request-Id"))
	require.NotContains(t, got.text, "ingrid")
	send(t, h, "GET", "/credentials/urn:example:ingrid?who=ingrid", nil, "X-Request-Id", "ingrid \n")
	send(t, h, "INGRID-INGRID-INGRID", "/ingrid", nil)
	text := log.String()
	require.Contains(t, text, `"id":"abc-1"`)
	require.Contains(t, text, `"route":"/credentials/{id}"`)
	require.Contains(t, text, "VCAPI-PANIC")
	require.Contains(t, text, "SaveCredential", "a panic is logged with its place")
	require.NotContains(t, strings.ToLower(text), "ingrid")
}

type panickingStore struct{ *vcapi.MemoryStore }

func (panickingStore) SaveCredential(_ context.Context, r vcapi.Record) error { panic(r.ID) }

// A request whose client is gone, or that takes too long, ends with an error and
// leaves nothing behind that could be taken for issued.
func TestARequestCanEnd(t *testing.T) {
	h := newTestService(t, nil)
	text, err := json.Marshal(object{"credential": newCredential("urn:example:1")})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, "POST", "/credentials/issue", bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	require.Equal(t, 503, w.Code, w.Body.String())
	require.Equal(t, 404, send(t, h, "GET", "/credentials/urn:example:1", nil).StatusCode)

	slow := newTestService(t, func(c *vcapi.Config) { c.Timeout = time.Nanosecond })
	require.Equal(t, 503, send(t, slow, "POST", "/credentials/issue", object{"credential": newCredential("urn:example:1")}).StatusCode)
}

// A client that never ends its request does not hold the service up for ever.
func TestARequestMustEnd(t *testing.T) {
	server := httptest.NewServer(newTestService(t, func(c *vcapi.Config) { c.Timeout = 50 * time.Millisecond }))
	defer server.Close()
	never, writer := io.Pipe()
	defer writer.Close()
	r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/credentials/verify", never)
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	got, err := server.Client().Do(r)
	require.NoError(t, err)
	defer got.Body.Close()
	require.Contains(t, []int{408, 503}, got.StatusCode)
}

// Many at once: every credential is issued, gets a place of its own and can be
// revoked, and no goroutine stays behind.
func TestManyAtOnce(t *testing.T) {
	h := newTestService(t, nil)
	before := runtime.NumGoroutine()
	var all sync.WaitGroup
	places := make([]string, 40)
	for i := range places {
		all.Go(func() {
			id := "urn:example:" + strconv.Itoa(i)
			signed := issue(t, h, "bitstring", newCredential(id), nil)
			entry := signed["credentialStatus"].([]any)[0].(object)
			places[i] = entry["statusListIndex"].(string)
			set := object{"credentialId": id, "credentialStatus": object{"statusPurpose": "revocation"}}
			assert.Equal(t, 200, send(t, h, "POST", "/credentials/status", set).StatusCode)
			assert.Contains(t, verify(t, h, signed).text, "STATUS-REVOKED")
		})
	}
	all.Wait()
	slices.Sort(places)
	require.Len(t, slices.Compact(places), 40)
	for range 5000 { // they end a moment after they are done
		if runtime.NumGoroutine() <= before {
			break
		}
		time.Sleep(time.Millisecond)
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before)
}

// The issuer that is the did:web of the host has its keys where others look for
// them, so that what it signs can be verified.
func TestTheControllerDocument(t *testing.T) {
	require.Equal(t, 404, send(t, newTestService(t, nil), "GET", "/.well-known/did.json", nil).StatusCode)
	key, err := testKeys()[0].WithAddress("did:web:vc.example%3A8443", "#key-1")
	require.NoError(t, err)
	h := newTestService(t, func(c *vcapi.Config) {
		c.URL, c.Suites = "https://vc.example:8443", vcapi.StandardSuites(key)
	})
	got := send(t, h, "GET", "/.well-known/did.json", nil)
	require.Equal(t, 200, got.StatusCode, got.text)
	require.Equal(t, "did:web:vc.example%3A8443", got.body["id"])
	require.Len(t, got.body["verificationMethod"], 1)
}

// A configuration that could not work is refused when the service is made, not
// when it is used.
func TestConfigurations(t *testing.T) {
	for name, change := range map[string]func(*vcapi.Config){
		"no store":           func(c *vcapi.Config) { c.Store = nil },
		"no address":         func(c *vcapi.Config) { c.URL = "" },
		"a slash at the end": func(c *vcapi.Config) { c.URL += "/" },
		"no web address":     func(c *vcapi.Config) { c.URL = "vc.example" },
		"two of one path":    func(c *vcapi.Config) { c.Suites = append(c.Suites, c.Suites[0]) },
		"no key":             func(c *vcapi.Config) { c.Suites[0].Key = nil },
		"a path of two":      func(c *vcapi.Config) { c.Suites[0].Path = "a/b" },
		"a list unsigned": func(c *vcapi.Config) {
			i := slices.IndexFunc(c.Suites, func(s vcapi.Suite) bool { return !s.SignsLists() })
			c.Suites[i].Status = []status.Definition{{Purpose: status.Revocation}}
		},
		"a list of its own": func(c *vcapi.Config) { c.Suites[0].Status = []status.Definition{{Purpose: "revocation", URL: base}} },
	} {
		config := testConfig()
		change(&config)
		_, err := vcapi.New(config)
		require.Error(t, err, name)
	}
	_, err := vcapi.New(vcapi.Config{})
	require.NoError(t, err, "a service that only verifies needs nothing")
}
