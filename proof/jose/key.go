package jose

import (
	"context"
	"crypto"
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// checkSignature finds the key and checks the signature with it.
func (c *check) checkSignature(ctx context.Context) {
	if key, ok := c.findKey(ctx); ok && c.algorithm.Name != "" {
		c.checkWith(key)
	}
}

// checkWith checks the signature with a key, which must be a safe one and of
// the kind that the algorithm is for.
func (c *check) checkWith(key crypto.PublicKey) {
	switch err := jwk.Check(key); {
	case errors.Is(err, jwk.ErrUnsupported):
		c.add(&ruleKey, vc.Unknown, c.at(), "The key is of a kind that cannot be used here, so the signature cannot be checked.")
		return
	case err != nil:
		c.broken(&ruleKey, c.at(), "another: "+err.Error())
		return
	}
	if found := c.algorithm.Misfit(key); found != "" {
		c.broken(&ruleAlg, c.at(), c.algorithm.Name+" with "+found)
		return
	}
	c.add(&ruleAlg, vc.Pass, c.at(), "The algorithm "+c.algorithm.Name+" fits the key.")
	value, err := jws.Decode(c.sig.Value)
	if err != nil || !c.algorithm.Verify(key, c.sig.SigningInput(), value) {
		c.broken(&ruleSignature, c.at(), "one that does not: the token was changed, or another key signed")
		return
	}
	c.add(&ruleSignature, vc.Pass, c.at(), "The signature fits the header, the payload and the key.")
}

// findKey finds the key to check the signature with, and says in the evidence
// whose it is.
func (c *check) findKey(ctx context.Context) (crypto.PublicKey, bool) {
	embedded, ok := c.embeddedKey()
	if !ok {
		return nil, false
	}
	switch url := c.methodURL(embedded != nil); {
	case url != "":
		return c.namedKey(ctx, url, embedded)
	case embedded != nil:
		c.add(&ruleJWK, vc.Warn, c.at(), "The key stands in the token's own header, which shows nothing about whose it is.")
		c.bind(ctx, embedded)
		return embedded, true
	}
	return c.onlyKey(ctx)
}

// embeddedKey reads the key in the header, if there is one.
func (c *check) embeddedKey() (crypto.PublicKey, bool) {
	v := c.header("jwk")
	if !v.Exists() {
		return nil, true
	}
	key, err := jwk.Public(v)
	var fault *jwk.Error
	switch {
	case errors.Is(err, jwk.ErrUnsupported):
		c.add(&ruleJWK, vc.Unknown, c.at(), "The key in the header is of a kind that cannot be used here.")
	case errors.As(err, &fault):
		c.broken(&ruleJWK, c.at(), "another: "+fault.Detail)
	case err != nil:
		c.broken(&ruleJWK, c.at(), "another")
	case !isFor(key, c.algorithm):
		c.broken(&ruleAlg, c.at(), "another algorithm than the key is for")
	default:
		return key.Public, true
	}
	return nil, false
}

// isFor reports whether a key may be used with an algorithm as far as its own
// member alg says (RFC 7517 section 4.4).
func isFor(key jwk.Key, algorithm jws.Algorithm) bool {
	only, _ := jws.Lookup(key.Alg)
	return key.Alg == "" || only.Same(algorithm)
}

// methodURL returns the URL of the verification method that kid names, or "".
// A kid that is no URL names a key of the issuer (VC-JOSE-COSE section 4.1.2);
// beside a key in the header it is only a label.
func (c *check) methodURL(embedded bool) string {
	kid := c.header("kid").Text()
	lower := strings.ToLower(kid)
	if strings.HasPrefix(lower, "did:") || strings.HasPrefix(lower, "https:") || strings.HasPrefix(lower, "http:") {
		return kid
	}
	base, _, _ := strings.Cut(c.signerID(), "#")
	if embedded || kid == "" || base == "" {
		return ""
	}
	return base + "#" + strings.TrimPrefix(kid, "#")
}

// signerID returns the identifier of whoever should have signed.
func (c *check) signerID() string {
	if c.doc.IsZero() {
		return ""
	}
	return party(c.doc, c.presentation)
}

// namedKey looks up the verification method at a URL.
func (c *check) namedKey(ctx context.Context, url string, embedded crypto.PublicKey) (crypto.PublicKey, bool) {
	controller, method, err := did.Dereference(ctx, c.env, url)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		c.add(&ruleMethod, vc.Unknown, c.at(), "The verification method could not be looked up: "+err.Error()+".")
		if embedded == nil {
			return nil, false
		}
		c.bind(ctx, embedded)
		return embedded, true
	case err != nil:
		c.add(&ruleMethod, vc.Fail, c.at(), "The verification method is not usable: "+err.Error()+".")
		return nil, false
	case embedded != nil && !sameKey(embedded, method.Key):
		c.broken(&ruleJWK, c.at(), "another key than the one that kid leads to")
	}
	c.judge(controller, method)
	if method.ID == controller.ID {
		// A key alone at its address, to which the kid of an Open Badge leads:
		// nobody but the address speaks for it.
		c.bind(ctx, method.Key)
	}
	return method.Key, true
}

