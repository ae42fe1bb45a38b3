package bbs

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/cloudflare/circl/ecc/bls12381"
)

// proofFloor is the size in bytes of a proof that discloses all messages. Each
// message that it hides adds [scalarSize].
const proofFloor = 3*pointSize + 4*scalarSize

// The random scalars of a proof, in the order in which they are drawn; one for
// each hidden message follows.
const (
	r1 = iota
	r2
	blindE
	blindR1
	blindR3
	fixedRandom
)

// Hidden returns how many messages a proof of this size in bytes hides, or false if
// no proof has it.
func Hidden(size int) (int, bool) {
	n := (size - proofFloor) / scalarSize
	return n, size >= proofFloor && (size-proofFloor)%scalarSize == 0
}

// ProofGen returns a proof that the key signed a header and a list of messages. It
// discloses the messages at the given places, which count from 0 and stand in
// ascending order. The presentation header is any text that the verifier shall
// find in the proof, such as an answer to its challenge. Each proof is another one.
//
// The error is [ErrInvalid] if the signature is not right, or [ErrLimit].
func (k *PublicKey) ProofGen(sig, header, presentation []byte, messages [][]byte, disclosed []int) ([]byte, error) {
	return k.UnsafeProofGen(rand.Reader, sig, header, presentation, messages, disclosed)
}

// UnsafeProofGen is [PublicKey.ProofGen] with a source of random bytes, of which it
// reads 48 for each scalar; it is for test vectors. Whoever knows these bytes can
// compute the signature and the hidden messages from the proof.
func (k *PublicKey) UnsafeProofGen(random io.Reader, sig, header, presentation []byte, messages [][]byte, disclosed []int) ([]byte, error) {
	hidden, ok := others(len(messages), disclosed)
	if !ok {
		return nil, fmt.Errorf("the places of the disclosed messages must be in ascending order, from 0 to %d", len(messages)-1)
	}
	s, ok := parseSignature(sig)
	if !ok {
		return nil, ErrInvalid
	}
	covered, err := k.newStatement(header, len(messages))
	if err != nil {
		return nil, err
	}
	scalars := messageScalars(messages)
	b, ok := affine(sum(covered.commitment(scalars)))
	if !ok || !s.fits(b, k) {
		return nil, ErrInvalid
	}
	drawn, err := draw(random, fixedRandom+len(hidden))
	if err != nil {
		return nil, err
	}
	return covered.prove(s, b, scalars, disclosed, hidden, drawn, presentation)
}

// prove makes the proof of a signature over messages, of which B of the draft is made.
func (s *statement) prove(sig signature, b point, messages []scalar, disclosed, hidden []int, drawn []scalar, presentation []byte) ([]byte, error) {
	// ProofInit.
	d, okD := affine(product(b, drawn[r2]))
	aBar, okA := affine(product(fromG1(sig.a), times(drawn[r1], drawn[r2])))
	tableD, tableA := newTable(d), newTable(aBar)
	bBar, okB := affine(sum([]term{{tableD, drawn[r1]}, {tableA, negated(sig.e)}}))
	t1, ok1 := affine(sum([]term{{tableA, drawn[blindE]}, {tableD, drawn[blindR1]}}))
	terms := []term{{tableD, drawn[blindR3]}}
	for i, place := range hidden {
		terms = append(terms, term{s.generators[place+1].table, drawn[fixedRandom+i]})
	}
	t2, ok2 := affine(sum(terms))
	if !okD || !okA || !okB || !ok1 || !ok2 {
		return nil, errZero
	}

	// ProofFinalize.
	out := append(append(aBar.octets(), bBar.octets()...), d.octets()...)
	c := s.challenge(out, t1, t2, disclosed, pick(messages, disclosed), presentation)
	r3 := drawn[r2]
	r3.Inv(&r3)
	responses := []scalar{
		plus(drawn[blindE], times(sig.e, c)),
		plus(drawn[blindR1], negated(times(drawn[r1], c))),
		plus(drawn[blindR3], negated(times(r3, c))),
	}
	for i, place := range hidden {
		responses = append(responses, plus(drawn[fixedRandom+i], times(messages[place], c)))
	}
	for _, response := range append(responses, c) {
		if response.IsZero() == 1 {
			return nil, errZero
		}
		out = append(out, scalarOctets(&response)...)
	}
	return out, nil
}

// errZero comes with a probability of about 2^-255: try again.
var errZero = errors.New("a random value of the proof was zero; make the proof again")

