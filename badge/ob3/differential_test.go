package ob3

import (
	"bytes"
	"iter"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// stricter are the rules that refuse what the published JSON Schema accepts,
// each with its reason.
var stricter = map[string]string{
	"OB3-KIND":          "the schema looks at the form of no URI and no country code, and accepts an empty text where one is required",
	"OB3-NODE-TYPE":     "the schema accepts an empty text for the type of a schema, status, service or proof",
	"OB3-ENUM":          "the schema's pattern for extensions is not anchored",
	"OB3-EMPTY":         "the schema allows empty arrays, and null in members that it does not know",
	"OB3-CONTEXT":       "the schema takes any text for a URI",
	"OB3-CRITERIA":      "the schema requires neither of the two members",
	"OB3-SUBJECT":       "the schema requires neither of the two members",
	"OB3-RESULT":        "a schema cannot follow a reference between nodes",
	"OB3-RESULT-STATUS": "a schema cannot follow a reference between nodes",
	"OB3-HASH":          "the schema does not know what hashed means for identityHash",
	"OB3-SCHEMA":        "the schema does not look at which schemas a badge names",
	"OB3-PROOF-PURPOSE": "the schema takes any text for a purpose",
}

// laxer are changes that the schema refuses and no rule does: the schema is
// that of the plain JSON binding, and the JSON-LD binding, which the
// specification allows as well, lets a single value stand without its array.
var laxer = [][2]string{
	{"/issuer/type", `"Profile"`},
	{"/credentialSubject/type", `"AchievementSubject"`},
	{"/credentialSubject/achievement/type", `"Achievement"`},
	{"/credentialSubject/achievement/alignment/0/type", `"Alignment"`},
	{"/evidence/0/type", `"Evidence"`},
	{"/proof", `{"type":"DataIntegrityProof","proofPurpose":"assertionMethod"}`},
	{"/termsOfUse", `{"type":"https://a.example/terms"}`},
	{"/credentialSchema", `{"id":"https://a.example/s","type":"JsonSchema"}`},
}

// mutants yields every single change of a document, and each of its texts
// replaced by two others.
func mutants(tb testing.TB, doc vc.Document) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for m := range testkit.Mutants(doc.Bytes()) {
			if m.Mutation != testkit.Duplicate && !yield(m.String(), m.Text) { // JSON with a name twice is not read at all
				return
			}
		}
		for _, v := range texts(doc.Root()) {
			for _, raw := range []string{`"no uri"`, `"x ext:a-b"`, `""`} {
				if !yield(raw+" at "+v.Pointer(), v.Replace(raw)) {
					return
				}
			}
		}
	}
}

func texts(v jsontree.Value) []jsontree.Value {
	if v.Kind() == jsontree.String {
		return []jsontree.Value{v}
	}
	var all []jsontree.Value
	for i := range v.Len() {
		all = append(all, texts(v.At(i))...)
	}
	return all
}

func refusedBySchema(tb testing.TB, schema *jsonschema.Schema, src []byte) bool {
	tb.Helper()
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	require.NoError(tb, err)
	return schema.Validate(instance) != nil
}

// mustCodes are the codes of the MUSTs that a badge breaks.
func mustCodes(doc vc.Document) (out []string) {
	for _, p := range checkStructure(doc.Root()) {
		if p.Rule.Level == vc.Must {
			out = append(out, p.Code())
		}
	}
	return out
}

// Of every mutant the published schema and Check say the same, or the
// difference is one of those above.
func TestCheckAgreesWithTheSchema(t *testing.T) {
	schema := publishedSchema(t)
	built := full()
	built.Context = append(built.Context, OneEdTechContext)
	plain, err := built.Document()
	require.NoError(t, err)
	complete := document(t, string(testkit.ReadShared(t, "data/samples/ob3/complete.json")))
	used, both, neither := map[string]bool{}, 0, 0
	for i, doc := range []vc.Document{plain, complete} {
		n := 0
		for name, src := range mutants(t, doc) {
			// The second is large and repeats its classes, so some will do.
			if n++; i == 1 && n%11 != 0 {
				continue
			}
			found, refused := mustCodes(document(t, string(src))), refusedBySchema(t, schema, src)
			switch {
			case refused && len(found) > 0:
				both++
			case refused:
				require.Fail(t, "only the schema refuses it", name)
			case len(found) == 0:
				neither++
			}
			for _, code := range found {
				if !refused {
					require.Contains(t, stricter, code, "only Check refuses %s", name)
					used[code] = true
				}
			}
		}
	}
	t.Logf("%d refused by both, %d by neither", both, neither)
	require.Greater(t, both, 700)
	require.Greater(t, neither, 100)
	for _, edit := range laxer {
		doc, err := plain.With(edit[0], edit[1])
		require.NoError(t, err)
		require.True(t, refusedBySchema(t, schema, doc.Bytes()), edit[0])
		require.Empty(t, mustCodes(doc), edit[0])
	}
	doc, err := plain.Without("/credentialSubject/identifier")
	require.NoError(t, err)
	require.False(t, refusedBySchema(t, schema, doc.Bytes()))
	require.Equal(t, []string{"OB3-SUBJECT"}, mustCodes(doc))
	used["OB3-SUBJECT"] = true
	for code := range stricter {
		require.True(t, used[code], "the difference of %s no longer exists", code)
	}
}

// Whatever is done to a badge, what can be read of it is kept.
func TestParseKeepsMutants(t *testing.T) {
	doc := document(t, careless)
	read := 0
	for m := range testkit.Mutants(doc.Bytes()) {
		mutant, err := vc.ParseDocument(m.Text, vc.Limits{})
		if err != nil {
			continue
		}
		if _, err := ParseAchievementCredential(mutant); err == nil {
			read++
			requireKept(t, mutant)
		}
	}
	require.Greater(t, read, 100)
}
