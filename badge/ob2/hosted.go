package ob2

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// hosted verifies a badge by its copy at the address that it names (Open
// Badges 2.0, HostedBadge Verification): the copy must be there, not say that it
// was revoked, and be the same; and the address must be one of the issuer's.
func (v *verifier) hosted() {
	address := v.address()
	if address == "" {
		v.add(&ruleHosted, vc.Unknown, "", "The badge does not say at which address its hosted copy lies.")
		return
	}
	v.scope(address)
	if !v.fromAddress(address) {
		doc, err := v.get(address)
		switch {
		case errors.Is(err, vc.ErrGone):
			v.gone()
			return
		case err != nil:
			v.add(&ruleHosted, vc.Unknown, "", unread("The hosted copy of the badge", address, err))
			return
		}
		if !v.sameAs(doc, address) {
			return
		}
	}
	v.add(&ruleHosted, vc.Pass, "", "The badge is the one that is hosted at its address.")
	if !v.found(&ruleRevoked) {
		v.add(&ruleRevoked, vc.Pass, "", "The hosted copy does not say that the badge was revoked.")
	}
}

// address is where the hosted copy lies: the id, or in 1.x the url of the
// verification; in 0.5 where it was fetched.
func (v *verifier) address() string {
	id, url := v.a.ID.Text, v.a.verification.url.Text
	switch {
	case v.a.Edition == Edition05:
		if i := slices.IndexFunc(v.a.Fetched, func(f Fetched) bool { return f.Pointer == "" }); i >= 0 {
			return v.a.Fetched[i].URL
		}
	case isWeb(id):
		return id
	case v.a.Edition <= Edition11 && isWeb(url):
		return url
	}
	return ""
}

// fromAddress reports whether the badge itself was fetched from its address.
func (v *verifier) fromAddress(address string) bool {
	return slices.ContainsFunc(v.a.Fetched, func(f Fetched) bool { return f.Pointer == "" && f.URL == address })
}

// sameAs compares the badge with its hosted copy. One that was revoked may say
// nothing else than that.
func (v *verifier) sameAs(doc vc.Document, address string) bool {
	id := addressOf(doc.Root()).Text
	c := comparison{links: []string{atClass, atIssuer}}
	differs, pointer := c.differ(v.a.given.Root(), doc.Root(), "")
	switch {
	case isWeb(id) && id != address:
		v.add(&ruleHosted, vc.Fail, "/id", "The hosted copy at "+shown(address)+" names another id.")
		return false
	case differs && v.revokedIn(doc.Root(), "The hosted copy"):
		v.add(&ruleHosted, vc.Unknown, pointer, "The hosted copy at "+shown(address)+" is about the revocation of the badge, so it does not show what the badge said.")
		return false
	case differs:
		v.add(&ruleHosted, vc.Fail, pointer, "The badge differs from its hosted copy at "+shown(address)+".")
		return false
	}
	v.uncovered = c.linked
	return true
}

// scope checks that an address is one at which the issuer's badges lie: one
// that starts as the profile says or has one of its hosts, else one on the host
// of the profile itself, where the badge class must lie too.
func (v *verifier) scope(address string) {
	if v.issuer == nil {
		v.add(&ruleScope, vc.Unknown, "/id", "Whether the address is one of the issuer's is not known without its profile.")
		return
	}
	rules := v.issuer.verification
	restricted := len(rules.startsWith)+len(rules.allowedOrigins) > 0
	inside, reason := false, "on the host of the issuer's profile"
	switch {
	case restricted:
		inside = slices.ContainsFunc(rules.startsWith, func(f Field) bool { return startsWith(address, f.Text) }) ||
			slices.ContainsFunc(rules.allowedOrigins, func(f Field) bool { return host(address) == strings.ToLower(f.Text) })
		reason = "that the issuer's profile allows"
	case !isWeb(v.issuer.ID.Text):
		v.add(&ruleScope, vc.Unknown, "/id", "The issuer's id is no address on the web, so nothing says which addresses are the issuer's.")
		return
	default:
		inside = host(address) == host(v.issuer.ID.Text)
		if class := v.a.Badge.ID.Text; isWeb(class) && v.a.Edition >= Edition20 {
			inside = inside && host(class) == host(v.issuer.ID.Text)
		}
	}
	switch {
	case restricted && inside:
		v.add(&ruleScope, vc.Pass, "/id", "The address is one "+reason+".")
	case !rules.readable():
		v.add(&ruleScope, vc.Unknown, "/id", "The issuer's profile restricts the addresses of its badges in a way that cannot be read, so it is not known whether "+shown(address)+" is one of them.")
	case inside:
		v.add(&ruleScope, vc.Pass, "/id", "The address is one "+reason+".")
	default:
		v.add(&ruleScope, vc.Fail, "/id", "The address, "+shown(address)+", is not one "+reason+".")
	}
}

