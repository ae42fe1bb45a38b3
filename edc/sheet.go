package edc

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A sheet is a part of the model as text that people read and this package reads
// back: a line for each value, with a label in front.
//
//	Title: Godkjent kort kurs
//	By: Rådet for kvalitet
//	By, Web address: https://raadet.example/
//
// A label names the field by a word; steps to fields below are joined by commas, and
// entries of a list are numbered. Further lines of a value begin with two spaces.
// Text in several languages makes a sheet in each of them.

// sheetLimit bounds the steps of a label and the entries of a list, so that text
// makes no more parts than its size is worth.
const sheetLimit = 8

// plainField are the fields that a label need not name: "By" is By, Name.
var plainField = map[reflect.Type]string{
	reflect.TypeFor[mc.Concept]():       "label",
	reflect.TypeFor[mc.Party]():         "name",
	reflect.TypeFor[mc.Note]():          "text",
	reflect.TypeFor[mc.WebResource]():   "url",
	reflect.TypeFor[mc.CredentialRef](): "title",
	reflect.TypeFor[mc.Identifier]():    "value",
	reflect.TypeFor[mc.Country]():       "alpha2",
	reflect.TypeFor[mc.Grade]():         "text",
}

var texts = reflect.TypeFor[mc.LangString]()

// sheetWriter collects the lines by language.
type sheetWriter struct {
	main  string // language of values that are not text
	spell func(s mc.LangString, at mc.Path) mc.LangString
	tags  []string
	lines map[string][]string
}

// writeSheet returns what the struct at a path states as a sheet, without the fields
// that skip names. What is no text, number or word of a closed list stays out.
func writeSheet(e *encoder, v reflect.Value, at mc.Path, skip ...string) mc.LangString {
	main := e.mainKey()
	x := sheetWriter{main: main, spell: e.respell, lines: map[string][]string{}}
	x.fields(v, nil, at, skip)
	if i := slices.Index(x.tags, main); i > 0 { // the main language comes first
		x.tags = append([]string{main}, slices.Delete(x.tags, i, i+1)...)
	}
	var out mc.LangString
	for _, tag := range x.tags {
		out.Add(tag, strings.Join(x.lines[tag], "\n"))
	}
	return out
}

// sheetStep is a step of a label: a field, and the number of an entry or 0.
type sheetStep struct {
	field  string
	number int
}

func (x *sheetWriter) fields(v reflect.Value, steps []sheetStep, at mc.Path, skip []string) {
	plain := plainField[v.Type()]
	if plain != "" && !slices.Contains(skip, plain) { // what people know it by comes first
		x.field(v, fieldIndex(v.Type(), plain), steps, at)
	}
	for i := range v.NumField() {
		if name := mc.FieldName(v.Type().Field(i).Name); name != plain && !slices.Contains(skip, name) {
			x.field(v, i, steps, at)
		}
	}
}

func fieldIndex(t reflect.Type, name string) int {
	for i := range t.NumField() {
		if mc.FieldName(t.Field(i).Name) == name {
			return i
		}
	}
	return -1
}

func (x *sheetWriter) field(v reflect.Value, i int, steps []sheetStep, at mc.Path) {
	name := mc.FieldName(v.Type().Field(i).Name)
	if len(steps) == 0 || name != plainField[v.Type()] {
		steps = append(slices.Clip(steps), sheetStep{field: name})
	}
	x.value(v.Field(i), steps, at.Dot(name))
}

func (x *sheetWriter) value(v reflect.Value, steps []sheetStep, at mc.Path) {
	if v.IsZero() || len(steps) > sheetLimit {
		return
	}
	if all, ok := v.Interface().(mc.LangString); ok {
		for _, t := range x.spell(all, at) {
			x.add(t.Lang, steps, t.Text)
		}
		return
	}
	if text, ok := showValue(v, x.main); ok {
		x.add(x.main, steps, text)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		x.value(v.Elem(), steps, at)
	case reflect.Struct:
		x.fields(v, steps, at, nil)
	case reflect.Slice:
		for i := range v.Len() {
			entry := steps
			if v.Type().Elem().Kind() != reflect.String && v.Type().Elem().Kind() != reflect.Uint8 {
				entry = slices.Clone(steps)
				entry[len(entry)-1].number = i + 1
			}
			if v.Type().Elem().Kind() == reflect.String {
				x.add(x.main, entry, v.Index(i).String())
			} else {
				x.value(v.Index(i), entry, at.At(i))
			}
		}
	}
}

func (x *sheetWriter) add(tag string, steps []sheetStep, text string) {
	label := make([]string, len(steps))
	for i, s := range steps {
		if label[i] = fieldsInWords().in(tag, s.field); s.number > 0 {
			label[i] += " " + strconv.Itoa(s.number)
		}
	}
	if x.lines[tag] == nil {
		x.tags = append(x.tags, tag)
	}
	x.lines[tag] = append(x.lines[tag], strings.Join(label, ", ")+": "+strings.ReplaceAll(text, "\n", "\n  "))
}

