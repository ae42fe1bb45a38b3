package dataintegrity

import (
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// InputError says what in a document makes it impossible to compute the bytes to
// sign or to check. It wraps [vc.ErrUnreachable] when a JSON-LD context is not at
// hand.
type InputError struct {
	Code    string // stable, such as "JSONLD-TERM-UNDEFINED"
	Pointer string // JSON Pointer of the fault
	Detail  string // one sentence

	err     error
	inProof bool // the pointer starts at the proof, not at the document
}

// Error returns code, place and sentence.
func (e *InputError) Error() string {
	where := e.Pointer
	if e.inProof {
		where = "/proof" + where
	}
	if where == "" {
		return e.Code + ": " + e.Detail
	}
	return e.Code + " at " + where + ": " + e.Detail
}

// Unwrap returns the fault underneath.
func (e *InputError) Unwrap() error { return e.err }

// The faults that this package finds itself.
var (
	errNoContext = &InputError{Code: "PROOF-CONTEXT", Pointer: "/@context",
		Detail: "The document has no @context, so its members mean nothing that could be signed."}
	errContexts = &InputError{Code: "PROOF-CONTEXT", Pointer: "/@context",
		Detail: "The document's contexts do not start with those that the proof was made over."}
	errLabels = &InputError{Code: "PROOF-VALUE", Pointer: "/proofValue", inProof: true,
		Detail: "The proof value has no label for a node of the document, or one too many."}
)

func newChainError(detail string) error {
	return &InputError{Code: "PROOF-CHAIN", inProof: true, Detail: detail}
}

// newInputError returns an [InputError] for a fault of canonicalisation, and
// wraps [vc.ErrLimit] for an exceeded limit. It returns any other error as it is.
func newInputError(err error, inProof bool) error {
	var ld *jsonld.Error
	var syntax *jsontree.Error
	switch {
	case errors.Is(err, rdf.ErrBudget), errors.Is(err, rdf.ErrLimit):
		return fmt.Errorf("%w: %w", vc.ErrLimit, err)
	case errors.As(err, &ld) && ld.Code == jsonld.CodeLimit:
		return fmt.Errorf("%w: %w", vc.ErrLimit, err)
	case errors.As(err, &ld) && (ld.Code == jsonld.CodeContextUnknown || ld.Code == jsonld.CodeContextUnavailable):
		return &InputError{Code: ld.Code, Pointer: ld.Pointer, inProof: inProof,
			Detail: "The JSON-LD context " + ld.URL + " is not at hand, so nobody can say what the document means. Give it with --context " + ld.URL + "=FILE or --with DIR.",
			err:    fmt.Errorf("%w: %w", vc.ErrUnreachable, err)}
	case errors.As(err, &ld):
		return &InputError{Code: ld.Code, Pointer: ld.Pointer, inProof: inProof, err: err,
			Detail: "A proof of this kind cannot cover the document: " + ld.Detail + "."}
	case errors.As(err, &syntax):
		return &InputError{Code: syntax.Code, Pointer: syntax.Pointer, inProof: inProof, err: err,
			Detail: "The value cannot be signed: " + syntax.Detail + "."}
	}
	return err
}
