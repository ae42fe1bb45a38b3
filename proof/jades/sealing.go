package jades

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
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

// isEncoded reports whether the payload stands in base64url. The compact
// serialisation has no other way (RFC 7797 section 5.2 restricts it).
func (o SealOptions) isEncoded() bool { return o.Encoded || o.Layout == Compact }

// Seal seals a credential in JSON as Europass software does (TS 119 182-1). The
// bytes of the payload are sealed exactly as given.
//
// Everything that can be found out beforehand is: it is an error, and nothing is
// signed, when the payload is no strict JSON object or is secured already, when
// the certificate belongs to another key, is not for seals or is not valid at the
// signing time, when the algorithm does not fit the key, and when a level above B
// is asked for without services. What services return is checked before it goes
// in. When one fails, the seal is at a lower level than asked for, and the
// findings say why. A context that has ended is an error.
func Seal(ctx context.Context, env vc.Env, payload []byte, s Sealer, o SealOptions) (Sealed, error) {
	if err := checkPayloadOf(payload, env); err != nil {
		return Sealed{}, err
	}
	if err := o.check(); err != nil {
		return Sealed{}, err
	}
	at := o.At
	if at.IsZero() {
		at = env.Now()
	}
	if err := checkSealer(s, at, env.Now()); err != nil {
		return Sealed{}, err
	}
	alg, err := sealAlgorithm(s.Key.Public(), o)
	if err != nil {
		return Sealed{}, err
	}
	r := newRaising(env, s.Chain[0], ExtendOptions{o.Services, slices.Concat(o.Certificates, s.Chain[1:]), o.Anchors})
	r.payload = string(payload)
	if o.isEncoded() {
		r.payload = jws.Encode(payload)
	}
	if err := r.sign(ctx, s, alg, o, at); err != nil {
		return Sealed{}, err
	}
	if err := r.raise(ctx, o.Level); err != nil {
		return Sealed{}, err
	}
	if o.SigT && !at.Before(sinceIAT) {
		r.add(&ruleTime, vc.Warn, "The seal states its time with sigT, which writers must replace by iat since 2025-07-15. Use it only for verifiers that know no other.")
	}
	return Sealed{File: r.file(o.Layout), Level: r.level, Findings: r.findings}, nil
}

// checkPayloadOf refuses what cannot be sealed as one credential: text that is
// not one strict JSON object in UTF-8, and what is signed as a whole already.
func checkPayloadOf(payload []byte, env vc.Env) error {
	file, err := proof.Open(payload, env.Limits)
	if err != nil {
		return err
	}
	switch file.Format() {
	case proof.JAdES:
		return errors.New("SEAL-PAYLOAD: the file is sealed already; a second seal beside the first is not supported. Give the credential without its seal, or extend the seal")
	case proof.Unsecured, proof.DataIntegrity, proof.Container:
		return nil
	}
	return errors.New("SEAL-PAYLOAD: the file is a signed token and no credential in JSON; give the credential that is in it")
}

// check refuses options that contradict each other.
func (o SealOptions) check() error {
	switch {
	case o.Level > LTA:
		return errors.New("SEAL-LEVEL: there are the levels B, T, LT and LTA only")
	case o.Layout > Compact:
		return errors.New("SEAL-LAYOUT: there are the layouts general, flattened and compact only")
	case o.Layout == Compact && o.Level > B:
		return fmt.Errorf("SEAL-LAYOUT: a compact seal has no place for time stamps, so it cannot be of level %s; use the general layout", o.Level)
	case o.Services == nil && (o.Level > B || o.ContentStamp):
		return errNoServices
	}
	return nil
}

var errNoServices = errors.New("SEAL-SERVICES: time stamps need a time-stamp service, and none was given (--tsa URL)")

// sign makes the seal of level B.
func (r *raising) sign(ctx context.Context, s Sealer, alg jws.Algorithm, o SealOptions, at time.Time) error {
	var contentStamp []byte
	if o.ContentStamp {
		// The stamp stands in what is signed, so without it nothing is.
		var err error
		if contentStamp, err = r.stamp(ctx, "adoTst", r.payload); err != nil {
			return err
		}
		if o.At.IsZero() {
			at = r.env.Now()
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	var err error
	r.had.certificates = r.chainBelowRoot(s.Chain)
	if r.protected, err = sealHeader(alg, r.had.certificates, at, contentStamp, o); err != nil {
		return err
	}
	value, err := alg.SignText(s.Key, r.protected, ".", r.payload)
	if err != nil {
		return fmt.Errorf("SEAL-KEY: the key did not sign: %w", err)
	}
	if !alg.VerifyText(s.Chain[0].PublicKey, value, r.protected, ".", r.payload) {
		return errors.New("SEAL-KEY: the key returned a signature that is wrong")
	}
	r.value = jws.Encode(value)
	return nil
}

// chainBelowRoot returns the certificates of x5c: from the signer's upwards,
// each issued by the next (RFC 7515 section 4.1.6), without the anchor or root,
// which a reader must have from elsewhere.
func (r *raising) chainBelowRoot(chain []*x509.Certificate) []*x509.Certificate {
	path := trust.Path(chain[0], r.pool)
	end := slices.IndexFunc(path, func(c *x509.Certificate) bool { return r.isAnchor(c) || trust.IsSelfSigned(c) })
	if end > 0 {
		path = path[:end]
	}
	return path
}

// file returns the sealed file. The payload is the first member, because Europass
// software recognises a sealed file by that.
func (r *raising) file(layout Layout) []byte {
	if layout == Compact {
		return []byte(r.protected + "." + r.payload + "." + r.value)
	}
	members := []member{{"protected", quoted(r.protected)}}
	if len(r.added) > 0 {
		members = append(members, member{"header", `{"etsiU":` + arrayOf(r.added) + `}`})
	}
	entry := objectOf(append(members, member{"signature", quoted(r.value)}))
	const start, signatures = `{"payload":`, `,"signatures":[`
	out := make([]byte, 0, len(start)+len(r.payload)+len(r.payload)/8+len(signatures)+len(entry)+4)
	out = jsontree.AppendString(append(out, start...), r.payload)
	if layout == Flattened {
		return append(append(out, ','), entry[1:]...)
	}
	return append(append(append(out, signatures...), entry...), "]}"...)
}
