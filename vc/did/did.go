package did

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc"
)

const keyPrefix = "did:key:"

// Resolve returns the controller document of an identifier, a DID or URL
// without fragment. The error wraps [vc.ErrUnreachable] when nothing here can
// resolve it.
func Resolve(ctx context.Context, env vc.Env, id string) (*vc.Controller, error) {
	if strings.HasPrefix(id, keyPrefix) {
		return resolveKey(id)
	}
	if !strings.Contains(id, ":") {
		return nil, errors.New("the identifier is neither a DID nor a URL")
	}
	if env.Resolver == nil {
		return nil, fmt.Errorf("%w: the identifier would have to be fetched, and this verification is offline", vc.ErrUnreachable)
	}
	doc, err := env.Resolver.Resolve(ctx, id)
	if err != nil {
		return nil, err
	}
	if doc == nil || doc.ID != id {
		return nil, errors.New("the controller document is about another identifier")
	}
	return doc, nil
}

// Dereference returns the verification method at a URL, with the controller
// document that holds it. A did:key without fragment stands for its only
// method.
func Dereference(ctx context.Context, env vc.Env, url string) (*vc.Controller, *vc.Method, error) {
	id, fragment, found := strings.Cut(url, "#")
	if !found && !strings.HasPrefix(url, keyPrefix) {
		return nil, nil, errors.New("the verification method has no fragment, so it names no key")
	}
	doc, err := Resolve(ctx, env, id)
	if err != nil {
		return nil, nil, err
	}
	if !found {
		return doc, &doc.Methods[0], nil
	}
	if method := doc.Method(id + "#" + fragment); method != nil {
		return doc, method, nil
	}
	return nil, nil, errors.New("the controller document does not hold the verification method")
}

// resolveKey builds the document that a did:key stands for (did:key method
// section 3.1.1).
func resolveKey(id string) (*vc.Controller, error) {
	text := strings.TrimPrefix(id, keyPrefix)
	key, err := multikey.Public(text)
	if err != nil {
		return nil, err
	}
	method := id + "#" + text
	return &vc.Controller{
		ID:      id,
		Methods: []vc.Method{{ID: method, Type: "Multikey", Controller: id, Key: key}},
		Purposes: map[string][]string{
			vc.AssertionMethod: {method}, vc.Authentication: {method},
			"capabilityInvocation": {method}, "capabilityDelegation": {method},
		},
	}, nil
}
