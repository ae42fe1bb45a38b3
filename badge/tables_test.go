package badge

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// requireSameJSON compares two texts in their canonical form.
func requireSameJSON(tb testing.TB, want, got []byte) {
	tb.Helper()
	var forms [2]string
	for i, text := range [][]byte{want, got} {
		root, err := jsontree.Parse(text, jsontree.Limits{})
		require.NoError(tb, err)
		form, err := root.Canonical()
		require.NoError(tb, err)
		forms[i] = string(form)
	}
	require.Equal(tb, forms[0], forms[1])
}

// What the structs read they write again, the extension and the members that
// they do not know included.
func TestStructsKeepEverything(t *testing.T) {
	for _, v := range variants {
		t.Run(v.name, func(t *testing.T) {
			doc, _, err := Encode(v.sample(t), v.opts)
			require.NoError(t, err)
			for _, pointer := range []string{"", "/issuer", "/issuer/address", "/credentialSubject", "/credentialSubject/achievement",
				"/credentialSubject/achievement/criteria", "/credentialSubject/result/0", "/credentialSubject/achievement/alignment/0",
				"/credentialSubject/achievement/level/0/concept", "/credentialSubject/assessmentResult/0", "/evidence/0"} {
				if doc.Lookup(pointer).IsObject() {
					doc, err = doc.With(pointer+"/somethingNew", `{"a":[1,2.5,null]}`)
					require.NoError(t, err)
				}
			}
			var c ob3.AchievementCredential
			require.NoError(t, json.Unmarshal(doc.Bytes(), &c))
			again, err := json.Marshal(&c)
			require.NoError(t, err)
			requireSameJSON(t, doc.Bytes(), again)
		})
	}
}

// Each term of the extension is in its context, so that a renamed one cannot go
// unnoticed, and no class says a term twice.
func TestExtensionTermsAreInTheContext(t *testing.T) {
	c, ok := contexts.Builtin().Lookup(ExtensionContext)
	require.True(t, ok)
	table, s := string(c.JSON()), reflect.ValueOf(schema()).Elem()
	for i := range s.NumField() {
		rows, seen := s.Field(i).FieldByName("Rows"), map[string]bool{}
		for j := 0; rows.IsValid() && j < rows.Len(); j++ {
			r := rows.Index(j)
			term := r.FieldByName("Term").String()
			require.False(t, seen[term], "%s: %s", s.Type().Field(i).Name, term)
			seen[term] = true
			if r.FieldByName("Extension").Bool() {
				require.Contains(t, table, `"`+term+`"`)
			}
		}
	}
}

// What the encoder writes for a term of the model is a term of Open Badges.
func TestEnums(t *testing.T) {
	for scheme, kind := range identifierTypes {
		require.True(t, ob3.IdentifierType(kind).Valid(), scheme)
	}
	for _, kind := range levelTargets {
		require.True(t, ob3.AlignmentTargetType(kind).Valid())
	}
}

func TestGlobal(t *testing.T) {
	for id, want := range map[string]bool{
		"https://a.example/": true, "urn:uuid:1": true, "did:key:z6Mk": true, "urn:credential:x": true, "https://a.example/å": true,
		"urn:epass:person:1": false, "URN:EPASS:org:2": false, "relative": false, "": false, "a b:c": false, "https://a b": false, ":x": false, "x:": false, "1a:b": false, "x:\x00": false,
	} {
		require.Equal(t, want, isGlobal(id), id)
	}
}

func TestInLanguage(t *testing.T) {
	for tag, want := range map[string]string{"nb": "nb", "NB": "nb", "zh-hant-tw": "zh-Hant-TW", "se": "se", "und": "", "": "", "x-private": "", "en_US": "en-US", "sl-rozaj": ""} {
		require.Equal(t, want, inLanguage(tag), tag)
		require.True(t, want == "" || datamodel.LanguageCode().MatchString(want))
	}
}

// Each fault of a badge that cannot be written names a rule of the tables, so
// that it can be explained.
func TestFaultsNameRules(t *testing.T) {
	source, err := os.ReadFile("fault.go")
	require.NoError(t, err)
	codes := regexp.MustCompile(`"((?:OB3|VCDM2)-[A-Z-]+)"`).FindAllSubmatch(source, -1)
	require.NotEmpty(t, codes)
	for _, code := range codes {
		require.NotEmpty(t, ruleOf(string(code[1])).Text, "%s", code[1])
	}
}

// A text that is no UTF-8 has no form in JSON, so nothing is written in its
// place. What no member of a badge holds does not keep one from being made, and
// U+FFFD is a character like any other.
func TestTextThatIsNoUTF8(t *testing.T) {
	c := richConverted(t)
	c.Definition.Title[0].Text = "Svetsning \xff"
	_, _, err := Encode(c, EncodeOptions{Extension: true})
	require.ErrorIs(t, err, errText)
	c = richConverted(t)
	c.Definition.Version = "\xff"
	_, _, err = Encode(c, EncodeOptions{Extension: true})
	require.ErrorIs(t, err, errText)
	c = richConverted(t)
	c.Definition.Title[0].Text, c.Envelope.Display.Title = "Svetsning \ufffd", mc.Text("nb", "\ufffd")
	doc, _, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Contains(t, doc.String(), "Svetsning \ufffd")
}

// An identifier of which only something without a term is left open, here who
// gave it, leads to a term of the extension without members. The badge still
// names the context that defines this term, or no proof could cover it.
func TestTermWithoutMembersHasItsContext(t *testing.T) {
	c := minimal()
	c.Learner.Party.Identifiers = []mc.Identifier{{Creator: "https://a.example/"}}
	doc, _, err := Encode(c, EncodeOptions{Extension: true, WithoutResidue: true})
	require.NoError(t, err)
	require.True(t, doc.Lookup("/credentialSubject/identification/0").Exists())
	require.Equal(t, ExtensionContext, doc.Lookup("/@context/2").Text())
}
