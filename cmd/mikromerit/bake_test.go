package main

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// pictures are an image of each kind without a badge.
func pictures(t *testing.T) map[string][]byte {
	var buf bytes.Buffer
	require.NoError(t, png.Encode(&buf, image.NewGray(image.Rect(0, 0, 4, 4))))
	return map[string][]byte{
		"png": buf.Bytes(),
		"svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><circle r="2"/></svg>`),
	}
}

func TestBake(t *testing.T) {
	for kind, content := range pictures(t) {
		for _, suite := range []string{"eddsa-rdfc-2022", "jwt"} {
			t.Run(kind+" "+suite, func(t *testing.T) {
				b := newBench(t)
				picture := b.put("picture", content)
				badge, did := signedBadge(b, "badge", keys.Ed25519, "--suite", suite)
				b.ok("bake", "--image", picture, "-o", b.path("baked"), badge)
				require.Equal(t, string(content), b.get("picture"), "the image itself stays")
				b.ok("bake", "--image", picture, badge)
				require.Equal(t, b.get("baked"), b.out, "the same to standard output")

				b.ok("verify", "--json", "--issuer", did, b.path("baked"))
				l := b.lines()[0]
				require.Equal(t, kind, l.Baked)
				require.Contains(t, []string{"data-integrity", "jws"}, l.Format)
				require.True(t, l.has("ISSUER-TRUST", "pass"))
				b.ok("verify", "--any-issuer", b.path("baked"))
				require.Contains(t, b.out, ", in "+imageNames[kind]+")\n")
				b.ok("inspect", b.path("baked"))
				require.Contains(t, b.out, "Baked into  "+imageNames[kind]+", ")
				require.Contains(t, b.out, "Fjord og fangst")

				b.ok("unbake", "-o", b.path("out"), b.path("baked"))
				require.Empty(t, b.err)
				require.Equal(t, strings.TrimSpace(b.get("badge")), b.get("out"))
				b.ok("verify", "--any-issuer", b.path("out"))

				// Another badge takes its place, and an image can be the source.
				other, _ := signedBadge(b, "other", keys.P256)
				b.ok("bake", "--image", b.path("baked"), "-o", b.path("again"), other)
				b.ok("bake", "--image", picture, "-o", b.path("copy"), b.path("again"))
				require.Equal(t, b.get("again"), b.get("copy"))
				b.ok("unbake", b.path("copy"))
				require.Equal(t, strings.TrimSpace(b.get("other")), b.out)
			})
		}
	}
}

func TestBakeRefuses(t *testing.T) {
	b := newBench(t)
	picture := b.put("picture.png", pictures(t)["png"])
	badge, did := signedBadge(b, "badge.json", keys.Ed25519)
	hidden, _ := signedBadge(b, "hidden", keys.Ed25519, "--suite", "vc+sd-jwt")
	plain, _ := signedFile(b, "plain.json", "eddsa-jcs-2022", credential)
	seal, _ := sealed(b, "sealed.json", sealable())
	for _, test := range []struct {
		status            int
		want, image, file string
	}{
		{exitInvalid, "draft.json carries no proof; sign it with issue first", picture, b.put("draft.json", openBadge(quoted(did)))},
		{exitInvalid, "plain.json is no Open Badge 3.0", picture, plain},
		{exitInvalid, "hidden is of a form that no image can hold", picture, hidden},
		{exitInvalid, "sealed.json is of a form that no image can hold", picture, seal},
		{exitError, "badge.json is no image that can hold a badge (the file is neither a PNG nor an SVG, and only these can hold a badge); give a PNG or an SVG", badge, badge},
		{exitError, "picture.png is an image without a badge in it", picture, picture},
	} {
		b.refuses(test.status, test.want, "bake", "--image", test.image, "-o", b.path("out.png"), test.file)
		require.NoFileExists(t, b.path("out.png"))
	}
	cut := b.put("cut.png", pictures(t)["png"][:40])
	b.refuses(exitError, "cut.png is an image whose badge cannot be read", "bake", "--image", cut, badge)
	b.refuses(exitError, "picture.png is an image without a badge in it", "unbake", picture)
	b.refuses(exitError, "badge.json is no image that can hold a badge", "unbake", badge)
	b.refuses(exitError, "cut.png is an image whose badge cannot be read", "unbake", cut)
	b.refuses(exitError, "none.png cannot be read", "bake", "--image", b.path("none.png"), badge)
}

func TestVerifyPictureWithoutBadge(t *testing.T) {
	b := newBench(t)
	for kind, content := range pictures(t) {
		file := b.put("picture."+kind, content)
		b.run("verify", "--any-issuer", "--json", file)
		require.Equal(t, exitError, b.status)
		l := b.lines()[0]
		require.Equal(t, "error", l.Verdict)
		require.True(t, l.has("BAKE-NONE", "unknown"))
		require.Equal(t, "unknown", l.Format)
		b.refuses(exitError, "is an image without a badge in it", "inspect", file)
		b.refuses(exitError, "is an image without a badge in it", "convert", "--to", "ob3", file)
	}
}

// What breaks a rule of baking is said, and the badge in it still counts.
func TestVerifyBakedAskew(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519, "--suite", "jwt")
	svg := `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org"><openbadges:assertion verify="` +
		string(bytes.TrimSpace([]byte(b.get("badge.json")))) + `"/></svg>`
	b.ok("verify", "--any-issuer", "--json", b.put("askew.svg", []byte(svg)))
	require.True(t, b.lines()[0].has("BAKE-NAME", "warn"))
	b.ok("unbake", b.path("askew.svg"))
	require.Contains(t, b.err, "!     BAKE-NAME")
}

// Published images: the keys cannot be looked up offline, all else holds.
func TestVerifyPublishedImages(t *testing.T) {
	for name, format := range map[string]string{"simple-json.png": "data-integrity", "simple-json.svg": "data-integrity", "simple-jwt.png": "jws", "simple-jwt.svg": "jws"} {
		b := newBench(t)
		file := b.put(name, testkit.ReadShared(t, "data/samples/ob3", name))
		b.run("verify", "--any-issuer", "--json", file)
		require.Equal(t, exitIndeterminate, b.status, b.out)
		require.Equal(t, format, b.lines()[0].Format)
		require.Equal(t, name[len(name)-3:], b.lines()[0].Baked)
		b.ok("inspect", file)
		require.Contains(t, b.out, "Badge       Teamwork")
	}
}
