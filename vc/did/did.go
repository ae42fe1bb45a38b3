package did

import (
	"context"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

const (
	keyPrefix = "did:key:"
	jwkPrefix = "did:jwk:"
)

// Resolve returns the controller document of an identifier, a DID or URL
// without fragment. The error wraps [vc.ErrUnreachable] when nothing here can
// resolve it; any other error means that the identifier or its document is
// wrong.
func Resolve(ctx context.Context, env vc.Env, id string) (*vc.Controller, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	switch {
	case strings.HasPrefix(id, keyPrefix):
		return resolveKey(id)
	case strings.HasPrefix(id, jwkPrefix):
		return resolveJWK(id)
	case env.Resolver == nil:
		return nil, newOfflineError(id)
	}
	doc, err := env.Resolver.Resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if doc == nil || doc.ID != id {
		return nil, fmt.Errorf("DID-DOCUMENT: the controller document that was found for %s is about another identifier", shorten(id))
	}
	return doc, nil
}

// HoldsKey reports whether an identifier, or the URL of a method, holds the key itself.
// No resolver is asked about it, and the key in its document is a safe one.
func HoldsKey(id string) bool {
	return strings.HasPrefix(id, keyPrefix) || strings.HasPrefix(id, jwkPrefix)
}

// Dereference returns the verification method at a URL, with the controller
// document that holds it. A did:key or did:jwk without fragment stands for its
// only method.
//
// An https URL without fragment may be the address of a key on its own (see
// [Parse]). Where such a key names another controller, the document returned
// is that controller's: what the key says about itself counts only if the
// controller lists the key.
func Dereference(ctx context.Context, env vc.Env, url string) (*vc.Controller, *vc.Method, error) {
	id, fragment, found := strings.Cut(url, "#")
	holdsKey := HoldsKey(id)
	if found && fragment == "" || !found && !holdsKey && isDID(id) {
		return nil, nil, fmt.Errorf("DID-URL: the verification method %s has no fragment, so it names no key", shorten(url))
	}
	doc, err := Resolve(ctx, env, id)
	if err != nil {
		return nil, nil, err
	}
	if holdsKey && !found {
		return doc, &doc.Methods[0], nil
	}
	method := doc.Method(url)
	if method == nil {
		return nil, nil, fmt.Errorf("DID-METHOD: the controller document of %s does not hold the verification method %s; what a key signed cannot be verified once the key is taken out of the document", shorten(id), shorten(url))
	}
	if found || method.Controller == id {
		return doc, method, nil
	}
	return followController(ctx, env, method)
}

// followController returns the document of the controller that a key on its own
// names, and the key as that document has it.
func followController(ctx context.Context, env vc.Env, method *vc.Method) (*vc.Controller, *vc.Method, error) {
	owner, err := Resolve(ctx, env, method.Controller)
	if err != nil {
		return nil, nil, err
	}
	if embedded := owner.Method(method.ID); embedded != nil {
		method = embedded // the controller's word prevails
	}
	return owner, method, nil
}
