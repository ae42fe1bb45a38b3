package mapping

import (
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Row is one member of a class. When it is read, the value may be one or an
// array of what the member holds. A row without Write is for reading only.
type Row[T any] struct {
	Term      string
	Extension bool // a term of an extension, which plain readers do not know
	Turn      int  // when it is read: rows with a lower turn come first
	Read      func(r *Reader, v jsontree.Value, to *T, at mc.Path)
	Write     func(w *Writer, n *Node, from *T, at mc.Path)
}

// before orders rows for reading in table order: by turn, and within one what
// an extension says first, which plainer members confirm or complete.
func (r *Row[T]) before(other *Row[T]) int {
	switch {
	case r.Turn != other.Turn:
		return r.Turn - other.Turn
	case r.Extension == other.Extension:
		return 0
	case r.Extension:
		return -1
	}
	return 1
}

// Rows joins lists of rows.
func Rows[T any](lists ...[]Row[T]) []Row[T] {
	var out []Row[T]
	for _, list := range lists {
		out = append(out, list...)
	}
	return out
}

// Extension marks rows as terms of an extension.
func Extension[T any](rows ...Row[T]) []Row[T] {
	for i := range rows {
		rows[i].Extension = true
	}
	return rows
}

// Turn sets when a row is read, for one that depends on others. Without it, the
// turn is 0.
func Turn[T any](turn int, row Row[T]) Row[T] {
	row.Turn = turn
	return row
}

// Alias reads a member under other names too. Such a name counts where none of
// those before it stands in the node.
func Alias[T any](row Row[T], names ...string) []Row[T] {
	rows := []Row[T]{row}
	for i, name := range names {
		other := ReadOnly(row)
		other.Term = name
		other.Read = func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			for _, before := range rows[:i+1] {
				if m := v.Parent().Get(before.Term); m.Exists() && m.Kind() != jsontree.Null {
					r.Reject(v, "the member stands there under another name")
					return
				}
			}
			row.Read(r, v, to, at)
		}
		rows = append(rows, other)
	}
	return rows
}

// ReadOnly takes the writing off a row: another one says the same better, or
// the format loses it.
func ReadOnly[T any](row Row[T]) Row[T] {
	row.Write = nil
	return row
}

// Tells is a row whose member tells more than it holds: tell sees the member
// once it is read.
func Tells[T any](row Row[T], tell func(r *Reader, v jsontree.Value, to *T, at mc.Path)) Row[T] {
	read := row.Read
	row.Read = func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
		read(r, v, to, at)
		tell(r, v, to, at)
	}
	return row
}

// When restricts the writing of a row.
func When[T any](is func(w *Writer, n *Node, from *T, at mc.Path) bool, row Row[T]) Row[T] {
	write := row.Write
	row.Write = func(w *Writer, n *Node, from *T, at mc.Path) {
		if is(w, n, from, at) {
			write(w, n, from, at)
		}
	}
	return row
}

// Custom is a member that functions of its own read and write; write may be
// nil.
func Custom[T any](term string, read func(r *Reader, v jsontree.Value, to *T, at mc.Path), write func(w *Writer, n *Node, from *T, at mc.Path)) Row[T] {
	return Row[T]{Term: term, Read: read, Write: write}
}

// Part has the rows of a part of T stand in T itself.
func Part[T, F any](get func(*T) *F, rows ...Row[F]) []Row[T] {
	field := PathOf(get)
	return lift(rows,
		func(row Row[F], r *Reader, v jsontree.Value, to *T, at mc.Path) {
			row.Read(r, v, get(to), step(at, field))
		},
		func(row Row[F], w *Writer, n *Node, from *T, at mc.Path) { row.Write(w, n, get(from), step(at, field)) })
}

// Through has the rows of a part behind a pointer stand in T itself. Reading
// makes the part when a member says something of it.
func Through[T, F any](get func(*T) **F, rows ...Row[F]) []Row[T] {
	field := PathOf(get)
	return lift(rows,
		func(row Row[F], r *Reader, v jsontree.Value, to *T, at mc.Path) {
			part := *get(to)
			if part == nil {
				part = new(F)
			}
			if row.Read(r, v, part, step(at, field)); !isZero(part) {
				*get(to) = part
			}
		},
		func(row Row[F], w *Writer, n *Node, from *T, at mc.Path) {
			if part := *get(from); part != nil {
				row.Write(w, n, part, step(at, field))
			}
		})
}

// First has the rows of the first entry of a list stand in T itself. Reading
// makes the entry when a member says something of it.
func First[T, F any](get func(*T) *[]F, rows ...Row[F]) []Row[T] {
	field := PathOf(get).At(0)
	return lift(rows,
		func(row Row[F], r *Reader, v jsontree.Value, to *T, at mc.Path) {
			list := get(to)
			if len(*list) > 0 {
				row.Read(r, v, &(*list)[0], step(at, field))
				return
			}
			entry := new(F)
			if row.Read(r, v, entry, step(at, field)); !isZero(entry) {
				*list = append(*list, *entry)
			}
		},
		func(row Row[F], w *Writer, n *Node, from *T, at mc.Path) {
			if list := *get(from); len(list) > 0 {
				row.Write(w, n, &list[0], step(at, field))
			}
		})
}

func lift[T, F any](rows []Row[F], read func(Row[F], *Reader, jsontree.Value, *T, mc.Path), write func(Row[F], *Writer, *Node, *T, mc.Path)) []Row[T] {
	out := make([]Row[T], len(rows))
	for i, row := range rows {
		out[i] = Row[T]{Term: row.Term, Extension: row.Extension, Turn: row.Turn,
			Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) { read(row, r, v, to, at) }}
		if row.Write != nil {
			out[i].Write = func(w *Writer, n *Node, from *T, at mc.Path) { write(row, w, n, from, at) }
		}
	}
	return out
}