// readable reports whether all of what a profile says about its addresses was
// understood.
func (v verification) readable() bool {
	if !v.at.Exists() {
		return true
	}
	given := 0
	for _, name := range []string{"startsWith", "allowedOrigins"} {
		given += len(listed(v.at.Get(name)))
	}
	return v.at.IsObject() && given == len(v.startsWith)+len(v.allowedOrigins)
}

// startsWith reports whether an address begins as a prefix says. The host must
// be the whole host of the prefix, so that https://a.example is no prefix of
// https://a.example.org.
func startsWith(address, prefix string) bool {
	return strings.HasPrefix(address, prefix) && host(prefix) != "" && host(address) == host(prefix)
}

// host returns the host of an address, with its port if it has one, in lower
// case.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || !isWeb(address) {
		return ""
	}
	return strings.ToLower(u.Host)
}

// comparison compares a badge, or a part of one, with what was fetched. The
// order of members and white space do not count, nor does what is null.
type comparison struct {
	// links are the places at which one text may have the address of a node
	// and the other the node itself; these are in linked afterwards, because
	// the content of the node has not been compared.
	links  []string
	linked []string
	// excerpt lets the first text leave out members of the second, as copies of
	// a class or profile within a badge do.
	excerpt bool
}

// differ reports whether two values differ, and the pointer of the first place
// at which they do.
func (c *comparison) differ(a, b jsontree.Value, at string) (bool, string) {
	switch {
	case a.IsObject() != b.IsObject() && slices.Contains(c.links, at):
		if id := addressOf(a).Text; id == "" || id != addressOf(b).Text {
			return true, at
		}
		c.linked = append(c.linked, at)
		return false, ""
	case a.Kind() != b.Kind():
		return true, at
	case a.IsObject():
		return c.objects(a, b, at)
	case a.Kind() == jsontree.Array:
		return c.lists(listed(a), listed(b), at)
	case a.Kind() == jsontree.String:
		return a.Text() != b.Text(), at
	}
	return a.Raw() != b.Raw(), at
}

func (c *comparison) lists(a, b []jsontree.Value, at string) (bool, string) {
	if len(a) != len(b) {
		return true, at
	}
	for i := range a {
		if differs, pointer := c.differ(a[i], b[i], at+"/"+strconv.Itoa(i)); differs {
			return true, pointer
		}
	}
	return false, ""
}

func (c *comparison) objects(a, b jsontree.Value, at string) (bool, string) {
	for name, m := range a.Members() {
		if isNothing(name, m) {
			continue
		}
		if differs, pointer := c.differ(m, b.Get(name), at+"/"+jsontree.EscapePointer(name)); differs {
			return true, pointer
		}
	}
	for name, m := range b.Members() {
		if !c.excerpt && !isNothing(name, m) && !present(a.Get(name)).Exists() {
			return true, at + "/" + jsontree.EscapePointer(name)
		}
	}
	return false, ""
}

// isNothing reports whether a member says as much as if it were not there. A
// context that is null takes the meaning of the terms away.
func isNothing(name string, m jsontree.Value) bool {
	return m.Kind() == jsontree.Null && name != "@context"
}
