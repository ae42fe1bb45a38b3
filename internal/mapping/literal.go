package mapping

import (
	"errors"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var (
	errPositive = errors.New("not a positive whole number")
	errWord     = errors.New("not a word that the model knows")
)

// Notation is how values of a type are written as a literal. Show returns JSON
// text, "" for a value that is not stated or cannot be written.
type Notation[F comparable] struct {
	Parse func(string) (F, error)
	Show  func(F) string
}

// The notations of the types of the model.
var (
	AsText     = Notation[string]{func(s string) (string, error) { return s, nil }, Quote}
	AsInstant  = Notation[mc.Instant]{mc.ParseInstant, func(i mc.Instant) string { return Quote(i.String()) }}
	AsDate     = Notation[mc.Date]{mc.ParseDate, func(d mc.Date) string { return Quote(d.String()) }}
	AsDecimal  = Notation[mc.Decimal]{mc.ParseDecimal, func(d mc.Decimal) string { return Quote(d.String()) }}
	AsDuration = Notation[mc.ISODuration]{mc.ParseISODuration, func(d mc.ISODuration) string { return Quote(d.String()) }}
)

// Literal is a member with one literal in a notation.
func Literal[T any, F comparable](term string, get func(*T) *F, as Notation[F]) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			ReadLiteral(r, v, get(to), step(at, field), as.Parse)
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if raw := as.Show(*get(from)); raw != "" {
				w.keep(n, term, at, field)
				w.PutRaw(n, term, raw)
			}
		}}
}

// ReadLiteral reads one literal into a field.
func ReadLiteral[F comparable](r *Reader, v jsontree.Value, into *F, at mc.Path, parse func(string) (F, error)) {
	v, text, ok := r.Literal(v)
	if !ok {
		return
	}
	value, err := parse(text)
	if err != nil {
		r.Reject(v, err.Error())
		return
	}
	Fill(r, v, into, value, at)
}

// Text is a member with a string.
func Text[T any](term string, get func(*T) *string) Row[T] { return Literal(term, get, AsText) }

// Instant is a member with a point in time.
func Instant[T any](term string, get func(*T) *mc.Instant) Row[T] {
	return Literal(term, get, AsInstant)
}

// Decimal is a member with an exact number as text.
func Decimal[T any](term string, get func(*T) *mc.Decimal) Row[T] {
	return Literal(term, get, AsDecimal)
}

// Positive is a member with a whole number above 0, the only ones that the
// model states.
func Positive[T any, F int | int64](term string, get func(*T) *F) Row[T] {
	return Literal(term, get, Notation[F]{
		Parse: func(s string) (F, error) {
			n, err := strconv.ParseInt(s, 10, 32)
			if err != nil || n < 1 {
				return 0, errPositive
			}
			return F(n), nil
		},
		Show: func(n F) string {
			if n < 1 {
				return ""
			}
			return strconv.FormatInt(int64(n), 10)
		},
	})
}

// Tri is a boolean member.
func Tri[T any](term string, get func(*T) *mc.Tri) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			v, ok := r.Single(v)
			switch {
			case !ok:
			case v.Kind() != jsontree.Bool:
				r.Reject(v, "not a boolean")
			default:
				Fill(r, v, get(to), mc.TriOf(v.Bool()), step(at, field))
			}
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if value, known := get(from).Bool(); known {
				w.keep(n, term, at, field)
				w.PutRaw(n, term, strconv.FormatBool(value))
			}
		}}
}

// Word is a member with a word of a closed list: show has the word for each
// value, and reads may have further words that are understood.
func Word[T any, F comparable](term string, get func(*T) *F, show map[F]string, reads ...map[string]F) Row[T] {
	field := PathOf(get)
	words := map[string]F{}
	for value, word := range show {
		words[word] = value
	}
	for _, more := range reads {
		for word, value := range more {
			words[word] = value
		}
	}
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			leaf, s, ok := r.Literal(v)
			if !ok {
				return
			}
			value, known := words[s]
			if !known {
				r.Reject(leaf, errWord.Error())
				return
			}
			FillAs(r, leaf, get(to), value, step(at, field), "a word of the model")
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if word := show[*get(from)]; word != "" {
				if w.accounts() {
					w.Translate(step(at, field), n.At(term), "a word of the format")
				}
				w.PutText(n, term, word)
			}
		}}
}

// Texts is a member with any number of strings, which may be empty.
func Texts[T any](term string, get func(*T) *[]string) Row[T] {
	as := Notation[string]{AsText.Parse, func(s string) string { return string(jsontree.AppendString(nil, s)) }}
	return literals(term, get, as, false)
}

// Instants is a member with any number of points in time.
func Instants[T any](term string, get func(*T) *[]mc.Instant) Row[T] {
	return literals(term, get, AsInstant, true)
}

// literals is a member with any number of literals. With skipZero, the zero value
// is left out of the list when it is read.
func literals[T any, F comparable](term string, get func(*T) *[]F, as Notation[F], skipZero bool) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			var zero F
			for e := range v.Each() {
				leaf, text, ok := r.Literal(e)
				if !ok {
					continue
				}
				value, err := as.Parse(text)
				list := get(to)
				switch {
				case err != nil:
					r.Reject(leaf, err.Error())
				case skipZero && value == zero:
					r.Scaffold(leaf)
				default:
					r.Keep(leaf, step(at, field).At(len(*list)))
					*list = append(*list, value)
				}
			}
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if list := *get(from); len(list) > 0 {
				WriteTexts(w, n, term, list, step(at, field), func(f *F) string { return as.Show(*f) })
			}
		}}
}
