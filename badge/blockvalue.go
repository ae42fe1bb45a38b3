package badge

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// prose is how values are written within a line of the facts block: in the
// language and with the phrases of the badge.
type prose struct {
	own   string // language of texts that do not name theirs
	words []string
}

// notation writes a value within a line, "" if it cannot, and reads it.
type notation struct {
	show func(p *prose, v reflect.Value) string
	read func(p *prose, s string, into reflect.Value) bool
}

// inline makes a notation of two functions for a type.
func inline[T any](show func(*prose, *T) string, read func(*prose, string, *T) bool) (reflect.Type, notation) {
	return reflect.TypeFor[T](), notation{
		show: func(p *prose, v reflect.Value) string {
			value := v.Interface().(T)
			return show(p, &value)
		},
		read: func(p *prose, s string, into reflect.Value) bool {
			var value T
			if !read(p, s, &value) {
				return false
			}
			into.Set(reflect.ValueOf(value))
			return true
		},
	}
}

// literal is a notation for what has a text of its own.
func literal[T any](show func(T) string, parse func(string) (T, error)) (reflect.Type, notation) {
	return inline(func(_ *prose, v *T) string { return show(*v) }, func(_ *prose, s string, into *T) bool {
		value, err := parse(s)
		*into = value
		return err == nil && s != ""
	})
}

// worded is a notation for the values of a closed list.
func worded[T comparable](words map[T]phrase) (reflect.Type, notation) {
	return inline(func(p *prose, v *T) string {
		if w, ok := words[*v]; ok {
			return p.words[w]
		}
		return ""
	}, func(p *prose, s string, into *T) bool {
		for value, w := range words {
			if p.words[w] == s {
				*into = value
				return true
			}
		}
		return false
	})
}

// notations are the notations by type.
func notations() map[reflect.Type]notation {
	out := map[reflect.Type]notation{}
	add := func(t reflect.Type, n notation) { out[t] = n }
	add(inline(func(_ *prose, s *string) string { return quoteInline(*s, ";") }, func(_ *prose, s string, into *string) (ok bool) {
		*into, ok = unquoteMarkdown(s)
		return ok
	}))
	add(literal(func(i mc.Instant) string { return strings.Replace(i.String(), "T", " ", 1) },
		func(s string) (mc.Instant, error) { return mc.ParseInstant(strings.Replace(s, " ", "T", 1)) }))
	add(literal(func(n int) string { return strconv.Itoa(n) + " %" },
		func(s string) (int, error) { return strconv.Atoi(strings.TrimSuffix(s, " %")) }))
	add(worded(triWords))
	add(worded(stackWords))
	add(worded(claimWords))
	add(inline(func(p *prose, d *mc.ISODuration) string { return p.showDuration(*d) }, func(p *prose, s string, into *mc.ISODuration) (ok bool) {
		*into, ok = p.readDuration(s)
		return ok
	}))
	add(inline((*prose).showConcept, (*prose).readConcept))
	add(inline((*prose).showCountry, (*prose).readCountry))
	add(inline((*prose).showPage, (*prose).readPage))
	add(inline((*prose).showReference, (*prose).readReference))
	add(inline((*prose).showIdentifier, (*prose).readIdentifier))
	add(inline((*prose).showWorkload, (*prose).readWorkload))
	add(inline((*prose).showLevel, (*prose).readLevel))
	add(inline((*prose).showParticipation, (*prose).readParticipation))
	add(inline((*prose).showSetting, (*prose).readSetting))
	add(inline((*prose).showSupervision, (*prose).readSupervision))
	add(inline((*prose).showPeriod, (*prose).readPeriod))
	return out
}

// What the title of a link says beyond its text: segments that are parted by
// bars. A tag in parentheses is the language of the text, or comes before a text
// in a further language.
const (
	segmentBar      = " | "
	segmentOurs     = "~"   // the text is not that of the source
	segmentNotation = "= "  // a notation
	segmentScheme   = "in " // a list that the code does not tell
)

// maxTranslations bounds the texts in further languages in the title of a link.
const maxTranslations = 120

