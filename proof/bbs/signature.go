package bbs

import (
	"errors"
	"fmt"

	"github.com/cloudflare/circl/ecc/bls12381"
)

// SignatureSize is the size of a signature in bytes.
const SignatureSize = pointSize + scalarSize

// ErrInvalid says that a signature or a proof is malformed or not right.
var ErrInvalid = errors.New("the BBS signature is not right")

// ErrLimit says that there are more than [MaxMessages] messages.
var ErrLimit = fmt.Errorf("a BBS signature covers at most %d messages", MaxMessages)

// signature is a signature: A and e of the draft.
type signature struct {
	a *bls12381.G1
	e scalar
}

// parseSignature reads a signature (octets_to_signature).
func parseSignature(octets []byte) (s signature, ok bool) {
	if len(octets) != SignatureSize {
		return s, false
	}
	if s.a, ok = parsePoint(octets[:pointSize]); !ok {
		return s, false
	}
	s.e, ok = parseScalar(octets[pointSize:])
	return s, ok
}

// statement is what a signature covers.
type statement struct {
	key        *PublicKey
	generators []generator // Q_1, H_1 ... H_L
	domain     scalar
}

// newStatement returns what a signature under a header covers of n messages.
func (k *PublicKey) newStatement(header []byte, n int) (*statement, error) {
	if n > MaxMessages {
		return nil, ErrLimit
	}
	s := &statement{key: k, generators: generators(n)}
	// calculate_domain.
	input := make([]byte, 0, PublicKeySize+8+pointSize*(n+1)+len(api)+8+len(header))
	input = append(input, k.octets[:]...)
	input = appendCount(input, n)
	for _, g := range s.generators {
		input = append(input, g.octets[:]...)
	}
	input = append(input, api...)
	s.domain = hashToScalar(appendText(input, header), tagHash)
	return s, nil
}

// commitment returns the terms of B: P1 + Q_1 domain + H_1 m_1 + ... + H_L m_L.
func (s *statement) commitment(messages []scalar) []term {
	var one scalar
	one.SetOne()
	terms := make([]term, 0, len(messages)+3)
	terms = append(terms, term{fixedP1(), one}, term{s.generators[0].table, s.domain})
	for i, m := range messages {
		terms = append(terms, term{s.generators[i+1].table, m})
	}
	return terms
}

// SignMessages returns the signature over a header and a list of messages, each of
// which may be empty (Sign of the draft). The same input gives the same signature.
func (k *PrivateKey) SignMessages(header []byte, messages [][]byte) ([]byte, error) {
	s, err := k.public.newStatement(header, len(messages))
	if err != nil {
		return nil, err
	}
	scalars := messageScalars(messages)
	input := make([]byte, 0, scalarSize*(len(messages)+2))
	input = append(input, scalarOctets(&k.secret)...)
	for i := range scalars {
		input = append(input, scalarOctets(&scalars[i])...)
	}
	e := hashToScalar(append(input, scalarOctets(&s.domain)...), tagHash)
	divisor := plus(k.secret, e)
	divisor.Inv(&divisor)
	b, ok := affine(sum(s.commitment(scalars)))
	a, there := affine(product(b, divisor))
	if !ok || !there || e.IsZero() == 1 {
		return nil, errors.New("the key cannot sign these messages: a value of the signature would be zero")
	}
	return append(a.octets(), scalarOctets(&e)...), nil
}

// Verify checks a signature over a header and a list of messages. The error is
// [ErrInvalid] or [ErrLimit].
func (k *PublicKey) Verify(sig, header []byte, messages [][]byte) error {
	s, ok := parseSignature(sig)
	if !ok {
		return ErrInvalid
	}
	covered, err := k.newStatement(header, len(messages))
	if err != nil {
		return err
	}
	b, ok := affine(sum(covered.commitment(messageScalars(messages))))
	if !ok || !s.fits(b, k) {
		return ErrInvalid
	}
	return nil
}

// fits reports whether A (sk + e) = B: whether the pairing of A and the key is
// that of B - A e and BP2.
func (s *signature) fits(b point, key *PublicKey) bool {
	rest := product(fromG1(s.a), negated(s.e))
	rest.add(&b)
	r, ok := affine(rest)
	return ok && samePairing(s.a, key, r.g1())
}

// samePairing reports whether the pairing of a point and a key is that of another
// point and BP2.
func samePairing(p *bls12381.G1, key *PublicKey, q *bls12381.G1) bool {
	return bls12381.ProdPairFrac([]*bls12381.G1{p, q}, []*bls12381.G2{key.point, fixedP2()}, []int{1, -1}).IsIdentity()
}
