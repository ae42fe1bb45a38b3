package page

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// A page has the pixels that the general drawing of letters gives.
func TestPageIsThatOfTheGeneralDrawing(t *testing.T) {
	f, err := load()
	require.NoError(t, err)
	for _, s := range []string{"Åse Ølvér fjords AVATAR To. WAWA", "Ψηφιακές δεξιότητες", "Киберсигурност в ежедневието", "iIlL.,;…—«»"} {
		for _, of := range []*opentype.Font{f.regular, f.bold} {
			for _, size := range []float64{small, text, medium, large} {
				face, err := opentype.NewFace(of, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
				require.NoError(t, err)
				want := image.NewGray(image.Rect(0, 0, width, height))
				draw.Draw(want, want.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
				draw.Draw(want, image.Rect(40, 100, 400, 110), image.NewUniform(faint), image.Point{}, draw.Src)
				at := font.Drawer{Dst: want, Src: image.NewUniform(ink), Face: face, Dot: fixed.P(-3, 112)}
				at.DrawString(s)
				at.Dot = fixed.P(width-20, 200)
				at.DrawString(s)

				d := &drawing{fonts: f, img: image.NewGray(want.Rect)}
				d.fill(want.Rect, paper)
				d.fill(image.Rect(40, 100, 400, 110), faint)
				quick, err := d.face(of, size)
				require.NoError(t, err)
				d.line(quick, s, fixed.P(-3, 112), ink)
				d.line(quick, s, fixed.P(width-20, 200), ink)
				require.True(t, bytes.Equal(want.Pix, d.img.Pix), "%s %v", s, size)

				written, err := d.encode()
				require.NoError(t, err)
				back, err := png.Decode(bytes.NewReader(written))
				require.NoError(t, err)
				for y := range height {
					for x := range width {
						v := want.GrayAt(x, y).Y
						if w := (color.Gray{uint8((int(v) + 8) / 17 * 17)}); color.GrayModel.Convert(back.At(x, y)) != w {
							t.Fatal(x, y, w)
						}
					}
				}
			}
		}
	}
}
