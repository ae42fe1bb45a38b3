package did

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/internal/didsyntax"
	"github.com/mikromerit/mikromerit/vc"
)

// maxID bounds an identifier in bytes; a did:jwk of an RSA key has about 1,000.
const maxID = 32 << 10

func isDID(id string) bool { return strings.HasPrefix(id, "did:") }

// checkID checks that a text can be the identifier of a controller document:
// a DID without path, query and fragment, or an absolute URL without fragment.
func checkID(id string) error {
	switch {
	case len(id) > maxID:
		return errors.New("DID-SYNTAX: the identifier is too long")
	case isDID(id):
		return didsyntax.Check(id)
	case !vc.IsURL(id) || strings.Contains(id, "#"):
		return errors.New("DID-SYNTAX: the identifier is neither a DID nor a URL")
	}
	return nil
}

// shorten shortens an identifier for a message; a did:jwk may hold a whole key.
func shorten(id string) string {
	const most = 160
	if len(id) <= most {
		return id
	}
	return strings.ToValidUTF8(id[:most], "") + "..."
}
