package trust_test

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

var (
	ca  = testkit.NewCA()
	now = testkit.SealTime
)

func TestParsePEM(t *testing.T) {
	root, seal := testkit.PEM(ca.Root), testkit.PEM(ca.RSA.Certificate)
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}})
	for name, c := range map[string]struct {
		data []byte
		n    int
		err  string
	}{
		"one":                {root, 1, ""},
		"several":            {slices.Concat(root, seal), 2, ""},
		"text between":       {slices.Concat([]byte("root:\n"), root, []byte("\nseal:\n"), seal, []byte("end")), 2, ""},
		"DER":                {ca.Root.Raw, 1, ""},
		"two in DER":         {slices.Concat(ca.Root.Raw, ca.RSA.Certificate.Raw), 2, ""},
		"empty":              {nil, 0, "no certificate"},
		"no certificate":     {[]byte("hello"), 0, "neither PEM nor"},
		"a private key":      {slices.Concat(root, key), 0, `block 2 is a "PRIVATE KEY"`},
		"not a certificate":  {pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{1}}), 0, "block 1 is not a readable"},
		"damaged":            {slices.Concat([]byte(strings.Replace(string(root), "M", "!", 1)), seal), 0, "2 PEM blocks begin but only 1"},
		"cut off":            {slices.Concat(root, seal[:200]), 0, "2 PEM blocks begin but only 1"},
		"DER with a rest":    {slices.Concat(ca.Root.Raw, []byte{1}), 0, "neither PEM nor"},
		"nothing but a line": {[]byte("-----BEGIN CERTIFICATE-----\n"), 0, "1 PEM blocks begin but only 0"},
	} {
		t.Run(name, func(t *testing.T) {
			anchors, err := trust.ParsePEM(c.data)
			if c.err != "" {
				require.ErrorContains(t, err, "TRUST-ANCHOR: ")
				require.ErrorContains(t, err, c.err)
				require.Nil(t, anchors)
				return
			}
			require.NoError(t, err)
			require.Len(t, anchors.Certificates(), c.n)
		})
	}
}

func TestAnchorsAreImmutable(t *testing.T) {
	anchors := trust.NewAnchors(ca.Root)
	anchors.Certificates()[0] = nil
	require.NotNil(t, anchors.Certificates()[0])
	require.Empty(t, (*trust.Anchors)(nil).Certificates())
	require.Len(t, trust.Join(nil, anchors, trust.NewAnchors(ca.Intermediate)).Certificates(), 2)
	require.Len(t, anchors.Certificates(), 1)
}

func TestChain(t *testing.T) {
	seal, between := ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate}
	issue := func(change func(*x509.Certificate)) *x509.Certificate {
		return ca.Issue(ca.RSA.Key, change).Certificate
	}
	short := issue(func(c *x509.Certificate) { c.NotBefore, c.NotAfter = now.Add(-time.Hour), now.Add(time.Hour) })
	foreign := issue(func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) })
	critical := func(id asn1.ObjectIdentifier) *x509.Certificate {
		return issue(func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: id, Critical: true, Value: []byte{0x30, 0}}}
		})
	}
	for name, c := range map[string]struct {
		anchors   *trust.Anchors
		leaf      *x509.Certificate
		untrusted []*x509.Certificate
		at        time.Time
		want      trust.Outcome
		length    int
	}{
		"to the root":              {trust.NewAnchors(ca.Root), seal, between, now, trust.Trusted, 3},
		"to the intermediate":      {trust.NewAnchors(ca.Intermediate), seal, nil, now, trust.Trusted, 2},
		"the leaf itself":          {trust.NewAnchors(seal), seal, nil, now, trust.Trusted, 1},
		"the shortest":             {trust.NewAnchors(ca.Root, ca.Intermediate), seal, between, now, trust.Trusted, 2},
		"no intermediate":          {trust.NewAnchors(ca.Root), seal, nil, now, trust.UnknownAuthority, 0},
		"another leaf":             {trust.NewAnchors(ca.EC.Certificate), seal, between, now, trust.UnknownAuthority, 0},
		"untrusted root":           {trust.NewAnchors(ca.EC.Certificate), seal, []*x509.Certificate{ca.Intermediate, ca.Root}, now, trust.UnknownAuthority, 0},
		"nil anchors":              {nil, seal, between, now, trust.UnknownAuthority, 0},
		"no anchors":               {trust.NewAnchors(), seal, between, now, trust.UnknownAuthority, 0},
		"expired":                  {trust.NewAnchors(ca.Root), short, between, now.Add(2 * time.Hour), trust.Expired, 3},
		"not yet valid":            {trust.NewAnchors(ca.Root), short, between, now.Add(-2 * time.Hour), trust.NotYetValid, 3},
		"expired, trusted itself":  {trust.NewAnchors(short), short, nil, now.Add(2 * time.Hour), trust.Expired, 1},
		"expired and unknown":      {trust.NewAnchors(ca.EC.Certificate), foreign, between, now, trust.UnknownAuthority, 0},
		"all expired":              {trust.NewAnchors(ca.Root), seal, between, now.AddDate(30, 0, 0), trust.Expired, 3},
		"critical and unknown":     {trust.NewAnchors(ca.Root), critical(asn1.ObjectIdentifier{1, 2, 3}), between, now, trust.Refused, 0},
		"critical statements":      {trust.NewAnchors(ca.Root), critical(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}), between, now, trust.Trusted, 3},
		"critical, trusted itself": {trust.NewAnchors(critical(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3})), critical(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}), nil, now, trust.Trusted, 1},
		"extended key usage": {trust.NewAnchors(ca.Root), issue(func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		}), between, now, trust.Trusted, 3},
	} {
		t.Run(name, func(t *testing.T) {
			chain := c.anchors.Chain(c.leaf, c.untrusted, c.at)
			require.Equal(t, c.want, chain.Outcome, chain.Outcome.String())
			require.Len(t, chain.Certificates, c.length)
			require.Equal(t, c.want == trust.Trusted, chain.Err == nil)
		})
	}
}

