package ob3

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// good is a badge with terms of the extension and much else that a badge may
// hold, as package badge writes it.
func good(tb testing.TB) vc.Document {
	tb.Helper()
	file, err := os.ReadFile("testdata/rich.json")
	require.NoError(tb, err)
	return document(tb, string(file))
}

func codes(problems []vc.Problem) (out []string) {
	for _, p := range problems {
		out = append(out, p.Code()+" "+p.Pointer)
	}
	return out
}

func TestCheckFindsWhatIsBroken(t *testing.T) {
	const subject, achievement = "/credentialSubject", "/credentialSubject/achievement"
	for _, test := range []struct{ pointer, raw, want string }{ // raw "" removes
		{"/@context", `"https://www.w3.org/ns/credentials/v2"`, "OB3-CONTEXT /@context"},
		{"/@context/0", `"https://www.w3.org/2018/credentials/v1"`, "OB3-LEGACY /@context/0"},
		{"/@context/0", `"https://www.w3.org/2018/credentials/v1"`, "OB3-REQUIRED /issuanceDate"},
		{"/@context/0", `"https://a.example/context"`, "OB3-CONTEXT /@context/0"},
		{"/@context/0", `"https://a.example/context"`, "OB3-JSONLD-UNCHECKED /@context/0"},
		{"/@context/1", `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.evil"`, "OB3-CONTEXT /@context/1"},
		{"/@context/1", `"https://purl.imsglobal.org/spec/ob/v3p0/context.json"`, "OB3-CONTEXT-OLD /@context/1"},
		{"/@context/2", `7`, "OB3-CONTEXT /@context/2"},
		{"/type", `["VerifiableCredential"]`, "OB3-TYPE /type"},
		{"/name", "", "OB3-NAME /name"},
		{"/id", "", "OB3-REQUIRED /id"},
		{"/id", `"no iri"`, "OB3-KIND /id"},
		{"/issuer", "", "OB3-REQUIRED /issuer"},
		{"/issuer", `"relative"`, "OB3-KIND /issuer"},
		{"/issuer/id", "", "OB3-REQUIRED /issuer/id"},
		{"/issuer/type", `["Organization"]`, "OB3-NODE-TYPE /issuer/type"},
		{"/issuer/image/author", `"x"`, "OB3-CLOSED /issuer/image/author"},
		{"/issuer/otherIdentifier/0/type", `["IdentifierEntry"]`, "OB3-NODE-TYPE /issuer/otherIdentifier/0/type"},
		{"/issuer/otherIdentifier/0/identifierType", `"ext:a-b"`, "OB3-ENUM /issuer/otherIdentifier/0/identifierType"},
		{"/validFrom", `"2026-06-12T07:30:00"`, "OB3-KIND /validFrom"},
		{"/validFrom", `"2026-02-30T07:30:00Z"`, "OB3-KIND /validFrom"},
		{"/evidence", `[]`, "OB3-EMPTY /evidence"},
		{"/evidence", `{"type":["Evidence"]}`, "OB3-ARRAY /evidence"},
		{subject, `[]`, "OB3-EMPTY /credentialSubject"},
		{subject, `[{}]`, "OB3-ARRAY /credentialSubject"},
		{subject + "/somethingNew", `null`, "OB3-EMPTY /credentialSubject/somethingNew"},
		{subject + "/somethingNew", `"x"`, "OB3-JSONLD /credentialSubject/somethingNew"},
		{subject + "/creditsEarned", `"2"`, "OB3-KIND /credentialSubject/creditsEarned"},
		{subject + "/identifier/0/hashed", `"false"`, "OB3-KIND /credentialSubject/identifier/0/hashed"},
		{subject + "/identifier/0/identityType", `"email"`, "OB3-ENUM /credentialSubject/identifier/0/identityType"},
		{subject + "/result/0/status", `"ext:Passed"`, "OB3-ENUM /credentialSubject/result/0/status"},
		{subject + "/result/0/resultDescription", `"urn:x:1"`, "OB3-RESULT /credentialSubject/result/0/resultDescription"},
		{subject + "/result/1/status", "", "OB3-RESULT-STATUS /credentialSubject/result/1/status"},
		{subject + "/result/0/achievedLevel", `"urn:x:1"`, "OB3-LEVEL /credentialSubject/result/0/achievedLevel"},
		{subject + "/result/0/value", `"Z"`, "OB3-RESULT-VALUE /credentialSubject/result/0/value"},
		{subject + "/image", `{"type":"Image","id":"data:image/jpeg;base64,AAAA"}`, "OB3-IMAGE /credentialSubject/image/id"},
		{subject + "/identifier/0", `{"type":"IdentityObject","hashed":true,"identityHash":"sha256$00","identityType":"name"}`, "OB3-HASH /credentialSubject/identifier/0/identityHash"},
		{subject + "/identifier/0", `{"type":"IdentityObject","hashed":true,"identityHash":"md5$d41d8cd98f00b204e9800998ecf8427e","identityType":"name"}`, "OB3-HASH-WEAK /credentialSubject/identifier/0/identityHash"},
		{"/issuer", `"https://a.example/"`, "OB3-ISSUER /issuer"},
		{"/issuer/address/addressCountryCode", `"Norway"`, "OB3-KIND /issuer/address/addressCountryCode"},
		{"/validFrom", `"2026-06-12T24:00:00Z"`, "OB3-KIND /validFrom"},
		{"/validFrom", `"12026-06-12T07:30:00Z"`, "OB3-KIND /validFrom"},
		{"/endorsementJwt", `["a.b"]`, "OB3-KIND /endorsementJwt/0"},
		{"/proof", `{"type":"DataIntegrityProof","proofPurpose":"authentication"}`, "OB3-PROOF-PURPOSE /proof/proofPurpose"},
		{"/credentialStatus", `{"id":"https://a.example/s","type":"1EdTechRevocationList"}`, "OB3-REVOCATION-LIST /credentialStatus/type"},
		{"/credentialStatus", `{"id":"https://a.example/s","type":"1EdTechRevocationList"}`, "OB3-EXTENSIONS /credentialStatus/type"},
		{"/credentialSchema", `[{"id":"https://a.example/s","type":"1EdTechJsonSchemaValidator2019"}]`, "OB3-SCHEMA /credentialSchema"},
		{achievement + "/criteria", "", "OB3-REQUIRED /credentialSubject/achievement/criteria"},
		{achievement + "/criteria", `{}`, "OB3-CRITERIA /credentialSubject/achievement/criteria"},
		{achievement + "/criteria", `"https://a.example"`, "OB3-KIND /credentialSubject/achievement/criteria"},
		{achievement + "/name", `""`, "OB3-KIND /credentialSubject/achievement/name"},
		{achievement + "/inLanguage", `"norsk!"`, "OB3-KIND /credentialSubject/achievement/inLanguage"},
		{achievement + "/achievementType", `"Micro"`, "OB3-ENUM /credentialSubject/achievement/achievementType"},
		{achievement + "/alignment/0/targetUrl", "", "OB3-REQUIRED /credentialSubject/achievement/alignment/0/targetUrl"},
	} {
		t.Run(test.want, func(t *testing.T) {
			doc := good(t)
			var err error
			if test.raw == "" {
				doc, err = doc.Without(test.pointer)
			} else {
				doc, err = doc.With(test.pointer, test.raw)
			}
			require.NoError(t, err)
			require.Contains(t, codes(Check(doc)), test.want)
		})
	}
	doc, err := good(t).Without(subject + "/id")
	require.NoError(t, err)
	doc, err = doc.Without(subject + "/identifier")
	require.NoError(t, err)
	require.Equal(t, []string{"OB3-SUBJECT /credentialSubject"}, codes(Check(doc)))
}

