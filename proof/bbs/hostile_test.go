package bbs

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/cloudflare/circl/ecc/bls12381"
	"github.com/cloudflare/circl/ecc/bls12381/ff"
	"github.com/stretchr/testify/require"
)

// outsideG1 returns the encoding of a point of the curve that is not in the
// group: of the first x that gives one.
func outsideG1(t *testing.T) []byte {
	var four ff.Fp
	four.SetUint64(4)
	for n := range uint64(100) {
		var x, y ff.Fp
		x.SetUint64(n)
		y.Sqr(&x)
		y.Mul(&y, &x)
		y.Add(&y, &four)
		if y.Sqrt(&y) == 0 {
			continue
		}
		octets := (&point{x, y}).octets()
		if new(bls12381.G1).SetBytes(octets) != nil {
			return octets
		}
	}
	t.Fatal("no point outside the group")
	return nil
}

// badPoints are replacements for an encoded point.
func badPoints(t *testing.T, octets []byte) map[string][]byte {
	negative := slices.Clone(octets)
	negative[0] ^= 0x20
	uncompressed := slices.Clone(octets)
	uncompressed[0] &^= 0x80
	order := ff.FpOrder()
	order[0] |= 0x80
	return map[string][]byte{
		"the identity":                   append([]byte{0xc0}, make([]byte, pointSize-1)...),
		"the identity with a sign":       append([]byte{0xe0}, make([]byte, pointSize-1)...),
		"the identity and a rest":        append([]byte{0xc0}, octets[1:]...),
		"a point outside the group":      outsideG1(t),
		"the negative":                   negative,
		"a point that says uncompressed": uncompressed,
		"a coordinate above the prime":   order,
		"zeros":                          make([]byte, pointSize),
		"the first generator":            generators(0)[0].octets[:],
	}
}

// badScalars are replacements for an encoded scalar.
func badScalars(octets []byte) map[string][]byte {
	order := ff.ScalarOrder()
	// The same number, and the order: it fits into 32 bytes for small scalars.
	next := slices.Clone(octets)
	next[scalarSize-1] ^= 1
	var sum []byte
	carry := 0
	for i := scalarSize - 1; i >= 0; i-- {
		carry += int(octets[i]) + int(order[i])
		sum = append([]byte{byte(carry)}, sum...)
		carry >>= 8
	}
	bad := map[string][]byte{
		"zero":      make([]byte, scalarSize),
		"the order": order,
		"the most":  bytes.Repeat([]byte{0xff}, scalarSize),
		"another":   next,
	}
	if carry == 0 {
		bad["the same number and the order"] = sum
	}
	return bad
}

func replaced(octets, part []byte, at int) []byte {
	out := slices.Clone(octets)
	copy(out[at:], part)
	return out
}

func TestAlteredSignatures(t *testing.T) {
	c := draftSignatures[3]
	key, sig, messages := publicKey(t, c.public), unhex(t, c.signature), messagesAt(t, c.messages)
	require.NoError(t, key.Verify(sig, unhex(t, c.header), messages))
	check := func(sig []byte, name string) {
		require.ErrorIs(t, key.Verify(sig, unhex(t, c.header), messages), ErrInvalid, name)
		_, err := key.ProofGen(sig, unhex(t, c.header), nil, messages, nil)
		require.ErrorIs(t, err, ErrInvalid, name)
	}
	for name, part := range badPoints(t, sig[:pointSize]) {
		check(replaced(sig, part, 0), name)
	}
	for name, part := range badScalars(sig[pointSize:]) {
		check(replaced(sig, part, pointSize), name)
	}
	for n := range len(sig) {
		check(sig[:n], fmt.Sprint(n))
	}
	check(append(slices.Clone(sig), 0), "longer")
	check(nil, "nothing")
}

