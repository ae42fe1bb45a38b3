package jose

import (
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// checkForeign reports whether the token is neither a W3C credential nor an
// SD-JWT VC, and adds a finding if so. Nothing is wrong with such a token, but its
// rules are not known here.
func (c *check) checkForeign() bool {
	typ, claims := c.header("typ").Text(), c.job.File.Document()
	if typ == "" || definitionOfType(typ) != nil || isW3C(claims) || claims.IsZero() {
		return false
	}
	c.evidence.Foreign = "a token of the type " + enveloping.Printable(typ)
	c.unknownType(typ)
	return true
}

// isW3C reports whether claims are meant as a credential or presentation of the
// W3C data model.
func isW3C(claims vc.Document) bool {
	return claims.Get("@context").Exists() || claims.Get("vc").Exists() || claims.Get("vp").Exists()
}

// unknownType adds the finding that the type of the token is not supported.
func (c *check) unknownType(typ string) {
	c.add(&ruleTyp, vc.Unknown, c.at(), "The token is of the type "+enveloping.Printable(typ)+", which is not supported here, so it is not known what it is for. Supported are "+supportedTypes+".")
}

// supportedTypes lists the types for messages.
const supportedTypes = "JWT, vc+jwt and vp+jwt, and vc+sd-jwt, vp+sd-jwt and dc+sd-jwt for an SD-JWT"