// showValue returns the text of a value that is not text by language, false if it
// has none. Closed values are words of a language.
func showValue(v reflect.Value, tag string) (string, bool) {
	switch x := v.Interface().(type) {
	case encoding.TextMarshaler:
		text, err := x.MarshalText()
		return string(text), err == nil
	case mc.Tri:
		return valuesInWords().in(tag, x.String()), true
	case mc.Cycle:
		return valuesInWords().in(tag, x.String()), true
	}
	switch {
	case v.Kind() == reflect.String && v.Type() == reflect.TypeFor[string]():
		return v.String(), true
	case v.Kind() == reflect.String:
		_, known := valuesInWords()[v.String()]
		return valuesInWords().in(tag, v.String()), known
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), true
	}
	return "", false
}

// readSheet reads the sheet in one language into a struct, except for the fields
// that skip names. It returns the paths of the values, and false for text that is
// no such sheet; the struct is then of no use.
func readSheet(text, tag string, v reflect.Value, skip ...string) (told []mc.Path, ok bool) {
	var label, value string
	take := func() bool {
		if label == "" {
			return true
		}
		x := sheetReader{tag: tag, text: value}
		at, ok := x.set(v, strings.Split(label, ", "), "", skip)
		told = append(told, at)
		return ok
	}
	for line := range strings.SplitSeq(text, "\n") {
		if rest, more := strings.CutPrefix(line, "  "); more && label != "" {
			value += "\n" + rest
			continue
		}
		if !take() || len(told) > maxLines {
			return nil, false
		}
		if label, value, ok = strings.Cut(line, ": "); !ok || label == "" {
			return nil, false
		}
	}
	if !take() {
		return nil, false
	}
	return told, true
}

// maxLines bounds the values of a sheet.
const maxLines = 256

// sheetReader sets one value.
type sheetReader struct{ tag, text string }

// set sets the value to which a label leads from v, and returns its path.
func (x *sheetReader) set(v reflect.Value, label []string, at mc.Path, skip []string) (mc.Path, bool) {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	if len(label) > sheetLimit {
		return "", false
	}
	if into, ok := v.Addr().Interface().(*mc.LangString); ok {
		if len(label) > 0 {
			return "", false
		}
		into.Add(x.tag, x.text)
		return into.Path(at, len(*into)-1), true
	}
	if len(label) == 0 && v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String {
		at = at.At(v.Len())
		v.Set(reflect.Append(v, reflect.ValueOf(x.text).Convert(v.Type().Elem())))
		return at, true
	}
	if len(label) == 0 && v.IsZero() && readScalar(v, x.text) {
		return at, true
	}
	if v.Kind() != reflect.Struct {
		return "", false
	}
	name, number := plainField[v.Type()], 0
	if len(label) > 0 {
		var word string
		word, number = cutNumber(label[0])
		if name = x.fieldNamed(v.Type(), word); name == "" && number > 0 {
			name, number = x.fieldNamed(v.Type(), label[0]), 0
		}
		label = label[1:]
	}
	if name == "" || slices.Contains(skip, name) {
		return "", false
	}
	field := v.Field(fieldIndex(v.Type(), name))
	at = at.Dot(name)
	if number > 0 {
		if field.Kind() != reflect.Slice || number > field.Len()+1 || number > maxLines {
			return "", false
		}
		if number > field.Len() {
			field.Set(reflect.Append(field, reflect.Zero(field.Type().Elem())))
		}
		field, at = field.Index(number-1), at.At(number-1)
	}
	return x.set(field, label, at, nil)
}

// fieldNamed returns the field that a word means: in the language of the sheet, or
// else in any.
func (x *sheetReader) fieldNamed(t reflect.Type, word string) string {
	other := ""
	for i := range t.NumField() {
		name := mc.FieldName(t.Field(i).Name)
		switch {
		case fieldsInWords().in(x.tag, name) == word:
			return name
		case other == "" && fieldsInWords().means(word, name):
			other = name
		}
	}
	return other
}

// cutNumber cuts the number of an entry off a step of a label.
func cutNumber(step string) (word string, number int) {
	i := strings.LastIndexByte(step, ' ')
	if i < 0 {
		return step, 0
	}
	n, err := strconv.Atoi(step[i+1:])
	if err != nil || n < 1 || strconv.Itoa(n) != step[i+1:] {
		return step, 0
	}
	return step[:i], n
}

// readScalar sets a value from the text that showValue writes in any language.
func readScalar(v reflect.Value, text string) bool {
	key, isWord := valuesInWords().keyOf(text)
	switch into := v.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		return text != "" && into.UnmarshalText([]byte(text)) == nil
	case *mc.Tri:
		*into = map[string]mc.Tri{"yes": mc.Yes, "no": mc.No}[key]
		return *into != mc.Unknown
	case *mc.Cycle:
		*into, isWord = mc.ParseCycle(key)
		return isWord
	}
	switch {
	case v.Type() == reflect.TypeFor[string]():
		v.SetString(text)
		return text != ""
	case v.Kind() == reflect.String && isWord:
		v.SetString(key)
		return true
	case v.CanInt():
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v.OverflowInt(n) || n < 1 || v.Kind() == reflect.Int8 && n > 8 {
			return false
		}
		v.SetInt(n)
		return true
	}
	return false
}
