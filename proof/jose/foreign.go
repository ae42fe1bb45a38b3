package jose

import (
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// typeSDJWTVC is the media type of an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc
// section 2.2.1). It is no W3C credential: its claims have a type, vct, and no
// context.
const typeSDJWTVC = "dc+sd-jwt"

// checkForeign reports whether the token is no W3C credential, and adds a finding
// if so. Nothing is wrong with such a token, but its rules are not known here.
func (c *check) checkForeign() bool {
	typ, claims := c.header("typ").Text(), c.job.File.Document()
	model := claims.Get("@context").Exists() || claims.Get("vc").Exists() || claims.Get("vp").Exists()
	vct := claims.Get("vct").Text()
	switch {
	case isType(typ, typeSDJWTVC) || isType(c.sig.MediaType, typeSDJWTVC), c.selective && vct != "" && !model:
		// Before its draft 6 an SD-JWT VC had the type vc+sd-jwt.
		kind := "an SD-JWT VC that names no type"
		if vct != "" {
			kind = "an SD-JWT VC of the type " + enveloping.Printable(vct)
		}
		c.evidence.Foreign = kind
		c.add(&ruleSDJWTVC, vc.Unknown, c.at(), "This is "+kind+", which is not supported yet, so nothing is known about it. Supported are tokens of the types "+supportedTypes+".")
		return true
	case typ != "" && definitionOfType(typ) == nil && !model && !claims.IsZero():
		c.evidence.Foreign = "a token of the type " + enveloping.Printable(typ)
		c.unknownType(typ)
		return true
	}
	return false
}

// unknownType adds the finding that the type of the token is not supported.
func (c *check) unknownType(typ string) {
	c.add(&ruleTyp, vc.Unknown, c.at(), "The token is of the type "+enveloping.Printable(typ)+", which is not supported here, so it is not known what it is for. Supported are "+supportedTypes+".")
}

// supportedTypes lists the types for messages.
const supportedTypes = "JWT, vc+jwt and vp+jwt, and vc+sd-jwt and vp+sd-jwt for an SD-JWT"
