package page

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/draw"
	"slices"
)

// ErrSize says that a picture would have more bytes than it may.
var ErrSize = errors.New("the picture is too big")

// PNG returns an opaque picture as PNG with 8 bits for each colour, which is all that a
// JPEG has, or [ErrSize] as soon as it has more than limit bytes. Each row is what it
// adds to the one above: on a page most of them are the same, and the standard encoder
// takes four times as long to try all filters on each.
func PNG(picture image.Image, limit int) ([]byte, error) {
	var w writer
	b, next, size, kind := picture.Bounds(), grays(picture), 1, byte(gray)
	if next == nil {
		next, size, kind = colours(picture), 3, colour
	}
	w.begin(b.Dx(), b.Dy(), 8, kind)
	row, above := make([]byte, size*b.Dx()), make([]byte, size*b.Dx()) // nothing is above the first
	for y := range b.Dy() {
		next(row, b.Min.Y+y)
		w.row(row, above)
		if row, above = above, row; w.out.Len() > limit {
			return nil, ErrSize
		}
	}
	out, err := w.end()
	if len(out) > limit {
		return nil, ErrSize
	}
	return out, err
}

// grays returns what writes a row of a picture without colours, nil for any other.
func grays(picture image.Image) func(row []byte, y int) {
	from, ok := picture.(*image.Gray)
	if !ok {
		return nil
	}
	return func(row []byte, y int) { copy(row, from.Pix[from.PixOffset(from.Rect.Min.X, y):]) }
}

// colours returns what writes a row of a picture.
func colours(picture image.Image) func(row []byte, y int) {
	b := picture.Bounds()
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	return func(row []byte, y int) {
		draw.Draw(strip, strip.Rect, picture, image.Pt(b.Min.X, y), draw.Src)
		for from := strip.Pix; len(from) >= 4 && len(row) >= 3; from, row = from[4:], row[3:] {
			row[0], row[1], row[2] = from[0], from[1], from[2]
		}
	}
}

// The colour types (PNG, third edition, section 11.2.1).
const (
	gray   = 0
	colour = 2
)

// writer writes one PNG (PNG, third edition, sections 5 and 10). Writing into memory
// does not fail, so that errors can wait until the end.
type writer struct {
	out   bytes.Buffer
	image *zlib.Writer
	line  []byte // the filter and the row
	err   error
	data  int // where the chunk with the picture begins
}

const signature = "\x89PNG\r\n\x1a\n"

func (w *writer) begin(width, height int, depth, kind byte) {
	w.out.WriteString(signature)
	head := binary.BigEndian.AppendUint32(nil, uint32(width))
	head = binary.BigEndian.AppendUint32(head, uint32(height))
	at := w.open("IHDR")
	w.out.Write(append(head, depth, kind, 0, 0, 0))
	w.close(at)
	w.data = w.open("IDAT")
	w.image, w.err = zlib.NewWriterLevel(&w.out, zlib.BestSpeed)
}

// row writes a row as what it adds to the one above (filter 2, section 9.2).
func (w *writer) row(row, above []byte) {
	w.line = slices.Grow(w.line[:0], 1+len(row))[:1+len(row)]
	w.line[0] = 2
	if added := w.line[1:]; bytes.Equal(row, above) {
		clear(added)
	} else {
		for i, v := range row {
			added[i] = v - above[i]
		}
	}
	if _, err := w.image.Write(w.line); err != nil {
		w.err = err
	}
}

func (w *writer) end() ([]byte, error) {
	if err := errors.Join(w.err, w.image.Close()); err != nil {
		return nil, err
	}
	w.close(w.data)
	w.close(w.open("IEND"))
	return w.out.Bytes(), nil
}

// open begins a chunk, whose length close enters.
func (w *writer) open(name string) (at int) {
	at = w.out.Len()
	w.out.WriteString("\x00\x00\x00\x00" + name)
	return at
}

func (w *writer) close(at int) {
	chunk := w.out.Bytes()[at:]
	binary.BigEndian.PutUint32(chunk, uint32(len(chunk)-8))
	w.out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk[4:])))
}
