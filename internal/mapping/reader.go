package mapping

import (
	"strconv"

	"github.com/mikromerit/mikromerit/internal/layout"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Reader is the state of reading one document.
type Reader struct {
	Format *Format
	State  any    // for the codec
	Lang   string // the language of texts that do not name one

	// Tracker takes the account. Nil: it is kept in Claims.
	Tracker *mc.Tracker
	Claims  []Claim
	Residue mc.Residue

	// Plain leaves the members of extensions over, as other readers do.
	Plain bool

	// Names are other names of members in the document, with those in the tables.
	Names map[string]string

	// Follow returns the node that a value refers to, and a function to call
	// once that is read. Nil: nodes are read where they stand.
	Follow func(v jsontree.Value) (node jsontree.Value, leave func(), ok bool)
	// KeepText accounts for a text that is taken to be in Lang. Nil: like Keep.
	KeepText func(v jsontree.Value, at mc.Path)

	extension bool // a member of an extension is being read
}

// Claim is what became of a leaf, or of all leaves below a pointer.
type Claim struct {
	Of        jsontree.Value
	Outcome   mc.Outcome
	Extension bool // read from a member of an extension
}

// Pointer returns where the leaves stand. Most claims are never asked.
func (c Claim) Pointer() string { return c.Of.Pointer() }

// Leaves returns the pointers of the leaves of a document in its order: of its
// scalars, nulls and empty containers.
func Leaves(root jsontree.Value) []string {
	w := leafWalk{}
	w.walk(root, append(make([]byte, 0, 256), root.Pointer()...))
	return w.out
}

// leafWalk collects pointers. That of the value it is at is kept in a buffer.
type leafWalk struct {
	out   []string
	texts layout.Arena
}

func (w *leafWalk) walk(v jsontree.Value, at []byte) {
	n := v.Len()
	if n == 0 {
		w.out = append(w.out, w.texts.Text(at))
		return
	}
	isObject := v.IsObject()
	at = append(at, '/')
	for i := range n {
		m := v.At(i)
		if isObject {
			w.walk(m, append(at, jsontree.EscapePointer(m.Name())...))
		} else {
			w.walk(m, strconv.AppendInt(at, int64(i), 10))
		}
	}
}

// Mark enters into the account what became of the leaves at or below a value, if
// it is there.
func (r *Reader) Mark(v jsontree.Value, o mc.Outcome) {
	switch {
	case !v.Exists():
	case r.Tracker != nil:
		r.Tracker.Mark(v.Pointer(), o)
	default:
		r.Claims = append(r.Claims, Claim{v, o, r.extension})
	}
}

// Outside runs f with nothing that it reads counted as part of an extension.
func (r *Reader) Outside(f func()) {
	outer := r.extension
	r.extension = false
	f()
	r.extension = outer
}

// Keep accounts for a leaf whose value is at a path as it was.
func (r *Reader) Keep(v jsontree.Value, at mc.Path) {
	r.Mark(v, mc.Outcome{To: string(at), Kind: mc.KindExact})
}

// Change accounts for a leaf whose value is at a path in another notation.
func (r *Reader) Change(v jsontree.Value, at mc.Path, reason string) {
	r.Mark(v, mc.Outcome{To: string(at), Kind: mc.KindTransformed, Match: mc.MatchExact, Reason: reason})
}

// Derive accounts for a value at a path that follows from a node: it adds the
// path to the leaf that best says what the node is.
func (r *Reader) Derive(v jsontree.Value, at mc.Path) {
	if r.Format.Telling != nil {
		v = r.Format.Telling(v)
	}
	for v.Len() > 0 {
		v = v.At(0)
	}
	if v.Exists() {
		r.Change(v, at, r.Format.Derived)
	}
}

// Scaffold accounts for leaves that have no content of their own.
func (r *Reader) Scaffold(v jsontree.Value) { r.Mark(v, mc.Outcome{Kind: mc.KindScaffold}) }

// Reject keeps the raw text of a value as residue: the model has no field for
// it, or it is malformed. In the leaf-by-leaf account it leaves it over.
func (r *Reader) Reject(v jsontree.Value, reason string) {
	r.RejectAs(v, mc.Outcome{Reason: reason})
}

// RejectAs is Reject with an outcome that says more than the reason.
func (r *Reader) RejectAs(v jsontree.Value, o mc.Outcome) {
	if r.Nothing(v) || r.Format.LeafByLeaf {
		return
	}
	pointer := v.Pointer()
	r.Residue.Put(r.Format.Name, pointer, v.Raw())
	o.To, o.Kind = string(mc.ResiduePath(r.Format.Name, pointer)), mc.KindResidue
	r.Mark(v, o)
}

// Nothing reports whether a value says nothing, because it is null, empty or
// not there, and accounts for it if so. With [Format.LeafByLeaf], what is empty is
// left over.
func (r *Reader) Nothing(v jsontree.Value) bool {
	empty := v.Kind() == jsontree.Null || (v.Kind() == jsontree.Array || v.IsObject()) && v.Len() == 0
	if empty && (!r.Format.LeafByLeaf || v.Kind() == jsontree.Null) {
		r.Scaffold(v)
	}
	return empty || !v.Exists()
}

// oneValue is the reason why a second value is left over.
const oneValue = "the model has room for one value"

// Single returns the one value of a member; further elements of an array
// become residue. It is false for a member that says nothing.
func (r *Reader) Single(v jsontree.Value) (jsontree.Value, bool) {
	var found jsontree.Value
	for e := range v.Each() {
		switch {
		case r.Nothing(e):
		case found.Exists():
			r.Reject(e, oneValue)
		default:
			found = e
		}
	}
	return found, found.Exists()
}

// Literal returns the text of a member with one literal: a string, or a number
// or boolean as it is written. A value object gives its value.
func (r *Reader) Literal(v jsontree.Value) (leaf jsontree.Value, text string, ok bool) {
	v, ok = r.Single(v)
	if !ok {
		return v, "", false
	}
	if value := v.Get("@value"); value.Exists() {
		for name, m := range v.Members() {
			switch {
			case name == "@value":
			case name == "@type", name == "type" && r.Format.TypeAlias:
				r.Scaffold(m)
			default:
				r.Reject(m, "not part of a literal")
			}
		}
		v = value
	}
	if leaf, text, ok = Peek(v); !ok {
		r.Reject(v, "not a literal")
	}
	return leaf, text, ok
}

// Peek returns what [Reader.Literal] does and accounts for nothing.
func Peek(v jsontree.Value) (leaf jsontree.Value, text string, ok bool) {
	if v.Kind() == jsontree.Array {
		v = v.At(0)
	}
	if value := v.Get("@value"); value.Exists() {
		v = value
	}
	switch v.Kind() {
	case jsontree.String:
		return v, v.Text(), true
	case jsontree.Number, jsontree.Bool:
		return v, v.Raw(), true
	}
	return v, "", false
}

// Fill takes a value for a field: the first one sets the field, an equal one
// confirms it, and a different one is a conflict.
func Fill[F comparable](r *Reader, v jsontree.Value, into *F, value F, at mc.Path) {
	var zero F
	switch {
	case value == zero:
		r.Scaffold(v) // the empty text says nothing
	case *into == zero:
		*into = value
		r.Keep(v, at)
	case *into == value:
		r.Keep(v, at)
	case r.Format.Merges && Alike(*into, value):
		r.Change(v, at, "the same in another notation")
	default:
		r.conflict(v, at)
	}
}

// FillAs is Fill for a value in another notation.
func FillAs[F comparable](r *Reader, v jsontree.Value, into *F, value F, at mc.Path, reason string) {
	var zero F
	if *into != zero && *into != value {
		r.conflict(v, at)
		return
	}
	*into = value
	r.Change(v, at, reason)
}

func (r *Reader) conflict(v jsontree.Value, at mc.Path) {
	if r.Format.Conflict == nil {
		r.Reject(v, oneValue)
		return
	}
	r.Format.Conflict(r, v, at)
}

// Alike reports whether two values of the model mean the same: a time in
// another zone, a number with more zeros.
func Alike(a, b any) bool {
	switch a := a.(type) {
	case mc.Instant:
		b, ok := b.(mc.Instant)
		return ok && !a.IsZero() && !b.IsZero() && a.Compare(b) == 0
	case mc.Decimal:
		b, ok := b.(mc.Decimal)
		return ok && !a.IsZero() && !b.IsZero() && a.Cmp(b) == 0
	}
	return a == b
}