// textSegments are the segments for a text in several languages of which one is
// shown, none for -1. Where the others are too long, only one stays, if none is
// shown.
func (p *prose) textSegments(s mc.LangString, shown int) []string {
	var out []string
	if shown < 0 {
		out = append(out, segmentOurs)
	} else if s[shown].Lang != p.own {
		out = append(out, "("+s[shown].Lang+")")
	}
	var others []string
	size := 0
	for i, v := range s {
		if i != shown {
			others = append(others, "("+v.Lang+") "+v.Text)
			size += len(v.Text)
		}
	}
	if size > maxTranslations {
		best := p.bestIn(s)
		if shown >= 0 || best < 0 || len(s[best].Text) > maxTranslations {
			return out
		}
		others = others[best : best+1]
	}
	return append(out, others...)
}

// joinSegments makes the title of a link.
func joinSegments(all []string) string {
	all = slices.DeleteFunc(all, func(s string) bool { return strings.Contains(s, segmentBar) })
	return strings.Join(all, segmentBar)
}

// readSegments reads the title of a link: the text in its languages, and the
// segments that belong to the kind of value.
func (p *prose) readSegments(l markdownLink, text *mc.LangString, further func(segment string) bool) bool {
	var all []string
	if l.title != "" {
		all = strings.Split(l.title, segmentBar)
	}
	shown := p.own
	for i, segment := range all {
		tag, rest, tagged := cutTag(segment)
		switch {
		case segment == segmentOurs && i == 0:
			shown = ""
		case tagged && rest == "" && i == 0:
			shown = tag
		case tagged && strings.HasPrefix(rest, " "):
			text.Add(tag, rest[1:])
		case further == nil || !further(segment):
			return false
		}
	}
	if shown != "" {
		*text = slices.Insert(*text, 0, mc.LangValue{Lang: shown, Text: l.text})
	}
	return true
}

// cutTag cuts a language tag in parentheses from the start of a text.
func cutTag(s string) (tag, rest string, ok bool) {
	if !strings.HasPrefix(s, "(") {
		return "", s, false
	}
	tag, rest, ok = strings.Cut(s[1:], ")")
	return tag, rest, ok && isLanguageTag(tag)
}

// bestIn returns the index of the text to show, or -1.
func (p *prose) bestIn(s mc.LangString) int {
	i := s.BestIndex(language.Make(p.own))
	if i >= 0 && (strings.TrimSpace(s[i].Text) == "" || !isLanguageTag(s[i].Lang)) {
		return -1
	}
	return i
}

// plainText shows a text in one language.
func (p *prose) plainText(s mc.LangString) string {
	i := p.bestIn(s)
	if i < 0 {
		return ""
	}
	out := quoteInline(s[i].Text, ";()")
	if s[i].Lang != p.own {
		out += " (" + s[i].Lang + ")"
	}
	return out
}

func (p *prose) readPlainText(s string, into *mc.LangString) bool {
	s, lang := cutLastTag(s)
	if lang == "" {
		lang = p.own
	}
	text, ok := unquoteMarkdown(s)
	if !ok || text == "" {
		return false
	}
	into.Add(lang, text)
	return true
}

// cutLastTag cuts the tag of a language from the end of a text, where parentheses
// of the text itself are escaped.
func cutLastTag(s string) (text, tag string) {
	open := strings.LastIndex(s, " (")
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return s, ""
	}
	if tag, rest, ok := cutTag(s[open+1:]); ok && rest == "" {
		return s[:open], tag
	}
	return s, ""
}

func (p *prose) showConcept(c *mc.Concept) string { return p.conceptAs(c, "") }

// conceptAs shows a coded value as a link to what the code means, with a text
// of ours in place of the label if it is not "".
func (p *prose) conceptAs(c *mc.Concept, ours string) string {
	i := p.bestIn(c.Label)
	if !isLinkable(c.IRI) {
		switch {
		case i >= 0:
			return p.plainText(c.Label)
		case c.Notation != "" && !strings.ContainsAny(c.Notation, "`\n\r"):
			return "`" + c.Notation + "`"
		}
		return ""
	}
	l := markdownLink{text: ours, url: c.IRI}
	if ours == "" && i >= 0 {
		l.text = c.Label[i].Text
	} else {
		i = -1
	}
	if l.text == "" {
		l.text = nameOfCode(c)
	}
	segments := p.textSegments(c.Label, i)
	if c.Notation != "" {
		segments = append(segments, segmentNotation+c.Notation)
	}
	if c.Scheme != "" && c.Scheme != string(vocabulary.SchemeOf(c.IRI)) {
		segments = append(segments, segmentScheme+c.Scheme)
	}
	l.title = joinSegments(segments)
	return l.String()
}

