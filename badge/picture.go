package badge

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image/jpeg"
	"image/png"
	"math"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/page"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) definePictures() {
	s.picture = class[mc.Media]{
		Types: []string{"Image"},
		Instead: only(func(_ *encoder, m *mc.Media, _ path) bool {
			return pictureType(m.Content) != "" || len(m.Content) == 0 && (isGlobal(m.URL) || m.URL == "" && isGlobal(m.ID))
		}),
		IDOf: func(w *mapping.Writer, m *mc.Media, at path, to string) string {
			return w.State.(*encoder).pictureID(m, at, to+"/id")
		},
		Rows: []row[mc.Media]{
			custom("id", readPicture, nil), custom("@id", readPicture, nil),
			writtenBy(mapping.OneText("caption", func(m *mc.Media) *mc.LangString { return &m.Description }),
				func(e *encoder, n *node, m *mc.Media, at path) {
					if m.Description.IsZero() {
						e.putText(n, "caption", m.Title, at.Dot("title"))
						return
					}
					e.putText(n, "caption", m.Description, at.Dot("description"))
				}),
		},
		FromText: reads(readPicture),
	}
}

// MaxPage is how many bytes the picture of a page may have to become the image of a
// badge. Wallets load the badge whole, and a badge is often sent about.
const MaxPage = 256 << 10

// maxPixels is how large a page may be to be written as PNG: A4 at 400 dpi.
const maxPixels = 16 << 20

// writeImage writes the image of the badge: the configured one, that of the
// credential, or its first page.
func (s *tables) writeImage(e *encoder, n *node, v *mc.Envelope, at path) {
	to := n.At("image")
	switch {
	case e.o.Image != nil:
		if one := e.ownPicture(e.o.Image, to); one != nil {
			e.Put(n, "image", one)
			e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindDefaulted, Reason: "the image of the badge, as configured"})
			return
		}
		e.fault("envelope.image", "OB3-IMAGE", "The image of a badge must be PNG, SVG, JPEG or the address of a picture; found something else in EncodeOptions.Image. Set it to a picture of one of these formats.")
	case v.Image != nil:
		e.Put(n, "image", s.picture.Write(e.Writer, n, "image", v.Image, at.Dot("image"), to))
	default:
		s.writePage(e, n, v, at)
	}
}

// ownPicture writes a picture that is not part of the credential, nil if it cannot
// stand in a badge.
func (e *encoder) ownPicture(m *mc.Media, to string) *node {
	id := m.URL
	if content, mediaType, ok := asBadgePicture(m.Content, math.MaxInt); ok {
		id = asDataURI(mediaType, content)
	} else if len(m.Content) > 0 || !isGlobal(id) {
		return nil
	}
	one := &node{ID: id, Class: "Image", Pointer: to}
	if e.PutText(one, "caption", e.show(m.Description)); len(one.Members) == 0 {
		e.PutText(one, "caption", e.show(m.Title))
	}
	return one
}

// writePage writes the first page of the display as the image of the badge, if it is
// not too big.
func (s *tables) writePage(e *encoder, n *node, v *mc.Envelope, at path) {
	i := e.firstPage(v.Display.Pages)
	if i < 0 {
		return
	}
	first, from := &v.Display.Pages[i].Image, at.Dot("display.pages").At(i).Dot("image.content")
	content, mediaType, ok := asBadgePicture(first.Content, MaxPage)
	switch {
	case !ok:
		return
	case content == nil, len(content) > MaxPage:
		e.mark(from, mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityWarning,
			Reason: "page 1 has " + kilobytes(content) + " kB as a picture, and the image of a badge at most " + strconv.Itoa(MaxPage>>10) + " kB; choose a smaller picture for the badge"})
		return
	}
	one := &node{ID: asDataURI(mediaType, content), Class: "Image", Pointer: n.At("image")}
	e.Change(from, one.At("id"), mc.MatchClose, "page 1 is the image of the badge")
	e.PutText(one, "caption", e.caption(firstPage))
	e.tracker.Add(mc.Outcome{To: one.At("caption"), Kind: mc.KindSynthesised, Reason: "says what the image shows"})
	e.Put(n, "image", one)
}

// kilobytes returns the size of a page that is too big. Nil is one that was made only
// as far as it may be long.
func kilobytes(page []byte) string {
	if page == nil {
		return "more than " + strconv.Itoa(MaxPage>>10)
	}
	return strconv.Itoa(len(page) >> 10)
}

