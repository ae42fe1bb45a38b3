package jose

import (
	"context"
	"crypto"
	"errors"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// checkSignature finds the key and checks the signature with it.
func (c *check) checkSignature(ctx context.Context) {
	embedded, ok := c.embeddedKey()
	if !ok {
		return
	}
	search := enveloping.Search{
		Env: c.env, Now: c.now, At: c.at(), What: "token",
		Rules: enveloping.Rules{Alg: &ruleAlg, Embedded: &ruleJWK, Kid: &ruleKid, Key: &ruleKey, Signature: &ruleSignature},
		Kid:   c.header("kid").Text(), Embedded: embedded, Document: c.doc, Presentation: c.presentation,
		Algorithm: c.algorithm, Verifies: c.verifies, Fault: c.signatureFault,
	}
	search.Run(ctx)
	c.evidence.Findings = append(c.evidence.Findings, search.Findings...)
	c.evidence.Signer = search.Signer
}

// verifies reports whether a safe key made the signature.
func (c *check) verifies(key crypto.PublicKey) bool {
	value, err := jws.Decode(c.sig.Value)
	return err == nil && c.algorithm.VerifyText(key, value, c.sig.Protected, ".", c.sig.Payload)
}

// signatureFault says what may be wrong with a signature that does not verify.
func (c *check) signatureFault() string {
	value, err := jws.Decode(c.sig.Value)
	if err != nil {
		return "one that is not base64url without padding"
	}
	if shape := c.algorithm.FormFault(value); shape != "" {
		return "one that does not: " + shape
	}
	return "one that does not: the token was changed, or another key signed"
}

// embeddedKey reads the key in the header, which is nil when there is none. It
// returns false when there is one that cannot be used.
func (c *check) embeddedKey() (crypto.PublicKey, bool) {
	v := c.header("jwk")
	if !v.Exists() {
		return nil, true
	}
	key, err := jwk.Public(v)
	var fault *jwk.Error
	switch {
	case errors.Is(err, jwk.ErrUnsupported) && errors.As(err, &fault):
		c.add(&ruleJWK, vc.Unknown, c.at(), "The key in the header cannot be used here: "+fault.Detail+".")
	case errors.As(err, &fault):
		c.addBroken(&ruleJWK, c.at(), "another: "+fault.Detail)
	case err != nil:
		c.addBroken(&ruleJWK, c.at(), "another")
	case !isFor(key, c.algorithm):
		c.addBroken(&ruleAlg, c.at(), "another algorithm than the key is for")
	default:
		return key.Public, true
	}
	return nil, false
}

// isFor reports whether a key may be used with an algorithm according to its own
// member alg (RFC 7517 section 4.4). An algorithm that is not supported passes,
// because it is not known what it fits.
func isFor(key jwk.Key, algorithm jws.Algorithm) bool {
	only, _ := jws.Lookup(key.Alg)
	return key.Alg == "" || algorithm.Name == "" || only.Same(algorithm)
}