// The JSON-LD binding lets single values stand alone in these members.
func TestCheckAcceptsTheJSONLDBinding(t *testing.T) {
	doc := good(t)
	var err error
	for _, edit := range [][2]string{
		{"/type", `["OpenBadgeCredential","EuMicroCredential","VerifiableCredential"]`},
		{"/credentialSubject/achievement/alignment/0/type", `"Alignment"`},
		{"/proof", `{"type":"DataIntegrityProof"}`},
		{"/termsOfUse", `{"type":"https://a.example/terms"}`},
		{"/credentialSubject/source", `{"type":"Profile","id":"https://a.example/"}`},
	} {
		doc, err = doc.With(edit[0], edit[1])
		require.NoError(t, err)
	}
	require.Empty(t, Check(doc))
}

func TestCheckOfAnythingElse(t *testing.T) {
	for _, raw := range []string{`{}`, `{"type":1,"@context":{},"credentialSubject":[null]}`, `{"credentialSubject":{"result":[1],"achievement":[]}}`} {
		doc, err := vc.ParseDocument([]byte(raw), vc.Limits{})
		require.NoError(t, err)
		require.False(t, Is(doc))
		require.NotEmpty(t, Check(doc))
	}
	require.NotEmpty(t, Check(vc.Document{}))
}

func TestRulesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		require.Regexp(t, `^OB3-[A-Z-]+$`, r.Code)
		require.False(t, seen[r.Code])
		seen[r.Code] = true
		require.True(t, strings.HasSuffix(r.Text, "."))
		require.Contains(t, r.Text, strings.ToLower(string(r.Level)))
	}
}

type contextLoader map[string]string

func (l contextLoader) LoadContext(_ context.Context, url string) ([]byte, error) {
	if text, ok := l[url]; ok {
		return []byte(text), nil
	}
	return nil, vc.ErrUnreachable
}

func TestCheckInUsesTheCallersContexts(t *testing.T) {
	doc, err := good(t).With("/@context/-", `"https://a.example/context"`)
	require.NoError(t, err)
	doc, err = doc.With("/credentialSubject/mine", `"x"`)
	require.NoError(t, err)
	require.Contains(t, distinct(Check(doc)), "OB3-JSONLD-UNCHECKED")

	env := vc.Env{Contexts: contextLoader{"https://a.example/context": `{"@context":{"mine":"https://a.example/mine"}}`}}
	problems, err := CheckIn(t.Context(), doc, env)
	require.NoError(t, err)
	require.Empty(t, problems)

	env.Contexts = contextLoader{}
	problems, err = CheckIn(t.Context(), doc, env)
	require.NoError(t, err)
	require.Equal(t, "OB3-JSONLD-UNCHECKED", distinct(problems))

	env.ContextRevisions = map[string]string{Context: "no such revision"}
	problems, err = CheckIn(t.Context(), doc, env)
	require.NoError(t, err)
	require.Equal(t, "OB3-JSONLD-UNCHECKED", distinct(problems))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = CheckIn(ctx, good(t), vc.Env{})
	require.ErrorIs(t, err, context.Canceled)
}
