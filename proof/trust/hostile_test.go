package trust_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// readers are all that reads what others signed.
func readers() map[string]func([]byte) error {
	return map[string]func([]byte) error{
		"time stamp":   func(der []byte) error { _, err := trust.ReadTimestamp(der); return err },
		"OCSP":         func(der []byte) error { return new(trust.Revocations).AddOCSP(der) },
		"OCSP itself":  func(der []byte) error { _, err := trust.ReadOCSP(der); return err },
		"CRL":          func(der []byte) error { return (&trust.Revocations{MaxListBytes: 64 << 20}).AddCRL(der) },
		"certificates": func(der []byte) error { _, err := trust.ParseCertificates(der); return err },
	}
}

// nested returns sequences in one another, with definite lengths.
func nested(depth int) []byte {
	ends, size := make([][]byte, 0, depth), 0
	for range depth {
		header := testkit.DER(0x30, make([]byte, 0))[:1]
		switch {
		case size < 0x80:
			header = append(header, byte(size))
		case size < 0x10000:
			header = append(header, 0x82, byte(size>>8), byte(size))
		default:
			header = append(header, 0x83, byte(size>>16), byte(size>>8), byte(size))
		}
		ends, size = append(ends, header), size+len(header)
	}
	slices.Reverse(ends)
	return bytes.Join(ends, nil)
}

// Input that promises more than it holds, or nests without end, is an error, and
// nothing is allocated for what it promises.
func TestHostileLengths(t *testing.T) {
	large := [][]byte{
		{0x30, 0x84, 0x80, 0, 0, 0},                      // 2^31 bytes
		{0x30, 0x84, 0xff, 0xff, 0xff, 0xff},             // 2^32 - 1
		{0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}, // more than any length
		{0x30, 0x80}, // no length
		slices.Concat([]byte{0x30, 0x80}, testkit.OID(1, 2, 840, 113549, 1, 7, 2), bytes.Repeat([]byte{0xa0, 0x80}, 50_000)),
		slices.Concat([]byte{0x30, 0x80}, bytes.Repeat([]byte{0x24, 0x80}, 50_000)),
	}
	large = append(large, nested(100_000), nested(5_000_000))
	var broken [][]byte
	for _, good := range [][]byte{
		testkit.Token{Authority: kit.TSA(), At: made}.DER(),
		testkit.Response{Responder: kit.Responder(nil), Produced: made, Singles: []testkit.Single{aboutRSA()}}.DER(),
		kit.ListDER(testkit.List{Since: made, Until: made.Add(day), Entries: testkit.Entry([]byte{9}, made)}),
	} {
		for i := 2; i < len(good)-4; i += 3 { // every place where a length may stand
			changed := bytes.Clone(good)
			copy(changed[i:], []byte{0x84, 0x7f, 0xff, 0xff})
			broken = append(broken, changed)
		}
	}
	for name, read := range readers() {
		for _, input := range large {
			require.Less(t, allocated(func() { _ = read(input) }), uint64(256<<10), "%s: %x...", name, input[:min(len(input), 12)])
		}
		// What is read of a token costs a few times its size: its certificates.
		require.Less(t, allocated(func() {
			for _, input := range broken {
				_ = read(input)
			}
		}), uint64(64<<10*len(broken)), name)
	}
}

// authority returns the certificate of an authority that another signed.
func authority(t *testing.T, name, by string, key, byKey crypto.Signer, serial int64) *x509.Certificate {
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: made.Add(-day), NotAfter: made.Add(day),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	parent := &x509.Certificate{Subject: pkix.Name{CommonName: by}}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), byKey)
	require.NoError(t, err)
	read, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return read
}

// Authorities that certify one another in a circle, or all have one name, keep
// nobody busy: the work has a bound that more of them do not move.
func TestEndlessChains(t *testing.T) {
	const n = 150
	var all []crypto.Signer
	for range n {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		all = append(all, key)
	}
	name := func(i int) string { return string(rune('a' + i%n)) }
	var circle, namesakes []*x509.Certificate
	for i, key := range all {
		circle = append(circle, authority(t, name(i), name(i+1), key, all[(i+1)%n], int64(i)))
		namesakes = append(namesakes, authority(t, "one", "one", key, all[(i+1)%n], int64(i)))
	}
	anchors := trust.NewAnchors(kit.Root)
	for what, c := range map[string][]*x509.Certificate{"a circle": circle, "one name": namesakes} {
		work := func(others []*x509.Certificate) float64 {
			return testing.AllocsPerRun(1, func() {
				require.NotEqual(t, trust.Trusted, anchors.Chain(c[0], others, made).Outcome)
				require.LessOrEqual(t, len(trust.Path(c[0], others)), 10)
			})
		}
		// 100 signatures, at most, and a little for each certificate.
		require.Less(t, work(c), work(c[:n*2/3])*2+2000, what)
	}
}

