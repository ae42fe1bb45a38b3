package mapping

import "reflect"

// Clone returns a copy of a part of the model that shares nothing that an
// encoder changes: files, texts and maps are shared.
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

// Visit calls f with a pointer to every part below a pointer that states
// something, the inner ones after the outer.
func Visit(part any, f func(part any)) { visit(reflect.ValueOf(part), f) }

func visit(v reflect.Value, f func(any)) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		if v.Elem().Kind() == reflect.Struct && !isUnit(v.Elem().Type()) && !v.Elem().IsZero() {
			f(v.Interface())
		}
		visit(v.Elem(), f)
	case reflect.Struct:
		if isUnit(v.Type()) {
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
		if v.Type().Elem().Kind() != reflect.Struct || isUnit(v.Type()) {
			return
		}
		for i := range v.Len() {
			visit(v.Index(i).Addr(), f)
		}
	}
}
