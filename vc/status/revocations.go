package status

import (
	"net/url"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Revocations is a 1EdTech revocation list (VCCS 1.0): a plain JSON object
// that nobody has signed.
type Revocations struct {
	Issuer  string // "" when the list does not say
	revoked map[string]bool
}

// ReadRevocations reads a revocation list: an object with revokedCredential,
// an array of objects with an id, an optional revoked and an optional reason.
func ReadRevocations(doc vc.Document) (Revocations, []vc.Problem) {
	issuer := doc.Get("issuer")
	if issuer.IsObject() {
		issuer = issuer.Get("id")
	}
	r := Revocations{Issuer: issuer.Text(), revoked: make(map[string]bool)}
	list := doc.Get("revokedCredential")
	if list.Kind() != jsontree.Array {
		return r, []vc.Problem{ruleRevocations.At("/revokedCredential", list.Kind().String())}
	}
	for item := range list.Elements() {
		id, revoked := item.Get("id").Text(), item.Get("revoked")
		if id == "" || (revoked.Exists() && revoked.Kind() != jsontree.Bool) {
			return r, []vc.Problem{ruleRevocations.At(item.Pointer(), "")}
		}
		if !revoked.Exists() || revoked.Bool() {
			r.revoked[comparableID(id)] = true
		}
	}
	return r, nil
}

// Revoked reports whether the list names a credential as revoked.
func (r Revocations) Revoked(credentialID string) bool { return r.revoked[comparableID(credentialID)] }

// comparableID returns an identifier as Open Badges 3.0 section 8.3 compares
// it: trimmed and percent-decoded.
func comparableID(id string) string {
	id = strings.TrimSpace(id)
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}
