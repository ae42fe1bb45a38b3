package badge

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A text that is no UTF-8 has no form in JSON, so nothing is written in its
// place. What no member of a badge holds does not keep one from being made, and
// U+FFFD is a character like any other.
func TestTextThatIsNoUTF8(t *testing.T) {
	c := richConverted(t)
	c.Definition.Title[0].Text = "Svetsning \xff"
	_, _, err := Encode(c, EncodeOptions{})
	require.ErrorIs(t, err, errText)
	c = richConverted(t)
	c.Definition.Version = "\xff"
	_, _, err = Encode(c, EncodeOptions{})
	require.ErrorIs(t, err, errText)
	c = richConverted(t)
	c.Definition.Title[0].Text, c.Envelope.Display.Title = "Svetsning \ufffd", mc.Text("nb", "\ufffd")
	doc, _, err := Encode(c, EncodeOptions{})
	require.NoError(t, err)
	require.Contains(t, doc.String(), "Svetsning \ufffd")
}

// An identifier of which only something without a term is left open, here who
// gave it, leads to a term of the extension without members. The badge still
// names the context that defines this term, or no proof could cover it.
func TestTermWithoutMembersHasItsContext(t *testing.T) {
	c := minimal()
	c.Learner.Party.Identifiers = []mc.Identifier{{Creator: "https://a.example/"}}
	doc, _, err := Encode(c, EncodeOptions{WithoutResidue: true})
	require.NoError(t, err)
	require.True(t, doc.Lookup("/credentialSubject/identification/0").Exists())
	require.Equal(t, ExtensionContext, doc.Lookup("/@context/2").Text())
}
