//go:build !cgo

package pkcs11

import (
	"crypto"
	"crypto/x509"
	"errors"
	"io"
)

// Key is a key in a token.
type Key struct {
	// Chain is its certificate and those above it, each signed by the next.
	Chain []*x509.Certificate
}

// Open opens a key. Without cgo it cannot.
func Open(o Options) (*Key, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	return nil, errors.New("KEY-TOKEN: this program was built without cgo, which PKCS#11 libraries need; build it with CGO_ENABLED=1")
}

// Public returns the public key.
func (k *Key) Public() crypto.PublicKey { return nil }

// Sign signs a digest.
func (k *Key) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("KEY-TOKEN: there is no key")
}

// Close ends the session with the token.
func (k *Key) Close() error { return nil }
