package mapping

import (
	"crypto/sha256"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var errValue = errors.New("not a value of the kind that stands at this path")

// Files are the files that stand in a document, by their SHA-256 digest in
// hexadecimal. A residue names such a file by its digest.
type Files map[string][]byte

// Add adds a file.
func (f Files) Add(content []byte) { f[digestOf(content)] = content }

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// AppendValue appends a unit as JSON: text by language as [AppendTexts] has it,
// other text as a string, a file in base64 or by its digest, a number as a
// number, a value of an enumeration as its word.
func AppendValue(dst []byte, v reflect.Value, files Files) []byte {
	switch x := v.Interface().(type) {
	case mc.LangString:
		return AppendTexts(dst, x)
	case []byte:
		if sum := digestOf(x); files[sum] != nil {
			return append(append(append(dst, `{"sha256":"`...), sum...), `"}`...)
		}
		return append(base64.StdEncoding.AppendEncode(append(dst, '"'), x), '"')
	case encoding.TextMarshaler:
		text, _ := x.MarshalText()
		return jsontree.AppendString(dst, string(text))
	case mc.Tri, mc.Cycle:
		return jsontree.AppendString(dst, fmt.Sprint(x))
	}
	switch {
	case v.CanInt():
		return strconv.AppendInt(dst, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(dst, v.Uint(), 10)
	case v.Kind() == reflect.Bool:
		return strconv.AppendBool(dst, v.Bool())
	}
	return jsontree.AppendString(dst, v.String())
}

// AppendTexts appends text by language as a language map, languages in order
// of first occurrence. Where a map would lose the order of the texts or the
// spelling of a language, it appends [language, text] pairs.
func AppendTexts(dst []byte, s mc.LangString) []byte {
	tags, texts, exact := byLanguage(s)
	if !exact {
		return appendPairs(dst, s)
	}
	dst = append(dst, '{')
	for i, tag := range tags {
		dst = append(jsontree.AppendString(comma(dst, i), languageKey(tag)), ':')
		if len(texts[tag]) == 1 {
			dst = jsontree.AppendString(dst, texts[tag][0])
			continue
		}
		dst = append(dst, '[')
		for j, text := range texts[tag] {
			dst = jsontree.AppendString(comma(dst, j), text)
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

// byLanguage groups texts by language; exact reports whether reading a map of
// them gives the same text again.
func byLanguage(s mc.LangString) (tags []string, texts map[string][]string, exact bool) {
	texts, exact = map[string][]string{}, true
	for i, v := range s {
		tag := spelled(v.Lang)
		if texts[tag] == nil {
			tags = append(tags, tag)
		} else if tag != spelled(s[i-1].Lang) {
			exact = false
		}
		texts[tag] = append(texts[tag], v.Text)
		exact = exact && v.Lang != "" && v.Lang != NoLanguage
	}
	return tags, texts, exact
}

// spelled is a language as JSON can write it: bytes that are no UTF-8 become
// U+FFFD.
func spelled(lang string) string { return string([]rune(lang)) }

func languageKey(tag string) string {
	if tag == mc.Und {
		return NoLanguage
	}
	return tag
}

func appendPairs(dst []byte, s mc.LangString) []byte {
	dst = append(dst, '[')
	for i, v := range s {
		dst = jsontree.AppendString(append(comma(dst, i), '['), v.Lang)
		dst = append(jsontree.AppendString(append(dst, ','), v.Text), ']')
	}
	return append(dst, ']')
}

func comma(dst []byte, i int) []byte {
	if i > 0 {
		dst = append(dst, ',')
	}
	return dst
}

// TextPointers returns where the values of a text stand when [AppendTexts]
// writes it at a pointer.
func TextPointers(to string, s mc.LangString) []string {
	_, texts, exact := byLanguage(s)
	out, nth := make([]string, len(s)), map[string]int{}
	for i, v := range s {
		tag := spelled(v.Lang)
		switch {
		case !exact:
			out[i] = to + "/" + strconv.Itoa(i) + "/1"
		case len(texts[tag]) == 1:
			out[i] = to + "/" + jsontree.EscapePointer(languageKey(tag))
		default:
			out[i] = to + "/" + jsontree.EscapePointer(languageKey(tag)) + "/" + strconv.Itoa(nth[tag])
			nth[tag]++
		}
	}
	return out
}

// readValue reads a value of a unit's type.
func readValue(raw jsontree.Value, t reflect.Type, files Files) (reflect.Value, error) {
	v := reflect.New(t)
	ok := false
	switch into := v.Interface().(type) {
	case *mc.LangString:
		*into, _, ok = ReadTexts(raw)
	case *[]byte:
		*into, ok = readBytes(raw, files)
	case encoding.TextUnmarshaler:
		ok = raw.Text() != "" && into.UnmarshalText([]byte(raw.Text())) == nil
	case *mc.Tri:
		ok = readWord(raw, into, mc.Yes, mc.No)
	case *mc.Cycle:
		ok = readWord(raw, into, mc.CycleShort, mc.CycleFirst, mc.CycleSecond, mc.CycleThird)
	default:
		ok = readScalar(raw, v.Elem())
	}
	if !ok {
		return reflect.Value{}, errValue
	}
	return v.Elem(), nil
}

// readWord reads a value of an enumeration by its word or its number.
func readWord[F interface {
	~uint8
	String() string
}](raw jsontree.Value, into *F, values ...F) bool {
	i := slices.IndexFunc(values, func(f F) bool {
		return raw.IsText(f.String()) || raw.Kind() == jsontree.Number && raw.Raw() == strconv.Itoa(int(f))
	})
	if i >= 0 {
		*into = values[i]
	}
	return i >= 0
}

func readScalar(raw jsontree.Value, v reflect.Value) bool {
	switch {
	case v.Kind() == reflect.String && raw.Kind() == jsontree.String:
		v.SetString(raw.Text())
		return true
	case v.Kind() == reflect.Bool && raw.Kind() == jsontree.Bool:
		v.SetBool(raw.Bool())
		return true
	case v.CanInt() && raw.Kind() == jsontree.Number:
		n, err := strconv.ParseInt(raw.Raw(), 10, 64)
		if err != nil || v.OverflowInt(n) {
			return false
		}
		v.SetInt(n)
		return v.Kind() != reflect.Int8 || n >= 0 && n <= 8 // a level of the EQF
	}
	return false
}

// ReadTexts reads text by language, as a language map or as pairs; leaves are
// the values that the texts stand in.
func ReadTexts(raw jsontree.Value) (s mc.LangString, leaves []jsontree.Value, ok bool) {
	add := func(lang string, v jsontree.Value) bool {
		s, leaves = append(s, mc.LangValue{Lang: lang, Text: v.Text()}), append(leaves, v)
		return v.Kind() == jsontree.String && len(s) <= maxTexts
	}
	switch raw.Kind() {
	case jsontree.Object:
		for tag, m := range raw.Members() {
			if tag == NoLanguage || tag == "" {
				tag = mc.Und
			}
			for e := range m.Each() {
				if !add(tag, e) {
					return nil, nil, false
				}
			}
		}
		return s, leaves, true
	case jsontree.Array:
		for pair := range raw.Elements() {
			if pair.Kind() != jsontree.Array || pair.Len() != 2 || pair.At(0).Kind() != jsontree.String || !add(pair.At(0).Text(), pair.At(1)) {
				return nil, nil, false
			}
		}
		return s, leaves, true
	}
	return nil, nil, false
}

func readBytes(raw jsontree.Value, files Files) (content []byte, ok bool) {
	if sum := raw.Get("sha256"); sum.Exists() {
		content, ok = files[sum.Text()]
		return content, ok
	}
	content, err := base64.StdEncoding.DecodeString(raw.Text())
	return content, err == nil && len(content) > 0
}
