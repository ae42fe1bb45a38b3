package ob2

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// dates compares the dates of the badge with the clock. One that cannot be read
// leaves the question open.
func (v *verifier) dates(env vc.Env) {
	now, root := env.Now(), v.a.Document.Root()
	stated := either(root, "issuedOn", "issued_on")
	switch at := v.a.IssuedOn; {
	case !at.IsZero() && at.Time().After(now):
		v.add(&ruleIssued, vc.Fail, at.At.Pointer(), "The badge says that it was issued in the future, at "+at.String()+".")
	case !at.IsZero():
		v.add(&ruleIssued, vc.Pass, at.At.Pointer(), "The badge was issued in the past.")
	case stated.Exists():
		v.add(&ruleIssued, vc.Unknown, stated.Pointer(), "The date of issue cannot be read, so it is not known whether the badge holds yet.")
	}
	stated = get(root, "expires")
	switch at := v.a.Expires; {
	case !at.IsZero() && now.After(at.Time()):
		v.add(&ruleExpires, vc.Fail, at.At.Pointer(), "The badge expired at "+at.String()+".")
	case !at.IsZero():
		v.add(&ruleExpires, vc.Pass, at.At.Pointer(), "The badge has not expired.")
	case stated.Exists():
		v.add(&ruleExpires, vc.Unknown, stated.Pointer(), "The date of expiry cannot be read, so it is not known whether the badge has expired.")
	case !v.a.Revoked:
		v.add(&ruleExpires, vc.Pass, "", "The badge states no end of its validity.")
	}
}

// selfRevoked looks at what the badge says itself about its revocation.
func (v *verifier) selfRevoked() {
	v.revokedIn(v.a.Document.Root(), "The assertion")
}

// revokedIn looks for a revocation in an assertion, and reports whether there
// is one or something that cannot be read.
func (v *verifier) revokedIn(root jsontree.Value, what string) bool {
	stated := get(root, "revoked")
	switch revoked, readable := truth(stated); {
	case revoked:
		v.add(&ruleRevoked, vc.Fail, stated.Pointer(), what+" says that the badge was revoked.")
		return true
	case !readable:
		v.add(&ruleRevoked, vc.Unknown, stated.Pointer(), what+" has something else than true or false as revoked, so it is not known whether the badge was.")
		return true
	}
	return false
}

// revocation looks a signed badge up in the revocation list that the issuer's
// profile names.
func (v *verifier) revocation() {
	const at = atIssuer + "/revocationList"
	stated := get(v.issuer.At, "revocationList")
	switch address := addressOf(stated).Text; {
	case !stated.Exists():
		v.add(&ruleRevoked, vc.Pass, at, "The issuer keeps no revocation list.")
	case get(stated, "revokedAssertions").Exists():
		v.lookUp(stated, at) // the profile holds the list itself
	case address == "":
		v.add(&ruleRevoked, vc.Unknown, at, "The issuer's profile does not say in a readable way where its revocation list lies.")
	default:
		list, finding, err := v.named(address, at)
		switch {
		case err != nil:
			v.add(&ruleRevoked, vc.Unknown, at, unread("The issuer's revocation list", address, err))
		case finding.Code != "" && finding.Status != vc.Warn, !get(list.Root(), "revokedAssertions").Exists():
			v.add(&ruleRevoked, vc.Unknown, at, "What lies at the address of the revocation list, "+shown(address)+", is not that list.")
		default:
			v.lookUp(list.Root(), at)
		}
	}
}

// lookUp looks the badge up in a revocation list.
func (v *verifier) lookUp(list jsontree.Value, at string) {
	owner := get(list, "issuer")
	if owner.Exists() && addressOf(owner).Text != v.issuer.ID.Text {
		v.add(&ruleRevoked, vc.Unknown, at, "The revocation list is one of another issuer.")
		return
	}
	readable := true
	for entry := range each(list.Get("revokedAssertions")) {
		switch named, ok := v.names(entry); {
		case named:
			v.add(&ruleRevoked, vc.Fail, at, "The issuer's revocation list names the badge.")
			return
		case !ok:
			readable = false
		}
	}
	if !readable {
		v.add(&ruleRevoked, vc.Unknown, at, "The issuer's revocation list has entries that cannot be read, so it is not known whether it names the badge.")
		return
	}
	v.add(&ruleRevoked, vc.Pass, at, "The issuer's revocation list does not name the badge.")
}

// names reports whether an entry of a revocation list names the badge by id or
// uid, and whether the entry can be read.
func (v *verifier) names(entry jsontree.Value) (named, readable bool) {
	if denied := get(entry, "revoked"); denied.Kind() == jsontree.Bool && !denied.Bool() {
		return false, true
	}
	id, uid, own := addressOf(entry).Text, textOrNumber(get(entry, "uid")).Text, v.a.UID.Text
	named = id != "" && (id == v.a.ID.Text || own != "" && strings.TrimPrefix(id, "uid:") == own) || uid != "" && uid == own
	return named, id != "" || uid != ""
}
