package edc

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ELM has an additional note wherever it has no member of its own. A statement is a
// fact that stands in such a note: everybody can read it, and its subject says for
// programs which field of the model it is. The subjects are a list of our own.
const (
	statementList = "https://mikromerit.github.io/ns/eumc/v1#notes"
	statementBase = "https://mikromerit.github.io/ns/eumc/v1#note."
)

// statement is one kind of fact that is stated in a note.
type statement struct {
	key  string  // of the subject
	path mc.Path // from the class that has the note; a list makes a note of each entry

	only   string                   // fields of a struct to state; "" for all
	unless string                   // a member that has stated the fact
	beside string                   // a member that has stated a part of it
	when   func(reflect.Value) bool // whether it is stated; nil: always
	shape  *shape                   // a text of its own, in place of a sheet
	whole  bool                     // the path begins at the credential; for the first claim
}

// shape is how the value of a statement is written as text and read from it.
type shape struct {
	show func(v reflect.Value, tag string) (text string, ok bool)
	read func(text string, into reflect.Value) (told []mc.Path, ok bool)
}

// statedProvenance is the subject of the note that says how a document was made. It
// is about that document, and is not read.
const statedProvenance = "provenance"

// noted is the row for the notes of a class: those that the model has, and the
// statements. It belongs after the rows for the same fields, because it states what
// those have left out.
func noted[T any](s *schema, get func(*T) *[]mc.Note, statements ...statement) mapping.Row[T] {
	row := mapping.Many("additionalNote", get, &s.note)
	read, write := row.Read, row.Write
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		for e := range v.Each() {
			if !readStatement(r, e, reflect.ValueOf(to).Elem(), at, statements) {
				read(r, e, to, at)
			}
		}
	}
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		write(w, n, from, at)
		for i := range statements {
			s.writeStatement(w, n, reflect.ValueOf(from).Elem(), at, &statements[i])
		}
	}
	return row
}

