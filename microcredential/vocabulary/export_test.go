package vocabulary

import (
	"reflect"
	"testing"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// ConceptFields returns each coded field of the model, by the struct and its name, with
// a function that sets it in a credential and returns its path. It fails if a list is
// meant for a field that is not there.
func ConceptFields(t *testing.T) map[string]func(*mc.Credential, mc.Concept) string {
	out := map[string]func(*mc.Credential, mc.Concept) string{}
	seen := map[reflect.Type]bool{}
	type setter = func(root reflect.Value) reflect.Value
	var walk func(typ reflect.Type, at mc.Path, get setter)
	walk = func(typ reflect.Type, at mc.Path, get setter) {
		switch typ.Kind() {
		case reflect.Pointer:
			walk(typ.Elem(), at, func(root reflect.Value) reflect.Value {
				v := get(root)
				if v.IsNil() {
					v.Set(reflect.New(typ.Elem()))
				}
				return v.Elem()
			})
		case reflect.Slice:
			walk(typ.Elem(), at.At(0), func(root reflect.Value) reflect.Value {
				v := get(root)
				if v.Len() == 0 {
					v.Set(reflect.MakeSlice(typ, 1, 1))
				}
				return v.Index(0)
			})
		case reflect.Struct:
			if typ == conceptType || seen[typ] {
				return
			}
			seen[typ] = true
			for i := range typ.NumField() {
				f := typ.Field(i)
				if !f.IsExported() {
					continue
				}
				inner := func(root reflect.Value) reflect.Value { return get(root).Field(i) }
				here := at.Dot(mc.FieldName(f.Name))
				elem := f.Type
				path := here
				for elem.Kind() == reflect.Pointer || elem.Kind() == reflect.Slice {
					if elem.Kind() == reflect.Slice {
						path = path.At(0)
					}
					elem = elem.Elem()
				}
				if elem == conceptType {
					out[typ.Name()+"."+f.Name] = func(c *mc.Credential, to mc.Concept) string {
						v := inner(reflect.ValueOf(c).Elem())
						switch f.Type.Kind() {
						case reflect.Slice:
							v.Set(reflect.ValueOf([]mc.Concept{to}))
						case reflect.Pointer:
							v.Set(reflect.ValueOf(&to))
						default:
							v.Set(reflect.ValueOf(to))
						}
						return string(path)
					}
					continue
				}
				walk(f.Type, here, inner)
			}
		}
	}
	walk(reflect.TypeFor[mc.Credential](), "", func(root reflect.Value) reflect.Value { return root })
	for name := range fieldLists {
		if out[name] == nil {
			t.Errorf("there is no coded field %s", name)
		}
	}
	return out
}
