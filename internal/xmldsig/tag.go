package xmldsig

import (
	"fmt"
	"strings"
)

// startTag reads a start tag or an empty element.
func (p *parser) startTag() error {
	if p.open == nil && p.root != nil {
		return p.fault("there is a second root")
	}
	if p.depth++; p.depth > p.limits.Depth {
		return fmt.Errorf("%w: its elements are nested deeper than %d", ErrLimit, p.limits.Depth)
	}
	p.at++
	e := &Element{Parent: p.open}
	var err error
	if e.Prefix, e.Local, err = p.name(); err != nil {
		return err
	}
	if err := p.count(); err != nil {
		return err
	}
	empty, err := p.attributes(e)
	if err != nil {
		return err
	}
	if err := p.resolve(e); err != nil {
		return err
	}
	if p.open == nil {
		p.root = e
	} else {
		p.open.Nodes = append(p.open.Nodes, Node{Element: e})
	}
	p.open = e
	if empty {
		p.close()
	}
	return nil
}

func (p *parser) close() {
	p.depth--
	p.bindings -= len(p.open.declared)
	p.open = p.open.Parent
}

func (p *parser) endTag() error {
	p.at += len("</")
	prefix, local, err := p.name()
	if err != nil {
		return err
	}
	p.skipSpace()
	if !p.has(">") || p.open == nil || p.open.Prefix != prefix || p.open.Local != local {
		return p.fault("an end tag does not fit")
	}
	p.at++
	p.close()
	return nil
}

// attributes reads up to the end of a start tag and says whether it is that of an
// empty element.
func (p *parser) attributes(e *Element) (empty bool, err error) {
	for {
		spaced := p.skipSpace()
		switch {
		case p.has("/>"):
			p.at += 2
			return true, nil
		case p.has(">"):
			p.at++
			return false, nil
		case !spaced:
			return false, p.fault("a tag is faulty")
		}
		name, value, err := p.attribute()
		if err != nil {
			return false, err
		}
		if err := p.count(); err != nil {
			return false, err
		}
		prefix, local, hasPrefix := strings.Cut(name, ":")
		if !hasPrefix {
			prefix, local = "", name
		}
		switch {
		case name == "xmlns":
			err = p.declare(e, "", value)
		case prefix == "xmlns":
			err = p.declare(e, local, value)
		default:
			e.Attrs = append(e.Attrs, Attr{Prefix: prefix, Local: local, Value: value})
		}
		if err != nil {
			return false, err
		}
		if len(e.Attrs) > maxAttributes {
			return false, fmt.Errorf("%w: an element has more than %d attributes", ErrLimit, maxAttributes)
		}
	}
}

// declare binds a prefix (Namespaces in XML 1.0 sections 2.2 and 3).
func (p *parser) declare(e *Element, prefix, space string) error {
	if prefix != "" && space == "" || prefix == "xmlns" || space == spaceXMLNS || (prefix == "xml") != (space == spaceXML) {
		return p.fault("a namespace is declared that must not be")
	}
	for _, b := range e.declared {
		if b.prefix == prefix {
			return p.fault("a namespace is declared twice")
		}
	}
	e.declared = append(e.declared, binding{prefix, space})
	if p.bindings++; p.bindings > maxBindings {
		return fmt.Errorf("%w: it declares more than %d namespaces around one element", ErrLimit, maxBindings)
	}
	return nil
}

// resolve finds the namespaces of an element and its attributes.
func (p *parser) resolve(e *Element) error {
	var ok bool
	if e.Space, ok = e.space(e.Prefix); !ok {
		return p.fault("the prefix of an element is not declared")
	}
	for i := range e.Attrs {
		a := &e.Attrs[i]
		if a.Prefix != "" {
			if a.Space, ok = e.space(a.Prefix); !ok {
				return p.fault("the prefix of an attribute is not declared")
			}
		}
		for _, other := range e.Attrs[:i] {
			if other.Local == a.Local && other.Space == a.Space {
				return p.fault("an attribute stands twice")
			}
		}
	}
	return nil
}

// attribute reads a name and its value, normalised as XML 1.0 section 3.3.3 says.
func (p *parser) attribute() (name, value string, err error) {
	prefix, local, err := p.name()
	if err != nil {
		return "", "", err
	}
	if name = local; prefix != "" {
		name = prefix + ":" + local
	}
	p.skipSpace()
	if !p.has("=") {
		return "", "", p.fault("an attribute has no value")
	}
	p.at++
	p.skipSpace()
	if !p.has(`"`) && !p.has("'") {
		return "", "", p.fault("an attribute is not in quotation marks")
	}
	mark := p.text[p.at : p.at+1]
	p.at++
	raw, ok := p.until(mark)
	switch {
	case !ok || strings.IndexByte(raw, '<') >= 0:
		return "", "", p.fault("an attribute is faulty")
	case len(raw) > maxValue:
		return "", "", fmt.Errorf("%w: an attribute has more than %d bytes", ErrLimit, maxValue)
	}
	spaces := strings.NewReplacer("\t", " ", "\n", " ")
	value, err = p.expand(spaces.Replace(newlines(raw)))
	return name, value, err
}

// name reads a name with or without a prefix.
func (p *parser) name() (prefix, local string, err error) {
	end := p.at
	for end < len(p.text) && strings.IndexByte(" \t\r\n=/><\"'&;", p.text[end]) < 0 {
		end++
	}
	name := p.text[p.at:end]
	if len(name) > maxName {
		return "", "", fmt.Errorf("%w: a name has more than %d bytes", ErrLimit, maxName)
	}
	prefix, local, hasPrefix := strings.Cut(name, ":")
	if !hasPrefix {
		prefix, local = "", name
	}
	if !isNCName(local) || hasPrefix && !isNCName(prefix) {
		return "", "", p.fault("a name is faulty")
	}
	p.at = end
	return prefix, local, nil
}

// isNCName reports whether a text is a name without a colon (Namespaces in XML 1.0
// section 3).
func isNCName(text string) bool {
	for i, r := range text {
		if !isNameStart(r) && (i == 0 || !isNamePart(r)) {
			return false
		}
	}
	return text != ""
}

func isNameStart(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', r == '_':
		return true
	}
	return within(r, nameStarts)
}

func isNamePart(r rune) bool {
	return '0' <= r && r <= '9' || r == '-' || r == '.' || within(r, nameParts)
}

// The characters of names beyond ASCII (XML 1.0 productions 4 and 4a), as pairs.
var (
	nameStarts = []rune{0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070, 0x218f, 0x2c00, 0x2fef, 0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x10000, 0xeffff}
	nameParts  = []rune{0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040}
)

func within(r rune, pairs []rune) bool {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] <= r && r <= pairs[i+1] {
			return true
		}
	}
	return false
}
