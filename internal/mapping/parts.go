package mapping

import (
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Clone returns a copy of a part of the model. Files, texts and maps, which codecs
// replace but never change in place, are shared with the original.
func Clone[T any](part *T) *T {
	out := new(T)
	reflect.ValueOf(out).Elem().Set(cloned(reflect.ValueOf(part).Elem()))
	return out
}

func cloned(v reflect.Value) reflect.Value {
	if v.IsZero() || isUnit(v.Type()) || v.Kind() == reflect.Map {
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
	}
	return out
}

// Visit calls f with a pointer to each struct that states something, in the part
// that a pointer leads to, outer ones before inner ones.
func Visit(part any, f func(part any)) {
	visit(reflect.ValueOf(part), visitor{call: func(part any, _ mc.Path) { f(part) }}, "")
}

// VisitAt is Visit for a part at a path. It calls f with the path of each struct too.
func VisitAt(part any, at mc.Path, f func(part any, at mc.Path)) {
	visit(reflect.ValueOf(part), visitor{f, true}, at)
}

// visitor is what [visit] calls, with paths or without.
type visitor struct {
	call  func(part any, at mc.Path)
	paths bool
}

func visit(v reflect.Value, f visitor, at mc.Path) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if v.Elem().Kind() == reflect.Struct && !isUnit(v.Elem().Type()) && !v.Elem().IsZero() {
			f.call(v.Interface(), at)
		}
		visit(v.Elem(), f, at)
	case reflect.Struct:
		if isUnit(v.Type()) {
			return
		}
		for i := range v.NumField() {
			field, below := v.Field(i), at
			if f.paths {
				below = at.Dot(mc.FieldName(v.Type().Field(i).Name))
			}
			switch field.Kind() {
			case reflect.Struct:
				visit(field.Addr(), f, below)
			case reflect.Pointer, reflect.Slice:
				visit(field, f, below)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Struct || isUnit(v.Type()) {
			return
		}
		for i := range v.Len() {
			below := at
			if f.paths {
				below = at.At(i)
			}
			visit(v.Index(i).Addr(), f, below)
		}
	}
}

func isZero[T any](v *T) bool { return reflect.ValueOf(v).Elem().IsZero() }
