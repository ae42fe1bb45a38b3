package jsonld

import (
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Reading asks how somebody reads the document who takes it for plain JSON,
// and whether he reads what its statements say. Statements can be written in
// many ways, and a signature over them says nothing about which one was
// chosen: a member can be renamed by a context, stand under its IRI, or at a
// second object with the same id, where no reader looks for it.
//
// Root and Vocabularies are the question, the other fields are the answer.
type Reading struct {
	// Root says which members of the document's root decide. What is read of
	// them must be exactly what is stated of the root. Nil asks nothing.
	Root *Decisive
	// Vocabularies are the beginnings of IRIs that belong to formats whose
	// readers go by names. A name for one of these must come from a known
	// context.
	Vocabularies []string

	// Foreign says that a context is in use that is not known.
	Foreign bool
	Remarks []Remark
	counts  [remarkKinds]int
}

// Remark is something that a reader should know, with the place of it.
type Remark struct {
	Kind    RemarkKind
	Pointer string // JSON Pointer into the document
}

// RemarkKind says what there is to know.
type RemarkKind uint8

// The kinds of [Remark].
const (
	// Hidden: what decides is stated but not read, read but not stated, or not
	// the same.
	Hidden RemarkKind = iota
	// Renamed: a context that is not known gives a known name another meaning,
	// or something known another name.
	Renamed
	// NullDropped: a null says nothing, as if it were not there.
	NullDropped
	// Rounded: a number is stated with 16 digits, and has more.
	Rounded

	remarkKinds
)

// maxRemarks bounds how many remarks of one kind are made.
const maxRemarks = 8

// remark notes something about a place, if anybody asked.
func (x *expander) remark(kind RemarkKind, at jsontree.Value) {
	r := x.reading
	if r == nil {
		return
	}
	if r.counts[kind]++; r.counts[kind] <= maxRemarks {
		r.Remarks = append(r.Remarks, Remark{kind, at.Pointer()})
	}
}
