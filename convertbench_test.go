package mikromerit_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// conversions are documents and what they are converted to, from the smallest to the
// largest.
var conversions = []struct {
	name, to string
	read     func(tb testing.TB) []byte
}{
	{"own-edc", mikromerit.OpenBadge, func(tb testing.TB) []byte { return ownFile(tb, "vestre-aas-micro-credential.payload.json") }},
	{"own-badge", mikromerit.Europass, func(tb testing.TB) []byte { return ownFile(tb, "vestre-aas-badge.json") }},
	{"edc-24k", mikromerit.OpenBadge, func(tb testing.TB) []byte { return shortened(tb, annexSample(tb)) }},
	{"edc-111k", mikromerit.OpenBadge, annexSample},
	{"ob3-spec", mikromerit.Europass, func(tb testing.TB) []byte {
		return testkit.ReadShared(tb, "data/samples/ob3-spec/Complete_OpenBadgeCredential.json")
	}},
}

func ownFile(tb testing.TB, name string) []byte {
	src, err := os.ReadFile("examples/data/" + name)
	require.NoError(tb, err)
	return src
}

// annexSample is the sample of the Commission with all elements of Annex I, most of it
// images.
func annexSample(tb testing.TB) []byte {
	return testkit.ReadShared(tb, "data/samples/elm/Sample-MC-Annex1-unsigned.jsonld")
}

// shortened cuts the files in a document to a few bytes.
func shortened(tb testing.TB, src []byte) []byte {
	root, err := jsontree.Parse(src, jsontree.Limits{})
	require.NoError(tb, err)
	var out []byte
	last := 0
	var walk func(v jsontree.Value)
	walk = func(v jsontree.Value) {
		if raw := v.Raw(); v.Kind() == jsontree.String && len(raw) > 1000 {
			out = append(append(append(out, src[last:v.Offset()]...), raw[:65]...), '"')
			last = v.Offset() + len(raw)
		}
		for i := range v.Len() {
			walk(v.At(i))
		}
	}
	walk(root)
	return append(out, src[last:]...)
}

// BenchmarkConvert measures conversions of what was verified before. "scan" is the
// ruler: reading the JSON of the source once.
func BenchmarkConvert(b *testing.B) {
	for _, c := range conversions {
		b.Run(c.name, func(b *testing.B) {
			src := c.read(b)
			b.Run("scan", func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					if _, err := jsontree.Parse(src, jsontree.Limits{}); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("convert", func(b *testing.B) {
				found, o := verified(b, src, false), nativeOptions()
				o.WithoutResidue = false
				b.ReportAllocs()
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					if _, err := mikromerit.Convert(b.Context(), found, c.to, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
