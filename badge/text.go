package badge

import (
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// full is a term of the extension with text in all its languages. It is written
// if the native member, which has room for one, does not hold all of it.
func full[T any](term string, get func(*T) *mc.LangString) row[T] {
	field := mapping.PathOf(get)
	return when(func(e *encoder, from *T, at path) bool {
		s := *get(from)
		return len(s) != 1 || !e.InLanguage(s[0].Lang) || e.isOpen(step(at, field))
	}, mapping.Lang(term, get))
}

// markdown is the format of the texts that Open Badges calls narrative.
const markdown = "text/markdown"

// narrative is a native member with a text in Markdown.
func narrative[T any](term string, get func(*T) *mc.Note) row[T] {
	field := mapping.PathOf(get)
	text := mapping.OneText(term, func(n *mc.Note) *mc.LangString { return &n.Text })
	return custom(term, func(d *decoder, v jsontree.Value, to *T, at path) {
		n, at := get(to), step(at, field)
		text.Read(d.Reader, v, n, at)
		if !n.Text.IsZero() && n.Format == "" {
			n.Format = markdown
			d.Derive(v, at.Dot("format"))
		}
	}, func(e *encoder, n *node, from *T, at path) { text.Write(e.Writer, n, get(from), step(at, field)) })
}

// notes is a term of the extension with the texts of all notes. It is read as one
// note. Subject, format and where each note ends are left to the residue.
func notes[T any](term string, get func(*T) *[]mc.Note) row[T] {
	return joined(term, get, func(n *mc.Note) *mc.LangString { return &n.Text })
}

// joined is a member with the texts of all entries of a list.
func joined[T, F any](term string, get func(*T) *[]F, text func(*F) *mc.LangString) row[T] {
	list, field := mapping.PathOf(get), mapping.PathOf(text)
	return custom(term, func(d *decoder, v jsontree.Value, to *T, at path) {
		var entry F
		all := get(to)
		d.Texts(v, text(&entry), step(at, list).At(len(*all)).Dot(string(field)), mc.Und)
		if !text(&entry).IsZero() {
			*all = append(*all, entry)
		}
	}, func(e *encoder, n *node, from *T, at path) {
		var s mc.LangString
		var paths []path
		for i := range *get(from) {
			one := *text(&(*get(from))[i])
			s = append(s, one...)
			paths = append(paths, mapping.TextPaths(step(at, list).At(i).Dot(string(field)), one)...)
		}
		e.putTexts(n, term, s, paths)
	})
}

// best returns the index of the text to write where there is room for one, or -1.
// It passes over blank texts and, if possible, those without a language tag.
func (e *encoder) best(s mc.LangString) int {
	if i := e.bestOf(s, func(v mc.LangValue) bool { return isLanguageTag(v.Lang) }); i >= 0 {
		return i
	}
	return e.bestOf(s, func(mc.LangValue) bool { return true })
}

func (e *encoder) bestOf(s mc.LangString, fits func(mc.LangValue) bool) int {
	var full mc.LangString
	var at []int
	for i, v := range s {
		if strings.TrimSpace(v.Text) != "" && fits(v) {
			full, at = append(full, v), append(at, i)
		}
	}
	if i := full.BestIndex(e.prefer...); i >= 0 {
		return at[i]
	}
	return -1
}

// show returns a text in the language of the badge, for synthesised text.
func (e *encoder) show(s mc.LangString) string {
	if i := e.best(s); i >= 0 {
		return strings.TrimSpace(s[i].Text)
	}
	return ""
}

// inBadgeLanguage reports whether a language is that of the badge.
func (e *encoder) inBadgeLanguage(tag string) bool {
	if tag == mc.Und {
		return e.lang == ""
	}
	return strings.EqualFold(tag, e.lang)
}

// putText writes a text as a native member and reports whether there is one.
func (e *encoder) putText(n *node, term string, s mc.LangString, at path) bool {
	text := e.OneText(s, at, n.At(term))
	e.PutText(n, term, text)
	return text != ""
}

// putTexts writes text as a language map; its values stand at the paths. Tags
// that JSON-LD refuses as a key, or that differ from another only by case, have
// no place in the map.
func (e *encoder) putTexts(n *node, term string, s mc.LangString, paths []path) {
	spelled := map[string]string{}
	var out mc.LangString
	var from []path
	for i, v := range s {
		lang := strings.ToLower(v.Lang)
		if spelled[lang] == "" {
			spelled[lang] = v.Lang
		}
		if isLanguageTag(v.Lang) && spelled[lang] == v.Lang {
			out, from = append(out, v), append(from, paths[i])
		}
	}
	if len(out) == 0 {
		return
	}
	for i, pointer := range textPointers(out, n.At(term)) {
		e.Keep(from[i], pointer)
	}
	e.PutRaw(n, term, string(appendTexts(nil, out)))
}

// textPointers are the pointers of the values of a text in a language map.
func textPointers(s mc.LangString, to string) []string {
	count, nth := map[string]int{}, map[string]int{}
	for _, v := range s {
		count[v.Lang]++
	}
	out := make([]string, len(s))
	for i, v := range s {
		// In JSON, every byte that is not UTF-8 becomes U+FFFD.
		out[i] = to + "/" + jsontree.EscapePointer(string([]rune(languageKey(v.Lang))))
		if count[v.Lang] > 1 {
			out[i] = element(out[i], nth[v.Lang])
			nth[v.Lang]++
		}
	}
	return out
}

// appendTexts appends a language map, languages in order of first occurrence.
func appendTexts(dst []byte, s mc.LangString) []byte {
	var languages []string
	texts := map[string][]string{}
	for _, v := range s {
		if texts[v.Lang] == nil {
			languages = append(languages, v.Lang)
		}
		texts[v.Lang] = append(texts[v.Lang], v.Text)
	}
	dst = append(dst, '{')
	for i, lang := range languages {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(jsontree.AppendString(dst, languageKey(lang)), ':')
		if all := texts[lang]; len(all) == 1 {
			dst = jsontree.AppendString(dst, all[0])
		} else {
			dst = appendStrings(dst, all)
		}
	}
	return append(dst, '}')
}

// languageKey is the key of a language in a language map.
func languageKey(lang string) string {
	if lang == mc.Und {
		return mapping.NoLanguage
	}
	return lang
}

// isLanguageTag reports whether a language tag has the form that JSON-LD demands
// of the key of a language map (RFC 5646, section 2.1, subtags of 1 to 8
// letters or digits, the first of letters).
func isLanguageTag(tag string) bool {
	isFirst := true
	for sub := range strings.SplitSeq(tag, "-") {
		if len(sub) < 1 || len(sub) > 8 {
			return false
		}
		for _, r := range sub {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
			if !letter && (isFirst || r < '0' || r > '9') {
				return false
			}
		}
		isFirst = false
	}
	return true
}

// inLanguage returns a language tag in the form that the schema of Open
// Badges accepts, or "".
func inLanguage(tag string) string {
	if tag == "" || tag == mc.Und {
		return ""
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, script, region := parsed.Raw()
	out := base.String()
	if script != (language.Script{}) {
		out += "-" + script.String()
	}
	if region != (language.Region{}) {
		out += "-" + region.String()
	}
	if out != parsed.String() {
		return "" // variants and extensions have no place in the pattern
	}
	return out
}

// synthesise writes the description and the criteria that Open Badges requires if
// the credential states none. It makes them of what is stated and invents no
// facts.
func (s *tables) synthesise(e *encoder, n *node, _ *mc.Definition, _ path) {
	if n.Member("description") == nil {
		text, reason := e.standIn()
		if text != "" {
			s.insertText(n, "description", text)
			e.tracker.Add(mc.Outcome{To: n.At("description"), Kind: mc.KindSynthesised, Reason: reason})
		}
	}
	if n.Member("criteria") == nil {
		criteria := &node{Class: "Criteria", Pointer: n.At("criteria")}
		e.tracker.Add(mc.Outcome{To: criteria.At("narrative"), Kind: mc.KindSynthesised, Reason: "made of the learning outcomes and the other facts that readers are to see"})
		e.PutText(criteria, "narrative", e.summary())
		s.definition.Insert(n, mapping.Member{Term: "criteria", Items: []mapping.Item{{Node: criteria}}})
	}
}

// standIn returns a description of what has none, and where it is from.
func (e *encoder) standIn() (text, reason string) {
	c := e.c
	var described []mc.LangString
	if len(c.Award.Activities) > 0 {
		described = append(described, c.Award.Activities[0].Description)
	}
	if len(c.Award.Assessments) > 0 {
		described = append(described, c.Award.Assessments[0].Description)
	}
	for _, s := range described {
		if text := e.show(s); text != "" {
			e.described = s
			return text, "that of an activity or assessment"
		}
	}
	for _, text := range madeDescriptions(c, e.show) {
		if text != "" {
			return text, "made of the description of the document, the learning outcomes or the title"
		}
	}
	return "", ""
}

// madeDescriptions are the descriptions that are made of what says something else,
// best first.
func madeDescriptions(c *mc.Credential, show func(mc.LangString) string) []string {
	return []string{show(c.Envelope.Display.Description), outcomeText(&c.Definition, show), show(c.Title())}
}

func (s *tables) insertText(n *node, term, text string) {
	s.definition.Insert(n, mapping.Member{Term: term, Items: []mapping.Item{{Raw: mapping.Quote(text)}}})
}

// outcomeText lists what is to be learned.
func outcomeText(d *mc.Definition, show func(mc.LangString) string) string {
	if s := d.OutcomeSummary; s != nil {
		if text := show(s.Text); text != "" {
			return text
		}
	}
	var lines []string
	for _, o := range d.Outcomes {
		if text := show(o.Title); text != "" {
			lines = append(lines, "- "+text)
		}
	}
	return strings.Join(lines, "\n")
}

// summary returns the outcomes in prose, below a heading by which they are found.
func (e *encoder) summary() string {
	s := e.c.Definition.OutcomeSummary
	if s == nil {
		return ""
	}
	i := e.best(s.Text)
	if i < 0 || s.Text[i].Lang != tagOrUnd(inLanguage(e.lang)) || strings.Contains(s.Text[i].Text, "\r") {
		return ""
	}
	text := s.Text[i].Text
	if plain, ok := unquoteMarkdown(text); s.Format != markdown || ok && plain != text {
		text = quoteMarkdown(text, "", "")
	}
	return summaryHeading(phrasesOf(e.lang)) + text
}

func summaryHeading(words []string) string { return "**" + words[labelOutcomes] + ":**\n\n" }
