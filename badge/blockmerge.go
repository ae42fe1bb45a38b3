package badge

import (
	"encoding"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// mergedList is a list of the model to which the block adds.
type mergedList struct {
	before int          // entries that other members state
	used   map[int]bool // those that the block repeats
	order  []int        // the entries of the block
}

// merge puts what the lines state into the model. What members have stated is
// confirmed; a line against them stays in the text.
func (f *facts) merge(d *decoder, c *mc.Credential, isEarly bool) {
	if isEarly {
		c.Definition = *d.definition
	}
	for i := range f.lines {
		l := &f.lines[i]
		if l.done || l.line.when.is(early) != isEarly {
			continue
		}
		l.done = true
		stated, ok := f.fragment(l)
		if ok && l.line.field == detailsOfParties {
			f.details = append(f.details, partyDetails{stated.Parties[0], l.items[0]})
			continue
		}
		if !ok || !f.mergeOne(d, c, &stated.Credential) {
			for _, one := range l.items {
				f.leave(one)
			}
			continue
		}
		f.taken = true
	}
	if isEarly {
		*d.definition = c.Definition
	}
}

// mergeOne puts what a line states into the model unless members say otherwise.
func (f *facts) mergeOne(d *decoder, c, stated *mc.Credential) bool {
	m := merger{facts: f, decoder: d}
	from, into := reflect.ValueOf(stated).Elem(), reflect.ValueOf(c).Elem()
	if !m.struct_(into, from, "") {
		if f.against == "" {
			f.against = m.against
		}
		return false
	}
	m.writes = true
	m.struct_(into, from, "")
	return true
}

// merger puts a part of the model into another one. Unless it writes, it only
// finds out whether they agree.
type merger struct {
	*facts
	decoder *decoder
	writes  bool
	against path
}

func (m *merger) conflict(at path) bool {
	if m.against == "" {
		m.against = at
	}
	return false
}

func (m *merger) claim(at path) {
	if m.writes {
		m.decoder.Change(m.leaf, at, "stated in the text that readers see")
	}
}

// value merges a value that is stated.
func (m *merger) value(to, from reflect.Value, at path) bool {
	switch {
	case from.IsZero():
		return true
	case isWhole(from.Type()):
		return m.whole(to, from, at)
	}
	switch from.Kind() {
	case reflect.Pointer:
		if to.IsNil() {
			if !m.writes {
				return true
			}
			to.Set(reflect.New(to.Type().Elem()))
		}
		return m.value(to.Elem(), from.Elem(), at)
	case reflect.Struct:
		return m.struct_(to, from, at)
	case reflect.Slice:
		return m.list(to, from, at)
	}
	return true
}

func (m *merger) struct_(to, from reflect.Value, at path) bool {
	if party, ok := from.Interface().(mc.Party); ok && m.writes {
		m.parties[at] = isMention(&party)
	}
	for i := range from.NumField() {
		if !m.value(to.Field(i), from.Field(i), at.Dot(mc.FieldName(from.Type().Field(i).Name))) {
			return false
		}
	}
	return true
}

// whole merges a value that has no parts.
func (m *merger) whole(to, from reflect.Value, at path) bool {
	if text, ok := from.Interface().(mc.LangString); ok {
		return m.text(to.Addr().Interface().(*mc.LangString), text, at)
	}
	switch {
	case to.IsZero():
		if m.writes {
			to.Set(from)
		}
	case mapping.Equivalent(to, from):
	case !m.derived[at] && !sameLetters(to, from):
		return m.conflict(at)
	case m.writes:
		to.Set(from)
		m.revised[at] = true
	}
	m.claim(at)
	return true
}

// sameLetters reports whether two strings differ only in case, spaces and signs,
// as a name and the word that a member makes of it do.
func sameLetters(a, b reflect.Value) bool {
	letters := func(s string) string {
		return strings.ToLower(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s))
	}
	return a.Kind() == reflect.String && letters(a.String()) == letters(b.String())
}

