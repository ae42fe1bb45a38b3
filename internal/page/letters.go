package page

import (
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// letters are the letters of one typeface in one size, each drawn once for a page.
// With full hinting they stand on whole pixels, so that a letter looks the same
// wherever it stands.
type letters struct {
	font.Face
	of    *opentype.Font
	size  float64
	drawn map[rune]*letter
}

// letter is how a letter looks where it stands at the origin, and how wide it is.
type letter struct {
	mask    *image.Alpha
	advance fixed.Int26_6
}

// face returns the letters of a typeface in a size.
func (d *drawing) face(of *opentype.Font, size float64) (*letters, error) {
	for _, known := range d.faces {
		if known.of == of && known.size == size {
			return known, nil
		}
	}
	face, err := opentype.NewFace(of, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, err
	}
	made := &letters{Face: face, of: of, size: size, drawn: map[rune]*letter{}}
	d.faces = append(d.faces, made)
	return made, nil
}

func (l *letters) letter(r rune) *letter {
	if known := l.drawn[r]; known != nil {
		return known
	}
	made := &letter{mask: &image.Alpha{}}
	if part, mask, from, advance, ok := l.Glyph(fixed.Point26_6{}, r); ok {
		made.mask, made.advance = image.NewAlpha(part), advance
		shared := mask.(*image.Alpha) // of which the next letter is made
		for y := range part.Dy() {
			copy(made.mask.Pix[y*made.mask.Stride:][:part.Dx()], shared.Pix[shared.PixOffset(from.X, from.Y+y):])
		}
	}
	l.drawn[r] = made
	return made
}
