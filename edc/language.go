package edc

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// keys are the keys that text by language may have: the two-letter codes of ISO
// 639-1. The JSON Schema of the European Learning Model has a closed list of these.
var keys = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu " +
	"fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku " +
	"kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn " +
	"ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh " +
	"yi yo za zh zu "

func isKey(code string) bool { return len(code) == 2 && strings.Contains(keys, " "+code+" ") }

// keyOf returns the key for a BCP 47 tag: its language without region and script, a
// withdrawn code by its successor, and a member of a macrolanguage by that if it has
// no code itself. It is "" for a language that has none, such as Lule Sami.
func keyOf(tag string) string {
	if low := strings.ToLower(tag); isKey(low) {
		return low
	}
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if isKey(base) {
		return base
	}
	if c, ok := mc.LanguageConcept(base); ok {
		if code, _ := mc.LanguageTag(c.IRI); isKey(code) {
			return code
		}
	}
	if len(base) != 3 {
		return ""
	}
	if macro, err := language.Macro.Parse(base); err == nil {
		if b, sure := macro.Base(); sure == language.Exact && isKey(b.String()) {
			return b.String()
		}
	}
	return ""
}

// isUnknown reports whether a tag says that the language of a text is not stated.
func isUnknown(tag string) bool {
	return tag == "" || slices.Contains([]string{mc.Und, "mis", "zxx"}, strings.ToLower(tag))
}

// The reasons why a text is not in the language that the model says.
const (
	reasonBroader  = "the language without its region or script, as the schema of the European Learning Model has it"
	reasonUntagged = "the language of the text is not stated; it is taken for the main language of the credential"
	reasonAssumed  = "language assumed: nothing says in which language the credential is"
	reasonNoKey    = "the schema of the European Learning Model has no code for the language of the text"
)

// chooseLanguage sets the main language and that of texts which do not state one.
// The main language is the one that the model states, or else that of the options,
// or else that of the title, or of most texts. Texts without a language are taken to
// be in the language of the options, or else in the main one. Nobody knowing any, the
// language is assumed to be English, and the report says so.
func (e *encoder) chooseLanguage() {
	configured := ""
	if e.opts.Language != language.Und {
		configured = e.opts.Language.String()
	}
	stated := statedLanguage(&e.c.Envelope.Display.Primary)
	for _, tag := range []string{stated, configured, e.titleLanguage(), e.commonLanguage()} {
		if e.language == "" {
			e.language = tag
		}
	}
	for _, tag := range []string{e.language, configured} { // the later one counts
		if key := keyOf(tag); key != "" {
			e.untagged = key
		}
	}
	if e.assumed = e.language == ""; e.assumed {
		e.language = e.untagged
	}
}

// statedLanguage returns the tag of an entry of the authority table, "" for none
// and for "undetermined".
func statedLanguage(c *mc.Concept) string {
	for _, code := range []string{c.IRI, c.Notation} {
		if tag, ok := mc.LanguageTag(code); ok {
			return tag
		}
	}
	return ""
}

// titleLanguage returns the language of the title, "" if it states none.
func (e *encoder) titleLanguage() string {
	title := slices.DeleteFunc(slices.Clone(e.c.Title()), func(v mc.LangValue) bool { return isUnknown(v.Lang) })
	v, _ := title.Best()
	return v.Lang
}

// commonLanguage returns the language of most texts, the first of equals. Labels of
// codes do not count: lists have them in English only.
func (e *encoder) commonLanguage() (most string) {
	count := map[string]int{}
	for _, u := range mapping.Units(e.c, nil) {
		text, ok := u.Value.Interface().(mc.LangString)
		if at := string(u.From); !ok || strings.HasSuffix(at, ".label") || strings.HasSuffix(at, ".definition") || u.From.Under("provenance") {
			continue
		}
		for _, v := range text {
			if key := keyOf(v.Lang); key != "" && !isUnknown(v.Lang) {
				if count[key]++; count[key] > count[most] {
					most = key
				}
			}
		}
	}
	return most
}

// languageConcept returns the concept of a language, that of English for one that
// the authority table does not have.
func languageConcept(tag string) mc.Concept {
	c, ok := mc.LanguageConcept(tag)
	if !ok {
		c, _ = mc.LanguageConcept("en")
	}
	return mc.Concept{IRI: c.IRI, Scheme: c.Scheme}
}

// isUndetermined reports whether a concept is the entry of the authority table for
// a language that nobody knows.
func isUndetermined(c *mc.Concept) bool { return c.IRI == vocabulary.Language.IRI("UND") }

