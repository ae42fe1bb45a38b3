package jades

import (
	"encoding/base64"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// checkSignature checks the algorithm and, if it is supported and there is a
// key, the signature.
func (v *verification) checkSignature() {
	alg, ok := jws.Lookup(v.header("alg").Text())
	if !ok {
		v.addBroken(&ruleAlg, v.protected(), "another algorithm or none")
		return
	}
	if v.leaf == nil {
		return
	}
	if found := alg.Misfit(v.leaf.PublicKey); found != "" {
		v.weak = trust.Weakness(v.leaf, v.now) != ""
		v.addBroken(&ruleAlg, v.protected(), found)
		return
	}
	v.add(&ruleAlg, vc.Pass, v.protected(), "The algorithm "+v.header("alg").Text()+" fits the key of the certificate.")
	v.checkValue(alg)
}

// checkValue checks the signature value.
func (v *verification) checkValue(alg jws.Algorithm) {
	pointer := v.at("/signature")
	value, ok := decodeBase64(base64.RawURLEncoding, v.sig.Value)
	if !ok {
		v.addBroken(&ruleSignature, pointer, "a signature that is not base64url")
		return
	}
	v.verified = alg.VerifyText(v.leaf.PublicKey, value, v.sig.Protected, ".", v.sig.Payload)
	switch {
	case v.verified:
		v.add(&ruleSignature, vc.Pass, pointer, "The signature is right for the header and the payload as received.")
	case v.isDetached() && v.header("sigD").Get("mId").Text() != byHash:
		// The objects are part of what was signed, and JADES-SIGD reports that
		// they are not here.
		v.add(&ruleSignature, vc.Unknown, pointer, "The signature cannot be checked without the objects that it covers.")
	default:
		v.addBroken(&ruleSignature, pointer, "one that does not")
	}
}

// byHash is the mechanism in which the header holds the digests of the objects,
// so that the signature can be checked without them (TS 119 182-1 clause 5.2.8).
const byHash = "http://uri.etsi.org/19182/ObjectIdByURIHash"
