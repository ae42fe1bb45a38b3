package bake_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
)

// requireLaws holds any bytes against what must be true of every image.
func requireLaws(t *testing.T, image []byte) {
	before := bytes.Clone(image)
	limits := bake.Limits{Image: 1 << 20, Payload: 1 << 16}
	found, err := bake.Unbake(image, limits)
	if err == nil {
		require.LessOrEqual(t, len(found.Data), 1<<16)
		require.NotZero(t, found.Form)
		require.Positive(t, found.Place.Offset)
	}
	baked, bakeErr := bake.Bake(image, []byte(jsonBadge), limits)
	require.Equal(t, before, image)
	if bakeErr != nil {
		require.Error(t, err) // what cannot be baked cannot be read either
		return
	}
	kind, ok := bake.Is(baked)
	require.True(t, ok)
	again, err := bake.Unbake(baked, bake.Limits{Image: 2 << 20})
	require.NoError(t, err)
	require.Equal(t, jsonBadge, string(again.Data))
	require.Equal(t, kind, again.Kind)
	require.Empty(t, again.Problems)
	twice, err := bake.Bake(baked, []byte(jsonBadge), bake.Limits{Image: 2 << 20})
	require.NoError(t, err)
	require.Equal(t, baked, twice)
}

func FuzzPNG(f *testing.F) {
	s := small(f)
	badges := []string{"", piece("iTXt", itxt+jsonBadge2), piece("tEXt", "openbadges\x00http://a.example/"),
		piece("zTXt", "clrcredential\x00\x00"+deflated(jsonCLR)), piece("iTXt", "openbadges\x00\x01\x00a\x00b\x00"+deflated(jwt(jsonOB2)))}
	for _, b := range badges {
		f.Add(assemble(s.head, b, s.data1, s.data2, s.end)[len(signature):])
		f.Add(assemble(s.head, s.data1, b, s.data2, b, s.end)[len(signature):])
		f.Add(assemble(s.head, s.data1, s.data2, s.end, b)[len(signature):])
	}
	f.Fuzz(func(t *testing.T, chunks []byte) {
		requireLaws(t, append([]byte(signature), repaired(chunks)...))
	})
}

// repaired sets the checksums right, which no fuzzer finds, for as far as the
// lengths make sense.
func repaired(chunks []byte) []byte {
	var out []byte
	for len(chunks) >= 12 {
		n := int(chunks[2])<<8 | int(chunks[3])
		if chunks[0]|chunks[1] != 0 || n > len(chunks)-12 {
			break
		}
		out = append(out, piece(string(chunks[4:8]), string(chunks[8:8+n]))...)
		chunks = chunks[12+n:]
	}
	return append(out, chunks...)
}

func FuzzSVG(f *testing.F) {
	for _, seed := range []string{
		`<svg/>`,
		"\ufeff<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE svg SYSTEM \"a\"><!-- a --><s:svg xmlns:s='http://www.w3.org/2000/svg'\n/>",
		`<svg` + xmlnsSVG + xmlnsOB + `><openbadges:credential verify="` + jwt(jsonBadge2) + `"/>&lt;</svg>`,
		`<svg` + xmlnsSVG + xmlnsOB2 + `><openbadges:assertion verify="http://a.example/"><![CDATA[` + jsonOB2 + `]]></openbadges:assertion></svg>`,
		`<svg><a:credential` + ` xmlns:a="https://purl.imsglobal.org/clr/v2p0">{&quot;]]]]><![CDATA[></a:credential></svg>`,
		`<svg><g a="1">` + elementJSON + `</g>` + elementJSON + `</svg>`,
		"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, image []byte) { requireLaws(t, image) })
}
