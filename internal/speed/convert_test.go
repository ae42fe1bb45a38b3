package speed

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// conversion compares the conversion of a Europass credential, which was verified,
// with reading its JSON once. The picture of this sample is a JPEG, which a badge
// must not hold, so it is also measured with a picture that needs no conversion.
func (b *bench) conversion(t *testing.T) []row {
	w := workOf(t, "elm111k", "edc")
	scan, name := fastestScan(t, w.text)
	once := &way{name: "scan", do: func() error { return scan(w.text) }}
	plain, pictured := converting(t, w, onePixel(t)), converting(t, w, nil)
	n, each := rounds()
	race(t, n, each, plain, pictured, once)
	allocations, size := plain.memory(t)
	of := w.name + " to Open Badges 3.0"
	return []row{
		{of + " over one scan of its JSON by " + name, plain.over(once).String(), "30 / 10"},
		{of + ", allocations and KB", fmt.Sprintf("%.0f, %.0f", allocations, size/1024), ""},
		{of + ", and its picture from JPEG to PNG, over one scan", pictured.over(once).String(), ""},
	}
}

// converting returns the conversion of a sealed credential to a badge; picture: that
// of the badge, or nil for the picture of the credential.
func converting(t testing.TB, w work, picture *mc.Media) *way {
	t.Helper()
	s := newSealed(t, w.text)
	found, err := s.verifier.Verify(t.Context(), s.file)
	require.NoError(t, err)
	require.NoError(t, found.Err())
	options := mikromerit.ConvertOptions{Tool: mc.Tool{Name: "speed"}, At: now, EncodeOptions: mikromerit.EncodeOptions{Image: picture}}
	return &way{name: w.name + " convert", do: func() error {
		_, err := mikromerit.Convert(context.Background(), found, mikromerit.OpenBadge, options)
		return err
	}}
}

// onePixel returns a picture that costs nothing to read.
func onePixel(t testing.TB) *mc.Media {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))))
	return &mc.Media{Content: out.Bytes(), MediaType: "image/png"}
}
