package jose

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// checkClaims compares the registered claims with the members of the document
// that say the same. In a VC-JWT they must agree. In other forms only iss must,
// and exp and nbf are about the signature (VC-JOSE-COSE section 3.1.3).
func (c *check) checkClaims() {
	c.checkIssuerClaim()
	c.compareText(&ruleJTI, "jti", []string{c.doc.Get("id").Text()})
	var subjects []string
	for subject := range c.doc.Get("credentialSubject").Each() {
		if id := subject.Get("id").Text(); id != "" {
			subjects = append(subjects, id)
		}
	}
	if !c.presentation {
		c.compareText(&ruleSUB, "sub", subjects)
		c.compareDates()
		c.checkUnreadStatus()
	}
	if c.form.name == VCJWT {
		c.checkMissing(len(subjects) > 0)
	}
}

// checkIssuerClaim checks iss, which may also be copied to the header
// (RFC 7519 section 5.3).
func (c *check) checkIssuerClaim() {
	want := enveloping.Party(c.doc, c.presentation)
	for _, iss := range []jsontree.Value{c.claims.Get("iss"), c.header("iss")} {
		if iss.Exists() && (iss.Kind() != jsontree.String || iss.Text() != want) {
			c.addBroken(&ruleISS, "/iss", "another value")
		}
	}
}

// compareText checks that a claim is one of the values in the document.
func (c *check) compareText(rule *vc.Rule, claim string, want []string) {
	v := c.claims.Get(claim)
	switch {
	case !v.Exists() || v.Text() != "" && slices.Contains(want, v.Text()):
	case v.Text() != "" && strings.Join(want, "") == "":
		// The document states no value that the claim could contradict.
		c.addBroken(&ruleConflict, "/"+claim, "a value where the credential has none")
	case v.Kind() != jsontree.String:
		c.addBroken(rule, "/"+claim, v.Kind().String())
	case c.form.name == VCJWT:
		c.addBroken(rule, "/"+claim, "another value")
	default:
		c.addBroken(&ruleConflict, "/"+claim, "another value")
	}
}

// compareDates compares nbf and exp of a VC-JWT with the dates of the credential,
// to the second. An exp that differs from the end of validity overrides it (Open
// Badges 3.0 section 8.2.4.1). Here neither may have come, so that the credential
// is not valid for longer to one reader than to another.
func (c *check) compareDates() {
	if c.form.name != VCJWT {
		return
	}
	if at, ok := numericDate(c.claims.Get("nbf")); ok && !c.anyDate(at, "validFrom", "issuanceDate", "issued") {
		c.addBroken(&ruleNBF, "/nbf", "another time than that of the credential")
	}
	if at, ok := numericDate(c.claims.Get("exp")); ok && !c.anyDate(at, "validUntil", "expirationDate") {
		c.addBroken(&ruleConflict, "/exp", "another time than that of the credential")
	}
}

// inForceMembers are the members that decide whether a credential is in force.
var inForceMembers = []string{"validFrom", "validUntil", "issuanceDate", "issued", "expirationDate", "credentialStatus"}

// checkUnreadStatus looks for claims that end or revoke the credential but are
// not read: those beside the claim vc, and the claim status of a Token Status
// List. The issuer signed them, so without reading them it is not known whether
// the credential is in force.
func (c *check) checkUnreadStatus() {
	if c.claims.Get("vc").Exists() {
		for _, name := range inForceMembers {
			if v := c.claims.Get(name); v.Exists() && v.Raw() != c.doc.Get(name).Raw() {
				c.add(&ruleStatus, vc.Unknown, v.Pointer(), "The claim "+name+" stands beside vc and says something else than the credential in it, so it is not known which of them counts.")
			}
		}
	}
	if v := c.claims.Get("status"); v.IsObject() {
		c.add(&ruleStatus, vc.Unknown, v.Pointer(), "The claim status names a token status list, which is not supported here, so it is not known whether the credential was revoked. Supported is credentialStatus.")
	}
}

// anyDate reports whether one of the members of the document is a date in this
// second.
func (c *check) anyDate(seconds int64, members ...string) bool {
	for _, member := range members {
		date, err := vc.ParseDateTimeUnzoned(c.doc.Get(member).Text())
		if err == nil && date.Time().Unix() == seconds {
			return true
		}
	}
	return false
}

// checkMissing reports which claims of a VC-JWT are missing. Nothing depends on
// them, because the credential says the same. A claim is only expected for what
// the credential states.
func (c *check) checkMissing(hasSubject bool) {
	names := []string{"iss"}
	if c.doc.Get("id").Exists() {
		names = append(names, "jti")
	}
	if !c.presentation {
		if c.doc.Get("validFrom").Exists() || c.doc.Get("issuanceDate").Exists() {
			names = append(names, "nbf")
		}
		if hasSubject {
			names = append(names, "sub")
		}
		if c.doc.Get("validUntil").Exists() || c.doc.Get("expirationDate").Exists() {
			names = append(names, "exp")
		}
	}
	for _, name := range names {
		if !c.claims.Get(name).Exists() {
			c.addBroken(&ruleMissing, "", "no "+name)
		}
	}
}

