package web

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"html/template"
	"image"
	_ "image/jpeg" // formats of pictures
	_ "image/png"
	"io"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// picture is a picture that may be shown.
type picture struct {
	Source template.URL // a data URI of what was checked
	Alt    text
}

// The bounds of pictures: the bytes of one and of all on a page, the bytes of an SVG,
// and how large a raster picture may be, which the browser unpacks.
const (
	maxPicture  = 3 << 20
	maxPictures = 8 << 20
	maxSVG      = 512 << 10
	maxPixels   = 24 << 20
)

// picture returns a picture of a credential for the page. It is false for one that is
// only an address, because nothing is fetched, and for one that is not shown.
func (r *reader) picture(m *mc.Media) (picture, bool) {
	kind := pictureType(m.Content)
	if kind == "" || len(m.Content) > r.images {
		return picture{}, false
	}
	r.images -= len(m.Content)
	alt := r.text(m.Description, maxLine)
	if alt.IsZero() {
		alt = r.text(m.Title, maxLine)
	}
	return picture{Source: template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(m.Content)), Alt: alt}, true
}

// pictureType returns the media type of a picture that may be shown, or "". The
// content decides, never what the credential calls it.
func pictureType(content []byte) string {
	if len(content) == 0 || len(content) > maxPicture {
		return ""
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err == nil && config.Width > 0 && config.Height > 0 && config.Width <= maxPixels/config.Height:
		return "image/" + format
	case err == nil:
		return ""
	case isHarmlessSVG(content):
		return "image/svg+xml"
	}
	return ""
}

// How many elements an SVG may have, how deep they may stand, and how many of them may
// repeat others: those that repeat one another are drawn a number of times that grows
// with the power of their count, so that a few dozen would keep a browser busy for hours.
const (
	maxDrawn    = 20_000
	maxNesting  = 100
	maxRepeated = 12
)

// drawing are the elements that may stand in an SVG. Those of scripts, foreign markup,
// links, animation and other pictures are not among them.
var drawing = wordSet(`svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath
	linearGradient radialGradient stop clipPath mask pattern marker style`)

// The namespaces of markup that browsers know. Elements of any other mean nothing to
// them, such as a badge and the notes of drawing programs.
const (
	namespaceSVG    = "http://www.w3.org/2000/svg"
	namespaceXHTML  = "http://www.w3.org/1999/xhtml"
	namespaceMathML = "http://www.w3.org/1998/Math/MathML"
)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// isHarmlessSVG reports whether a picture is an SVG that only draws. As a picture it
// could neither run scripts nor fetch anything; that it is checked all the same
// protects whoever saves it and opens it by itself.
func isHarmlessSVG(content []byte) bool {
	if len(content) > maxSVG {
		return false
	}
	tokens := xml.NewDecoder(bytes.NewReader(content))
	var s svgCheck
	for {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			return s.elements > 0
		}
		if err != nil || !s.allows(token) {
			return false
		}
	}
}

// svgCheck is how far an SVG has been read.
type svgCheck struct {
	elements, repeated, depth int
	styled                    bool // inside a style element
	style                     strings.Builder
}

func (s *svgCheck) allows(token xml.Token) bool {
	switch t := token.(type) {
	case xml.Directive: // a document type with a part of its own can declare entities
		return s.elements == 0 && strings.HasPrefix(string(t), "DOCTYPE svg") && !strings.Contains(string(t), "[")
	case xml.ProcInst:
		return t.Target == "xml"
	case xml.CharData: // a style may come in parts, with comments between them
		if s.styled {
			s.style.Write(t)
		}
	case xml.StartElement:
		return !s.styled && s.start(t)
	case xml.EndElement:
		s.depth--
		plain := !s.styled || isPlainStyle(s.style.String())
		s.styled = false
		s.style.Reset()
		return plain
	}
	return true
}

func (s *svgCheck) start(t xml.StartElement) bool {
	s.elements++
	s.depth++
	name := t.Name.Local
	if s.elements == 1 && name != "svg" || s.elements > maxDrawn || s.depth > maxNesting || isActive(name) {
		return false
	}
	switch t.Name.Space {
	case namespaceSVG, "":
		if !drawing[name] {
			return false
		}
	case namespaceXHTML, namespaceMathML:
		return false
	}
	switch name {
	case "use", "pattern", "marker", "mask", "clipPath":
		if s.repeated++; s.repeated > maxRepeated {
			return false
		}
	}
	s.styled = name == "style"
	for _, a := range t.Attr {
		if !isPlainAttribute(a) {
			return false
		}
	}
	return true
}

// isActive reports whether an element is active wherever it stands.
func isActive(name string) bool {
	switch strings.ToLower(name) {
	case "script", "foreignobject", "iframe", "object", "embed", "html", "handler", "listener":
		return true
	}
	return false
}

// isPlainAttribute reports whether an attribute neither runs nor fetches anything.
// Addresses may only lead into the picture itself, except those that name a
// namespace or the badge.
func isPlainAttribute(a xml.Attr) bool {
	name := strings.ToLower(a.Name.Local)
	switch {
	case strings.HasPrefix(name, "on"):
		return false
	case name == "href" || name == "src":
		return strings.HasPrefix(a.Value, "#")
	case name == "verify" || a.Name.Space == "xmlns" || name == "xmlns":
		return true
	}
	return isPlainStyle(a.Value)
}

// isPlainStyle reports whether a style or attribute refers to nothing outside.
func isPlainStyle(s string) bool {
	s = strings.ToLower(s)
	for rest := s; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			break
		}
		if target := strings.TrimLeft(after, " \t\r\n'\""); !strings.HasPrefix(target, "#") {
			return false
		}
		rest = after
	}
	// Those of the last kind take an address as a text.
	for _, never := range []string{"@import", "javascript:", "\\", "image-set(", "image(", "cross-fade(", "src("} {
		if strings.Contains(s, never) {
			return false
		}
	}
	return true
}
