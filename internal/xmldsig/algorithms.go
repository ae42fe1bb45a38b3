package xmldsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha256" // the digests below
	_ "crypto/sha512"
	"crypto/x509"
	"fmt"
	"math/big"
)

// digests are the digest methods. SHA-1 is none: anybody with money can make two
// documents with the same.
var digests = map[string]crypto.Hash{
	"http://www.w3.org/2001/04/xmlenc#sha256":       crypto.SHA256,
	"http://www.w3.org/2001/04/xmldsig-more#sha384": crypto.SHA384,
	"http://www.w3.org/2001/04/xmlenc#sha512":       crypto.SHA512,
}

type family uint8

const (
	pkcs1 family = iota
	pss
	ecdsaRS // r and s, one after the other
)

type algorithm struct {
	family family
	hash   crypto.Hash
}

const more, more2007 = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2007/05/xmldsig-more#"

// algorithms are the signature methods (XML Signature 1.1 section 6.4, RFC 9231).
var algorithms = map[string]algorithm{
	more + "rsa-sha256":          {pkcs1, crypto.SHA256},
	more + "rsa-sha384":          {pkcs1, crypto.SHA384},
	more + "rsa-sha512":          {pkcs1, crypto.SHA512},
	more2007 + "sha256-rsa-MGF1": {pss, crypto.SHA256},
	more2007 + "sha384-rsa-MGF1": {pss, crypto.SHA384},
	more2007 + "sha512-rsa-MGF1": {pss, crypto.SHA512},
	more + "ecdsa-sha256":        {ecdsaRS, crypto.SHA256},
	more + "ecdsa-sha384":        {ecdsaRS, crypto.SHA384},
	more + "ecdsa-sha512":        {ecdsaRS, crypto.SHA512},
}

// The sizes of RSA keys in bits that are used: smaller ones can be broken, larger
// ones keep the processor busy.
const minRSA, maxRSA = 2048, 8192

// verify checks a signature of a text with the key of a certificate.
func (a algorithm) verify(c *x509.Certificate, text, signature []byte) error {
	h := a.hash.New()
	h.Write(text)
	digest := h.Sum(nil)
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < minRSA || bits > maxRSA {
			return fmt.Errorf("%w: an RSA key of %d bits", ErrUnsupported, bits)
		}
		switch a.family {
		case pkcs1:
			return invalid(rsa.VerifyPKCS1v15(key, a.hash, digest, signature) == nil)
		case pss:
			return invalid(rsa.VerifyPSS(key, a.hash, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil)
		}
	case *ecdsa.PublicKey:
		size := (key.Params().BitSize + 7) / 8
		if a.family != ecdsaRS {
			break
		}
		if len(signature) != 2*size {
			return invalid(false)
		}
		r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
		return invalid(ecdsa.Verify(key, digest, r, s))
	}
	return fmt.Errorf("%w: the method does not fit the key", ErrInvalid)
}

func invalid(ok bool) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%w: the signature value is not right for the key", ErrInvalid)
}
