package bake_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The published images, and what is in them.
var samples = []struct {
	file     string
	kind     bake.Kind
	form     bake.Form
	standard bake.Standard
	place    string
}{
	{"ob3/simple-json.png", bake.PNG, bake.JSON, bake.OpenBadges3, "chunk 12 (iTXt) at offset 82643"},
	{"ob3/simple-jwt.png", bake.PNG, bake.JWT, bake.OpenBadges3, "chunk 12 (iTXt) at offset 82643"},
	{"ob3/simple-jwt_v1.png", bake.PNG, bake.JWT, bake.OpenBadges3, "chunk 12 (iTXt) at offset 82643"},
	{"ob3/simple-json.svg", bake.SVG, bake.JSON, bake.OpenBadges3, "line 4"},
	{"ob3/simple-jwt.svg", bake.SVG, bake.JWT, bake.OpenBadges3, "line 4"},
	{"ob3/simple-jwt_v1.svg", bake.SVG, bake.JWT, bake.OpenBadges3, "line 4"},
	{"ob2/simple-badge.png", bake.PNG, bake.JSON, bake.OpenBadges2, "chunk 2 (iTXt) at offset 33"},
}

func sample(tb testing.TB, file string) []byte {
	folder, name, _ := strings.Cut(file, "/")
	return testkit.ReadShared(tb, "data", "samples", folder, name)
}

func TestSamplesUnbake(t *testing.T) {
	for _, s := range samples {
		t.Run(s.file, func(t *testing.T) {
			image := sample(t, s.file)
			kind, ok := bake.Is(image)
			require.True(t, ok)
			require.Equal(t, s.kind, kind)
			p, err := bake.Unbake(image, bake.Limits{})
			require.NoError(t, err)
			require.Empty(t, p.Problems)
			require.Equal(t, s.form, p.Form)
			require.Equal(t, s.standard, p.Standard)
			require.Equal(t, s.kind, p.Kind)
			require.Equal(t, s.place, p.Place.String())
		})
	}
}

// The publisher's images hold the badge of simple.json with a proof of their
// own, so the two are compared without it.
func TestSamplesHoldTheBadgeBesideThem(t *testing.T) {
	want, err := jsontree.Parse(sample(t, "ob3/simple.json"), jsontree.Limits{})
	require.NoError(t, err)
	for _, file := range []string{"ob3/simple-json.png", "ob3/simple-json.svg"} {
		p, err := bake.Unbake(sample(t, file), bake.Limits{})
		require.NoError(t, err)
		got, err := jsontree.Parse(p.Data, jsontree.Limits{})
		require.NoError(t, err)
		require.True(t, got.Get("proof").Exists())
		requireJSON(t, want.Get("proof").Remove(), got.Get("proof").Remove())
	}
}

func TestSamplesWithoutBadge(t *testing.T) {
	for _, name := range []string{"beths-robot-badge.png", "robotics-badge.png"} {
		_, err := bake.Unbake(testkit.ReadShared(t, "data", "samples", "ob2", "assets", name), bake.Limits{})
		requireError(t, err, bake.CodeNone, "")
	}
}

// A PNG sample with its badge taken out and put in again is the same file,
// because Bake writes what the publisher wrote.
func TestSamplesBakeAgain(t *testing.T) {
	for _, s := range samples {
		t.Run(s.file, func(t *testing.T) {
			image := sample(t, s.file)
			p, err := bake.Unbake(image, bake.Limits{})
			require.NoError(t, err)
			if s.standard == bake.OpenBadges2 {
				_, err := bake.Bake(image, p.Data, bake.Limits{})
				requireError(t, err, bake.CodePayload, "")
				p.Data = []byte(jsonBadge)
			}
			baked, err := bake.Bake(image, p.Data, bake.Limits{})
			require.NoError(t, err)
			again, err := bake.Unbake(baked, bake.Limits{})
			require.NoError(t, err)
			require.Equal(t, string(p.Data), string(again.Data))
			require.Empty(t, again.Problems)
			if s.kind == bake.PNG {
				want, err := png.Decode(bytes.NewReader(image))
				require.NoError(t, err)
				got, err := png.Decode(bytes.NewReader(baked))
				require.NoError(t, err)
				require.Equal(t, want, got)
				if s.standard == bake.OpenBadges3 {
					require.True(t, bytes.Equal(image, baked))
				}
			}
		})
	}
}
