package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const credential = `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"ISSUER","credentialSubject":{"id":"did:example:a","name":"A"}}`

// Every endpoint in the configuration of the suites is one that the service has,
// and issues under the name that stands beside it.
func TestTheConfigurationOfTheSuites(t *testing.T) {
	for _, conforming := range []bool{false, true} {
		suites, service, err := newService("https://localhost", "", conforming, false)
		require.NoError(t, err)
		text := strings.TrimSuffix(strings.TrimPrefix(suiteConfig("https://localhost", conforming, suites), "module.exports = "), ";\n")
		var config struct {
			Implementations []struct{ Issuers, Verifiers, VPVerifiers, VCHolders []endpoint }
		}
		require.NoError(t, json.Unmarshal([]byte(text), &config))
		all := config.Implementations[0]
		require.Len(t, all.Issuers, len(offers))
		for _, e := range all.Issuers {
			w := post(service, e.Endpoint, `{"credential":`+strings.Replace(credential, "ISSUER", e.ID, 1)+`}`)
			require.Equal(t, 201, w.Code, "%s: %s", e.Endpoint, w.Body.String())
		}
		for _, e := range append(append(all.Verifiers, all.VPVerifiers...), all.VCHolders...) {
			require.Equal(t, 400, post(service, e.Endpoint, `{}`).Code, e.Endpoint)
		}
	}
}

func post(h http.Handler, address, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", address, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// What the suites expect and no specification does is done as they expect it.
func TestQuirks(t *testing.T) {
	for text, want := range map[string]string{
		`{"verifiableCredential":{"@context":["a",{"@context":{"b":"c"}}]}}`:         `{"verifiableCredential":{"@context":["a",{"b":"c"}]}}`,
		`{"verifiableCredential":{"@context":["a",{"@context":{"b":"c"},"d":"e"}]}}`: "",
		`{"verifiableCredential":{"@context":"a"}}`:                                  "",
	} {
		root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
		require.NoError(t, err)
		if want == "" {
			want = text
		}
		require.Equal(t, want, string(unwrapContexts(root)))
	}
	_, service, err := newService("https://localhost", "", true, false)
	require.NoError(t, err)
	h := withQuirks(service)
	for digest, status := range map[string]int{"uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k": 201, "uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0": 400} {
		w := post(h, "/credentials/issue", `{"credential":`+strings.NewReplacer(`"issuer":"ISSUER"`, `"relatedResource":{"id":"https://www.w3.org/ns/credentials/v2","digestMultibase":"`+digest+`"}`).Replace(credential)+`}`)
		require.Equal(t, status, w.Code, w.Body.String())
	}
	require.Equal(t, "/credentialSubject/phoneNumbers/0", pointerOf("credentialSubject.phoneNumbers[0]"))
}

// A token that the program made is one that it accepts; one that was altered, and a
// feature that it does not have, are answered and no crash.
func TestTokens(t *testing.T) {
	dir := t.TempDir()
	key, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	const issuer = "https://example.issuer/keys"
	key, err = key.WithAddress(issuer, "#key-1")
	require.NoError(t, err)
	public, err := key.Public().JWK()
	require.NoError(t, err)
	secret, err := key.JWK()
	require.NoError(t, err)
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	method := file("vm-p256.json", `{"id":"`+issuer+`#key-1","type":"JsonWebKey","controller":"`+issuer+`","publicKeyJwk":`+string(public)+`,"secretKeyJwk":`+string(secret)+`}`)
	do := func(command, input, feature string) outcome {
		out := filepath.Join(dir, "out.json")
		require.NoError(t, run([]string{command, "--input", input, "--key", method, "--feature", feature, "--sd", `["credentialSubject.name"]`, "--output", out}))
		text, err := os.ReadFile(out)
		require.NoError(t, err)
		var got outcome
		require.NoError(t, json.Unmarshal(text, &got))
		return got
	}
	input := file("credential.json", strings.Replace(credential, "ISSUER", issuer, 1))
	made := do("issue", input, "credential_sdjwt")
	require.Equal(t, "success", made.Result, made.Data)
	require.Equal(t, "success", do("verify", file("good.txt", made.Data), "credential_sdjwt").Result)
	require.Equal(t, "failure", do("verify", file("bad.txt", strings.Replace(made.Data, ".ey", ".eyA", 1)), "credential_sdjwt").Result)
	require.Equal(t, "failure", do("verify", input, "credential_jose").Result, "it carries no proof")
	require.Equal(t, "error", do("issue", input, "credential_xml").Result)
	require.Error(t, run([]string{"dance"}))
}
