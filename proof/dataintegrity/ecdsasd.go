package dataintegrity

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/internal/multikey"
)

// ecdsaSD is the scheme of ecdsa-sd-2023: each statement that is not mandatory is
// signed by a key made for the occasion, and that key by the issuer's.
var ecdsaSD = scheme{
	kinds: kinds{0x00, 0x01}, spec: specECDSA, key: ecdsaP256.key, fits: ecdsaP256.fits,
	sign:       signECDSA,
	newBase:    func() baseValue { return new(ecdsaBase) },
	newDerived: func() derivedValue { return new(ecdsaDerived) },
}

// ecdsaBase is a base value (vc-di-ecdsa section 3.5.2).
type ecdsaBase struct {
	_                 struct{} `cbor:",toarray"`
	BaseSignature     octets
	PublicKey         octets // of the key that signed the statements, as Multikey bytes
	HMACKey           octets
	Signatures        []octets
	MandatoryPointers []string
}

// ecdsaDerived is a derived value (vc-di-ecdsa section 3.5.7).
type ecdsaDerived struct {
	_                struct{} `cbor:",toarray"`
	BaseSignature    octets
	PublicKey        octets
	Signatures       []octets
	Labels           map[uint32]label
	MandatoryIndexes []int
}

// signaturesPerCheck is how many signatures over statements are made or checked
// before it is asked again whether the context has ended.
const signaturesPerCheck = 32

func signECDSA(ctx context.Context, signer crypto.Signer, s *signing) (baseValue, error) {
	key := s.options.key
	var err error
	if key == nil {
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			return nil, err
		}
	}
	value := &ecdsaBase{HMACKey: s.options.hmacKey, MandatoryPointers: s.pointers, Signatures: make([]octets, len(s.others))}
	if value.PublicKey, err = multikey.Bytes(key.Public()); err != nil {
		return nil, err
	}
	for i, line := range s.others {
		if i%signaturesPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if value.Signatures[i], err = ecdsaP256.Sign(key, line); err != nil {
			return nil, err
		}
	}
	if value.BaseSignature, err = ecdsaP256.Sign(signer, s.around(value.PublicKey)); err != nil {
		return nil, fmt.Errorf("PROOF-SIGNER: the key did not sign: %w", err)
	}
	return value, nil
}

func (b *ecdsaBase) check() error       { return checkSignatures(b.BaseSignature, b.PublicKey, b.Signatures) }
func (b *ecdsaBase) secret() []byte     { return b.HMACKey }
func (b *ecdsaBase) pointers() []string { return b.MandatoryPointers }

func (b *ecdsaBase) derive(d *disclosure) (derivedValue, error) {
	if len(b.Signatures) != len(d.others) {
		return nil, errors.New("there are not as many signatures as statements that are not mandatory")
	}
	kept := make([]octets, len(d.free))
	for i, place := range d.free {
		kept[i] = b.Signatures[place]
	}
	return &ecdsaDerived{BaseSignature: b.BaseSignature, PublicKey: b.PublicKey, Signatures: kept, Labels: d.labels, MandatoryIndexes: d.mandatory}, nil
}

func (d *ecdsaDerived) check() error {
	return checkSignatures(d.BaseSignature, d.PublicKey, d.Signatures)
}

func (d *ecdsaDerived) nodes() map[uint32]label { return d.Labels }
func (d *ecdsaDerived) mandatory() []int        { return d.MandatoryIndexes }
func (d *ecdsaDerived) signed() int             { return len(d.Signatures) } // the others stayed with the holder
func (d *ecdsaDerived) shown() int              { return len(d.Signatures) }
func (d *ecdsaDerived) answer() []byte          { return nil }

// verify checks the base signature, and a signature for each statement.
func (d *ecdsaDerived) verify(ctx context.Context, key crypto.PublicKey, p *parts) (bool, error) {
	if !ecdsaP256.Verify(key, p.around(d.PublicKey), d.BaseSignature) {
		return false, nil
	}
	statementKey, err := parseStatementKey(d.PublicKey)
	if err != nil {
		return false, err
	}
	for i, line := range p.others {
		if i%signaturesPerCheck == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if !ecdsaP256.Verify(statementKey, line, d.Signatures[i]) {
			return false, nil
		}
	}
	return true, nil
}

// parseStatementKey reads the public key for the statements: a P-256 key as Multikey
// bytes, of which there are 35. (The specification's parser says 36.)
func parseStatementKey(raw []byte) (crypto.PublicKey, error) {
	key, err := multikey.PublicBytes(raw)
	if err != nil || !ecdsaP256.fits(key) {
		return nil, errors.New("the key for the statements is not a P-256 key")
	}
	return key, nil
}

func checkSignatures(base, key []byte, statements []octets) error {
	if len(base) != ecdsaP256.length {
		return errors.New("the base signature does not have 64 bytes")
	}
	if _, err := parseStatementKey(key); err != nil {
		return err
	}
	for _, s := range statements {
		if len(s) != ecdsaP256.length {
			return errors.New("a signature over a statement does not have 64 bytes")
		}
	}
	return nil
}
