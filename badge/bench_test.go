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

func BenchmarkCheck(b *testing.B) {
	doc := good(b)
	b.ReportAllocs()
	for b.Loop() {
		Check(doc)
	}
}

func BenchmarkCheckStructure(b *testing.B) {
	doc := good(b)
	b.ReportAllocs()
	for b.Loop() {
		CheckStructure(doc.Root())
	}
}

func BenchmarkParseAndWrite(b *testing.B) {
	doc := good(b)
	b.ReportAllocs()
	for b.Loop() {
		c, err := ParseAchievementCredential(doc)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Document(); err != nil {
			b.Fatal(err)
		}
	}
}
