package keys

import (
	"bytes"
	"crypto"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxFile bounds a key file in bytes.
const maxFile = 64 << 10

// The labels of PEM blocks (RFC 7468 sections 10 and 13), and those of older
// versions of OpenSSL.
const (
	pemPrivate = "PRIVATE KEY"
	pemPublic  = "PUBLIC KEY"
	pemEC      = "EC PRIVATE KEY"
	pemRSA     = "RSA PRIVATE KEY"
)

// ReadOptions are the choices of [Read]. The zero value serves most files.
type ReadOptions struct {
	Kid      string // which key of a JSON Web Key set to read, by its kid
	Password string // of a PKCS#12 file
}

// Read reads a private key in any form, recognised by its content: a key file, a
// verification method with its private key, a private JSON Web Key or a set of keys,
// a PKCS#12 file, or an unencrypted PEM block (PKCS#8, or the older forms for EC and
// RSA). If the file gives no address, the key is its own address.
func Read(data []byte, options ReadOptions) (*Private, error) {
	switch {
	case isDER(data):
		key, _, err := ParsePKCS12(data, options.Password)
		return key, err
	case !isPEM(data):
		root, err := parseJSON(data)
		if err != nil {
			return nil, err
		}
		return fromJSON(root, options.Kid)
	}
	block, err := onlyBlock(data, pemPrivate, pemEC, pemRSA)
	if err != nil {
		return nil, err
	}
	key, err := jwk.DecodePEM(block)
	if err != nil {
		return nil, errors.New("KEY-FILE: the PEM block does not hold a private key of its kind")
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("KEY-TYPE: the key cannot sign")
	}
	return New(signer, "", "")
}

// Parse reads a key file in JSON, in one of the forms of the package comment. A key
// without id and controller is its own address, and so is a JSON Web Key whose kid
// is not a URL.
func Parse(data []byte) (*Private, error) {
	root, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	return fromJSON(root, "")
}

func fromJSON(root jsontree.Value, kid string) (*Private, error) {
	if isSet(root) {
		var err error
		if root, err = choose(root, kid, true); err != nil {
			return nil, err
		}
	}
	if !root.Get("kty").Exists() {
		return parseMethod(root)
	}
	key, err := jwk.Private(root)
	if err != nil {
		return nil, fmt.Errorf("KEY-FILE: %w", err)
	}
	controller, method, err := addressOfJWK(root, key.ID)
	if err != nil {
		return nil, err
	}
	return New(key.Signer, controller, method)
}

// ParsePublic reads a public key in any form, recognised by its content: a
// verification method or the public part of a key file in JSON, a public JSON
// Web Key or a set with one, or a SubjectPublicKeyInfo in PEM. It is an error if the
// text holds a private key, so that nobody publishes one by mistake.
func ParsePublic(data []byte) (*Public, error) {
	if isPEM(data) {
		block, err := onlyBlock(data, pemPublic)
		if err != nil {
			return nil, err
		}
		key, err := jwk.DecodePEM(block)
		if err != nil {
			return nil, errors.New("KEY-FILE: the PEM block does not hold a public key")
		}
		return NewPublic(key, "", "")
	}
	root, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	if isSet(root) {
		for key := range root.Get("keys").Elements() {
			if d := key.Get("d"); d.Exists() {
				return nil, fmt.Errorf("KEY-SECRET at %s: the file holds a private key where a public one is expected", d.Pointer())
			}
		}
		if root, err = choose(root, "", false); err != nil {
			return nil, err
		}
	}
	if root.Get("kty").Exists() {
		return publicJWK(root)
	}
	return parsePublicMethod(root)
}

func publicJWK(root jsontree.Value) (*Public, error) {
	key, err := jwk.Public(root)
	if err != nil {
		return nil, fmt.Errorf("KEY-FILE: %w", err)
	}
	controller, method, err := addressOfJWK(root, key.ID)
	if err != nil {
		return nil, err
	}
	return NewPublic(key.Public, controller, method)
}

func parseJSON(data []byte) (jsontree.Value, error) {
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: maxFile})
	if err != nil {
		return root, fmt.Errorf("KEY-FILE: the key file is neither JSON nor PEM: %w", err)
	}
	return root, nil
}

func addressOfMultikey(root jsontree.Value) (controller, method string, err error) {
	controller, method = root.Get("controller").Text(), root.Get("id").Text()
	if (controller == "") != (method == "") {
		return "", "", errors.New("KEY-FILE: give both id and controller, or neither")
	}
	return controller, method, nil
}

// addressOfJWK takes the address from kid, which in a JSON Web Key may also be
// any other label. The controller is the kid without its fragment, unless the
// file says otherwise in a member of its own.
func addressOfJWK(root jsontree.Value, id string) (controller, method string, err error) {
	controller = root.Get("controller").Text()
	if !strings.HasPrefix(id, "did:") && !strings.HasPrefix(id, "https://") {
		if controller != "" {
			return "", "", errors.New("KEY-FILE at /kid: a key with a controller has the URL of its verification method as kid")
		}
		return "", "", nil
	}
	if controller == "" {
		controller, _, _ = strings.Cut(id, "#")
	}
	return controller, id, nil
}

func isPEM(data []byte) bool {
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] != '{' && bytes.Contains(trimmed, []byte("-----BEGIN "))
}

// onlyBlock returns the only PEM block with one of the labels. It skips the
// parameters of a curve, which OpenSSL writes before a key, and certificates.
func onlyBlock(data []byte, labels ...string) ([]byte, error) {
	if len(data) > maxFile {
		return nil, errors.New("KEY-FILE: the key file is too large")
	}
	var found *pem.Block
	var text []byte
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(data) {
		here := data[:len(data)-len(rest)]
		data = rest
		switch {
		case block.Type == "EC PARAMETERS" || block.Type == "CERTIFICATE":
			continue
		case strings.Contains(block.Type, "ENCRYPTED") || block.Headers["DEK-Info"] != "":
			return nil, errors.New("KEY-FILE: the private key is encrypted; decrypt it first (openssl pkcs8 -in FILE)")
		case found != nil:
			return nil, errors.New("KEY-FILE: the file holds more than one PEM block")
		}
		found, text = block, here
	}
	if found == nil {
		return nil, errors.New("KEY-FILE: the file holds no PEM block with a key")
	}
	for _, label := range labels {
		if found.Type == label {
			return text, nil
		}
	}
	return nil, fmt.Errorf("KEY-FILE: the PEM block is not a %s", strings.Join(labels, " or "))
}
