package vcapi_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// The service signs for nobody but the owner of its key, however the issuer is
// written.
func TestNobodyElseIsTheIssuer(t *testing.T) {
	h := newTestService(t, nil)
	own := testKeys()[0].Controller()
	evil := "did:web:evil.example"
	context := func(definition object) object { return object{"@context": []any{vc.ContextV2, definition}} }
	for name, change := range map[string]object{
		"text": {"issuer": evil}, "object": {"issuer": object{"id": evil}}, "list": {"issuer": []any{own, evil}}, "list of one": {"issuer": []any{evil}},
		"null": {"issuer": nil}, "number": {"issuer": 7}, "empty": {"issuer": ""}, "null id": {"issuer": object{"id": nil}}, "list id": {"issuer": object{"id": []any{own, evil}}},
		"other @id": {"issuer": object{"id": own, "@id": evil}}, "only @id": {"issuer": object{"@id": evil}}, "full name": {"https://www.w3.org/2018/credentials#issuer": object{"@id": evil}},
		"term":       {"issuer": own, "boss": evil, "@context": context(object{"boss": object{"@id": "https://www.w3.org/2018/credentials#issuer", "@type": "@id"}})["@context"]},
		"term alone": {"boss": evil, "@context": context(object{"boss": object{"@id": "https://www.w3.org/2018/credentials#issuer", "@type": "@id"}})["@context"]},
		"case":       {"Issuer": evil}, "fragment": {"issuer": own + "#x"}, "query": {"issuer": own + "?x"}, "blank": {"issuer": " " + own}, "percent": {"issuer": strings.Replace(own, "did:", "%64id:", 1)},
		"iss": {"iss": evil}, "cnf": {"cnf": object{"jwk": object{}}}, "vc": {"vc": object{"issuer": evil}}, "exp": {"exp": 1}, "@graph": {"@graph": []any{object{"issuer": evil}}},
		"included": {"@included": object{"id": "urn:x:9", "issuer": evil}}, "nested": {"credentialSubject": object{"id": "urn:x:1", "issuer": evil}},
		"proof": {"proof": object{"type": "DataIntegrityProof", "verificationMethod": evil + "#0"}},
	} {
		for _, suite := range testConfig().Suites {
			credential := newCredential("urn:example:1")
			for member, value := range change {
				credential[member] = value
			}
			got := send(t, h, "POST", "/"+suite.Path+"/credentials/issue", object{"credential": credential})
			require.Less(t, got.StatusCode, 500, "%s %s: %s", name, suite.Path, got.text)
			if got.StatusCode != 201 {
				continue
			}
			// What was signed all the same is the service's own.
			signed := contentOf(t, got.body["verifiableCredential"].(object))
			issuer := signed["issuer"]
			if described, ok := issuer.(object); ok {
				issuer = described["id"]
			}
			require.Equal(t, suite.Key.Controller(), issuer, "%s %s", name, suite.Path)
			if iss, said := signed["iss"]; said {
				require.Equal(t, suite.Key.Controller(), iss, "a token says nothing of another issuer")
			}
		}
	}
}

