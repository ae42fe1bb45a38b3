package online_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/online"
	"github.com/mikromerit/mikromerit/vc"
)

var (
	loopback = []netip.Prefix{netip.MustParsePrefix(testkit.Loopback)}
	digest   = sha256.Sum256([]byte("covered"))
)

// open returns a client that may ask a server of the test kit.
func open(t *testing.T, server *testkit.Server, change func(*online.Options)) *online.Client {
	t.Helper()
	o := online.Options{TSA: server.URL + "/tsa", UnsafeAllow: loopback, Timeout: 10 * time.Second}
	if change != nil {
		change(&o)
	}
	client, err := online.New(&http.Client{Transport: &http.Transport{}}, o)
	require.NoError(t, err)
	return client
}

func serve(t *testing.T) *testkit.Server {
	return (&testkit.Services{CA: testkit.NewCA()}).Serve(t)
}

// A token comes back for each hash, fits what was asked and is sound.
func TestTimestamp(t *testing.T) {
	server := serve(t)
	client := open(t, server, nil)
	for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
		h := hash.New()
		h.Write([]byte("covered"))
		der, err := client.Timestamp(t.Context(), hash, h.Sum(nil))
		require.NoError(t, err)
		token, err := trust.ParseTimestamp(der)
		require.NoError(t, err)
		require.True(t, token.Covers("covered"))
	}
	require.Equal(t, "application/timestamp-query", server.Requests()[0].Header.Get("Content-Type"))
	_, err := client.Timestamp(t.Context(), crypto.SHA1, make([]byte, 20))
	require.ErrorContains(t, err, "TSA-HASH")
	_, err = client.Timestamp(t.Context(), crypto.SHA256, digest[:31])
	require.ErrorContains(t, err, "TSA-HASH")
}

// Each fault of a time-stamp authority is told apart, none hangs, and no token
// of other data or of another question is taken.
func TestFaultyTimestamps(t *testing.T) {
	for fault, code := range map[string]string{
		"cut": "ONLINE-CONNECTION", "html": "TSA-ANSWER", "huge": "ONLINE-SIZE", "status": "ONLINE-STATUS",
		"loop": "ONLINE-REDIRECT", "away": "ONLINE-REDIRECT", "lost": "ONLINE-REDIRECT",
		"imprint": "TSA-IMPRINT", "nonce": "TSA-NONCE", "nonce missing": "TSA-NONCE", "algorithm": "TSA-IMPRINT",
		"refused": "TSA-REFUSED", "empty": "TSA-ANSWER",
	} {
		server := serve(t)
		server.Fail(fault)
		token, err := open(t, server, nil).Timestamp(t.Context(), crypto.SHA256, digest[:])
		require.ErrorContains(t, err, code+": ", fault)
		require.Equal(t, strings.HasPrefix(code, "ONLINE"), errors.Is(err, vc.ErrUnreachable), fault)
		require.Empty(t, token, fault)
	}
}

// A service that does not answer ends with the time that one request may take,
// and at once when the caller gives up.
func TestSlowService(t *testing.T) {
	server := serve(t)
	server.Fail("slow")
	_, err := open(t, server, func(o *online.Options) { o.Timeout = 50 * time.Millisecond }).Timestamp(t.Context(), crypto.SHA256, digest[:])
	require.ErrorContains(t, err, "ONLINE-TIMEOUT")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = open(t, server, nil).Timestamp(ctx, crypto.SHA256, digest[:])
	require.ErrorIs(t, err, context.Canceled)
}

// The time-stamp authority is told who asks and under which policy.
func TestWhoAsks(t *testing.T) {
	server := serve(t)
	for _, change := range []func(*online.Options){
		func(o *online.Options) { o.User, o.Password = "vestre", "segl" },
		func(o *online.Options) { o.Bearer = "token" },
		func(o *online.Options) { o.Policy = "1.2.3.4" },
	} {
		_, err := open(t, server, change).Timestamp(t.Context(), crypto.SHA256, digest[:])
		require.NoError(t, err)
	}
	user, password, ok := server.Requests()[0].BasicAuth()
	require.True(t, ok)
	require.Equal(t, "vestre segl", user+" "+password)
	require.Equal(t, "Bearer token", server.Requests()[1].Header.Get("Authorization"))

	_, err := open(t, server, func(o *online.Options) { o.Policy = "1.2.3.5" }).Timestamp(t.Context(), crypto.SHA256, digest[:])
	require.ErrorContains(t, err, "TSA-POLICY")
	_, err = open(t, server, func(o *online.Options) { o.TSA = "" }).Timestamp(t.Context(), crypto.SHA256, digest[:])
	require.ErrorContains(t, err, "TSA-NONE")
}

// Revocation data come from where the certificate points to or from where the
// caller says, by POST or GET, and from the list when the responder fails.
func TestRevocation(t *testing.T) {
	server := serve(t)
	leaf := server.Certified(server.CA.RSA.Key, 700, "/ca.der").Certificate
	ocsp, crl, err := open(t, server, nil).Revocation(t.Context(), leaf, server.CA.Intermediate)
	require.NoError(t, err)
	require.NotEmpty(t, ocsp)
	require.Empty(t, crl)

	get := func(o *online.Options) { o.OCSP = server.URL + "/ocsp-get" }
	ocsp, _, err = open(t, server, get).Revocation(t.Context(), server.CA.RSA.Certificate, server.CA.Intermediate)
	require.NoError(t, err)
	require.NotEmpty(t, ocsp)

	list := func(o *online.Options) { o.OCSP, o.CRL = server.URL+"/nowhere", server.URL+"/crl" }
	ocsp, crl, err = open(t, server, list).Revocation(t.Context(), server.CA.RSA.Certificate, server.CA.Intermediate)
	require.NoError(t, err)
	require.Empty(t, ocsp)
	require.NotEmpty(t, crl)

	_, _, err = open(t, server, nil).Revocation(t.Context(), server.CA.RSA.Certificate, server.CA.Intermediate)
	require.ErrorContains(t, err, "REVOCATION-SOURCE")
}

