package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// issuer is the service that is judged: in your tests, it is yours. It signs what is
// posted to /credentials/issue, when that keeps the rules.
func issuer(t *testing.T) http.Handler {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /credentials/issue", func(w http.ResponseWriter, r *http.Request) {
		var request struct{ Credential json.RawMessage }
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		doc, err := vc.ParseDocument(request.Credential, vc.Limits{})
		if err == nil {
			// The service signs in its own name only.
			if doc.Get("issuer").IsObject() {
				doc, err = doc.With("/issuer/id", quoted(key.Controller()))
			} else {
				doc, err = doc.With("/issuer", quoted(key.Controller()))
			}
		}
		var issued *mikromerit.Issued
		if err == nil {
			issued, err = mikromerit.IssueDocument(r.Context(), doc, key, mikromerit.IssueOptions{})
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/vc")
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(issued.File.Bytes())
	})
	return mux
}

func quoted(text string) string { return `"` + text + `"` }

// This is all that an issuer needs in its own tests, and so in its continuous
// integration: a subtest for each requirement, which fails when a MUST is not kept.
func TestOurIssuerConforms(t *testing.T) {
	server := httptest.NewServer(issuer(t))
	defer server.Close()
	service := target.VCAPI(server.URL, target.Options{AllowLocal: true, Suites: []string{"eddsa-rdfc-2022"}})
	for _, id := range []string{"ob3-issuer", "vcdm2-issuer", "di-eddsa-rdfc-2022-issuer"} {
		t.Run(id, func(t *testing.T) {
			profile, ok := conformance.ProfileOf(id)
			require.True(t, ok)
			// A gap that you know of goes here, with its reason:
			//	Known: []conformance.Gap{conformance.Known("OB3-SCHEMA", "we add the schema in May")}
			found := conformance.Run(t, service, profile, conformance.Options{})
			require.Equal(t, conformance.Conforms, found.Verdict())
		})
	}
}
