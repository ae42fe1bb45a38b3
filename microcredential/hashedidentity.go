package microcredential

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// hashPrefix begins a digest, as Open Badges writes it (3.0, IdentityHash).
const hashPrefix = "sha256$"

// HashedIdentity returns an identifier of a learner as its SHA-256, so that only those
// who know it recognise it (Open Badges 3.0, IdentityObject). The salt keeps others from
// trying all likely identifiers once for many credentials; make a new one for each, as
// with [crypto/rand.Text]. The value is hashed as it is given: who looks for
// "A@example.com" does not find "a@example.com".
func HashedIdentity(scheme IdentifierScheme, value, salt string) Identifier {
	return Identifier{Value: digestIdentity(value, salt), Scheme: scheme, Hash: &IdentityHash{Algorithm: "sha256", Salt: salt}}
}

func digestIdentity(value, salt string) string {
	digest := sha256.Sum256([]byte(value + salt))
	return hashPrefix + hex.EncodeToString(digest[:])
}

// Matches reports whether the identifier is that of a value: the value itself, or a
// digest of it. It is [Unknown] for a digest of an algorithm other than SHA-256, which
// nobody should take for a proof of identity.
func (i *Identifier) Matches(value string) Tri {
	if i.Hash == nil {
		return TriOf(i.Value == value)
	}
	algorithm, digest, named := strings.Cut(i.Value, "$")
	if !named {
		algorithm, digest = i.Hash.Algorithm, i.Value
	}
	if !strings.EqualFold(algorithm, "sha256") && !strings.EqualFold(algorithm, "sha-256") {
		return Unknown
	}
	want := strings.TrimPrefix(digestIdentity(value, i.Hash.Salt), hashPrefix)
	return TriOf(subtle.ConstantTimeCompare([]byte(strings.ToLower(digest)), []byte(want)) == 1)
}
