package target_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

var moment = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

func clocked() vc.Env { return vc.Env{Clock: func() time.Time { return moment }} }

// credential is an unsigned credential by an issuer.
func credential(issuer, id string) []byte {
	return []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],"id":"` + id + `","type":["VerifiableCredential"],"issuer":"` + issuer + `","validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:example:pupil","name":"Åse"}}`)
}

func library(t *testing.T, o target.LibraryOptions) (conformance.Target, string) {
	t.Helper()
	o.Env = clocked()
	lib, err := target.Library(o)
	require.NoError(t, err)
	description, err := lib.Describe(t.Context())
	require.NoError(t, err)
	return lib, description.Issuer
}

func do(t *testing.T, tgt conformance.Target, r conformance.Request) conformance.Answer {
	t.Helper()
	answer, err := tgt.Do(t.Context(), r)
	require.NoError(t, err)
	return answer
}

// The library signs in every suite, and accepts what it signed but nothing of what
// was changed in it.
func TestLibraryIssuesAndVerifies(t *testing.T) {
	lib, issuer := library(t, target.LibraryOptions{})
	for _, suite := range []string{"", "eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020", "ecdsa-rdfc-2019", "ecdsa-rdfc-2019-p384", "ecdsa-jcs-2019", "vc-jwt", "jwt", "vc-jwt-es256", "vc+jwt", "vc-jose", "vc+sd-jwt"} {
		issued := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Suite: suite, Document: credential(issuer, "https://a.example/1")})
		require.NotEmpty(t, issued.Document, "%s: %v", suite, issued.Problems)
		request := conformance.Request{Operation: conformance.VerifyCredential, Document: issued.Document, MediaType: issued.MediaType}
		answer := do(t, lib, request)
		require.Equal(t, conformance.Accepted, answer.Verdict, "%s: %v", suite, answer.Problems)
		require.Equal(t, "verify "+issued.MediaType, answer.Exchange.Request.Line)
		tampered := request
		tampered.Document = []byte(strings.Replace(string(issued.Document), "2026-01-01", "2025-01-01", 1))
		if string(tampered.Document) == string(issued.Document) { // a token
			tampered.Document = append(issued.Document[:len(issued.Document)-8:len(issued.Document)-8], "AAAAAAAA"...)
		}
		require.NotEqual(t, conformance.Accepted, do(t, lib, tampered).Verdict, suite)
	}
	_, err := lib.Do(t.Context(), conformance.Request{Operation: conformance.IssueCredential, Suite: "no-such-suite-2031", Document: credential(issuer, "https://a.example/1")})
	require.ErrorIs(t, err, conformance.ErrUnsupported)
	foreign := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Document: credential("did:example:somebody", "https://a.example/1")})
	require.True(t, foreign.Refused, "it signs for nobody else")
	require.NotEmpty(t, foreign.Problems)
	for _, hostile := range []string{"", "null", "[]", `{"proof":null}`, "{", "\x00", "e30.e30.e30", strings.Repeat("[", 100_000)} {
		require.Equal(t, conformance.Rejected, do(t, lib, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte(hostile)}).Verdict, "%.20q", hostile)
		require.True(t, do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Document: []byte(hostile)}).Refused, "%.20q", hostile)
		require.True(t, do(t, lib, conformance.Request{Operation: conformance.DeriveCredential, Document: []byte(hostile)}).Refused, "%.20q", hostile)
		require.True(t, do(t, lib, conformance.Request{Operation: conformance.ProvePresentation, Document: []byte(hostile)}).Refused, "%.20q", hostile)
	}
}

// A holder reveals a part, and the verifier accepts that.
func TestLibraryDerives(t *testing.T) {
	lib, issuer := library(t, target.LibraryOptions{})
	for _, suite := range []string{"ecdsa-sd-2023", "bbs-2023"} {
		base := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Suite: suite, Document: credential(issuer, "https://a.example/1"), Mandatory: []string{"/issuer"}})
		require.NotEmpty(t, base.Document, base.Problems)
		derived := do(t, lib, conformance.Request{Operation: conformance.DeriveCredential, Document: base.Document, Reveal: []string{"/credentialSubject/id"}})
		require.NotEmpty(t, derived.Document, derived.Problems)
		require.NotContains(t, string(derived.Document), "Åse")
		require.Equal(t, conformance.Accepted, do(t, lib, conformance.Request{Operation: conformance.VerifyCredential, Document: derived.Document}).Verdict)
		require.NotEqual(t, conformance.Accepted, do(t, lib, conformance.Request{Operation: conformance.VerifyCredential, Document: base.Document}).Verdict)
	}
}

// What is derived by bbs-2023 answers a challenge alone, and counts for that one. So it
// does over HTTP.
func TestDerivedForAChallenge(t *testing.T) {
	lib, issuer := library(t, target.LibraryOptions{})
	paths := maps.Clone(suitePaths)
	paths["/bbs-2023/credentials/issue"] = conformance.IssueCredential
	for name, tried := range map[string]conformance.Target{"in Go": lib, "over HTTP": serve(t, &service{target: lib, paths: paths}, target.Options{})} {
		base := do(t, tried, conformance.Request{Operation: conformance.IssueCredential, Suite: "bbs-2023", Document: credential(issuer, "https://a.example/1"), Mandatory: []string{"/issuer"}})
		require.NotEmpty(t, base.Document, "%s %v", name, base.Problems)
		derived := do(t, tried, conformance.Request{Operation: conformance.DeriveCredential, Document: base.Document, Reveal: []string{"/credentialSubject/id"}, Challenge: "c1"})
		require.NotEmpty(t, derived.Document, "%s %v", name, derived.Problems)
		for challenge, want := range map[string]conformance.Verdict{"": conformance.Accepted, "c1": conformance.Accepted, "c2": conformance.Rejected} {
			answer := do(t, tried, conformance.Request{Operation: conformance.VerifyCredential, Document: derived.Document, Challenge: challenge})
			require.Equal(t, want, answer.Verdict, "%s %q %v", name, challenge, answer.Problems)
		}
	}
}

// A presentation counts for the challenge and the domain that it was made for.
func TestLibraryPresents(t *testing.T) {
	lib, issuer := library(t, target.LibraryOptions{})
	for _, suite := range []string{"eddsa-rdfc-2022", "ecdsa-rdfc-2019"} {
		var own struct{ Issuer string } // the library signs by each key in the name of that key
		signed := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Suite: suite, Document: credential(issuer, "https://a.example/2")})
		require.NoError(t, json.Unmarshal(signed.Document, &own))
		holder := own.Issuer
		about := bytes.Replace(credential(issuer, "https://a.example/1"), []byte("did:example:pupil"), []byte(holder), 1)
		vcred := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Document: about})
		doc := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"` + holder + `","verifiableCredential":[` + string(vcred.Document) + `]}`
		vp := do(t, lib, conformance.Request{Operation: conformance.ProvePresentation, Suite: suite, Document: []byte(doc), Challenge: "c1", Domain: "d.example"})
		require.NotEmpty(t, vp.Document, vp.Problems)
		require.Equal(t, "application/vp", vp.MediaType)
		check := conformance.Request{Operation: conformance.VerifyPresentation, Document: vp.Document, Challenge: "c1", Domain: "d.example"}
		answer := do(t, lib, check)
		require.Equal(t, conformance.Accepted, answer.Verdict, "%v", answer.Problems)
		check.Challenge = "another"
		require.Equal(t, conformance.Rejected, do(t, lib, check).Verdict)
		check.Challenge, check.Operation = "c1", conformance.VerifyCredential
		require.Equal(t, conformance.Rejected, do(t, lib, check).Verdict, "a presentation is no credential")
	}
}

