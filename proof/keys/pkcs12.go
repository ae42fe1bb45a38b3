package keys

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// ErrPassword means that a file needs a password, or a different one.
var ErrPassword = errors.New("KEY-PASSWORD: the file is encrypted, and the password is missing or wrong")

// maxPKCS12 bounds a PKCS#12 file in bytes.
const maxPKCS12 = 1 << 20

// maxIterations bounds how often the password of a PKCS#12 file is hashed in all.
// The file says how often, and the largest number would take minutes. Tools write
// from 2,048 to about a million.
const maxIterations = 5_000_000

// ParsePKCS12 reads a PKCS#12 file (RFC 7292), also called PFX, with one private
// key and its certificates, of which that of the key comes first. The key is its
// own address. The error is [ErrPassword] if the password does not open the file.
func ParsePKCS12(data []byte, password string) (*Private, []*x509.Certificate, error) {
	if len(data) > maxPKCS12 {
		return nil, nil, errors.New("KEY-FILE: the PKCS#12 file is too large")
	}
	count := iterations{}
	if err := count.read(data, 0); err != nil {
		return nil, nil, err
	}
	secret, leaf, above, err := pkcs12.DecodeChain(data, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption):
		return nil, nil, ErrPassword
	case err != nil:
		return nil, nil, fmt.Errorf("KEY-FILE: the PKCS#12 file cannot be read: %w", err)
	}
	signer, ok := secret.(crypto.Signer)
	if !ok {
		return nil, nil, errors.New("KEY-TYPE: the key cannot sign")
	}
	if public, ok := leaf.PublicKey.(interface{ Equal(crypto.PublicKey) bool }); !ok || !public.Equal(signer.Public()) {
		return nil, nil, errors.New("KEY-FILE: the certificate in the PKCS#12 file belongs to another key")
	}
	key, err := New(signer, "", "")
	if err != nil {
		return nil, nil, err
	}
	return key, append([]*x509.Certificate{leaf}, above...), nil
}

// isDER reports whether a file starts like a PKCS#12 file.
func isDER(data []byte) bool { return len(data) > 2 && data[0] == 0x30 && data[1] >= 0x80 }

// iterations adds up the iteration counts in a file before anything is computed
// from them. It does not see what is encrypted, which was written by somebody who
// knows the password.
type iterations struct{ sum uint64 }

// maxNesting bounds the recursion.
const maxNesting = 24

// read walks through DER. In the parameters of every password scheme, the iteration
// count is the number after the salt, an octet string (RFC 7292 appendix B and
// section 4, RFC 8018 appendix A).
func (c *iterations) read(der []byte, depth int) error {
	if depth > maxNesting {
		return errors.New("KEY-FILE: the PKCS#12 file is nested too deeply")
	}
	salted := false
	for len(der) > 0 {
		var element asn1.RawValue
		rest, err := asn1.Unmarshal(der, &element)
		if err != nil {
			return nil // not DER: the text of a key, or an error that the decoder finds
		}
		der = rest
		switch {
		case element.IsCompound || element.Tag == asn1.TagOctetString:
			if err := c.read(element.Bytes, depth+1); err != nil {
				return err
			}
		case element.Tag == asn1.TagInteger && salted:
			if err := c.add(element.Bytes); err != nil {
				return err
			}
		}
		salted = element.Tag == asn1.TagOctetString
	}
	return nil
}

func (c *iterations) add(number []byte) error {
	n := uint64(0)
	for _, b := range number {
		n = n<<8 | uint64(b)
		if n > maxIterations {
			break
		}
	}
	if c.sum += n; c.sum > maxIterations {
		return fmt.Errorf("KEY-FILE: the PKCS#12 file asks for more than %d iterations; write it again with fewer", maxIterations)
	}
	return nil
}
