package edc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A code that its list does not have is one finding at its place, and is still read. A
// code of one's own, and the id of a list, are none.
func TestCheckCodes(t *testing.T) {
	const at = "/credentialSubject/hasClaim/0/specifiedBy/eqfLevel"
	doc := document(t, ownCredential)
	require.Empty(t, codesOf(CheckSealed(doc)))
	doc, err := doc.With(at, `{"id": "http://data.europa.eu/snb/eqf/9", "type": "Concept", "prefLabel": {"en": "Level 9"},
		"inScheme": {"id": "http://data.europa.eu/snb/eqf/25831c2", "type": "ConceptScheme"}}`)
	require.NoError(t, err)
	require.Equal(t, []string{"EUMC-OBS-CODE " + at + "/id"}, codesOf(CheckSealed(doc)))
	require.Equal(t, "the list eqf has no code \"9\", and Europass refuses codes that are not in it", CheckSealed(doc)[0].Found)
	c, _, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "http://data.europa.eu/snb/eqf/9", c.Definition.Levels[0].Value.IRI)

	doc, err = doc.With(at+"/id", `"urn:epass:concept:1"`)
	require.NoError(t, err)
	require.Empty(t, codesOf(CheckSealed(doc)))
}

// A wrong code is told at each of its places, and right ones between do not hide it.
func TestCheckCodesRepeated(t *testing.T) {
	const right, wrong = `{"id": "http://data.europa.eu/snb/eqf/5"}`, `{"id": "http://data.europa.eu/snb/eqf/9"}`
	v, err := jsontree.Parse([]byte(`[`+right+`,`+wrong+`,`+right+`,{"id": "", "a": `+wrong+`},`+wrong+`]`), jsontree.Limits{})
	require.NoError(t, err)
	var found []string
	for _, p := range checkCodes(v) {
		found = append(found, p.Pointer)
	}
	require.Equal(t, []string{"/1/id", "/3/a/id", "/4/id"}, found)
	known, err := jsontree.Parse([]byte(`[`+right+`,`+right+`]`), jsontree.Limits{})
	require.NoError(t, err)
	require.Empty(t, checkCodes(known))
	many, err := jsontree.Parse([]byte(`[`+strings.Repeat(wrong+`,`, 3*maxProblems)+`1]`), jsontree.Limits{})
	require.NoError(t, err)
	require.Len(t, checkCodes(many), maxProblems)
}

// The check finds of every code of every list, and of codes that are none, what
// [vocabulary.Unknown] does.
func TestCheckCodesOfEveryList(t *testing.T) {
	asked := []string{"urn:epass:concept:1", "https://example.org/a", "a", "/", "#"}
	for _, scheme := range vocabulary.Schemes() {
		asked = append(asked, string(scheme), scheme.Base())
		for _, code := range []string{"EUR", "OP_DATPRO", "MUL", "ENG", "eng", "NOR", "NORWAY", "25831c2", "c.1", "x/y"} {
			asked = append(asked, scheme.IRI(code))
		}
		for _, concept := range scheme.Concepts() {
			asked = append(asked, concept.IRI)
		}
	}
	faults := 0
	for _, iri := range asked {
		v, err := jsontree.ParseString(`{"id": "`+iri+`"}`, jsontree.Limits{})
		require.NoError(t, err)
		want, found := vocabulary.Unknown(iri), ""
		for _, p := range checkCodes(v) {
			found = p.Found
			faults++
		}
		require.Equal(t, want, found, iri)
	}
	require.NotZero(t, faults)
	require.Greater(t, len(asked), 2*faults)
}