func TestAlteredProofs(t *testing.T) {
	if testing.Short() {
		t.Skip("much arithmetic in one goroutine")
	}
	c := draftProofs[2]
	key, octets, messages := publicKey(t, c.public), unhex(t, c.proof), messagesAt(t, c.messages)
	header, presentation := unhex(t, c.header), unhex(t, c.presentation)
	disclosed := [][]byte{messages[0], messages[2], messages[4], messages[6]}
	places := []int{0, 2, 4, 6}
	check := func(octets []byte, name string) {
		require.ErrorIs(t, key.ProofVerify(octets, header, presentation, disclosed, places), ErrInvalid, name)
	}
	require.NoError(t, key.ProofVerify(octets, header, presentation, disclosed, places))
	for i := range 3 {
		at := i * pointSize
		for name, part := range badPoints(t, octets[at:at+pointSize]) {
			check(replaced(octets, part, at), fmt.Sprint(i, " ", name))
		}
	}
	for at := 3 * pointSize; at < len(octets); at += scalarSize {
		for name, part := range badScalars(octets[at : at+scalarSize]) {
			check(replaced(octets, part, at), fmt.Sprint(at, " ", name))
		}
	}
	// Points and scalars that change their places.
	check(append(slices.Clone(octets[pointSize:2*pointSize]), replaced(octets, octets[:pointSize], pointSize)[pointSize:]...), "Bbar, Bbar ...")
	check(replaced(octets, octets[3*pointSize:3*pointSize+scalarSize], 3*pointSize+scalarSize), "e twice")
	for n := range len(octets) {
		check(octets[:n], fmt.Sprint(n))
	}
	check(append(slices.Clone(octets), 0), "longer by a byte")
	check(append(slices.Clone(octets), octets[:scalarSize]...), "longer by a scalar")
	check(append(slices.Clone(octets), make([]byte, scalarSize)...), "longer by a zero")

	for name, c := range map[string]struct {
		messages [][]byte
		places   []int
	}{
		"none disclosed":         {nil, nil},
		"too few":                {disclosed[:3], places[:3]},
		"fewer messages":         {disclosed[:3], places},
		"fewer places":           {disclosed, places[:3]},
		"another order":          {[][]byte{messages[2], messages[0], messages[4], messages[6]}, []int{2, 0, 4, 6}},
		"another place":          {disclosed, []int{0, 2, 4, 7}},
		"a place twice":          {disclosed, []int{0, 2, 4, 4}},
		"a negative place":       {disclosed, []int{-1, 2, 4, 6}},
		"a place behind the end": {disclosed, []int{0, 2, 4, 10}},
		"a huge place":           {disclosed, []int{0, 2, 4, 1 << 62}},
		"swapped messages":       {[][]byte{messages[2], messages[0], messages[4], messages[6]}, places},
		"an empty message":       {[][]byte{{}, messages[2], messages[4], messages[6]}, places},
	} {
		require.ErrorIs(t, key.ProofVerify(octets, header, presentation, c.messages, c.places), ErrInvalid, name)
	}
	require.ErrorIs(t, key.ProofVerify(octets, presentation, header, disclosed, places), ErrInvalid)
	require.ErrorIs(t, key.ProofVerify(octets, append(slices.Clone(header), presentation...), nil, disclosed, places), ErrInvalid)
	require.ErrorIs(t, key.ProofVerify(octets, nil, append(slices.Clone(header), presentation...), disclosed, places), ErrInvalid)
}

func TestParsePoint(t *testing.T) {
	octets := generators(1)[1].octets[:]
	_, ok := parsePoint(octets)
	require.True(t, ok)
	for name, part := range badPoints(t, octets) {
		_, ok := parsePoint(part)
		require.Equal(t, name == "the negative" || name == "the first generator", ok, name)
	}
}

// unsigned returns a key, and a message that it did not sign, with B of the draft.
func unsigned(t *testing.T) (key *PublicKey, covered *statement, message []byte, scalars []scalar, b point) {
	key, message = publicKey(t, draftPublic1), []byte("whatever the forger likes")
	covered, err := key.newStatement(nil, 1)
	require.NoError(t, err)
	scalars = messageScalars([][]byte{message})
	b, _ = affine(sum(covered.commitment(scalars)))
	return key, covered, message, scalars, b
}

// What a forger without a signature can do: follow the protocol with any point for A,
// so that only the pairing tells.
func TestProofOfNoSignature(t *testing.T) {
	key, covered, message, scalars, b := unsigned(t)
	forged := signature{generators(0)[0].table[0].g1(), scalars[0]}
	drawn, err := draw(rand.Reader, fixedRandom)
	require.NoError(t, err)
	proof, err := covered.prove(forged, b, scalars, []int{0}, nil, drawn, nil)
	require.NoError(t, err)
	require.ErrorIs(t, key.ProofVerify(proof, nil, nil, [][]byte{message}, []int{0}), ErrInvalid)
}

