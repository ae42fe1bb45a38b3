package did

import (
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// resolveKey builds the document that a did:key stands for (did:key method
// section 3.1.1). A key of a kind that is not supported yields a method without
// a key: nothing is wrong with the identifier.
func resolveKey(id string) (*vc.Controller, error) {
	text := strings.TrimPrefix(id, keyPrefix)
	m := vc.Method{ID: id + "#" + text, Type: "Multikey", Controller: id}
	key, err := parseKey(text)
	switch {
	case isUnsupported(err):
		m.Unusable = whyUnusable(err, "the did:key")
	case err != nil:
		return nil, fmt.Errorf("DID-KEY: %w", err)
	default:
		m.Key = key
	}
	return newController(id, m), nil
}

// parseKey reads the key in a did:key, which may also be an RSA key or a JSON
// Web Key in place of a Multikey.
func parseKey(text string) (crypto.PublicKey, error) {
	raw, err := multikey.Decode(text)
	if err != nil {
		return nil, err
	}
	switch codec, key := multikey.Codec(raw); codec {
	case multikey.CodecRSA:
		return parseRSA(key)
	case multikey.CodecJWK:
		return parseCanonicalJWK(key)
	}
	return multikey.PublicBytes(raw)
}

func parseRSA(der []byte) (crypto.PublicKey, error) {
	key, err := x509.ParsePKCS1PublicKey(der)
	if err != nil || string(x509.MarshalPKCS1PublicKey(key)) != string(der) {
		return nil, errors.New("the RSA key is not in the form of PKCS#1 (RFC 8017 section A.1.1)")
	}
	return key, jwk.Check(key)
}

// parseCanonicalJWK reads a key of the multicodec jwk_jcs-pub. Only the spelling
// of RFC 8785 is accepted, or one key would have several names.
func parseCanonicalJWK(text []byte) (crypto.PublicKey, error) {
	v, err := jsontree.Parse(text, jsontree.Limits{Bytes: len(text), Depth: 8, Values: 256})
	if err != nil {
		return nil, errors.New("the did:key holds no JSON Web Key: " + err.Error())
	}
	if canonical, err := v.Canonical(); err != nil || string(canonical) != string(text) {
		return nil, errors.New("the JSON Web Key in the did:key is not in the form of RFC 8785")
	}
	key, err := jwk.Public(v)
	return key.Public, err
}

// resolveJWK builds the document that a did:jwk stands for (did:jwk method,
// "Read"): a key with the use "enc" is for nothing but key agreement.
func resolveJWK(id string) (*vc.Controller, error) {
	text := strings.TrimPrefix(id, jwkPrefix)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, errors.New("DID-JWK: the identifier is not base64url without padding")
	}
	v, err := jsontree.Parse(raw, jsontree.Limits{Bytes: len(raw), Depth: 8, Values: 256})
	if err != nil {
		return nil, fmt.Errorf("DID-JWK: the identifier holds no JSON Web Key: %w", err)
	}
	m := vc.Method{ID: id + "#0", Type: "JsonWebKey", Controller: id}
	key, err := jwk.Public(v)
	switch {
	case isUnsupported(err):
		m.Unusable = whyUnusable(err, "the did:jwk")
	case err != nil:
		return nil, fmt.Errorf("DID-JWK: %w", err)
	default:
		m.Key, m.KeyID = key.Public, key.ID
	}
	doc := newController(id, m)
	if v.Get("use").IsText("enc") {
		doc.Purposes = map[string][]string{keyAgreement: {m.ID}}
	}
	return doc, nil
}

// newController returns the document with one method, for every purpose that a
// signature can have.
func newController(id string, method vc.Method) *vc.Controller {
	doc := &vc.Controller{ID: id, Methods: []vc.Method{method}, Purposes: make(map[string][]string)}
	all := []string{method.ID}
	for _, purpose := range relationships {
		if purpose != keyAgreement {
			doc.Purposes[purpose] = all[:1:1] // whoever appends to it gets an own one
		}
	}
	return doc
}

// isUnsupported reports whether an error says that a key may be right but is of
// a kind that is not supported.
func isUnsupported(err error) bool {
	return errors.Is(err, jwk.ErrUnsupported) || errors.Is(err, multikey.ErrUnsupported)
}

// whyUnusable returns, as a clause, why a key cannot be used; what names the
// value that holds it.
func whyUnusable(err error, what string) string {
	var kind *multikey.UnsupportedError
	var fault *jwk.Error
	switch {
	case errors.As(err, &kind):
		return kind.Describe(what)
	case errors.As(err, &fault):
		return fault.Detail
	}
	return err.Error()
}
