package jsonld

import (
	"context"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Statement is a quad with its places in the document: the object that its
// subject was read from, and its value.
type Statement struct {
	rdf.Quad
	From, At jsontree.Value
}

// Loss is a part of a document that JSON-LD drops.
type Loss struct {
	Code   string // one of the codes of data loss
	Detail string // a clause
	At     jsontree.Value
}

// Statements calls state for every statement of a JSON-LD document, as JSON-LD
// itself reads one: what the contexts give no meaning is dropped, and told to lost.
// That is how those read who do not verify a signature over the statements. A
// statement may come more than once, and those about a value come before those
// that refer to it. Hash, Limits and Reading of the options are not used. An error
// is an [*Error], which is never a data loss unless a datatype is no IRI, or that of
// ctx.
func Statements(ctx context.Context, doc jsontree.Value, opt Options, state func(Statement), lost func(Loss)) error {
	_, err := dataset(ctx, doc, Options{Contexts: opt.Contexts, Name: opt.Name}, settings{unsafeAllowLoss: true, noDirection: true, state: state, lost: lost})
	return err
}
