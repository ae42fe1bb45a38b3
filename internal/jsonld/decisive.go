package jsonld

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Decisive lists the members of a node on which a verdict depends, by the plain
// names under which a reader of JSON looks for them. [NewDecisive] makes it.
type Decisive struct {
	members map[string]Member
	entries map[string]*Member // the same
	byIRI   map[string]string
	types   Types
}

// Types says which types of a node are decisive.
type Types uint8

// The choices of [Types].
const (
	NoTypes Types = iota
	AllTypes
	NamedTypes // those whose IRI ends in Credential or Presentation
)

// Member is a decisive member.
type Member struct {
	IRIs  []string  // what its name may stand for
	Shape Shape     // the form in which a reader understands it
	Node  *Decisive // the decisive members of the objects that it holds
	Open  bool      // its name may stand for something of another format
}

// Shape is a form of a value.
type Shape uint8

// The shapes.
const (
	OneText   Shape = iota // a string
	OneScalar              // a string, number or boolean
	OneNode                // a string or an object
	Nodes                  // the same, or an array of them
	OneTerm                // a string that stands for an IRI that ends in it, or in it and "Method"
	AnyShape               // anything
)

// NewDecisive returns the decisive members of a kind of node.
func NewDecisive(types Types, members map[string]Member) *Decisive {
	d := &Decisive{members: members, entries: make(map[string]*Member), byIRI: make(map[string]string), types: types}
	for name, m := range members {
		d.entries[name] = &m
		for _, iri := range m.IRIs {
			d.byIRI[iri] = name
		}
	}
	return d
}

// typeName stands for the types among the names of members.
const typeName = "@type"

// watch compares what is stated of the decisive nodes with what a reader of JSON
// sees of them. The statements are collected while they are written.
type watch struct {
	byID   map[string][]*watched
	byNode map[*node][]*watched // the nodes without an id
	all    []*watched
}

// watched is a node with its decisive members and the objects in which a reader
// looks for it: mostly one, or several if it is mentioned more than once.
type watched struct {
	*Decisive
	objects  []*node
	isObject map[*node]bool
	isStated map[statement]bool
	stated   []statement
	where    []jsontree.Value  // where each of them stands first
	shown    map[sighting]bool // what each object shows
}

// statement is what a member, by its plain name, states of a node.
type statement struct {
	name   string
	object rdf.Term
}

type sighting struct {
	by *node
	statement
}

// watchRoot begins to watch the root of the document and the decisive nodes
// below it.
func (w *quadWriter) watchRoot(doc jsontree.Value, items []*item) {
	if w.reading == nil || w.reading.Root == nil || len(items) != 1 || items[0].kind != nodeItem || items[0].at != doc {
		return
	}
	w.watch = &watch{byID: make(map[string][]*watched), byNode: make(map[*node][]*watched)}
	w.watchNode(items[0], w.reading.Root)
}

// watchNode watches a node in an object where a reader of JSON looks for it.
func (w *quadWriter) watchNode(it *item, d *Decisive) {
	if it.at.IsObject() && !isPlainID(it) {
		w.addRemark(Hidden, it.at)
	}
	n := it.node
	wn := w.watch.watchedFor(n, d)
	wn.objects = append(wn.objects, n)
	wn.isObject[n] = true
	w.compareNames(it, d)
	for _, p := range n.members {
		m, ok := d.members[p.at.Name()]
		if !ok || m.Node == nil || p.at.Parent() != it.at {
			continue
		}
		for _, value := range p.values {
			if inner := value.unwrapped(); inner.kind == nodeItem {
				w.watchNode(inner, m.Node)
			}
		}
	}
}

// watchedFor returns what is watched of a node with these decisive members.
func (w *watch) watchedFor(n *node, d *Decisive) *watched {
	for _, wn := range w.find(n) {
		if wn.Decisive == d {
			return wn
		}
	}
	wn := &watched{Decisive: d, isObject: make(map[*node]bool), isStated: make(map[statement]bool), shown: make(map[sighting]bool)}
	w.all = append(w.all, wn)
	if n.hasID {
		w.byID[n.id] = append(w.byID[n.id], wn)
	} else {
		w.byNode[n] = append(w.byNode[n], wn)
	}
	return wn
}

func (w *watch) find(n *node) []*watched {
	switch {
	case w == nil:
		return nil
	case n.hasID:
		return w.byID[n.id]
	}
	return w.byNode[n]
}

// unwrapped returns the node in a graph that a container made of it.
func (it *item) unwrapped() *item {
	if it.kind == nodeItem && it.node.container && len(it.node.graph) == 1 {
		return it.node.graph[0]
	}
	return it
}

