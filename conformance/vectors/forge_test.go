package vectors

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/cloudflare/circl/ecc/bls12381"
	"github.com/cloudflare/circl/expander"
	"github.com/fxamacker/cbor/v2"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// forge makes a BBS proof without a signature, over all statements of a document, by
// the protocol of the draft (sections 3.7.1, 3.7.2 and 4.2). Nothing here is secret, so
// no step takes the same time for all values.
func forge(f forgery) (vc.Document, error) {
	at := f.proofAt() + "/proofValue"
	_, body, err := splitValue(f.base.Lookup(at).Text())
	if err != nil {
		return vc.Document{}, err
	}
	var base struct {
		_                              struct{} `cbor:",toarray"`
		Signature, Header, Key, Secret []byte
		Pointers                       []string
	}
	if err := cbor.Unmarshal(body, &base); err != nil {
		return vc.Document{}, err
	}
	value, err := f.suite.selective.read(f.whole.Lookup(at).Text())
	if err != nil {
		return vc.Document{}, err
	}
	statements, err := f.statements(value)
	if err != nil {
		return vc.Document{}, err
	}
	mandatory := sha256.New()
	var others [][]byte
	for i, line := range statements {
		if slices.Contains(value.MandatoryIndexes, i) {
			mandatory.Write(line)
		} else {
			others = append(others, line)
		}
	}
	if !bytes.Equal(mandatory.Sum(nil), base.Header[32:]) {
		return vc.Document{}, errors.New("these are not the statements that the stranger signed")
	}
	a := new(bls12381.G1)
	if err := a.SetBytes(f.a); err != nil {
		return vc.Document{}, err
	}
	if value.Proof, err = proofOf(a, bbsHash([]byte("e"), ""), f.issuer.key.Signer.Public().(*bbs.PublicKey), base.Header, others); err != nil {
		return vc.Document{}, err
	}
	text, err := f.suite.selective.text(value)
	if err != nil {
		return vc.Document{}, err
	}
	return edit(f.whole, at, quote(text))
}

var canonicalLabel = regexp.MustCompile(`_:c14n(\d+)`)

// statements returns the statements of the document with the labels of a value, sorted.
func (f forgery) statements(value derivedValue) ([][]byte, error) {
	plain, err := edit(f.whole, "/proof", "")
	if err != nil {
		return nil, err
	}
	anybody, err := signatoryOf("stranger", ed25519Key)
	if err != nil {
		return nil, err
	}
	if plain, err = f.bench.sign(plain, dataintegrity.EdDSARDFC2022, anybody, dataintegrity.Options{}); err != nil {
		return nil, err
	}
	input, err := f.bench.input(plain, 0)
	if err != nil {
		return nil, err
	}
	relabelled := canonicalLabel.ReplaceAllFunc(input.Document, func(label []byte) []byte {
		node, _ := strconv.ParseUint(string(label[len("_:c14n"):]), 10, 32)
		return fmt.Appendf(nil, "_:b%d", value.Labels[uint32(node)])
	})
	lines := bytes.SplitAfter(relabelled, []byte("\n"))
	lines = lines[:len(lines)-1]
	slices.SortFunc(lines, bytes.Compare)
	return lines, nil
}

const (
	bbsAPI  = "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_"
	bbsWide = 48
)

func bbsExpand(text []byte, tag string) []byte {
	return expander.NewExpanderMD(crypto.SHA256, []byte(bbsAPI+tag)).Expand(text, bbsWide)
}

func bbsHash(text []byte, tag string) *bls12381.Scalar {
	s := new(bls12381.Scalar)
	s.SetBytes(bbsExpand(text, tag))
	return s
}

func product(p *bls12381.G1, s *bls12381.Scalar) *bls12381.G1 {
	out := new(bls12381.G1)
	out.ScalarMult(s, p)
	return out
}

func negative(s *bls12381.Scalar) *bls12381.Scalar {
	out := *s
	out.Neg()
	return &out
}

// The scalars that a forger draws.
func blinds() (r1, r2 *bls12381.Scalar) { return bbsHash([]byte("r1"), ""), bbsHash([]byte("r2"), "") }

