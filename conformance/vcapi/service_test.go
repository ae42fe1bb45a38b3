package vcapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

const base = "https://vc.example/api"

// testKeys returns a key of each kind; all tests share them.
var testKeys = sync.OnceValue(func() []*keys.Private {
	var all []*keys.Private
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.BLS12381} {
		key, err := keys.Generate(kind)
		if err != nil {
			panic(err)
		}
		all = append(all, key)
	}
	return all
})

// testConfig is a service that everybody may use.
func testConfig() vcapi.Config {
	all := testKeys()
	return vcapi.Config{
		URL: base, Suites: vcapi.StandardSuites(all...), Presentations: vcapi.StandardPresentations(all...),
		Store: vcapi.NewMemoryStore(), UnsafeNoAuth: true,
	}
}

func newTestService(t *testing.T, change func(*vcapi.Config)) http.Handler {
	t.Helper()
	config := testConfig()
	if change != nil {
		change(&config)
	}
	service, err := vcapi.New(config)
	require.NoError(t, err)
	return service
}

// reply is an answer as a test reads it.
type reply struct {
	*http.Response
	text string
	body map[string]any
}

// send makes a request and reads the answer. A body that is no string is sent as
// its JSON.
func send(t *testing.T, h http.Handler, method, path string, body any, header ...string) reply {
	t.Helper()
	var reader io.Reader
	switch body := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(body)
	default:
		text, err := json.Marshal(body)
		require.NoError(t, err)
		reader = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, path, reader)
	if reader != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	out := reply{Response: w.Result(), text: w.Body.String()}
	if strings.Contains(out.Header.Get("Content-Type"), "json") && len(out.text) > 0 {
		if json.Unmarshal([]byte(out.text), &out.body) != nil { // a number may be too large for a float
			require.True(t, json.Valid([]byte(out.text)), "an answer that says it is JSON is JSON: %s", out.text)
		}
	}
	require.NotEmpty(t, out.Header.Get("X-Request-Id"), "every answer has a request id")
	return out
}

type object = map[string]any

// newCredential returns a credential without an issuer.
func newCredential(id string) object {
	return object{
		"@context": []any{vc.ContextV2}, "id": id, "type": []any{"VerifiableCredential"},
		"validFrom":         "2020-01-01T00:00:00Z",
		"credentialSubject": object{"id": "did:example:learner", "name": "Ingrid Åsdatter"},
	}
}

// issue issues a credential and returns it.
func issue(t *testing.T, h http.Handler, suite string, credential, options object) object {
	t.Helper()
	body := object{"credential": credential}
	if options != nil {
		body["options"] = options
	}
	got := send(t, h, "POST", "/"+suite+"/credentials/issue", body)
	require.Equal(t, 201, got.StatusCode, got.text)
	return got.body["verifiableCredential"].(object)
}

func verify(t *testing.T, h http.Handler, credential any) reply {
	t.Helper()
	return send(t, h, "POST", "/credentials/verify", object{"verifiableCredential": credential})
}

