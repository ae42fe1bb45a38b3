package badge

import (
	"bytes"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// The pictures that are written as PNG are those that the decoder of JPEG gives, to the
// byte, and cost no allocation for each pixel.
func TestFrugalIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	encoded := func(m image.Image) []byte {
		var out bytes.Buffer
		require.NoError(t, png.Encode(&out, m))
		return out.Bytes()
	}
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422} {
		from := image.NewYCbCr(image.Rect(0, 0, 67, 131), ratio)
		for _, plane := range [][]byte{from.Y, from.Cb, from.Cr} {
			for i := range plane {
				plane[i] = byte(random.Uint32())
			}
		}
		require.True(t, bytes.Equal(encoded(from), encoded(frugal(from))))
		from = from.SubImage(image.Rect(3, 5, 40, 77)).(*image.YCbCr)
		require.True(t, bytes.Equal(encoded(from), encoded(frugal(from))))
		require.Less(t, testing.AllocsPerRun(5, func() { encoded(frugal(from)) }), 100.0)
	}
	grey := image.NewGray(image.Rect(0, 0, 2, 2))
	require.Equal(t, image.Image(grey), frugal(grey))
}
