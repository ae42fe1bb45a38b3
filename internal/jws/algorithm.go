package jws

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384, crypto.SHA512
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

// family is a kind of signature algorithm.
type family uint8

const (
	pkcs1 family = iota + 1 // RSASSA-PKCS1-v1_5
	pss                     // RSASSA-PSS, salt as long as the digest
	ec                      // ECDSA, r and s side by side
	ed                      // Ed25519
)

// Algorithm is a signature algorithm under its name in the header parameter
// alg. The zero Algorithm fits no key.
type Algorithm struct {
	Name   string
	family family
	hash   crypto.Hash
	curve  string // of an ECDSA algorithm
}

// algorithms lists those that sign with a private key. For each kind of key, the
// first is the one that a signer should use.
var algorithms = [...]Algorithm{
	{"EdDSA", ed, 0, ""},   // RFC 8037 section 3.1
	{"Ed25519", ed, 0, ""}, // the same under the name of RFC 9864 section 2.2
	{"ES256", ec, crypto.SHA256, "P-256"},
	{"ES384", ec, crypto.SHA384, "P-384"},
	{"ES512", ec, crypto.SHA512, "P-521"},
	{"RS256", pkcs1, crypto.SHA256, ""},
	{"PS256", pss, crypto.SHA256, ""},
	{"RS384", pkcs1, crypto.SHA384, ""},
	{"PS384", pss, crypto.SHA384, ""},
	{"RS512", pkcs1, crypto.SHA512, ""},
	{"PS512", pss, crypto.SHA512, ""},
}

// Lookup returns the algorithm with a name, which is case-sensitive (RFC 7515
// section 4.1.1), or false.
func Lookup(name string) (Algorithm, bool) {
	for _, a := range algorithms {
		if a.Name == name {
			return a, true
		}
	}
	return Algorithm{}, false
}

// Same reports whether two algorithms are the same but for their names.
func (a Algorithm) Same(b Algorithm) bool {
	a.Name, b.Name = "", ""
	return a == b
}

// Default returns the algorithm to sign with a key of this kind, or false.
func Default(key crypto.PublicKey) (Algorithm, bool) {
	for _, a := range algorithms {
		if a.Misfit(key) == "" {
			return a, true
		}
	}
	return Algorithm{}, false
}

// The sizes of RSA keys that are accepted, in bits. RFC 7518 section 3.3
// demands the lower one; the upper one bounds the work.
const (
	minRSA = 2048
	maxRSA = 8192
)

// Misfit says in a few words what kind of key it is that does not fit the
// algorithm, or "" when it fits.
func (a Algorithm) Misfit(key crypto.PublicKey) string {
	switch key := key.(type) {
	case *rsa.PublicKey:
		if key == nil || key.N == nil {
			return "an empty key"
		}
		bits := key.N.BitLen()
		switch {
		case a.family != pkcs1 && a.family != pss:
			return "an RSA key"
		case bits < minRSA || bits > maxRSA:
			return fmt.Sprintf("an RSA key of %d bits, where %d to %d are accepted", bits, minRSA, maxRSA)
		}
		return ""
	case *ecdsa.PublicKey:
		if key == nil || key.Curve == nil {
			return "an empty key"
		}
		if name := key.Curve.Params().Name; a.family != ec || name != a.curve {
			return "an elliptic curve key of " + name
		}
		return ""
	case ed25519.PublicKey:
		if a.family != ed || len(key) != ed25519.PublicKeySize {
			return "an Ed25519 key"
		}
		return ""
	case *bbs.PublicKey:
		return "a BLS12-381 key"
	}
	return "a key of another kind"
}

// OtherCurve reports whether a key only misfits because it is on another curve than
// the one that RFC 7518 section 3.4 ties to the algorithm.
func (a Algorithm) OtherCurve(key crypto.PublicKey) bool {
	k, ok := key.(*ecdsa.PublicKey)
	return ok && a.family == ec && k != nil && k.Curve != nil && k.Curve.Params().Name != a.curve
}

// Verify reports whether a signature over input is right. With a key that does
// not fit it never is. Whether the key is safe is not checked here.
func (a Algorithm) Verify(key crypto.PublicKey, input, signature []byte) bool {
	switch {
	case a.Misfit(key) != "":
		return false
	case a.family == ed:
		return ed25519.Verify(key.(ed25519.PublicKey), input, signature)
	}
	return a.verifyDigest(key, a.digest(input), signature)
}

// VerifyText is [Algorithm.Verify] for an input that stands in pieces. They are
// hashed in turn: a long payload is not copied to stand behind its header. Ed25519
// alone needs the whole input at once (RFC 8032 section 5.1.7).
func (a Algorithm) VerifyText(key crypto.PublicKey, signature []byte, pieces ...string) bool {
	switch {
	case a.Misfit(key) != "":
		return false
	case a.family == ed:
		return ed25519.Verify(key.(ed25519.PublicKey), joined(pieces), signature)
	}
	return a.verifyDigest(key, HashText(a.hash, pieces...), signature)
}

// verifyDigest checks a signature over a digest with a key that fits.
func (a Algorithm) verifyDigest(key crypto.PublicKey, digest, signature []byte) bool {
	switch a.family {
	case pkcs1:
		return rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), a.hash, digest, signature) == nil
	case pss:
		return rsa.VerifyPSS(key.(*rsa.PublicKey), a.hash, digest, signature, a.pssOptions()) == nil
	}
	return verifyECDSA(key.(*ecdsa.PublicKey), digest, signature)
}

