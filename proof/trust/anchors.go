package trust

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"time"
)

// Anchors is the set of certificates that you trust. Each is trusted for itself
// and, when it is a certification authority, for what it issued: an anchor may
// be a root, an intermediate authority or a single seal certificate. An anchor
// is not trusted outside its own validity period, and one from trusted lists only
// while its service was granted ([Services.Anchors]).
//
// Anchors is immutable and may be shared between goroutines. A nil *Anchors
// trusts nobody.
type Anchors struct {
	certificates []*x509.Certificate
	pool         *x509.CertPool
	granted      map[string][]period // by the bytes of a certificate; without an entry: always
	known        *knownChains        // what was found for them before
}

// period is a time from its start until before its end; no end: it goes on.
type period struct{ from, until time.Time }

func (p period) holds(at time.Time) bool {
	return !at.Before(p.from) && (p.until.IsZero() || at.Before(p.until))
}

// NewAnchors returns a set of certificates.
func NewAnchors(certificates ...*x509.Certificate) *Anchors {
	a := &Anchors{pool: x509.NewCertPool(), known: new(knownChains)}
	for _, c := range certificates {
		c = withoutHandledExtensions(c)
		a.certificates = append(a.certificates, c)
		a.pool.AddCert(c)
	}
	return a
}

// Contains reports whether a certificate is an anchor at any time.
func (a *Anchors) Contains(c *x509.Certificate) bool {
	return a != nil && slices.ContainsFunc(a.certificates, c.Equal)
}

// Trusts reports whether a certificate is an anchor at a time.
func (a *Anchors) Trusts(c *x509.Certificate, at time.Time) bool {
	return a.Contains(c) && a.isGranted(c, at)
}

// isGranted reports whether an anchor counts at a time.
func (a *Anchors) isGranted(c *x509.Certificate, at time.Time) bool {
	periods, limited := a.granted[string(c.Raw)]
	return !limited || slices.ContainsFunc(periods, func(p period) bool { return p.holds(at) })
}

// ParsePEM reads certificates from PEM text, which may hold any number of them
// with other text between, or from plain DER. It is an error when there is no
// certificate, when a block cannot be read, and when a block is something else,
// such as a private key.
func ParsePEM(data []byte) (*Anchors, error) {
	var certificates []*x509.Certificate
	var err error
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		certificates, err = readPEM(data)
	} else {
		certificates, err = readDER(data)
	}
	if err != nil {
		return nil, err
	}
	return NewAnchors(certificates...), nil
}

func readPEM(data []byte) ([]*x509.Certificate, error) {
	// The decoder skips a damaged block silently, so the blocks are counted: a
	// lost anchor would look as if you had never named it.
	begun := bytes.Count(data, []byte("-----BEGIN "))
	var certificates []*x509.Certificate
	for n := 1; ; n++ {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("TRUST-ANCHOR: PEM block %d is a %q, give only blocks of type CERTIFICATE", n, block.Type)
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("TRUST-ANCHOR: PEM block %d is not a readable certificate: %w", n, err)
		}
		certificates = append(certificates, certificate)
	}
	if len(certificates) != begun {
		return nil, fmt.Errorf("TRUST-ANCHOR: %d PEM blocks begin but only %d can be read, check that the file is complete", begun, len(certificates))
	}
	return certificates, nil
}

func readDER(data []byte) ([]*x509.Certificate, error) {
	certificates, err := x509.ParseCertificates(data)
	if err != nil {
		return nil, fmt.Errorf("TRUST-ANCHOR: the data is neither PEM nor a DER certificate: %w", err)
	}
	if len(certificates) == 0 {
		return nil, fmt.Errorf("TRUST-ANCHOR: there is no certificate, the data is empty")
	}
	return certificates, nil
}

// Join returns the union of sets, any of which may be nil.
func Join(sets ...*Anchors) *Anchors {
	var all []*x509.Certificate
	granted, always := make(map[string][]period), make(map[string]bool)
	for _, set := range sets {
		all = append(all, set.Certificates()...)
		for _, c := range set.Certificates() {
			if periods, limited := set.granted[string(c.Raw)]; limited {
				granted[string(c.Raw)] = append(granted[string(c.Raw)], periods...)
			} else {
				always[string(c.Raw)] = true
			}
		}
	}
	for raw := range always {
		delete(granted, raw)
	}
	out := NewAnchors(all...)
	out.granted = granted
	return out
}

// Certificates returns the anchors in the order in which they were given.
func (a *Anchors) Certificates() []*x509.Certificate {
	if a == nil {
		return nil
	}
	return slices.Clone(a.certificates)
}
