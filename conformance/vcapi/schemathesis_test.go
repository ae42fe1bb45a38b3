package vcapi_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
)

// Schemathesis makes requests from the description, good and bad ones, and holds
// the answers against it. The check positive_data_acceptance is left out: a schema
// cannot say which objects are credentials, so objects that fit it are refused.
func TestSchemathesis(t *testing.T) {
	program, err := exec.LookPath("st")
	if err != nil {
		t.Skip("Schemathesis (st) is not installed")
	}
	h := newTestService(t, func(c *vcapi.Config) {
		c.UnsafeNoAuth = false
		c.Authorize = func(r *http.Request, scope vcapi.Scope) error {
			if scope == vcapi.ScopeVerify || scope == vcapi.ScopeDerive || r.Header.Get("Authorization") == "Bearer secret" {
				return nil
			}
			return vcapi.ErrUnauthenticated
		}
	})
	issue(t, authorized{h}, "bitstring", newCredential("urn:example:1"), nil)
	server := httptest.NewServer(h)
	defer server.Close()
	description := filepath.Join(t.TempDir(), "openapi.json")
	require.NoError(t, os.WriteFile(description, []byte(send(t, h, "GET", "/openapi.json", nil).text), 0o600))

	command := exec.CommandContext(t.Context(), program, "run", description, "--url", server.URL, "--generation-deterministic",
		"--max-examples", "30", "--exclude-checks", "positive_data_acceptance", "-H", "Authorization: Bearer secret")
	command.Dir = t.TempDir() // it keeps notes of its own
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// authorized sends requests with the token.
type authorized struct{ http.Handler }

func (a authorized) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Header.Set("Authorization", "Bearer secret")
	a.Handler.ServeHTTP(w, r)
}
