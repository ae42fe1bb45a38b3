package did

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc"
)

const (
	keyPrefix = "did:key:"
	jwkPrefix = "did:jwk:"
	webPrefix = "did:web:"
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
		return nil, errors.New("DID-DOCUMENT: the controller document is about another identifier")
	}
	return doc, nil
}

// offline says which document is missing, and how to give it.
func offline(id string) error {
	if strings.HasPrefix(id, webPrefix) {
		address, err := webURL(id)
		if err != nil {
			return err
		}
		return fmt.Errorf("%w: the document of %s, which lies at %s, is not at hand; give it with --document %s=FILE or --with DIR, or add --online",
			vc.ErrUnreachable, shown(id), shown(address), shown(id))
	}
	way := ""
	if strings.HasPrefix(id, "https://") {
		way = ", or add --online"
	}
	return fmt.Errorf("%w: the controller document of %s is not at hand; give it with --document %s=FILE or --with DIR%s", vc.ErrUnreachable, shown(id), shown(id), way)
}

// shown shortens an identifier for a message.
func shown(id string) string {
	if runes := []rune(id); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return id
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
		return nil, nil, errors.New("DID-URL: the verification method has no fragment, so it names no key")
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
		return nil, nil, errors.New("DID-METHOD: the controller document does not hold the verification method")
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

// resolveKey builds the document that a did:key stands for (did:key method
// section 3.1.1).
func resolveKey(id string) (*vc.Controller, error) {
	text := strings.TrimPrefix(id, keyPrefix)
	key, err := multikey.Public(text)
	if err != nil {
		return nil, fmt.Errorf("DID-KEY: %w", err)
	}
	return single(id, vc.Method{ID: id + "#" + text, Type: "Multikey", Controller: id, Key: key}), nil
}

// resolveJWK builds the document that a did:jwk stands for (did:jwk method,
// "Read"). Keys for encryption are refused, so use decides nothing else.
func resolveJWK(id string) (*vc.Controller, error) {
	text := strings.TrimPrefix(id, jwkPrefix)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, errors.New("DID-JWK: the identifier is not base64url without padding")
	}
	key, err := jwk.ParsePublic(raw)
	if err != nil {
		return nil, fmt.Errorf("DID-JWK: %w", err)
	}
	return single(id, vc.Method{ID: id + "#0", Type: "JsonWebKey", Controller: id, Key: key.Public}), nil
}

// single is the document with one method for every purpose that a signature
// can have.
func single(id string, method vc.Method) *vc.Controller {
	doc := &vc.Controller{ID: id, Methods: []vc.Method{method}, Purposes: make(map[string][]string)}
	for _, purpose := range relationships {
		if purpose != keyAgreement {
			doc.Purposes[purpose] = []string{method.ID}
		}
	}
	return doc
}
