package badge

import (
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// item is a line of a list in Markdown that has the form of a line of the block,
// with those below it.
type item struct {
	label, tag, value string
	below             []item
	raw               string
}

// facts are the block of a badge that is being read.
type facts struct {
	leaf   jsontree.Value // the narrative
	prose  prose
	schema *blockSchema
	before string   // the text before the block
	left   []string // lines of it that are no facts
	lines  []factLine

	lists   map[path]*mergedList
	parties map[path]bool // those that the block states, and whether by no more than name and country
	details []partyDetails
	above   []path        // texts that are the description of the achievement
	against path          // what a member contradicts
	taken   bool          // whether anything has been read from it
	derived map[path]bool // values that no member states, but from which they followed
	revised map[path]bool // those of them that the block states otherwise
}

// factLine is a line that one row of the table takes.
type factLine struct {
	line   line
	items  []item
	done   bool
	stated *told // what it states, from when the language was chosen until it is merged
}

// maxKept bounds the lines of which that is kept.
const maxKept = 64

// findFacts finds the block at the end of a narrative: its last paragraph, if all of
// it is a list whose labels one language has.
func (d *decoder) findFacts(v jsontree.Value) *facts {
	text := strings.TrimRight(strings.ReplaceAll(v.Text(), "\r\n", "\n"), "\n")
	before, list := "", text
	if i := strings.LastIndex(text, "\n\n"); i >= 0 {
		before, list = text[:i], text[i+2:]
	}
	var items []item
	if strings.HasPrefix(list, "- **") && len(list) <= 2*maxBlock {
		items, _ = readItems(strings.Split(list, "\n"))
	}
	root := blocks().tables[reflect.TypeFor[told]()].lines
	var best *facts
	known, unread := 0, 0
	for _, words := range languagesOf(d.Lang) {
		n := 0
		for n < len(items) && hasLabel(root, words, items[len(items)-1-n].label) {
			n++
		}
		if n == 0 || n < known {
			continue
		}
		f := &facts{leaf: v, schema: blocks(), before: before, lists: map[path]*mergedList{}, parties: map[path]bool{}, revised: map[path]bool{}, prose: prose{d.Lang, words}}
		for _, other := range items[:len(items)-n] {
			f.leave(other)
		}
		f.group(items[len(items)-n:], root)
		// Languages have labels in common: the right one is that which can be read.
		if left := f.unread(); best == nil || n > known || left < unread {
			best, known, unread = f, n, left
		}
		if unread == 0 && known == len(items) {
			break
		}
	}
	return best
}

// unread is the number of lines that cannot be read.
func (f *facts) unread() (n int) {
	for i := range f.lines {
		l := &f.lines[i]
		stated, ok := f.fragment(l)
		if !ok {
			n++
		} else if i < maxKept {
			l.stated = stated
		}
	}
	return n
}

// leave puts a line back into the text.
func (f *facts) leave(one item) {
	f.left = append(f.left, one.raw)
}

// group assigns the lines to rows of the table: the lines of one text in several
// languages to the same.
func (f *facts) group(items []item, root []line) {
	var empty told
	last := -1
	for _, one := range items {
		if last >= 0 && f.lines[last].items[0].label == one.label {
			field, _, _ := fieldAt(reflect.ValueOf(&empty).Elem(), f.lines[last].line.field, "", true)
			if field.Type() == reflect.TypeFor[mc.LangString]() {
				f.lines[last].items = append(f.lines[last].items, one)
				continue
			}
		}
		i := slices.IndexFunc(root, func(l line) bool { return f.prose.words[l.label] == one.label })
		f.lines = append(f.lines, factLine{line: root[i], items: []item{one}})
		last = len(f.lines) - 1
	}
}

func hasLabel(lines []line, words []string, label string) bool {
	return slices.ContainsFunc(lines, func(l line) bool { return words[l.label] == label })
}

// languagesOf are the rows of the table of phrases, that of the language of the
// badge first.
func languagesOf(lang string) [][]string {
	out := [][]string{phrasesOf(lang)}
	table := phraseTable()
	for _, lang := range sortedLanguages() {
		out = append(out, table[lang])
	}
	return out
}

// readItems reads lines of a list. Nothing else may stand between them.
func readItems(lines []string) ([]item, bool) {
	type open struct {
		depth int
		item  item
	}
	var stack []open
	var out []item
	closeTo := func(depth int) {
		for len(stack) > 0 && stack[len(stack)-1].depth >= depth {
			top := stack[len(stack)-1].item
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				out = append(out, top)
				continue
			}
			parent := &stack[len(stack)-1].item
			parent.below = append(parent.below, top)
			parent.raw += "\n" + top.raw
		}
	}
	continued := false
	for _, line := range lines {
		if continued {
			top := &stack[len(stack)-1]
			rest, ok := strings.CutPrefix(line, strings.Repeat("  ", top.depth+1))
			if !ok {
				return nil, false
			}
			top.item.value += "\n" + rest
			top.item.raw += "\n" + line
			continued = isContinued(line)
			continue
		}
		spaces := len(line) - len(strings.TrimLeft(line, " "))
		one, ok := readItem(line[spaces:])
		if closeTo(spaces / 2); !ok || spaces%2 != 0 || spaces/2 != len(stack) || len(stack) > maxBlockDepth+1 {
			return nil, false
		}
		one.raw = line
		stack = append(stack, open{spaces / 2, one})
		continued = isContinued(line)
	}
	closeTo(0)
	return out, !continued
}