// Sign signs input. The key may live in an HSM or KMS: it is given the digest,
// or for Ed25519 the whole input.
func (a Algorithm) Sign(key crypto.Signer, input []byte) ([]byte, error) {
	if err := a.checkSigner(key); err != nil {
		return nil, err
	}
	if a.family == ed {
		return key.Sign(rand.Reader, input, crypto.Hash(0))
	}
	return a.signDigest(key, a.digest(input))
}

// SignText is [Algorithm.Sign] for an input that stands in pieces; see
// [Algorithm.VerifyText].
func (a Algorithm) SignText(key crypto.Signer, pieces ...string) ([]byte, error) {
	if err := a.checkSigner(key); err != nil {
		return nil, err
	}
	if a.family == ed {
		return key.Sign(rand.Reader, joined(pieces), crypto.Hash(0))
	}
	return a.signDigest(key, HashText(a.hash, pieces...))
}

// joined returns pieces side by side, which are copied only once.
func joined(pieces []string) []byte {
	size := 0
	for _, piece := range pieces {
		size += len(piece)
	}
	all := make([]byte, 0, size)
	for _, piece := range pieces {
		all = append(all, piece...)
	}
	return all
}

func (a Algorithm) checkSigner(key crypto.Signer) error {
	if found := a.Misfit(key.Public()); found != "" {
		return fmt.Errorf("the algorithm %s does not fit %s", a.Name, found)
	}
	return nil
}

// signDigest signs a digest with a key that fits.
func (a Algorithm) signDigest(key crypto.Signer, digest []byte) ([]byte, error) {
	switch a.family {
	case pss:
		return key.Sign(rand.Reader, digest, a.pssOptions())
	case ec:
		der, err := key.Sign(rand.Reader, digest, a.hash)
		if err != nil {
			return nil, err
		}
		return fixedLength(der, coordinateSize(key.Public().(*ecdsa.PublicKey)))
	}
	return key.Sign(rand.Reader, digest, a.hash)
}

// FormFault says what is wrong with the form of a signature that did not
// verify, or "": RFC 7518 section 3.4 has r and s side by side, and many tools
// write them in ASN.1.
func (a Algorithm) FormFault(signature []byte) string {
	want := map[string]int{"P-256": 64, "P-384": 96, "P-521": 132}[a.curve]
	if a.family == ed {
		want = 64
	}
	if want == 0 || len(signature) == want {
		return ""
	}
	text := fmt.Sprintf("the signature has %d bytes and %s has %d", len(signature), a.Name, want)
	if _, err := fixedLength(signature, want/2); a.family == ec && err == nil {
		text += "; it looks like ASN.1 DER, which must be turned into r and s side by side"
	}
	return text
}

func (a Algorithm) digest(input []byte) []byte {
	h := a.hash.New()
	h.Write(input)
	return h.Sum(nil)
}

// HashText returns the digest of a text that stands in pieces, without joining them.
func HashText(hash crypto.Hash, pieces ...string) []byte {
	longest := 0
	for _, piece := range pieces {
		longest = max(longest, len(piece))
	}
	h, room := hash.New(), make([]byte, min(longest, hashRoom))
	for _, piece := range pieces {
		for len(piece) > 0 {
			n := copy(room, piece)
			h.Write(room[:n])
			piece = piece[n:]
		}
	}
	return h.Sum(nil)
}

// hashRoom is how much of a text is copied at a time to be hashed: few calls, and
// small beside a text that is worth the trouble.
const hashRoom = 4096

// pssOptions returns the options of RFC 7518 section 3.5: the salt is as long as
// the digest.
func (a Algorithm) pssOptions() *rsa.PSSOptions {
	return &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: a.hash}
}

// coordinateSize returns the length in bytes of r and of s.
func coordinateSize(key *ecdsa.PublicKey) int { return (key.Curve.Params().BitSize + 7) / 8 }

// verifyECDSA checks r and s, which stand side by side in full length
// (RFC 7518 section 3.4).
func verifyECDSA(key *ecdsa.PublicKey, digest, signature []byte) bool {
	size := coordinateSize(key)
	if len(signature) != 2*size {
		return false
	}
	r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
	for _, part := range []*big.Int{r, s} {
		if part.Sign() == 0 || part.Cmp(key.Curve.Params().N) >= 0 {
			return false
		}
	}
	return ecdsa.Verify(key, digest, r, s)
}

// fixedLength turns the ASN.1 form that every crypto.Signer returns into r and s
// of a fixed length, side by side.
func fixedLength(der []byte, size int) ([]byte, error) {
	var parts struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(der, &parts)
	if err != nil || len(rest) > 0 || parts.R.Sign() <= 0 || parts.S.Sign() <= 0 ||
		parts.R.BitLen() > 8*size || parts.S.BitLen() > 8*size {
		return nil, errors.New("the signer did not return an ECDSA signature in ASN.1")
	}
	out := make([]byte, 2*size)
	parts.R.FillBytes(out[:size])
	parts.S.FillBytes(out[size:])
	return out, nil
}
