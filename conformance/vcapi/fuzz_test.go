package vcapi_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
)

// Whatever bytes are sent wherever, the answer is never a fault of the service, and
// its status is the same when they are sent to another service that is new.
func FuzzRequests(f *testing.F) {
	for name := range vcapi.RouteNames() {
		method, path, _ := strings.Cut(name, " ")
		path = strings.NewReplacer("{suite}", "bitstring", "{id}", "urn:x", "{list}", "bitstring-revocation-1").Replace(path)
		for _, body := range []string{
			`{"credential":{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"credentialSubject":{}},"options":{"credentialId":"urn:x"}}`,
			`{"credentialId":"urn:x","credentialStatus":{"statusPurpose":"revocation"},"status":"1"}`,
			`{"verifiableCredential":{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,e30.e30.AA"},"options":{"selectivePointers":["/a"],"domain":["d"]}}`,
			`{"presentation":{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"]}}`,
		} {
			f.Add(method, path, body)
		}
	}
	config := testConfig()
	f.Fuzz(func(t *testing.T, method, path, body string) {
		var statuses [2]int
		for i := range statuses {
			config.Store = vcapi.NewMemoryStore()
			h, err := vcapi.New(config)
			require.NoError(t, err)
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Method, r.URL.Path, r.URL.RawPath = method, path, ""
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			require.Less(t, w.Code, 500, w.Body.String())
			statuses[i] = w.Code
		}
		require.Equal(t, statuses[0], statuses[1])
	})
}
