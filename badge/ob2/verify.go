package ob2

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// Verify verifies a badge in any of the forms that [Read] takes. It fetches
// what it needs through env.Fetcher; without one it finds out what the file
// alone can tell, which is never that the badge is valid.
//
// The findings are those of [Check], and one for each step: whether the class
// and the issuer are what they say (OB2-LINK, OB2-ISSUER), whether the hosted
// copy or the signature is there and right (OB2-HOSTED, OB2-SIGNATURE), whether
// the address or key is the issuer's (OB2-SCOPE, OB2-KEY), revocation
// (OB2-REVOKED), dates (OB2-ISSUED, OB2-EXPIRES), the recipient (OB2-RECIPIENT)
// and trust (ISSUER-TRUST). Endorsements are not verified.
//
// An error says that there is no badge to verify or that ctx ended; see [Read].
func Verify(ctx context.Context, file []byte, env vc.Env, policy Policy) (*Result, error) {
	o := ReadOptions{Fetcher: env.Fetcher, Limits: env.Limits}
	a, err := Read(ctx, file, o)
	if err != nil {
		if errors.Is(err, vc.ErrGone) {
			r := &Result{}
			r.add("OB2-REVOKED", vc.Fail, "", "The hosted assertion is gone for good, which means that it was revoked.")
			r.Verdict = vc.VerdictOf(r.Findings)
			return r, nil
		}
		return nil, err
	}
	r := &Result{Edition: a.Edition, Assertion: a}
	for _, p := range Check(a.Document) {
		r.Findings = append(r.Findings, p.Finding())
	}
	r.Findings = append(r.Findings, a.Findings...)
	v := &verifier{gatherer: gatherer{ctx: ctx, ReadOptions: o, a: a}, a: a, r: r, policy: policy}
	v.run(env)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("OB2-STOPPED: %w", ctx.Err())
	}
	r.Verdict = vc.VerdictOf(r.Findings)
	return r, nil
}

func (r *Result) add(code string, status vc.Status, pointer, detail string) {
	r.Findings = append(r.Findings, vc.Finding{Code: code, Status: status, Pointer: pointer, Detail: detail})
}

type verifier struct {
	gatherer
	a      *Assertion
	r      *Result
	policy Policy
	issuer *Issuer // as its own address has it; nil: not known
	// uncovered are the places of nodes of which the hosted copy has only the
	// address.
	uncovered []string
}

func (v *verifier) run(env vc.Env) {
	v.findIssuer()
	switch {
	case v.a.Revoked:
		v.r.add("OB2-REVOKED", vc.Fail, "/revoked", "The assertion says that it was revoked.")
	case v.a.Secured != nil:
		v.signed()
	case v.a.Verification.Signed():
		v.r.add("OB2-SIGNATURE", vc.Fail, v.a.Verification.At.Pointer(), "The assertion says that it is signed, but there is no signature around it.")
	default:
		v.hosted()
	}
	v.class()
	v.issuerCopy()
	v.dates(env)
	v.recipient()
	v.plainHTTP()
	v.r.Findings = append(v.r.Findings, v.policy.trust.finding(v.a.Badge.Issuer.ID.Text))
	if n := len(v.a.Endorsement) + len(v.a.Badge.Endorsement); n > 0 {
		v.r.add("OB2-ENDORSEMENT", vc.NotAsked, "/endorsement", "Endorsements are not verified here.")
	}
}

// findIssuer gets the issuer's profile from its own address. A profile that
// stands in the badge was put there by whoever made the badge.
func (v *verifier) findIssuer() {
	const at = "/badge/issuer"
	stated := &v.a.Badge.Issuer
	id := stated.ID.Text
	switch {
	case v.a.Edition == Edition05 && id != "":
		v.issuer = stated // there is no profile in this edition, only an origin
		return
	case id == "":
		v.r.add("OB2-ISSUER", vc.Unknown, at, "It is not known who the issuer is.")
		return
	case slices.ContainsFunc(v.a.Fetched, func(f Fetched) bool { return f.Pointer == at && (f.URL == id || v.moved(at)) }):
		v.issuer = stated
		v.r.add("OB2-ISSUER", vc.Pass, at, "The issuer's profile was read at its own address.")
		return
	}
	doc, finding, err := v.named(id)
	switch {
	case err != nil:
		v.r.add("OB2-ISSUER", vc.Unknown, at, "The issuer's profile could not be read at its own address: "+reason(err)+".")
		return
	case finding.Code != "":
		v.r.add("OB2-ISSUER", vc.Fail, at, "What stands at the issuer's address names another id.")
		return
	}
	profile := (&reader{edition: v.a.Edition, urls: map[string]string{"": id}}).issuer(doc.Root(), "")
	v.issuer = &profile
	v.r.add("OB2-ISSUER", vc.Pass, at, "The issuer's profile was read at its own address.")
}

// moved reports whether a document was taken from the address that its id
// names, in place of the one at which it was asked for.
func (v *verifier) moved(pointer string) bool {
	return slices.ContainsFunc(v.a.Findings, func(f vc.Finding) bool {
		return f.Code == "OB2-LINK-ID" && f.Pointer == pointer && f.Status == vc.Warn
	})
}

