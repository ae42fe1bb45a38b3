package edc

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// defineDisplay makes the tables of DisplayParameter.
func (s *schema) defineDisplay() {
	s.page = mapping.Class[mc.DisplayPage]{
		Types: []string{"DisplayDetail"},
		Rows: []mapping.Row[mc.DisplayPage]{
			mapping.One("image", func(p *mc.DisplayPage) *mc.Media { return &p.Image }, &s.media),
			mapping.Positive("page", func(p *mc.DisplayPage) *int { return &p.Page }),
		},
	}
	s.pages = mapping.Class[mc.Display]{
		Types: []string{"IndividualDisplay"},
		Rows: []mapping.Row[mc.Display]{
			mapping.Custom("language", func(*mapping.Reader, jsontree.Value, *mc.Display, mc.Path) {}, nil), // read with each page
			mapping.Custom("displayDetail", s.readDetails, nil),
		},
	}
	s.display = mapping.Class[mc.Display]{
		Types: []string{"DisplayParameter"},
		Rows: []mapping.Row[mc.Display]{
			mapping.Lang("title", func(p *mc.Display) *mc.LangString { return &p.Title }),
			mapping.Lang("description", func(p *mc.Display) *mc.LangString { return &p.Description }),
			mapping.One("primaryLanguage", func(p *mc.Display) *mc.Concept { return &p.Primary }, &s.concept),
			mapping.Many("language", func(p *mc.Display) *[]mc.Concept { return &p.Languages }, &s.concept),
			mapping.Text("summaryDisplay", func(p *mc.Display) *string { return &p.Summary }),
			mapping.Custom("individualDisplay", s.readPages, s.writePages),
		},
	}
}

func (s *schema) readPages(r *mapping.Reader, v jsontree.Value, to *mc.Display, at mc.Path) {
	for e := range v.Each() {
		if n := len(to.Pages); !r.Nothing(e) && s.pages.Read(r, e, to, at) && len(to.Pages) == n {
			r.Reject(e.Get("language"), "there is no page in this language")
		}
	}
}

// readDetails reads the pages in one language; the language is repeated on
// each.
func (s *schema) readDetails(r *mapping.Reader, v jsontree.Value, to *mc.Display, at mc.Path) {
	language, stated := r.Single(v.Parent().Get("language"))
	for e := range v.Each() {
		var p mc.DisplayPage
		here := at.Dot("pages").At(len(to.Pages))
		if r.Nothing(e) || !s.page.Read(r, e, &p, here) {
			continue
		}
		if stated {
			s.concept.Read(r, language, &p.Language, here.Dot("language"))
		}
		to.Pages = append(to.Pages, p)
	}
}

// writePages writes the pages by language; neighbours in the same language
// stand together.
func (s *schema) writePages(w *mapping.Writer, n *mapping.Node, from *mc.Display, at mc.Path) {
	m := mapping.Member{Term: "individualDisplay"}
	var open *mapping.Node
	written := 0
	for i := range from.Pages {
		p, here := &from.Pages[i], at.Dot("pages").At(i)
		w.Places[here] = -1
		if open == nil || i > 0 && !reflect.DeepEqual(p.Language, from.Pages[i-1].Language) {
			open = &mapping.Node{Class: "IndividualDisplay"}
			w.Put(open, "language", s.concept.Write(w, open, "language", &p.Language, here.Dot("language"), ""))
		}
		page := s.page.Write(w, open, "displayDetail", p, here, "")
		if page == nil || missing(page) != "" || len(open.Members) == 0 {
			continue
		}
		w.Places[here] = written
		written++
		if len(open.Members) == 1 {
			open.Members = append(open.Members, mapping.Member{Term: "displayDetail"})
			m.Items = append(m.Items, mapping.Item{Node: open})
		}
		details := &open.Members[1]
		details.Items = append(details.Items, mapping.Item{Node: page})
	}
	w.Add(n, m)
}

