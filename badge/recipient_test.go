package badge

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/vc"
)

// identified is a document whose subject has an id and identifiers.
func identified(tb testing.TB, subject string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(`{"credentialSubject":`+subject+`}`), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

func identifier(hashed bool, kind, hash, salt string) string {
	return fmt.Sprintf(`{"identifier":[{"type":"IdentityObject","hashed":%t,"identityType":%q,"identityHash":%q,"salt":%q}]}`, hashed, kind, hash, salt)
}

// The first two hashes are published: of the specification of Open Badges and
// of the Badge Connect examples.
const (
	kosher     = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
	fleurDeSel = "sha256$658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc"
)

func TestMatchRecipient(t *testing.T) {
	const object = "/credentialSubject/identifier/0"
	md5Of := func(s string) string { sum := md5.Sum([]byte(s)); return "md5$" + hex.EncodeToString(sum[:]) }
	for _, test := range []struct {
		name, subject, kind, value string
		want                       string // "" is no match
	}{
		{"published hash", identifier(true, "emailAddress", kosher, "Kosher"), "emailAddress", "a@example.com", object + " emailAddress sha256 as given"},
		{"another published hash", identifier(true, "emailAddress", fleurDeSel, "FleurDeSel"), "", "jjefferson18@example.com", object + " emailAddress sha256 as given"},
		{"digits in upper case", identifier(true, "emailAddress", "sha256$"+strings.ToUpper(kosher[7:]), "Kosher"), "", "a@example.com", object + " emailAddress sha256 as given"},
		{"value in upper case", identifier(true, "emailAddress", kosher, "Kosher"), "", "A@Example.com", object + " emailAddress sha256 in lower case"},
		{"value with white space", identifier(true, "emailAddress", kosher, "Kosher"), "", " a@example.com\n", object + " emailAddress sha256 trimmed"},
		{"value hashed in upper case", identifier(true, "emailAddress", ob3.NewHashedIdentity("emailAddress", "A@example.com", "x").IdentityHash, "x"), "", "A@example.com", object + " emailAddress sha256 as given"},
		{"without salt", identifier(true, "name", ob3.NewHashedIdentity("name", "Kari Nordmann", "").IdentityHash, ""), "name", "Kari Nordmann", object + " name sha256 as given"},
		{"md5", identifier(true, "emailAddress", md5Of("a@example.comx"), "x"), "", "a@example.com", object + " emailAddress md5 as given"},
		{"the guide's term", identifier(true, "email", kosher, "Kosher"), "emailAddress", "a@example.com", object + " emailAddress sha256 as given"},
		{"the guide's term asked for", identifier(true, "emailAddress", kosher, "Kosher"), "email", "a@example.com", object + " emailAddress sha256 as given"},
		{"in clear", identifier(false, "emailAddress", "Kari@Example.com", ""), "emailAddress", "kari@example.com", object + " emailAddress plain ignoring case"},
		{"a name in clear", identifier(false, "name", "Kari Nordmann", ""), "", "Kari Nordmann", object + " name plain as given"},
		{"subject id", `{"id":"did:example:Kari"}`, "", "did:example:Kari", "/credentialSubject/id id id as given"},
		{"subject id asked for", `{"id":"did:example:Kari"}`, IdentifierID, "did:example:Kari ", "/credentialSubject/id id id trimmed"},
		{"mailto", `{"id":"MailTo:Kari@example.com"}`, "emailAddress", "kari@example.com", "/credentialSubject/id emailAddress id ignoring case"},
		{"mailto as an id", `{"id":"mailto:kari@example.com"}`, IdentifierID, "mailto:kari@example.com", "/credentialSubject/id id id as given"},
		{"single object for the array", `{"identifier":{"hashed":false,"identityType":"name","identityHash":"Kari"}}`, "name", "Kari", "/credentialSubject/identifier name plain as given"},
		{"second of two", `{"identifier":[7,{"hashed":false,"identityType":"name","identityHash":"Kari"}]}`, "name", "Kari", "/credentialSubject/identifier/1 name plain as given"},

		{"another salt", identifier(true, "emailAddress", kosher, "kosher"), "", "a@example.com", ""},
		{"another kind", identifier(true, "emailAddress", kosher, "Kosher"), "name", "a@example.com", ""},
		{"another algorithm", identifier(true, "emailAddress", "sha1$"+kosher[7:], "Kosher"), "", "a@example.com", ""},
		{"a hash that is not said to be one", identifier(false, "emailAddress", kosher, "Kosher"), "", "a@example.com", ""},
		{"clear text that is said to be a hash", identifier(true, "emailAddress", "a@example.com", ""), "", "a@example.com", ""},
		{"cut hash", identifier(true, "emailAddress", kosher[:40], "Kosher"), "", "a@example.com", ""},
		{"nothing asked for", identifier(false, "name", "", ""), "", "", ""},
		{"white space asked for", identifier(false, "name", " ", ""), "", " ", ""},
		{"a DID in another case", `{"id":"did:example:kari"}`, "", "did:example:KARI", ""},
		{"a name in another case", identifier(false, "name", "kari", ""), "", "Kari", ""},
		{"an id as another kind", `{"id":"did:example:kari"}`, "emailAddress", "did:example:kari", ""},
		{"nothing there", `{}`, "", "a@example.com", ""},
		{"odd things there", `[null,1,{"id":{},"identifier":[null,{"identityHash":1,"hashed":"true"}]}]`, "", "1", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, m := range MatchRecipient(identified(t, test.subject), Identity{Kind: test.kind, Value: test.value}) {
				got = append(got, m.Pointer+" "+m.Kind+" "+m.Method+" "+m.Form)
			}
			require.Equal(t, test.want, strings.Join(got, "; "))
		})
	}
	require.Empty(t, MatchRecipient(vc.Document{}, Identity{Value: "x"}))
}

