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
		return nil, offline(id)
	}
	doc, err := env.Resolver.Resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if doc == nil || doc.ID != id {
		return nil, fmt.Errorf("DID-DOCUMENT: the controller document that was found for %s is about another identifier", brief(id))
	}
	return doc, nil
}

// Dereference returns the verification method at a URL, with the controller
// document that holds it. A did:key or did:jwk without fragment stands for its
// only method.
//
// An https URL without fragment may be the address of a key on its own (see
// [Parse]). Where such a key names another controller, the document returned
// is that controller's: the key's own word for whom it speaks is worth nothing
// unless the controller lists the key.
func Dereference(ctx context.Context, env vc.Env, url string) (*vc.Controller, *vc.Method, error) {
	id, fragment, found := strings.Cut(url, "#")
	alone := strings.HasPrefix(id, keyPrefix) || strings.HasPrefix(id, jwkPrefix)
	if found && fragment == "" || !found && !alone && isDID(id) {
		return nil, nil, fmt.Errorf("DID-URL: the verification method %s has no fragment, so it names no key", brief(url))
	}
	doc, err := Resolve(ctx, env, id)
	if err != nil {
		return nil, nil, err
	}
	if alone && !found {
		return doc, &doc.Methods[0], nil
	}
	method := doc.Method(url)
	if method == nil {
		return nil, nil, fmt.Errorf("DID-METHOD: the controller document of %s does not hold the verification method %s; a key that is taken out of it takes what it signed with it", brief(id), brief(url))
	}
	if found || method.Controller == id {
		return doc, method, nil
	}
	return owned(ctx, env, method)
}

// owned returns the document of the controller that a key on its own names.
func owned(ctx context.Context, env vc.Env, method *vc.Method) (*vc.Controller, *vc.Method, error) {
	owner, err := Resolve(ctx, env, method.Controller)
	if err != nil {
		return nil, nil, err
	}
	if embedded := owner.Method(method.ID); embedded != nil {
		method = embedded // the controller's word prevails
	}
	return owner, method, nil
}