// proof is a proof that was read.
type proof struct {
	aBar, bBar, d *bls12381.G1
	e, r1, r3     scalar
	messages      []scalar
	challenge     scalar
	points        []byte // the three points as they stand in the proof
}

// parseProof reads a proof (octets_to_proof).
func parseProof(octets []byte) (p proof, ok bool) {
	hidden, ok := Hidden(len(octets))
	if !ok {
		return p, false
	}
	p.points = octets[:3*pointSize]
	for i, at := range []**bls12381.G1{&p.aBar, &p.bBar, &p.d} {
		if *at, ok = parsePoint(octets[i*pointSize : (i+1)*pointSize]); !ok {
			return p, false
		}
	}
	scalars := make([]scalar, hidden+4)
	for i := range scalars {
		at := 3*pointSize + i*scalarSize
		if scalars[i], ok = parseScalar(octets[at : at+scalarSize]); !ok {
			return p, false
		}
	}
	p.e, p.r1, p.r3, p.messages, p.challenge = scalars[0], scalars[1], scalars[2], scalars[3:3+hidden], scalars[3+hidden]
	return p, true
}

// ProofVerify checks a proof that the key signed a header and, at the given places
// of a list of messages, the disclosed ones. The places count from 0 and stand in
// ascending order. The error is [ErrInvalid] or [ErrLimit].
func (k *PublicKey) ProofVerify(octets, header, presentation []byte, messages [][]byte, disclosed []int) error {
	count, ok := Hidden(len(octets))
	if !ok || len(messages) != len(disclosed) {
		return ErrInvalid
	}
	count += len(messages)
	if count > MaxMessages {
		return ErrLimit
	}
	hidden, ok := others(count, disclosed)
	if !ok {
		return ErrInvalid
	}
	p, ok := parseProof(octets)
	if !ok {
		return ErrInvalid
	}
	covered, err := k.newStatement(header, count)
	if err != nil {
		return err
	}
	scalars := messageScalars(messages)
	// ProofVerifyInit. T2 is one sum: Bv c is P1 c + Q_1 domain c + ... .
	tableD := newTable(fromG1(p.d))
	t1, ok1 := affine(sum([]term{{newTable(fromG1(p.bBar)), p.challenge}, {newTable(fromG1(p.aBar)), p.e}, {tableD, p.r1}}))
	terms := make([]term, 0, count+3)
	terms = append(terms, term{fixedP1(), p.challenge}, term{covered.generators[0].table, times(covered.domain, p.challenge)}, term{tableD, p.r3})
	for i, place := range disclosed {
		terms = append(terms, term{covered.generators[place+1].table, times(scalars[i], p.challenge)})
	}
	for i, place := range hidden {
		terms = append(terms, term{covered.generators[place+1].table, p.messages[i]})
	}
	t2, ok2 := affine(sum(terms))
	if !ok1 || !ok2 {
		return ErrInvalid
	}
	c := covered.challenge(p.points, t1, t2, disclosed, scalars, presentation)
	if c.IsEqual(&p.challenge) != 1 || !samePairing(p.aBar, k, p.bBar) {
		return ErrInvalid
	}
	return nil
}

// challenge is ProofChallengeCalculate of the draft.
func (s *statement) challenge(points []byte, t1, t2 point, disclosed []int, messages []scalar, presentation []byte) scalar {
	input := make([]byte, 0, 8+len(disclosed)*(8+scalarSize)+5*pointSize+scalarSize+8+len(presentation))
	input = appendCount(input, len(disclosed))
	for i, place := range disclosed {
		input = append(appendCount(input, place), scalarOctets(&messages[i])...)
	}
	input = append(input, points...)
	input = append(append(input, t1.octets()...), t2.octets()...)
	input = append(input, scalarOctets(&s.domain)...)
	return hashToScalar(appendText(input, presentation), tagHash)
}

// others returns the places below n that are not in a list, or false if the list is
// not in ascending order or has others.
func others(n int, places []int) ([]int, bool) {
	if len(places) > n {
		return nil, false
	}
	rest := make([]int, 0, n-len(places))
	next := 0
	for _, place := range places {
		if place < next || place >= n {
			return nil, false
		}
		for ; next < place; next++ {
			rest = append(rest, next)
		}
		next++
	}
	for ; next < n; next++ {
		rest = append(rest, next)
	}
	return rest, true
}

func pick(scalars []scalar, places []int) []scalar {
	out := make([]scalar, len(places))
	for i, place := range places {
		out[i] = scalars[place]
	}
	return out
}
