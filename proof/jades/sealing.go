package jades

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// Sealer is who seals: a key, which may be in an HSM, with its certificate first
// and the certificates above it as far as they are known.
type Sealer struct {
	Key   crypto.Signer
	Chain []*x509.Certificate
}

// SealOptions says how [Seal] seals. The zero value makes a seal of level B as
// Europass software writes it.
type SealOptions struct {
	Level  Level
	Layout Layout

	At           time.Time // the claimed signing time; zero: now, by the Env's clock
	SigT         bool      // sigT in the place of iat, for verifiers from before July 2025
	DigestO      bool      // x5t#o with SHA-512 in the place of x5t#S256
	Encoded      bool      // the payload in base64url
	PSS          bool      // RSASSA-PSS for an RSA key
	Algorithm    string    // such as "RS512"; "": the one that fits the key
	ContentStamp bool      // a time stamp over the payload in the signed header (adoTst)
	MediaType    string    // of the payload without "application/" (cty); "": json

	// The members of [ExtendOptions].
	Services     Services
	Certificates []*x509.Certificate
	Anchors      *trust.Anchors
}

// ExtendOptions says what [Extend] may use.
type ExtendOptions struct {
	// Services are those of time stamps and of revocation data. They are needed
	// for every level above B.
	Services Services
	// Certificates stand above the signer's and that of the time-stamp authority,
	// where Services cannot fetch them.
	Certificates []*x509.Certificate
	// Anchors are where chains end. For an anchor no revocation data are gathered.
	Anchors *trust.Anchors
}

// Services are the services that a seal above level B needs. Package
// proof/trust/online has a client for them.
type Services interface {
	// Timestamp returns a time-stamp token (RFC 3161) for a digest.
	Timestamp(ctx context.Context, hash crypto.Hash, imprint []byte) (token []byte, err error)
	// Revocation returns an OCSP response or a revocation list about a certificate,
	// in DER. Either may be nil.
	Revocation(ctx context.Context, certificate, issuer *x509.Certificate) (ocsp, crl []byte, err error)
	// Issuers returns the certificates to which a certificate points as those of
	// its issuer.
	Issuers(ctx context.Context, certificate *x509.Certificate) ([]*x509.Certificate, error)
}

// Sealed is a sealed file.
type Sealed struct {
	File []byte
	// Level is the level that the seal reached. It is below the one that was asked
	// for when a service failed; the findings say why.
	Level    Level
	Findings []vc.Finding
}

// Seal seals a payload.
func Seal(ctx context.Context, env vc.Env, payload []byte, s Sealer, o SealOptions) (Sealed, error) {
	return Sealed{}, errors.New("SEAL: not yet")
}
