package edc

import (
	"bytes"
	"context"
	"encoding/base64"
	"image/png"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func requireSafe(tb testing.TB, doc vc.Document) {
	tb.Helper()
	_, err := jsonld.Dataset(context.Background(), doc.Root(), jsonld.Options{})
	require.NoError(tb, err, "JSON-LD safe mode")
}

// expected is the model that reading a document yields: the one that was
// written but for what the document states for itself.
func expected(c *mc.Credential, opts EncodeOptions, back *mc.Credential) *mc.Credential {
	e := newEncoder(c, opts)
	return e.kept(back)
}

// The first law: with residue, reading gives back what was written.
func TestDecodeOfEncodeIsTheModel(t *testing.T) {
	for _, m := range models {
		t.Run(m.name, func(t *testing.T) {
			c := m.make(t)
			doc, report, err := Encode(c, m.opts)
			require.NoError(t, err)
			require.Empty(t, Check(doc))
			requireSafe(t, doc)
			require.Equal(t, m.make(t), c, "the model is not changed")

			back, _ := decoded(t, doc)
			require.Equal(t, asJSON(t, expected(c, m.opts, back)), asJSON(t, back))
			require.Equal(t, expected(c, m.opts, back), back)

			t.Log(report.Summary(), len(doc.String()))
			again, _, err := Encode(m.make(t), m.opts)
			require.NoError(t, err)
			require.Equal(t, doc.String(), again.String(), "encoding is deterministic")
		})
	}
}

// The second law: without residue, what does not come back is what the report
// says is dropped, and what it says is native does.
func TestReportIsTheDifference(t *testing.T) {
	for _, m := range models {
		t.Run(m.name, func(t *testing.T) {
			c, opts := m.make(t), m.opts
			opts.WithoutResidue = true
			doc, report, err := Encode(c, opts)
			require.NoError(t, err)
			require.Empty(t, Check(doc))
			requireSafe(t, doc)
			back, _, err := Decode(doc, DecodeOptions{})
			require.NoError(t, err)
			e := newEncoder(c, opts)
			require.NoError(t, e.prepare())
			_, err = e.document(nil)
			require.NoError(t, err)
			was, is := scalars(c), scalars(back)
			n := 0
			for _, l := range report.Leaves {
				if l.Added {
					continue
				}
				n++
				p := l.Canonical[0]
				q, somewhere := e.placeOf(p)
				switch l.Kind {
				case mc.KindExact, mc.KindTransformed:
					require.Equal(t, was[p], is[q], p)
					require.NotEmpty(t, l.Target)
				case mc.KindDropped, mc.KindEmbedded:
					require.False(t, somewhere && was[p] == is[q], "%s is there", p)
				default:
					require.Fail(t, string(l.Kind), p)
				}
				for _, target := range l.Target {
					require.True(t, doc.Lookup(target).Exists(), target)
				}
			}
			require.Len(t, mc.Paths(c), n)
			require.Equal(t, slices.Sorted(slices.Values(mc.Paths(c))), slices.Sorted(maps.Keys(was)))
		})
	}
}

func TestWhitePixel(t *testing.T) {
	raw, err := base64.StdEncoding.DecodeString(whitePixel)
	require.NoError(t, err)
	picture, err := png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	require.Equal(t, 1, picture.Bounds().Dx()*picture.Bounds().Dy())
}