// What was revoked is no longer accepted, once the verifier sees the list.
func TestLibraryRevokes(t *testing.T) {
	const url, id = "https://a.example/status/1", "https://a.example/1"
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	plain, issuer := library(t, target.LibraryOptions{Keys: []*keys.Private{key}})
	_, err = plain.Do(t.Context(), conformance.Request{Operation: conformance.SetStatus, CredentialID: id})
	require.ErrorIs(t, err, conformance.ErrUnsupported)
	list, err := status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: url, Issuer: issuer, Purpose: status.Revocation})
	require.NoError(t, err)
	lib, _ := library(t, target.LibraryOptions{Keys: []*keys.Private{key}, Lists: map[string]*status.List{status.Revocation: list}})
	issued := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Document: credential(issuer, id)})
	require.Contains(t, string(issued.Document), "BitstringStatusListEntry")
	require.True(t, do(t, lib, conformance.Request{Operation: conformance.SetStatus, CredentialID: "https://a.example/2", StatusValue: true}).Refused)
	verdict := func() conformance.Verdict {
		doc, err := list.Credential(t.Context(), status.Period{From: moment, Until: moment.Add(time.Hour)})
		require.NoError(t, err)
		signed := do(t, plain, conformance.Request{Operation: conformance.IssueCredential, Document: doc.Bytes()})
		require.NotEmpty(t, signed.Document, signed.Problems)
		return do(t, lib, conformance.Request{Operation: conformance.VerifyCredential, Document: issued.Document, Resources: map[string][]byte{url: signed.Document}}).Verdict
	}
	require.Equal(t, conformance.Accepted, verdict())
	require.False(t, do(t, lib, conformance.Request{Operation: conformance.SetStatus, CredentialID: id, StatusValue: true}).Refused)
	require.Equal(t, conformance.Rejected, verdict())
}

// A seal is accepted with the certificate that it leads to, and with no other.
func TestLibraryVerifiesSeals(t *testing.T) {
	sealed, err := os.ReadFile("../../examples/data/vestre-aas-micro-credential.sealed.jsonld")
	require.NoError(t, err)
	anchor, err := os.ReadFile("../../examples/data/test-ca.pem")
	require.NoError(t, err)
	lib, _ := library(t, target.LibraryOptions{})
	request := conformance.Request{Operation: conformance.VerifyCredential, Document: sealed, Anchors: anchor}
	answer := do(t, lib, request)
	require.Equal(t, conformance.Accepted, answer.Verdict, "%v", answer.Problems)
	stranger := httptest.NewTLSServer(nil)
	defer stranger.Close()
	request.Anchors = testkit.PEM(stranger.Certificate()) // somebody else's
	require.NotEqual(t, conformance.Accepted, do(t, lib, request).Verdict)
}

// A function that panics gives no usable answer, and the run goes on.
func TestGo(t *testing.T) {
	tgt := target.Go(conformance.Description{Name: "x", Operations: []conformance.Operation{conformance.VerifyCredential}}, func(context.Context, conformance.Request) (conformance.Answer, error) {
		panic("oops")
	})
	answer, err := tgt.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
	require.ErrorContains(t, err, "oops")
	require.Contains(t, answer.Exchange.Failure, "oops")
	_, err = tgt.Do(t.Context(), conformance.Request{Operation: conformance.IssueCredential})
	require.ErrorIs(t, err, conformance.ErrUnsupported)
}

func certificatePEM(c *x509.Certificate) []byte { return testkit.PEM(c) }
