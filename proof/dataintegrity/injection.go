package dataintegrity

import (
	"context"
	"errors"
	"slices"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/loader"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// inject appends to a file's contexts the one that defines the terms of a new
// proof, unless they are defined already (Data Integrity 1.0 section 2.4.1,
// "Context Injection"): the contexts of a document of the data model 1.1 need
// not define its proof. Nothing is injected when an existing proof covers the
// text of the document, or when it cannot be told what the contexts define.
func inject(ctx context.Context, env vc.Env, file *proof.Secured, suite *definition, config vc.Document) (*proof.Secured, error) {
	doc := file.Document()
	used := doc.Get("@context")
	_, overText := suite.transform.(jcs)
	if !used.Exists() || definesProof(used, suite) || overText && len(file.Proofs()) > 0 {
		return file, nil
	}
	config, err := config.With("/@context", used.Raw())
	if err != nil {
		return nil, err
	}
	var fault *jsonld.Error
	stated, err := jsonld.Dataset(ctx, config.Root(), jsonld.Options{Contexts: loader.Contexts(env)})
	switch {
	case err == nil && !isProofOf(stated, config):
		// A context with @vocab gave the terms a meaning of its own.
	case !errors.As(err, &fault) || fault.Code != jsonld.CodeTermUndefined && fault.Code != jsonld.CodeTypeUndefined:
		return file, ctx.Err()
	}
	whole, err := vc.ParseDocument(file.Bytes(), env.Limits)
	if err != nil {
		return nil, err
	}
	if whole, err = whole.With("/@context", appendContext(used, suite.context())); err != nil {
		return nil, err
	}
	return proof.Open(whole.Bytes(), env.Limits)
}

// isProofOf reports whether one of the statements gives something the type that
// the proof configuration names.
func isProofOf(stated *rdf.Dataset, config vc.Document) bool {
	return slices.ContainsFunc(stated.Quads(), func(q rdf.Quad) bool {
		return q.Predicate == rdfType && q.Object.Value() == security+config.Get("type").Text()
	})
}

const rdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

// context returns the URL of the context for the suite's proofs.
func (d *definition) context() string {
	if d.legacy {
		return contexts.Ed25519V2020
	}
	return contexts.DataIntegrityV2
}

// definesProof reports whether a context is listed that is known to define the
// suite's proofs. That spares the work of finding out.
func definesProof(used jsontree.Value, suite *definition) bool {
	for c := range used.Each() {
		if c.IsText(suite.context()) || !suite.legacy && (c.IsText(vc.ContextV2) || c.IsText(contexts.DataIntegrityV1)) {
			return true
		}
	}
	return false
}

// appendContext returns contexts with one more URL at their end, as JSON text.
func appendContext(used jsontree.Value, url string) string {
	out := []byte{'['}
	for c := range used.Each() {
		out = append(append(out, c.Raw()...), ',')
	}
	return string(append(jsontree.AppendString(out, url), ']'))
}
