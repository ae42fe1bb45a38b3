package jose_test

import (
	"context"
	"crypto"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// bigBadge returns a badge of 4.5 KB.
func bigBadge(issuer string) vc.Document {
	var alignments []string
	for i := range 16 {
		alignments = append(alignments, fmt.Sprintf(`{"type": ["Alignment"], "targetCode": "%d", "targetName": "Ferdighet nummer %d av mange", "targetType": "ESCO:Skill", "targetUrl": "http://data.europa.eu/esco/skill/%032d"}`, i, i, i))
	}
	return edit(badge(issuer), "/credentialSubject/achievement/alignment", "["+strings.Join(alignments, ",\n")+"]")
}

// BenchmarkToken verifies a badge of 4.5 KB as a VC-JWT: the file is opened, the key
// found and the claims compared. The limit is what nobody can leave out: the
// verification with its hash, and one scan of the payload as JSON.
func BenchmarkToken(b *testing.B) {
	for _, by := range []struct {
		name   string
		signer signer
	}{{"ES256", didKey(p256Key)}, {"ES256-jwk", didJWK(p256Key)}, {"EdDSA", didKey(ed25519Key)}, {"RS256", didJWK(rsaKey)}} {
		doc := bigBadge(by.signer.id)
		file := sign(b, doc, jose.VCJWT, by.signer, jose.Options{})
		b.Run(by.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(doc.String())))
			for b.Loop() {
				verifyToken(b, file.Bytes())
			}
		})
		b.Run(by.name+"-limit", func(b *testing.B) { limitOf(b, by.signer.key.Signer.Public(), file) })
		b.Run(by.name+"-sign", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sign(b, doc, jose.VCJWT, by.signer, jose.Options{})
			}
		})
	}
}

func verifyToken(tb testing.TB, src []byte) {
	file, err := proof.Open(src, vc.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	e, err := jose.Suites()[0].Verify(context.Background(), env(), proof.Job{File: file, Proof: file.Proofs()[0], Policy: anyone()})
	if err != nil || vc.VerdictOf(e.Findings) != vc.Valid {
		tb.Fatal(err, e.Findings)
	}
}

func limitOf(b *testing.B, key crypto.PublicKey, file *proof.Secured) {
	sig := file.Proofs()[0].Signature
	alg, _ := jws.Default(key)
	input, value := sig.SigningInput(), must(jws.Decode(sig.Value))
	payload := must(sig.PayloadBytes())
	b.ReportAllocs()
	for b.Loop() {
		if !alg.Verify(key, input, value) {
			b.Fatal("the signature is wrong")
		}
		if _, err := jsontree.Parse(payload, jsontree.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSelective opens, verifies and discloses SD-JWTs of which every element of
// an array is hidden: each step should take ten times as long for ten times as many.
func BenchmarkSelective(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		file, pointers := manyHidden(b, n)
		b.Run(fmt.Sprintf("%d/verify", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				verifyToken(b, file.Bytes())
			}
		})
		b.Run(fmt.Sprintf("%d/disclose", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := jose.Disclose(file, vc.Limits{}, pointers...)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("%d/sign", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				manyHidden(b, n)
			}
		})
	}
}

// manyHidden returns an SD-JWT with n hidden elements, and the pointers to half of them.
func manyHidden(tb testing.TB, n int) (*proof.Secured, []string) {
	raw, all := make([]string, n), make([]string, n)
	for i := range n {
		raw[i] = fmt.Sprintf(`{"type": ["Result"], "value": "%d"}`, i)
		all[i] = fmt.Sprintf("/credentialSubject/result/%d", i)
	}
	doc := edit(badge(issuer.id), "/credentialSubject/result", "["+strings.Join(raw, ",")+"]")
	return sign(tb, doc, jose.VCSDJWT, issuer, jose.Options{Disclosable: all}), all[:n/2]
}
