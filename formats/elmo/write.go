package elmo

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// MediaType is that of an ELMO file.
const MediaType = "application/xml"

// XML writes a report as an ELMO file, with its elements in the order of the schema.
func XML(doc vc.Document) ([]byte, error) {
	if !Is(doc) {
		return nil, fmt.Errorf("ELMO-MODEL: %w", errNotELMO)
	}
	w := &xmlWriter{}
	w.out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.element("elmo", Namespace, "", doc.Root(), root(), 0)
	w.out.WriteString("\n")
	return []byte(w.out.String()), w.err
}

// xmlWriter writes the view of elements as XML.
type xmlWriter struct {
	out strings.Builder
	err error
}

// maxWritten bounds the depth of what is written, as that of what is read.
const maxWritten = 4 * maxDepth

// element writes one element; around is the namespace around it.
func (w *xmlWriter) element(name, space, around string, v jsontree.Value, s *shape, depth int) {
	if s.text == anything && v.Kind() == jsontree.String {
		w.raw(v.Text())
		return
	}
	if depth > maxWritten {
		w.err = errors.New("ELMO-MODEL: the parts are nested too deep for a file")
		return
	}
	indent := "\n" + strings.Repeat("  ", depth)
	if depth > 0 {
		w.out.WriteString(indent)
	}
	w.out.WriteString("<" + name)
	if space != around {
		w.out.WriteString(` xmlns="` + escape(space, true) + `"`)
	}
	w.attributes(v)
	text, hasText := v.Text(), v.Kind() == jsontree.String
	if value := v.Get("@value"); value.Exists() {
		text, hasText = value.Text(), true
	}
	w.out.WriteString(">")
	if hasText {
		w.out.WriteString(escape(text, false))
	}
	if w.kids(space, v, s, depth) {
		w.out.WriteString(indent)
	}
	w.out.WriteString("</" + name + ">")
}

// attributes writes the members that are attributes.
func (w *xmlWriter) attributes(v jsontree.Value) {
	n := 0
	for member, value := range v.Members() {
		name, is := strings.CutPrefix(member, "@")
		if !is || member == "@value" || name == "xmlns" || name == "version" {
			continue
		}
		if space, local, other := strings.Cut(strings.TrimPrefix(name, "{"), "}"); other {
			n++
			prefix := fmt.Sprintf("n%d", n)
			w.out.WriteString(" xmlns:" + prefix + `="` + escape(space, true) + `"`)
			name = prefix + ":" + local
		}
		if name == "language" {
			name = "xml:lang"
		}
		w.out.WriteString(" " + name + `="` + escape(value.Text(), true) + `"`)
	}
}

// kids writes the elements in an element, and says whether there are any.
func (w *xmlWriter) kids(space string, v jsontree.Value, s *shape, depth int) (any bool) {
	for i := range s.kids {
		k := &s.kids[i]
		for e := range v.Get(k.name).Each() {
			if e.Kind() != jsontree.Null {
				any = true
				w.element(k.name, k.namespace(), space, e, k.of, depth+1)
			}
		}
	}
	for e := range v.Get(other).Each() {
		any = true
		w.raw(e.Text())
	}
	return any
}

// raw writes an element that is kept as XML, if it still is one.
func (w *xmlWriter) raw(text string) {
	e, err := xmldsig.Parse([]byte(text), xmldsig.Limits{})
	if err != nil {
		w.err = fmt.Errorf("ELMO-MODEL: an element that is kept as XML cannot be read: %w", err)
		return
	}
	again, ok := e.XML(maxGrowth * max(len(text), 64<<10))
	if !ok {
		w.err = errors.New("ELMO-MODEL: an element that is kept as XML takes far more room as such than is allowed")
	}
	w.out.WriteString("\n" + again)
}

// escape writes a text as XML. A character that XML cannot have is replaced.
func escape(s string, attribute bool) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, s)
	if attribute {
		return attributeEscapes.Replace(s)
	}
	return textEscapes.Replace(s)
}

var (
	textEscapes      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	attributeEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
)
