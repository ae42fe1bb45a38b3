package vc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// These documents use every member that a rule looks at, correctly.
const (
	fullV2 = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/contexts/1", {"Course": "https://example.org/#Course"}],
  "id": "urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008",
  "type": ["VerifiableCredential", "Course", "https://example.org/#Extra"],
  "name": [{"@value": "Kurs", "@language": "nb"}, {"@value": "Kursa", "@language": "se", "@direction": "ltr"}, "Course"],
  "description": {"@value": "Ein kort kurs", "@language": "nn-NO"},
  "issuer": {"id": "did:web:vestre-aas.example", "name": "Vestre Aas", "description": [{"@value": "Skole", "@language": "nb"}]},
  "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2031-01-01T01:00:00+01:00",
  "credentialSubject": [{"id": "did:example:kari", "achieved": 1}, {"name": "Nils"}],
  "credentialStatus": {"id": "https://vestre-aas.example/status/1#94567", "type": "BitstringStatusListEntry"},
  "credentialSchema": [{"id": "https://vestre-aas.example/schema", "type": "JsonSchema"}],
  "refreshService": {"id": "https://vestre-aas.example/refresh", "type": "ExampleRefresh"},
  "termsOfUse": [{"type": "ExamplePolicy"}, {"id": "https://vestre-aas.example/terms", "type": ["ExamplePolicy"]}],
  "evidence": [{"id": "https://vestre-aas.example/exam", "type": ["Evidence"]}],
  "confidenceMethod": {"type": "ExampleConfidence"},
  "renderMethod": [{"type": "ExampleRender"}],
  "relatedResource": [
    {"id": "https://example.org/contexts/1", "digestSRI": "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "mediaType": "application/ld+json"},
    {"id": "https://example.org/contexts/2", "digestMultibase": ["uungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", "uEiC6eBa_jwHP6kFBQN5driIjsANho5YXepy0EP9h8gAVrQ"]}
  ],
  "proof": [{"id": "urn:uuid:1b6cfb3c-4b4b-4e0e-8f2a-0c1b3c7d8e9f", "type": "DataIntegrityProof"}]
}`
	fullV1 = `{
  "@context": ["https://www.w3.org/2018/credentials/v1", {"Course": "https://example.org/#Course"}],
  "id": "https://vestre-aas.example/credentials/1",
  "type": ["VerifiableCredential", "Course"],
  "issuer": "https://vestre-aas.example/",
  "issuanceDate": "2026-01-01T00:00:00Z",
  "issued": "2026-01-01T00:00:00Z",
  "validFrom": "2026-02-01T00:00:00Z",
  "expirationDate": "2031-01-01T00:00:00Z",
  "validUntil": "2031-01-01T00:00:00Z",
  "credentialSubject": {"achieved": true},
  "credentialStatus": {"id": "https://vestre-aas.example/status/1", "type": "ExampleStatus"},
  "credentialSchema": {"id": "https://vestre-aas.example/schema", "type": "JsonSchemaValidator2018"},
  "refreshService": {"id": "https://vestre-aas.example/refresh", "type": "ManualRefreshService2018"},
  "termsOfUse": {"type": "IssuerPolicy"},
  "evidence": {"type": "DocumentVerification"},
  "proof": {"type": "Ed25519Signature2020"}
}`
	fullPresentation = `{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "id": "urn:uuid:3978344f-8596-4c3a-a978-8fcaba3903c5",
  "type": ["VerifiablePresentation"],
  "holder": {"id": "did:example:kari"},
  "termsOfUse": {"type": "HolderPolicy"},
  "verifiableCredential": [
    {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": "did:example:nils", "credentialSubject": {"id": "did:example:kari"}, "proof": {"type": "DataIntegrityProof"}},
    {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": "did:example:kari", "credentialSubject": {"likes": "ski"}},
    {"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,eyJ.eyJ.x"}
  ],
  "proof": {"type": "DataIntegrityProof"}
}`
	presentationV1 = `{
  "@context": ["https://www.w3.org/2018/credentials/v1"],
  "type": "VerifiablePresentation",
  "holder": "did:example:kari",
  "verifiableCredential": [],
  "proof": {"type": "Ed25519Signature2020"}
}`
	fullEnvelope = `{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["EnvelopedVerifiablePresentation"], "id": "data:application/vp+jwt,eyJ.eyJ.x"}`
)

func document(t testing.TB, src string) Document {
	t.Helper()
	d, err := ParseDocument([]byte(src), Limits{})
	require.NoError(t, err)
	return d
}

// edit applies edits to a document, each "/pointer=json" to set a value or
// "-/pointer" to remove it.
func edit(t testing.TB, d Document, edits ...string) Document {
	t.Helper()
	for _, e := range edits {
		pointer, remove := strings.CutPrefix(e, "-")
		var err error
		if remove {
			require.True(t, d.Lookup(pointer).Exists(), pointer)
			d, err = d.Without(pointer)
		} else {
			pointer, raw, _ := strings.Cut(e, "=")
			d, err = d.With(pointer, raw)
		}
		require.NoError(t, err, e)
	}
	return d
}

// list writes problems as "CODE pointer".
func list(problems []Problem) []string {
	out := []string{}
	for _, p := range problems {
		out = append(out, p.Code()+" "+p.Pointer)
	}
	return out
}

func credentialProblems(d Document) []Problem {
	_, problems := ReadCredential(d)
	return problems
}
