package edc

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const encodingBase64 = "http://data.europa.eu/snb/encoding/6146cde7dd"

// defineMedia makes the table of MediaObject.
func (s *schema) defineMedia() {
	type T = mc.Media
	s.media = mapping.Class[T]{
		Types: []string{"MediaObject"},
		ID:    func(m *T) *string { return &m.ID },
		Rows: []mapping.Row[T]{
			mapping.Lang("title", func(m *T) *mc.LangString { return &m.Title }),
			mapping.Lang("description", func(m *T) *mc.LangString { return &m.Description }),
			mapping.One("contentType", func(m *T) *mc.Concept { return &m.Type }, &s.concept),
			mapping.One("attachmentType", func(m *T) *mc.Concept { return &m.Role }, &s.concept),
			mapping.Positive("contentSize", func(m *T) *int64 { return &m.Size }),
			mapping.Text("contentURL", func(m *T) *string { return &m.URL }),
			mapping.Custom("contentEncoding", readEncoding, writeEncoding),
			mapping.Custom("content", readContent, writeContent),
		},
		AfterRead: func(r *mapping.Reader, node jsontree.Value, to *T, at mc.Path) {
			if mediaType, ok := vocabulary.MediaType(to.Type.IRI); ok {
				to.MediaType = mediaType
				concept, _ := first(node.Get("contentType"))
				r.Derive(concept, at.Dot("mediaType"))
			}
		},
	}
}

// readEncoding accounts for the encoding of a file. The model holds decoded
// bytes, so the only encoding that is understood says nothing more.
func readEncoding(r *mapping.Reader, v jsontree.Value, _ *mc.Media, _ mc.Path) {
	v, ok := r.Single(v)
	switch {
	case !ok:
	case isBase64(v):
		r.Scaffold(v)
	default:
		r.Reject(v, "not an encoding that is understood")
	}
}

func isBase64(v jsontree.Value) bool {
	return v.IsText(encodingBase64) || v.Get("id").IsText(encodingBase64)
}

func writeEncoding(w *mapping.Writer, n *mapping.Node, from *mc.Media, _ mc.Path) {
	if len(from.Content) > 0 {
		putCode(w, n, "contentEncoding", encodingBase64, vocabulary.Encoding)
	}
}

// readContent decodes the bytes of a file. A file that stands several times in
// the document is decoded once and its bytes are shared.
func readContent(r *mapping.Reader, v jsontree.Value, to *mc.Media, at mc.Path) {
	v, encoded, ok := r.Literal(v)
	if !ok {
		return
	}
	encoding, _ := first(v.Parent().Get("contentEncoding"))
	if !isBase64(encoding) {
		r.Reject(v, "the content does not say that it is base64")
		return
	}
	d := decoderOf(r)
	content, seen := d.media[encoded]
	if !seen {
		var err error
		if content, err = base64.StdEncoding.DecodeString(encoded); err != nil {
			r.Reject(v, "not base64")
			return
		}
		d.media[encoded] = content
	}
	if len(content) == 0 {
		r.Scaffold(v)
		return
	}
	to.Content = content
	r.Change(v, at.Dot("content"), "decoded from base64")
}

// writeContent writes the bytes of a file. They are large and repeat, so that
// each file is encoded once.
func writeContent(w *mapping.Writer, n *mapping.Node, from *mc.Media, _ mc.Path) {
	if len(from.Content) == 0 {
		return
	}
	e, key := encoderOf(w), digestOf(from.Content)
	if e.encoded[key] == "" {
		e.encoded[key] = mapping.Quote(base64.StdEncoding.EncodeToString(from.Content))
	}
	w.PutRaw(n, "content", e.encoded[key])
}

// fillMedia codes the media type of a file.
func fillMedia(m *mc.Media) {
	if len(m.Content) == 0 || !m.Type.IsZero() {
		return
	}
	mediaType, _, _ := strings.Cut(m.MediaType, ";")
	if mediaType == "" {
		mediaType = pictureType(m.Content)
	}
	if c, ok := vocabulary.FileType(mediaType); ok {
		m.Type = mc.Concept{IRI: c.IRI, Scheme: string(c.Scheme)}
	}
}

// pictureType recognises the two kinds of picture that wallets show.
func pictureType(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(content, []byte{0xff, 0xd8, 0xff}):
		return "image/jpeg"
	}
	return ""
}