func (m *merger) text(to *mc.LangString, from mc.LangString, at path) bool {
	before := *to
	for _, v := range from {
		if v.Text == standsAbove {
			v.Text = m.decoder.descriptionAbove()
			if m.writes {
				m.above = append(m.above, at)
			}
		}
		i := slices.Index(*to, v)
		switch {
		case i >= 0:
		case len(before.In(v.Lang)) > 0:
			i = slices.IndexFunc(*to, func(old mc.LangValue) bool { return strings.EqualFold(old.Lang, v.Lang) })
			here := to.Path(at, i)
			if !m.derived[here] || m.revised[here] {
				return m.conflict(at)
			}
			if m.writes {
				*to = slices.Clone(*to)
				(*to)[i] = v
				m.revised[here] = true
			}
		case !m.writes:
			continue
		default:
			to.Add(v.Lang, v.Text)
			i = len(*to) - 1
		}
		m.claim(to.Path(at, i))
	}
	return true
}

// list merges the entries of a list into those that they are about, or adds them.
func (m *merger) list(to, from reflect.Value, at path) bool {
	state := m.lists[at]
	if state == nil {
		state = &mergedList{before: to.Len(), used: map[int]bool{}}
		if m.writes {
			m.lists[at] = state
		}
	}
	used := state.used
	if !m.writes {
		used = map[int]bool{}
		for i := range state.used {
			used[i] = true
		}
	}
	for j := range from.Len() {
		entry := from.Index(j)
		i := m.find(to, entry, min(state.before, to.Len()), used)
		if i < 0 && m.isOtherLevel(to, from, entry, min(state.before, to.Len())) {
			return m.conflict(at.At(j))
		}
		if i < 0 && !m.writes {
			continue
		}
		if i < 0 {
			i = to.Len()
			to.Set(reflect.Append(to, reflect.Zero(to.Type().Elem())))
		} else {
			used[i] = true
		}
		if m.writes {
			state.order = append(state.order, i)
		}
		if !m.value(to.Index(i), entry, at.At(i)) {
			return false
		}
	}
	return true
}

// find returns the entry that another one is about, or -1.
func (m *merger) find(to, entry reflect.Value, before int, used map[int]bool) int {
	wanted := namesOf(entry, nil, 0)
	fits := func(i int) bool {
		dry := merger{facts: m.facts, decoder: m.decoder}
		return dry.value(to.Index(i), entry, "")
	}
	candidate := -1
	for i := range before {
		if used[i] {
			continue
		}
		if w, ok := entry.Interface().(mc.Workload); ok {
			if isSameWorkload(to.Index(i).Interface().(mc.Workload), w) {
				return i
			}
			continue
		}
		names := namesOf(to.Index(i), nil, 0)
		shared := slices.ContainsFunc(names, func(s string) bool { return slices.Contains(wanted, s) })
		switch {
		case shared && fits(i):
			return i
		case candidate >= 0:
		case shared, (len(wanted) == 0 || len(names) == 0) && fits(i):
			candidate = i
		}
	}
	return candidate
}

// isOtherLevel reports whether a level is against one that members state: it is
// another one of the same framework, and the block does not state both.
func (m *merger) isOtherLevel(to, from, entry reflect.Value, before int) bool {
	stated, ok := entry.Interface().(mc.Level)
	if !ok {
		return false
	}
	all := from.Interface().([]mc.Level)
	for i := range before {
		known := to.Index(i).Interface().(mc.Level)
		isStated := slices.ContainsFunc(all, func(l mc.Level) bool { return isSameLevel(&l, &known) })
		if !isStated && frameworkOf(&known) != "" && frameworkOf(&known) == frameworkOf(&stated) {
			return true
		}
	}
	return false
}

func isSameLevel(a, b *mc.Level) bool {
	return a.Kind == b.Kind && a.EQF == b.EQF && a.Cycle == b.Cycle && (a.EQF > 0 || a.Value.IRI == b.Value.IRI)
}

// frameworkOf returns a key of the framework that a level is one of, or "".
func frameworkOf(l *mc.Level) string {
	switch l.Kind {
	case mc.LevelEQF, mc.LevelQFEHEA:
		return string(l.Kind)
	case mc.LevelNQF:
		known, _ := vocabulary.NQF(l.Value.IRI)
		return known.Framework.Country + known.Framework.Name
	}
	return ""
}

// isSameWorkload reports whether two workloads are about the same: a number of
// credits without a framework is about those of any.
func isSameWorkload(a, b mc.Workload) bool {
	if a.Kind != b.Kind || a.Kind != mc.WorkloadCredits {
		return a.Kind == b.Kind && a.Duration == b.Duration
	}
	return a.Framework.IsZero() || b.Framework.IsZero() || a.Framework.IRI == b.Framework.IRI
}

