package mapping

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// One is a member with one node, which stands in a part of T.
func One[T, F any](term string, get func(*T) *F, c *Class[F]) Row[T] {
	return one(term, get, c, false)
}

// OneInArray is One for a member that the format writes as an array.
func OneInArray[T, F any](term string, get func(*T) *F, c *Class[F]) Row[T] {
	return one(term, get, c, true)
}

func one[T, F any](term string, get func(*T) *F, c *Class[F], array bool) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			if v, ok := r.Single(v); ok {
				c.Read(r, v, get(to), step(at, field))
			}
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if part := get(from); !isZero(part) {
				writeOne(w, n, term, part, step(at, field), c, array)
			}
		}}
}

// Opt is a member with one node, which stands behind a pointer. When two
// members share the pointer, the second one completes the first, or is residue
// if the format does not merge.
func Opt[T, F any](term string, get func(*T) **F, c *Class[F]) Row[T] {
	return opt(term, get, c, false)
}

// OptInArray is Opt for a member that the format writes as an array.
func OptInArray[T, F any](term string, get func(*T) **F, c *Class[F]) Row[T] {
	return opt(term, get, c, true)
}

func opt[T, F any](term string, get func(*T) **F, c *Class[F], array bool) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			v, ok := r.Single(v)
			switch into := get(to); {
			case !ok:
			case *into != nil && !r.Format.Merges:
				r.Reject(v, oneValue)
			case *into != nil:
				c.Read(r, v, *into, step(at, field))
			default:
				node := new(F)
				if c.Read(r, v, node, step(at, field)) {
					*into = node
				}
			}
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if part := *get(from); part != nil {
				writeOne(w, n, term, part, step(at, field), c, array)
			}
		}}
}

func writeOne[F any](w *Writer, n *Node, term string, from *F, at mc.Path, c *Class[F], array bool) {
	pointer := w.pointer(n, term)
	if array {
		pointer = w.entry(n, term, 0)
	}
	if node := c.Write(w, n, term, from, at, pointer); node != nil {
		w.Add(n, Member{Term: term, Items: []Item{{Node: node}}, Array: array})
	}
}

// Condition says which entries of a list a member is for, and what it thereby
// tells of them.
type Condition[F any] struct {
	// Holds reports whether an entry is written as this member; nil: any is.
	Holds func(*F) bool
	// Tell sees each entry that is read: it sets what the member tells and
	// accounts for it. It may be nil.
	Tell func(r *Reader, v jsontree.Value, to *F, at mc.Path)
	// Told is the field that is told, for the account of the writer, or "".
	Told mc.Path
}

// Having is the condition that a field has a value, which the member tells.
func Having[F any, V comparable](get func(*F) *V, value V) Condition[F] {
	field := PathOf(get)
	return Condition[F]{
		Holds: func(f *F) bool { return *get(f) == value },
		Tell: func(r *Reader, v jsontree.Value, to *F, at mc.Path) {
			*get(to) = value
			r.Derive(v, step(at, field))
		},
		Told: field,
	}
}

// If is the condition that is holds, of which the member tells nothing.
func If[F any](is func(*F) bool) Condition[F] { return Condition[F]{Holds: is} }

// Many is a member with nodes, each an entry of a list. When several members
// share the list, conditions say which entries this one is for.
func Many[T, F any](term string, get func(*T) *[]F, c *Class[F], conditions ...Condition[F]) Row[T] {
	return ManyIn(term, get, func(f *F) *F { return f }, c, conditions...)
}

// ManyIn is Many for nodes that hold a part of each entry only; the rest
// follows from the member, or stands nowhere.
func ManyIn[T, E, F any](term string, get func(*T) *[]E, part func(*E) *F, c *Class[F], conditions ...Condition[E]) Row[T] {
	field, inner := PathOf(get), PathOf(part)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			for e := range v.Each() {
				if r.Nothing(e) {
					continue
				}
				list := get(to)
				here := step(at, field).At(len(*list))
				var entry E
				if !c.Read(r, e, part(&entry), step(here, inner)) {
					continue
				}
				for _, condition := range conditions {
					if condition.Tell != nil {
						condition.Tell(r, e, &entry, here)
					}
				}
				*list = append(*list, entry)
			}
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			list := *get(from)
			if len(list) == 0 {
				return
			}
			WriteNodes(w, n, term, list, step(at, field), func(entry *E, here mc.Path, pointer string) *Node {
				for _, condition := range conditions {
					if condition.Holds != nil && !condition.Holds(entry) {
						return nil
					}
				}
				node := c.Write(w, n, term, part(entry), step(here, inner), pointer)
				for _, condition := range conditions {
					if w.accounts() && node != nil && condition.Told != "" {
						w.Translate(step(here, condition.Told), pointer, "the member says it")
					}
				}
				return node
			})
		}}
}

// WriteNodes adds a member with the nodes that write makes of the entries of a
// list; nil leaves an entry out.
func WriteNodes[F any](w *Writer, n *Node, term string, list []F, at mc.Path, write func(f *F, at mc.Path, pointer string) *Node) {
	m := Member{Term: term, List: at, Array: w.Format.Arrays}
	for i := range list {
		here := at.At(i)
		w.follow(here)
		if node := write(&list[i], here, w.entry(n, term, len(m.Items))); node != nil {
			m.Items = append(m.Items, Item{Node: node, From: here, Index: i})
		}
	}
	w.Add(n, m)
}

// WriteTexts adds a member with the JSON text that show makes of the entries
// of a list; "" leaves an entry out.
func WriteTexts[F any](w *Writer, n *Node, term string, list []F, at mc.Path, show func(*F) string) {
	m := Member{Term: term, List: at, Array: w.Format.Arrays}
	for i := range list {
		here := at.At(i)
		w.follow(here)
		if raw := show(&list[i]); raw != "" {
			w.Keep(here, w.entry(n, term, len(m.Items)))
			m.Items = append(m.Items, Item{Raw: raw, From: here, Index: i})
		}
	}
	w.Add(n, m)
}

// follow notes that an entry of the model becomes none of the document, until
// it is known which.
func (w *Writer) follow(entry mc.Path) {
	if w.Places == nil {
		return
	}
	if _, known := w.Places[entry]; !known {
		w.Places[entry] = -1
	}
}

// Place notes which entry of its list each written entry will be read as.
func (w *Writer) Place(n *Node) {
	next := map[mc.Path]int{}
	for _, m := range n.Members {
		for _, item := range m.Items {
			if item.From != "" {
				w.Places[item.From] = next[m.List]
				next[m.List]++
			}
			if item.Node != nil {
				w.Place(item.Node)
			}
		}
	}
}
