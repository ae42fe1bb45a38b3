package bake_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
)

const itxt = "openbadgecredential\x00\x00\x00\x00\x00"

func TestBakePNG(t *testing.T) {
	for _, size := range []int{1, 16, 300} {
		plain := encoded(t, drawn(size))
		for name, payload := range map[string]string{"json": jsonBadge, "jwt": jwt(jsonBadge), "clr": jsonCLR, "spaced": "\r\n " + jsonBadge + "\n"} {
			t.Run(name, func(t *testing.T) {
				baked, err := bake.Bake(plain, []byte(payload), bake.Limits{})
				require.NoError(t, err)

				keyword := "openbadgecredential"
				if name == "clr" {
					keyword = "clrcredential"
				}
				before, after := pieces(t, plain), pieces(t, baked)
				last := len(before) - 1
				require.Equal(t, before[:last], after[:last])
				require.Equal(t, before[last], after[last+1])
				require.Len(t, after, last+2)
				require.Equal(t, piece("iTXt", keyword+"\x00\x00\x00\x00\x00"+strings.TrimSpace(payload)), after[last])

				decoded, err := png.Decode(bytes.NewReader(baked))
				require.NoError(t, err)
				want, err := png.Decode(bytes.NewReader(plain))
				require.NoError(t, err)
				require.Equal(t, want, decoded)

				p, err := bake.Unbake(baked, bake.Limits{})
				require.NoError(t, err)
				require.Equal(t, strings.TrimSpace(payload), string(p.Data))
				require.Equal(t, keyword, p.Name)
				require.Empty(t, p.Problems)
			})
		}
	}
}

// Whatever badges were there, in whatever chunks and places, baking leaves one
// and every other byte.
func TestBakePNGReplaces(t *testing.T) {
	s := small(t)
	trailer := "\x00trailing bytes"
	comment := piece("tEXt", "Comment\x00openbadges")
	frame := piece("fdAT", "\x00\x00\x00\x01")
	plain := assemble(s.head, comment, s.data1, s.data2, frame, s.end, comment, trailer)
	littered := assemble(s.head, piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+jsonOB2), comment,
		piece("tEXt", "openbadges\x00https://norraby.example/a/1"), s.data1, piece("zTXt", "clrcredential\x00"), s.data2,
		piece("iTXt", itxt), frame, s.end, piece("iTXt", itxt), comment, trailer)
	want, err := bake.Bake(plain, []byte(jsonBadge), bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, assemble(s.head, comment, s.data1, s.data2, frame, piece("iTXt", itxt+jsonBadge), s.end, comment, trailer), want)
	got, err := bake.Bake(littered, []byte(jsonBadge), bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, want, got)

	other, err := bake.Bake(want, []byte(jwt(jsonBadge2)), bake.Limits{})
	require.NoError(t, err)
	back, err := bake.Bake(other, []byte(jsonBadge), bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, want, back)
}