// isPlainID reports whether the member id of an object is the id of the node.
func isPlainID(it *item) bool {
	id := it.at.Get("id")
	if n := it.node; n.hasID {
		return n.idAt == id && id.IsText(n.id)
	}
	return !id.Exists()
}

// compareNames notes the members of an object that have a decisive name and are
// not what a reader takes them for.
func (w *quadWriter) compareNames(it *item, d *Decisive) {
	plain := make(map[jsontree.Value]property, len(d.members))
	for _, p := range it.node.members {
		if p.at.Parent() == it.at {
			plain[p.at] = p
		}
	}
	for name, v := range it.at.Members() {
		m, decides := d.members[name]
		if !decides || v.Kind() == jsontree.Null {
			continue
		}
		switch p, ok := plain[v]; {
		case ok && m.Open && d.byIRI[p.iri] == "":
			w.addRemark(Renamed, v)
		case !ok || d.byIRI[p.iri] != name || !m.Shape.fits(v, p.values):
			w.addRemark(Hidden, v)
		}
	}
	if d.types == NoTypes {
		return
	}
	for _, t := range it.node.types {
		if t.misleads {
			w.addRemark(Hidden, t.at)
		}
	}
}

// fits reports whether a value has this shape and expanded to exactly the items
// that a reader takes it for.
func (s Shape) fits(v jsontree.Value, items []*item) bool {
	switch s {
	case AnyShape:
		return true
	case OneText:
		return v.Kind() == jsontree.String && len(items) == 1 && items[0].isRead(v)
	case OneScalar:
		return !v.IsObject() && v.Kind() != jsontree.Array && len(items) == 1 && items[0].isRead(v)
	case OneTerm:
		if v.Kind() != jsontree.String || len(items) != 1 || items[0].kind != nodeItem {
			return false
		}
		id := strings.TrimSuffix(items[0].node.id, "Method")
		return strings.HasSuffix(id, "#"+strings.TrimSuffix(v.Text(), "Method"))
	case OneNode:
		if v.Kind() == jsontree.Array {
			return false
		}
	}
	n := 0
	for e := range v.Each() {
		if e.Kind() == jsontree.Null {
			continue
		}
		if n >= len(items) || !items[n].isRead(e) {
			return false
		}
		n++
	}
	return n == len(items)
}

// isRead reports whether an item is what a reader takes a value for: a node for
// an object, a literal for a scalar.
func (it *item) isRead(v jsontree.Value) bool {
	if it = it.unwrapped(); it.at != v {
		return false
	}
	switch {
	case it.kind == nodeItem:
		return v.IsObject() || v.IsText(it.node.id)
	case it.kind == literalItem:
		return !v.IsObject()
	}
	return false
}

// addStatement collects a statement about a decisive node. visible says that a
// reader finds it in the object of n.
func (wn *watched) addStatement(n *node, name string, object optionalTerm, v jsontree.Value, visible bool) {
	s := statement{name, object.term}
	if !wn.isStated[s] {
		wn.isStated[s] = true
		wn.stated, wn.where = append(wn.stated, s), append(wn.where, v)
	}
	if visible && wn.isObject[n] {
		wn.shown[sighting{n, s}] = true
	}
}

// addMember collects the statements of a member.
func (wn *watched) addMember(it *item, p property, object optionalTerm) {
	name, decides := wn.byIRI[p.iri]
	if !decides {
		return
	}
	wn.addStatement(it.node, name, object, p.at, p.at.Parent() == it.at && p.at.Name() == name)
}

// addType collects the statement of a type.
func (wn *watched) addType(it *item, t nodeType, object optionalTerm) {
	if wn.types == NoTypes {
		return
	}
	member := it.at.Get("type")
	wn.addStatement(it.node, typeName, object, t.at, t.at == member || t.at.Parent() == member)
}

// finishWatch notes every statement about a node that one of its objects does
// not show.
func (w *quadWriter) finishWatch() {
	if w.watch == nil {
		return
	}
	for _, wn := range w.watch.all {
		for i, s := range wn.stated {
			switch {
			case wn.shows(s):
			case s.name == typeName && wn.types == NamedTypes && !isNamedType(s.object.Value()):
				// An endorsement may call the credential that it endorses an EndorsementSubject.
			default:
				w.addRemark(Hidden, wn.where[i])
			}
		}
	}
}

// shows reports whether every object shows a statement.
func (wn *watched) shows(s statement) bool {
	for _, n := range wn.objects {
		if !wn.shown[sighting{n, s}] {
			return false
		}
	}
	return true
}

// isNamedType reports whether a type says what a document is.
func isNamedType(iri string) bool {
	return strings.HasSuffix(iri, "Credential") || strings.HasSuffix(iri, "Presentation")
}
