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

// PNG draws a page.
func (p Page) PNG() ([]byte, error) {
	f, err := load()
	if err != nil {
		return nil, err
	}
	d := &drawing{fonts: f, img: image.NewGray(image.Rect(0, 0, width, height))}
	d.fill(d.img.Rect, paper)
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
	img   *image.Gray
	y     int // where the next line begins
	end   int // where there is no more room
	faces []*letters
}

// fill paints a part of the page.
func (d *drawing) fill(part image.Rectangle, with color.Gray) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := d.img.Pix[d.img.PixOffset(part.Min.X, y):d.img.PixOffset(part.Max.X, y)]
		for i := range row {
			row[i] = with.Y
		}
	}
}

// frame draws a line around the page.
func (d *drawing) frame() {
	const in = 28
	d.fill(image.Rect(in, in, width-in, in+2), faint)
	d.fill(image.Rect(in, height-in-2, width-in, height-in), faint)
	d.fill(image.Rect(in, in, in+2, height-in), faint)
	d.fill(image.Rect(width-in-2, in, width-in, height-in), faint)
}

// write draws a text in the middle, in at most so many lines.
func (d *drawing) write(s string, of *opentype.Font, size float64, ink color.Gray, most int) {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if s == "" {
		return
	}
	face, err := d.face(of, size)
	if err != nil || !covers(face, s) {
		return
	}
	metrics := face.Metrics()
	step := (metrics.Height * 5 / 4).Ceil()
	for _, line := range broken(face, s, min(most, (d.end-d.y)/step)) {
		at := fixed.P((width-font.MeasureString(face, line).Ceil())/2, d.y+metrics.Ascent.Ceil())
		d.line(face, line, at, ink)
		d.y += step
	}
}

// line draws a line that begins at a point.
func (d *drawing) line(face *letters, s string, at fixed.Point26_6, ink color.Gray) {
	before := rune(-1)
	for _, r := range s {
		if before >= 0 {
			at.X += face.Kern(before, r)
		}
		l := face.letter(r)
		d.stamp(l, image.Pt(at.X.Round(), at.Y.Round()), ink)
		at.X += l.advance
		before = r
	}
}

// stamp draws a letter over what is there, as [draw.DrawMask] does.
func (d *drawing) stamp(l *letter, at image.Point, ink color.Gray) {
	part := l.mask.Rect.Add(at).Intersect(d.img.Rect)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		mask := l.mask.Pix[l.mask.PixOffset(part.Min.X-at.X, y-at.Y):]
		row := d.img.Pix[d.img.PixOffset(part.Min.X, y):d.img.PixOffset(part.Max.X, y)]
		for i := range row {
			if a := uint32(mask[i]) * 0x101; a != 0 {
				row[i] = uint8((uint32(row[i])*0x101*(0xffff-a) + uint32(ink.Y)*0x101*a) / 0xffff >> 8)
			}
		}
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

// encode writes the picture with 16 grays: few, so that it is small.
func (d *drawing) encode() ([]byte, error) {
	var w writer
	w.begin(width, height, 4, gray)
	row, above := make([]byte, width/2), make([]byte, width/2)
	for y := range height {
		pix := d.img.Pix[y*width:]
		if y > 0 && bytes.Equal(pix[:width], d.img.Pix[(y-1)*width:y*width]) {
			w.row(above, above)
			continue
		}
		for i := range row {
			row[i] = level(pix[2*i])<<4 | level(pix[2*i+1])
		}
		w.row(row, above)
		row, above = above, row
	}
	return w.end()
}

// level returns the nearest of 16 grays.
func level(v uint8) uint8 { return uint8((int(v) + 8) / 17) }
