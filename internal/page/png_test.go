package page

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// noisy are pictures of every kind that the decoder of JPEG gives, and parts of them.
func noisy() []image.Image {
	random := rand.New(rand.NewPCG(1, 2))
	fill := func(planes ...[]byte) {
		for _, plane := range planes {
			for i := range plane {
				plane[i] = byte(random.Uint32())
			}
		}
	}
	size, part := image.Rect(0, 0, 67, 131), image.Rect(3, 5, 40, 77)
	var out []image.Image
	for _, ratio := range []image.YCbCrSubsampleRatio{image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420, image.YCbCrSubsampleRatio422} {
		m := image.NewYCbCr(size, ratio)
		fill(m.Y, m.Cb, m.Cr)
		out = append(out, m, m.SubImage(part))
	}
	g, k := image.NewGray(size), image.NewCMYK(size)
	fill(g.Pix, k.Pix)
	return append(out, g, g.SubImage(part), k, k.SubImage(part))
}

// A picture is written with the colours that it has, to the bit.
func TestPNGHasTheSameColours(t *testing.T) {
	for _, m := range noisy() {
		text, err := PNG(m, math.MaxInt)
		require.NoError(t, err)
		back, err := png.Decode(bytes.NewReader(text))
		require.NoError(t, err)
		b := m.Bounds()
		require.Equal(t, b.Size(), back.Bounds().Size())
		for y := range b.Dy() {
			for x := range b.Dx() {
				want := color.RGBAModel.Convert(m.At(b.Min.X+x, b.Min.Y+y))
				require.Equal(t, want, color.RGBAModel.Convert(back.At(x, y)), "%T %d %d", m, x, y)
			}
		}
	}
}

// A picture that would be too big is not written to its end, and one that just fits is.
func TestPNGKeepsToItsLimit(t *testing.T) {
	for _, m := range noisy() {
		text, err := PNG(m, math.MaxInt)
		require.NoError(t, err)
		same, err := PNG(m, len(text))
		require.NoError(t, err)
		require.Equal(t, text, same)
		_, err = PNG(m, len(text)-1)
		require.ErrorIs(t, err, ErrSize)
		_, err = PNG(m, 1000)
		require.ErrorIs(t, err, ErrSize)
	}
}

// No pixel costs an allocation.
func TestPNGAllocations(t *testing.T) {
	for _, m := range noisy() {
		require.Less(t, testing.AllocsPerRun(5, func() { _, _ = PNG(m, math.MaxInt) }), 60.0, "%T", m)
	}
}