// clockSkew is how far a signer's clock may be ahead of ours.
const clockSkew = 5 * time.Minute

// checkTimes compares the times of the token with the clock (RFC 7519 sections
// 4.1.4 to 4.1.6).
func (c *check) checkTimes() {
	if at, ok := c.readTime(&ruleEXP, "exp"); ok {
		if c.now.Unix() >= at {
			c.addBroken(&ruleEXP, "/exp", "a time that has come")
		} else {
			c.add(&ruleEXP, vc.Pass, "/exp", "The token has not expired.")
		}
	}
	if at, ok := c.readTime(&ruleNBF, "nbf"); ok && c.now.Unix() < at {
		c.addBroken(&ruleNBF, "/nbf", "a time that has not come")
	}
	if at, ok := c.readTime(&ruleIAT, "iat"); ok && c.now.Add(clockSkew).Unix() < at {
		c.add(&ruleIAT, vc.Warn, "/iat", "The time of signing lies in the future.")
	}
}

// readTime reads a claim that must be a time, if there is one.
func (c *check) readTime(rule *vc.Rule, claim string) (seconds int64, ok bool) {
	v := c.claims.Get(claim)
	if !v.Exists() {
		return 0, false
	}
	if seconds, ok = numericDate(v); !ok {
		c.addBroken(rule, "/"+claim, "a value that is no time")
	}
	return seconds, ok
}

// numericDate reads a NumericDate (RFC 7519 section 2) in the years that RFC 3339
// can express, and drops the fraction of the second.
func numericDate(v jsontree.Value) (seconds int64, ok bool) {
	const first, last = -62167219200, 253402300799 // 0000-01-01, 9999-12-31
	at, ok := v.Float()
	if !ok || at < first || at > last {
		return 0, false
	}
	return int64(math.Floor(at)), true
}

// checkAudience compares aud and nonce, or those of the key binding JWT of an
// SD-JWT, with what the policy demands.
func (c *check) checkAudience() {
	aud, nonce := c.claims.Get("aud"), c.claims.Get("nonce")
	if c.selective && !c.presentation {
		if aud.Exists() {
			c.add(&ruleDomain, vc.NotAsked, "/aud", "The issuer names an audience; who presents the credential is another question.")
		}
		c.checkBinding()
		return
	}
	if c.sig.KeyBinding != "" {
		c.addBroken(&ruleBinding, c.at(), "one at a presentation, which its holder signs as a whole")
	}
	domains, ok := texts(aud)
	switch want := c.job.Policy.Domain; {
	case !ok:
		c.addBroken(&ruleDomain, "/aud", "something else than a string or an array of strings")
	case len(want) > 0:
		c.addExpected(&ruleDomain, "/aud", sameSet(domains, want))
	case len(domains) > 0:
		c.addUnasked(&ruleDomain, "/aud", "The token was made for an audience, and you did not say which is yours (--domain).")
	}
	if nonce.Exists() && nonce.Kind() != jsontree.String {
		c.addBroken(&ruleChallenge, "/nonce", nonce.Kind().String())
	} else if want := c.job.Policy.Challenge; want != "" {
		c.addExpected(&ruleChallenge, "/nonce", nonce.IsText(want))
	} else if nonce.Exists() {
		c.addUnasked(&ruleChallenge, "/nonce", "The token answers a challenge, and you did not say which is yours (--challenge).")
	}
}

// addUnasked adds a finding about a question that the policy does not ask. For a
// presentation it stays open: it was made for somebody, and that may not be you.
func (c *check) addUnasked(rule *vc.Rule, pointer, detail string) {
	status := vc.NotAsked
	if c.presentation {
		status = vc.Unknown
	}
	c.add(rule, status, pointer, detail)
}

// addExpected adds a finding on whether a claim is what the policy demands.
func (c *check) addExpected(rule *vc.Rule, pointer string, ok bool) {
	if !ok {
		c.addBroken(rule, pointer, "another or none")
		return
	}
	c.add(rule, vc.Pass, pointer, "The token was made for the expected "+map[*vc.Rule]string{&ruleDomain: "audience", &ruleChallenge: "challenge"}[rule]+".")
}

// texts returns the texts of a string or an array of strings, or false for any
// other value.
func texts(v jsontree.Value) ([]string, bool) {
	var out []string
	for element := range v.Each() {
		if element.Kind() != jsontree.String {
			return nil, false
		}
		out = append(out, element.Text())
	}
	return out, true
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
