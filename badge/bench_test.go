package badge

import (
	"testing"
)

func BenchmarkEncode(b *testing.B) {
	for _, v := range variants {
		c := v.sample(b)
		b.Run(v.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Encode(c, v.opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, v := range variants {
		doc, _, err := Encode(v.sample(b), v.opts)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(v.name, func(b *testing.B) {
			b.SetBytes(int64(len(doc.String())))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Decode(doc, DecodeOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
