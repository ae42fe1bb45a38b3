package report

import (
	"encoding/json"
	"io"

	"github.com/mikromerit/mikromerit/conformance"
)

// JSON writes a report as it is, for programs and for [Read]. The same report is
// always the same bytes.
func JSON(w io.Writer, r *conformance.Report) error {
	if err := writable(r); err != nil {
		return err
	}
	return encode(w, r)
}

// encode writes JSON that a person can read too.
func encode(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
