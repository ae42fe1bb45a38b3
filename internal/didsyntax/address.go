package didsyntax

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// CheckAddress checks an identifier, a DID or a URL, before it is given to a key
// or an issuer. It is stricter than [Check] in one thing: a did:web whose path
// starts with a number is refused, because that is a port whose colon was not
// encoded. The error proposes the right spelling where there is one.
func CheckAddress(id string) error {
	err := check(id)
	if err == nil {
		return nil
	}
	if better := propose(id); better != "" {
		return fmt.Errorf("%w; did you mean %s?", err, better)
	}
	return err
}

func check(id string) error {
	scheme, _, _ := strings.Cut(id, ":")
	switch {
	case scheme == "did":
		return checkDID(id)
	case strings.EqualFold(scheme, "did"):
		return errors.New("DID-SYNTAX: a DID starts with did: in lower case")
	case !isASCII(id):
		return errors.New("a URL has only ASCII characters (RFC 3986)")
	}
	return nil
}

func checkDID(id string) error {
	if !isASCII(id) {
		return errors.New("DID-SYNTAX: a DID has only ASCII characters")
	}
	if err := Check(id); err != nil || !strings.HasPrefix(id, WebPrefix) {
		return err
	}
	if _, err := WebURL(id); err != nil {
		return err
	}
	if port := unescapedPort(id); port != "" {
		return fmt.Errorf("DID-WEB: %s would be a folder here, not a port; write the colon before a port as %%3A", port)
	}
	return nil
}

// unescapedPort returns the number that follows the host of a did:web, or "".
func unescapedPort(id string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(id, WebPrefix), ":")
	number, _, _ := strings.Cut(rest, ":")
	if len(number) < 2 || !isPort(number) {
		return ""
	}
	return number
}

// propose returns the spelling of a did:web or https URL that its writer may
// have meant, or "" where there is none.
func propose(id string) string {
	scheme, _, _ := strings.Cut(id, ":")
	lower := strings.ToLower(scheme) + id[len(scheme):]
	better := ""
	switch {
	case strings.HasPrefix(lower, WebPrefix):
		better = proposeWeb(strings.TrimPrefix(lower, WebPrefix))
	case strings.HasPrefix(lower, "https://"):
		better = proposeURL(strings.TrimPrefix(lower, "https://"))
	default:
		better = lower
	}
	if better == id || check(better) != nil {
		return ""
	}
	return better
}

func proposeURL(text string) string {
	host, rest := text, ""
	if i := strings.IndexAny(text, ":/?#"); i >= 0 {
		host, rest = text[:i], text[i:]
	}
	host, err := toASCII(host)
	if err != nil {
		return ""
	}
	return "https://" + host + escape(rest)
}

func proposeWeb(name string) string {
	// A URL has slashes where a did:web has colons.
	name = strings.ReplaceAll(strings.Trim(name, "/"), "/", ":")
	host, path, _ := strings.Cut(name, ":")
	host, port, _ := strings.Cut(strings.Replace(host, "%3a", "%3A", 1), "%3A")
	host, err := toASCII(host)
	if err != nil {
		return ""
	}
	if first, rest, _ := strings.Cut(path, ":"); port == "" && len(first) >= 2 && isPort(first) {
		port, path = first, rest
	}
	if port != "" {
		host += "%3A" + port
	}
	if path != "" {
		host += ":" + escape(path)
	}
	return WebPrefix + host
}

// toASCII writes the name of a host in ASCII letters (RFC 5891).
func toASCII(host string) (string, error) {
	if plain, err := url.PathUnescape(host); err == nil {
		host = plain
	}
	return idna.Lookup.ToASCII(host)
}

// escape percent-encodes what is not ASCII.
func escape(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c < 0x80 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
