package rows

import (
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decoded returns the text of a table in UTF-8, as its byte order mark says. Without
// one the bytes stay as they are, and each cell is checked.
func decoded(from io.Reader) io.Reader {
	return transform.NewReader(from, unicode.BOMOverride(transform.Nop))
}
