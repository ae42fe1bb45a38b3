package bake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func TestPayloadsThatAreNotBaked(t *testing.T) {
	image := []byte(`<svg/>`)
	for name, payload := range map[string]string{
		"empty":                  "",
		"an address":             "https://norraby.example/a/1",
		"an array":               "[" + jsonBadge + "]",
		"not JSON":               `{"type":}`,
		"two documents":          jsonBadge + jsonBadge,
		"a member twice":         `{"type":"VerifiableCredential","type":"VerifiableCredential"}`,
		"not UTF-8":              "{\"type\":\"VerifiableCredential\",\"a\":\"\xe5\"}",
		"byte order mark":        "\ufeff" + jsonBadge,
		"no type":                `{"name":"a"}`,
		"type in the wrong form": `{"type":{"VerifiableCredential":1}}`,
		"Open Badges 2":          jsonOB2,
		"JWS of Open Badges 2":   jwt(jsonOB2),
		"JWT of no badge":        jwt(`{"sub":"a"}`),
		"JWT of no JSON":         jwt("text"),
		"JWT with padding":       jwt(jsonBadge) + "=",
		"JWT with line break":    strings.Replace(jwt(jsonBadge), ".", ".\n", 1),
		"JWT of two segments":    jwt(jsonBadge)[:60],
		"JWT of four segments":   jwt(jsonBadge) + ".a",
		"JWT without header":     jwt(jsonBadge)[strings.Index(jwt(jsonBadge), "."):],
		"SD-JWT":                 jwt(jsonBadge) + "~",
		"not an XML character":   strings.Replace(jsonBadge, "Å", "\uffff", 1),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bake.Bake(image, []byte(payload), bake.Limits{})
			requireError(t, err, bake.CodePayload, "")
		})
	}
	_, err := bake.Bake(image, []byte(`{"a":1,"a":2}`), bake.Limits{})
	var cause *jsontree.Error
	require.ErrorAs(t, err, &cause)
	require.Equal(t, jsontree.CodeDuplicate, cause.Code)
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bake.Kind{
		signature: bake.PNG,
		"\n<!-- a --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg a='>'": 0,
		"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg a='>'>":            bake.SVG,
		"<?xml version='1.0' encoding='ISO-8859-1'?><svg>":         bake.SVG,
		`<a:svg xmlns:a="http://www.w3.org/2000/svg">`:             bake.SVG,
		`<a:svg xmlns:a="https://elsewhere.example/">`:             0,
		`text<svg>`:                0,
		`<?a?>text<svg>`:           0,
		"<html><svg/></html>":      0,
		"":                         0,
		jsonBadge:                  0,
		"\x89PNG\n":                0,
		"GIF89a<svg>":              0,
		"<!-- never closed <svg/>": 0,
	} {
		kind, ok := bake.Is([]byte(text))
		require.Equal(t, want, kind, "%q", text)
		require.Equal(t, want != 0, ok, "%q", text)
	}
}

func TestNames(t *testing.T) {
	require.Equal(t, "PNG SVG no image", bake.PNG.String()+" "+bake.SVG.String()+" "+bake.Kind(0).String())
	require.Equal(t, "JSON JWT URL unknown", bake.JSON.String()+" "+bake.JWT.String()+" "+bake.URL.String()+" "+bake.Form(0).String())
	require.Equal(t, "CLR 2.0 unknown unknown", bake.CLR2.String()+" "+bake.Standard(0).String()+" "+bake.Standard(9).String())
}

func TestRulesAreWellFormed(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range bake.Rules() {
		require.False(t, seen[r.Code])
		seen[r.Code] = true
		require.True(t, strings.HasPrefix(r.Code, "BAKE-"))
		require.True(t, strings.HasPrefix(r.Spec, "https://"))
		require.True(t, strings.HasSuffix(r.Text, "."))
		require.Contains(t, []vc.Level{vc.Must, vc.Should}, r.Level)
	}
}

// A token that is not quite one comes out as it is, so that whoever opens it can
// say what is wrong with it; it is not baked.
func TestTokensThatAreNotQuite(t *testing.T) {
	whole := jwt(jsonBadge)
	header, rest, _ := strings.Cut(whole, ".")
	for _, token := range []string{whole + "==", header + "=." + rest, whole[:strings.LastIndexByte(whole, '.')], whole[:40] + "\n" + whole[40:], whole + "~"} {
		image := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0">` + token + `</o:credential></svg>`)
		p, err := bake.Unbake(image, bake.Limits{})
		require.NoError(t, err, token)
		require.Equal(t, bake.JWT, p.Form)
		require.Equal(t, token, string(p.Data))
		_, err = bake.Bake([]byte("<svg/>"), []byte(token), bake.Limits{})
		requireError(t, err, bake.CodePayload, "")
		require.ErrorContains(t, err, "three parts of base64url without padding")
	}
}

// A baked address is that of an assertion of Open Badges 1; it comes out
// whatever white space is around it, and a text chunk is what that edition asks
// for.
func TestBakedAddress(t *testing.T) {
	const address = "https://norraby.example/a/1?x=%20"
	s := small(t)
	for _, image := range [][]byte{
		assemble(s.head, piece("tEXt", "openbadges\x00 "+address+"\n"), s.data1, s.data2, s.end),
		assemble(s.head, s.data1, s.data2, piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+address), s.end),
		[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><o:assertion xmlns:o="http://openbadges.org" verify=" ` + address + `"/></svg>`),
		[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><o:assertion xmlns:o="http://openbadges.org"><![CDATA[` + address + `]]></o:assertion></svg>`),
	} {
		p, err := bake.Unbake(image, bake.Limits{})
		require.NoError(t, err)
		require.Equal(t, bake.URL, p.Form)
		require.Equal(t, address, string(p.Data))
		require.Equal(t, bake.OpenBadges2, p.Standard)
		require.Empty(t, p.Problems)
	}
}

// What comes out belongs to you.
func TestPayloadIsACopy(t *testing.T) {
	for _, plain := range [][]byte{encoded(t, drawn(2)), []byte("<svg/>")} {
		image, err := bake.Bake(plain, []byte(jsonBadge), bake.Limits{})
		require.NoError(t, err)
		before := string(image)
		p, err := bake.Unbake(image, bake.Limits{})
		require.NoError(t, err)
		clear(p.Data)
		require.Equal(t, before, string(image))
	}
}

func TestErrorText(t *testing.T) {
	_, err := bake.Unbake([]byte("<svg>\n&a;</svg>"), bake.Limits{})
	require.EqualError(t, err, "BAKE-ENTITY at line 2: there is an entity other than the five of XML")
	_, err = bake.Unbake([]byte("<svg/>"), bake.Limits{})
	require.EqualError(t, err, "BAKE-NONE: the SVG has no badge in it")
	for _, other := range []string{"\xff\xd8\xff\xe0JFIF", "%PDF-1.7", "GIF89a", "", "PK\x03\x04"} {
		_, err = bake.Unbake([]byte(other), bake.Limits{})
		require.EqualError(t, err, "BAKE-IMAGE: the file is neither a PNG nor an SVG, and only these can hold a badge")
	}
	_, err = bake.Unbake([]byte("\x1f\x8b\x08"), bake.Limits{})
	require.ErrorContains(t, err, "decompress it first")
	_, err = bake.Unbake([]byte(signature+"\x00\x00\x00\x0dIHDR"), bake.Limits{})
	require.EqualError(t, err, "BAKE-CHUNK at chunk 1 (IHDR) at offset 8: the file ends after 8 bytes of a chunk, which has at least 12")
}
