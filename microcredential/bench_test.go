package microcredential

import "testing"

func BenchmarkPaths(b *testing.B) {
	c := whole()
	b.ReportAllocs()
	for b.Loop() {
		Paths(c)
	}
}

func BenchmarkAnnexI(b *testing.B) {
	c := whole()
	b.ReportAllocs()
	for b.Loop() {
		AnnexI(c)
	}
}
