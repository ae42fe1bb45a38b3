package trust_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// aboutRSA is a good answer about the RSA sealer.
func aboutRSA() testkit.Single {
	return testkit.Single{Certificate: kit.RSA.Certificate, Issuer: kit.Intermediate, Since: made, Until: made.Add(day)}
}

// stateOf asks one response about the RSA sealer.
func stateOf(t *testing.T, der []byte) (trust.State, []string) {
	var r trust.Revocations
	if err := r.AddOCSP(der); err != nil {
		require.ErrorContains(t, err, "TRUST-OCSP: ")
		return trust.NotKnown, []string{err.Error()}
	}
	return r.Of(kit.RSA.Certificate, kit.Intermediate, made, made.Add(1)).State, r.Unused()
}

// A response may be written in every way that RFC 6960 allows, and what it says of
// one certificate is found among what it says of others.
func TestResponseForms(t *testing.T) {
	byEC := kit.Responder(nil)
	plain, issuer := aboutRSA(), testkit.Sealer{Certificate: kit.Intermediate, Key: kit.IntermediateKey()}
	change := func(f func(*testkit.Single)) []testkit.Single {
		one := plain
		f(&one)
		return []testkit.Single{one}
	}
	other := plain
	other.Issuer = kit.Root // the same number, but of another authority
	revoked := plain
	revoked.Status = testkit.RevokedStatus(made)
	for name, c := range map[string]struct {
		response testkit.Response
		want     trust.State
	}{
		"by the issuer":          {testkit.Response{Responder: issuer}, trust.NotRevoked},
		"by the issuer, PSS":     {testkit.Response{Responder: issuer, PSS: true, Hash: crypto.SHA384}, trust.NotRevoked},
		"by a responder":         {testkit.Response{Responder: byEC}, trust.NotRevoked},
		"named by its key":       {testkit.Response{Responder: byEC, ByKey: true}, trust.NotRevoked},
		"SHA-256 identifier":     {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Hash = crypto.SHA256 })}, trust.NotRevoked},
		"SHA-512":                {testkit.Response{Responder: byEC, Hash: crypto.SHA512}, trust.NotRevoked},
		"nonce":                  {testkit.Response{Responder: byEC, Extensions: testkit.Extension(true, testkit.DER(4, []byte("12345678")), 1, 3, 6, 1, 5, 5, 7, 48, 1, 2)}, trust.NotRevoked},
		"more certificates":      {testkit.Response{Responder: byEC, Certificates: slices.Concat(testkit.DER(0x30), kit.Root.Raw, byEC.Certificate.Raw)}, trust.NotRevoked},
		"revoked":                {testkit.Response{Responder: byEC, Singles: []testkit.Single{revoked}}, trust.Revoked},
		"unknown":                {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Status = testkit.UnknownStatus() })}, trust.NotKnown},
		"another authority's":    {testkit.Response{Responder: byEC, Singles: []testkit.Single{other}}, trust.NotKnown},
		"after another's":        {testkit.Response{Responder: byEC, Singles: []testkit.Single{other, revoked}}, trust.Revoked},
		"two answers":            {testkit.Response{Responder: byEC, Singles: []testkit.Single{plain, revoked}}, trust.Revoked},
		"about the right one":    {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Extensions = certHash(kit.RSA.Certificate) })}, trust.NotRevoked},
		"about a double":         {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Extensions = certHash(kit.EC.Certificate) })}, trust.NotKnown},
		"something critical":     {testkit.Response{Responder: byEC, Extensions: testkit.Extension(true, nil, 1, 2, 3)}, trust.NotKnown},
		"critical in the answer": {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Extensions = testkit.Extension(true, nil, 1, 2, 3) })}, trust.NotKnown},
		"another name":           {testkit.Response{Responder: byEC, Name: kit.Root.RawSubject}, trust.NotKnown},
		"SHA-1 signature":        {testkit.Response{Responder: issuer, Hash: crypto.SHA1}, trust.NotKnown},
		"changed":                {testkit.Response{Responder: byEC, Singles: []testkit.Single{revoked}, Data: good}, trust.NotKnown},
		"not charged":            {testkit.Response{Responder: kit.EC}, trust.NotKnown},
		"charged by another":     {testkit.Response{Responder: kit.TSA()}, trust.NotKnown},
		"too many answers":       {testkit.Response{Responder: byEC, Singles: slices.Repeat([]testkit.Single{plain}, 65)}, trust.NotKnown},
		"too many certificates":  {testkit.Response{Responder: byEC, Certificates: bytes.Repeat(testkit.DER(0x30), 17)}, trust.NotKnown},
		"too old":                {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Since, s.Until = made.Add(-2*day), made.Add(-day) })}, trust.NotKnown},
		"from before its issue":  {testkit.Response{Responder: byEC, Singles: change(func(s *testkit.Single) { s.Since = kit.RSA.Certificate.NotBefore.Add(-day) })}, trust.NotKnown},
		"made before it is said": {testkit.Response{Responder: byEC, Produced: made.Add(-day)}, trust.NotKnown},
	} {
		t.Run(name, func(t *testing.T) {
			if c.response.Singles == nil {
				c.response.Singles = []testkit.Single{plain}
			}
			if c.response.Produced.IsZero() {
				c.response.Produced = made
			}
			got, unused := stateOf(t, c.response.DER())
			require.Equal(t, c.want, got, unused)
		})
	}
}

