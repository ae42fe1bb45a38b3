package vcapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// A service that issues with a new key and keeps what it issues in memory. Whoever
// has the token may issue.
func Example() {
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		fmt.Println(err)
		return
	}
	service, err := vcapi.New(vcapi.Config{
		URL:    "https://vc.example",
		Suites: vcapi.StandardSuites(key),
		Store:  vcapi.NewMemoryStore(),
		Authorize: func(r *http.Request, scope vcapi.Scope) error {
			if scope == vcapi.ScopeIssue && r.Header.Get("Authorization") != "Bearer s3cret" {
				return vcapi.ErrUnauthenticated
			}
			return nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	const body = `{"credential": {
		"@context": ["https://www.w3.org/ns/credentials/v2"],
		"type": ["VerifiableCredential"],
		"credentialSubject": {"id": "did:example:learner"}
	}}`
	for _, token := range []string{"", "Bearer s3cret"} {
		r := httptest.NewRequest(http.MethodPost, "/eddsa-rdfc-2022/credentials/issue", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", token)
		w := httptest.NewRecorder()
		service.ServeHTTP(w, r)
		fmt.Println(w.Code, strings.Contains(w.Body.String(), `"cryptosuite":"eddsa-rdfc-2022"`))
	}
	// Output:
	// 401 false
	// 201 true
}
