package testkit

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"math/big"
	"sync"
	"time"
)

// Services are the time-stamp service and the revocation services of a [CA],
// without a network. The zero values of the fields make everything right.
type Services struct {
	CA    *CA
	Clock func() time.Time // nil: time.Now

	Lists     bool          // revocation lists in the place of OCSP responses
	Age       time.Duration // how long before now the answers were made
	Revoked   time.Time     // when every seal certificate was revoked; zero: never
	Delegated *Sealer       // who answers for the intermediate authority; nil: the authority itself
	Authority *Sealer       // who makes time stamps; nil: the authority of [CA.TSA]

	// Broken, if it is set, may fail a call: "timestamp", "revocation" or
	// "issuers".
	Broken func(call string) error
	Calls  []string // what was asked, in order

	mutex sync.Mutex // guards Calls
}

func (s *Services) now() time.Time {
	if s.Clock == nil {
		return time.Now()
	}
	return s.Clock()
}

func (s *Services) note(ctx context.Context, call string) error {
	s.mutex.Lock()
	s.Calls = append(s.Calls, call)
	s.mutex.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.Broken != nil {
		return s.Broken(call)
	}
	return nil
}

// Timestamp returns a token for a digest.
func (s *Services) Timestamp(ctx context.Context, hash crypto.Hash, imprint []byte) ([]byte, error) {
	if err := s.note(ctx, "timestamp"); err != nil {
		return nil, err
	}
	return StampBy(s.authority(), Stamp{At: s.now(), Hash: hash, Imprint: imprint}), nil
}

func (s *Services) authority() Sealer {
	if s.Authority != nil {
		return *s.Authority
	}
	return s.CA.TSA()
}

// Revocation returns an OCSP response or a revocation list about a certificate of
// the authority.
func (s *Services) Revocation(ctx context.Context, certificate, issuer *x509.Certificate) (ocsp, crl []byte, err error) {
	if err := s.note(ctx, "revocation"); err != nil {
		return nil, nil, err
	}
	if !issuer.Equal(s.CA.Root) && !issuer.Equal(s.CA.Intermediate) {
		return nil, nil, errors.New("TESTKIT: the certificate is of another authority")
	}
	made := s.now().Add(-s.Age)
	if s.Lists || s.Delegated != nil && certificate.Equal(s.Delegated.Certificate) {
		return nil, s.list(issuer, certificate, made), nil
	}
	answer := Answer{Certificate: certificate, Produced: made, Until: made.Add(24 * time.Hour)}
	if issuer.Equal(s.CA.Intermediate) {
		answer.Revoked = s.Revoked
		if s.Delegated != nil {
			return OCSPBy(*s.Delegated, issuer, answer), nil, nil
		}
	}
	return s.CA.OCSP(issuer, answer), nil, nil
}

// list returns a revocation list of an authority.
func (s *Services) list(issuer, certificate *x509.Certificate, made time.Time) []byte {
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: made, NextUpdate: made.Add(24 * time.Hour)}
	if issuer.Equal(s.CA.Root) {
		return must(x509.CreateRevocationList(nil, list, s.CA.Root, s.CA.rootKey))
	}
	if !s.Revoked.IsZero() {
		list.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: certificate.SerialNumber, RevocationTime: s.Revoked}}
	}
	return s.CA.CRL(list)
}

// Issuers returns the authorities.
func (s *Services) Issuers(ctx context.Context, certificate *x509.Certificate) ([]*x509.Certificate, error) {
	if err := s.note(ctx, "issuers"); err != nil {
		return nil, err
	}
	return []*x509.Certificate{s.CA.Intermediate, s.CA.Root}, nil
}
