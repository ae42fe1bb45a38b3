package multikey

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

func unhex(t *testing.T, text string) []byte {
	raw, err := hex.DecodeString(text)
	require.NoError(t, err)
	return raw
}

// The key pair of the bbs-2023 test vectors, whose documents name the did:key.
func TestPublishedBLSKey(t *testing.T) {
	key, err := bbs.ParsePrivateKey(unhex(t, "66d36e118832af4c5e28b2dfe1b9577857e57b042a33e06bdea37b811ed09ee0"))
	require.NoError(t, err)
	text, err := EncodePublic(key.Public())
	require.NoError(t, err)
	require.Equal(t, "zUC7DerdEmfZ8f4pFajXgGwJoMkV1ofMTmEG5UoNvnWiPiLuGKNeqgRpLH2TV4Xe5mJ2cXV76gRN7LFQwapF1VFu6x2yrr5ci1mXqC1WNUrnHnLgvfZfMH7h6xP6qsf9EKRQrPQ", text)
	public, err := Public(text)
	require.NoError(t, err)
	require.True(t, key.Public().(*bbs.PublicKey).Equal(public))
	secret, err := EncodeSecret(key)
	require.NoError(t, err)
	require.Equal(t, "z4891v3AaTTbSWvSBWKS4j6ErZx2TfJexigr8G6GMXpBQ1bM", secret)
	again, err := Secret(secret)
	require.NoError(t, err)
	require.True(t, key.Equal(again))
}

// Each of these is no key, or would be a second encoding of one.
func TestRefusesBLSKeys(t *testing.T) {
	key, err := bbs.GenerateKey()
	require.NoError(t, err)
	good := key.Public().(*bbs.PublicKey).Bytes()
	small := func(first, last byte, size int) []byte {
		raw := make([]byte, size)
		raw[0], raw[size-1] = first, last
		return raw
	}
	bare := slices.Clone(good)
	bare[0] &^= 0x80
	above := slices.Clone(good)
	for i := range 48 {
		above[i] |= 0x1f // at least the prime
	}
	for name, raw := range map[string][]byte{
		"nothing":                     {},
		"uncompressed":                small(0x00, 2, 192),
		"cut off":                     good[:95],
		"too long":                    append(slices.Clone(good), 0),
		"identity":                    small(0xc0, 0, 96),
		"identity with content":       append([]byte{0xc0}, good[1:]...),
		"identity with a sign":        small(0xe0, 0, 96),
		"zero":                        make([]byte, 96),
		"without the mark":            bare,
		"above the prime":             above,
		"off the curve":               small(0x80, 1, 96),
		"on the curve, but not in G2": small(0x80, 2, 96),
	} {
		_, err := Public(encode(append([]byte{0xeb, 0x01}, raw...)))
		require.Error(t, err, name)
		require.NotErrorIs(t, err, ErrUnsupported, name)
	}

	order := unhex(t, "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001")
	for name, raw := range map[string][]byte{
		"nothing":   {},
		"zero":      make([]byte, 32),
		"the order": order,
		"above it":  bytes.Repeat([]byte{0xff}, 32),
		"cut off":   order[:31],
		"too long":  small(0, 1, 33),
	} {
		_, err := Secret(encode(append([]byte{0x8a, 0x26}, raw...)))
		require.ErrorContains(t, err, "BLS12-381", name)
	}
	order[31]--
	_, err = Secret(encode(append([]byte{0x8a, 0x26}, order...)))
	require.NoError(t, err, "the largest number")
}

// A key that was never made has no form, and is no reason to panic.
func TestEmptyKeysHaveNoForm(t *testing.T) {
	for _, key := range []crypto.PublicKey{nil, (*bbs.PublicKey)(nil), &bbs.PublicKey{}, (*ecdsa.PublicKey)(nil), &ecdsa.PublicKey{}} {
		_, err := EncodePublic(key)
		require.Error(t, err, "%T", key)
	}
	for _, key := range []crypto.Signer{nil, (*bbs.PrivateKey)(nil), (*ecdsa.PrivateKey)(nil), &ecdsa.PrivateKey{}} {
		_, err := EncodeSecret(key)
		require.Error(t, err, "%T", key)
	}
}
