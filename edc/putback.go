package edc

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// residueAt is JSON text that a decoder could not read at a place in an earlier
// document.
type residueAt struct{ pointer, raw string }

// maxRestored bounds the values that are put back at their places.
const maxRestored = 512

// restorable returns the residue of this format that may be put back: it is of the
// model, JSON-LD keeps it, and it does not refer to a node by an id that is numbered
// anew. Ids of its own nodes are, for they mean nothing outside the document that they
// come from.
func (e *encoder) restorable() []residueAt {
	var out []residueAt
	for _, pointer := range e.expected.Residue.Pointers(Format) {
		raw := e.expected.Residue[Format][pointer]
		root, err := jsontree.Parse([]byte(raw), jsontree.Limits{})
		if err == nil && len(out) < maxRestored && isOfModel(root) && !refersLocally(root) && isLossless(lastName(pointer), raw) {
			out = append(out, residueAt{pointer, string(e.renamed.append(nil, root))})
		}
	}
	slices.SortFunc(out, func(a, b residueAt) int {
		return cmp.Or(cmp.Compare(len(a.pointer), len(b.pointer)), strings.Compare(a.pointer, b.pointer))
	})
	return out
}

// lastName is the name of the member that a pointer leads to or into.
func lastName(pointer string) string {
	for pointer != "" {
		i := strings.LastIndexByte(pointer, '/')
		if i < 0 {
			break
		}
		if _, err := strconv.Atoi(pointer[i+1:]); err != nil {
			return unescapePointer.Replace(pointer[i+1:])
		}
		pointer = pointer[:i]
	}
	return ""
}

var unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")

// refersLocally reports whether a value has a reference to a node of its document.
func refersLocally(v jsontree.Value) bool {
	switch {
	case v.Kind() == jsontree.String:
		return v.Name() != "id" && isLocalID(v.Text())
	case v.IsObject() && isReference(v):
		return isLocalID(v.Get("id").Text())
	}
	for i := range v.Len() {
		if refersLocally(v.At(i)) {
			return true
		}
	}
	return false
}

// isLossless reports whether JSON-LD keeps all of a member.
func isLossless(term, raw string) bool {
	if term == "id" {
		id := idOf(raw)
		return vc.IsURL(id) && !isLocalID(id)
	}
	if term == "" || term == "type" || strings.HasPrefix(term, "@") || strings.Contains(raw, `"@context"`) {
		return false
	}
	text := `{"@context":["` + contextVC + `","` + contextEDC + `"],"id":"urn:x:y","type":["VerifiableCredential","` + typeEDC + `"],` +
		mapping.Quote(term) + `:` + raw + `}`
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	if err != nil {
		return false
	}
	_, err = jsonld.Dataset(context.Background(), doc.Root(), jsonld.Options{})
	return err == nil
}

// restore puts a value back at its place below n, if there is such a place and it
// is free.
func (r residueAt) restore(n *mapping.Node) {
	steps := strings.Split(r.pointer, "/")
	if len(steps) < 2 || steps[0] != "" {
		return
	}
	for steps = steps[1:]; ; {
		term := unescapePointer.Replace(steps[0])
		m := n.Member(term)
		index, isIndex := 0, false
		if len(steps) > 1 {
			if i, err := strconv.Atoi(steps[1]); err == nil {
				index, isIndex, steps = i, true, steps[1:]
			}
		}
		switch {
		case len(steps) == 1:
			r.insert(n, m, term, index, isIndex)
			return
		case m == nil || index < 0 || index >= len(m.Items) || m.Items[index].Node == nil || !isIndex && (len(m.Items) > 1 || m.Array):
			return
		}
		m.Array = m.Array || isIndex
		n, steps = m.Items[index].Node, steps[1:]
	}
}

