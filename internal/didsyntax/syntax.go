// Package didsyntax checks the grammar of DIDs and finds the address of a
// did:web. It stands below the packages that resolve identifiers, so that those
// that make identifiers keep to the same grammar.
package didsyntax

import (
	"errors"
	"strings"
)

// Check checks the grammar of DID Core 1.0 section 3.1 for a DID without path,
// query and fragment.
func Check(id string) error {
	name, found := strings.CutPrefix(id, "did:")
	method, name, _ := strings.Cut(name, ":")
	if !found || method == "" || strings.Trim(method, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
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
			return errors.New("DID-SYNTAX: the DID has a character that a DID cannot have")
		}
	}
	return nil
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
