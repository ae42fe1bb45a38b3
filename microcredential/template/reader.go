package template

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// reader reads the nodes of a template into the model, once for each row. Without a
// row it checks all that no cell decides.
type reader struct {
	t        *Template
	row      Row // nil: values with placeholders are passed over
	language string
	faults   Faults
	grown    int // bytes of the texts and files so far
}

// maxGrown is how large the texts and files of one credential may be together. A cell
// that is put into a template a thousand times, or a party with a picture that is named
// as often, must not fill the memory.
const maxGrown = 32 << 20

// grow counts what is put into the credential. It is false when that is too much.
func (r *reader) grow(n *node, size int) bool {
	before := r.grown
	r.grown += size
	if r.grown <= maxGrown {
		return true
	}
	if before <= maxGrown {
		r.fault(&ruleValue, n, "The texts and files of one credential must have no more than 32 MiB together.", "more", "Name fewer columns, or smaller files.")
	}
	return false
}

func (r *reader) fault(rule *vc.Rule, n *node, must, found, do string) {
	r.faults = append(r.faults, newFault(rule, n, must, found, do))
}

func (r *reader) wrong(n *node, must, found, do string) { r.fault(&ruleValue, n, must, found, do) }

// member is one member of an object: its name, what it takes, in words and as a
// definition of the schema, and how it is read.
type member[T any] struct {
	name, takes, what string
	read              func(*reader, *node, *T)
}

// class is an object of a template: all its members.
type class[T any] []member[T]

func (c class[T]) names() []string {
	out := make([]string, len(c))
	for i, m := range c {
		out[i] = m.name
	}
	return out
}

// read reads an object, and reports each member that it does not know.
func (c class[T]) read(r *reader, n *node, to *T) {
	if n.kind != mapNode {
		r.wrong(n, "This must be an object with members.", describe(n), "Its members are: "+strings.Join(c.names(), ", ")+".")
		return
	}
	known := map[string]*member[T]{}
	for i := range c {
		known[c[i].name] = &c[i]
	}
	for _, e := range n.members {
		m := known[e.name]
		switch {
		case m == nil:
			r.fault(&ruleMember, &node{line: e.line, col: e.col, path: e.value.path}, "A member must be one of those that are known here.", quote(e.name), meant(e.name, c.names()))
		case e.value.kind == emptyNode:
			r.wrong(e.value, "A member must have a value.", "nothing", "Write one, or leave the line out.")
		default:
			m.read(r, e.value, to)
		}
	}
}

func describe(n *node) string {
	if n.kind == textNode {
		return "the text " + quote(n.text)
	}
	return n.kind.String()
}

// one returns the text of a node. ok is false when there is none, because the cells
// are empty or there is no row yet.
func (r *reader) one(n *node) (text string, ok bool) {
	switch {
	case n.kind != textNode:
		r.wrong(n, "This must be one text.", describe(n), "")
		return "", false
	case n.has() && r.row == nil:
		return "", false
	}
	if text, ok = r.expand(n); !r.grow(n, len(text)) {
		return "", false
	}
	if ok && strings.TrimSpace(text) == "" {
		r.wrong(n, "A text must not be empty.", quote(text), "Write one, or leave the member out.")
		return "", false
	}
	return text, ok
}

// each calls do for each item of a list, or for the only one.
func (r *reader) each(n *node, do func(*node)) {
	if n.kind != listNode {
		do(n)
		return
	}
	for _, item := range n.items {
		if item.kind == emptyNode || item.kind == listNode {
			r.wrong(item, "An item of this list must have a value of its own.", describe(item), "")
			continue
		}
		do(item)
	}
}

// lang reads a text, or one text for each language.
func (r *reader) lang(n *node) (out mc.LangString) {
	if n.kind == textNode {
		if text, ok := r.one(n); ok {
			out.Add(r.language, text)
		}
		return out
	}
	if n.kind != mapNode {
		r.wrong(n, "This must be a text, or an object with a text for each language.", describe(n), "Write it as {nb: …, se: …}.")
		return nil
	}
	for _, e := range n.members {
		r.tag(&node{kind: textNode, text: e.name, line: e.line, col: e.col, path: n.path})
		if text, ok := r.one(e.value); ok {
			out.Add(e.name, text)
		}
	}
	return out
}

// tag reads a language.
func (r *reader) tag(n *node) string {
	text, ok := r.one(n)
	if !ok {
		return ""
	}
	tag, err := language.Parse(text)
	if _, known := mc.LanguageConcept(text); err != nil || tag == language.Und || !known && len(text) < 4 {
		r.wrong(n, "This must be the tag of a language, such as nb, nn, se, sv, da, fi, is or en.", quote(text), "")
		return ""
	}
	return text
}

// languages reads tags of languages as codes.
func (r *reader) languages(n *node) (out []mc.Concept) {
	r.each(n, func(item *node) {
		if tag := r.tag(item); tag != "" {
			if c, ok := mc.LanguageConcept(tag); ok {
				out = append(out, c)
			}
		}
	})
	return out
}

// date reads a date, or a point in time. A date is its first moment in UTC, which is
// the same day in all of Europe.
func (r *reader) date(n *node) mc.Instant { return r.moment(n, "T00:00:00Z") }

