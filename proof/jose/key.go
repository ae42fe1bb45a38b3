package jose

import (
	"context"
	"crypto"
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// signingKey is the key to check the signature with.
type signingKey struct {
	key    crypto.PublicKey
	method *vc.Method // the method that holds it; nil for a key in the header
}

// checkSignature finds the key and checks the signature with it.
func (c *check) checkSignature(ctx context.Context) {
	if f, ok := c.findKey(ctx); ok && c.algorithm.Name != "" {
		c.checkWith(f)
	}
}

// checkWith checks the signature with a key, which must be safe and fit the
// algorithm.
func (c *check) checkWith(f signingKey) {
	switch err := jwk.Check(f.key); {
	case f.key == nil && f.method != nil:
		c.add(&ruleKey, vc.Unknown, c.at(), "The key cannot be used here, so the signature was not checked: "+f.method.WhyUnusable()+".")
		return
	case errors.Is(err, jwk.ErrUnsupported):
		c.add(&ruleKey, vc.Unknown, c.at(), "The key cannot be used here, so the signature was not checked: "+err.Error()+".")
		return
	case err != nil:
		c.addBroken(&ruleKey, c.at(), "another: "+err.Error())
		return
	}
	if misfit := c.algorithm.Misfit(f.key); misfit != "" {
		c.addBroken(&ruleAlg, c.at(), c.algorithm.Name+" with "+misfit)
		return
	}
	c.add(&ruleAlg, vc.Pass, c.at(), "The algorithm "+c.algorithm.Name+" fits the key.")
	if !c.verifies(f.key) {
		c.addBroken(&ruleSignature, c.at(), c.signatureFault())
		return
	}
	c.add(&ruleSignature, vc.Pass, c.at(), "The signature fits the header, the payload and the key.")
}

// verifies reports whether a safe key made the signature.
func (c *check) verifies(key crypto.PublicKey) bool {
	value, err := jws.Decode(c.sig.Value)
	return err == nil && c.algorithm.Verify(key, c.sig.SigningInput(), value)
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

// findKey finds the key to check the signature with, and records in the evidence
// whose it is.
func (c *check) findKey(ctx context.Context) (signingKey, bool) {
	embedded, ok := c.embeddedKey()
	if !ok {
		return signingKey{}, false
	}
	switch kid := c.header("kid").Text(); {
	case c.isAddress(kid):
		return c.keyAt(ctx, kid, embedded)
	case embedded != nil:
		c.add(&ruleJWK, vc.Warn, c.at(), "The key stands in the token's own header, which shows nothing about whose it is.")
		c.findOwner(ctx, embedded)
		return signingKey{key: embedded}, true
	default:
		return c.keyOfIssuer(ctx, kid)
	}
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

// isAddress reports whether kid is the URL of a verification method. Any other
// kid is only a hint at a key of the issuer (RFC 7515 section 4.1.4). So is the
// issuer's own id, unless that stands for a key.
func (c *check) isAddress(kid string) bool {
	scheme, _, isURL := strings.Cut(strings.ToLower(kid), ":")
	if !isURL || scheme != "did" && scheme != "https" && scheme != "http" {
		return false
	}
	return kid != c.signerID() || strings.HasPrefix(kid, "did:key:") || strings.HasPrefix(kid, "did:jwk:")
}

// signerID returns the id of whoever should have signed.
func (c *check) signerID() string {
	if c.doc.IsZero() {
		return ""
	}
	return party(c.doc, c.presentation)
}

// keyAt looks up the verification method at a URL. The embedded key, if there is
// one, must be the same; when the method is out of reach it is used instead.
func (c *check) keyAt(ctx context.Context, url string, embedded crypto.PublicKey) (signingKey, bool) {
	controller, method, err := did.Dereference(ctx, c.env, url)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		c.add(&ruleMethod, vc.Unknown, c.at(), "The verification method "+printable(url)+" could not be looked up: "+vc.Plain(err.Error())+".")
		if embedded == nil {
			return signingKey{}, false
		}
		c.findOwner(ctx, embedded)
		return signingKey{key: embedded}, true
	case err != nil:
		c.add(&ruleMethod, vc.Fail, c.at(), "The verification method "+printable(url)+" is not usable: "+err.Error()+".")
		return signingKey{}, false
	case embedded != nil && !sameKey(embedded, method.Key):
		c.addBroken(&ruleJWK, c.at(), "another key than the one that kid leads to")
	}
	c.checkMethod(controller, method)
	if method.ID == controller.ID && method.Key != nil {
		// The kid of an Open Badge may lead to a bare key. Nothing but its address
		// says whose it is.
		c.findOwner(ctx, method.Key)
	}
	return signingKey{method.Key, method}, true
}

func sameKey(a, b crypto.PublicKey) bool {
	if jwk.Check(a) != nil {
		return false
	}
	return a.(interface{ Equal(crypto.PublicKey) bool }).Equal(b)
}