// nameOfCode returns what a code without a label can be shown as.
func nameOfCode(c *mc.Concept) string {
	if known, ok := vocabulary.Lookup(c.IRI); ok && known.Label != "" {
		return known.Label
	}
	if c.Notation != "" {
		return c.Notation
	}
	return c.IRI
}

func (p *prose) readConcept(s string, c *mc.Concept) bool {
	if code, isCode := strings.CutPrefix(s, "`"); isCode {
		code, isCode = strings.CutSuffix(code, "`")
		c.Notation = code
		return isCode && code != "" && !strings.Contains(code, "`")
	}
	l, rest, isLink := readLink(s)
	if !isLink {
		return p.readPlainText(s, &c.Label)
	}
	c.IRI = l.url
	ok := p.readSegments(l, &c.Label, func(segment string) bool {
		if notation, is := strings.CutPrefix(segment, segmentNotation); is {
			c.Notation = notation
			return true
		}
		scheme, is := strings.CutPrefix(segment, segmentScheme)
		c.Scheme = scheme
		return is
	})
	if c.Scheme == "" {
		c.Scheme = string(vocabulary.SchemeOf(c.IRI))
	}
	return ok && rest == "" && isLinkable(c.IRI)
}

func (p *prose) showCountry(c *mc.Country) string {
	if c.Concept.IsZero() && c.Alpha2 != "" {
		return "`" + c.Alpha2 + "`"
	}
	return p.showConcept(&c.Concept)
}

func (p *prose) readCountry(s string, c *mc.Country) bool {
	if strings.HasPrefix(s, "`") {
		c.Alpha2 = strings.Trim(s, "`")
		known, ok := mc.CountryOf(c.Alpha2)
		return ok && known.Alpha2 == c.Alpha2
	}
	if !p.readConcept(s, &c.Concept) {
		return false
	}
	if known, ok := mc.CountryOf(c.Concept.IRI); ok {
		c.Alpha2 = known.Alpha2
	}
	return true
}

func (p *prose) showPage(w *mc.WebResource) string {
	if !isLinkable(w.URL) || !isWebURL(w.URL) {
		return ""
	}
	i := p.bestIn(w.Title)
	if i < 0 {
		return markdownLink{text: w.URL, url: w.URL}.String()
	}
	return markdownLink{w.Title[i].Text, w.URL, joinSegments(p.textSegments(w.Title, i))}.String()
}

func (p *prose) readPage(s string, w *mc.WebResource) bool {
	l, rest, ok := readLink(s)
	if w.URL = l.url; !ok || rest != "" || !isWebURL(l.url) {
		return false
	}
	return l.text == l.url && l.title == "" || p.readSegments(l, &w.Title, nil)
}

func (p *prose) showReference(r *mc.CredentialRef) string {
	i := p.bestIn(r.Title)
	if !isLinkable(r.ID) {
		return p.plainText(r.Title)
	}
	l := markdownLink{text: r.ID, url: r.ID}
	if i >= 0 {
		l.text = r.Title[i].Text
	}
	l.title = joinSegments(p.textSegments(r.Title, i))
	return l.String()
}

func (p *prose) readReference(s string, r *mc.CredentialRef) bool {
	l, rest, isLink := readLink(s)
	if !isLink {
		return p.readPlainText(s, &r.Title)
	}
	r.ID = l.url
	if l.text == l.url && l.title == "" {
		return rest == ""
	}
	return p.readSegments(l, &r.Title, nil) && rest == ""
}

// dash parts what belongs to one value.
const dash = " – "

func (p *prose) showIdentifier(id *mc.Identifier) string {
	if strings.TrimSpace(id.Value) == "" || id.Hash != nil {
		return ""
	}
	out := quoteInline(id.Value, ";()–")
	if id.Scheme != mc.IdentOther {
		out += " (" + string(id.Scheme) + ")"
	}
	if id.SchemeName != "" {
		out += dash + quoteInline(id.SchemeName, ";()–")
	}
	if country := p.showCountry(&id.Country); country != "" {
		out += dash + country
	}
	return out
}