// Whatever a suite issues must be accepted by the service's own verifier, unless it
// is a base proof, which must be derived from first; and must be refused when a
// word in it is changed.
func TestEverySuiteIssuesWhatVerifies(t *testing.T) {
	h := newTestService(t, nil)
	for _, suite := range testConfig().Suites {
		t.Run(suite.Path, func(t *testing.T) {
			signed := issue(t, h, suite.Path, newCredential("urn:example:1"), object{})
			if suite.Path == "ecdsa-sd-2023" || suite.Path == "bbs-2023" {
				require.Equal(t, 400, verify(t, h, signed).StatusCode, "a base proof is for the holder alone")
				got := send(t, h, "POST", "/credentials/derive", object{"verifiableCredential": signed, "options": object{"selectivePointers": []any{"/credentialSubject/name"}}})
				require.Equal(t, 201, got.StatusCode, got.text)
				signed = got.body["verifiableCredential"].(object)
			}
			got := verify(t, h, signed)
			require.Equal(t, 200, got.StatusCode, got.text)
			require.Equal(t, true, got.body["verified"])
			require.NotContains(t, got.body, "errors", "clients take errors for a failure")
			require.NotContains(t, got.body["verifiedDocument"], "proof")

			text, err := json.Marshal(signed)
			require.NoError(t, err)
			altered := strings.Replace(string(text), "Ingrid", "Sigrid", 1)
			if altered == string(text) { // a token
				altered = strings.Replace(string(text), `.ey`, `.eyA`, 1)
			}
			if altered == string(text) { // a COSE message
				altered = strings.Replace(string(text), `base64,0oRY`, `base64,0oRZ`, 1)
			}
			require.NotEqual(t, string(text), altered)
			got = send(t, h, "POST", "/credentials/verify", `{"verifiableCredential":`+altered+`}`)
			require.Equal(t, 400, got.StatusCode, got.text)
			require.Equal(t, false, got.body["verified"])
			require.NotEmpty(t, got.body["errors"], "who is refused is told why")
		})
	}
}

// Who does not know by which key a suite signs may leave the issuer out, or only
// its id, and the rest of what is said of it stays.
func TestTheIssuerIsFilledIn(t *testing.T) {
	h := newTestService(t, nil)
	for _, suite := range testConfig().Suites {
		credential := newCredential("urn:example:1")
		credential["issuer"] = object{"type": []any{"Profile"}, "name": "Vestre Ås"}
		credential["@context"] = []any{vc.ContextV2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
		got := send(t, h, "POST", "/"+suite.Path+"/credentials/issue", object{"credential": credential})
		require.Equal(t, 201, got.StatusCode, got.text)
		if signed := got.body["verifiableCredential"].(object); signed["issuer"] != nil {
			require.Equal(t, object{"type": []any{"Profile"}, "name": "Vestre Ås", "id": suite.Key.Controller()}, signed["issuer"])
		}
	}
}

// An SD-JWT that its holder bound to a verifier is a presentation; without a key
// binding it is none.
func TestABoundTokenIsAPresentation(t *testing.T) {
	h := newTestService(t, nil)
	config := testConfig()
	key := config.Suites[slices.IndexFunc(config.Suites, func(s vcapi.Suite) bool { return s.Path == "sd-jwt" })].Key
	doc, err := vc.ParseDocument([]byte(`{"@context":["`+vc.ContextV2+`"],"type":["VerifiableCredential"],"issuer":"`+key.Controller()+`","credentialSubject":{"name":"A"}}`), vc.Limits{})
	require.NoError(t, err)
	issued, err := mikromerit.IssueDocument(t.Context(), doc, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: "vc+sd-jwt"}, Holder: testKeys()[1].Signer().Public()})
	require.NoError(t, err)
	bound, err := mikromerit.Present(t.Context(), testKeys()[1], mikromerit.PresentOptions{SignOptions: mikromerit.SignOptions{Suite: "kb+jwt"}, Domain: []string{"d"}, Challenge: "c"}, issued.File)
	require.NoError(t, err)
	for challenge, want := range map[string]int{"c": 200, "x": 400} {
		for name, file := range map[string]*proof.Secured{"bound": bound, "loose": issued.File} {
			status := want
			envelope, err := jose.Envelope(file)
			require.NoError(t, err)
			got := send(t, h, "POST", "/presentations/verify", `{"verifiablePresentation":`+envelope.String()+`,"options":{"domain":"d","challenge":"`+challenge+`"}}`)
			if name == "loose" {
				status = 400
			}
			require.Equal(t, status, got.StatusCode, "%s: %s", name, got.text)
		}
	}
}

