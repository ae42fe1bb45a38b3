package testkit

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
)

// Statements are what a certificate says about itself (ETSI EN 319 412-5).
type Statements struct {
	Compliance, Device bool
	Types              []int // of QcType: 1 signatures, 2 seals, 3 web sites
}

// Extension returns the extension of a certificate that holds the statements.
func (s Statements) Extension() pkix.Extension {
	type bare struct{ ID asn1.ObjectIdentifier }
	type kind struct {
		ID    asn1.ObjectIdentifier
		Types []asn1.ObjectIdentifier
	}
	all := []any{}
	if s.Compliance {
		all = append(all, bare{asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}})
	}
	if s.Device {
		all = append(all, bare{asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}})
	}
	if len(s.Types) > 0 {
		k := kind{ID: asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}}
		for _, t := range s.Types {
			k.Types = append(k.Types, asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, t})
		}
		all = append(all, k)
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: must(asn1.Marshal(all))}
}

// IssueSaying returns a certificate with statements and under policies.
func (ca *CA) IssueSaying(key crypto.Signer, serial int64, s Statements, policies ...string) Sealer {
	return ca.Issue(key, func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(serial)
		c.ExtraExtensions = []pkix.Extension{s.Extension()}
		for _, p := range policies {
			c.Policies = append(c.Policies, must(x509.ParseOID(p)))
		}
	})
}