func (p *prose) readIdentifier(s string, id *mc.Identifier) (ok bool) {
	parts := cutMarkdown(s, dash)
	value := parts[0]
	if open := strings.LastIndex(value, " ("); open > 0 && strings.HasSuffix(value, ")") {
		id.Scheme, value = mc.IdentifierScheme(value[open+2:len(value)-1]), value[:open]
		if !slices.Contains(identifierWords, id.Scheme) {
			return false
		}
	}
	if id.Value, ok = unquoteMarkdown(value); !ok || id.Value == "" || len(parts) > 3 {
		return false
	}
	for _, part := range parts[1:] {
		if strings.HasPrefix(part, "[") || strings.HasPrefix(part, "`") {
			ok = id.Country.IsZero() && p.readCountry(part, &id.Country)
		} else if ok = id.SchemeName == "" && id.Country.IsZero(); ok {
			id.SchemeName, ok = unquoteMarkdown(part)
		}
		if !ok {
			return false
		}
	}
	return true
}

// identifierWords are the kinds of identifiers, by which they are marked.
var identifierWords = []mc.IdentifierScheme{
	mc.IdentDID, mc.IdentURL, mc.IdentEIDAS, mc.IdentVAT, mc.IdentTax, mc.IdentRegistration, mc.IdentNationalID, mc.IdentStudentID,
	mc.IdentESI, mc.IdentEduID, mc.IdentName, mc.IdentEmail, mc.IdentPhone, mc.IdentUserName, mc.IdentAccount, mc.IdentSystemID,
	mc.IdentSourcedID, mc.IdentROR, mc.IdentPIC, mc.IdentErasmus, mc.IdentSCHAC, mc.IdentBRIN, mc.IdentQDR, mc.IdentCTID, mc.IdentCourseCode,
}

// creditNames are the names by which systems of credits are known.
var creditNames = map[string]string{
	vocabulary.EducationCredit.IRI("6fcec5c5af"): "ECTS",
	vocabulary.EducationCredit.IRI("60b314e826"): "ECVET",
}

// workloadWords come before a duration that is not the notional one.
var workloadWords = []struct {
	kind mc.WorkloadKind
	word phrase
}{
	{mc.WorkloadMaxDuration, wordAtMost}, {mc.WorkloadContact, wordContact}, {mc.WorkloadActivity, wordActual},
}

func (p *prose) showWorkload(w *mc.Workload) string {
	if w.Kind == mc.WorkloadCredits {
		switch framework := p.conceptAs(&w.Framework, creditNames[w.Framework.IRI]); {
		case w.Amount.IsZero():
			return ""
		case framework != "":
			return w.Amount.String() + " " + framework
		default:
			return w.Amount.String() + " " + p.words[wordCredits]
		}
	}
	out := p.showDuration(w.Duration)
	if out == "" || w.Kind == mc.WorkloadUnknown {
		return ""
	}
	for _, k := range workloadWords {
		if k.kind == w.Kind {
			return p.words[k.word] + " " + out
		}
	}
	return out
}

func (p *prose) readWorkload(s string, w *mc.Workload) (ok bool) {
	for _, k := range workloadWords {
		if rest, is := strings.CutPrefix(s, p.words[k.word]+" "); is {
			w.Kind = k.kind
			w.Duration, ok = p.readDuration(rest)
			return ok
		}
	}
	if w.Duration, ok = p.readDuration(s); ok {
		w.Kind = mc.WorkloadNotional
		return true
	}
	w.Kind = mc.WorkloadCredits
	amount, framework, _ := strings.Cut(s, " ")
	number, err := mc.ParseDecimal(strings.Replace(amount, ",", ".", 1))
	if w.Amount = number; err != nil {
		return false
	}
	return framework == p.words[wordCredits] || p.readConcept(framework, &w.Framework)
}

// units are the units of durations, from the longest to the shortest.
var units = []struct {
	word  phrase
	sign  byte
	clock bool
	of    func(*mc.ISODuration) int64
}{
	{unitYear, 'Y', false, func(d *mc.ISODuration) int64 { return d.Years }},
	{unitMonth, 'M', false, func(d *mc.ISODuration) int64 { return d.Months }},
	{unitWeek, 'W', false, func(d *mc.ISODuration) int64 { return d.Weeks }},
	{unitDay, 'D', false, func(d *mc.ISODuration) int64 { return d.Days }},
	{unitHour, 'H', true, func(d *mc.ISODuration) int64 { return d.Hours }},
	{unitMinute, 'M', true, func(d *mc.ISODuration) int64 { return d.Minutes }},
}

