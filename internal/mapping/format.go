package mapping

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is what all tables of one format have in common. IsLocal, IsGlobal,
// Texts and Head are required; the others may be left zero.
type Format struct {
	Name string // in residues and reports

	// IsLocal reports whether an id only links the nodes of one document.
	IsLocal func(id string) bool
	// IsGlobal reports whether an id that is not local is well formed, so that
	// it can be written.
	IsGlobal func(id string) bool

	// TableOrder reads the members of a node in the order of the table, those
	// of an extension first. Without it, they are read in the order of the
	// document.
	TableOrder bool
	// Merges lets several members state one field together: an equal value in
	// another notation, or a text in a further language. Without it, what comes
	// second is residue.
	Merges bool
	// LeafByLeaf keeps what no row takes as residue leaf by leaf, and not as
	// whole values: reading leaves it over for [mc.Tracker.KeepResidue], empty
	// values included. A node of which nothing is read makes no entry of a list.
	LeafByLeaf bool
	// TypeAlias allows type for @type in a value object.
	TypeAlias bool
	// Conflict accounts for a value that differs from the one that the field
	// already has. Nil: it is residue.
	Conflict func(r *Reader, v jsontree.Value, at mc.Path)

	// Telling returns the leaf that best says what a node is. Nil: its first.
	Telling func(v jsontree.Value) jsontree.Value

	// Reasons in the account.
	Dangling string // why an id that refers to a node is residue
	Refused  string // why a value that fits no type is not written
	Derived  string // why a value follows from a leaf that says something else

	// Texts writes text by language as a member.
	Texts func(w *Writer, n *Node, term string, s mc.LangString, at mc.Path)
	// Arrays writes a list as an array even if it has one entry.
	Arrays bool
	// Head appends the opening brace and the members that come first, such as
	// id and type, without a comma at the end.
	Head func(dst []byte, n *Node) []byte
	// Admit removes from a member the values that it may not have. Nil: it may
	// have any.
	Admit func(w *Writer, n *Node, m *Member)
	// Close is called with each node once its members are written. It may be
	// nil.
	Close func(w *Writer, n *Node)
}