// firstPage returns which page to show: the first one in the language of the badge,
// or else the first one; -1 if there is none.
func (e *encoder) firstPage(pages []mc.DisplayPage) int {
	found := -1
	for i := range pages {
		if pages[i].Page > 1 || len(pages[i].Image.Content) == 0 {
			continue
		}
		for _, code := range []string{pages[i].Language.IRI, pages[i].Language.Notation} {
			if tag, ok := mc.LanguageTag(code); ok && e.inBadgeLanguage(tag) {
				return i
			}
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// asBadgePicture returns a picture in a format of Open Badges. A JPEG, which most
// pages are and which a badge must not have, becomes a PNG of the same pixels: nil with
// more bytes than limit.
func asBadgePicture(content []byte, limit int) (out []byte, mediaType string, ok bool) {
	switch mediaType = pictureType(content); mediaType {
	case "image/png":
		size, err := png.DecodeConfig(bytes.NewReader(content))
		return content, mediaType, err == nil && size.Width > 0 && size.Height > 0 && size.Width <= 4*maxPixels/size.Height
	case "":
	default: // SVG, which a viewer may run
		return content, mediaType, !bytes.Contains(bytes.ToLower(content), []byte("<script"))
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(content))
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > maxPixels/size.Height {
		return nil, "", false
	}
	picture, err := jpeg.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, "", false
	}
	made, err := page.PNG(picture, limit)
	return made, "image/png", err == nil || errors.Is(err, page.ErrSize)
}

// readPicture reads the address of a picture, or the picture itself from a
// data URI (RFC 2397).
func readPicture(d *decoder, v jsontree.Value, to *mc.Media, at path) {
	v, s, ok := d.Literal(v)
	if !ok {
		return
	}
	mediaType, content, ok := dataURI(s)
	if !ok {
		mapping.Fill(d.Reader, v, &to.URL, s, at.Dot("url"))
		return
	}
	if len(content) == 0 || len(to.Content) > 0 {
		d.Reject(v, "a data URI without content")
		return
	}
	to.Content = content
	d.Change(v, at.Dot("content"), "decoded from a data URI")
	if to.MediaType == "" && mediaType != "" {
		to.MediaType = mediaType
		d.Change(v, at.Dot("mediaType"), "the media type of the data URI")
		if t, known := vocabulary.FileType(mediaType); known && to.Type.IsZero() {
			to.Type = mc.Concept{IRI: t.IRI, Scheme: string(t.Scheme), Label: mc.Text("en", t.Label)}
			for _, field := range []path{"iri", "scheme", "label[en]"} {
				d.Derive(v, at.Dot("type")+"."+field)
			}
		}
	}
}

// pictureID returns the content of a PNG or SVG as a data URI, or else the
// address of the picture.
func (e *encoder) pictureID(m *mc.Media, at path, to string) string {
	mediaType := pictureType(m.Content)
	switch {
	case mediaType != "":
		e.Translate(at.Dot("content"), to, "as a data URI")
		if m.MediaType == mediaType {
			e.Translate(at.Dot("mediaType"), to, "the media type of the data URI")
		}
		return asDataURI(mediaType, m.Content)
	case m.URL != "":
		e.Keep(at.Dot("url"), to)
		return m.URL
	}
	e.Keep(at.Dot("id"), to)
	return m.ID
}

// pictureType recognises the two picture formats of Open Badges by content.
func pictureType(content []byte) string {
	head := string(content[:min(len(content), 512)])
	switch {
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(strings.TrimSpace(head), "<") && strings.Contains(head, "<svg"):
		return "image/svg+xml"
	}
	return ""
}

// dataURI decodes a data URI whose content is base64.
func dataURI(s string) (mediaType string, content []byte, ok bool) {
	rest, ok := strings.CutPrefix(s, "data:")
	if !ok {
		return "", nil, false
	}
	head, data, ok := strings.Cut(rest, ",")
	mediaType, encoded := strings.CutSuffix(head, ";base64")
	if !ok || !encoded {
		return "", nil, false
	}
	content, err := base64.StdEncoding.DecodeString(data)
	return mediaType, content, err == nil
}

func asDataURI(mediaType string, content []byte) string {
	return "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(content)
}
