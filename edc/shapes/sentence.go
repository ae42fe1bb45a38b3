package shapes

import (
	"strconv"
	"strings"
)

// sentence says what a row demands.
func (s *schema) sentence(r *row) string {
	text := r.of.name + " must have exactly one " + r.term
	switch {
	case r.list != nil:
		return "Each " + r.term + " of " + r.of.name + " must be a Concept with an id, and its inScheme must be the ConceptScheme " + r.list.iri + "."
	case r.min == 1 && r.max == 1:
	case r.min == 1:
		text = r.of.name + " must have at least one " + r.term
	case r.max == 1:
		text = r.of.name + " must have at most one " + r.term
	default:
		return "Each " + r.term + " of " + r.of.name + " must be " + s.kind(r) + s.before(r) + "."
	}
	return text + ", " + s.kind(r) + s.before(r) + "."
}

// before says what ELM 3.1 demands, where that is something else.
func (s *schema) before(r *row) string {
	for _, other := range r.of.rows {
		if other.term == r.term && other.versions == in31 && r.versions == in32 && other.datatype != r.datatype {
			return " (in ELM 3.1: " + s.kind(other) + ")"
		}
	}
	return ""
}

// kind says what the values of a row must be.
func (s *schema) kind(r *row) string {
	text := ""
	switch {
	case len(r.classes) > 0:
		names := make([]string, len(r.classes))
		for i, class := range r.classes {
			names[i] = s.names[class]
		}
		text = withArticle(strings.Join(names, ", "))
		if i := strings.LastIndex(text, ", "); i >= 0 {
			text = text[:i] + " or" + text[i+1:]
		}
	case r.datatype == langString && r.unique:
		return "text with its language, one in each language"
	case r.datatype == langString:
		return "text with its language"
	case r.datatype != "":
		text = withArticle(strings.TrimPrefix(strings.TrimPrefix(r.datatype, xsd), rdfNS))
	case r.kind == iriKind:
		return "an IRI"
	default:
		return "a value and no node"
	}
	switch {
	case r.kind == iriKind:
		text += " with an id"
	case r.maximum > 0:
		text += " of at most " + strconv.Itoa(r.maximum)
	}
	return text
}

func withArticle(text string) string {
	if strings.ContainsRune("AEIOaeio", rune(text[0])) {
		return "an " + text
	}
	return "a " + text
}