// A credential must be kept before it is handed out: one that could not be kept is
// never answered with.
func TestNothingIsHandedOutThatIsNotKept(t *testing.T) {
	store := &brokenStore{MemoryStore: vcapi.NewMemoryStore()}
	h := newTestService(t, func(c *vcapi.Config) { c.Store = store })
	got := send(t, h, "POST", "/credentials/issue", object{"credential": newCredential("urn:example:1")})
	require.Equal(t, 500, got.StatusCode)
	require.NotContains(t, got.text, "proofValue")
	require.NotContains(t, got.text, "disk", "a client learns nothing of the inside")
}

type brokenStore struct{ *vcapi.MemoryStore }

func (brokenStore) SaveCredential(context.Context, vcapi.Record) error {
	return errors.New("the disk is on fire")
}

// What was issued can be got again under its own id, with whatever characters, and
// under the name that the answer gives; and it can be forgotten.
func TestWhatWasIssuedCanBeGotAgainAndForgotten(t *testing.T) {
	h := newTestService(t, nil)
	for _, suite := range []string{"eddsa-rdfc-2022", "vc-jose-cose"} {
		id := "https://vc.example/credentials/%C3%A6/ø?x=%2F" + suite
		issued := send(t, h, "POST", "/"+suite+"/credentials/issue", object{"credential": newCredential(id)})
		require.Equal(t, 201, issued.StatusCode, issued.text)
		for _, path := range []string{
			strings.TrimPrefix(issued.Header.Get("Location"), base),
			"/credentials/" + url.PathEscape(id),
		} {
			got := send(t, h, "GET", path, nil)
			require.Equal(t, 200, got.StatusCode, got.text)
			require.Equal(t, issued.body["verifiableCredential"], got.body["verifiableCredential"])
		}
		location := strings.TrimPrefix(issued.Header.Get("Location"), base)
		require.Equal(t, 204, send(t, h, "DELETE", location, nil).StatusCode)
		require.Equal(t, 404, send(t, h, "GET", location, nil).StatusCode)
		require.Equal(t, 404, send(t, h, "DELETE", location, nil).StatusCode)
	}
}

// A client that repeats a request under a name of its own must not issue twice.
func TestANameIsTakenOnce(t *testing.T) {
	h := newTestService(t, nil)
	body := object{"credential": newCredential("urn:example:1"), "options": object{"credentialId": "my own name"}}
	require.Equal(t, 201, send(t, h, "POST", "/credentials/issue", body).StatusCode)
	require.Equal(t, 409, send(t, h, "POST", "/credentials/issue", body).StatusCode)
	require.Equal(t, 200, send(t, h, "GET", "/credentials/my%20own%20name", nil).StatusCode)
}

// Revoking a credential must make it fail, and suspending it until that is ended;
// revocation cannot be taken back.
func TestStatus(t *testing.T) {
	h := newTestService(t, nil)
	set := func(id, purpose string, value any) reply {
		return send(t, h, "POST", "/credentials/status", object{"credentialId": id, "credentialStatus": object{"type": "BitstringStatusListEntry", "statusPurpose": purpose}, "status": value})
	}
	signed := issue(t, h, "bitstring", newCredential("urn:example:1"), nil)
	other := issue(t, h, "bitstring", newCredential("urn:example:2"), nil)
	require.Len(t, signed["credentialStatus"], 2)

	require.Equal(t, 200, set("urn:example:1", "suspension", true).StatusCode)
	got := verify(t, h, signed)
	require.Equal(t, 400, got.StatusCode)
	require.Contains(t, got.text, "STATUS-SUSPENDED")
	require.Equal(t, 200, set("urn:example:1", "suspension", false).StatusCode)
	require.Equal(t, 200, verify(t, h, signed).StatusCode)

	require.Equal(t, 200, set("urn:example:1", "revocation", "1").StatusCode)
	require.Contains(t, verify(t, h, signed).text, "STATUS-REVOKED")
	require.Equal(t, 400, set("urn:example:1", "revocation", 0).StatusCode, "revocation is for good")
	require.Contains(t, verify(t, h, signed).text, "STATUS-REVOKED")
	require.Equal(t, 200, verify(t, h, other).StatusCode, "nobody else is touched")

	require.Equal(t, 404, set("urn:example:3", "revocation", true).StatusCode)
	require.Equal(t, 400, set("urn:example:2", "refresh", true).StatusCode, "it has no such status")
	require.Equal(t, 400, set("urn:example:2", "revocation", 2).StatusCode, "one bit is 0 or 1")
	issue(t, h, "eddsa-rdfc-2022", newCredential("urn:example:4"), nil)
	require.Equal(t, 400, set("urn:example:4", "revocation", true).StatusCode, "it was issued without status")
}

