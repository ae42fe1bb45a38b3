package xmldsig

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits bound a document. The zero value of a member stands for its default.
type Limits struct {
	Bytes int // of the file; 40 MiB
	Depth int // of elements; 100
	Nodes int // elements, attributes and texts together; 2,000,000
}

// The bounds of single parts, which no honest file comes near.
const (
	maxAttributes = 64     // of an element
	maxBindings   = 64     // of namespaces declared around an element
	maxName       = 256    // bytes of a name
	maxValue      = 65_536 // bytes of an attribute
)

func (l Limits) withDefaults() Limits {
	set := func(v *int, normal int) {
		if *v == 0 {
			*v = normal
		}
	}
	set(&l.Bytes, 40<<20)
	set(&l.Depth, 100)
	set(&l.Nodes, 2_000_000)
	return l
}

// Errors of reading. Each is wrapped with the place.
var (
	ErrSyntax = errors.New("the XML is not well formed, or not of the kind that is read here")
	ErrLimit  = errors.New("the XML is larger than is allowed")
)

const (
	spaceXML   = "http://www.w3.org/XML/1998/namespace"
	spaceXMLNS = "http://www.w3.org/2000/xmlns/"
)

// Parse reads a document and returns its root.
func Parse(data []byte, limits Limits) (*Element, error) {
	p := &parser{limits: limits.withDefaults()}
	if len(data) > p.limits.Bytes {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrLimit, p.limits.Bytes)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%w: it is not UTF-8", ErrSyntax)
	}
	p.text = string(data)
	if i := strings.IndexFunc(p.text, isForbidden); i >= 0 {
		return nil, fmt.Errorf("%w: there is a forbidden character at byte %d", ErrSyntax, i)
	}
	if err := p.document(); err != nil {
		return nil, err
	}
	return p.root, nil
}

// isForbidden reports whether a character must not be in XML (XML 1.0 section 2.2).
func isForbidden(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

// parser reads a text from its start to its end.
type parser struct {
	limits   Limits
	text     string
	at       int
	nodes    int
	bindings int // declared by the elements that are open
	depth    int
	root     *Element
	open     *Element
}

func (p *parser) fault(format string, args ...any) error {
	return fmt.Errorf("%w: %s at byte %d", ErrSyntax, fmt.Sprintf(format, args...), p.at)
}

func (p *parser) count() error {
	if p.nodes++; p.nodes > p.limits.Nodes {
		return fmt.Errorf("%w: it has more than %d parts", ErrLimit, p.limits.Nodes)
	}
	return nil
}

func (p *parser) has(prefix string) bool { return strings.HasPrefix(p.text[p.at:], prefix) }

// until moves behind the next occurrence of a mark and returns what was before it.
func (p *parser) until(mark string) (string, bool) {
	i := strings.Index(p.text[p.at:], mark)
	if i < 0 {
		return "", false
	}
	found := p.text[p.at : p.at+i]
	p.at += i + len(mark)
	return found, true
}

func (p *parser) document() error {
	if err := p.declaration(); err != nil {
		return err
	}
	for p.at < len(p.text) {
		var err error
		switch {
		case p.has("<!--"):
			err = p.comment()
		case p.has("<![CDATA["):
			err = p.cdata()
		case p.has("<!"):
			return p.fault("there is a document type or another declaration, which is refused")
		case p.has("<?"):
			return p.fault("there is a processing instruction, which is refused")
		case p.has("</"):
			err = p.endTag()
		case p.has("<"):
			err = p.startTag()
		default:
			err = p.characters()
		}
		if err != nil {
			return err
		}
	}
	if p.root == nil || p.open != nil {
		return p.fault("the document ends too early")
	}
	return nil
}

// declaration reads the XML declaration (XML 1.0 section 2.8), if there is one.
func (p *parser) declaration() error {
	if !p.has("<?xml") || len(p.text) > 5 && !isSpace(p.text[5]) {
		return nil
	}
	p.at += len("<?xml")
	stated := map[string]string{"version": "", "encoding": "UTF-8", "standalone": "no"}
	for {
		spaced := p.skipSpace()
		if p.has("?>") {
			break
		}
		name, value, err := p.attribute()
		if err != nil {
			return err
		}
		if _, known := stated[name]; !known || !spaced {
			return p.fault("the XML declaration is faulty")
		}
		stated[name] = value
	}
	p.at += len("?>")
	switch {
	case stated["version"] != "1.0":
		return p.fault("the version of XML is not 1.0")
	case !strings.EqualFold(stated["encoding"], "UTF-8"):
		return p.fault("the encoding is not UTF-8")
	}
	return nil
}

func (p *parser) comment() error {
	p.at += len("<!--")
	_, ok := p.until("--")
	if !ok || !p.has(">") {
		return p.fault("a comment is faulty")
	}
	p.at++
	return p.count()
}

func (p *parser) cdata() error {
	p.at += len("<![CDATA[")
	text, ok := p.until("]]>")
	if !ok || p.open == nil {
		return p.fault("there is a faulty CDATA section")
	}
	return p.add(newlines(text))
}

func (p *parser) characters() error {
	end := strings.IndexByte(p.text[p.at:], '<')
	if end < 0 {
		end = len(p.text) - p.at
	}
	raw := p.text[p.at : p.at+end]
	if p.open == nil {
		if strings.Trim(raw, " \t\r\n") != "" {
			return p.fault("there is text outside the root")
		}
		p.at += end
		return nil
	}
	if strings.Contains(raw, "]]>") {
		return p.fault("there is a stray ]]>")
	}
	text, err := p.expand(newlines(raw))
	if err != nil {
		return err
	}
	p.at += end
	return p.add(text)
}

func (p *parser) add(text string) error {
	if text != "" {
		p.open.Nodes = append(p.open.Nodes, Node{Text: text})
	}
	return p.count()
}

// newlines makes every line break a line feed (XML 1.0 section 2.11).
func newlines(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// expand replaces references. No entity is known but the five that XML has itself.
func (p *parser) expand(text string) (string, error) {
	if strings.IndexByte(text, '&') < 0 {
		return text, nil
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		name, _, ended := strings.Cut(after[:min(len(after), 16)], ";")
		r, ok := reference(name)
		if !ended || !ok {
			return "", p.fault("there is a reference to an unknown entity or a forbidden character")
		}
		b.WriteRune(r)
		text = after[len(name)+1:]
	}
}

func reference(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if digits == name {
		return 0, false
	}
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	r := rune(n)
	return r, err == nil && !strings.HasPrefix(digits, "+") && utf8.ValidRune(r) && !isForbidden(r)
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func (p *parser) skipSpace() bool {
	start := p.at
	for p.at < len(p.text) && isSpace(p.text[p.at]) {
		p.at++
	}
	return p.at > start
}
