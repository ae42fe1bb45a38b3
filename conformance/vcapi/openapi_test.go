package vcapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/vc"
)

// description returns the OpenAPI document as it is served, after checking it.
func description(t *testing.T, h http.Handler) *openapi3.T {
	t.Helper()
	got := send(t, h, "GET", "/openapi.json", nil)
	require.Equal(t, 200, got.StatusCode)
	doc, err := openapi3.NewLoader().LoadFromData([]byte(got.text))
	require.NoError(t, err)
	require.NoError(t, doc.Validate(t.Context(), openapi3.EnableExamplesValidation()))
	return doc
}

// Every route of the service stands in the description, and the description has no
// others; and what needs leave is said to need it.
func TestTheDescriptionHasTheRoutes(t *testing.T) {
	described := make(map[string]bool)
	for path, item := range description(t, newTestService(t, nil)).Paths.Map() {
		for method, operation := range item.Operations() {
			described[method+" "+path] = operation.Security != nil
			require.NotEmpty(t, operation.OperationID)
			require.NotEmpty(t, operation.Summary)
			require.NotNil(t, operation.Responses.Default(), "%s %s says what a problem looks like", method, path)
		}
	}
	require.Equal(t, vcapi.RouteNames(), described)
}

// recorder is a handler that checks every exchange against the description, and
// remembers which operations answered with success.
type recorder struct {
	t      *testing.T
	next   http.Handler
	router routers.Router
	done   map[string]bool
}

func newRecorder(t *testing.T, h http.Handler) *recorder {
	router, err := legacy.NewRouter(description(t, h))
	require.NoError(t, err)
	return &recorder{t, h, router, make(map[string]bool)}
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	require.NoError(r.t, err)
	request.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	r.next.ServeHTTP(answer, request)

	request.Body = io.NopCloser(bytes.NewReader(body))
	request.URL.Scheme, request.URL.Host = "", ""
	route, parameters, err := r.router.FindRoute(request)
	if err != nil { // the router reads a slash in a parameter as one of the path
		require.Contains(r.t, request.RequestURI, "%2F", "%s %s", request.Method, request.RequestURI)
		copyAnswer(w, answer)
		return
	}
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	fits := openapi3filter.ValidateRequest(r.t.Context(), input)
	if answer.Code < 300 {
		require.NoError(r.t, fits, "what succeeds is described")
		r.done[route.Method+" "+route.Path] = true
	}
	if fits != nil {
		require.Contains(r.t, []int{400, 404, 413, 415}, answer.Code, "what the description does not allow is refused: %s", body)
	}
	require.NoError(r.t, openapi3filter.ValidateResponse(r.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: answer.Code, Header: answer.Header(), Body: io.NopCloser(bytes.NewReader(answer.Body.Bytes())), Options: input.Options,
	}), "%s %s: %s", request.Method, request.URL.Path, answer.Body.String())
	copyAnswer(w, answer)
}

func copyAnswer(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// What every operation takes and gives is as the description says, in a run that
// succeeds with each of them once.
func TestTheDescriptionIsTrue(t *testing.T) {
	key, err := testKeys()[0].WithAddress("did:web:vc.example", "#key-1")
	require.NoError(t, err)
	r := newRecorder(t, newTestService(t, func(c *vcapi.Config) {
		web := vcapi.StandardSuites(key)[0]
		web.Path = "web"
		c.URL, c.Suites = "https://vc.example", append(c.Suites, web)
	}))
	for _, example := range []string{"/credentials/issue", "/bitstring/credentials/issue"} {
		require.Equal(t, 201, send(t, r, "POST", example, exampleOf(t, r, "/credentials/issue")).StatusCode)
	}
	require.Equal(t, 200, send(t, r, "POST", "/credentials/status", exampleOf(t, r, "/credentials/status")).StatusCode)
	require.Equal(t, 201, send(t, r, "POST", "/presentations/prove", exampleOf(t, r, "/presentations/prove")).StatusCode)

	signed := issue(t, r, "eddsa-rdfc-2022", newCredential("urn:example:1"), object{"credentialId": "x"})
	require.Equal(t, 200, verify(t, r, signed).StatusCode)
	signed["id"] = "urn:example:2"
	require.Equal(t, 400, verify(t, r, signed).StatusCode)
	require.Equal(t, 200, send(t, r, "GET", "/credentials/x", nil).StatusCode)
	require.Equal(t, 204, send(t, r, "DELETE", "/credentials/x", nil).StatusCode)
	base := issue(t, r, "ecdsa-sd-2023", newCredential("urn:example:1"), object{"mandatoryPointers": []any{"/validFrom"}})
	require.Equal(t, 201, send(t, r, "POST", "/credentials/derive", object{"verifiableCredential": base}).StatusCode)
	presentation := object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}}
	proved := send(t, r, "POST", "/presentations/prove", object{"presentation": presentation, "options": object{"challenge": "c", "domain": []any{"d"}}})
	require.Equal(t, 200, send(t, r, "POST", "/presentations/verify", object{"verifiablePresentation": proved.body["verifiablePresentation"], "options": object{"challenge": "c", "domain": "d", "checks": []any{"proof"}}}).StatusCode)
	require.Equal(t, 200, send(t, r, "GET", "/status/bitstring-revocation-1", nil).StatusCode)
	require.Equal(t, 200, send(t, r, "GET", "/.well-known/did.json", nil).StatusCode)
	require.Equal(t, 200, send(t, r, "GET", "/openapi.json", nil).StatusCode)
	for name := range vcapi.RouteNames() {
		require.True(t, r.done[name], "%s was not tried", name)
	}
}

