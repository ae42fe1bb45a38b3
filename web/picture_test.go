package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func svg(inside string) string { return `<svg xmlns="http://www.w3.org/2000/svg">` + inside + `</svg>` }

// Only pictures that merely draw reach the page; their content decides, not their name.
func TestPictureType(t *testing.T) {
	var asPNG, asJPEG bytes.Buffer
	require.NoError(t, png.Encode(&asPNG, image.NewGray(image.Rect(0, 0, 3, 3))))
	require.NoError(t, jpeg.Encode(&asJPEG, image.NewGray(image.Rect(0, 0, 3, 3)), nil))
	require.Equal(t, "image/png", pictureType(asPNG.Bytes()))
	require.Equal(t, "image/jpeg", pictureType(asJPEG.Bytes()))
	for _, good := range []string{
		svg(`<path d="M0 0"/>`), `<?xml version="1.0"?>` + svg(`<g><use href="#a"/></g>`), svg(`<rect fill="url(#g)"/>`), svg(`<style>.a{fill:#fff}</style>`),
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0"><ob:credential verify="x"><![CDATA[{"a":"url(https://x.example)"}]]></ob:credential></svg>`,
		svg(`<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="#x"/></metadata>`),
		`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + svg(`<!-- a --><circle r="1"/>`),
	} {
		require.Equal(t, "image/svg+xml", pictureType([]byte(good)), good)
	}
	for _, bad := range []string{
		"", "GIF89a", "<html></html>", svg(`<script/>`), svg(`<SCRIPT/>`), svg(`<x:script xmlns:x="http://www.w3.org/2000/svg"/>`), svg(`<foreignObject/>`), svg(`<h:p xmlns:h="http://www.w3.org/1999/xhtml"/>`), svg(`<o:o xmlns:o="urn:x" onclick="x"/>`), svg(`<image href="https://x.example/"/>`),
		svg(`<a href="https://x.example/"/>`), svg(`<use href="https://x.example/a.svg#a"/>`), svg(`<use xlink:href="data:image/svg+xml,x"/>`), svg(`<rect onclick="x"/>`), svg(`<rect ONLOAD="x"/>`),
		svg(`<rect style="fill:url(https://x.example)"/>`), svg(`<rect fill="url( 'https://x.example' )"/>`), svg(`<style>@import "x"</style>`), svg(`<style>a{b:\75rl(x)}</style>`),
		svg(`<style>a{b:ur<!-- -->l(https://x.example)}</style>`), svg(`<style>a{b:ur<![CDATA[l(https://x.example)]]>}</style>`), svg(`<style>@imp<!-- -->ort "x"</style>`),
		svg(`<style><title/>a{b:url(https://x.example)}</style>`), svg(`<rect style="cursor:image-set('https://x.example' 1x)"/>`), svg(`<style>a{b:image-set("https://x.example" 1x)}</style>`),
		`<!DOCTYPE svg [<!ENTITY a "b">]>` + svg(`&a;`), `<?xml-stylesheet href="x"?>` + svg(``), svg(`<animate/>`), svg(`<set/>`), svg(`<metadata><script/></metadata>`),
		svg(strings.Repeat(`<use href="#a"/>`, 40)), svg(strings.Repeat(`<g>`, 200) + strings.Repeat(`</g>`, 200)), svg(strings.Repeat(`<g/>`, maxDrawn+1)), `<svg>`, `<svg><g></svg>`,
		strings.Repeat(" ", maxSVG) + svg(``),
	} {
		require.Empty(t, pictureType([]byte(bad)), "%.200s", bad)
	}
	require.Empty(t, pictureType(bomb(t, asPNG.Bytes())), "60,000 by 60,000 pixels would fill the memory of the reader")
}

// bomb returns a PNG that claims to be huge.
func bomb(t *testing.T, small []byte) []byte {
	t.Helper()
	out := bytes.Clone(small)
	binary.BigEndian.PutUint32(out[16:], 60_000)
	binary.BigEndian.PutUint32(out[20:], 60_000)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}
