package datamodel

import (
	"context"
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/loader"
	"github.com/mikromerit/mikromerit/vc"
)

// Loss checks that JSON-LD keeps every part of a document and returns the first
// part that it would not. The work ends at the first loss, so there is never
// more than one. An error is that of ctx.
func (m *Model) Loss(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	_, err := jsonld.Dataset(ctx, doc.Root(), jsonld.Options{Contexts: loader.Contexts(env)})
	var fault *jsonld.Error
	if errors.As(err, &fault) {
		return []vc.Problem{m.problemOf(doc, fault)}, nil
	}
	return nil, err
}

func (m *Model) problemOf(doc vc.Document, fault *jsonld.Error) vc.Problem {
	rule := m.Lossy
	switch fault.Code {
	case jsonld.CodeContextUnknown, jsonld.CodeContextUnavailable, jsonld.CodeLimit:
		rule = m.Unchecked
	case jsonld.CodeTypeUndefined:
		if strings.HasPrefix(doc.Lookup(fault.Pointer).Text(), oneEdTech) {
			rule = m.Undefined
		}
	}
	return rule.At(fault.Pointer, fault.Code+": "+fault.Detail)
}
