package jsonld

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Decisive says which members of a node decide, by the plain names under
// which a reader of JSON looks for them. It is made by [NewDecisive].
type Decisive struct {
	members map[string]Member
	byIRI   map[string]string
	types   Types
}

// Types says how much the types of a node decide.
type Types uint8

// The choices of [Types].
const (
	NoTypes    Types = iota // they do not
	AllTypes                // all are to be seen
	NamedTypes              // those are whose IRI ends in Credential or Presentation
)

// Member is a member that decides.
type Member struct {
	IRIs  []string  // what its name may stand for
	Shape Shape     // the form in which a reader understands it
	Node  *Decisive // what decides in the objects that it holds
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
	OneTerm                // a string that names an IRI that ends in it, or in it and "Method"
	AnyShape               // whatever it is
)

// NewDecisive returns the members that decide of a kind of node.
func NewDecisive(types Types, members map[string]Member) *Decisive {
	d := &Decisive{members: members, byIRI: make(map[string]string), types: types}
	for name, m := range members {
		for _, iri := range m.IRIs {
			d.byIRI[iri] = name
		}
	}
	return d
}

// typeName stands for the types among the names of members.
const typeName = "@type"

// watch compares what is stated of the nodes that decide with what a reader
// of JSON sees of them. The statements are collected while they are written.
type watch struct {
	byID   map[string][]*watched
	byNode map[*node][]*watched // the nodes without an id
	all    []*watched
}

// watched is a node that decides in one way, and the objects under which a
// reader looks for it: mostly one, and several if it is mentioned more than
// once.
type watched struct {
	*Decisive
	objects []*node
	isRead  map[*node]bool
	known   map[statement]bool
	stated  []statement
	where   []jsontree.Value // where each of them stands at first
	seen    map[sight]bool   // what each object shows
}

// statement is what is said of a node, by the plain name of the member.
type statement struct {
	name   string
	object rdf.Term
}

type sight struct {
	by *node
	statement
}

// watchRoot begins to watch the root of the document and what hangs on it.
func (w *quadWriter) watchRoot(doc jsontree.Value, items []*item) {
	if w.reading == nil || w.reading.Root == nil || len(items) != 1 || items[0].kind != nodeItem || items[0].at != doc {
		return
	}
	w.watch = &watch{byID: make(map[string][]*watched), byNode: make(map[*node][]*watched)}
	w.watchNode(items[0], w.reading.Root)
}

// watchNode watches a node at the place where a reader of JSON looks for it.
func (w *quadWriter) watchNode(it *item, d *Decisive) {
	if it.at.IsObject() && !isPlainID(it) {
		w.remark(Hidden, it.at)
	}
	n := it.node
	at := w.watch.at(n, d)
	at.objects = append(at.objects, n)
	at.isRead[n] = true
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

// at returns what is watched of a node that decides in a certain way.
func (w *watch) at(n *node, d *Decisive) *watched {
	for _, at := range w.find(n) {
		if at.Decisive == d {
			return at
		}
	}
	at := &watched{Decisive: d, isRead: make(map[*node]bool), known: make(map[statement]bool), seen: make(map[sight]bool)}
	w.all = append(w.all, at)
	if n.hasID {
		w.byID[n.id] = append(w.byID[n.id], at)
	} else {
		w.byNode[n] = append(w.byNode[n], at)
	}
	return at
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

// compareNames notes the members of an object whose names decide and that are
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
			w.remark(Renamed, v)
		case !ok || d.byIRI[p.iri] != name || !m.Shape.fits(v, p.values):
			w.remark(Hidden, v)
		}
	}
	if d.types == NoTypes {
		return
	}
	for _, t := range it.node.types {
		if t.misleads {
			w.remark(Hidden, t.at)
		}
	}
}

// fits reports whether a value is written so that a reader understands it, and
// whether the items that it expanded to are just what he reads.
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

// isRead reports whether an item is what a reader takes a value for: an object
// for a node, a text for itself.
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

// state collects a statement about a node that decides. visible says that a
// reader finds it in the object of n.
func (at *watched) state(n *node, name string, object place, v jsontree.Value, visible bool) {
	s := statement{name, object.term}
	if !at.known[s] {
		at.known[s] = true
		at.stated, at.where = append(at.stated, s), append(at.where, v)
	}
	if visible && at.isRead[n] {
		at.seen[sight{n, s}] = true
	}
}

// stateMember collects the statements of a member.
func (at *watched) stateMember(it *item, p property, object place) {
	name, decides := at.byIRI[p.iri]
	if !decides {
		return
	}
	at.state(it.node, name, object, p.at, p.at.Parent() == it.at && p.at.Name() == name)
}

// stateType collects the statement of a type.
func (at *watched) stateType(it *item, t typeOf, object place) {
	if at.types == NoTypes {
		return
	}
	member := it.at.Get("type")
	at.state(it.node, typeName, object, t.at, t.at == member || t.at.Parent() == member)
}

// finishWatch notes every statement that an object where a reader looks for the
// node does not show.
func (w *quadWriter) finishWatch() {
	if w.watch == nil {
		return
	}
	for _, at := range w.watch.all {
		for i, s := range at.stated {
			switch {
			case at.shows(s):
			case s.name == typeName && at.types == NamedTypes && !isNamedType(s.object.Value()):
				// An endorsement calls what it is about an EndorsementSubject.
			default:
				w.remark(Hidden, at.where[i])
			}
		}
	}
}

// shows reports whether every object shows a statement.
func (at *watched) shows(s statement) bool {
	for _, n := range at.objects {
		if !at.seen[sight{n, s}] {
			return false
		}
	}
	return true
}

// isNamedType reports whether a type says what a document is.
func isNamedType(iri string) bool {
	return strings.HasSuffix(iri, "Credential") || strings.HasSuffix(iri, "Presentation")
}
