package clr

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

const learner = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

var day = time.Date(2026, 6, 12, 9, 30, 0, 0, time.UTC)

func document(tb testing.TB, src string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(src), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// course is a badge in a notation of its own, which must be kept.
func course(tb testing.TB, n int) vc.Document {
	tb.Helper()
	doc, err := ob3.NewAchievementCredential(fmt.Sprintf("urn:uuid:0f1c1d0e-0000-4000-8000-00000000000%d", n), ob3.NewProfile("did:web:norraby.example", "Norraby"), day,
		ob3.NewAchievementSubject(learner, ob3.NewAchievement(fmt.Sprintf("https://norraby.example/kurs/%d", n), "Kurs", "En kurs.", ob3.CriteriaText("Prov")))).Document()
	require.NoError(tb, err)
	return document(tb, strings.Replace(doc.String(), `"En kurs."`, "  \"\\u0045n kurs.\"\n", 1))
}

func good(tb testing.TB) *Credential {
	tb.Helper()
	subject := NewSubject(learner, course(tb, 1), course(tb, 2), course(tb, 3))
	subject.Achievement = ob3.List[ob3.Achievement]{ob3.NewAchievement("https://norraby.example/program", "Program", "Tre kurser.", ob3.CriteriaText("Alla kurser"))}
	for n := range 3 {
		subject.Association = append(subject.Association, NewAssociation(IsChildOf, fmt.Sprintf("https://norraby.example/kurs/%d", n+1), "https://norraby.example/program"))
	}
	c := New("urn:uuid:0f1c1d0e-0000-4000-8000-000000000009", "Studieutdrag", ob3.NewProfile("did:web:norraby.example", "Norraby"), day, subject)
	partial := true
	c.Partial = &partial
	return c
}

func written(tb testing.TB, c *Credential) vc.Document {
	tb.Helper()
	doc, err := c.Document()
	require.NoError(tb, err)
	return doc
}

func codes(problems []vc.Problem) (out []string) {
	for _, p := range problems {
		out = append(out, p.Code()+" "+p.Pointer)
	}
	return out
}

func TestBuiltRecordsBreakNoRule(t *testing.T) {
	c := good(t)
	doc := written(t, c)
	require.Empty(t, codes(Check(doc)))
	require.True(t, Is(doc))
	for i, one := range c.Subject.Credentials {
		require.Equal(t, one.String(), doc.Lookup(fmt.Sprintf("/credentialSubject/verifiableCredential/%d", i)).Raw(), "byte for byte")
	}
	again, err := Parse(doc)
	require.NoError(t, err)
	require.Len(t, again.Subject.Credentials, 3)
	require.Equal(t, doc.String(), written(t, again).String())
	require.True(t, *again.Partial)
	require.Equal(t, day.Format(time.RFC3339), again.ValidFrom)
	from, until := again.Period()
	require.Equal(t, "2026-06-12T09:30:00Z", from+until)
}

func TestCheckFindsWhatIsBroken(t *testing.T) {
	const subject, second = "/credentialSubject", "/credentialSubject/verifiableCredential/1"
	for _, test := range []struct{ pointer, raw, want string }{ // raw "" removes
		{"/@context/1", `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`, "CLR2-CONTEXT /@context/1"},
		{"/@context/1", `"https://purl.imsglobal.org/spec/clr/v2p0/context.json"`, "CLR2-CONTEXT-OLD /@context/1"},
		{"/@context/1", `"https://purl.imsglobal.org/spec/clr/v2p0/context.json"`, "OB3-JSONLD /partial"}, // a term of 2.0.1
		{"/@context/2", ``, "CLR2-CONTEXT /@context/2"},
		{"/@context/0", `"https://www.w3.org/2018/credentials/v1"`, "OB3-LEGACY /@context/0"},
		{"/type", `["VerifiableCredential"]`, "CLR2-TYPE /type"},
		{"/name", ``, "CLR2-REQUIRED /name"},
		{"/validFrom", `"2026"`, "CLR2-KIND /validFrom"},
		{"/partial", `"true"`, "CLR2-KIND /partial"},
		{"/partial", `null`, "CLR2-EMPTY /partial"},
		{"/issuer/id", ``, "OB3-REQUIRED /issuer/id"},
		{"/endorsementJwt", `"a.b.c"`, "CLR2-ARRAY /endorsementJwt"},
		{"/credentialSchema", `[{"id":"https://a.example/","type":"1EdTechJsonSchemaValidator2019"}]`, "CLR2-SCHEMA /credentialSchema"},
		{"/image", `{"type":"Image","id":"data:image/gif,x"}`, "OB3-IMAGE /image/id"},
		{subject + "/type", `["AchievementSubject"]`, "CLR2-NODE-TYPE /credentialSubject/type"},
		{subject + "/id", ``, "CLR2-SUBJECT /credentialSubject"},
		{subject + "/id", `"did:example:other"`, "CLR2-LEARNER /credentialSubject/verifiableCredential/0/credentialSubject/id"},
		{subject + "/verifiableCredential", ``, "CLR2-REQUIRED /credentialSubject/verifiableCredential"},
		{subject + "/verifiableCredential", `[]`, "CLR2-EMPTY /credentialSubject/verifiableCredential"},
		{subject + "/verifiableCredential", `{"type":["VerifiableCredential"]}`, "CLR2-ARRAY /credentialSubject/verifiableCredential"},
		{subject + "/achievement/0/criteria", `{}`, "OB3-CRITERIA /credentialSubject/achievement/0/criteria"},
		{subject + "/association/1/associationType", `"ext:knows"`, "CLR2-ENUM /credentialSubject/association/1/associationType"},
		{subject + "/association/1/note", `"x"`, "CLR2-CLOSED /credentialSubject/association/1/note"},
		{subject + "/association/1/targetId", ``, "CLR2-REQUIRED /credentialSubject/association/1/targetId"},
		{subject + "/association/1/targetId", `"urn:x:1"`, "CLR2-ASSOCIATION /credentialSubject/association/1/targetId"},
		{subject + "/association/1/targetId", `"https://norraby.example/kurs/2"`, "CLR2-ASSOCIATION-SELF /credentialSubject/association/1"},
		{second, `"https://norraby.example/badge"`, "CLR2-CREDENTIAL " + second},
		{second, `{"type":["VerifiableCredential","Other"]}`, "CLR2-REQUIRED " + second + "/issuer"},
		{second, `{"type":["VerifiableCredential","EndorsementCredential"]}`, "OB3-REQUIRED " + second + "/name"},
		{second, `{"type":["VerifiableCredential","ClrCredential"]}`, "CLR2-CONTEXT " + second + "/@context"},
		{second + "/@context/0", `"https://www.w3.org/2018/credentials/v1"`, "OB3-REQUIRED " + second + "/issuanceDate"},
		{second + "/credentialSubject/achievement/criteria", ``, "OB3-REQUIRED " + second + "/credentialSubject/achievement/criteria"},
		{second + "/credentialSubject/unknown", `1`, "OB3-JSONLD " + second + "/credentialSubject/unknown"},
	} {
		t.Run(test.want, func(t *testing.T) {
			doc := written(t, good(t))
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
	for _, raw := range []string{`{}`, `{"credentialSubject":[null,{"verifiableCredential":[[]]}],"type":7}`} {
		require.NotEmpty(t, Check(document(t, raw)))
	}
	require.NotEmpty(t, Check(vc.Document{}))
}

// What stands in an envelope cannot be looked into, so nothing is said of ids
// that it may hold.
func TestEnvelopesAreNotLookedInto(t *testing.T) {
	doc, err := written(t, good(t)).With("/credentialSubject/verifiableCredential/0",
		`{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,a.b.c","type":"EnvelopedVerifiableCredential"}`)
	require.NoError(t, err)
	require.Empty(t, codes(Check(doc)))
}

// outcomes are the codes that Check finds in 1EdTech's samples.
var outcomes = map[string]string{
	"simple.json": "",
	// Associations of the partial record name achievements that it does not
	// hold, and its first badge is about somebody else; the publisher's
	// validator looks at neither.
	"complex.json":               "CLR2-ASSOCIATION CLR2-CONTEXT-OLD CLR2-LEARNER OB3-CONTEXT-OLD OB3-LEGACY",
	"simple_v1.json":             "CLR2-ASSOCIATION CLR2-CONTEXT-OLD CLR2-LEARNER OB3-CONTEXT-OLD OB3-LEGACY",
	"simple-noproof.json":        "CLR2-CONTEXT CLR2-CONTEXT-OLD OB3-CONTEXT-OLD OB3-JSONLD-UNCHECKED OB3-LEGACY", // the context of a draft
	"simple_old_safesigned.json": "CLR2-CONTEXT CLR2-CONTEXT-OLD CLR2-SCHEMA OB3-CONTEXT-OLD OB3-JSONLD-UNCHECKED OB3-LEGACY",
}

func TestOutcomes(t *testing.T) {
	dir := testkit.Shared(t, "data/samples/clr")
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	n := 0
	for _, entry := range entries {
		src, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		if entry.Name() == "simple.jwt" {
			continue
		}
		n++
		t.Run(entry.Name(), func(t *testing.T) {
			doc := document(t, string(src))
			var found []string
			for _, p := range Check(doc) {
				found = append(found, p.Code())
			}
			slices.Sort(found)
			want, listed := outcomes[entry.Name()]
			require.True(t, listed)
			require.Equal(t, want, strings.Join(slices.Compact(found), " "))

			c, err := Parse(doc)
			require.NoError(t, err)
			for i, one := range c.Subject.Credentials {
				require.Equal(t, doc.Lookup(fmt.Sprintf("/credentialSubject/verifiableCredential/%d", i)).Raw(), one.String())
			}
			again := written(t, c)
			for _, member := range []string{"/credentialSubject/verifiableCredential", "/credentialSubject/association", "/credentialSubject/achievement", "/proof/0", "/name", "/issuanceDate", "/issuer/id"} {
				was, is := doc.Lookup(member), again.Lookup(member)
				if was.Exists() {
					a, errA := was.Canonical()
					b, errB := is.Canonical()
					require.NoError(t, errA)
					require.NoError(t, errB)
					require.Equal(t, string(a), string(b), member)
				}
			}
		})
	}
	require.Len(t, outcomes, n)
}

func TestParseErrorsNameThePlace(t *testing.T) {
	for raw, want := range map[string]string{
		`{"type":["VerifiableCredential"]}`: "CLR2-TYPE at /type: the document is no credential of the type ClrCredential",
		`{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":{"verifiableCredential":["a"]}}`: "CLR2-READ at /credentialSubject/verifiableCredential/0: there is a string where a credential is expected",
		`{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":[{},{}]}`:                        "OB3-READ at /credentialSubject: there are several values where there can be one",
		`{"type":["VerifiableCredential","ClrCredential"],"name":{}}`:                                          "OB3-READ at /name: there is an object that the member cannot hold",
	} {
		_, err := Parse(document(t, raw))
		require.EqualError(t, err, want)
	}
	c, err := Parse(document(t, `{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":[{"type":"ClrSubject","verifiableCredential":{"a":1.0}}],"new":1}`))
	require.NoError(t, err)
	require.Equal(t, `{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":{"type":["ClrSubject"],"verifiableCredential":[{"a":1.0}]},"new":1}`, written(t, c).String())
	require.Equal(t, `{"credentialSubject":{"verifiableCredential":[{"a":1.0}]}}`, written(t, &Credential{Subject: Subject{Credentials: c.Subject.Credentials}}).String())
}

func TestRulesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		require.Regexp(t, `^CLR2-[A-Z-]+$`, r.Code)
		require.False(t, seen[r.Code])
		seen[r.Code] = true
		require.True(t, strings.HasSuffix(r.Text, "."))
		require.Contains(t, r.Text, strings.ToLower(string(r.Level)))
	}
	for _, kind := range associationTypes.Values {
		require.True(t, AssociationType(kind).Valid())
	}
	require.False(t, AssociationType("ext:knows").Valid())
}

// stricter are the rules that refuse what the published JSON Schema, which is
// that of version 1.1, accepts, each with its reason.
var stricter = map[string]string{
	"CLR2-REQUIRED":     "without the base context of version 1.1 the rules of 2.0 apply",
	"CLR2-SUBJECT":      "the schema requires neither of the two members",
	"OB3-SUBJECT":       "the schema requires neither of the two members",
	"CLR2-NODE-TYPE":    "the schema takes any text for a type",
	"CLR2-TYPE":         "the schema takes any text for a type",
	"CLR2-CONTEXT":      "the schema takes any text for a context",
	"CLR2-EMPTY":        "the schema allows empty arrays",
	"CLR2-CREDENTIAL":   "the schema takes any text for a type",
	"OB3-KIND":          "the schema looks at the form of no URI and no date of birth",
	"OB3-NODE-TYPE":     "the schema takes any text for a type",
	"OB3-TYPE":          "the schema takes any text for a type",
	"OB3-CONTEXT":       "the schema takes any text for a context",
	"OB3-EMPTY":         "the schema allows empty arrays, and null in members that it does not know",
	"OB3-REQUIRED":      "the schema does not look into the badges of a record",
	"OB3-ARRAY":         "the schema does not look into the badges of a record",
	"OB3-ENUM":          "the schema does not look into the badges of a record",
	"OB3-RESULT":        "a schema cannot follow a reference between nodes",
	"OB3-PROOF-PURPOSE": "the schema takes any text for a purpose",
	"OB3-CRITERIA":      "the schema requires neither of the two members",
}

type lax struct{ place, reason string }

// laxer are the places where the schema refuses what no rule does, each with
// its reason.
var laxer = []lax{
	{"/@context/", "the schema allows no context that is written out, JSON-LD does"},
	{"/address/", "the schema closes the class Address, which is open in the data model of version 2.0"},
}

// withoutEmptyRequired removes what the published schema has and its own draft
// does not allow.
func withoutEmptyRequired(v any) {
	switch x := v.(type) {
	case map[string]any:
		if list, ok := x["required"].([]any); ok && len(list) == 0 {
			delete(x, "required")
		}
		for _, inner := range x {
			withoutEmptyRequired(inner)
		}
	case []any:
		for _, inner := range x {
			withoutEmptyRequired(inner)
		}
	}
}

func publishedSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(testkit.ReadShared(tb, "data/schemas/clr_v2p0_clrcredential_schema_draft4.json")))
	require.NoError(tb, err)
	withoutEmptyRequired(parsed)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.DefaultDraft(jsonschema.Draft4)
	require.NoError(tb, compiler.AddResource("schema.json", parsed))
	schema, err := compiler.Compile("schema.json")
	require.NoError(tb, err)
	return schema
}