// A status list is a credential that others can verify with what they have.
func TestStatusListsVerifyElsewhere(t *testing.T) {
	h := newTestService(t, nil)
	require.Equal(t, 404, send(t, h, "GET", "/status/bitstring-revocation-1", nil).StatusCode, "asking for a list does not begin it")
	signed := issue(t, h, "bitstring", newCredential("urn:example:1"), nil)
	files := vc.StaticFetcher{}
	for _, name := range []string{"bitstring-revocation-1", "bitstring-suspension-1"} {
		got := send(t, h, "GET", "/status/"+name, nil, "Accept", "application/vc")
		require.Equal(t, 200, got.StatusCode)
		require.Equal(t, "application/vc", got.Header.Get("Content-Type"))
		require.Equal(t, got.text, send(t, h, "GET", "/status/"+name, nil).text, "a list that did not change is not signed again")
		files[base+"/status/"+name] = []byte(got.text)
	}
	require.Equal(t, 404, send(t, h, "GET", "/status/bitstring-revocation-2", nil).StatusCode)
	require.Equal(t, 404, send(t, h, "GET", "/status/bitstring-revocation-01", nil).StatusCode)

	text, err := json.Marshal(signed)
	require.NoError(t, err)
	elsewhere := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{testKeys()[0].Controller()}})
	elsewhere.Env.Fetcher = files
	result, err := elsewhere.Verify(t.Context(), text)
	require.NoError(t, err)
	require.NoError(t, result.Err())
}

// When a status list is full, the next one is begun.
func TestAFullStatusListIsFollowedByAnother(t *testing.T) {
	store := &fullStore{MemoryStore: vcapi.NewMemoryStore(), full: base + "/status/bitstring-revocation-1"}
	h := newTestService(t, func(c *vcapi.Config) { c.Store = store })
	signed := issue(t, h, "bitstring", newCredential("urn:example:1"), nil)
	require.Contains(t, signed["credentialStatus"].([]any)[0].(object)["statusListCredential"], "revocation-2")
	require.Equal(t, 200, verify(t, h, signed).StatusCode)
}

type fullStore struct {
	*vcapi.MemoryStore
	full string
}

func (s *fullStore) Reserve(ctx context.Context, list string, index, limit uint64) error {
	if list == s.full {
		return status.ErrFull
	}
	return s.MemoryStore.Reserve(ctx, list, index, limit)
}

