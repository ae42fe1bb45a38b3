package bbs

import (
	"crypto"
	"crypto/subtle"
	"encoding/binary"
	"io"

	"github.com/cloudflare/circl/ecc/bls12381/ff"
	"github.com/cloudflare/circl/expander"
)

// The names of the ciphersuite and of the interface, and the domain separation
// tags that are built from them (draft sections "Ciphersuites" and "BBS
// Signatures Interface").
const (
	ciphersuite  = "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_"
	api          = ciphersuite + "H2G_HM2S_"
	tagHash      = api + "H2S_"
	tagMessage   = api + "MAP_MSG_TO_SCALAR_AS_HASH_"
	tagSeed      = api + "SIG_GENERATOR_SEED_"
	tagGenerator = api + "SIG_GENERATOR_DST_"
	tagKey       = ciphersuite + "KEYGEN_DST_"
	seed         = api + "MESSAGE_GENERATOR_SEED"
)

const (
	scalarSize = ff.ScalarSize
	wideSize   = 48 // expand_len: so many bytes make a scalar without bias
)

// scalar is an integer modulo the order of the groups.
type scalar = ff.Scalar

// expand is expand_message of the ciphersuite (RFC 9380 section 5.3.1).
func expand(msg []byte, tag string, n uint) []byte {
	return expander.NewExpanderMD(crypto.SHA256, []byte(tag)).Expand(msg, n)
}

// hashToScalar is hash_to_scalar of the draft.
func hashToScalar(msg []byte, tag string) scalar {
	return reduce([wideSize]byte(expand(msg, tag, wideSize)))
}

// messageScalars is messages_to_scalars of the draft.
func messageScalars(messages [][]byte) []scalar {
	out := make([]scalar, len(messages))
	for i, message := range messages {
		out[i] = hashToScalar(message, tagMessage)
	}
	return out
}

// reduce returns the scalar of a big-endian number, modulo the order. It adds up
// two halves that are smaller than the order, so it takes the same time for all
// numbers; the one of circl does not.
func reduce(wide [wideSize]byte) scalar {
	const half = wideSize / 2
	var high, low, shift scalar
	var word [scalarSize]byte
	copy(word[scalarSize-half:], wide[:half])
	_ = high.UnmarshalBinary(word[:])
	copy(word[scalarSize-half:], wide[half:])
	_ = low.UnmarshalBinary(word[:])
	clear(word[:])
	word[scalarSize-half-1] = 1 // 2 to the power of 192
	_ = shift.UnmarshalBinary(word[:])
	high.Mul(&high, &shift)
	low.Add(&low, &high)
	return low
}

// parseScalar reads a scalar that is not zero, in its only encoding. Which of two
// faults a number has takes the same time to find out.
func parseScalar(octets []byte) (scalar, bool) {
	var wide [wideSize]byte
	copy(wide[wideSize-scalarSize:], octets)
	s := reduce(wide)
	same := subtle.ConstantTimeCompare(octets, scalarOctets(&s))
	return s, same&(1-s.IsZero()) == 1
}

// scalarOctets returns the encoding of a scalar.
func scalarOctets(s *scalar) []byte {
	octets, _ := s.MarshalBinary() // never fails
	return octets
}

// negated returns the negative of a scalar.
func negated(s scalar) scalar {
	s.Neg()
	return s
}

// times and plus return the product and the sum of two scalars.
func times(a, b scalar) scalar {
	a.Mul(&a, &b)
	return a
}

func plus(a, b scalar) scalar {
	a.Add(&a, &b)
	return a
}

// draw returns n random scalars for one proof (calculate_random_scalars).
func draw(random io.Reader, n int) ([]scalar, error) {
	out := make([]scalar, n)
	for i := range out {
		var wide [wideSize]byte
		if _, err := io.ReadFull(random, wide[:]); err != nil {
			return nil, err
		}
		out[i] = reduce(wide)
	}
	return out, nil
}

// appendCount appends a number as eight octets.
func appendCount(out []byte, n int) []byte { return binary.BigEndian.AppendUint64(out, uint64(n)) }

// appendText appends a text of any length, after its length.
func appendText(out, text []byte) []byte { return append(appendCount(out, len(text)), text...) }
