package jsonld

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStatements: the lax reading states what JSON-LD makes of a document, with the
// places, and tells what is dropped.
func TestStatements(t *testing.T) {
	doc := parseDocument(t, []byte(`{"@context": {"name": "https://a.example/name"}, "@id": "https://a.example/1", "name": "A", "colour": "blue"}`))
	var stated, lost []string
	err := Statements(t.Context(), doc, Options{}, func(s Statement) {
		stated = append(stated, s.Predicate+" "+s.Object.Value()+" "+s.From.Pointer()+" "+s.At.Pointer())
	}, func(l Loss) { lost = append(lost, l.Code+" "+l.At.Pointer()) })
	require.NoError(t, err)
	require.Equal(t, []string{"https://a.example/name A  /name"}, stated)
	require.Equal(t, []string{CodeTermUndefined + " /colour"}, lost)
}