// namesOf returns what identifies a value: its titles, names, labels and codes.
func namesOf(v reflect.Value, to []string, depth int) []string {
	if v.Kind() != reflect.Struct || isWhole(v.Type()) {
		return to
	}
	for i := range v.NumField() {
		f := v.Field(i)
		switch name := v.Type().Field(i).Name; name {
		case "Title", "Name", "Label", "Text":
			if text, ok := f.Interface().(mc.LangString); ok {
				for _, one := range text {
					to = append(to, one.Text)
				}
			}
		case "IRI", "URL", "Value":
			if f.Kind() == reflect.String && f.String() != "" {
				to = append(to, f.String())
				continue
			}
			to = namesOf(f, to, depth+1)
		case "Mode", "Note":
			if depth == 0 {
				to = namesOf(f, to, depth+1)
			}
		}
	}
	if kind := v.FieldByName("Type"); len(to) == 0 && kind.IsValid() {
		to = namesOf(kind, to, depth+1)
	}
	return to
}

// isWhole reports whether values of a type have no parts that are merged.
func isWhole(t reflect.Type) bool {
	if t == reflect.TypeFor[mc.LangString]() || t == reflect.TypeFor[[]byte]() || t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return true
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Slice, reflect.Map:
		return false
	}
	return true
}

// descriptionAbove is the text of the description of the achievement.
func (d *decoder) descriptionAbove() string {
	return first(first(d.root.Get("credentialSubject")).Get("achievement")).Get("description").Text()
}

// awardersNamed are the names of the awarding bodies in the block.
func (f *facts) awardersNamed() (names []string) {
	if f == nil {
		return nil
	}
	for i := range f.lines {
		if f.lines[i].line.field == "Award.Awarding.Bodies" {
			for _, one := range f.lines[i].items {
				var p mc.Party
				value, _ := cutLastTag(f.prose.cutCountry(one.value, &p))
				text, _ := unquoteMarkdown(value)
				names = append(names, text)
			}
		}
	}
	return names
}

// readFacts puts the facts of the block into the model, after everything else.
func (d *decoder) readFacts(c *mc.Credential) {
	f := d.facts
	if f == nil {
		return
	}
	f.nestParts(d, c)
	f.findDerived(d)
	f.merge(d, c, false)
	d.Claims = slices.DeleteFunc(d.Claims, func(claim mapping.Claim) bool {
		return f.revised[path(claim.Outcome.To)] && claim.Outcome.Reason == d.Format.Derived
	})
	f.resolveParties(d, c)
	f.arrange(d, c)
	f.takeDescription(d, c)
	f.readText(d, c)
	d.Scaffold(f.leaf)
	if f.against != "" {
		d.doubt(f.leaf, f.against, "the text of the criteria says something else of "+string(f.against))
	}
}

// findDerived finds the values that members state only in another notation, or not
// at all: they follow from what members state. The block may say them better.
// What readers are shown of the badge is never among them.
func (f *facts) findDerived(d *decoder) {
	f.derived, f.revised = map[path]bool{}, map[path]bool{}
	for _, claim := range d.Claims {
		o := claim.Outcome
		at := path(o.To)
		before, known := f.derived[at]
		f.derived[at] = o.Kind == mc.KindTransformed && o.Match == mc.MatchExact && !claim.Extension && !mapping.IsPlainFact(at) && (before || !known)
	}
}

// readText reads what stands before the block: the outcomes in prose below their
// heading, or else criteria. Lines that are no facts are criteria as well.
func (f *facts) readText(d *decoder, c *mc.Credential) {
	summary, isSummary := strings.CutPrefix(f.before, summaryHeading(f.prose.words))
	criteria := []string{f.before, f.left}
	switch {
	case !f.taken && !isSummary:
		criteriaText().Read(d.Reader, f.leaf, &c.Definition.Criteria, "definition.criteria")
		return
	case isSummary:
		if c.Definition.OutcomeSummary == nil {
			c.Definition.OutcomeSummary = &mc.Note{}
		}
		format := markdown
		if plain, ok := unquoteMarkdown(summary); ok {
			summary, format = plain, ""
		}
		f.note(d, c.Definition.OutcomeSummary, "definition.outcomeSummary", summary, format)
		criteria = criteria[1:]
	}
	criteria = slices.DeleteFunc(criteria, func(s string) bool { return s == "" })
	f.note(d, &c.Definition.Criteria.Narrative, "definition.criteria.narrative", strings.Join(criteria, "\n\n"), markdown)
}