// showDuration writes a duration in words, or else as ISO 8601 does.
func (p *prose) showDuration(d mc.ISODuration) string {
	if d.IsZero() {
		return ""
	}
	var out []string
	for _, u := range units {
		if n := u.of(&d); n > 0 {
			one, many, _ := strings.Cut(p.words[u.word], "/")
			if n != 1 && many != "" {
				one = many
			}
			out = append(out, strconv.FormatInt(n, 10)+" "+one)
		}
	}
	words := strings.Join(out, " ")
	if back, ok := p.readDuration(words); ok && back == d {
		return words
	}
	return d.String()
}

func (p *prose) readDuration(s string) (mc.ISODuration, bool) {
	if d, err := mc.ParseISODuration(s); err == nil {
		return d, true
	}
	text, clock := "P", false
	fields := strings.Fields(s)
	next := 0
	for i := 0; i+1 < len(fields); i += 2 {
		if _, err := strconv.ParseUint(fields[i], 10, 40); err != nil {
			return mc.ISODuration{}, false
		}
		for ; next < len(units); next++ {
			one, many, _ := strings.Cut(p.words[units[next].word], "/")
			if fields[i+1] == one || fields[i+1] == many {
				break
			}
		}
		if next == len(units) {
			return mc.ISODuration{}, false
		}
		if units[next].clock && !clock {
			text, clock = text+"T", true
		}
		text += fields[i] + string(units[next].sign)
		next++
	}
	d, err := mc.ParseISODuration(text)
	return d, err == nil && len(fields)%2 == 0
}

// cycleName is the framework of the European Higher Education Area, as it comes
// before a cycle.
const cycleName = "QF-EHEA "

func (p *prose) showLevel(l *mc.Level) string {
	if l.Value.IsZero() {
		if l.Cycle == mc.CycleNone {
			return ""
		}
		return cycleName + l.Cycle.String()
	}
	ours := ""
	if n := mc.EQFOf(l.Value.IRI); n > 0 {
		ours = "EQF " + strconv.Itoa(int(n))
	} else if known, ok := vocabulary.NQF(l.Value.IRI); ok {
		ours = known.Framework.Name + " " + known.Level
	}
	return p.conceptAs(&l.Value, ours)
}

func (p *prose) readLevel(s string, l *mc.Level) bool {
	if cycle, is := strings.CutPrefix(s, cycleName); is {
		var ok bool
		l.Kind = mc.LevelQFEHEA
		l.Cycle, ok = mc.ParseCycle(cycle)
		return ok
	}
	if !p.readConcept(s, &l.Value) {
		return false
	}
	if n := mc.EQFOf(l.Value.IRI); n > 0 {
		l.Kind, l.EQF = mc.LevelEQF, n
	} else if strings.HasPrefix(l.Value.IRI, qdrBase) {
		l.Kind = mc.LevelNQF
	}
	return true
}

func (p *prose) showParticipation(x *mc.Participation) string {
	if !x.Mode.IsZero() {
		return p.showConcept(&x.Mode)
	}
	if word, ok := formWords[x.Form]; ok {
		return p.words[word]
	}
	return string(x.Form)
}

func (p *prose) readParticipation(s string, x *mc.Participation) bool {
	for form, word := range formWords {
		if s == p.words[word] {
			x.Form = form
			return true
		}
	}
	switch form := mc.ParticipationForm(s); form {
	case mc.ParticipationOnsiteOrBlended, mc.ParticipationWork, mc.ParticipationVolunteering, mc.ParticipationProject, mc.ParticipationLaboratory, mc.ParticipationOther:
		x.Form = form
		return true
	}
	if !p.readConcept(s, &x.Mode) {
		return false
	}
	if x.Form = forms[x.Mode.IRI]; x.Form == "" && x.Mode.IRI != "" {
		x.Form = mc.ParticipationOther
	}
	return true
}

func (p *prose) showSetting(x *mc.LearningSetting) string {
	if !x.Concept.IsZero() {
		return p.showConcept(&x.Concept)
	}
	if word, ok := settingWords[x.Kind]; ok {
		return p.words[word]
	}
	return ""
}

