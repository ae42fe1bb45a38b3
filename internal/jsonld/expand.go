package jsonld

import (
	"context"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The active properties that are not names in the document. A real property
// whose name is the empty string is taken for noProperty, so its values are
// refused rather than lost.
const (
	noProperty      = ""
	graphProperty   = "@graph"
	reverseProperty = "@reverse"
)

// The bounds of one document.
const (
	contextBudget = 250_000 // term definitions copied or created
	checkEvery    = 256     // objects between two checks of ctx
)

// expander turns one document into its expanded form.
type expander struct {
	ctx             context.Context
	contexts        *Contexts
	base            string
	unsafeAllowLoss bool
	lost            func(Loss) // told what is dropped, or nil
	i18n            bool       // a base direction becomes a datatype
	reading         *Reading   // or nil

	inline  map[inlineKey]*scope
	failed  map[string]*Error // contexts that could not be had
	spent   int               // of contextBudget
	objects int               // expanded so far
	count   int               // items made
	spare   []item            // the rest of the current chunk
	names   []string
}

// reportLoss returns the error that something at a place would be dropped, or
// nil where loss is allowed.
func (x *expander) reportLoss(code string, at jsontree.Value, detail string) error {
	if x.unsafeAllowLoss {
		if x.lost != nil {
			x.lost(Loss{code, detail, at})
		}
		return nil
	}
	return &Error{Code: code, Pointer: at.Pointer(), Detail: detail}
}

// newSyntaxError returns the error about a violation of the grammar.
func newSyntaxError(at jsontree.Value, detail string) error {
	return &Error{Code: CodeSyntax, Pointer: at.Pointer(), Detail: detail}
}

// spend takes n from the budget for contexts; false means that it is used up.
func (x *expander) spend(n int) bool {
	x.spent += n
	return x.spent <= contextBudget
}

// result is what an element expands to: nothing, one item, or an array.
type result struct {
	items []*item
	array bool
}

func (r result) isNull() bool { return !r.array && len(r.items) == 0 }

func single(it *item) result { return result{items: []*item{it}} }

// expandDocument expands the whole document (JSON-LD 1.1 API section 9.1.2).
func (x *expander) expandDocument(s *scope, doc jsontree.Value) ([]*item, error) {
	r, err := x.expandElement(s, noProperty, doc, false)
	if err != nil {
		return nil, err
	}
	if !r.array && len(r.items) == 1 {
		if n := r.items[0].node; n != nil && n.isGraph() && !n.hasID {
			return n.graph, nil
		}
	}
	return r.items, nil
}

// expandElement is the expansion algorithm (section 5.1.2). fromMap says that
// the element is a value of an index, id or type map.
func (x *expander) expandElement(s *scope, property string, v jsontree.Value, fromMap bool) (result, error) {
	switch v.Kind() {
	case jsontree.Null:
		if property == noProperty || property == graphProperty {
			return result{}, x.reportLoss(CodeValueDropped, v, "null yields no statement")
		}
		x.addRemark(NullDropped, v)
		return result{}, nil
	case jsontree.Array:
		return x.expandArray(s, property, v, fromMap)
	case jsontree.Object:
		return x.expandObject(s, property, v, fromMap)
	}
	if property == noProperty || property == graphProperty {
		return result{}, x.reportLoss(CodeValueDropped, v, "a scalar outside of any property yields no statement")
	}
	s, err := x.propertyScope(s, s, property, v)
	if err != nil {
		return result{}, err
	}
	it, err := x.expandScalar(s, property, v)
	if it == nil || err != nil {
		return result{}, err
	}
	return single(it), nil
}

func (x *expander) expandArray(s *scope, property string, v jsontree.Value, fromMap bool) (result, error) {
	inList := hasContainer(s.terms[property], "@list")
	out := result{array: true}
	if v.Len() > 0 {
		out.items = make([]*item, 0, v.Len())
	}
	for i := range v.Len() {
		e := v.At(i)
		r, err := x.expandElement(s, property, e, fromMap)
		if err != nil {
			return result{}, err
		}
		if inList && r.array {
			list := x.newItem(listItem, e)
			list.list = r.items
			r = single(list)
		}
		out.items = append(out.items, r.items...)
	}
	return out, nil
}

// expandScalar is the value expansion algorithm (section 5.3).
func (x *expander) expandScalar(s *scope, property string, v jsontree.Value) (*item, error) {
	term := s.terms[property]
	kind := ""
	if term != nil {
		kind = term.Type
	}
	if v.Kind() == jsontree.String && (kind == "@id" || kind == "@vocab") {
		id, ok := s.expandIRI(v.Text(), kind == "@vocab", true)
		if !ok || ld.IsKeyword(id) {
			return nil, x.reportLoss(CodeKeyword, v, "the reference has the form of a keyword or is a term without meaning")
		}
		x.checkReference(s, property, v, id, kind == "@vocab")
		return x.newReference(v, id), nil
	}
	it := x.newItem(literalItem, v)
	it.value = v
	switch {
	case kind != "" && kind != "@id" && kind != "@vocab" && kind != "@none":
		it.datatype = kind
	case v.Kind() == jsontree.String:
		it.language, it.direction = s.languageOf(term), s.directionOf(term)
	}
	return it, nil
}

// languageOf returns the language of strings under a term.
func (s *scope) languageOf(term *ld.TermDefinition) string {
	if term != nil && term.HasLanguage {
		if term.Language == nil {
			return ""
		}
		return *term.Language
	}
	return s.values.Language
}

// directionOf returns the base direction of strings under a term, or "".
func (s *scope) directionOf(term *ld.TermDefinition) string {
	if term != nil && term.HasDirection {
		if term.Direction == nil {
			return ""
		}
		return *term.Direction
	}
	return s.values.Direction
}

func hasContainer(term *ld.TermDefinition, name string) bool {
	return term != nil && slices.Contains(term.Container, name)
}

// expandObject expands a JSON object (section 5.1.2, steps 7 to 19).
func (x *expander) expandObject(s *scope, property string, v jsontree.Value, fromMap bool) (result, error) {
	if x.objects++; x.objects%checkEvery == 0 && x.ctx.Err() != nil {
		return result{}, x.ctx.Err()
	}
	inner, written, err := x.enterObject(s, property, v, fromMap)
	if err != nil {
		return result{}, err
	}
	m := members{at: v, property: property, written: written, around: s}
	if err := x.expandMembers(inner, &m, v); err != nil {
		return result{}, err
	}
	switch {
	case m.has[hasValue]:
		return x.finishValueObject(&m)
	case m.has[hasList] || m.has[hasSet]:
		return x.finishListOrSet(&m)
	case m.has[hasLanguage] || m.has[hasDirection]:
		if err := x.reportLoss(CodeValueDropped, v, "@language or @direction without @value yields no statement"); err != nil {
			return result{}, err
		}
		if m.hasOnly(hasLanguage) {
			return result{}, nil
		}
	}
	if property == noProperty || property == graphProperty {
		if m.isEmpty() || m.hasOnly(hasID) {
			return result{}, x.reportLoss(CodeValueDropped, v, "an object without properties yields no statement here")
		}
	}
	n := m.node
	return single(x.newNode(v, &n)), nil
}

// enterObject returns the scope for the members of an object, and the one in
// which its types are written (steps 7 to 11).
func (x *expander) enterObject(s *scope, property string, v jsontree.Value, fromMap bool) (inner, written *scope, err error) {
	outer := s
	if s.previous != nil && !fromMap && !s.keepsTypeScope(v) {
		s = s.previous
	}
	if term := outer.terms[property]; term != nil && term.HasContext {
		if s, err = x.propertyScope(s, outer, property, v); err != nil {
			return nil, nil, err
		}
	}
	if local := v.Get("@context"); local.Exists() {
		if s, err = x.localScope(s, local); err != nil {
			return nil, nil, err
		}
	}
	if s.known != nil && x.reading != nil {
		x.reading.Foreign = true
	}
	written = s
	x.names = s.typeNames(x.names[:0], v)
	for _, name := range x.names {
		if s, err = x.typeScope(s, written, name, v); err != nil {
			return nil, nil, err
		}
	}
	return s, written, nil
}

// keepsTypeScope reports whether a type-scoped context still applies to an
// object, because a value object or a reference is not a new node (step 7).
func (s *scope) keepsTypeScope(v jsontree.Value) bool {
	for i := range v.Len() {
		switch iri, _ := s.expandIRI(v.At(i).Name(), true, false); {
		case iri == "@value":
			return true
		case iri == "@id" && v.Len() == 1:
			return true
		}
	}
	return false
}

// typeNames appends the types of an object in the order in which their
// scoped contexts apply (step 11).
func (s *scope) typeNames(names []string, v jsontree.Value) []string {
	var first jsontree.Value
	var more []jsontree.Value
	for i := range v.Len() {
		m := v.At(i)
		if iri, _ := s.expandIRI(m.Name(), true, false); iri != "@type" {
			continue
		}
		if first.Exists() {
			more = append(more, m)
		} else {
			first = m
		}
	}
	if more == nil {
		return appendTypes(names, first)
	}
	more = append(more, first)
	slices.SortFunc(more, func(a, b jsontree.Value) int { return strings.Compare(a.Name(), b.Name()) })
	for _, m := range more {
		names = appendTypes(names, m)
	}
	return names
}

// appendTypes appends the strings of one type member in order.
func appendTypes(names []string, v jsontree.Value) []string {
	begin := len(names)
	for i := range lenOf(v) {
		if e := elementOf(v, i); e.Kind() == jsontree.String {
			names = append(names, e.Text())
		}
	}
	slices.Sort(names[begin:])
	return names
}

// lenOf and elementOf treat a single value as an array of one, as
// [jsontree.Value.Each] does, without making an iterator.
func lenOf(v jsontree.Value) int {
	switch {
	case v.Kind() == jsontree.Array:
		return v.Len()
	case v.Exists():
		return 1
	}
	return 0
}

func elementOf(v jsontree.Value, i int) jsontree.Value {
	if v.Kind() == jsontree.Array {
		return v.At(i)
	}
	return v
}

// finishValueObject finishes an object with @value (step 14).
func (x *expander) finishValueObject(m *members) (result, error) {
	switch {
	case !m.hasOnly(hasValue, hasType, hasLanguage, hasDirection, hasIndex):
		return result{}, newSyntaxError(m.at, "a value object has members besides @value, @type, @language, @direction and @index")
	case m.has[hasType] && (m.has[hasLanguage] || m.has[hasDirection]):
		return result{}, newSyntaxError(m.at, "a value object has both @type and @language or @direction")
	case m.isJSON():
		it := x.newItem(jsonItem, m.at)
		it.value = m.value
		return single(it), nil
	case m.value.Kind() == jsontree.Null:
		return result{}, x.reportLoss(CodeValueDropped, m.value, "null yields no statement")
	case m.value.Kind() == jsontree.Object || m.value.Kind() == jsontree.Array:
		return result{}, newSyntaxError(m.value, "the value of @value is neither a scalar nor a JSON literal")
	case m.has[hasLanguage] && m.value.Kind() != jsontree.String:
		return result{}, newSyntaxError(m.value, "only a string can have a language")
	case m.has[hasLanguage] && m.language == "":
		if err := x.reportLoss(CodeLanguage, m.value, "the language tag is empty"); err != nil {
			return result{}, err
		}
	case m.has[hasDirection] && m.value.Kind() != jsontree.String:
		if err := x.reportLoss(CodeDirection, m.value, "only a string can have a direction"); err != nil {
			return result{}, err
		}
	}
	it := x.newItem(literalItem, m.at)
	it.value, it.language, it.direction = m.value, m.language, m.direction
	if m.has[hasType] {
		if len(m.node.types) != 1 {
			return result{}, newSyntaxError(m.at, "a value object must have one @type")
		}
		t := m.node.types[0]
		if !t.ok || !rdf.IsIRI(t.iri) { // an error also where loss is allowed (step 14.5)
			return result{}, &Error{Code: CodeTypeUndefined, Pointer: t.at.Pointer(), Detail: "the datatype is not an IRI"}
		}
		it.datatype = t.iri
	}
	return single(it), nil
}

// finishListOrSet finishes an object with @list or @set (step 16).
func (x *expander) finishListOrSet(m *members) (result, error) {
	if !m.hasOnly(hasList, hasIndex) && !m.hasOnly(hasSet, hasIndex) {
		return result{}, newSyntaxError(m.at, "@list or @set stands beside other members")
	}
	if m.has[hasSet] {
		return m.set, nil
	}
	if m.property == noProperty || m.property == graphProperty {
		return result{}, x.reportLoss(CodeValueDropped, m.at, "a list outside of any property yields no statement")
	}
	it := x.newItem(listItem, m.at)
	it.list = m.list
	return single(it), nil
}
