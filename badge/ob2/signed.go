package ob2

import (
	"slices"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// signed verifies a badge that is a JSON Web Signature (Open Badges 2.0,
// SignedBadge Verification): a key that the issuer's profile lists, and that
// names the issuer as its owner, must have signed it, and the issuer's
// revocation list must not name it.
func (v *verifier) signed() {
	method := v.a.Verification
	switch {
	case method.Hosted() && !method.Signed():
		v.add(&ruleSignature, vc.Fail, method.At.Pointer(), "There is a signature, but the assertion says that it is hosted, not signed.")
		return
	case method.At.Exists() && !method.Signed() && (len(method.Types) > 0 || !method.At.IsObject()):
		v.add(&ruleMethod, vc.Unknown, method.At.Pointer(), "The assertion asks to be verified in a way that is not supported here; hosted and signed badges are.")
		return
	}
	signature := v.a.Secured.Proofs()[0].Signature
	if !v.understood(signature) {
		return
	}
	ring, ok := v.keys()
	if !ok {
		return
	}
	raw, err := jws.Decode(signature.Value)
	if err != nil {
		v.add(&ruleSignature, vc.Fail, "", "The signature is not base64url without padding.")
		return
	}
	right := slices.IndexFunc(ring.keys, func(k signingKey) bool {
		return signature.Header.Get("alg").IsText(k.algorithm.Name) && k.algorithm.Verify(k.public.Key(), signature.SigningInput(), raw)
	})
	switch {
	case right >= 0:
		v.method, v.signedBy = ring.keys[right].id, ring.keys[right].public.Key()
		v.add(&ruleSignature, vc.Pass, "", "The signature is right.")
		v.revocation()
	case ring.more:
		v.add(&ruleSignature, vc.Unknown, "", "The signature fits none of the issuer's keys that could be read; it may be by another of them.")
	default:
		v.add(&ruleSignature, vc.Fail, "", "The signature does not fit the issuer's key: the badge was changed, or somebody else signed it.")
	}
}

// algorithms are those of Open Badges 2.0.
var algorithms = []string{"RS256", "ES256"}

// understood reports whether the header asks for nothing that is not done
// here. No signature, or one with a shared secret, is no signature by the
// issuer; another algorithm is one that is not supported.
func (v *verifier) understood(signature *proof.Signature) bool {
	if fault := jws.CriticalFault(signature.Header, nil, []string{"b64"}); fault != "" || signature.Unencoded() {
		v.add(&ruleSignature, vc.Fail, "", "The header of the signature asks for something that is not understood.")
		return false
	}
	alg := signature.Header.Get("alg").Text()
	_, known := jws.Lookup(alg)
	switch {
	case slices.Contains(algorithms, alg):
		return true
	case !known && !slices.Contains(otherAlgorithms, alg):
		v.add(&ruleSignature, vc.Fail, "", "The header of the signature names no algorithm by which an issuer can sign; RS256 and ES256 are supported.")
	default:
		v.add(&ruleSignature, vc.Unknown, "", "The signature is by "+alg+", which is not supported for Open Badges 2; RS256 and ES256 are.")
	}
	return false
}

// otherAlgorithms are registered algorithms with a key pair (RFC 7518 section
// 3.1, RFC 8037, RFC 8812, RFC 9864) that nothing here can verify.
var otherAlgorithms = []string{"RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"}
