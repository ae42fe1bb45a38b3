package keys_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/mikromerit/mikromerit/proof/keys"
)

const password = "åäö-pass"

func certify(t *testing.T, public crypto.PublicKey, signer crypto.Signer) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "TEST ONLY"},
		NotBefore: time.Unix(1_700_000_000, 0), NotAfter: time.Unix(2_000_000_000, 0)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, public, signer)
	require.NoError(t, err)
	read, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return read
}

// A seal arrives as a PKCS#12 file, of today or of ten years ago.
func TestPKCS12(t *testing.T) {
	for _, key := range generateAll(t) {
		leaf := certify(t, key.Signer().Public(), key.Signer())
		above := certify(t, key.Signer().Public(), key.Signer())
		for name, encoder := range map[string]*pkcs12.Encoder{"modern": pkcs12.Modern, "3DES": pkcs12.LegacyDES, "RC2": pkcs12.LegacyRC2} {
			file, err := encoder.Encode(key.Signer(), leaf, []*x509.Certificate{above}, password)
			require.NoError(t, err, name)
			got, chain, err := keys.ParsePKCS12(file, password)
			require.NoError(t, err, name)
			requireSame(t, key, got)
			require.Equal(t, key.Method(), got.Method())
			require.Equal(t, []*x509.Certificate{leaf, above}, chain)

			got, err = keys.Read(file, keys.ReadOptions{Password: password})
			require.NoError(t, err, name)
			requireSame(t, key, got)
			_, err = keys.ParseAny(file)
			require.ErrorIs(t, err, keys.ErrPassword, name)
			_, _, err = keys.ParsePKCS12(file, "wrong")
			require.ErrorIs(t, err, keys.ErrPassword, name)
			_, err = keys.ParsePublic(file)
			require.Error(t, err)
		}
		empty, err := pkcs12.Modern.Encode(key.Signer(), leaf, nil, "")
		require.NoError(t, err)
		_, err = keys.ParseAny(empty)
		require.NoError(t, err, "a file without a password needs none")
	}
}

// The file says how much work its password is; a large number would keep the
// reader busy for minutes, so it is refused before anything is computed.
func TestPKCS12IsBounded(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	other, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	leaf := certify(t, key.Signer().Public(), key.Signer())
	good, err := pkcs12.Modern.WithIterations(100_000).Encode(key.Signer(), leaf, nil, password)
	require.NoError(t, err)
	greedy := bytes.ReplaceAll(good, []byte{2, 3, 1, 0x86, 0xa0}, []byte{2, 3, 0x7f, 0xff, 0xff})
	require.NotEqual(t, good, greedy)
	start := time.Now()
	_, _, err = keys.ParsePKCS12(greedy, password)
	require.ErrorContains(t, err, "iterations")
	require.Less(t, time.Since(start), 2*time.Second) // on a busy machine

	nested := make([]byte, 0x84)
	copy(nested, []byte{0x04, 0x81, 0x81})
	for range 200 {
		n := len(nested)
		length := []byte{0x30, 0x82, byte(n >> 8), byte(n)}
		if n < 0x100 {
			length = []byte{0x30, 0x81, byte(n)}
		}
		nested = append(length, nested...)
	}
	foreign, err := pkcs12.Modern.Encode(other.Signer(), leaf, nil, password)
	require.NoError(t, err)
	for says, file := range map[string][]byte{
		"nested too deeply": nested,
		"too large":         append([]byte{0x30, 0x83}, make([]byte, 2<<20)...),
		"cannot be read":    good[:len(good)-1],
		"another key":       foreign,
	} {
		_, _, err := keys.ParsePKCS12(file, password)
		require.ErrorContains(t, err, says)
		require.ErrorContains(t, err, "KEY-FILE")
	}
	for i := 0; i < len(good); i += 7 {
		changed := bytes.Clone(good)
		changed[i] ^= 0x55
		if got, err := keys.Read(changed, keys.ReadOptions{Password: password}); err == nil {
			requireSame(t, key, got)
		}
	}
}
