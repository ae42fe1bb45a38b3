package mapping

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is what the rows of one format have in common.
type Format struct {
	Name string // in residues and reports

	// IsLocal reports whether an id only links the nodes of one document.
	IsLocal func(id string) bool
	// IsGlobal reports whether an id that is not local can be written: it is
	// well formed.
	IsGlobal func(id string) bool

	// TableOrder reads the members of a node in the order of the table, those
	// of an extension first, and not in the order of the document.
	TableOrder bool
	// Merges lets a second member complete or confirm what a first one said:
	// an equal value in another notation, a text in another language. Without
	// it, what comes second is residue.
	Merges bool
	// LeafByLeaf keeps what no row takes as residue by its leaves, not by whole
	// values: reading leaves it over for [mc.Tracker.KeepResidue]. That goes for
	// what is empty as well, and a node of which nothing is read is no entry of
	// a list.
	LeafByLeaf bool
	// TypeAlias takes the member type of a value object for its @type.
	TypeAlias bool
	// Conflict accounts for a value that differs from what was read before for
	// the same path; nil: as residue.
	Conflict func(r *Reader, v jsontree.Value, at mc.Path)

	// Telling returns the leaf that tells best what a node is; nil: its first.
	Telling func(v jsontree.Value) jsontree.Value
	// Dangling is the reason why an id that stands for a node is left over.
	Dangling string
	// Refused is the reason why a value is not written that no type fits.
	Refused string
	// Derived is the reason in the account of what follows from another leaf.
	Derived string

	// Texts writes text by language as a member.
	Texts func(w *Writer, n *Node, term string, s mc.LangString, at mc.Path)
	// Arrays writes the members that hold lists as arrays even of one entry.
	Arrays bool
	// Head writes the members of a node that stand before the others: id and
	// type. It begins with the brace and ends without a comma.
	Head func(dst []byte, n *Node) []byte
	// Admit takes off a member the values that may not stand there; nil: all
	// may.
	Admit func(w *Writer, n *Node, m *Member)
	// Close sees a node once its members are written; nil: nothing is to do.
	Close func(w *Writer, n *Node)
}
