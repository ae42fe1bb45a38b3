package jsontree

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// The stable codes of an [Error].
const (
	CodeEmpty     = "JSON-EMPTY"          // no value at all
	CodeSyntax    = "JSON-SYNTAX"         // not the grammar of RFC 8259, or cut off
	CodeDuplicate = "JSON-DUPLICATE-NAME" // a member name stands twice in one object
	CodeEncoding  = "JSON-ENCODING"       // not UTF-8, a byte order mark or a lone surrogate
	CodeTrailing  = "JSON-TRAILING"       // bytes after the value
	CodeSize      = "JSON-SIZE"           // more bytes than the limit
	CodeDepth     = "JSON-DEPTH"          // deeper than the limit
	CodeCount     = "JSON-COUNT"          // more values than the limit
	CodeNumber    = "JSON-NUMBER"         // a number that binary64 cannot keep
)

// Error says why a text was refused.
type Error struct {
	Code    string // one of the Code constants
	Offset  int    // byte offset in the text at or after which the fault lies
	Pointer string // JSON Pointer (RFC 6901) of the innermost value reached
	Detail  string // what was found, as the rest of a sentence
}

// Error returns the message as one sentence.
func (e *Error) Error() string {
	where := ""
	if e.Pointer != "" {
		where = fmt.Sprintf(" in %s", e.Pointer)
	}
	return fmt.Sprintf("%s: at byte %d%s: %s", e.Code, e.Offset, where, e.Detail)
}

// newReadError turns an error of the tokeniser into an [Error].
func newReadError(src []byte, err error) *Error {
	out := &Error{Code: CodeSyntax, Offset: len(src), Detail: "the text ends before the value is complete"}
	var syn *jsontext.SyntacticError
	if errors.As(err, &syn) {
		out.Offset, out.Pointer = int(syn.ByteOffset), string(syn.JSONPointer)
		err = syn.Err
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		out.Code, out.Detail = CodeDuplicate, "a member name stands twice in one object"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
	case !utf8.Valid(src):
		out.Code, out.Detail = CodeEncoding, "the text is not valid UTF-8"
	case strings.Contains(err.Error(), "surrogate"):
		out.Code, out.Detail = CodeEncoding, "a string holds a lone surrogate escape"
	default:
		out.Detail = err.Error()
	}
	return out
}