// What the package writes it recognises.
func TestMatchRecipientOfOwnHash(t *testing.T) {
	for _, salt := range []string{"", "s", "salt with $ and ü"} {
		o := ob3.NewHashedIdentity(ob3.IdentifierEmailAddress, "kari@example.no", salt)
		doc := identified(t, identifier(o.Hashed, o.IdentityType, o.IdentityHash, o.Salt))
		require.Len(t, MatchRecipient(doc, Identity{Kind: ob3.IdentifierEmailAddress, Value: " Kari@Example.no "}), 1)
		require.Empty(t, MatchRecipient(doc, Identity{Value: "kari@example.no" + salt + "x"}))
	}
}

// Somebody is known by several identifiers; one that fits is enough, and one
// that is a mailto: URL is the id that it is, letter by letter.
func TestMatchRecipients(t *testing.T) {
	doc := identified(t, identifier(true, "emailAddress", kosher, "Kosher"))
	require.Equal(t, []Match{{Pointer: "/credentialSubject/identifier/0", Kind: "emailAddress", Method: "sha256", Form: "in lower case"}},
		MatchRecipients(doc, []string{"b@example.com", "A@example.com"}))
	require.Empty(t, MatchRecipients(doc, []string{"b@example.com"}))
	require.Empty(t, MatchRecipients(doc, nil))
	mail := identified(t, `{"id":"mailto:a@example.com"}`)
	require.Equal(t, []Match{{Pointer: "/credentialSubject/id", Kind: "id", Method: "id", Form: "as given"}}, MatchRecipients(mail, []string{"mailto:a@example.com"}))
	require.Len(t, MatchRecipients(mail, []string{"A@example.com"}), 1)
	require.Empty(t, MatchRecipients(mail, []string{"mailto:b@example.com"}))
	// The other way round: who is looked for by a mailto: URL is found by the
	// address in it, in clear and hashed.
	for _, doc := range []vc.Document{
		mail, doc, identified(t, identifier(false, "emailAddress", "a@example.com", "")), identified(t, identifier(false, "emailAddress", "A@Example.com", "")),
	} {
		require.Len(t, MatchRecipients(doc, []string{"MailTo:A@example.com"}), 1)
		require.Empty(t, MatchRecipients(doc, []string{"mailto:b@example.com"}))
		require.Empty(t, MatchRecipients(doc, []string{"mailto:"}))
	}
}

// Whatever stands there, no identifier that is not in the subject matches, and
// what is matched is there.
func FuzzMatchRecipient(f *testing.F) {
	f.Add(identifier(true, "emailAddress", kosher, "Kosher"), "emailAddress", "a@example.com")
	f.Add(`{"id":"mailto:a@example.com"}`, "", "A@example.com ")
	f.Add(`[{"identifier":{"hashed":false,"identityHash":"x"}},null]`, "name", "x")
	f.Fuzz(func(t *testing.T, subject, kind, value string) {
		doc, err := vc.ParseDocument([]byte(`{"credentialSubject":`+subject+`}`), vc.Limits{})
		if err != nil {
			return
		}
		for _, m := range MatchRecipient(doc, Identity{Kind: kind, Value: value}) {
			require.True(t, doc.Lookup(m.Pointer).Exists())
			require.True(t, kind == "" || publishedKind(kind) == m.Kind)
			require.Contains(t, []string{"id", "plain", "sha256", "md5"}, m.Method)
		}
	})
}