// isContinued reports whether a line ends in a break, a backslash that is not
// escaped.
func isContinued(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// readItem reads the label and the value of a line.
func readItem(line string) (one item, ok bool) {
	rest, ok := strings.CutPrefix(line, "- **")
	if !ok {
		return one, false
	}
	label, value, ok := strings.Cut(rest, ":**")
	if !ok || strings.ContainsAny(label, markup) || value != "" && value[0] != ' ' {
		return one, false
	}
	if open := strings.LastIndex(label, " ("); open > 0 && strings.HasSuffix(label, ")") {
		if tag, _, tagged := cutTag(label[open+1:]); tagged {
			label, one.tag = label[:open], tag
		}
	}
	one.label, one.value = label, strings.TrimPrefix(value, " ")
	return one, true
}

// field reads a line into a field.
func (f *facts) field(v reflect.Value, l line, one item) bool {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return f.field(v.Elem(), l, one)
	}
	if text, isText := v.Addr().Interface().(*mc.LangString); isText {
		return len(one.below) == 0 && f.text(text, one)
	}
	if n, inline := f.schema.notations[v.Type()]; inline {
		return one.tag == "" && len(one.below) == 0 && one.value != "" && n.read(&f.prose, one.value, v)
	}
	if _, structured := f.schema.tables[v.Type()]; structured {
		return one.tag == "" && f.entry(v, l, one)
	}
	if v.Kind() != reflect.Slice || one.tag != "" {
		return false
	}
	of := v.Type().Elem()
	if _, structured := f.schema.tables[of]; structured {
		entry := reflect.New(of).Elem()
		if !f.entry(entry, l, one) {
			return false
		}
		v.Set(reflect.Append(v, entry))
		return true
	}
	n, inline := f.schema.notations[of]
	if !inline || len(one.below) > 0 || one.value == "" {
		return false
	}
	for _, part := range cutMarkdown(one.value, "; ") {
		entry := reflect.New(of).Elem()
		if !n.read(&f.prose, part, entry) {
			return false
		}
		v.Set(reflect.Append(v, entry))
	}
	return true
}

// text reads a text in one language.
func (f *facts) text(into *mc.LangString, one item) bool {
	lang := one.tag
	if lang == "" {
		lang = f.prose.own
	}
	text, ok := unquoteMarkdown(one.value)
	if one.value == "*"+f.prose.words[wordAbove]+"*" {
		text, ok = standsAbove, true
	}
	if ok = ok && text != ""; ok {
		into.Add(lang, text)
	}
	return ok
}

// standsAbove stands for the text of the description until that is put in its
// place. No text can be it, since it is not UTF-8.
const standsAbove = "\xff"

// entry reads a line with those below it into a struct.
func (f *facts) entry(v reflect.Value, l line, one item) bool {
	t := f.schema.tables[v.Type()]
	if one.value != "" {
		if t.head.field == "" {
			return false
		}
		head, _, _ := fieldAt(v, t.head.field, "", true)
		if text, isText := head.Addr().Interface().(*mc.LangString); isText {
			value := one.value
			if party, is := v.Addr().Interface().(*mc.Party); is {
				value = f.prose.cutCountry(value, party)
			}
			value, tag := cutLastTag(value)
			if !f.text(text, item{value: value, tag: tag}) {
				return false
			}
		} else if n, inline := f.schema.notations[head.Type()]; !inline || !n.read(&f.prose, one.value, head) {
			return false
		}
	}
	for _, below := range one.below {
		if !f.member(v, t.head, l.under(t), below) {
			return false
		}
	}
	return one.value != "" || len(one.below) > 0
}

// member reads a line below an entry.
func (f *facts) member(v reflect.Value, head line, lines []line, one item) bool {
	if head.field != "" && one.label == f.prose.words[head.label] {
		head, _, _ := fieldAt(v, head.field, "", true)
		text, isText := head.Addr().Interface().(*mc.LangString)
		return isText && f.text(text, one)
	}
	i := slices.IndexFunc(lines, func(l line) bool { return f.prose.words[l.label] == one.label })
	if i < 0 {
		return false
	}
	field, _, _ := fieldAt(v, lines[i].field, "", true)
	return f.field(field, lines[i], one)
}

// fragment reads the lines of one row into a credential that states nothing else.
func (f *facts) fragment(l *factLine) (*told, bool) {
	var c told
	field, _, _ := fieldAt(reflect.ValueOf(&c).Elem(), l.line.field, "", true)
	for _, one := range l.items {
		if !f.field(field, l.line, one) {
			return nil, false
		}
	}
	return &c, true
}

// take is fragment for the last time, of what is then put into the model.
func (f *facts) take(l *factLine) (stated *told, ok bool) {
	if stated, l.stated = l.stated, nil; stated != nil {
		return stated, true
	}
	return f.fragment(l)
}

// readCriteria reads the narrative of the criteria. Facts in a block at its end
// are not part of it.
func readCriteria(d *decoder, v jsontree.Value, to *mc.Criteria, at path) {
	leaf, _, isOne := mapping.Peek(v)
	if at == "definition.criteria" && isOne && leaf.Kind() == jsontree.String && d.facts == nil {
		if d.facts = d.findFacts(leaf); d.facts != nil {
			d.facts.merge(d, &mc.Credential{}, true)
			return
		}
	}
	criteriaText().Read(d.Reader, v, to, at)
}

func criteriaText() row[mc.Criteria] {
	return narrative("narrative", func(c *mc.Criteria) *mc.Note { return &c.Narrative })
}