// An answer that says nothing about the certificate, or that its authority did
// not give, is no answer.
func TestForeignRevocation(t *testing.T) {
	server := serve(t)
	leaf := server.Certified(server.CA.RSA.Key, 700, "/ca.der").Certificate
	_, _, err := open(t, server, nil).Revocation(t.Context(), leaf, server.CA.Root)
	require.ErrorContains(t, err, "REVOCATION-ANSWER")
	for fault, code := range map[string]string{
		"cut": "ONLINE-CONNECTION", "html": "OCSP-ANSWER", "huge": "ONLINE-SIZE", "status": "ONLINE-STATUS", "loop": "ONLINE-REDIRECT",
	} {
		server.Fail(fault)
		_, _, err := open(t, server, nil).Revocation(t.Context(), leaf, server.CA.Intermediate)
		require.ErrorContains(t, err, code, fault)
	}
	old := (&testkit.Services{CA: server.CA, Age: 48 * time.Hour}).Serve(t)
	_, _, err = open(t, old, nil).Revocation(t.Context(), old.Certified(server.CA.RSA.Key, 701, "/ca.der").Certificate, server.CA.Intermediate)
	require.ErrorContains(t, err, "REVOCATION-OLD")
}

// The certificate of an issuer is found in each of the forms in which
// authorities publish it.
func TestIssuers(t *testing.T) {
	server := serve(t)
	client := open(t, server, nil)
	for i, name := range []string{"/ca.der", "/ca.pem", "/ca.p7c"} {
		found, err := client.Issuers(t.Context(), server.Certified(server.CA.RSA.Key, int64(800+i), name).Certificate)
		require.NoError(t, err, name)
		require.True(t, found[0].Equal(server.CA.Intermediate), name)
	}
	found, err := client.Issuers(t.Context(), server.CA.RSA.Certificate)
	require.NoError(t, err)
	require.Empty(t, found)
	_, err = client.Issuers(t.Context(), server.Certified(server.CA.RSA.Key, 810, "/crl").Certificate)
	require.ErrorContains(t, err, "AIA-ANSWER")
}

// Anybody can make a certificate, so what it points to must be public, however
// the address is written. What the caller names may be anywhere.
func TestAddressesInCertificates(t *testing.T) {
	server := serve(t)
	client, err := online.New(&http.Client{}, online.Options{TSA: server.URL + "/tsa"})
	require.NoError(t, err)
	for _, address := range []string{server.URL + "/ocsp", "http://localhost/ocsp", "http://169.254.169.254/latest", "http://[::1]/", "http://2130706433/", "ftp://ocsp.example/", "http://user@ocsp.example/", "file:///etc/passwd"} {
		leaf := server.CA.Issue(server.CA.RSA.Key, func(c *x509.Certificate) {
			c.SerialNumber, c.OCSPServer, c.IssuingCertificateURL = big.NewInt(900), []string{address}, []string{address}
		}).Certificate
		_, _, err := client.Revocation(t.Context(), leaf, server.CA.Intermediate)
		require.Error(t, err, address)
		require.Regexp(t, "ONLINE-ADDRESS|REVOCATION-SOURCE", err.Error(), address)
		found, _ := client.Issuers(t.Context(), leaf)
		require.Empty(t, found)
	}
	require.Empty(t, server.Requests())
	_, err = client.Timestamp(t.Context(), crypto.SHA256, digest[:])
	require.NoError(t, err)
}

// The same question is asked once, and again when the answer has grown old.
func TestKeptAnswers(t *testing.T) {
	server := serve(t)
	leaf := server.Certified(server.CA.RSA.Key, 700, "/ca.der").Certificate
	now := time.Now()
	client := open(t, server, func(o *online.Options) { o.Clock = func() time.Time { return now } })
	ask := func() int {
		_, _, err := client.Revocation(t.Context(), leaf, server.CA.Intermediate)
		require.NoError(t, err)
		return len(server.Requests())
	}
	require.Equal(t, 1, ask())
	require.Equal(t, 1, ask())
	now = now.Add(10 * time.Minute)
	require.Equal(t, 2, ask())
}

// A client that cannot be made safe is refused with a sentence.
func TestClients(t *testing.T) {
	careless := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // it must be refused
	strange := &http.Client{Transport: http.NewFileTransport(http.Dir("."))}
	for _, c := range []struct {
		client *http.Client
		o      online.Options
		code   string
	}{
		{nil, online.Options{}, "ONLINE-CLIENT"},
		{careless, online.Options{}, "ONLINE-CLIENT"},
		{strange, online.Options{}, "ONLINE-CLIENT"},
		{&http.Client{}, online.Options{TSA: "ftp://tsa.example"}, "ONLINE-URL"},
		{&http.Client{}, online.Options{OCSP: "https://user:word@ocsp.example"}, "ONLINE-URL"},
		{&http.Client{}, online.Options{Policy: "1.x"}, "ONLINE-POLICY"},
		{&http.Client{}, online.Options{User: "a", Bearer: "b"}, "ONLINE-CLIENT"},
	} {
		_, err := online.New(c.client, c.o)
		require.ErrorContains(t, err, c.code+": ")
	}
	_, err := online.New(strange, online.Options{UnsafeTransport: true})
	require.NoError(t, err)
}