// With the identity for Abar and Bbar the pairing holds for every key, and the forger
// can compute the rest.
func TestIdentityForgery(t *testing.T) {
	key, covered, message, scalars, b := unsigned(t)
	drawn, err := draw(rand.Reader, 4)
	require.NoError(t, err)
	factor, blind1, blind2, e := drawn[0], drawn[1], drawn[2], drawn[3]
	d, _ := affine(product(b, factor))
	t1, _ := affine(product(d, blind1))
	t2, _ := affine(product(b, blind2))
	identity := append([]byte{0xc0}, make([]byte, pointSize-1)...)
	proof := append(append(append([]byte{}, identity...), identity...), d.octets()...)
	c := covered.challenge(proof, t1, t2, []int{0}, scalars, nil)
	factor.Inv(&factor)
	last := times(plus(blind2, negated(c)), factor)
	for _, s := range []scalar{e, blind1, last, c} {
		proof = append(proof, scalarOctets(&s)...)
	}
	require.ErrorIs(t, key.ProofVerify(proof, nil, nil, [][]byte{message}, []int{0}), ErrInvalid)
}

func TestBadKeys(t *testing.T) {
	public := unhex(t, draftPublic1)
	negative := slices.Clone(public)
	negative[0] ^= 0x20
	other, err := ParsePublicKey(negative)
	require.NoError(t, err)
	require.False(t, other.Equal(publicKey(t, draftPublic1)))
	c := draftSignatures[0]
	require.ErrorIs(t, other.Verify(unhex(t, c.signature), unhex(t, c.header), messagesAt(t, c.messages)), ErrInvalid)
	for _, octets := range [][]byte{
		nil, public[:95], append(slices.Clone(public), 0), make([]byte, 96), make([]byte, 192),
		append([]byte{0xc0}, make([]byte, 95)...), new(bls12381.G2).Bytes(), bls12381.G2Generator().Bytes(),
		bytes.Repeat([]byte{0xff}, 96), replaced(public, []byte{public[0] &^ 0x80}, 0),
	} {
		_, err := ParsePublicKey(octets)
		require.Error(t, err, "%x", octets)
	}
	// Most points of the curve are outside the group.
	refused := 0
	for n := range 64 {
		octets := append([]byte{0x80}, make([]byte, 95)...)
		octets[95] = byte(n)
		if _, err := ParsePublicKey(octets); err != nil {
			refused++
		}
	}
	require.Equal(t, 64, refused)
	for _, octets := range [][]byte{nil, make([]byte, 32), ff.ScalarOrder(), bytes.Repeat([]byte{0xff}, 32), unhex(t, draftSecret1)[:31], append([]byte{0}, unhex(t, draftSecret1)...)} {
		_, err := ParsePrivateKey(octets)
		require.Error(t, err, "%x", octets)
	}
	_, err = KeyGen(make([]byte, 31), nil, nil)
	require.Error(t, err)
	_, err = KeyGen(make([]byte, 32), make([]byte, 65_536), nil)
	require.Error(t, err)
	_, err = KeyGen(make([]byte, 32), nil, make([]byte, 256))
	require.Error(t, err)
}

func TestKeyIsNoOrdinarySigner(t *testing.T) {
	key, err := GenerateKey()
	require.NoError(t, err)
	var _ Signer = key
	_, err = key.Sign(nil, make([]byte, 32), crypto.SHA256)
	require.ErrorContains(t, err, "list of messages")
	again, err := ParsePrivateKey(key.Bytes())
	require.NoError(t, err)
	require.True(t, again.Equal(key))
	public, err := ParsePublicKey(key.public.Bytes())
	require.NoError(t, err)
	require.True(t, public.Equal(key.Public()))
	next, err := GenerateKey()
	require.NoError(t, err)
	require.False(t, next.Equal(key))
	require.False(t, next.public.Equal(public))
	require.False(t, public.Equal(hex.EncodeToString(key.Bytes())))
}

