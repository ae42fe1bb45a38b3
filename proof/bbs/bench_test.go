package bbs

import (
	"fmt"
	"testing"
)

// benchmarkInput returns a key, n messages, their signature and every sixth place.
func benchmarkInput(b *testing.B, n int) (*PrivateKey, [][]byte, []byte, []int) {
	key, err := GenerateKey()
	if err != nil {
		b.Fatal(err)
	}
	messages := make([][]byte, n)
	var places []int
	for i := range messages {
		messages[i] = fmt.Appendf(nil, "_:b%d <https://example.org/vocab#p> \"%d\" .\n", i, i)
		if i%6 == 0 {
			places = append(places, i)
		}
	}
	sig, err := key.SignMessages(nil, messages)
	if err != nil {
		b.Fatal(err)
	}
	return key, messages, sig, places
}

// 30 messages, of which 5 are disclosed, and longer lists.
var benchmarkSizes = []int{30, 100, 300, 1000, 3000}

func BenchmarkSign(b *testing.B) {
	for _, n := range benchmarkSizes {
		key, messages, _, _ := benchmarkInput(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := key.SignMessages(nil, messages); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, n := range benchmarkSizes {
		key, messages, sig, _ := benchmarkInput(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if err := key.public.Verify(sig, nil, messages); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkProofGen(b *testing.B) {
	for _, n := range benchmarkSizes {
		key, messages, sig, places := benchmarkInput(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := key.public.ProofGen(sig, nil, nil, messages, places); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkProofVerify(b *testing.B) {
	for _, n := range benchmarkSizes {
		key, messages, sig, places := benchmarkInput(b, n)
		proof, err := key.public.ProofGen(sig, nil, nil, messages, places)
		if err != nil {
			b.Fatal(err)
		}
		disclosed := make([][]byte, len(places))
		for i, place := range places {
			disclosed[i] = messages[place]
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if err := key.public.ProofVerify(proof, nil, nil, disclosed, places); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGenerators makes the generators that a first proof of 1,000 messages
// waits for.
func BenchmarkGenerators(b *testing.B) {
	for b.Loop() {
		c := newChain()
		for range 1_001 {
			c.next()
		}
	}
}
