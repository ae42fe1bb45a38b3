// Package page draws the page that viewers of Europass credentials show: a plain
// certificate with a title, who earned it, who issued it and when.
//
// It draws Latin, Greek and Cyrillic letters. A text that has others is left out,
// since boxes in place of letters would say less than nothing.
package page

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Page is what a page says. Empty texts are left out.
type Page struct {
	Kind    string // what the document is, above the title: "Micro-credential"
	Title   string
	Learner string
	Issuer  string
	Lines   []string // further facts, each on lines of its own
	Foot    string   // small, at the bottom
}

// The size of a page in pixels: A4 in portrait at 75 to the inch.
const (
	width  = 620
	height = 877
	margin = 64
)

var (
	paper = color.Gray{0xff}
	ink   = color.Gray{0x22}
	faint = color.Gray{0x66}
)

// levels are the grays of a page: few, so that the picture is small.
var levels = func() color.Palette {
	var p color.Palette
	for i := range 16 {
		p = append(p, color.Gray{uint8(i * 17)})
	}
	return p
}()

// PNG draws a page.
func (p Page) PNG() ([]byte, error) {
	f, err := load()
	if err != nil {
		return nil, err
	}
	d := &drawing{fonts: f, img: image.NewGray(image.Rect(0, 0, width, height))}
	draw.Draw(d.img, d.img.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	d.frame()
	d.y, d.end = height-190, height-120
	d.write(p.Issuer, d.bold, text, ink, 3)
	d.y, d.end = height-110, height-40
	d.write(p.Foot, d.regular, small, faint, 3)
	d.y, d.end = 140, height-200
	d.write(p.Kind, d.regular, small, faint, 2)
	d.y += 14
	d.write(p.Title, d.bold, large, ink, 5)
	d.y += 34
	d.write(p.Learner, d.bold, medium, ink, 2)
	d.y += 34
	for _, line := range p.Lines {
		d.write(line, d.regular, text, ink, 3)
		d.y += 6
	}
	return d.encode()
}

// The sizes of letters in pixels.
const (
	small  = 12
	text   = 15
	medium = 22
	large  = 30
)

// fonts are the two typefaces, parsed once.
type fonts struct{ regular, bold *opentype.Font }

var load = sync.OnceValues(func() (fonts, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return fonts{}, err
	}
	bold, err := opentype.Parse(gobold.TTF)
	return fonts{regular, bold}, err
})

type drawing struct {
	fonts
	img *image.Gray
	y   int // where the next line begins
	end int // where there is no more room
}

// frame draws a line around the page.
func (d *drawing) frame() {
	line := func(x0, y0, x1, y1 int) {
		draw.Draw(d.img, image.Rect(x0, y0, x1, y1), image.NewUniform(faint), image.Point{}, draw.Src)
	}
	const in = 28
	line(in, in, width-in, in+2)
	line(in, height-in-2, width-in, height-in)
	line(in, in, in+2, height-in)
	line(width-in-2, in, width-in, height-in)
}

// write draws a text in the middle, in at most so many lines.
func (d *drawing) write(s string, of *opentype.Font, size float64, ink color.Gray, most int) {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	face, err := opentype.NewFace(of, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil || s == "" || !covers(face, s) {
		return
	}
	defer face.Close()
	step := (face.Metrics().Height * 5 / 4).Ceil()
	for _, line := range broken(face, s, min(most, (d.end-d.y)/step)) {
		at := font.Drawer{Dst: d.img, Src: image.NewUniform(ink), Face: face}
		at.Dot = fixed.P((width-at.MeasureString(line).Ceil())/2, d.y+face.Metrics().Ascent.Ceil())
		at.DrawString(line)
		d.y += step
	}
}

// covers reports whether a face has every letter of a text.
func covers(face font.Face, s string) bool {
	for _, r := range s {
		if _, ok := face.GlyphAdvance(r); !ok {
			return false
		}
	}
	return true
}

// maxRunes is how much of a text is looked at: more than fits.
const maxRunes = 600

// broken breaks a text into lines that fit. What does not fit into most lines ends
// with dots.
func broken(face font.Face, s string, most int) []string {
	cut := false
	if runes := []rune(s[:min(len(s), maxRunes*4)]); len(runes) > maxRunes || len(s) > maxRunes*4 {
		s, cut = string(runes[:min(len(runes), maxRunes)]), true
	}
	fits := func(line string) bool { return font.MeasureString(face, line).Ceil() <= width-2*margin }
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for !fits(word) { // break the word itself
			head := []rune(word)
			for len(head) > 1 && !fits(string(head)) {
				head = head[:len(head)-1]
			}
			if line != "" {
				lines = append(lines, line)
				line = ""
			}
			lines = append(lines, string(head))
			word = strings.TrimPrefix(word, string(head))
		}
		switch joined := strings.TrimSpace(line + " " + word); {
		case fits(joined):
			line = joined
		default:
			lines = append(lines, line)
			line = word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	if most = max(most, 0); len(lines) > most {
		lines, cut = lines[:most], true
	}
	if cut && len(lines) > 0 {
		last := []rune(lines[len(lines)-1])
		for len(last) > 0 && !fits(string(last)+"…") {
			last = last[:len(last)-1]
		}
		lines[len(lines)-1] = string(last) + "…"
	}
	return lines
}

// encode writes the picture with few grays.
func (d *drawing) encode() ([]byte, error) {
	out := image.NewPaletted(d.img.Bounds(), levels)
	for i, v := range d.img.Pix {
		out.Pix[i] = uint8((int(v) + 8) / 17)
	}
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, out)
	return b.Bytes(), err
}
