package ob3

import "testing"

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
		checkStructure(doc.Root())
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
