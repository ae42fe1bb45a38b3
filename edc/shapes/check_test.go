package shapes

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func parse(t testing.TB, text string) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	return v
}

const start = `{"@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
	"id": "urn:x:0", "type": ["VerifiableCredential", "EuropeanDigitalCredential"], `

func found(t *testing.T, text string, opt Options) (*Report, []string) {
	t.Helper()
	r, err := Check(t.Context(), parse(t, text), opt)
	require.NoError(t, err)
	out := []string{}
	for _, p := range r.Problems() {
		out = append(out, p.Code()+" "+p.Pointer)
	}
	return r, out
}

// TestProfilesOf: schemas come first, in either namespace, then the concepts; what is
// not known leads to the full generic profile.
func TestProfilesOf(t *testing.T) {
	tests := []struct {
		text    string
		want    []Profile
		unknown int
	}{
		{`{}`, []Profile{GenericFull}, 0},
		{`{"credentialSchema": {"id": "http://data.europa.eu/snb/model/ap/edc-accredited"}}`, []Profile{Accredited}, 0},
		{`{"credentialSchema": [{"id": "http://data.europa.eu/snb/model/application-profile/edc-converted"}, "http://data.europa.eu/snb/model/ap/edc-issued-by-mandate"]}`, []Profile{Converted, IssuedByMandate}, 0},
		{`{"credentialSchema": {"id": "http://data.europa.eu/snb/model/ap/pid", "type": "ShaclValidator2017"}}`, []Profile{GenericFull}, 1},
		{`{"credentialSchema": {"id": "https://a.example/schema", "type": "JsonSchema"}, "credentialProfiles": [{"id": "http://data.europa.eu/snb/credential/6dff8a0f87"}]}`, []Profile{DiplomaSupplement}, 0},
	}
	for _, tt := range tests {
		got, unknown := ProfilesOf(parse(t, tt.text))
		require.Equal(t, tt.want, got, tt.text)
		require.Len(t, unknown, tt.unknown, tt.text)
	}
	require.Equal(t, []Profile{GenericNoCV, GenericFull, Accredited, DiplomaSupplement}, DiplomaSupplement.Imports())
}

// TestStages: the moment of sealing is asked of what is sealed, the issuer also of
// what we write, and neither of a draft that somebody else still has to seal.
func TestStages(t *testing.T) {
	const issued, issuer = "ELM-EUROPEANDIGITALCREDENTIAL-ISSUED ", "ELM-EUROPEANDIGITALCREDENTIAL-ISSUER "
	for stage, asked := range map[Stage][]string{Sealed: {issued, issuer}, Written: {issuer}, Draft: {}} {
		_, problems := found(t, start+`"validFrom": "2026-01-01T00:00:00Z"}`, Options{Stage: stage})
		for _, problem := range []string{issued, issuer} {
			require.Equal(t, slices.Contains(asked, problem), slices.Contains(problems, problem), "stage %d: %s", stage, problem)
		}
	}
}

// TestVersions: what ELM 3.1 asks of a status, its context makes impossible.
func TestVersions(t *testing.T) {
	const status = "ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALSTATUS /credentialStatus"
	text := start + `"credentialStatus": {"id": "https://a.example/1", "type": "CredentialStatus"}}`
	_, problems := found(t, text, Options{})
	require.NotContains(t, problems, status)
	_, problems = found(t, text, Options{Version: V31})
	require.Contains(t, problems, status)
}

// TestMerging: objects with one id are one node, which is told where its body stands
// first.
func TestMerging(t *testing.T) {
	text := start + `"holder": [{"id": "urn:x:1", "type": "Person", "hasClaim": "urn:x:2"}, {"id": "urn:x:1", "fullName": {"nb": "A"}}, {"id": "urn:x:1", "fullName": {"sv": "B"}}]}`
	_, problems := found(t, text, Options{})
	require.Contains(t, problems, "ELM-PERSON-FULLNAME /holder/0")
	require.Contains(t, problems, "ELM-CLAIM-CLASS /holder/0/hasClaim")
}

// TestNewNamespace: the ELM moved to another namespace in version 3.3.
func TestNewNamespace(t *testing.T) {
	text := `{"@context": ["https://www.w3.org/2018/credentials/v1", {"Address": "http://data.europa.eu/snb/model/ontology/Address"}], "id": "urn:x:1", "type": "Address"}`
	_, problems := found(t, text, Options{})
	require.Equal(t, []string{"ELM-ADDRESS-COUNTRYCODE "}, problems)
}

// TestUnreadable: what is no JSON-LD is told and left out, and contexts that cannot be
// combined are replaced by the usual ones.
func TestUnreadable(t *testing.T) {
	r, problems := found(t, start+`"holder": {"type": "Organisation", "legalName": {"nb": 7}}}`, Options{})
	require.True(t, r.Whole)
	require.Contains(t, problems, "ELM-JSONLD /holder/legalName/nb")
	require.Contains(t, problems, "ELM-ORGANISATION-LOCATION /holder")

	r, problems = found(t, strings.Replace(start, "2018/credentials/v1", "ns/credentials/v2", 1)+`"holder": {"type": "Address"}}`, Options{})
	require.True(t, r.Assumed)
	require.Contains(t, problems, "ELM-ADDRESS-COUNTRYCODE /holder")

	for _, text := range []string{`{}`, `[]`, `7`, `{"@context": 7}`, `{"@id": {}}`, `{"type": [[]]}`} {
		_, _ = found(t, text, Options{}) // ends
	}
}

// TestBounded: a report of a hostile document has an end, and says so.
func TestBounded(t *testing.T) {
	r, _ := found(t, start+`"holder": [`+strings.Repeat(`{"type": "Address", "colour": 1},`, 5_000)+`1]}`, Options{})
	require.False(t, r.Whole)
	require.Len(t, r.Violations, maxViolations)
	require.Len(t, r.Losses, maxLosses)
}

// TestLexicalForms holds texts against the forms of XML Schema.
func TestLexicalForms(t *testing.T) {
	for datatype, forms := range map[string]string{
		"dateTime": "2026-01-02T03:04:05Z 2026-01-02T03:04:05.5+01:00 2024-02-29T24:00:00 -0001-01-01T00:00:00 !2026-02-29T00:00:00Z !2026-01-02 !2026-01-02T25:00:00Z !2026-01-02T03:04:05.Z !2026-01-02T03:04:05+15:00",
		"duration": "PT5H P1Y2M3DT4H5M6.7S -P1D !P !PT !5H !P1H !PT1.5H !P1M1Y", "positiveInteger": "1 +05 !0 !-1 !1.0 !x", "decimal": "1 -1.5 .5 5. !. !1e5 !x",
	} {
		for form := range strings.FieldsSeq(forms) {
			text, wrong := strings.CutPrefix(form, "!")
			require.Equal(t, !wrong, isLexical(xsd+datatype, text), "%s %s", datatype, text)
		}
	}
}
