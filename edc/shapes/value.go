package shapes

import (
	"strconv"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A Constraint is what a shape demands, by the name that SHACL gives it.
type Constraint string

// The constraints of the profiles.
const (
	MinCount     Constraint = "minCount"
	MaxCount     Constraint = "maxCount"
	Class        Constraint = "class"
	Or           Constraint = "or" // one of several classes
	Datatype     Constraint = "datatype"
	NodeKind     Constraint = "nodeKind"
	UniqueLang   Constraint = "uniqueLang"
	MaxInclusive Constraint = "maxInclusive"
	Node         Constraint = "node" // another shape, or a code list
)

// fault is a constraint that a value breaks.
type fault struct {
	constraint Constraint
	at         jsontree.Value
	found      string
}

// miscounts reports whether a member has too few values, or too many.
func (c *checker) miscounts(r *row, n int) (few, many bool) {
	few = n < r.min && (r.when == always || c.stage == Sealed || r.when == written && c.stage == Written)
	return few, r.max > 0 && n > r.max
}

// each calls tell for the faults of each value.
func (c *checker) each(r *row, values []edge, tell func(fault)) {
	for i := range values {
		e := &values[i]
		t := &c.terms[e.value]
		if len(r.classes) > 0 && !hasAny(&t.classes, r.classes) {
			constraint := Class
			if len(r.classes) > 1 {
				constraint = Or
			}
			tell(fault{constraint, e.at, c.describe(t)})
		}
		if r.datatype != "" && !(t.Datatype() == r.datatype && (r.form == nil || r.form(t.Value()))) {
			tell(fault{Datatype, e.at, c.describe(t)})
		}
		if r.kind == iriKind && !t.IsIRI() || r.kind == literalKind && !t.IsLiteral() {
			tell(fault{NodeKind, e.at, c.describe(t)})
		}
		if r.maximum > 0 && !atMost(t.Datatype(), t.Value(), r.maximum) {
			tell(fault{MaxInclusive, e.at, "another value"})
		}
		if r.node != nil && !c.conforms(r.node, e.value) {
			tell(fault{Node, e.at, c.lacking(r.node, e.value)})
		}
		if r.list != nil && !c.isListed(r.list, e.value) {
			tell(fault{Node, e.at, c.listed(e.value)})
		}
	}
	if r.unique {
		c.languages(values, tell)
	}
}

// languages tells each language in which there is more than one text.
func (c *checker) languages(values []edge, tell func(fault)) {
	if len(values) < 2 || len(values) <= fewValues && !c.repeats(values) {
		return
	}
	seen := make(map[string]int, len(values))
	for i := range values {
		language := c.terms[values[i].value].Language()
		if language == "" {
			continue
		}
		if seen[language]++; seen[language] == 2 {
			tell(fault{UniqueLang, values[i].at, "two in one language"})
		}
	}
}

// fewValues is how many values are compared with one another rather than counted or
// remembered.
const fewValues = 8

// repeats reports whether two texts have one language.
func (c *checker) repeats(values []edge) bool {
	for i := range values {
		language := c.terms[values[i].value].Language()
		for j := 0; language != "" && j < i; j++ {
			if c.terms[values[j].value].Language() == language {
				return true
			}
		}
	}
	return false
}

func hasAny(set *classSet, classes []int) bool {
	for _, class := range classes {
		if set.has(class) {
			return true
		}
	}
	return false
}

// describe says what a value is, without repeating it.
func (c *checker) describe(t *term) string {
	switch {
	case t.Language() != "":
		return "text with a language"
	case t.Datatype() == xsd+"string":
		return "text without a language"
	case t.IsLiteral():
		if !isLexical(t.Datatype(), t.Value()) {
			return "a malformed " + t.Datatype()[len(xsd):]
		}
		return "a value of another type"
	case t.classes.isEmpty() && t.IsBlank():
		return "an object without a type of the ELM"
	case t.classes.isEmpty() && t.at.Get("type").Exists():
		return "a node whose type is none of the ELM"
	case t.classes.isEmpty() && t.edges == [2]int32{}:
		return "a reference to a node that is not described"
	case t.classes.isEmpty():
		return "a node without a type of the ELM"
	}
	for n, name := range c.schema.names {
		if t.classes.has(n) {
			if t.IsBlank() {
				return name + " without an id"
			}
			return name
		}
	}
	return ""
}

type memo struct {
	of    any // a shape or a list
	value int32
}

// conforms reports whether a value is as a shape says.
func (c *checker) conforms(s *shape, value int32) bool {
	known, ok := c.known[memo{s, value}]
	if ok {
		return known
	}
	result, plan := c.isChosen(s, value), c.planOf(s)
	for i := 0; result && i < len(plan.rows); i++ {
		r := plan.rows[i]
		values := c.values(value, r.path)
		few, many := c.miscounts(r, len(values))
		result = !few && !many
		c.each(r, values, func(fault) { result = false })
	}
	c.remember(memo{s, value}, result)
	return result
}

func (c *checker) remember(of memo, result bool) {
	if c.known == nil {
		c.known = map[memo]bool{}
	}
	c.known[of] = result
}

// isChosen reports whether a value is of one of the classes of a shape, or like one
// of its alternatives.
func (c *checker) isChosen(s *shape, value int32) bool {
	for _, a := range s.choice {
		if a.name == "" && c.terms[value].classes.has(a.class) || a.name != "" && c.conforms(c.named[a.name], value) {
			return true
		}
	}
	return len(s.choice) == 0
}

// lacking says what is wrong with a value that is not as a shape says.
func (c *checker) lacking(s *shape, value int32) string {
	if len(s.rows) == 1 {
		return strconv.Itoa(len(c.values(value, s.rows[0].path)))
	}
	return c.describe(&c.terms[value])
}

// isListed reports whether a concept says that it is of a list: that it is in the
// scheme, and in none that is not a node of the class ConceptScheme. Whether the
// list has the concept is not asked.
func (c *checker) isListed(l *list, value int32) bool {
	schemes := c.values(value, c.schema.inScheme)
	if len(schemes) <= fewValues {
		return c.areListed(l, schemes)
	}
	known, ok := c.known[memo{l, value}]
	if !ok {
		known = c.areListed(l, schemes)
		c.remember(memo{l, value}, known)
	}
	return known
}

func (c *checker) areListed(l *list, schemes []edge) bool {
	found, sound := false, true
	for _, e := range schemes {
		t := &c.terms[e.value]
		found = found || t.IsIRI() && t.Value() == l.iri
		sound = sound && t.IsIRI() && (l.untyped || t.classes.has(c.schema.scheme))
	}
	return found && sound
}

// listed says what a concept states instead of its list.
func (c *checker) listed(value int32) string {
	schemes := c.values(value, c.schema.inScheme)
	if len(schemes) == 0 {
		return "no inScheme"
	}
	for _, e := range schemes {
		if !c.terms[e.value].classes.has(c.schema.scheme) {
			return "an inScheme that is not a ConceptScheme with an id"
		}
	}
	return "another inScheme"
}
