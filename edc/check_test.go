package edc

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

func codesOf(problems []vc.Problem) []string {
	out := []string{}
	for _, p := range problems {
		out = append(out, p.Code()+" "+p.Pointer)
	}
	return out
}

func TestCheckOwn(t *testing.T) {
	doc := document(t, ownCredential)
	require.Empty(t, codesOf(CheckSealed(doc)))

	for _, member := range []string{"/issued", "/issuer/eIDASIdentifier"} {
		doc, _ = doc.Without(member)
	}
	require.Empty(t, codesOf(Check(doc)))
	require.Equal(t, []string{"ELM-ISSUER-EIDASIDENTIFIER /issuer", "ELM-EUROPEANDIGITALCREDENTIAL-ISSUED "}, codesOf(CheckSealed(doc)))

	// A draft of the Online Credential Builder gets its issuer when it is sealed.
	doc, _ = doc.Without("/issuer")
	require.Empty(t, codesOf(Check(doc)))
	require.Contains(t, codesOf(CheckSealed(doc)), "ELM-EUROPEANDIGITALCREDENTIAL-ISSUER ")
}

func TestCheckBroken(t *testing.T) {
	tests := []struct{ pointer, raw, want string }{
		{"/type", `"EuropeanDigitalCredential"`, "ELM-TYPE "},
		{"/@context/0", `"https://www.w3.org/ns/credentials/v2"`, "ELM-CONTEXT "},
		{"/credentialSubject/hasClaim", ``, "ELM-SUBJECT-HASCLAIM /credentialSubject"},
		{"/credentialSubject/hasClaim/1/type", `"Person"`, "ELM-CLAIM-CLASS /credentialSubject/hasClaim/1"},
		{"/credentialSubject/hasClaim/0/awardedBy", ``, "ELM-LEARNINGACHIEVEMENT-AWARDEDBY /credentialSubject/hasClaim/0"},
		{"/credentialSubject/hasClaim/0/provenBy/grade", `null`, "ELM-LEARNINGASSESSMENT-GRADE /credentialSubject/hasClaim/0/provenBy"},
		{"/validFrom", `[]`, "ELM-EUROPEANDIGITALCREDENTIAL-VALIDFROM "},
		{"/issuer/location/address/countryCode", ``, "ELM-ADDRESS-COUNTRYCODE /issuer/location/address"},
		{"/issuer/e\u0399DASIdentifier", `{"a": 1}`, "ELM-TERM-ASCII /issuer/e\u0399DASIdentifier"},
		{"/credentialSubject/hasClaim/0/specifiedBy/eqfLevel", `[{"id": "x:1", "a": 1}, {"id": "x:2", "a": 1}]`, "ELM-QUALIFICATION-EQFLEVEL /credentialSubject/hasClaim/0/specifiedBy"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			doc := document(t, ownCredential)
			var err error
			if tt.raw == "" {
				doc, err = doc.Without(tt.pointer)
			} else {
				doc, err = doc.With(tt.pointer, tt.raw)
			}
			require.NoError(t, err)
			require.Equal(t, []string{tt.want}, codesOf(CheckSealed(doc)))
		})
	}
	require.Equal(t, []string{"ELM-FORMAT "}, codesOf(Check(document(t, `{}`))))
}

// TestCheckReferences: a node that is only referred to is looked at where its
// body stands.
func TestCheckReferences(t *testing.T) {
	doc := document(t, `{"type": "EuropeanDigitalCredential", "a": {"id": "x:1", "type": "Note", "noteLiteral": {"nb": "a"}}, "b": {"id": "x:1", "type": "Note"}, "c": {"id": "x:2", "type": "Note"}}`)
	require.Contains(t, codesOf(Check(doc)), "ELM-NOTE-NOTELITERAL /c")
	require.NotContains(t, codesOf(Check(doc)), "ELM-NOTE-NOTELITERAL /b")
}

func TestCheckSamples(t *testing.T) {
	tests := []struct {
		file  string
		codes []string
	}{
		{"Sample-MC-Annex1-signed.jsonld", []string{}},
		{"Sample-CertOfPart-signed.jsonld", []string{}},
		{"Sample-MC-Annex1-unsigned.jsonld", []string{"ELM-ISSUER-EIDASIDENTIFIER /issuer", "ELM-EUROPEANDIGITALCREDENTIAL-ISSUED "}},
		{"Sample-CertOfPart-unsigned.jsonld", []string{"ELM-ISSUER-EIDASIDENTIFIER /issuer", "ELM-EUROPEANDIGITALCREDENTIAL-ISSUED "}},
	}
	for _, tt := range tests {
		doc := unsealed(t, testkit.ReadShared(t, "data", "samples", "elm", tt.file))
		require.Equal(t, tt.codes, codesOf(CheckSealed(doc)), tt.file)
		require.Empty(t, Check(doc), tt.file)
	}
}

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		require.Regexp(t, `^ELM(-[A-Z]+)+$`, r.Code)
		require.False(t, seen[r.Code], r.Code)
		seen[r.Code] = true
		require.NotEmpty(t, r.Spec)
		require.True(t, strings.HasSuffix(r.Text, "."), r.Text)
	}
}

// TestRulesAgainstShapes finds the shape of every class of the table in the
// published SHACL profile.
func TestRulesAgainstShapes(t *testing.T) {
	text := string(testkit.ReadShared(t, "data", "shacl", "elm-3.2", "EDC-generic-no-cv.ttl"))
	for _, r := range Rules() {
		if name, ok := strings.CutPrefix(r.Spec, shapes); ok {
			require.Regexp(t, regexp.MustCompile(`(?m)^(edc)?:`+name+`\b`), text)
		}
	}
}

// TestVerifyChecks: who verifies a credential is told which members it lacks, and a
// draft is not asked for those that sealing adds, nor for those of the W3C data model.
func TestVerifyChecks(t *testing.T) {
	findings := func(text string) map[string]vc.Status {
		registry, err := proof.NewRegistry()
		require.NoError(t, err)
		result, err := proof.NewVerifier(vc.Env{}, registry.With(Family())).Verify(t.Context(), []byte(text), proof.NewPolicy(proof.Trust{}))
		require.NoError(t, err)
		found := map[string]vc.Status{}
		for _, f := range result.Findings {
			if f.Axis == vc.Conformant {
				found[f.Code] = f.Status
			}
		}
		return found
	}
	draft := document(t, ownCredential)
	for _, member := range []string{"/issued", "/issuanceDate", "/issuer"} {
		draft, _ = draft.Without(member)
	}
	require.Equal(t, map[string]vc.Status{"ELM-RULES": vc.Pass, "SCHEMA": vc.NotAsked}, findings(draft.String()))
	draft, _ = draft.Without("/displayParameter")
	require.Equal(t, map[string]vc.Status{"ELM-EUROPEANDIGITALCREDENTIAL-DISPLAYPARAMETER": vc.Fail, "SCHEMA": vc.NotAsked}, findings(draft.String()))
}

// TestVerifyBounded: a hostile document adds no more to a result than one is meant to.
func TestVerifyBounded(t *testing.T) {
	text := `{"type": "EuropeanDigitalCredential", "a": [` + strings.Repeat(`{"type": "Note", "x": 1},`, 2*maxProblems) + `1]}`
	problems, whole, err := Family().Check(t.Context(), document(t, text), vc.Env{})
	require.NoError(t, err)
	require.False(t, whole)
	require.Len(t, problems, maxProblems)
}