// A file in which all certificates have the name of the authority, and all answers
// too, makes us check 512 signatures and no more.
func TestSignaturesAreCounted(t *testing.T) {
	checks := 0
	forged := testkit.Response{Responder: kit.Responder(nil), Produced: made, Singles: []testkit.Single{aboutRSA()}}
	var r trust.Revocations
	for i := range 64 {
		forged.Responder.Certificate = kit.Responder(func(c *x509.Certificate) { c.SerialNumber = big.NewInt(int64(i + 1000)) }).Certificate
		forged.Responder.Key = kit.RSA.Key // not its key
		forged.Certificates = []byte{}
		require.NoError(t, r.AddOCSP(forged.DER()))
		r.AddCertificates(forged.Responder.Certificate)
	}
	trust.CountChecks(&r, &checks)
	for range 3 {
		require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made).State)
	}
	require.Equal(t, 512, checks)
}

// No key of an absurd size is computed with, wherever it stands.
func TestHugeKeys(t *testing.T) {
	const bits = 1_000_000
	huge := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), bits-1, 1), E: 1<<31 - 1}
	stamper, responder := kit.TSA(), kit.Responder(nil)
	stamper.Certificate = testkit.Certify(kit.Root, kit.RootKey(), stamper.Certificate, huge)
	responder.Certificate = testkit.Certify(kit.Intermediate, kit.IntermediateKey(), responder.Certificate, huge)
	token := testkit.Token{Authority: stamper, At: made}
	token.Certificates = kit.Root.Raw
	stamp, err := trust.ReadTimestamp(token.DER(), stamper.Certificate)
	require.NoError(t, err)
	require.Equal(t, trust.Forged, stamp.Fault)

	var r trust.Revocations
	response := testkit.Response{Responder: responder, Produced: made, Singles: []testkit.Single{aboutRSA()}, Certificates: []byte{}}
	require.NoError(t, r.AddOCSP(response.DER()))
	r.AddCertificates(responder.Certificate)
	require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made).State)

	namesake := *kit.Intermediate
	namesake.PublicKey = huge
	require.NoError(t, r.AddCRL(kit.ListDER(testkit.List{Since: made, Until: made.Add(day)})))
	require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, &namesake, made, made).State)
}

// An authority that may not go so deep, may not name such a subject or may not
// certify at all makes the chain refused or unknown, never trusted.
func TestChainConstraints(t *testing.T) {
	leafOf := func(change func(*x509.Certificate)) *x509.Certificate {
		c := *testkit.IssueWith(kit, kit.EC.Key.Public())
		between := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: c.Subject, NotBefore: c.NotBefore, NotAfter: c.NotAfter, IsCA: true,
			BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, MaxPathLen: -1}
		change(between)
		return testkit.Certify(kit.Intermediate, kit.IntermediateKey(), between, kit.EC.Key.Public())
	}
	for name, c := range map[string]struct {
		change func(*x509.Certificate)
		want   bool
	}{
		"may":               {func(*x509.Certificate) {}, true},
		"no certifying key": {func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature }, false},
		"no authority":      {func(c *x509.Certificate) { c.IsCA = false }, false},
		"other names only": {func(c *x509.Certificate) {
			c.PermittedDNSDomains, c.PermittedDNSDomainsCritical = []string{"example.org"}, true
		}, false},
	} {
		between := leafOf(c.change)
		leaf := &x509.Certificate{SerialNumber: big.NewInt(8), Subject: pkix.Name{CommonName: "leaf"}, DNSNames: []string{"other.test"},
			NotBefore: between.NotBefore, NotAfter: between.NotAfter}
		parent := *between
		read := testkit.Certify(&parent, kit.EC.Key, leaf, kit.RSA.Key.Public())
		chain := trust.NewAnchors(kit.Root).Chain(read, []*x509.Certificate{between, kit.Intermediate}, made)
		require.Equal(t, c.want, chain.Outcome == trust.Trusted, "%s: %v", name, chain.Err)
	}
}

// A short key or an old digest is a weakness from the day that ETSI set.
func TestWeakness(t *testing.T) {
	short := *kit.RSA.Certificate
	short.PublicKey = &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 1535), E: 65537}
	small := *kit.RSA.Certificate
	small.PublicKey = &ecdsa.PublicKey{Curve: elliptic.P224()}
	sha1, md5, root := *kit.RSA.Certificate, *kit.RSA.Certificate, *kit.Root
	sha1.SignatureAlgorithm, md5.SignatureAlgorithm, root.SignatureAlgorithm = x509.SHA1WithRSA, x509.MD5WithRSA, x509.SHA1WithRSA
	at := func(year, month int) time.Time { return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		c    *x509.Certificate
		at   time.Time
		says string
	}{
		{kit.RSA.Certificate, at(2040, 1), ""}, {kit.EC.Certificate, at(2040, 1), ""}, {&root, at(2040, 1), ""},
		{&short, at(2019, 9), ""}, {&short, at(2019, 10), "RSA key"}, {&small, at(2021, 9), ""}, {&small, at(2021, 10), "curve"},
		{&sha1, at(2012, 7), ""}, {&sha1, at(2012, 8), "SHA-1"}, {&md5, at(2004, 7), ""}, {&md5, at(2004, 8), "MD5"},
	} {
		require.Contains(t, trust.Weakness(c.c, c.at), c.says)
		require.Equal(t, c.says == "", trust.Weakness(c.c, c.at) == "")
	}
}
