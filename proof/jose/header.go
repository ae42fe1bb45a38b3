package jose

import (
	"slices"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// checkAlgorithm looks up the algorithm. "none" and HMAC fail; any other that is
// not supported leaves the question open. Whether it fits the key is checked once
// the key is known.
func (c *check) checkAlgorithm() {
	name := c.header("alg").Text()
	algorithm, ok := jws.Lookup(name)
	switch barred := jws.Prohibition(name); {
	case ok:
		c.algorithm = algorithm
	case name == "":
		c.addBroken(&ruleAlg, c.at(), "none")
	case barred != "":
		c.addBroken(&ruleAlg, c.at(), enveloping.Printable(name)+", "+barred)
	default:
		c.add(&ruleAlg, vc.Unknown, c.at(), "The algorithm is "+enveloping.Printable(name)+", which is not supported here, so the signature was not checked. Supported are "+supportedAlgorithms+".")
	}
}

// supportedAlgorithms lists the algorithms for messages.
const supportedAlgorithms = "EdDSA with Ed25519, ES256, ES384, ES512, RS256, RS384, RS512, PS256, PS384 and PS512"

// headerTypes are the JSON types of the registered header parameters that
// matter here.
var headerTypes = []struct {
	name string
	kind jsontree.Kind
}{
	{"alg", jsontree.String}, {"kid", jsontree.String}, {"typ", jsontree.String}, {"cty", jsontree.String},
	{"jwk", jsontree.Object}, {"jku", jsontree.String}, {"x5u", jsontree.String}, {"x5c", jsontree.Array},
	{"b64", jsontree.Bool}, {"iss", jsontree.String},
}

// checkHeader checks the protected header, apart from the algorithm and the key.
func (c *check) checkHeader() {
	for _, p := range headerTypes {
		if v := c.header(p.name); v.Exists() && v.Kind() != p.kind {
			c.addBroken(&ruleHeader, c.at(), v.Kind().String()+" as "+p.name)
		}
	}
	// The extension b64 counts as understood, because true changes nothing (RFC
	// 7797 section 3) and false is refused below.
	if found := jws.CriticalFault(c.sig.Header, []string{"b64"}, []string{"b64"}); found != "" {
		c.addBroken(&ruleCrit, c.at(), found)
	}
	if c.sig.Unencoded() {
		c.addBroken(&ruleB64, c.at(), "a payload that is signed as it is")
	}
	if cty := c.header("cty"); cty.IsText("JWT") || cty.IsText("jwt") {
		c.addBroken(&ruleContent, c.at(), "a token inside the token")
	}
	for _, name := range []string{"jku", "x5u", "x5c"} {
		if c.header(name).Exists() && !(name == "x5c" && c.readsCertificates()) {
			c.addBroken(&ruleFollow, c.at(), name)
		}
	}
}

// findForm finds the form of the token by the parameter typ or, without it, by
// the media type that an envelope states.
func (c *check) findForm() {
	typ, media := c.header("typ"), definitionOfType(c.sig.MediaType)
	c.form = definitionOfType(typ.Text())
	switch {
	case typ.Exists():
	case media != nil:
		c.form = media
	case c.selective:
		c.form, _ = definitionOf(VCSDJWT)
	default:
		c.form, _ = definitionOf(VCJWT) // Open Badges 3.0 section 8.2.1 demands no type
	}
	switch {
	case c.form == nil && typ.Text() != "":
		c.unknownType(typ.Text())
		return
	case c.form == nil:
		c.addBroken(&ruleTyp, c.at(), "none that is text")
		return
	case c.form.selective != c.selective:
		c.addBroken(&ruleTyp, c.at(), enveloping.Printable(typ.Text())+map[bool]string{true: " for an SD-JWT", false: " for a token without a tilde"}[c.selective])
		c.form = nil
		return
	case typ.Exists() && !isType(typ.Text(), c.form.types[0]):
		c.addBroken(&ruleTypGiven, c.at(), enveloping.Printable(typ.Text())+", which drafts called "+c.form.types[0])
	case !typ.Exists() && c.form.name != VCJWT:
		c.addBroken(&ruleTypGiven, c.at(), "none")
	case media != nil && media != c.form && media.name != VCJWT:
		c.addBroken(&ruleTypGiven, c.at(), "two different ones")
	}
	if c.form.name == VCJWT {
		for name := range c.sig.Header.Members() {
			if !slices.Contains([]string{"alg", "kid", "jwk", "typ"}, name) {
				c.addBroken(&ruleFewHeaders, c.at(), enveloping.Printable(name))
				break
			}
		}
	}
}

// findContent finds the credential or presentation in the claims. It returns
// false when there is none that could be checked.
func (c *check) findContent() bool {
	if c.form == nil {
		return false
	}
	inner, found := contentOf(c.claims)
	switch {
	case found != "":
		c.addBroken(&ruleContent, "", found)
		return false
	case inner.Exists() && c.form.name != VCJWT:
		c.addBroken(&ruleContent, inner.Pointer(), "the claim "+inner.Name())
		return false
	}
	doc, err := credentialOf(c.claims, inner)
	if err != nil {
		c.addBroken(&ruleContent, inner.Pointer(), "what cannot be read on its own")
		return false
	}
	c.doc, c.presentation = doc, enveloping.IsPresentation(doc)
	switch {
	case c.form.name == VCJWT:
		if inner.Exists() && (inner.Name() == "vp") != c.presentation {
			c.addBroken(&ruleContent, inner.Pointer(), "another type of document")
		}
	case c.form.presentation != c.presentation:
		c.addBroken(&ruleContent, "/type", "another type of document")
	}
	if c.doc.Get("proof").Exists() {
		c.add(&ruleInner, vc.Warn, "/proof", "The token holds a document with a proof of its own, which was not checked.")
		if doc, err = c.doc.Without("/proof"); err == nil {
			c.doc = doc
		}
	}
	c.evidence.Verified = c.doc
	return true
}
