package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	_ "embed"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"testing"
	"time"
)

// The fictional organisation in the certificates of [NewCA].
const (
	SealOrganisation = "Vestre Ås høgskole"
	SealCommonName   = "Vestre Ås høgskole segl TEST ONLY"
	SealIdentifier   = "NTRNO-000000017" // organizationIdentifier, ETSI EN 319 412-1 clause 5.1.4
	SealCountry      = "NO"
)

//go:embed testkeys.pem
var testKeys []byte

// CA is a certification authority for tests: a root, an intermediate
// authority and two seal certificates of one fictional organisation, all
// valid from 2024 to 2044. Its keys are published in this module: TEST ONLY.
type CA struct {
	Root, Intermediate *x509.Certificate
	RSA                Sealer // the seal certificate with an RSA key
	EC                 Sealer // the seal certificate with a P-256 key

	rootKey, intermediateKey crypto.Signer
}

// Sealer is a certificate with its private key and the certificates above it.
type Sealer struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
	Chain       []*x509.Certificate // x5c after the certificate itself
}

// NewCA returns the test authority. The certificates are the same bytes each
// time: serial numbers, dates and keys are fixed, and both authorities sign
// with RSASSA-PKCS1-v1_5, which is deterministic.
func NewCA() *CA {
	keys := readKeys(testKeys)
	ca := &CA{rootKey: keys[0], intermediateKey: keys[1]}
	root := template(1, "mikromerit TEST ONLY root")
	makeAuthority(root)
	ca.Root = sign(root, root, ca.rootKey.Public(), ca.rootKey)
	intermediate := template(2, "mikromerit TEST ONLY seal authority")
	makeAuthority(intermediate)
	ca.Intermediate = sign(intermediate, ca.Root, ca.intermediateKey.Public(), ca.rootKey)
	ca.RSA = ca.Issue(keys[2], func(c *x509.Certificate) { c.SerialNumber = big.NewInt(3) })
	ca.EC = ca.Issue(keys[3], func(c *x509.Certificate) { c.SerialNumber = big.NewInt(4) })
	return ca
}

// Issue returns a seal certificate for a key. Before it is signed, change, if it
// is set, may alter the certificate or make it wrong. A certificate for a given
// key, change and serial number is the same bytes each time.
func (ca *CA) Issue(key crypto.Signer, change func(*x509.Certificate)) Sealer {
	c := template(100, SealCommonName)
	c.Subject = pkix.Name{
		CommonName:   SealCommonName,
		Organization: []string{SealOrganisation},
		Country:      []string{SealCountry},
		ExtraNames:   []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 97}, Value: SealIdentifier}},
	}
	c.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	c.ExtraExtensions = []pkix.Extension{Statements{Compliance: true, Types: []int{2}}.Extension()}
	if change != nil {
		change(c)
	}
	return Sealer{
		Certificate: sign(c, ca.Intermediate, key.Public(), ca.intermediateKey),
		Key:         key,
		Chain:       []*x509.Certificate{ca.Intermediate},
	}
}

// IssueWith returns the certificate of an authority below the intermediate one
// for any public key, even one whose private key nobody has.
func IssueWith(ca *CA, public crypto.PublicKey) *x509.Certificate {
	c := template(300, "authority with a strange key")
	makeAuthority(c)
	return sign(c, ca.Intermediate, public, ca.intermediateKey)
}

// IssueBy returns a certificate that a sealer issues although it must not: a
// seal certificate is no authority. Its issuer is the subject of the sealer's
// certificate, even if the sealer's key is another.
func IssueBy(s Sealer, key crypto.Signer) *x509.Certificate {
	parent := *s.Certificate
	parent.PublicKey = s.Key.Public()
	return sign(template(200, "forged"), &parent, key.Public(), s.Key)
}

// PEM returns certificates as PEM text.
func PEM(certificates ...*x509.Certificate) []byte {
	var out []byte
	for _, c := range certificates {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

func template(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial),
		Subject:      pkix.Name{CommonName: name, Organization: []string{"mikromerit TEST ONLY"}, Country: []string{"SE"}},
		NotBefore:    time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2044, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

func makeAuthority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid = true, true
	c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
}

func sign(c, parent *x509.Certificate, public crypto.PublicKey, key crypto.Signer) *x509.Certificate {
	if c.IsCA {
		id := sha256.Sum256([]byte(c.Subject.CommonName))
		c.SubjectKeyId = id[:20]
	}
	der := must(x509.CreateCertificate(rand.Reader, c, parent, public, key))
	return must(x509.ParseCertificate(der))
}

func readKeys(text []byte) []crypto.Signer {
	var keys []crypto.Signer
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		keys = append(keys, must(x509.ParsePKCS8PrivateKey(block.Bytes)).(crypto.Signer))
	}
	return keys
}

// must panics when the material of a test is broken.
func must[T any](value T, err error) T {
	if err != nil {
		panic("testkit: " + err.Error())
	}
	return value
}

// NewForeignCA returns an authority with the names of the other one and keys of
// its own, which nobody has a reason to trust.
func NewForeignCA(tb testing.TB) *CA {
	tb.Helper()
	ca := &CA{rootKey: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)), intermediateKey: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
	root := template(1, "mikromerit TEST ONLY root")
	makeAuthority(root)
	ca.Root = sign(root, root, ca.rootKey.Public(), ca.rootKey)
	intermediate := template(2, "mikromerit TEST ONLY seal authority")
	makeAuthority(intermediate)
	ca.Intermediate = sign(intermediate, ca.Root, ca.intermediateKey.Public(), ca.rootKey)
	ca.RSA = ca.Issue(NewCA().RSA.Key, nil)
	return ca
}
