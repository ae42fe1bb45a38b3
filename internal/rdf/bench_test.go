package rdf

import (
	"context"
	"fmt"
	"testing"
)

func BenchmarkCanonicalize(b *testing.B) {
	shapes := []struct {
		name  string
		graph func(int) *Dataset
		sizes []int
	}{
		{"named", namedGraph, []int{100, 1_000, 10_000, 100_000}},
		{"tree", treeGraph, []int{100, 1_000, 10_000, 100_000}},
		{"pairs", pairsGraph, []int{100, 1_000, 10_000, 100_000}},
		{"chain", chainGraph, []int{10, 100, 250, 500, 1_000, 2_000}},
	}
	for _, shape := range shapes {
		for _, size := range shape.sizes {
			b.Run(fmt.Sprintf("%s/%d", shape.name, size), func(b *testing.B) {
				ds := shape.graph(size)
				var c canonicalizer
				b.ReportAllocs()
				for b.Loop() {
					if _, err := c.canonicalize(context.Background(), ds, raised); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkRefuse measures how long it takes to refuse poisonous datasets by
// default.
func BenchmarkRefuse(b *testing.B) {
	for _, size := range []int{8, 10, 12, 16, 20, 40, 100} {
		b.Run(fmt.Sprintf("clique/%d", size), func(b *testing.B) {
			ds := cliqueGraph(size)
			for b.Loop() {
				if _, err := Canonicalize(context.Background(), ds, Options{}); err == nil {
					b.Fatal("not refused")
				}
			}
		})
	}
	b.Run("chain/1000", func(b *testing.B) {
		ds := chainGraph(1_000)
		for b.Loop() {
			if _, err := Canonicalize(context.Background(), ds, Options{}); err == nil {
				b.Fatal("not refused")
			}
		}
	})
}

func BenchmarkParseNQuads(b *testing.B) {
	for _, size := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("tree/%d", size), func(b *testing.B) {
			text, err := treeGraph(size).AppendNQuads(nil)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseNQuads(text, raised.Limits); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBadge canonicalizes as much as a badge of 4.5 KB holds, 128 quads and
// 11 blank nodes: in new working memory with the form put together, in working
// memory of before, and for the hash alone.
func BenchmarkBadge(b *testing.B) {
	ds := treeGraph(55)
	for i := range 73 {
		ds.Add(Quad{
			Subject:   NewIRI(fmt.Sprintf("https://college.example/achievements/%d", i/5)),
			Predicate: fmt.Sprintf("%sproperty%d", ex, i%5),
			Object:    NewLiteral(fmt.Sprintf("value number %d", i), ""),
		})
	}
	for _, bench := range []struct {
		name string
		run  func() (*Canonical, error)
	}{
		{"new", func() (*Canonical, error) {
			c, err := new(canonicalizer).canonicalize(context.Background(), ds, Options{})
			c.Sum()
			return c, err
		}},
		{"shared", func() (*Canonical, error) {
			c, err := Canonicalize(context.Background(), ds, Options{})
			c.Sum()
			return c, err
		}},
		{"sum", func() (*Canonical, error) { return Canonicalize(context.Background(), ds, Options{SumOnly: true}) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bench.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRecall canonicalizes chains with what is remembered of searches, and
// without.
func BenchmarkRecall(b *testing.B) {
	for _, size := range []int{100, 400, 1_000} {
		for _, off := range []bool{true, false} {
			b.Run(fmt.Sprintf("chain/%d/off=%v", size, off), func(b *testing.B) {
				ds := chainGraph(size)
				var c canonicalizer
				c.degree.recall.off = off
				for b.Loop() {
					if _, err := c.canonicalize(context.Background(), ds, raised); err != nil {
						b.Fatal(err)
					}
				}

			})
		}
	}
}
