package edc

import (
	"crypto/sha256"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// patch is what one value of the model differs in from another, as a tree of
// the fields, list entries and map keys that lead to the differences. In JSON
// a difference is {"is": value, "was": value}, where a value that is not
// stated is left out.
type patch struct {
	leaf    bool
	is, was string // JSON text, "" for not stated
	below   map[string]*patch
}

// text appends the patch in canonical form (RFC 8785).
func (p *patch) text(dst []byte) []byte {
	if p.leaf {
		dst = append(dst, '{')
		if p.is != "" {
			dst = append(append(dst, `"is":`...), p.is...)
		}
		if p.is != "" && p.was != "" {
			dst = append(dst, ',')
		}
		if p.was != "" {
			dst = append(append(dst, `"was":`...), p.was...)
		}
		return append(dst, '}')
	}
	keys := slices.SortedFunc(maps.Keys(p.below), jsontree.CompareUTF16)
	dst = append(dst, '{')
	for i, key := range keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsontree.AppendString(dst, key), ':')
		dst = p.below[key].text(dst)
	}
	return append(dst, '}')
}

func itoa(n int) string { return strconv.Itoa(n) }

var (
	langStringType = reflect.TypeFor[mc.LangString]()
	bytesType      = reflect.TypeFor[[]byte]()
	textType       = reflect.TypeFor[encoding.TextMarshaler]()
)

// isLeaf reports whether values of a type are stated as a whole.
func isLeaf(t reflect.Type) bool {
	switch {
	case t == langStringType, t == bytesType, t.Implements(textType):
		return true
	}
	return t.Kind() != reflect.Pointer && t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Map
}

// fieldName is the name of a field in canonical paths: Title is title, ID id,
// SchemeIRI schemeIRI.
func fieldName(field string) string {
	upper := 0
	for upper < len(field) && unicode.IsUpper(rune(field[upper])) {
		upper++
	}
	if upper > 1 && upper < len(field) && unicode.IsLower(rune(field[upper])) {
		upper--
	}
	return strings.ToLower(field[:upper]) + field[upper:]
}

// differ makes patches. Files that stand in the document are named by their
// digest there.
type differ struct {
	digests map[string]bool // of the files in the document, in hexadecimal
}

// diff returns what makes a of b, nil when they state the same.
func diff(a, b *mc.Credential, media map[string][]byte) *patch {
	d := differ{digests: map[string]bool{}}
	for _, content := range media {
		d.digests[digestOf(content)] = true
	}
	return d.values(reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem())
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// values compares two values of one type, either of which may be invalid: not
// there.
func (d *differ) values(a, b reflect.Value) *patch {
	t := typeOfEither(a, b)
	if isLeaf(t) {
		is, was := d.json(a), d.json(b)
		if is == was {
			return nil
		}
		return &patch{leaf: true, is: is, was: was}
	}
	out := &patch{below: map[string]*patch{}}
	put := func(key string, p *patch) {
		if p != nil {
			out.below[key] = p
		}
	}
	switch t.Kind() {
	case reflect.Pointer:
		if a, b = elemOf(a), elemOf(b); !a.IsValid() && !b.IsValid() {
			return nil
		}
		return d.values(a, b)
	case reflect.Struct:
		for i := range t.NumField() {
			put(fieldName(t.Field(i).Name), d.valuesOfEither(fieldOf(a, i), fieldOf(b, i)))
		}
	case reflect.Slice:
		for i := range max(lenOf(a), lenOf(b)) {
			put(itoa(i), d.entries(entryOf(a, i), entryOf(b, i)))
		}
	case reflect.Map:
		for _, key := range mapKeysOf(a, b) {
			put(key, d.entries(keyOf(a, key), keyOf(b, key)))
		}
	}
	if len(out.below) == 0 {
		return nil
	}
	return out
}

func (d *differ) valuesOfEither(a, b reflect.Value) *patch {
	if !a.IsValid() && !b.IsValid() {
		return nil
	}
	return d.values(a, b)
}

// entries is values for the entries of a list or map: the empty text is stated
// there.
func (d *differ) entries(a, b reflect.Value) *patch {
	if typeOfEither(a, b).Kind() != reflect.String {
		return d.values(a, b)
	}
	entry := func(v reflect.Value) string {
		if !v.IsValid() {
			return ""
		}
		return string(jsontree.AppendString(nil, v.String()))
	}
	if entry(a) == entry(b) {
		return nil
	}
	return &patch{leaf: true, is: entry(a), was: entry(b)}
}

func typeOfEither(a, b reflect.Value) reflect.Type {
	if a.IsValid() {
		return a.Type()
	}
	return b.Type()
}

func elemOf(v reflect.Value) reflect.Value {
	if !v.IsValid() || v.IsNil() {
		return reflect.Value{}
	}
	return v.Elem()
}

func fieldOf(v reflect.Value, i int) reflect.Value {
	if !v.IsValid() {
		return v
	}
	return v.Field(i)
}

func lenOf(v reflect.Value) int {
	if !v.IsValid() {
		return 0
	}
	return v.Len()
}

func entryOf(v reflect.Value, i int) reflect.Value {
	if i >= lenOf(v) {
		return reflect.Value{}
	}
	return v.Index(i)
}

func keyOf(v reflect.Value, key string) reflect.Value {
	if lenOf(v) == 0 {
		return reflect.Value{}
	}
	return v.MapIndex(reflect.ValueOf(key))
}

func mapKeysOf(values ...reflect.Value) []string {
	keys := map[string]bool{}
	for _, v := range values {
		if lenOf(v) > 0 {
			for _, k := range v.MapKeys() {
				keys[k.String()] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}

// json writes a value that is stated as a whole; "" when it is not stated.
func (d *differ) json(v reflect.Value) string {
	if !v.IsValid() || v.IsZero() {
		return ""
	}
	switch x := v.Interface().(type) {
	case mc.LangString:
		return langStringJSON(x)
	case []byte:
		if sum := digestOf(x); d.digests[sum] {
			return `{"sha256":"` + sum + `"}`
		}
		return mapping.Quote(base64.StdEncoding.EncodeToString(x))
	case encoding.TextMarshaler:
		text, _ := x.MarshalText()
		return mapping.Quote(string(text))
	}
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	}
	return mapping.Quote(v.String())
}

// langStringJSON writes text by language as [[tag, text], …], which keeps the
// order.
func langStringJSON(s mc.LangString) string {
	if len(s) == 0 {
		return ""
	}
	out := []byte{'['}
	for i, v := range s {
		if i > 0 {
			out = append(out, ',')
		}
		out = jsontree.AppendString(append(out, '['), v.Lang)
		out = append(jsontree.AppendString(append(out, ','), v.Text), ']')
	}
	return string(append(out, ']'))
}
