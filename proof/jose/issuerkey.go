package jose

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// maxTries bounds how many keys of an issuer are tried on one signature.
const maxTries = 16

// keyOfIssuer is for a token whose kid is no URL, or that has none. The kid is
// a hint: the key that it may mean is tried first, then the others that the
// issuer may have signed with, and the signature decides (RFC 7515 section
// 4.1.4 and appendix D).
func (c *check) keyOfIssuer(ctx context.Context, kid string) (candidate, bool) {
	id, _, _ := strings.Cut(c.signerID(), "#")
	if id == "" {
		c.broken(&ruleMethod, c.at(), "neither the URL of a key in kid nor a key in jwk, and nobody whose key it could be")
		return candidate{}, false
	}
	controller, err := did.Resolve(ctx, c.env, id)
	switch {
	case errors.Is(err, vc.ErrUnreachable):
		c.add(&ruleMethod, vc.Unknown, c.at(), "The token names no key by its URL, and the keys of the "+c.role()+" could not be looked up: "+vc.Plain(err.Error())+".")
		return candidate{}, false
	case err != nil:
		c.add(&ruleMethod, vc.Fail, c.at(), "The token names no key by its URL, and the keys of the "+c.role()+" are not usable: "+err.Error()+".")
		return candidate{}, false
	case len(controller.Methods) == 0 && !strings.HasPrefix(id, "did:"):
		c.add(&ruleMethod, vc.Unknown, c.at(), c.noKeysListed(id))
		return candidate{}, false
	}
	method, hinted := c.choose(controller, kid)
	if method == nil {
		return candidate{}, false
	}
	if kid != "" && !hinted {
		c.add(&ruleKid, vc.Warn, c.at(), "The kid "+named(kid)+" names no key of the "+c.role()+"; the key that was tried is "+named(method.ID)+".")
	}
	c.judge(controller, method)
	return candidate{method.Key, method}, true
}

// choose returns the method whose key made the signature or, where none did,
// the one that was meant; hinted says whether kid means it. It returns nil
// when there is nothing to try, and says why.
func (c *check) choose(controller *vc.Controller, kid string) (method *vc.Method, hinted bool) {
	var meant, fitting []*vc.Method
	unusable := ""
	for i := range controller.Methods {
		m := &controller.Methods[i]
		allowed := c.methodFault(controller, m, purposeOf(c.presentation)) == ""
		switch {
		case kid != "" && isMeant(controller, m, kid):
			meant = append(meant, m)
		case allowed && m.Key == nil:
			unusable = m.WhyUnusable()
		case allowed && c.algorithm.Misfit(m.Key) == "":
			fitting = append(fitting, m)
		}
	}
	tries := append(meant, fitting...)
	for _, m := range tries[:min(len(tries), maxTries)] {
		if c.algorithm.Name != "" && jwk.Check(m.Key) == nil && c.verifies(m.Key) {
			return m, kid != "" && isMeant(controller, m, kid)
		}
	}
	switch {
	case len(tries) > 0:
		return tries[0], len(meant) > 0
	case c.algorithm.Name == "":
		// The algorithm was objected to already.
	case unusable != "":
		c.add(&ruleKey, vc.Unknown, c.at(), "The key cannot be used here, so the signature was not checked: "+unusable+".")
	default:
		c.broken(&ruleMethod, c.at(), fmt.Sprintf("%s and no key of the %s that %s fits", orNone("the kid ", kid), c.role(), c.algorithm.Name))
	}
	return nil, false
}

func orNone(what, kid string) string {
	if kid == "" {
		return "no kid"
	}
	return what + named(kid)
}

// isMeant reports whether a kid that is no URL means a method: by its fragment,
// its identifier, the kid of its JSON Web Key, or the thumbprint of its key
// (RFC 7638), which may be a URN (RFC 9278).
func isMeant(controller *vc.Controller, m *vc.Method, kid string) bool {
	switch {
	case m.ID == kid, m.ID == controller.ID+"#"+strings.TrimPrefix(kid, "#"), m.KeyID == kid:
		return true
	case m.Key == nil:
		return false
	}
	own, err := jwk.Thumbprint(m.Key)
	return err == nil && own == strings.TrimPrefix(kid, thumbprint)
}
