package jose

import (
	"context"
	"crypto"
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// checkMethod checks that the controller lists the method for the purpose and has
// not withdrawn it (Controlled Identifiers 1.0 section 3.3), and records whose
// the key is.
func (c *check) checkMethod(controller *vc.Controller, method *vc.Method) {
	purpose := purposeOf(c.presentation)
	if fault := c.methodFault(controller, method, purpose); fault != "" {
		c.addBroken(&ruleMethod, c.at(), fault)
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

// role returns what to call whoever should have signed.
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

// thumbprintURN is the start of a URN that names a key by its SHA-256 thumbprint
// (RFC 9278).
const thumbprintURN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"

// findOwner records whether a key speaks for the issuer when the place where it
// was found does not say so: in the header, or as a bare key at an address.
func (c *check) findOwner(ctx context.Context, key crypto.PublicKey) {
	s := c.evidence.Signer
	s.Key = key
	s.Issues, s.Reason = c.ownerOf(ctx, key, &s)
	c.evidence.Signer = s
}

// ownerOf says whether a key speaks for the issuer or holder, and why. It sets
// the method and controller of s when it does.
func (c *check) ownerOf(ctx context.Context, key crypto.PublicKey, s *proof.Signer) (vc.Status, string) {
	id, role := c.signerID(), c.role()
	switch {
	case c.doc.IsZero():
		return vc.Unknown, "The document cannot be read, so it is not known whose the key should be."
	case id == "" && c.presentation:
		return vc.NotAsked, "The document names no holder whose the key could be."
	case id == "":
		return vc.Fail, "The document names no issuer whose the key could be."
	}
	if want, isThumbprint := strings.CutPrefix(id, thumbprintURN); isThumbprint {
		if got, err := jwk.Thumbprint(key); err != nil || got != want {
			return vc.Fail, "The " + role + " is named by the thumbprint of another key."
		}
		s.Controller = id
		return vc.Pass, "The " + role + " is named by the thumbprint of the key."
	}
	controller, err := did.Resolve(ctx, c.env, id)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		return vc.Unknown, "Whether the key is the " + role + "'s could not be looked up: " + vc.Plain(err.Error()) + "."
	case err != nil && strings.HasPrefix(id, "did:"):
		return vc.Fail, "The DID of the " + role + " stands for no key."
	case err != nil || len(controller.Methods) == 0:
		return vc.Unknown, c.noKeysListed(id)
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

// noKeysListed says that the document of whoever should have signed lists no
// keys, and what to do. The profile of an Open Badges issuer need not be a
// controller document.
func (c *check) noKeysListed(id string) string {
	under := ""
	if kid := c.header("kid").Text(); c.isAddress(kid) {
		under = " under the id " + printable(kid)
	}
	return "What stands at " + printable(id) + " does not say which keys are the " + c.role() + "'s. It must list the key as a verification method for " +
		purposeOf(c.presentation) + under + "; give such a document with --document " + printable(id) + "=FILE or --with DIR, or fetch it anew with --online."
}
