package bundle

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// keyOf returns the name under which a bundle has a document: for a did:web the
// https URL of its document, for an http or https URL its normal form, for
// anything else the text itself.
func keyOf(id string) (string, error) {
	if strings.HasPrefix(id, "did:web:") {
		address, err := did.WebURL(id)
		return normalize(address), err
	}
	return normalize(id), nil
}

// normalize brings the parts of a web address whose spelling makes no difference
// to any server to one spelling (RFC 3986 sections 6.2.2.1 and 6.2.3), and drops
// the fragment, which is not sent to servers.
func normalize(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	scheme = strings.ToLower(scheme)
	if !found || scheme != "https" && scheme != "http" {
		return address
	}
	rest, _, _ = strings.Cut(rest, "#")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	host, path := strings.ToLower(rest[:end]), rest[end:]
	if scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	if path == "" || path[0] == '?' {
		path = "/" + path
	}
	return scheme + "://" + host + path
}

// urlOfPath returns the https URL for which a file stands in a folder that is
// named by host and path, or "". Some systems do not allow a colon in names;
// wget writes a plus sign before the port there.
func urlOfPath(name string) string {
	host, path, found := strings.Cut(name, "/")
	if !found || !isHost(host) {
		return ""
	}
	address := "https://" + strings.Replace(host, "+", ":", 1) + "/" + path
	if !vc.IsURL(address) {
		return ""
	}
	return normalize(address)
}

// isHost reports whether the name of a folder looks like a host, with or
// without a port.
func isHost(name string) bool {
	host, port := name, ""
	if i := strings.IndexAny(name, ":+"); i >= 0 {
		if host, port = name[:i], name[i+1:]; port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != "" {
			return false
		}
	}
	dotted := strings.Contains(host, ".") && !strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ".")
	return (dotted || host == "localhost") && strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// shorten shortens an address for a message.
func shorten(address string) string {
	if runes := []rune(address); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return address
}
