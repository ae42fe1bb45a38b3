package mapping

import (
	"cmp"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Writer is the state of writing one document.
type Writer struct {
	Format *Format
	State  any  // for the codec
	Plain  bool // leave out the members of extensions

	// Best returns the index of the text to write where there is room for one,
	// or -1.
	Best func(s mc.LangString) int
	// InLanguage reports whether readers take a text without a language to be in
	// this one. It is only needed with Mark.
	InLanguage func(tag string) bool

	// Mark enters into the account what became of a value of the model. Nil: the
	// codec makes the account in another way, by reading the document back.
	Mark func(at mc.Path, o mc.Outcome)
	// Places maps the path of each entry of a list in the model to its index
	// when it is read back, -1 if it is not written. Nil: nobody asks.
	Places map[mc.Path]int
	// Reasons says why what is below a path is not written. It may be nil.
	Reasons map[mc.Path]string

	Extended  bool // a member of an extension has been written
	extension bool // a member of an extension is being written
}

// Extension reports whether a member of an extension is being written.
func (w *Writer) Extension() bool { return w.extension }

// Inside runs f with all that it writes counted as part of an extension.
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

// accounts reports whether the account is made while writing. If not, no paths
// and pointers are built for it.
func (w *Writer) accounts() bool { return w.Mark != nil }

// pointer returns where a member stands, "" if no account is made.
func (w *Writer) pointer(n *Node, term string) string {
	if !w.accounts() {
		return ""
	}
	return n.At(term)
}

// entry returns where an entry of a member stands, "" if no account is made.
func (w *Writer) entry(n *Node, term string, i int) string {
	if !w.accounts() {
		return ""
	}
	return n.At(term) + "/" + strconv.Itoa(i)
}

// keep is Keep for a field of the value at a path.
func (w *Writer) keep(n *Node, term string, at, field mc.Path) {
	if w.accounts() {
		w.Keep(step(at, field), n.At(term))
	}
}

// Keep accounts for a value that is written as it is.
func (w *Writer) Keep(at mc.Path, to string) { w.mark(at, mc.Outcome{To: to, Kind: mc.KindExact}) }

// Change accounts for a value that is written in another notation.
func (w *Writer) Change(at mc.Path, to string, match mc.Match, reason string) {
	w.mark(at, mc.Outcome{To: to, Kind: mc.KindTransformed, Match: match, Reason: reason})
}

// Translate is Change for a notation from which the value is read back exactly.
func (w *Writer) Translate(at mc.Path, to, reason string) {
	w.Change(at, to, mc.MatchExact, reason)
}

// Add adds a member with those of its values that [Format.Admit] leaves.
func (w *Writer) Add(n *Node, m Member) {
	if w.Format.Admit != nil {
		w.Format.Admit(w, n, &m)
	}
	if len(m.Items) > 0 {
		n.Members = append(n.Members, m)
	}
}

// Put adds a member with one node, nothing for nil.
func (w *Writer) Put(n *Node, term string, node *Node) {
	if node != nil {
		w.Add(n, Member{Term: term, Items: []Item{{Node: node}}})
	}
}

// PutRaw adds a member with JSON text, nothing for "".
func (w *Writer) PutRaw(n *Node, term, raw string) {
	if raw != "" {
		w.Add(n, Member{Term: term, Items: []Item{{Raw: raw}}})
	}
}

// PutText adds a member with a string, nothing for "".
func (w *Writer) PutText(n *Node, term, s string) { w.PutRaw(n, term, Quote(s)) }

// Quote returns text as a JSON string, "" for no text.
func Quote(s string) string {
	if s == "" {
		return ""
	}
	return string(jsontree.AppendString(nil, s))
}

// follow notes that an entry of a list in the model is not written, until
// [Writer.Place] finds that it is.
func (w *Writer) follow(entry mc.Path) {
	if w.Places == nil {
		return
	}
	if _, known := w.Places[entry]; !known {
		w.Places[entry] = -1
	}
}

// Place notes for each entry that was written which entry of its list it will
// be when it is read.
func (w *Writer) Place(n *Node) {
	next := map[mc.Path]int{}
	for _, m := range n.Members {
		for _, item := range m.Items {
			if item.From != "" {
				list := cmp.Or(item.List, m.List)
				w.Places[item.From] = next[list]
				next[list]++
			}
			if item.Node != nil {
				w.Place(item.Node)
			}
		}
	}
}