func (r residueAt) insert(n *mapping.Node, m *mapping.Member, term string, index int, isIndex bool) {
	if term != "id" && !isMember(n.Class, term) {
		return
	}
	bound := boundOf(n.Class, term)
	switch value := (mapping.Item{Raw: r.raw}); {
	case term == "id":
		if n.ID == "" && !isIndex {
			n.ID = idOf(r.raw)
		}
	case m == nil && index == 0:
		n.Members = append(n.Members, mapping.Member{Term: term, Items: []mapping.Item{value}, Array: isIndex})
	case m != nil && isIndex && index == len(m.Items) && (bound.max == 0 || index < bound.max):
		m.Array = true
		m.Items = append(m.Items, value)
	}
}

// isMember reports whether a class has a member of a name. What only another class has,
// or an extension, is no part of a document of the profiles, which a reader may refuse.
func isMember(class, name string) bool {
	term, ok := terms.Term(name)
	switch {
	case !ok:
		return false
	case term == "order", class == typeEDC && term == "refreshService", class == "Agent" && term == "eIDASIdentifier":
		return true // since ELM 3.3; of VC 1.1; of issuers, which may be agents
	}
	return slices.ContainsFunc(shapes.BoundsOf(class), func(b shapes.Bound) bool { return b.Member == term })
}

// isOfModel reports whether all members of a value and of what is in it are those of
// their class.
func isOfModel(v jsontree.Value) bool {
	class := ""
	for t := range v.Get("type").Each() {
		if len(shapes.BoundsOf(t.Text())) > 0 || class == "" {
			class = t.Text()
		}
	}
	for name, m := range v.Members() {
		switch {
		case name == "id" || name == "type" || class != "" && isMember(class, name):
		case class == "" && isLiteralMember(name, m):
		default:
			return false
		}
		if !isOfModel(m) {
			return false
		}
	}
	for e := range v.Elements() {
		if !isOfModel(e) {
			return false
		}
	}
	return true
}

// isLiteralMember reports whether a member is part of a value object, or a text of a
// language map.
func isLiteralMember(name string, m jsontree.Value) bool {
	if name == "@value" || name == "@type" || name == "@language" {
		return true
	}
	_, err := language.Parse(name)
	return err == nil && !m.IsObject()
}

// renaming gives nodes that are kept as they stand new ids in place of those that only
// meant something in the document that they come from.
type renaming struct {
	given map[string]string
	count map[string]int
}

func (x *renaming) append(dst []byte, v jsontree.Value) []byte {
	switch {
	case v.Kind() == jsontree.String && v.Name() == "id" && isLocalID(v.Text()) && !(strings.HasPrefix(v.Text(), "urn:epass:concept:") && isLasting(v.Text())):
		return jsontree.AppendString(dst, x.name(v))
	case v.Len() == 0:
		return append(dst, v.Raw()...)
	case v.IsObject():
		sep := byte('{')
		for name, m := range v.Members() {
			dst = append(jsontree.AppendString(append(dst, sep), name), ':')
			dst, sep = x.append(dst, m), ','
		}
		return append(dst, '}')
	}
	sep := byte('[')
	for e := range v.Elements() {
		dst, sep = x.append(append(dst, sep), e), ','
	}
	return append(dst, ']')
}

func (x *renaming) name(id jsontree.Value) string {
	if x.given[id.Text()] == "" {
		class, _ := first(id.Parent().Get("type"))
		kind := "node"
		if class.Text() != "" {
			kind = idKind(class.Text())
		}
		x.count[kind]++
		x.given[id.Text()] = "urn:epass:" + kind + ":" + strconv.Itoa(x.count[kind])
	}
	return x.given[id.Text()]
}

// surviving returns the residue that was read as the same residue again and breaks
// no rule.
func surviving(residue []residueAt, problems []vc.Problem, decoded mc.Residue) []residueAt {
	broken := map[string]bool{}
	for _, p := range problems {
		for at := p.Pointer; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
			broken[at] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(residue), func(r residueAt) bool {
		return decoded[Format][r.pointer] != r.raw || broken[r.pointer]
	})
}

// idOf returns the text of a JSON string.
func idOf(raw string) string {
	root, _ := jsontree.Parse([]byte(raw), jsontree.Limits{})
	return root.Text()
}

// names returns the ids that were given.
func (x *renaming) names() map[string]bool {
	out := map[string]bool{}
	for _, name := range x.given {
		out[name] = true
	}
	return out
}