// TestSealIsNoAuthority makes sure that a seal certificate, even a trusted
// one, cannot issue certificates.
func TestSealIsNoAuthority(t *testing.T) {
	forged := testkit.IssueBy(ca.RSA, ca.EC.Key)
	for _, anchors := range []*trust.Anchors{trust.NewAnchors(ca.Root), trust.NewAnchors(ca.RSA.Certificate)} {
		chain := anchors.Chain(forged, []*x509.Certificate{ca.RSA.Certificate, ca.Intermediate}, now)
		require.NotEqual(t, trust.Trusted, chain.Outcome)
	}
}

// TestOversizedKey gives a document's own authority a key with which one
// check of a signature would take very long.
func TestOversizedKey(t *testing.T) {
	const bits = 1_000_000
	huge := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), bits-1, 1), E: 1<<31 - 1}
	issuer := testkit.IssueWith(ca, huge)
	leaf := testkit.IssueBy(testkit.Sealer{Certificate: issuer, Key: ca.RSA.Key}, ca.RSA.Key)
	var parts struct {
		TBS, Algorithm asn1.RawValue
		Signature      asn1.BitString
	}
	_, err := asn1.Unmarshal(leaf.Raw, &parts)
	require.NoError(t, err)
	parts.Signature = asn1.BitString{Bytes: make([]byte, bits/8), BitLength: bits}
	parts.Signature.Bytes[1] = 1
	der, err := asn1.Marshal(parts)
	require.NoError(t, err)
	leaf, err = x509.ParseCertificate(der)
	require.NoError(t, err)
	chain := trust.NewAnchors(ca.Root).Chain(leaf, []*x509.Certificate{issuer, ca.Intermediate}, now)
	require.Equal(t, trust.UnknownAuthority, chain.Outcome)
	require.NotContains(t, chain.Err.Error(), "candidate", "its signature was not even tried, which would take most of a minute")
	require.Len(t, trust.Path(leaf, []*x509.Certificate{issuer, ca.Intermediate}), 1)
}

func TestReadStatements(t *testing.T) {
	statements, err := trust.ReadStatements(ca.RSA.Certificate)
	require.NoError(t, err)
	require.Equal(t, trust.Statements{Compliance: true, Seal: true}, statements)
	statements, err = trust.ReadStatements(ca.Root)
	require.NoError(t, err)
	require.Zero(t, statements)
	for name, value := range map[string][]byte{
		"empty":          {},
		"a number":       {2, 1, 1},
		"trailing bytes": {0x30, 0, 0},
		"types missing":  {0x30, 10, 0x30, 8, 6, 6, 4, 0, 0x8e, 0x46, 1, 6},
	} {
		id := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
		c := &x509.Certificate{Extensions: []pkix.Extension{{Id: id, Value: value}}}
		_, err := trust.ReadStatements(c)
		require.ErrorContains(t, err, "TRUST-STATEMENTS", name)
	}
}

func ExampleAnchors_Chain() {
	anchors, err := trust.ParsePEM(testkit.PEM(ca.Root))
	if err != nil {
		panic(err)
	}
	chain := anchors.Chain(ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate}, now)
	fmt.Println(chain.Outcome, len(chain.Certificates))
	chain = anchors.Chain(ca.RSA.Certificate, []*x509.Certificate{ca.Intermediate}, now.AddDate(30, 0, 0))
	fmt.Println(chain.Outcome)
	// Output:
	// trusted 3
	// expired
}
