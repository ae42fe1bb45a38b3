package netguard

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxURL bounds the text of a URL in bytes.
const maxURL = 4096

// localNames are top-level names that never lead to a public place (RFC 6761,
// RFC 6762, RFC 7686, and the private-use name of ICANN).
var localNames = []string{"localhost", "local", "internal", "onion"}

// CheckURL refuses a URL that may not be fetched: the scheme must be https,
// without user name and fragment; the port 443 or one that no system service
// has (1024 and above); the host a name with at least two labels, not an
// address in any notation. An address that the policy allows may be the host,
// and if it allows any, so may localhost and names of one label. The error wraps
// [ErrRefused]. A policy with HTTP also takes the scheme http and the port 80.
func (p Policy) CheckURL(text string) (*url.URL, error) {
	if len(text) > maxURL {
		return nil, newRefusal("the URL is too long")
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, newRefusal("the URL is malformed")
	case u.Scheme != "https" && !(p.HTTP && u.Scheme == "http"):
		return nil, newRefusal("the URL is not an https one")
	case u.Opaque != "" || u.Host == "":
		return nil, newRefusal("the URL names no host")
	case u.User != nil:
		return nil, newRefusal("the URL holds a user name")
	case strings.Contains(text, "#"):
		return nil, newRefusal("the URL has a fragment")
	}
	if err := p.checkPort(u); err != nil {
		return nil, err
	}
	return u, p.checkHost(strings.ToLower(u.Hostname()))
}

func newRefusal(why string) error { return fmt.Errorf("%w: %s", ErrRefused, why) }

func (p Policy) checkPort(u *url.URL) error {
	text := u.Port()
	if text == "" {
		if strings.HasSuffix(u.Host, ":") {
			return newRefusal("the URL has an empty port")
		}
		return nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || text[0] == '0' || port < 1024 && port != 443 && !(p.HTTP && port == 80) {
		return newRefusal("the port is neither 443 nor one from 1024 to 65535")
	}
	return nil
}

func (p Policy) checkHost(host string) error {
	if addr, err := netip.ParseAddr(host); err == nil {
		if addr.Zone() == "" && p.allows(addr.Unmap()) {
			return nil
		}
		return newRefusal("the host is an address instead of a name")
	}
	if len(host) > 253 {
		return newRefusal("the name of the host is too long")
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if !isLabel(label) {
			return newRefusal("the name of the host is malformed")
		}
	}
	last := labels[len(labels)-1]
	switch {
	case isNumber(last):
		return newRefusal("the host is an address instead of a name")
	case len(p.Allow) > 0:
		return nil
	case len(labels) < 2 || slices.Contains(localNames, last) || strings.HasSuffix(host, ".home.arpa"):
		return newRefusal("the name of the host is a local one")
	}
	return nil
}

// isLabel checks one part of a host name (RFC 1123 section 2.1). Names in
// other scripts stand in their A-label form.
func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-') {
			return false
		}
	}
	return true
}

// isNumber reports whether software that reads addresses like inet_aton could
// take the last label for a number (URL Standard, "ends in a number").
func isNumber(s string) bool {
	if strings.Trim(s, "0123456789") == "" {
		return true
	}
	hex, found := strings.CutPrefix(s, "0x")
	return found && strings.Trim(hex, "0123456789abcdef") == ""
}
