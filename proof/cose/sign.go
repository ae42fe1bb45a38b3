package cose

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// Options are the optional parts of a new message. The zero value adds nothing but
// the issuer or holder and the time of signing.
type Options struct {
	// Algorithm is the signature algorithm by its name in JOSE; "" is the first that
	// fits the key: EdDSA, ES256, ES384, ES512, or PS256 for RSA keys.
	Algorithm string
	Created   time.Time // the claim iat; zero: now, by the Env's clock
	Expires   time.Time // the claim exp, the end of the signature; zero: none
	Domain    []string  // the claim aud, whom the message is meant for
	Challenge string    // the nonce, a value of 8 to 64 bytes that the verifier gave
}

// Sign secures a credential or presentation of the data model 2.0 as a COSE_Sign1
// message, tagged, with everything in its protected header. The document is the
// payload, byte for byte.
//
// It is an error when the key does not fit the algorithm, and when the document is
// not of the kind that the form is for or carries a proof. Sign does not check
// whether the key belongs to the issuer.
func Sign(ctx context.Context, env vc.Env, doc vc.Document, form Form, key proof.Key, options Options) (*proof.Secured, error) {
	d, ok := definitionOf(form)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !ok:
		return nil, fmt.Errorf("COSE-TYP: there is no form %q; use vc+cose or vp+cose", form)
	case key.Signer == nil || !vc.IsURL(key.Method):
		return nil, errors.New("PROOF-KEY: signing needs a private key and the URL of its verification method")
	}
	algorithm, number, err := chooseAlgorithm(key.Signer.Public(), options.Algorithm)
	if err != nil {
		return nil, err
	}
	if err := enveloping.CheckSignable(doc, d.presentation, string(form), "COSE-CONTENT"); err != nil {
		return nil, err
	}
	claims, err := claimsOf(env, doc, d, options)
	if err != nil {
		return nil, err
	}
	header := map[int64]any{
		sign1.Alg: number, sign1.ContentType: prefix + d.content, sign1.Kid: []byte(key.Method), sign1.Typ: prefix + d.types[0], sign1.CWTClaims: claims,
	}
	message, err := sign1.Write(header, doc.Bytes(), func(input []byte) ([]byte, error) { return algorithm.Sign(key.Signer, input) })
	if err != nil {
		return nil, fmt.Errorf("PROOF-SIGNER: the key did not sign: %w", err)
	}
	return proof.Open(message, env.Limits)
}

// claimsOf returns the claims for the header (RFC 9597).
func claimsOf(env vc.Env, doc vc.Document, d *definition, options Options) (map[int64]any, error) {
	created := options.Created
	if created.IsZero() {
		created = env.Now()
	}
	claims := map[int64]any{claimIAT: created.Unix()}
	if id := enveloping.Party(doc, d.presentation); id != "" {
		claims[claimISS] = id
	}
	if !options.Expires.IsZero() {
		claims[claimEXP] = options.Expires.Unix()
	}
	switch len(options.Domain) {
	case 0:
	case 1:
		claims[claimAUD] = options.Domain[0]
	default:
		claims[claimAUD] = options.Domain
	}
	if n := len(options.Challenge); n > 0 {
		if n < 8 || n > 64 {
			return nil, errors.New("PROOF-CHALLENGE: the nonce of a COSE message has 8 to 64 bytes (RFC 9711 section 4.1); give such a challenge")
		}
		claims[claimNonce] = []byte(options.Challenge)
	}
	return claims, nil
}

// Envelope returns the object that stands for a message in a presentation or
// anywhere else where JSON is wanted (data model 2.0 section 4.13).
func Envelope(file *proof.Secured) (vc.Document, error) {
	if file.Format() != proof.COSE {
		return vc.Document{}, errors.New("COSE-FORM: only a COSE_Sign1 message can be enveloped so")
	}
	form, presentation := VC, enveloping.IsPresentation(file.Document())
	if presentation {
		form = VP
	}
	return enveloping.Envelope(presentation, prefix+string(form)+";base64,"+base64.StdEncoding.EncodeToString(file.Bytes()))
}
