package trust_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// listed asks one list about a certificate of the intermediate authority.
func listed(t *testing.T, der []byte, c *x509.Certificate) (trust.State, []string) {
	var r trust.Revocations
	if err := r.AddCRL(der); err != nil {
		require.ErrorContains(t, err, "TRUST-CRL: ")
		return trust.NotKnown, []string{err.Error()}
	}
	return r.Of(c, kit.Intermediate, made, made.Add(1)).State, r.Unused()
}

// point returns an issuing distribution point (RFC 5280 section 5.2.5).
func point(parts ...[]byte) []byte {
	return testkit.Extension(true, testkit.DER(0x30, parts...), 2, 5, 29, 28)
}

func pointName(url string) []byte {
	return testkit.DER(0xa0, testkit.DER(0xa0, testkit.DER(0x86, []byte(url))))
}

// A list says something only about the certificates in its scope, and nothing at
// all if it covers a part that is not understood.
func TestListScopes(t *testing.T) {
	const here = "http://crl.example/1.crl"
	id := asn1.ObjectIdentifier{2, 5, 29, 31}
	pointed := func(parts ...[]byte) *x509.Certificate {
		return kit.Issue(kit.RSA.Key, func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: id, Value: testkit.DER(0x30, testkit.DER(0x30, parts...))}}
		}).Certificate
	}
	leaf, authority := kit.RSA.Certificate, testkit.IssueWith(kit, kit.EC.Key.Public())
	directory := testkit.DER(0xa0, testkit.DER(0xa0, testkit.DER(0xa4, kit.Intermediate.RawSubject)))
	on := func(tag byte) []byte { return testkit.DER(tag, []byte{0xff}) }
	critical := func(last int) []byte { return testkit.Extension(true, testkit.DER(0x30), 2, 5, 29, last) }
	for name, c := range map[string]struct {
		extensions  []byte
		certificate *x509.Certificate
		want        trust.State
	}{
		"no extension":                   {nil, leaf, trust.NotRevoked},
		"an empty scope":                 {point(), leaf, trust.NotRevoked},
		"users, of a user":               {point(on(0x81)), leaf, trust.NotRevoked},
		"users, of an authority":         {point(on(0x81)), authority, trust.NotKnown},
		"authorities, of a user":         {point(on(0x82)), leaf, trust.NotKnown},
		"authorities, of an authority":   {point(on(0x82)), authority, trust.NotRevoked},
		"users and authorities":          {point(on(0x81), on(0x82)), leaf, trust.NotKnown},
		"some reasons":                   {point(testkit.DER(0x83, []byte{1, 0x40})), leaf, trust.NotKnown},
		"other issuers":                  {point(on(0x84)), leaf, trust.NotKnown},
		"attribute certificates":         {point(on(0x85)), leaf, trust.NotKnown},
		"its point":                      {point(pointName(here)), pointed(pointName(here)), trust.NotRevoked},
		"another point":                  {point(pointName(here)), pointed(pointName(here + "2")), trust.NotKnown},
		"a point, none in it":            {point(pointName(here)), leaf, trust.NotKnown},
		"the issuer as the point":        {point(directory), leaf, trust.NotRevoked},
		"its point for some reasons":     {point(pointName(here)), pointed(pointName(here), testkit.DER(0x81, []byte{1, 0x40})), trust.NotKnown},
		"its point of another issuer":    {point(pointName(here)), pointed(pointName(here), testkit.DER(0xa2, testkit.DER(0xa4, kit.Root.RawSubject))), trust.NotKnown},
		"a relative point":               {point(testkit.DER(0xa0, testkit.DER(0xa1, testkit.DER(0x30)))), leaf, trust.NotKnown},
		"a delta":                        {critical(27), leaf, trust.NotKnown},
		"a delta that is not marked":     {testkit.Extension(false, testkit.DER(0x30), 2, 5, 29, 27), leaf, trust.NotKnown},
		"something critical":             {critical(99), leaf, trust.NotKnown},
		"something that is not":          {testkit.Extension(false, nil, 1, 2, 3), leaf, trust.NotRevoked},
		"the same extension twice":       {bytes.Repeat(testkit.Extension(false, nil, 1, 2, 3), 2), leaf, trust.NotKnown},
		"a damaged distribution point":   {testkit.Extension(true, []byte{1}, 2, 5, 29, 28), leaf, trust.NotKnown},
		"more extensions than plausible": {bytes.Repeat(testkit.Extension(false, nil, 1, 2, 3), 200), leaf, trust.NotKnown},
	} {
		got, why := listed(t, kit.ListDER(testkit.List{Since: made, Until: made.Add(day), Extensions: c.extensions}), c.certificate)
		require.Equal(t, c.want, got, "%s: %v", name, why)
	}
}

