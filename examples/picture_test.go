package examples_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

// The size of the picture in the example credentials: a page of paper.
const (
	pageWidth  = 60
	pageHeight = 84
)

// page draws the picture of a certificate, page 1 or 2: the two ridges of
// Vestre Ås under a sun, and lines where the text would stand. The same few
// shapes make it compress to a few hundred bytes.
func page(number int) *image.Paletted {
	white, blue, far, near, sun := color.White, color.RGBA{0xd8, 0xe8, 0xf4, 0xff}, color.RGBA{0x5b, 0x8a, 0x72, 0xff}, color.RGBA{0x1f, 0x4d, 0x3a, 0xff}, color.RGBA{0xf2, 0xb1, 0x34, 0xff}
	img := image.NewPaletted(image.Rect(0, 0, pageWidth, pageHeight), color.Palette{white, blue, far, near, sun})
	for y := range pageHeight {
		for x := range pageWidth {
			img.SetColorIndex(x, y, colourAt(number, x, y))
		}
	}
	return img
}

// colourAt returns an index into the palette of page.
func colourAt(number, x, y int) uint8 {
	const sky = 40 // the picture is above, the text below
	switch dx, dy := x-44, y-12; {
	case y >= sky:
		if line := (y - sky) % 6; line == 4 && y < pageHeight-6*number && x > 6 && x < 54 {
			return 3
		}
		return 0
	case y >= 26+abs(x-18)/3:
		return 3
	case y >= 20+abs(x-40)/2:
		return 2
	case dx*dx+dy*dy < 30:
		return 4
	}
	return 1
}

func abs(n int) int { return max(n, -n) }

// encodePage returns the picture as a PNG file.
func encodePage(t testing.TB, number int) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	require.NoError(t, encoder.Encode(&out, page(number)))
	return out.Bytes()
}

// requirePage checks that a file is the picture. Pixels are compared, not
// bytes: another release of Go may compress them in another way.
func requirePage(t *testing.T, number int, file []byte) {
	t.Helper()
	require.Less(t, len(file), 600)
	got, err := png.Decode(bytes.NewReader(file))
	require.NoError(t, err)
	want := page(number)
	require.Equal(t, want.Bounds(), got.Bounds())
	for y := range pageHeight {
		for x := range pageWidth {
			require.Equal(t, color.RGBAModel.Convert(want.At(x, y)), color.RGBAModel.Convert(got.At(x, y)), "pixel %d, %d", x, y)
		}
	}
}
