package netguard

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCheckAddr(t *testing.T) {
	for _, text := range []string{
		"8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.0.1.1",
		"2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
	} {
		require.NoError(t, Policy{}.checkAddr(netip.MustParseAddr(text)), text)
	}
	for _, text := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "168.63.129.16",
		"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
		"198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808",
		"100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1", "3fff::1", "3ffe::1", "4000::1",
		"5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2606:4700::1111%eth0",
	} {
		require.ErrorIs(t, Policy{}.checkAddr(netip.MustParseAddr(text)), ErrRefused, text)
	}
	require.ErrorIs(t, Policy{}.checkAddr(netip.Addr{}), ErrRefused)
	loopback := Policy{Allow: mustPrefixes("127.0.0.0/8", "::1/128")}
	for _, text := range []string{"127.0.0.1", "::ffff:127.0.0.1", "::1"} {
		require.NoError(t, loopback.checkAddr(netip.MustParseAddr(text)), text)
	}
	require.ErrorIs(t, loopback.checkAddr(netip.MustParseAddr("10.0.0.1")), ErrRefused)
}

func TestCheckURL(t *testing.T) {
	for _, text := range []string{
		"https://issuer.example", "https://Issuer.Example/a/b?c=d", "https://issuer.example:443/", "https://issuer.example:8443/did.json",
		"https://a.b.c.d.example/", "https://xn--vestre-s-0xa.example/", "HTTPS://issuer.example/%7Bx%7D", "https://1.2.3.4.example/",
	} {
		_, err := Policy{}.CheckURL(text)
		require.NoError(t, err, text)
	}
	for _, text := range []string{
		"", "issuer.example", "//issuer.example", "http://issuer.example/", "ftp://issuer.example/", "file:///etc/passwd", "https:issuer.example",
		"https:///path", "https://", "https://:443/", "https://user@issuer.example/", "https://user:pass@issuer.example/", "https://@issuer.example/",
		"https://issuer.example/#key", "https://issuer.example/#", "https://issuer.example:/", "https://issuer.example:0443/",
		"https://issuer.example:22/", "https://issuer.example:80/", "https://issuer.example:1023/", "https://issuer.example:65536/", "https://issuer.example:x/",
		"https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://api.localhost/", "https://printer.local/", "https://metadata.google.internal/",
		"https://router.home.arpa/", "https://hidden.onion/", "https://intranet/", "https://issuer.example./", "https://issuer..example/", "https://.example/",
		"https://127.0.0.1/", "https://8.8.8.8/", "https://127.1/", "https://0x7f.1/", "https://0x7f000001/", "https://2130706433/", "https://017700000001/", "https://0177.0.0.1/",
		"https://127.0.0.0x1/", "https://1.2.3.4./", "https://example.0x/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[2606:4700::1111]/", "https://[fe80::1%25eth0]/",
		"https://-a.example/", "https://a-.example/", "https://a_b.example/", "https://vestre-ås.example/", "https://issuer%2Eexample/", "https://issuer.example%00/",
		"https://①②⑦.0.0.1/", "https://issuer.example\\@127.0.0.1/", "https://issuer example/", "https://issuer.example/\n", " https://issuer.example/",
		"https://" + strings.Repeat("a", 64) + ".example/", "https://" + strings.Repeat("a.", 130) + "example/", "https://issuer.example/" + strings.Repeat("a", maxURL),
	} {
		_, err := Policy{}.CheckURL(text)
		require.ErrorIs(t, err, ErrRefused, text)
	}
	loopback := Policy{Allow: mustPrefixes("127.0.0.0/8")}
	for text, ok := range map[string]bool{
		"https://127.0.0.1:8443/": true, "https://localhost:8443/": true, "https://10.0.0.1/": false, "https://[::1]/": false,
		"https://127.1/": false, "http://127.0.0.1:8080/": false, "https://127.0.0.1:22/": false,
	} {
		_, err := loopback.CheckURL(text)
		require.Equal(t, ok, err == nil, text)
	}
}

