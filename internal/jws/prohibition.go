package jws

import "strings"

// encrypting lists how the names of the algorithms of RFC 7518 section 4.1
// begin, which encrypt keys and do not sign.
var encrypting = []string{"RSA1_5", "RSA-OAEP", "A128", "A192", "A256", "DIR", "ECDH-ES", "PBES2-"}

// Prohibition says in a few words why an algorithm must never be accepted as
// somebody's signature, or "": there is no signature, its key is a shared
// secret, it is broken, or it does not sign. Careless readers accept such names
// in any letter case, so case does not count here.
func Prohibition(name string) string {
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

func isHMAC(upper string) bool {
	bits, found := strings.CutPrefix(upper, "HS")
	return found && bits != "" && strings.Trim(bits, "0123456789/") == ""
}
