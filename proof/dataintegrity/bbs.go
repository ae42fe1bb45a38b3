package dataintegrity

import (
	"context"
	"crypto"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
)

// bbs2023 is the scheme of bbs-2023: one BBS signature over the statements that are
// not mandatory, from which the holder proves any of them. Holder binding and
// pseudonyms are left out, because their signatures are not settled yet.
var bbs2023 = scheme{
	kinds: kinds{0x02, 0x03}, spec: specBBS, key: "BLS12-381", fits: fitsBBS,
	optional: []kinds{{0x04, 0x05}, {0x06, 0x07}, {0x08, 0x09}},
	ranked:   true, answers: true, timeless: true, most: bbs.MaxMessages,
	sign:       signBBS,
	newBase:    func() baseValue { return new(bbsBase) },
	newDerived: func() derivedValue { return new(bbsDerived) },
}

// bbsBase is a base value (vc-di-bbs section 3.3.1).
type bbsBase struct {
	_                 struct{} `cbor:",toarray"`
	Signature         octets
	Header            octets // the hashes of the proof configuration and of the mandatory statements
	PublicKey         octets // without the bytes that make it a Multikey
	HMACKey           octets
	MandatoryPointers []string
}

// bbsDerived is a derived value (vc-di-bbs section 3.3.6).
type bbsDerived struct {
	_                  struct{} `cbor:",toarray"`
	Proof              octets
	Labels             map[uint32]label
	MandatoryIndexes   []int
	SelectiveIndexes   []int // places of the revealed statements among those that are not mandatory
	PresentationHeader octets
}

func fitsBBS(key crypto.PublicKey) bool {
	k, ok := key.(*bbs.PublicKey)
	return ok && k != nil && !k.Equal(&bbs.PublicKey{})
}

// bbsHeaderLength is the length of the two hashes that a signature covers beside the
// messages.
const bbsHeaderLength = 2 * 32

func signBBS(_ context.Context, signer crypto.Signer, s *signing) (baseValue, error) {
	key, ok := signer.(bbs.Signer)
	if !ok {
		return nil, errors.New("PROOF-SIGNER: the key signs no lists of messages; give one that is a bbs.Signer")
	}
	header := s.around(nil)
	signature, err := key.SignMessages(header, s.others)
	if err == nil && len(signature) != bbs.SignatureSize {
		err = fmt.Errorf("its signature has %d bytes instead of %d", len(signature), bbs.SignatureSize)
	}
	if err != nil {
		return nil, fmt.Errorf("PROOF-SIGNER: the key did not sign: %w", err)
	}
	return &bbsBase{Signature: signature, Header: header, PublicKey: key.Public().(*bbs.PublicKey).Bytes(), HMACKey: s.options.hmacKey, MandatoryPointers: s.pointers}, nil
}

func (b *bbsBase) check() error {
	switch {
	case len(b.Signature) != bbs.SignatureSize:
		return errors.New("the base signature does not have 80 bytes")
	case len(b.Header) != bbsHeaderLength:
		return errors.New("the header does not have 64 bytes")
	case len(b.PublicKey) != bbs.PublicKeySize:
		return errors.New("the public key does not have 96 bytes")
	}
	return nil
}

func (b *bbsBase) secret() []byte     { return b.HMACKey }
func (b *bbsBase) pointers() []string { return b.MandatoryPointers }

// derive checks the base proof with the key in it, and proves what is revealed.
func (b *bbsBase) derive(d *disclosure) (derivedValue, error) {
	key, err := bbs.ParsePublicKey(b.PublicKey)
	if err != nil {
		return nil, err
	}
	p, err := d.hashes()
	if err != nil {
		return nil, err
	}
	header := p.around(nil)
	if string(header) != string(b.Header) {
		return nil, errors.New("the base proof is for other contents: what is mandatory in the document, or the proof itself, was changed after signing; ask the issuer for the file again")
	}
	out := &bbsDerived{Labels: d.labels, MandatoryIndexes: d.mandatory, SelectiveIndexes: d.free, PresentationHeader: d.options.PresentationHeader}
	random := d.options.random
	if random == nil {
		random = rand.Reader
	}
	out.Proof, err = key.UnsafeProofGen(random, b.Signature, header, out.PresentationHeader, d.others, d.free)
	if errors.Is(err, bbs.ErrInvalid) {
		return nil, errors.New("the signature of the base proof does not fit: the document was changed, or another key signed; ask the issuer for the file again")
	}
	return out, err
}

func (d *bbsDerived) check() error {
	if _, ok := bbs.Hidden(len(d.Proof)); !ok {
		return errors.New("the BBS proof does not have the length of one")
	}
	if !isAscending(d.SelectiveIndexes) {
		return errors.New("the selective indexes of the proof value are not in ascending order")
	}
	if n := len(d.SelectiveIndexes); n > 0 && d.SelectiveIndexes[n-1] >= d.signed() {
		return errors.New("a selective index of the proof value is beyond the number of signed statements")
	}
	return nil
}

func (d *bbsDerived) nodes() map[uint32]label { return d.Labels }
func (d *bbsDerived) mandatory() []int        { return d.MandatoryIndexes }
func (d *bbsDerived) shown() int              { return len(d.SelectiveIndexes) }
func (d *bbsDerived) answer() []byte          { return d.PresentationHeader }

// signed counts the hidden statements by the length of the proof.
func (d *bbsDerived) signed() int {
	hidden, _ := bbs.Hidden(len(d.Proof))
	return hidden + len(d.SelectiveIndexes)
}

func (d *bbsDerived) verify(_ context.Context, key crypto.PublicKey, p *parts) (bool, error) {
	err := key.(*bbs.PublicKey).ProofVerify(d.Proof, p.around(nil), d.PresentationHeader, p.others, d.SelectiveIndexes)
	switch {
	case errors.Is(err, bbs.ErrInvalid):
		return false, nil
	case errors.Is(err, bbs.ErrLimit):
		return false, fmt.Errorf("PROOF-STATEMENTS: %w: %w", vc.ErrLimit, err)
	}
	return err == nil, err
}