func TestRoundTrips(t *testing.T) {
	if testing.Short() {
		t.Skip("much arithmetic in one goroutine")
	}
	key, err := GenerateKey()
	require.NoError(t, err)
	var messages [][]byte
	for n := range 5 {
		sig, err := key.SignMessages([]byte("header"), messages)
		require.NoError(t, err)
		require.NoError(t, key.public.Verify(sig, []byte("header"), messages))
		require.ErrorIs(t, key.public.Verify(sig, nil, messages), ErrInvalid)
		require.ErrorIs(t, key.public.Verify(sig, []byte("header"), append(slices.Clone(messages), nil)), ErrInvalid)
		for subset := range 1 << n {
			var places []int
			var disclosed [][]byte
			for i := range n {
				if subset>>i&1 == 1 {
					places, disclosed = append(places, i), append(disclosed, messages[i])
				}
			}
			one, err := key.public.ProofGen(sig, []byte("header"), []byte("now"), messages, places)
			require.NoError(t, err)
			hidden, ok := Hidden(len(one))
			require.True(t, ok)
			require.Equal(t, n-len(places), hidden)
			require.NoError(t, key.public.ProofVerify(one, []byte("header"), []byte("now"), disclosed, places))
			require.ErrorIs(t, key.public.ProofVerify(one, []byte("header"), nil, disclosed, places), ErrInvalid)
			two, err := key.public.ProofGen(sig, []byte("header"), []byte("now"), messages, places)
			require.NoError(t, err)
			for at := 0; at < len(one); at += pointSize / 3 {
				require.NotEqual(t, one[at:at+16], two[at:at+16], "two proofs share something")
			}
		}
		messages = append(messages, fmt.Appendf(nil, "message %d", n))
	}
	sig, err := key.SignMessages(nil, messages)
	require.NoError(t, err)
	for _, places := range [][]int{{-1}, {5}, {1, 1}, {2, 1}, {0, 1, 2, 3, 4, 5}} {
		_, err = key.public.ProofGen(sig, nil, nil, messages, places)
		require.ErrorContains(t, err, "ascending order")
	}
}

func TestLimit(t *testing.T) {
	key, err := GenerateKey()
	require.NoError(t, err)
	_, err = key.SignMessages(nil, make([][]byte, MaxMessages+1))
	require.ErrorIs(t, err, ErrLimit)
	sig, err := key.SignMessages(nil, nil)
	require.NoError(t, err)
	require.ErrorIs(t, key.public.Verify(sig, nil, make([][]byte, MaxMessages+1)), ErrLimit)
	_, err = key.public.ProofGen(sig, nil, nil, make([][]byte, MaxMessages+1), nil)
	require.ErrorIs(t, err, ErrLimit)
	require.ErrorIs(t, key.public.ProofVerify(make([]byte, proofFloor+scalarSize*(MaxMessages+1)), nil, nil, nil, nil), ErrLimit)
}

// Generators that are added later are those of a fresh chain.
func TestManyMessages(t *testing.T) {
	if testing.Short() {
		t.Skip("much arithmetic in one goroutine")
	}
	const n = 1_000
	c := newChain()
	list := generators(3)
	for i, g := range generators(n) {
		if next := c.next(); i > n-3 || i < 4 {
			require.Equal(t, next, g)
		}
	}
	require.Equal(t, list, generators(n)[:4])
	key, err := GenerateKey()
	require.NoError(t, err)
	messages := make([][]byte, n)
	messages[n-1] = []byte("the last")
	sig, err := key.SignMessages(nil, messages)
	require.NoError(t, err)
	proof, err := key.public.ProofGen(sig, nil, nil, messages, []int{n - 1})
	require.NoError(t, err)
	require.NoError(t, key.public.ProofVerify(proof, nil, nil, messages[n-1:], []int{n - 1}))
	require.ErrorIs(t, key.public.ProofVerify(proof, nil, nil, messages[:1], []int{n - 1}), ErrInvalid)
}

// Many goroutines may be the first to need the generators.
func TestGeneratorsAtOnce(t *testing.T) {
	var group sync.WaitGroup
	for n := range 64 {
		group.Go(func() {
			if list := generators(n); len(list) != n+1 || list[n].octets == ([pointSize]byte{}) {
				t.Error(n)
			}
		})
	}
	group.Wait()
}
