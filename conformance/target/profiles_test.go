package target_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// conforms judges a target by profiles, and says what a failed check found.
func conforms(t *testing.T, tgt conformance.Target, ids ...string) {
	t.Helper()
	for _, id := range ids {
		profile, ok := conformance.ProfileOf(id)
		require.True(t, ok, id)
		report, err := conformance.Judge(t.Context(), tgt, conformance.Options{}, profile)
		require.NoError(t, err)
		for _, r := range report.Results {
			if r.Status < conformance.Warn {
				continue
			}
			t.Errorf("%s: %s %s %s %s", id, r.Suite, r.ID, r.Status, r.Reason)
			for _, c := range r.Cases[:min(len(r.Cases), 5)] {
				if c.Status > conformance.Pass {
					t.Errorf("   %s: want %s, found %s", c.Name, c.Want, c.Found)
				}
			}
		}
		require.Equal(t, conformance.Conforms, report.Verdict(), id)
	}
}

// This library keeps every requirement of issuers and verifiers that applies to it.
func TestLibraryConforms(t *testing.T) {
	if testing.Short() {
		t.Skip("every profile takes a while")
	}
	lib, err := target.Library(target.LibraryOptions{})
	require.NoError(t, err)
	absent := map[string]bool{"edc-issuer": true, "status-list-issuer": true} // no seal, and no list
	for _, p := range conformance.Profiles() {
		if (p.Role == conformance.IssuerRole || p.Role == conformance.VerifierRole) && !absent[p.ID] {
			conforms(t, lib, p.ID)
		}
	}
}

// The reference service keeps them, too, when it is asked over HTTP: nothing is lost
// on the way there or back.
func TestReferenceServiceConforms(t *testing.T) {
	if testing.Short() {
		t.Skip("every profile takes a while; conformance/vcapi asks the service many things at once")
	}
	var all []*keys.Private
	for _, kind := range []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.RSA} {
		key, err := keys.Generate(kind)
		require.NoError(t, err)
		all = append(all, key)
	}
	service, err := vcapi.New(vcapi.Config{
		URL: "https://vc.example", Suites: vcapi.StandardSuites(all...), Presentations: vcapi.StandardPresentations(all...), Store: vcapi.NewMemoryStore(),
		Authorize: func(r *http.Request, scope vcapi.Scope) error {
			if scope != vcapi.ScopeVerify && scope != vcapi.ScopeDerive && r.Header.Get("X-Api-Key") != "the-key-of-a-test" {
				return vcapi.ErrUnauthenticated
			}
			return nil
		},
	})
	require.NoError(t, err)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	api := target.VCAPI(server.URL, target.Options{AllowLocal: true, Header: http.Header{"X-Api-Key": {"the-key-of-a-test"}}, Issuer: all[0].Controller(), Issuers: map[string]string{"vc+jwt": all[1].Controller()}})
	d, err := api.Describe(t.Context())
	require.NoError(t, err)
	require.Len(t, d.Operations, 6, "%v", d.Absent)
	conforms(t, api, "di-eddsa-rdfc-2022-issuer", "vc-jose-cose-issuer", "di-eddsa-jcs-2022-verifier", "vc-jose-cose-verifier")
}
