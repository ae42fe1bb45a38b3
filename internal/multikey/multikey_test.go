package multikey

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"filippo.io/edwards25519"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

func TestRoundTrip(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	bls, err := bbs.GenerateKey()
	require.NoError(t, err)
	for prefix, signer := range map[string]crypto.Signer{"z6Mk": ed, "zDna": p256, "z82L": p384, "zUC7": bls} {
		text, err := EncodePublic(signer.Public())
		require.NoError(t, err)
		require.Equal(t, prefix, text[:4])
		key, err := Public(text)
		require.NoError(t, err)
		require.True(t, key.(interface{ Equal(crypto.PublicKey) bool }).Equal(signer.Public()))
		secret, err := EncodeSecret(signer)
		require.NoError(t, err)
		again, err := Secret(secret)
		require.NoError(t, err)
		require.True(t, again.(interface{ Equal(crypto.PrivateKey) bool }).Equal(signer))
	}
}

// The key pair of the Data Integrity EdDSA test vectors.
func TestPublishedKey(t *testing.T) {
	secret, err := Secret("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
	require.NoError(t, err)
	text, err := EncodePublic(secret.Public())
	require.NoError(t, err)
	require.Equal(t, "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", text)
}

// A canonical encoding is one that encoding the point again yields.
func TestCanonicalEncodings(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	encodings := [][]byte{key.Public().(ed25519.PublicKey)}
	for _, high := range []byte{0x00, 0x01, 0x7e, 0x7f, 0x80, 0xff} {
		for _, middle := range []byte{0x00, 0xff} {
			for low := range 256 {
				encoding := bytes.Repeat([]byte{middle}, 32)
				encoding[0], encoding[31] = byte(low), high
				encodings = append(encodings, encoding)
			}
		}
	}
	seen := map[bool]int{}
	for _, encoding := range encodings {
		if point, err := new(edwards25519.Point).SetBytes(encoding); err == nil {
			want := bytes.Equal(point.Bytes(), encoding)
			require.Equal(t, want, isCanonical(encoding), "%x", encoding)
			seen[want]++
		}
	}
	require.NotZero(t, seen[true])
	require.Greater(t, seen[false], 5)
}

// The eight points of small order, and encodings that are not canonical.
func TestWeakEd25519Keys(t *testing.T) {
	weak := []string{
		"0100000000000000000000000000000000000000000000000000000000000000", // identity
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
		"0000000000000000000000000000000000000000000000000000000000000000", // order 4
		"0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"0100000000000000000000000000000000000000000000000000000000000080", // identity with a sign
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 1
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p
		"f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 3
		"0200000000000000000000000000000000000000000000000000000000000000", // no point
	}
	for _, text := range weak {
		key, err := hex.DecodeString(text)
		require.NoError(t, err)
		require.Error(t, CheckEd25519(key), text)
		_, err = Public(encode(append(codecs[0].public[:], key...)))
		require.Error(t, err, text)
	}
}

func TestRefuses(t *testing.T) {
	good, err := EncodePublic(mustKey(t).Public())
	require.NoError(t, err)
	blsG1 := encode(append([]byte{0xea, 0x01}, make([]byte, 48)...))
	for _, text := range []string{"", "z", "zz", "u" + good[1:], good[1:], good + "1", good[:40], "z0OIl", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
		blsG1} {
		_, err := Public(text)
		require.Error(t, err, text)
	}
	for text, unsupported := range map[string]bool{
		"zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme": true, // secp256k1
		blsG1: true, // BLS12-381 G1
		"zz":  false,
	} {
		_, err := Public(text)
		require.Equal(t, unsupported, errors.Is(err, ErrUnsupported), text)
	}
	off := make([]byte, 33) // x = 1 has no y on P-256
	off[0], off[32] = 2, 1
	_, err = Public(encode(append(codecs[1].public[:], off...)))
	require.Error(t, err)
}

func FuzzPublic(f *testing.F) {
	f.Add("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
	f.Add("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP")
	f.Add("zUC7GMwWWkA5UMTx7Gg6sabmpchWgq8p1xGhUXwBiDytY8BgD6eq5AmxNgjwDbAz8Rq6VFBLdNjvXR4ydEdwDEN9L4vGFfLkxs8UsU3wQj9HQGjQb7LHWdRNJv3J1kGoA3BvnBv")
	f.Fuzz(func(t *testing.T, text string) {
		key, err := Public(text)
		if err != nil {
			return
		}
		again, err := EncodePublic(key)
		require.NoError(t, err)
		require.Equal(t, text, again, "a key has one form")
	})
}

func mustKey(t *testing.T) ed25519.PrivateKey {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return key
}

// The message about a key that cannot be used names its kind: "not supported"
// alone helps nobody.
func TestUnsupportedKindsAreNamed(t *testing.T) {
	pad := func(n int, prefix ...byte) string { return encode(append(prefix, make([]byte, n)...)) }
	for text, says := range map[string]string{
		pad(33, 0xe7, 0x01):                "secp256k1 keys",
		pad(32, 0xec, 0x01):                "X25519 keys",
		pad(57, 0x83, 0x24):                "Ed448 keys",
		pad(67, 0x82, 0x24):                "P-521 keys",
		pad(48, 0xea, 0x01):                "BLS12-381 G1 keys are not supported (Ed25519, P-256, P-384 and BLS12-381 G2 are)",
		pad(144, 0xee, 0x01):               "BLS12-381 G1 and G2 keys",
		pad(270, 0x85, 0x24):               "RSA keys",
		pad(32, 0x12, 0x34):                "multicodec 0x12 keys",
		pad(30, 0x12, 0x34):                "32 bytes without the two bytes",
		pad(32, 0x02):                      "33 bytes without the two bytes",
		pad(32, 0xff):                      "33 bytes without the two bytes",
		"z" + strings.Repeat("2", maxText): "more than 2048 characters",
	} {
		_, err := Public(text)
		require.ErrorIs(t, err, ErrUnsupported, says)
		require.ErrorContains(t, err, says)
	}
	_, err := Public(pad(20, 0xe7, 0x01))
	require.NotErrorIs(t, err, ErrUnsupported, "a text that was cut off is no key of any kind")
}

// Older key files hold an Ed25519 secret followed by the public key; the two
// must belong together.
func TestOlderEd25519Secrets(t *testing.T) {
	key := mustKey(t)
	long, err := Secret(encode(append(codecs[0].secret[:], key...)))
	require.NoError(t, err)
	require.True(t, key.Equal(long))
	bare, err := SecretBase58(encode(key)[1:])
	require.NoError(t, err)
	require.True(t, key.Equal(bare))
	key[40] ^= 1
	_, err = Secret(encode(append(codecs[0].secret[:], key...)))
	require.ErrorContains(t, err, "does not belong")
	_, err = SecretBase58(encode(key)[1:])
	require.ErrorContains(t, err, "does not belong")
	_, err = SecretBase58("0")
	require.Error(t, err)
}
