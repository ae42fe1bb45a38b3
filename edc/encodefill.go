package edc

import (
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// clone returns a copy that shares nothing that is ever changed: files are
// shared.
func clone(c *mc.Credential) *mc.Credential {
	out := new(mc.Credential)
	reflect.ValueOf(out).Elem().Set(cloned(reflect.ValueOf(c).Elem()))
	return out
}

func cloned(v reflect.Value) reflect.Value {
	if v.IsZero() || isLeaf(v.Type()) {
		return v
	}
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		out.Set(reflect.New(v.Type().Elem()))
		out.Elem().Set(cloned(v.Elem()))
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(cloned(v.Field(i)))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(cloned(v.Index(i)))
		}
	case reflect.Map:
		return v // nothing in a map is ever filled
	}
	return out
}

// visit calls f with a pointer to every value below a pointer, the inner ones
// after the outer.
func visit(v reflect.Value, f func(any)) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if v.Elem().Kind() == reflect.Struct && !isLeaf(v.Elem().Type()) && !v.Elem().IsZero() {
			f(v.Interface())
		}
		visit(v.Elem(), f)
	case reflect.Struct:
		if isLeaf(v.Type()) {
			return
		}
		for i := range v.NumField() {
			switch field := v.Field(i); field.Kind() {
			case reflect.Struct:
				visit(field.Addr(), f)
			case reflect.Pointer, reflect.Slice:
				visit(field, f)
			}
		}
	case reflect.Slice:
		if kind := v.Type().Elem().Kind(); kind != reflect.Struct || isLeaf(v.Type()) {
			return
		}
		for i := range v.Len() {
			visit(v.Index(i).Addr(), f)
		}
	}
}