// lastMoment reads a date as its last second.
func (r *reader) lastMoment(n *node) mc.Instant { return r.moment(n, "T23:59:59Z") }

func (r *reader) moment(n *node, clock string) mc.Instant {
	text, ok := r.one(n)
	if !ok {
		return mc.Instant{}
	}
	whole := text
	if _, err := mc.ParseDate(text); err == nil {
		whole += clock
	}
	when, err := mc.ParseInstant(whole)
	if err != nil || !when.Zoned() {
		r.wrong(n, "A date must be written as year-month-day, such as 2026-05-04, or as a point in time, such as 2026-05-04T12:00:00Z.", quote(text), dateHint(text))
		return mc.Instant{}
	}
	return when
}

// decimal reads a number, digit by digit as it is written.
func (r *reader) decimal(n *node, text string) mc.Decimal {
	d, err := mc.ParseDecimal(text)
	if err != nil || d.Sign() < 0 || len(text) > 32 {
		do := ""
		if strings.Count(text, ",") == 1 {
			do = "Write the decimal part after a full stop, as " + strings.Replace(text, ",", ".", 1) + "."
		}
		r.wrong(n, "A number must have digits and, if need be, a full stop before the decimals.", quote(text), do)
		return mc.Decimal{}
	}
	return d
}

// truth reads yes or no.
func (r *reader) truth(n *node) mc.Tri {
	text, ok := r.one(n)
	switch strings.ToLower(text) {
	case "yes", "true":
		return mc.Yes
	case "no", "false":
		return mc.No
	}
	if ok {
		r.wrong(n, "This must be yes or no.", quote(text), "")
	}
	return mc.Unknown
}

// address reads a web address.
func (r *reader) address(n *node) string {
	text, ok := r.one(n)
	if ok && !vc.IsURL(text) {
		r.wrong(n, "This must be a whole address, such as https://vestre-aas.example/kurs.", quote(text), "")
		return ""
	}
	return text
}

// maxFile is the length of the longest file that a template names, in bytes.
const maxFile = 8 << 20

// file reads a file beside the template.
func (r *reader) file(n *node) *mc.Media {
	name, ok := r.one(n)
	if !ok {
		return nil
	}
	wrong := func(must, found, do string) *mc.Media {
		r.fault(&ruleFile, n, must, found, do)
		return nil
	}
	known, ok := kindOf(name)
	switch {
	case !fs.ValidPath(name) || strings.ContainsAny(name, `\:`):
		return wrong("A file must be named as it lies in the folder of the template or below it.", quote(name), "Put the file there and write its name, without .. and without / at the start.")
	case !ok:
		return wrong("A file must be of a kind that others can open: .png, .jpg, .svg, .pdf, .txt, .md, .json, .xml or .csv.", quote(path.Base(name)), "")
	case r.t.files == nil:
		return wrong("The file must be at hand.", quote(name), "Give the folder of the template.")
	}
	content, err := r.t.readFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrong("The file must be in the folder of the template or below it.", "no "+quote(name), "Check its name.")
	case errors.Is(err, errLarge):
		return wrong("A file must have no more than 8 MiB.", quote(name)+" with more", "Make it smaller.")
	case err != nil:
		return wrong("The file must be readable, and no link out of the folder of the template.", quote(name), "Put the file itself there.")
	case len(content) == 0 || !strings.HasPrefix(string(content), known.starts):
		return wrong("A file must be what its name says.", quote(name)+", which is no "+known.media, "Check the file.")
	}
	if !r.grow(n, len(content)) {
		return nil
	}
	return &mc.Media{MediaType: known.media, Content: content}
}

// fileKind is a kind of file.
type fileKind struct{ ending, media, starts string }

var fileKinds = []fileKind{
	{".png", "image/png", "\x89PNG\r\n\x1a\n"}, {".jpg", "image/jpeg", "\xff\xd8\xff"}, {".jpeg", "image/jpeg", "\xff\xd8\xff"},
	{".svg", "image/svg+xml", ""}, {".pdf", "application/pdf", "%PDF-"}, {".txt", "text/plain", ""}, {".md", "text/markdown", ""},
	{".json", "application/json", ""}, {".xml", "application/xml", ""}, {".csv", "text/csv", ""},
}

func kindOf(name string) (fileKind, bool) {
	for _, k := range fileKinds {
		if strings.EqualFold(path.Ext(name), k.ending) {
			return k, true
		}
	}
	return fileKind{}, false
}

// dateHint explains the dates that people write most.
func dateHint(text string) string {
	for _, sep := range []string{".", "/"} {
		parts := strings.Split(text, sep)
		if len(parts) != 3 || len(parts[2]) != 4 || len(parts[0]) > 2 || len(parts[1]) > 2 {
			continue
		}
		day, month := "0"+parts[0], "0"+parts[1]
		written := parts[2] + "-" + month[len(month)-2:] + "-" + day[len(day)-2:]
		if _, err := mc.ParseDate(written); err == nil && sep == "." {
			return "Write " + written + "."
		}
		return "Which of the two is the month cannot be told; write the year first."
	}
	if len(text) == 5 && strings.Trim(text, "0123456789") == "" {
		return "A spreadsheet shows a date as such a number when the cell is formatted as a number; format the column as text or as a date with the year first."
	}
	return ""
}
