package target_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// service is a small VC-API around a target. Paths name an operation, or an operation
// for one suite.
type service struct {
	target conformance.Target
	paths  map[string]conformance.Operation
	// wrap changes the answer of what signs.
	wrap func(answer conformance.Answer) any
	seen []string
	auth string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.seen = append(s.seen, r.Method+" "+r.URL.Path)
	operation, ok := s.paths[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if s.auth != "" && r.Header.Get("Authorization") != s.auth {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var body struct {
		Credential, VerifiableCredential, VerifiablePresentation, Presentation json.RawMessage
		Options                                                                struct {
			Challenge, Domain                    string
			MandatoryPointers, SelectivePointers []string
		}
	}
	text, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(text, &body)
	request := conformance.Request{Operation: operation, Challenge: body.Options.Challenge, Domain: body.Options.Domain, Mandatory: body.Options.MandatoryPointers, Reveal: body.Options.SelectivePointers}
	for _, part := range []json.RawMessage{body.Credential, body.VerifiableCredential, body.VerifiablePresentation, body.Presentation} {
		if part != nil {
			request.Document = part
		}
	}
	if parts := strings.Split(r.URL.Path, "/"); len(parts) == 4 {
		request.Suite = parts[1]
	}
	answer, err := s.target.Do(r.Context(), request)
	w.Header().Set("Content-Type", "application/json")
	switch {
	case err != nil:
		w.WriteHeader(http.StatusInternalServerError)
	case answer.Refused || answer.Verdict != "" && answer.Verdict != conformance.Accepted:
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]any{"problemDetails": answer.Problems})
	case answer.Verdict != "":
		_, _ = io.WriteString(w, `{"verified":true,"problemDetails":[]}`)
	case s.wrap != nil:
		_ = json.NewEncoder(w).Encode(s.wrap(answer))
	default:
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write(answer.Document)
	}
}

var suitePaths = map[string]conformance.Operation{
	"/eddsa-rdfc-2022/credentials/issue": conformance.IssueCredential, "/ecdsa-rdfc-2019-p384/credentials/issue": conformance.IssueCredential,
	"/ecdsa-sd-2023/credentials/issue": conformance.IssueCredential, "/enveloped/credentials/issue": conformance.IssueCredential,
	"/credentials/verify": conformance.VerifyCredential, "/credentials/derive": conformance.DeriveCredential,
	"/presentations": conformance.ProvePresentation, "/presentations/verify": conformance.VerifyPresentation,
}

func serve(t *testing.T, handler http.Handler, o target.Options) conformance.Target {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	o.AllowLocal = true
	return target.VCAPI(server.URL, o)
}

