package trust

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
)

// Statements is what a certificate says about itself in its qualified
// certificate statements (ETSI EN 319 412-5 section 4). It is a claim of the
// certification authority; only a trusted list can say whether that authority
// may make it.
type Statements struct {
	Compliance bool // it is an EU qualified certificate (QcCompliance)
	Device     bool // the key lives in a qualified device (QcSSCD)
	Signature  bool // its purpose is signatures of natural persons (QcType esign)
	Seal       bool // its purpose is seals of legal persons (QcType eseal)
	Web        bool // its purpose is the authentication of web sites (QcType web)
}

var (
	oidCompliance    = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	oidDevice        = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	oidType          = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	oidTypeSignature = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 1}
	oidTypeSeal      = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}
	oidTypeWeb       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 3}
)

// ReadStatements reads the qualified certificate statements of a certificate.
// A certificate without any yields the zero Statements; an error means that
// the extension is not well formed.
func ReadStatements(c *x509.Certificate) (Statements, error) {
	for _, extension := range c.Extensions {
		if extension.Id.Equal(oidStatements) {
			return parseStatements(extension.Value)
		}
	}
	return Statements{}, nil
}

func parseStatements(der []byte) (Statements, error) {
	var list []struct {
		ID   asn1.ObjectIdentifier
		Info asn1.RawValue `asn1:"optional"`
	}
	var out Statements
	if err := unmarshal(der, &list); err != nil {
		return out, err
	}
	for _, statement := range list {
		switch {
		case statement.ID.Equal(oidCompliance):
			out.Compliance = true
		case statement.ID.Equal(oidDevice):
			out.Device = true
		case statement.ID.Equal(oidType):
			var types []asn1.ObjectIdentifier
			if err := unmarshal(statement.Info.FullBytes, &types); err != nil {
				return Statements{}, err
			}
			out.addTypes(types)
		}
	}
	return out, nil
}

func (s *Statements) addTypes(types []asn1.ObjectIdentifier) {
	for _, t := range types {
		s.Signature = s.Signature || t.Equal(oidTypeSignature)
		s.Seal = s.Seal || t.Equal(oidTypeSeal)
		s.Web = s.Web || t.Equal(oidTypeWeb)
	}
}

func unmarshal(der []byte, into any) error {
	rest, err := asn1.Unmarshal(der, into)
	if err == nil && len(rest) > 0 {
		err = errors.New("there are further bytes after it")
	}
	if err != nil {
		return fmt.Errorf("TRUST-STATEMENTS: the qualified certificate statements are not well formed: %w", err)
	}
	return nil
}
