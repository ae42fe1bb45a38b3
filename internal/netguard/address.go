package netguard

import (
	"errors"
	"net/netip"
)

// ErrRefused is wrapped by the errors about URLs and addresses that the
// policy does not allow.
var ErrRefused = errors.New("the address is not a public one")

// Policy says which addresses may be reached. The zero value allows public ones
// only.
type Policy struct {
	// Allow lists addresses that may be reached although they are not public,
	// such as those of a test server or of an intranet.
	Allow []netip.Prefix
	// HTTP allows http URLs too. It is for data that are signed themselves, such as
	// revocation data, which authorities offer without TLS (RFC 5280 section 8).
	HTTP bool
}

// specialPurpose lists the addresses that are not public among those that
// isPublic leaves to it: the entries of the IANA special-purpose registries (RFC
// 6890) that are not globally reachable, and addresses at which clouds serve
// secrets to their machines.
var specialPurpose = mustPrefixes(
	"0.0.0.0/8",         // this network, RFC 791
	"10.0.0.0/8",        // private, RFC 1918
	"100.64.0.0/10",     // carrier-grade NAT, RFC 6598
	"127.0.0.0/8",       // loopback
	"168.63.129.16/32",  // the host of a virtual machine in Azure
	"169.254.0.0/16",    // link-local, RFC 3927, with the metadata service of clouds
	"172.16.0.0/12",     // private
	"192.0.0.0/24",      // protocol assignments, RFC 6890
	"192.0.2.0/24",      // documentation, RFC 5737
	"192.31.196.0/24",   // AS112, RFC 7535
	"192.52.193.0/24",   // AMT, RFC 7450
	"192.88.99.0/24",    // 6to4 relays, RFC 7526
	"192.168.0.0/16",    // private
	"192.175.48.0/24",   // AS112, RFC 7534
	"198.18.0.0/15",     // benchmarking, RFC 2544
	"198.51.100.0/24",   // documentation
	"203.0.113.0/24",    // documentation
	"224.0.0.0/4",       // multicast
	"240.0.0.0/4",       // reserved, and broadcast
	"2001::/23",         // protocol assignments, with Teredo, benchmarking, ORCHID
	"2001:db8::/32",     // documentation, RFC 3849
	"2620:4f:8000::/48", // AS112
	"3ffe::/16",         // the former 6bone
	"3fff::/20",         // documentation, RFC 9637
)

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")     // RFC 4291 section 2.4, as assigned
	nat64         = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052 section 2.1
	sixToFour     = netip.MustParsePrefix("2002::/16")    // RFC 3056 section 2
)

func mustPrefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// checkAddr refuses addresses that are not public. An IPv4 address inside an
// IPv6 one (mapped, 6to4, NAT64) is checked by itself. The error is
// [ErrRefused].
func (p Policy) checkAddr(addr netip.Addr) error {
	if addr.Zone() != "" {
		return ErrRefused
	}
	addr = addr.Unmap()
	if p.allows(addr) || isPublic(addr) {
		return nil
	}
	return ErrRefused
}

func (p Policy) allows(addr netip.Addr) bool { return contains(p.Allow, addr) }

func isPublic(addr netip.Addr) bool {
	switch {
	case !addr.IsValid():
		return false
	case nat64.Contains(addr):
		return isPublic(ipv4At(addr, 12))
	case sixToFour.Contains(addr):
		return isPublic(ipv4At(addr, 2))
	case addr.Is6() && !globalUnicast.Contains(addr):
		return false
	}
	return !contains(specialPurpose, addr)
}

// ipv4At returns the IPv4 address that starts at byte i of an IPv6 address.
func ipv4At(addr netip.Addr, i int) netip.Addr {
	raw := addr.As16()
	return netip.AddrFrom4([4]byte(raw[i : i+4]))
}

func contains(list []netip.Prefix, addr netip.Addr) bool {
	for _, prefix := range list {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}
