package edc

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/edc/internal/terms"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// JSON-LD lets a document name a member or class by its term, by a prefix and a name
// (elm:awards) or by its IRI, which ELM 3.3 has changed, and use the keywords @id and
// @type in place of their aliases. The tables know the terms only: a document that has
// other names is read as if it had the terms.

// spelling is a document in terms, and where its members stand in the original.
type spelling struct {
	root jsontree.Value
	from map[string]string // pointers of the original, by those of members that were renamed
}

// spell returns a document in terms. One that has no other names is not copied.
func spell(root jsontree.Value) spelling {
	s := spelling{root: root}
	if !hasNames(root) {
		return s
	}
	s.from = map[string]string{}
	copied, err := jsontree.Parse(s.append(nil, root, "", ""), jsontree.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30})
	if err != nil {
		return spelling{root: root}
	}
	s.root = copied
	return s
}

// hasNames reports whether a member or class is named in another way than by its term.
func hasNames(v jsontree.Value) bool {
	if v.Kind() == jsontree.String {
		return isClassName(v) && termFor(v.Text()) != v.Text()
	}
	if v.Name() == "@context" {
		return false
	}
	for i := range v.Len() {
		m := v.At(i)
		if v.IsObject() && memberFor(v, m.Name()) != m.Name() || hasNames(m) {
			return true
		}
	}
	return false
}

// isClassName reports whether a string stands where a node has its types.
func isClassName(v jsontree.Value) bool {
	up := v
	if up.Parent().Kind() == jsontree.Array {
		up = up.Parent()
	}
	return up.Parent().IsObject() && (up.Name() == "type" || up.Name() == "@type")
}

// termFor returns the term for a name with a prefix or an IRI, or else the name.
func termFor(name string) string {
	if !strings.Contains(name, ":") {
		return name
	}
	if term, ok := terms.Term(name); ok {
		return term
	}
	return name
}

// memberFor is termFor for a member of an object. The alias of a keyword (contexts of
// VC and of ELM) means the same; in a value object, which has no id, the keyword stays.
func memberFor(v jsontree.Value, name string) string {
	if (name == "@id" || name == "@type") && !v.Get("@value").Exists() {
		return name[1:]
	}
	return termFor(name)
}

// append appends a value in terms as JSON text; at and from are its pointers in the
// copy and in the original.
func (s *spelling) append(dst []byte, v jsontree.Value, at, from string) []byte {
	switch {
	case v.Kind() == jsontree.String && isClassName(v):
		return jsontree.AppendString(dst, termFor(v.Text()))
	case v.Len() == 0 || v.Name() == "@context":
		return append(dst, v.Raw()...)
	case v.Kind() == jsontree.Array:
		return s.appendElements(dst, v, at, from)
	}
	dst = append(dst, '{')
	taken := map[string]bool{}
	for name := range v.Members() {
		taken[name] = true
	}
	first := true
	for name, m := range v.Members() {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		term := memberFor(v, name)
		if term != name && taken[term] { // the term itself, or another name for it, counts
			term = name
		}
		taken[term] = true
		below, original := at+"/"+jsontree.EscapePointer(term), from+"/"+jsontree.EscapePointer(name)
		if term != name {
			s.from[below] = original
		}
		dst = append(jsontree.AppendString(dst, term), ':')
		dst = s.append(dst, m, below, original)
	}
	return append(dst, '}')
}

func (s *spelling) appendElements(dst []byte, v jsontree.Value, at, from string) []byte {
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		index := "/" + strconv.Itoa(i)
		dst = s.append(dst, v.At(i), at+index, from+index)
	}
	return append(dst, ']')
}

// original returns the pointer in the original for one in the copy.
func (s *spelling) original(pointer string) string {
	for up := pointer; up != "" && len(s.from) > 0; up = up[:strings.LastIndexByte(up, '/')] {
		if from, ok := s.from[up]; ok {
			return from + pointer[len(up):]
		}
	}
	return pointer
}

// located returns a report with the pointers of the original.
func (s *spelling) located(report mc.Report) mc.Report {
	if len(s.from) > 0 {
		for i := range report.Leaves {
			report.Leaves[i].Source = s.original(report.Leaves[i].Source)
		}
	}
	return report
}
