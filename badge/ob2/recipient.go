package ob2

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// recipient is who earned a badge, by one property: an e-mail address, a web
// address, a telephone number or an id, in clear or as a hash.
type recipient struct {
	at       jsontree.Value // the IdentityObject, or the string of 0.5
	kind     Field          // "email", "url", "telephone", "id"; of 0.5 always an e-mail address
	identity Field          // algorithm$hex when hashed
	hashed   bool
	salt     Field
}

// recipientOf reads the recipient of an assertion.
func recipientOf(assertion jsontree.Value) recipient {
	n := get(assertion, "recipient")
	if n.Kind() == jsontree.String { // 0.5: a hash unless it has the @ of an e-mail address
		return recipient{at: n, identity: textOf(n), hashed: !strings.Contains(n.Text(), "@"), salt: textOf(get(assertion, "salt"))}
	}
	out := recipient{at: n, kind: textOf(get(n, "type")), identity: textOf(get(n, "identity")),
		hashed: get(n, "hashed").Bool(), salt: textOf(get(n, "salt"))}
	if get(n, "hashed").Kind() != jsontree.Bool { // the form of a hash tells
		out.hashed = isIdentityHash(out.identity.Text)
	}
	return out
}

// property returns the property by which the recipient is named, without
// namespace; "email" when the badge does not say.
func (r recipient) property() string {
	t := r.kind.Text
	for _, prefix := range []string{"schema:", "http://schema.org/", "https://schema.org/", "@"} {
		t = strings.TrimPrefix(t, prefix)
	}
	if t == "" {
		return "email"
	}
	return t
}

// algorithm returns the hash algorithm in lower case, "sha256" or "md5" in a
// correct badge, and "" for an identity in clear.
func (r recipient) algorithm() string {
	if !r.hashed {
		return ""
	}
	algorithm, _, found := strings.Cut(r.identity.Text, "$")
	if !found {
		return ""
	}
	return strings.ToLower(algorithm)
}

// schemes are the identifier schemes of recipients.
var schemes = map[string]mc.IdentifierScheme{
	"email": mc.IdentEmail, "url": mc.IdentURL, "telephone": mc.IdentPhone, "id": mc.IdentURL,
}

// readRecipient reads the recipient: as the id of the learner when that is what
// the badge names, else as one of their identifiers.
func readRecipient(r *mapping.Reader, v jsontree.Value, to *mc.Learner, at mc.Path) {
	n := recipientOf(v.Parent())
	if n.identity.IsZero() {
		return
	}
	to.Party.Kind = mc.PartyPerson
	r.Scaffold(get(n.at, "id"))
	if !n.hashed {
		r.Scaffold(n.at.Get("hashed"))
		if n.property() == "id" && vc.IsURL(n.identity.Text) {
			r.Change(n.kind.At, at.Dot("id"), "the kind of identifier")
			keep(r, n.identity, &to.ID, at.Dot("id"))
			return
		}
	}
	at = at.Dot("party.identifiers[0]")
	id := mc.Identifier{}
	if scheme, ok := schemes[n.property()]; ok {
		id.Scheme = scheme
		r.Change(n.kind.At, at.Dot("scheme"), "the kind of identifier")
	} else {
		keep(r, n.kind, &id.SchemeName, at.Dot("schemeName"))
	}
	if n.hashed {
		id.Hash = &mc.IdentityHash{Algorithm: n.algorithm()}
		keep(r, n.salt, &id.Hash.Salt, at.Dot("hash.salt"))
		r.Change(n.at.Get("hashed"), at.Dot("hash.algorithm"), "the algorithm stands in the identity")
	}
	keep(r, n.identity, &id.Value, at.Dot("value"))
	to.Party.Identifiers = []mc.Identifier{id}
}

// match says by what the badge names somebody of whom an identity is known. A
// hash is that of the identity with the salt after it (Open Badges 2.0,
// IdentityObject), its digits in either case. No specification says how an
// identity is to be written before it is hashed, and issuers differ, so it is
// tried as given, without the white space around it and in lower case; and an
// e-mail address or telephone number with the scheme of its URL and without.
// In clear, an e-mail address fits in any case and everything else only as it
// is. MD5 is understood because old badges use it.
func (r recipient) match(identity string) (proof.Match, bool) {
	match := proof.Match{Pointer: r.identity.At.Pointer(), Kind: r.property(), Method: "plain"}
	if strings.TrimSpace(identity) == "" || r.identity.Text == "" {
		return match, false
	}
	fits := r.inClear
	if r.hashed {
		match.Method, fits = r.algorithm(), r.asHash()
	}
	for _, w := range r.writings(identity) {
		if fits(w) {
			match.Form = w.form
			return match, true
		}
	}
	return match, false
}

