package edc

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// residueAt is JSON text that a decoder left at a place of an earlier document.
type residueAt struct{ pointer, raw string }

// maxRestored bounds the values that are put back at their places.
const maxRestored = 512

// restorable returns the residue of this format that can stand in the document
// again: JSON-LD loses nothing of it, and it refers to no node by an id that
// this document gives anew.
func (e *encoder) restorable() []residueAt {
	var out []residueAt
	for _, pointer := range e.model.Residue.Pointers(Format) {
		raw := e.model.Residue[Format][pointer]
		root, err := jsontree.Parse([]byte(raw), jsontree.Limits{})
		if err == nil && len(out) < maxRestored && !refersLocally(root) && lossless(lastName(pointer), raw) {
			out = append(out, residueAt{pointer, raw})
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

// refersLocally reports whether JSON names a node of its document by an id
// alone.
func refersLocally(v jsontree.Value) bool {
	switch {
	case v.Kind() == jsontree.String:
		return v.Name() != "id" && localID(v.Text())
	case v.IsObject() && bare(v):
		return localID(v.Get("id").Text())
	}
	for i := range v.Len() {
		if refersLocally(v.At(i)) {
			return true
		}
	}
	return false
}

// lossless reports whether JSON-LD keeps all of a member.
func lossless(term, raw string) bool {
	if term == "id" {
		id := idOf(raw)
		return vc.IsURL(id) && !localID(id)
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

// idOf returns the text of a JSON string.
func idOf(raw string) string {
	root, _ := jsontree.Parse([]byte(raw), jsontree.Limits{})
	return root.Text()
}

// localIDs returns the ids of nodes in values that are put back.
func localIDs(residue []residueAt) map[string]bool {
	out := map[string]bool{}
	for _, r := range residue {
		if root, err := jsontree.Parse([]byte(r.raw), jsontree.Limits{}); err == nil {
			for id := range idsIn(root) {
				out[id] = true
			}
		}
	}
	return out
}

// restore puts a value at its place below n, if there is such a place and
// nothing stands there.
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

// surviving returns the values that a decoder has left in place again and that
// break no rule.
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
