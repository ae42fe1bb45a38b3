package jades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"

	"github.com/mikromerit/mikromerit/vc"
)

// family is a kind of signature algorithm.
type family uint8

const (
	pkcs1 family = iota + 1 // RSASSA-PKCS1-v1_5
	pss                     // RSASSA-PSS, salt as long as the digest
	ec                      // ECDSA, r and s side by side
	ed                      // Ed25519
)

// algorithm is an entry of the table below.
type algorithm struct {
	family family
	hash   crypto.Hash
	curve  string // of an ECDSA algorithm
}

// algorithms are those of RFC 7518 section 3.1 that sign with a private key,
// and EdDSA of RFC 8037. What is not here is refused, "none" and the HMACs
// among it.
var algorithms = map[string]algorithm{
	"RS256": {pkcs1, crypto.SHA256, ""},
	"RS384": {pkcs1, crypto.SHA384, ""},
	"RS512": {pkcs1, crypto.SHA512, ""},
	"PS256": {pss, crypto.SHA256, ""},
	"PS384": {pss, crypto.SHA384, ""},
	"PS512": {pss, crypto.SHA512, ""},
	"ES256": {ec, crypto.SHA256, "P-256"},
	"ES384": {ec, crypto.SHA384, "P-384"},
	"ES512": {ec, crypto.SHA512, "P-521"},
	"EdDSA": {ed, 0, ""},
}

// The sizes of RSA keys that are accepted, in bits. RFC 7518 section 3.3
// demands the lower one; the upper one bounds the work.
const minRSA, maxRSA = 2048, 8192

// checkSignature checks the algorithm and, if it is acceptable and there is a
// key, the signature.
func (v *verification) checkSignature() {
	alg, ok := algorithms[v.header("alg").Text()]
	if !ok {
		v.broken(&ruleAlg, v.protected(), "another algorithm or none")
		return
	}
	if v.leaf == nil {
		return
	}
	if found := alg.misfit(v.leaf.PublicKey); found != "" {
		v.broken(&ruleAlg, v.protected(), found)
		return
	}
	v.add(&ruleAlg, vc.Pass, v.protected(), "The algorithm "+v.header("alg").Text()+" fits the key of the certificate.")
	v.verify(alg)
}

func (v *verification) verify(alg algorithm) {
	pointer := v.at("/signature")
	value, ok := decodeBase64(base64.RawURLEncoding, v.sig.Value)
	if !ok {
		v.broken(&ruleSignature, pointer, "a signature that is not base64url")
		return
	}
	v.verified = alg.verify(v.leaf.PublicKey, v.sig.SigningInput(), value)
	switch {
	case v.verified:
		v.add(&ruleSignature, vc.Pass, pointer, "The signature is right for the header and the payload as received.")
	case v.isDetached() && v.header("sigD").Get("mId").Text() != byHash:
		// The objects are part of what was signed, and JADES-SIGD has said that
		// they are not here.
		v.add(&ruleSignature, vc.Unknown, pointer, "The signature cannot be checked without the objects that it covers.")
	default:
		v.broken(&ruleSignature, pointer, "one that does not")
	}
}

// byHash is the mechanism by which the header holds the digests of the
// objects, so that the signature can be checked without them (TS 119 182-1
// clause 5.2.8).
const byHash = "http://uri.etsi.org/19182/ObjectIdByURIHash"

// misfit says why an algorithm does not fit a key, or "".
func (a algorithm) misfit(key crypto.PublicKey) string {
	switch key := key.(type) {
	case *rsa.PublicKey:
		bits := key.N.BitLen()
		switch {
		case a.family != pkcs1 && a.family != pss:
			return "an RSA key"
		case bits < minRSA || bits > maxRSA:
			return fmt.Sprintf("an RSA key of %d bits, where %d to %d are accepted", bits, minRSA, maxRSA)
		}
		return ""
	case *ecdsa.PublicKey:
		if a.family != ec || key.Curve.Params().Name != a.curve {
			return "an elliptic curve key of " + key.Curve.Params().Name
		}
		return ""
	case ed25519.PublicKey:
		if a.family != ed {
			return "an Ed25519 key"
		}
		return ""
	}
	return "a key of another kind"
}

// verify reports whether a signature over input is right. The key must fit.
func (a algorithm) verify(key crypto.PublicKey, input, signature []byte) bool {
	if a.family == ed {
		return ed25519.Verify(key.(ed25519.PublicKey), input, signature)
	}
	digest := sum(a.hash, input)
	switch a.family {
	case pkcs1:
		return rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), a.hash, digest, signature) == nil
	case pss:
		options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
		return rsa.VerifyPSS(key.(*rsa.PublicKey), a.hash, digest, signature, options) == nil
	default:
		return verifyECDSA(key.(*ecdsa.PublicKey), digest, signature)
	}
}

// verifyECDSA checks r and s, which stand side by side in full length
// (RFC 7518 section 3.4).
func verifyECDSA(key *ecdsa.PublicKey, digest, signature []byte) bool {
	params := key.Curve.Params()
	size := (params.BitSize + 7) / 8
	if len(signature) != 2*size {
		return false
	}
	r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
	for _, part := range []*big.Int{r, s} {
		if part.Sign() == 0 || part.Cmp(params.N) >= 0 {
			return false
		}
	}
	return ecdsa.Verify(key, digest, r, s)
}
