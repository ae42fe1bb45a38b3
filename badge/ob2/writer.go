package ob2

import (
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// object writes a JSON object member by member and knows its pointer.
type object struct {
	at string
	b  strings.Builder
}

func newObject(at string) *object { return &object{at: at} }

// raw writes a member that is JSON text already.
func (o *object) raw(name, raw string) {
	if o.b.Len() > 0 {
		o.b.WriteByte(',')
	}
	o.b.WriteString(quote(name) + ":" + raw)
}

func (o *object) text(name, s string) { o.raw(name, quote(s)) }

func (o *object) texts(name string, list ...string) {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = quote(s)
	}
	o.raw(name, "["+strings.Join(parts, ",")+"]")
}

func (o *object) object(name string, child *object) { o.raw(name, child.String()) }

// objects writes an array of objects, and nothing for none: Open Badges 3.0
// has no empty arrays.
func (o *object) objects(name string, list []*object) {
	if len(list) == 0 {
		return
	}
	parts := make([]string, len(list))
	for i, child := range list {
		parts[i] = child.String()
	}
	o.raw(name, "["+strings.Join(parts, ",")+"]")
}

func (o *object) String() string { return "{" + o.b.String() + "}" }

func quote(s string) string { return string(jsontree.AppendString(nil, s)) }

// element is the pointer of an element of an array.
func element(at string, i int) string { return at + "/" + strconv.Itoa(i) }

// ledger accounts for every leaf of a source document: a scalar, null or empty
// container.
type ledger struct {
	root   jsontree.Value
	leaves []mc.Leaf
	index  map[string]int
	marked []bool
	added  []mc.Leaf
}

func newLedger(root jsontree.Value) *ledger {
	l := &ledger{root: root, index: map[string]int{}}
	eachLeaf(root, root.Pointer(), func(pointer string) {
		l.index[pointer] = len(l.leaves)
		l.leaves = append(l.leaves, mc.Leaf{Source: pointer})
	})
	l.marked = make([]bool, len(l.leaves))
	for i := range l.leaves {
		if root.Lookup(l.leaves[i].Source).Kind() == jsontree.Null { // says nothing
			l.leaves[i].Kind, l.marked[i] = mc.KindScaffold, true
		}
	}
	return l
}

// eachLeaf calls f with the pointer of every leaf of a value that stands at a
// pointer, in document order.
func eachLeaf(v jsontree.Value, at string, f func(pointer string)) {
	if v.Len() == 0 {
		f(at)
		return
	}
	for name, m := range v.Members() {
		eachLeaf(m, at+"/"+jsontree.EscapePointer(name), f)
	}
	i := 0
	for e := range v.Elements() {
		eachLeaf(e, element(at, i), f)
		i++
	}
}

// mark says what became of the leaves of a value. A leaf that is carried to
// several places keeps its first kind; one that was dropped or had no content
// in one place and is carried in another was carried.
func (l *ledger) mark(v jsontree.Value, to string, kind mc.Kind, reason string) {
	if !v.Exists() {
		return
	}
	eachLeaf(v, v.Pointer(), func(pointer string) {
		i, ok := l.index[pointer]
		if !ok {
			return
		}
		leaf := &l.leaves[i]
		if !l.marked[i] || to != "" && len(leaf.Target) == 0 {
			leaf.Kind, leaf.Reason, l.marked[i] = kind, reason, true
		}
		if to != "" {
			leaf.Target = append(leaf.Target, to)
		}
	})
}

func (l *ledger) keep(v jsontree.Value, to string) { l.mark(v, to, mc.KindExact, "") }

func (l *ledger) change(v jsontree.Value, to, reason string) {
	l.mark(v, to, mc.KindTransformed, reason)
}

func (l *ledger) scaffold(v jsontree.Value) { l.mark(v, "", mc.KindScaffold, "") }

func (l *ledger) drop(v jsontree.Value, reason string) { l.mark(v, "", mc.KindDropped, reason) }

// discard drops what is of no worth outside the source document.
func (l *ledger) discard(v jsontree.Value, reason string) {
	if !v.Exists() {
		return
	}
	eachLeaf(v, v.Pointer(), func(pointer string) {
		if i, ok := l.index[pointer]; ok && !l.marked[i] {
			l.leaves[i].Kind, l.leaves[i].Reason, l.leaves[i].Severity = mc.KindDropped, reason, mc.SeverityInfo
			l.marked[i] = true
		}
	})
}

// add accounts for a value without a source.
func (l *ledger) add(to string, kind mc.Kind, reason string) {
	l.added = append(l.added, mc.Leaf{Target: []string{to}, Kind: kind, Reason: reason, Added: true,
		CarriedBy: mc.CarriedNatively, Severity: mc.SeverityInfo})
}

// report closes the account. Originals are the pointers at which source
// documents stand whole in the target, by the place that they have in the
// source: what was dropped of them is still there.
func (l *ledger) report(to string, originals map[string]string) *mc.Report {
	for i := range l.leaves {
		leaf := &l.leaves[i]
		if !l.marked[i] {
			leaf.Kind, leaf.Reason = mc.KindDropped, "Open Badges 3.0 has no term for it"
		}
		leaf.CarriedBy = mc.CarriedNatively
		if leaf.Kind != mc.KindDropped {
			if leaf.Kind == mc.KindExact || leaf.Kind == mc.KindTransformed {
				leaf.Match = mc.MatchExact
			}
			continue
		}
		leaf.CarriedBy = mc.CarriedByNothing
		if leaf.Severity == mc.SeverityNone {
			leaf.Severity = mc.SeverityWarning
		}
		if at, ok := originals[partOf(leaf.Source, originals)]; ok {
			leaf.Kind, leaf.CarriedBy, leaf.Severity = mc.KindEmbedded, mc.CarriedByOriginal, mc.SeverityInfo
			leaf.Target = []string{at}
		}
	}
	return &mc.Report{From: Format, To: to, Leaves: append(l.leaves, l.added...)}
}

// partOf returns the longest of the keys that a pointer lies below.
func partOf(pointer string, parts map[string]string) string {
	found := ""
	for part := range parts {
		if len(part) > len(found) && strings.HasPrefix(pointer, part+"/") {
			found = part
		}
	}
	return found
}
