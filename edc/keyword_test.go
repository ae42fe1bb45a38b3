package edc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// JSON-LD lets a document write @id and @type where the context has the aliases id and
// type. Such a document says the same, in its claims and parties too.
func TestKeywordsInPlaceOfTheirAliases(t *testing.T) {
	plain := document(t, ownCredential)
	text := strings.NewReplacer(`"id":`, `"@id":`, `"type":`, `"@type":`, `"id": `, `"@id": `, `"type": `, `"@type": `).Replace(string(plain.Bytes()))
	require.NotContains(t, text, `"type":`)
	want, before, err := Decode(plain, DecodeOptions{})
	require.NoError(t, err)
	got, after, err := Decode(document(t, text), DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Len(t, after.Leaves, len(before.Leaves))
	for i, l := range after.Leaves {
		require.Equal(t, before.Leaves[i].Kind, l.Kind, l.Source)
		require.NotContains(t, l.Source+"/", "/type/", "the report has the names of the document")
	}
}
