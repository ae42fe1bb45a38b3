package conformance

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// made signs a template as the suite has it.
func made(t *testing.T, template template, suite string) []byte {
	t.Helper()
	kind := keys.Ed25519
	switch {
	case strings.HasPrefix(suite, "ecdsa"):
		kind = keys.P256
	case strings.HasPrefix(suite, "bbs"):
		kind = keys.BLS12381
	}
	key, err := keys.Generate(kind)
	require.NoError(t, err)
	doc, err := template.document(key.Controller())
	require.NoError(t, err)
	issued, err := mikromerit.IssueDocument(t.Context(), doc, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: surveyEnv, Suite: suite}})
	require.NoError(t, err)
	return issued.File.Bytes()
}

// derived is what a holder reveals at the least.
func derived(t *testing.T, suite string) []byte {
	t.Helper()
	file, err := mikromerit.Open(made(t, badgeTemplates[0], suite), vc.Limits{})
	require.NoError(t, err)
	shown, err := dataintegrity.Derive(t.Context(), surveyEnv, file, dataintegrity.DeriveOptions{})
	require.NoError(t, err)
	return shown.Bytes()
}

// Each way of securing, each format and each kind of document has a profile to which
// a good document conforms, and which a spoilt copy of it breaks.
func TestEveryProfileOfDocuments(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	list, err := status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: "https://a.example/list", Issuer: key.Controller(), Purpose: status.Revocation})
	require.NoError(t, err)
	published, err := mikromerit.PublishStatus(t.Context(), list, status.Period{From: surveyEnv.Now().Add(-time.Hour)}, key, mikromerit.SignOptions{Env: surveyEnv})
	require.NoError(t, err)
	badge, europass := exampleFile(t, "vestre-aas-badge.json"), exampleFile(t, "vestre-aas-micro-credential.payload.json")
	v1, err := model1Templates[1].document("https://a.example/")
	require.NoError(t, err)
	v2, err := model2Templates[1].document("https://a.example/")
	require.NoError(t, err)
	endorsement := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a11",
		"type":["VerifiableCredential","EndorsementCredential"],"name":"E","issuer":{"id":"https://a.example/","type":["Profile"],"name":"A"},"validFrom":"2024-01-02T03:04:05Z",
		"credentialSubject":{"id":"https://b.example/","type":["EndorsementSubject"],"endorsementComment":"Good."}}`)
	record := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a12",
		"type":["VerifiableCredential","ClrCredential"],"name":"R","issuer":{"id":"https://a.example/","type":["Profile"],"name":"A"},"validFrom":"2024-01-02T03:04:05Z",
		"credentialSubject":{"id":"https://b.example/","type":["ClrSubject"],"verifiableCredential":[` + string(badge) + `]}}`)
	entry := edited(t, v2.Bytes(), "/credentialStatus", `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"5","statusListCredential":"https://a.example/list"}`)
	presentation := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"https://a.example/","verifiableCredential":[` + string(made(t, model2Templates[0], "eddsa-rdfc-2022")) + `]}`)
	older := []byte(`{"@context":"https://w3id.org/openbadges/v2","id":"https://a.example/assertion","type":"Assertion","recipient":{"type":"email","hashed":false,"identity":"a@example.org"},"badge":"https://a.example/badge","verification":{"type":"hosted"},"issuedOn":"2024-01-02T03:04:05Z"}`)
	alter := func(from, to string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Replace(b, []byte(from), []byte(to), 1) }
	}
	change := func(edits ...string) func([]byte) []byte {
		return func(b []byte) []byte { return edited(t, b, edits...) }
	}
	cut := func(b []byte) []byte { // a token with another signature
		at := bytes.LastIndexByte(bytes.TrimRight(b, "~"), '.') + 5
		out := bytes.Clone(b)
		if out[at]++; b[at] != 'A' {
			out[at] = 'A'
		}
		return out
	}
	for id, c := range map[string]struct {
		good  []byte
		spoil func([]byte) []byte
		rule  string
	}{
		"annex-1":                            {badge, change("/issuer/address", "", "/issuer/location", "", "/issuer/otherIdentifier", ""), "EUMC-3"},
		"clr-record":                         {record, change("/credentialSubject/verifiableCredential", ""), "CLR2-REQUIRED"},
		"di-ecdsa-jcs-2019-credential":       {made(t, model2Templates[1], "ecdsa-jcs-2019"), alter("2024-01-02", "2024-01-03"), "PROOF-SIGNATURE"},
		"di-bbs-2023-credential":             {derived(t, "bbs-2023"), alter("2024-01-02", "2024-01-03"), "PROOF-SIGNATURE"},
		"di-ecdsa-sd-2023-credential":        {derived(t, "ecdsa-sd-2023"), alter("2024-01-02", "2024-01-03"), "PROOF-SIGNATURE"},
		"di-eddsa-jcs-2022-credential":       {made(t, model2Templates[1], "eddsa-jcs-2022"), alter("2024-01-02", "2024-01-03"), "PROOF-SIGNATURE"},
		"di-eddsa-rdfc-2022-credential":      {made(t, model2Templates[1], "eddsa-rdfc-2022"), alter("assertionMethod", "authentication"), "PROOF-PURPOSE"},
		"di-ecdsa-rdfc-2019-credential":      {made(t, model2Templates[1], "ecdsa-rdfc-2019"), alter("2024-01-02", "2024-01-03"), "PROOF-SIGNATURE"},
		"di-ed25519signature2020-credential": {made(t, withContext(model1Templates, "https://w3id.org/security/suites/ed25519-2020/v1")[1], "Ed25519Signature2020"), alter("2024-01-02", "2024-01-03"), "PROOF-SIGNATURE"},
		"edc-credential":                     {europass, change("/displayParameter", ""), "ELM-EUROPEANDIGITALCREDENTIAL-DISPLAYPARAMETER"},
		"edc-generic-full":                   {europass, change("/displayParameter", ""), "ELM-EUROPEANDIGITALCREDENTIAL-DISPLAYPARAMETER"},
		"edc-draft":                          {europass, change("/displayParameter", ""), "ELM-EUROPEANDIGITALCREDENTIAL-DISPLAYPARAMETER"},
		"edc-seal":                           {testkit.Seal(europass, testkit.SealOptions{}), alter("Vestre", "Austre"), "PROOF-SIGNATURE"},
		"ob2-badge":                          {older, change("/issuedOn", `"yesterday"`), "OB2-DATETIME"},
		"ob3-badge":                          {badge, change("/credentialSubject/achievement/name", ""), "OB3-REQUIRED"},
		"ob3-endorsement":                    {endorsement, change("/credentialSubject/id", ""), "OB3-REQUIRED"},
		"status-entry-credential":            {entry, change("/credentialStatus/statusListIndex", `"-1"`), "STATUS-ENTRY-INDEX"},
		"status-list-credential":             {published.Bytes(), change("/credentialSubject/encodedList", `"uAAAA"`), "STATUS-LIST-ENCODED"},
		"vc-jose-cose-credential":            {made(t, model2Templates[1], "vc+jwt"), cut, "PROOF-SIGNATURE"},
		"vc-jwt-credential":                  {made(t, badgeTemplates[0], "jwt"), cut, "PROOF-SIGNATURE"},
		"vcdm1-credential":                   {v1.Bytes(), change("/issuanceDate", ""), "VCDM1-ISSUANCE-DATE"},
		"vcdm2-credential":                   {v2.Bytes(), change("/credentialSubject", `{}`), "VCDM2-SUBJECT"},
		"vcdm2-presentation":                 {presentation, change("/holder", `"not a url"`), "VCDM2-HOLDER-ID"},
	} {
		t.Run(id, func(t *testing.T) {
			results := judgeDocuments(t, Options{}, []string{id}, Document{Name: "good.json", Data: c.good})
			require.Empty(t, failed(results, Fail))
			if id != "ob2-badge" { // its class is elsewhere
				require.Equal(t, string(Conforms), results[id].Reason, failed(results, Skipped))
			}
			results = judgeDocuments(t, Options{}, []string{id}, Document{Name: "spoilt.json", Data: c.spoil(c.good)})
			require.Equal(t, string(ConformsNot), results[id].Reason)
			require.Contains(t, failed(results, Fail), c.rule)
		})
	}
}

// A credential is asked for what the application profile adds that it names, and no
// other credential is.
func TestApplicationProfiles(t *testing.T) {
	europass := exampleFile(t, "vestre-aas-micro-credential.payload.json")
	for profile, mark := range map[shapes.Profile]string{
		shapes.Accredited: "ELM-ACCREDITED-", shapes.IssuedByMandate: "ELM-MANDATE-", shapes.Converted: "ELM-CONVERTED-", shapes.DiplomaSupplement: "ELM-DIPLOMA-",
	} {
		naming := edited(t, europass, "/credentialSchema", `{"id":"`+profile.IRI()+`","type":"ShaclValidator2017"}`)
		results := judgeDocuments(t, Options{}, []string{string(profile)}, Document{Name: "naming.json", Data: naming})
		require.Equal(t, string(ConformsNot), results[string(profile)].Reason, profile)
		require.True(t, slices.ContainsFunc(failed(results, Fail), func(code string) bool { return strings.HasPrefix(code, mark) }), "%s: %v", profile, failed(results, Fail))
		results = judgeDocuments(t, Options{}, []string{string(profile)}, Document{Name: "other.json", Data: europass})
		require.Empty(t, failed(results, Fail), profile)
		require.NotEqual(t, string(Conforms), results[string(profile)].Reason, profile)
	}
}

// A badge in an image is judged, and the image with it.
func TestImages(t *testing.T) {
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 2, 2))))
	baked, err := bake.Bake(picture.Bytes(), exampleFile(t, "vestre-aas-badge.json"), bake.Limits{})
	require.NoError(t, err)
	results := judgeDocuments(t, Options{As: "ob3"}, []string{"ob3-badge"}, Document{Name: "a.png", Data: baked})
	require.Empty(t, failed(results, Fail))
	require.Equal(t, Pass, results["BAKE-NAME"].Status)
	spoilt := bytes.Replace(baked, []byte("iTXtopenbadgecredential"), []byte("iTXtopenbadgecredentiaX"), 1)
	require.NotEqual(t, baked, spoilt)
	results = judgeDocuments(t, Options{As: "ob3"}, []string{"ob3-badge"}, Document{Name: "a.png", Data: spoilt})
	require.Equal(t, []string{"DOCUMENT-READABLE"}, failed(results, Fail))
}

// Nobody's documents, the published samples included, make the suite itself fail.
func TestSamplesNeverMakeTheSuiteFail(t *testing.T) {
	if !testkit.HasShared() {
		t.Skip("the samples are not here")
	}
	report, err := Judge(t.Context(), Files(testkit.Shared(t, "data", "samples"), testkit.Shared(t, "cases")), Options{Env: surveyEnv})
	require.NoError(t, err)
	require.Greater(t, report.Documents, 200)
	for _, r := range report.Results {
		require.NotEqual(t, Error, r.Status, "%s: %s", r.ID, r.Reason)
		for _, c := range r.Cases {
			require.NotEmpty(t, c.Document)
			require.NotEmpty(t, c.Found, r.ID)
		}
	}
}
