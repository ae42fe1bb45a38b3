package jsontree

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// inText returns a text as the only value of an array, as a seal holds what was
// signed.
func inText(text []byte) string { return "[" + string(AppendString(nil, string(text))) + "]" }

func TestATextInsideATextIsReadLikeTheOracle(t *testing.T) {
	for _, text := range [][]byte{edc(40, 64), edc(40, 21_800), []byte(inText(edc(9, 64)))} {
		requireLikeOracle(t, []byte(inText(text)), Limits{Bytes: 1 << 24})
	}
}

// The memory for a text inside a text is kept when it is of the usual size, and got
// at once when it is large.
func TestATextInsideATextIsNotCopiedAgainAndAgain(t *testing.T) {
	read := func(s *scratch, text string) {
		p := parser{src: text, limits: Limits{}.withDefaults(), scratch: s}
		require.NotNil(t, p.run())
	}
	usual, kept := inText(edc(40, 21_800)), new(scratch)
	read(kept, usual)
	require.LessOrEqual(t, cap(kept.decoded), mostKeptText)
	require.LessOrEqual(t, cap(kept.stack), mostKeptNodes)

	large := inText(edc(9_000, 64))
	first := testing.AllocsPerRun(3, func() { read(new(scratch), usual[:40]+`"]`) })
	all := testing.AllocsPerRun(3, func() { read(new(scratch), large) })
	require.Less(t, all, first+24, "a large text takes few more steps than a small one")
}

func BenchmarkTextInText(b *testing.B) {
	for _, w := range works() {
		text := []byte(inText(w.text))
		b.Run(w.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(text, Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
