package trust_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

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