// note adds a text in the language of the badge to a note.
func (f *facts) note(d *decoder, to *mc.Note, at path, text, format string) {
	if text == "" {
		return
	}
	i := slices.Index(to.Text, mc.LangValue{Lang: d.Lang, Text: text})
	switch {
	case i >= 0:
	case len(to.Text.In(d.Lang)) > 0:
		f.against = at.Dot("text")
		return
	default:
		i = len(to.Text)
		to.Text.Add(d.Lang, text)
	}
	d.Keep(f.leaf, to.Text.Path(at.Dot("text"), i))
	if to.Format == "" && format != "" {
		to.Format = format
		d.Derive(f.leaf, at.Dot("format"))
	}
}

// takeDescription takes back a description of the achievement that is that of
// something else, or is made of other facts.
func (f *facts) takeDescription(d *decoder, c *mc.Credential) {
	text := d.descriptionAbove()
	const at path = "definition.description"
	stated := slices.ContainsFunc(f.lines, func(l factLine) bool { return l.line.field == "Definition.Description" })
	o := mc.Outcome{Kind: mc.KindScaffold, Reason: "made of other facts, for lack of a description"}
	switch {
	case stated:
		return
	case len(f.above) > 0:
		o = mc.Outcome{To: string(f.above[0].Key(d.Lang)), Kind: mc.KindExact}
	case !slices.Contains(madeDescriptions(c, f.show), text):
		return
	}
	x := &c.Definition
	x.Description = slices.DeleteFunc(x.Description, func(v mc.LangValue) bool { return v.Text == text })
	for i := range d.Claims {
		if claim := &d.Claims[i]; claim.Pointer == atAchievement+"/description" && path(claim.Outcome.To).Under(at) {
			claim.Outcome = o
		}
	}
}

// show returns a text in the language of the badge.
func (f *facts) show(s mc.LangString) string {
	if i := f.prose.bestIn(s); i >= 0 {
		return strings.TrimSpace(s[i].Text)
	}
	return ""
}

// arrange puts the entries of lists into the order of the block if it has them
// all.
func (f *facts) arrange(d *decoder, c *mc.Credential) {
	moved := map[path][]int{}
	for at, state := range f.lists {
		if strings.Contains(string(at), "[") || slices.IsSorted(state.order) {
			continue
		}
		list := listAt(c, at)
		if !list.IsValid() || list.Len() != len(state.order) {
			continue
		}
		sorted := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
		to := make([]int, list.Len())
		for new, old := range state.order {
			sorted.Index(new).Set(list.Index(old))
			to[old] = new
		}
		list.Set(sorted)
		moved[at] = to
	}
	if len(moved) == 0 {
		return
	}
	for i := range d.Claims {
		d.Claims[i].Outcome.To = string(movedTo(path(d.Claims[i].Outcome.To), moved))
	}
}

// movedTo returns the path of a value after entries of lists have moved.
func movedTo(at path, moved map[path][]int) path {
	list, rest, ok := strings.Cut(string(at), "[")
	to := moved[path(list)]
	if !ok || to == nil {
		return at
	}
	number, rest, ok := strings.Cut(rest, "]")
	i := 0
	for _, c := range number {
		if c < '0' || c > '9' || i > len(to) {
			return at
		}
		i = i*10 + int(c-'0')
	}
	if !ok || i >= len(to) {
		return at
	}
	return path(list).At(to[i]) + path(rest)
}

// listAt returns the list at a path without brackets.
func listAt(c *mc.Credential, at path) reflect.Value {
	v := reflect.ValueOf(c).Elem()
	for _, step := range strings.Split(string(at), ".") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		found := reflect.Value{}
		for i := range v.NumField() {
			if mc.FieldName(v.Type().Field(i).Name) == step {
				found = v.Field(i)
			}
		}
		v = found
	}
	return v
}
