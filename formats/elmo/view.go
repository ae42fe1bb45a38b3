package elmo

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/xmldsig"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// viewer writes elements as JSON and notes the rules that they break.
type viewer struct {
	version  Version
	out      []byte
	problems []vc.Problem
	most     int  // how many bytes may be written
	full     bool // whether it would have been more
}

// other is the member for elements that have no place, as XML.
const other = "#other"

func (v *viewer) broken(rule *vc.Rule, at, found string) {
	v.problems = append(v.problems, vc.Problem{Rule: rule, Pointer: at, Found: found})
}

// element appends an element as JSON. at is the pointer of what is written.
func (v *viewer) element(e *xmldsig.Element, s *shape, at string) {
	if s.text == anything {
		v.xml(e)
		return
	}
	attrs := v.attributes(e, s, at)
	text := textOf(e, s.text)
	if s.text != noText {
		v.check(s.value, text, at)
		if len(attrs) == 0 && isLeaf(e) {
			v.out = jsontree.AppendString(v.out, text)
			return
		}
	}
	v.out = append(v.out, '{')
	start := len(v.out)
	for _, a := range attrs {
		v.name(start, a[0])
		v.out = jsontree.AppendString(v.out, a[1])
	}
	v.kids(e, s, at, start, nil)
	if s.text != noText || strings.TrimSpace(text) != "" {
		if s.text == noText {
			v.broken(&ruleUnknown, at, "text between the elements")
		}
		v.name(start, "@value")
		v.out = jsontree.AppendString(v.out, text)
	}
	v.out = append(v.out, '}')
}

// xml appends an element as XML.
func (v *viewer) xml(e *xmldsig.Element) {
	text, ok := e.XML(v.most - len(v.out))
	v.full = v.full || !ok
	v.out = jsontree.AppendString(v.out, text)
}

// name appends the name of a member.
func (v *viewer) name(start int, name string) {
	if len(v.out) > start {
		v.out = append(v.out, ',')
	}
	v.out = append(jsontree.AppendString(v.out, name), ':')
}

// isLeaf reports whether an element has no elements in it.
func isLeaf(e *xmldsig.Element) bool {
	return !slices.ContainsFunc(e.Nodes, func(n xmldsig.Node) bool { return n.Element != nil })
}

// textOf returns the text directly in an element.
func textOf(e *xmldsig.Element, kind textKind) string {
	var b strings.Builder
	for _, n := range e.Nodes {
		b.WriteString(n.Text)
	}
	if kind == lines {
		return b.String()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// attributes returns the attributes of an element as members.
func (v *viewer) attributes(e *xmldsig.Element, s *shape, at string) (out [][2]string) {
	for _, a := range e.Attrs {
		name := a.Local
		switch a.Space {
		case "":
		case spaceXML:
			name = "xml:" + a.Local
		case spaceSchema:
			continue // where the schema may be found says nothing of the learner
		default:
			name = "{" + a.Space + "}" + a.Local
		}
		i := slices.IndexFunc(s.attrs, func(known attribute) bool { return known.name == name })
		if i < 0 {
			v.broken(&ruleUnknown, at, "an attribute "+name)
		} else {
			v.check(s.attrs[i].value, a.Value, at)
		}
		if name == "xml:lang" {
			name = "language"
		}
		out = append(out, [2]string{"@" + name, a.Value})
	}
	for _, a := range s.attrs {
		if space, local, _ := strings.Cut(a.name, ":"); a.required && local == "" && !slices.ContainsFunc(e.Attrs, func(b xmldsig.Attr) bool { return b.Space == "" && b.Local == space }) {
			v.broken(&ruleRequired, at, "no attribute "+a.name)
		}
	}
	return out
}

// kids appends the elements in an element as members. replace, if it is given, writes
// a kid in another way; it returns false to leave it.
func (v *viewer) kids(e *xmldsig.Element, s *shape, at string, start int, replace func(k *kid) bool) {
	found, strange := make([][]*xmldsig.Element, len(s.kids)), []*xmldsig.Element(nil)
	last := -1
	for child := range e.Children() {
		i, k := s.kid(child.Space, child.Local)
		if k == nil {
			strange = append(strange, child)
			continue
		}
		if i < last {
			v.broken(&ruleOrder, at, child.Local+" after "+s.kids[last].name)
		}
		last = max(i, last)
		found[i] = append(found[i], child)
	}
	for i := range s.kids {
		k := &s.kids[i]
		v.cardinality(k, len(found[i]), at)
		if len(found[i]) > 0 && (replace == nil || !replace(k)) {
			v.member(k, found[i], at, start)
		}
	}
	if len(strange) == 0 {
		return
	}
	v.name(start, other)
	v.out = append(v.out, '[')
	for i, child := range strange {
		if child.Space == Namespace || len(s.kids) == 0 || s.kids[0].space != spaceOurs { // an extension holds anything
			v.broken(&ruleUnknown, at, "an element "+child.Local)
		}
		if i > 0 {
			v.out = append(v.out, ',')
		}
		v.xml(child)
	}
	v.out = append(v.out, ']')
}

func (v *viewer) cardinality(k *kid, n int, at string) {
	switch {
	case n == 0 && k.needs&v.version.bit() != 0:
		v.broken(&ruleRequired, at, "no "+k.name)
	case n > 0 && k.in&v.version.bit() == 0:
		v.broken(&ruleUnknown, at+"/"+k.name, "an element that version "+string(v.version)+" does not have")
	case n > 1 && !k.many:
		v.broken(&ruleRepeated, at+"/"+k.name, strconv.Itoa(n)+" of them")
	}
}

func (v *viewer) member(k *kid, all []*xmldsig.Element, at string, start int) {
	v.name(start, k.name)
	at += "/" + k.name
	array := k.many || len(all) > 1
	if array {
		v.out = append(v.out, '[')
	}
	for i, child := range all {
		here := at
		if array {
			here += "/" + strconv.Itoa(i)
		}
		if i > 0 {
			v.out = append(v.out, ',')
		}
		v.element(child, k.of, here)
	}
	if array {
		v.out = append(v.out, ']')
	}
}

// check holds a value against its rule.
func (v *viewer) check(value *valueRule, text, at string) {
	switch {
	case value == nil:
	case !value.ok(text):
		v.broken(value.rule, at, "a value that is not "+value.want)
	case value == isDateTime:
		if !strings.ContainsAny(text[len(text)-1:], "Zz") && !strings.ContainsAny(text[max(0, len(text)-6):], "+-") {
			v.broken(&ruleZone, at, "a time without zone")
		}
	}
}
