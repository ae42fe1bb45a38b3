// Package loader says which JSON-LD contexts a [vc.Env] stands for, so that
// signing, verifying and checking all read a document in the same way.
package loader

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/vc"
)

// Contexts returns the built-in contexts, with the revisions and the further
// contexts that the Env chooses; nil stands for the built-in ones alone.
func Contexts(env vc.Env) *jsonld.Contexts {
	if env.Contexts == nil && len(env.ContextRevisions) == 0 {
		return nil
	}
	var replaced []string
	for url, revision := range env.ContextRevisions {
		if c, ok := contexts.Builtin().Lookup(url); !ok || c.Revision != revision {
			replaced = append(replaced, url)
		}
	}
	return jsonld.NewContexts(loader{env}, replaced...)
}

// loader looks into the built-in contexts first: an Env adds contexts, and
// replaces a built-in one only by naming another revision of it.
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

// Known reports whether the context of a URL is a built-in one, in whatever
// revision. The contexts that an Env adds may say anything.
func (l loader) Known(url string) bool {
	_, chosen := l.env.ContextRevisions[url]
	_, ok := contexts.Builtin().Lookup(url)
	return chosen || ok
}
