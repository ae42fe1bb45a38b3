package trust_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// FuzzParsePEM gives any bytes to the readers of anchors and of statements:
// nothing panics, and there is no success without a certificate.
func FuzzParsePEM(f *testing.F) {
	f.Add(testkit.PEM(ca.Root, ca.RSA.Certificate))
	f.Add(ca.Root.Raw)
	for _, extension := range ca.RSA.Certificate.Extensions {
		f.Add(extension.Value)
	}
	id := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	f.Fuzz(func(t *testing.T, data []byte) {
		if anchors, err := trust.ParsePEM(data); err == nil && len(anchors.Certificates()) == 0 {
			t.Error("success without a certificate")
		}
		c := &x509.Certificate{Extensions: []pkix.Extension{{Id: id, Value: data}}}
		if statements, err := trust.ReadStatements(c); err != nil && statements != (trust.Statements{}) {
			t.Error("statements beside an error")
		}
	})
}

// FuzzCertificates gives any bytes to the reader of published certificates.
func FuzzCertificates(f *testing.F) {
	f.Add(kit.Root.Raw)
	f.Add(testkit.PEM(kit.Root))
	f.Add(testkit.Token{Authority: kit.TSA(), At: made}.DER()) // is a bag, too
	f.Add(testkit.Token{Authority: kit.TSA(), At: made, Indefinite: true}.DER())
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := trust.ParseCertificates(data); (err == nil) != (len(got) > 0) || len(got) > 64 {
			t.Error("success without a certificate, or too many")
		}
	})
}

// FuzzOCSP gives any bytes to the reader of OCSP responses: nothing panics, and
// only what our authority signed is ever believed.
func FuzzOCSP(f *testing.F) {
	other := testkit.Single{Certificate: kit.EC.Certificate, Issuer: kit.Intermediate, Since: made, Until: made.Add(day), Extensions: certHash(kit.EC.Certificate)}
	revoked := other
	revoked.Status = testkit.RevokedStatus(made)
	responder := kit.Responder(nil)
	nonce := testkit.Extension(false, testkit.DER(4, []byte("12345678")), 1, 3, 6, 1, 5, 5, 7, 48, 1, 2)
	for _, response := range []testkit.Response{
		{Singles: []testkit.Single{other}}, {Singles: []testkit.Single{other, revoked}, ByKey: true}, {Extensions: nonce}, {Certificates: []byte{}},
	} {
		response.Responder, response.Produced = responder, made
		f.Add(response.DER())
	}
	f.Add([]byte{0x30, 3, 10, 1, 6})
	f.Fuzz(func(t *testing.T, der []byte) {
		var r trust.Revocations
		_ = r.AddOCSP(der)
		require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made).State, "none of the seeds says anything about this certificate")
		require.LessOrEqual(t, len(r.Unused()), 1)
		if got, err := trust.ReadOCSP(der); err == nil {
			require.LessOrEqual(t, len(got.Certificates), 16)
		}
	})
}

// FuzzCRL gives any bytes to the reader of revocation lists.
func FuzzCRL(f *testing.F) {
	later := made.AddDate(3, 0, 0) // says nothing about the time that is asked for
	reason := testkit.Extension(false, []byte{10, 1, 6}, 2, 5, 29, 21)
	for _, list := range []testkit.List{
		{}, {Entries: testkit.Entry([]byte{9}, made, reason)}, {Extensions: point(pointName("http://crl.example/"))}, {PSS: true},
		{Extensions: slices.Concat(testkit.Extension(false, testkit.GeneralizedTime(made), 2, 5, 29, 60), point([]byte{0x81, 1, 0xff}))},
	} {
		list.Since, list.Until = later, later.Add(day)
		f.Add(kit.ListDER(list))
	}
	f.Add(kit.CRL(&x509.RevocationList{Number: big.NewInt(1), ThisUpdate: later, NextUpdate: later.Add(day)}))
	f.Fuzz(func(t *testing.T, der []byte) {
		var r trust.Revocations
		_ = r.AddCRL(der)
		require.Equal(t, trust.NotKnown, r.Of(kit.RSA.Certificate, kit.Intermediate, made, made).State)
		require.LessOrEqual(t, len(r.Unused()), 1)
	})
}

// FuzzTimestamp gives any bytes to the reader of time stamps: nothing panics, and
// only what our authority stamped covers the text.
func FuzzTimestamp(f *testing.F) {
	stamper, ec := kit.Stamper(kit.RSA.Key, keyID), kit.Stamper(kit.EC.Key, keyID)
	for _, token := range []testkit.Token{
		{Covered: "text"}, {Covered: "other", PSS: true}, {KeyID: true}, {Reference: testkit.ReferenceV1(stamper)}, {Indefinite: true},
		{Hash: crypto.SHA512, Accuracy: []byte{0x30, 6, 2, 1, 1, 0x80, 1, 20}, Nonce: big.NewInt(1 << 40), Fraction: ".5"},
		{Authority: ec, Revocation: kit.ListDER(testkit.List{Since: made})},
	} {
		if token.At = made; token.Authority.Key == nil {
			token.Authority = stamper
		}
		f.Add(token.DER())
	}
	f.Fuzz(func(t *testing.T, der []byte) {
		stamp, err := trust.ReadTimestamp(der)
		if err != nil {
			return
		}
		if stamp.Fault == trust.Sound && stamp.Covers("text") && bytes.Equal(stamp.Authority.Raw, stamper.Certificate.Raw) {
			require.True(t, stamp.Time.Equal(made))
		}
	})
}
