package mapping

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// NoLanguage is the key of text without a language in a language map (JSON-LD
// 1.1, section 4.6.2).
const NoLanguage = "@none"

// Lang is a member with text by language.
func Lang[T any](term string, get func(*T) *mc.LangString) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			into := get(to)
			if !r.Format.Merges && !into.IsZero() {
				r.Reject(v, oneValue)
				return
			}
			r.Texts(v, into, step(at, field), mc.Und)
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if s := *get(from); len(s) > 0 {
				w.Format.Texts(w, n, term, s, step(at, field))
			}
		}}
}

// OneText is a member with room for one text, the one in the language of the
// document. When it is read, it confirms a text of the field or adds one.
func OneText[T any](term string, get func(*T) *mc.LangString) Row[T] {
	field := PathOf(get)
	return Row[T]{Term: term,
		Read: func(r *Reader, v jsontree.Value, to *T, at mc.Path) {
			r.OneText(v, get(to), step(at, field))
		},
		Write: func(w *Writer, n *Node, from *T, at mc.Path) {
			if s := *get(from); len(s) > 0 {
				w.PutText(n, term, w.OneText(s, step(at, field), w.pointer(n, term)))
			}
		}}
}

// OneText returns the text to write at a pointer where there is room for one, and
// accounts for it.
func (w *Writer) OneText(s mc.LangString, at mc.Path, to string) string {
	i := w.Best(s)
	if i < 0 {
		return ""
	}
	switch {
	case !w.accounts():
	case w.InLanguage(s[i].Lang):
		w.Keep(s.Path(at, i), to)
	default:
		w.Change(s.Path(at, i), to, mc.MatchClose, "the member does not say which language it is in")
	}
	return s[i].Text
}

// OneText reads a text in the language of the document.
func (r *Reader) OneText(v jsontree.Value, into *mc.LangString, at mc.Path) {
	v, ok := r.Single(v)
	switch {
	case !ok:
	case v.Kind() != jsontree.String:
		r.Texts(v, into, at, r.Lang)
	case v.Text() == "":
		r.Scaffold(v)
	case r.Confirms(v, *into, at):
	case into.IsZero() || r.Lang != mc.Und && len(into.In(r.Lang)) == 0:
		into.Add(r.Lang, v.Text())
		r.keepText(v, into.Path(at, len(*into)-1))
	default:
		r.conflict(v, at)
	}
}

func (r *Reader) keepText(v jsontree.Value, at mc.Path) {
	if r.KeepText != nil {
		r.KeepText(v, at)
		return
	}
	r.Keep(v, at)
}

// Confirms reports whether a text is already there, preferably in the language
// of the document, and accounts for it if so.
func (r *Reader) Confirms(v jsontree.Value, in mc.LangString, at mc.Path) bool {
	found := -1
	for i, s := range in {
		if s.Text == v.Text() && (found < 0 || strings.EqualFold(s.Lang, r.Lang)) {
			found = i
		}
	}
	if found >= 0 {
		r.Keep(v, in.Path(at, found))
	}
	return found >= 0
}

// Texts reads text by language: a language map (JSON-LD 1.1, section 4.6.2) of
// texts or arrays of texts, value objects, or plain text, which is taken to be in
// the given language.
func (r *Reader) Texts(v jsontree.Value, to *mc.LangString, at mc.Path, tag string) {
	for e := range v.Each() {
		switch {
		case r.Nothing(e):
		case e.Kind() == jsontree.String:
			r.addText(e, tag, to, at)
		case e.Get("@value").Kind() == jsontree.String:
			r.valueObject(e, to, at)
		case e.IsObject():
			r.languageMap(e, to, at)
		default:
			r.Reject(e, "not text by language")
		}
	}
}

func (r *Reader) languageMap(v jsontree.Value, to *mc.LangString, at mc.Path) {
	for tag, m := range v.Members() {
		if tag == NoLanguage {
			tag = mc.Und
		}
		for e := range m.Each() {
			if e.Kind() != jsontree.String {
				r.Reject(e, "not text")
				continue
			}
			r.addText(e, tag, to, at)
		}
		r.Nothing(m)
	}
}

func (r *Reader) valueObject(v jsontree.Value, to *mc.LangString, at mc.Path) {
	tag := v.Get("@language")
	for name, m := range v.Members() {
		switch {
		case name == "@value":
			r.addText(m, tag.Text(), to, at)
		case name == "@language" && m.Kind() == jsontree.String, name == "@type":
			r.Scaffold(m)
		default:
			r.Reject(m, "not part of a text")
		}
	}
}

// maxTexts bounds the texts of one member, because the path of each depends on
// those before it.
const maxTexts = 256

func (r *Reader) addText(v jsontree.Value, tag string, to *mc.LangString, at mc.Path) {
	if len(*to) >= maxTexts {
		r.Reject(v, "more than 256 texts in one member")
		return
	}
	to.Add(tag, v.Text())
	r.Keep(v, to.Path(at, len(*to)-1))
}
