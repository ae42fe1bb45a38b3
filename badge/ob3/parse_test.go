package ob3

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// kept says where a value of one document has no equal in another that was
// read from it, allowing for what the structs put right on the way; "" means
// that everything is there.
func kept(was, is jsontree.Value) string {
	switch {
	case same(was, is):
		return ""
	case was.Kind() == jsontree.Null || was.Kind() == jsontree.String && was.Text() == "":
		return "" // no value
	case was.Kind() == jsontree.Array:
		var values []jsontree.Value
		for v := range was.Elements() {
			if v.Kind() != jsontree.Null {
				values = append(values, v)
			}
		}
		switch {
		case len(values) == 0:
			return ""
		case is.Kind() != jsontree.Array && len(values) == 1:
			return kept(values[0], is)
		case is.Len() != len(values):
			return was.Pointer()
		}
		for i, v := range values {
			if lost := kept(v, is.At(i)); lost != "" || v.Kind() == jsontree.String && !is.At(i).Exists() {
				return lost
			}
		}
		return ""
	case is.Kind() == jsontree.Array:
		if is.Len() != 1 {
			return was.Pointer()
		}
		return kept(was, is.At(0))
	case was.IsObject() && (is.IsObject() || !is.Exists()):
		for name, v := range was.Members() {
			if lost := kept(v, is.Get(name)); lost != "" {
				return lost
			}
		}
		return ""
	case was.Kind() == jsontree.String && is.IsObject():
		return kept(was, is.Get("id"))
	case was.Kind() == jsontree.Number && is.Kind() == jsontree.String && is.Text() == was.Raw():
		return ""
	}
	return was.Pointer()
}

func same(a, b jsontree.Value) bool {
	x, errX := a.Canonical()
	y, errY := b.Canonical()
	if errX != nil && a.Kind() == jsontree.Number {
		return b.Kind() == jsontree.Number // one that binary64 cannot keep is not kept
	}
	return errX == nil && errY == nil && string(x) == string(y)
}

// requireKept reads a badge, writes it, and reads what was written: nothing is
// lost, and the second time nothing changes.
func requireKept(tb testing.TB, doc vc.Document) {
	tb.Helper()
	c, err := ParseAchievementCredential(doc)
	require.NoError(tb, err)
	written, err := c.Document()
	require.NoError(tb, err)
	require.Empty(tb, kept(doc.Root(), written.Root()))
	again, err := ParseAchievementCredential(written)
	require.NoError(tb, err)
	second, err := again.Document()
	require.NoError(tb, err)
	require.Equal(tb, written.String(), second.String())
}

func TestParseKeepsPublishedSamples(t *testing.T) {
	n := 0
	for name, doc := range sampleFiles(t, "ob3", "ob3-spec") {
		t.Run(name, func(t *testing.T) {
			if Is(doc) {
				n++
				requireKept(t, doc)
				return
			}
			_, err := ParseAchievementCredential(doc)
			require.ErrorContains(t, err, "OB3-TYPE at /type")
			if e, err := ParseEndorsementCredential(doc); err == nil {
				written, err := e.Document()
				require.NoError(t, err)
				require.Empty(t, kept(doc.Root(), written.Root()))
			}
		})
	}
	require.Greater(t, n, 30)
}

// careless is a badge as careless issuers write them.
const careless = `{"@context":["https://www.w3.org/ns/credentials/v2",{"x":"https://a.example/x"}],
	"type":["VerifiableCredential","OpenBadgeCredential"],
	"issuer":"https://a.example/","image":"https://a.example/i.png","evidence":"https://a.example/e",
	"validFrom":null,"name":"","x":{"y":[1.0,null]},
	"credentialStatus":[{"id":"https://a.example/1","type":"BitstringStatusListEntry","statusListIndex":23},{"id":"https://a.example/2","type":"T"}],
	"credentialSubject":[{"type":"AchievementSubject","identifier":{"type":"IdentityObject","hashed":false,"identityHash":"h","identityType":"name"},
		"result":{"type":["Result"],"value":95},
		"achievement":{"type":"Achievement","criteria":"https://a.example/c","tag":"one","endorsement":{"a":"\u00e9"},"version":2,"unknown":[{}]}}],
	"proof":{"type":"DataIntegrityProof","new":{"deep":true}}}`

