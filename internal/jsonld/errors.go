package jsonld

import (
	"errors"
	"fmt"
)

// ErrDataLoss is the category of every error that says that a part of the
// document would not be in its canonical form (Data Integrity 1.0,
// DATA_LOSS_DETECTION_ERROR). Test for it with errors.Is.
var ErrDataLoss = errors.New("JSON-LD data loss")

// Codes of data loss; an [Error] with one of these is an [ErrDataLoss].
const (
	CodeTermUndefined  = "JSONLD-TERM-UNDEFINED"  // a member name that no context defines
	CodeTypeUndefined  = "JSONLD-TYPE-UNDEFINED"  // a type that no context defines
	CodeIRIRelative    = "JSONLD-IRI-RELATIVE"    // a relative reference without a base
	CodeIRIInvalid     = "JSONLD-IRI-INVALID"     // a character that no IRI or blank node label has
	CodeKeyword        = "JSONLD-KEYWORD"         // something of the form of a keyword, or a keyword where it means nothing
	CodeValueDropped   = "JSONLD-VALUE-DROPPED"   // a value that yields no statement
	CodeDirection      = "JSONLD-DIRECTION"       // a base direction, which RDF cannot hold
	CodeLanguage       = "JSONLD-LANGUAGE"        // a malformed language tag
	CodeBlankPredicate = "JSONLD-BLANK-PREDICATE" // a property that is a blank node
	CodeNumber         = "JSONLD-NUMBER"          // a number that would become another one
	CodeEmpty          = "JSONLD-EMPTY"           // a document without any statement
)

// Codes of documents and contexts that are not JSON-LD, of contexts that could
// not be loaded, and of too much work.
const (
	CodeSyntax             = "JSONLD-SYNTAX"              // a violation of the JSON-LD grammar outside contexts
	CodeContextInvalid     = "JSONLD-CONTEXT-INVALID"     // a context that JSON-LD 1.1 does not allow
	CodeContextUnknown     = "JSONLD-CONTEXT-UNKNOWN"     // a context URL that the loader does not know
	CodeContextUnavailable = "JSONLD-CONTEXT-UNAVAILABLE" // the loader failed
	CodeProtected          = "JSONLD-PROTECTED"           // a protected term is redefined
	CodeLimit              = "JSONLD-LIMIT"               // more work than allowed
)

var lossCodes = map[string]bool{
	CodeTermUndefined: true, CodeTypeUndefined: true, CodeIRIRelative: true, CodeIRIInvalid: true,
	CodeKeyword: true, CodeValueDropped: true, CodeDirection: true, CodeLanguage: true,
	CodeBlankPredicate: true, CodeNumber: true, CodeEmpty: true,
}

// Error says why a document has no canonical form.
type Error struct {
	Code    string // one of the Code constants
	Pointer string // JSON Pointer (RFC 6901) into the document; "" is the document itself
	URL     string // the context document concerned, if one is
	Detail  string // what was found, as a clause; never a value of the document
	Err     error  // the cause, if it lies outside this package
}

// Error returns the message as one sentence.
func (e *Error) Error() string {
	where := "the document"
	if e.Pointer != "" {
		where = e.Pointer
	}
	if e.URL != "" {
		return fmt.Sprintf("%s: at %s: %s (%s)", e.Code, where, e.Detail, e.URL)
	}
	return fmt.Sprintf("%s: at %s: %s", e.Code, where, e.Detail)
}

// Is reports whether target is [ErrDataLoss] and this error is of that category.
func (e *Error) Is(target error) bool { return target == ErrDataLoss && lossCodes[e.Code] }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