// writing is one way to write an identity.
type writing struct{ text, form string }

// writings are the ways to write an identity that are tried.
func (r recipient) writings(identity string) []writing {
	trimmed := strings.TrimSpace(identity)
	all := []writing{{identity, "as given"}, {trimmed, "trimmed"}, {strings.ToLower(trimmed), "in lower case"}}
	scheme := map[string]string{"email": "mailto:", "telephone": "tel:"}[r.property()]
	if scheme == "" {
		return all
	}
	for _, w := range slices.Clone(all) {
		bare := withoutScheme(w.text, scheme)
		if bare == "" {
			continue
		}
		all = append(all, writing{bare, w.form}, writing{scheme + bare, w.form})
	}
	return all
}

func withoutScheme(text, scheme string) string {
	if len(text) >= len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
		return text[len(scheme):]
	}
	return text
}

// inClear compares a writing with an identity that is not hashed. Case tells
// nothing in an e-mail address, but does in the others.
func (r recipient) inClear(w writing) bool {
	if r.property() == "email" {
		return strings.EqualFold(strings.TrimSpace(r.identity.Text), w.text)
	}
	return r.identity.Text == w.text && w.form != "in lower case"
}

// asHash returns what compares a writing with an identity that is hashed.
func (r recipient) asHash() func(writing) bool {
	_, stated, _ := strings.Cut(r.identity.Text, "$")
	hash, known := identityHashes[r.algorithm()]
	return func(w writing) bool {
		return known && strings.EqualFold(hex.EncodeToString(hash([]byte(w.text+r.salt.Text))), stated)
	}
}

// identityHashes are the algorithms of the specification.
var identityHashes = map[string]func([]byte) []byte{
	"sha256": func(b []byte) []byte { sum := sha256.Sum256(b); return sum[:] },
	"md5":    func(b []byte) []byte { sum := md5.Sum(b); return sum[:] },
}

// isIdentityHash reports whether a text has the form algorithm$hex.
func isIdentityHash(s string) bool {
	algorithm, digest, _ := strings.Cut(s, "$")
	size := map[string]int{"sha256": 2 * sha256.Size, "md5": 2 * md5.Size}[strings.ToLower(algorithm)]
	_, err := hex.DecodeString(digest)
	return err == nil && size > 0 && len(digest) == size
}

// recipient says whether the badge is of the person whom the policy names.
func (v *verifier) recipient() {
	const at = "/recipient"
	r := v.a.recipient
	if len(v.policy.Recipients) == 0 {
		v.add(&ruleRecipient, vc.NotAsked, at, "You did not say whose badge it should be (--recipient).")
		return
	}
	for _, identity := range v.policy.Recipients {
		if match, fits := r.match(identity); fits {
			v.matches = append(v.matches, match)
		}
	}
	_, known := identityHashes[r.algorithm()]
	switch {
	case len(v.matches) > 0:
		v.add(&ruleRecipient, vc.Pass, v.matches[0].Pointer, "The badge was awarded to the person whom you named ("+v.matches[0].Method+", "+v.matches[0].Form+").")
	case r.identity.IsZero():
		v.add(&ruleRecipient, vc.Fail, at, "The badge names no recipient.")
	case r.hashed && !known:
		v.add(&ruleRecipient, vc.Unknown, r.identity.At.Pointer(), "The recipient is hashed in a way that is not supported, so it is not known who it is; sha256 and md5 are supported.")
	default:
		v.add(&ruleRecipient, vc.Fail, r.identity.At.Pointer(), "The badge does not name the person whom you named.")
	}
}

// noRecipient says that it is not known whose badge it is.
func (v *verifier) noRecipient() {
	if len(v.policy.Recipients) > 0 {
		v.add(&ruleRecipient, vc.Unknown, "", "Whose badge it is could not be read.")
	}
}
