package keys

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Encode returns the key as the text of a key file, secret included. It is an error
// if the signer does not give its secret away.
func (k *Private) Encode() ([]byte, error) {
	if k.public.multibase == "" {
		return k.JWK()
	}
	secret, err := multikey.EncodeSecret(k.signer)
	if err != nil {
		return nil, errSecret
	}
	w := &writer{}
	w.open("{")
	w.text("id", k.public.method)
	w.text("type", "Multikey")
	w.text("controller", k.public.controller)
	w.text("publicKeyMultibase", k.public.multibase)
	w.text("secretKeyMultibase", secret)
	w.close("}")
	return w.bytes(), nil
}

var errSecret = errors.New("KEY-SECRET: the signer does not give its private key away")

// JWK returns the key as the text of a private JSON Web Key, secret included,
// whose kid is the URL of the verification method. It is an error if the
// signer does not give its secret away, or for a BLS12-381 key, which has no JSON
// Web Key.
func (k *Private) JWK() ([]byte, error) {
	if k.public.canonical == "" {
		return nil, errMultikeyOnly
	}
	text, err := jwk.EncodePrivate(k.signer, k.public.method)
	if err != nil {
		return nil, errSecret
	}
	if home, _, _ := strings.Cut(k.public.method, "#"); home != k.public.controller {
		text = strings.TrimSuffix(text, "}") + `,"controller":` + string(jsontree.AppendString(nil, k.public.controller)) + "}"
	}
	return []byte(text + "\n"), nil
}

// PEM returns the private key as PKCS#8 in PEM (RFC 7468 section 10), not
// encrypted and without its address. It is an error if the signer does not
// give its secret away, or for a BLS12-381 key, which has no form in PEM.
func (k *Private) PEM() ([]byte, error) {
	if k.public.canonical == "" {
		return nil, errMultikeyOnly
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.signer)
	if err != nil {
		return nil, errSecret
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemPrivate, Bytes: der}), nil
}

// The contexts of a controller document, for readers of JSON-LD.
const (
	contextDID      = "https://www.w3.org/ns/did/v1"
	contextMultikey = "https://w3id.org/security/multikey/v1"
	contextJWK      = "https://w3id.org/security/jwk/v1"
	contextCID      = "https://www.w3.org/ns/cid/v1"
)

// ControllerDocument returns the text of the document to publish for the
// controller of some keys, all of which may sign credentials and, if their type
// [Type.Presents], presentations (Controlled Identifiers 1.0 section 2): for
// did:web:example.org at https://example.org/.well-known/did.json, for
// did:web:example.org:a:b at https://example.org/a/b/did.json, for an https
// controller at that URL. Keep a key in the document as long as somebody is to
// verify what it signed.
//
// The keys must have the same controller and different methods.
func ControllerDocument(keys ...*Public) ([]byte, error) {
	if len(keys) == 0 {
		return nil, errors.New("KEY-ADDRESS: a controller document needs at least one key")
	}
	controller := keys[0].controller
	seen := make(map[string]bool)
	for _, key := range keys {
		if key.controller != controller || !strings.HasPrefix(key.method, controller+"#") || seen[key.method] {
			return nil, fmt.Errorf("KEY-ADDRESS: the verification method %s cannot stand in the document of %s together with the others", key.method, controller)
		}
		seen[key.method] = true
	}
	w := &writer{}
	w.open("{")
	w.list("@context", contextsOf(keys))
	w.text("id", controller)
	w.name("verificationMethod")
	w.open("[")
	for _, key := range keys {
		w.next()
		w.method(key)
	}
	w.close("]")
	w.list("assertionMethod", methodsOf(keys))
	presenting := slices.DeleteFunc(slices.Clone(keys), func(key *Public) bool { return !TypeOf(key.key).Presents() })
	if len(presenting) > 0 {
		w.list("authentication", methodsOf(presenting))
	}
	w.close("}")
	return w.bytes(), nil
}

func methodsOf(keys []*Public) []string {
	methods := make([]string, len(keys))
	for i, key := range keys {
		methods[i] = key.method
	}
	return methods
}

func contextsOf(keys []*Public) []string {
	if !strings.HasPrefix(keys[0].controller, "did:") {
		return []string{contextCID}
	}
	contexts := []string{contextDID}
	var multi, web bool
	for _, key := range keys {
		multi, web = multi || key.multibase != "", web || key.multibase == ""
	}
	if multi {
		contexts = append(contexts, contextMultikey)
	}
	if web {
		contexts = append(contexts, contextJWK)
	}
	return contexts
}

// VerificationMethod returns the key as the text of a verification method
// (Controlled Identifiers 1.0 section 2.2), on one line.
func (p *Public) VerificationMethod() []byte {
	out := []byte(`{"id":`)
	out = append(jsontree.AppendString(out, p.method), `,"type":`...)
	member, kind, value := "publicKeyMultibase", "Multikey", string(jsontree.AppendString(nil, p.multibase))
	if p.multibase == "" {
		member, kind, value = "publicKeyJwk", "JsonWebKey", p.canonical
	}
	out = append(jsontree.AppendString(out, kind), `,"controller":`...)
	out = append(jsontree.AppendString(out, p.controller), `,"`+member+`":`+value+"}"...)
	return out
}

// Context returns the JSON-LD context that names the terms of
// [Public.VerificationMethod].
func (p *Public) Context() string {
	if p.multibase == "" {
		return contextJWK
	}
	return contextMultikey
}

// writer writes indented JSON.
type writer struct {
	buf   []byte
	depth int
	empty bool // the innermost object or array has nothing in it yet
}

func (w *writer) open(bracket string) {
	w.buf = append(w.buf, bracket...)
	w.depth++
	w.empty = true
}

func (w *writer) close(bracket string) {
	w.depth--
	w.empty = false
	w.line()
	w.buf = append(w.buf, bracket...)
}

func (w *writer) line() {
	w.buf = append(w.buf, '\n')
	for range w.depth {
		w.buf = append(w.buf, "  "...)
	}
}

// next starts a member or element.
func (w *writer) next() {
	if !w.empty {
		w.buf = append(w.buf, ',')
	}
	w.empty = false
	w.line()
}

func (w *writer) name(name string) {
	w.next()
	w.buf = append(jsontree.AppendString(w.buf, name), ": "...)
}

func (w *writer) value(text string) {
	w.next()
	w.buf = jsontree.AppendString(w.buf, text)
}

func (w *writer) text(name, text string) {
	w.name(name)
	w.buf = jsontree.AppendString(w.buf, text)
}

func (w *writer) list(name string, texts []string) {
	w.name(name)
	w.open("[")
	for _, text := range texts {
		w.value(text)
	}
	w.close("]")
}

// method writes a key as a verification method.
func (w *writer) method(key *Public) {
	w.open("{")
	w.text("id", key.method)
	if key.multibase != "" {
		w.text("type", "Multikey")
		w.text("controller", key.controller)
		w.text("publicKeyMultibase", key.multibase)
	} else {
		w.text("type", "JsonWebKey")
		w.text("controller", key.controller)
		w.name("publicKeyJwk")
		w.buf = append(w.buf, key.canonical...)
	}
	w.close("}")
}

func (w *writer) bytes() []byte { return append(w.buf, '\n') }
