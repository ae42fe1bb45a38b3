package rules

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/vc"
)

// Loss checks that JSON-LD keeps every part of a document and returns the first
// part that it would not. The work ends at the first loss, so there is never
// more than one. An error is that of ctx.
func Loss(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	_, err := jsonld.Dataset(ctx, doc.Root(), jsonld.Options{Contexts: contextsOf(env)})
	var fault *jsonld.Error
	if errors.As(err, &fault) {
		return []vc.Problem{problemOf(doc, fault)}, nil
	}
	return nil, err
}

func problemOf(doc vc.Document, fault *jsonld.Error) vc.Problem {
	rule := &ruleJSONLD
	switch fault.Code {
	case jsonld.CodeContextUnknown, jsonld.CodeContextUnavailable, jsonld.CodeLimit:
		rule = &ruleUnchecked
	case jsonld.CodeTypeUndefined:
		if strings.HasPrefix(doc.Lookup(fault.Pointer).Text(), oneEdTech) {
			rule = &ruleExtensions
		}
	}
	return rule.At(fault.Pointer, fault.Code+": "+fault.Detail)
}

// contextsOf returns the built-in contexts, with the revisions and the further
// contexts that the caller chose.
func contextsOf(env vc.Env) *jsonld.Contexts {
	if env.Contexts == nil && len(env.ContextRevisions) == 0 {
		return nil
	}
	return jsonld.NewContexts(loader{env})
}

// loader looks into the built-in contexts first: a caller adds contexts, and
// replaces one only by naming another revision of it.
type loader struct{ env vc.Env }

func (l loader) LoadContext(ctx context.Context, url string) ([]byte, error) {
	if revision, chosen := l.env.ContextRevisions[url]; chosen {
		for _, c := range contexts.Revisions(url) {
			if c.Revision == revision {
				return c.JSON(), nil
			}
		}
		return nil, fmt.Errorf("%w: no revision %q of the context is built in", jsonld.ErrUnknownContext, revision)
	}
	if c, ok := contexts.Builtin().Lookup(url); ok {
		return c.JSON(), nil
	}
	if l.env.Contexts == nil {
		return nil, jsonld.ErrUnknownContext
	}
	return l.env.Contexts.LoadContext(ctx, url)
}
