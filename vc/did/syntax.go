package did

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// maxID bounds an identifier in bytes; a did:jwk of an RSA key has some 1,000.
const maxID = 32 << 10

func isDID(id string) bool { return strings.HasPrefix(id, "did:") }

// checkID checks that a text can be the identifier of a controller document:
// a DID without path, query and fragment, or an absolute URL without fragment.
func checkID(id string) error {
	switch {
	case len(id) > maxID:
		return errors.New("DID-SYNTAX: the identifier is too long")
	case isDID(id):
		return checkDID(id)
	case !vc.IsURL(id) || strings.Contains(id, "#"):
		return errors.New("DID-SYNTAX: the identifier is neither a DID nor a URL")
	}
	return nil
}

// checkDID checks the grammar of DID Core 1.0 section 3.1.
func checkDID(id string) error {
	method, name, _ := strings.Cut(strings.TrimPrefix(id, "did:"), ":")
	if method == "" || strings.Trim(method, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return errors.New("DID-SYNTAX: the DID has no proper method name")
	}
	if name == "" || name[len(name)-1] == ':' {
		return errors.New("DID-SYNTAX: the DID ends before it names anything")
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c == '%' && i+2 < len(name) && isHex(name[i+1]) && isHex(name[i+2]):
			i += 2
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', strings.IndexByte(".-_:", c) >= 0:
		case strings.IndexByte("/?;", c) >= 0:
			return errors.New("DID-SYNTAX: a DID URL with a path, query or parameter names no controller document")
		default:
			return errors.New("DID-SYNTAX: the DID has a character that no DID has")
		}
	}
	return nil
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