// A service that keeps a path for each suite is found out, and so is what it does
// not do; then every operation goes through.
func TestVCAPIWithAPathForEachSuite(t *testing.T) {
	lib, issuer := library(t, target.LibraryOptions{})
	s := &service{target: lib, paths: suitePaths}
	api := serve(t, s, target.Options{})
	description, err := api.Describe(t.Context())
	require.NoError(t, err)
	require.Len(t, description.Operations, 5)
	require.Contains(t, description.Absent[conformance.SetStatus], "POST /credentials/status with an empty object was answered 404")
	require.Empty(t, description.Suites, "a verifier may know more than it issues")
	probes := len(s.seen)
	_, err = api.Describe(t.Context())
	require.NoError(t, err)
	require.Len(t, s.seen, probes, "it is looked at once")

	issue := func(suite string) conformance.Answer {
		return do(t, api, conformance.Request{Operation: conformance.IssueCredential, Suite: suite, Document: credential(issuer, "https://a.example/1"), Mandatory: mandatory(suite)})
	}
	for _, suite := range []string{"eddsa-rdfc-2022", "ecdsa-rdfc-2019", "vc+jwt", "ecdsa-sd-2023"} {
		issued := issue(suite)
		require.NotEmpty(t, issued.Document, "%s %v", suite, issued.Problems)
		verify := conformance.Request{Operation: conformance.VerifyCredential, Document: issued.Document, MediaType: issued.MediaType}
		if suite == "ecdsa-sd-2023" {
			verify.Document = do(t, api, conformance.Request{Operation: conformance.DeriveCredential, Document: issued.Document}).Document
		}
		answer := do(t, api, verify)
		require.Equal(t, conformance.Accepted, answer.Verdict, "%s %v", suite, answer.Problems)
		require.Equal(t, http.StatusOK, answer.Exchange.Response.Status)
		verify.Document = verify.Document[:len(verify.Document)-9]
		require.Equal(t, conformance.Rejected, do(t, api, verify).Verdict)
	}
	_, err = api.Do(t.Context(), conformance.Request{Operation: conformance.IssueCredential, Suite: "bbs-2023", Document: credential(issuer, "https://a.example/1")})
	require.ErrorIs(t, err, conformance.ErrUnsupported)
	refused := do(t, api, conformance.Request{Operation: conformance.IssueCredential, Suite: "eddsa-rdfc-2022", Document: []byte(`{}`)})
	require.True(t, refused.Refused)
	require.NotEmpty(t, refused.Problems, "the problems of the service are read")

	vp := do(t, api, conformance.Request{Operation: conformance.ProvePresentation, Challenge: "c1", Domain: "d.example",
		Document: []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"` + issuer + `"}`)})
	require.NotEmpty(t, vp.Document, vp.Problems)
	check := conformance.Request{Operation: conformance.VerifyPresentation, Document: vp.Document, Challenge: "c1", Domain: "d.example"}
	require.Equal(t, conformance.Accepted, do(t, api, check).Verdict)
	check.Challenge = "c2"
	require.Equal(t, conformance.Rejected, do(t, api, check).Verdict)
}

func mandatory(suite string) []string {
	if suite == "ecdsa-sd-2023" {
		return []string{"/issuer"}
	}
	return nil
}

// Every form in which services hand out what they signed is read to the same bytes.
func TestVCAPIAnswerForms(t *testing.T) {
	lib, issuer := library(t, target.LibraryOptions{})
	token := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Suite: "vc+jwt", Document: credential(issuer, "https://a.example/1")}).Document
	envelope := map[string]any{"@context": "https://www.w3.org/ns/credentials/v2", "type": []string{"EnvelopedVerifiableCredential"}, "id": "data:application/vc+jwt," + string(token)}
	for name, form := range map[string]any{
		"a string": string(token), "an envelope": envelope,
		"a member": map[string]any{"verifiableCredential": string(token)}, "an envelope in a member": map[string]any{"verifiableCredential": envelope},
	} {
		s := &service{target: lib, paths: map[string]conformance.Operation{"/x/y/z/issue": conformance.IssueCredential}, wrap: func(conformance.Answer) any { return form }}
		api := serve(t, s, target.Options{Paths: map[conformance.Operation]string{conformance.IssueCredential: "/x/y/z/issue"}})
		answer := do(t, api, conformance.Request{Operation: conformance.IssueCredential, Suite: "eddsa-rdfc-2022", Document: credential(issuer, "https://a.example/1")})
		require.Equal(t, string(token), string(answer.Document), name)
		require.Equal(t, "application/vc+jwt", answer.MediaType, name)
	}
}

// A verifier says yes with the status 200 and without a word of errors, no with a
// status of the class 400, and anything else says nothing.
func TestVCAPIVerdicts(t *testing.T) {
	for _, c := range []struct {
		status  int
		kind    string
		body    string
		verdict conformance.Verdict
		fault   string
	}{
		{200, "application/json", `{"verified":true}`, conformance.Accepted, ""},
		{200, "application/json", `{"checks":["proof"],"errors":[],"warnings":["x"]}`, conformance.Accepted, ""},
		{200, "", ``, conformance.Accepted, ""},
		{200, "application/json", `{"verified":false}`, conformance.Rejected, ""},
		{200, "application/json", `{"verified":true,"errors":["bad"]}`, conformance.Rejected, ""},
		{200, "application/json", `{"problemDetails":[{"title":"x"}]}`, conformance.Rejected, ""},
		{400, "text/html", `<p>`, conformance.Rejected, ""},
		{422, "application/problem+json", `{"title":"T","detail":"D","type":"https://e.example"}`, conformance.Rejected, ""},
		{200, "text/html", `<html>`, "", "content type text/html"},
		{200, "application/json", `{"verified":`, "", "where a JSON object was due"},
		{200, "application/json", `[]`, "", "where a JSON object was due"},
		{201, "application/json", `{}`, "", "answered 201"},
		{401, "", ``, "", "asks who is calling"},
		{429, "", ``, "", "did not get to the request"},
		{500, "", ``, "", "the target failed"},
	} {
		api := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if c.kind != "" {
				w.Header().Set("Content-Type", c.kind)
			}
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}), target.Options{})
		answer, err := api.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
		require.Equal(t, c.verdict, answer.Verdict, "%d %s", c.status, c.body)
		require.Equal(t, c.status, answer.Exchange.Response.Status)
		if c.fault == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, c.fault)
			require.NotEmpty(t, answer.Exchange.Failure)
		}
	}
}

// A document goes to the service to the byte, in whatever way it is broken.
func TestVCAPISendsTheExactBytes(t *testing.T) {
	const odd = "{ \"a\" :1.0e+1,\"a\":\"\\u00e5 <&>\",\n\"b\":[ ] }"
	var got string
	api := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = string(body)
	}), target.Options{})
	do(t, api, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte(odd)})
	require.Contains(t, got, `"verifiableCredential":`+odd)
	do(t, api, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("aaa.bbb.ccc"), MediaType: "application/vc+jwt"})
	require.Contains(t, got, `"id":"data:application/vc+jwt,aaa.bbb.ccc"`)
}

// A service cannot be handed what documents refer to, and says whether somebody serves
// it.
func TestVCAPICannotBeHandedResources(t *testing.T) {
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	for _, served := range []bool{true, false} {
		d, err := serve(t, handler, target.Options{Paths: everyPath, Served: served}).Describe(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, d.Unfed)
		require.Equal(t, served, d.Served)
	}
}

// A token of OAuth is got, used, and renewed when it is no longer taken; none of it
// stands in an exchange.
func TestVCAPIWithOAuth(t *testing.T) {
	lib, _ := library(t, target.LibraryOptions{})
	s := &service{target: lib, paths: suitePaths, auth: "Bearer token-number-1"}
	tokens := 0
	mux := http.NewServeMux()
	mux.Handle("/", s)
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		if id != "me" || secret != "very-secret-value" || r.FormValue("grant_type") != "client_credentials" || r.FormValue("scope") != "a b" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		tokens++
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "token-number-" + string(rune('0'+tokens)), "token_type": "Bearer", "expires_in": 3600})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	api := target.VCAPI(server.URL, target.Options{AllowLocal: true, OAuth: target.OAuth{TokenURL: server.URL + "/token", ClientID: "me", ClientSecret: "very-secret-value", Scope: []string{"a", "b"}}})
	request := conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")}
	require.Equal(t, conformance.Rejected, do(t, api, request).Verdict)
	require.Equal(t, 1, tokens)
	s.auth = "Bearer token-number-2" // the first was revoked
	answer := do(t, api, request)
	require.Equal(t, conformance.Rejected, answer.Verdict)
	require.Equal(t, 2, tokens)
	text, err := json.Marshal(answer.Exchange)
	require.NoError(t, err)
	require.NotContains(t, string(text), "token-number")
	require.Contains(t, string(text), "Bearer [redacted]")
}
