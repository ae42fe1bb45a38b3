package jws

import (
	"fmt"
	"strings"
)

// encrypting are the algorithms of RFC 7518 section 4.1 that encrypt keys and
// never sign, by the start of their names.
var encrypting = []string{"RSA1_5", "RSA-OAEP", "A128", "A192", "A256", "DIR", "ECDH-ES", "PBES2-"}

// Barred says in a few words why an algorithm must never be accepted as a
// signature of somebody, or "": there is none, its key is a shared secret, it
// is broken, or it does not sign. Careless readers take such names in any case
// of their letters, so case does not count here.
func Barred(name string) string {
	upper := strings.ToUpper(name)
	switch {
	case upper == "" || upper == "NONE":
		return "no signature"
	case strings.Trim(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_./:") != "":
		return "no name of an algorithm"
	case upper == "RS1":
		return "a prohibited algorithm, for SHA-1 is broken"
	case isHMAC(upper):
		return "an algorithm whose key is a shared secret, so that every reader could have signed"
	}
	for _, start := range encrypting {
		if strings.HasPrefix(upper, start) {
			return "an algorithm that encrypts and does not sign"
		}
	}
	return ""
}

// Shape says what is odd about the form of a signature that did not verify, or
// "": RFC 7518 section 3.4 has r and s side by side, and many tools write
// them in ASN.1.
func (a Algorithm) Shape(signature []byte) string {
	want := map[string]int{"P-256": 64, "P-384": 96, "P-521": 132}[a.curve]
	if a.family == ed {
		want = 64
	}
	if want == 0 || len(signature) == want {
		return ""
	}
	text := fmt.Sprintf("the signature has %d bytes and %s has %d", len(signature), a.Name, want)
	if _, err := fixedLength(signature, want/2); a.family == ec && err == nil {
		text += "; it looks like ASN.1 DER, which must be turned into r and s side by side"
	}
	return text
}

func isHMAC(upper string) bool {
	bits, found := strings.CutPrefix(upper, "HS")
	return found && bits != "" && strings.Trim(bits, "0123456789/") == ""
}
