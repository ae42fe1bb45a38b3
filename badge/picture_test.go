package badge_test

import (
	"bytes"
	"encoding/base64"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The first page of a Europass credential is the image of the badge, as a PNG, since
// a badge must not have the JPEG that it is. It does not stand in the residue too.
func TestFirstPageIsTheImage(t *testing.T) {
	for _, extension := range []bool{false, true} {
		c := europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld")
		page := c.Envelope.Display.Pages[0].Image.Content
		doc, _, err := badge.Encode(c, badge.EncodeOptions{Extension: extension})
		require.NoError(t, err)
		require.Empty(t, ob3.Check(doc))
		require.Equal(t, "Certificate, page 1", doc.Lookup("/image/caption").Text())
		text, found := strings.CutPrefix(doc.Lookup("/image/id").Text(), "data:image/png;base64,")
		require.True(t, found)
		content, err := base64.StdEncoding.DecodeString(text)
		require.NoError(t, err)
		picture, err := png.Decode(bytes.NewReader(content))
		require.NoError(t, err)
		same, err := jpeg.Decode(bytes.NewReader(page))
		require.NoError(t, err)
		require.Equal(t, same.Bounds(), picture.Bounds())
		require.NotContains(t, doc.String(), base64.StdEncoding.EncodeToString(page))
		require.NotContains(t, doc.Get("residue").Raw(), "display.pages")
	}
}

// A page that is too big is left out, and the report names it; the configured image
// is written in its place.
func TestImageOfABadge(t *testing.T) {
	c := europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld")
	noise := image.NewRGBA(image.Rect(0, 0, 800, 800))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	var big bytes.Buffer
	require.NoError(t, png.Encode(&big, noise))
	c.Envelope.Display.Pages[0].Image.Content = big.Bytes()
	doc, report, err := badge.Encode(c, badge.EncodeOptions{})
	require.NoError(t, err)
	require.False(t, doc.Get("image").Exists())
	require.Less(t, len(doc.Bytes()), 100_000)
	warned := false
	for _, l := range report.Leaves {
		if l.Severity == mc.SeverityWarning && strings.Contains(l.Reason, "at most 256 kB") {
			require.Equal(t, []mc.Path{"envelope.display.pages[0].image.content"}, l.Canonical)
			warned = true
		}
	}
	require.True(t, warned)

	doc, _, err = badge.Encode(c, badge.EncodeOptions{Image: &mc.Media{URL: "https://zed.example/badge.png", Title: mc.Text("en", "Our badge")}})
	require.NoError(t, err)
	require.Equal(t, `{"id":"https://zed.example/badge.png","type":"Image","caption":"Our badge"}`, doc.Get("image").Raw())

	// The header of a PNG of 50,000 by 50,000 pixels.
	bomb := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x06\x00\x00\x00"
	sum := crc32.ChecksumIEEE([]byte(bomb[12:]))
	bomb += string([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	for _, content := range []string{"GIF89a", bomb, "\x89PNG\r\n\x1a\n", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`} {
		_, _, err = badge.Encode(c, badge.EncodeOptions{Image: &mc.Media{Content: []byte(content)}})
		require.ErrorContains(t, err, "OB3-IMAGE", content)
	}
}

// A time keeps the day and the offset of the source.
func TestDatesKeepTheirDay(t *testing.T) {
	doc, _, err := badge.Encode(europass(t, "probes/probe_dates.json"), badge.EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "2023-01-15T23:30:00+01:00", doc.Get("awardedDate").Text())
	require.Equal(t, "2026-02-01T10:00:00+02:00", doc.Get("validUntil").Text())
	require.False(t, func() bool {
		d, _, _ := badge.Encode(europass(t, "elm/Sample-MC-Annex1-unsigned.jsonld"), badge.EncodeOptions{})
		return d.Get("awardedDate").Exists()
	}(),
		"a day of award that is not stated is not invented")
}

// Evidence has a name: a mandate says that it is one, by its code too, and comes back
// as one. The original says of which format it is and whose.
func TestEvidenceHasAName(t *testing.T) {
	for lang, want := range map[string]string{"en": "Mandate", "fi": "Valtuutus"} {
		c := sealedForAnother(t)
		c.Envelope.Evidence = []mc.Evidence{{
			Kind:      mc.Concept{IRI: "http://data.europa.eu/snb/evidence-type/c_18016257", Scheme: "http://data.europa.eu/snb/evidence-type/25831c2"},
			Statement: mc.Text(lang, "Sealed for another."),
		}, {Statement: mc.Text(lang, "Something.")}}
		c.Definition.Title = mc.Text(lang, "Title")
		c.Envelope.Display.Primary = mc.Concept{}
		c.Provenance[0].Proof.Verdict = mc.VerdictValid
		doc, _, err := badge.Encode(c, badge.EncodeOptions{Authority: mc.ThirdParty})
		require.NoError(t, err)
		require.Equal(t, want, doc.Lookup("/evidence/0/name").Text())
		require.Equal(t, "http://data.europa.eu/snb/evidence-type/c_18016257", doc.Lookup("/evidence/0/type/1").Text())
		require.NotEmpty(t, doc.Lookup("/evidence/1/name").Text())
		if lang == "en" {
			require.Equal(t, "Original: Europass credential sealed by ORGANIZACION TEST", doc.Lookup("/evidence/2/name").Text())
		}
		back, _, err := badge.Decode(doc, badge.DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, c.Envelope.Evidence[0].Kind.IRI, back.Envelope.Evidence[0].Kind.IRI)
		require.Equal(t, c.Envelope.Evidence[0].Kind.Scheme, back.Envelope.Evidence[0].Kind.Scheme)
		require.Equal(t, c.Envelope.Evidence[0].Statement, back.Envelope.Evidence[0].Statement)
		require.Equal(t, c.Envelope.Evidence[1], back.Envelope.Evidence[1])
		require.Equal(t, "ORGANIZACION TEST", back.Provenance[0].SourceIssuer.Name[0].Text)
	}
}
