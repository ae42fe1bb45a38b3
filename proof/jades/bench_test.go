package jades_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// payloadOf returns a payload of 111 KB: a published credential with pictures
// where the shared folder is there, otherwise one of the same size and make.
func payloadOf(tb testing.TB) []byte {
	tb.Helper()
	if testkit.HasShared() {
		src, err := os.ReadFile(testkit.Shared(tb, "data", "samples", "elm", "Sample-MC-Annex1-unsigned.jsonld"))
		require.NoError(tb, err)
		return src
	}
	var b bytes.Buffer
	b.WriteString(`{"@context":"https://www.w3.org/2018/credentials/v1","type":"VerifiableCredential","image":"`)
	b.WriteString(base64.StdEncoding.EncodeToString(make([]byte, 60_000)))
	b.WriteString(`","credentialSubject":[`)
	for i := range 300 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n  " + `{"id": "urn:example:1", "title": {"nb": "Ære være Å", "en": "Course"}}`)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// BenchmarkSeal verifies seals of 111 KB, without the rules for the payload. The
// limit is what nobody can leave out: one RSA verification, one SHA-256 of the input
// and one scan of the payload as JSON.
func BenchmarkSeal(b *testing.B) {
	payload, ca := payloadOf(b), testkit.NewCA()
	env := vc.Env{Clock: func() time.Time { return testkit.SealTime.Add(time.Hour) }}
	policy := lenient(trust.NewAnchors(ca.Root))
	for _, form := range []struct {
		name    string
		options testkit.SealOptions
	}{{"plain", testkit.SealOptions{}}, {"encoded", testkit.SealOptions{Encoded: true}}, {"compact", testkit.SealOptions{Compact: true}}} {
		file := testkit.Seal(payload, form.options)
		b.Run(form.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(payload)))
			for b.Loop() {
				require.Empty(b, faults(verifyFile(b, env, policy, file).Findings))
			}
		})
		opened, err := proof.Open(file, vc.Limits{})
		require.NoError(b, err)
		b.Run(form.name+"-opened", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				verifyOpened(b, env, policy, opened)
			}
		})
		b.Run(form.name+"-limit", func(b *testing.B) {
			limitOf(b, opened.Proofs()[0].Signature, payload)
		})
	}
}

func verifyFile(tb testing.TB, env vc.Env, policy proof.Policy, file []byte) proof.Evidence {
	opened, err := proof.Open(file, vc.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	return verifyOpened(tb, env, policy, opened)
}

func verifyOpened(tb testing.TB, env vc.Env, policy proof.Policy, file *proof.Secured) proof.Evidence {
	evidence, err := jades.Suites()[0].Verify(context.Background(), env, proof.Job{File: file, Proof: file.Proofs()[0], Policy: policy})
	if err != nil {
		tb.Fatal(err)
	}
	return evidence
}

func limitOf(b *testing.B, sig *proof.Signature, payload []byte) {
	input, key := sig.SigningInput(), testkit.NewCA().RSA.Key.Public().(*rsa.PublicKey)
	value, err := base64.RawURLEncoding.DecodeString(sig.Value)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		sum := sha256.Sum256(input)
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], value) != nil {
			b.Fatal("the signature is wrong")
		}
		if _, err := jsontree.Parse(payload, jsontree.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever the length of the payload, a seal that was opened is verified with as much
// memory: its payload is hashed where it stands.
func TestPayloadIsNotCopied(t *testing.T) {
	ca := testkit.NewCA()
	env := vc.Env{Clock: func() time.Time { return testkit.SealTime.Add(time.Hour) }}
	policy := lenient(trust.NewAnchors(ca.Root))
	file, err := proof.Open(testkit.Seal([]byte(`{"a":"`+string(bytes.Repeat([]byte("x"), 4<<20))+`"}`), testkit.SealOptions{}), vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, faults(verifyOpened(t, env, policy, file).Findings))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 4 {
		verifyOpened(t, env, policy, file)
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4<<20))
}
