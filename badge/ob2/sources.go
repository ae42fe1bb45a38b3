package ob2

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Where the class and the issuer stand in an assertion.
const (
	atClass  = "/badge"
	atIssuer = "/badge/issuer"
)

// findIssuer gets the issuer's profile from its own address. A profile that
// stands in the badge was put there by whoever made the badge.
func (v *verifier) findIssuer() {
	stated := &v.a.Badge.Issuer
	id := stated.ID.Text
	switch {
	case v.a.Edition == Edition05 && id != "":
		v.issuer = stated // there is no profile in this edition, only an origin
		return
	case id == "":
		v.add(&ruleIssuer, vc.Unknown, atIssuer, "It is not known who the issuer is, because the badge does not say or its class could not be read.")
		return
	case slices.ContainsFunc(v.a.Fetched, func(f Fetched) bool { return f.Pointer == atIssuer && f.URL == id }):
		v.take(stated)
		return
	}
	doc, finding, err := v.named(id, atIssuer)
	switch {
	case err != nil:
		v.add(&ruleIssuer, vc.Unknown, atIssuer, unread("The issuer's profile", id, err))
		return
	case finding.Status == vc.Unknown && finding.Code != "":
		v.add(&ruleIssuer, vc.Unknown, atIssuer, finding.Detail)
		return
	case finding.Code != "":
		v.add(&ruleIssuer, vc.Fail, atIssuer, "What lies at the issuer's address, "+shown(id)+", names another id.")
		return
	}
	profile := (&reader{edition: v.a.Edition, urls: map[string]string{"": id}}).issuer(doc.Root(), "")
	v.take(&profile)
}

// take takes a profile that was read at its own address.
func (v *verifier) take(profile *Issuer) {
	if isOther(profile.At, "Profile") {
		v.add(&ruleIssuer, vc.Unknown, atIssuer, "What lies at the issuer's address says that it is something else than an issuer's profile.")
		return
	}
	v.issuer = profile
	v.add(&ruleIssuer, vc.Pass, atIssuer, "The issuer's profile was read at its own address.")
}

// isOther reports whether a node says that it is of a class of Open Badges
// other than the one with a name.
func isOther(node jsontree.Value, name string) bool {
	lists := func(k *class) bool {
		return slices.ContainsFunc(k.types, func(t string) bool { return hasType(node, t) })
	}
	if lists(classNamed(name)) {
		return false
	}
	for i := range classes {
		if lists(&classes[i]) {
			return true
		}
	}
	return false
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
	stated := &v.a.Badge
	switch {
	case isOther(stated.At, "BadgeClass"):
		v.add(&ruleClass, vc.Fail, atClass, "What stands in the place of the badge class says that it is something else.")
		return
	case stated.Missing() || v.fetchedAt(atClass) || v.a.Edition == Edition05 || !isWeb(stated.ID.Text) && v.covers(atClass):
		return
	}
	unknown, differs := vc.Warn, vc.Warn
	if !v.covers(atClass) {
		unknown, differs = vc.Unknown, vc.Fail
	}
	doc, finding, err := v.named(stated.ID.Text, atClass)
	if err != nil {
		v.add(&ruleClass, unknown, atClass, "The badge class in the badge was not compared with the one at its address. "+unread("That", stated.ID.Text, err))
		return
	}
	c := comparison{links: []string{atIssuer}, excerpt: true}
	other, pointer := c.differ(stated.At, doc.Root(), atClass)
	switch {
	case finding.Status == vc.Fail || !stated.Issuer.ID.IsZero() && addressOf(get(doc.Root(), "issuer")).Text != stated.Issuer.ID.Text:
		v.add(&ruleClass, vc.Fail, atClass, "The badge class at its address, "+shown(stated.ID.Text)+", is one of another issuer.")
	case other:
		v.add(&ruleClass, differs, pointer, "The badge class in the badge is not the one at its address, "+shown(stated.ID.Text)+".")
	default:
		v.add(&ruleClass, vc.Pass, atClass, "The badge class is the one at its address.")
	}
}

// issuerCopy compares a profile that stands in the badge with the issuer's
// own.
func (v *verifier) issuerCopy() {
	stated := &v.a.Badge.Issuer
	if v.issuer == nil || v.issuer == stated || stated.Missing() {
		return
	}
	differs := vc.Warn
	if !v.covers(atIssuer) {
		differs = vc.Fail
	}
	c := comparison{excerpt: true}
	if other, pointer := c.differ(stated.At, v.issuer.At, atIssuer); other {
		v.add(&ruleIssuerCopy, differs, pointer, "The profile in the badge is not the one at the issuer's address, "+shown(v.issuer.ID.Text)+".")
	}
}

// plainHTTP warns when the badge rests on what came over an open line.
func (v *verifier) plainHTTP() {
	ids := []Field{v.a.ID, v.a.Badge.ID, v.a.Badge.Issuer.ID}
	for _, id := range append(ids, v.a.verification.creators...) {
		if strings.HasPrefix(id.Text, "http://") {
			v.add(&rulePlainHTTP, vc.Warn, "", "Part of the badge has an http address, which anybody on the way could have answered for.")
			return
		}
	}
}
