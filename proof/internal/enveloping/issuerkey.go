package enveloping

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// maxTries is how many keys of an issuer are tried on one signature.
const maxTries = 16

// keyOfIssuer finds the key for a token whose kid is not a URL, or that has none.
// The kid is only a hint: the key that it may mean is tried first, then the other
// keys that the issuer may sign with, and the signature decides (RFC 7515 section
// 4.1.4 and appendix D).
func (s *Search) keyOfIssuer(ctx context.Context, kid string) (found, bool) {
	id, _, _ := strings.Cut(s.party(), "#")
	if id == "" {
		s.addBroken(&RuleMethod, "neither the URL of a key in kid nor a key in jwk, and nobody whose key it could be")
		return found{}, false
	}
	controller, err := did.Resolve(ctx, s.Env, id)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		s.add(&RuleMethod, vc.Unknown, "The "+s.What+" names no key by its URL, and the keys of the "+s.role()+" could not be looked up: "+vc.Plain(err.Error())+".")
		return found{}, false
	case err != nil:
		s.add(&RuleMethod, vc.Fail, "The "+s.What+" names no key by its URL, and the keys of the "+s.role()+" are not usable: "+err.Error()+".")
		return found{}, false
	case len(controller.Methods) == 0 && !strings.HasPrefix(id, "did:"):
		s.add(&RuleMethod, vc.Unknown, s.noKeysListed(id))
		return found{}, false
	}
	method, hinted := s.chooseMethod(controller, kid)
	if method == nil {
		return found{}, false
	}
	if kid != "" && !hinted {
		s.add(s.Rules.Kid, vc.Warn, "The kid "+Printable(kid)+" names no key of the "+s.role()+"; the key that was tried is "+Printable(method.ID)+".")
	}
	s.checkMethod(controller, method)
	return found{key: method.Key, method: method}, true
}

// chooseMethod returns the method whose key made the signature or, if none did,
// the one that was meant. hinted says whether kid means it. When there is nothing
// to try it returns nil and adds a finding that says why.
func (s *Search) chooseMethod(controller *vc.Controller, kid string) (method *vc.Method, hinted bool) {
	var meant, fitting []*vc.Method
	unusable := ""
	for i := range controller.Methods {
		m := &controller.Methods[i]
		allowed := s.methodFault(controller, m, Purpose(s.Presentation)) == ""
		switch {
		case kid != "" && isMeant(controller, m, kid):
			meant = append(meant, m)
		case allowed && m.Key == nil:
			unusable = m.WhyUnusable()
		case allowed && s.Algorithm.Misfit(m.Key) == "":
			fitting = append(fitting, m)
		}
	}
	tries := append(meant, fitting...)
	for _, m := range tries[:min(len(tries), maxTries)] {
		if s.Algorithm.Name != "" && jwk.Check(m.Key) == nil && s.Verifies(m.Key) {
			return m, kid != "" && isMeant(controller, m, kid)
		}
	}
	switch {
	case len(tries) > 0:
		return tries[0], len(meant) > 0
	case s.Algorithm.Name == "":
		// A finding about the algorithm says why.
	case unusable != "":
		s.add(s.Rules.Key, vc.Unknown, "The key cannot be used here, so the signature was not checked: "+unusable+".")
	default:
		s.addBroken(&RuleMethod, fmt.Sprintf("%s and no key of the %s that %s fits", kidText("the kid ", kid), s.role(), s.Algorithm.Name))
	}
	return nil, false
}

// kidText returns a kid after the words what, or that there is none.
func kidText(what, kid string) string {
	if kid == "" {
		return "no kid"
	}
	return what + Printable(kid)
}

// isMeant reports whether a kid that is not a URL means a method: by the method's
// fragment or id, by the kid of its JSON Web Key, or by the thumbprint of its key
// (RFC 7638), which may be written as a URN (RFC 9278).
func isMeant(controller *vc.Controller, m *vc.Method, kid string) bool {
	switch {
	case m.ID == kid, m.ID == controller.ID+"#"+strings.TrimPrefix(kid, "#"), m.KeyID == kid:
		return true
	case m.Key == nil:
		return false
	}
	own, err := jwk.Thumbprint(m.Key)
	return err == nil && own == strings.TrimPrefix(kid, thumbprintURN)
}
