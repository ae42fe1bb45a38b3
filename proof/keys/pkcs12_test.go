package keys_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
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
	return certifyAs(t, "TEST ONLY", public, signer, nil)
}

// certifyAs returns a certificate that an authority named TEST ONLY signs.
func certifyAs(t *testing.T, name string, public crypto.PublicKey, signer crypto.Signer, change func(*x509.Certificate)) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Unix(1_700_000_000, 0), NotAfter: time.Unix(2_000_000_000, 0), BasicConstraintsValid: true, IsCA: name == "TEST ONLY"}
	if change != nil {
		change(c)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, &x509.Certificate{Subject: pkix.Name{CommonName: "TEST ONLY"}}, public, signer)
	require.NoError(t, err)
	read, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return read
}

// A seal arrives as a PKCS#12 file, of today or of ten years ago.
func TestPKCS12(t *testing.T) {
	for _, key := range generateAll(t) {
		root, err := keys.Generate(keys.P256)
		require.NoError(t, err)
		leaf := certifyAs(t, "leaf", key.Signer().Public(), root.Signer(), nil)
		above := certify(t, root.Signer().Public(), root.Signer())
		for name, encoder := range map[string]*pkcs12.Encoder{"modern": pkcs12.Modern, "3DES": pkcs12.LegacyDES, "RC2": pkcs12.LegacyRC2, "PBMAC1": pkcs12.Modern2026.WithIterations(2048)} {
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
			_, err = readKey(file)
			require.ErrorIs(t, err, keys.ErrPassword, name)
			_, _, err = keys.ParsePKCS12(file, "wrong")
			require.ErrorIs(t, err, keys.ErrPassword, name)
			_, err = keys.ParsePublic(file)
			require.Error(t, err)
		}
		empty, err := pkcs12.Modern.Encode(key.Signer(), leaf, nil, "")
		require.NoError(t, err)
		_, err = readKey(empty)
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
		"nested too deeply":  nested,
		"too large":          append([]byte{0x30, 0x83}, make([]byte, 2<<20)...),
		"cannot be read":     good[:len(good)-1],
		"belongs to its key": foreign,
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

// The certificate of the key need not stand first, and what has nothing to do with
// it is no part of its chain.
func TestPKCS12Order(t *testing.T) {
	root, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	key, err := keys.Generate(keys.RSA)
	require.NoError(t, err)
	leaf := certifyAs(t, "leaf", key.Signer().Public(), root.Signer(), nil)
	above := certify(t, root.Signer().Public(), root.Signer())
	stranger := certifyAs(t, "stranger", root.Signer().Public(), root.Signer(), nil)
	file, err := pkcs12.Modern.Encode(key.Signer(), above, []*x509.Certificate{stranger, leaf}, password)
	require.NoError(t, err)
	_, chain, err := keys.ParsePKCS12(file, password)
	require.NoError(t, err)
	require.Equal(t, []*x509.Certificate{leaf, above}, chain)
}

// Of several keys, the one is taken whose certificate is for seals; when that does
// not tell, the error names them.
func TestPKCS12WithSeveralKeys(t *testing.T) {
	statement, err := asn1.Marshal([]any{struct {
		ID    asn1.ObjectIdentifier
		Types []asn1.ObjectIdentifier
	}{asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}, []asn1.ObjectIdentifier{{0, 4, 0, 1862, 1, 6, 2}}}})
	require.NoError(t, err)
	seal := func(c *x509.Certificate) {
		c.KeyUsage = x509.KeyUsageDigitalSignature
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}, Value: statement}}
	}
	sign := func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature }
	encrypt := func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }
	for name, c := range map[string]struct {
		first, second func(*x509.Certificate)
		want          int // 0: an error
	}{
		"a seal and a signature":       {sign, seal, 2},
		"a signature and encryption":   {sign, encrypt, 1},
		"two signatures":               {sign, sign, 0},
		"two seals":                    {seal, seal, 0},
		"nothing that says what it is": {encrypt, encrypt, 0},
	} {
		var all []*keys.Private
		var leaves []*x509.Certificate
		for _, change := range []func(*x509.Certificate){c.first, c.second} {
			key, err := keys.Generate(keys.P256)
			require.NoError(t, err)
			all, leaves = append(all, key), append(leaves, certifyAs(t, "leaf", key.Signer().Public(), key.Signer(), change))
		}
		one, err := pkcs12.Modern.Encode(all[0].Signer(), leaves[0], leaves[1:], "")
		require.NoError(t, err)
		other, err := pkcs12.Modern.Encode(all[1].Signer(), leaves[1], nil, "")
		require.NoError(t, err)
		file := withKeyOf(t, one, other)
		found, err := keys.ReadPKCS12(file, "")
		require.NoError(t, err, name)
		require.Len(t, found, 2)
		got, _, err := keys.ParsePKCS12(file, "")
		if c.want == 0 {
			require.ErrorContains(t, err, "several keys", name)
			continue
		}
		require.NoError(t, err, name)
		requireSame(t, all[c.want-1], got)
	}
}

// withKeyOf puts the key of another file into one. Both have no password, so the
// result needs no code over its content.
func withKeyOf(t *testing.T, file, other []byte) []byte {
	t.Helper()
	type content struct {
		Type asn1.ObjectIdentifier
		Data asn1.RawValue // [0] EXPLICIT
	}
	type pfx struct {
		Version int
		Safe    content
		Mac     asn1.RawValue `asn1:"optional"`
	}
	unmarshal := func(der []byte, into any) {
		_, err := asn1.Unmarshal(der, into)
		require.NoError(t, err)
	}
	marshal := func(value any) asn1.RawValue {
		der, err := asn1.Marshal(value)
		require.NoError(t, err)
		return asn1.RawValue{FullBytes: der}
	}
	// The second part of each safe holds the key.
	read := func(file []byte) (outer pfx, parts []content, bags []asn1.RawValue) {
		var text []byte
		unmarshal(file, &outer)
		unmarshal(outer.Safe.Data.Bytes, &text)
		unmarshal(text, &parts)
		unmarshal(parts[1].Data.Bytes, &text)
		unmarshal(text, &bags)
		return outer, parts, bags
	}
	outer, parts, bags := read(file)
	_, _, more := read(other)
	explicit := func(value any) asn1.RawValue {
		return asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: marshal(value).FullBytes}
	}
	type written struct {
		Type asn1.ObjectIdentifier
		Data asn1.RawValue
	}
	keyPart := written{parts[1].Type, explicit(marshal(append(bags, more...)).FullBytes)}
	safe := marshal([]any{written(parts[0]), keyPart})
	return marshal(struct {
		Version int
		Safe    written
	}{outer.Version, written{outer.Safe.Type, explicit(safe.FullBytes)}}).FullBytes
}

// FuzzPKCS12 gives any bytes to the reader: nothing panics, and what is read has a
// key with its certificate.
func FuzzPKCS12(f *testing.F) {
	key, err := keys.Generate(keys.P256)
	require.NoError(f, err)
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Unix(2_000_000_000, 0)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Signer().Public(), key.Signer())
	require.NoError(f, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(f, err)
	for _, encoder := range []*pkcs12.Encoder{pkcs12.Modern, pkcs12.Modern2026, pkcs12.LegacyDES} {
		file, err := encoder.WithIterations(1).Encode(key.Signer(), leaf, nil, "")
		require.NoError(f, err)
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := keys.ReadPKCS12(data, "")
		require.Equal(t, err == nil, len(all) > 0)
		for _, one := range all {
			require.NotEmpty(t, one.Chain)
			require.NotNil(t, one.Key)
		}
	})
}
