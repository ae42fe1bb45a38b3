package edc

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// object is a node of the document that is being written.
type object struct {
	class   string  // its ELM class
	id      string  // an id that means something outside the document, or ""
	from    mc.Path // where it stands in the model
	members []member

	// missing is a member that ELM requires and that is not stated, here or in
	// a required node below: "Address.countryCode".
	missing string

	digest [sha256.Size]byte // of class, id and members: equal nodes share an id
	name   string            // the id in the document
}

// member is one term of an object with its values.
type member struct {
	term  string
	list  mc.Path // the list of the model that the values come from
	items []item
	array bool // written as an array even of one
}

// item is one value: a node or JSON text.
type item struct {
	node  *object
	raw   string
	from  mc.Path // the entry of the list, if there is one
	index int
}

// get returns the values of a term.
func (n *object) get(term string) []item {
	for _, m := range n.members {
		if m.term == term {
			return m.items
		}
	}
	return nil
}

// put adds a node. One that is not complete is left out where ELM allows that:
// better one statement less than one that no reader accepts.
func (e *encoder) put(n *object, term string, node *object) {
	if node != nil {
		e.add(n, member{term: term, items: []item{{node: node}}})
	}
}

// putRaw adds JSON text; "" says nothing.
func (e *encoder) putRaw(n *object, term, raw string) {
	if raw != "" {
		e.add(n, member{term: term, items: []item{{raw: raw}}})
	}
}

// putID adds a reference to what an IRI names: as a node of a class, or as the
// IRI alone.
func (e *encoder) putID(n *object, term, class, id string) {
	switch {
	case !vc.IsURL(id):
	case class == "":
		e.putRaw(n, term, quoted(id))
	default:
		e.put(n, term, &object{class: class, id: id})
	}
}

func (e *encoder) add(n *object, m member) {
	bound := boundOf(n.class, m.term)
	complete := func(i item) bool { return i.node == nil || i.node.missing == "" }
	if bound.min == 0 || slices.ContainsFunc(m.items, complete) && m.term != "awardingBody" {
		for _, i := range m.items {
			if !complete(i) {
				e.why(i.node.from, "ELM asks for "+i.node.missing+", which is not stated")
			}
		}
		m.items = slices.DeleteFunc(m.items, func(i item) bool { return !complete(i) })
	}
	if bound.max > 0 && len(m.items) > bound.max {
		for _, i := range m.items[bound.max:] {
			e.why(i.from, "ELM has room for one value")
		}
		m.items = m.items[:bound.max]
	}
	if len(m.items) > 0 {
		n.members = append(n.members, m)
	}
}

// write returns the node for a value of the model, or nil when there is
// nothing to say or it cannot stand here.
func (c *class[T]) write(e *encoder, parent *object, term string, from *T, at mc.Path) *object {
	name := ""
	switch {
	case isZero(from):
	case c.typeOf != nil:
		name = c.typeOf(parent, term, from)
	default:
		name = c.names[0]
	}
	if name == "" {
		if !isZero(from) {
			e.why(at, "ELM cannot state it in this form, or not with this code")
		}
		return nil
	}
	n := &object{class: name, from: at}
	if c.id != nil {
		if id := *c.id(from); vc.IsURL(id) && (!localID(id) || c.kept != nil && c.kept(id)) {
			n.id = id
		}
	}
	for _, f := range c.fields.list {
		if f.write != nil {
			f.write(e, n, from, at)
		}
	}
	if len(n.members) == 0 && n.id == "" {
		return nil
	}
	n.finish()
	return n
}

// finish puts members that share a list in the order of its entries, because
// that is how they are read, and looks whether anything required is missing.
func (n *object) finish() {
	for i := 1; i < len(n.members); i++ {
		for j := i; j > 0 && n.members[j].list != "" && n.members[j].list == n.members[j-1].list &&
			n.members[j].items[0].index < n.members[j-1].items[0].index; j-- {
			n.members[j], n.members[j-1] = n.members[j-1], n.members[j]
		}
	}
	for _, r := range cardinalityRules()[n.class] {
		items := n.get(r.term)
		if r.sealed || r.min == 0 {
			continue
		}
		if len(items) < r.min {
			n.missing = n.class + "." + r.term
		}
		for _, i := range items {
			if i.node != nil && i.node.missing != "" {
				n.missing = i.node.missing
			}
		}
	}
}

// writeList writes the entries of a list that a term is for.
func writeList[F any](e *encoder, n *object, term string, list []F, at mc.Path, c *class[F], pick func(*F) bool) {
	writeEach(e, n, term, list, at, pick, func(f *F, at mc.Path) *object { return c.write(e, n, term, f, at) })
}

// writeEach is writeList with a function that makes the nodes.
func writeEach[F any](e *encoder, n *object, term string, list []F, at mc.Path, pick func(*F) bool, write func(*F, mc.Path) *object) {
	m := member{term: term, list: at, array: term == "attachment"}
	for i := range list {
		here := at.At(i)
		if _, known := e.places[here]; !known {
			e.places[here] = -1 // nowhere yet
		}
		if pick != nil && !pick(&list[i]) {
			continue
		}
		if node := write(&list[i], here); node != nil {
			m.items = append(m.items, item{node: node, from: here, index: i})
		}
	}
	e.add(n, m)
}

