package bake_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const (
	jsonBadge  = `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Svetsning & <Åse> ]]> 💡"}`
	jsonBadge2 = `{"type":["VerifiableCredential","AchievementCredential"],"name":"Annat"}`
	jsonCLR    = `{"type":["VerifiableCredential","ClrCredential"]}`
	jsonOB2    = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://norraby.example/a/1"}`
)

// jwt returns a compact JWS of claims with a made-up signature.
func jwt(claims string) string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"EdDSA"}`)) + "." + enc([]byte(claims)) + "." + enc([]byte("no signature"))
}

// piece returns a PNG chunk.
func piece(kind, data string) string {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(out, kind+data...)
	return string(binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:])))
}

// pieces cuts a sound PNG after its signature into its chunks.
func pieces(t testing.TB, img []byte) []string {
	t.Helper()
	require.Equal(t, signature, string(img[:8]))
	var out []string
	for rest := string(img[8:]); rest != ""; {
		n := 12 + int(binary.BigEndian.Uint32([]byte(rest)))
		out = append(out, rest[:n])
		rest = rest[n:]
	}
	return out
}

const signature = "\x89PNG\r\n\x1a\n"

func assemble(chunks ...string) []byte {
	out := []byte(signature)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return out
}

// deflated returns zlib data.
func deflated(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

// drawn returns an image of the given size in which no two rows are alike.
func drawn(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * y), uint8(x ^ y), uint8(7*x + y), uint8(255 - x)})
		}
	}
	return img
}

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	return b.Bytes()
}

// parts are the chunks of a small PNG with two IDAT chunks.
type parts struct{ head, data1, data2, end string }

func small(t testing.TB) parts {
	t.Helper()
	c := pieces(t, encoded(t, drawn(4)))
	require.Len(t, c, 3)
	data := c[1][8 : len(c[1])-4]
	return parts{c[0], piece("IDAT", data[:9]), piece("IDAT", data[9:]), c[2]}
}

func requireJSON(t *testing.T, want, got []byte) {
	t.Helper()
	canonical := func(text []byte) string {
		v, err := jsontree.Parse(text, jsontree.Limits{})
		require.NoError(t, err)
		out, err := v.Canonical()
		require.NoError(t, err)
		return string(out)
	}
	require.Equal(t, canonical(want), canonical(got))
}

// codes returns the codes of the problems of a payload.
func codes(p bake.Payload) []string {
	var out []string
	for _, problem := range p.Problems {
		out = append(out, problem.Code())
	}
	return out
}

// requireError requires an *Error with a code and a place; in a PNG, the
// place must be of a chunk.
func requireError(t *testing.T, err error, code, place string) {
	t.Helper()
	var found *bake.Error
	require.ErrorAs(t, err, &found)
	require.Equal(t, code, found.Code, "%v", err)
	require.Equal(t, place, found.Place.String(), "%v", err)
	require.NotEmpty(t, found.Detail)
}
