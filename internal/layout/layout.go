package layout

import (
	"encoding"
	"reflect"
	"strconv"
)

// Kind says how a walk goes on below a value.
type Kind uint8

// The kinds. A Unit is a value without parts: a scalar, bytes, or what writes itself as
// text. A Text is the type by which the model states text in languages.
const (
	Unit Kind = iota
	Text
	Pointer
	Struct
	Slice
	Map
)

// Type is what is known of a type.
type Type struct {
	Go     reflect.Type
	Kind   Kind
	Fields []Field // of a struct
	Elem   *Type   // of a pointer, slice or map
}

// Field is a field of a struct.
type Field struct {
	Step string // in paths
	Type *Type
}

// Table holds the types that values of a model can have.
type Table struct {
	text reflect.Type
	step func(field string) string
	all  map[reflect.Type]*Type
}

// New returns the table of a model with everything that can stand in its root. Text is
// its type for text, step makes the name of a field a step in a path.
func New(root, text reflect.Type, step func(field string) string) *Table {
	t := &Table{text, step, map[reflect.Type]*Type{}}
	t.add(root)
	return t
}

// Holding returns the types of the model in which a value of a type can stand, that
// type included.
func (t *Table) Holding(of reflect.Type) map[*Type]bool {
	found := map[*Type]bool{t.Of(of): true}
	for before := 0; before < len(found); {
		before = len(found)
		for _, known := range t.all {
			if known.Elem != nil && found[known.Elem] {
				found[known] = true
			}
			for _, f := range known.Fields {
				if found[f.Type] {
					found[known] = true
				}
			}
		}
	}
	return found
}

// Of returns what is known of a type. One that is no part of the model is looked at
// anew each time.
func (t *Table) Of(of reflect.Type) *Type {
	if known, ok := t.all[of]; ok {
		return known
	}
	other := Table{t.text, t.step, map[reflect.Type]*Type{}}
	return other.add(of)
}

var (
	bytesType = reflect.TypeFor[[]byte]()
	textType  = reflect.TypeFor[encoding.TextMarshaler]()
)

func (t *Table) add(of reflect.Type) *Type {
	if known, ok := t.all[of]; ok {
		return known
	}
	known := &Type{Go: of}
	t.all[of] = known
	switch {
	case of == t.text:
		known.Kind = Text
	case of == bytesType || of.Implements(textType):
	case of.Kind() == reflect.Struct:
		known.Kind = Struct
		for i := range of.NumField() {
			f := of.Field(i)
			known.Fields = append(known.Fields, Field{t.step(f.Name), t.add(f.Type)})
		}
	case of.Kind() == reflect.Pointer:
		known.Kind, known.Elem = Pointer, t.add(of.Elem())
	case of.Kind() == reflect.Slice:
		known.Kind, known.Elem = Slice, t.add(of.Elem())
	case of.Kind() == reflect.Map:
		known.Kind, known.Elem = Map, t.add(of.Elem())
	}
	return known
}

// AppendStep appends the step of a field to a path.
func AppendStep(at []byte, step string) []byte {
	if len(at) > 0 {
		at = append(at, '.')
	}
	return append(at, step...)
}

// AppendIndex appends an index to a path.
func AppendIndex(at []byte, i int) []byte {
	return append(strconv.AppendInt(append(at, '['), int64(i), 10), ']')
}

// AppendKey appends a key to a path.
func AppendKey(at []byte, key string) []byte {
	return append(append(append(at, '['), key...), ']')
}