// fillDisplay fills in how the credential is to be shown.
func (e *encoder) fillDisplay() error {
	d := &e.c.Envelope.Display
	const at = mc.Path("envelope.display")
	if d.Title.IsZero() {
		d.Title = e.c.Title()
		e.made(at.Dot("title"), "the title of the micro-credential")
	}
	inList := func(c mc.Concept) bool { return inScheme(&c, vocabulary.Language) && !isUndetermined(&c) }
	if !inList(d.Primary) {
		d.Primary = languageConcept(e.language)
		reason := "the language that was configured, or else of the title"
		if e.assumed {
			reason = reasonAssumed
		}
		e.made(at.Dot("primary"), reason)
	}
	if !slices.ContainsFunc(d.Languages, inList) {
		d.Languages = append(d.Languages, d.Primary)
		e.made(at.Dot("languages"), "the main language")
	}
	shown, given := false, e.opts.Image != nil
	for i := range d.Pages {
		p := &d.Pages[i]
		if p.Page < 1 {
			p.Page = i + 1
		}
		if p.Language.IsZero() || isUndetermined(&p.Language) {
			p.Language = d.Primary
		}
		fillMedia(&p.Image)
		shown = shown || len(p.Image.Content) > 0 && !p.Image.Type.IsZero()
	}
	if !shown || given {
		reason := "ELM asks for a picture; that of the micro-credential, or else a page with its title, learner, issuer and day"
		if given {
			reason = reasonOption
		}
		e.made(at.Dot("pages").At(len(d.Pages)), reason)
		picture, from, err := e.picture(at.Dot("pages"))
		if err != nil {
			return err
		}
		if from != "" {
			e.restated[from.Dot("content")] = at.Dot("pages").At(len(d.Pages)).Dot("image.content")
		}
		d.Pages = append(d.Pages, mc.DisplayPage{Language: d.Primary, Page: len(d.Pages) + 1, Image: picture})
	}
	return nil
}

// picture returns the picture of the micro-credential and its path, or else a page
// that is drawn.
func (e *encoder) picture(at mc.Path) (picture mc.Media, from mc.Path, err error) {
	if own := e.opts.Image; own != nil {
		if !isPicture(own.Content) {
			return picture, "", &mc.EncodeError{Path: at, Rule: &rulePicture, Detail: "The page that a viewer shows must be a PNG or JPEG of at most 64 million pixels; found something else in EncodeOptions.Image. Set it to a picture of one of these formats."}
		}
		return mc.Media{Content: own.Content, MediaType: pictureType(own.Content)}, "", nil
	}
	for _, p := range []struct {
		at    mc.Path
		media *mc.Media
	}{{"envelope.image", e.c.Envelope.Image}, {"definition.image", e.c.Definition.Image}, {"award.image", e.c.Award.Image}} {
		if p.media != nil && pictureType(p.media.Content) != "" {
			return mc.Media{Content: p.media.Content, MediaType: pictureType(p.media.Content)}, p.at, nil
		}
	}
	picture, err = e.page()
	return picture, "", err
}

// attachPictures attaches the pictures that no other member shows: ELM has a logo of
// organisations only, and none of those that stand in a note.
func (e *encoder) attachPictures() {
	var creator, source *mc.Media
	if p := e.c.Definition.Creator; p != nil {
		creator = p.Logo
	}
	if p := e.c.Award.Source; p != nil {
		source = p.Logo
	}
	for _, p := range []struct {
		at    mc.Path
		media *mc.Media
		key   string
	}{
		{"envelope.image", e.c.Envelope.Image, "picture"}, {"definition.image", e.c.Definition.Image, "image"}, {"award.image", e.c.Award.Image, "image"},
		{"definition.creator.logo", creator, "logo"}, {"award.source.logo", source, "logo"},
	} {
		if p.media == nil || len(p.media.Content) == 0 || e.restated[p.at.Dot("content")] != "" {
			continue
		}
		m := *p.media
		if fillMedia(&m); m.Type.IsZero() {
			continue
		}
		to := mc.Path("annexes").At(len(e.c.Annexes))
		for _, field := range []string{"content", "mediaType", "type", "size", "url", "description"} {
			e.restated[p.at.Dot(field)] = to.Dot(field)
		}
		if m.Title.IsZero() {
			m.Title = inWords(notesInWords(), p.key, e.mainKey())
			e.made(to.Dot("title"), "what the picture is of")
		} else {
			e.restated[p.at.Dot("title")] = to.Dot("title")
		}
		e.c.Annexes = append(slices.Clip(e.c.Annexes), m)
	}
}

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

// readEncoding accounts for the encoding of a file. The model holds the decoded
// bytes, so base64 as the encoding says nothing more.
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

// writeContent writes the bytes of a file. Files are large and repeat, so each is
// encoded once.
func writeContent(w *mapping.Writer, n *mapping.Node, from *mc.Media, _ mc.Path) {
	if len(from.Content) == 0 {
		return
	}
	e, key := encoderOf(w), sha256.Sum256(from.Content)
	if e.encoded[key] == "" {
		e.encoded[key] = mapping.Quote(base64.StdEncoding.EncodeToString(from.Content))
	}
	w.PutRaw(n, "content", e.encoded[key])
}

// fillMedia states the type of a file as a concept.
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

// maxPixels is how large a configured page may be: more would stop a viewer that
// unpacks it.
const maxPixels = 64_000_000

// isPicture reports whether a file begins as a picture that a viewer can show.
func isPicture(content []byte) bool {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	return err == nil && pictureType(content) != "" && size.Width > 0 && size.Height > 0 && size.Width <= maxPixels/size.Height
}