// covers reports whether what stands at a place was signed or stands in the
// hosted copy too. It is not when the hosted copy has an address there: then
// only what lies at that address counts.
func (v *verifier) covers(pointer string) bool {
	return !slices.ContainsFunc(v.uncovered, func(u string) bool { return u == pointer || strings.HasPrefix(pointer, u+"/") })
}

// fetchedAt reports whether what stands at a place was put there by fetching.
func (v *verifier) fetchedAt(pointer string) bool {
	return slices.ContainsFunc(v.a.Fetched, func(f Fetched) bool { return f.Pointer == pointer })
}

// class compares a badge class that stands in the badge with the one at its
// address, which must be one of the same issuer. Other differences only count
// when nothing covers the class: a class may be edited after a badge was given.
func (v *verifier) class() {
	const code, at = "OB2-CLASS", "/badge"
	stated := &v.a.Badge
	if stated.Missing() || v.fetchedAt(at) || v.a.Edition == Edition05 || !isWeb(stated.ID.Text) && v.covers(at) {
		return
	}
	unknown, differs := vc.Warn, vc.Warn
	if !v.covers(at) {
		unknown, differs = vc.Unknown, vc.Fail
	}
	doc, finding, err := v.named(stated.ID.Text)
	if err != nil {
		v.r.add(code, unknown, at, "The badge class in the badge could not be compared with the one at its address: "+reason(err)+".")
		return
	}
	c := comparison{links: []string{at + "/issuer"}, excerpt: true}
	other, pointer := c.differ(stated.At, doc.Root(), at)
	switch {
	case finding.Status == vc.Fail || addressOf(doc.Get("issuer")).Text != stated.Issuer.ID.Text:
		v.r.add(code, vc.Fail, at, "The badge class at its address is one of another issuer.")
	case other:
		v.r.add(code, differs, pointer, "The badge class in the badge is not the one at its address.")
	default:
		v.r.add(code, vc.Pass, at, "The badge class is the one at its address.")
	}
}

// issuerCopy compares a profile that stands in the badge with the issuer's
// own.
func (v *verifier) issuerCopy() {
	const at = "/badge/issuer"
	stated := &v.a.Badge.Issuer
	if v.issuer == nil || v.issuer == stated || stated.Missing() {
		return
	}
	differs := vc.Warn
	if !v.covers(at) {
		differs = vc.Fail
	}
	c := comparison{excerpt: true}
	if other, pointer := c.differ(stated.At, v.issuer.At, at); other {
		v.r.add("OB2-ISSUER-COPY", differs, pointer, "The profile in the badge is not the one at the issuer's address.")
	}
}

func (v *verifier) dates(env vc.Env) {
	now := env.Now()
	if at := v.a.IssuedOn; !at.IsZero() {
		if at.Time().After(now) {
			v.r.add("OB2-ISSUED", vc.Fail, at.At.Pointer(), "The badge says that it was issued in the future.")
		} else {
			v.r.add("OB2-ISSUED", vc.Pass, at.At.Pointer(), "The badge was issued in the past.")
		}
	}
	switch at := v.a.Expires; {
	case v.a.Document.Get("expires").Exists() && at.IsZero():
		v.r.add("OB2-EXPIRES", vc.Unknown, "/expires", "The date of expiry cannot be read.")
	case at.IsZero():
	case now.After(at.Time()):
		v.r.add("OB2-EXPIRES", vc.Fail, at.At.Pointer(), "The badge has expired.")
	default:
		v.r.add("OB2-EXPIRES", vc.Pass, at.At.Pointer(), "The badge has not expired.")
	}
}

func (v *verifier) recipient() {
	const code, at = "OB2-RECIPIENT", "/recipient"
	r := v.a.Recipient
	switch {
	case len(v.policy.Recipients) == 0:
		v.r.add(code, vc.NotAsked, at, "The caller did not say whose badge it should be.")
	case r.Identity.IsZero():
		v.r.add(code, vc.Fail, at, "The badge names no recipient.")
	case r.Hashed && !isIdentityHash(r.Identity.Text):
		v.r.add(code, vc.Fail, at, "The recipient is hashed in a way that is not known.")
	case !slices.ContainsFunc(v.policy.Recipients, r.Matches):
		v.r.add(code, vc.Fail, at, "The badge was awarded to somebody else.")
	default:
		v.r.add(code, vc.Pass, at, "The badge was awarded to the recipient whom the caller named.")
	}
}

// plainHTTP warns when the badge rests on what came over an open line.
func (v *verifier) plainHTTP() {
	ids := []Field{v.a.ID, v.a.Badge.ID, v.a.Badge.Issuer.ID}
	for _, id := range append(ids, v.a.Verification.Creator...) {
		if strings.HasPrefix(id.Text, "http://") {
			v.r.add("OB2-PLAIN-HTTP", vc.Warn, "", "Part of the badge has an http address, which anybody on the way could have answered for.")
			return
		}
	}
}
