package badge

import (
	"encoding"
	"encoding/base64"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Errors of setting a value at a path.
var (
	errPath  = errors.New("not a path of the model")
	errGap   = errors.New("an entry beyond the end of its list")
	errValue = errors.New("not a value of the kind that stands at this path")
)

// setAt puts a JSON value at a path of a credential; null takes away what stands
// there, and of a list what follows. A list grows by one entry at a time.
func setAt(c *mc.Credential, at path, raw jsontree.Value) error {
	return setIn(reflect.ValueOf(c).Elem(), string(at), raw)
}

func setIn(v reflect.Value, rest string, raw jsontree.Value) error {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			if raw.Kind() == jsontree.Null {
				return nil
			}
			v.Set(reflect.New(v.Type().Elem()))
		}
		return setIn(v.Elem(), rest, raw)
	}
	if rest == "" {
		return assign(v, raw)
	}
	switch {
	case v.Type() == textType:
		return setText(v.Addr().Interface().(*mc.LangString), rest, raw)
	case v.Type() == bytesType || v.Type().Implements(plainText):
		return errPath
	case v.Kind() == reflect.Struct:
		name := strings.TrimPrefix(rest, ".")
		end := strings.IndexAny(name, ".[")
		if end < 0 {
			end = len(name)
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && fieldName(f.Name) == name[:end] {
				return setIn(v.Field(i), name[end:], raw)
			}
		}
	case v.Kind() == reflect.Slice:
		key, rest, ok := cutKey(rest)
		i, err := strconv.Atoi(key)
		if !ok || err != nil || i < 0 {
			return errPath
		}
		if raw.Kind() == jsontree.Null && (rest == "" || i >= v.Len()) {
			v.SetLen(min(i, v.Len()))
			return nil
		}
		made := i == v.Len()
		switch {
		case i > v.Len():
			return errGap
		case made:
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		err = setIn(v.Index(i), rest, raw)
		if err != nil && made && v.Index(i).IsZero() {
			v.SetLen(i)
		}
		return err
	case v.Kind() == reflect.Map:
		return setInMap(v, rest, raw)
	}
	return errPath
}

// setInMap sets an entry of one of the maps of the model, whose values are
// strings or maps of them. The last key may hold anything.
func setInMap(v reflect.Value, rest string, raw jsontree.Value) error {
	key, after, ok := strings.TrimPrefix(rest, "["), "", strings.HasPrefix(rest, "[")
	if v.Type().Elem().Kind() == reflect.Map {
		key, after, ok = cutKey(rest)
	} else {
		key, ok = cutSuffixIf(key, "]", ok)
	}
	if !ok {
		return errPath
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	k := reflect.ValueOf(key)
	if raw.Kind() == jsontree.Null && after == "" {
		v.SetMapIndex(k, reflect.Value{})
		return nil
	}
	entry := reflect.New(v.Type().Elem()).Elem()
	if old := v.MapIndex(k); old.IsValid() {
		entry.Set(old)
	}
	if err := setIn(entry, after, raw); err != nil {
		return err
	}
	v.SetMapIndex(k, entry)
	return nil
}

func cutSuffixIf(s, suffix string, ok bool) (string, bool) {
	s, found := strings.CutSuffix(s, suffix)
	return s, ok && found
}

// cutKey returns the key in brackets that a path starts with.
func cutKey(s string) (key, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, "[")
	if !ok {
		return "", "", false
	}
	return strings.Cut(s, "]")
}

// setText sets the nth text in one language.
func setText(s *mc.LangString, rest string, raw jsontree.Value) error {
	lang, rest, ok := cutKey(rest)
	nth := 0
	if rest != "" {
		index, _, _ := cutKey(rest)
		n, err := strconv.Atoi(index)
		if err != nil || n < 0 {
			return errPath
		}
		nth = n
	}
	if !ok || raw.Kind() != jsontree.String && raw.Kind() != jsontree.Null {
		return errValue
	}
	for i, v := range *s {
		if !strings.EqualFold(v.Lang, lang) {
			continue
		}
		if nth--; nth >= 0 {
			continue
		}
		if raw.Kind() == jsontree.Null {
			*s = slices.Delete(*s, i, i+1)
		} else {
			(*s)[i].Text = raw.Text()
		}
		return nil
	}
	if raw.Kind() == jsontree.String {
		s.Add(lang, raw.Text())
	}
	return nil
}

// assign sets a whole value from JSON.
func assign(v reflect.Value, raw jsontree.Value) error {
	switch {
	case raw.Kind() == jsontree.Null:
		v.SetZero()
		return nil
	case v.Type() == textType:
		return assignText(v.Addr().Interface().(*mc.LangString), raw)
	case v.Type() == bytesType:
		content, err := base64.StdEncoding.DecodeString(raw.Text())
		if err != nil || raw.Kind() != jsontree.String {
			return errValue
		}
		v.SetBytes(content)
		return nil
	}
	if into, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if raw.Kind() != jsontree.String || into.UnmarshalText([]byte(raw.Text())) != nil {
			return errValue
		}
		return nil
	}
	return assignScalar(v, raw)
}

func assignScalar(v reflect.Value, raw jsontree.Value) error {
	switch into := v.Addr().Interface().(type) {
	case *mc.Tri:
		for _, t := range []mc.Tri{mc.Yes, mc.No} {
			if raw.IsText(t.String()) {
				*into = t
				return nil
			}
		}
		return errValue
	case *mc.Cycle:
		cycle, ok := mc.ParseCycle(raw.Text())
		if !ok {
			return errValue
		}
		*into = cycle
		return nil
	}
	switch {
	case v.Kind() == reflect.String && raw.Kind() == jsontree.String:
		v.SetString(raw.Text())
	case v.Kind() == reflect.Bool && raw.Kind() == jsontree.Bool:
		v.SetBool(raw.Bool())
	case v.CanInt() && raw.Kind() == jsontree.Number:
		n, err := strconv.ParseInt(raw.Raw(), 10, 64)
		if err != nil || v.OverflowInt(n) {
			return errValue
		}
		v.SetInt(n)
	default:
		return errValue
	}
	return nil
}

// assignText sets a text from a language map.
func assignText(s *mc.LangString, raw jsontree.Value) error {
	if !raw.IsObject() {
		return errValue
	}
	*s = nil
	for tag, m := range raw.Members() {
		if tag == mapping.NoLanguage {
			tag = mc.Und
		}
		for e := range m.Each() {
			if e.Kind() != jsontree.String {
				return errValue
			}
			s.Add(tag, e.Text())
		}
	}
	return nil
}

// prune takes away what states nothing: pointers to it, the last entries of
// lists, empty lists.
func prune(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			if prune(v.Elem()); v.Elem().IsZero() {
				v.SetZero()
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && !f.IsZero() {
				prune(f)
			}
		}
	case reflect.Slice:
		n := v.Len()
		if v.Type() != bytesType {
			for i := range n {
				prune(v.Index(i))
			}
			for n > 0 && v.Index(n-1).Kind() != reflect.String && v.Index(n-1).IsZero() && v.Type() != textType {
				n--
			}
		}
		switch {
		case n == 0:
			v.SetZero()
		case n < v.Len():
			v.SetLen(n)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if e := v.MapIndex(k); e.Kind() == reflect.Map && e.Len() == 0 {
				v.SetMapIndex(k, reflect.Value{})
			}
		}
		if v.Len() == 0 {
			v.SetZero()
		}
	}
}