// proofOf follows ProofInit and ProofFinalize with the first point and the scalar e of a
// proof, which may come of a signature or of nothing.
func proofOf(a *bls12381.G1, e *bls12381.Scalar, key *bbs.PublicKey, header []byte, messages [][]byte) ([]byte, error) {
	hash, expand := bbsHash, bbsExpand
	count := func(text []byte, n int) []byte { return binary.BigEndian.AppendUint64(text, uint64(n)) }
	octets := func(s *bls12381.Scalar) []byte {
		out, _ := s.MarshalBinary() // never fails
		return out
	}
	sum := func(points ...*bls12381.G1) *bls12381.G1 {
		out := new(bls12381.G1)
		out.SetIdentity()
		for _, p := range points {
			out.Add(out, p)
		}
		return out
	}

	// create_generators and calculate_domain.
	v := expand([]byte(bbsAPI+"MESSAGE_GENERATOR_SEED"), "SIG_GENERATOR_SEED_")
	generators := make([]*bls12381.G1, len(messages)+1)
	domain := count(key.Bytes(), len(messages))
	for i := range generators {
		v = expand(count(v, i+1), "SIG_GENERATOR_SEED_")
		generators[i] = new(bls12381.G1)
		generators[i].Hash(v, []byte(bbsAPI+"SIG_GENERATOR_DST_"))
		domain = append(domain, generators[i].BytesCompressed()...)
	}
	domain = append(count(append(domain, bbsAPI...), len(header)), header...)

	// B of the draft.
	first, err := hex.DecodeString("a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9")
	if err != nil {
		return nil, err
	}
	b := new(bls12381.G1)
	if err := b.SetBytes(first); err != nil {
		return nil, err
	}
	b = sum(b, product(generators[0], hash(domain, "H2S_")))
	var disclosed []byte
	for i, message := range messages {
		m := hash(message, "MAP_MSG_TO_SCALAR_AS_HASH_")
		b = sum(b, product(generators[i+1], m))
		disclosed = append(count(disclosed, i), octets(m)...)
	}
	r1, r2 := blinds()
	blindE, blind1, blind3 := hash([]byte("e~"), ""), hash([]byte("r1~"), ""), hash([]byte("r3~"), "")
	if a.IsIdentity() {
		r1.SetUint64(0) // so that the second point is the identity, too
	}
	d := product(b, r2)
	points := [][]byte{a.BytesCompressed(), sum(product(d, r1), product(a, negative(e))).BytesCompressed(), d.BytesCompressed()}
	t1, t2 := sum(product(a, blindE), product(d, blind1)), product(d, blind3)

	// ProofChallengeCalculate.
	input := append(count(nil, len(messages)), disclosed...)
	input = slices.Concat(input, points[0], points[1], points[2], t1.BytesCompressed(), t2.BytesCompressed(), octets(hash(domain, "H2S_")), count(nil, 0))
	c := hash(input, "H2S_")
	r2.Inv(r2)
	out := slices.Concat(points...)
	for _, row := range []struct{ blind, secret *bls12381.Scalar }{{blindE, negative(e)}, {blind1, r1}, {blind3, r2}} {
		row.secret = negative(row.secret)
		row.secret.Mul(row.secret, c)
		row.blind.Add(row.blind, row.secret)
		out = append(out, octets(row.blind)...)
	}
	return append(out, octets(c)...), nil
}

// What a forger follows is the protocol: with what comes of a signature the proof holds,
// and with anything else it does not.
func TestForgersFollowTheProtocol(t *testing.T) {
	issuer, err := signatoryOf("issuer", blsKey)
	require.NoError(t, err)
	key := issuer.key.Signer.(*bbs.PrivateKey)
	public := key.Public().(*bbs.PublicKey)
	header, messages, places := []byte("header"), [][]byte{[]byte("one"), []byte("two")}, []int{0, 1}
	signature, err := key.SignMessages(header, messages)
	require.NoError(t, err)
	a, e := new(bls12381.G1), new(bls12381.Scalar)
	require.NoError(t, a.SetBytes(signature[:bbsPoint]))
	e.SetBytes(signature[bbsPoint:])
	r1, r2 := blinds()
	right, err := proofOf(product(product(a, r1), r2), e, public, header, messages)
	require.NoError(t, err)
	require.NoError(t, public.ProofVerify(right, header, nil, messages, places))
	for _, point := range []string{bbsGenerator, bbsIdentity} {
		octets, err := hex.DecodeString(point)
		require.NoError(t, err)
		require.NoError(t, a.SetBytes(octets))
		forged, err := proofOf(a, e, public, header, messages)
		require.NoError(t, err)
		require.ErrorIs(t, public.ProofVerify(forged, header, nil, messages, places), bbs.ErrInvalid)
	}
}
