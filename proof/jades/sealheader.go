package jades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/jws"
)

// Check says why the sealer cannot seal at a time that is not before now, or nil. [Seal]
// asks the same; it serves those who seal many files.
func (s Sealer) Check(at time.Time) error { return checkSealer(s, at, at) }

// checkSealer checks that a key may seal with its certificate at a time, before
// anything is signed.
func checkSealer(s Sealer, at, now time.Time) error {
	if s.Key == nil || len(s.Chain) == 0 || s.Chain[0] == nil {
		return errors.New("SEAL-CERTIFICATE: sealing needs a private key and its certificate")
	}
	leaf := s.Chain[0]
	public, ok := s.Key.Public().(interface{ Equal(crypto.PublicKey) bool })
	const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment // the latter is nonRepudiation
	switch {
	case !ok || !public.Equal(leaf.PublicKey):
		return errors.New("SEAL-CERTIFICATE: the first certificate belongs to another key; put the certificate of the key first")
	case leaf.IsCA:
		return errors.New("SEAL-KEY-USAGE: the certificate is that of an authority; seal with a certificate for electronic seals")
	case leaf.KeyUsage != 0 && leaf.KeyUsage&signs == 0:
		return errors.New("SEAL-KEY-USAGE: the key usage of the certificate allows neither digitalSignature nor nonRepudiation; use a certificate for electronic seals")
	case at.After(now.Add(clockSkew)):
		return fmt.Errorf("JADES-SIGNING-TIME: the signing time %s has not come", timeText(at))
	case at.Before(leaf.NotBefore) || at.After(leaf.NotAfter):
		return fmt.Errorf("SEAL-PERIOD: the certificate is valid from %s to %s, which does not include the signing time %s", timeText(leaf.NotBefore), timeText(leaf.NotAfter), timeText(at))
	}
	return nil
}

// sealAlgorithm finds the algorithm to seal with. The hash for an RSA key is as
// strong as the key (NIST SP 800-57 part 1, table 2).
func sealAlgorithm(key crypto.PublicKey, o SealOptions) (jws.Algorithm, error) {
	name := o.Algorithm
	switch key := key.(type) {
	case *rsa.PublicKey:
		family := "RS"
		if o.PSS {
			family = "PS"
		}
		switch {
		case name != "" && o.PSS && !strings.HasPrefix(name, family):
			return jws.Algorithm{}, fmt.Errorf("JWS-ALG: the algorithm %s is not one of RSASSA-PSS, which you asked for too", name)
		case name != "":
		case key.N.BitLen() >= 7680:
			name = family + "384"
		default:
			name = family + "256"
		}
	case *ecdsa.PublicKey:
		if o.PSS {
			return jws.Algorithm{}, errors.New("JWS-ALG: RSASSA-PSS needs an RSA key, and this is one on an elliptic curve")
		}
		if name == "" {
			chosen, _ := jws.Default(key)
			name = chosen.Name
		}
	default:
		return jws.Algorithm{}, errors.New("JWS-ALG: a seal needs an RSA key or one on the curves P-256, P-384 or P-521")
	}
	alg, ok := jws.Lookup(name)
	if !ok {
		return alg, fmt.Errorf("JWS-ALG: there is no algorithm %q for this key; use RS, PS or ES with 256, 384 or 512", name)
	}
	if found := alg.Misfit(key); found != "" {
		return alg, fmt.Errorf("JWS-ALG: the algorithm %s does not fit %s", alg.Name, found)
	}
	return alg, nil
}

// sealHeader returns the protected header, with its members in the order in
// which Europass software writes them.
func sealHeader(alg jws.Algorithm, chain []*x509.Certificate, at time.Time, contentStamp []byte, o SealOptions) (string, error) {
	leaf := chain[0]
	kid, err := issuerSerial(leaf)
	if err != nil {
		return "", err
	}
	cty, typ := o.MediaType, "jose+json"
	if cty == "" {
		cty = "json"
	}
	if o.Layout == Compact {
		typ = "jose"
	}
	var x5c, crit []string
	for _, c := range chain {
		x5c = append(x5c, quoted(base64.StdEncoding.EncodeToString(c.Raw)))
	}
	header := []member{
		{"alg", quoted(alg.Name)}, {"cty", quoted(cty)}, {"kid", quoted(kid)}, certificateDigest(leaf, o.DigestO),
		{"x5c", arrayOf(x5c)}, {"typ", quoted(typ)},
	}
	add := func(name, json string, critical bool) {
		header = append(header, member{name, json})
		if critical {
			crit = append(crit, quoted(name))
		}
	}
	if !o.isEncoded() {
		add("b64", "false", true)
	}
	if o.SigT {
		add("sigT", quoted(timeText(at)), true)
	} else {
		add("iat", strconv.FormatInt(at.Unix(), 10), false)
	}
	if contentStamp != nil {
		add("adoTst", stampContainer(contentStamp), true)
	}
	if crit != nil {
		add("crit", arrayOf(crit), false)
	}
	return jws.Encode([]byte(objectOf(header))), nil
}

// certificateDigest returns the parameter that binds the certificate (clause
// 5.1.7, 5.2.2).
func certificateDigest(leaf *x509.Certificate, other bool) member {
	if other {
		return member{"x5t#o", `{"digAlg":"S512","digVal":"` + jws.Encode(digestOf(crypto.SHA512, leaf.Raw)) + `"}`}
	}
	return member{"x5t#S256", quoted(jws.Encode(digestOf(crypto.SHA256, leaf.Raw)))}
}

// issuerSerial returns the kid of clause 5.1.4: an IssuerSerial of RFC 5035 in
// base64.
func issuerSerial(c *x509.Certificate) (string, error) {
	directoryName := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 4, IsCompound: true, Bytes: c.RawIssuer}
	der, err := asn1.Marshal(struct {
		Issuer []asn1.RawValue
		Serial *big.Int
	}{[]asn1.RawValue{directoryName}, c.SerialNumber})
	if err != nil {
		return "", fmt.Errorf("JADES-KID: the issuer and serial number of the certificate cannot be written: %w", err)
	}
	return base64.StdEncoding.EncodeToString(der), nil
}
