package mapping

import (
	"reflect"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Writer is the state of writing one document.
type Writer struct {
	Format *Format
	State  any  // of the codec
	Plain  bool // leave out the members of extensions

	// Best returns the index of the text to write where there is room for one,
	// or -1.
	Best func(s mc.LangString) int
	// InLanguage reports whether a text in a language needs no word on that
	// where there is room for one.
	InLanguage func(tag string) bool

	// Mark enters into the account what became of a value of the model; nil:
	// the account is made by reading back.
	Mark func(at mc.Path, o mc.Outcome)
	// Places notes the entry of a list that an entry of the model becomes, -1
	// for none; nil: entries are not followed.
	Places map[mc.Path]int
	// Reasons notes why something below a path is not written; it may be nil.
	Reasons map[mc.Path]string

	Extended  bool // whether a member of an extension has been written
	extension bool // whether one is being written
}

// Extension reports whether a member of an extension is being written.
func (w *Writer) Extension() bool { return w.extension }

// Inside runs f for a node that only an extension leads to.
func (w *Writer) Inside(f func()) {
	outer := w.extension
	w.extension = true
	f()
	w.extension = outer
}

// Explain notes why values below a path are not written.
func (w *Writer) Explain(at mc.Path, reason string) {
	if w.Reasons != nil {
		w.Reasons[at] = reason
	}
}

func (w *Writer) mark(at mc.Path, o mc.Outcome) {
	if w.Mark == nil {
		return
	}
	if w.extension {
		o = mc.Outcome{To: o.To, Kind: mc.KindExtension}
	}
	w.Mark(at, o)
}

// accounts reports whether the account is made while writing. Paths and
// pointers that only serve it are not put together otherwise.
func (w *Writer) accounts() bool { return w.Mark != nil }

// pointer is where a member stands, for a writer that accounts.
func (w *Writer) pointer(n *Node, term string) string {
	if !w.accounts() {
		return ""
	}
	return n.At(term)
}

// entry is where an entry of a member stands, for a writer that accounts.
func (w *Writer) entry(n *Node, term string, i int) string {
	if !w.accounts() {
		return ""
	}
	return n.At(term) + "/" + strconv.Itoa(i)
}

// keep is Keep for a field of what stands at a path.
func (w *Writer) keep(n *Node, term string, at, field mc.Path) {
	if w.accounts() {
		w.Keep(step(at, field), n.At(term))
	}
}

// Keep accounts for a value that is written as it stands.
func (w *Writer) Keep(at mc.Path, to string) { w.mark(at, mc.Outcome{To: to, Kind: mc.KindExact}) }

// Change accounts for a value that is written in another notation.
func (w *Writer) Change(at mc.Path, to string, match mc.Match, reason string) {
	w.mark(at, mc.Outcome{To: to, Kind: mc.KindTransformed, Match: match, Reason: reason})
}

// Translate is Change for a notation that can be read back exactly.
func (w *Writer) Translate(at mc.Path, to, reason string) {
	w.Change(at, to, mc.MatchExact, reason)
}

// Add adds a member with its values, but for those that may not stand there.
func (w *Writer) Add(n *Node, m Member) {
	if w.Format.Admit != nil {
		w.Format.Admit(w, n, &m)
	}
	if len(m.Items) > 0 {
		n.Members = append(n.Members, m)
	}
}

// Put adds a member with one node; nil says nothing.
func (w *Writer) Put(n *Node, term string, node *Node) {
	if node != nil {
		w.Add(n, Member{Term: term, Items: []Item{{Node: node}}})
	}
}

// PutRaw adds a member with JSON text; "" says nothing.
func (w *Writer) PutRaw(n *Node, term, raw string) {
	if raw != "" {
		w.Add(n, Member{Term: term, Items: []Item{{Raw: raw}}})
	}
}

// PutText adds a member with a string; "" says nothing.
func (w *Writer) PutText(n *Node, term, s string) { w.PutRaw(n, term, Quote(s)) }

// Quote is text as JSON, "" when there is none.
func Quote(s string) string {
	if s == "" {
		return ""
	}
	return string(jsontree.AppendString(nil, s))
}

func isZero[T any](v *T) bool { return reflect.ValueOf(v).Elem().IsZero() }
