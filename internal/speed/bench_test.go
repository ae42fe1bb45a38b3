package speed

import (
	"testing"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// The benchmarks do what the table does, for benchstat:
//
//	go test ./internal/speed -run '^$' -bench . -cpu 1 -count 10 >old.txt

func run(b *testing.B, name string, size int, w *way) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(size))
		for b.Loop() {
			if err := w.do(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkIssue(b *testing.B) { benchmark(b, (*bench).issuing) }

func BenchmarkVerify(b *testing.B) { benchmark(b, (*bench).verifying) }

func benchmark(b *testing.B, job func(*bench, testing.TB, work) ways) {
	shared := newBench(b)
	for _, w := range works(b) {
		ways := job(shared, b, w)
		run(b, w.name, len(w.text), ways.whole)
		run(b, w.name+"/proof", len(w.text), ways.proof)
		run(b, w.name+"/json-gold", len(w.text), ways.gold)
		run(b, w.name+"/limit", len(w.text), ways.limit)
	}
}

func BenchmarkSeal(b *testing.B) {
	w := workOf(b, "elm111k", "edc")
	whole, alone := newSealed(b, w.text).verify(b)
	run(b, w.name, len(w.text), whole)
	run(b, w.name+"/proof", len(w.text), alone)
}

func BenchmarkToken(b *testing.B) {
	shared, w := newBench(b), workOf(b, "ob4k", "badge")
	for _, kind := range []keys.Type{keys.P256, keys.Ed25519} {
		whole, alone := shared.newToken(b, kind, w.text).verify(b)
		run(b, w.name+"/"+string(kind), len(w.text), whole)
		run(b, w.name+"/"+string(kind)+"/proof", len(w.text), alone)
	}
}

func BenchmarkConvert(b *testing.B) {
	w := workOf(b, "elm111k", "edc")
	run(b, w.name, len(w.text), converting(b, w))
}

func BenchmarkCanonicalise(b *testing.B) {
	for _, d := range datasets {
		for _, size := range []int{10_000, 100_000} {
			w := canonicalising(b, d.write, size)
			run(b, d.name+"/"+map[int]string{10_000: "10k", 100_000: "100k"}[size], size, w)
		}
	}
}
