package xmldsig

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The methods of canonical XML. The forms with comments are the same here, because
// comments are never part of what is signed.
const (
	exclusiveC14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
	inclusiveC14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
)

// method is a way to write canonical XML.
type method struct {
	exclusive bool
	inclusive []string // the prefixes that the exclusive method treats as the other does
}

// canonical writes an element in canonical form (Canonical XML 1.0; Exclusive XML
// Canonicalization 1.0), without the elements to leave out.
type canonical struct {
	out     io.StringWriter
	method  method
	without *Element
	written []binding // the declarations in the tags around
	left    int       // how many bytes may still be written
	err     error
}

// canonicalize writes an element as the root of its own document, of most bytes at
// most. The exclusive form declares a namespace in each element that uses it, so it
// can be many thousand times as long as what was read.
func canonicalize(out io.StringWriter, e *Element, m method, without *Element, most int) error {
	c := &canonical{out: out, method: m, without: without, left: most}
	c.element(e, true)
	return c.err
}

// XML returns an element as XML that stands for itself: in exclusive canonical form,
// without comments. It is false when that takes more than most bytes.
func (e *Element) XML(most int) (string, bool) {
	var out strings.Builder
	if err := canonicalize(&out, e, method{exclusive: true}, nil, most); err != nil {
		return "", false
	}
	return out.String(), true
}

func (c *canonical) write(parts ...string) {
	for _, part := range parts {
		if c.left -= len(part); c.left < 0 && c.err == nil {
			c.err = fmt.Errorf("%w: its canonical form is far longer than the file", ErrLimit)
		}
		if c.err == nil {
			_, c.err = c.out.WriteString(part)
		}
	}
}

func (c *canonical) element(e *Element, apex bool) {
	if c.err != nil {
		return
	}
	name := e.Local
	if e.Prefix != "" {
		name = e.Prefix + ":" + e.Local
	}
	around := len(c.written)
	c.write("<", name)
	for _, b := range c.declarations(e) {
		if b.prefix == "" {
			c.write(` xmlns="`)
		} else {
			c.write(" xmlns:", b.prefix, `="`)
		}
		c.write(attributeEscapes.Replace(b.space), `"`)
		c.written = append(c.written, b)
	}
	c.attributes(e, apex)
	c.write(">")
	for _, n := range e.Nodes {
		switch {
		case n.Element == nil:
			c.write(textEscapes.Replace(n.Text))
		case n.Element != c.without:
			c.element(n.Element, false)
		}
	}
	c.write("</", name, ">")
	c.written = c.written[:around]
}

var (
	textEscapes      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	attributeEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

// declarations returns the namespaces to declare in a start tag.
func (c *canonical) declarations(e *Element) []binding {
	var prefixes []string
	if c.method.exclusive {
		prefixes = append(prefixes, e.Prefix)
		for _, a := range e.Attrs {
			if a.Prefix != "" {
				prefixes = append(prefixes, a.Prefix)
			}
		}
		for _, prefix := range c.method.inclusive {
			if _, ok := e.space(prefix); ok {
				prefixes = append(prefixes, prefix)
			}
		}
	} else {
		prefixes = e.inScope()
	}
	slices.Sort(prefixes)
	var out []binding
	for _, prefix := range slices.Compact(prefixes) {
		space, _ := e.space(prefix)
		if prefix != "xml" && c.around(prefix) != space {
			out = append(out, binding{prefix, space})
		}
	}
	return out
}

// inScope returns the prefixes that are declared at an element.
func (e *Element) inScope() []string {
	out := []string{""}
	for ; e != nil; e = e.Parent {
		for _, b := range e.declared {
			out = append(out, b.prefix)
		}
	}
	return out
}

// around returns what a prefix stands for in what is written already.
func (c *canonical) around(prefix string) string {
	for i := len(c.written) - 1; i >= 0; i-- {
		if c.written[i].prefix == prefix {
			return c.written[i].space
		}
	}
	return ""
}

// attributes writes the attributes in their order. The inclusive method gives the
// first element the xml: attributes of what was around it.
func (c *canonical) attributes(e *Element, apex bool) {
	all := e.Attrs
	if apex && !c.method.exclusive {
		all = slices.Clone(all)
		for above := e.Parent; above != nil; above = above.Parent {
			for _, a := range above.Attrs {
				if a.Space == spaceXML && !slices.ContainsFunc(all, func(b Attr) bool { return b.Space == spaceXML && b.Local == a.Local }) {
					all = append(all, a)
				}
			}
		}
	}
	if len(all) > 1 {
		all = slices.SortedFunc(slices.Values(all), func(a, b Attr) int {
			return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.Local, b.Local))
		})
	}
	for _, a := range all {
		c.write(" ")
		if a.Prefix != "" {
			c.write(a.Prefix, ":")
		}
		c.write(a.Local, `="`, attributeEscapes.Replace(a.Value), `"`)
	}
}