func document(tb testing.TB, src string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(src), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

func TestParseIsLenient(t *testing.T) {
	doc := document(t, careless)
	requireKept(t, doc)
	c, err := ParseAchievementCredential(doc)
	require.NoError(t, err)
	require.Equal(t, Contexts{CredentialsContext, `{"x":"https://a.example/x"}`}, c.Context)
	require.Equal(t, Profile{ID: "https://a.example/", Type: List[string]{"Profile"}}, c.Issuer)
	require.Equal(t, NewImage("https://a.example/i.png"), c.Image)
	require.Equal(t, List[Evidence]{NewEvidence("https://a.example/e", "")}, c.Evidence)
	require.Equal(t, "23", c.CredentialStatus.StatusListIndex)
	require.Equal(t, "https://a.example/2", c.CredentialStatus.Others[0].ID)
	require.Equal(t, List[string]{"AchievementSubject"}, c.Subject.Type)
	require.Equal(t, "h", c.Subject.Identifier[0].IdentityHash)
	require.Equal(t, "95", c.Subject.Result[0].Value)
	require.Equal(t, "https://a.example/c", c.Subject.Achievement.Criteria.ID)
	require.Equal(t, "2", c.Subject.Achievement.Version)
	require.Equal(t, List[string]{"one"}, c.Subject.Achievement.Tag)
	require.Len(t, c.Subject.Achievement.Endorsement, 1)
	require.JSONEq(t, `{"new":{"deep":true}}`, string(c.Proof[0].Unknown))
	require.JSONEq(t, `{"x":{"y":[1.0,null]}}`, string(c.Unknown))

	written, err := c.Document()
	require.NoError(t, err)
	require.Equal(t, `"\u00e9"`, written.Lookup("/credentialSubject/achievement/endorsement/0/a").Raw(), "what is signed elsewhere keeps its notation")
	require.Equal(t, "[1.0,null]", written.Lookup("/x/y").Raw())
}

func TestParseReadsTheOlderVersion(t *testing.T) {
	c, err := ParseAchievementCredential(document(t, `{"type":["VerifiableCredential","AchievementCredential"],"issuanceDate":"2020-01-01T00:00:00Z","expirationDate":"2030-01-01T00:00:00Z"}`))
	require.NoError(t, err)
	from, until := c.Period()
	require.Equal(t, "2020-01-01T00:00:00Z 2030-01-01T00:00:00Z", from+" "+until)
	e, err := ParseEndorsementCredential(document(t, `{"type":["VerifiableCredential","EndorsementCredential"],"issuanceDate":"2020-01-01T00:00:00Z"}`))
	require.NoError(t, err)
	from, until = e.Period()
	require.Equal(t, "2020-01-01T00:00:00Z ", from+" "+until)
}

func TestParseErrorsNameThePlace(t *testing.T) {
	for raw, want := range map[string]string{
		`"credentialSubject":[{},{}]`:                            "OB3-READ at /credentialSubject: there are several values where there can be one",
		`"credentialSubject":"did:example:anna"`:                 "OB3-READ at /credentialSubject: a text stands where there should be an object",
		`"name":{"en":"Anna"}`:                                   "OB3-READ at /name: there is an object that the member cannot hold",
		`"issuer":{"address":{"geo":{"latitude":1}}}`:            "OB3-READ at /issuer/address/geo: the coordinates lack latitude or longitude",
		`"@context":[7]`:                                         "OB3-READ at /@context: a context is neither a URL nor an object",
		`"credentialSubject":{"creditsEarned":"Anna"}`:           "OB3-READ at /credentialSubject/creditsEarned: there is a text that the member cannot hold",
		`"credentialSubject":{"identifier":[{"hashed":"Anna"}]}`: "OB3-READ at /credentialSubject/identifier/0/hashed: there is a text that the member cannot hold",
	} {
		_, err := ParseAchievementCredential(document(t, `{"type":["VerifiableCredential","OpenBadgeCredential"],`+raw+`}`))
		require.EqualError(t, err, want)
		require.NotContains(t, err.Error(), "Anna", "no personal data in messages")
		require.False(t, strings.Contains(err.Error(), "anna"))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(careless)
	f.Add(`{"type":["VerifiableCredential","AchievementCredential"],"issuer":{"address":{"geo":{"latitude":1,"longitude":1e400}}}}`)
	f.Add(`{"type":["VerifiableCredential","AchievementCredential"],"@context":"{","issuer":[null,{"image":[[]]}],"evidence":[[]],"tag":null}`)
	f.Add(good(f).String())
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := vc.ParseDocument([]byte(src), vc.Limits{})
		if err != nil {
			return
		}
		checkStructure(doc.Root())
		if _, err := ParseAchievementCredential(doc); err == nil {
			requireKept(t, doc)
		} else {
			require.Regexp(t, `^OB3-[A-Z]+ at `, err.Error())
		}
	})
}