// onlyKey is for a token that does not name its key: the issuer must then have
// exactly one that it may have signed with.
func (c *check) onlyKey(ctx context.Context) (crypto.PublicKey, bool) {
	id := c.signerID()
	if id == "" {
		c.broken(&ruleMethod, c.at(), "neither kid nor jwk, and nobody whose key it could be")
		return nil, false
	}
	controller, err := did.Resolve(ctx, c.env, id)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		c.add(&ruleMethod, vc.Unknown, c.at(), "The token does not name its key, and the keys of the issuer could not be looked up: "+err.Error()+".")
		return nil, false
	case err != nil:
		c.add(&ruleMethod, vc.Fail, c.at(), "The token does not name its key, and the issuer's keys are not usable: "+err.Error()+".")
		return nil, false
	}
	var only *vc.Method
	for i := range controller.Methods {
		m := &controller.Methods[i]
		if !controller.Allows(m.ID, purposeOf(c.presentation)) || c.algorithm.Misfit(m.Key) != "" {
			continue
		}
		if only != nil {
			c.broken(&ruleMethod, c.at(), "no kid, and more than one key that it could be")
			return nil, false
		}
		only = m
	}
	if only == nil {
		c.broken(&ruleMethod, c.at(), "no kid, and no key of the signer that it could be")
		return nil, false
	}
	c.judge(controller, only)
	return only.Key, true
}

// judge checks that the controller stands by the method (Controlled
// Identifiers 1.0 section 3.3), and says whose the key is.
func (c *check) judge(controller *vc.Controller, method *vc.Method) {
	purpose := purposeOf(c.presentation)
	if found := c.methodFault(controller, method, purpose); found != "" {
		c.broken(&ruleMethod, c.at(), found)
	} else {
		c.add(&ruleMethod, vc.Pass, c.at(), "The verification method is listed for the purpose "+purpose+".")
	}
	s := proof.Signer{Method: method.ID, Controller: method.Controller, Key: method.Key}
	role := c.role()
	switch id := c.signerID(); {
	case c.doc.IsZero():
		s.Issues, s.Reason = vc.Unknown, "The document cannot be read, so it is not known whose the key should be."
	case id != "" && id == method.Controller:
		s.Issues, s.Reason = vc.Pass, "The key belongs to the "+role+"."
	case id == "" && c.presentation:
		s.Issues, s.Reason = vc.NotAsked, "The document names no holder whose the key could be."
	default:
		s.Issues, s.Reason = vc.Fail, "The key belongs to somebody else than the "+role+"."
	}
	c.evidence.Signer = s
}

func (c *check) role() string {
	if c.presentation {
		return "holder"
	}
	return "issuer"
}

// methodFault says why a method must not be used, or "".
func (c *check) methodFault(controller *vc.Controller, method *vc.Method, purpose string) string {
	switch {
	case method.Controller != controller.ID:
		return "a method with another controller than the document that holds it"
	case !controller.Allows(method.ID, purpose):
		return "a method that is not for the purpose " + purpose
	case !method.Revoked.IsZero() && !method.Revoked.After(c.now):
		return "a method that was revoked"
	case !method.Expires.IsZero() && !method.Expires.After(c.now):
		return "a method that has expired"
	}
	return ""
}

// thumbprint starts the URN that names a key by its SHA-256 thumbprint
// (RFC 9278).
const thumbprint = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"

// bind asks whether a key that nobody vouches for where it was found, in the
// header or alone at its address, is one of those that speak for the issuer.
func (c *check) bind(ctx context.Context, key crypto.PublicKey) {
	s := c.evidence.Signer
	s.Key = key
	s.Issues, s.Reason = c.binding(ctx, key, &s)
	c.evidence.Signer = s
}

func (c *check) binding(ctx context.Context, key crypto.PublicKey, s *proof.Signer) (vc.Status, string) {
	id, role := c.signerID(), c.role()
	switch {
	case c.doc.IsZero():
		return vc.Unknown, "The document cannot be read, so it is not known whose the key should be."
	case id == "" && c.presentation:
		return vc.NotAsked, "The document names no holder whose the key could be."
	case id == "":
		return vc.Fail, "The document names no issuer whose the key could be."
	}
	if want, isThumbprint := strings.CutPrefix(id, thumbprint); isThumbprint {
		if got, err := jwk.Thumbprint(key); err != nil || got != want {
			return vc.Fail, "The " + role + " is named by the thumbprint of another key."
		}
		s.Controller = id
		return vc.Pass, "The " + role + " is named by the thumbprint of the key."
	}
	controller, err := did.Resolve(ctx, c.env, id)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		return vc.Unknown, "Whether the key is the " + role + "'s could not be looked up."
	case err != nil && strings.HasPrefix(id, "did:"):
		return vc.Fail, "The DID of the " + role + " stands for no key."
	case err != nil || len(controller.Methods) == 0:
		// The profile of an Open Badges issuer need not be a controller document.
		return vc.Unknown, "What stands at the address of the " + role + " does not say which keys are its own."
	}
	for i := range controller.Methods {
		m := &controller.Methods[i]
		if sameKey(m.Key, key) && c.methodFault(controller, m, purposeOf(c.presentation)) == "" {
			s.Method, s.Controller = m.ID, m.Controller
			return vc.Pass, "The " + role + " lists the key for the purpose."
		}
	}
	return vc.Fail, "The " + role + " does not list the key."
}

func sameKey(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}
