package edc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

func BenchmarkDecode(b *testing.B) {
	documents := []struct {
		name string
		read func(b *testing.B) []byte
	}{
		{"own", func(*testing.B) []byte { return []byte(ownCredential) }},
		{"annex-i-sample", func(b *testing.B) []byte {
			return testkit.ReadShared(b, "data", "samples", "elm", "Sample-MC-Annex1-unsigned.jsonld")
		}},
	}
	for _, document := range documents {
		b.Run(document.name, func(b *testing.B) {
			doc, err := vc.ParseDocument(document.read(b), vc.Limits{})
			require.NoError(b, err)
			b.ReportAllocs()
			b.SetBytes(int64(len(doc.String())))
			for b.Loop() {
				if _, _, err := Decode(doc, DecodeOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	doc, err := vc.ParseDocument(testkit.ReadShared(b, "data", "samples", "elm", "Sample-MC-Annex1-unsigned.jsonld"), vc.Limits{})
	require.NoError(b, err)
	b.ReportAllocs()
	b.SetBytes(int64(len(doc.String())))
	for b.Loop() {
		if len(Check(doc)) > 0 {
			b.Fatal("the sample conforms")
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, m := range models[:5] {
		b.Run(m.name, func(b *testing.B) {
			c := m.make(b)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Encode(c, m.opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
