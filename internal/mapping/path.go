package mapping

import (
	"fmt"
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// PathOf returns the path of the field that an accessor leads to, "" for the
// whole of T. With it, a table names each field only once. An accessor returns a
// pointer into its argument and changes nothing; for any other, PathOf panics,
// which happens when the tables are made.
func PathOf[T, F any](get func(*T) *F) mc.Path {
	zero := new(T)
	root, field := reflect.ValueOf(zero).Elem(), reflect.ValueOf(get(zero)).Elem()
	at, ok := find(root, field, "")
	if !ok || !root.IsZero() {
		panic(fmt.Sprintf("mapping: the accessor of a %s leads to no field of %s, or changes it", field.Type(), root.Type()))
	}
	return at
}

// find returns the path of a field below a value, by its address and type.
func find(v, field reflect.Value, at mc.Path) (mc.Path, bool) {
	address := field.Addr().Pointer()
	if v.Addr().Pointer() == address && v.Type() == field.Type() {
		return at, true
	}
	if v.Kind() != reflect.Struct {
		return "", false
	}
	for i := range v.NumField() {
		f := v.Field(i)
		start := f.Addr().Pointer()
		if !v.Type().Field(i).IsExported() || address < start || address >= start+max(f.Type().Size(), 1) {
			continue
		}
		if found, ok := find(f, field, step(at, mc.Path(mc.FieldName(v.Type().Field(i).Name)))); ok {
			return found, true
		}
	}
	return "", false
}

// step returns the path of a field below a path. Either may be "".
func step(at, field mc.Path) mc.Path {
	switch {
	case field == "":
		return at
	case at == "":
		return field
	}
	return at + "." + field
}
