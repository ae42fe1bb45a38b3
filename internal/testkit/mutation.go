package testkit

import (
	"fmt"
	"iter"
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Mutation is a way of changing a JSON document at one place.
type Mutation string

// The mutations. Reorder changes the order of an object's members, which
// carries no meaning anywhere; all others change what the text says.
const (
	Alter     Mutation = "alter"     // another value of the same type
	Remove    Mutation = "remove"    // no member or element
	Duplicate Mutation = "duplicate" // the member twice
	Retype    Mutation = "retype"    // a value of another type
	Rename    Mutation = "rename"    // the member under another name
	Reorder   Mutation = "reorder"   // the members in another order
)

// Mutant is a document with one change.
type Mutant struct {
	Mutation Mutation
	Pointer  string // where the change is, in the original document
	Text     []byte
}

// String names the mutant in a test's output.
func (m Mutant) String() string { return fmt.Sprintf("%s %s", m.Mutation, m.Pointer) }

// Mutants yields every single change of a JSON document: each member and
// element in turn is altered, removed, duplicated, retyped and renamed, and
// the members of each object are reordered.
func Mutants(src []byte) iter.Seq[Mutant] {
	return func(yield func(Mutant) bool) {
		root, err := jsontree.Parse(src, jsontree.Limits{})
		if err != nil {
			panic(err) // a mistake of the test
		}
		mutate(root, yield)
	}
}

func mutate(v jsontree.Value, yield func(Mutant) bool) bool {
	emit := func(kind Mutation, text []byte) bool {
		return yield(Mutant{kind, v.Pointer(), text})
	}
	if v.Parent().Exists() {
		if !emit(Remove, v.Remove()) || !emit(Alter, v.Replace(altered(v))) {
			return false
		}
		for _, raw := range retyped(v) {
			if !emit(Retype, v.Replace(raw)) {
				return false
			}
		}
	}
	if v.Parent().Kind() == jsontree.Object {
		if !emit(Duplicate, v.Parent().Insert(v.Name(), v.Raw())) || !emit(Rename, renamed(v)) {
			return false
		}
	}
	if v.Kind() == jsontree.Object && v.Len() > 1 && !emit(Reorder, v.Replace(reversed(v))) {
		return false
	}
	for i := range v.Len() {
		if !mutate(v.At(i), yield) {
			return false
		}
	}
	return true
}

// altered returns another value of the same type.
func altered(v jsontree.Value) string {
	switch v.Kind() {
	case jsontree.String:
		return string(jsontree.AppendString(nil, v.Text()+"x"))
	case jsontree.Number:
		return "1" + strings.TrimPrefix(v.Raw(), "-")
	case jsontree.Bool:
		return fmt.Sprint(!v.Bool())
	case jsontree.Array:
		return string(jsontree.AppendString([]byte("["), "urn:x-other")) + "]"
	case jsontree.Object:
		return `{"id":"urn:x-other"}`
	}
	return "0"
}

// retyped returns values of other types. An array of one is left out: in JSON-LD
// a value and a set of one are the same.
func retyped(v jsontree.Value) []string {
	all := []string{"null", "true", "7", `"urn:x-retyped"`, `{"id":"urn:x-retyped"}`, "[]"}
	kinds := []jsontree.Kind{jsontree.Null, jsontree.Bool, jsontree.Number, jsontree.String, jsontree.Object, jsontree.Array}
	out := all[:0:0]
	for i, raw := range all {
		if kinds[i] != v.Kind() {
			out = append(out, raw)
		}
	}
	return out
}

func renamed(v jsontree.Value) []byte {
	without, err := jsontree.Parse(v.Remove(), jsontree.Limits{})
	if err != nil {
		panic(err)
	}
	return without.Lookup(v.Parent().Pointer()).Insert(v.Name()+"X", v.Raw())
}

func reversed(v jsontree.Value) string {
	var b strings.Builder
	for i := v.Len() - 1; i >= 0; i-- {
		b.WriteString("{,"[min(v.Len()-1-i, 1):][:1])
		b.Write(jsontree.AppendString(nil, v.At(i).Name()))
		b.WriteString(":" + v.At(i).Raw())
	}
	return b.String() + "}"
}
