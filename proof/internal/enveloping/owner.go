package enveloping

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
func (s *Search) checkMethod(controller *vc.Controller, method *vc.Method) {
	purpose := Purpose(s.Presentation)
	if fault := s.methodFault(controller, method, purpose); fault != "" {
		s.addBroken(&RuleMethod, fault)
	} else {
		s.add(&RuleMethod, vc.Pass, "The verification method is listed for the purpose "+purpose+".")
	}
	signer := proof.Signer{Method: method.ID, Controller: method.Controller, Key: method.Key}
	role := s.role()
	switch id := s.party(); {
	case s.Document.IsZero():
		signer.Issues, signer.Reason = vc.Unknown, "The document cannot be read, so it is not known whose the key should be."
	case id != "" && id == method.Controller:
		signer.Issues, signer.Reason = vc.Pass, "The key belongs to the "+role+"."
	case id == "" && s.Presentation:
		signer.Issues, signer.Reason = vc.NotAsked, "The document names no holder whose the key could be."
	default:
		signer.Issues, signer.Reason = vc.Fail, "The key belongs to somebody else than the "+role+"."
	}
	s.Signer = signer
}

// role returns what to call whoever should have signed.
func (s *Search) role() string {
	if s.Presentation {
		return "holder"
	}
	return "issuer"
}

// methodFault says why a method must not be used, or "".
func (s *Search) methodFault(controller *vc.Controller, method *vc.Method, purpose string) string {
	switch {
	case method.Controller != controller.ID:
		return "a method with another controller than the document that holds it"
	case !controller.Allows(method.ID, purpose):
		return "a method that is not for the purpose " + purpose
	case !method.Revoked.IsZero() && !method.Revoked.After(s.Now):
		return "a method that was revoked"
	case !method.Expires.IsZero() && !method.Expires.After(s.Now):
		return "a method that has expired"
	}
	return ""
}

// thumbprintURN is the start of a URN that names a key by its SHA-256 thumbprint
// (RFC 9278).
const thumbprintURN = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"

// findOwner records whether a key speaks for the issuer when the place where it
// was found does not say so: in the header, or as a bare key at an address.
func (s *Search) findOwner(ctx context.Context, key crypto.PublicKey) {
	signer := s.Signer
	signer.Key = key
	signer.Issues, signer.Reason = s.ownerOf(ctx, key, &signer)
	s.Signer = signer
}

// ownerOf says whether a key speaks for the issuer or holder, and why. It sets
// the method and controller of the signer when it does.
func (s *Search) ownerOf(ctx context.Context, key crypto.PublicKey, signer *proof.Signer) (vc.Status, string) {
	id, role := s.party(), s.role()
	switch {
	case s.Document.IsZero():
		return vc.Unknown, "The document cannot be read, so it is not known whose the key should be."
	case id == "" && s.Presentation:
		return vc.NotAsked, "The document names no holder whose the key could be."
	case id == "":
		return vc.Fail, "The document names no issuer whose the key could be."
	}
	if want, isThumbprint := strings.CutPrefix(id, thumbprintURN); isThumbprint {
		if got, err := jwk.Thumbprint(key); err != nil || got != want {
			return vc.Fail, "The " + role + " is named by the thumbprint of another key."
		}
		signer.Controller = id
		return vc.Pass, "The " + role + " is named by the thumbprint of the key."
	}
	controller, err := did.Resolve(ctx, s.Env, id)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		return vc.Unknown, "Whether the key is the " + role + "'s could not be looked up: " + vc.Plain(err.Error()) + "."
	case err != nil && strings.HasPrefix(id, "did:"):
		return vc.Fail, "The DID of the " + role + " stands for no key."
	case err != nil || len(controller.Methods) == 0:
		return vc.Unknown, s.noKeysListed(id)
	}
	for i := range controller.Methods {
		m := &controller.Methods[i]
		if SameKey(m.Key, key) && s.methodFault(controller, m, Purpose(s.Presentation)) == "" {
			signer.Method, signer.Controller = m.ID, m.Controller
			return vc.Pass, "The " + role + " lists the key for the purpose."
		}
	}
	return vc.Fail, "The " + role + " does not list the key."
}

// noKeysListed says that the document of whoever should have signed lists no
// keys, and what to do. The profile of an Open Badges issuer need not be a
// controller document.
func (s *Search) noKeysListed(id string) string {
	under := ""
	if kid := s.Kid; s.IsAddress(kid) {
		under = " under the id " + Printable(kid)
	}
	return "What stands at " + Printable(id) + " does not say which keys are the " + s.role() + "'s. It must list the key as a verification method for " +
		Purpose(s.Presentation) + under + "; give such a document with --document " + Printable(id) + "=FILE or --with DIR, or fetch it anew with --online."
}
