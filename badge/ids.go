package badge

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
)

// namespace is the UUID from which the ids of this package descend: version 5
// of the address of the extension context in the URL namespace of RFC 9562.
var namespace = uuid5([16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}, ExtensionContext)

// uuid5 is the UUID version 5 of a name (RFC 9562, section 5.5). SHA-1 serves
// to spread ids here, not to secure anything.
func uuid5(space [16]byte, name string) (id [16]byte) {
	h := sha1.New()
	h.Write(space[:])
	h.Write([]byte(name))
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
}

// urn returns a UUID as an URN (RFC 9562, section 4).
func urn(id [16]byte) string {
	s := hex.EncodeToString(id[:])
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// global reports whether an id means something outside its document: an
// absolute IRI that is not one of the node numbers of Europass documents.
func global(id string) bool {
	scheme, rest, ok := strings.Cut(id, ":")
	if !ok || rest == "" || !isScheme(scheme) || strings.HasPrefix(strings.ToLower(id), "urn:epass:") {
		return false
	}
	for _, r := range id {
		if r <= ' ' || r == 0x7f || r == '\ufffd' || strings.ContainsRune("<>\"{}|\\^`", r) {
			return false
		}
	}
	return true
}

// isScheme reports whether s is the scheme of a URI (RFC 3986, section 3.1).
func isScheme(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.')) {
			return false
		}
	}
	return s != ""
}

// webURL reports whether id is an address on the web.
func webURL(id string) bool {
	return global(id) && (strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://"))
}