// A presentation must be bound to the challenge and the domain that the verifier
// gave, and the verifier must refuse one that is bound to others.
func TestPresentations(t *testing.T) {
	h := newTestService(t, nil)
	credential := issue(t, h, "eddsa-rdfc-2022", newCredential("urn:example:1"), nil)
	token := issue(t, h, "vc-jose-cose", newCredential("urn:example:2"), nil)
	for _, suite := range testConfig().Presentations {
		presentation := object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": []any{token}}
		if suite.Path != "vc-jose-cose" && suite.Path != "cose" { // VC-JOSE-COSE takes envelopes only
			presentation["verifiableCredential"] = []any{credential, token}
		}
		got := send(t, h, "POST", "/presentations/prove", object{"presentation": presentation, "options": object{"cryptosuite": suite.Path, "challenge": "challenge-1", "domain": "https://verifier.example"}})
		require.Equal(t, 201, got.StatusCode, got.text)
		signed := got.body["verifiablePresentation"]
		check := func(options object) int {
			return send(t, h, "POST", "/presentations/verify", object{"verifiablePresentation": signed, "options": options}).StatusCode
		}
		require.Equal(t, 200, check(object{"challenge": "challenge-1", "domain": []any{"https://verifier.example"}}), suite.Path)
		require.Equal(t, 400, check(object{"challenge": "challenge-2", "domain": "https://verifier.example"}), suite.Path)
		require.Equal(t, 400, check(object{"challenge": "challenge-1", "domain": "https://other.example"}), suite.Path)
		require.Equal(t, 400, send(t, h, "POST", "/credentials/verify", object{"verifiableCredential": signed}).StatusCode, "a presentation is no credential")
	}
	unsigned := object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": []any{credential}}
	require.Equal(t, 400, send(t, h, "POST", "/presentations/verify", object{"verifiablePresentation": unsigned, "options": object{"challenge": "challenge-1"}}).StatusCode, "nothing in it answers the challenge")
	require.Equal(t, 400, send(t, h, "POST", "/presentations/verify", object{"verifiablePresentation": credential}).StatusCode, "a credential is no presentation")
}

// The service must not sign a presentation of another holder, nor one with what a
// verifier must not see.
func TestWhatIsNotPresented(t *testing.T) {
	h := newTestService(t, nil)
	prove := func(presentation object) reply {
		presentation["@context"], presentation["type"] = []any{vc.ContextV2}, []any{"VerifiablePresentation"}
		return send(t, h, "POST", "/presentations/prove", object{"presentation": presentation})
	}
	require.Equal(t, 400, prove(object{"holder": "did:example:somebody"}).StatusCode)
	require.Equal(t, 400, prove(object{"verifiableCredential": []any{newCredential("urn:example:1")}}).StatusCode, "a credential without proof")
	require.Equal(t, 400, prove(object{"verifiableCredential": issue(t, h, "ecdsa-sd-2023", newCredential("urn:example:1"), nil)}).StatusCode, "a base proof")
	require.Equal(t, 201, prove(object{}).StatusCode)
}

// What is derived as the answer to a challenge must be taken for that one alone, on its
// own and in a presentation; and a suite without a place for a challenge must say so.
func TestDerivedAnswers(t *testing.T) {
	h := newTestService(t, nil)
	derive := func(suite string, options object) reply {
		signed := issue(t, h, suite, newCredential("urn:example:1"), nil)
		return send(t, h, "POST", "/credentials/derive", object{"verifiableCredential": signed, "options": options})
	}
	got := derive("bbs-2023", object{"selectivePointers": []any{"/credentialSubject/name"}, "challenge": "challenge-1"})
	require.Equal(t, 201, got.StatusCode, got.text)
	derived := got.body["verifiableCredential"]
	presentation := object{"@context": []any{vc.ContextV2}, "type": []any{"VerifiablePresentation"}, "verifiableCredential": derived}
	for challenge, status := range map[string]int{"": 200, "challenge-1": 200, "challenge-2": 400} {
		options := object{}
		if challenge != "" {
			options["challenge"] = challenge
		}
		got := send(t, h, "POST", "/credentials/verify", object{"verifiableCredential": derived, "options": options})
		require.Equal(t, status, got.StatusCode, "%s: %s", challenge, got.text)
		got = send(t, h, "POST", "/presentations/prove", object{"presentation": presentation, "options": options})
		require.Equal(t, challenge == "challenge-1", got.StatusCode == 201, "%s: %s", challenge, got.text)
	}
	for _, suite := range []string{"ecdsa-sd-2023", "sd-jwt"} {
		got := derive(suite, object{"challenge": "challenge-1"})
		require.Equal(t, 400, got.StatusCode, got.text)
	}
	require.Equal(t, 400, derive("bbs-2023", object{"challenge": 1}).StatusCode, "no text")
}
