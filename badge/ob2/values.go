package ob2

import (
	"iter"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// get returns a member, id and type also under their JSON-LD keyword. To
// JSON-LD a member that is null is not there, and a list of one is that one.
func get(v jsontree.Value, name string) jsontree.Value {
	m := present(v.Get(name))
	if !m.Exists() && (name == "id" || name == "type") {
		m = present(v.Get("@" + name))
	}
	return only(m)
}

// only returns the element of an array that has one, else the value.
func only(v jsontree.Value) jsontree.Value {
	if v.Kind() != jsontree.Array {
		return v
	}
	n, found := 0, v
	for one := range each(v) {
		if found = one; n > 0 {
			return v
		}
		n++
	}
	return found
}

// present returns a value that is not null, else the absent value.
func present(v jsontree.Value) jsontree.Value {
	if v.Kind() == jsontree.Null {
		return jsontree.Value{}
	}
	return v
}

// each returns a value, or the elements of an array, without those that are
// null.
func each(v jsontree.Value) iter.Seq[jsontree.Value] {
	return func(yield func(jsontree.Value) bool) {
		for one := range v.Each() {
			if one.Kind() != jsontree.Null && !yield(one) {
				return
			}
		}
	}
}

// listed returns the elements of an array that are not null.
func listed(v jsontree.Value) (all []jsontree.Value) {
	for one := range each(v) {
		all = append(all, one)
	}
	return all
}

// truth reads a member that is true or false, which is false where it is not
// there. It is not readable when it is something else.
func truth(v jsontree.Value) (is, readable bool) {
	return v.Kind() == jsontree.Bool && v.Bool(), !v.Exists() || v.Kind() == jsontree.Bool
}

func either(v jsontree.Value, name, alias string) jsontree.Value {
	if m := get(v, name); m.Exists() {
		return m
	}
	return get(v, alias)
}

// scalar returns the value of a JSON-LD value object.
func scalar(v jsontree.Value) jsontree.Value {
	if value := v.Get("@value"); value.Exists() {
		return value
	}
	return v
}

// textOf reads a string, also as a JSON-LD value object.
func textOf(v jsontree.Value) Field {
	v = scalar(v)
	if v.Kind() != jsontree.String || v.Text() == "" {
		return Field{}
	}
	return Field{Text: v.Text(), At: v}
}

func textOrNumber(v jsontree.Value) Field {
	if v.Kind() == jsontree.Number {
		return Field{Text: v.Raw(), At: v}
	}
	return textOf(v)
}

// addressOf reads the address of something that is given as its address or as
// an object with an id.
func addressOf(v jsontree.Value) Field {
	if v.IsObject() {
		v = get(v, "id")
	}
	return textOf(v)
}

func texts(v jsontree.Value) []Field {
	var out []Field
	for one := range v.Each() {
		if f := textOf(one); !f.IsZero() {
			out = append(out, f)
		}
	}
	return out
}