func (p *prose) readSetting(s string, x *mc.LearningSetting) bool {
	for kind, word := range settingWords {
		if s == p.words[word] {
			x.Kind = kind
			return true
		}
	}
	if !p.readConcept(s, &x.Concept) {
		return false
	}
	if strings.Contains(x.Concept.IRI, ":") {
		x.Kind = settings[x.Concept.IRI]
	}
	return true
}

// supervisionWord is one thing that can be said of supervision.
type supervisionWord struct {
	word phrase
	is   func(*mc.Supervision) bool
	set  func(*mc.Supervision)
}

var supervisionWords = []supervisionWord{
	{wordSupervised, func(s *mc.Supervision) bool { return s.Supervised == mc.Yes }, func(s *mc.Supervision) { s.Supervised = mc.Yes }},
	{wordUnsupervised, func(s *mc.Supervision) bool { return s.Supervised == mc.No }, func(s *mc.Supervision) { s.Supervised = mc.No }},
	{wordChecked, func(s *mc.Supervision) bool { return s.IdentityVerified == mc.Yes }, func(s *mc.Supervision) { s.IdentityVerified = mc.Yes }},
	{wordUnchecked, func(s *mc.Supervision) bool { return s.IdentityVerified == mc.No }, func(s *mc.Supervision) { s.IdentityVerified = mc.No }},
	{wordOnline, func(s *mc.Supervision) bool { return s.Channel == mc.ChannelOnline }, func(s *mc.Supervision) { s.Channel = mc.ChannelOnline }},
	{wordOnsite, func(s *mc.Supervision) bool { return s.Channel == mc.ChannelOnsite }, func(s *mc.Supervision) { s.Channel = mc.ChannelOnsite }},
}

// showSupervision says in words what is known, and shows a code by those words
// if it has them all.
func (p *prose) showSupervision(x *mc.Supervision) string {
	var words []string
	for _, w := range supervisionWords {
		if w.is(x) {
			words = append(words, p.words[w.word])
		}
	}
	text := strings.Join(words, ", ")
	if x.Concept.IsZero() {
		return text
	}
	if known := supervisions[x.Concept.IRI]; known.supervised == x.Supervised && known.verified == x.IdentityVerified && x.Channel == mc.ChannelUnknown {
		return p.conceptAs(&x.Concept, text)
	}
	concept := p.showConcept(&x.Concept)
	if text == "" || concept == "" {
		return text + concept
	}
	return text + dash + concept
}

func (p *prose) readSupervision(s string, x *mc.Supervision) bool {
	parts := cutMarkdown(s, dash)
	if last := parts[len(parts)-1]; strings.HasPrefix(last, "[") {
		if !p.readConcept(last, &x.Concept) {
			return false
		}
		if len(parts) == 1 {
			known := supervisions[x.Concept.IRI]
			x.Supervised, x.IdentityVerified = known.supervised, known.verified
			return true
		}
		parts = parts[:len(parts)-1]
	}
	if len(parts) != 1 {
		return false
	}
	for _, one := range strings.Split(parts[0], ", ") {
		i := slices.IndexFunc(supervisionWords, func(w supervisionWord) bool { return p.words[w.word] == one })
		if i < 0 {
			return false
		}
		supervisionWords[i].set(x)
	}
	return true
}

func (p *prose) showPeriod(x *mc.Period) string {
	show := func(i mc.Instant) string { return strings.Replace(i.String(), "T", " ", 1) }
	if x.Start.IsZero() && x.End.IsZero() {
		return ""
	}
	return strings.TrimSpace(show(x.Start) + dash + show(x.End))
}

func (p *prose) readPeriod(s string, x *mc.Period) bool {
	start, end, ok := strings.Cut(" "+s+" ", dash)
	if !ok {
		return false
	}
	for _, one := range []struct {
		text string
		into *mc.Instant
	}{{start, &x.Start}, {end, &x.End}} {
		if text := strings.TrimSpace(one.text); text != "" {
			i, err := mc.ParseInstant(strings.Replace(text, " ", "T", 1))
			if *one.into = i; err != nil {
				return false
			}
		}
	}
	return !x.Start.IsZero() || !x.End.IsZero()
}
