package keys

import (
	"cmp"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/mikromerit/mikromerit/proof/trust"
)

// ErrPassword means that a file needs a password, or a different one.
var ErrPassword = errors.New("KEY-PASSWORD: the file is encrypted, and the password is missing or wrong")

// maxPKCS12 bounds a PKCS#12 file in bytes.
const maxPKCS12 = 1 << 20

// maxIterations bounds how often the password of a PKCS#12 file is hashed in all.
// The file says how often, and the largest number would take minutes. Tools write
// from 2,048 to about a million.
const maxIterations = 5_000_000

// Identity is a key with its certificate, and with those above it as far as the
// file has them. Each certificate is signed by the next.
type Identity struct {
	Key   *Private
	Chain []*x509.Certificate
	Name  string // the "friendly name" in the file; "": none
}

// ParsePKCS12 reads a PKCS#12 file (RFC 7292), also called PFX, and returns its
// private key and the certificates of it, as in [Identity]. The key is its own
// address. If the file has several keys, the one whose certificate is for seals is
// taken; it is an error if that is not clear, see [ReadPKCS12]. The error is
// [ErrPassword] if the password does not open the file.
func ParsePKCS12(data []byte, password string) (*Private, []*x509.Certificate, error) {
	all, err := ReadPKCS12(data, password)
	if err != nil {
		return nil, nil, err
	}
	one, err := sealing(all)
	return one.Key, one.Chain, err
}

// ReadPKCS12 returns all keys of a PKCS#12 file. That files have more than one is
// rare; of those only RSA keys and the elliptic curves of NIST can be read.
func ReadPKCS12(data []byte, password string) ([]Identity, error) {
	if len(data) > maxPKCS12 {
		return nil, errors.New("KEY-FILE: the PKCS#12 file is too large")
	}
	count := iterations{}
	if err := count.read(data, 0); err != nil {
		return nil, err
	}
	secret, leaf, above, err := pkcs12.DecodeChain(data, password)
	if err != nil && strings.Contains(err.Error(), "exactly one key bag") {
		return readSeveral(data, password)
	}
	if err != nil {
		return nil, pkcs12Error(err)
	}
	one, err := newIdentity(secret, append([]*x509.Certificate{leaf}, above...), "")
	if err != nil {
		return nil, err
	}
	return []Identity{one}, nil
}

func pkcs12Error(err error) error {
	var missing pkcs12.NotImplementedError
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword) || errors.Is(err, pkcs12.ErrDecryption):
		return ErrPassword
	case errors.As(err, &missing):
		return fmt.Errorf("KEY-FILE: the PKCS#12 file is protected in a way that is not supported; write it again, for example with openssl pkcs12: %w", err)
	}
	return fmt.Errorf("KEY-FILE: the PKCS#12 file cannot be read: %w", err)
}

// readSeveral reads a file that has more than one key.
func readSeveral(data []byte, password string) ([]Identity, error) {
	//lint:ignore SA1019 it is the only way to a file with several keys; the keys are read as it labels them
	blocks, err := pkcs12.ToPEM(data, password)
	if err != nil {
		return nil, pkcs12Error(err)
	}
	var certificates []*x509.Certificate
	for _, block := range blocks {
		if block.Type == "CERTIFICATE" {
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, pkcs12Error(err)
			}
			certificates = append(certificates, c)
		}
	}
	var all []Identity
	for _, block := range blocks {
		if block.Type == "CERTIFICATE" {
			continue
		}
		var secret any
		if secret, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			secret, err = x509.ParseECPrivateKey(block.Bytes)
		}
		if err != nil {
			return nil, pkcs12Error(err)
		}
		one, err := newIdentity(secret, certificates, block.Headers["friendlyName"])
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// newIdentity finds the certificate of a key and those above it.
func newIdentity(secret any, certificates []*x509.Certificate, name string) (Identity, error) {
	signer, ok := secret.(crypto.Signer)
	if !ok {
		return Identity{}, errors.New("KEY-TYPE: the key cannot sign")
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	i := slices.IndexFunc(certificates, func(c *x509.Certificate) bool { return ok && public.Equal(c.PublicKey) })
	if i < 0 {
		return Identity{}, errors.New("KEY-FILE: no certificate in the PKCS#12 file belongs to its key; give the certificates the right key, or the key the right certificate")
	}
	key, err := New(signer, "", "")
	if err != nil {
		return Identity{}, err
	}
	return Identity{Key: key, Chain: trust.Path(certificates[i], certificates), Name: name}, nil
}

// sealing returns the one whose certificate is for seals.
func sealing(all []Identity) (Identity, error) {
	if len(all) == 1 {
		return all[0], nil
	}
	for _, fits := range []func(*x509.Certificate) bool{isForSeals, maySign} {
		var found []Identity
		for _, one := range all {
			if fits(one.Chain[0]) {
				found = append(found, one)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
	}
	var names []string
	for i, one := range all {
		names = append(names, strconv.Quote(cmp.Or(one.Name, "key "+strconv.Itoa(i+1))))
	}
	return Identity{}, fmt.Errorf("KEY-FILE: the PKCS#12 file has several keys that could seal (%s); write the right one to a file of its own", strings.Join(names, ", "))
}

// isForSeals reports whether a certificate says that it is for seals (ETSI EN 319
// 412-5 clause 4.2.3).
func isForSeals(c *x509.Certificate) bool {
	s, err := trust.ReadStatements(c)
	return err == nil && s.Seal
}

// maySign reports whether a certificate is for signatures rather than for something
// else, such as encryption (RFC 5280 section 4.2.1.3).
func maySign(c *x509.Certificate) bool {
	return !c.IsCA && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0
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