func TestCheckAgreesWithTheSchema(t *testing.T) {
	schema := publishedSchema(t)
	repeated := regexp.MustCompile(`/verifiableCredential/[2-9]/`) // its badges are much alike
	both, used := 0, map[string]bool{}
	for m := range testkit.Mutants(testkit.ReadShared(t, "data/samples/clr/complex.json")) {
		if m.Mutation == testkit.Duplicate || repeated.MatchString(m.Pointer) {
			continue
		}
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(m.Text))
		require.NoError(t, err)
		refused := schema.Validate(instance) != nil
		found := 0
		for _, p := range checkStructure(document(t, string(m.Text)).Root()) {
			if p.Rule.Level != vc.Must {
				continue
			}
			found++
			if !refused {
				require.Contains(t, stricter, p.Code(), "only Check refuses %s", m)
				used[p.Code()] = true
			}
		}
		if refused {
			if found == 0 {
				explained := slices.IndexFunc(laxer, func(l lax) bool { return strings.Contains(m.Pointer, l.place) })
				require.NotEqual(t, -1, explained, "only the schema refuses %s", m)
				used[laxer[explained].place] = true
				continue
			}
			both++
		}
	}
	require.Greater(t, both, 200)
	for _, l := range laxer {
		require.True(t, used[l.place], l.place)
	}
	for code := range stricter {
		require.True(t, used[code], "the difference of %s no longer exists", code)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(written(f, good(f)).String())
	f.Add(`{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":[{"verifiableCredential":{"a":1}}]}`)
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := vc.ParseDocument([]byte(src), vc.Limits{})
		if err != nil {
			return
		}
		checkStructure(doc.Root())
		c, err := Parse(doc)
		if err != nil {
			require.Regexp(t, `^(OB3|CLR2)-[A-Z]+ at `, err.Error())
			return
		}
		first := written(t, c)
		again, err := Parse(first)
		require.NoError(t, err)
		require.Equal(t, first.String(), written(t, again).String())
	})
}

func BenchmarkCheck(b *testing.B) {
	doc := written(b, good(b))
	b.ReportAllocs()
	for b.Loop() {
		Check(doc)
	}
}

// encoding/json writes the record as Document does: with its credentials, and
// without members named Unknown, which no format has.
func TestEncodingJSONWritesTheRecord(t *testing.T) {
	c := good(t)
	c.Unknown = []byte(`{"own":[1]}`)
	c.Issuer.Unknown = []byte(`{"legalName":{"sv":"Norraby"}}`)
	c.Subject.Association[0].Unknown = []byte(`{"more":true}`)
	for _, record := range []any{c, *c} {
		text, err := json.Marshal(record)
		require.NoError(t, err)
		require.JSONEq(t, written(t, c).String(), string(text))
	}
	subject, err := json.Marshal(c.Subject)
	require.NoError(t, err)
	require.JSONEq(t, written(t, c).Get("credentialSubject").Raw(), string(subject))
}