// keyed is a text and the key to write it under.
type keyed struct {
	index  int    // in the text by language
	key    string // "" if it cannot be written
	reason string // why the key is not the language that the model says, "" if it is
}

// rank orders the texts under one key: first those in that very language, last those
// whose language is not known.
func (k *keyed) rank() int {
	switch k.reason {
	case "":
		return 0
	case reasonBroader:
		return 1
	}
	return 2
}

// keysOf returns the keys of the texts, in the order in which they are written. Texts
// in a language without a key are only written if there are no others, since a
// document must not call them something else without need.
func (e *encoder) keysOf(s mc.LangString) []keyed {
	out := make([]keyed, len(s))
	written := false
	for i, v := range s {
		k := keyed{index: i, key: keyOf(v.Lang)}
		switch {
		case isUnknown(v.Lang):
			k.key, k.reason = e.untagged, reasonUntagged
			if e.assumed {
				k.reason = reasonAssumed
			}
		case k.key == "":
			k.reason = reasonNoKey
		case k.key != strings.ToLower(v.Lang):
			k.reason = reasonBroader
		}
		written = written || k.key != ""
		out[i] = k
	}
	for i := range out {
		if !written {
			out[i].key = e.untagged
		}
	}
	slices.SortStableFunc(out, func(a, b keyed) int { return a.rank() - b.rank() })
	return out
}

// mainKey returns the key of texts that are made.
func (e *encoder) mainKey() string {
	if key := keyOf(e.language); key != "" {
		return key
	}
	return e.untagged
}

// respell returns a text with the keys under which it is written in a note that has
// room for all of it, and notes where each text will be read.
func (e *encoder) respell(s mc.LangString, at mc.Path) mc.LangString {
	var out mc.LangString
	from := mapping.TextPaths(at, s)
	for _, k := range e.keysOf(s) {
		if k.key == "" {
			e.Explain(from[k.index], reasonNoKey)
			continue
		}
		out.Add(k.key, s[k.index].Text)
		if to := out.Path(at, len(out)-1); to != from[k.index] {
			e.respelt[from[k.index]] = respelling{to, k.reason}
		}
	}
	return out
}

// The terms that may not have exactly one text in each language.
var (
	severalTexts = map[string]bool{
		"altLabel": true, "category": true, "noteLiteral": true, "definition": true,
		"geographicName": true, "birthName": true, "patronymicName": true,
	}
	oneText = map[string]bool{"fullName": true, "givenName": true, "familyName": true, "schemeAgency": true}
)

// writeTexts writes text by language, and notes where each text will be read. It
// leaves out texts that ELM has no room for.
func writeTexts(w *mapping.Writer, n *mapping.Node, term string, s mc.LangString, at mc.Path) {
	e := encoderOf(w)
	all := e.keysOf(s)
	if i := w.Best(s); oneText[term] && i >= 0 {
		all = slices.DeleteFunc(all, func(k keyed) bool { return k.index != i })
		if all[0].key == "" {
			all[0].key = e.untagged
		}
		if len(s) > 1 {
			w.Explain(at, "ELM has room for one language")
		}
	}
	from := mapping.TextPaths(at, s)
	texts, place := map[string][]string{}, map[string]int{}
	var order []string
	for _, k := range all {
		switch known := len(texts[k.key]); {
		case k.key == "":
			w.Explain(from[k.index], reasonNoKey)
			continue
		case known > 0 && !severalTexts[term]:
			w.Explain(from[k.index], "ELM has room for one text in each language")
			continue
		case known == 0:
			order = append(order, k.key)
			place[k.key] = k.index
		}
		to := at.Key(k.key)
		if later := len(texts[k.key]); later > 0 {
			to = to.At(later)
		}
		if to != from[k.index] {
			e.respelt[from[k.index]] = respelling{to, k.reason}
		}
		texts[k.key] = append(texts[k.key], s[k.index].Text)
		place[k.key] = min(place[k.key], k.index)
	}
	if order == nil {
		return
	}
	slices.SortFunc(order, func(a, b string) int { return place[a] - place[b] })
	out := []byte{'{'}
	for i, key := range order {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendString(out, key), ':')
		out = appendTexts(out, texts[key])
	}
	w.PutRaw(n, term, string(append(out, '}')))
}

// respelling is where a text is read back that is written in another language than
// the model says, and why.
type respelling struct {
	to     mc.Path
	reason string
}

func appendTexts(dst []byte, texts []string) []byte {
	if len(texts) == 1 {
		return jsontree.AppendString(dst, texts[0])
	}
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontree.AppendString(dst, text)
	}
	return append(dst, ']')
}
