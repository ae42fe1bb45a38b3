package bake

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

const (
	namespaceSVG  = "http://www.w3.org/2000/svg"
	byteOrderMark = "\ufeff"
)

// isUTF16 recognises XML in an encoding of more than eight bits by its first
// characters (XML 1.0 appendix F).
func isUTF16(image []byte) bool {
	for _, start := range []string{"\xfe\xff", "\xff\xfe", "\x00<", "<\x00", "\x00\x00\x00<", "\x00\x00\xfe\xff"} {
		if bytes.HasPrefix(image, []byte(start)) {
			return true
		}
	}
	return false
}

// newDecoder returns a decoder of XML that leaves the declared encoding to
// its caller.
func newDecoder(text []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return d
}

func isSVG(image []byte) bool {
	text := bytes.TrimPrefix(image, []byte(byteOrderMark))
	if !bytes.HasPrefix(trim(text), []byte("<")) {
		return false
	}
	d := newDecoder(text)
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		switch t := token.(type) {
		case xml.StartElement:
			return isRoot(t)
		case xml.CharData:
			if len(trim(t)) > 0 {
				return false
			}
		}
	}
}

// isRoot reports whether an element is an svg element. Images of old tools
// have it in no namespace.
func isRoot(t xml.StartElement) bool {
	return t.Name.Local == "svg" && (t.Name.Space == namespaceSVG || t.Name.Space == "")
}

// svgScan walks through the tokens of an SVG. The decoder finds positions and
// names; no byte of the image is ever taken from it but the payload.
type svgScan struct {
	picture
	image      []byte
	limits     Limits
	decoder    *xml.Decoder
	base       int // bytes before those that the decoder reads
	start, end int // of the token
	line       int // at its start, counted from 1
	depth      int // number of open elements
	rooted     bool
	doctype    bool
	behindRoot bool // nothing but white space and comments since the root's start tag
	open       *element
	attributes map[xml.Name]bool
}

// element is a badge element.
type element struct {
	badge
	depth  int
	verify string
	body   []byte
	child  Place // of the first element in it, or the zero Place
}

// scanSVG reads an image that starts like XML.
func scanSVG(image []byte, limits Limits) (picture, error) {
	s := svgScan{picture: picture{kind: SVG}, image: image, limits: limits, attributes: make(map[xml.Name]bool)}
	if at := invalidUTF8(image); at >= 0 {
		place := Place{Line: 1 + bytes.Count(image[:at], []byte("\n")), Offset: at}
		return picture{}, newError(CodeEncoding, place, "the text is not UTF-8 from offset %d on", at)
	}
	text := bytes.TrimPrefix(image, []byte(byteOrderMark))
	s.base, s.decoder = len(image)-len(text), newDecoder(text)
	for {
		s.start = s.base + int(s.decoder.InputOffset())
		s.line, _ = s.decoder.InputPos()
		token, err := s.decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return picture{}, s.syntax(err)
		}
		s.end = s.base + int(s.decoder.InputOffset())
		if err := s.see(token); err != nil {
			return picture{}, err
		}
	}
	if !s.rooted {
		return picture{}, s.newError(CodeXML, "there is no svg element")
	}
	return s.picture, nil
}

// see takes in one token.
func (s *svgScan) see(token xml.Token) error {
	switch t := token.(type) {
	case xml.ProcInst:
		return s.seeInstruction(t)
	case xml.Directive:
		return s.seeDirective(t)
	case xml.StartElement:
		return s.seeStart(t)
	case xml.EndElement:
		s.seeEnd()
	case xml.CharData:
		return s.seeText(t)
	}
	return nil
}

// seeInstruction checks the XML declaration (XML 1.0 section 2.8).
func (s *svgScan) seeInstruction(t xml.ProcInst) error {
	if !strings.EqualFold(t.Target, "xml") {
		return nil
	}
	if s.start != s.base {
		return s.newError(CodeXML, "an XML declaration must stand at the very start")
	}
	declared := strings.ToLower(strings.Join(strings.Fields(string(t.Inst)), ""))
	if _, encoding, ok := strings.Cut(declared, "encoding="); ok && !strings.HasPrefix(strings.TrimLeft(encoding, `"'`), "utf-8") {
		return s.newError(CodeEncoding, "the XML declaration names another encoding than UTF-8, which alone is read")
	}
	return nil
}

// seeDirective lets a document type declaration pass that declares nothing
// itself (XML 1.0 section 2.8).
func (s *svgScan) seeDirective(t xml.Directive) error {
	switch {
	case !bytes.HasPrefix(t, []byte("DOCTYPE")):
		return s.newError(CodeEntity, "a declaration of this kind stands in DTDs only")
	case s.rooted || s.doctype:
		return s.newError(CodeXML, "a document type declaration must stand once, before the root")
	case bytes.ContainsRune(t, '['):
		return s.newError(CodeEntity, "the document type declaration has an internal subset, which may declare entities and is not read")
	}
	s.doctype = true
	return nil
}

func (s *svgScan) seeStart(t xml.StartElement) error {
	if s.depth++; s.depth > s.limits.Depth {
		return s.newError(CodeLimit, "the elements are nested more than %d deep", s.limits.Depth)
	}
	if err := s.seeAttributes(t.Attr); err != nil {
		return err
	}
	if s.depth == 1 {
		return s.seeRoot(t)
	}
	if s.open != nil {
		if s.open.child.Line == 0 {
			s.open.child = s.place()
		}
		return nil
	}
	standard, err := s.standard(t.Name)
	if err != nil {
		return err
	}
	if standard != 0 {
		s.open = &element{depth: s.depth, badge: badge{standard: standard, start: s.start, place: s.place()}}
		if !s.behindRoot {
			s.open.misplaced = "elsewhere in the image"
		}
		for _, a := range t.Attr {
			if a.Name == (xml.Name{Local: "verify"}) {
				s.open.verify = a.Value
			}
		}
	}
	s.behindRoot = false
	return nil
}

