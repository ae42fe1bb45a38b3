package jsonld

import (
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// members collects what the members of one object expand to.
type members struct {
	at       jsontree.Value
	property string // the active property
	written  *scope // where types are expanded
	around   *scope // where the active property stands

	has       [hasCount]bool
	node      node
	value     jsontree.Value
	language  string
	direction string
	list      []*item
	set       result

	sawReverse bool // there was a member @reverse or an alias of it
}

// Keywords that an object can have once.
const (
	hasID = iota
	hasType
	hasValue
	hasLanguage
	hasDirection
	hasIndex
	hasGraph
	hasIncluded
	hasList
	hasSet
	hasReverse
	hasCount
)

var keywordNumber = map[string]int{
	"@id": hasID, "@type": hasType, "@value": hasValue, "@language": hasLanguage, "@direction": hasDirection,
	"@index": hasIndex, "@graph": hasGraph, "@included": hasIncluded, "@list": hasList, "@set": hasSet,
	"@reverse": hasReverse,
}

// hasOnly reports whether the object has nothing but the given keywords.
func (m *members) hasOnly(allowed ...int) bool {
	for i, there := range m.has {
		if there && !slices.Contains(allowed, i) {
			return false
		}
	}
	return len(m.node.members) == 0
}

func (m *members) isEmpty() bool { return m.hasOnly() }

// isJSON reports whether the type of the object is @json (step 12). It must be
// the only type, because further ones would be lost.
func (m *members) isJSON() bool { return len(m.node.types) == 1 && m.node.types[0].iri == "@json" }

// expandMembers expands the members of an object (step 13) and those nested in
// it (step 14). v is the object itself or one that stands under @nest.
func (x *expander) expandMembers(s *scope, m *members, v jsontree.Value) error {
	var nests []jsontree.Value
	for i := range v.Len() {
		value := v.At(i)
		key := value.Name()
		if key == "@context" {
			continue
		}
		iri, ok := s.expandIRI(key, true, false)
		var err error
		switch {
		case !ok && isKeywordLike(key):
			err = x.reportLoss(CodeKeyword, value, "the member name has the form of a keyword")
		case !ok:
			err = x.reportLoss(CodeTermUndefined, value, "the context defines the member name as null")
		case iri == "@nest":
			x.addRemark(Renamed, value)
			nests = append(nests, value)
		case ld.IsKeyword(iri):
			x.checkKeyword(s, m, key, iri, value)
			err = x.expandKeyword(s, m, iri, value)
		case !strings.Contains(iri, ":"):
			err = x.reportLoss(CodeTermUndefined, value, "no context defines the member name")
		default:
			if x.misleads(s, key, iri) {
				x.addRemark(Renamed, value)
			}
			err = x.expandMember(s, m, key, iri, value)
		}
		if err != nil {
			return err
		}
	}
	for _, nest := range nests {
		if err := x.expandNested(s, m, nest); err != nil {
			return err
		}
	}
	return nil
}

// expandNested expands the members that stand under @nest or an alias of it.
func (x *expander) expandNested(s *scope, m *members, nest jsontree.Value) error {
	if m.property == reverseProperty {
		return newSyntaxError(nest, "a keyword stands under @reverse")
	}
	s, err := x.propertyScope(s, s, nest.Name(), nest)
	if err != nil {
		return err
	}
	for v := range nest.Each() {
		if !v.IsObject() {
			return newSyntaxError(v, "the value of @nest is not an object")
		}
		for key, value := range v.Members() {
			if iri, _ := s.expandIRI(key, true, false); iri == "@value" {
				return newSyntaxError(value, "@value stands under @nest")
			}
		}
		if err := x.expandMembers(s, m, v); err != nil {
			return err
		}
	}
	return nil
}

// expandKeyword expands the value of a keyword (step 13.4).
func (x *expander) expandKeyword(s *scope, m *members, keyword string, v jsontree.Value) error {
	if m.property == reverseProperty {
		return newSyntaxError(v, "a keyword stands under @reverse")
	}
	number, known := keywordNumber[keyword]
	if !known {
		return x.reportLoss(CodeKeyword, v, "the keyword means nothing here")
	}
	// A reverse property sets hasReverse too, but is not a second @reverse.
	if number == hasReverse && m.sawReverse || number != hasReverse && m.has[number] && number != hasType && number != hasIncluded {
		return newSyntaxError(v, "two members are the same keyword")
	}
	there := true
	var err error
	switch number {
	case hasID:
		err = x.expandID(s, m, v)
	case hasType:
		err = x.expandTypes(m, v)
	case hasValue:
		m.value = v
	case hasLanguage:
		m.language = strings.ToLower(v.Text())
		err = requireString(v, "@language")
	case hasDirection:
		if !v.IsText("ltr") && !v.IsText("rtl") {
			return newSyntaxError(v, `@direction must be "ltr" or "rtl"`)
		}
		if m.direction = v.Text(); !x.i18n {
			err = x.reportLoss(CodeDirection, v, "RDF cannot hold a base direction")
		}
	case hasIndex:
		if err = requireString(v, "@index"); err == nil {
			err = x.reportLoss(CodeValueDropped, v, "an @index yields no statement")
		}
	case hasGraph:
		m.node.hasGraph = true
		m.node.graph, err = x.expandItems(s, graphProperty, v)
	case hasIncluded:
		err = x.expandIncluded(s, m, v)
	case hasList:
		if m.property == noProperty || m.property == graphProperty {
			return x.reportLoss(CodeValueDropped, v, "a list outside of any property yields no statement")
		}
		m.list, err = x.expandList(s, m.property, v)
	case hasSet:
		m.set, err = x.expandElement(s, m.property, v, false)
	case hasReverse:
		there, m.sawReverse = false, true
		err = x.expandReverse(s, m, v)
	}
	m.has[number] = m.has[number] || there
	return err
}

func requireString(v jsontree.Value, keyword string) error {
	if v.Kind() != jsontree.String {
		return newSyntaxError(v, "the value of "+keyword+" is not a string")
	}
	return nil
}

// expandItems expands a value to an array.
func (x *expander) expandItems(s *scope, property string, v jsontree.Value) ([]*item, error) {
	r, err := x.expandElement(s, property, v, false)
	return r.items, err
}

// expandList expands the value of @list. Without a list container, an array or a
// set in it would be merged into the list.
func (x *expander) expandList(s *scope, property string, v jsontree.Value) ([]*item, error) {
	if v.Kind() != jsontree.Array || hasContainer(s.terms[property], "@list") {
		return x.expandItems(s, property, v)
	}
	var items []*item
	for i := range v.Len() {
		r, err := x.expandElement(s, property, v.At(i), false)
		if err != nil {
			return nil, err
		}
		if r.array {
			if err := x.reportLoss(CodeValueDropped, v.At(i), "an array inside @list loses its boundaries; write it as a @list of its own"); err != nil {
				return nil, err
			}
		}
		items = append(items, r.items...)
	}
	return items, nil
}

// expandID expands the value of @id.
func (x *expander) expandID(s *scope, m *members, v jsontree.Value) error {
	if err := requireString(v, "@id"); err != nil {
		return err
	}
	id, ok := s.expandIRI(v.Text(), false, true)
	m.node.id, m.node.idAt, m.node.hasID = id, v, true
	if !ok || ld.IsKeyword(id) {
		return x.reportLoss(CodeKeyword, v, "the id has the form of a keyword")
	}
	x.checkReference(s, "", v, id, false)
	return nil
}

// checkKeyword notes a keyword that stands where a reader of JSON looks for
// another name, or that moves members away from where the reader looks for them.
// The types of a value object are never looked for.
func (x *expander) checkKeyword(s *scope, m *members, key, keyword string, v jsontree.Value) {
	if x.reading == nil {
		return
	}
	misleads := x.misleads(s, key, keyword)
	switch keyword {
	case "@type":
		misleads = misleads && !m.at.Get("@value").Exists()
	case "@set", "@list":
		_, known := m.around.counterpart().terms[m.property]
		misleads = misleads || known
	}
	if misleads {
		x.addRemark(Renamed, v)
	}
}

// expandTypes expands the value of @type.
func (x *expander) expandTypes(m *members, v jsontree.Value) error {
	m.node.types = slices.Grow(m.node.types, lenOf(v))
	for i := range lenOf(v) {
		e := elementOf(v, i)
		if err := requireString(e, "@type"); err != nil {
			return err
		}
		iri, ok := m.written.expandIRI(e.Text(), true, true)
		m.node.types = append(m.node.types, nodeType{iri, ok, ok && x.checkType(m.written, e.Text(), iri, e), e})
	}
	return nil
}

// expandIncluded expands the value of @included.
func (x *expander) expandIncluded(s *scope, m *members, v jsontree.Value) error {
	r, err := x.expandElement(s, noProperty, v, false)
	if err != nil {
		return err
	}
	if r.isNull() {
		return newSyntaxError(v, "the value of @included is not a node")
	}
	for _, it := range r.items {
		if it.kind != nodeItem {
			return newSyntaxError(it.at, "the value of @included is not a node")
		}
	}
	m.node.included = append(m.node.included, r.items...)
	return nil
}

// expandReverse expands the value of @reverse.
func (x *expander) expandReverse(s *scope, m *members, v jsontree.Value) error {
	if !v.IsObject() {
		return newSyntaxError(v, "the value of @reverse is not an object")
	}
	r, err := x.expandObject(s, reverseProperty, v, false)
	if err != nil {
		return err
	}
	for _, it := range r.items {
		m.node.members = append(m.node.members, it.node.reverse...)
		for _, p := range it.node.members {
			if err := m.addReverse(p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *members) addReverse(p property) error {
	for _, it := range p.values {
		if it.kind != nodeItem {
			return newSyntaxError(it.at, "the value of a reverse property is not a node")
		}
	}
	m.node.reverse = append(m.node.reverse, p)
	m.has[hasReverse] = true
	return nil
}

// expandMember expands a member that is a property (steps 13.5 to 13.14).
func (x *expander) expandMember(s *scope, m *members, key, iri string, v jsontree.Value) error {
	term := s.terms[key]
	r, err := x.expandMemberValue(s, term, key, v)
	if err != nil || r.isNull() {
		return err
	}
	if hasContainer(term, "@list") && (r.array || r.items[0].kind != listItem) {
		list := x.newItem(listItem, v)
		list.list = r.items
		r = single(list)
	}
	if hasContainer(term, "@graph") && !hasContainer(term, "@id") && !hasContainer(term, "@index") {
		for i, it := range r.items {
			r.items[i] = x.wrapInGraph(it)
		}
	}
	p := property{iri, v, r.items}
	if term != nil && term.Reverse {
		return m.addReverse(p)
	}
	m.node.members = append(m.node.members, p)
	return nil
}

// expandMemberValue expands the value of a property by its type and container.
func (x *expander) expandMemberValue(s *scope, term *ld.TermDefinition, key string, v jsontree.Value) (result, error) {
	if term != nil {
		isObject := v.IsObject()
		switch {
		case term.Type == "@json":
			it := x.newItem(jsonItem, v)
			it.value = v
			return single(it), nil
		case isObject && hasContainer(term, "@language"):
			return x.expandLanguageMap(s, key, v)
		case isObject && (hasContainer(term, "@index") || hasContainer(term, "@id") || hasContainer(term, "@type")):
			return x.expandIndexMap(s, term, key, v)
		}
	}
	return x.expandElement(s, key, v, false)
}

// wrapInGraph wraps an item in a graph of its own.
func (x *expander) wrapInGraph(it *item) *item {
	return x.newNode(it.at, &node{graph: []*item{it}, hasGraph: true, container: true})
}
