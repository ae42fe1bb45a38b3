package jose

import (
	"crypto"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384, crypto.SHA512
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The member names that RFC 9901 section 4.1 reserves.
const (
	nameDigests = "_sd"     // the digests of the hidden members of an object
	nameDigest  = "..."     // the digest of a hidden element of an array
	nameHash    = "_sd_alg" // the hash algorithm, in the outermost object only
)

// hash is a hash algorithm for digests, with its name in _sd_alg (IANA Named
// Information Hash Algorithm Registry).
type hash struct {
	name string
	hash crypto.Hash
}

// hashes are the accepted hash algorithms. The first is the default (RFC 9901
// section 4.1.1).
var hashes = [...]hash{{"sha-256", crypto.SHA256}, {"sha-384", crypto.SHA384}, {"sha-512", crypto.SHA512}}

// digest returns the digest of a text in base64url.
func (h hash) digest(text string) string { return jws.Encode(jws.HashText(h.hash, text)) }

func hashOf(payload vc.Document) (hash, error) {
	v := payload.Get(nameHash)
	if !v.Exists() {
		return hashes[0], nil
	}
	for _, h := range hashes {
		if v.IsText(h.name) {
			return h, nil
		}
	}
	return hash{}, errors.New("an _sd_alg other than sha-256, sha-384 and sha-512")
}

// disclosure is one disclosure of an SD-JWT.
type disclosure struct {
	text  string
	name  jsontree.Value // of a member; absent for an element of an array
	value jsontree.Value
	place *place // where its value stands in the processed payload, or nil
}

// place is a place in the processed payload. Places share those above them,
// because all their pointers together can be far longer than the SD-JWT.
type place struct {
	above *place // nil: the root
	step  string // name or index in what is above
}

// pointer returns the place as a JSON Pointer.
func (p *place) pointer() string {
	var steps []string
	for ; p != nil; p = p.above {
		steps = append(steps, p.step)
	}
	slices.Reverse(steps)
	return pointerOf(steps)
}

// errDisclosure is the category of faults in a disclosure, as opposed to faults
// in what the issuer signed.
var errDisclosure = errors.New("in a disclosure")

func newDisclosureError(found string) error { return fmt.Errorf("%s %w", found, errDisclosure) }

// readDisclosure reads an array of salt, name and value or of salt and value
// (RFC 9901 section 4.2).
func readDisclosure(text string, limits jsontree.Limits) (*disclosure, error) {
	raw, err := jws.Decode(text)
	if err != nil {
		return nil, newDisclosureError("a text that is not base64url")
	}
	v, err := jsontree.Parse(raw, limits)
	if err != nil {
		return nil, newDisclosureError("a text that is not strict JSON")
	}
	switch {
	case v.Kind() != jsontree.Array || v.Len() < 2 || v.Len() > 3:
		return nil, newDisclosureError("another value than an array of two or three elements")
	case v.At(0).Kind() != jsontree.String:
		return nil, newDisclosureError("a salt that is not a string")
	case v.Len() == 2:
		return &disclosure{text: text, value: v.At(1)}, nil
	case v.At(1).Kind() != jsontree.String:
		return nil, newDisclosureError("a name that is not a string")
	}
	switch v.At(1).Text() {
	case nameDigests, nameDigest, nameHash:
		return nil, newDisclosureError("a reserved name")
	}
	return &disclosure{text: text, name: v.At(1), value: v.At(2)}, nil
}

func pointerOf(path []string) string {
	var b strings.Builder
	for _, step := range path {
		b.WriteByte('/')
		b.WriteString(jsontree.EscapePointer(step))
	}
	return b.String()
}
