package rdf

import (
	"errors"
	"fmt"
)

// The categories of failure, to be tested with errors.Is. No message of this
// package repeats content of the data.
var (
	// ErrSyntax says that a text is not an N-Quads document; errors.As with
	// *SyntaxError gives the position.
	ErrSyntax = errors.New("RDF-SYNTAX: not a valid N-Quads document")
	// ErrTerm says that a dataset holds something that RDF forbids, such as
	// a malformed IRI or a literal in subject position.
	ErrTerm = errors.New("RDF-TERM: not a valid RDF term or position")
	// ErrLimit says that an input is larger than Limits allows.
	ErrLimit = errors.New("RDF-LIMIT: the data is larger than allowed")
	// ErrBudget says that the blank nodes of a dataset are too symmetric to
	// be told apart within the work allowed by Options (RDFC-1.0 §6.1,
	// dataset poisoning).
	ErrBudget = errors.New("RDF-BUDGET: the blank nodes are too symmetric to canonicalize within the work allowed")
	// ErrHash says that Options names a hash other than SHA-256 and SHA-384.
	ErrHash = errors.New("RDF-HASH: canonicalization supports SHA-256 and SHA-384 only")
)

// SyntaxError is a violation of the N-Quads grammar. Line and Column count
// from 1; Column counts code points.
type SyntaxError struct {
	Line, Column int
	Reason       string
}

// Error gives the position and the reason, without content of the document.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("RDF-SYNTAX: line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

// Unwrap makes the error match ErrSyntax.
func (e *SyntaxError) Unwrap() error { return ErrSyntax }

func newLimitError(what string, limit int) error {
	return fmt.Errorf("%w: more than %d %s", ErrLimit, limit, what)
}

func newTermError(quad int, reason string) error {
	return fmt.Errorf("%w: quad %d: %s", ErrTerm, quad, reason)
}