// An entry counts by its number and its reason; what must be understood in an entry
// and is not makes the whole list of no use.
func TestListEntries(t *testing.T) {
	serial := kit.RSA.Certificate.SerialNumber.Bytes()
	reason := func(code byte) []byte { return testkit.Extension(false, []byte{10, 1, code}, 2, 5, 29, 21) }
	for name, c := range map[string]struct {
		entries []byte
		want    trust.State
	}{
		"its number":               {testkit.Entry(serial, made), trust.Revoked},
		"another number":           {testkit.Entry([]byte{99}, made), trust.NotRevoked},
		"after others":             {append(bytes.Repeat(testkit.Entry([]byte{99}, made), 500), testkit.Entry(serial, made)...), trust.Revoked},
		"compromised":              {testkit.Entry(serial, made, reason(1)), trust.Revoked},
		"on hold":                  {testkit.Entry(serial, made, reason(6)), trust.Suspended},
		"removed":                  {testkit.Entry(serial, made, reason(8)), trust.NotRevoked},
		"a critical reason":        {testkit.Entry(serial, made, testkit.Extension(true, []byte{10, 1, 6}, 2, 5, 29, 21)), trust.Suspended},
		"since when it is invalid": {testkit.Entry(serial, made, testkit.Extension(false, testkit.GeneralizedTime(made), 2, 5, 29, 24)), trust.Revoked},
		"of another issuer":        {testkit.Entry([]byte{99}, made, testkit.Extension(true, testkit.DER(0x30), 2, 5, 29, 29)), trust.NotKnown},
		"a damaged reason":         {testkit.Entry([]byte{99}, made, testkit.Extension(false, []byte{1}, 2, 5, 29, 21)), trust.NotKnown},
		"a damaged entry":          {testkit.DER(0x30, []byte{2, 1, 99}), trust.NotKnown},
		"no number":                {testkit.Entry(nil, made), trust.NotKnown},
	} {
		got, why := listed(t, kit.ListDER(testkit.List{Since: made, Until: made.Add(day), Entries: c.entries}), kit.RSA.Certificate)
		require.Equal(t, c.want, got, "%s: %v", name, why)
	}
}

// A list counts only as it was signed, with an algorithm that is safe, and whole.
func TestListSignatures(t *testing.T) {
	list := testkit.List{Since: made, Until: made.Add(day), Entries: testkit.Entry([]byte{99}, made)}
	plain := kit.ListDER(list)
	list.PSS, list.Hash = true, crypto.SHA384
	pss := kit.ListDER(list)
	list.PSS, list.Hash = false, crypto.SHA1
	weak := kit.ListDER(list)
	changed := bytes.Replace(plain, testkit.Entry([]byte{99}, made), testkit.Entry([]byte{98}, made), 1)
	for name, c := range map[string]struct {
		der  []byte
		want trust.State
	}{
		"plain": {plain, trust.NotRevoked}, "PSS": {pss, trust.NotRevoked}, "SHA-1": {weak, trust.NotKnown}, "changed": {changed, trust.NotKnown},
		"cut off": {plain[:len(plain)-1], trust.NotKnown}, "a byte after it": {append(bytes.Clone(plain), 0), trust.NotKnown},
	} {
		got, why := listed(t, c.der, kit.RSA.Certificate)
		require.Equal(t, c.want, got, "%s: %v", name, why)
	}
	// Lists that the standard library makes are the same to us.
	der := kit.CRL(&x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made, NextUpdate: made.Add(day),
		RevokedCertificateEntries: []x509.RevocationListEntry{{SerialNumber: kit.RSA.Certificate.SerialNumber, RevocationTime: made, ReasonCode: 1}}})
	got, why := listed(t, der, kit.RSA.Certificate)
	require.Equal(t, trust.Revoked, got, why)
}

// A list that also has certificates that expired since some time tells of those.
func TestExpiredCertificatesOnList(t *testing.T) {
	short := kit.Issue(kit.RSA.Key, func(c *x509.Certificate) { c.NotAfter = made.Add(-day) }).Certificate
	for from, want := range map[int]trust.State{-2: trust.NotRevoked, 0: trust.NotKnown} {
		extension := testkit.Extension(false, testkit.GeneralizedTime(made.AddDate(0, 0, from)), 2, 5, 29, 60)
		var r trust.Revocations
		require.NoError(t, r.AddCRL(kit.ListDER(testkit.List{Since: made, Until: made.Add(day), Extensions: extension})))
		require.Equal(t, want, r.Of(short, kit.Intermediate, made.Add(-2*day), made).State)
	}
}

// allocated returns how many bytes f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A list of 200,000 entries is searched where it lies: it takes no memory beside
// its bytes. The largest that a caller may allow has 64 MiB.
func TestLongListsTakeNoMemory(t *testing.T) {
	var entries bytes.Buffer
	for i := range 200_000 {
		entries.Write(testkit.Entry([]byte{1, byte(i >> 16), byte(i >> 8), byte(i)}, made, testkit.Extension(false, []byte{10, 1, 4}, 2, 5, 29, 21)))
	}
	entries.Write(testkit.Entry(kit.RSA.Certificate.SerialNumber.Bytes(), made))
	der := kit.ListDER(testkit.List{Since: made, Until: made.Add(day), Entries: entries.Bytes()})
	require.Greater(t, len(der), 5_000_000)
	var r trust.Revocations
	r.MaxListBytes = len(der)
	const most = 128 << 10
	require.Less(t, allocated(func() { require.NoError(t, r.AddCRL(der)) }), uint64(most))
	require.Less(t, allocated(func() {
		require.Equal(t, trust.Revoked, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made).State)
		require.Equal(t, trust.NotRevoked, r.Of(kit.EC.Certificate, kit.Intermediate, made, made).State)
	}), uint64(most))

	huge := make([]byte, 65<<20) // stands for the 200 MB that a service sends
	for _, limit := range []int{0, 1 << 30} {
		r := trust.Revocations{MaxListBytes: limit}
		require.Less(t, allocated(func() { require.ErrorContains(t, r.AddCRL(huge), "more than") }), uint64(most))
	}
}

// An authority whose key is not for lists cannot sign one, and neither can a
// certificate that is of no authority.
func TestWhoMayList(t *testing.T) {
	der := kit.ListDER(testkit.List{Since: made, Until: made.Add(day)})
	for name, change := range map[string]func(*x509.Certificate){
		"no key for lists": func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCertSign },
		"no authority":     func(c *x509.Certificate) { c.IsCA = false },
	} {
		issuer := *kit.Intermediate
		change(&issuer)
		var r trust.Revocations
		require.NoError(t, r.AddCRL(der))
		require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, &issuer, made, made).State, name)
	}
}
