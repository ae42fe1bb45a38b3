package keys

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// isSet reports whether a value is a JSON Web Key set (RFC 7517 section 5).
func isSet(root jsontree.Value) bool {
	return root.Get("keys").Kind() == jsontree.Array && !root.Get("kty").Exists()
}

// choose returns the key of a set with a kid. Without a kid, the set must hold
// exactly one key that fits.
func choose(set jsontree.Value, kid string, private bool) (jsontree.Value, error) {
	var fitting []jsontree.Value
	for key := range set.Get("keys").Elements() {
		if key.Get("d").Exists() == private && (kid == "" || key.Get("kid").IsText(kid)) {
			fitting = append(fitting, key)
		}
	}
	switch {
	case len(fitting) == 1:
		return fitting[0], nil
	case len(fitting) == 0 && kid != "":
		return jsontree.Value{}, fmt.Errorf("KEY-CHOICE: the key set holds no such key with the kid that you name; it has %s", kids(set))
	case len(fitting) == 0 && private:
		return jsontree.Value{}, errors.New("KEY-FILE: the key set holds no private key")
	case len(fitting) == 0:
		return jsontree.Value{}, errors.New("KEY-FILE: the key set holds no public key")
	}
	return jsontree.Value{}, fmt.Errorf("KEY-CHOICE: the key set holds %d keys; choose one by its kid, which may be %s", len(fitting), kids(set))
}

// kids lists the kids of the keys in a set.
func kids(set jsontree.Value) string {
	const most = 16
	var names []string
	for key := range set.Get("keys").Elements() {
		switch kid := key.Get("kid").Text(); {
		case kid == "":
		case len(names) == most:
			return strings.Join(names, ", ") + " and more"
		default:
			names = append(names, fmt.Sprintf("%.80q", kid))
		}
	}
	if names == nil {
		return "none: give each key a kid"
	}
	return strings.Join(names, ", ")
}
