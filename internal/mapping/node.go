package mapping

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Node is an object of the document that is being written.
type Node struct {
	Class         string  // its type, or ""
	ExtensionType string  // its second type, or ""
	ID            string  // an id that means something outside the document, or ""
	Bare          bool    // written as its id alone
	From          mc.Path // where it stands in the model
	Pointer       string  // where it stands in the document, if the writer has Mark
	Members       []Member

	State any // for the codec
}

// Member is one term of a node with its values.
type Member struct {
	Term  string
	List  mc.Path // the list in the model that the values come from, or ""
	Items []Item
	Array bool // written as an array even if it has one value

	rank int // of its row in the table
}

// Item is one value: a node or JSON text.
type Item struct {
	Node  *Node
	Raw   string
	From  mc.Path // the entry of the list in the model, or ""
	List  mc.Path // that list, if it is not the one of the member
	Index int     // the index of that entry
}

// Member returns the member with a term, or nil.
func (n *Node) Member(term string) *Member {
	for i := range n.Members {
		if n.Members[i].Term == term {
			return &n.Members[i]
		}
	}
	return nil
}

// Items returns the values of the member with a term.
func (n *Node) Items(term string) []Item {
	if m := n.Member(term); m != nil {
		return m.Items
	}
	return nil
}

// At returns the pointer of a member.
func (n *Node) At(term string) string { return n.Pointer + "/" + jsontree.EscapePointer(term) }

func (n *Node) idPointer() string {
	if n.Bare {
		return n.Pointer
	}
	return n.Pointer + "/id"
}

// AppendJSON appends a node as JSON text.
func (f *Format) AppendJSON(dst []byte, n *Node) []byte {
	if n.Bare {
		return jsontree.AppendString(dst, n.ID)
	}
	head := len(dst) + 1
	dst = f.Head(dst, n)
	for _, m := range n.Members {
		if len(dst) > head {
			dst = append(dst, ',')
		}
		dst = append(jsontree.AppendString(dst, m.Term), ':')
		dst = f.appendItems(dst, m)
	}
	return append(dst, '}')
}

func (f *Format) appendItems(dst []byte, m Member) []byte {
	array := m.Array || len(m.Items) != 1
	if array {
		dst = append(dst, '[')
	}
	for i, item := range m.Items {
		if i > 0 {
			dst = append(dst, ',')
		}
		if item.Node != nil {
			dst = f.AppendJSON(dst, item.Node)
		} else {
			dst = append(dst, item.Raw...)
		}
	}
	if array {
		dst = append(dst, ']')
	}
	return dst
}