// partAt returns what a path leads to from a struct, with the pointers on the way
// made if wanted. It is not valid for a pointer to nothing, or for a field or an entry
// that is not there.
func partAt(v reflect.Value, path mc.Path, create bool) reflect.Value {
	for step := range strings.SplitSeq(string(path), ".") {
		name, index, isEntry := strings.Cut(step, "[")
		if v.Kind() != reflect.Struct || fieldIndex(v.Type(), name) < 0 {
			return reflect.Value{}
		}
		v = v.Field(fieldIndex(v.Type(), name))
		if isEntry {
			i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || v.Kind() != reflect.Slice || i < 0 || i >= v.Len() {
				return reflect.Value{}
			}
			v = v.Index(i)
		}
		if v.Kind() == reflect.Pointer {
			if v.IsNil() && create {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		if !v.IsValid() {
			return v
		}
	}
	return v
}

// skipped returns the fields of a part that a statement does not state.
func (f *statement) skipped(t reflect.Type) []string {
	if f.only == "" || t.Kind() != reflect.Struct {
		return nil
	}
	var out []string
	for i := range t.NumField() {
		if name := mc.FieldName(t.Field(i).Name); !slices.Contains(strings.Fields(f.only), name) {
			out = append(out, name)
		}
	}
	return out
}

func isListOfParts(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct && t != texts
}

func (s *schema) writeStatement(w *mapping.Writer, n *mapping.Node, from reflect.Value, at mc.Path, f *statement) {
	if f.whole {
		if at != "award" {
			return
		}
		from, at = reflect.ValueOf(encoderOf(w).c).Elem(), ""
	}
	v, here := partAt(from, f.path, false), at.Dot(string(f.path))
	switch {
	case !v.IsValid() || v.IsZero() || f.unless != "" && n.Member(f.unless) != nil || f.beside != "" && n.Member(f.beside) == nil:
	case isListOfParts(v.Type()):
		written := entriesOf(n)
		for i := range v.Len() {
			entry := here.At(i)
			if written[entry] || f.when != nil && !f.when(v.Index(i)) {
				continue
			}
			if _, known := w.Places[entry]; !known {
				w.Places[entry] = -1
			}
			s.addStatement(w, n, f, v.Index(i), entry, mapping.Item{From: entry, List: here, Index: i})
		}
	case f.when == nil || f.when(v):
		s.addStatement(w, n, f, v, here, mapping.Item{})
	}
}

// entriesOf returns the entries of lists that the members of a node have.
func entriesOf(n *mapping.Node) map[mc.Path]bool {
	out := map[mc.Path]bool{}
	for _, m := range n.Members {
		for _, i := range m.Items {
			out[i.From] = true
		}
	}
	return out
}

func (s *schema) addStatement(w *mapping.Writer, n *mapping.Node, f *statement, v reflect.Value, at mc.Path, item mapping.Item) {
	note, ok := f.note(encoderOf(w), v, at)
	if !ok {
		return
	}
	note.Subject = subjectOf(f.key, encoderOf(w).mainKey())
	if item.Node = s.note.Write(w, n, "additionalNote", &note, "", ""); item.Node == nil {
		return
	}
	if m := n.Member("additionalNote"); m != nil {
		m.Items = append(m.Items, item)
		return
	}
	w.Add(n, mapping.Member{Term: "additionalNote", Items: []mapping.Item{item}})
}

// subjectOf returns the subject of a kind of note, with its name in a language and in
// English.
func subjectOf(key, tag string) *mc.Concept {
	label, english := notesInWords().in(tag, key), notesInWords().in("en", key)
	name := mc.Text("en", english)
	if label != english {
		name = mc.Text(tag, label).With("en", english)
	}
	return &mc.Concept{IRI: statementBase + key, Scheme: statementList, Notation: key, Label: name}
}

// note returns the note that states the value at a path, false if it has no text that
// can be read back.
func (f *statement) note(e *encoder, v reflect.Value, at mc.Path) (mc.Note, bool) {
	tag := e.mainKey()
	switch x := v.Interface().(type) {
	case mc.LangString:
		return mc.Note{Text: e.respell(x, at)}, true
	case mc.Note:
		return mc.Note{Text: e.respell(x.Text, at.Dot("text")), Format: x.Format}, !x.Text.IsZero()
	case []string:
		var out mc.LangString
		for _, text := range x {
			out.Add(tag, text)
		}
		return mc.Note{Text: out}, true
	}
	if f.shape != nil {
		text, ok := f.shape.show(v, tag)
		return mc.Note{Text: mc.Text(tag, text)}, ok
	}
	if text, ok := showValue(v, tag); ok {
		return mc.Note{Text: mc.Text(tag, text)}, true
	}
	if v.Kind() != reflect.Struct {
		return mc.Note{}, false
	}
	skip := f.skipped(v.Type())
	sheet := writeSheet(e, v, at, skip...)
	back := reflect.New(v.Type()).Elem()
	for _, t := range sheet {
		if _, ok := readSheet(t.Text, t.Lang, back, skip...); !ok {
			return mc.Note{}, false
		}
	}
	return mc.Note{Text: sheet}, !sheet.IsZero()
}

// said is a text of a note.
type said struct {
	leaf      jsontree.Value
	tag, text string
}

// statementIn returns the key and the texts of a note that is a statement.
func statementIn(note jsontree.Value) (key string, all []said, ok bool) {
	subject, _ := first(note.Get("subject"))
	key, ok = strings.CutPrefix(subject.Get("id").Text(), statementBase)
	if scheme, _ := first(subject.Get("inScheme")); !ok && scheme.Get("id").IsText(statementList) {
		key = subject.Get("notation").Text()
	}
	for tag, m := range note.Get("noteLiteral").Members() {
		for t := range m.Each() {
			if t.Kind() != jsontree.String {
				return "", nil, false
			}
			all = append(all, said{t, tag, t.Text()})
		}
	}
	return key, all, key != "" && len(all) > 0 && len(all) <= maxLines
}

// readStatement reads a note into the field that its subject stands for. It returns
// false for any other note, and for one whose text somebody has changed so that it is
// not understood.
func readStatement(r *mapping.Reader, note jsontree.Value, to reflect.Value, at mc.Path, statements []statement) bool {
	key, all, ok := statementIn(note)
	if ok && key == statedProvenance {
		// Else a credential that is converted again and again would tell of each time.
		r.Scaffold(note)
		return true
	}
	i := slices.IndexFunc(statements, func(f statement) bool { return f.key == key })
	if !ok || i < 0 {
		return false
	}
	f := &statements[i]
	if f.whole {
		if at != "award" || decoderOf(r).model == nil {
			return false
		}
		to, at = reflect.ValueOf(decoderOf(r).model).Elem(), ""
	}
	// What the note says is put into the model only once all of it is understood.
	here := at.Dot(string(f.path))
	into := partAt(to, f.path, false)
	made := reflect.New(to.Type()).Elem()
	if !into.IsValid() {
		if into = partAt(made, f.path, true); !into.IsValid() {
			return false
		}
	}
	isEntry := isListOfParts(into.Type())
	value := reflect.New(into.Type()).Elem()
	switch {
	case isEntry:
		value, here = reflect.New(into.Type().Elem()).Elem(), here.At(into.Len())
	case !into.IsZero() && into.Kind() != reflect.Struct:
		return false
	default:
		value.Set(into)
	}
	told, ok := f.read(all, note, value)
	if !ok {
		return false
	}
	into = partAt(to, f.path, true)
	if isEntry {
		value = reflect.Append(into, value)
	}
	into.Set(value)
	for i, paths := range told {
		for _, p := range paths {
			r.Change(all[min(i, len(all)-1)].leaf, joinPath(here, p), "said in a note")
		}
	}
	r.Scaffold(note)
	return true
}

// joinPath returns a path below another one; it may begin with an index.
func joinPath(at, below mc.Path) mc.Path {
	switch {
	case below == "":
		return at
	case below[0] == '[':
		return at + below
	}
	return at.Dot(string(below))
}

// read reads the texts of a note into a value. It returns for each text the paths of
// what it says.
func (f *statement) read(all []said, note jsontree.Value, into reflect.Value) (told [][]mc.Path, ok bool) {
	format, formatted := first(note.Get("noteFormat"))
	told = make([][]mc.Path, len(all))
	switch x := into.Addr().Interface().(type) {
	case *mc.LangString:
		for i, t := range all {
			x.Add(t.tag, t.text)
			told[i] = []mc.Path{x.Path("", len(*x)-1)}
		}
		return told, !formatted
	case *mc.Note:
		for i, t := range all {
			x.Text.Add(t.tag, t.text)
			told[i] = []mc.Path{x.Text.Path("text", len(x.Text)-1)}
		}
		if formatted {
			x.Format, ok = vocabulary.MediaType(format.Get("id").Text())
			told[0] = append(told[0], "format")
		}
		return told, ok || !formatted
	case *[]string:
		for i, t := range all {
			*x = append(*x, t.text)
			told[i] = []mc.Path{mc.Path("").At(i)}
		}
		return told, !formatted
	}
	for i, t := range all {
		switch {
		case f.shape != nil:
			told[i], ok = f.shape.read(t.text, into)
		case into.Kind() == reflect.Struct && !isText(into):
			told[i], ok = readSheet(t.text, t.tag, into, f.skipped(into.Type())...)
		default:
			told[i], ok = []mc.Path{""}, into.IsZero() && readScalar(into, t.text)
		}
		if !ok || formatted {
			return nil, false
		}
	}
	return told, true
}

// isText reports whether a struct is a value with one text, such as a date.
func isText(v reflect.Value) bool {
	_, ok := showValue(v, "")
	return ok
}

// linkTo returns the document that links to the address in a statement; its title
// begins with the subject of that.
func linkTo(url, key string, title mc.LangString, tag string) mc.WebResource {
	out := mc.WebResource{URL: url, Title: inWords(notesInWords(), key, tag)}
	if !title.IsZero() {
		out.Title = nil
	}
	for _, t := range title {
		out.Title.Add(t.Lang, notesInWords().in(cmp.Or(keyOf(t.Lang), tag), key)+": "+t.Text)
	}
	return out
}

// documentsOf is the row for documents of a class, except for those that only link to
// the address in a statement of the same node.
func documentsOf[T any](s *schema, get func(*T) *[]mc.WebResource) mapping.Row[T] {
	row := mapping.Many("supplementaryDocument", get, &s.webResource)
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		stated := addressesIn(v.Parent().Get("additionalNote"))
		for e := range v.Each() {
			if isLinkTo(e, stated[e.Get("contentURL").Text()]) {
				r.Scaffold(e)
				continue
			}
			read(r, e, to, at)
		}
	}
	return row
}

// isLinkTo reports whether the title of a document begins with the subject of a
// statement.
func isLinkTo(document jsontree.Value, key string) bool {
	title, _ := first(document.Get("title"))
	for _, text := range title.Members() {
		word, _, _ := strings.Cut(text.Text(), ": ")
		return key != "" && notesInWords().means(word, key)
	}
	return false
}

// addressesIn returns the web addresses in the lines of statements, each with the key
// of the statement.
func addressesIn(notes jsontree.Value) map[string]string {
	out := map[string]string{}
	for note := range notes.Each() {
		key, all, ok := statementIn(note)
		for _, t := range all {
			for line := range strings.SplitSeq(t.text, "\n") {
				if _, value, _ := strings.Cut(line, ": "); ok && isWebAddress(value) {
					out[value] = key
				}
			}
		}
	}
	return out
}

// isWebAddress reports whether text is the address of a page that people can open.
func isWebAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && vc.IsURL(s)
}

// creditsWithoutFramework is the text of a number of credits: "2.5 (framework not
// stated)".
var creditsWithoutFramework = &shape{
	show: func(v reflect.Value, tag string) (string, bool) {
		w := v.Interface().(mc.Workload)
		plain := isCredits(&w) && !w.Amount.IsZero() && w.Framework.IsZero() && w.Duration.IsZero() && w.Text == ""
		return w.Amount.String() + " (" + valuesInWords().in(tag, "unframed") + ")", plain
	},
	read: func(text string, into reflect.Value) ([]mc.Path, bool) {
		number, rest, _ := strings.Cut(text, " (")
		amount, err := mc.ParseDecimal(number)
		if err != nil || !into.IsZero() || !valuesInWords().means(strings.TrimSuffix(rest, ")"), "unframed") {
			return nil, false
		}
		into.Set(reflect.ValueOf(mc.Workload{Kind: mc.WorkloadCredits, Amount: amount}))
		return []mc.Path{"kind", "amount"}, true
	},
}

func isCredits(w *mc.Workload) bool { return w.Kind == mc.WorkloadCredits }
