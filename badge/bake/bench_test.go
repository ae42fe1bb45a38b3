package bake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
)

func Benchmark(b *testing.B) {
	path := `<path d="M143.4,689.6c0,0,3.3-89-16.6-196.2C87.5,598.1,7.1,657.7,10.1,696.7C69.1,739.3" fill="#fff"/>` + "\n"
	for name, plain := range map[string][]byte{
		"PNG": encoded(b, drawn(256)),
		"SVG": []byte("<svg" + xmlnsSVG + ">\n" + strings.Repeat(path, 1000) + "</svg>"),
	} {
		baked, err := bake.Bake(plain, []byte(jsonBadge), bake.Limits{})
		require.NoError(b, err)
		b.Run("Bake"+name, func(b *testing.B) {
			b.SetBytes(int64(len(plain)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = bake.Bake(plain, []byte(jsonBadge), bake.Limits{})
			}
		})
		b.Run("Unbake"+name, func(b *testing.B) {
			b.SetBytes(int64(len(baked)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = bake.Unbake(baked, bake.Limits{})
			}
		})
	}
}