// certHash says about which certificate an answer is, beyond its number.
func certHash(c *x509.Certificate) []byte {
	h := crypto.SHA256.New()
	h.Write(c.Raw)
	return testkit.Extension(false, testkit.DER(0x30, testkit.AlgorithmOf(crypto.SHA256), testkit.DER(4, h.Sum(nil))), 1, 3, 36, 8, 3, 13)
}

// good makes a good answer of a revoked one after it was signed.
func good(data []byte) []byte {
	revoked := testkit.RevokedStatus(made)
	return bytes.Replace(data, revoked, testkit.DER(0x80, make([]byte, len(revoked)-2)), 1)
}

// A responder cannot say of its own certificate that it is in force.
func TestResponderAboutItself(t *testing.T) {
	responder := kit.Responder(nil)
	one := testkit.Single{Certificate: responder.Certificate, Issuer: kit.Intermediate, Since: made, Until: made.Add(day)}
	var r trust.Revocations
	require.NoError(t, r.AddOCSP(testkit.Response{Responder: responder, Produced: made, Singles: []testkit.Single{one}}.DER()))
	require.Equal(t, trust.NotKnown, r.Of(responder.Certificate, kit.Intermediate, made, made).State)
}

// An answer about an expired certificate counts only if the responder says that it
// remembers those that expired since some time before.
func TestArchiveCutoff(t *testing.T) {
	responder := kit.Responder(nil)
	short := kit.Issue(kit.RSA.Key, func(c *x509.Certificate) { c.NotAfter = made }).Certificate
	for _, c := range []struct {
		cutoff time.Time
		want   trust.State
	}{{time.Time{}, trust.NotKnown}, {made.Add(-day), trust.NotRevoked}, {made.Add(1 * time.Hour), trust.NotKnown}} {
		one := testkit.Single{Certificate: short, Issuer: kit.Intermediate, Since: made.Add(day), Until: made.Add(2 * day)}
		if !c.cutoff.IsZero() {
			one.Extensions = testkit.Extension(false, testkit.GeneralizedTime(c.cutoff), 1, 3, 6, 1, 5, 5, 7, 48, 1, 6)
		}
		var r trust.Revocations
		require.NoError(t, r.AddOCSP(testkit.Response{Responder: responder, Produced: made.Add(day), Singles: []testkit.Single{one}}.DER()))
		require.Equal(t, c.want, r.Of(short, kit.Intermediate, made.Add(-day), made.Add(day)).State, c.cutoff)
	}
}

// Whoever asked needs the nonce and the certificates.
func TestReadOCSP(t *testing.T) {
	responder := kit.Responder(nil)
	response := testkit.Response{Responder: responder, Produced: made, Singles: []testkit.Single{aboutRSA()}}
	for _, value := range [][]byte{testkit.DER(4, []byte("12345678")), []byte("12345678")} { // as RFC 6960 and as RFC 2560 have it
		response.Extensions = testkit.Extension(false, value, 1, 3, 6, 1, 5, 5, 7, 48, 1, 2)
		got, err := trust.ReadOCSP(response.DER())
		require.NoError(t, err)
		require.Equal(t, []byte("12345678"), got.Nonce)
		require.True(t, got.Certificates[0].Equal(responder.Certificate))
		require.True(t, got.Produced.Equal(made))
	}
	_, err := trust.ReadOCSP([]byte{0x30, 3, 10, 1, 3})
	require.ErrorContains(t, err, "status 3")
	_, err = trust.ReadOCSP(make([]byte, 1<<17))
	require.ErrorContains(t, err, "more than")
}