func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{"https://issuer.example:8443/a?b", "https://127.1/", "https://[::ffff:127.0.0.1]/", "https://a@b.example/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := Policy{}.CheckURL(text)
		if err != nil {
			return
		}
		require.Equal(t, "https", u.Scheme)
		_, err = netip.ParseAddr(u.Hostname())
		require.Error(t, err, "an address passed")
		again, err := Policy{}.CheckURL(u.String())
		require.NoError(t, err, "a URL that passed must pass as it is sent")
		require.Equal(t, u.Host, again.Host)
	})
}

// nameServer answers queries for IPv4 addresses with those that answer returns,
// and has no IPv6 addresses.
func nameServer(t *testing.T, answer func() [][4]byte) *net.Resolver {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(respond(buf[:n], answer), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// respond builds a DNS answer (RFC 1035 section 4) with a time to live of 0.
func respond(query []byte, answer func() [][4]byte) []byte {
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5 // the root label, type and class
	var addresses [][4]byte
	if binary.BigEndian.Uint16(query[end-4:]) == 1 { // A
		addresses = answer()
	}
	out := append([]byte{}, query[:2]...)
	out = append(out, 0x81, 0x80, 0, 1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(addresses)))
	out = append(out, 0, 0, 0, 0)
	out = append(out, query[12:end]...)
	for _, address := range addresses {
		out = append(out, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		out = append(out, address[:]...)
	}
	return out
}

// A name that leads to this machine at the moment of connecting is stopped
// there, however public it looked before (DNS rebinding).
func TestNamesThatLeadInside(t *testing.T) {
	var reached atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	require.NoError(t, err)
	get := func(policy Policy, resolver *net.Resolver) error {
		client := &http.Client{Transport: policy.transport(server.Client().Transport.(*http.Transport), resolver), Timeout: 5 * time.Second}
		response, err := client.Get("https://rebind.example.com:" + port + "/")
		if err == nil {
			_ = response.Body.Close()
		}
		return err
	}
	inside := func() [][4]byte { return [][4]byte{{127, 0, 0, 1}} }
	err = get(Policy{}, nameServer(t, inside))
	require.ErrorIs(t, err, ErrRefused)
	require.Zero(t, reached.Load())

	// The same name, public when it is first looked up.
	resolver := nameServer(t, func() func() [][4]byte {
		var asked atomic.Int32
		return func() [][4]byte {
			if asked.Add(1) == 1 {
				return [][4]byte{{93, 184, 216, 34}}
			}
			return inside()
		}
	}())
	addresses, err := resolver.LookupNetIP(t.Context(), "ip4", "rebind.example.com")
	require.NoError(t, err)
	require.NoError(t, Policy{}.checkAddr(addresses[0]))
	require.ErrorIs(t, get(Policy{}, resolver), ErrRefused)
	require.Zero(t, reached.Load())

	// Several private addresses are no better than one.
	err = get(Policy{}, nameServer(t, func() [][4]byte { return [][4]byte{{127, 0, 0, 1}, {10, 0, 0, 1}, {169, 254, 169, 254}} }))
	require.ErrorIs(t, err, ErrRefused)

	// With loopback allowed, the name does lead to the server.
	require.NoError(t, get(Policy{Allow: mustPrefixes("127.0.0.0/8")}, nameServer(t, inside)))
	require.EqualValues(t, 1, reached.Load())
}

func TestTransport(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	base := server.Client().Transport.(*http.Transport)
	base.DialTLSContext = func(context.Context, string, string) (net.Conn, error) {
		t.Error("the dialing of the base transport was used")
		return nil, net.ErrClosed
	}
	base.TLSClientConfig.NextProtos = []string{"h2", "http/1.1"}
	client := &http.Client{Transport: Policy{Allow: mustPrefixes("127.0.0.0/8")}.Transport(base)}
	response, err := client.Get(server.URL)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "HTTP/1.1", string(body))
	require.Equal(t, []string{"h2", "http/1.1"}, base.TLSClientConfig.NextProtos, "the caller's configuration is not changed")

	require.Nil(t, Policy{}.Transport(nil).Proxy)
	require.GreaterOrEqual(t, Policy{}.Transport(&http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13}}).TLSClientConfig.MinVersion, uint16(tls.VersionTLS13))
	require.ErrorIs(t, Policy{}.control(t.Context(), "udp4", "8.8.8.8:53", nil), ErrRefused)
	require.ErrorIs(t, Policy{}.control(t.Context(), "tcp4", "nonsense", nil), ErrRefused)
}
