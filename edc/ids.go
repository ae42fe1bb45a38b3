package edc

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// isLocalID reports whether an id only links the nodes of one document. The
// Commission's tools number nodes anew in every document under urn:epass:, and
// name those made from the seal's certificate urn:certificate...:1.
func isLocalID(id string) bool {
	return strings.HasPrefix(id, "urn:epass:") || strings.HasPrefix(id, "urn:certificate") || strings.HasPrefix(id, "_:")
}

// digest is the digest of the class, id and members of a node.
type digest = [sha256.Size]byte

// hash computes the digests of a node and all nodes below it.
func hash(n *mapping.Node) digest {
	h := sha256.New()
	part := func(s string) { // the length keeps different lists of parts different
		h.Write([]byte(strconv.Itoa(len(s)) + " " + s))
	}
	part(n.Class)
	part(n.ID)
	for _, m := range n.Members {
		part(m.Term)
		part(strconv.Itoa(len(m.Items)))
		for _, i := range m.Items {
			if i.Node == nil {
				part(i.Raw)
				continue
			}
			below := hash(i.Node)
			part(string(below[:]))
		}
	}
	state := stateOf(n)
	h.Sum(state.digest[:0])
	return state.digest
}

// names gives every node its id as the Commission's tools do: nodes are numbered by
// class in the order of the document, and equal nodes share an id. Different nodes
// never do, because RDF would merge them.
type names struct {
	taken  map[string]bool   // ids that must not be given
	count  map[string]int    // nodes by class
	bodies map[string]digest // nodes by global id
	given  map[digest]string
	labels map[string]string // of concepts, by IRI and language
}

func newNames(taken map[string]bool) *names {
	return &names{
		taken: taken, count: map[string]int{}, bodies: map[string]digest{},
		given: map[digest]string{}, labels: map[string]string{},
	}
}

func (x *names) assign(n *mapping.Node) {
	state := stateOf(n)
	switch {
	case n.Class == "Concept" && n.ID != "":
		x.agree(n)
		state.name = n.ID
	case n.ID != "" && x.first(n):
		state.name = n.ID
	case x.given[state.digest] != "":
		state.name = x.given[state.digest]
	default:
		state.name = x.next(idKind(n.Class))
		x.given[state.digest] = state.name
	}
	for _, m := range n.Members {
		for _, i := range m.Items {
			if i.Node != nil {
				x.assign(i.Node)
			}
		}
	}
}

// first reports whether no different node has the id of the node.
func (x *names) first(n *mapping.Node) bool {
	if len(n.Members) == 0 { // a reference
		return true
	}
	body, seen := x.bodies[n.ID]
	if !seen {
		x.bodies[n.ID] = stateOf(n).digest
	}
	return !seen || body == stateOf(n).digest
}

// agree removes the labels and notation of a concept that has others elsewhere in
// the document.
func (x *names) agree(n *mapping.Node) {
	labels := map[string]string{}
	for _, m := range n.Members {
		switch m.Term {
		case "notation":
			labels[n.ID+" "] = m.Items[0].Raw
		case "prefLabel":
			root, _ := jsontree.Parse([]byte(m.Items[0].Raw), jsontree.Limits{})
			for tag, text := range root.Members() {
				labels[n.ID+" "+strings.ToLower(tag)] = text.Raw()
			}
		}
	}
	for key, label := range labels {
		if known, seen := x.labels[key]; seen && known != label {
			n.Members = slices.DeleteFunc(n.Members, func(m mapping.Member) bool { return m.Term == "notation" || m.Term == "prefLabel" })
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

// idKinds are the names in ids of classes that have another name there.
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

// idsIn returns the ids of all nodes of a document.
func idsIn(v jsontree.Value) map[string]bool {
	out := map[string]bool{}
	var scan func(v jsontree.Value)
	scan = func(v jsontree.Value) {
		if id := v.Get("id").Text(); id != "" {
			out[id] = true
		}
		for i := range v.Len() {
			scan(v.At(i))
		}
	}
	scan(v)
	return out
}
