package badge

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

func good(tb testing.TB) vc.Document {
	tb.Helper()
	doc, _, err := Encode(richConverted(tb), Options{})
	require.NoError(tb, err)
	return doc
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
		{"/@context/0", `"https://www.w3.org/2018/credentials/v1"`, "OB3-CONTEXT /@context/0"},
		{"/@context/1", `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.evil"`, "OB3-CONTEXT /@context/1"},
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
		{"/evidence", `[]`, "OB3-ARRAY /evidence"},
		{"/evidence", `{"type":["Evidence"]}`, "OB3-ARRAY /evidence"},
		{subject, `[]`, "OB3-ARRAY /credentialSubject"},
		{subject + "/creditsEarned", `"2"`, "OB3-KIND /credentialSubject/creditsEarned"},
		{subject + "/identifier/0/hashed", `"false"`, "OB3-KIND /credentialSubject/identifier/0/hashed"},
		{subject + "/identifier/0/identityType", `"email"`, "OB3-ENUM /credentialSubject/identifier/0/identityType"},
		{subject + "/result/0/status", `"ext:Passed"`, "OB3-ENUM /credentialSubject/result/0/status"},
		{subject + "/result/0/resultDescription", `"urn:x:1"`, "OB3-RESULT /credentialSubject/result/0/resultDescription"},
		{subject + "/result/1/status", "", "OB3-RESULT /credentialSubject/result/1/status"},
		{subject + "/result/0/achievedLevel", `"urn:x:1"`, "OB3-LEVEL /credentialSubject/result/0/achievedLevel"},
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
		{"/issuer/type", `"Profile"`},
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

// Every value of a badge replaced by another kind of value, or left out: what
// the published schema refuses, Check refuses.
func TestCheckIsNoLaxerThanTheSchema(t *testing.T) {
	schema := publishedSchema(t)
	doc, _, err := Encode(richConverted(t), Options{WithoutExtension: true})
	require.NoError(t, err)
	refused := 0
	for _, pointer := range pointers(doc.Root())[1:] {
		for _, raw := range []string{"", `1`, `"x"`, `{}`, `[]`, `null`} {
			mutant, err := doc.With(pointer, raw)
			if raw == "" {
				mutant, err = doc.Without(pointer)
			}
			require.NoError(t, err)
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(mutant.String()))
			require.NoError(t, err)
			if schema.Validate(instance) == nil {
				continue
			}
			refused++
			accepted := !slices.ContainsFunc(Check(mutant), func(p vc.Problem) bool { return p.Rule.Level == vc.Must })
			require.False(t, accepted, "the schema refuses %s = %s", pointer, raw)
		}
	}
	require.Greater(t, refused, 300)
}

func pointers(v jsontree.Value) []string {
	out := []string{v.Pointer()}
	for i := range v.Len() {
		out = append(out, pointers(v.At(i))...)
	}
	return out
}

// The samples of 1EdTech's validator and specification.
func TestCheckOfPublishedSamples(t *testing.T) {
	for name, want := range map[string]string{
		"ob3/simple.json": "", "ob3/simple-did-key-method.json": "", "ob3/simple-did-web-method.json": "", "ob3/simple-context-version.json": "",
		"ob3/complete.json":                       "OB3-LEVEL", // its second result names a level that no description has
		"ob3-spec/Basic_OpenBadgeCredential.json": "", "ob3-spec/Skill_Assertion.json": "", "ob3-spec/Achievement_Alignment.json": "",
		"ob3/simple_v1.json":                              "OB3-CONTEXT",
		"ob3/simple-err-context.json":                     "OB3-CONTEXT",
		"ob3/simple-err-type.json":                        "OB3-TYPE",
		"ob3/simple-err-issuer.json":                      "OB3-REQUIRED",
		"ob3/simple-err-issuer-type.json":                 "OB3-NODE-TYPE",
		"ob3/simple-err-issuer-parentorg-type.json":       "OB3-NODE-TYPE",
		"ob3/simple-err-issuer-otheridentifier-type.json": "OB3-NODE-TYPE",
		"ob3/simple-err-credential-subject-type.json":     "OB3-NODE-TYPE",
		"ob3/simple-err-evidence-type.json":               "OB3-NODE-TYPE",
		"ob3/endorsement-valid.json":                      "OB3-TYPE",
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := vc.ParseDocument(testkit.ReadShared(t, filepath.Join("data/samples", name)), vc.Limits{})
			require.NoError(t, err)
			found := Check(doc)
			if want == "" {
				require.Empty(t, codes(found))
				return
			}
			require.True(t, slices.ContainsFunc(found, func(p vc.Problem) bool { return p.Code() == want }), "%v", codes(found))
		})
	}
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
	for _, k := range classes {
		for _, m := range k.members {
			require.Equal(t, m.value == isNode, m.class != "", k.name+"."+m.name)
			require.Equal(t, m.value == isWord, m.enum != nil, k.name+"."+m.name)
			if m.class != "" {
				require.NotNil(t, classOf(m.class), m.class)
			}
		}
	}
}