// exampleOf returns the example of a request in the description.
func exampleOf(t *testing.T, h http.Handler, path string) any {
	t.Helper()
	operation := description(t, h).Paths.Value(path).Post
	example := operation.RequestBody.Value.Content.Get("application/json").Example
	require.NotNil(t, example, path)
	return example
}

// Bad requests of every kind to every route: whatever is sent, the answer is as
// the description says and never a fault of the service.
func TestBadRequestsAreNoFaultOfTheService(t *testing.T) {
	r := newRecorder(t, newTestService(t, nil))
	seeds := seedsOf(t, r)
	for name := range vcapi.RouteNames() {
		method, path, _ := strings.Cut(name, " ")
		for _, value := range []string{"x", "eddsa-rdfc-2022", "bitstring", "ecdsa-sd-2023", "bitstring-revocation-1", "%00", "%2F%2F", strings.Repeat("x", 600), "%F0%9F%8E%93", "urn:example:1"} {
			filled := strings.NewReplacer("{suite}", value, "{id}", value, "{list}", value).Replace(path)
			if _, err := url.Parse(filled); err != nil {
				continue
			}
			if method != "POST" {
				require.Less(t, send(t, r, method, filled, nil).StatusCode, 500, "%s %s", method, filled)
				continue
			}
			for seed := range seeds {
				for bad := range spoil(seeds[seed]) {
					got := send(t, r, method, filled, bad)
					require.Less(t, got.StatusCode, 500, "%s %s %s: %s", method, filled, bad, got.text)
				}
			}
			if filled == path {
				break
			}
		}
	}
}

// seedsOf returns good requests to spoil.
func seedsOf(t *testing.T, h http.Handler) []object {
	t.Helper()
	signed := issue(t, h, "eddsa-jcs-2022", newCredential("urn:example:1"), nil)
	seeds := []object{
		{"credential": newCredential("urn:example:1"), "options": object{"credentialId": "x", "cryptosuite": "eddsa-rdfc-2022", "mandatoryPointers": []any{"/issuer"}}},
		{"credentialId": "urn:example:1", "credentialStatus": []any{object{"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1"}}, "status": true},
		{"verifiableCredential": signed, "options": object{"checks": []any{"proof"}, "challenge": "c", "domain": "d"}},
		{"verifiableCredential": issue(t, h, "ecdsa-sd-2023", newCredential("urn:example:1"), nil), "options": object{"selectivePointers": []any{"/credentialSubject/name"}}},
		{"verifiableCredential": issue(t, h, "sd-jwt", newCredential("urn:example:1"), object{"disclosablePointers": []any{"/credentialSubject/name"}})},
		{"presentation": object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": []any{signed}}, "options": object{"challenge": "c"}},
	}
	seeds = append(seeds, object{"verifiablePresentation": seeds[5]["presentation"]})
	return seeds
}

// spoil yields a request with each of its values, at whatever depth, removed or
// replaced by each of some bad ones. Every fifth of them is enough for a test that
// is run often; which ones depends on nothing but their order.
func spoil(seed object) func(yield func(string) bool) {
	bad := []string{`null`, `0`, `-1e400`, `""`, `"\u0000"`, `[]`, `{}`, `[[[[{"a":[null]}]]]]`, `"https://www.w3.org/ns/credentials/v2"`, `true`, `"` + strings.Repeat("z", 3000) + `"`}
	return func(yield func(string) bool) {
		text, err := json.Marshal(seed)
		if err != nil || !yield(string(text)) || !yield(string(text[:len(text)/2])) {
			return
		}
		n := 0
		for _, place := range placesIn(text) {
			for _, value := range bad {
				if n++; n%5 == 0 && !yield(string(text[:place[0]])+value+string(text[place[1]:])) {
					return
				}
			}
		}
	}
}

// placesIn returns where each value but the outermost begins and ends in a JSON
// text.
func placesIn(text []byte) [][2]int {
	var out [][2]int
	var starts []int
	d := json.NewDecoder(bytes.NewReader(text))
	for {
		before := int(d.InputOffset())
		token, err := d.Token()
		if err != nil {
			return out
		}
		end := int(d.InputOffset())
		for before < end && strings.ContainsRune(",: ", rune(text[before])) {
			before++
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			starts = append(starts, before)
			continue
		case json.Delim('}'), json.Delim(']'):
			before, starts = starts[len(starts)-1], starts[:len(starts)-1]
		}
		isName := end < len(text) && text[end] == ':'
		if !isName && len(starts) > 0 {
			out = append(out, [2]int{before, end})
		}
	}
}
