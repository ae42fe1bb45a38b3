package edc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// strangers returns the members of the nodes of a document that their class does not
// have in the model.
func strangers(v jsontree.Value) (found []string) {
	known := map[string]bool{"id": true, "type": true, "@context": true, "order": true, "refreshService": true}
	for class := range v.Get("type").Each() {
		for _, b := range shapes.BoundsOf(class.Text()) {
			known[b.Member] = true
		}
	}
	for name, m := range v.Members() {
		term, _ := terms.Term(name)
		if v.Get("type").Exists() && !known[term] {
			found = append(found, m.Pointer())
		}
		found = append(found, strangers(m)...)
	}
	for e := range v.Elements() {
		found = append(found, strangers(e)...)
	}
	return found
}

// What is written has the members of the model only, whatever the credential was read
// from.
func TestNoMembersButThoseOfTheModel(t *testing.T) {
	for _, m := range models {
		if m.opts.Flavour == EBSI {
			continue // has its own table
		}
		doc, _, err := Encode(m.make(t), m.opts)
		require.NoError(t, err)
		require.Empty(t, strangers(doc.Root()), m.name)
	}
}

// Members that the model does not have are kept beside it and come back, and the
// document conforms as it did before they were added. The Commission's own files are
// the test.
func TestForeignMembersStandInTheAttachment(t *testing.T) {
	for _, file := range []string{"Sample-MC-Annex1-signed.jsonld", "Sample-MC-Annex1-unsigned.jsonld", "Sample-CertOfPart-signed.jsonld", "Sample-CertOfPart-unsigned.jsonld"} {
		doc := unsealed(t, testkit.ReadShared(t, "data", "samples", "elm", file))
		for _, add := range []struct{ at, raw string }{
			{"/credentialSubject/hasClaim/colour", `"blue"`},
			{"/credentialSubject/hasClaim/elm:unheardOf", `{"id":"urn:epass:org:1","type":"Organisation"}`},
			{"/credentialSubject/schemeVersion", `"2"`},
			{"/issuer/https:~1~1other.example~1rank", `[1,2]`},
			{"/displayParameter/elm:legalName", `{"en":"X"}`},
			{"/mood", `{"id":"urn:epass:mood:1","glad":true}`},
		} {
			var err error
			doc, err = doc.With(add.at, add.raw)
			require.NoError(t, err)
		}
		c, _ := decoded(t, doc)
		require.Len(t, c.Residue[Format], 6)
		again, _, err := Encode(c, EncodeOptions{PersonalData: true})
		require.NoError(t, err)
		require.Empty(t, strangers(again.Root()), file)
		require.Empty(t, broken(again))
		requireSafe(t, again)
		back, _ := decoded(t, again)
		require.Equal(t, c.Residue, back.Residue, "they come back")
	}
}

// Ids that only mean something in the document that they stand in are not carried into
// another one, even with what is kept as it stands.
func TestLocalIDsStayAtHome(t *testing.T) {
	const home = "urn:epass:termsOfUse:my-home"
	c := own(t)
	c.Envelope.Terms = []mc.CredentialTerms{{Raw: `{"id":"` + home + `","type":"TermsOfUse"}`}}
	c.Residue = mc.Residue{Format: {
		"/credentialSubject/contactPoint/additionalNote": `{"id":"urn:epass:note:my-home","type":"Note","noteLiteral":{"nb":"hei"},"subject":{"id":"urn:epass:concept:my-home","type":"Concept"}}`,
	}}
	doc, _, err := Encode(c, EncodeOptions{PersonalData: true})
	require.NoError(t, err)
	require.Equal(t, `{"id":"urn:epass:termsOfUse:1","type":"TermsOfUse"}`, doc.Get("termsOfUse").Raw())
	require.NotContains(t, string(doc.Bytes()), "my-home")
	back, _ := decoded(t, doc)
	require.Equal(t, c.Envelope.Terms, back.Envelope.Terms, "the attachment has it as it was")
}

// The same credential gives the same text each time, for ids follow from the order of
// the document and not from that of a map, and in each language.
func TestNumberingIsDeterministic(t *testing.T) {
	for _, m := range models {
		first, _, err := Encode(m.make(t), m.opts)
		require.NoError(t, err)
		for range 5 {
			again, _, err := Encode(m.make(t), m.opts)
			require.NoError(t, err)
			require.Equal(t, string(first.Bytes()), string(again.Bytes()), m.name)
		}
	}
	shape := func(lang string) string {
		c := foreign(t)
		for i := range c.Definition.Title {
			c.Definition.Title[i].Lang = strings.Replace(c.Definition.Title[i].Lang, "sv", lang, 1)
		}
		doc, _, err := Encode(c, EncodeOptions{PersonalData: true})
		require.NoError(t, err)
		return idOrder(doc)
	}
	require.Equal(t, shape("sv"), shape("fi"), "a language does not change the numbering")
}

// idOrder returns the ids of the claims, in order.
func idOrder(doc vc.Document) string {
	var all []string
	var scan func(v jsontree.Value)
	scan = func(v jsontree.Value) {
		if id := v.Get("id").Text(); isLocalID(id) {
			all = append(all, id)
		}
		for i := range v.Len() {
			scan(v.At(i))
		}
	}
	scan(doc.Lookup("/credentialSubject/hasClaim"))
	return strings.Join(all, " ")
}
