package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sealedFile is the general serialisation as the standard library reads it.
type sealedFile struct {
	Payload    string
	Signatures []struct{ Protected, Signature string }
}

func readSeal(t *testing.T, file []byte) (parts SealParts, header map[string]any) {
	t.Helper()
	var f sealedFile
	require.NoError(t, json.Unmarshal(file, &f))
	require.Len(t, f.Signatures, 1)
	parts = SealParts{Payload: f.Payload, Protected: f.Signatures[0].Protected, Signature: f.Signatures[0].Signature}
	raw, err := base64.RawURLEncoding.DecodeString(parts.Protected)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(raw, &header))
	return parts, header
}

func TestSealRSA(t *testing.T) {
	const payload = "{\"å\": \"<\u2028\\\"\"}\n"
	file := Seal([]byte(payload), SealOptions{})
	require.Equal(t, file, Seal([]byte(payload), SealOptions{}), "the same bytes each time")
	require.True(t, strings.HasPrefix(string(file), `{"payload":"`), "Europass software looks for payload as the first member")
	parts, header := readSeal(t, file)
	require.Equal(t, payload, parts.Payload)
	require.Equal(t, "RS256", header["alg"])
	require.Equal(t, false, header["b64"])
	require.Equal(t, []any{"b64"}, header["crit"])
	require.Equal(t, float64(SealTime.Unix()), header["iat"])
	require.Len(t, header["x5c"], 2)
	digest := sha256.Sum256([]byte(parts.Protected + "." + payload))
	signature, err := base64.RawURLEncoding.DecodeString(parts.Signature)
	require.NoError(t, err)
	require.NoError(t, rsa.VerifyPKCS1v15(NewCA().RSA.Certificate.PublicKey.(*rsa.PublicKey), crypto.SHA256, digest[:], signature))
}

func TestSealEC(t *testing.T) {
	ca := NewCA()
	parts, header := readSeal(t, Seal([]byte("{}"), SealOptions{Sealer: ca.EC, SigT: true, Encoded: true, DigestO: true}))
	require.Equal(t, "e30", parts.Payload)
	require.Equal(t, "ES256", header["alg"])
	require.Equal(t, "2026-03-02T09:30:00Z", header["sigT"])
	require.Equal(t, []any{"sigT"}, header["crit"])
	require.NotContains(t, header, "b64")
	require.NotContains(t, header, "x5t#S256")
	require.Equal(t, "S512", header["x5t#o"].(map[string]any)["digAlg"])
	digest := sha256.Sum256([]byte(parts.Protected + ".e30"))
	raw, err := base64.RawURLEncoding.DecodeString(parts.Signature)
	require.NoError(t, err)
	require.Len(t, raw, 64)
	r, s := new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])
	require.True(t, ecdsa.Verify(ca.EC.Certificate.PublicKey.(*ecdsa.PublicKey), digest[:], r, s))
}

func TestSealOptions(t *testing.T) {
	file := Seal([]byte("{}"), SealOptions{
		Flattened: true,
		Unsigned:  `{"etsiU":[]}`,
		Header:    func(header []Member) []Member { return append(header, Member{"x", "1"}) },
		Forge:     func(p *SealParts) { p.Payload = "[]" },
	})
	var f map[string]any
	require.NoError(t, json.Unmarshal(file, &f))
	require.Equal(t, "[]", f["payload"])
	require.Contains(t, f, "protected")
	require.Contains(t, f, "signature")
	require.Contains(t, f["header"], "etsiU")
}