// contentOf returns a credential, or that in an envelope.
func contentOf(t *testing.T, credential object) object {
	t.Helper()
	id, _ := credential["id"].(string)
	media, token, enveloped := strings.Cut(id, ",")
	if !enveloped {
		delete(credential, "iss") // without a token it is a word like others
		return credential
	}
	if strings.HasSuffix(media, ";base64") {
		message, err := base64.StdEncoding.DecodeString(token)
		require.NoError(t, err)
		file, err := proof.Open(message, vc.Limits{})
		require.NoError(t, err)
		var content object
		require.NoError(t, json.Unmarshal(file.Document().Bytes(), &content))
		delete(content, "iss") // as above
		return content
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	require.NoError(t, err)
	var content object
	require.NoError(t, json.Unmarshal(payload, &content))
	if inner, ok := content["vc"].(object); ok {
		return inner
	}
	return content
}

// A record must not have a name under which nobody can ask for it any more: who
// issued it could neither read nor delete it.
func TestEveryNameCanBeAskedFor(t *testing.T) {
	h := newTestService(t, nil)
	for i, name := range []string{"issue", "status", "verify", "derive", ".", "..", "a/b", "a//b", "/", "%2f", "a?b", "a#b", "..%2f..", "æ", "a b", "https://x.example/credentials/1", "\u202e", strings.Repeat("x", 512)} {
		got := send(t, h, "POST", "/credentials/issue", object{"credential": newCredential(fmt.Sprint("urn:example:", i)), "options": object{"credentialId": name}})
		require.Less(t, got.StatusCode, 500)
		if got.StatusCode != 201 {
			continue
		}
		location, err := url.Parse(got.Header.Get("Location"))
		require.NoError(t, err, name)
		path := strings.TrimPrefix(location.EscapedPath(), "/api")
		require.Equal(t, 200, send(t, h, "GET", path, nil).StatusCode, name)
		require.Equal(t, 204, send(t, h, "DELETE", path, nil).StatusCode, name)
	}
}

// No way of writing an address or a method does what takes a scope without it.
func TestNoWayAroundTheScope(t *testing.T) {
	var mu sync.Mutex
	asked := map[vcapi.Scope]int{}
	h := newTestService(t, func(c *vcapi.Config) {
		c.UnsafeNoAuth = false
		c.Authorize = func(r *http.Request, scope vcapi.Scope) error {
			mu.Lock()
			defer mu.Unlock()
			asked[scope]++
			return errors.New("no")
		}
	})
	body, err := json.Marshal(object{"credential": newCredential("urn:example:1"), "credentialId": "urn:example:1", "credentialStatus": object{"statusPurpose": "revocation"}, "presentation": object{}})
	require.NoError(t, err)
	for _, path := range []string{
		"/credentials/issue", "//credentials/issue", "/credentials//issue", "/credentials/issue/", "/credentials/./issue", "/x/../credentials/issue", "/CREDENTIALS/issue", "/credentials/%69ssue",
		"/credentials%2fissue", "/%63redentials/issue", "/bitstring/credentials/issue", "/verify/credentials/issue", "/credentials/credentials/issue", "/credentials/status", "/presentations/prove",
		"/credentials/verify/../issue", "/credentials/x", "/credentials/%2e%2e/issue", "/credentials/urn:example:1", "/credentials/verify%00", "/status/../credentials/issue", "/;/credentials/issue", "/credentials/issue;/verify",
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "post", "QUERY"} {
			for _, more := range [][]string{nil, {"X-HTTP-Method-Override", "POST"}, {"X-Original-URL", "/credentials/verify"}, {"Authorization", "Bearer"}} {
				u := "https://vc.example" + path
				if _, err := url.Parse(u); err != nil {
					continue
				}
				got := send(t, h, method, u, string(body), more...)
				require.GreaterOrEqual(t, got.StatusCode, 400, "%s %s", method, path)
				require.Less(t, got.StatusCode, 500, "%s %s: %s", method, path, got.text)
				require.NotContains(t, got.text, "Ingrid")
				require.NotContains(t, got.text, "proofValue")
			}
		}
	}
	require.NotZero(t, asked[vcapi.ScopeIssue])
}

// No two credentials get the same place in a list, however many ask at once.
func TestPlacesAreTakenOnce(t *testing.T) {
	h := newTestService(t, nil)
	var mu sync.Mutex
	seen := map[string]bool{}
	var group sync.WaitGroup
	for i := range 24 {
		group.Go(func() {
			got := send(t, h, "POST", "/bitstring/credentials/issue", object{"credential": newCredential(fmt.Sprint("urn:example:", i))})
			mu.Lock()
			defer mu.Unlock()
			if got.StatusCode != 201 {
				t.Errorf("answered %d: %s", got.StatusCode, got.text)
				return
			}
			for _, entry := range got.body["verifiableCredential"].(object)["credentialStatus"].([]any) {
				place := fmt.Sprint(entry.(object)["statusListCredential"], entry.(object)["statusListIndex"])
				if seen[place] {
					t.Errorf("%s was given away twice", place)
				}
				seen[place] = true
			}
		})
	}
	group.Wait()
	require.Len(t, seen, 48)
}
