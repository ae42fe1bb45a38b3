package didsyntax

import (
	"errors"
	"net/url"
	"strings"
)

// WebPrefix starts every did:web.
const WebPrefix = "did:web:"

// WebURL returns the address of the document of a did:web (did:web method,
// "Read").
func WebURL(id string) (string, error) {
	host, path, found := strings.Cut(strings.TrimPrefix(id, WebPrefix), ":")
	host, err := webHost(host)
	if err != nil {
		return "", err
	}
	if !found {
		return "https://" + host + "/.well-known/did.json", nil
	}
	segments := strings.Split(path, ":")
	for _, segment := range segments {
		// A decoded slash, dot segment or the like would lead to another place on
		// the host than the one that the identifier names.
		plain, err := url.PathUnescape(segment)
		if err != nil || plain == "" || plain == "." || plain == ".." || strings.ContainsAny(plain, "/\\%?#;") || hasControl(plain) {
			return "", errors.New("DID-WEB: the path of the did:web is malformed")
		}
	}
	return "https://" + host + "/" + strings.Join(segments, "/") + "/did.json", nil
}

// webHost decodes the host, in which only the colon before a port is encoded.
func webHost(text string) (string, error) {
	host, port, found := strings.Cut(strings.Replace(text, "%3a", "%3A", 1), "%3A")
	if host == "" || strings.Contains(host, "%") || found && !isPort(port) {
		return "", errors.New("DID-WEB: the host of the did:web is malformed")
	}
	if found {
		return host + ":" + port, nil
	}
	return host, nil
}

func isPort(text string) bool {
	return text != "" && len(text) <= 5 && strings.Trim(text, "0123456789") == ""
}

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7f {
			return true
		}
	}
	return false
}
