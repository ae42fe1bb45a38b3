package ob2

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
)

// Recipient is who earned a badge, by one property: an e-mail address, a web
// address, a telephone number or an id, in clear or as a hash.
type Recipient struct {
	At       jsontree.Value // the IdentityObject, or the string of 0.5
	Type     Field          // "email", "url", "telephone", "id"; of 0.5 always an e-mail address
	Identity Field          // algorithm$hex when hashed
	Hashed   bool
	Salt     Field
}

// PropertyType returns the property by which the recipient is named, without
// namespace; "email" when the badge does not say.
func (r Recipient) PropertyType() string {
	t := r.Type.Text
	for _, prefix := range []string{"schema:", "http://schema.org/", "https://schema.org/", "@"} {
		t = strings.TrimPrefix(t, prefix)
	}
	if t == "" {
		return "email"
	}
	return t
}

// Algorithm returns the hash algorithm in lower case, "sha256" or "md5" in a
// correct badge, and "" for an identity in clear.
func (r Recipient) Algorithm() string {
	if !r.Hashed {
		return ""
	}
	algorithm, _, found := strings.Cut(r.Identity.Text, "$")
	if !found {
		return ""
	}
	return strings.ToLower(algorithm)
}

// Matches reports whether the badge was awarded to an identity: it, or it in
// lower case, is the recipient's. A hash is that of the identity with the salt
// after it (Open Badges 2.0, IdentityObject); no specification says how the
// identity is to be written before it is hashed, and issuers differ, so both
// writings are tried. MD5 is understood because old badges use it.
func (r Recipient) Matches(identity string) bool {
	if identity == "" || r.Identity.Text == "" {
		return false
	}
	for _, text := range []string{identity, strings.ToLower(identity)} {
		if r.matches(text) {
			return true
		}
	}
	return false
}

func (r Recipient) matches(text string) bool {
	if !r.Hashed {
		return r.Identity.Text == text || r.PropertyType() == "email" && strings.EqualFold(r.Identity.Text, text)
	}
	_, stated, _ := strings.Cut(r.Identity.Text, "$")
	var sum []byte
	switch r.Algorithm() {
	case "sha256":
		digest := sha256.Sum256([]byte(text + r.Salt.Text))
		sum = digest[:]
	case "md5":
		digest := md5.Sum([]byte(text + r.Salt.Text))
		sum = digest[:]
	default:
		return false
	}
	return strings.EqualFold(hex.EncodeToString(sum), stated)
}

// isIdentityHash reports whether a text has the form algorithm$hex.
func isIdentityHash(s string) bool {
	algorithm, digest, _ := strings.Cut(s, "$")
	size := map[string]int{"sha256": 2 * sha256.Size, "md5": 2 * md5.Size}[strings.ToLower(algorithm)]
	_, err := hex.DecodeString(digest)
	return err == nil && size > 0 && len(digest) == size
}