func TestUnbakePNGLeniently(t *testing.T) {
	s := small(t)
	latin := strings.NewReplacer("Å", "\xc5", "💡", "!", "]]>", "").Replace(jsonBadge)
	utf := strings.NewReplacer("💡", "!", "]]>", "").Replace(jsonBadge)
	in := func(chunk string) []byte { return assemble(s.head, s.data1, s.data2, chunk, s.end) }
	url := "https://norraby.example/a/1"
	for name, c := range map[string]struct {
		image    []byte
		data     string
		form     bake.Form
		standard bake.Standard
		place    string
		codes    []string
	}{
		"before the pixels": {assemble(s.head, piece("iTXt", itxt+jsonBadge), s.data1, s.data2, s.end),
			jsonBadge, bake.JSON, bake.OpenBadges3, "chunk 2 (iTXt) at offset 33", nil},
		"language and translated keyword": {in(piece("iTXt", "openbadgecredential\x00\x00\x00nb\x00merke\x00"+jsonBadge)),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", nil},
		"method without flag": {in(piece("iTXt", "openbadgecredential\x00\x00\x07\x00\x00"+jsonBadge)),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", nil},
		"white space around": {in(piece("iTXt", itxt+"\n "+jsonBadge+"\r\n")),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", nil},
		"clr": {in(piece("iTXt", "clrcredential\x00\x00\x00\x00\x00"+jsonCLR)), jsonCLR, bake.JSON, bake.CLR2, "", nil},
		"jwt of vcdm 1": {in(piece("iTXt", itxt+jwt(`{"vc":`+jsonBadge+`}`))),
			jwt(`{"vc":` + jsonBadge + `}`), bake.JWT, bake.OpenBadges3, "", nil},
		"ob2":        {in(piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+jsonOB2)), jsonOB2, bake.JSON, bake.OpenBadges2, "", nil},
		"ob2 signed": {in(piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+jwt(jsonOB2))), jwt(jsonOB2), bake.JWT, bake.OpenBadges2, "", nil},
		"ob1":        {in(piece("tEXt", "openbadges\x00"+url)), url, bake.URL, bake.OpenBadges2, "", nil},
		"ob3 under the name of ob2": {in(piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+jsonBadge)),
			jsonBadge, bake.JSON, bake.OpenBadges2, "", []string{"BAKE-NAME"}},
		"ob3 jwt under the name of ob2": {in(piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+jwt(jsonBadge))),
			jwt(jsonBadge), bake.JWT, bake.OpenBadges2, "", []string{"BAKE-NAME"}},
		"clr under the name of ob3": {in(piece("iTXt", itxt+jsonCLR)), jsonCLR, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-NAME"}},
		"ob2 under the name of ob3": {in(piece("iTXt", itxt+jsonOB2)), jsonOB2, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-NAME"}},
		"not json after all":        {in(piece("iTXt", itxt+"{]")), "{]", bake.JSON, bake.OpenBadges3, "", nil},
		"compressed": {in(piece("iTXt", "openbadgecredential\x00\x01\x00\x00\x00"+deflated(jsonBadge))),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-COMPRESSED"}},
		"zTXt": {in(piece("zTXt", "openbadgecredential\x00\x00"+deflated(latin))),
			utf, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-ITXT", "BAKE-COMPRESSED"}},
		"tEXt in Latin-1": {in(piece("tEXt", "openbadgecredential\x00"+latin)), utf, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-ITXT"}},
		"tEXt in UTF-8":   {in(piece("tEXt", "openbadgecredential\x00"+utf)), utf, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-ITXT", "BAKE-LATIN"}},
		"among the pixels": {assemble(s.head, s.data1, piece("iTXt", itxt+jsonBadge), s.data2, s.end),
			jsonBadge, bake.JSON, bake.OpenBadges3, "chunk 3 (iTXt) at offset 54", []string{"BAKE-PLACE-PNG"}},
		"behind the end": {assemble(s.head, s.data1, s.data2, s.end, piece("iTXt", itxt+jsonBadge)),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-PLACE-PNG"}},
		"two": {in(piece("iTXt", itxt+jsonBadge) + piece("iTXt", itxt+jsonBadge2)),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-COUNT"}},
		"two of two standards": {in(piece("iTXt", "openbadges\x00\x00\x00\x00\x00"+jsonOB2) + piece("iTXt", itxt+jsonBadge)),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", []string{"BAKE-COUNT"}},
		"other keywords": {in(piece("iTXt", "OpenBadges\x00\x00\x00\x00\x00{}") + piece("tIME", itxt+jsonBadge2) + piece("iTXt", itxt+jsonBadge)),
			jsonBadge, bake.JSON, bake.OpenBadges3, "", nil},
		"rubbish behind the end": {append(in(piece("iTXt", itxt+jsonBadge)), "rubbish"...), jsonBadge, bake.JSON, bake.OpenBadges3, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := bake.Unbake(c.image, bake.Limits{})
			require.NoError(t, err)
			require.Equal(t, c.data, string(p.Data))
			require.Equal(t, c.form, p.Form)
			require.Equal(t, c.standard, p.Standard)
			require.Equal(t, c.codes, codes(p))
			if c.place != "" {
				require.Equal(t, c.place, p.Place.String())
			}
		})
	}
}

func TestDamagedPNG(t *testing.T) {
	s := small(t)
	whole := assemble(s.head, s.data1, s.data2, piece("iTXt", itxt+jsonBadge), s.end)
	in := func(chunk string) []byte { return assemble(s.head, s.data1, s.data2, chunk, s.end) }
	at := len(signature) + len(s.head) + len(s.data1) + len(s.data2) // of chunk 4
	here := fmt.Sprintf(" at offset %d", at)
	fourth := "chunk 4 (iTXt)" + here
	fifth := fmt.Sprintf("chunk 5 (IEND) at offset %d", len(whole)-len(s.end))
	changed := func(offset int, b byte) []byte {
		out := bytes.Clone(whole)
		out[offset] = b
		return out
	}
	bomb := strings.Repeat(" ", 5<<20)
	for name, c := range map[string]struct {
		image       []byte
		code, place string
	}{
		"nothing":                {nil, bake.CodeImage, ""},
		"another format":         {[]byte("\xff\xd8\xff\xe0 JFIF"), bake.CodeImage, ""},
		"signature broken":       {changed(4, '\n'), bake.CodeImage, ""},
		"signature only":         {[]byte(signature), bake.CodeChunk, "chunk 1 (IEND) at offset 8"},
		"no badge":               {assemble(s.head, s.data1, s.data2, s.end), bake.CodeNone, ""},
		"no IHDR":                {assemble(s.data1, s.data2, s.end), bake.CodeChunk, "chunk 1 (IDAT) at offset 8"},
		"CgBI before IHDR":       {assemble(piece("CgBI", "\x50\x00\x20\x02"), s.head, s.data1, s.data2, s.end), bake.CodeChunk, "chunk 1 (CgBI) at offset 8"},
		"IHDR of another length": {assemble(piece("IHDR", s.head[8:20]), s.data1, s.data2, s.end), bake.CodeChunk, "chunk 1 (IHDR) at offset 8"},
		"second IHDR":            {assemble(s.head, s.head, s.data1, s.data2, s.end), bake.CodeChunk, "chunk 2 (IHDR) at offset 33"},
		"no IDAT":                {assemble(s.head, s.end), bake.CodeChunk, "chunk 2 (IEND) at offset 33"},
		"IDAT apart":             {assemble(s.head, s.data1, piece("tIME", "1234567"), s.data2, s.end), bake.CodeChunk, "chunk 4 (IDAT) at offset 73"},
		"no IEND":                {whole[:len(whole)-12], bake.CodeChunk, fifth},
		"IEND with data":         {assemble(s.head, s.data1, s.data2, piece("IEND", "x")), bake.CodeChunk, "chunk 4 (IEND)" + here},
		"IEND cut off":           {whole[:len(whole)-3], bake.CodeChunk, fifth},
		"cut off in the length":  {whole[:at+3], bake.CodeChunk, "chunk 4" + here},
		"cut off in the type":    {whole[:at+7], bake.CodeChunk, "chunk 4" + here},
		"cut off in the data":    {whole[:at+40], bake.CodeChunk, fourth},
		"cut off in the pixels":  {whole[:at-20], bake.CodeChunk, "chunk 3 (IDAT) at offset 54"},
		"too long for the file":  {changed(at+1, 1), bake.CodeChunk, fourth},
		"too long for any chunk": {changed(at, 0x80), bake.CodeChunk, fourth},
		"longer by one":          {changed(at+3, whole[at+3]+1), bake.CodeChecksum, fourth},
		"type not letters":       {changed(at+5, 0), bake.CodeChunk, "chunk 4" + here},
		"checksum of the badge":  {changed(len(whole)-13, whole[len(whole)-13]^1), bake.CodeChecksum, fourth},
		"checksum of the pixels": {changed(at-5, whole[at-5]^1), bake.CodeChecksum, "chunk 3 (IDAT) at offset 54"},
		"checksum of IEND":       {changed(len(whole)-1, whole[len(whole)-1]^1), bake.CodeChecksum, fifth},

		"keyword alone, iTXt":   {in(piece("iTXt", "openbadgecredential")), bake.CodeChunk, fourth},
		"keyword alone, tEXt":   {in(piece("tEXt", "openbadges")), bake.CodeChunk, "chunk 4 (tEXt)" + here},
		"no method, zTXt":       {in(piece("zTXt", "openbadges\x00")), bake.CodeChunk, "chunk 4 (zTXt)" + here},
		"no method, iTXt":       {in(piece("iTXt", "openbadges\x00\x00")), bake.CodeChunk, fourth},
		"no language":           {in(piece("iTXt", "openbadges\x00\x00\x00nb")), bake.CodeChunk, fourth},
		"no translated keyword": {in(piece("iTXt", "openbadges\x00\x00\x00nb\x00{}")), bake.CodeChunk, fourth},
		"unknown flag":          {in(piece("iTXt", "openbadges\x00\x02\x00\x00\x00{}")), bake.CodeChunk, fourth},
		"unknown method":        {in(piece("iTXt", "openbadges\x00\x01\x01\x00\x00"+deflated("{}"))), bake.CodeChunk, fourth},
		"not zlib":              {in(piece("iTXt", "openbadges\x00\x01\x00\x00\x00{}")), bake.CodeChunk, fourth},
		"zlib cut off":          {in(piece("iTXt", "openbadges\x00\x01\x00\x00\x00"+deflated(jsonOB2)[:40])), bake.CodeChunk, fourth},
		"zlib checksum":         {in(piece("zTXt", "openbadges\x00\x00"+strings.TrimSuffix(deflated(bomb[:9]), "\x21")+"\x22")), bake.CodeChunk, "chunk 4 (zTXt)" + here},
		"inflates too far":      {in(piece("iTXt", "openbadges\x00\x01\x00\x00\x00"+deflated(bomb))), bake.CodeLimit, fourth},
		"zTXt inflates too far": {in(piece("zTXt", "openbadges\x00\x00"+deflated(bomb))), bake.CodeLimit, "chunk 4 (zTXt)" + here},
		"too large as it is":    {in(piece("iTXt", itxt+bomb)), bake.CodeLimit, fourth},
		"not UTF-8":             {in(piece("iTXt", itxt+"{\"a\":\"\xe5\"}")), bake.CodeEncoding, fourth},
		"empty":                 {in(piece("iTXt", itxt)), bake.CodePayload, fourth},
		"an array":              {in(piece("iTXt", itxt+"[]")), bake.CodePayload, fourth},
		"not a JWT":             {in(piece("iTXt", itxt+"www.norraby.example")), bake.CodePayload, fourth},
		"a first badge broken":  {in(piece("iTXt", itxt+"x") + piece("iTXt", itxt+jsonBadge)), bake.CodePayload, fourth},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bake.Unbake(c.image, bake.Limits{})
			requireError(t, err, c.code, c.place)
		})
	}
}

func TestLimitsOfPNG(t *testing.T) {
	s := small(t)
	image := assemble(s.head, s.data1, s.data2, piece("iTXt", itxt+jsonBadge), s.end)
	for name, c := range map[string]struct {
		limits bake.Limits
		place  string
	}{
		"image":   {bake.Limits{Image: len(image) - 1}, ""},
		"payload": {bake.Limits{Payload: len(jsonBadge) - 1}, fmt.Sprintf("chunk 4 (iTXt) at offset %d", len(image)-len(s.end)-len(piece("iTXt", itxt+jsonBadge)))},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bake.Unbake(image, c.limits)
			requireError(t, err, bake.CodeLimit, c.place)
			_, err = bake.Bake(image, []byte(jsonBadge), c.limits)
			requireError(t, err, bake.CodeLimit, "")
		})
	}
	_, err := bake.Unbake(image, bake.Limits{Image: len(image), Payload: len(jsonBadge)})
	require.NoError(t, err)
}

// No changed byte goes unnoticed: what is not a PNG any more or has a broken
// chunk is an error that says where, and nothing panics.
func TestEveryChangedByteOfPNG(t *testing.T) {
	whole, err := bake.Bake(encoded(t, drawn(3)), []byte(jsonBadge), bake.Limits{})
	require.NoError(t, err)
	for offset := range whole {
		for _, flip := range []byte{0x01, 0x20, 0x80, 0xff} {
			changed := bytes.Clone(whole)
			changed[offset] ^= flip
			_, err := bake.Unbake(changed, bake.Limits{})
			var found *bake.Error
			require.True(t, errors.As(err, &found), "offset %d ^ %02x: %v", offset, flip, err)
			if offset < len(signature) {
				require.Equal(t, bake.CodeImage, found.Code)
				continue
			}
			require.Positive(t, found.Place.Chunk, "%v", err)
			require.LessOrEqual(t, found.Place.Offset, offset, "%v", err)
			_, err = bake.Bake(changed, []byte(jsonBadge), bake.Limits{})
			require.Error(t, err)
		}
	}
	for length := range whole {
		_, err := bake.Unbake(whole[:length], bake.Limits{})
		require.Error(t, err, "cut off at %d", length)
	}
}
