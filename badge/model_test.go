package badge

import (
	"reflect"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
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
		require.Equal(t, want, global(id), id)
	}
}

func TestInLanguage(t *testing.T) {
	for tag, want := range map[string]string{"nb": "nb", "NB": "nb", "zh-hant-tw": "zh-Hant-TW", "se": "se", "und": "", "": "", "x-private": "", "en_US": "en-US", "sl-rozaj": ""} {
		require.Equal(t, want, inLanguage(tag), tag)
		require.True(t, want == "" || datamodel.LanguageCode.MatchString(want))
	}
}
