package cose

import (
	"bytes"
	"math"
	"slices"

	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// The labels of the claims of a CBOR Web Token (RFC 8392 table 1, RFC 9711 section
// 4.1).
const (
	claimISS   int64 = 1
	claimSUB   int64 = 2
	claimAUD   int64 = 3
	claimEXP   int64 = 4
	claimNBF   int64 = 5
	claimIAT   int64 = 6
	claimNonce int64 = 10
)

// checkClaims checks the claims in the protected header: about the signature, not
// about the credential (VC-JOSE-COSE section 3.3.3).
func (c *check) checkClaims() {
	claims, ok := c.message.Protected.Claims()
	if !ok {
		c.addBroken(&ruleClaims, c.at(), "claims that are no map of labels, each once")
		return
	}
	c.claims = claims
	want := enveloping.Party(c.doc, c.presentation())
	if iss, ok := claims.Text(claimISS); claims.Has(claimISS) && (!ok || iss != want) {
		c.addBroken(&ruleISS, c.at(), "another value")
	}
	if sub, ok := claims.Text(claimSUB); claims.Has(claimSUB) && !c.presentation() && (!ok || !slices.Contains(c.subjects(), sub)) {
		c.addBroken(&ruleConflict, c.at(), "another value")
	}
	c.checkTimes()
	c.checkAudience()
	c.checkNonce()
}

func (c *check) subjects() (ids []string) {
	for subject := range c.doc.Get("credentialSubject").Each() {
		ids = append(ids, subject.Get("id").Text())
	}
	return ids
}

// checkTimes compares the times of the signature with the clock.
func (c *check) checkTimes() {
	for _, t := range []struct {
		label int64
		rule  *vc.Rule
	}{{claimEXP, &ruleEXP}, {claimNBF, &ruleNBF}, {claimIAT, &ruleClaims}} {
		if !c.claims.Has(t.label) {
			continue
		}
		at, ok := c.claims.Seconds(t.label)
		switch now := float64(c.now.Unix()); {
		case !ok || math.IsNaN(at) || math.IsInf(at, 0):
			c.addBroken(t.rule, c.at(), "a value that is no time")
		case t.label == claimEXP && now >= at:
			c.addBroken(t.rule, c.at(), "a time that has come")
		case t.label == claimEXP:
			c.add(t.rule, vc.Pass, c.at(), "The signature has not expired.")
		case t.label == claimNBF && now < at:
			c.addBroken(t.rule, c.at(), "a time that has not come")
		}
	}
}

// checkAudience compares aud with what the policy demands.
func (c *check) checkAudience() {
	want := c.job.Policy.Domain
	domains, ok := c.claims.Texts(claimAUD)
	switch {
	case c.claims.Has(claimAUD) && !ok:
		c.addBroken(&ruleDomain, c.at(), "something else than text or an array of texts")
	case len(want) > 0 && !sameSet(domains, want):
		c.addBroken(&ruleDomain, c.at(), "another or none")
	case len(want) > 0:
		c.add(&ruleDomain, vc.Pass, c.at(), "The message was made for the expected audience.")
	case len(domains) > 0:
		c.addUnasked(&ruleDomain, "The message was made for an audience, and you did not say which is yours (--domain).")
	}
}

// checkNonce compares the nonce with the challenge that the policy demands.
func (c *check) checkNonce() {
	want := c.job.Policy.Challenge
	nonce, ok := c.claims.Bytes(claimNonce)
	switch {
	case c.claims.Has(claimNonce) && !ok:
		c.addBroken(&ruleChallenge, c.at(), "something else than one byte string")
	case want != "" && !bytes.Equal(nonce, []byte(want)):
		c.addBroken(&ruleChallenge, c.at(), "another or none")
	case want != "":
		c.add(&ruleChallenge, vc.Pass, c.at(), "The message was made for the expected challenge.")
	case ok:
		c.addUnasked(&ruleChallenge, "The message answers a challenge, and you did not say which is yours (--challenge).")
	}
}

// addUnasked adds a finding about a question that the policy does not ask. For a
// presentation it stays open: it was made for somebody, and that may not be you.
func (c *check) addUnasked(rule *vc.Rule, detail string) {
	status := vc.NotAsked
	if c.presentation() {
		status = vc.Unknown
	}
	c.add(rule, status, c.at(), detail)
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
