package contexts

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// The head of a table ends at the separator, wherever that falls.
func TestTopOfATable(t *testing.T) {
	var room bytes.Buffer
	for n := range 1100 {
		head := strings.Repeat("x", n)
		files := fstest.MapFS{"x.terms": {Data: []byte(head + separator + "rest\n---\nmore")}, "y.terms": {Data: []byte(head)}}
		for name := range files {
			got, err := readTop(files, name, &room)
			require.NoError(t, err)
			require.Equal(t, head, string(got))
		}
	}
	_, err := readTop(fstest.MapFS{}, "x.terms", &room)
	require.Error(t, err)
}
