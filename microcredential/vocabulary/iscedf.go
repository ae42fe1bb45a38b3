package vocabulary

import "strings"

// iscedFields yields every code of ISCED-F 2013 with its label.
func iscedFields(yield func(code, label string)) {
	narrow := ""
	for line := range strings.Lines(fields) {
		code, label, ok := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case !ok:
			continue
		case label == "=":
			label = narrow
		case len(code) == 3:
			narrow = label
		}
		yield(code, label)
	}
}

// Parent returns the field of ISCED-F 2013 that a field is a part of: of a detailed
// field the narrow one, of a narrow field the broad one. It is false for any other
// concept.
func (c Concept) Parent() (Concept, bool) {
	if c.Scheme != ISCEDF || len(c.Code) < 3 {
		return Concept{}, false
	}
	return Lookup(ISCEDF.IRI(c.Code[:len(c.Code)-1]))
}
