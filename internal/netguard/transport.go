package netguard

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

const (
	dialTimeout    = 5 * time.Second
	headerTimeout  = 10 * time.Second
	maxHeaderBytes = 64 << 10
)

// Transport returns a transport that connects to allowed addresses only. It
// takes over the TLS configuration of base, which may be nil; the dialing and
// the proxy of base are not used, because they would decide where a connection
// ends. A connection serves one request, so that nothing is left open, and
// speaks HTTP/1.1. Answers are not decompressed.
func (p Policy) Transport(base *http.Transport) *http.Transport {
	return p.transport(base, nil)
}

// transport is Transport with another way to resolve names, for tests.
func (p Policy) transport(base *http.Transport, resolver *net.Resolver) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, Resolver: resolver, ControlContext: p.control}
	t := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    dialTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	if base != nil && base.TLSClientConfig != nil {
		t.TLSClientConfig = base.TLSClientConfig.Clone()
		t.TLSClientConfig.NextProtos = nil
	}
	return t
}

// control checks the address that the system is about to connect to.
func (p Policy) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return ErrRefused
	}
	endpoint, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrRefused
	}
	return p.checkAddr(endpoint.Addr())
}
