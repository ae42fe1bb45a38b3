package edc

import (
	"testing"

	"github.com/stretchr/testify/require"
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