// seeRoot takes in the start tag of the outermost element.
func (s *svgScan) seeRoot(t xml.StartElement) error {
	switch {
	case s.rooted:
		return s.newError(CodeXML, "there is a second root element")
	case !isRoot(t):
		return s.newError(CodeImage, "the root element is not svg, so this is no SVG")
	}
	s.rooted, s.behindRoot, s.slot = true, true, s.end
	if tag := s.image[s.start:s.end]; bytes.HasSuffix(tag, []byte("/>")) {
		name := tag[len("<") : len(tag)-len("/>")]
		if i := bytes.IndexAny(name, " \t\r\n"); i >= 0 {
			name = name[:i]
		}
		s.closed = string(name)
	}
	return nil
}

// seeAttributes refuses an attribute that stands twice, of which two readers
// could take two values.
func (s *svgScan) seeAttributes(attributes []xml.Attr) error {
	if len(attributes) < 2 {
		return nil
	}
	clear(s.attributes)
	for _, a := range attributes {
		if s.attributes[a.Name] {
			return s.newError(CodeXML, "an attribute stands twice in one tag")
		}
		s.attributes[a.Name] = true
	}
	return nil
}

// standard returns the standard that an element belongs to, or 0. A prefix
// that is not declared stands in the place of the namespace.
func (s *svgScan) standard(name xml.Name) (Standard, error) {
	for standard := OpenBadges3; standard <= OpenBadges2; standard++ {
		n := names[standard]
		if name.Local != n.element {
			continue
		}
		if name.Space == n.namespace {
			return standard, nil
		}
		if name.Space == n.prefix {
			return 0, s.newError(CodeXML, "the namespace prefix %s is not declared", n.prefix)
		}
	}
	return 0, nil
}

func (s *svgScan) seeEnd() {
	if s.open != nil && s.open.depth == s.depth {
		e := s.open
		e.end, e.badge.text = s.end, e.payloadText
		s.badges = append(s.badges, e.badge)
		s.open = nil
	}
	s.depth--
}

func (s *svgScan) seeText(t xml.CharData) error {
	if s.open != nil {
		s.open.body = append(s.open.body, t...)
		return nil
	}
	if len(trim(t)) == 0 {
		return nil
	}
	if s.depth == 0 {
		return s.newError(CodeXML, "there is text outside the svg element")
	}
	s.behindRoot = false
	return nil
}

// payloadText returns the attribute verify or the body. In Open Badges 3.0
// the attribute comes first; in 2.0 it accompanies the body of a hosted badge.
func (e *element) payloadText(Limits) ([]byte, []vc.Problem, error) {
	verify, body := trim([]byte(e.verify)), trim(e.body)
	var problems []vc.Problem
	if e.standard != OpenBadges2 && len(verify) > 0 && (len(body) > 0 || e.child.Line > 0) {
		problems = append(problems, ruleVerify.At("", "both ("+e.place.String()+")"))
	}
	switch {
	case len(verify) > 0 && (e.standard != OpenBadges2 || len(body) == 0):
		return verify, problems, nil
	case e.child.Line > 0:
		return nil, nil, newError(CodePayload, e.child, "there is an element in the badge element, whose body must be text")
	case len(body) == 0:
		return nil, nil, newError(CodePayload, e.place, "the badge element has neither the attribute verify nor a body")
	}
	return body, problems, nil
}

// svgBadge returns the edit that puts a badge into an SVG.
func svgBadge(p picture, standard Standard, form Form, text []byte) (edit, error) {
	n := names[standard]
	name := n.prefix + ":" + n.element
	var out []byte
	out = append(out, "<"+name+" xmlns:"+n.prefix+`="`+n.namespace+`"`...)
	if form == JWT {
		out = append(append(append(out, ` verify="`...), text...), `">`...)
	} else {
		// Of the characters that strict JSON may have as they are, XML 1.0
		// (section 2.2) forbids these two.
		if bytes.ContainsAny(text, "\ufffe\uffff") {
			return edit{}, newError(CodePayload, Place{}, "the payload has U+FFFE or U+FFFF, which XML cannot hold; write it as an escape")
		}
		out = append(out, "><![CDATA["...)
		out = append(out, bytes.ReplaceAll(text, []byte("]]>"), []byte("]]]]><![CDATA[>"))...)
		out = append(out, "]]>"...)
	}
	out = append(out, "</"+name+">"...)
	if p.closed != "" {
		out = append(append([]byte(">"), out...), "</"+p.closed+">"...)
		return edit{p.slot - len("/>"), p.slot, out}, nil
	}
	return edit{p.slot, p.slot, out}, nil
}

// syntax turns an error of the decoder into ours.
func (s *svgScan) syntax(err error) error {
	var found *xml.SyntaxError
	if !errors.As(err, &found) {
		return s.newError(CodeXML, "%s", strings.TrimPrefix(err.Error(), "xml: "))
	}
	place := Place{Line: found.Line, Offset: s.base + int(s.decoder.InputOffset())}
	if strings.HasPrefix(found.Msg, "invalid character entity") {
		return newError(CodeEntity, place, "there is an entity other than the five of XML")
	}
	return newError(CodeXML, place, "the XML is not well-formed (%s)", found.Msg)
}

func (s *svgScan) newError(code, format string, args ...any) error {
	return newError(code, s.place(), format, args...)
}

// place returns where the token starts.
func (s *svgScan) place() Place { return Place{Line: s.line, Offset: s.start} }