// writeTexts writes the entries of a list as JSON text; show returns "" for
// those that a term is not for.
func writeTexts[F any](e *encoder, n *object, term string, list []F, at mc.Path, show func(*F) string) {
	m := member{term: term, list: at}
	for i := range list {
		here := at.At(i)
		if _, known := e.places[here]; !known {
			e.places[here] = -1
		}
		if raw := show(&list[i]); raw != "" {
			m.items = append(m.items, item{raw: raw, from: here, index: i})
		}
	}
	e.add(n, m)
}

// place notes which entry of its list each written entry will be read as.
func (e *encoder) place(n *object) {
	next := map[mc.Path]int{}
	for _, m := range n.members {
		for _, i := range m.items {
			if i.from != "" {
				e.places[i.from] = next[m.list]
				next[m.list]++
			}
			if i.node != nil {
				e.place(i.node)
			}
		}
	}
}

// hash makes the digests of a node and all below it.
func (n *object) hash() {
	h := sha256.New()
	part := func(s string) { // with its length, so that no two lists of parts are alike
		h.Write([]byte(strconv.Itoa(len(s)) + " " + s))
	}
	part(n.class)
	part(n.id)
	for _, m := range n.members {
		part(m.term)
		part(strconv.Itoa(len(m.items)))
		for _, i := range m.items {
			if i.node == nil {
				part(i.raw)
				continue
			}
			i.node.hash()
			part(string(i.node.digest[:]))
		}
	}
	h.Sum(n.digest[:0])
}

// names gives every node its id, as the Commission's tools do: nodes are
// numbered by class in the order of the document, and equal nodes share an
// id. An id has one body only; RDF would merge several.
type names struct {
	taken  map[string]bool // ids that must not be given
	count  map[string]int
	bodies map[string][sha256.Size]byte // by global id
	given  map[[sha256.Size]byte]string
	labels map[string]string // of concepts, by IRI and language
}

func newNames(taken map[string]bool) *names {
	return &names{
		taken: taken, count: map[string]int{}, bodies: map[string][sha256.Size]byte{},
		given: map[[sha256.Size]byte]string{}, labels: map[string]string{},
	}
}

func (x *names) assign(n *object) {
	switch {
	case n.class == "Concept" && n.id != "":
		x.agree(n)
		n.name = n.id
	case n.id != "" && x.first(n):
		n.name = n.id
	case x.given[n.digest] != "":
		n.name = x.given[n.digest]
	default:
		n.name = x.next(idKind(n.class))
		x.given[n.digest] = n.name
	}
	for _, m := range n.members {
		for _, i := range m.items {
			if i.node != nil {
				x.assign(i.node)
			}
		}
	}
}

// first reports whether no other body has the id of the node.
func (x *names) first(n *object) bool {
	if len(n.members) == 0 { // a reference, or a node without a body
		return true
	}
	body, seen := x.bodies[n.id]
	if !seen {
		x.bodies[n.id] = n.digest
	}
	return !seen || body == n.digest
}

// agree takes the labels off a concept that stands elsewhere in the document
// with another label in the same language, or another notation.
func (x *names) agree(n *object) {
	labels := map[string]string{}
	for _, m := range n.members {
		switch m.term {
		case "notation":
			labels[n.id+" "] = m.items[0].raw
		case "prefLabel":
			root, _ := jsontree.Parse([]byte(m.items[0].raw), jsontree.Limits{})
			for tag, text := range root.Members() {
				labels[n.id+" "+strings.ToLower(tag)] = text.Raw()
			}
		}
	}
	for key, label := range labels {
		if known, seen := x.labels[key]; seen && known != label {
			n.members = slices.DeleteFunc(n.members, func(m member) bool { return m.term == "notation" || m.term == "prefLabel" })
			return
		}
	}
	for key, label := range labels {
		x.labels[key] = label
	}
}

func (x *names) next(kind string) string {
	for {
		x.count[kind]++
		if name := "urn:epass:" + kind + ":" + strconv.Itoa(x.count[kind]); !x.taken[name] {
			return name
		}
	}
}

// idKinds are the classes whose ids do not carry the name of the class.
var idKinds = map[string]string{
	"Organisation": "org", "PeriodOfTime": "period", "LearningActivity": "activity", "LearningEntitlement": "entitlement",
}

func idKind(class string) string {
	if kind, ok := idKinds[class]; ok {
		return kind
	}
	class = strings.Replace(class, "Specification", "Spec", 1)
	return strings.ToLower(class[:1]) + class[1:]
}

// text writes a node as JSON. The credential itself has the contexts first and
// two types.
func (n *object) text(dst []byte) []byte {
	if n.class == typeEDC {
		dst = append(dst, `{"@context":["`+contextVC+`","`+contextEDC+`"],"id":`...)
		dst = jsontree.AppendString(dst, n.name)
		dst = append(dst, `,"type":["VerifiableCredential","`+typeEDC+`"]`...)
	} else {
		dst = jsontree.AppendString(append(dst, `{"id":`...), n.name)
		dst = jsontree.AppendString(append(dst, `,"type":`...), n.class)
	}
	for _, m := range n.members {
		dst = append(jsontree.AppendString(append(dst, ','), m.term), ':')
		if m.array || len(m.items) > 1 {
			dst = append(dst, '[')
		}
		for j, i := range m.items {
			if j > 0 {
				dst = append(dst, ',')
			}
			if i.node != nil {
				dst = i.node.text(dst)
			} else {
				dst = append(dst, i.raw...)
			}
		}
		if m.array || len(m.items) > 1 {
			dst = append(dst, ']')
		}
	}
	return append(dst, '}')
}
