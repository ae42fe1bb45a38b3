package badge

import (
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// The bounds of the block. A longer value is not copied into it.
const (
	maxBlock      = 64 << 10
	maxBlockValue = 4000
	maxBlockDepth = 8
)

// block writes the facts block of a badge.
type block struct {
	*encoder
	prose
	schema *blockSchema
	shown  map[path]mc.LangString // the texts that other members give back
	open   []string               // the paths of what they do not, sorted
	size   int
	title  string // that of what the lines are about

	named     map[string]string // parties that are named, by their name: their content
	namesakes map[string]bool   // the names of more than one
	details   []mention         // of those of which details may be told

	standIn string // the description of the achievement, if it is that of something else
}

// writeBlock returns the facts block: what reading the badge as it is does not
// give back, and what readers are not shown although a member has it.
func (e *encoder) writeBlock(doc vc.Document) string {
	b := &block{encoder: e, schema: blocks(), shown: map[path]mc.LangString{}, named: map[string]string{}, namesakes: map[string]bool{}}
	b.prose = prose{tagOrUnd(inLanguage(e.lang)), phrasesOf(e.lang)}
	if i := e.best(e.described); i >= 0 && e.described[i].Lang == b.own && e.described[i].Text == memberText(e.achievement, "description") {
		b.standIn = e.described[i].Text
	}
	b.findOpen(doc)
	if e.summary() != "" {
		i := e.best(e.c.Definition.OutcomeSummary.Text)
		b.shown["definition.outcomeSummary.text"] = e.c.Definition.OutcomeSummary.Text[i : i+1]
	}
	var lines []string
	b.title = b.show(e.c.Definition.Title)
	b.table(&lines, b.schema.tables[reflect.TypeFor[told]()].lines, reflect.ValueOf(told{Credential: *e.c}), "", 0)
	return strings.Join(lines, "\n")
}

// putBlock puts the block at the end of the criteria, which must not be empty. It is
// false if that changes nothing.
func (e *encoder) putBlock(block string) bool {
	member := e.achievement.Member("criteria")
	if member == nil || len(member.Items) == 0 || member.Items[0].Node == nil {
		return false
	}
	n := member.Items[0].Node
	text := memberText(n, "narrative")
	switch {
	case block == "" && text == "" && n.ID == "":
		block = e.name
	case block == "":
		return false
	}
	if text != "" {
		text += "\n\n"
		e.followed()
	}
	narrative := mapping.Member{Term: "narrative", Items: []mapping.Item{{Raw: mapping.Quote(text + block)}}}
	if i := slices.IndexFunc(n.Members, func(m mapping.Member) bool { return m.Term == narrative.Term }); i >= 0 {
		n.Members[i] = narrative
		return true
	}
	n.Members = append(n.Members, narrative)
	return true
}

// followed accounts for a narrative that the block follows.
func (e *encoder) followed() {
	for leaf := range e.below("definition.criteria.narrative.text") {
		for i := range e.marked[leaf] {
			if o := &e.marked[leaf][i]; o.Kind == mc.KindExact {
				o.Kind, o.Match, o.Reason = mc.KindTransformed, mc.MatchExact, "other facts follow it"
			}
		}
	}
}

func tagOrUnd(tag string) string {
	if tag == "" {
		return mc.Und
	}
	return tag
}

// findOpen reads the badge without the block and finds what is not there in
// members of Open Badges.
func (b *block) findOpen(doc vc.Document) {
	s := &settler{encoder: b.encoder}
	want, got := s.wanted(), s.read(doc)
	s.Comparison = mapping.Compare(want, got)
	for _, u := range want {
		own := u.From
		back, there := s.Got(u.At)
		text, isText := mapping.TextOf(u.Value)
		switch {
		case there && isText:
			given, _ := mapping.TextOf(back)
			if b.shown[own] = s.shownOf(given, u.At); slices.Equal(b.shown[own], text) {
				continue
			}
		case there && s.isNative(u.At) && mapping.Identical(back, u.Value):
			continue
		}
		b.open = append(b.open, string(own))
	}
	if x := &b.c.Definition; slices.Contains(madeDescriptions(b.c, b.show), b.show(x.Description)) {
		// The description looks like one that is made, and must be stated.
		delete(b.shown, "definition.description")
		b.open = append(b.open, "definition.description")
	}
	slices.Sort(b.open)
}

// shownOf are the values of a text that members of Open Badges give back.
func (s *settler) shownOf(text mc.LangString, at path) (out mc.LangString) {
	for i, v := range text {
		if s.isNative(text.Path(at, i)) {
			out = append(out, v)
		}
	}
	return out
}

// isOpen reports whether something at or below a path is not carried by other
// members.
func (b *block) isOpen(at path) bool {
	for _, next := range []string{"", ".", "["} {
		prefix := string(at) + next
		i := sort.SearchStrings(b.open, prefix)
		if i < len(b.open) && (b.open[i] == string(at) || next != "" && strings.HasPrefix(b.open[i], prefix)) {
			return true
		}
	}
	return false
}

// table writes the lines of a struct.
func (b *block) table(out *[]string, lines []line, v reflect.Value, at path, depth int) {
	for _, l := range lines {
		if l.field == detailsOfParties {
			b.partyDetails(out, l)
			continue
		}
		field, here, ok := fieldAt(v, l.field, at, false)
		if ok && !field.IsZero() && isFor(l, v) && (l.when.is(always) || b.isOpen(here)) {
			b.line(out, l, field, here, depth)
		}
	}
}

// isAbout reports whether a line is for an entry of a list, which other lines share.
func (o occasion) isAbout(entry reflect.Value) bool {
	if !o.is(counting | relating) {
		return true
	}
	r := entry.Interface().(mc.CredentialRef)
	return o.is(counting) == isPartOf(&r)
}

// isFor reports whether a line is for a claim as it is, or for anything else.
func isFor(l line, v reflect.Value) bool {
	if !l.when.is(attended | notAttended) {
		return true
	}
	kind, _, _ := fieldAt(v, "Award.Kind", "", false)
	return l.when.is(attended) == (kind.Interface() == mc.ClaimActivity)
}

// line writes the lines of one field.
func (b *block) line(out *[]string, l line, v reflect.Value, at path, depth int) {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if text, ok := mapping.TextOf(v); ok {
		b.text(out, l, text, at, depth)
		return
	}
	if _, inline := b.schema.notations[v.Type()]; inline {
		b.put(out, depth, b.words[l.label], b.inline(v))
		return
	}
	if _, structured := b.schema.tables[v.Type()]; structured {
		b.entry(out, l, v, at, depth)
		return
	}
	if v.Kind() != reflect.Slice {
		return
	}
	var all []string
	for i := range v.Len() {
		one := v.Index(i)
		if !l.when.isAbout(one) {
			continue
		}
		if _, structured := b.schema.tables[one.Type()]; structured {
			b.entry(out, l, one, at.At(i), depth)
		} else if text := b.inline(one); text != "" {
			all = append(all, text)
		}
	}
	b.put(out, depth, b.words[l.label], strings.Join(all, "; "))
}

func (b *block) inline(v reflect.Value) string {
	n, ok := b.schema.notations[v.Type()]
	if !ok || v.IsZero() {
		return ""
	}
	if text := n.show(&b.prose, v); len(text) <= maxBlockValue {
		return text
	}
	return ""
}

// text writes a text, each value on a line of its own. What other members give
// back is left out unless it is always shown.
func (b *block) text(out *[]string, l line, text mc.LangString, at path, depth int) {
	var shown mc.LangString
	if !l.when.is(always) {
		shown = b.shown[at]
	}
	for _, v := range b.written(l, text) {
		if l.when.is(distinct) && strings.TrimSpace(v.Text) == b.title {
			continue
		}
		label := b.words[l.label]
		if v.Lang != b.own {
			label += " (" + v.Lang + ")"
		}
		if isLanguageTag(v.Lang) && !slices.Contains(shown, v) && strings.TrimSpace(v.Text) != "" && len(v.Text) <= maxBlockValue {
			b.put(out, depth, label, b.quote(v.Text, depth+1))
		}
	}
}

// written are the values of a text that are written: those in the language of the
// badge, or else the best one, unless the line is in all languages.
func (b *block) written(l line, text mc.LangString) mc.LangString {
	if l.when.is(multilingual) {
		return text
	}
	own := slices.DeleteFunc(slices.Clone(text), func(v mc.LangValue) bool { return v.Lang != b.own })
	if i := b.bestIn(text); len(own) == 0 && i >= 0 {
		return text[i : i+1]
	}
	return own
}

// entry writes a struct: its head on a line, and the rest below it.
func (b *block) entry(out *[]string, l line, v reflect.Value, at path, depth int) {
	if depth >= maxBlockDepth {
		return
	}
	t := b.schema.tables[v.Type()]
	head, below := "", []string(nil)
	size, title := b.size, b.title
	defer func() { b.title = title }()
	if t.head.field != "" {
		head = b.headOf(&below, t.head, v, at, depth+1)
	}
	switch of := v.Interface().(type) {
	case mc.Party:
		country, isShort := b.party(l, v, at)
		if isShort {
			below, b.size = nil, size
		} else {
			b.table(&below, b.withoutPlace(l.under(t), &of, country != "" || l.field == detailsOfParties), v, at, depth+1)
		}
		head += country
	case mc.Claim:
		b.title = b.show(of.Definition.Title)
		b.table(&below, l.under(t), v, at, depth+1)
	default:
		if own := b.titleOf(t.head, v); l.when.is(distinct) && own == title {
			head = ""
		} else {
			b.title = own
		}
		b.table(&below, l.under(t), v, at, depth+1)
	}
	if head == "" && len(below) == 0 {
		b.size = size
		return
	}
	one := strings.Repeat("  ", depth) + "- **" + b.words[l.label] + ":**"
	if head != "" {
		one += " " + head
	}
	if b.size += len(one) + 1; b.size > maxBlock {
		b.size = size
		return
	}
	*out = append(append(*out, one), below...)
}

// titleOf returns the title of a struct.
func (b *block) titleOf(head line, v reflect.Value) string {
	if head.field == "" {
		return ""
	}
	field, _, ok := fieldAt(v, head.field, "", false)
	if text, isText := field.Interface().(mc.LangString); ok && isText {
		return b.show(text)
	}
	return ""
}

// under are the lines that stand below an entry.
func (l line) under(t factTable) []line {
	if l.below != nil {
		return l.below
	}
	return t.lines
}

// headOf returns the head of a struct. Of a text, it is the one in the language of
// the badge, or else another with its tag; the rest stands below.
func (b *block) headOf(below *[]string, l line, v reflect.Value, at path, depth int) string {
	field, at, ok := fieldAt(v, l.field, at, false)
	if !ok || field.IsZero() {
		return ""
	}
	text, isText := field.Interface().(mc.LangString)
	if !isText {
		return b.inline(field)
	}
	text = b.written(l, text)
	i := slices.IndexFunc(text, func(v mc.LangValue) bool { return v.Lang == b.own })
	if i < 0 {
		i = b.bestIn(text)
	}
	if i < 0 || strings.TrimSpace(text[i].Text) == "" || len(text[i].Text) > maxBlockValue {
		b.text(below, l, text, at, depth)
		return ""
	}
	head := b.quote(text[i].Text, depth)
	if text[i].Lang != b.own || strings.HasSuffix(head, ")") {
		head = quoteMarkdown(text[i].Text, "()", strings.Repeat("  ", depth))
	}
	if text[i].Lang != b.own {
		head += " (" + text[i].Lang + ")"
	}
	b.text(below, l, slices.Delete(slices.Clone(text), i, i+1), at, depth)
	return head
}

// quote quotes a text, or says that it is that of the description.
func (b *block) quote(text string, depth int) string {
	if b.standIn != "" && text == b.standIn {
		return "*" + b.words[wordAbove] + "*"
	}
	return quoteMarkdown(text, "", strings.Repeat("  ", depth))
}

// put adds a line unless the block is full.
func (b *block) put(out *[]string, depth int, label, value string) {
	one := strings.Repeat("  ", depth) + "- **" + label + ":** " + value
	if value == "" || b.size+len(one) >= maxBlock {
		return
	}
	b.size += len(one) + 1
	*out = append(*out, one)
}
