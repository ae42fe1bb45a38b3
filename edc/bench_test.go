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
