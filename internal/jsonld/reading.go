package jsonld

import (
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Reading asks whether a reader who takes the document for plain JSON reads what
// its statements say. Statements can be written in many ways, and a signature
// over them says nothing about which one was chosen: a member can be renamed by
// a context, stand under its IRI, or at a second object with the same id, where
// no reader looks for it.
//
// Root and Vocabularies are the question, the other fields are the answer.
type Reading struct {
	// Root lists the decisive members of the document's root. What a reader reads
	// in them must be exactly what is stated of the root. Nil asks nothing.
	Root *Decisive
	// Vocabularies are the beginnings of IRIs that belong to formats whose
	// readers go by names. A name for such an IRI must come from a known context.
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
	// Hidden says that something decisive is stated but not read, read but not
	// stated, or read as something else.
	Hidden RemarkKind = iota
	// Renamed says that a context that is not known gives a known name another
	// meaning, or something known another name.
	Renamed
	// NullDropped says that a null states nothing, as if it were not there.
	NullDropped
	// Rounded says that a number has more than the 16 digits that are stated.
	Rounded

	remarkKinds
)

// maxRemarks bounds how many remarks of one kind are made.
const maxRemarks = 8

// addRemark notes something about a place, if there is a Reading.
func (x *expander) addRemark(kind RemarkKind, at jsontree.Value) {
	r := x.reading
	if r == nil {
		return
	}
	if r.counts[kind]++; r.counts[kind] <= maxRemarks {
		r.Remarks = append(r.Remarks, Remark{kind, at.Pointer()})
	}
}
