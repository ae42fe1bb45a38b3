//go:build cgo

package pkcs11

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/ThalesGroup/crypto11"
	"github.com/miekg/pkcs11"

	"github.com/mikromerit/mikromerit/proof/trust"
)

// Key is a key in a token. It is a [crypto.Signer], and may be used by several
// goroutines at once.
type Key struct {
	// Chain is its certificate and those above it, each signed by the next.
	Chain []*x509.Certificate

	signer  crypto11.Signer
	context *crypto11.Context
}

// maxSessions is how many signatures a token is asked for at once.
const maxSessions = 8

// Open opens a key and finds its certificate. Close it when you are done.
func Open(o Options) (*Key, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if _, err := os.Stat(o.Module); err != nil {
		return nil, fmt.Errorf("KEY-TOKEN: the PKCS#11 library cannot be opened: %w", err)
	}
	context, err := crypto11.Configure(&crypto11.Config{Path: o.Module, TokenLabel: o.Token, TokenSerial: o.Serial, SlotNumber: o.Slot,
		Pin: o.PIN, MaxSessions: maxSessions})
	if err != nil {
		return nil, tokenError(err)
	}
	key := &Key{context: context}
	if err := key.find(o); err != nil {
		return nil, errors.Join(err, context.Close())
	}
	return key, nil
}

// tokenError says what to do about an error of a token.
func tokenError(err error) error {
	var code pkcs11.Error
	if errors.As(err, &code) {
		switch code {
		case pkcs11.CKR_PIN_INCORRECT, pkcs11.CKR_PIN_INVALID, pkcs11.CKR_PIN_LEN_RANGE:
			return errors.New("KEY-TOKEN: the PIN is wrong; a token locks itself after a few wrong ones")
		case pkcs11.CKR_PIN_LOCKED:
			return errors.New("KEY-TOKEN: the token is locked after wrong PINs; its administrator can unlock it")
		}
	}
	return fmt.Errorf("KEY-TOKEN: the token cannot be opened: %w", err)
}

// find finds the key and its certificate.
func (k *Key) find(o Options) error {
	found, err := k.pairs(o)
	switch {
	case err != nil:
		return fmt.Errorf("KEY-TOKEN: the keys of the token cannot be read: %w", err)
	case len(found) == 0:
		return errors.New("KEY-TOKEN: the token has no such key, or its public half and its certificate are missing; check the label and the identifier")
	case len(found) > 1:
		return fmt.Errorf("KEY-TOKEN: the token has %d such keys; name one by its label and its identifier", len(found))
	}
	k.signer = found[0]
	leaf, err := k.certificate(o)
	if err != nil {
		return err
	}
	k.Chain = trust.Path(leaf, o.Certificates)
	return nil
}

func (k *Key) pairs(o Options) ([]crypto11.Signer, error) {
	if o.ID == nil && o.Label == "" {
		return k.context.FindAllKeyPairs()
	}
	var label []byte
	if o.Label != "" {
		label = []byte(o.Label)
	}
	return k.context.FindKeyPairs(o.ID, label)
}

// certificate finds the certificate of the key: the one with its identifier in the
// token, or one that was given. Only the key decides: a token may hold anything
// under an identifier.
func (k *Key) certificate(o Options) (*x509.Certificate, error) {
	public, ok := k.signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return nil, errors.New("KEY-TYPE: the token has a key of a kind that is not supported; use RSA or an elliptic curve of NIST")
	}
	fits := func(c *x509.Certificate) bool { return c != nil && public.Equal(c.PublicKey) }
	if id, err := k.context.GetAttribute(k.signer, crypto11.CkaId); err == nil && id != nil && len(id.Value) > 0 {
		if c, err := k.context.FindCertificate(id.Value, nil, nil); err == nil && fits(c) {
			return c, nil
		}
	}
	if i := slices.IndexFunc(o.Certificates, fits); i >= 0 {
		return o.Certificates[i], nil
	}
	return nil, errors.New("KEY-TOKEN: the token does not hold the certificate of the key under the key's identifier; give the certificate beside it")
}

// Public returns the public key.
func (k *Key) Public() crypto.PublicKey { return k.signer.Public() }

// Sign signs a digest in the token.
func (k *Key) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	signature, err := k.signer.Sign(random, digest, opts)
	if err != nil {
		return nil, fmt.Errorf("KEY-TOKEN: the token did not sign: %w", err)
	}
	return signature, nil
}

// Close ends the session with the token.
func (k *Key) Close() error { return k.context.Close() }
