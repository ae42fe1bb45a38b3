package jose

import (
	"context"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// An SD-JWT VC is no W3C credential: its claims have a type, vct, and no context.
// Before its draft 6 it had the type vc+sd-jwt, which is now that of a W3C
// credential.
const (
	claimType      = "vct"
	claimIntegrity = "vct#integrity"
	claimTypes     = "aka_vcts"
)

// alwaysShown are the claims of an SD-JWT VC that its holder must not be able to
// withhold (SD-JWT VC section 2.2.2.3).
var alwaysShown = []string{"iss", "nbf", "exp", "cnf", claimType, claimIntegrity, claimTypes, "status"}

// statusListForm is the form of a token status list. Nobody is asked for one but by
// a credential that names it.
var statusListForm = definition{name: statusList, types: []string{string(statusList)}}

// definitionOfClaims returns the form of a token that is no W3C credential and
// whose rules are known here, or nil.
func (c *check) definitionOfClaims() *definition {
	if isClaims(c.job.Proof, c.job.File.Document()) {
		d, _ := definitionOf(SDJWTVC)
		return d
	}
	if c.job.StatusList && !c.selective && isType(c.header("typ").Text(), string(statusList)) {
		return &statusListForm
	}
	return nil
}

// isClaims reports whether a token is an SD-JWT VC, of which no part is a W3C
// credential. The media type of an envelope is nobody's word: it must not turn a W3C
// credential into claims, of which neither validUntil nor credentialStatus is read.
func isClaims(p proof.Proof, payload vc.Document) bool {
	typ := p.Signature.Header.Get("typ").Text()
	switch {
	case isType(typ, string(SDJWTVC)):
		return true
	case isW3C(payload):
		return false
	case typ == "" && isType(p.Signature.MediaType, string(SDJWTVC)):
		return true
	}
	return p.Suite == "SD-JWT" && payload.Get(claimType).Exists()
}

// readsCertificates reports whether the key of this form may come with its
// certificate.
func (c *check) readsCertificates() bool {
	return c.form != nil && (c.form.name == SDJWTVC || c.form.name == statusList)
}

// runClaims checks a token whose claims are no W3C credential.
func (c *check) runClaims(ctx context.Context) {
	c.evidence.Foreign = c.describeClaims()
	if c.form.name == SDJWTVC {
		c.checkClaimsType()
	}
	readable := c.selective == c.form.selective && c.readPayload(ctx)
	if readable {
		c.doc = c.claims
		if doc, err := c.claims.WithoutMembers(nameHash); err == nil {
			c.doc = doc
		}
		c.evidence.Verified = c.doc
		c.checkPurpose()
		c.checkTimes()
		c.checkNoEnd()
	}
	if readable && c.form.name == SDJWTVC {
		c.evidence.Findings = append(c.evidence.Findings, enveloping.CheckEnvelope(c.job.File, false, c.env.Limits)...)
		c.checkShown()
		c.checkTypeClaims()
		c.checkStatusClaim()
		c.checkAudience()
	}
	c.checkIssuerKey(ctx)
	if readable && c.form.name == SDJWTVC {
		c.checkType(ctx)
	}
}

// describeClaims says what the token is, in a few words.
func (c *check) describeClaims() string {
	if c.form.name == statusList {
		return "a token status list"
	}
	if vct := c.job.File.Document().Get(claimType).Text(); vct != "" {
		return "an SD-JWT VC of the type " + enveloping.Printable(vct)
	}
	return "an SD-JWT VC that names no type"
}

// checkClaimsType checks the type of the token. What older drafts wrote is
// understood: a W3C credential has a context and no vct.
func (c *check) checkClaimsType() {
	typ := c.header("typ")
	switch {
	case !c.selective:
		c.addBroken(&ruleTyp, c.at(), string(SDJWTVC)+" for a token without a tilde")
	case isType(typ.Text(), string(SDJWTVC)):
		c.add(&ruleClaimsTyp, vc.Pass, c.at(), "The token says that it is an SD-JWT VC.")
	case !typ.Exists():
		c.addBroken(&ruleClaimsTyp, c.at(), "none")
	default:
		c.addBroken(&ruleClaimsTyp, c.at(), enveloping.Printable(typ.Text()))
	}
}

// checkShown checks that nothing that decides was left to the holder to reveal,
// nor any part of it.
func (c *check) checkShown() {
	for _, d := range c.processed.disclosures {
		top := d.place
		for top.above != nil {
			top = top.above
		}
		if slices.Contains(alwaysShown, top.step) {
			c.addBroken(&ruleShown, "/"+jsontree.EscapePointer(top.step), "it in a disclosure")
		}
	}
	for _, name := range alwaysShown {
		pointer := "/" + jsontree.EscapePointer(name)
		if c.processed.hidden.isWithin(pointer) {
			c.addBroken(&ruleShown, pointer, "digests in it")
		}
	}
}

// checkTypeClaims checks vct, vct#integrity and aka_vcts (SD-JWT VC section
// 2.2.2).
func (c *check) checkTypeClaims() {
	vct := c.claims.Get(claimType)
	if vct.Kind() != jsontree.String || !isCollisionResistant(vct.Text()) {
		c.addBroken(&ruleVCT, "/"+claimType, describeText(vct))
	}
	if v := c.claims.Get(claimIntegrity); v.Exists() && !isIntegrity(v.Text()) {
		c.addBroken(&ruleIntegrityForm, v.Pointer(), describeText(v))
	}
	all := c.claims.Get(claimTypes)
	if !all.Exists() {
		return
	}
	if all.Kind() != jsontree.Array || all.Len() == 0 {
		c.addBroken(&ruleAKA, all.Pointer(), describeText(all))
		return
	}
	for one := range all.Elements() {
		switch {
		case one.Kind() != jsontree.String || !isCollisionResistant(one.Text()):
			c.addBroken(&ruleAKA, one.Pointer(), describeText(one))
		case one.Text() == vct.Text():
			c.addBroken(&ruleAKA, one.Pointer(), "the type in vct")
		}
	}
}

// isCollisionResistant reports whether a name may be a type: a URI, or a domain
// name in front of something (RFC 7515 section 2). What has neither a colon nor a
// full stop is nobody's.
func isCollisionResistant(name string) bool {
	return strings.ContainsAny(name, ":.") && !strings.ContainsAny(name, " \t\r\n")
}

// describeText says what stands in the place of a text.
func describeText(v jsontree.Value) string {
	switch {
	case !v.Exists():
		return "none"
	case v.Kind() != jsontree.String:
		return v.Kind().String()
	}
	return enveloping.Printable(v.Text())
}

// checkNoEnd adds that a token states no end. It must not be withheld, so it is
// known that there is none.
func (c *check) checkNoEnd() {
	if !c.claims.Get("exp").Exists() {
		c.add(&ruleEXP, vc.Pass, "", "The token states no end.")
	}
}

// checkStatusClaim looks for a status that is kept in a way that is not read here;
// a status list is looked up by the verifier.
func (c *check) checkStatusClaim() {
	if isW3C(c.claims) { // by its type no credential, and by its content one
		for _, name := range inForceMembers {
			if v := c.claims.Get(name); v.Exists() {
				c.add(&ruleStatus, vc.Unknown, v.Pointer(), "The token says that it is an SD-JWT VC, and "+name+" in it is of a W3C credential, so it is not known whether it is in force.")
			}
		}
	}
	v := c.claims.Get("status")
	if v.Exists() && !v.Get("status_list").Exists() {
		c.add(&ruleStatus, vc.Unknown, v.Pointer(), "The claim status names no status_list, and no other way of keeping the status is supported here, so it is not known whether the credential was revoked.")
	}
}
