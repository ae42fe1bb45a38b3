package page

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var sample = Page{
	Kind: "Micro-credential", Title: "Informasjonssikkerhet i hverdagen", Learner: "Inga Elle Fjellbekk",
	Issuer: "Vestre Ås høgskole", Lines: []string{"2.5 ECTS", "EQF 5", "27 February 2026"}, Foot: "Diehtosihkarvuohta árgabeaivvis · Čáhppes · Ŋuolga",
}

func drawn(t *testing.T, p Page) image.Image {
	t.Helper()
	text, err := p.PNG()
	require.NoError(t, err)
	require.Less(t, len(text), 60_000, "a page stays small enough to stand in a credential")
	img, err := png.Decode(bytes.NewReader(text))
	require.NoError(t, err)
	if dir := os.Getenv("PAGE_DIR"); dir != "" {
		require.NoError(t, os.WriteFile(dir+"/"+strings.ReplaceAll(t.Name(), "/", "_")+".png", text, 0o600))
	}
	return img
}

// dark counts the pixels inside the frame that have ink.
func dark(img image.Image) (n int) {
	for y := 40; y < height-40; y++ {
		for x := 40; x < width-40; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return n
}

// Every text that a page has is drawn on it, and the same page gives the same
// picture.
func TestPage(t *testing.T) {
	all := dark(drawn(t, sample))
	for name, without := range map[string]func(p *Page){
		"kind": func(p *Page) { p.Kind = "" }, "title": func(p *Page) { p.Title = "" }, "learner": func(p *Page) { p.Learner = "" },
		"issuer": func(p *Page) { p.Issuer = "" }, "lines": func(p *Page) { p.Lines = nil },
	} {
		p := sample
		without(&p)
		require.Less(t, dark(drawn(t, p)), all, name)
	}
	one, err := sample.PNG()
	require.NoError(t, err)
	two, err := sample.PNG()
	require.NoError(t, err)
	require.Equal(t, one, two)
}

// Long texts are broken and cut, letters without a shape are not drawn as boxes, and
// nothing is ever drawn over the frame.
func TestPageOfOddTexts(t *testing.T) {
	empty := dark(drawn(t, Page{}))
	require.Zero(t, empty)
	require.Zero(t, dark(drawn(t, Page{Title: "微证书"})), "no letters of ours")
	for name, title := range map[string]string{
		"long": strings.Repeat("Grundläggande informationssäkerhet ", 40_000), "word": strings.Repeat("ö", 100_000),
		"lines": "a\nb\tc\r\n\x00d", "greek": "Μικροδιαπιστευτήριο", "cyrillic": "Микроквалификация", "invalid": "a\xffb",
	} {
		t.Run(name, func(t *testing.T) {
			img := drawn(t, Page{Kind: title, Title: title, Learner: title, Issuer: title, Lines: []string{title, title}, Foot: title})
			for y := range height {
				r, _, _, _ := img.At(31, y).RGBA()
				require.True(t, r == 0xffff || y < 31 || y >= height-31, "over the frame at %d", y)
			}
			for x := 40; x < width-40; x++ {
				r, _, _, _ := img.At(x, height-32).RGBA()
				require.EqualValues(t, 0xffff, r, "over the frame at %d", x)
			}
		})
	}
}

func BenchmarkPage(b *testing.B) {
	for b.Loop() {
		if _, err := sample.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
