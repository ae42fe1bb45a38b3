package badge

import "testing"

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
